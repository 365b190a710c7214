"""A kit on the terminal: what was found, and what it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hrdesk.cli.speech import result
from hrdesk.errors import EXIT_OK, EXIT_REFUSED, EXIT_REMARKS
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from hrdesk.services.kits import KitChange, KitSeen


def change_as_json(change: KitChange) -> dict[str, Any]:
    """One line of the difference for another program."""
    return {
        "subject": change.subject,
        "weight": change.weight,
        "sentence": change.sentence,
        "details": list(change.details),
    }


def seen_as_json(seen: KitSeen) -> dict[str, Any]:
    """A kit that was looked at, for another program."""
    from hrdesk.services.wording import outcome_as_json

    return {
        "verdict": str(seen.outcome.verdict),
        "seq": seen.seq,
        "kit_id": seen.kit_id,
        "province": seen.province_code,
        "issued_at": seen.issued_at.isoformat() if seen.issued_at else None,
        "authority": seen.authority_fingerprint,
        "first_trust": seen.first_trust,
        "brings_certificate": seen.brings_certificate,
        "changes": [change_as_json(one) for one in seen.changes],
        "outcome": outcome_as_json(seen.outcome),
    }


def tell(seen: KitSeen) -> None:
    """Say what was found, and what the kit changes when it is believed."""
    from hrdesk.services.wording import outcome_lines
    from hrdesk.verification.outcome import Verdict
    from hrdesk.vietnamese.formats import show_date

    if seen.outcome.verdict is not Verdict.VALID:
        for line in outcome_lines(seen.outcome):
            result(line)
    if not seen.believed:
        return
    if seen.issued_at is not None:
        day = show_date(seen.issued_at.date())
        result(tr("Kit {number} of {day}.", number=seen.seq, day=day))
    if seen.first_trust:
        result(
            tr(
                "This desk trusts no authority yet; compare {fingerprint} with the paper.",
                fingerprint=seen.authority_fingerprint,
            )
        )
    tell_changes(seen.changes)


def tell_changes(changes: tuple[KitChange, ...]) -> None:
    """Each change on a line, the weighty ones marked, details below."""
    if not changes:
        result(tr("It changes nothing but its number."))
    for change in changes:
        mark = {"alert": "!", "change": "•", "note": "·"}[change.weight]
        result(f"{mark} {change.sentence}")
        for detail in change.details:
            result(f"    {detail}")


def exit_code(seen: KitSeen) -> int:
    """0 valid, 10 valid with remarks, 20 refused."""
    from hrdesk.verification.outcome import Verdict

    codes = {
        Verdict.VALID: EXIT_OK,
        Verdict.REMARKS: EXIT_REMARKS,
        Verdict.REFUSED: EXIT_REFUSED,
    }
    return codes[seen.outcome.verdict]
