"""Whether a bundle may be believed, in the order of signing.md §3: nothing is parsed before it is covered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hrdesk.forms.definition import Form
from hrdesk.verification.verified import VerifiedBundle

if TYPE_CHECKING:
    from hrdesk.trust.material import TrustMaterial

FormSource = Callable[[str, str], Form | None]  # (form_id, version) → Form


@dataclass(frozen=True, slots=True)
class Expected:
    """What the reader knows beforehand.

    `forms` finds a form version; without it tables are read by their own description.
    `at_province`: revocation data more than 30 days past its next update then refuses.
    """

    province: str | None = None
    forms: FormSource | None = None
    at_province: bool = False


def verify_bundle(
    path: Path,
    trust: TrustMaterial,
    now: datetime,
    *,
    expected: Expected | None = None,
    staging: Path | None = None,
) -> VerifiedBundle:
    """All that is wrong with the file, and what may be believed. Never raises for a bad file.

    `staging` is an empty folder into which attachments and reports are unpacked under own names.
    """
    raise NotImplementedError
