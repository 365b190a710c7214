"""What an enrolled desk could send on purpose: believed as its own, and still it hurts nobody else."""

from __future__ import annotations

import errno
import hashlib
import itertools
import os
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from hrdesk.bundles.encryption import ENCRYPTED_LIMIT_BYTES
from hrdesk.errors import DiskFullError
from hrdesk.services.intake.outcome import IntakeOutcome
from hrdesk.services.province import intakes, receive
from hrdesk.services.workspace import Workspace
from hrdesk.store.kits import KeptKit
from hrdesk.trust.authority import open_authority
from hrdesk.trust.identity import Holder
from tests.corpus.hand import MADE, Making, Seal, Signer, Table, head, line, spki, tables
from tests.support.bundles import enrolled
from tests.support.desk import NOW, PASSPHRASE, make_desk
from tests.support.hostile_zip import build


@dataclass(frozen=True)
class Desk:
    """A desk whose key writes whatever it likes."""

    signer: Signer
    device: str
    crl: bytes
    folder: Path

    def sends(
        self,
        changed: Mapping[str, Table] | None = None,
        files: Mapping[str, bytes] | None = None,
        **facts: object,
    ) -> Path:
        """A bundle without records, with these tables instead of its own and these facts."""
        own = {
            "from": {
                "unit": "30577",
                "device": self.device,
                "key": hashlib.sha256(spki(self.signer.key)).hexdigest(),
            },
            "created": NOW.isoformat(timespec="seconds"),
            "stream": {"epoch": "cd" * 16, "seq": 1, "prev": None},
        }
        making = Making(
            signer=self.signer,
            seal=Seal(at=NOW),
            tables={name: one for name, one in tables().items() if name != "activity"}
            | dict(changed or {}),
            files=files or {"trust/ca.crl": self.crl},
            facts=own | facts,
        )
        path = self.folder / f"{uuid.uuid4()}.asice"
        path.write_bytes(build(making.entries()))
        return path


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Workspace]:
    with make_desk(tmp_path / "province", province=True) as ws:
        yield ws


def desk(ws: Workspace, folder: Path, name: str) -> Desk:
    authority = open_authority(ws.paths.authority, PASSPHRASE)
    holder = Holder("30577", "Xã Ô Lâm", name, "Công chức", str(uuid.uuid4()))
    identity = enrolled(folder / name, authority, holder, now=NOW)
    assert identity.certificate is not None
    signer = Signer(identity.private_key, identity.certificate)  # type: ignore[arg-type]
    return Desk(signer, holder.device_id, authority.revocation_list(now=NOW).pem, folder)


def take(ws: Workspace, path: Path) -> IntakeOutcome:
    (outcome,) = receive(ws, [path], now=NOW)
    return outcome


def test_receive__epoch_of_another_desk_borrowed__nobody_elses_stream_is_touched(
    province: Workspace, tmp_path: Path
) -> None:
    first, second = (desk(province, tmp_path, name) for name in ("a", "b"))
    assert take(province, first.sends()).result == "accepted"
    assert take(province, second.sends()).result == "accepted"
    again = first.sends(period="2026-09")
    assert (take(province, again).result, take(province, again).cause) == ("held", "fork")


def test_receive__made_before_the_kit_that_it_names__held_for_a_person(
    province: Workspace, tmp_path: Path
) -> None:
    one = desk(province, tmp_path, "a")
    kit_id = "ab" * 32
    kit = KeptKit(1, kit_id, "", NOW, NOW, "kit.asice", made_here=True)
    province.store.kits.put(kit, {})
    early = NOW - timedelta(hours=30)
    path = one.sends(
        created=early.isoformat(timespec="seconds"), catalogue={"kit_seq": 1, "kit_id": kit_id}
    )
    (outcome,) = receive(province, [path], now=NOW)
    assert (outcome.result, outcome.cause) == ("held", "remarks")
    (agreed,) = receive(province, [path], now=NOW, accept_remarks=True)
    assert agreed.result == "accepted"


def test_receive__the_highest_number_first__taken_in_and_the_missing_named(
    province: Workspace, tmp_path: Path
) -> None:
    one = desk(province, tmp_path, "a")
    stream = {"epoch": "cd" * 16, "seq": 999_999, "prev": "ab" * 32}
    outcome = take(province, one.sends(stream=stream))
    assert outcome.result == "accepted"
    assert "1, 2, 3" in outcome.reason


def test_receive__odd_facts_that_may_be_anything__kept_and_nothing_falls_over(
    province: Workspace, tmp_path: Path
) -> None:
    one = desk(province, tmp_path, "a")
    odd: list[dict[str, object]] = [
        {"x-report": {"digest": "ab" * 32, "version": 2**53, "number": "\u202e", "earlier": [1]}},
        {"x-report": [1], "x-restored-from": {"a": [1]}},
        {"x-restored-from": "ab" * 16, "supersedes": "cd" * 32},
        {"catalogue": {"kit_seq": 2**53, "kit_id": "ab" * 32}},
    ]
    for number, facts in enumerate(odd):
        epoch = f"{number:032x}"
        path = one.sends(stream={"epoch": epoch, "seq": 1, "prev": None}, **facts)
        assert take(province, path).result == "accepted"
    assert len(intakes(province)) == len(odd)


ODD = ("", "-1", "9" * 30, "NaN", "\u0660", "\u202e", "{x}", "9999-12-31T23:59:59Z", "<b>x</b>")


@pytest.mark.parametrize("name", ["figures", "withdrawn", "attachments"])
def test_receive__odd_values_in_every_column__judged_with_a_sentence(
    name: str, province: Workspace, tmp_path: Path
) -> None:
    """A value may be believed or not; it never stops the run of files, and is spoken of in words."""
    one = desk(province, tmp_path, "a")
    right = {
        "figures": ("T1", "2026-10", "3", "4", "9", "12", "met"),
        "withdrawn": ("00000000-0000-4000-8000-000000000001", "activity", "2", MADE),
        "attachments": (
            "x",
            "activity",
            "photo",
            "attachments/a.png",
            "a.png",
            "image/png",
            "1",
            "x",
        ),
    }[name]
    columns = tables()[name].columns
    results = set()
    for at, odd in itertools.product(range(len(columns)), ODD):
        row = line(*right[:at], odd, *right[at + 1 :])
        table = Table(columns, head(columns) + row)
        stream = {"epoch": f"{len(list(tmp_path.iterdir())):032x}", "seq": 1, "prev": None}
        outcome = take(province, one.sends({name: table}, stream=stream))
        results.add(outcome.result)
        assert outcome.result == "accepted" or outcome.reason
    assert "refused" in results
    assert ("accepted" in results) == (name != "attachments")


def test_receive__larger_than_any_bundle__refused_without_a_copy(
    province: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "huge.asice"
    with path.open("wb") as stream:
        stream.truncate(ENCRYPTED_LIMIT_BYTES + 1)
    before = {one for one in province.paths.folder.rglob("*") if one.is_file()}
    outcome = take(province, path)
    assert (outcome.result, outcome.outcome.findings[0].finding_id) == ("refused", "BUN_102")
    assert {one for one in province.paths.folder.rglob("*") if one.is_file()} == before


@pytest.mark.parametrize("place", ["came", "00004"])
def test_receive__no_room_here__stops_the_run_and_blames_no_file(
    place: str, province: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the copy nor what is unpacked fits on the disk; with room it is taken in."""
    one = desk(province, tmp_path, "a")
    path = one.sends(files={"reports/report_2026-10.pdf": b"%PDF-1.7\n", "trust/ca.crl": one.crl})
    opened = Path.open

    def full(self: Path, mode: str = "r", *rest: object, **more: object) -> object:
        if mode == "xb" and self.stem == place:
            raise OSError(errno.ENOSPC, "no room")
        return opened(self, mode, *rest, **more)  # type: ignore[call-overload]

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", full)
        with pytest.raises(DiskFullError):
            receive(province, [path], now=NOW)
    assert [one for one in province.paths.folder.iterdir() if one.name.startswith(".")] == []
    assert not province.paths.quarantine.exists()
    assert take(province, path).result == "accepted"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_receive__a_pipe__refused_and_not_waited_for(province: Workspace, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.asice")
    assert take(province, tmp_path / "pipe.asice").result == "refused"


def test_receive__folder_with_capital_endings__found(province: Workspace, tmp_path: Path) -> None:
    one = desk(province, tmp_path, "a")
    (tmp_path / "stick").mkdir()
    one.sends().rename(tmp_path / "stick" / "A.ASICE")
    (outcome,) = receive(province, [tmp_path / "stick"], now=NOW)
    assert outcome.result == "accepted"
