"""What a kit changes, in words, before it is put in use. The weighty lines come first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from hrdesk.i18n import N_, label_in, language, tr, trn
from hrdesk.indicators.period import Period, PeriodDates, in_calendar, parse_period
from hrdesk.services.kit_trust_changes import (
    ALERT,
    CHANGE,
    NOTE,
    KitChange,
    named,
    trust_changes,
)
from hrdesk.vietnamese.formats import show_date

if TYPE_CHECKING:
    from datetime import date

    from hrdesk.bundles.kit import Kit, KitPeriod
    from hrdesk.forms.definition import Form
    from hrdesk.services.trust_facts import TrustFacts

__all__ = ["SUBJECT_TITLES", "KitChange", "kit_changes"]

_ORDER: Final = (ALERT, CHANGE, NOTE)

SUBJECT_TITLES: Final = {
    "trust": N_("Certificates"),
    "units": N_("Units"),
    "forms": N_("Forms"),
    "targets": N_("Targets"),
    "calendar": N_("Reporting calendar"),
    "letterheads": N_("Letterheads"),
    "recipients": N_("Encryption"),
    "policy": N_("What is asked of submissions"),
}


def kit_changes(
    before: Kit, after: Kit, trust_before: TrustFacts, trust_after: TrustFacts, *, my_key: str
) -> tuple[KitChange, ...]:
    """Every difference between two kits; `my_key` is this desk's, whose certificate is named."""
    found = [
        *trust_changes(trust_before, trust_after, my_key),
        *_units(before, after),
        *_forms(before, after),
        *_targets(before, after),
        *_calendar(before, after),
        *_letterheads(before, after),
        *_recipients(before, after),
        *_policy(before, after),
    ]
    return tuple(sorted(found, key=lambda one: _ORDER.index(one.weight)))


def _units(before: Kit, after: Kit) -> Iterator[KitChange]:
    old = {unit.key: unit for unit in before.units.units}
    new = {unit.key: unit for unit in after.units.units}
    added = [unit.name for key, unit in new.items() if key not in old]
    gone = [unit.name for key, unit in old.items() if key not in new]
    ended = [
        f"{unit.name}: {show_date_text(unit.valid_to)}"
        for key, unit in new.items()
        if key in old and unit.valid_to and not old[key].valid_to
    ]
    renamed = [
        f"{old[key].name} → {unit.name}"
        for key, unit in new.items()
        if key in old and unit.name != old[key].name
    ]
    if added:
        yield KitChange(
            "units",
            CHANGE,
            trn("{count} unit is new.", "{count} units are new.", len(added)),
            named(added),
        )
    if gone:
        yield KitChange(
            "units",
            ALERT,
            trn(
                "{count} unit is not in the catalogue any more.",
                "{count} units are not in the catalogue any more.",
                len(gone),
            ),
            named(gone),
        )
    if ended:
        yield KitChange(
            "units",
            CHANGE,
            trn("{count} unit comes to an end.", "{count} units come to an end.", len(ended)),
            named(ended),
        )
    if renamed:
        yield KitChange(
            "units",
            CHANGE,
            trn("{count} unit is renamed.", "{count} units are renamed.", len(renamed)),
            named(renamed),
        )
    if before.units.successions != after.units.successions:
        yield KitChange("units", NOTE, tr("Who follows whom among the units is changed."))
    if before.units.aliases != after.units.aliases:
        yield KitChange("units", NOTE, tr("Other spellings of unit names are changed."))


def _forms(before: Kit, after: Kit) -> Iterator[KitChange]:
    from hrdesk.forms.xform import parse_form

    old = {form.form_id: form for form in before.forms}
    for stated in after.forms:
        form = parse_form(stated.xform)
        title = label_in(dict(form.titles), language())
        known = old.pop(stated.form_id, None)
        if known is None:
            yield KitChange("forms", CHANGE, tr("Form {title} is new.", title=title))
        elif known.xform != stated.xform:
            details = tuple(_questions(parse_form(known.xform), form))
            if known.version == stated.version:
                said = tr("Form {title}: changed under the same version.", title=title)
            else:
                said = tr(
                    "Form {title}: version {old} → {new}.",
                    title=title,
                    old=known.version,
                    new=stated.version,
                )
            yield KitChange("forms", CHANGE, said, details)
    for stated in old.values():
        title = label_in(dict(parse_form(stated.xform).titles), language())
        yield KitChange(
            "forms", ALERT, tr("Form {title} is withdrawn; its records stay.", title=title)
        )


def _questions(old: Form, new: Form) -> Iterator[str]:
    before, after = _labels(old), _labels(new)
    added = [after[key] for key in after if key not in before]
    gone = [before[key] for key in before if key not in after]
    reworded = [
        f"{before[key]} → {after[key]}"
        for key in after
        if key in before and after[key] != before[key]
    ]
    for sentence, names in (
        (N_("Questions added: {names}"), added),
        (N_("Questions taken out: {names}"), gone),
        (N_("Questions reworded: {names}"), reworded),
    ):
        if names:
            yield tr(sentence, names="; ".join(names))
    if not (added or gone or reworded):
        yield tr("The same questions; choices, rules or layout are changed.")


def _labels(form: Form) -> dict[tuple[str, str], str]:
    keys = [None, *_repeats(form)]
    return {
        (repeat or "", question.key): label_in(dict(question.labels), language()) or question.key
        for repeat in keys
        for question in form.questions(repeat)
    }


def _repeats(form: Form) -> Iterator[str]:
    from hrdesk.forms.definition import Question, Repeat

    waiting: list[Any] = list(form.children)
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, Repeat):
            yield item.key
        if not isinstance(item, Question):
            waiting += item.children


def _targets(before: Kit, after: Kit) -> Iterator[KitChange]:
    from hrdesk.indicators.plan import plan_of

    if before.targets == after.targets and before.counts == after.counts:
        return
    old, new = (plan_of(kit.targets, kit.counts, "kit") for kit in (before, after))
    known = {target.target_id: target for target in old.targets}
    for target in new.targets:
        name = f"{target.target_id} ({label_in(dict(target.short_names), language())})"
        was = known.pop(target.target_id, None)
        if was is None:
            yield KitChange("targets", CHANGE, tr("Target {name} is new.", name=name))
        elif (was.op, was.threshold, was.upper) != (target.op, target.threshold, target.upper):
            yield KitChange(
                "targets",
                CHANGE,
                tr(
                    "Target {name}: {old} → {new}.",
                    name=name,
                    old=_bound(was),
                    new=_bound(target),
                ),
            )
        elif was != target:
            yield KitChange("targets", CHANGE, tr("Target {name} is counted anew.", name=name))
    for target in known.values():
        yield KitChange("targets", ALERT, tr("Target {name} is dropped.", name=target.target_id))
    if before.counts != after.counts:
        yield KitChange("targets", NOTE, tr("What the report counts besides is changed."))


def _bound(target: Any) -> str:  # noqa: ANN401 - a Target; importing it here would load the plan
    lower = f"{float(target.threshold * 100):g} %"
    if target.upper is not None:
        return f"{float(target.threshold * 100):g}–{float(target.upper * 100):g} %"
    return f"{'>' if target.op == '>' else '≥'} {lower}"


def _calendar(before: Kit, after: Kit) -> Iterator[KitChange]:
    old = {one.period_id: one for one in before.calendar}
    new = {one.period_id: one for one in after.calendar}
    for period_id in sorted({*old, *new}):
        was = _dated(period_id, old.get(period_id), before.policy.due_days)
        now = _dated(period_id, new.get(period_id), after.policy.due_days)
        said = new.get(period_id) or old[period_id]
        reason = (said.reason,) if said.reason else ()
        title = now.title(language())
        if (was.first_on, was.last_on) != (now.first_on, now.last_on):
            yield KitChange(
                "calendar",
                CHANGE,
                tr(
                    "Figures of {period} now run from {first} to {last}.",
                    period=title,
                    first=show_date(now.first_on),
                    last=show_date(now.last_on),
                ),
                reason,
            )
        if was.due_on != now.due_on:
            yield KitChange(
                "calendar",
                CHANGE,
                tr(
                    "The report of {period} is due on {new} instead of {old}.",
                    period=title,
                    new=show_date(now.due_on),
                    old=show_date(was.due_on),
                ),
                reason,
            )
    if before.policy.due_days != after.policy.due_days:
        yield KitChange(
            "calendar",
            CHANGE,
            tr(
                "Reports are due {new} days after the cut-off instead of {old}.",
                new=after.policy.due_days,
                old=before.policy.due_days,
            ),
        )


def _dated(period_id: str, said: KitPeriod | None, due_days: int) -> Period:
    from datetime import timedelta

    period = parse_period(period_id)
    if said is not None:
        dates = PeriodDates(said.first_on, said.last_on, said.due_on)
        period = in_calendar(period, {period_id: dates})
    if said is None or said.due_on is None:
        due_on: date = period.last_on + timedelta(days=due_days)
        dates = PeriodDates(period.first_on, period.last_on, due_on)
        period = in_calendar(period, {period_id: dates})
    return period


def _letterheads(before: Kit, after: Kit) -> Iterator[KitChange]:
    if before.letterheads == after.letterheads:
        return
    receivers = {line for one in after.letterheads for line in one.recipients}
    yield KitChange(
        "letterheads",
        CHANGE,
        tr("How reports are headed and to whom they go is changed."),
        (tr("Receivers: {names}", names="; ".join(sorted(receivers))),) if receivers else (),
    )


def _recipients(before: Kit, after: Kit) -> Iterator[KitChange]:
    for purpose, new, changed, gone in (
        (
            "province",
            N_("Submissions are encrypted to the province from now on."),
            N_("The province has another key to encrypt to."),
            N_("Submissions are no longer encrypted to the province."),
        ),
        (
            "escrow",
            N_("Submissions are encrypted to the key in the safe too."),
            N_("The key in the safe is another one."),
            N_("Submissions are no longer encrypted to the key in the safe."),
        ),
    ):
        was, now = before.recipient(purpose), after.recipient(purpose)
        if was == now:
            continue
        sentence = gone if not now else (changed if was else new)
        yield KitChange("recipients", CHANGE if now else ALERT, tr(sentence))


def _policy(before: Kit, after: Kit) -> Iterator[KitChange]:
    was, now = before.policy, after.policy
    if (was.roster, was.roster_reason) != (now.roster, now.roster_reason):
        if now.roster:
            yield KitChange(
                "policy",
                ALERT,
                tr("Lists of participants are to be sent, encrypted."),
                (tr("Reason: {text}", text=now.roster_reason),),
            )
        else:
            yield KitChange("policy", CHANGE, tr("Lists of participants stay at the desk."))
    if was.second_signature != now.second_signature:
        yield KitChange(
            "policy",
            CHANGE,
            tr("Submissions need the signature of the head of the office too.")
            if now.second_signature
            else tr("One signature is enough for a submission."),
        )
    if was.mail_limit_bytes != now.mail_limit_bytes:
        yield KitChange(
            "policy",
            NOTE,
            tr(
                "Parts sent by mail may have {size} MB.",
                size=max(1, now.mail_limit_bytes // 1_000_000),
            ),
        )


def show_date_text(iso: str) -> str:
    """An ISO date as it is shown."""
    from datetime import date

    return show_date(date.fromisoformat(iso))
