"""What stands around an entry: the day, the clock, chance, the texts of the form."""

from __future__ import annotations

import random as random_numbers
from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from hrdesk.errors import ExpressionError
from hrdesk.forms.compiled import CompiledForm
from hrdesk.forms.expression import compile_expression, to_text
from hrdesk.forms.expression.context import Context, Scope
from hrdesk.forms.expression.nodes import ELEMENT, Node
from hrdesk.forms.model import Output
from hrdesk.records.instance import Answer
from hrdesk.records.lexical import result

_UUID: Final = compile_expression("uuid()")
_NOW: Final = compile_expression("now()")
_TODAY: Final = compile_expression("today()")


def scope_of(
    compiled: CompiledForm,
    today: date,
    now: datetime,
    language: str,
    random: Callable[[], float] | int | None,
) -> Scope:
    """The world of a form's expressions, its texts included."""
    source = random if callable(random) else random_numbers.Random(random).random  # noqa: S311 - not for secrets
    scope = Scope(
        today=today,
        now=now,
        language=language,
        instances=compiled.model.instances,
        namespaces=compiled.model.namespaces,
        random=source,
    )
    scope.itext = lambda identifier, origin: _itext(compiled, scope, identifier, origin)
    return scope


def preloaded(answer: Answer, scope: Scope) -> str:
    """What a new record has from the start where the form asks for it: an id, the time, a name."""
    facts = answer.facts
    if facts.preload == "uid":
        return f"uuid:{to_text(_UUID.evaluate(Context(scope, answer)))}"
    if facts.preload == "property":
        return scope.properties.get(facts.preload_params, "")
    if facts.preload == "date" or (facts.preload, facts.preload_params) == ("timestamp", "start"):
        moment = _NOW if facts.preload == "timestamp" else _TODAY
        return result(moment.evaluate(Context(scope, answer)), facts.data_type, scope.dates)
    return answer.value


def ended(answer: Answer, scope: Scope, now: datetime) -> str | None:
    """The time at which a record is finished, where the form asks for it."""
    facts = answer.facts
    if (facts.preload, facts.preload_params) != ("timestamp", "end"):
        return None
    scope.now = now
    return result(_NOW.evaluate(Context(scope, answer)), facts.data_type, scope.dates)


def _itext(compiled: CompiledForm, scope: Scope, identifier: str, origin: Node) -> list[Node]:
    words = compiled.model.itext.get(identifier, {})
    pieces = words.get(scope.language) or next(iter(words.values()), ())
    text = "".join(
        piece if isinstance(piece, str) else _output(scope, piece, origin) for piece in pieces
    )
    return [Node(ELEMENT, "value", text)] if pieces else []


def _output(scope: Scope, output: Output, origin: Node) -> str:
    """An answer inside a text that an expression chose, read from where it stands."""
    try:
        expression = compile_expression(output.expression)
        return to_text(expression.evaluate(Context(scope, origin)))
    except ExpressionError:
        return ""
