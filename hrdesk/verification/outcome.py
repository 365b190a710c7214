"""What was found out about a file, as data. Text, JSON and the screen are renderings of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs; a bundle is as good as its worst finding."""

    INFO = "info"
    REMARK = "remark"
    FAULT = "fault"


class Aspect(StrEnum):
    """The five questions that are answered apart, never as one tick (signing.md §3)."""

    CONTAINER = "container"
    SIGNATURE = "signature"
    SIGNER = "signer"
    FRESHNESS = "freshness"
    CONTENT = "content"


class Verdict(StrEnum):
    """The three-valued result."""

    VALID = "valid"
    REMARKS = "remarks"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of an outcome. `finding_id` is `AREA_nnn`; the sentence is a msgid for it."""

    finding_id: str
    severity: Severity
    aspect: Aspect
    sentence: str  # msgid with placeholders
    remedy: str = ""  # msgid
    place: str = ""  # entry name, line, field: where
    expected: str = ""
    found: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that was found about one file."""

    file_name: str
    findings: tuple[Finding, ...]
    bundle_id: str = ""  # SHA-256 of the manifest, hex; "" when it could not be read
    facts: Mapping[str, str] = field(default_factory=dict)  # believed facts: unit, period, signer…

    @property
    def verdict(self) -> Verdict:
        """Refused with any fault, remarks with any remark, else valid."""
        severities = {finding.severity for finding in self.findings}
        if Severity.FAULT in severities:
            return Verdict.REFUSED
        return Verdict.REMARKS if Severity.REMARK in severities else Verdict.VALID
