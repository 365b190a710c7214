"""The menu that narrows a list, with the filters saved under a name. Built when it is opened."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QDialog, QHBoxLayout, QInputDialog, QLineEdit, QVBoxLayout

from hrdesk.gui.lists.unit_search import UnitSearch
from hrdesk.gui.look.buttons import PrimaryButton, QuietButton
from hrdesk.gui.look.fitting_dialog import FittingDialog
from hrdesk.gui.look.labels import label
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import label_in, language, tr
from hrdesk.records.record import RecordStatus
from hrdesk.services import list_filters
from hrdesk.services.list_filters import ListFilter, SavedFilter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from PySide6.QtWidgets import QMenu, QWidget

    from hrdesk.gui.lists.filter_bar import FilterBar
    from hrdesk.gui.lists.record_view import SearchField
    from hrdesk.indicators.period import Period
    from hrdesk.services.workspace import Workspace
    from hrdesk.units import Unit


class FilterMenu(QObject):
    """Fills a menu with what the list of one kind can be narrowed to."""

    def __init__(
        self,
        menu: QMenu,
        bar: FilterBar,
        search: SearchField,
        workspace: Workspace,
        today: Callable[[], date],
    ) -> None:
        super().__init__(menu)
        self._menu = menu
        self._bar = bar
        self._search = search
        self._workspace = workspace
        self._today = today

    def fill(self, form_id: str, periods: Sequence[Period]) -> None:
        """The menu of a kind ("" for all kinds); `periods` is empty where there are none."""
        menu = self._menu
        menu.clear()
        if periods:
            self._add_periods(menu.addMenu(tr("Period")), periods)
        if not form_id:
            self._add_kinds(menu.addMenu(tr("Kind")))
        self._add_states(menu.addMenu(tr("State")))
        menu.addAction(tr("Unit…")).triggered.connect(lambda _checked=False: self.ask_unit())
        menu.addSeparator()
        wanted = self._bar.wanted
        self._add_choice(tr("With faults"), wanted.has_fault is True, "has_fault", value=True)
        self._add_choice(tr("Without faults"), wanted.has_fault is False, "has_fault", value=False)
        self._add_choice(
            tr("With files"), wanted.has_attachment is True, "has_attachment", value=True
        )
        self._add_choice(
            tr("Without files"), wanted.has_attachment is False, "has_attachment", value=False
        )
        self._add_choice(tr("Deleted records"), wanted.deleted, "deleted", value=True)
        menu.addSeparator()
        self._add_saved(form_id)

    def _add_choice(self, text: str, checked: bool, part: str, *, value: bool) -> None:
        action = self._menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(checked)
        blank = getattr(ListFilter(), part)
        action.triggered.connect(lambda on=False: self._narrow(**{part: value if on else blank}))

    def _narrow(self, **parts: object) -> None:
        self._bar.narrow(replace(self._bar.wanted, **parts))  # type: ignore[arg-type]  # by name

    def _add_periods(self, menu: QMenu, periods: Sequence[Period]) -> None:
        group = QActionGroup(menu)
        for period in periods:
            text = period.title(language())
            action = menu.addAction(text[:1].upper() + text[1:])
            action.setCheckable(True)
            action.setChecked(period.period_id == self._bar.wanted.period)
            action.triggered.connect(
                lambda _checked=False, period=period: self._narrow(period=period.period_id)
            )
            group.addAction(action)

    def _add_kinds(self, menu: QMenu) -> None:
        for kind in self._workspace.kinds():
            action = menu.addAction(label_in(dict(kind.titles)))
            action.setCheckable(True)
            action.setChecked(kind.form_id in self._bar.wanted.kinds)
            action.triggered.connect(
                lambda _checked=False, name=kind.form_id: self._toggle("kinds", name)
            )

    def _add_states(self, menu: QMenu) -> None:
        words = {
            RecordStatus.INCOMPLETE: tr("Incomplete"),
            RecordStatus.COMPLETE: tr("Complete"),
            RecordStatus.SUBMITTED: tr("Handed over"),
        }
        for status, text in words.items():
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(status.value in self._bar.wanted.statuses)
            action.triggered.connect(
                lambda _checked=False, name=status.value: self._toggle("statuses", name)
            )

    def _toggle(self, part: str, name: str) -> None:
        chosen: tuple[str, ...] = getattr(self._bar.wanted, part)
        left = tuple(one for one in chosen if one != name)
        self._narrow(**{part: left if name in chosen else (*chosen, name)})

    # --- unit

    def ask_unit(self) -> None:
        """Ask for a unit, of today or of before, and whether those before it are meant too."""
        dialog = UnitDialog(self._workspace, self._today(), self._parent())
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.units.unit is not None:
            self.choose_unit(dialog.units.unit, with_earlier=dialog.with_earlier.isChecked())

    def choose_unit(self, unit: Unit, *, with_earlier: bool) -> None:
        """Only records of a unit."""
        self._narrow(unit=list_filters.unit_text(unit), with_earlier=with_earlier)

    # --- saved

    def _add_saved(self, form_id: str) -> None:
        menu = self._menu
        saved = list_filters.saved_filters(self._workspace, form_id)
        for number, one in enumerate(saved, start=1):
            key = f"\tAlt+{number}" if number <= 9 else ""
            menu.addAction(one.name.replace("&", "&&") + key).triggered.connect(
                lambda _checked=False, one=one: self.apply(one)
            )
        save = menu.addAction(tr("Save this filter…"))
        save.setEnabled(bool(self._bar.wanted.parts or self._search.text().strip()))
        save.triggered.connect(lambda _checked=False: self.ask_name(form_id))
        if saved:
            manage = menu.addMenu(tr("Saved filters"))
            for one in saved:
                inner = manage.addMenu(one.name.replace("&", "&&"))
                inner.addAction(tr("Rename…")).triggered.connect(
                    lambda _checked=False, one=one: self.ask_new_name(one)
                )
                inner.addAction(tr("Delete the filter")).triggered.connect(
                    lambda _checked=False, one=one: list_filters.delete_filter(
                        self._workspace, one.form_id, one.name
                    )
                )

    def apply(self, saved: SavedFilter) -> None:
        """Narrow the list as it was saved."""
        self._search.blockSignals(True)
        self._search.setText(saved.search)
        self._search.blockSignals(False)
        self._bar.narrow(saved.wanted)

    def ask_name(self, form_id: str) -> None:
        """Save the filter under a name."""
        name, sure = QInputDialog.getText(
            self._parent(),
            tr("Save this filter"),
            tr("Name of the filter"),
            QLineEdit.EchoMode.Normal,
            "",
        )
        if sure:
            self.save(form_id, name)

    def save(self, form_id: str, name: str) -> None:
        """Keep what the list is narrowed to, the words looked for too."""
        plain = " ".join(name.split())
        if plain:
            search = self._search.text().strip()
            saved = SavedFilter(plain, form_id, self._bar.wanted, search)
            list_filters.save_filter(self._workspace, saved)

    def ask_new_name(self, saved: SavedFilter) -> None:
        """Rename a saved filter; asks again while the name is taken."""
        name, text = saved.name, tr("Name of the filter")
        while True:
            name, sure = QInputDialog.getText(
                self._parent(), tr("Rename the filter"), text, QLineEdit.EchoMode.Normal, name
            )
            if not sure:
                return
            if list_filters.rename_filter(self._workspace, saved.form_id, saved.name, name):
                return
            text = tr("Another filter has this name, or it is blank. Another name:")

    def _parent(self) -> QWidget:
        return self._bar.window()


class UnitDialog(FittingDialog):
    """Which unit: found by the beginnings of its words."""

    def __init__(self, workspace: Workspace, today: date, parent: QWidget | None) -> None:
        from PySide6.QtWidgets import QCheckBox  # noqa: PLC0415 - with its dialog

        super().__init__(parent)
        self.setWindowTitle(tr("Records of a unit"))
        self.setMinimumWidth(460)
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 6, UNIT * 6, UNIT * 6, UNIT * 5)
        column.setSpacing(UNIT * 3)
        column.addWidget(label(tr("Records of a unit"), "heading"))
        self.units = UnitSearch(lambda text: workspace.units.search(text, today))
        column.addWidget(self.units)
        self.with_earlier = QCheckBox(tr("Also of the units that became this one"))
        self.with_earlier.setChecked(True)
        column.addWidget(self.with_earlier)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(QuietButton(tr("Cancel"), on_click=self.reject))
        self.take = PrimaryButton(tr("Show its records"), on_click=self.accept)
        self.take.setDefault(True)
        self.take.setEnabled(False)
        self.units.chosen.connect(lambda: self.take.setEnabled(self.units.unit is not None))
        row.addWidget(self.take)
        column.addLayout(row)
        self.units.setFocus()
