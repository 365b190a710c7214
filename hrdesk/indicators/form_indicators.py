"""Indicators that a form brings with it, as data: sums over its records, computed and never typed.

Numerator and denominator are expressions over one record, worked out for each record that the
condition lets count and added up; true counts 1, a blank or anything that is no number counts 0.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from hrdesk.errors import HrdeskError
from hrdesk.forms.expression import Expression, compile_expression, evaluate_on, to_number
from hrdesk.indicators.facts import FigureSource, Test, asked
from hrdesk.indicators.period import PLAN_START, Period
from hrdesk.values import dataclass, field

if TYPE_CHECKING:
    from hrdesk.forms.definition import Form

Basis = Literal["period", "stock", "cumulative"]
BASES: Final[tuple[Basis, ...]] = ("period", "stock", "cumulative")
_ALL: Final = "true()"
_ONE: Final = "1"


@dataclass(frozen=True, slots=True)
class FormIndicator:
    """One line of the sheet. `basis`: what lies in the period, all that stands, all since 2023."""

    indicator_id: str
    form_id: str
    names: Mapping[str, str]
    condition: Expression
    numerator: Expression
    denominator: Expression
    basis: Basis

    @property
    def keys(self) -> list[str]:
        """The answers it needs."""
        return asked(self.condition, self.numerator, self.denominator)


@dataclass(frozen=True, slots=True)
class FormFigure:
    """One indicator for one period. Sums are exact: 2.5 hours and 2.5 hours are 5."""

    indicator_id: str
    form_id: str
    names: Mapping[str, str]
    numerator: Fraction
    denominator: Fraction
    record_ids: tuple[str, ...] = field(default=())  # the records behind it

    @property
    def ratio(self) -> Fraction | None:
        """The exact share, None when there is nothing to divide by."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True)
class IndicatorFault:
    """Why a line cannot be used; `names` are questions that the form does not ask."""

    indicator_id: str
    row: int
    column: str
    error: HrdeskError | None = None
    names: tuple[str, ...] = ()


def form_indicators(form: Form) -> tuple[FormIndicator, ...]:
    """The indicators of a form that can be worked out."""
    made = (_made(form, line) for line in form.indicators)
    return tuple(one for one in made if isinstance(one, FormIndicator))


def indicator_faults(form: Form) -> tuple[IndicatorFault, ...]:
    """What keeps indicators of a form from being worked out."""
    found: list[IndicatorFault] = []
    seen: set[str] = set()
    keys = {question.key for question in form.questions()}
    for line in form.indicators:
        made = _made(form, line)
        row = int(line.get("row", "0"))
        if isinstance(made, IndicatorFault):
            found.append(made)
            continue
        if not made.indicator_id or made.indicator_id in seen:
            found.append(IndicatorFault(made.indicator_id, row, "id"))
        seen.add(made.indicator_id)
        for column in ("condition", "numerator", "denominator"):
            missing = tuple(n for n in asked(getattr(made, column)) if n not in keys)
            if missing:
                found.append(IndicatorFault(made.indicator_id, row, column, names=missing))
    return tuple(found)


def _made(form: Form, line: Mapping[str, str]) -> FormIndicator | IndicatorFault:
    name, row = line.get("id", ""), int(line.get("row", "0"))
    parts: dict[str, Expression] = {}
    for column, otherwise in (("condition", _ALL), ("numerator", _ONE), ("denominator", _ONE)):
        try:
            parts[column] = compile_expression(line.get(column, otherwise))
        except HrdeskError as error:
            return IndicatorFault(name, row, column, error)
    basis = next((one for one in BASES if one == line.get("basis", BASES[0])), None)
    if basis is None:
        return IndicatorFault(name, row, "basis")
    labels = {k.removeprefix("label_"): v for k, v in line.items() if k.startswith("label_")}
    return FormIndicator(
        indicator_id=name, form_id=form.form_id, names=labels, basis=basis, **parts
    )


def compute_form_figures(
    indicators: Iterable[FormIndicator],
    source: FigureSource,
    period: Period,
    *,
    unit_code: str | None = None,
    own: bool | None = None,
) -> tuple[FormFigure, ...]:
    """Each indicator over the records of the source, or one unit's."""
    return tuple(_figure(one, source, period, unit_code, own) for one in indicators)


def _figure(
    indicator: FormIndicator,
    source: FigureSource,
    period: Period,
    unit_code: str | None,
    own: bool | None,
) -> FormFigure:
    starts: dict[Basis, date | None] = {"period": period.first_on, "cumulative": PLAN_START}
    first_on = starts.get(indicator.basis)
    rows = source.select(
        indicator.form_id,
        indicator.keys,
        event_from=first_on,
        event_to=None if first_on is None else period.last_on,
        unit_code=unit_code,
        own=own,
    )
    counts = Test(indicator.condition, period)
    above, below = Fraction(0), Fraction(0)
    ids = []
    for record_id, _, _, answers in rows:
        if counts(answers):
            ids.append(record_id)
            above += _number(indicator.numerator, answers, period)
            below += _number(indicator.denominator, answers, period)
    return FormFigure(
        indicator.indicator_id, indicator.form_id, indicator.names, above, below, tuple(ids)
    )


def _number(expression: Expression, answers: Mapping[str, str], period: Period) -> Fraction:
    env = dict.fromkeys(expression.names, "") | dict(answers)
    env["period_first_on"] = period.first_on.isoformat()
    env["period_last_on"] = period.last_on.isoformat()
    env["plan_first_on"] = PLAN_START.isoformat()
    value = to_number(evaluate_on(env, expression, today=period.last_on))
    if not math.isfinite(value):
        return Fraction(0)
    return Fraction(str(value))
