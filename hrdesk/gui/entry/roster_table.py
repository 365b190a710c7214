"""A list of people as a table: who came by one key, who is known, in what order, how many of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from typing_extensions import override

from hrdesk.gui.entry.paste_preview import PastePreview, Rows
from hrdesk.gui.entry.repeat_table import RepeatTable
from hrdesk.gui.entry.roster_acts import RosterActs
from hrdesk.gui.entry.roster_side import RosterSide, taken_numbers
from hrdesk.gui.look.components import BareButton
from hrdesk.i18n import tr, trn

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QMenu, QWidget

    from hrdesk.forms.definition import Repeat
    from hrdesk.forms.roster import Roster
    from hrdesk.gui.entry.filling import Filling
    from hrdesk.gui.entry.pasted_rows import Column, Guess
    from hrdesk.gui.entry.question_widgets.choosing import Surroundings
    from hrdesk.records.entry import NodeRef
    from hrdesk.services.people import Person

_WIDE: Final = 660  # from here on the counts stand beside the table
_ROOMY: Final = 940  # and from here on they have room for their words
_TIGHT: Final = 860  # below it buttons show their icons only


class RosterTable(RepeatTable):
    """The table of a repeat that lists people."""

    def __init__(
        self,
        filling: Filling,
        repeat: Repeat,
        around: Surroundings,
        roster: Roster,
        parent: QWidget | None = None,
    ) -> None:
        self._ready = False
        super().__init__(filling, repeat, around, parent)
        self.acts = acts = RosterActs(filling, roster, self.model, around.people, self)
        self.side = RosterSide(filling, roster, self)
        self._menu: QMenu | None = None
        self._order = BareButton(icon="arrow-up-down", on_click=self._toggle_order)
        self._order.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.head.addWidget(self._order)
        self.place.addWidget(self.side, 1, 0)
        self.grid.attendance_column = self.model.column_of(roster.attendance_key)
        self.delegate.name_key = roster.name_key
        if around.people is not None:
            self.delegate.people = lambda: acts.people
        self.delegate.person_picked.connect(self._on_person)
        acts.said.connect(self.line.set_text)
        acts.people_came.connect(self._on_people_came)
        self.side.take_wanted.connect(self._take_totals)
        self._ready = True
        self.show_words()

    @override
    def show_words(self) -> None:
        super().show_words()
        if self._ready:
            self.side.show_words()

    @override
    def show_again(self, *, revealed: bool) -> None:
        self.acts.forget_people()
        self.side.by.setCurrentIndex(0)
        super().show_again(revealed=revealed)

    @override
    def rows_changed(self) -> None:
        super().rows_changed()
        self.side.refresh_soon()

    @override
    def cells_changed(self, refs: list[NodeRef]) -> None:
        super().cells_changed(refs)
        if refs:
            self.side.refresh_soon()

    def count_changed(self) -> None:
        """A number of the form changed that the list is compared with."""
        self.side.refresh_soon()

    @override
    def acts_here(self) -> dict[str, Callable[[], object]]:
        return super().acts_here() | {
            "space": self._on_space,
            "fill": self._fill_known,
            "order": self._toggle_order,
            "keep_order": self._keep_order,
            "take_totals": self._take_totals,
            "present": lambda: self._mark_here(present=True),
            "absent": lambda: self._mark_here(present=False),
            "all_present": self.acts.mark_all,
        }

    @override
    def about_row(self, row: int) -> str:
        self.acts.want_people()
        return "" if self.model.is_extra(row) else self.acts.words_of(self.model.record_row(row))

    @override
    def keys_words(self) -> str:
        if self.locked:
            return super().keys_words()
        return tr(
            "Space: came or not · F9: all came · F7: fill in who is known · F11: by given name · "
            "Ctrl+F: find · Ctrl+V: paste · Esc: leave the table"
        )

    @override
    def empty_words(self) -> str:
        return tr(
            "Nobody is listed yet. Copy the list in Excel, Word or a message and press Ctrl+V here; "
            "or type the first name above."
        )

    @override
    def preview(self, rows: list[list[str]], columns: tuple[Column, ...], guess: Guess) -> Rows:
        self.acts.want_people()
        return PastePreview.ask(self, rows, columns, guess, self.around.today(), self.acts)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= _WIDE
        self.side.stand(beside=beside, roomy=self.width() >= _ROOMY)
        self.place.addWidget(self.side, 0 if beside else 1, 1 if beside else 0)

    @override
    def _show_buttons(self) -> None:
        super()._show_buttons()
        if not self._ready:
            return
        words = tr("By given name")
        self._order.set_text("" if self.width() < _TIGHT else words)
        self._order.setAccessibleName(words)
        self._order.setToolTip(tr("Show by given name (F11)"))

    def _on_people_came(self) -> None:
        here = self.grid.currentIndex()
        said = self.about_row(here.row()) if here.isValid() and not self.model.fault(here) else ""
        if said:
            self.line.set_text(said)

    def marked_rows(self) -> list[int]:
        """Rows of the record that are marked, or the one that holds the keyboard."""
        marked = self.grid.selectionModel().selectedIndexes() or [self.grid.currentIndex()]
        shown = sorted({index.row() for index in marked if index.isValid()})
        return [self.model.record_row(row) for row in shown if not self.model.is_extra(row)]

    def _on_space(self) -> None:
        here = self.grid.currentIndex()
        listed = here.isValid() and bool(self.model.questions[here.column()].choice_list)
        if not self.acts.roster.attendance_key or listed:
            self.grid.edit(here)
        else:
            self.acts.mark(self.marked_rows())

    def _mark_here(self, *, present: bool) -> None:
        here = self.grid.currentIndex()
        rows = self.marked_rows()
        if not rows:
            return
        self.acts.mark(rows, present=present)
        if len(rows) == 1 and here.row() + 1 < self.model.real_rows():
            self.focus_cell(self.model.index(here.row() + 1, here.column()))

    def _toggle_order(self) -> None:
        self.close_editor()
        self.acts.toggle_order()
        self.grid.scrollTo(self.grid.currentIndex())

    def _keep_order(self) -> None:
        self.close_editor()
        self.acts.keep_order()

    def _fill_known(self) -> None:
        self.close_editor()
        self.acts.fill(self.marked_rows(), self._drop_menu)

    def _drop_menu(self, menu: QMenu) -> None:
        self._menu = menu
        menu.popup(self.mapToGlobal(self.current_place().bottomLeft()))

    def _on_person(self, index: QModelIndex, person: Person) -> None:
        if not self.model.is_extra(index.row()):
            self.acts.fill_from(self.model.record_row(index.row()), person)

    def _take_totals(self) -> None:
        self.side.refresh()
        if self.side.count is not None and self.side.count.differing:
            answers = taken_numbers(self.side.count)
            self.filling.answer_many(answers)
            self.line.set_text(
                trn(
                    "{count} number taken from the list. Ctrl+Z takes it back.",
                    "{count} numbers taken from the list. Ctrl+Z takes them back.",
                    len(answers),
                )
            )
