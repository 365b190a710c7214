"""Form definitions and their expressions."""

from __future__ import annotations

from hrdesk.errors.families import FormError


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
