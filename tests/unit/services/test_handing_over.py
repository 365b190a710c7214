"""Handing over and taking in, whole or not at all, when something breaks on the way."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from hrdesk.errors import DiskFullError, FileError
from hrdesk.indicators.period import parse_period
from hrdesk.services.exchange import submissions, submit
from hrdesk.services.importing import import_table
from hrdesk.services.province import intakes, receive
from hrdesk.services.workspace import open_workspace
from hrdesk.store.database import Store
from tests.support.office import WORDS, activities_file, offices

NOW = datetime(2026, 11, 16, 3, tzinfo=UTC)
PERIOD = parse_period("2026-11")


@pytest.fixture
def desks(tmp_path: Path):
    province, unit = offices(tmp_path)
    with open_workspace(province, now=NOW) as receiving, open_workspace(unit, now=NOW) as sending:
        import_table(sending, "activity", activities_file(tmp_path), now=NOW)
        yield receiving, sending


def files_of(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_submit__journal_fails__leaves_neither_file_nor_line(
    desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, desk = desks

    def full(*_: object) -> None:
        raise DiskFullError(path="hrdesk.sqlite")

    with monkeypatch.context() as broken:
        broken.setattr(Store, "mark_submitted", full)
        with pytest.raises(DiskFullError):
            submit(desk, PERIOD, tmp_path / "stick", passphrase=WORDS, now=NOW)
    assert files_of(tmp_path / "stick") == []
    assert files_of(desk.paths.outbox) == []
    assert submissions(desk) == ()
    again = submit(desk, PERIOD, tmp_path / "stick", passphrase=WORDS, now=NOW)
    assert (again.sequence, dict(again.counts)) == (1, {"activity": 2})


def test_submit__folder_that_is_a_file__hands_nothing_over(desks, tmp_path: Path) -> None:
    _, desk = desks
    (tmp_path / "stick").write_text("x", encoding="utf-8")
    with pytest.raises(FileError):
        submit(desk, PERIOD, tmp_path / "stick", passphrase=WORDS, now=NOW)
    assert submissions(desk) == ()


def test_submit__twice__the_second_supersedes_the_first(desks, tmp_path: Path) -> None:
    _, desk = desks
    first = submit(desk, PERIOD, tmp_path / "stick", passphrase=WORDS, now=NOW)
    submit(desk, PERIOD, tmp_path / "stick", passphrase=WORDS, now=NOW)
    newest = max(submissions(desk), key=lambda one: one.sequence)
    assert (newest.sequence, newest.supersedes, newest.previous) == (
        2,
        first.bundle_id,
        first.bundle_id,
    )


def test_submit__leaves_no_work_behind(desks, tmp_path: Path) -> None:
    _, desk = desks
    submit(desk, PERIOD, tmp_path / "stick", passphrase=WORDS, now=NOW)
    assert not list(desk.paths.folder.glob(".submit-*"))
    assert files_of(desk.paths.outbox) == files_of(tmp_path / "stick")


def test_receive__store_fails__keeps_no_bundle_and_takes_it_later(
    desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    province, desk = desks
    sent = submit(desk, PERIOD, tmp_path / "stick", passphrase=WORDS, now=NOW)

    def broken_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Store, "take_in", broken_off)
        with pytest.raises(KeyboardInterrupt):
            receive(province, [sent.path], now=NOW)
    assert files_of(province.paths.intake) == []
    assert intakes(province) == ()
    assert not list(province.paths.folder.glob(".receive-*"))
    assert [one.result for one in receive(province, [sent.path], now=NOW)] == ["accepted"]


def test_receive__accepted__keeps_the_bundle_as_it_came(desks, tmp_path: Path) -> None:
    province, desk = desks
    sent = submit(desk, PERIOD, tmp_path / "stick", passphrase=WORDS, now=NOW)
    receive(province, [sent.path], now=NOW)
    (kept,) = province.paths.intake.iterdir()
    assert kept.read_bytes() == sent.path.read_bytes()
