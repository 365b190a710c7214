"""Bundles, receipts, and what waits for a decision."""

from __future__ import annotations

from hrdesk.errors.families import EXIT_REFUSED, BundleError, HrdeskError, UsageError


class ZeroReportError(BundleError):
    """A zero report was asked for, but there are records."""

    error_id = "BUN_021"
    sentence = "There are {count} records of this period, so that it is no zero report."
    remedy = "Hand the period over as usual, or delete the records that do not belong to it."


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


class NothingToReceiveError(UsageError):
    """No bundle lies where it was looked for."""

    error_id = "USE_009"
    sentence = "No bundle (.asice) lies in {path}."
    remedy = "Name the files, or the folder that holds them."


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
