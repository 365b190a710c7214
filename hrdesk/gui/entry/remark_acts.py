"""The officer remarks upon a record that a unit handed in, or upon one answer of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from hrdesk.forms.definition import QuestionType
from hrdesk.gui.look.act_dialog import ActDialog
from hrdesk.gui.look.labels import shortened
from hrdesk.i18n import label_in, tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from hrdesk.gui.look.page import Session


def ask_remark(
    session: Session, page: QWidget, form_id: str, record_id: str, title: str
) -> ActDialog:
    """Ask for the question and the words; the remark leaves with the next receipt."""
    from hrdesk.services.remarks import add_remark  # noqa: PLC0415 - on first use

    ws, now = session.workspace, session.clock()
    questions = QComboBox()
    questions.setAccessibleName(tr("Question"))
    questions.addItem(tr("The whole record"), "")
    for one in ws.form(form_id).questions():
        words = label_in(dict(one.labels))
        if words and one.question_type is not QuestionType.NOTE:
            questions.addItem(words, one.key)
    chosen = {"question": ""}
    questions.currentIndexChanged.connect(
        lambda _row: chosen.update(question=str(questions.currentData() or ""))
    )
    dialog = ActDialog(
        session,
        page,
        tr("Remark upon “{title}”", title=shortened(title)),
        tr("It reaches the desk with the next receipt, and waits there until it is corrected."),
        tr("Write the remark"),
        lambda typed: add_remark(
            ws, record_id, typed["text"], question=chosen["question"], now=now
        ),
    )
    dialog.questions = questions  # type: ignore[attr-defined]  # for whoever drives the dialog
    dialog.add_control(tr("Question"), questions)
    dialog.add_text("text", tr("What is to be corrected"))
    dialog.done_with.connect(
        lambda _made: session.shell.notify(
            tr("The remark is written; answer the desks so that it reaches its unit.")
        )
    )
    dialog.open()
    return dialog
