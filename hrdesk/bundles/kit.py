"""A kit as values: everything a desk needs from its province, complete, numbered, signed.

A kit always carries all of it (signing.md §2.6): what it does not name is not in use any more.
How the values lie in the container stands in `kit_files`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from hrdesk.units import Succession, Unit

STALE_AFTER_DAYS: Final = 400
MAIL_LIMIT_BYTES: Final = 15_000_000  # what most mail services let through, Base64 counted
PROVINCE_KEY: Final = "province"
ESCROW_KEY: Final = "escrow"


@dataclass(frozen=True, slots=True)
class KitForm:
    """One form in use. `source` is the file it is edited in, b"" where it is not at hand."""

    form_id: str
    version: str
    xform: str
    source_name: str = ""
    source: bytes = b""


@dataclass(frozen=True, slots=True)
class KitPeriod:
    """The dates that the province set for one period; None keeps the rule."""

    period_id: str
    first_on: date | None = None
    last_on: date | None = None
    due_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """How the reports of a unit are headed and to whom they go; unit "" is every other unit.

    An empty field leaves to the desk what it says itself.
    """

    unit_code: str = ""
    parent_agency: str = ""
    agency: str = ""
    recipients: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KitPolicy:
    """What the province asks of submissions."""

    roster: bool = False  # lists of participants travel, in their own encrypted part
    roster_reason: str = ""  # the legal ground, shown to who hands them over
    second_signature: bool = False  # the head of the office signs too
    mail_limit_bytes: int = MAIL_LIMIT_BYTES
    due_days: int = 3  # days after the last day of a period, where the calendar says nothing


@dataclass(frozen=True, slots=True)
class KitRecipient:
    """An age public key that submissions are encrypted to. `purpose`: "province" or "escrow"."""

    purpose: str
    key: str


@dataclass(frozen=True, slots=True)
class KitUnits:
    """The unit catalogue: units of every era, who followed whom, other spellings."""

    units: tuple[Unit, ...] = ()
    successions: Mapping[str, Succession] = field(default_factory=dict)  # by the old code
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by the old code


@dataclass(frozen=True, slots=True)
class KitTrust:
    """Authorities and their newest lists in the same order, the one in charge first; all PEM."""

    authorities: tuple[bytes, ...]
    revocation_lists: tuple[bytes, ...]
    certificates: tuple[bytes, ...] = ()  # of desks, all that are in use, by serial


@dataclass(frozen=True, slots=True)
class Kit:
    """One kit. `seq` is strictly increasing a province; `prev` is the bundle id of the one before."""

    province_code: str
    seq: int
    issued_at: datetime
    not_before: datetime
    trust: KitTrust
    units: KitUnits = KitUnits()
    forms: tuple[KitForm, ...] = ()
    targets: Mapping[str, object] = field(default_factory=dict)  # as in plan/targets.toml
    counts: Mapping[str, object] = field(default_factory=dict)  # as in plan/counts.toml
    calendar: tuple[KitPeriod, ...] = ()
    letterheads: tuple[Letterhead, ...] = ()
    recipients: tuple[KitRecipient, ...] = ()
    policy: KitPolicy = KitPolicy()
    prev: str = ""
    stale_after_days: int = STALE_AFTER_DAYS
    min_app: str = "0"

    def form(self, form_id: str) -> KitForm | None:
        """The form of that id."""
        return next((form for form in self.forms if form.form_id == form_id), None)

    def letterhead(self, unit_code: str) -> Letterhead:
        """What is said for a unit, or for every other."""
        said = {one.unit_code: one for one in self.letterheads}
        return said.get(unit_code) or said.get("") or Letterhead()

    def recipient(self, purpose: str) -> str:
        """The age key for a purpose, "" when there is none."""
        return next((one.key for one in self.recipients if one.purpose == purpose), "")
