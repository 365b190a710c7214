"""Other words for all sealed files of a desk at once: all of them, or none, whenever it stops.

    resealing.json      names the files; from when it is there, the new words count
    <name>.resealed     beside each file, what it will be

The new files are written and opened once before `resealing.json` names them: that rename is the
decision. Afterwards each takes its place; a start of the program that finds the file goes on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from hrdesk.errors import IdentityLockedError
from hrdesk.files import read_limited, write_durably
from hrdesk.trust.sealing import check_passphrase, seal, unseal

JOURNAL: Final = "resealing.json"
_SUFFIX: Final = ".resealed"
_LIMIT_BYTES: Final = 1 << 16


def reseal_all(folder: Path, sealed: Iterable[Path], old: str, new: str) -> tuple[Path, ...]:
    """Seal with the new words every file that the old words open; gives those files.

    A file that the old words do not open has words of its own and is left alone.

    Raises:
        PassphraseTooShortError: the new words are too short; nothing was changed.
        FileError: a file cannot be read or written; the old words count still.
    """
    check_passphrase(new)
    changed = []
    for path in sealed:
        try:
            secret = unseal(read_limited(path, _LIMIT_BYTES), old)
        except IdentityLockedError:
            continue
        resealed = seal(secret, new)
        if unseal(resealed, new) != secret:  # before the old one goes
            raise AssertionError("sealing does not give back what was sealed")
        write_durably(path.with_name(path.name + _SUFFIX), resealed)
        changed.append(path)
    names = [path.relative_to(folder).as_posix() for path in changed]
    write_durably(folder / JOURNAL, json.dumps(names).encode())
    finish_resealing(folder)
    return tuple(changed)


def finish_resealing(folder: Path) -> None:
    """Put every file in its place that a decided change still waits for. May be repeated."""
    journal = folder / JOURNAL
    if not journal.is_file():
        return
    try:
        names = json.loads(read_limited(journal, _LIMIT_BYTES))
    except ValueError:
        names = []
    for name in names if isinstance(names, list) else []:
        path = folder / str(name)
        waiting = path.with_name(path.name + _SUFFIX)
        if path.resolve().is_relative_to(folder.resolve()) and waiting.is_file():
            write_durably(path, read_limited(waiting, _LIMIT_BYTES))
            waiting.unlink(missing_ok=True)
    journal.unlink(missing_ok=True)
