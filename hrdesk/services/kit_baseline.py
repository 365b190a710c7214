"""What a new kit is compared with: the kit in use, or what the program came with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.services.trust_facts import trust_known_here, trust_received

if TYPE_CHECKING:
    from hrdesk.bundles.kit import Kit, KitForm, KitUnits
    from hrdesk.services.trust_facts import TrustFacts
    from hrdesk.services.workspace import Workspace


def baseline(ws: Workspace, after: Kit) -> tuple[Kit, TrustFacts]:
    """The kit in use with its trust; without one, a kit of everything as it is today."""
    from hrdesk.trust.kit_mark import kept_kit
    from hrdesk.verification.kit_again import read_kit_again

    if ws.kit.seq:
        kept = read_kit_again(kept_kit(ws.paths.trust, ws.kit.seq), ws.kit.kit_id)
        if kept is not None:
            return kept.kit, trust_received(kept)
    return as_it_is(ws, after), trust_known_here(ws)


def as_it_is(ws: Workspace, like: Kit) -> Kit:
    """What counts at this desk without any kit, numbered as `like` is."""
    from dataclasses import replace

    from hrdesk.bundles.kit import KitPolicy
    from hrdesk.indicators.plan import shipped_tables

    targets, counts = shipped_tables()
    return replace(
        like,
        units=units_now(ws),
        forms=forms_now(ws),
        targets=targets,
        counts=counts,
        calendar=(),
        letterheads=(),
        recipients=(),
        policy=KitPolicy(),
    )


def forms_now(ws: Workspace) -> tuple[KitForm, ...]:
    """The forms in use, in the order of the navigation, with the files they are edited in."""
    from hrdesk.bundles.kit import KitForm
    from hrdesk.resources import shipped_forms

    found = []
    for kind in ws.kinds():
        form = ws.form(kind.form_id)
        xform = ws.store.form_xform(kind.form_id)
        source = shipped_forms() / f"{kind.form_id}.xlsx"
        found.append(
            KitForm(
                form_id=form.form_id,
                version=form.version,
                xform=xform,
                source_name=source.name if source.is_file() else "",
                source=source.read_bytes() if source.is_file() else b"",
            )
        )
    return tuple(found)


def units_now(ws: Workspace) -> KitUnits:
    """The unit catalogue that is in use."""
    from hrdesk.bundles.kit import KitUnits

    return KitUnits(ws.units.all(), ws.units.successions, ws.units.aliases)
