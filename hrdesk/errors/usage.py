"""What was given to a command, or to a dialog."""

from __future__ import annotations

from hrdesk.errors.families import UsageError


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
