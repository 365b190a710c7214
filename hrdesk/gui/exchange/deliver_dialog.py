"""Delivering what was made: all of it or the parts missing, to a stick, drafts or a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from hrdesk.gui.exchange.exchange_journal import period_title
from hrdesk.gui.lists.opening import open_file
from hrdesk.gui.look.components import Banner, PrimaryButton, QuietButton, label
from hrdesk.gui.look.fitting_dialog import FittingDialog
from hrdesk.gui.look.messages import message_of, run_with_progress
from hrdesk.gui.look.place_chooser import PlaceChooser
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr, trn
from hrdesk.services.delivery.delivering import Delivery, deliver
from hrdesk.services.delivery.volumes import this_computer
from hrdesk.services.progress import CancelledError

if TYPE_CHECKING:
    from hrdesk.gui.look.page import Session
    from hrdesk.services.delivery.journal import JournalLine
    from hrdesk.services.delivery.mail import Draft
    from hrdesk.services.delivery.volumes import Volume, Volumes
    from hrdesk.services.progress import Progress

POLL_MS = 2000


class DeliverDialog(FittingDialog):
    """Chooses, writes, says how it ended; says `delivered()` when the journal changed."""

    delivered = Signal()

    def __init__(
        self,
        session: Session,
        line: JournalLine,
        *,
        volumes: Volumes | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Deliver"))
        self.setMinimumWidth(UNIT * 135)
        self._session, self._line = session, line
        self._volumes = volumes or this_computer()
        outer = self.column()
        outer.addWidget(
            label(
                tr("Deliver: {period}", period=period_title(line.submission.period_id)), "heading"
            )
        )
        self.file = label(line.submission.file_name, "second", wraps=True)
        outer.addWidget(self.file)
        self.parts: list[QCheckBox] = []
        if len(line.parts) > 1:
            outer.addWidget(label(tr("Which parts"), "strong"))
            missing = line.missing or tuple(one.number for one in line.parts)
            for one in line.parts:
                box = QCheckBox(
                    tr("Part {part} of {count}", part=one.number, count=len(line.parts))
                )
                box.setAccessibleName(box.text())
                box.setChecked(one.number in missing)
                self.parts.append(box)
                outer.addWidget(box)
        outer.addWidget(label(tr("Where to"), "strong"))
        self.places = PlaceChooser()
        ws = session.workspace
        self.places.folder.setText(ws.setting("send_folder", str(ws.paths.outbox)))
        self.places.address.setText(ws.setting("province_mail"))
        outer.addWidget(self.places)
        self.end = Banner("")
        self.end.hide()
        outer.addWidget(self.end)
        outer.addLayout(self._buttons())
        self._watch = QTimer(self)
        self._watch.timeout.connect(self.look_for_sticks)
        self._watch.start(POLL_MS)
        self.look_for_sticks()
        chosen = self.places.group.checkedButton()
        if chosen is not None:
            chosen.setFocus()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(UNIT * 2)
        row.addStretch(1)
        self.close_button = QuietButton(tr("Close"), on_click=self.reject)
        self.write_button = PrimaryButton(tr("Write"), icon="download", on_click=self.write)
        self.write_button.setDefault(True)
        row.addWidget(self.close_button)
        row.addWidget(self.write_button)
        return row

    def look_for_sticks(self) -> None:
        """Ask which sticks are plugged in."""
        self._session.workers.run(
            self._volumes.removable, on_done=self._show_sticks, on_error=lambda _: None, owner=self
        )

    def _show_sticks(self, sticks: tuple[Volume, ...]) -> None:
        self.places.show_sticks(sticks)

    def write(self) -> None:
        """Write to the place chosen and read it back."""
        place = self.places.place()
        if place is None:
            self.places.folder_field.show_fault(tr("Choose a folder."))
            self.places.folder.setFocus()
            return
        chosen = tuple(number for number, box in enumerate(self.parts, start=1) if box.isChecked())
        if self.parts and not chosen:
            self._say(tr("Choose at least one part."), bad=True)
            return
        ws, now, wanted = self._session.workspace, self._session.clock(), self._line
        address, known = self.places.address.text(), self._volumes
        bundle_id = wanted.submission.bundle_id

        def call(progress: Progress) -> Delivery | tuple[Draft, ...]:
            if place.way == "mail":
                from hrdesk.services.delivery.mail import (  # noqa: PLC0415 - on first use
                    keep_province_address,
                    write_drafts,
                )

                keep_province_address(ws, address)
                return write_drafts(
                    ws,
                    bundle_id,
                    ws.paths.outbox / "mail",
                    now=now,
                    parts=chosen,
                    progress=progress,
                )
            return deliver(
                ws,
                bundle_id,
                place.folder,
                now=now,
                parts=chosen,
                volume=place.volume,
                volumes=known,
                progress=progress,
            )

        self.end.hide()
        self.write_button.setEnabled(False)
        run_with_progress(
            self._session.workers,
            self,
            tr("Writing and reading back"),
            call,
            on_done=lambda result: self._written(cast("Delivery | tuple[Draft, ...]", result)),
            on_error=self._failed,
        )

    def _written(self, result: Delivery | tuple[Draft, ...]) -> None:
        self.write_button.setEnabled(True)
        if isinstance(result, Delivery):
            self._say(end_of_delivery(result))
        else:
            self._say(end_of_drafts(result))
            for draft in result[:OPENED_AT_MOST]:
                open_file(draft.path)
        self.delivered.emit()
        self.close_button.setFocus()

    def _failed(self, error: BaseException) -> None:
        self.write_button.setEnabled(True)
        said = message_of(error)
        self._say(said.whole, bad=not isinstance(error, CancelledError))
        self.look_for_sticks()

    def _say(self, sentence: str, *, bad: bool = False) -> None:
        self.end.show_text(sentence, "bad" if bad else "good")
        self.end.show()


OPENED_AT_MOST = 5


def end_of_delivery(done: Delivery) -> str:
    """What a person may do now."""
    count = len(done.files)
    if done.removable:
        return trn(
            "{count} file written to {place} and read back; the stick may be taken out.",
            "{count} files written to {place} and read back; the stick may be taken out.",
            count,
            place=done.place,
        )
    return trn("{count} file written and read back.", "{count} files written and read back.", count)


def end_of_drafts(drafts: tuple[Draft, ...]) -> str:
    """What a person has to do now."""
    return trn(
        "{count} mail draft is ready and opens in the mail program. Send it there; nothing was sent yet.",
        "{count} mail drafts are ready and open in the mail program. Send them there; nothing was sent yet.",
        len(drafts),
    )
