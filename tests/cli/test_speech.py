"""What the commands say while they work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.cli.speech import Told

if TYPE_CHECKING:
    import pytest


def test_progress__total_known__counted_against_it(capsys: pytest.CaptureFixture[str]) -> None:
    told = Told()
    told.total(2)
    told.step("Một")
    told.step("Hai")
    assert capsys.readouterr().err == "[1/2] Một\n[2/2] Hai\n"


def test_progress__more_steps_than_told__no_total_is_made_up(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = Told()
    told.step("Một")
    told.total(1)
    told.step("Hai")
    assert capsys.readouterr().err == "[1] Một\n[2] Hai\n"
