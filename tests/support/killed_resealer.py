"""Changes the passphrase and dies on the way: `killed_resealer.py FOLDER CALLS`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hrdesk.services.signing import change_passphrase
from hrdesk.services.workspace import open_workspace
from tests.support.desk import NOW, PASSPHRASE
from tests.support.seals import seal_cheaply

NEW = "một câu mới dễ nhớ hơn"


def main(folder: Path, calls: int) -> None:
    left = calls
    renamed, removed = os.replace, Path.unlink

    def tick() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os._exit(9)

    def replace(source, target, **others):
        tick()
        renamed(source, target, **others)
        tick()

    def unlink(self, missing_ok=False):
        tick()
        removed(self, missing_ok=missing_ok)

    seal_cheaply()
    ws = open_workspace(folder, now=NOW)
    os.replace, Path.replace, Path.unlink = replace, replace, unlink
    change_passphrase(ws, PASSPHRASE, NEW)
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
