"""The rules of taking a verified bundle in. No I/O: what was seen before is told.

In this order:
1. a bundle that was taken in before changes nothing ("already");
2. two bundles with one number in a desk's stream, or a bundle that names another predecessor than
   the one here, are a fork (a copied or restored desk): held for an officer;
3. a bundle that says it was made before the one it follows, or before the kit that it names, and
   a bundle with remarks is held until a person has said yes to them;
4. a gap in the stream does not stop what came: it is taken in and the missing numbers are named.
Order of arrival does not matter: a late number fills its gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hrdesk.i18n import tr
from hrdesk.verification.outcome import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from hrdesk.bundles.facts import Stream
    from hrdesk.store.submissions import IntakeRecord

_CLOCK_TOLERANCE: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done with a believed bundle: "accept" or "hold", and why."""

    action: str
    reason: str = ""
    cause: str = ""  # of a hold: "fork" or "remarks"


def decide(  # noqa: PLR0913 - each is named where it is called
    bundle_id: str,
    stream: Stream,
    verdict: Verdict,
    seen: Iterable[IntakeRecord],
    *,
    accept_remarks: bool,
    created_at: datetime | None = None,
    kit_issued_at: datetime | None = None,
) -> Decision:
    """What the rules say of a bundle that was not taken in before.

    `seen` are the bundles of the same stream (desk and epoch) that were taken in; `kit_issued_at`
    is when the kit was made that the bundle names, None when it names none that is known here.
    """
    by_number = {one.sequence: one for one in seen}
    twin = by_number.get(stream.seq)
    if twin is not None and twin.bundle_id != bundle_id:
        return Decision("hold", fork_reason(stream.seq, twin.file_name), "fork")
    before = by_number.get(stream.seq - 1)
    if before is not None and stream.prev != before.bundle_id:
        return Decision("hold", fork_reason(stream.seq - 1, before.file_name), "fork")
    after = by_number.get(stream.seq + 1)
    if after is not None and after.previous != bundle_id:
        return Decision("hold", fork_reason(stream.seq, after.file_name), "fork")
    earlier = (
        (
            before.created_at if before else None,
            tr("It says that it was made more than a day before the one that it follows."),
        ),
        (
            kit_issued_at,
            tr("It says that it was made more than a day before the kit that it names."),
        ),
    )
    for moment, reason in earlier:
        if _went_back(moment, created_at) and not accept_remarks:
            return Decision("hold", reason, "remarks")
    if verdict is Verdict.REMARKS and not accept_remarks:
        reason = tr("There are remarks; a person has to accept them first.")
        return Decision("hold", reason, "remarks")
    return Decision("accept", gap_reason(stream.seq, by_number))


def _went_back(before: datetime | None, created_at: datetime | None) -> bool:
    """Whether it was made more than a day before something that must have been there."""
    return before is not None and created_at is not None and created_at < before - _CLOCK_TOLERANCE


def fork_reason(number: int, other: str) -> str:
    """Why a fork is held."""
    return tr(
        "Number {number} of this desk came twice with different content (the other: {other}). "
        "Perhaps the desk was copied or restored from a backup; call the office.",
        number=number,
        other=other,
    )


def gap_reason(number: int, known: Iterable[int]) -> str:
    """Which numbers before this one never came, as a sentence; "" when none is missing."""
    missing = sorted(set(range(1, number)) - set(known))
    if not missing:
        return ""
    named = ", ".join(str(one) for one in missing[:10])
    if len(missing) > 10:
        named += ", …"
    return tr("Not received from this desk yet: number {named}.", named=named)
