"""The expression language of XLSForm: XPath 1.0 and the functions of ODK, compiled to closures.

    compile_expression("${women} <= ${people}").evaluate(context)
    is_true(evaluate_on({"women": "3", "people": "5"}, expression, today=date(2026, 11, 3)))

Nothing is ever handed to `eval`. A text that cannot be read raises `ExpressionError`, which knows
the position and, for a misspelt function, the name that was probably meant.
"""

from hrdesk.forms.expression.evaluate import evaluate_on
from hrdesk.forms.expression.expression import Expression, compile_expression
from hrdesk.forms.expression.values import Value, is_true, to_number, to_text

__all__ = [
    "Expression",
    "Value",
    "compile_expression",
    "evaluate_on",
    "is_true",
    "to_number",
    "to_text",
]
