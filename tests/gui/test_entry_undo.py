"""Ctrl+Z and Ctrl+Y over every kind of control of the form, one visit a step."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from hrdesk.records.entry import NodeRef
from tests.support.gui import settle
from tests.support.hands import Hands

if TYPE_CHECKING:
    from hrdesk.gui.entry.entry_page import EntryPage
    from hrdesk.gui.lists.records_page import RecordsPage
    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.main_window import MainWindow

CASES = (  # key, what is typed, keys pressed, the answer
    ("title", "Hoi nghi", (), "Hoi nghi"),
    ("event_on", "1111", (), "2026-11-11"),
    ("activity_kind", "", ("2",), "seminar"),
    ("languages", "", ("2",), "km"),
    ("people", "45", (), "45"),
    ("place", "Ap 3", (), "Ap 3"),
)


@pytest.mark.parametrize(("key", "typed", "keys", "value"), CASES)
def test_undo__of_one_answer__takes_it_back_and_again(
    window: MainWindow,
    workers: Workers,
    key: str,
    typed: str,
    keys: tuple[str, ...],
    value: str,
) -> None:
    window.open_record("activity", None)
    settle(workers)
    page = cast("EntryPage", cast("RecordsPage", window.page("records"))._entry)
    page.focus_first()
    assert page.view is not None
    entry, ref = page.view.entry, NodeRef(key)
    if not entry.state(ref).relevant:
        pytest.skip("not asked here")
    before = entry.value(ref)
    page.view.focus_ref(ref)
    hands = Hands()
    hands.type(typed)
    hands.press(*keys)
    hands.press("Tab")
    settle(workers)
    answered = entry.value(ref)
    assert answered != before
    if key != "languages":
        assert answered == value
    hands.press("Ctrl+Z")
    assert entry.value(ref) == before
    hands.press("Ctrl+Y")
    assert entry.value(ref) == answered
