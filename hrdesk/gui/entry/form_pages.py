"""A long form page by page: a list of its pages at the left, marked while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from hrdesk.forms.definition import Question, Repeat
from hrdesk.gui.entry.page_list import BLANK, FAULTY, WHOLE, WIDTH, PageList
from hrdesk.gui.entry.question_widgets.choosing import is_shown
from hrdesk.i18n import tr
from hrdesk.records.entry import NodeRef

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hrdesk.forms.definition import Item
    from hrdesk.gui.entry.form_section import Section
    from hrdesk.gui.entry.form_view import FormView

_AFTER_MS: Final = 150  # marks wait until typing pauses


class FormPages(QObject):
    """The pages of one form view; a page is a group of the form, or twenty questions without one."""

    def __init__(
        self, view: FormView, sections: Sequence[Section], items: Sequence[Sequence[Item]]
    ) -> None:
        super().__init__(view)
        self._view = view
        self._sections = list(sections)
        self._questions = [list(_questions(each)) for each in items]
        self._paths = [[item.path for item in each] for each in items]
        self.list = PageList(view)
        self.list.page_chosen.connect(self.go_to)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_AFTER_MS)
        self._soon.timeout.connect(self.mark)
        view.faults_changed.connect(self._soon.start)
        view.filling.changed.connect(lambda _changes: self._soon.start())
        for keys, forward in (("F10", True), ("Ctrl+F10", False)):
            shortcut = QShortcut(QKeySequence(keys), view)
            shortcut.activated.connect(lambda ahead=forward: self.step(forward=ahead))
        view.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.show_words()

    def show_words(self) -> None:
        """Titles in the language of the form."""
        self.list.show_pages([self._title(page) for page in range(len(self._sections))])
        self.mark()

    def place(self) -> None:
        """Stand at the left of the form, as high as it."""
        self.list.setGeometry(0, 0, self.width(), self._view.height())

    def width(self) -> int:
        """How much room the list takes: less where the window is narrow."""
        return min(WIDTH, max(120, self._view.width() // 4))

    def current(self) -> int:
        """The page that holds the keyboard, else the one at the top of the window."""
        ref = self._view.current_ref()
        if ref is not None:
            for page, refs in enumerate(self._questions):
                if any(ref.key == key and ref.repeat == repeat for repeat, key, _ in refs):
                    return page
        return max(0, self.list.currentRow())

    def step(self, *, forward: bool) -> None:
        """On to the next page, or back."""
        self.go_to(self.list.step_from(self.current(), forward=forward))

    def go_to(self, page: int) -> None:
        """Show a page and put the keyboard on its first question."""
        self._view.build_section(page)
        self.list.setCurrentRow(page)
        self._view.show_section(self._sections[page])

    def mark(self) -> None:
        """How far every page is: faults count where they are shown, as on the form itself."""
        entry = self._view.entry
        faulty = {(one.repeat, one.key) for one in entry.violations()}
        shown = {(ref.repeat, ref.key) for ref in self._view.shown_fault_refs()}
        marks, asked = [], []
        for page, refs in enumerate(self._questions):
            names = {(repeat, key) for repeat, key, _ in refs}
            answered = any(
                entry.value(NodeRef(key)) for repeat, key, _ in refs if repeat is None
            ) or any(entry.rows(repeat) for repeat, _, _ in refs if repeat is not None)
            if names & faulty & shown:
                marks.append(FAULTY)
            elif answered and not names & faulty:
                marks.append(WHOLE)
            else:
                marks.append(BLANK)
            asked.append(any(self._is_asked(repeat, key) for repeat, key, _ in refs))
            del page
        self.list.mark(marks, asked)

    def _is_asked(self, repeat: str | None, key: str) -> bool:
        entry = self._view.entry
        if repeat is None:
            return entry.state(NodeRef(key)).relevant
        return entry.group_relevant(entry.form.repeat(repeat).path)

    def _title(self, page: int) -> str:
        entry, paths = self._view.entry, self._paths[page]
        for path in (self._sections[page].path, paths[0] if paths else ""):
            if path and (said := entry.label(path)):
                return said
        return tr("Page {number}", number=page + 1)

    def _on_scrolled(self, top: int) -> None:
        if self._view.current_ref() is not None:
            return
        for page in reversed(range(len(self._sections))):
            section = self._sections[page]
            if section.isVisibleTo(self._view.content) and section.y() <= top + 40:
                self.list.setCurrentRow(page)
                return


def _questions(
    items: Sequence[Item], repeat: str | None = None
) -> Iterator[tuple[str | None, str, str]]:
    """Repeat, key and path of every question that is shown."""
    for item in items:
        if isinstance(item, Question):
            if is_shown(item):
                yield repeat, item.key, item.path
        elif isinstance(item, Repeat):
            yield from _questions(item.children, item.key)
        else:
            yield from _questions(item.children, repeat)
