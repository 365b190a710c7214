"""Where the keyboard is on the page of a form, and where it goes next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from hrdesk.gui.entry.form_parts import FormParts, Stop
from hrdesk.gui.entry.form_section import Section
from hrdesk.gui.entry.question_field import QuestionField
from hrdesk.gui.entry.repeat_table import RepeatTable
from hrdesk.gui.look.theme import UNIT
from hrdesk.records.entry import NodeRef


class FormStops(QObject):
    """The questions and tables of one page, one after the other; the page scrolls with them."""

    ended = Signal()  # on from the last
    left_front = Signal()  # back from the first

    def __init__(
        self,
        parts: FormParts,
        page: QScrollArea,
        content: QWidget,
        is_readonly: Callable[[NodeRef], bool],
    ) -> None:
        super().__init__(page)
        self._parts = parts
        self._page = page
        self._content = content
        self._is_readonly = is_readonly
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._show_current)

    def current(self) -> Stop | None:
        """What holds the keyboard; None when it is in another page."""
        focused = QApplication.focusWidget()
        widget: QObject | None = focused
        if focused is None or not self._page.isAncestorOf(focused):
            return None
        while widget is not None and widget is not self._page:
            if isinstance(widget, QuestionField | RepeatTable):
                return widget
            widget = widget.parent()
        return None

    def current_ref(self) -> NodeRef | None:
        """The question that holds the keyboard."""
        stop = self.current()
        if isinstance(stop, QuestionField):
            return stop.ref
        return stop.current_ref() if stop is not None else None

    def focus_first(self) -> None:
        """Put the keyboard on the first question."""
        self._focus(0, 1)

    def focus_last(self) -> None:
        """Put the keyboard on the last question."""
        self._focus(len(self._parts.stops) - 1, -1)

    def step(self, *, forward: bool) -> None:
        """On to the next question that is asked, or back."""
        stop = self.current()
        step = 1 if forward else -1
        self._focus(self._parts.stops.index(stop) + step if stop is not None else 0, step)

    def focus_in(self, section: Section) -> None:
        """Scroll to a section and put the keyboard on the first question that can be answered."""
        self._lay_out()
        self._page.verticalScrollBar().setValue(max(0, section.y() - UNIT * 3))
        for stop in self._parts.stops:
            if section.isAncestorOf(stop) and self._may_stop(stop):
                stop.take_focus()
                return

    def scroll_to(self, widget: QWidget) -> None:
        """Show a control with a little of what stands around it."""
        self._show(widget)
        self._soon.start()  # once more when a page just shown or made narrower has been laid out

    def show_soon(self) -> None:
        """Show what holds the keyboard, once what has changed is laid out."""
        self._soon.start()

    def cell_entered(self) -> None:
        """Show the cell that holds the keyboard."""
        self._show_cell()
        self._soon.start()  # once more when rows that were just added have taken their room

    def _focus(self, start: int, step: int) -> None:
        place, stops = start, self._parts.stops
        while 0 <= place < len(stops):
            stop = stops[place]
            if self._may_stop(stop):
                if isinstance(stop, QuestionField):
                    self.scroll_to(stop)
                stop.take_focus()
                return
            place += step
        if step > 0:
            self.ended.emit()
        else:
            self.left_front.emit()

    def _may_stop(self, stop: Stop) -> bool:
        if not stop.isVisibleTo(self._content):
            return False
        return not (isinstance(stop, QuestionField) and self._is_readonly(stop.ref))

    def _show(self, widget: QWidget) -> None:
        self._lay_out()
        page = self._page
        bottom = widget.mapTo(self._content, QPoint(0, widget.height())).y()
        if widget is self._parts.stops[0] and bottom <= page.viewport().height():
            page.verticalScrollBar().setValue(0)  # with the heading above it
        else:
            page.ensureWidgetVisible(widget, 0, UNIT * 8)

    def _show_current(self) -> None:
        stop = self.current()
        if isinstance(stop, QuestionField):
            self._show(stop)
        elif stop is not None:
            self._show_cell()

    def _lay_out(self) -> None:
        layout = self._content.layout()
        if layout is not None:
            layout.activate()

    def _show_cell(self) -> None:
        table = self.current()
        if not isinstance(table, RepeatTable):
            return
        page = self._page
        top = table.mapTo(self._content, QPoint(0, 0)).y()
        spot = table.mapTo(self._content, table.current_place().center()).y()
        bar, room = page.verticalScrollBar(), page.viewport().height()
        if table.height() < room:
            page.ensureWidgetVisible(table, 0, UNIT * 3)
        elif not bar.value() + UNIT * 12 < spot < bar.value() + room - UNIT * 12:
            bar.setValue(top - UNIT * 3)
        page.ensureVisible(0, spot, 0, UNIT * 12)
