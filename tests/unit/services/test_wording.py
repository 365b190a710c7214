"""Findings in words: foreign text is tamed, moments are written as people here write them."""

from __future__ import annotations

import pytest

from hrdesk.services.wording import plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ký lúc 2026-11-16T10:00:05+07:00.", "ký lúc 16/11/2026 10:00."),
        ("2026-11-16T23:30:00+00:00", "17/11/2026 06:30"),
        ("2026-11-16T23:30:00Z", "17/11/2026 06:30"),
        ("2026-99-99T23:30:00Z", "2026-99-99T23:30:00Z"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
        ("a\u202eb\x07", "a�b�"),
        ("2026-11-16", "2026-11-16"),
        ("ភូមិ\u200bអូរ", "ភូមិ\u200bអូរ"),
    ],
)
def test_text__with_moments_or_controls__is_fit_to_be_read(text: str, shown: str) -> None:
    assert plain(text) == shown
