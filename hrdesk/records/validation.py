"""Is an answer what the form allows? At most one violation a question: the first that counts.

Blank and required comes before the type, the type before the choice, the choice before the
constraint; a constraint never judges a blank answer, and nothing judges what is not asked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hrdesk.forms.compiled import CompiledForm, Rule
from hrdesk.forms.definition import Question, QuestionType
from hrdesk.forms.expression import is_true
from hrdesk.i18n import N_, tr_in
from hrdesk.records.instance import Answer
from hrdesk.records.lexical import fits
from hrdesk.records.recalculation import Recalculation

ACKNOWLEDGED: Final = "OK"
REQUIRED: Final = N_("This question needs an answer.")
NOT_ALLOWED: Final = N_("This answer is not allowed here.")
NOT_OFFERED: Final = N_("“{value}” is not among the choices; choose again.")
_OUT_OF_RANGE: Final = N_("The number must lie between {least} and {most}.")
_TYPES: Final = {
    "int": N_("“{value}” is not a whole number."),
    "integer": N_("“{value}” is not a whole number."),
    "decimal": N_("“{value}” is not a number."),
    "date": N_("“{value}” is not a date."),
    "time": N_("“{value}” is not a time of day."),
    "dateTime": N_("“{value}” is not a date and time."),
    "datetime": N_("“{value}” is not a date and time."),
}
_UNASKED: Final = frozenset([QuestionType.CALCULATE, QuestionType.HIDDEN, QuestionType.NOTE])
_CHOOSING: Final = frozenset(
    [QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK]
)


class Judge:
    """Judges answers of one record."""

    def __init__(
        self,
        compiled: CompiledForm,
        recalculation: Recalculation,
        offered: Callable[[Answer], frozenset[str] | None],
        readonly: Callable[[Answer], bool],
    ) -> None:
        """`offered` gives the names that may be chosen now, None when there is no list."""
        self._recalculation = recalculation
        self._offered = offered
        self._readonly = readonly
        self._constraints: dict[str, Rule] = {
            rule.path: rule for rule in compiled.rules if rule.kind == "constraint"
        }

    def verdict(self, answer: Answer, language: str) -> tuple[str, str] | None:
        """Kind and message of what is wrong, or None."""
        question = answer.facts.question
        if question is None or question.question_type in _UNASKED or not answer.relevant:
            return None
        if answer.value == "":
            return self._blank(answer, language)
        if not fits(answer.value, answer.facts.data_type):
            return "type", tr_in(language, _TYPES[answer.facts.data_type], value=answer.value)
        if strange := self._strange(question, answer):
            return "choice", tr_in(language, NOT_OFFERED, value=strange)
        outside = _outside(question, answer.value, language)
        return ("constraint", outside) if outside else self._constraint(answer, language)

    def _blank(self, answer: Answer, language: str) -> tuple[str, str] | None:
        if not answer.required or self._readonly(answer):
            return None
        question = answer.facts.question
        if question is not None and question.question_type is QuestionType.UNSUPPORTED:
            return None  # nobody can answer it at a desk; the rest of the form goes on
        words = self._recalculation.text(answer.facts.required_message, answer)
        return "required", words or tr_in(language, REQUIRED)

    def _strange(self, question: Question, answer: Answer) -> str:
        """What of an answer is no choice of its question, "" when nothing is."""
        if question.question_type is QuestionType.ACKNOWLEDGE:
            return "" if answer.value == ACKNOWLEDGED else answer.value
        names = self._offered(answer) if question.question_type in _CHOOSING else None
        if names is None:
            return ""
        one = question.question_type is QuestionType.SELECT_ONE
        chosen = [answer.value] if one else answer.value.split()
        return next((name for name in chosen if name not in names), "")

    def _constraint(self, answer: Answer, language: str) -> tuple[str, str] | None:
        rule = self._constraints.get(answer.path)
        if rule is None:
            return None
        value = self._recalculation.value(rule.expression, answer)
        if value is None or is_true(value):
            return None
        words = self._recalculation.text(answer.facts.constraint_message, answer)
        return "constraint", words or tr_in(language, NOT_ALLOWED)


def _outside(question: Question, value: str, language: str) -> str:
    if question.question_type is not QuestionType.RANGE:
        return ""
    try:
        least = float(question.parameters.get("start", "-inf"))
        most = float(question.parameters.get("end", "inf"))
        inside = min(least, most) <= float(value) <= max(least, most)
    except ValueError:
        return ""
    if inside:
        return ""
    return tr_in(
        language,
        _OUT_OF_RANGE,
        least=question.parameters.get("start", "…"),
        most=question.parameters.get("end", "…"),
    )
