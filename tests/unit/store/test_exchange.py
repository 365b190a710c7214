"""What waits for a decision, and the log that is only added to."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hrdesk.store import migrations, steps
from hrdesk.store.database import Store
from hrdesk.store.exchange import HeldBundle, LoggedAct

NOW = datetime(2026, 11, 23, 11, 35, tzinfo=UTC)
HELD = HeldBundle("a" * 64, "x.asice", "a.asice", NOW, "fork", "Twice.", bundle_id="b" * 64)


@pytest.fixture
def store(tmp_path: Path):
    with_store = Store.create(tmp_path / "hrdesk.sqlite")
    yield with_store
    with_store.close()


def test_held__decided__waits_no_more_and_stays_decided(store: Store) -> None:
    store.held.hold(HELD)
    store.held.decide("a" * 64, "refused", actor="Lê", why="Copied desk", at=NOW)
    store.held.decide("a" * 64, "accepted", actor="Lê", why="Second thought", at=NOW)
    assert store.held.waiting() == ()
    (line,) = store.held.of_bundle("b" * 64)
    assert (line.decision, line.decided_by, line.decided_why) == ("refused", "Lê", "Copied desk")


def test_held__same_file_again__one_line(store: Store) -> None:
    store.held.hold(HELD)
    store.held.hold(HELD)
    assert store.held.waiting() == (HELD,)


def test_log__line_changed_or_taken_out__impossible(store: Store) -> None:
    store.exchange_log.add(LoggedAct(NOW, "Lê", "decide", "b" * 64, "2026-10", "Copied desk"))
    with sqlite3.connect(store.path) as connection:
        for statement in ("DELETE FROM exchange_log", "UPDATE exchange_log SET why = ''"):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(statement)
    assert [line.why for line in store.exchange_log.lines("decide")] == ["Copied desk"]


def test_store__of_the_version_before__brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = [name for name, _ in steps.STEPS].index("9_exchange")
    with monkeypatch.context() as before:
        before.setattr(steps, "STEPS", steps.STEPS[:place])
        before.setattr(migrations, "SCHEMA_VERSION", place)
        before.setattr("hrdesk.store.database.SCHEMA_VERSION", place)
        Store.create(tmp_path / "old.sqlite").close()
    opened = Store.open(tmp_path / "old.sqlite")
    opened.held.hold(HELD)
    assert opened.held.of_file("a" * 64) == HELD
    opened.close()
