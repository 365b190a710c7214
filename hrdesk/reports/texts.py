"""The words of the reports, as data: `resources/plan/report_texts.<language>.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hrdesk.resources import resource

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that is written when none of the numbers in `needs` is zero.

    `one` is written instead when there is one record, in a language that says it otherwise.
    """

    text: str
    needs: tuple[str, ...] = ()
    is_item: bool = False
    one: str = ""


@dataclass(frozen=True, slots=True)
class ResultTexts:
    """One part of the results: the form it counts, what is said of it, what is counted."""

    heading: str
    form_id: str
    unit: str
    zero: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row of the table of figures; with `each` one row for every choice that occurred."""

    label: str
    unit: str
    key: str = ""
    each: str = ""


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Rows of one form under a heading; a blank form id sums over all forms."""

    heading: str
    form_id: str
    rows: tuple[FigureRow, ...]


class Texts:
    """All words of one language."""

    def __init__(self, language: str) -> None:
        """Read the words; a language without words of its own speaks Vietnamese."""
        path = resource("plan", f"report_texts.{language}.toml")
        if not path.is_file():
            path = resource("plan", "report_texts.vi.toml")
        self._words: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))

    def say(self, section: str, key: str, /, **values: object) -> str:
        """One text, its placeholders filled."""
        return fill(self._words[section][key], values)

    def several(self, section: str, key: str) -> tuple[str, ...]:
        """A list of texts: the heads of a table, the tasks that always stand."""
        return tuple(self._words[section][key])

    def results(self) -> tuple[ResultTexts, ...]:
        """The parts of the results that follow one form each, in order."""
        return tuple(
            ResultTexts(
                part["heading"],
                part["form_id"],
                part["unit"],
                part["zero"],
                tuple(
                    Sentence(
                        one["text"],
                        tuple(one.get("needs", ())),
                        one.get("item", False),
                        one.get("one", ""),
                    )
                    for one in part["lines"]
                ),
            )
            for part in self._words["results"]
        )

    def figure_groups(self) -> tuple[FigureGroup, ...]:
        """The rows of the table of figures."""
        return tuple(
            FigureGroup(
                group["heading"],
                group["form_id"],
                tuple(FigureRow(**row) for row in group["rows"]),
            )
            for group in self._words["figures"]["groups"]
        )


def fill(text: str, values: Mapping[str, object]) -> str:
    """`text` with its placeholders filled; a placeholder without a value is a fault of ours."""
    return text.format_map(values)
