"""The authority's key under another passphrase in another folder; the authority stays the same."""

from __future__ import annotations

import shutil
from pathlib import Path

from hrdesk.errors import AuthorityExistsError
from hrdesk.files import copy_durably, make_folder, read_limited, write_durably
from hrdesk.trust.authority import authority_exists, open_authority
from hrdesk.trust.sealing import check_passphrase, seal, unseal

_KEY_LIMIT_BYTES = 1 << 16


def copy_authority(source: Path, target: Path, old_passphrase: str, passphrase: str) -> None:
    """Copy everything of the authority; its key is sealed anew, and opened once before it counts.

    The key comes last, so that a folder without it is never taken for an authority. The source is
    left as it is.

    Raises:
        AuthorityExistsError: there is one in the target.
        IdentityLockedError, PassphraseTooShortError: the passphrases.
        FileError: the target cannot be written.
    """
    check_passphrase(passphrase)
    if authority_exists(target):
        raise AuthorityExistsError(folder=target)
    secret = unseal(read_limited(source / "ca.sealed", _KEY_LIMIT_BYTES), old_passphrase)
    make_folder(target)
    make_folder(target / "issued")
    for path in sorted(source.glob("issued/*.crt")):
        copy_durably(path, target / "issued" / path.name)
    for name in ("ca.crt", "register.json", "ca.crl"):
        if (source / name).is_file():
            copy_durably(source / name, target / name)
    write_durably(target / "ca.sealed", seal(secret, passphrase))
    try:
        open_authority(target, passphrase)
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise
