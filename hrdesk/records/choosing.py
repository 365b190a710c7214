"""Which choices a question offers at this moment, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable

from hrdesk.forms.compiled import Choices, CompiledForm, Facts
from hrdesk.forms.definition import Choice
from hrdesk.forms.expression import to_text
from hrdesk.forms.expression.context import Context
from hrdesk.forms.expression.nodes import Node
from hrdesk.i18n import label_in
from hrdesk.records.instance import Answer
from hrdesk.records.recalculation import Recalculation


class Choosing:
    """Offers choices for the answers of one record; what was filtered once is kept."""

    def __init__(self, compiled: CompiledForm, recalculation: Recalculation) -> None:
        """Nothing is filtered before it is asked for."""
        self._compiled = compiled
        self._recalculation = recalculation
        self._kept: dict[int, tuple[Choice, ...]] = {}
        self._names: dict[str, frozenset[str]] = {}
        self._filtered = {rule.path for rule in compiled.rules if rule.kind == "choices"}
        self._by_item = _items(compiled)

    def forget(self, answers: Iterable[Answer]) -> None:
        """The filters of these answers may give something else now."""
        for answer in answers:
            self._kept.pop(id(answer), None)

    def offered(self, answer: Answer) -> tuple[Choice, ...]:
        """The choices of a question now, in the order to show them."""
        found = self._kept.get(id(answer))
        if found is None:
            found = self._offer(answer)
            self._kept[id(answer)] = found
        return found

    def names(self, answer: Answer) -> frozenset[str] | None:
        """The names that may be chosen now; None when the question has no list."""
        facts = answer.facts
        if facts.choices is None and not self._fixed(facts):
            return None
        if answer.path in self._filtered:
            return frozenset(choice.name for choice in self.offered(answer))
        if answer.path not in self._names:
            self._names[answer.path] = frozenset(c.name for c in self.offered(answer))
        return self._names[answer.path]

    def _fixed(self, facts: Facts) -> tuple[Choice, ...]:
        if facts.question is None:
            return ()
        return self._compiled.form.choices(facts.question)

    def _offer(self, answer: Answer) -> tuple[Choice, ...]:
        choices = answer.facts.choices
        if choices is None or choices.nodeset is None:
            return self._fixed(answer.facts)
        nodes = self._recalculation.value(choices.nodeset, answer)
        if not isinstance(nodes, list):
            return ()
        offered = (self._choice(node, choices) for node in nodes)
        return tuple(choice for choice in offered if choice.name)

    def _choice(self, node: Node, choices: Choices) -> Choice:
        known = self._by_item.get(id(node))
        if known is not None:
            return known
        found = node.named(choices.value)
        name = found[0].text() if found else ""
        label = name
        if choices.label is not None:
            context = Context(self._recalculation.scope, node)
            label = to_text(choices.label.closure(context)) or name
        return Choice(name, {"default": label})

    def label_of(self, name: str, path: str, origin: Node | None) -> str:
        """jr:choice-name(): the label of a choice of the question at `path`."""
        if not path.startswith("/") and isinstance(origin, Answer):
            path = _resolve(path, origin.path)
        facts = self._compiled.facts.get(path)
        if facts is None:
            return name
        for choice in self._fixed(facts):
            if choice.name == name:
                return label_in(dict(choice.labels), self._recalculation.scope.language) or name
        return name


def _items(compiled: CompiledForm) -> dict[int, Choice]:
    """The choice of every item of the form's lists."""
    found: dict[int, Choice] = {}
    for name, instance in compiled.model.instances.items():
        items = [item for root in instance.children for item in root.children]
        choices = compiled.form.choice_lists.get(name, ())
        if len(items) == len(choices):
            found.update({id(i): c for i, c in zip(items, choices, strict=True)})
    return found


def _resolve(path: str, base: str) -> str:
    parts = base.split("/")
    for step in path.split("/"):
        if step == "..":
            parts.pop()
        elif step not in ("", "."):
            parts.append(step)
    return "/".join(parts)
