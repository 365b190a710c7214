"""Which control a question gets, and how many sixths of the page it takes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QFontMetrics

from hrdesk.forms.definition import Form, Question, QuestionType
from hrdesk.gui.entry.question_widgets.acknowledge import AcknowledgeEditor
from hrdesk.gui.entry.question_widgets.attachment import AttachmentEditor
from hrdesk.gui.entry.question_widgets.date_time import DateEditor, DateTimeEditor, TimeEditor
from hrdesk.gui.entry.question_widgets.editor import ChoiceText, Editor
from hrdesk.gui.entry.question_widgets.number import NumberEditor
from hrdesk.gui.entry.question_widgets.rank import RankEditor
from hrdesk.gui.entry.question_widgets.scale import (
    MOST_BUTTONS,
    RatingEditor,
    ScaleEditor,
    steps_of,
)
from hrdesk.gui.entry.question_widgets.select_multiple import FilteredTicks, PickList, TickGroup
from hrdesk.gui.entry.question_widgets.select_one import SearchEditor, SegmentEditor
from hrdesk.gui.entry.question_widgets.text import MultilineEditor, Suggest, TextEditor
from hrdesk.gui.look.theme import SCALE, font

if TYPE_CHECKING:
    from hrdesk.services.people import PeopleSeen

_FEW: Final = 8
_MOST_TICKS: Final = 15
_WHOLE: Final = 6
_PAGE: Final = 660  # the width that a whole row has at 1366 pixels with the list open
_ASIDE: Final = frozenset({QuestionType.CALCULATE, QuestionType.HIDDEN, QuestionType.UNSUPPORTED})


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a control may need beyond its question."""

    today: Callable[[], date]
    suggest: Callable[[str, str | None], Suggest | None]  # key of the question, of its repeat
    people: Callable[[Callable[[PeopleSeen], None]], object] | None = None  # who was met before


def is_shown(question: Question) -> bool:
    """Whether a question has a place on the page at all."""
    return question.question_type not in _ASIDE


def is_warning(question: Question, form: Form) -> bool:
    """Whether a note warns: one that appears only sometimes speaks of something to look at."""
    bind = re.search(rf'<bind [^>]*nodeset="{re.escape(question.path)}"[^>]*>', form.xform)
    return bind is not None and " relevant=" in bind.group(0)


def span_of(question: Question) -> int:
    """Sixths of the page: as the form says (w1…w6), else by the kind of question."""
    for width in range(1, 7):
        if f"w{width}" in question.appearance:
            return width
    if question.question_type in {
        QuestionType.INTEGER,
        QuestionType.DECIMAL,
        QuestionType.DATE,
        QuestionType.TIME,
        QuestionType.DATETIME,
        QuestionType.RANGE,
    }:
        return 2
    return _WHOLE


def editor_for(question: Question, choices: tuple[ChoiceText, ...], around: Surroundings) -> Editor:
    """The control of a question, its choices already on it."""
    editor = _made(question, choices, around)
    editor.show_choices(choices)
    return editor


def _made(question: Question, choices: tuple[ChoiceText, ...], around: Surroundings) -> Editor:
    kinds = QuestionType
    simple: dict[QuestionType, Callable[[], Editor]] = {
        kinds.INTEGER: lambda: NumberEditor(grouped="thousands-sep" in question.appearance),
        kinds.DECIMAL: lambda: NumberEditor(grouped="thousands-sep" in question.appearance),
        kinds.RANGE: lambda: _scale(question),
        kinds.DATE: lambda: DateEditor(around.today),
        kinds.TIME: TimeEditor,
        kinds.DATETIME: lambda: DateTimeEditor(around.today),
        kinds.RANK: RankEditor,
        kinds.ACKNOWLEDGE: AcknowledgeEditor,
        kinds.IMAGE: lambda: AttachmentEditor(pictures_only=True),
        kinds.FILE: lambda: AttachmentEditor(pictures_only=False),
    }
    if question.question_type in simple:
        return simple[question.question_type]()
    if question.question_type is kinds.SELECT_ONE:
        return SegmentEditor() if _fits(question, choices) else SearchEditor()
    if question.question_type is kinds.SELECT_MULTIPLE:
        return _many(question, choices)
    if "multiline" in question.appearance:
        return MultilineEditor()
    return TextEditor(around.suggest(question.key, None))


def _scale(question: Question) -> Editor:
    steps = steps_of(question.parameters)
    if not steps:
        return NumberEditor(grouped=False)
    if question.appearance & {"rating", "picker"} and len(steps) <= MOST_BUTTONS:
        return RatingEditor(steps)
    return ScaleEditor(steps)


def _many(question: Question, choices: tuple[ChoiceText, ...]) -> Editor:
    if question.appearance & {"minimal", "search", "autocomplete"}:
        return PickList()
    if len(choices) > _MOST_TICKS:
        return FilteredTicks()
    return TickGroup(in_a_row="horizontal" in question.appearance)


def _fits(question: Question, choices: tuple[ChoiceText, ...]) -> bool:
    """Whether the choices can stand as buttons: few, and in no more lines than look tidy."""
    if question.appearance & {"minimal", "search", "autocomplete"} or len(choices) > _FEW:
        return False
    metrics = QFontMetrics(font(SCALE.body, strong=True))
    room = _PAGE * span_of(question) // _WHOLE
    widths = [metrics.horizontalAdvance(choice.label) + 52 for choice in choices]
    return sum(widths) <= room * (2 if span_of(question) == _WHOLE else 1)
