"""An outcome in words and as JSON: the same for window, command line and the note in quarantine."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from hrdesk.i18n import N_, reason_words, tr
from hrdesk.verification.outcome import Aspect, Finding, Outcome, Severity, Verdict
from hrdesk.vietnamese.formats import show_datetime

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


_VERDICTS = {
    Verdict.VALID: N_("valid"),
    Verdict.REMARKS: N_("valid with remarks"),
    Verdict.REFUSED: N_("refused"),
}
_ASPECTS = {
    Aspect.CONTAINER: N_("container"),
    Aspect.SIGNATURE: N_("signature"),
    Aspect.SIGNER: N_("signer"),
    Aspect.FRESHNESS: N_("freshness"),
    Aspect.CONTENT: N_("content"),
}
_MOMENT: Final = re.compile(
    r"\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)(?!\w)"
)
_JOINERS: Final = "\u200b\u200c\u200d"  # Khmer is written with them
_MARKS = {Severity.INFO: "+", Severity.REMARK: "~", Severity.FAULT: "!"}


def verdict_words(verdict: Verdict) -> str:
    """The verdict in the language now spoken."""
    return tr(_VERDICTS[verdict])


def aspect_words(aspect: Aspect) -> str:
    """What a finding is about, in the language now spoken."""
    return tr(_ASPECTS[aspect])


def finding_words(finding: Finding) -> str:
    """One finding: sentence, place, what was expected and found, remedy."""
    parts = [tr(finding.sentence, **_shown(finding.values))]
    if finding.place:
        parts.append(tr("Place: {place}.", place=plain(finding.place)))
    if finding.expected:
        parts.append(tr("Expected: {text}.", text=plain(finding.expected)))
    if finding.found:
        parts.append(tr("Found: {text}.", text=reason_words(plain(finding.found))))
    if finding.remedy:
        parts.append(tr(finding.remedy, **_shown(finding.values)))
    return " ".join(parts)


def outcome_lines(outcome: Outcome) -> Iterator[str]:
    """The finding list of one file: the verdict, then one line a finding."""
    yield f"{plain(outcome.file_name)}: {verdict_words(outcome.verdict)}"
    for finding in outcome.findings:
        mark = _MARKS[finding.severity]
        yield (
            f"  {mark} [{finding.finding_id}] {aspect_words(finding.aspect)}: "
            f"{finding_words(finding)}"
        )


def main_reason(outcome: Outcome) -> str:
    """The worst finding in words, "" when nothing is remarkable."""
    for severity in (Severity.FAULT, Severity.REMARK):
        for finding in outcome.findings:
            if finding.severity is severity:
                return finding_words(finding)
    return ""


def outcome_as_json(outcome: Outcome) -> dict[str, Any]:
    """The outcome for another program; sentences in the language now spoken."""
    return {
        "file": outcome.file_name,
        "verdict": str(outcome.verdict),
        "bundle_id": outcome.bundle_id,
        "facts": dict(outcome.facts),
        "findings": [
            {
                "id": finding.finding_id,
                "severity": str(finding.severity),
                "aspect": str(finding.aspect),
                "sentence": tr(finding.sentence, **_shown(finding.values)),
                "remedy": tr(finding.remedy, **_shown(finding.values)) if finding.remedy else "",
                "place": finding.place,
                "expected": finding.expected,
                "found": finding.found,
            }
            for finding in outcome.findings
        ],
    }


def outcome_from_json(content: Mapping[str, Any]) -> Outcome:
    """An outcome as it was kept; its sentences stay in the language they were said in."""
    return Outcome(
        file_name=str(content.get("file", "")),
        findings=tuple(
            Finding(
                finding_id=str(one["id"]),
                severity=Severity(one["severity"]),
                aspect=Aspect(one["aspect"]),
                sentence=_literal(str(one["sentence"])),
                remedy=_literal(str(one["remedy"])),
                place=str(one["place"]),
                expected=str(one["expected"]),
                found=str(one["found"]),
            )
            for one in content.get("findings", ())
        ),
        bundle_id=str(content.get("bundle_id", "")),
        facts={str(key): str(value) for key, value in content.get("facts", {}).items()},
    )


def _literal(text: str) -> str:
    """A finished sentence, so that a brace in it is not taken for a placeholder."""
    return text.replace("{", "{{").replace("}", "}}")


def _shown(values: Mapping[str, str]) -> dict[str, str]:
    return {key: plain(value) for key, value in values.items()}


def plain(text: str) -> str:
    """Foreign text without control characters; moments as people here write them."""
    seen = "".join(ch if ch.isprintable() or ch in _JOINERS else "�" for ch in text)
    return _MOMENT.sub(_shown_moment, seen)


def _shown_moment(match: re.Match[str]) -> str:
    try:
        return show_datetime(datetime.fromisoformat(match.group()))
    except (ValueError, OverflowError):  # no such moment, or none in Vietnam
        return match.group()
