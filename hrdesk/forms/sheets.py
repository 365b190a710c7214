"""Where things stand in a definition's workbook: rows of questions, cells with formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

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
        lost = tuple(_lost_formulas(source)) if source.suffix.lower() == ".xlsx" else ()
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

    formulas = load_workbook(source)
    results = load_workbook(source, data_only=True)
    for name in _SHEETS:
        if name not in formulas.sheetnames:
            continue
        header = [str(cell.value or "") for cell in next(formulas[name].iter_rows(max_row=1), ())]
        for cells in formulas[name].iter_rows(min_row=2):
            for cell, title in zip(cells, header, strict=False):
                if cell.data_type == "f" and results[name][cell.coordinate].value is None:
                    yield name, cell.row or 0, title
