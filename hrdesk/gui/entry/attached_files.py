"""The files of the record on the page: taken in beside the typing, shown, taken off again."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaObject, QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from hrdesk.gui.entry.filling import Filling
from hrdesk.gui.entry.form_view import FormView
from hrdesk.gui.entry.question_widgets.attachment import AttachmentEditor, ShownFile
from hrdesk.gui.look import messages
from hrdesk.gui.look.page import Session
from hrdesk.gui.look.scratch_folder import ScratchFolder
from hrdesk.gui.look.workers import Workers
from hrdesk.i18n import tr
from hrdesk.records.entry import NodeRef
from hrdesk.services import attaching, entering
from hrdesk.services.attaching import TakenIn

if TYPE_CHECKING:
    from hrdesk.services.attached_copies import Attachment


class AttachedFiles(QObject):
    """Looks after every question of one open record that takes files.

    Foreign files are looked at on a thread of its own, so that drafts are kept meanwhile.
    """

    taken = Signal(str)  # the sentence that was said

    def __init__(
        self,
        session: Session,
        record_id: str,
        filling: Filling,
        view: FormView,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._record_id = record_id
        self._filling = filling
        self._editors: dict[NodeRef, AttachmentEditor] = {}
        self._waiting: dict[NodeRef, int] = {}
        self._view = view
        self._connections: list[QMetaObject.Connection] = []
        self._helper: Workers | None = None
        self._scratch = ScratchFolder(session.workspace.paths, "attached", self)
        for ref, field in view.fields.items():
            if isinstance(field.editor, AttachmentEditor):
                self._look_after(ref, field.editor)
        view.file_place_made.connect(self._look_after)

    @property
    def idle(self) -> bool:
        """Whether no file is being taken in."""
        return self._helper is None or self._helper.idle

    def close(self) -> None:
        """The record leaves the page; what is being taken in is finished behind it."""
        if self._helper is not None:
            self._helper.stop(0)
        self._view.file_place_made.disconnect(self._look_after)
        for connection in self._connections:
            QObject.disconnect(connection)
        self.deleteLater()

    def _look_after(self, ref: NodeRef, editor: AttachmentEditor) -> None:
        self._editors[ref] = editor
        editor.paste_into(self._session.workspace.paths)
        chosen = editor.file_chosen.connect(partial(self.take_in, ref))
        removed = editor.file_removed.connect(partial(self.remove, ref))
        opened = editor.open_wanted.connect(self.open)
        copied = editor.copy_wanted.connect(self.save_copy)
        self._connections += [chosen, removed, opened, copied]
        self.show(ref)

    def show(self, ref: NodeRef) -> None:
        """Show what is attached to a question."""
        workspace = self._session.workspace
        self._editors[ref].show_files(
            tuple(
                ShownFile(
                    one.name,
                    one.size_bytes,
                    entering.attachment_path(workspace, one),
                    is_picture=one.media_type.startswith("image/"),
                    sha256=one.sha256,
                )
                for one in entering.attachments(workspace, self._record_id)
                if one.question_key == ref.key
            )
        )

    def take_in(self, ref: NodeRef, path: str) -> None:
        """Attach a file, said in a sentence what was done to it."""
        if self._helper is None:
            self._helper = Workers(parent=self)
        workspace, record_id, now = self._session.workspace, self._record_id, self._session.clock()
        pictures_only = self._editors[ref].pictures_only
        self._count(ref, 1)
        self._helper.run(
            lambda: attaching.take_in(
                workspace, record_id, ref.key, Path(path), now=now, pictures_only=pictures_only
            ),
            on_done=partial(self._taken, ref),
            on_error=partial(self._refused, ref),
            owner=self,
        )

    def remove(self, ref: NodeRef, sha256: str) -> None:
        """Take a file off the question."""
        workspace = self._session.workspace
        found = [
            one
            for one in entering.attachments(workspace, self._record_id)
            if (one.question_key, one.sha256) == (ref.key, sha256)
        ]
        if not found:
            return
        left = attaching.remove(workspace, self._record_id, found[0])
        self._filling.answer_many([(ref, left[-1].name if left else "")])
        self.show(ref)
        self._editors[ref].focus_target().setFocus()

    def open(self, sha256: str) -> None:
        """Show a copy of the file in the program of the system; what is kept is only read."""
        attachment = self._found(sha256)
        if attachment is None:
            return
        from hrdesk.services.attached_copies import viewing_copy  # noqa: PLC0415 - when asked for

        workspace, scratch = self._session.workspace, self._scratch
        self._session.workers.run(
            lambda: viewing_copy(workspace, attachment, scratch.path()),
            on_done=self.show_path,
            on_error=lambda error: messages.show_error(self._view, error),
            owner=self,
            urgent=True,
        )

    def show_path(self, path: Path) -> None:
        """Hand a file to the program that shows such files."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._session.shell.notify(
                tr("No program here opens {name}. Save a copy of it.", name=path.name), "warn"
            )

    def save_copy(self, sha256: str) -> None:
        """Ask where, and write a copy of the file there."""
        attachment = self._found(sha256)
        if attachment is None:
            return
        chosen, _ = QFileDialog.getSaveFileName(
            self._view, tr("Save a copy"), str(Path.home() / attachment.name)
        )
        if chosen:
            self.copy_to(sha256, Path(chosen))

    def copy_to(self, sha256: str, target: Path) -> None:
        """Write a copy of the file."""
        attachment = self._found(sha256)
        if attachment is None:
            return
        from hrdesk.services.attached_copies import save_copy  # noqa: PLC0415 - when asked for

        workspace = self._session.workspace
        self._session.workers.run(
            lambda: save_copy(workspace, attachment, target),
            on_done=lambda _made: self._session.shell.notify(
                tr("Saved as {path}.", path=target.name), "good"
            ),
            on_error=lambda error: messages.show_error(self._view, error),
            owner=self,
            urgent=True,
        )

    def _found(self, sha256: str) -> Attachment | None:
        known = entering.attachments(self._session.workspace, self._record_id)
        return next((one for one in known if one.sha256 == sha256), None)

    def _taken(self, ref: NodeRef, taken: TakenIn) -> None:
        self._count(ref, -1)
        self._filling.answer_many([(ref, taken.attachment.name)])
        self.show(ref)
        self._view.keep_in_sight()
        said = taken.sentence()
        self._session.shell.notify(said, "warn" if taken.remarks else "good")
        self.taken.emit(said)

    def _refused(self, ref: NodeRef, error: BaseException) -> None:
        self._count(ref, -1)
        messages.show_error(self._editors[ref], error)

    def _count(self, ref: NodeRef, by: int) -> None:
        self._waiting[ref] = self._waiting.get(ref, 0) + by
        self._editors[ref].show_waiting(self._waiting[ref])
