"""One form with every kind of question and appearance: checked, drawn, filled, kept, opened again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from hrdesk.forms.definition import QuestionType
from hrdesk.forms.workbook import write_workbook
from hrdesk.forms.xlsform import convert
from hrdesk.gui.entry.question_widgets.choice_group import ChoiceGroup
from hrdesk.gui.forms.form_trial import FormTrial
from hrdesk.records.entry import FormEntry, NodeRef
from hrdesk.services.form_checking import check_form_file
from tests.gui.test_conformance_forms import NOW, fill
from tests.gui.test_form_pages import long_form
from tests.support.forms import compiled_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hrdesk.forms.compiled import CompiledForm
    from hrdesk.services.form_checking import FormReport

FORM = Path(__file__).resolve().parents[1] / "corpus" / "forms" / "every_kind.md"


@pytest.fixture(scope="module")
def report() -> FormReport:
    return check_form_file(FORM)


@pytest.fixture
def trial(report: FormReport) -> Iterator[FormTrial]:
    made = FormTrial(lambda: NOW)
    made.resize(1100, 760)
    made.show()
    assert report.compiled is not None
    made.show_form(report.compiled, "vi")
    assert made.view is not None
    made.view.ensure_built()
    QApplication.processEvents()
    yield made
    made.hide()
    made.deleteLater()


def entry_of(trial: FormTrial) -> FormEntry:
    assert trial.filling is not None
    return trial.filling.entry


def same_again(entry: FormEntry, compiled: CompiledForm) -> bool:
    again = FormEntry.open(
        compiled,
        entry.answers(for_record=False),
        entry.repeats(for_record=False),
        today=NOW.date(),
        now=NOW,
        language=entry.language,
    )
    return again.answers(for_record=False) == entry.answers(for_record=False) and again.repeats(
        for_record=False
    ) == entry.repeats(for_record=False)


def test_every_kind__checked__is_usable_and_what_a_desk_cannot_do_is_said(
    report: FormReport,
) -> None:
    assert report.errors == ()
    unsaid = {"audio", "video", "barcode", "geopoint", "geotrace", "geoshape"}
    silent = {"email", "audit", "background-audio", "start-geopoint", "osm"}
    assert len([f for f in report.warnings if f.column == "type" and f.row]) >= len(unsaid) + 4
    told = " ".join(finding.message for finding in report.warnings)
    assert [kind for kind in silent - {"osm"} if f"“{kind}”" not in told] == []
    assert {f.column for f in report.warnings if f.row == 1} >= {
        "media::audio",
        "media::image",
        "save_to",
    }


def test_every_kind__filled_in_the_window__is_the_same_when_opened_again(
    trial: FormTrial, report: FormReport
) -> None:
    fill(trial)
    entry = entry_of(trial)
    assert entry.rows("r1") == 7
    entry.add_row("r2", parent_row=1)
    entry.set_value(NodeRef("kid", "r2", 0), "Tí")
    entry.set_value(NodeRef("age", "r2", 0), "4")
    entry.add_row("r3", parent_row=0)
    entry.set_value(NodeRef("toy", "r3", 0), "Xe")
    QApplication.processEvents()
    assert trial.view is not None
    trial.view.reveal_faults()

    answers = entry.answers()
    assert (answers["sumage"], answers["pd"], answers["cn"]) == ("4", "Xã An Thạnh", "A")
    assert entry.repeats()["r1"][1].repeats["r2"][0].repeats["r3"][0].answers == {"toy": "Xe"}
    assert report.compiled is not None
    assert same_again(entry, report.compiled)
    trial.speak("en")
    QApplication.processEvents()
    assert trial.grab().width() > 0


def test_every_kind__the_head_of_a_table_list__is_not_asked(trial: FormTrial) -> None:
    heads = [q for q in entry_of(trial).form.questions() if q.name.startswith("reserved_name")]

    assert [head.question_type for head in heads] == [QuestionType.HIDDEN]
    assert trial.view is not None
    assert NodeRef(heads[0].key) not in trial.view.fields


def test_every_kind__or_other__speaks_the_language_of_the_form(trial: FormTrial) -> None:
    entry = entry_of(trial)

    labels = [entry.choice_label(choice) for choice in entry.choices(NodeRef("oo"))]
    assert labels[-1] == "Khác"
    assert entry.state(NodeRef("oo_other")).label == "Nội dung khác, ghi rõ"
    assert not entry.state(NodeRef("oo_other")).relevant
    entry.set_value(NodeRef("oo"), "other")
    assert entry.state(NodeRef("oo_other")).relevant
    entry.set_language("en")
    assert entry.state(NodeRef("oo_other")).label == "Specify other."


def test_every_kind__no_choice_fits__is_said_in_its_place(trial: FormTrial) -> None:
    assert trial.view is not None
    assert trial.filling is not None
    trial.filling.answer(NodeRef("name"), "Z")
    QApplication.processEvents()
    editor = trial.view.fields[NodeRef("ff")].editor
    assert isinstance(editor, ChoiceGroup)
    assert (editor.nothing.isVisibleTo(editor), editor.buttons) == (True, [])

    trial.filling.answer(NodeRef("name"), "a")
    QApplication.processEvents()

    assert (editor.nothing.isVisibleTo(editor), len(editor.buttons)) == (False, 1)


def test_every_kind__as_a_workbook__is_the_same_form(tmp_path: Path) -> None:
    for beside in FORM.parent.iterdir():
        if beside.suffix in {".csv", ".xml"}:
            (tmp_path / beside.name).write_bytes(beside.read_bytes())
    write_workbook(FORM, tmp_path / "every_kind.xlsx")

    assert convert(tmp_path / "every_kind.xlsx") == convert(FORM)


def test_nine_hundred_questions__drawn_and_filled__are_the_same_when_opened_again() -> None:
    compiled = compiled_of(long_form(90))
    trial = FormTrial(lambda: NOW)
    trial.resize(1100, 700)
    trial.show()
    trial.show_form(compiled, "vi")
    assert trial.view is not None
    trial.view.ensure_built()
    assert len(trial.view.fields) == 900
    fill(trial)

    entry = entry_of(trial)
    assert len(entry.answers()) > 880
    assert same_again(entry, compiled)
    trial.hide()
    trial.deleteLater()
