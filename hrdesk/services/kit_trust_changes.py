"""What a kit changes about certificates, in words; and what a line of any difference is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hrdesk.i18n import N_, tr, trn
from hrdesk.vietnamese.formats import show_date

if TYPE_CHECKING:
    from hrdesk.services.trust_facts import TrustFacts

ALERT: Final = "alert"
CHANGE: Final = "change"
NOTE: Final = "note"
NAMED_AT_MOST: Final = 5


@dataclass(frozen=True, slots=True)
class KitChange:
    """One line. `weight`: "alert" needs a look, "change" alters work, "note" is for the record."""

    subject: str  # a key of SUBJECT_TITLES
    weight: str
    sentence: str
    details: tuple[str, ...] = ()


def trust_changes(before: TrustFacts, after: TrustFacts, my_key: str) -> Iterator[KitChange]:
    """Authorities, withdrawn certificates, and this desk's own (`my_key`) first."""
    known = {one.key_id for one in before.authorities}
    for one in after.authorities:
        if known and one.key_id not in known:
            yield KitChange(
                "trust",
                ALERT,
                tr(
                    "The province brings another authority: {fingerprint}. Two officers signed.",
                    fingerprint=one.fingerprint,
                ),
            )
    gone = known - {one.key_id for one in after.authorities}
    for one in before.authorities:
        if one.key_id in gone:
            yield KitChange(
                "trust",
                ALERT,
                tr(
                    "The authority {fingerprint} is trusted no more.",
                    fingerprint=one.fingerprint,
                ),
            )
    yield from _revoked(before, after, my_key)
    old = {one.serial for one in before.certificates}
    brought = [one for one in after.certificates if one.serial not in old]
    for one in brought:
        if one.key_id == my_key:
            yield KitChange(
                "trust",
                CHANGE,
                tr(
                    "This desk has its certificate, good until {until}.",
                    until=show_date(one.not_after.date()),
                ),
            )
    others = [one for one in brought if one.key_id != my_key]
    if others:
        yield KitChange(
            "trust",
            NOTE,
            trn(
                "{count} certificate of a desk is new or renewed.",
                "{count} certificates of desks are new or renewed.",
                len(others),
            ),
            named(sorted({one.unit_name or one.unit_code for one in others})),
        )


def _revoked(before: TrustFacts, after: TrustFacts, my_key: str) -> Iterator[KitChange]:
    new = [serial for serial in after.revoked if serial not in before.revoked]
    if not new:
        return
    known = {one.serial: one for one in (*before.certificates, *after.certificates)}
    mine = [serial for serial in new if serial in known and known[serial].key_id == my_key]
    for serial in mine:
        yield KitChange(
            "trust",
            ALERT,
            tr(
                "The certificate of this desk was withdrawn ({reason}). Enrol again.",
                reason=tr(REASON_WORDS.get(after.revoked[serial], after.revoked[serial])),
            ),
        )
    if len(new) > len(mine):
        told = [
            f"{known[serial].unit_name if serial in known else serial}: "
            + tr(REASON_WORDS.get(after.revoked[serial], after.revoked[serial]))
            for serial in new
            if serial not in mine
        ]
        yield KitChange(
            "trust",
            ALERT,
            trn(
                "{count} certificate was withdrawn.",
                "{count} certificates were withdrawn.",
                len(told),
            ),
            named(told),
        )


REASON_WORDS: Final = {
    "unspecified": N_("no reason given"),
    "keyCompromise": N_("the key may be in other hands"),
    "affiliationChanged": N_("the person left the post"),
    "superseded": N_("replaced by another certificate"),
    "cessationOfOperation": N_("the computer is no longer used"),
}


def named(names: list[str]) -> tuple[str, ...]:
    """The first few, and how many more there are."""
    shown = tuple(names[:NAMED_AT_MOST])
    rest = len(names) - len(shown)
    return (*shown, trn("and {count} more", "and {count} more", rest)) if rest else shown
