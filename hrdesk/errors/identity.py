"""The key a desk signs with, its certificate, tokens, signed papers."""

from __future__ import annotations

from hrdesk.errors.families import EXIT_USAGE, IdentityError, UsageError


class IdentityMissingError(IdentityError):
    """This desk has no signing key yet, or its file is gone."""

    error_id = "SIGN_001"
    sentence = "There is no signing key in {folder}."
    remedy = "Set up the workspace again, or bring the folder back from a backup."


class IdentityLockedError(IdentityError):
    """The passphrase does not open the key."""

    error_id = "SIGN_002"
    sentence = "The passphrase does not open the signing key."
    remedy = "Type it again; check the Vietnamese keyboard and Caps Lock. A lost passphrase means enrolling again."


class IdentityDamagedError(IdentityError):
    """The files of the key do not fit together."""

    error_id = "SIGN_003"
    sentence = "The signing key in {folder} is damaged: {reason}."
    remedy = "Bring the folder back from a backup, or set up a new key and enrol again."


class IdentityExistsError(IdentityError):
    """A key is already there; it is never overwritten."""

    error_id = "SIGN_004"
    sentence = "There is already a signing key in {folder}."
    remedy = "Use it, or choose another folder. A key is never replaced in place."


class PassphraseTooShortError(IdentityError):
    """Too few characters to protect the key."""

    error_id = "SIGN_005"
    exit_code = EXIT_USAGE
    sentence = "The passphrase has fewer than {minimum} characters."
    remedy = "Choose a longer one; four or five words are easy to remember."


class NotEnrolledError(IdentityError):
    """The key has no certificate, so nothing can be signed for the province."""

    error_id = "SIGN_006"
    sentence = "This desk has no certificate of the province yet."
    remedy = "Hand the enrolment request to the province, then open the reply that comes back."


class CertificateMismatchError(IdentityError):
    """A certificate was made for another key."""

    error_id = "SIGN_007"
    sentence = "The certificate was made for another key than the one of this desk."
    remedy = "Open the reply on the computer that wrote the request, or enrol again."


class CertificateExpiredError(IdentityError):
    """The certificate is outside its time."""

    error_id = "SIGN_008"
    sentence = "The certificate of this desk is valid from {not_before} to {not_after} only."
    remedy = "Check the clock of the computer; if it is right, enrol again with the province."


class CertificateUnreadableError(IdentityError):
    """A certificate file is not one."""

    error_id = "SIGN_009"
    sentence = "{name} is not a certificate or revocation list that can be read."
    remedy = "Choose the file that the province gave out."


class EnrolmentRefusedError(IdentityError):
    """An enrolment reply is not believed; its findings are in the value `outcome`."""

    error_id = "SIGN_010"
    sentence = "The enrolment reply is not to be believed ({finding_ids})."
    remedy = "Ask the province for a new reply. Nothing was changed on this computer."


class EnrolmentElsewhereError(IdentityError):
    """An enrolment reply is genuine, but for another desk."""

    error_id = "SIGN_012"
    sentence = "The enrolment reply is for {found}, not for this desk ({expected})."
    remedy = "Open it on the computer that wrote the request, or ask for a new reply."


class FingerprintDiffersError(IdentityError):
    """The authority is not the one whose fingerprint the person was given."""

    error_id = "SIGN_013"
    sentence = "The authority in the file has the fingerprint {found}, not {expected}."
    remedy = "Do not go on. Call the province and compare the fingerprints again."


class OtherAuthorityError(IdentityError):
    """A second authority tries to take the place of the one already trusted."""

    error_id = "SIGN_011"
    sentence = "The file names another authority ({found}) than the one this desk trusts ({known})."
    remedy = "Call the province. Do not go on before the two fingerprints are explained."


class ClockWrongError(IdentityError):
    """The clock of this computer cannot be right."""

    error_id = "SIGN_040"
    sentence = "This computer says it is {today}, but it was {known} before: its clock is wrong."
    remedy = "Set the clock. If it is right, give the date of the newest paper on the desk."


class TokenError(IdentityError):
    """A token, or its maker's library, does not do what is asked."""

    error_id = "SIGN_020"
    sentence = "The token does not do what it is asked: {reason}."
    remedy = "Take the token out, plug it in again, and try once more."


class TokenLibraryError(TokenError):
    """The maker's library cannot be loaded."""

    error_id = "SIGN_021"
    sentence = "The library of the token, {path}, cannot be loaded: {reason}."
    remedy = "Choose the 64-bit PKCS#11 library that came with the token."


class TokenMissingError(TokenError):
    """The token is not plugged in, or another one is."""

    error_id = "SIGN_022"
    sentence = "The token {label} is not plugged in."
    remedy = "Plug it in, wait a moment, and try once more."


class TokenKeyMissingError(TokenError):
    """The chosen key or certificate is not on the token."""

    error_id = "SIGN_023"
    sentence = "There is no such key on the token {label}."
    remedy = "Choose the token and its certificate again in the settings."


class TokenPinWrongError(TokenError):
    """The token refused the PIN. The program tries a PIN once and never again."""

    error_id = "SIGN_024"
    sentence = "The token refused the PIN. It was tried once and will not be tried again."
    remedy = "Look the PIN up before you type it again: most tokens lock after three wrong ones in a row."


class TokenPinLastTryError(TokenPinWrongError):
    """The token says that one more wrong PIN locks it."""

    error_id = "SIGN_025"
    sentence = "The token refused the PIN. It says that only one try is left."
    remedy = (
        "Do not guess. Another wrong PIN locks the token; the office that gave it out can help."
    )


class TokenPinLockedError(TokenError):
    """The token is locked after too many wrong PINs."""

    error_id = "SIGN_026"
    sentence = "The token is locked after too many wrong PINs."
    remedy = "The office that gave it out can unlock it. Until then sign with another key."


class TokenPinKnownWrongError(TokenError):
    """The PIN in a file was refused before, and the file was not changed since."""

    error_id = "SIGN_027"
    sentence = "The PIN in {path} was refused by the token before; it is not tried again."
    remedy = "Write the right PIN into the file, then run the command again."


class TokenHangsError(TokenError):
    """The maker's library did not answer in time and was ended."""

    error_id = "SIGN_028"
    sentence = "The library of the token did not answer within {seconds} seconds and was ended."
    remedy = "Take the token out, plug it in again, and try once more. Nothing was signed."


class TokenCrashedError(TokenError):
    """The maker's library crashed; the program goes on without it."""

    error_id = "SIGN_029"
    sentence = "The library of the token crashed. This program was not harmed."
    remedy = "Take the token out, plug it in again, and try once more. Nothing was signed."


class SoftwareKeyMissingError(IdentityError):
    """There is no sealed key to go back to."""

    error_id = "SIGN_030"
    sentence = "This desk has no sealed signing key to go back to."
    remedy = "Make a new one: identity renew --lost."


class PaperUnsignableError(IdentityError):
    """A PDF cannot be signed as it is."""

    error_id = "SIGN_031"
    sentence = "{name} cannot be signed: {reason}."
    remedy = "Make the paper again with this program, then sign it."


class PaperRefusedError(IdentityError):
    """A PDF signed elsewhere is not taken back; its findings are in the value `outcome`."""

    error_id = "SIGN_032"
    sentence = "{name} is not taken back ({finding_ids})."
    remedy = "Sign the paper again as this program made it. Nothing was changed here."


class PaperForeignError(IdentityError):
    """A PDF signed elsewhere is none of the papers of this workspace."""

    error_id = "SIGN_033"
    sentence = "{name} does not begin with any paper that this desk made."
    remedy = "Make the report again, sign that very file, and take it back."


class StampUnreadableError(IdentityError):
    """The picture of a stamp or signature cannot be used."""

    error_id = "SIGN_034"
    sentence = "{name} cannot be used as the picture of a stamp: {reason}."
    remedy = "Choose a PNG with a transparent background."


class PaperSignedAlreadyError(IdentityError):
    """A PDF already bears the signature that is wanted."""

    error_id = "SIGN_035"
    sentence = "{name} bears this signature already."
    remedy = "A signature is never replaced. Let the other one sign, or make the paper again."


class RenewalUnconfirmedError(UsageError):
    """A new key was asked for without saying that the old one is lost."""

    error_id = "USE_030"
    sentence = "A new signing key is made only when the old one is lost."
    remedy = "Add --lost. Records and drafts stay; the province must withdraw the old certificate and issue a new one."
