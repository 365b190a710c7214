"""Which faults and warnings of a form are said: those of the questions that were left, or all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.gui.entry.listed_number import fault_words
from hrdesk.records.entry import NodeRef

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hrdesk.gui.entry.filling import Filling
    from hrdesk.gui.entry.form_parts import FormParts
    from hrdesk.records.entry import NodeState

Shown = tuple[str, bool]  # a warning in words, and whether it was accepted
_NONE: Shown = ("", False)


class FaultMarks:
    """Knows where the person has been. What is half typed is not judged before it is left."""

    def __init__(self, filling: Filling, parts: FormParts) -> None:
        self._filling = filling
        self._parts = parts
        self._left: set[NodeRef] = set()
        self._warnings: dict[NodeRef, Shown] = {}
        self._visited: NodeRef | None = None  # being typed in, until it is left
        self._are_revealed = False

    def begin_again(self, *, revealed: bool) -> None:
        """Another record; `revealed`: all its faults are said."""
        self._left.clear()
        self._warnings = {}
        self._visited = None
        self._are_revealed = revealed

    def reveal(self) -> None:
        """Say all faults, also where nothing was typed yet."""
        self._are_revealed = True

    def visit(self, ref: NodeRef) -> None:
        """A question is being typed in."""
        self._visited = ref

    def leave(self, ref: NodeRef) -> None:
        """A question was left: from now on its fault is said."""
        self._visited = None
        self._left.add(ref)

    def come_to(self, ref: NodeRef) -> None:
        """The keyboard is brought to a question: its fault is said at once."""
        self._left.add(ref)

    # --- one question

    def fault_of(self, ref: NodeRef, state: NodeState, said: str) -> str:
        """What is said to be wrong; `said` stands there now."""
        is_said = self._are_revealed or ref in self._left
        fault = fault_words(self._filling.entry, state.violation) if is_said else ""
        return "" if ref == self._visited and fault != said else fault

    def warning_of(self, ref: NodeRef) -> Shown:
        """What is said to be unusual."""
        if ref == self._visited or not (self._are_revealed or ref in self._left):
            return _NONE
        return self._warnings.get(ref, _NONE)

    def note_of(self, ref: NodeRef) -> Shown:
        """The warning at a note, which nobody leaves."""
        return self._warnings.get(ref, _NONE)

    def take_warnings(self, warnings: Mapping[NodeRef, Shown]) -> set[NodeRef]:
        """Other warnings; the questions at which they read otherwise."""
        both = {ref for ref in {*warnings, *self._warnings} if ref.repeat is None}
        changed = {ref for ref in both if warnings.get(ref) != self._warnings.get(ref)}
        self._warnings = dict(warnings)
        return changed

    # --- all of them

    def shown(self) -> list[NodeRef]:
        """The faults that the person sees marked."""
        return [ref for ref in self._all() if self._is_shown(ref)]

    def next_after(self, here: NodeRef | None) -> NodeRef | None:
        """The first fault after a question, round to the first of all; None without any."""
        order = self._all()
        if not order:
            return None
        places = {ref: place for place, ref in enumerate(self._parts.all_refs())}
        at = places.get(here, -1) if here is not None else -1
        return next((ref for ref in order if places.get(ref, len(places)) > at), order[0])

    def _all(self) -> list[NodeRef]:
        return [NodeRef(v.key, v.repeat, v.row) for v in self._filling.entry.violations()]

    def _is_shown(self, ref: NodeRef) -> bool:
        if self._are_revealed or ref in self._left:
            return True
        table = self._parts.tables.get(ref.repeat or "")
        return table is not None and table.shows_fault(ref)
