"""Every error that a person can meet, with a sentence and a remedy.

    HrdeskError
    ├── UsageError            a command or a dialog was given something that cannot be
    ├── FormError             a form definition is not usable
    ├── RecordError           a record or a sheet of records is not usable
    ├── StoreError            the workspace file cannot be used
    ├── WorkspaceError        the folder or the settings of a workspace cannot be used
    ├── FileError             a file of the world cannot be read or written
    ├── ReportError           a report cannot be made
    ├── IdentityError         a signing key or certificate cannot be used
    ├── AuthorityError        the province's authority cannot do that
    └── BundleError           a bundle cannot be written or read

A subclass states `error_id` (`AREA_nnn`, never used twice), `exit_code`, `sentence` and `remedy`.
Sentences and remedies are msgids in English; they are translated when shown, never when raised,
so that logs and tests stay in one language. Faults in data are findings, not errors.
"""

from __future__ import annotations

from typing import ClassVar

from typing_extensions import override

EXIT_OK = 0
EXIT_BUG = 1
EXIT_USAGE = 2
EXIT_REMARKS = 10
EXIT_REFUSED = 20


class HrdeskError(Exception):
    """A known fault of the world: what happened, where, and what to do about it."""

    error_id: ClassVar[str] = "HRD_000"
    exit_code: ClassVar[int] = 3
    sentence: ClassVar[str] = "Something went wrong."
    remedy: ClassVar[str] = ""

    def __init__(self, **values: object) -> None:
        """Keep the values that fill the placeholders of the sentence and the remedy."""
        super().__init__()
        self.values = values

    @override
    def __str__(self) -> str:
        """English, untranslated: for logs and tests."""
        filled = self.sentence.format_map(_Known(self.values))
        return f"{self.error_id}: {filled}"


class _Known(dict[str, object]):
    """Placeholders without a value read as `?`, so that an error never hides behind another."""

    def __missing__(self, key: str) -> str:
        return "?"


class UsageError(HrdeskError):
    """A command or a dialog was given something that cannot be."""

    error_id = "USE_000"
    exit_code = EXIT_USAGE


class FormError(HrdeskError):
    """A form definition is not usable."""

    error_id = "FORM_000"
    exit_code = 4


class RecordError(HrdeskError):
    """A record or a sheet of records is not usable."""

    error_id = "REC_000"
    exit_code = 5


class StoreError(HrdeskError):
    """The workspace file cannot be used."""

    error_id = "STORE_000"
    exit_code = 6


class WorkspaceError(HrdeskError):
    """The folder or the settings of a workspace cannot be used."""

    error_id = "WORK_000"
    exit_code = 7


class FileError(HrdeskError):
    """A file of the world cannot be read or written."""

    error_id = "FILE_000"
    exit_code = 8


class ReportError(HrdeskError):
    """A report cannot be made."""

    error_id = "REP_000"
    exit_code = 9


class IdentityError(HrdeskError):
    """A signing key or a certificate cannot be used."""

    error_id = "SIGN_000"
    exit_code = 11


class AuthorityError(HrdeskError):
    """The province's authority cannot do that."""

    error_id = "AUTH_000"
    exit_code = 12


class BundleError(HrdeskError):
    """A bundle cannot be written or read."""

    error_id = "BUN_000"
    exit_code = 13


# --- files of the world ---------------------------------------------------------------------


class FileMissingError(FileError):
    """There is no such file."""

    error_id = "FILE_001"
    sentence = "There is no file or folder {path}."
    remedy = "Check the name, or choose the file again."


class FileUnreadableError(FileError):
    """The system does not let the file be read."""

    error_id = "FILE_002"
    sentence = "{path} cannot be read: {reason}."
    remedy = "Check that the stick is still plugged in and that you may open the file."


class FileUnwritableError(FileError):
    """The system does not let the file be written; what stood there before is unharmed."""

    error_id = "FILE_003"
    sentence = "{path} cannot be written: {reason}."
    remedy = "Choose another folder, or check that the stick is plugged in and not write-protected."


class DiskFullError(FileError):
    """There is no room; what stood there before is unharmed."""

    error_id = "FILE_004"
    sentence = "There is no room left to write {path}."
    remedy = "Free some space, or choose another folder. Nothing already saved was lost."


class FileTooLargeError(FileError):
    """The file is larger than the program is willing to read."""

    error_id = "FILE_005"
    sentence = "{path} is too large: {size_bytes} bytes, at most {limit_bytes} are read."
    remedy = "Choose another file."


class VolumeGoneError(FileError):
    """The stick was taken out while it was written; nothing whole was left half on it."""

    error_id = "FILE_006"
    sentence = "The stick was taken out while {path} was being written."
    remedy = "Plug it in again and write once more. Nothing was marked as handed over."


class OtherVolumeError(FileError):
    """Another stick lies where the chosen one lay."""

    error_id = "FILE_007"
    sentence = "Another stick is plugged in than the one you chose ({found} in place of {wanted})."
    remedy = "Plug in the right stick, or choose the other one and write once more."


class ReadBackDiffersError(FileError):
    """What was read back is not what was written; the file was taken away again."""

    error_id = "FILE_008"
    sentence = "What was read back from {path} is not what was written."
    remedy = "The stick is probably worn out. Use another one; nothing was marked as handed over."


class VolumeSpaceError(DiskFullError):
    """There is less room than the files need; nothing was written."""

    error_id = "FILE_009"
    sentence = (
        "There is not enough room in {path}: {needed_kb} kB are needed, {free_kb} kB are free."
    )
    remedy = "Free some space, or use another stick. Nothing was written."


class VolumeReadOnlyError(FileUnwritableError):
    """The stick or folder lets nothing be written."""

    error_id = "FILE_010"
    sentence = "{path} is write-protected."
    remedy = "Move the switch at the side of the stick, or use another stick or folder."


class VolumeFileLimitError(FileError):
    """A single file is larger than the stick's file system allows."""

    error_id = "FILE_011"
    sentence = "{path} is too large for this stick: with the format FAT32 no file may reach 4 GiB."
    remedy = "Hand over in parts, or use a stick with the format exFAT or NTFS."


class MailTooLargeError(FileError):
    """A file does not go through the mail, whatever the room."""

    error_id = "FILE_012"
    sentence = "A mail with {path} would have {found_kb} kB; mails may have {limit_kb} kB."
    remedy = "Hand the period over once more “by mail”, which makes parts, or take a stick."


# --- trust and bundles ----------------------------------------------------------------------


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


class ZeroReportError(BundleError):
    """A zero report was asked for, but there are records."""

    error_id = "BUN_021"
    sentence = "There are {count} records of this period, so that it is no zero report."
    remedy = "Hand the period over as usual, or delete the records that do not belong to it."


class ClockWrongError(IdentityError):
    """The clock of this computer cannot be right."""

    error_id = "SIGN_040"
    sentence = "This computer says it is {today}, but it was {known} before: its clock is wrong."
    remedy = "Set the clock. If it is right, give the date of the newest paper on the desk."


class CountersignError(BundleError):
    """A second signature cannot be added."""

    error_id = "BUN_022"
    sentence = "This bundle cannot be signed a second time: {reason}"
    remedy = "Choose a bundle of this office, and sign with the key of its leader."


class BundleBackError(BundleError):
    """A bundle that was signed with another tool is not kept."""

    error_id = "BUN_029"
    sentence = "The bundle {name} is not taken back: {reason}"
    remedy = (
        "Choose a bundle that this desk has made, signed again over the same content and not "
        "encrypted. The copy here is as it was."
    )


class HeldUnknownError(UsageError):
    """No bundle with that id waits for a decision."""

    error_id = "USE_041"
    sentence = "No bundle that waits for a decision begins with {wanted}."
    remedy = "“hrdesk held” lists what waits."


class HeldUndecidableError(BundleError):
    """An officer cannot accept what nobody can read or vouch for."""

    error_id = "BUN_023"
    sentence = "This bundle cannot be accepted by decision: {reason}"
    remedy = "Do first what it waits for; it is then taken in by itself."


class PartsUnknownError(UsageError):
    """A submission or a part of it is not in the outbox."""

    error_id = "USE_042"
    sentence = "The outbox has no such submission or part: {wanted}."
    remedy = "“hrdesk submissions” lists what was handed over."


class LeaderAwaitedError(UsageError):
    """A bundle may not leave before the leader of the office has signed it too."""

    error_id = "USE_043"
    sentence = "The leader of the office has not signed this bundle yet; the kit asks for that."
    remedy = "Let the leader sign it first, then hand it over."


class BundleTooLargeError(BundleError):
    """What is to be packed exceeds what one bundle may hold."""

    error_id = "BUN_001"
    sentence = "The bundle would be too large: {found}, at most {limit} is possible."
    remedy = "Take out large attachments, or submit a shorter period."


class BundleAttachmentError(BundleError):
    """An attachment is not what the record says it is."""

    error_id = "BUN_002"
    sentence = "The attachment {name} is missing or was changed since it was added."
    remedy = "Attach the file again to its record, then make the bundle again."


class BundleValueError(BundleError):
    """An answer cannot stand in its column."""

    error_id = "BUN_003"
    sentence = "The answer to {key} of record {record_id} cannot be sent: {value}."
    remedy = "Open the record, correct the answer and save it again."


class BundleNameError(BundleError):
    """An entry would have a name outside the grammar."""

    error_id = "BUN_004"
    sentence = "{name} cannot be the name of an entry in a bundle."
    remedy = "Report this to the maintainers."


class BundleFormMissingError(BundleError):
    """A record's form version is not at hand."""

    error_id = "BUN_005"
    sentence = (
        "Record {record_id} was entered with {form_id}, version {version}, which is not here."
    )
    remedy = "Open the record and save it again with the present form."


# --- services and command line ----------------------------------------------------------------


class WorkspaceMissingError(WorkspaceError):
    """No workspace lies in the folder."""

    error_id = "WORK_001"
    sentence = "There is no workspace in {folder}."
    remedy = "Choose the right folder with --data, or set one up there with the command init."


class WorkspaceExistsError(WorkspaceError):
    """A workspace is already there; it is never overwritten."""

    error_id = "WORK_002"
    sentence = "There is already a workspace in {folder}."
    remedy = "Open it, or choose another folder for the new one."


class UnitUnknownError(WorkspaceError):
    """No unit of the catalogue has that code or name."""

    error_id = "WORK_003"
    exit_code = EXIT_USAGE
    sentence = "There is no unit {unit_code} on {on}."
    remedy = "Look the code up in the unit catalogue."


class UnitUnknownNearError(UnitUnknownError):
    """No unit has that code, but some are close to it."""

    error_id = "WORK_004"
    remedy = "Did you mean one of these? {near}"


class PersonBlankError(WorkspaceError):
    """Name or position of the person was left blank."""

    error_id = "WORK_005"
    exit_code = EXIT_USAGE
    sentence = "The name or the position of the person who keeps the records is blank."
    remedy = "Give both; they stand on the signature and on the report."


class WorkspaceDamagedError(WorkspaceError):
    """The database lacks what every workspace has."""

    error_id = "WORK_006"
    sentence = "The workspace in {folder} is not whole: {name} is missing."
    remedy = "Bring it back from a backup."


class NotProvinceError(WorkspaceError):
    """Only the province's workspace can do that."""

    error_id = "WORK_007"
    sentence = "This is the workspace of {unit}; only the workspace of the province can do that."
    remedy = "Choose the province's folder with --data."


class ProvinceOnlySetupError(WorkspaceError):
    """A unit that is not a province was to be set up as one."""

    error_id = "WORK_008"
    exit_code = EXIT_USAGE
    sentence = "{unit} is not a province, so it cannot be set up as one."
    remedy = "Leave out --province, or give the code of the province."


class FormUnknownError(UsageError):
    """There is no form with that id."""

    error_id = "USE_001"
    sentence = "There is no form {form_id}."
    remedy = "Choose one of: {known}."


class CommandUnknownError(UsageError):
    """There is no such command."""

    error_id = "USE_002"
    sentence = "There is no command {name}."
    remedy = "Did you mean one of these? {near}"


class OptionUnknownError(UsageError):
    """There is no such option."""

    error_id = "USE_003"
    sentence = "There is no option {name}."
    remedy = "Run the command with --help to see its options."


class ArgumentMissingError(UsageError):
    """Something the command needs was not given."""

    error_id = "USE_004"
    sentence = "{name} is missing."
    remedy = "Run the command with --help to see what it needs."


class ArgumentWrongError(UsageError):
    """A value that the command cannot use."""

    error_id = "USE_005"
    sentence = "The command line cannot be used: {reason}"
    remedy = "Run the command with --help to see what it needs."


class ArgumentExtraError(UsageError):
    """More words than the command takes."""

    error_id = "USE_053"
    sentence = "The command does not take these words: {words}"
    remedy = "Put a text with spaces between quotation marks."


class OptionValueMissingError(UsageError):
    """An option that needs a value was given none."""

    error_id = "USE_051"
    sentence = "{name} needs a value behind it."
    remedy = "Run the command with --help to see what it needs."


class OptionValueWrongError(UsageError):
    """An option or argument was given what it cannot take."""

    error_id = "USE_052"
    sentence = "{name} takes {wanted}."
    remedy = "Run the command with --help to see what it needs."


class PassphraseMissingError(UsageError):
    """Nobody told the passphrase and nobody can be asked."""

    error_id = "USE_006"
    sentence = "The passphrase of the signing key is needed, and there is no keyboard to ask at."
    remedy = "Write it into a file and give the file with --passphrase-file."


class ClockUnreadableError(UsageError):
    """The time given for a rehearsal is not a time."""

    error_id = "USE_007"
    sentence = "{text} is not a time such as 2026-11-23T09:00:00+07:00."
    remedy = "Write the time in that way, or leave it out."


class FolderNotEmptyError(UsageError):
    """The sample journey writes only into a folder of its own."""

    error_id = "USE_008"
    sentence = "{folder} is not empty."
    remedy = "Name a folder that does not exist yet, or an empty one."


class WindowMissingError(WorkspaceError):
    """The window needs PySide6, which is not installed."""

    error_id = "WORK_009"
    sentence = "The window cannot be opened: {reason}."
    remedy = "Install the program with its window (pip install 'hrdesk[gui]'); the commands work without it."


class RecordMissingError(RecordError):
    """No record or draft has that id."""

    error_id = "REC_050"
    sentence = "There is no record {record_id} in this workspace."
    remedy = "Refresh the list; it may have been deleted."


class RecordForeignError(RecordError):
    """A record of another unit is read, never changed here."""

    error_id = "REC_051"
    sentence = "The record belongs to {unit_code}; it can be read here, not changed."
    remedy = "Ask that unit to correct it and to send it again."


class NothingToReceiveError(UsageError):
    """No bundle lies where it was looked for."""

    error_id = "USE_009"
    sentence = "No bundle (.asice) lies in {path}."
    remedy = "Name the files, or the folder that holds them."


class AttachmentLostError(WorkspaceError):
    """A file that a record names is not in the workspace any more."""

    error_id = "WORK_010"
    sentence = "The file {name} is not in the workspace any more."
    remedy = "Attach it again, or bring the workspace back from a backup."


# --- store ----------------------------------------------------------------------------------


class StoreMissingError(StoreError):
    """There is no workspace file."""

    error_id = "STORE_001"
    sentence = "There is no data file {path}."
    remedy = "Choose the folder that holds the workspace, or restore a backup."


class StoreExistsError(StoreError):
    """A workspace file is there already and is not overwritten."""

    error_id = "STORE_002"
    sentence = "There is already a data file {path}."
    remedy = "Open it, or choose another folder."


class StoreNewerError(StoreError):
    """The workspace file was written by a newer program; it is not touched."""

    error_id = "STORE_003"
    sentence = "{path} was written by a newer version of the program (data version {found}, this program knows {known})."
    remedy = "Install the newer version of the program. The data was not changed."


class StoreLockedError(StoreError):
    """Another program is writing to the workspace file and does not let go."""

    error_id = "STORE_004"
    sentence = "Another program is using the data file {path}."
    remedy = "Close the other program and try again. Nothing was lost."


class StoreDamagedError(StoreError):
    """The workspace file is damaged."""

    error_id = "STORE_005"
    sentence = "The data file {path} is damaged: {reason}."
    remedy = "Do not delete it. Restore the latest backup and keep the damaged file for repair."


class StoreFullError(StoreError):
    """There is no room to save; what was saved before is unharmed."""

    error_id = "STORE_006"
    sentence = "There is no room left on the disk to save into {path}."
    remedy = "Free some space and save again. Everything saved before is still there."


class StoreForeignError(StoreError):
    """The file is a database of another program."""

    error_id = "STORE_007"
    sentence = "{path} is not a data file of this program."
    remedy = "Choose another file. This one was not changed."


class StoreReadOnlyError(StoreError):
    """The workspace file may be read but not written."""

    error_id = "STORE_008"
    sentence = "{path} may only be read: nothing can be saved into it."
    remedy = "Check that the folder is not write-protected and belongs to you."


class StoreIoError(StoreError):
    """The disk does not do what it is told."""

    error_id = "STORE_009"
    sentence = "The disk does not answer while {path} is used: {reason}."
    remedy = (
        "Check that the disk or stick is still connected. What was saved before is still there."
    )


class FormNotKeptError(StoreError):
    """The workspace does not know that form."""

    error_id = "STORE_010"
    sentence = "This workspace has no form {form_id}."
    remedy = "Take in the forms of the province, then try again."


class BackupUnsoundError(StoreError):
    """A copy was made and did not pass its check; it was not kept."""

    error_id = "STORE_012"
    sentence = "The copy {path} did not pass its check and was not kept: {reason}."
    remedy = "Make the backup on another disk or stick."


class BackupUnreadableError(StoreError):
    """A file is no backup of this program, or not whole."""

    error_id = "STORE_013"
    sentence = "{path} is not a whole backup of this program ({reason})."
    remedy = "Choose another copy. Nothing was changed."


class BackupForeignError(StoreError):
    """A backup is of another desk than the one that works in the folder."""

    error_id = "STORE_014"
    exit_code = EXIT_USAGE
    sentence = "The backup is of another desk ({unit}) than the one in {folder}."
    remedy = "Choose an empty folder for it. Nothing was changed."


class FormTypeChangedError(FormError):
    """A new version of a form asks an old question in another type."""

    error_id = "FORM_101"
    sentence = "Form {form_id}: the type of question {key} was changed from {old} to {new}."
    remedy = "Give the new question another name; the old answers stay as they are."


class FormNameReusedError(FormError):
    """A new version gives a question the earlier name of another one."""

    error_id = "FORM_103"
    sentence = "Form {form_id}: {key} is the earlier name of the question {present}."
    remedy = "Give the new question a name that was never used; old answers stay readable by it."


class FormNotUsableError(FormError):
    """A form was to be put in use although the checker found errors."""

    error_id = "FORM_104"
    sentence = "{name} cannot be put in use: the checker found {count} errors."
    remedy = "Correct what the checker names and check again. The version in use has not changed."


class FormTooWideError(FormError):
    """A form has more questions than one table can hold."""

    error_id = "FORM_102"
    sentence = "Form {form_id} has too many questions: {count}, at most {limit} are possible."
    remedy = "Split the form, or move questions into a repeat."


class RecordChangedError(RecordError):
    """The record was saved by somebody else since it was opened."""

    error_id = "REC_101"
    sentence = "The record was saved by somebody else while you had it open."
    remedy = "Open it again to see the newer version. What you typed is kept as a draft."


class AnswerUnstorableError(RecordError):
    """An answer cannot be kept as what it claims to be."""

    error_id = "REC_103"
    sentence = "The answer to {key} cannot be saved: {value}."
    remedy = "Correct the answer, or keep the record as incomplete."


class AnswerNotTextError(AnswerUnstorableError):
    """An answer contains NUL, or half of a character."""

    error_id = "REC_105"
    sentence = "The answer to {key} contains a character that is not text."
    remedy = "Type that answer again instead of pasting it."


class AnswerUnaskedError(RecordError):
    """A record answers a question that no version of its form asks."""

    error_id = "REC_104"
    sentence = "Form {form_id} has no question {key}."
    remedy = "Check that the record belongs to this form."


# --- forms and their expressions ------------------------------------------------------------


class FormUnreadableError(FormError):
    """A file is not a form definition, or not one that can be read."""

    error_id = "FORM_001"
    sentence = "{name} cannot be read as a form: {reason}."
    remedy = "Open it in a spreadsheet and compare it with the sample form; then try again."


class FormSheetError(FormError):
    """A sheet of a definition has a fault that stops the conversion."""

    error_id = "FORM_002"
    sentence = "{name}: on sheet {sheet}, row {row}: {reason}"
    remedy = "Correct that row and import the form again. The form in use has not changed."


class ExpressionError(FormError):
    """An expression of a form cannot be read or cannot be worked out."""

    error_id = "FORM_010"
    sentence = "The expression cannot be worked out: {reason}."
    remedy = "Correct the expression in the form definition."

    @property
    def position(self) -> int:
        """Where the fault is, counted from 1; 0 when it has no place."""
        place = self.values.get("position", 0)
        return place if isinstance(place, int) else 0


class ExpressionSyntaxError(ExpressionError):
    """Something stands where it cannot stand."""

    error_id = "FORM_011"
    sentence = "Position {position} of the expression: “{found}” cannot stand there."
    remedy = "Compare with the examples: and, or, =, !=, <=, div; == and && are not used."


class ExpressionClosingError(ExpressionError):
    """A bracket is opened and not closed."""

    error_id = "FORM_012"
    sentence = "The expression ends at position {position} and “{expected}” is missing."
    remedy = "Close every bracket that was opened."


class ExpressionQuoteError(ExpressionError):
    """A quotation mark is opened and not closed."""

    error_id = "FORM_013"
    sentence = "The quotation mark at position {position} is not closed."
    remedy = "Put the same mark at the end of the text."


class ExpressionLimitError(ExpressionError):
    """An expression is longer or deeper than is reasonable."""

    error_id = "FORM_014"
    sentence = "The expression is too long or nested too deep (limit {limit}, position {position})."
    remedy = "Split it into several calculate questions."


class FunctionUnknownError(ExpressionError):
    """No function has that name."""

    error_id = "FORM_015"
    sentence = "There is no function {name}() (position {position})."
    remedy = "Look the function up in the manual."


class FunctionMisspeltError(FunctionUnknownError):
    """No function has that name, but one has nearly."""

    error_id = "FORM_016"
    remedy = "Perhaps {nearest}() is meant."


class FunctionArityError(ExpressionError):
    """A function is given too few or too many arguments."""

    error_id = "FORM_017"
    sentence = "{name}() takes {wanted} arguments, not {given} (position {position})."
    remedy = "Look the function up in the manual."


class ExpressionVariableError(ExpressionError):
    """`$name` is XPath, but no form knows variables."""

    error_id = "FORM_018"
    sentence = "${name} at position {position} is not known in forms."
    remedy = "An answer is written ${{{name}}}."


class ExpressionEffortError(ExpressionError):
    """An expression looks at more than is reasonable."""

    error_id = "FORM_019"
    sentence = "An expression of the form takes too long to work out."
    remedy = "Simplify it: filter shorter lists, or avoid // in paths."


class ExpressionPatternError(ExpressionError):
    """A pattern of regex() is none, or could take for ever."""

    error_id = "FORM_020"
    sentence = "The pattern {pattern} cannot be used: {reason}."
    remedy = "Write a simpler pattern, such as ^[0-9]{{10}}$."


# --- periods and the plan -------------------------------------------------------------------


class PeriodUnknownError(UsageError):
    """The text names no period."""

    error_id = "USE_010"
    sentence = "{text} is not a period."
    remedy = "Write 2026-10, 2026-Q4, 2026-H1, 2026-9M or 2026."


class PlanUnreadableError(ReportError):
    """The targets of the plan cannot be read."""

    error_id = "REP_010"
    sentence = "The targets in {path} cannot be read: {reason}."
    remedy = "Restore the file from the kit of the province, or install the program again."


class FormCycleError(FormError):
    """Answers that are worked out from one another."""

    error_id = "FORM_021"
    sentence = "The form goes round in a circle: {way}."
    remedy = "Take one of these questions out of the calculation or the condition of the other."


class FormSelfRelevantError(FormError):
    """A question that is asked only when it is already answered."""

    error_id = "FORM_022"
    sentence = "The relevant of {name} reads {name} itself, so it is hidden for ever."
    remedy = "Let relevant look at other questions only."


class FormNameUnknownError(FormError):
    """An expression names a question that is not there."""

    error_id = "FORM_023"
    sentence = "The expression names {name}, and there is no such question."
    remedy = "Check the spelling; an answer is written ${{name}}, a text 'in quotation marks'."


class FormNameMisspeltError(FormNameUnknownError):
    """An expression names a question that is not there, but one is called nearly so."""

    error_id = "FORM_024"
    remedy = "Perhaps {nearest} is meant."


# --- tables of records ----------------------------------------------------------------------


class TableUnreadableError(RecordError):
    """A file is not a table that can be read."""

    error_id = "REC_001"
    sentence = "{name} cannot be read as a table: {reason}."
    remedy = "Save it as .xlsx, or as .csv in UTF-8, and try again."


class TableTooLongError(RecordError):
    """A table has more rows or columns than are read at once."""

    error_id = "REC_002"
    sentence = "{name} has more than {limit} rows or columns."
    remedy = "Divide it into several files."


class TableEmptyError(RecordError):
    """A table has no header row."""

    error_id = "REC_003"
    sentence = "{name} is empty."
    remedy = "The first row must name the questions; the records stand below it."


# --- imports ----------------------------------------------------------------------------------


class TableLockedError(RecordError):
    """A workbook is locked with a password."""

    error_id = "REC_114"
    sentence = "{name} is locked with a password."
    remedy = "Open it in the spreadsheet program, save it without a password, and try again."


class ImportMissingError(RecordError):
    """An import that is to be undone is not there."""

    error_id = "REC_110"
    sentence = "There is no import {batch_id} that can be undone."
    remedy = "It may have been undone before; see the list of imports."


class SheetMissingError(RecordError):
    """A workbook has no such sheet."""

    error_id = "REC_111"
    sentence = "{name} has no sheet “{sheet}”."
    remedy = "Choose one of these: {sheets}."


class ImportUnmappedError(RecordError):
    """No column of the table answers a question."""

    error_id = "REC_112"
    sentence = "No column of {name} goes to a question of this form."
    remedy = "Choose the row that holds the headings, and a question for each column to take over."


class ExportTooLongError(RecordError):
    """A list has more records than a sheet has rows."""

    error_id = "REC_113"
    sentence = "The list has {count} records; a sheet of a workbook holds {limit} at most."
    remedy = "Export it as .csv, or choose a period and export it in parts."


class ExportKindsError(RecordError):
    """A .csv holds records of one kind."""

    error_id = "REC_115"
    sentence = "The list has records of {count} kinds; a .csv file holds one kind."
    remedy = "Export it as .xlsx, which has sheets for each kind, or choose one kind."


# --- attached files -------------------------------------------------------------------------


class AttachmentError(RecordError):
    """A file may not be attached to a record."""

    error_id = "ATT_000"
    sentence = "{name} cannot be attached."
    remedy = "Attach another file."


class PictureLargeError(AttachmentError):
    """A picture has more pixels than can be opened safely."""

    error_id = "ATT_001"
    sentence = (
        "{name} has {megapixels} million pixels; pictures up to {limit} million are taken in."
    )
    remedy = "Save a smaller copy of the picture and attach that. The file itself was not touched."


class AttachmentBrokenError(AttachmentError):
    """A file is damaged or ends too early."""

    error_id = "ATT_002"
    sentence = "{name} is damaged or incomplete, so it was not attached."
    remedy = "Copy it anew from the camera, telephone or scanner and try again."


class AttachmentHeavyError(AttachmentError):
    """A file took more time or memory than a sound one does."""

    error_id = "ATT_003"
    sentence = "{name} took too much time or memory to open, so it was not attached."
    remedy = "Open it in the program it comes from and save it anew; then attach the new file."


class AttachmentDisguisedError(AttachmentError):
    """A file is not what the ending of its name says."""

    error_id = "ATT_004"
    sentence = "{name} is not what its ending says: it is {found}."
    remedy = "Ask whoever sent it. If you trust it, give it the right ending and try again."


class AttachmentKindError(AttachmentError):
    """Files of that kind are not attached."""

    error_id = "ATT_005"
    sentence = "Files ending in {ending} are not attached."
    remedy = "Attach a picture, a PDF, or a document of Word, Excel or PowerPoint."


class PictureFormatError(AttachmentError):
    """A picture is in a format that not every computer can show."""

    error_id = "ATT_006"
    sentence = "{name} is a picture in a format that not every computer can show (HEIC, RAW)."
    remedy = "Save it as JPEG; on an iPhone: Settings, Camera, Formats, Most Compatible."


class PictureKindWantedError(AttachmentError):
    """The question asks for a picture."""

    error_id = "ATT_007"
    sentence = "This question asks for a picture, and {name} is none."
    remedy = "Attach a picture (.jpg, .png), or put the file at the question for documents."


class AttachmentActiveError(AttachmentError):
    """A document would run something when it is opened."""

    error_id = "ATT_008"
    sentence = (
        "{name} contains commands that run when it is opened ({what}), so it was not attached."
    )
    remedy = "Scan the paper again, or print the document to a new PDF, and attach that."


class AttachmentsTooManyError(AttachmentError):
    """The record has as many files as it may have."""

    error_id = "ATT_009"
    sentence = "This record has {count} files already; at most {limit} are allowed."
    remedy = "Remove a file that is not needed, or put several pages into one PDF."


class AttachmentsTooLargeError(AttachmentError):
    """The record's files would become too large together."""

    error_id = "ATT_010"
    sentence = "With {name} the files of this record would take {total} MB; at most {limit} MB are allowed."
    remedy = (
        "Scan with a lower resolution (150 dpi is enough), or remove a file that is not needed."
    )


class HelperMissingError(AttachmentError):
    """The process that opens foreign files could not be started."""

    error_id = "ATT_011"
    sentence = "Files cannot be looked at, because a part of the program did not start: {reason}."
    remedy = "Close other programs and try again. If it happens again, install the program anew."


# --- reports in several formats -------------------------------------------------------------


class ReportFormatUnknownError(ReportError):
    """A report is asked for in a format that is not written."""

    error_id = "REP_011"
    sentence = "A report cannot be written as {name}."
    remedy = "End the name in .pdf, .docx or .xlsx."


class NumberTakenError(ReportError):
    """A number was given to another paper of the same year."""

    error_id = "REP_012"
    sentence = "The number {number}/{symbol} of {year} was given to another paper."
    remedy = "Take the next free number: {free}."


class SignerFormError(ReportError):
    """The lines above a signature cannot be written from what is known."""

    error_id = "REP_013"
    sentence = "The form of signing {form} needs the position of the signer and of the head."
    remedy = "Give both positions, such as CHỦ TỊCH and PHÓ CHỦ TỊCH."


class ArchiveUnfitError(ReportError):
    """A copy for the archive fails a check of PDF/A-2b that the program makes."""

    error_id = "REP_021"
    sentence = "The copy for the archive was not written; these points do not hold: {points}."
    remedy = "Save the report without the archive option and tell whoever looks after the program."


class ArchiveFormatError(ReportError):
    """A copy for the archive is asked for as something else than a PDF."""

    error_id = "REP_022"
    exit_code = EXIT_USAGE
    sentence = "A copy for the archive is a PDF; {name} is not."
    remedy = "End the name in .pdf."


class OfficeLockedError(ReportError):
    """What the province's kit says of a letterhead is changed at the desk."""

    error_id = "REP_020"
    sentence = "{field} is set by the province's kit and cannot be changed at this desk."
    remedy = "Ask the province; what it changes comes with its next kit."


class NobodyAttendedError(ReportError):
    """Certificates are asked for of a training whose list names nobody who came."""

    error_id = "REP_030"
    sentence = "Nobody on the list of this training attended, so there is no certificate."
    remedy = "Fill in the list of participants, or name another line of it."


class PaperCodeError(UsageError):
    """What was typed or scanned is not the code at the foot of a report."""

    error_id = "USE_050"
    sentence = "This is not the code of a report."
    remedy = "Type the four groups of four characters from the foot, or scan the QR code there."


class PaperColumnError(ReportError):
    """A list is asked for with a column that it cannot have."""

    error_id = "REP_014"
    sentence = "A list cannot have the column {name}."
    remedy = "The columns are: {known}. What names a person is never printed in a list."


class NoTrainingError(ReportError):
    """A sign-in sheet is asked for of something else than a training."""

    error_id = "REP_015"
    sentence = "{record_id} is not a training, so it has no sign-in sheet."
    remedy = "Name a record of the kind training, or none for a blank sheet."


# --- history --------------------------------------------------------------------------------


class VersionMissingError(RecordError):
    """A record has no such saved state."""

    error_id = "REC_120"
    sentence = "The record has no version {revision}."
    remedy = "Open its history to see which versions there are."


# --- entry and series -----------------------------------------------------------------------


class ReasonBlankError(RecordError):
    """A warning is to be accepted without a reason."""

    error_id = "REC_130"
    sentence = "The warning at {key} needs a reason to be accepted."
    remedy = "Write a few words, or take one of the usual reasons."


class SeriesMissingError(RecordError):
    """There is no such series, or it was deleted."""

    error_id = "REC_131"
    sentence = "There is no series {series_id}."
    remedy = "List the series to see which there are."


class SeriesRuleError(RecordError):
    """A series is asked for by a rule that gives no date, or none that can be."""

    error_id = "REC_132"
    sentence = "This series cannot be made: {reason}"
    remedy = "Check the first day, the weekdays and the end."


class SeriesFormError(RecordError):
    """A series is asked for of a kind of record that has no date."""

    error_id = "REC_133"
    sentence = "Records of the kind {form_id} have no date, so they cannot recur."
    remedy = "Make a series of activities or of another kind with a date."


class SeriesDateMissingError(RecordError):
    """A series has no such date."""

    error_id = "REC_134"
    sentence = "The series has no date {on}."
    remedy = "List its dates to see which there are."


class SeriesDateConfirmedError(RecordError):
    """A date was confirmed: what became a record is changed as a record."""

    error_id = "REC_135"
    sentence = "{on} was confirmed and is a record now."
    remedy = "Open the record and change it there."


# --- tokens, passphrases, signed papers -------------------------------------------------------


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


# --- kits and the authority that lies apart


class ReceiptRefusedError(BundleError):
    """A receipt is not believed or is another desk's; its findings are in the value `outcome`."""

    error_id = "RCPT_301"
    exit_code = EXIT_REFUSED
    sentence = "The receipt {name} is not taken in ({ids})."
    remedy = "Nothing was changed. Ask the province for the receipt of this computer."


class RemarkQuestionError(HrdeskError):
    """A remark says nothing, or names a question that the record does not have."""

    error_id = "RCPT_101"
    sentence = "The remark needs words, and a question of this record ({question})."
    remedy = "Name the question as in the form, or leave it out to mean the whole record."


class RemarkMissingError(HrdeskError):
    """There is no remark of that id, or more than one begins so."""

    error_id = "RCPT_102"
    sentence = "There is no remark {remark_id}."
    remedy = "`remark list` names the remarks and their ids."


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
