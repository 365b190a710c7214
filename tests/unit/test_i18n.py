"""Sentences in the language spoken."""

from __future__ import annotations

import pytest

from hrdesk.i18n import trn


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 bản ghi"), (1, "1 bản ghi"), (999, "999 bản ghi"), (4037, "4.037 bản ghi")],
)
def test_trn__count__grouped_as_numbers_are_here(count: int, said: str) -> None:
    assert trn("{count} record", "{count} records", count) == said
