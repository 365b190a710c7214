"""The province's authority, its kits, the keys to encrypt to."""

from __future__ import annotations

from hrdesk.errors.families import (
    EXIT_REFUSED,
    EXIT_REMARKS,
    EXIT_USAGE,
    AuthorityError,
    BundleError,
    IdentityError,
    UsageError,
)


class RecipientDamagedError(AuthorityError):
    """A key to decrypt with cannot be read."""

    error_id = "AUTH_031"
    sentence = "A key for decrypting cannot be read: {path}."
    remedy = "Bring the folder back from a backup. Encrypted bundles wait until then."


class RecipientKeyError(AuthorityError):
    """A key to encrypt to is none, or a file for one is taken."""

    error_id = "AUTH_032"
    sentence = "This is no key to encrypt to, or something lies there already: {path}."
    remedy = "Take the key from the newest kit; for a new escrow key name a file that is not there."


class AuthorityMissingError(AuthorityError):
    """There is no authority in this workspace."""

    error_id = "AUTH_001"
    sentence = "There is no certificate authority in {folder}."
    remedy = "Only the workspace of the province can enrol desks."


class AuthorityExistsError(AuthorityError):
    """An authority is already there; it is never overwritten."""

    error_id = "AUTH_002"
    sentence = "There is already a certificate authority in {folder}."
    remedy = "Use it. A second one would make every certificate worthless."


class AuthorityDamagedError(AuthorityError):
    """The files of the authority do not fit together."""

    error_id = "AUTH_003"
    sentence = "The certificate authority in {folder} is damaged: {reason}."
    remedy = "Bring the folder back from a backup."


class RequestUnreadableError(AuthorityError):
    """An enrolment request is not one, or was changed on the way."""

    error_id = "AUTH_004"
    sentence = "{name} is not an enrolment request that can be used: {reason}."
    remedy = "Ask the office to write its request again."


class RequestConflictError(AuthorityError):
    """The key is already in the register for somebody else, or was revoked."""

    error_id = "AUTH_005"
    sentence = "The key {fingerprint} is already in the register: {reason}."
    remedy = "Ask the office to set up a new key and to send a new request."


class CertificateUnknownError(AuthorityError):
    """No certificate with that number was issued here."""

    error_id = "AUTH_006"
    sentence = "No certificate with the number {serial} was issued here."
    remedy = "Look it up in the register."


class KitRefusedError(BundleError):
    """A kit is not believed; its findings are in the value `outcome`."""

    error_id = "KIT_301"
    exit_code = EXIT_REFUSED
    sentence = "The kit is not put in use ({ids})."
    remedy = "Nothing was changed on this computer. `kit show` names each reason."


class KitRemarksError(BundleError):
    """A kit is valid with remarks, and nobody has confirmed them yet."""

    error_id = "KIT_302"
    exit_code = EXIT_REMARKS
    sentence = "The kit is valid with remarks ({ids}); somebody has to confirm them."
    remedy = "Read the remarks, then put it in use with your word for it."


class KitUnansweredError(UsageError):
    """The changes of a kit were shown and nobody said that they are wanted."""

    error_id = "KIT_303"
    sentence = "The kit was not put in use: nobody said yes to its changes."
    remedy = "Run the command again with --yes, or answer at the keyboard."


class FingerprintNeededError(IdentityError):
    """The first kit of a desk is believed only after its authority was compared."""

    error_id = "KIT_304"
    exit_code = EXIT_USAGE
    sentence = "This desk trusts no authority yet; the kit brings {found}."
    remedy = "Compare the sixteen characters with the paper or by telephone, then give them."


class AuthorityAwayError(AuthorityError):
    """The folder or stick with the authority's key is not there."""

    error_id = "AUTH_011"
    sentence = "The key of the authority is not at {folder}."
    remedy = "Plug in the stick that holds it, or say where it lies now."


class AuthorityPlaceError(AuthorityError):
    """The authority's key is to lie where daily work is done."""

    error_id = "AUTH_012"
    exit_code = EXIT_USAGE
    sentence = "{folder} is not a place for the key of the authority."
    remedy = "Choose an empty folder outside of the workspace, best on a stick of its own."


class AuthorityOtherError(AuthorityError):
    """The folder holds the key of another authority than the one trusted here."""

    error_id = "AUTH_013"
    sentence = "{folder} holds the authority {found}; this province works under {known}."
    remedy = "Choose the folder or the stick of this province's authority."


class SecondOfficerError(AuthorityError):
    """The second signature must come from another officer with a key of their own."""

    error_id = "AUTH_014"
    sentence = "The kit was signed by {person} already; a second officer has to sign."
    remedy = "Sign on the computer of another officer of the province."


class CalendarWrongError(AuthorityError):
    """Dates of a period that cannot be."""

    error_id = "AUTH_015"
    exit_code = EXIT_USAGE
    sentence = "The dates of {period} cannot be: {first} to {last}, due {due}."
    remedy = "The last day comes after the first, the due date after the last day."


class RenewalForeignError(AuthorityError):
    """A renewal does not come from the holder of a certificate issued here."""

    error_id = "AUTH_016"
    sentence = "The renewal is not from a desk with a certificate that is good ({reason})."
    remedy = "Call the office. If its key is lost, let it enrol again."
