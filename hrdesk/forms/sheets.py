"""Where things stand in a definition's workbook: rows of questions, cells with formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from hrdesk.forms.definition import Form
from hrdesk.forms.xlsform import read_sheets, row_naming

_SHEETS: Final = ("survey", "choices", "settings")


KNOWN_COLUMNS: Final = frozenset(
    [
        "type",
        "name",
        "label",
        "hint",
        "guidance_hint",
        "required",
        "required_message",
        "relevant",
        "relevance",
        "constraint",
        "constraint_message",
        "constraining_message",
        "calculation",
        "calculate",
        "appearance",
        "default",
        "readonly",
        "read_only",
        "repeat_count",
        "count",
        "choice_filter",
        "parameters",
        "trigger",
        "image",
        "audio",
        "video",
        "big-image",
        "media",
        "autoplay",
        "rows",
        "note",
        "note:",
        "bind",
        "body",
        "instance",
        "control",
        "intent",
        "save_to",
        "caption",
        "command",
        "value",
        "list_name",
        "order",
        "allow_choice_duplicates",
        "disabled",
        "query",
        "sms_field",
        "compact_tag",
        "jr:count",
        "requiredmsg",
        "no_app_error_string",
        "noapperrorstring",
        "comment",
        "comments",
    ]
)
_WIDEST: Final = 400  # columns that a sheet of a form may have
_MOST_BLANK_ROWS: Final = 100
_OWN_PREFIXES: Final = ("bind", "body", "instance", "control", "media")


@dataclass(frozen=True, slots=True)
class Places:
    """Rows by path (a spreadsheet's, the header being 1); formulas whose result is not kept."""

    rows: Mapping[str, int]
    lost_formulas: tuple[tuple[str, int, str], ...]
    sheets: Mapping[str, list[dict[str, str]]] = field(default_factory=dict)
    source: Path | None = None

    @classmethod
    def none(cls) -> Self:
        """Nothing is known: the form came without its file."""
        return cls({}, ())

    @classmethod
    def of(cls, source: Path, form: Form) -> Self:
        """What the file of a form says."""
        root = next((item.path.split("/")[1] for item in form.items()), "data")
        sheets = read_sheets(source)
        rows = dict(_rows(sheets.get("survey", []), f"/{root}"))
        lost = tuple(_lost_formulas(source)) if source.suffix.lower() in (".xlsx", ".xlsm") else ()
        return cls(rows, lost, sheets, source)

    def row(self, path: str) -> int:
        """The row of a path, 0 when it is not known."""
        return self.rows.get(path, 0)

    def unknown_columns(self) -> tuple[tuple[str, str], ...]:
        """Sheet and title of each column of the survey sheet that has no meaning.

        On the choices sheet any column may be asked for in a choice_filter, so none is unknown.
        """
        titles = dict.fromkeys(title for row in self.sheets.get("survey", []) for title in row)
        return tuple(("survey", title) for title in titles if not _is_known(title))

    def row_naming(self, name: str) -> int:
        """The first row of the survey sheet that names a file, 0 when it is not known."""
        return row_naming(self.source, name) if self.source is not None else 0


def _rows(survey: list[dict[str, str]], root: str) -> Iterator[tuple[str, int]]:
    above = [root]
    for number, row in enumerate(survey, 2):
        kind = row.get("type", "").replace(" ", "_")
        path = f"{above[-1]}/{row.get('name', '')}"
        if kind.startswith("end_"):
            if len(above) > 1:
                above.pop()
            continue
        yield path, number
        if kind.startswith("begin_"):
            above.append(path)


def _is_known(title: str) -> bool:
    stem = title.strip().split("::")[0].split(":")[0].strip().lower().replace(" ", "_")
    return stem in KNOWN_COLUMNS or stem in _OWN_PREFIXES or not stem or stem.startswith("#")


def _lost_formulas(source: Path) -> Iterator[tuple[str, int, str]]:
    """Formula cells without a result in the file: a conversion would read them as blank."""
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy, needed for checks only

    # Both stay open while they are read; a file left open could not be saved by a spreadsheet.
    with (
        closing(load_workbook(source, read_only=True)) as formulas,
        closing(load_workbook(source, read_only=True, data_only=True)) as results,
    ):
        for name in _SHEETS:
            if name in formulas.sheetnames:
                yield from _lost_on_sheet(formulas[name], results[name])


def _lost_on_sheet(formulas: Any, results: Any) -> Iterator[tuple[str, int, str]]:  # noqa: ANN401 - openpyxl's, loaded late
    titles = next(formulas.iter_rows(max_row=1, max_col=_WIDEST, values_only=True), ())
    width = max((at for at, title in enumerate(titles, 1) if title is not None), default=0)
    if not width:
        return
    both = zip(
        formulas.iter_rows(min_row=2, max_col=width),
        results.iter_rows(min_row=2, max_col=width, values_only=True),
        strict=False,
    )
    blank = 0  # a sheet that was formatted to its end has a million rows
    for number, (cells, values) in enumerate(both, 2):
        blank = blank + 1 if all(cell.value is None for cell in cells) else 0
        if blank > _MOST_BLANK_ROWS:
            return
        for title, cell, value in zip(titles, cells, values, strict=False):
            if cell.data_type == "f" and value is None:
                yield formulas.title, number, str(title or "")
