"""Pictures and documents attached to a record."""

from __future__ import annotations

from hrdesk.errors.families import RecordError


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
