"""Papers signed here, checked, and taken back when they were signed with another tool."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hrdesk.errors import ArgumentWrongError, PaperForeignError, PaperRefusedError
from hrdesk.files import copy_durably, make_folder, sha256_of
from hrdesk.i18n import tr
from hrdesk.scratch import scratch
from hrdesk.services.helper_process import ask_helper
from hrdesk.services.signing import open_signer
from hrdesk.services.wording import outcome_as_json
from hrdesk.vietnamese.formats import VIETNAM_TZ

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from hrdesk.bundles.pdf_signing import FieldPlace
    from hrdesk.reports.sign_fields import Box
    from hrdesk.services.workspace import Workspace
    from hrdesk.store.signed_papers import SignedPaper
    from hrdesk.trust.material import TrustMaterial
    from hrdesk.trust.signer import Signer
    from hrdesk.verification.outcome import Outcome
    from hrdesk.verification.pdf_checks import PdfSigner, PdfVerified

CAPACITIES: Final = ("leader", "unit", "attachment")
_SECONDS: Final = 60.0
_SEAL_SETTING: Final = "seal_millimetres"
_PROVINCE_SEAL: Final = 36.0
_COMMUNE_SEAL: Final = 34.0


@dataclass(frozen=True, slots=True)
class Signing:
    """How a paper is to be signed.

    `capacity`: "leader", the person, in the middle of the room; "unit", the agency's seal over the
    left third of it; "attachment", text at the top right of page 1. `stamp` is a PNG with a
    transparent background, blue for a person, red for a seal; without it a few lines of text say
    who signed. `reference` is number and symbol, for an attachment.
    """

    capacity: str = "unit"
    stamp: Path | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class CheckedPaper:
    """A signed paper and what was found."""

    outcome: Outcome
    signers: tuple[PdfSigner, ...]


# --- signing


def sign_paper(
    ws: Workspace, source: Path, target: Path, signing: Signing, secret: str, *, now: datetime
) -> None:
    """Sign a PDF with the key of this desk; `secret` is its passphrase or PIN.

    Raises:
        ArgumentWrongError: no such capacity; nothing to say on an attachment.
        IdentityError: see `signing.open_signer`; the stamp or the PDF cannot be used.
        FileError: a file cannot be read or written.
    """
    _check(signing)
    signer = open_signer(ws, secret)
    try:
        sign_with(ws, source, target, signing, signer, now=now)
    finally:
        signer.close()


def sign_with(
    ws: Workspace, source: Path, target: Path, signing: Signing, signer: Signer, *, now: datetime
) -> None:
    """As `sign_paper`, with a key that is open already."""
    from hrdesk.bundles.pdf_signing import PdfSignature, pages_of, sign_pdf

    _check(signing)
    at = now.astimezone(VIETNAM_TZ)
    pages = pages_of(source)
    with scratch(ws.paths, "stamp") as folder:
        stamp = folder / "stamp.pdf"
        size = _draw(ws, signing, signer, at, stamp)
        wanted = PdfSignature(
            field_name=f"hrdesk_{signing.capacity}",
            fields=_fields(pages, signing, size),
            stamp=stamp,
            location=ws.unit.name,
        )
        sign_pdf(source, target, signer, wanted, now=at)


def _check(signing: Signing) -> None:
    if signing.capacity not in CAPACITIES:
        raise ArgumentWrongError(reason=", ".join(CAPACITIES))
    if signing.capacity == "attachment" and not signing.reference.strip():
        raise ArgumentWrongError(
            reason=tr("An attachment shows the number and symbol of its document.")
        )


def _draw(
    ws: Workspace, signing: Signing, signer: Signer, at: datetime, target: Path
) -> tuple[float, float]:
    """The stamp as a PDF; the most room it takes, width and height in points."""
    from hrdesk.reports.sign_fields import SEAL_ONLY, SEAL_ROOM, SIGNATURE_SIZE
    from hrdesk.reports.stamp import draw_notice, draw_picture, draw_text

    if signing.capacity == "attachment":
        # Phụ lục I, phần II: số và ký hiệu văn bản; thời gian ký, theo múi giờ Việt Nam
        return draw_text((signing.reference.strip(), _shown_time(at)), target)
    if signing.stamp is not None:
        unit = signing.capacity == "unit"
        side = _seal_points(ws)
        size = (side, side) if unit else SIGNATURE_SIZE
        draw_picture(signing.stamp, target, "red" if unit else "blue", size)
        return size
    facts, holder = signer.facts.certificate, signer.facts.holder
    page = SIGNATURE_SIZE
    name, width = facts.person if facts else holder.name, SIGNATURE_SIZE[0]
    if signing.capacity == "unit":
        page = (SEAL_ROOM, SEAL_ROOM)
        name, width = facts.unit_name if facts else holder.unit_name, SEAL_ONLY
    lines = (tr("Signed by: {name}", name=name), tr("Signed at: {at}", at=_shown_time(at)))
    draw_notice(lines, target, width, page)
    return page


def _shown_time(at: datetime) -> str:
    offset = at.strftime("%z")
    return f"{at:%d/%m/%Y %H:%M:%S} {offset[:3]}:{offset[3:]}"


def _seal_points(ws: Workspace) -> float:
    """The seal's diameter: about 36 mm at the province, 34 mm at a commune, or as set."""
    default = _PROVINCE_SEAL if ws.unit.kind_group == "province" else _COMMUNE_SEAL
    try:
        millimetres = float(ws.setting(_SEAL_SETTING) or default)
    except ValueError:
        millimetres = default
    return min(max(millimetres, 10.0), _PROVINCE_SEAL) * 72 / 25.4


def _fields(pages: int, signing: Signing, size: tuple[float, float]) -> dict[str, FieldPlace]:
    """The fields to prepare where the paper has none: reports of this program have them."""
    from hrdesk.reports.sign_fields import (
        ATTACHMENT_FIELD,
        LAST_RESORT,
        attachment_box,
        fields_in,
    )

    if signing.capacity == "attachment":
        return {ATTACHMENT_FIELD: _placed(0, attachment_box(size))}
    return {name: _placed(pages - 1, box) for name, box in fields_in(LAST_RESORT).items()}


def _placed(page: int, box: Box) -> FieldPlace:
    from hrdesk.bundles.pdf_signing import FieldPlace

    left, bottom, right, top = (round(side) for side in box)
    return FieldPlace(page, (left, bottom, right, top))


SIGN_REPORT_SETTING: Final = "sign_report"  # "yes": the unit signs the report inside the bundle
_SEAL_PICTURE: Final = "seal.png"  # in the workspace's folder, where there is one


def sign_report_inside(ws: Workspace, report: Path, signer: Signer, *, now: datetime) -> None:
    """Sign the report that goes into a bundle, in place, when the setting says so.

    A desk without the province's certificate has nothing to sign a paper with and leaves it.
    """
    if ws.setting(SIGN_REPORT_SETTING) != "yes" or signer.facts.certificate is None:
        return
    picture = ws.paths.folder / _SEAL_PICTURE
    signing = Signing("unit", picture if picture.is_file() else None)
    sign_with(ws, report, report, signing, signer, now=now)


# --- checking


def verify_pdfs(paths: Sequence[Path], *, ca: Path | None, now: datetime) -> list[Outcome]:
    """One outcome a PDF; never raises for a bad one. `ca` is the authority's certificate.

    Raises:
        CertificateUnreadableError: it is none.
        FileError: a file is missing.
    """
    from hrdesk.trust.material import trust_from_certificate

    trust = trust_from_certificate(ca) if ca is not None else None
    return [check_paper(path, trust=trust, now=now).outcome for path in paths]


def check_paper(path: Path, *, trust: TrustMaterial | None, now: datetime) -> CheckedPaper:
    """Who signed a PDF and whether it is as they signed it. The file is read in a helper process.

    Raises:
        HelperMissingError: the helper could not be started.
        FileError: there is no such file.
    """
    verified, _ = _verified(path, (), trust, now)
    return CheckedPaper(verified.outcome, verified.signers)


def check_own_paper(ws: Workspace, path: Path, *, now: datetime) -> CheckedPaper:
    """As `check_paper`, with what this workspace believes."""
    return check_paper(path, trust=_trust(ws), now=now)


def _trust(ws: Workspace) -> TrustMaterial | None:
    from hrdesk.trust.material import has_trust, load_trust

    return load_trust(ws.paths.trust) if has_trust(ws.paths.trust) else None


def _verified(
    path: Path, made: tuple[tuple[int, str], ...], trust: TrustMaterial | None, now: datetime
) -> tuple[PdfVerified, dict[str, Any]]:
    from hrdesk.verification.pdf_checks import judge_pdf

    sha256_of(path)  # says at once that the file is missing or cannot be read
    said = ask_helper("signatures", str(path.resolve()), json.dumps(made), seconds=_SECONDS)
    seen: dict[str, Any] = said.get("seen", {"fault": "heavy"})
    return judge_pdf(path.name, seen, said.get("actions", {}), trust, now), seen


# --- taking back


def note_paper(ws: Workspace, path: Path, kind: str, period_id: str, *, now: datetime) -> None:
    """Remember a PDF this desk has written, so that it is known again when it comes back signed."""
    from hrdesk.store.signed_papers import MadePaper

    ws.store.signed_papers.made(
        MadePaper(sha256_of(path), path.stat().st_size, kind, period_id, now)
    )


def take_back(ws: Workspace, path: Path, *, now: datetime) -> tuple[SignedPaper, CheckedPaper]:
    """Keep a report of this desk that was signed with any tool.

    It must begin with the very bytes of a paper made here, have nothing changed before the first
    signature, between signatures, or after the last; the signers are shown, whoever's they are.

    Raises:
        PaperForeignError: it is none of this desk's papers.
        PaperRefusedError: it is not believed; the outcome is in its value `outcome`.
        FileError: it cannot be read or kept.
    """
    from hrdesk.store.signed_papers import SignedPaper
    from hrdesk.verification.outcome import Severity, Verdict
    from hrdesk.verification.pdf_checks import judge_return

    with scratch(ws.paths, "taking") as folder:
        copy = folder / "paper.pdf"
        copy_durably(path, copy)  # what is checked is what is kept
        known = ws.store.signed_papers.up_to(copy.stat().st_size)
        verified, seen = _verified(
            copy, tuple((one.size_bytes, one.sha256) for one in known), _trust(ws), now
        )
        findings = (*judge_return(seen), *verified.outcome.findings)
        outcome = replace(verified.outcome, file_name=path.name, findings=findings)
        if outcome.verdict is Verdict.REFUSED or not verified.signers:
            faults = [one.finding_id for one in findings if one.severity is Severity.FAULT]
            kind = PaperForeignError if faults == ["PDF_401"] else PaperRefusedError
            raise kind(name=path.name, finding_ids=", ".join(faults), outcome=outcome)
        made = next(one for one in known if one.sha256 == verified.began_as)
        digest = sha256_of(copy)
        kept = SignedPaper(
            sha256=digest,
            made=made,
            file_name=f"{made.kind}_{made.period_id}_{digest[:12]}.pdf",
            verdict=str(outcome.verdict),
            outcome=json.dumps(outcome_as_json(outcome), ensure_ascii=False),
            taken_at=now,
            actor=ws.name,
        )
        copy_durably(copy, make_folder(ws.paths.papers) / kept.file_name)
        ws.store.signed_papers.take(kept)
    return kept, CheckedPaper(outcome, verified.signers)


def signed_papers(ws: Workspace, period_id: str | None = None) -> tuple[SignedPaper, ...]:
    """The papers that came back signed, the last first."""
    return ws.store.signed_papers.signed(period_id)
