"""Published workbooks in the window: each is drawn, filled, and reads the same when opened again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from hrdesk.errors import FormError
from hrdesk.forms.compilation import compile_form
from hrdesk.forms.definition import Question, QuestionType, Repeat
from hrdesk.forms.xform import parse_form
from hrdesk.forms.xlsform import convert
from hrdesk.gui.forms.form_trial import FormTrial
from hrdesk.records.entry import FormEntry, NodeRef
from tests.support.conformance import FOLDER

NOW = datetime(2026, 11, 12, 2, 41, tzinfo=UTC)
FORMS = sorted(path for path in (FOLDER / "forms").glob("*.xls*")) if FOLDER.is_dir() else []
_ANSWERS = {
    QuestionType.TEXT: "Quyền trẻ em",
    QuestionType.INTEGER: "7",
    QuestionType.DECIMAL: "2.5",
    QuestionType.RANGE: "3",
    QuestionType.DATE: "2026-11-05",
    QuestionType.TIME: "07:30",
    QuestionType.DATETIME: "2026-11-05T07:30",
    QuestionType.ACKNOWLEDGE: "OK",
}


def answer_of(entry: FormEntry, question: Question, ref: NodeRef) -> str:
    offered = [choice.name for choice in entry.choices(ref)]
    if question.question_type is QuestionType.SELECT_ONE:
        return offered[0] if offered else ""
    if question.question_type is QuestionType.SELECT_MULTIPLE:
        return " ".join(offered[:2])
    if question.question_type is QuestionType.RANK:
        return " ".join(offered)
    return _ANSWERS.get(question.question_type, "")


def top_repeats(entry: FormEntry) -> list[Repeat]:
    inner = {
        item.key
        for repeat in entry.form.repeats()
        for item in entry.form.items()
        if isinstance(item, Repeat) and item.path.startswith(f"{repeat.path}/")
    }
    return [repeat for repeat in entry.form.repeats() if repeat.key not in inner]


def fill(trial: FormTrial) -> None:
    """Answer all that is asked, through the window's own door."""
    assert trial.filling is not None
    entry = trial.filling.entry
    for question in entry.form.questions():
        ref = NodeRef(question.key)
        if not entry.state(ref).readonly and (value := answer_of(entry, question, ref)):
            trial.filling.answer(ref, value)
    for repeat in top_repeats(entry):
        if not entry.rows_fixed(repeat.key):
            trial.filling.add_row(repeat.key)
        for row in range(entry.rows(repeat.key)):
            for question in entry.form.questions(repeat.key):
                ref = NodeRef(question.key, repeat.key, row)
                if not entry.state(ref).readonly and (value := answer_of(entry, question, ref)):
                    trial.filling.answer(ref, value)


@pytest.mark.skipif(not FORMS, reason="the published forms are not beside this checkout")
@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_workbook__drawn_filled_saved_and_opened_again__equal(path: Path) -> None:
    try:
        compiled = compile_form(parse_form(convert(path)))
    except FormError as refused:
        pytest.skip(f"the converter refuses it: {refused}")
    trial = FormTrial(lambda: NOW)
    trial.resize(1100, 700)
    trial.show()
    trial.show_form(compiled, compiled.form.languages[0] if compiled.form.languages else "vi")
    assert trial.view is not None
    trial.view.ensure_built()
    QApplication.processEvents()
    drawn = {ref.key for ref in trial.view.fields} | {note.key for note in trial.view.notes}
    asked = {
        question.key
        for question in compiled.form.questions()
        if question.question_type not in {QuestionType.CALCULATE, QuestionType.HIDDEN}
    }
    assert drawn == asked

    fill(trial)
    trial.view.reveal_faults()
    QApplication.processEvents()
    assert trial.grab().width() > 0

    assert trial.filling is not None
    entry = trial.filling.entry
    again = FormEntry.open(
        compiled,
        entry.answers(for_record=False),
        entry.repeats(for_record=False),
        today=NOW.date(),
        now=NOW,
        language=entry.language,
    )
    assert again.answers(for_record=False) == entry.answers(for_record=False)
    assert again.repeats(for_record=False) == entry.repeats(for_record=False)
    trial.show_nothing()
    trial.hide()
    trial.deleteLater()
