"""What must be known before a record is read or filled on, as the banner above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.gui.look.components import Banner
from hrdesk.gui.look.messages import message_of
from hrdesk.i18n import tr, trn
from hrdesk.vietnamese.formats import show_datetime

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hrdesk.services.entering import EntrySession


def opened_banner(
    filled: EntrySession,
    *,
    locked: bool,
    remarks: Sequence[str] = (),
    on_restore: Callable[[], object],
    on_discard: Callable[[], object],
) -> Banner | None:
    """For a record that was just opened: deleted, another unit's, a draft taken up; or none."""
    record = filled.record
    if record is not None and record.deleted_at is not None:
        return Banner(
            tr("Deleted on {when}. It counts nowhere.", when=show_datetime(record.deleted_at)),
            "warn",
            tr("Bring back"),
            on_restore,
        )
    if locked:
        return Banner(tr("This record belongs to another unit: it can be read, not changed."))
    if remarks:
        return Banner("\n".join(remarks), "warn")
    if filled.resumed_at is None:
        return None
    return Banner(
        tr(
            "You are going on with a draft of {when}. Nothing that was typed is lost.",
            when=show_datetime(filled.resumed_at),
        ),
        "info",
        tr("Discard the draft"),
        on_discard,
    )


def unfinished_banner(count: int, on_list: Callable[[], object]) -> Banner:
    """For a record that was to be completed and cannot be."""
    return Banner(
        trn(
            "Not completed yet: {count} place to look at. The keyboard is at the first.",
            "Not completed yet: {count} places to look at. The keyboard is at the first.",
            count,
        ),
        "bad",
        tr("List them (F2)"),
        on_list,
    )


def undrafted_banner(error: BaseException) -> Banner:
    """For a record whose draft could not be put on the disk."""
    said = message_of(error)
    return Banner(
        tr(
            "The draft could not be put on the disk: {reason} It is tried again.",
            reason=f"{said.title} {said.remedy}".strip(),
        ),
        "bad",
    )
