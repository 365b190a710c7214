"""The plan's targets in words, as a report prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.i18n import label_in
from hrdesk.reports.source import TargetWords
from hrdesk.reports.texts import Texts
from hrdesk.vietnamese.formats import show_percent

if TYPE_CHECKING:
    from hrdesk.indicators.plan import Plan, Target


def target_words(plan: Plan, language: str = "vi") -> tuple[TargetWords, ...]:
    """Name, requirement, definition and parts of every target, in the plan's order."""
    texts = Texts(language)
    return tuple(
        TargetWords(
            target_id=target.target_id,
            name=label_in(dict(target.names), language),
            requirement=_requirement(target, texts),
            definition=label_in(dict(target.definitions), language),
            parts={part.part_id: label_in(dict(part.labels), language) for part in target.parts},
            basis=str(target.basis),
            local_definition=label_in(dict(target.reference.definitions), language)
            if target.reference
            else "",
            proposed=target.proposed,
        )
        for target in plan.targets
    )


def _requirement(target: Target, texts: Texts) -> str:
    percent = show_percent(target.threshold)
    if target.upper is not None:
        return texts.say("words", "between", low=percent, high=show_percent(target.upper))
    if target.op == ">":
        return texts.say("words", "above", percent=percent)
    key = "exactly" if target.threshold == 1 else "at_least"
    return texts.say("words", key, percent=percent)
