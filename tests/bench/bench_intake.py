"""Small bundles: verified one by one, and a thousand of them taken in by the province.

The baselines are what cannot be saved: the integrity of one signature by pyHanko; for the intake the sum
of raw `executemany` of the very rows that were written (one transaction a bundle), SHA-256 of the files
and one signature check each.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from hrdesk.bundles.container import Reader
from hrdesk.bundles.facts import Stream
from hrdesk.bundles.submission import SubmissionContent, write_submission
from hrdesk.records.record import UnitKey
from hrdesk.services import receiving
from hrdesk.trust.authority import open_authority
from hrdesk.trust.identity import Holder
from hrdesk.verification.checks import Expected, verify_bundle
from tests.bench.result import Result
from tests.support import shipped
from tests.support.bundles import NOW as WORLD_NOW
from tests.support.bundles import enrolled, small_bundle, world
from tests.support.desk import NOW, PASSPHRASE, make_desk

if TYPE_CHECKING:
    from collections.abc import Callable


BUNDLES, RECORDS = 1000, 100


def bench_small_verify(folder: Path) -> list[Result]:
    """One small bundle verified whole, against pyHanko's integrity check of its signature alone."""
    path = small_bundle(folder / "a.asice")
    trust = world().trust
    with Reader(path) as reader:
        manifest = reader.read(reader.entries[-2], 1 << 20)
        signature = reader.read(reader.entries[-1], 1 << 16)
    ours, plain = _undisturbed(
        lambda: verify_bundle(path, trust, WORLD_NOW, expected=Expected("91")),
        lambda: _integrity(manifest, signature),
    )
    return [
        Result(
            "verify a small bundle / pyHanko's integrity check", ours, plain, ours / plain, 2, "ms"
        )
    ]


def _integrity(manifest: bytes, signature: bytes) -> None:
    from asn1crypto.cms import ContentInfo
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    data = ContentInfo.load(signature)["content"]
    certificate = data["certificates"][0].chosen
    digest = hashlib.sha256(manifest).digest()
    assert validate_sig_integrity(data["signer_infos"][0], certificate, "data", digest) == (
        True,
        True,
    )


def _undisturbed(*calls: Callable[[], object], rounds: int = 101) -> list[float]:
    """The shortest of many times, in turns: what each takes when nothing else runs meanwhile."""
    shortest = [float("inf")] * len(calls)
    for _ in range(rounds):
        for at, call in enumerate(calls):
            began = time.perf_counter()
            call()
            shortest[at] = min(shortest[at], (time.perf_counter() - began) * 1000)
    return shortest


def bench_intake(folder: Path, bundles: int = BUNDLES) -> list[Result]:
    """A thousand bundles of a hundred records each, from ten desks."""
    with make_desk(folder / "province", province=True) as office:
        paths = _made(folder, office.paths.authority, bundles)
        began = time.perf_counter()
        outcomes = receiving.receive(office, paths, now=NOW)
        ours = time.perf_counter() - began
        assert {one.result for one in outcomes} == {"accepted"}
        database = office.paths.database
    with make_desk(folder / "plain", province=True) as other:
        empty = other.paths.database
    plain = _plain(database, empty, paths)
    return [
        Result(
            f"take in {bundles} bundles of {RECORDS} records / rows, SHA-256, signatures alone",
            ours * 1000,
            plain * 1000,
            ours / plain,
            2.5,
            "ms",
        )
    ]


def _made(folder: Path, authority_folder: Path, bundles: int) -> list[Path]:
    from hrdesk.values import replace

    authority = open_authority(authority_folder, PASSPHRASE)
    crl = authority.revocation_list(now=NOW).pem
    form = shipped.compiled("activity").form
    sample = shipped.record("activity", {"event_on": "2026-10-05"}, unit=UnitKey("30307", ""))
    paths = []
    for desk in range(10):
        unit = UnitKey(f"303{desk:02}", "2025-07-01")
        device = str(uuid.UUID(int=desk + 1, version=4))
        holder = Holder(unit.code, f"Xã {desk}", f"Người Thử {desk}", "Công chức", device)
        identity = enrolled(folder / f"desk{desk}", authority, holder, now=NOW)
        previous = ""
        for number in range(bundles // 10):
            records = [
                replace(sample, record_id=str(uuid.uuid4()), unit=unit) for _ in range(RECORDS)
            ]
            content = SubmissionContent(
                bundle_uuid=str(uuid.uuid4()),
                province_code="91",
                period_id=f"{2016 + number // 12}-{number % 12 + 1:02}",
                stream=Stream(f"{desk + 1:032x}", number + 1, previous),
                app_version="0.1.0",
                forms=(form,),
                records=tuple(records),
                revocation_list_pem=crl,
            )
            path = folder / "bundles" / f"{desk}_{number:03}.asice"
            path.parent.mkdir(exist_ok=True)
            previous = write_submission(path, content, identity, now=NOW).bundle_id
            paths.append(path)
    return paths


def _plain(database: Path, empty: Path, paths: list[Path]) -> float:
    """The very rows that were written, into the same tables; files hashed, signatures checked."""
    rows = _rows_by_bundle(database)
    connection = sqlite3.connect(empty, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    began = time.perf_counter()
    for path, (_, tables) in zip(paths, sorted(rows.items()), strict=True):
        hashlib.sha256(path.read_bytes()).digest()
        with Reader(path) as reader:
            manifest = reader.read(reader.entries[-2], 1 << 20)
            signature = reader.read(reader.entries[-1], 1 << 16)
        _integrity(manifest, signature)
        connection.execute("BEGIN IMMEDIATE")
        for (table, columns), own in tables.items():
            marks = ", ".join("?" * len(own[0]))
            connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", own)
        connection.execute("COMMIT")
    seconds = time.perf_counter() - began
    connection.close()
    return seconds


def _rows_by_bundle(database: Path) -> dict[str, dict[tuple[str, str], list[tuple[object, ...]]]]:
    """What one bundle wrote, by table and columns; parents before children."""
    joined = {
        "intake": "intake t",
        "record": "record t JOIN intake i ON i.bundle_id = t.origin",
        "revision": "revision t JOIN intake i ON i.bundle_id = t.source",
        "form_activity": "form_activity t JOIN record r ON r.row_id = t._record",
        "search": "search t JOIN record r ON r.row_id = t.rowid",
        "intake_record": "intake_record t",
        "intake_rows": "intake_rows t",
    }
    of = {"record": "t.origin", "revision": "t.source", "form_activity": "r.origin"}
    connection = sqlite3.connect(database)
    found: dict[str, dict[tuple[str, str], list[tuple[object, ...]]]] = {}
    for table, source in joined.items():
        bundle = "r.origin" if table == "search" else of.get(table, "t.bundle_id")
        columns = "t.rowid, t.words" if table == "search" else "t.*"
        cursor = connection.execute(f"SELECT {bundle}, {columns} FROM {source}")
        names = ", ".join(one[0] for one in cursor.description[1:])
        for bundle_id, *row in cursor:
            found.setdefault(bundle_id, {}).setdefault((table, names), []).append(tuple(row))
    connection.close()
    return found


BENCHES = (bench_small_verify, bench_intake)
