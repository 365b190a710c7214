"""A bundle of 300 MB, written, verified and unpacked by a process of its own that says its memory.

Usage: python -m tests.support.large_bundle FOLDER
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from pathlib import Path

from hrdesk.bundles.submission import AttachmentFile, write_submission
from hrdesk.verification.checks import Expected, verify_bundle
from tests.support.bundles import (
    NOW,
    form_source,
    submission,
    training_record,
    world,
)

FILES, EACH = 6, 50 << 20


def peak() -> int:
    """Bytes of memory at the most until now."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def big_file(folder: Path, number: int) -> Path:
    """Fifty megabytes that no packer makes smaller."""
    path, chance = folder / f"scan{number}", random.Random(number)
    piece = chance.randbytes(1 << 20)
    with path.open("wb") as stream:
        stream.write(b"%PDF-1.7\n")
        for count in range(EACH >> 20):
            stream.write(count.to_bytes(8, "big") + piece)
    return path


def main(folder: Path) -> dict[str, object]:
    """Write it, verify it into a quarantine; the figures."""
    record = training_record(1)
    attached = []
    for number in range(FILES):
        path = big_file(folder, number)
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        attached.append(
            AttachmentFile(
                record.record_id,
                record.form_id,
                "photo",
                path,
                digest,
                f"Bản quét {number}.pdf",
                "application/pdf",
            )
        )
    one = world()
    bundle = folder / "large.asice"
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the keys took 128 MB to make
    before = peak()
    write_submission(bundle, submission(one.crl, attachments=tuple(attached)), one.unit, now=NOW)
    quarantine = folder / "quarantine"
    quarantine.mkdir()
    seen = verify_bundle(
        bundle,
        one.trust,
        NOW,
        expected=Expected("91", forms=form_source, at_province=True),
        staging=quarantine,
    )
    return {
        "verdict": str(seen.outcome.verdict),
        "bytes": bundle.stat().st_size,
        "files": len(seen.attachments),
        "before": before,
        "peak": peak(),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))) + "\n")
