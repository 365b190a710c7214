"""Kits: what the province makes and every desk puts in use.

Names that other rooms rely on; nothing is believed of a file before `verification.kit` has judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from hrdesk.verification.outcome import Outcome


@dataclass(frozen=True, slots=True)
class KitChange:
    """One line of the difference in words. `weight`: "alert", "change" or "note"."""

    subject: str  # "trust", "units", "forms", "targets", "calendar", "letterheads", "policy"
    weight: str
    sentence: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KitSeen:
    """A kit that was looked at and not put in use. `changes` only when it is believed."""

    path: Path
    outcome: Outcome
    seq: int = 0
    kit_id: str = ""
    province_code: str = ""
    issued_at: datetime | None = None
    changes: tuple[KitChange, ...] = ()
    authority_fingerprint: str = ""
    first_trust: bool = False  # the fingerprint must be compared with paper or by telephone
    brings_certificate: bool = False  # this desk's own
