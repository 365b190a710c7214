"""An XForm document as a `Form`: structure, words and choices. No expression is run here."""

from __future__ import annotations

from hrdesk.forms.definition import Form


def parse_form(xform: str) -> Form:
    """The form that the XForm describes; FormUnreadableError when it is not one."""
    raise NotImplementedError
