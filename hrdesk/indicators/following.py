"""Whether the plan still finds in the forms what it counts: indicators refer to questions by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hrdesk.forms.definition import Form
    from hrdesk.forms.expression import Expression
    from hrdesk.indicators.plan import CountDefinition, Plan, Target

GIVEN: Final = frozenset({"period_first_on", "period_last_on", "plan_first_on"})


@dataclass(frozen=True, slots=True)
class Lost:
    """A name that an indicator needs and a form no longer has.

    `indicator` is the id of a target, or "" for the counts of the report.
    """

    form_id: str
    name: str
    indicator: str = ""
    repeat: str = ""


def lost_names(plan: Plan, forms: Mapping[str, Form]) -> tuple[Lost, ...]:
    """What the plan no longer finds in these forms, each once. Forms not given are not judged."""
    found: list[Lost] = []
    for target in plan.targets:
        found.extend(_of_target(target, forms))
    for count in plan.counts:
        if count.form_id in forms:
            found.extend(_of_count(count, forms[count.form_id]))
    return tuple(dict.fromkeys(found))


def _of_target(target: Target, forms: Mapping[str, Form]) -> Iterator[Lost]:
    own = forms.get(target.form_id)
    if own is not None:
        names = [*target.where.names, *([target.distinct] if target.distinct else [])]
        if target.reference:
            names += target.reference.where.names
        names += [one.own_key for one in target.conditions if one.own_key]
        yield from _missing(own, names, target.target_id)
    for condition in target.conditions:
        form = forms.get(condition.linked or target.form_id)
        if form is None:
            continue
        expressions: list[Expression] = [condition.where]
        if condition.repeat and condition.record_where is not None:
            yield from _missing(form, condition.record_where.names, target.target_id)
        names = [name for one in expressions for name in one.names]
        if condition.key:
            names.append(condition.key)
        yield from _missing(form, names, target.target_id, condition.repeat)


def _of_count(count: CountDefinition, form: Form) -> Iterator[Lost]:
    yield from _missing(form, [*count.where.names, *count.sums, *count.choices], "")
    repeats = {repeat.key for repeat in form.repeats()}
    for name in count.rows:
        if name not in repeats:
            yield Lost(form.form_id, name)


def _missing(
    form: Form, names: list[str] | tuple[str, ...], indicator: str, repeat: str = ""
) -> Iterator[Lost]:
    asked = {question.key for question in form.questions()}
    if repeat:
        rows = {one.key for one in form.repeats()}
        if repeat not in rows:
            yield Lost(form.form_id, repeat, indicator)
            return
        asked |= {question.key for question in form.questions(repeat)}
    for name in names:
        if name not in asked and name not in GIVEN:
            yield Lost(form.form_id, name, indicator, repeat)
