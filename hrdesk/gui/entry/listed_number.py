"""A number of the form that is not answered while the list of people already gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.forms.roster import roster_of
from hrdesk.gui.entry.cell_grid import key_of
from hrdesk.i18n import tr
from hrdesk.records.entry import NodeRef
from hrdesk.records.roster_count import count_roster
from hrdesk.vietnamese.formats import show_number

if TYPE_CHECKING:
    from hrdesk.records.entry import FormEntry
    from hrdesk.records.record import Violation


def listed_number(entry: FormEntry, fault: Violation | None) -> int:
    """The number that the list gives for a question that wants an answer; 0 where it gives none."""
    if fault is None or fault.kind != "required" or fault.repeat is not None:
        return 0
    roster = roster_of(entry.form)
    if roster is None or fault.key not in {tally.key for tally in roster.tallies}:
        return 0
    numbers = count_roster(entry, roster).numbers
    return next((one.listed for one in numbers if one.key == fault.key), 0)


def fault_words(entry: FormEntry, fault: Violation | None) -> str:
    """What is said of a fault; where the list gives the answer, with the key that takes it over."""
    if fault is None:
        return ""
    number = listed_number(entry, fault)
    if not number:
        return fault.message
    return tr(
        "{fault} By the list it is {number}: press {key} to take it over.",
        fault=fault.message,
        number=show_number(number),
        key=key_of("take_totals"),
    )


def counted_refs(entry: FormEntry) -> tuple[NodeRef, ...]:
    """The questions whose number the list can give."""
    roster = roster_of(entry.form)
    return tuple(NodeRef(tally.key) for tally in roster.tallies) if roster is not None else ()
