"""A picture or a file: chosen, dropped or pasted; shown by a small picture and its name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
    QImageReader,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.errors import FileError
from hrdesk.gui.entry.question_widgets.editor import Editor
from hrdesk.gui.look import messages
from hrdesk.gui.look.buttons import IconButton, QuietButton
from hrdesk.gui.look.components import IconMark
from hrdesk.gui.look.labels import ElidedLabel, label
from hrdesk.gui.look.scratch_folder import ScratchFolder
from hrdesk.gui.look.theme import UNIT, colour
from hrdesk.i18n import tr, trn
from hrdesk.paths import WorkspacePaths
from hrdesk.vietnamese.formats import show_number

_THUMB: Final = 56
_MOST_PIXELS: Final = 60_000_000


@dataclass(frozen=True, slots=True)
class ShownFile:
    """What is attached, as the control shows it."""

    name: str
    size_bytes: int
    path: Path | None
    is_picture: bool
    sha256: str = ""  # "" while only its name is known


def size_in_words(size_bytes: int) -> str:
    """`840 KB`, `2,4 MB`."""
    if size_bytes < 1_000_000:
        return tr("{size} KB", size=show_number(max(1, round(size_bytes / 1000))))
    return tr("{size} MB", size=show_number(size_bytes / 1_000_000, 1))


class DropZone(QWidget):
    """Where a file may be dropped; Enter or a click chooses one, Ctrl+V pastes one."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self._over = False
        self.scratch: ScratchFolder | None = None  # for pasted pictures; gone with the control

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self.isEnabled():
            self._over = True
            self.update()
            event.acceptProposedAction()

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._over = False
        self.update()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._over = False
        self.update()
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.chosen.emit(url.toLocalFile())
                event.acceptProposedAction()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            copied = QApplication.clipboard().mimeData()
            paths = [url.toLocalFile() for url in copied.urls() if url.isLocalFile()]
            if not paths and copied.hasImage():
                paths = self._written(QApplication.clipboard().image())
            for path in paths:
                self.chosen.emit(path)
            if paths:
                return
        super().keyPressEvent(event)

    def _written(self, image: QImage) -> list[str]:
        """A picture that was copied as such, as a file."""
        if self.scratch is None or image.isNull():
            return []
        try:
            folder = self.scratch.path()
        except FileError as error:
            messages.show_error(self, error)
            return []
        written = len(list(folder.iterdir()))
        path = str(folder / tr("Pasted picture {number}.png", number=written + 1))
        return [path] if image.save(path) else []

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(colour("accent" if self._over else "border"), 1)
        if not self._over:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(colour("accent_soft" if self._over else "surface"))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)
        painter.end()


class FileLine(QWidget):
    """One attached file: small picture or mark, name, size, what can be done with it."""

    removed = Signal(str)
    opened = Signal(str)
    copied = Signal(str)

    def __init__(
        self, shown: ShownFile, parent: QWidget | None = None, *, readonly: bool = False
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT * 3)
        picture = _thumbnail(shown.path) if shown.is_picture else None
        place = QLabel()
        place.setFixedSize(QSize(_THUMB, _THUMB if picture else UNIT * 7))
        place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        if picture is not None:
            place.setPixmap(picture)
            row.addWidget(place)
        else:
            row.addWidget(IconMark("image" if shown.is_picture else "paperclip", 20))
        name = ElidedLabel(shown.name, "label", Qt.TextElideMode.ElideMiddle)
        row.addWidget(name, 1)
        size = label(size_in_words(shown.size_bytes) if shown.size_bytes else "", "second")
        row.addWidget(size)
        self.setAccessibleName(shown.name)
        if shown.sha256:
            self.open_button = IconButton(
                "eye",
                tr("Open {name}", name=shown.name),
                on_click=lambda: self.opened.emit(shown.sha256),
                parent=self,
            )
            self.copy_button = IconButton(
                "download",
                tr("Save a copy of {name}", name=shown.name),
                on_click=lambda: self.copied.emit(shown.sha256),
                parent=self,
            )
            row.addWidget(self.open_button)
            row.addWidget(self.copy_button)
        self.remove_button: IconButton | None = None
        if shown.sha256 and not readonly:
            self.remove_button = IconButton(
                "x",
                tr("Take {name} off", name=shown.name),
                on_click=lambda: self.removed.emit(shown.sha256),
                parent=self,
            )
            row.addWidget(self.remove_button)


class AttachmentEditor(Editor):
    """Attached files. It tells which file was chosen; whoever owns the form takes it in."""

    file_chosen = Signal(str)
    file_removed = Signal(str)  # SHA-256
    open_wanted = Signal(str)
    copy_wanted = Signal(str)

    def __init__(self, *, pictures_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pictures_only = pictures_only
        self._readonly = False
        self._shown: tuple[ShownFile, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(UNIT * 2)
        self._files = QVBoxLayout()
        self._files.setSpacing(UNIT * 2)
        self._column.addLayout(self._files)
        self._zone = DropZone(self)
        self.button = QuietButton(tr("Choose a file…"), on_click=self._ask, parent=self._zone)
        self._zone.setFocusProxy(self.button)
        row = QHBoxLayout(self._zone)
        row.setContentsMargins(UNIT * 4, UNIT * 2, UNIT * 3, UNIT * 2)
        row.setSpacing(UNIT * 3)
        row.addWidget(IconMark("image" if pictures_only else "paperclip", 20))
        self._line = ElidedLabel("", "second")
        self.show_waiting(0)
        row.addWidget(self._line, 1)
        row.addWidget(self.button)
        self._column.addWidget(self._zone)
        self._zone.chosen.connect(self._on_chosen)

    def paste_into(self, paths: WorkspacePaths) -> None:
        """Put pasted pictures on the volume of this workspace until they are taken in."""
        if self._zone.scratch is None:
            self._zone.scratch = ScratchFolder(paths, "pasted", self._zone)

    @override
    def focus_target(self) -> QWidget:
        return self.button

    @override
    def show_value(self, value: str) -> None:
        if any(one.sha256 for one in self._shown):
            return  # what is attached is known better than by the one name in the answer
        if not value:
            self.show_files(())
        elif not self._shown:
            self.show_files((ShownFile(value, 0, None, is_picture=False),))

    @override
    def set_readonly(self, *, readonly: bool) -> None:
        self._readonly = readonly
        self._zone.setVisible(not readonly)
        self._zone.setAcceptDrops(not readonly)
        for line in self.findChildren(FileLine):
            if line.remove_button is not None:
                line.remove_button.setVisible(not readonly)

    def show_waiting(self, count: int) -> None:
        """Say how many files are being taken in."""
        self._line.set_text(
            trn("Taking in {count} file…", "Taking in {count} files…", count)
            if count
            else tr("Drop a file here, or copy one and press Ctrl+V")
        )

    def show_files(self, shown: tuple[ShownFile, ...]) -> None:
        """Show what is attached."""
        if shown == self._shown:
            return
        self._shown = shown
        while self._files.count():
            item = self._files.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in shown:
            line = FileLine(one, self, readonly=self._readonly)
            line.removed.connect(self.file_removed)
            line.opened.connect(self.open_wanted)
            line.copied.connect(self.copy_wanted)
            self._files.addWidget(line)
        self._column.activate()
        self.updateGeometry()
        parent = self.parentWidget()
        if parent is not None:
            parent.updateGeometry()

    def _ask(self) -> None:
        pattern = (
            "*.jpg *.jpeg *.png *.webp *.bmp *.gif *.tif *.tiff" if self.pictures_only else "*"
        )
        kind = tr("Pictures") if self.pictures_only else tr("All files")
        paths, _ = QFileDialog.getOpenFileNames(self, tr("Choose files"), "", f"{kind} ({pattern})")
        for path in paths:
            self._on_chosen(path)

    def _on_chosen(self, path: str) -> None:
        if not self._readonly:
            self.file_chosen.emit(path)


def _thumbnail(path: Path | None) -> QPixmap | None:
    """A small picture of a file, None when it has none or is suspiciously large."""
    if path is None or not path.is_file():
        return None
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > _MOST_PIXELS:
        return None
    reader.setScaledSize(size.scaled(_THUMB, _THUMB, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else QPixmap.fromImage(image)
