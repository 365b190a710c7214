"""What the form's own actions (setvalue) aim at, and what they set there; nothing is written here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.records.instance import Answer
from hrdesk.records.lexical import cast, result

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hrdesk.forms.compiled import Action, CompiledForm
    from hrdesk.forms.expression.context import Scope
    from hrdesk.records.instance import Frame
    from hrdesk.records.recalculation import Recalculation


class Actions:
    """The actions of a form, asked about one record."""

    def __init__(self, compiled: CompiledForm, recalculation: Recalculation, scope: Scope) -> None:
        """`recalculation` works out their expressions in the record."""
        self._all = compiled.actions
        self._facts = compiled.facts
        self._recalculation = recalculation
        self._scope = scope

    def at(self, event: str) -> Iterator[Action]:
        """Those of an event of the whole record."""
        return (action for action in self._all if action.source.event == event)

    def at_new_row(self, repeat: str) -> Iterator[Action]:
        """Those of a row that a person adds to a repeat."""
        return (one for one in self.at("odk-new-repeat") if one.source.repeat == repeat)

    def follow(self, path: str) -> bool:
        """Whether any is set off by that question."""
        return any(action.source.source == path for action in self._all)

    def stand_in(self, repeat: str) -> bool:
        """Whether a new row of the repeat, or an answer in it, sets any off."""
        return any(
            action.source.repeat == repeat or action.source.source.startswith(f"{repeat}/")
            for action in self._all
        )

    def after_change(self, path: str) -> Iterator[Action]:
        """Those that follow another answer to that question."""
        for action in self._all:
            if action.source.source == path and "value-changed" in action.source.event:
                yield action

    def targets(self, action: Action, source: Answer) -> list[Answer]:
        """The answers that it sets when `source` set it off."""
        if "[" in action.source.target:
            found = self._recalculation.value(action.target, source)
            nodes = found if isinstance(found, list) else []
            return [node for node in nodes if isinstance(node, Answer)]
        return list(self._near(action, source.frame))

    def _near(self, action: Action, frame: Frame) -> Iterator[Answer]:
        """Targets in the rows that the frame stands in, or below it."""
        table = self.table_of(action)
        while frame.parent is not None and not _holds_rows(frame.path, table):
            frame = frame.parent
        for each in frame.down_to(table):
            if action.source.path in each.nodes:
                yield each.nodes[action.source.path]

    def table_of(self, action: Action) -> str:
        """In which rows its target stands."""
        facts = self._facts.get(action.source.path)
        return facts.table if facts else ""

    def value(self, action: Action, target: Answer) -> str:
        """What it sets there, as it would be typed."""
        kind = target.facts.data_type
        if action.value is None:
            return cast(action.source.text, kind)
        value = self._recalculation.value(action.value, target)
        return "" if value is None else result(value, kind, self._scope.dates)


def _holds_rows(path: str, table: str) -> bool:
    """Whether rows of `table` are rows of `path`, or stand in them."""
    return table == path or table.startswith(f"{path}/")
