"""Whether a bundle may be believed, in the order of signing.md §3: nothing is parsed before it is covered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hrdesk.forms.definition import Form
from hrdesk.verification.verified import VerifiedBundle

if TYPE_CHECKING:
    from hrdesk.trust.material import TrustMaterial

FormSource = Callable[[str, str], Form | None]  # (form_id, version) → Form


def verify_bundle(
    path: Path,
    trust: TrustMaterial,
    *,
    now: datetime,
    expect_province: str | None = None,
    at_province: bool = False,
    staging: Path | None = None,
    forms: FormSource | None = None,
) -> VerifiedBundle:
    """All that is wrong with the file, and what may be believed. Never raises for a bad file.

    Args:
        expect_province: code of the province it must be meant for, when that is known.
        at_province: revocation data older than nextUpdate + 30 days then refuses.
        staging: an empty folder; attachments and reports are unpacked into it under own names.
        forms: where to look up form versions; without it tables are read by their own description.
    """
    raise NotImplementedError
