"""Whether a signed PDF is believed: the rules over what `pdf_signatures` saw.

1.  It is a sound PDF, read strictly, with at least one signature.                    PDF_101, 102
2.  Every signature is intact and holds; SHA-256 or longer, RSA of 2048 bits or more,
    P-256 or P-384.                                                                   PDF_103, 104
3.  The last signature covers the entire file: nothing was added behind it.           PDF_105
4.  After an earlier signature nothing but signature fields was filled.               PDF_106
5.  A signer of the province's authority is judged as the signer of a bundle is:
    profile, time, revocation.                                                        SIGN_2nn, 3nn
6.  A signer of another authority is a remark, and so is that nobody could ask whether
    the certificate was withdrawn: a desk without a network cannot.                   PDF_201, 202
7.  What the file would do by itself: programs in it refuse, the rest are remarks.    PDF_301, 302
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from cryptography import x509

from hrdesk.i18n import N_
from hrdesk.trust.certificates import UNREADABLE
from hrdesk.verification.judgements import Judgement
from hrdesk.verification.outcome import Aspect, Finding, Outcome, Severity
from hrdesk.verification.path import CertificateEvidence, examine
from hrdesk.verification.trust import CLOCK_TOLERANCE, SignerRules

if TYPE_CHECKING:
    from hrdesk.trust.material import TrustMaterial

_DIGESTS: Final = frozenset({"sha256", "sha384", "sha512"})
_METHODS: Final = frozenset(
    {
        *(f"sha{bits}_{kind}" for bits in (256, 384, 512) for kind in ("rsa", "ecdsa")),
        "rsassa_pkcs1v15",
        "rsassa_pss",
    }
)
_PADES: Final = "/ETSI.CAdES.detached"
_PLAIN: Final = "/adbe.pkcs7.detached"
_ENTIRE: Final = "ENTIRE_FILE"
_REVISION: Final = frozenset({"ENTIRE_REVISION", _ENTIRE})
_ANEW: Final = N_("Make the paper again with this program and have it signed anew.")


class PdfJudgements(Enum):
    """`PDF_1nn` the signatures · `PDF_2nn` the signers · `PDF_3nn` what else is in the file."""

    BROKEN_FILE = Judgement(
        "PDF_101", Aspect.CONTAINER, N_("The file is not a PDF that can be read strictly."), _ANEW
    )
    UNSIGNED = Judgement("PDF_102", Aspect.SIGNATURE, N_("The paper is not signed."), "")
    BROKEN = Judgement(
        "PDF_103",
        Aspect.SIGNATURE,
        N_("A signature does not hold: the paper was changed after it was signed."),
        _ANEW,
    )
    WEAK = Judgement(
        "PDF_104", Aspect.SIGNATURE, N_("A signature uses a weak or unknown method."), _ANEW
    )
    NOT_WHOLE = Judgement(
        "PDF_105",
        Aspect.CONTENT,
        N_("Something was added to the paper after the last signature."),
        _ANEW,
    )
    CHANGED_BETWEEN = Judgement(
        "PDF_106",
        Aspect.CONTENT,
        N_("Between two signatures more was changed than a field for signing."),
        _ANEW,
    )
    WHOLE = Judgement(
        "PDF_107",
        Aspect.CONTENT,
        N_("The signatures hold and the last one covers the whole file."),
        "",
        Severity.INFO,
    )
    NOT_PADES = Judgement(
        "PDF_108",
        Aspect.SIGNATURE,
        N_("A signature is of an older kind than PAdES, which the rules ask for."),
        "",
        Severity.REMARK,
    )
    SIGNED_BY = Judgement(
        "PDF_200", Aspect.SIGNER, N_("Signed by {person} on {at}."), "", Severity.INFO
    )
    OTHER_AUTHORITY = Judgement(
        "PDF_201",
        Aspect.SIGNER,
        N_("The signer's certificate comes from another authority: {authority}."),
        N_("Compare the name and the authority with what the office tells you."),
        Severity.REMARK,
    )
    NOT_ASKED = Judgement(
        "PDF_202",
        Aspect.FRESHNESS,
        N_("Whether the signer's certificate was withdrawn could not be checked."),
        N_("Check the paper on a computer with a network if much depends on it."),
        Severity.REMARK,
    )
    OUT_OF_TIME = Judgement(
        "PDF_203",
        Aspect.SIGNER,
        N_("The signature was made outside the time of the certificate."),
        _ANEW,
    )
    FUTURE = Judgement(
        "PDF_204",
        Aspect.SIGNER,
        N_("The signature is dated in the future."),
        N_("Check the clock of this computer and of the signer's."),
        Severity.REMARK,
    )
    NO_TIME = Judgement(
        "PDF_205",
        Aspect.SIGNER,
        N_("The signature does not say when it was made."),
        "",
        Severity.REMARK,
    )
    PROGRAM = Judgement(
        "PDF_301",
        Aspect.CONTENT,
        N_("The paper carries a program that would run when it is opened: {what}."),
        N_("Do not open it. Ask the office for the paper as this program makes it."),
    )
    ACTION = Judgement(
        "PDF_302",
        Aspect.CONTENT,
        N_("The paper carries something a report does not need: {what}."),
        "",
        Severity.REMARK,
    )
    UNEXAMINED = Judgement(
        "PDF_303",
        Aspect.CONTENT,
        N_("The paper took too long or too much memory to examine."),
        N_("Do not use the file. Ask for the paper as this program makes it."),
    )
    OTHER_PAPER = Judgement(
        "PDF_401",
        Aspect.CONTENT,
        N_("The signed file does not begin with a paper that this desk made."),
        _ANEW,
    )
    CHANGED_BEFORE = Judgement(
        "PDF_402",
        Aspect.CONTENT,
        N_("The paper was changed before it was signed."),
        _ANEW,
    )


@dataclass(frozen=True, slots=True)
class PdfSigner:
    """Who signed, as far as the file says it."""

    field_name: str
    person: str
    position: str
    unit_name: str
    authority: str
    signed_at: datetime | None
    ours: bool  # of an authority trusted here

    def shown(self) -> str:
        """One line for people."""
        return ", ".join(part for part in (self.person, self.position, self.unit_name) if part)


@dataclass(frozen=True, slots=True)
class PdfVerified:
    """The outcome and the signers, in the order in which they signed."""

    outcome: Outcome
    signers: tuple[PdfSigner, ...]
    began_as: str  # SHA-256 of the paper of this desk that the file begins with; ""


def judge_pdf(
    file_name: str,
    seen: dict[str, Any],
    actions: dict[str, Any],
    trust: TrustMaterial | None,
    now: datetime,
) -> PdfVerified:
    """The rules over what the helper saw: `seen` by `read_signatures`, `actions` by `look_at_pdf`."""
    judging = _Judging(trust, now)
    findings = list(_of_actions(actions))
    if "fault" in seen:
        kind = PdfJudgements.UNEXAMINED if seen["fault"] == "heavy" else PdfJudgements.BROKEN_FILE
        findings.append(finding(kind, found=str(seen.get("reason", ""))))
        return PdfVerified(Outcome(file_name, tuple(findings)), (), "")
    signatures = seen["signatures"]
    signers: list[PdfSigner] = []
    if not signatures:
        findings.append(finding(PdfJudgements.UNSIGNED))
    for number, one in enumerate(signatures, start=1):
        findings += judging.signature(one, last=number == len(signatures))
        if "fault" not in one:
            signer, said = judging.signer(one)
            signers.append(signer)
            findings += said
    if signatures and not any(one.severity is Severity.FAULT for one in findings):
        findings.append(finding(PdfJudgements.WHOLE))
    facts = {
        f"signer_{number}": f"{signer.shown()} · {signer.signed_at.isoformat() if signer.signed_at else '?'}"
        for number, signer in enumerate(signers, start=1)
    }
    return PdfVerified(
        Outcome(file_name, tuple(findings), facts=facts), tuple(signers), seen["began_as"]
    )


def judge_return(seen: dict[str, Any]) -> Iterator[Finding]:
    """Whether a signed file is a paper of this desk, unchanged up to its first signature."""
    if "fault" in seen:
        return
    if not seen["began_as"]:
        yield finding(PdfJudgements.OTHER_PAPER)
    elif seen["before"] not in {"", "filled"}:
        yield finding(PdfJudgements.CHANGED_BEFORE)


def finding(kind: PdfJudgements, *, place: str = "", found: str = "", **values: str) -> Finding:
    """A judgement as a line of an outcome."""
    said = kind.value
    return Finding(
        finding_id=said.finding_id,
        severity=said.severity,
        aspect=said.aspect,
        sentence=said.sentence,
        remedy=said.remedy,
        place=place,
        found=found,
        values=values,
    )


@dataclass(frozen=True, slots=True)
class _Judging:
    trust: TrustMaterial | None
    now: datetime

    def signature(self, seen: dict[str, Any], *, last: bool) -> Iterator[Finding]:
        """Rules 2 to 4."""
        field = str(seen["field"])
        if "fault" in seen:
            yield finding(PdfJudgements.BROKEN, place=field, found=str(seen["fault"]))
            return
        if not (seen["intact"] and seen["valid"]):
            yield finding(PdfJudgements.BROKEN, place=field)
        if seen["digest"] not in _DIGESTS or seen["method"] not in _METHODS:
            yield finding(PdfJudgements.WEAK, place=field, found=str(seen["method"]))
        if last and seen["coverage"] != _ENTIRE:
            yield finding(PdfJudgements.NOT_WHOLE, place=field)
        if not last and (
            seen["coverage"] not in _REVISION or seen["changed"] not in {"", "filled"}
        ):
            yield finding(PdfJudgements.CHANGED_BETWEEN, place=field)
        if seen["subfilter"] == _PLAIN or (seen["subfilter"] == _PADES and not seen["bound"]):
            yield finding(PdfJudgements.NOT_PADES, place=field, found=seen["subfilter"][1:])
        elif seen["subfilter"] != _PADES:
            yield finding(PdfJudgements.WEAK, place=field, found=seen["subfilter"][1:])

    def signer(self, seen: dict[str, Any]) -> tuple[PdfSigner, list[Finding]]:
        """Rules 5 and 6."""
        field = str(seen["field"])
        try:
            certificate = x509.load_der_x509_certificate(base64.b64decode(seen["certificate"]))
            issuer = certificate.issuer.rfc4514_string()
        except UNREADABLE:
            nobody = PdfSigner(field, "?", "", "", "?", None, ours=False)
            return nobody, [finding(PdfJudgements.WEAK, place=field)]
        signed_at = _moment(str(seen["signed_at"]))
        evidence, ours = self._evidence(certificate, signed_at or self.now)
        facts = evidence.facts
        signer = PdfSigner(
            field_name=field,
            person=facts.person if facts else "?",
            position=facts.position if facts else "",
            unit_name=facts.unit_name if facts else "",
            authority=issuer,
            signed_at=signed_at,
            ours=ours is not None,
        )
        at = signed_at.isoformat() if signed_at else "?"
        findings = [
            finding(PdfJudgements.SIGNED_BY, place=field, person=signer.shown() or issuer, at=at)
        ]
        if signed_at is None:
            findings.append(finding(PdfJudgements.NO_TIME, place=field))
        if not evidence.key_allowed:
            findings.append(finding(PdfJudgements.WEAK, place=field))
        elif ours is not None:
            findings += self._of_ours(evidence, signed_at or self.now, ours)
        else:
            findings += self._of_others(evidence, signed_at or self.now, field, issuer)
        return signer, findings

    def _evidence(
        self, certificate: x509.Certificate, moment: datetime
    ) -> tuple[CertificateEvidence, TrustMaterial | None]:
        """What the certificate is, and the trust whose authority issued it."""
        if self.trust is None:
            return examine(certificate, certificate, moment), None
        own = self.trust.of_signer(certificate)
        evidence = examine(certificate, own.authority, moment)
        return evidence, own if evidence.issued_by_authority else None

    def _of_ours(
        self, evidence: CertificateEvidence, signed_at: datetime, trust: TrustMaterial
    ) -> Iterator[Finding]:
        rules = SignerRules(self.now, at_province=False)
        for judged in rules.certificate(evidence, signed_at):
            yield judged.finding()
        if evidence.facts is None:
            return
        if not trust.revocation_lists:  # a desk may check a paper with the certificate alone
            yield finding(PdfJudgements.NOT_ASKED)
            return
        for judged in rules.revocation(evidence.facts.serial, signed_at, trust.revocation_lists):
            yield judged.finding()

    def _of_others(
        self, evidence: CertificateEvidence, signed_at: datetime, field: str, issuer: str
    ) -> Iterator[Finding]:
        yield finding(PdfJudgements.OTHER_AUTHORITY, place=field, authority=issuer)
        yield finding(PdfJudgements.NOT_ASKED, place=field)
        facts = evidence.facts
        if facts is not None and not facts.not_before <= signed_at <= facts.not_after:
            yield finding(PdfJudgements.OUT_OF_TIME, place=field, found=signed_at.isoformat())
        if signed_at > self.now + CLOCK_TOLERANCE:
            yield finding(PdfJudgements.FUTURE, place=field, found=signed_at.isoformat())


def _of_actions(actions: dict[str, Any]) -> Iterator[Finding]:
    if actions.get("fault") == "heavy":
        yield finding(PdfJudgements.UNEXAMINED)
    refused: Sequence[str] = actions.get("refused", ())
    for word in refused:
        yield finding(PdfJudgements.PROGRAM, what=word)
    remarked: Sequence[str] = actions.get("remarked", ())
    for word in remarked:
        yield finding(PdfJudgements.ACTION, what=_IN_THE_FILE.get(word, word))


_IN_THE_FILE: Final = {
    "embedded": "EmbeddedFile",
    "sends": "SubmitForm",
    "media": "RichMedia",
    "form": "XFA",
    "encrypted": "Encrypt",
    "opens": "OpenAction",
    "unexamined": "ObjStm",
}


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
