"""Write docs/exit-codes.md from the error classes and the findings, so that it cannot drift.

Usage: python build/write_exit_codes.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from hrdesk import errors, i18n
from hrdesk.bundles.faults import Faults
from hrdesk.verification.judgements import Judgements

TARGET = Path(__file__).resolve().parent.parent / "docs" / "exit-codes.md"
HEAD = """# Exit codes, error ids and finding ids

Written by `python build/write_exit_codes.py` from `hrdesk/errors/` and the tables of findings; a test compares it.
An id is never used twice and never changes its meaning. Sentences are shown in Vietnamese or English (`--lang`), remedies after them,
the id in brackets at the end of the line on stderr.

| exit code | meaning |
|---|---|
| 0 | done; `verify`: every file valid; `receive`: everything taken in or taken in before |
| 1 | a fault of the program itself, with a traceback |
| 2 | the command line cannot be used, or names something that does not exist |
| 3 | a known fault that has no family of its own |
| 4 | a form definition is not usable |
| 5 | a record or a table of records is not usable |
| 6 | the database cannot be used (missing rights, locked, damaged, newer program, full disk) |
| 7 | the workspace cannot be used (none there, one there already, not the province's) |
| 8 | a file cannot be read or written |
| 9 | a report cannot be made |
| 10 | `verify`: valid with remarks; `receive`: a bundle is held; `records import`: some rows were refused |
| 11 | a key or certificate cannot be used (wrong passphrase, not enrolled, expired) |
| 12 | the authority of the province cannot do that |
| 13 | a bundle cannot be written |
| 20 | `verify`: a file is refused; `receive`: a file was put into quarantine; `check`, `selftest`: something is not whole |
| 130 | stopped by the person; nothing was half-written |

`verify`, `receive` and `records import` never stop at one bad file or row: the code is that of the worst.

"""


def error_rows() -> list[str]:
    """One row for every error class that can be raised."""
    found: dict[str, type[errors.HrdeskError]] = {}
    waiting: list[type[errors.HrdeskError]] = [errors.HrdeskError]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.error_id in found and found[kind.error_id] is not kind:
            raise SystemExit(f"{kind.error_id} is used twice")
        found[kind.error_id] = kind
    return [
        f"| {error_id} | {kind.exit_code} | {cell(kind.sentence)} | {cell(kind.remedy)} |"
        for error_id, kind in sorted(found.items())
        if not error_id.endswith("_000")
    ]


def finding_rows() -> list[str]:
    """One row for every finding of a verification."""
    container = {one.value.fault_id: one.value for one in Faults}
    trust = {one.value.finding_id: one.value for one in Judgements}
    rows = {
        **{key: (one.sentence, one.remedy) for key, one in container.items()},
        **{key: (one.sentence, one.remedy) for key, one in trust.items()},
    }
    return [f"| {key} | {cell(one[0])} | {cell(one[1])} |" for key, one in sorted(rows.items())]


def cell(text: str) -> str:
    """Text for a cell of a table."""
    return text.replace("|", "\\|").replace("\n", " ")


def page() -> str:
    """The whole page."""
    return "\n".join(
        [
            HEAD + "## Errors\n",
            "| id | exit code | sentence | remedy |",
            "|---|---|---|---|",
            *error_rows(),
            "\n## Findings of a verification\n",
            "| id | sentence | remedy |",
            "|---|---|---|",
            *finding_rows(),
            "",
        ]
    )


def main(arguments: list[str]) -> int:
    """Write the page, or say whether it is up to date."""
    i18n.set_language("en")
    text = page()
    if "--check" in arguments:
        return 0 if TARGET.read_text(encoding="utf-8") == text else 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
