"""What a list says when it has nothing to show, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from hrdesk.i18n import tr
from hrdesk.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

Way = Literal["", "clear_search", "clear_filters", "clear_both", "show_all", "receive", "import"]


@dataclass(frozen=True, slots=True)
class Emptiness:
    """Icon, sentence, hint, and the way on with its words."""

    icon: str
    title: str
    hint: str = ""
    way: Way = ""
    words: str = ""
    key: str = ""


def emptiness(  # noqa: PLR0911 - one for each reason
    *,
    icon: str,
    search: str,
    view: str,
    filters: Sequence[str],
    has_any: bool,
    receives: bool = False,
    alone: bool = True,
) -> Emptiness:
    """`view` is the usual view or ""; `filters` in words; `has_any`: the kind has records at all.

    `alone`: no page beside the list says how to begin.
    """
    if search:
        return _not_found(search, filters)
    everything = tr("Show all records")
    match view:
        case "deleted":
            return Emptiness(
                "trash-2",
                tr("Nothing was deleted"),
                tr("What is deleted comes here and can be brought back."),
                "show_all",
                everything,
            )
        case "incomplete":
            title = tr("No record is missing anything")
            return Emptiness("circle-check", title, "", "show_all", everything)
        case "drafts":
            return Emptiness(
                "square-pen",
                tr("No draft is waiting"),
                tr("What you type is kept as a draft by itself, until it is complete."),
                "show_all",
                everything,
            )
    if filters:
        if view == "this_period" and has_any:
            return Emptiness(icon, tr("Nothing logged in this period"), "", "show_all", everything)
        if has_any:
            return Emptiness(
                "list-filter",
                tr("No record is {filters}", filters=", ".join(filters)),
                tr("Take filters away one by one above, or all of them."),
                "clear_filters",
                tr("Clear all filters"),
            )
    return _nothing_yet(icon, receives=receives, alone=alone)


def _nothing_yet(icon: str, *, receives: bool, alone: bool) -> Emptiness:
    if receives:
        return Emptiness(
            icon,
            tr("No submission was taken in yet"),
            tr("Records of the units come here with their submissions."),
            "receive",
            tr("Take in submissions"),
        )
    if not alone:
        return Emptiness("", "", tr("Nothing logged here yet"))
    return Emptiness(
        icon,
        tr("Nothing logged here yet"),
        tr("Begin with a new record, or take over a workbook you have."),
        "import",
        tr("Import from Excel…"),
        "Ctrl+I",
    )


def _not_found(search: str, filters: Sequence[str]) -> Emptiness:
    if filters:
        return Emptiness(
            "search",
            tr("Nothing found for “{text}”", text=search),
            tr(
                "The list is narrowed: {filters}. There may be more without.",
                filters=", ".join(filters),
            ),
            "clear_filters",
            tr("Search without filters"),
        )
    return Emptiness(
        "search",
        tr("Nothing found for “{text}”", text=search),
        tr("Accents do not matter. Fewer words find more."),
        "clear_search",
        tr("Clear the search"),
        "Esc",
    )
