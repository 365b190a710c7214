"""A range: a slider beside its number, buttons for a rating, blank until somebody touches it."""

from __future__ import annotations

import pytest

from hrdesk.gui.entry.question_widgets.scale import RatingEditor, ScaleEditor, steps_of
from hrdesk.gui.forms.form_trial import FormTrial
from hrdesk.records.entry import NodeRef
from tests.support.forms import NOW, compiled_of
from tests.support.gui import press, type_text

FORM = """
| survey |
| | type | name | label | parameters | appearance |
| | range | hours | Số giờ | start=0 end=8 step=0.5 | |
| | range | rating | Mức độ | start=1 end=5 step=1 | rating |
"""


@pytest.mark.parametrize(
    ("parameters", "steps"),
    [
        ({"start": "0", "end": "1", "step": "0.5"}, ("0", "0.5", "1")),
        ({"start": "3", "end": "1", "step": "1"}, ("3", "2", "1")),
        ({"start": "0", "end": "1000000000", "step": "1"}, ()),
        ({"start": "x"}, ()),
        ({"step": "0"}, ()),
    ],
)
def test_steps__of_a_scale(parameters: dict[str, str], steps: tuple[str, ...]) -> None:
    assert steps_of(parameters) == steps


def test_range__slider_and_number__blank_until_touched_then_one_answer(qtbot: object) -> None:
    del qtbot
    trial = FormTrial(lambda: NOW)
    trial.show_form(compiled_of(FORM), "vi")
    trial.show()
    assert trial.view is not None
    assert trial.filling is not None
    entry = trial.filling.entry
    hours = trial.view.fields[NodeRef("hours")].editor
    rating = trial.view.fields[NodeRef("rating")].editor
    assert isinstance(hours, ScaleEditor)
    assert isinstance(rating, RatingEditor)
    assert entry.value(NodeRef("hours")) == entry.value(NodeRef("rating")) == ""

    hours.slider.sliderMoved.emit(5)
    assert entry.value(NodeRef("hours")) == "2.5"
    assert hours.line.text() == "2,5"
    hours.line.selectAll()
    type_text(hours.line, "7")
    assert entry.value(NodeRef("hours")) == "7"
    assert hours.slider.value() == 14

    press(rating.focus_target(), "4")
    assert entry.value(NodeRef("rating")) == "4"
    trial.hide()
    trial.deleteLater()
