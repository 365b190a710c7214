"""Files of the world, sticks and mails."""

from __future__ import annotations

from hrdesk.errors.families import FileError


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
