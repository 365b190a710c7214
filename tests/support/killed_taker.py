"""Puts a kit in use and dies on the way: `killed_taker.py FOLDER KIT CALLS`.

Dies without a word when so many files were renamed or database statements committed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hrdesk.services.kits import take_kit
from hrdesk.services.workspace import open_workspace
from hrdesk.store.connection import Connections
from tests.support.kits import LATER


def main(folder: Path, kit: Path, calls: int) -> None:
    left = calls
    renamed, statements = Path.replace, Connections._statements

    def tick() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os._exit(9)

    def replace(self, target):
        tick()
        done = renamed(self, target)
        tick()
        return done

    def counted(self, connection):
        tick()
        return statements(self, connection)

    ws = open_workspace(folder, now=LATER)
    Path.replace = replace
    Connections._statements = counted
    take_kit(ws, kit, now=LATER)
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
