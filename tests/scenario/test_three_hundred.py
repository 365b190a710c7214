"""Three hundred bundles in random order, twice, thirty of them bad: the same database, thirty findings."""

from __future__ import annotations

import hashlib
import json
import random
import sqlite3
import uuid
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from hrdesk.bundles.facts import Stream
from hrdesk.bundles.submission import FigureLine, SubmissionContent, Withdrawn, write_submission
from hrdesk.records.record import UnitKey
from hrdesk.services import receiving
from hrdesk.trust.authority import open_authority
from hrdesk.trust.identity import Holder
from hrdesk.values import replace
from tests.support import shipped
from tests.support.bundles import enrolled
from tests.support.desk import NOW, PASSPHRASE, make_desk

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.long

UNITS = ("30307", "30577", "30403", "30337", "30568", "30577")  # the last two: desks of one unit
PERIODS = ("2026-06", "2026-07", "2026-08", "2026-09", "2026-10")
EACH, BAD = 50, 30
LATER = NOW + timedelta(days=1)
NAMES = ("cut", "flipped", "garbage", "other-province", "signature-cut", "appended")


def made(folder: Path, office_trust: Path, authority_folder: Path) -> list[Path]:
    """Six desks with fifty submissions each, ten for every period."""
    authority = open_authority(authority_folder, PASSPHRASE)
    crl = authority.revocation_list(now=NOW - timedelta(hours=1)).pem
    chance = random.Random(7)
    paths = []
    form = shipped.compiled("activity").form
    for desk, unit in enumerate(UNITS):
        device = str(uuid.UUID(int=chance.getrandbits(128), version=4))
        holder = Holder(unit, f"Xã số {desk}", f"Người Thử {desk}", "Công chức", device)
        identity = enrolled(folder / f"desk{desk}", authority, holder, now=NOW)
        epoch, previous = f"{desk + 1:032x}", ""
        standing: dict[str, str] = {}
        alive: dict[str, dict[str, object]] = {period: {} for period in PERIODS}
        for number in range(EACH):
            period = PERIODS[number % len(PERIODS)]
            records = alive[period]
            for _ in range(2):
                one = shipped.record(
                    "activity",
                    {"title": f"Buổi {desk} {number}", "event_on": f"{period}-05"},
                    unit=UnitKey(unit, "2025-07-01"),
                )
                records[one.record_id] = replace(one, event_on=date.fromisoformat(f"{period}-05"))
            changed = chance.choice(sorted(records))
            records[changed] = replace(
                records[changed],  # type: ignore[type-var]
                revision=records[changed].revision + 1,  # type: ignore[attr-defined]
                answers={**records[changed].answers, "people": str(number)},  # type: ignore[attr-defined]
            )
            withdrawn = []
            if number % 4 == 3 and len(records) > 3:
                gone = records.pop(chance.choice(sorted(records)))
                withdrawn = [
                    Withdrawn(gone.record_id, "activity", gone.revision + 1, NOW)  # type: ignore[attr-defined]
                ]
            content = SubmissionContent(
                bundle_uuid=str(uuid.UUID(int=chance.getrandbits(128), version=4)),
                province_code="91",
                period_id=period,
                stream=Stream(epoch, number + 1, previous),
                app_version="0.1.0",
                forms=(form,),
                records=tuple(records.values()),  # type: ignore[arg-type]
                revocation_list_pem=crl,
                supersedes=standing.get(period, ""),
                withdrawn=withdrawn,
                figures=(FigureLine("T1", period, number, 100, number, 100, ""),),
            )
            path = folder / "bundles" / f"{desk}_{number:03}.asice"
            path.parent.mkdir(exist_ok=True)
            at = NOW + timedelta(minutes=number)
            previous = write_submission(path, content, identity, now=at).bundle_id
            standing[period] = previous
            paths.append(path)
    return paths


def spoil(paths: list[Path]) -> set[str]:
    """Thirty of them made bad, five in each of six ways; the names."""
    chance = random.Random(11)
    bad = chance.sample(paths, BAD)
    for number, path in enumerate(bad):
        content = bytearray(path.read_bytes())
        kind = NAMES[number % len(NAMES)]
        if kind == "cut":
            del content[chance.randrange(1, len(content)) :]
        elif kind == "flipped":
            content[chance.randrange(200, len(content) - 3000)] ^= 0x10
        elif kind == "garbage":
            content = bytearray(chance.randbytes(3000))
        elif kind == "other-province":
            place = content.index(b'"province": "91"')
            content[place + 13 : place + 15] = b"89"
        elif kind == "signature-cut":
            place = content.rindex(b"META-INF/signature001.p7s", 0, len(content) - 200)
            content[place + 400] ^= 1
        else:
            content += b"PK"
        path.write_bytes(bytes(content))
    return {path.name for path in bad}


def digest(database: Path) -> str:
    """Of all that is believed, whatever the order in which it came."""
    connection = sqlite3.connect(database)
    connection.row_factory = sqlite3.Row
    said: list[str] = []
    for table, dropped in (
        ("record", {"row_id", "revision_row"}),
        ("intake", set()),
        ("intake_tombstone", set()),
    ):
        for row in connection.execute(f"SELECT * FROM {table}"):
            values = {key: row[key] for key in row.keys() if key not in dropped}  # noqa: SIM118
            said.append(f"{table} {json.dumps(values, sort_keys=True, default=str)}")
    for row in connection.execute(
        "SELECT r.record_id, a.* FROM form_activity a JOIN record r ON r.row_id = a._record"
    ):
        values = {key: row[key] for key in row.keys() if key != "_record"}  # noqa: SIM118
        said.append(f"answers {json.dumps(values, sort_keys=True, default=str)}")
    connection.close()
    return hashlib.sha256("\n".join(sorted(said)).encode()).hexdigest()


@pytest.fixture(scope="module")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path], set[str]]:
    """A province that nothing came to yet, the bundles, the names of the bad ones."""
    folder = tmp_path_factory.mktemp("three-hundred")
    with make_desk(folder / "province", province=True) as office:
        paths = made(folder, office.paths.trust, office.paths.authority)
    return folder / "province", paths, spoil(paths)


def taken(
    prototype: Path, target: Path, paths: list[Path], seed: int
) -> tuple[str, Counter[str], set[str]]:
    """The digest after all came in that order, then once more; results; names refused."""
    import shutil

    from hrdesk.services.workspace import open_workspace

    shutil.copytree(prototype, target)
    order = list(paths)
    random.Random(seed).shuffle(order)
    with open_workspace(target, now=NOW) as office:
        first = receiving.receive(office, order, now=LATER)
        again = receiving.receive(office, order[::-1], now=LATER)
        assert {one.result for one in again} == {"already", "refused"}
        assert office.store.integrity_check() == []
    refused = {one.file_name for one in first if one.result == "refused"}
    assert all(one.outcome.findings for one in first if one.result == "refused")
    assert refused == {one.file_name for one in again if one.result == "refused"}
    return digest(target / "hrdesk.sqlite"), Counter(one.result for one in first), refused


def test_bundles__three_hundred_in_any_order_twice__one_database_thirty_findings(
    bundles: tuple[Path, list[Path], set[str]], tmp_path: Path
) -> None:
    prototype, paths, bad = bundles
    assert len(paths) == 300
    seen = [taken(prototype, tmp_path / f"office{seed}", paths, seed) for seed in (1, 2)]
    for _, results, refused in seen:
        assert refused == bad
        assert results == {"accepted": 270, "refused": BAD}
    assert seen[0][0] == seen[1][0]
