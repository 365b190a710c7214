"""What holds for a record: the plan's expressions over answers, at one period's cut-off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, Protocol

from hrdesk.forms.expression import Expression, evaluate_on, is_true
from hrdesk.indicators.period import PLAN_START, Period
from hrdesk.indicators.plan import PERIOD_NAMES, Condition, Target
from hrdesk.values import dataclass
from hrdesk.vietnamese.text import fold

_REMEMBERED: Final = 20_000

Selected = tuple[str, str, str, dict[str, str]]
"""record_id, unit code, event date in ISO (or ""), the answers that are there."""


class FigureSource(Protocol):
    """Where counted records come from: the store, or a bundle's tables. Lexical answers."""

    def select(
        self,
        form_id: str,
        keys: Sequence[str],
        *,
        event_from: date | None = None,
        event_to: date | None = None,
        unit_code: str | None = None,
        own: bool | None = None,
    ) -> Iterator[Selected]:
        """The answers of each counted record; without bounds also those without a date."""
        ...

    def select_repeat(  # noqa: PLR0913 - the store answers to this signature
        self,
        form_id: str,
        repeat_key: str,
        keys: Sequence[str],
        *,
        event_from: date | None = None,
        event_to: date | None = None,
        unit_code: str | None = None,
        own: bool | None = None,
    ) -> Iterator[Selected]:
        """The answers of each row of a repeat of each counted record."""
        ...


@dataclass(frozen=True, slots=True)
class Selection:
    """Whose records are looked at, and for which period."""

    source: FigureSource
    period: Period
    unit_code: str | None = None
    own: bool | None = None


class Test:
    """One expression at one cut-off; remembers its answers, since records resemble each other."""

    __test__ = False  # not a case for the test runner

    def __init__(self, expression: Expression, period: Period) -> None:
        """Prepare the expression for the period's dates."""
        self._expression = expression
        self._today = period.last_on
        self._names = asked(expression)
        self._dates = {
            "period_first_on": period.first_on.isoformat(),
            "period_last_on": period.last_on.isoformat(),
            "plan_first_on": PLAN_START.isoformat(),
        }
        self._known: dict[tuple[str, ...], bool] = {}

    def __call__(self, answers: Mapping[str, str]) -> bool:
        """Whether it is true for these answers."""
        values = tuple([answers.get(name, "") for name in self._names])
        known = self._known.get(values)
        if known is None:
            env = self._dates | dict(zip(self._names, values, strict=True))
            known = is_true(evaluate_on(env, self._expression, today=self._today))
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[values] = known
        return known


def asked(*expressions: Expression) -> list[str]:
    """The answers that the expressions need, each once."""
    names = (name for expression in expressions for name in expression.names)
    return [name for name in dict.fromkeys(names) if name not in PERIOD_NAMES]


def keys_of(target: Target) -> list[str]:
    """The answers of a denominator's record that the target needs."""
    plain = [each.where for each in target.conditions if not each.repeat and not each.linked]
    more = [each.own_key for each in target.conditions if each.own_key]
    keys = [*asked(target.where, *plain), *more, *([target.distinct] if target.distinct else [])]
    return list(dict.fromkeys(keys))


class Facts:
    """The conditions of a target, ready to be asked about records of its denominator."""

    def __init__(self, target: Target, selection: Selection, single_units: frozenset[str]) -> None:
        """Read what the conditions need of rows and of other forms.

        `single_units`: units with one record in the denominator. There the record need not be
        named: what the unit did, this record did.
        """
        self._single_units = single_units
        self._conditions = target.conditions
        self._tests: dict[str, Test] = {}
        self._records: dict[str, frozenset[str]] = {}
        self._links: dict[str, frozenset[tuple[str, str]]] = {}
        for condition in target.conditions:
            name = condition.condition_id
            if condition.linked:
                self._links[name] = _links(condition, selection)
            elif condition.repeat:
                self._records[name] = _records_with_row(target, condition, selection)
            else:
                self._tests[name] = Test(condition.where, selection.period)

    def of(self, record_id: str, unit_code: str, answers: Mapping[str, str]) -> dict[str, bool]:
        """Every condition by its id."""
        return {
            condition.condition_id: self._holds(condition, record_id, unit_code, answers)
            for condition in self._conditions
        }

    def _holds(
        self, condition: Condition, record_id: str, unit_code: str, answers: Mapping[str, str]
    ) -> bool:
        name = condition.condition_id
        if test := self._tests.get(name):
            return test(answers)
        if name in self._records:
            return record_id in self._records[name]
        links = self._links[name]
        if not condition.same_unit:
            return ("", _link_key(answers, condition.own_key)) in links
        if unit_code in self._single_units:
            return any(unit == unit_code for unit, _ in links)
        return (unit_code, _link_key(answers, condition.own_key)) in links


def _link_key(answers: Mapping[str, str], key: str) -> str:
    return fold(answers.get(key, ""))


def _records_with_row(target: Target, condition: Condition, selection: Selection) -> frozenset[str]:
    test = Test(condition.where, selection.period)
    rows = selection.source.select_repeat(
        target.form_id,
        condition.repeat,
        asked(condition.where),
        event_to=selection.period.last_on,
        unit_code=selection.unit_code,
        own=selection.own,
    )
    return frozenset(record_id for record_id, _, _, answers in rows if test(answers))


def _links(condition: Condition, selection: Selection) -> frozenset[tuple[str, str]]:
    """(unit, key) of each linked record or row; the unit is "" where it does not matter."""
    period = selection.period
    event_from = period.first_on if condition.window == "period" else PLAN_START
    unit_code = selection.unit_code if condition.same_unit else None
    own = selection.own if condition.same_unit else None
    source = selection.source
    keys = list(dict.fromkeys([*asked(condition.where), condition.key]))
    if condition.repeat:
        rows = source.select_repeat(
            condition.linked,
            condition.repeat,
            keys,
            event_from=event_from,
            event_to=period.last_on,
            unit_code=unit_code,
            own=own,
        )
    else:
        rows = source.select(
            condition.linked,
            keys,
            event_from=event_from,
            event_to=period.last_on,
            unit_code=unit_code,
            own=own,
        )
    test = Test(condition.where, period)
    counted = _counted_records(condition, selection)
    return frozenset(
        (unit if condition.same_unit else "", _link_key(answers, condition.key))
        for record_id, unit, _, answers in rows
        if test(answers) and (counted is None or record_id in counted)
    )


def _counted_records(condition: Condition, selection: Selection) -> frozenset[str] | None:
    """Records of the linked form that count at all; None when all do."""
    if condition.record_where is None:
        return None
    test = Test(condition.record_where, selection.period)
    records = selection.source.select(
        condition.linked, asked(condition.record_where), event_to=selection.period.last_on
    )
    return frozenset(record_id for record_id, _, _, answers in records if test(answers))
