"""The rules of taking in, without any file."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrdesk.bundles.facts import Stream
from hrdesk.consolidation.intake import Decision, decide
from hrdesk.store.submissions import IntakeRecord
from hrdesk.verification.outcome import Verdict


def taken(number: int, bundle_id: str | None = None, previous: str | None = None) -> IntakeRecord:
    return IntakeRecord(
        bundle_id=bundle_id or f"b{number}",
        result="accepted",
        file_name=f"{number}.asice",
        received_at=datetime(2026, 11, 16, tzinfo=UTC),
        epoch="e",
        sequence=number,
        previous=previous or (f"b{number - 1}" if number > 1 else None),
    )


def ask(
    number: int,
    *seen: IntakeRecord,
    verdict: Verdict = Verdict.VALID,
    accept_remarks: bool = False,
    bundle_id: str | None = None,
    prev: str | None = None,
) -> Decision:
    named = prev if prev is not None else (f"b{number - 1}" if number > 1 else "")
    return decide(
        bundle_id or f"b{number}",
        Stream("e", number, named),
        verdict,
        seen,
        accept_remarks=accept_remarks,
    )


def test_decide__first__accepts() -> None:
    assert ask(1) == Decision("accept")


def test_decide__next__accepts() -> None:
    assert ask(3, taken(1), taken(2)) == Decision("accept")


def test_decide__gap__accepts_and_names_the_missing() -> None:
    decision = ask(4, taken(1))
    assert decision.action == "accept"
    assert "2, 3" in decision.reason


def test_decide__late_number__fills_its_gap() -> None:
    assert ask(2, taken(1), taken(3)) == Decision("accept")


def test_decide__same_number_other_bundle__holds() -> None:
    assert ask(2, taken(1), taken(2), bundle_id="other").action == "hold"


def test_decide__other_predecessor__holds() -> None:
    assert ask(2, taken(1), prev="other").action == "hold"


def test_decide__successor_names_another__holds() -> None:
    assert ask(1, taken(2, previous="other")).action == "hold"


@pytest.mark.parametrize(("accepted", "action"), [(False, "hold"), (True, "accept")])
def test_decide__remarks__wait_for_a_person(accepted: bool, action: str) -> None:
    assert ask(1, verdict=Verdict.REMARKS, accept_remarks=accepted).action == action


@given(st.permutations(list(range(1, 7))))
def test_decide__any_order_of_one_stream__accepts_all(order: list[int]) -> None:
    seen: list[IntakeRecord] = []
    for number in order:
        assert ask(number, *seen).action == "accept"
        seen.append(taken(number))
