"""Tables and XML files beside a definition (select_one_from_file, pulldata), taken into its XForm.

A form travels in a kit and lies in the store as one text; so what it reads is written into it, and
nothing is looked up on a disk while somebody answers.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hrdesk.files import read_limited
from hrdesk.forms.markup import escaped
from hrdesk.forms.xmltree import read_xml
from hrdesk.vietnamese.text import nfc

FILE_LIMIT_BYTES: Final = 8 * 1024 * 1024
ROW_LIMIT: Final = 50_000
_OUTSIDE: Final = re.compile(
    r'<instance id="(?P<id>[^"]+)" src="jr://(?P<kind>file-csv|file)/(?P<name>[^"/\\]+)"\s*/>'
)
_ELEMENT_NAME: Final = re.compile(r"[^\W\d][\w.-]*")
_XML_HEAD: Final = re.compile(r"^\s*<\?xml[^>]*\?>\s*")
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


class ExternalFileError(Exception):
    """A file that a form reads is not usable; `reason` is a known word for why."""

    def __init__(self, name: str, reason: str) -> None:
        """`reason`: "unreadable" or "large"."""
        super().__init__(name)
        self.name = name
        self.reason = reason


def with_external_files(xform: str, folder: Path) -> str:
    """The XForm with the contents of the files it names, which lie in `folder`.

    A file that is not there stays named (`external_names`).

    Raises:
        ExternalFileError: one of them is too large, or no table.
    """
    return _OUTSIDE.sub(lambda found: _instance(found, folder), xform)


def external_names(xform: str) -> tuple[str, ...]:
    """Names of the files an XForm reads and does not hold yet."""
    return tuple(found["name"] for found in _OUTSIDE.finditer(xform))


def _instance(found: re.Match[str], folder: Path) -> str:
    name = found["name"]
    path = folder / name
    if not path.is_file():
        return found[0]
    if path.stat().st_size > FILE_LIMIT_BYTES:
        raise ExternalFileError(name, "large")
    content = read_limited(path, FILE_LIMIT_BYTES)
    try:
        text = nfc(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ExternalFileError(name, "unreadable") from None
    inside = _of_table(name, text) if found["kind"] == "file-csv" else _of_xml(name, text)
    return f'<instance id="{found["id"]}">{inside}</instance>'


def _of_table(name: str, text: str) -> str:
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)  # a spreadsheet in Vietnamese writes semicolons
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    titles = [title.strip() for title in next(rows, [])]
    if not any(titles):
        raise ExternalFileError(name, "unreadable")
    try:
        return f"<root>{''.join(_items(name, titles, rows))}</root>"
    except csv.Error:
        raise ExternalFileError(name, "unreadable") from None


def _items(name: str, titles: list[str], rows: Iterator[list[str]]) -> Iterator[str]:
    """One `<item>` a row. Columns whose title is no name (spaces, signs) cannot be asked for."""
    for number, row in enumerate(rows):
        if number >= ROW_LIMIT:
            raise ExternalFileError(name, "large")
        if not any(row):
            continue
        cells = (
            f"<{title}>{escaped(_NO_XML.sub('', cell.strip()))}</{title}>"
            for title, cell in zip(titles, row, strict=False)
            if _ELEMENT_NAME.fullmatch(title)
        )
        yield f"<item>{''.join(cells)}</item>"


def _of_xml(name: str, text: str) -> str:
    if name.lower().rpartition(".")[2] != "xml":
        return "<root/>"  # maps are not shown at a desk
    bare = _XML_HEAD.sub("", text)
    try:
        read_xml(bare)
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is no XML to take in
        raise ExternalFileError(name, "unreadable") from None
    return bare
