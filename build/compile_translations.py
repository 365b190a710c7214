"""Merge the message catalogues of each language into one binary catalogue, `hrdesk.mo`.

Usage: python build/compile_translations.py [--check]
With --check nothing is written; the exit code says whether the catalogues agree with each other.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).resolve().parent.parent / "resources" / "translations"


def merged(folder: Path) -> tuple[Catalog, list[str]]:
    """All messages of a language, and sentences on what is wrong with them."""
    whole = Catalog(locale=folder.name)
    faults: list[str] = []
    seen: dict[object, tuple[str, object]] = {}
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale=folder.name)
        for message in catalogue:
            if not message.id:
                continue
            earlier = seen.get(message.id)
            if earlier is not None and earlier[1] != message.string:
                faults.append(
                    f"{path.name}: {message.id!r} is translated otherwise in {earlier[0]}"
                )
                continue
            seen[message.id] = (path.name, message.string)
            whole.add(message.id, message.string)
    return whole, faults


def main(arguments: list[str]) -> int:
    """Compile or check every language; 1 when two catalogues disagree."""
    worst = 0
    for folder in sorted(path for path in TRANSLATIONS.iterdir() if path.is_dir()):
        whole, faults = merged(folder)
        for fault in faults:
            sys.stderr.write(f"{folder.name}: {fault}\n")
            worst = 1
        if "--check" not in arguments:
            with (folder / "hrdesk.mo").open("wb") as stream:
                write_mo(stream, whole)
            sys.stdout.write(f"{folder.name}: {len(whole)} messages\n")
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
