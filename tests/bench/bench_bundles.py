"""Writing and verifying a bundle against the plain way: a zip with SHA-256 of all that is in it, and SHA-256 of the
file alone.

Both sides do the same payload in the same folder in the same run: pictures of random bytes and a
large table, written durably. `python -m tests.bench.bench_bundles [megabytes]`; 300 by default.
"""

from __future__ import annotations

import hashlib
import os
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from hrdesk.bundles.submission import write_submission
from hrdesk.bundles.submission_content import AttachmentFile
from hrdesk.verification.checks import Expected, verify_bundle
from hrdesk.verification.outcome import Verdict
from tests.bench.result import Result
from tests.support.bundles import NOW, form_source, submission, training_record, world

MEGABYTES = 300  # with the 500 records below: the month of a busy unit (docs/bundle-format.md)
ROUNDS = 5
PICTURE_BYTES = 2 << 20
CHUNK = 1 << 20


def bench_bundles(folder: Path, megabytes: int = MEGABYTES) -> list[Result]:
    """Both directions; the times are medians of rounds that take turns."""
    one = world()
    records = [training_record(number, repeats={}) for number in range(1, 501)]
    files = _pictures(folder, megabytes, records[0].record_id)
    content = submission(one.crl, records=records, attachments=files)
    bundle, plain = folder / "bundle.asice", folder / "plain.zip"
    write_submission(bundle, content, one.unit, now=NOW)
    names = _unpacked_texts(bundle)

    def write_ours() -> None:
        write_submission(bundle, content, one.unit, now=NOW)

    def write_plain() -> None:
        _write_plain(plain, names, files)

    def verify_ours() -> None:
        outcome = verify_bundle(
            bundle, one.trust, NOW, expected=Expected("91", form_source)
        ).outcome
        assert outcome.verdict is Verdict.VALID, outcome

    def read_plain() -> None:
        _read_plain(bundle)

    def gone() -> None:
        bundle.unlink(missing_ok=True)  # neither side shall pay for freeing an older file
        plain.unlink(missing_ok=True)

    written = _taking_turns(write_ours, write_plain, before=gone)
    write_ours()
    verified = _taking_turns(verify_ours, read_plain)
    size = bundle.stat().st_size / 1e6
    return [
        _result(f"write a bundle of {size:.0f} MB, records to signed file", *written, goal=0.75),
        _result(f"verify a bundle of {size:.0f} MB, tables read", *verified, goal=0.9),
    ]


BENCHES = (bench_bundles,)


def main(megabytes: int = MEGABYTES) -> list[Result]:
    """All results, in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="hrdesk-bench-") as name:
        return bench_bundles(Path(name), megabytes)


def _pictures(folder: Path, megabytes: int, record_id: str) -> list[AttachmentFile]:
    files = []
    for number in range(megabytes * (1 << 20) // PICTURE_BYTES):
        content = os.urandom(PICTURE_BYTES)
        path = folder / f"{number}.bin"
        path.write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        files.append(
            AttachmentFile(record_id, "training", "photo", path, digest, f"{number}.bin", "x/y")
        )
    return files


def _unpacked_texts(bundle: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(bundle) as archive:
        return {
            name: archive.read(name)
            for name in archive.namelist()
            if not name.startswith("attachments/")
        }


def _write_plain(path: Path, texts: dict[str, bytes], files: list[AttachmentFile]) -> None:
    """The same entries by `zipfile`, hashed, synced."""
    with path.open("wb") as stream:
        with zipfile.ZipFile(stream, "w") as archive:
            for name, text in texts.items():
                hashlib.sha256(text).digest()
                archive.writestr(name, text, zipfile.ZIP_DEFLATED)
            for file in files:
                digest = hashlib.sha256()
                with file.path.open("rb") as source, archive.open(file.path.name, "w") as target:
                    while chunk := source.read(CHUNK):
                        digest.update(chunk)
                        target.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())


def _read_plain(path: Path) -> None:
    """SHA-256 of the file alone."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while chunk := source.read(CHUNK):
            digest.update(chunk)


def _taking_turns(
    ours: Callable[[], None], plain: Callable[[], None], before: Callable[[], None] = lambda: None
) -> tuple[float, float]:
    measured: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for call, times in zip((ours, plain), measured, strict=True):
            before()
            began = time.perf_counter()
            call()
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(measured[0]), statistics.median(measured[1])


def _result(name: str, ours: float, plain: float, *, goal: float) -> Result:
    """`goal` is the least share of the plain way's speed, so the time may be 1 / goal."""
    return Result(name, ours, plain, ours / plain, round(1 / goal, 2), "ms")


if __name__ == "__main__":
    for result in main(int(sys.argv[1]) if len(sys.argv) > 1 else MEGABYTES):
        sys.stdout.write(
            f"{result.name}: {result.ours:.0f} {result.unit}, plain {result.baseline:.0f},"
            f" ratio {result.ratio:.2f} (goal {result.goal})\n"
        )
