"""How a form is compiled: every expression read, what each reads, and an order without circles."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, TypeVar

from typing_extensions import override

from hrdesk.errors import (
    ExpressionError,
    FormCycleError,
    FormError,
    FormNameMisspeltError,
    FormNameUnknownError,
    FormSelfRelevantError,
)
from hrdesk.forms.compiled import (
    Action,
    Choices,
    CompiledForm,
    Dependent,
    Facts,
    FormFault,
    Rule,
    Text,
)
from hrdesk.forms.definition import Form, Question, Repeat
from hrdesk.forms.dependencies import Read, Reads, Shape
from hrdesk.forms.expression import Expression, compile_expression
from hrdesk.forms.expression.nodes import Node
from hrdesk.forms.model import Bind, Control, Itemset, Words, read_model, warning_words

_COLUMNS: Final = {
    "calculate": "calculation",
    "count": "repeat_count",
    "choices": "choice_filter",
    "warning": "bind::hrdesk:warning",
}
_NEVER: Final = frozenset(["false()", "0", ""])


@dataclass(frozen=True, slots=True)
class _Draft:
    """A rule that is not numbered yet, and what it reads."""

    kind: str
    path: str
    table: str
    expression: Expression | None
    reads: frozenset[Read]


def compile_form(form: Form) -> CompiledForm:
    """Compile every expression of the form; never raises for faults in expressions."""
    return _compiled(_Held(form))


class _Held:
    """A form as a cache key: one XForm is one form."""

    def __init__(self, form: Form) -> None:
        self.form = form

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.form.xform == self.form.xform

    @override
    def __hash__(self) -> int:
        return hash(self.form.xform)


@lru_cache(maxsize=16)
def _compiled(held: _Held) -> CompiledForm:
    return Compilation(held.form).result()


class Compilation:
    """Compiles one form; `result()` may be asked for once."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._model = read_model(form.xform)
        self._faults: list[FormFault] = []
        self._drafts: list[_Draft] = []
        self._shape = _shape(self._model.data, frozenset(self._model.repeats))
        self._repeats = {item.path: item for item in form.repeats()}
        self._questions = {i.path: i for i in form.items() if isinstance(i, Question)}
        self._names = {path.rpartition("/")[2] for path in self._paths()}

    def result(self) -> CompiledForm:
        """The compiled form, with what could not be compiled among its faults."""
        facts = {path: self._facts(path) for path in self._paths()}
        actions = tuple(self._actions())
        order = _Order(self._drafts, self._repeats)
        rules = tuple(
            Rule(index, draft.kind, draft.path, draft.table, draft.expression)
            for index, draft in enumerate(order.drafts)
        )
        self._faults.extend(order.faults)
        counted = frozenset(rule.path for rule in rules if rule.kind == "count")
        return CompiledForm(
            form=self._form,
            model=self._model,
            shape=self._shape,
            facts=facts,
            repeats=self._repeats,
            rules=rules,
            by_table=_grouped((rule.table, rule) for rule in rules),
            on_value=_grouped(order.on_value()),
            on_relevance=_grouped(order.on_relevance()),
            on_structure=_grouped(order.on_structure()),
            within=_within(rules, self._shape),
            actions=actions,
            counted=counted,
            fixed_rows=counted | self._without_adding(),
            faults=tuple(self._faults),
        )

    def _paths(self) -> Iterable[str]:
        return self._shape.below("")

    def _without_adding(self) -> frozenset[str]:
        return frozenset(
            path
            for path, control in self._model.repeats.items()
            if control.attributes.get("noAddRemove", "").strip() in ("true()", "1")
        )

    # --- one path

    def _facts(self, path: str) -> Facts:
        bind = self._model.binds.get(path, Bind(path))
        control = self._control(path)
        table = self._table(path)
        for kind in ("relevant", "calculate", "readonly", "required"):
            self._rule(kind, path, table, getattr(bind, kind))
        count = control.attributes.get("count", "") if control else ""
        if path in self._repeats and count:
            self._rule("count", path, self._table(path.rpartition("/")[0]), count)
        message = self._text(self._model.words(bind.constraint_message), path)
        self._rule("constraint", path, table, bind.constraint, texts=(message,))
        label = self._text(control.label, path) if control else None
        hint = self._text(control.hint, path) if control else None
        self._label_rule(path, table, label, hint)
        return Facts(
            path=path,
            data_type=bind.data_type,
            table=table,
            question=self._questions.get(path),
            label=label,
            hint=hint,
            constraint_message=message,
            required_message=self._text(self._model.words(bind.required_message), path),
            warning=self._warning(bind.own.get("warning", ""), path),
            warning_message=self._text(warning_words(bind.own, self._model), path),
            choices=self._choices(path, table, control.itemset) if control else None,
            preload=bind.preload,
            preload_params=bind.preload_params,
            computed=bool(bind.calculate),
        )

    def _warning(self, text: str, path: str) -> Expression | None:
        """A soft check. It is worked out when it is asked for, so that it sets nothing off."""
        if not text.strip():
            return None
        expression = self._compile(text, path, "warning")
        if expression is not None:
            self._reads([expression], path, "warning")
        return expression

    def _control(self, path: str) -> Control | None:
        model = self._model
        control = model.controls.get(path) or model.repeats.get(path) or model.groups.get(path)
        group = model.groups.get(path)
        if control and group and not control.label:
            return replace(control, label=group.label)
        return control

    def _table(self, path: str) -> str:
        while path and path not in self._repeats:
            path = path.rpartition("/")[0]
        return path

    def _rule(
        self, kind: str, path: str, table: str, text: str, texts: tuple[Text | None, ...] = ()
    ) -> None:
        if not text.strip() or (kind in ("readonly", "required") and text.strip() in _NEVER):
            return
        expression = self._compile(text, path, kind)
        if expression is None:
            return
        stands_on = path.rpartition("/")[0] if kind == "count" else path
        reads = self._reads([expression, *_expressions(texts)], stands_on, kind)
        self._drafts.append(_Draft(kind, path, table, expression, reads))

    def _label_rule(self, path: str, table: str, *texts: Text | None) -> None:
        expressions = _expressions(texts)
        if expressions:
            reads = self._reads(expressions, path, "label")
            self._drafts.append(_Draft("label", path, table, None, reads))

    def _choices(self, path: str, table: str, itemset: Itemset | None) -> Choices | None:
        if itemset is None:
            return None
        nodeset = self._compile(itemset.nodeset, path, "choices")
        label = self._compile(itemset.label or itemset.value, path, "choices")
        if nodeset is not None:
            reads = self._reads([nodeset], path, "choices")
            if reads:
                self._drafts.append(_Draft("choices", path, table, nodeset, reads))
        return Choices(nodeset, itemset.value, label)

    def _text(self, words: Words, path: str) -> Text | None:
        if not words:
            return None
        compiled: dict[str, tuple[str | Expression, ...]] = {}
        for language, pieces in words.items():
            parts = [
                piece if isinstance(piece, str) else self._compile(piece.expression, path, "label")
                for piece in pieces
            ]
            compiled[language] = tuple("…" if part is None else part for part in parts)
        return Text(compiled)

    def _actions(self) -> Iterable[Action]:
        for source in self._model.setvalues:
            target = self._compile(source.target, source.path, "default")
            value = None
            if source.expression:
                value = self._compile(source.expression, source.path, "default")
                if value is not None:
                    self._reads([value], source.path, "default")
            if target is not None and (value is not None or not source.expression):
                yield Action(source, target, value)

    # --- expressions

    def _compile(self, text: str, path: str, kind: str) -> Expression | None:
        try:
            return compile_expression(text)
        except ExpressionError as fault:
            self._fault(path, kind, fault)
            return None

    def _reads(self, expressions: list[Expression], path: str, kind: str) -> frozenset[Read]:
        reads = Reads(self._shape)
        for expression in expressions:
            reads.collect(expression.tree, path)
        for unknown in dict.fromkeys(reads.unknown):
            self._unknown(path, kind, unknown.rpartition("/")[2])
        return frozenset(reads.reads)

    def _unknown(self, path: str, kind: str, name: str) -> None:
        from difflib import get_close_matches  # noqa: PLC0415 - for a form at fault only

        near = get_close_matches(name, self._names, n=1)
        error: FormError = FormNameUnknownError(name=name)
        if near:
            error = FormNameMisspeltError(name=name, nearest=near[0])
        self._fault(path, kind, error)

    def _fault(self, path: str, kind: str, error: FormError) -> None:
        fault = FormFault(path, _COLUMNS.get(kind, kind), error)
        if fault not in self._faults:
            self._faults.append(fault)


class _Order:
    """Numbers the rules so that each comes after what it reads; circles are named and cut."""

    def __init__(self, drafts: list[_Draft], repeats: Mapping[str, Repeat]) -> None:
        self._repeats = repeats
        self._relevant = {d.path: i for i, d in enumerate(drafts) if d.kind == "relevant"}
        self._calculate = {d.path: i for i, d in enumerate(drafts) if d.kind == "calculate"}
        self._count = {d.path: i for i, d in enumerate(drafts) if d.kind == "count"}
        self.faults: list[FormFault] = []
        self._after: list[set[int]] = [set() for _ in drafts]
        for index, draft in enumerate(drafts):
            for before in self._befores(index, draft):
                self._after[before].add(index)
        self._drafts = drafts
        sequence = self._sorted()
        self.drafts = [drafts[index] for index in sequence]

    def _befores(self, index: int, draft: _Draft) -> set[int]:
        before: set[int] = set()
        for read in draft.reads:
            before.update(self._producers(read))
        if draft.kind in ("calculate", "count"):
            before.update(
                self._relevant[path] for path in _up(draft.path) if path in self._relevant
            )
        if index in before:
            before.discard(index)
            own = [read for read in draft.reads if not read.structural]
            if draft.kind == "relevant" and any(_is_within(r.path, draft.path) for r in own):
                name = draft.path.rpartition("/")[2]
                self.faults.append(
                    FormFault(draft.path, "relevant", FormSelfRelevantError(name=name))
                )
        return before

    def _producers(self, read: Read) -> Iterable[int]:
        if not read.structural and read.path in self._calculate:
            yield self._calculate[read.path]
        for path in _up(read.path):
            if path in self._relevant:
                yield self._relevant[path]
            if path in self._count and len(path) > len(read.shared):
                yield self._count[path]

    def _sorted(self) -> list[int]:
        waiting = [0] * len(self._drafts)
        for followers in self._after:
            for follower in followers:
                waiting[follower] += 1
        ready = [index for index, count in enumerate(waiting) if not count]
        heapq.heapify(ready)
        done: list[int] = []
        while ready:
            index = heapq.heappop(ready)
            done.append(index)
            for follower in self._after[index]:
                waiting[follower] -= 1
                if not waiting[follower]:
                    heapq.heappush(ready, follower)
        if len(done) < len(self._drafts):
            left = sorted(set(range(len(self._drafts))) - set(done))
            self._name_circle(left)
            done.extend(left)
        return done

    def _name_circle(self, left: list[int]) -> None:
        """Walk backwards among the rules left over until one is met again."""
        among = set(left)
        befores = {i: [b for b in left if i in self._after[b]] for i in left}
        way: list[int] = []
        index = next((i for i in left if befores[i]), left[0])
        while index not in way:
            way.append(index)
            index = next((b for b in befores[index] if b in among), index)
        circle = [*way[way.index(index) :], index]
        names = [self._drafts[i].path.rpartition("/")[2] for i in reversed(circle)]
        draft = self._drafts[index]
        error = FormCycleError(way=" → ".join(names))
        self.faults.append(FormFault(draft.path, _COLUMNS.get(draft.kind, draft.kind), error))

    # --- who must be worked out again, by rule number

    def on_value(self) -> Iterable[tuple[str, Dependent]]:
        for index, draft in enumerate(self.drafts):
            for read in draft.reads:
                if not read.structural and not (
                    draft.kind == "calculate" and read.path == draft.path
                ):
                    yield read.path, Dependent(index, read.shared)

    def on_relevance(self) -> Iterable[tuple[str, Dependent]]:
        for index, draft in enumerate(self.drafts):
            for read in draft.reads:
                for path in _up(read.path):
                    if path in self._relevant:
                        yield path, Dependent(index, read.shared)

    def on_structure(self) -> Iterable[tuple[str, Dependent]]:
        for index, draft in enumerate(self.drafts):
            for read in draft.reads:
                for path in _up(read.path):
                    if path not in self._repeats:
                        continue
                    if len(path) > len(read.shared):
                        yield path, Dependent(index, read.shared)
                    elif read.structural and path == read.path:
                        yield path, Dependent(index, self._outer(path))

    def _outer(self, path: str) -> str:
        return next((above for above in _up(path.rpartition("/")[0]) if above in self._repeats), "")


def _up(path: str) -> Iterable[str]:
    """The path, then every path above it."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def _is_within(path: str, above: str) -> bool:
    return path == above or path.startswith(f"{above}/")


def _expressions(texts: Iterable[Text | None]) -> list[Expression]:
    return [
        piece
        for text in texts
        if text is not None
        for pieces in text.by_language.values()
        for piece in pieces
        if isinstance(piece, Expression)
    ]


_K = TypeVar("_K")
_V = TypeVar("_V")


def _grouped(pairs: Iterable[tuple[_K, _V]]) -> dict[_K, tuple[_V, ...]]:
    grouped: dict[_K, dict[_V, None]] = defaultdict(dict)
    for key, value in pairs:
        grouped[key][value] = None
    return {key: tuple(values) for key, values in grouped.items()}


def _within(rules: tuple[Rule, ...], shape: Shape) -> dict[str, tuple[Rule, ...]]:
    """For every path with a condition: the calculations and counts at or below it."""
    computing = [rule for rule in rules if rule.kind in ("calculate", "count")]
    return {
        rule.path: tuple(each for each in computing if _is_within(each.path, rule.path))
        for rule in rules
        if rule.kind == "relevant" and (rule.path in shape.children or computing)
    }


def _shape(data: Node, repeats: frozenset[str]) -> Shape:
    children: dict[str, tuple[str, ...]] = {"": (data.name,)}

    def visit(node: Node, path: str) -> None:
        names: dict[str, None] = dict.fromkeys(children.get(path, ()))
        for child in node.children:
            names[child.name] = None
            visit(child, f"{path}/{child.name}")
        if names:
            children[path] = tuple(names)

    visit(data, f"/{data.name}")
    return Shape(children, repeats)
