"""Every function there is. Importing this registers them all."""

from __future__ import annotations

from hrdesk.forms.expression import (
    functions_dates,
    functions_forms,
    functions_geo,
    functions_logic,
    functions_nodes,
    functions_numbers,
    functions_text,
)
from hrdesk.forms.expression.registry import FUNCTIONS

_REGISTERED = (
    functions_dates,
    functions_forms,
    functions_geo,
    functions_logic,
    functions_nodes,
    functions_numbers,
    functions_text,
)

__all__ = ["FUNCTIONS"]
