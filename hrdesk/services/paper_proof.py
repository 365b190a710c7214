"""Paper and data compared: which submission a printed report belongs to, by the code at its foot."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from hrdesk.errors import PaperCodeError
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from hrdesk.bundles.facts import ReportNamed
    from hrdesk.indicators.period import Period
    from hrdesk.reports.content import ReportContent
    from hrdesk.services.workspace import Workspace
    from hrdesk.store.submissions import Submission
    from hrdesk.trust.material import TrustMaterial

State = Literal["matches", "older", "unknown"]
DIGEST_FACT = "report_digest"


@dataclass(frozen=True, slots=True)
class Claimed:
    """What one submission says of its report. `stands`: no newer one of the period is known."""

    digest: str
    version: int
    number: str
    unit: str
    unit_name: str
    period_id: str
    bundle_id: str
    file_name: str
    earlier: tuple[str, ...] = ()
    stands: bool = True


@dataclass(frozen=True, slots=True)
class PaperOutcome:
    """What the code on a paper amounts to.

    `matches`: the paper shows the data that stand. `older`: it shows those of `version`, and
    `newest` replaced them. `unknown`: no submission at hand has such a report.
    """

    state: State
    sentence: str
    claimed: Claimed | None = None
    version: int = 0
    newest: int = 0
    refused: tuple[str, ...] = ()  # files whose word counts for nothing


# --- what the foot says


def proven(
    ws: Workspace, period: Period, content: ReportContent, *, sending: bool = False
) -> ReportContent:
    """The report with its foot; a draft unless it is what was handed over last or is `sending`."""
    from hrdesk.reports.content import Proof
    from hrdesk.reports.proof import report_digest

    digest = report_digest(content)
    sent = ws.store.journal.submissions(period.period_id)
    as_sent = bool(sent) and sent[0].facts.get(DIGEST_FACT) == digest
    version = len(sent) if as_sent and not sending else len(sent) + 1
    proof = Proof(
        ws.unit_key.code, period.period_id, version, digest, draft=not (as_sent or sending)
    )
    return replace(content, proof=proof)


def named(ws: Workspace, content: ReportContent) -> ReportNamed | None:
    """What the bundle says of the report that travels in it."""
    from hrdesk.bundles.facts import ReportNamed
    from hrdesk.reports.elements import numbered

    proof = content.proof
    if proof is None:
        return None
    before = reversed(ws.store.journal.submissions(proof.period_id))
    return ReportNamed(
        digest=proof.digest,
        version=proof.version,
        number=numbered(content.number, content.symbol) if content.number else "",
        earlier=tuple(one.facts.get(DIGEST_FACT, "") for one in before),
    )


# --- comparing


def compare_known(ws: Workspace, code: str) -> PaperOutcome:
    """Compare with what is here: at the province what was taken in, at a desk what it handed over.

    Raises:
        PaperCodeError: what was typed is no code.
    """
    return _judge(_read(code), list(_intake_claims(ws) if ws.province else _own_claims(ws)))


def compare_files(
    code: str, paths: Sequence[Path], trust: TrustMaterial, *, now: datetime
) -> PaperOutcome:
    """Compare with bundles, each verified first: the word of a refused one counts for nothing.

    Raises:
        PaperCodeError: what was typed is no code.
    """
    from hrdesk.bundles.encryption import is_encrypted
    from hrdesk.errors import FileError
    from hrdesk.verification.checks import verify_bundle

    read = _read(code)
    claims: list[Claimed] = []
    refused: list[str] = []
    for path in paths:
        try:
            encrypted = is_encrypted(path)
        except (OSError, FileError):
            encrypted = False
        seen = None if encrypted else verify_bundle(path, trust, now)
        if seen is None or not seen.believed or seen.facts is None:
            refused.append(path.name)
            continue
        facts, report = seen.facts, seen.facts.report
        if report is not None:
            claims.append(
                Claimed(
                    report.digest,
                    report.version,
                    report.number,
                    facts.sender.unit,
                    facts.sender.unit,
                    facts.period_id,
                    seen.outcome.bundle_id,
                    path.name,
                    report.earlier,
                )
            )
    return _judge(read, _with_standing(claims), tuple(refused))


def workspace_trust(ws: Workspace) -> TrustMaterial:
    """What this desk trusts."""
    from hrdesk.trust.material import load_trust

    return load_trust(ws.paths.trust)


def certificate_trust(path: Path) -> TrustMaterial:
    """Trust in one authority's certificate."""
    from hrdesk.trust.material import trust_from_certificate

    return trust_from_certificate(path)


def _read(typed: str) -> str:
    from hrdesk.reports.proof import read_code

    code = read_code(typed)
    if not code:
        raise PaperCodeError
    return code


def _intake_claims(ws: Workspace) -> Iterator[Claimed]:
    for one in ws.store.journal.intakes():
        said = one.facts.get("report")
        if one.result != "accepted" or not said:
            continue
        report = json.loads(said)
        unit = ws.units.by_key(one.unit.code, one.unit.valid_from)
        yield Claimed(
            report["digest"],
            report["version"],
            report["number"],
            one.unit.code,
            unit.name if unit else one.unit.code,
            one.period_id,
            one.bundle_id,
            one.file_name,
            tuple(report["earlier"]),
            stands=one.superseded_by is None,
        )


def _own_claims(ws: Workspace) -> Iterator[Claimed]:
    by_period: dict[str, list[Submission]] = {}
    for one in ws.store.journal.submissions():
        by_period.setdefault(one.period_id, []).append(one)
    for sent in by_period.values():
        for place, one in enumerate(sent):  # newest first
            digest = one.facts.get(DIGEST_FACT, "")
            if digest:
                yield Claimed(
                    digest,
                    len(sent) - place,
                    one.facts.get("report_number", ""),
                    ws.unit_key.code,
                    ws.unit.name,
                    one.period_id,
                    one.bundle_id,
                    one.file_name,
                    stands=place == 0,
                )


def _with_standing(claims: Sequence[Claimed]) -> list[Claimed]:
    newest: dict[tuple[str, str], int] = {}
    for one in claims:
        key = (one.unit, one.period_id)
        newest[key] = max(newest.get(key, 0), one.version)
    return [replace(one, stands=one.version == newest[one.unit, one.period_id]) for one in claims]


def _judge(code: str, claims: Sequence[Claimed], refused: tuple[str, ...] = ()) -> PaperOutcome:
    from hrdesk.reports.proof import names

    hits = [one for one in claims if names(code, one.digest)]
    for one in hits:
        if one.stands:
            said = tr(
                "The paper matches the data: {unit}, {period}, version {version}.",
                unit=one.unit_name,
                period=one.period_id,
                version=one.version,
            )
            return PaperOutcome("matches", said, one, one.version, one.version, refused)
    older = [(one, one.version) for one in hits] + [
        (one, place)
        for one in claims
        for place, digest in enumerate(one.earlier, start=1)
        if names(code, digest)
    ]
    if older:
        found, version = max(older, key=lambda pair: pair[1])
        newest = max(
            one.version
            for one in claims
            if (one.unit, one.period_id) == (found.unit, found.period_id)
        )
        said = tr(
            "The paper shows an older version: {unit}, {period}, version {version}; "
            "version {newest} stands now.",
            unit=found.unit_name,
            period=found.period_id,
            version=version,
            newest=newest,
        )
        return PaperOutcome("older", said, found, version, newest, refused)
    said = tr("No submission here has this report: a draft, another desk's, or changed data.")
    if refused:
        said = tr(
            "No believed bundle names this report; refused or encrypted: {names}.",
            names=", ".join(refused),
        )
    return PaperOutcome("unknown", said, refused=refused)


def outcome_as_json(outcome: PaperOutcome) -> dict[str, object]:
    """For another program."""
    found = outcome.claimed
    return {
        "state": outcome.state,
        "sentence": outcome.sentence,
        "unit": found.unit if found else None,
        "period": found.period_id if found else None,
        "number": found.number or None if found else None,
        "version": outcome.version or None,
        "newest_version": outcome.newest or None,
        "bundle_id": found.bundle_id if found else None,
        "file": found.file_name if found else None,
        "refused": list(outcome.refused),
    }
