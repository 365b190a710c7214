"""Where a bundle goes: one of the sticks that are plugged in, mail drafts, or a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from hrdesk.gui.look.components import FormField, label
from hrdesk.gui.look.path_field import PathField
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr
from hrdesk.values import dataclass
from hrdesk.vietnamese.formats import show_number

if TYPE_CHECKING:
    from hrdesk.services.delivery.volumes import Volume


_NAME_SHOWN: Final = 20  # characters of a stick's name; the whole folder stands in the tool tip


@dataclass(frozen=True, slots=True)
class Place:
    """Where to. `volume` only of a stick."""

    way: Literal["stick", "mail", "folder"]
    folder: Path
    volume: Volume | None = None


class PlaceChooser(QWidget):
    """A row a stick as they come and go, one for mail, one for a folder; says `changed()`."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sticks: tuple[Volume, ...] = ()
        self._chosen_by_hand = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.group = QButtonGroup(self)
        self.group.buttonClicked.connect(self._on_clicked)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(0)
        column.addLayout(self.rows)
        self.stick_buttons: list[QRadioButton] = []
        self.no_stick = label(tr("A stick appears here as soon as it is plugged in."), "second")
        self.no_stick.setContentsMargins(0, 0, 0, UNIT)
        column.addWidget(self.no_stick)
        self.by_mail = QRadioButton(tr("Mail drafts, ready to be sent"))
        self.by_folder = QRadioButton(tr("A folder"))
        self.by_folder.setChecked(True)
        for button in (self.by_mail, self.by_folder):
            button.setAccessibleName(button.text())
            self.group.addButton(button)
            column.addWidget(button)
        self._add_fields(column)
        self._show_fields()

    def _add_fields(self, column: QVBoxLayout) -> None:
        self.folder_field = PathField(
            tr("Folder or stick"), self.choose_folder, button_name=tr("Choose the folder")
        )
        self.folder = self.folder_field.edit
        self.folder.textEdited.connect(self._on_folder_typed)
        self.folder_field.caption.hide()
        self.folder_field.setContentsMargins(UNIT * 6, 0, 0, 0)
        column.addWidget(self.folder_field)
        self.address = QLineEdit()
        self.address.setPlaceholderText(tr("The province's mail address"))
        self.address_field = FormField(tr("The province's mail address"), self.address)
        self.address_field.caption.hide()
        self.address_field.setContentsMargins(UNIT * 6, 0, 0, 0)
        column.addWidget(self.address_field)

    def show_sticks(self, sticks: tuple[Volume, ...]) -> None:
        """The sticks that are plugged in now; a new one is chosen unless a person chose before."""
        if [_face(one) for one in sticks] == [_face(one) for one in self._sticks]:
            self._sticks = sticks
            return
        known = {one.identity for one in self._sticks}
        chosen = self._chosen_stick()
        self._sticks = sticks
        for button in self.stick_buttons:
            self.group.removeButton(button)
            self.rows.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.stick_buttons = []
        for one in sticks:
            button = QRadioButton(stick_line(one))
            button.setAccessibleName(button.text())
            button.setToolTip(str(one.folder))
            self.group.addButton(button)
            self.rows.addWidget(button)
            self.stick_buttons.append(button)
            new = one.identity not in known
            same = chosen is not None and one.identity == chosen.identity
            if same or (new and chosen is None and not self._chosen_by_hand):
                button.setChecked(True)
        if chosen is not None and self.group.checkedButton() is None:
            self.by_folder.setChecked(True)
            self._chosen_by_hand = False
        self.no_stick.setVisible(not sticks)
        self._show_fields()
        self.changed.emit()

    def place(self) -> Place | None:
        """What is chosen; None when it is a folder that was not named."""
        stick = self._chosen_stick()
        if stick is not None:
            return Place("stick", stick.folder, stick)
        named = self.folder.text().strip()
        if self.by_mail.isChecked():
            return Place("mail", Path(named or Path.home()))
        return Place("folder", Path(named)) if named else None

    def choose_folder(self) -> None:
        """Ask for a folder."""
        chosen = QFileDialog.getExistingDirectory(self, tr("Choose the folder"), self.folder.text())
        if chosen:
            self.folder.setText(chosen)
            self._on_folder_typed(chosen)

    def _chosen_stick(self) -> Volume | None:
        for button, one in zip(self.stick_buttons, self._sticks, strict=False):
            if button.isChecked():
                return one
        return None

    def _on_folder_typed(self, _text: str) -> None:
        self.by_folder.setChecked(True)
        self._chosen_by_hand = True
        self._show_fields()

    def _on_clicked(self) -> None:
        self._chosen_by_hand = True
        self._show_fields()
        self.changed.emit()

    def _show_fields(self) -> None:
        self.folder_field.setVisible(self.by_folder.isChecked())
        self.address_field.setVisible(self.by_mail.isChecked())
        self.folder_field.show_fault("")


def stick_line(one: Volume) -> str:
    """A stick in one line: its name, where it is, how much room it has."""
    free = max(0, one.free_bytes)
    room = (
        tr("{count} GB free", count=show_number(free // 1_000_000_000))
        if free >= 10_000_000_000
        else tr("{count} MB free", count=show_number(free // 1_000_000))
    )
    name = one.name if len(one.name) <= _NAME_SHOWN else f"{one.name[: _NAME_SHOWN - 1]}…"
    folder = one.folder.drive or one.folder.name
    if folder and folder != one.name and len(folder) <= _NAME_SHOWN:
        name = f"{name} ({folder})"
    line = tr("Stick {name}, {room}", name=name, room=room)
    return line + tr(", write-protected") if one.read_only else line


def _face(one: Volume) -> tuple[object, ...]:
    return (one.identity, one.folder, one.name, one.free_bytes // 1_000_000, one.read_only)
