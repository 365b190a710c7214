"""Everything that can be said against a signature, a signer or the trust data, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from hrdesk.bundles.faults import Fault, FaultFoundError
from hrdesk.i18n import N_
from hrdesk.verification.outcome import Aspect, Finding, Severity

_NOT_SENT = N_("Do not use the file. Call the office that is said to have sent it.")
_REENROL = N_("The office must enrol again and send the submission once more.")
_CLOCK = N_("Check the clock of this computer and of the sender's.")
_NEW_LIST = N_("Take in the newest revocation list of the province.")
_SIGNATURE, _SIGNER, _FRESHNESS = Aspect.SIGNATURE, Aspect.SIGNER, Aspect.FRESHNESS


@dataclass(frozen=True, slots=True)
class Judgement:
    """One kind of thing to say."""

    finding_id: str
    aspect: Aspect
    sentence: str
    remedy: str = _NOT_SENT
    severity: Severity = Severity.FAULT


class Judgements(Enum):
    """`SIGN_1nn` the signature · `SIGN_2nn` the signer · `SIGN_3nn` freshness of the trust data."""

    FORM = Judgement("SIGN_101", _SIGNATURE, N_("The signature is not in the one allowed form."))
    SIGNERS = Judgement(
        "SIGN_102",
        _SIGNATURE,
        N_("The signature does not have exactly one signer and certificate."),
    )
    ATTACHED = Judgement("SIGN_103", _SIGNATURE, N_("The signature carries content of its own."))
    ALGORITHM = Judgement(
        "SIGN_104", _SIGNATURE, N_("The signature uses a weak or unknown method.")
    )
    ATTRIBUTES = Judgement(
        "SIGN_105", _SIGNATURE, N_("The signature lacks a signed statement that it must have.")
    )
    OTHER_CONTENT = Judgement("SIGN_106", _SIGNATURE, N_("The signature belongs to other content."))
    BROKEN = Judgement("SIGN_107", _SIGNATURE, N_("The signature does not hold."))

    KEY = Judgement("SIGN_201", _SIGNER, N_("The signer's key is of a kind that is not allowed."))
    PROFILE = Judgement(
        "SIGN_202", _SIGNER, N_("The signer's certificate is not one for signing documents.")
    )
    UNTRUSTED = Judgement(
        "SIGN_203",
        _SIGNER,
        N_("The signer's certificate was not issued by the authority trusted here."),
    )
    OUT_OF_TIME = Judgement(
        "SIGN_204",
        _SIGNER,
        N_("The signature was made outside the time of the certificate."),
        _REENROL,
    )
    FUTURE = Judgement("SIGN_205", _SIGNER, N_("The signature is dated in the future."), _CLOCK)
    NAMELESS = Judgement(
        "SIGN_206", _SIGNER, N_("The certificate does not say for which unit, role and desk it is.")
    )
    OTHER_UNIT = Judgement(
        "SIGN_207", _SIGNER, N_("The bundle names another unit than the signer's certificate.")
    )
    OTHER_DESK = Judgement(
        "SIGN_208",
        _SIGNER,
        N_("The bundle names another desk or key than the signer's certificate."),
    )
    ROLE = Judgement(
        "SIGN_209", _SIGNER, N_("The signer's role may not send a bundle of this kind.")
    )
    REVOKED = Judgement(
        "SIGN_210", _SIGNER, N_("The signer's certificate was withdrawn by the province."), _REENROL
    )
    WITHDRAWN_LATER = Judgement(
        "SIGN_211",
        _SIGNER,
        N_("The signer's certificate was withdrawn after the signature was made; it stays good."),
        "",
        Severity.INFO,
    )
    CREATED = Judgement(
        "SIGN_212",
        _SIGNER,
        N_("The bundle was made and signed more than a day apart."),
        _CLOCK,
        Severity.REMARK,
    )
    NOT_FOR_ME = Judgement(
        "SIGN_213",
        _SIGNER,
        N_("The enrolment reply is for another desk than this one."),
        N_("Open it on the computer that wrote the request, or ask for a new reply."),
    )

    NOT_ENROLLED = Judgement(
        "SIGN_214",
        _SIGNER,
        N_("The desk is not enrolled yet, so nobody vouches for its key."),
        N_("Enrol the desk; the bundle is then taken in without being sent again."),
    )
    ENROLLED_SINCE = Judgement(
        "SIGN_215",
        _SIGNER,
        N_("The bundle was signed before the desk was enrolled, with the key enrolled since."),
        "",
        Severity.INFO,
    )
    SAME_KEY = Judgement(
        "SIGN_216",
        _SIGNER,
        N_("Both signatures were made with the same key; two people must sign."),
    )
    SECOND_ROLE = Judgement(
        "SIGN_217", _SIGNER, N_("The second signer's role may not approve a bundle of this kind.")
    )

    GRACE = Judgement(
        "SIGN_218",
        _SIGNER,
        N_("The signer's certificate had ended less than 90 days before."),
        N_("Confirm by telephone that the office sent it, and issue its renewal."),
        Severity.REMARK,
    )
    NO_LIST = Judgement(
        "SIGN_301",
        _FRESHNESS,
        N_("There is no revocation list to look the signer up in."),
        _NEW_LIST,
    )
    FOREIGN_LIST = Judgement(
        "SIGN_302", _FRESHNESS, N_("The revocation list in the bundle is not the authority's.")
    )
    STALE = Judgement(
        "SIGN_303",
        _FRESHNESS,
        N_("The revocation data is older than it should be."),
        _NEW_LIST,
        Severity.REMARK,
    )
    TOO_STALE = Judgement(
        "SIGN_304",
        _FRESHNESS,
        N_("The revocation data is so old that nothing is taken in any more."),
        N_("Make a new revocation list, then open the file again."),
    )
    FUTURE_LIST = Judgement(
        "SIGN_305", _FRESHNESS, N_("The revocation list is dated in the future."), _CLOCK
    )

    KIT_NOT_NEWER = Judgement(
        "KIT_201",
        _FRESHNESS,
        N_("The kit is not newer than the one in use; a kit is never rolled back."),
        N_("Ask the province for its newest kit."),
    )
    KIT_NEW_AUTHORITY = Judgement(
        "KIT_202",
        _SIGNER,
        N_("The kit brings another authority without the signatures of two provincial officers."),
    )
    KIT_NO_AUTHORITY = Judgement(
        "KIT_203", _SIGNER, N_("The kit does not begin with the authority of its signer.")
    )
    KIT_LIST_BACK = Judgement(
        "KIT_204",
        _FRESHNESS,
        N_("The revocation list of the kit is older than one known here."),
        N_("Ask the province for its newest kit."),
    )
    KIT_NOT_YET = Judgement(
        "KIT_205",
        _FRESHNESS,
        N_("The kit may not be put in use before its day."),
        N_("Open it again on that day, and check the clock of this computer."),
    )
    KIT_STALE = Judgement(
        "KIT_206",
        _FRESHNESS,
        N_("The kit is older than the province advises."),
        N_("Ask the province whether there is a newer one."),
        Severity.REMARK,
    )
    KIT_NEEDS_NEWER = Judgement(
        "KIT_207",
        _FRESHNESS,
        N_("The kit needs a newer version of the program."),
        N_("Update the program, then open the file again."),
    )
    KIT_OTHER_LINE = Judgement(
        "KIT_208",
        _FRESHNESS,
        N_("The kit does not follow the one in use: the province made that number twice."),
        N_("Call the province before you put it in use."),
        Severity.REMARK,
    )
    KIT_CERTIFICATE = Judgement(
        "KIT_209", _SIGNER, N_("The kit holds a certificate that its authorities did not issue.")
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement with what was expected and found."""

    kind: Judgements
    expected: str = ""
    found: str = ""

    def finding(self) -> Finding:
        """As a line of an outcome."""
        said = self.kind.value
        return Finding(
            finding_id=said.finding_id,
            severity=said.severity,
            aspect=said.aspect,
            sentence=said.sentence,
            remedy=said.remedy,
            expected=self.expected,
            found=self.found,
        )


class JudgedError(Exception):
    """A judgement after which nothing more can be asked; on its way to become a finding."""

    def __init__(self, kind: Judgements, expected: str = "", found: str = "") -> None:
        """Keep what was found."""
        super().__init__(kind.value.finding_id, expected, found)
        self.judged = Judged(kind, expected, found)


def fault_finding(error: FaultFoundError) -> Finding:
    """A fault of container or content as a line of an outcome."""
    fault: Fault = error.fault
    return Finding(
        finding_id=fault.fault_id,
        severity=Severity.FAULT,
        aspect=Aspect.CONTENT if fault.content else Aspect.CONTAINER,
        sentence=fault.sentence,
        remedy=fault.remedy,
        place=error.place,
        expected=error.expected,
        found=error.found,
    )
