"""Writes the corpus: `python -m tests.corpus.write` from the root of the project.

    bundles/valid, remarks, refused   one file a case, named after what is wrong with it
    bundles/ca.crt                    the authority that all of them are read with
    bundles/expected.json             when and by whom they are read, and which findings they give

Whoever writes another reader may use them; `docs/bundle-format.md` says what it must say of each.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from tests.corpus.cases import cases
from tests.corpus.hand import CA, NOW, PROVINCE

BUNDLES = Path(__file__).parent / "bundles"


def write(folder: Path = BUNDLES) -> int:
    """All files anew; gives their number."""
    for kind in ("valid", "remarks", "refused"):
        shutil.rmtree(folder / kind, ignore_errors=True)
        (folder / kind).mkdir(parents=True)
    expected = {}
    for one in cases():
        name = f"{one.kind}/{one.name}.asice"
        if name in expected:
            raise ValueError(f"two cases are called {name}")
        (folder / name).write_bytes(one.content)
        expected[name] = sorted(one.findings)
    (folder / "ca.crt").write_bytes(CA.public_bytes(Encoding.PEM))
    about = {
        "notice": "Made up for tests. The keys follow from words in tests/corpus/hand.py and belong"
        " to nobody; no office and no person has ever been called so.",
        "read_at": NOW.isoformat(),
        "province": PROVINCE,
        "findings_any_of": expected,
    }
    (folder / "expected.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    return len(expected)


if __name__ == "__main__":
    write()
