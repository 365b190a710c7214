"""The one place of the window where errors become sentences, and where a person is asked."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.errors import HrdeskError
from hrdesk.gui.look.components import (
    DangerButton,
    IconMark,
    PrimaryButton,
    QuietButton,
    label,
)
from hrdesk.gui.look.fitting_dialog import FittingDialog
from hrdesk.gui.look.theme import UNIT
from hrdesk.gui.look.workers import Job, TaskProgress, Workers
from hrdesk.i18n import tr
from hrdesk.services.progress import CancelledError
from hrdesk.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_log = logging.getLogger(__name__)
_SHOW_AFTER_MS = 350
_TONE_ICONS = {"bad": "circle-alert", "warn": "triangle-alert", "info": "circle-question-mark"}


@dataclass(frozen=True, slots=True)
class Message:
    """What a person reads about an error."""

    title: str
    remedy: str
    error_id: str

    @property
    def whole(self) -> str:
        """What happened and what to do, one after the other."""
        return f"{self.title} {self.remedy}".strip()


def message_of(error: BaseException) -> Message:
    """The sentence, the remedy and the id of an error; a bug gets a calm sentence of its own."""
    if isinstance(error, HrdeskError):
        values = {key: _plain(value) for key, value in error.values.items()}
        return Message(
            tr(error.sentence, **values),
            tr(error.remedy, **values) if error.remedy else "",
            error.error_id,
        )
    if isinstance(error, CancelledError):
        return Message(tr("Stopped as you asked."), tr("Nothing was half-written."), "")
    return Message(
        tr("The program made a mistake."),
        tr(
            "What you had typed is safe: a draft is on the disk. Please go on working; "
            "if it happens again, give the file hrdesk.log to whoever looks after the program."
        ),
        "BUG",
    )


def _plain(value: object) -> str:
    return "".join(ch if ch.isprintable() else "\ufffd" for ch in str(value))


class CalmDialog(FittingDialog):
    """A question or a statement: a mark, a sentence, what to do, buttons at the right."""

    def __init__(self, parent: QWidget | None, title: str, detail: str, tone: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("HR Desk"))
        self.setMinimumWidth(440)
        self.setMaximumWidth(640)
        outer = self.column()
        outer.setSpacing(UNIT * 5)
        row = QHBoxLayout()
        row.setSpacing(UNIT * 4)
        mark = IconMark(_TONE_ICONS[tone], 24, "accent" if tone == "info" else tone)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        self.texts = QVBoxLayout()
        self.texts.setSpacing(UNIT * 2)
        self.texts.addWidget(label(title, "heading", wraps=True))
        if detail:
            self.texts.addWidget(label(detail, "label", wraps=True))
        row.addLayout(self.texts, 1)
        outer.addLayout(row)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(UNIT * 2)
        self.buttons.addStretch(1)
        outer.addLayout(self.buttons)
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)


def show_error(parent: QWidget | None, error: BaseException) -> None:
    """Say what went wrong and what to do; a bug is logged first."""
    if not isinstance(error, HrdeskError | CancelledError):
        _log.error("Unexpected error", exc_info=error)
    said = message_of(error)
    dialog = CalmDialog(parent, said.title, said.remedy, "bad")
    if said.error_id:
        dialog.texts.addWidget(label(tr("Code: {code}", code=said.error_id), "small"))
    close = PrimaryButton(tr("Close"), on_click=dialog.accept)
    close.setDefault(True)
    dialog.buttons.addWidget(close)
    dialog.exec()


def tell(parent: QWidget | None, title: str, detail: str) -> None:
    """Say something that is no error and wait until it is read."""
    dialog = CalmDialog(parent, title, detail, "info")
    close = PrimaryButton(tr("Close"), on_click=dialog.accept)
    close.setDefault(True)
    dialog.buttons.addWidget(close)
    dialog.exec()


def ask(
    parent: QWidget | None, title: str, detail: str, yes: str, no: str = "", *, danger: bool = False
) -> bool:
    """Ask a question with two named answers; Esc is the harmless one."""
    dialog = CalmDialog(parent, title, detail, "warn" if danger else "info")
    back = QuietButton(no or tr("Cancel"), on_click=dialog.reject)
    kind = DangerButton if danger else PrimaryButton
    forth = kind(yes, on_click=dialog.accept)
    dialog.buttons.addWidget(back)
    dialog.buttons.addWidget(forth)
    (back if danger else forth).setDefault(True)
    (back if danger else forth).setFocus()
    return dialog.exec() == QDialog.DialogCode.Accepted


class ProgressDialog(FittingDialog):
    """What a long piece of work is doing, with Cancel; shows itself only if it takes a while."""

    def __init__(self, parent: QWidget | None, title: str, progress: TaskProgress) -> None:
        super().__init__(parent)
        self._progress = progress
        self.setModal(True)
        self.setWindowTitle(tr("HR Desk"))
        self.setMinimumWidth(460)
        outer = self.column()
        self.title = label(title, "heading", wraps=True)
        self.sentence = label(tr("Working…"), "second", wraps=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(title)
        self.stop = QuietButton(tr("Cancel"), on_click=self._cancel)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.stop)
        for widget in (self.title, self.bar, self.sentence):
            outer.addWidget(widget)
        outer.addLayout(row)
        progress.moved.connect(self._moved)
        self.appear = QTimer(self)
        self.appear.setSingleShot(True)
        self.appear.timeout.connect(self.show)
        self.appear.start(_SHOW_AFTER_MS)

    def _moved(self, done: int, total: int, sentence: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        if sentence:
            self.sentence.setText(sentence)

    def _cancel(self) -> None:
        self.stop.setEnabled(False)
        self.sentence.setText(tr("Stopping at the next safe point…"))
        self._progress.cancel()

    @override
    def reject(self) -> None:
        self._cancel()


def run_with_progress(
    workers: Workers,
    parent: QWidget,
    title: str,
    call: Callable[[TaskProgress], object],
    *,
    on_done: Callable[[object], object],
    on_error: Callable[[BaseException], object] | None = None,
) -> Job:
    """Run `call(progress)` on the worker behind a dialog with a bar and Cancel."""
    progress = TaskProgress()
    dialog = ProgressDialog(parent, title, progress)

    def finish() -> None:
        dialog.appear.stop()
        held_keyboard = dialog.isActiveWindow()
        dialog.done(0)
        if held_keyboard:  # not every desktop gives it back by itself, and keys would be lost
            parent.window().activateWindow()
        dialog.deleteLater()

    def done(result: object) -> None:
        finish()
        on_done(result)

    def failed(error: BaseException) -> None:
        finish()
        if on_error is not None:
            on_error(error)
        elif not isinstance(error, CancelledError):
            show_error(parent, error)

    return workers.run(
        lambda: call(progress), on_done=done, on_error=failed, progress=progress, owner=dialog
    )


def log_to(path: Path) -> None:
    """Write the program's log beside the data; no personal data is ever logged."""
    from logging.handlers import RotatingFileHandler  # noqa: PLC0415 - only a window needs it

    handler = RotatingFileHandler(path, maxBytes=500_000, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger("hrdesk").addHandler(handler)
