"""Putting a kit in use: decided by one small file, then carried into trust and database.

1. The kit is copied, verified as the copy, and its changes are tried in the database and undone.
2. The copy is kept in `trust/kits`, and `trust/kit.json` names it: that rename is the decision.
3. Trust, forms and settings follow. When the computer goes off before they have, or the database
   is restored from an older copy, the next start of the program finds the mark ahead of the
   database and carries the kept kit in again; nothing of it needs the network or the province.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NoReturn

from hrdesk.trust.kit_mark import KitMark, kept_kit, read_mark, write_mark
from hrdesk.values import dataclass

if TYPE_CHECKING:
    from datetime import datetime

    from hrdesk.bundles.kit import Kit
    from hrdesk.paths import WorkspacePaths
    from hrdesk.store.database import Store
    from hrdesk.verification.kit import KitContent

KIND_TITLES: Final = "kind_titles"


@dataclass(frozen=True, slots=True)
class KitLine:
    """What is kept about a kit beside its content."""

    kit_id: str
    file_name: str
    changes: tuple[str, ...] = ()
    made_here: bool = False


class _RehearsedError(Exception):
    """The database would take the kit; everything is undone."""


def _undo() -> NoReturn:
    raise _RehearsedError


def standing(paths: WorkspacePaths, store: Store) -> KitMark:
    """The highest kit ever put in use here, whichever of mark and database knows of it."""
    mark, newest = read_mark(paths.trust), store.kits.newest()
    if newest is not None and newest.seq >= mark.seq:
        return KitMark(newest.seq, newest.bundle_id)
    return mark


def bring_up_to_mark(paths: WorkspacePaths, store: Store, *, now: datetime) -> bool:
    """Carry in the kit that the mark names, when the database does not have it; whether it did.

    A kept kit that is gone or damaged is not carried in; the mark stays, so that no older kit is.
    """
    mark = read_mark(paths.trust)
    if mark.seq == 0:
        return False
    newest = store.kits.newest()
    if newest is not None and newest.seq >= mark.seq:
        return False
    path = kept_kit(paths.trust, mark.seq)
    if not path.is_file():
        return False
    from hrdesk.verification.kit_again import read_kit_again

    content = read_kit_again(path, mark.kit_id)
    if content is None:
        return False
    carry_in(paths, store, content, KitLine(mark.kit_id, path.name), now=now)
    return True


def rehearse(store: Store, content: KitContent, line: KitLine, *, now: datetime) -> None:
    """Try the kit in the database and undo it.

    Raises:
        FormTypeChangedError, FormTooWideError: a form of it cannot be put in use here.
        StoreError: the database cannot be written.
    """
    try:
        with store.transaction():
            _into_store(store, content.kit, line, now)
            _undo()
    except _RehearsedError:
        return


def decide(paths: WorkspacePaths, kit: Kit, kit_id: str) -> None:
    """From here on the kit counts as put in use. It lies in `kept_kit` already."""
    write_mark(paths.trust, KitMark(kit.seq, kit_id))


def carry_in(
    paths: WorkspacePaths, store: Store, content: KitContent, line: KitLine, *, now: datetime
) -> None:
    """Trust, own certificate, forms and settings of a kit that was decided upon. May be repeated."""
    from hrdesk.trust.material import keep_authorities, keep_recipients, keep_revocation_list

    kit = content.kit
    for revoked in content.revocation_lists:
        keep_revocation_list(paths.trust, revoked)
    keep_authorities(paths.trust, content.authorities)
    keep_recipients(paths.trust, {one.purpose: one.key for one in kit.recipients})
    _own_certificate(paths, content)
    with store.transaction():
        _into_store(store, kit, line, now)


def _into_store(store: Store, kit: Kit, line: KitLine, now: datetime) -> None:
    from hrdesk.bundles.kit_files import kept_files
    from hrdesk.forms.xform import parse_form
    from hrdesk.store.kits import KeptKit

    titles = {}
    for stated in kit.forms:
        form = parse_form(stated.xform)
        store.put_form(form, source_name=stated.source_name or f"kit {kit.seq}", at=now)
        titles[form.form_id] = dict(form.titles)
    if titles:
        store.settings.set(KIND_TITLES, json.dumps(titles, ensure_ascii=False))
    kept = KeptKit(
        seq=kit.seq,
        bundle_id=line.kit_id,
        prev_id=kit.prev,
        issued_at=kit.issued_at,
        taken_at=now,
        file_name=line.file_name,
        made_here=line.made_here,
        changes=line.changes,
    )
    store.kits.put(kept, kept_files(kit))


def _own_certificate(paths: WorkspacePaths, content: KitContent) -> None:
    """Keep the newest certificate for this desk's key; use the next key when its one came."""
    from hrdesk.trust.certificates import certificate_pem, key_id, spki_of
    from hrdesk.trust.identity import install_certificate, read_identity
    from hrdesk.trust.identity_files import identity_exists
    from hrdesk.trust.next_key import use_next_key

    if not identity_exists(paths.identity):
        return
    if any(use_next_key(paths.identity, one) for one in content.certificates):
        return
    mine = read_identity(paths.identity)
    found = [
        one for one in content.certificates if key_id(spki_of(one.public_key())) == mine.key_id
    ]
    newest = max(found, key=lambda one: one.not_valid_before_utc, default=None)
    if newest is None:
        return
    known = mine.certificate
    if known is None or newest.not_valid_before_utc > known.not_before:
        install_certificate(paths.identity, certificate_pem(newest))
