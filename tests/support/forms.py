"""A form from a Markdown table written in the test, and an entry of it."""

import tempfile
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path

from hrdesk.forms.compilation import compile_form
from hrdesk.forms.xform import parse_form
from hrdesk.forms.xlsform import convert
from hrdesk.records.entry import FormEntry, NodeRef

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 41, tzinfo=timezone(timedelta(hours=7)))
_SETTINGS = """
| settings |
| | form_id | form_title | version | default_language | namespaces |
| | trial | Thử | 2026112301 | Tiếng Việt (vi) | hrdesk="urn:hrdesk:xlsform" |
"""


@lru_cache(maxsize=64)
def xform_of(markdown):
    """The XForm of sheets as Markdown; `label` columns are Vietnamese when they name no language."""
    text = markdown if "| settings |" in markdown else f"{markdown}\n{_SETTINGS}"
    text = text.replace("| label |", "| label::Tiếng Việt (vi) |")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.md"
        path.write_text("\n".join(line.strip() for line in text.splitlines()), "utf-8")
        return convert(path)


def form_of(markdown):
    """The parsed form."""
    return parse_form(xform_of(markdown))


def compiled_of(markdown):
    """The compiled form."""
    return compile_form(form_of(markdown))


def entry_of(markdown, *, language="vi", random=1):
    """A new entry of the form."""
    return FormEntry.new(
        compiled_of(markdown), today=TODAY, now=NOW, language=language, random=random
    )


def reopened(entry, compiled, *, for_record=False, language="vi"):
    """An entry opened on what another one keeps."""
    return FormEntry.open(
        compiled,
        entry.answers(for_record=for_record),
        entry.repeats(for_record=for_record),
        today=TODAY,
        now=NOW,
        language=language,
    )


def fill(entry, **answers):
    """Set answers of the form's own table; the last step's changes."""
    changes = None
    for key, value in answers.items():
        changes = entry.set_value(NodeRef(key), value)
    return changes
