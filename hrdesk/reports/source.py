"""What a report is made from: the office, the period, the figures, what a person wrote."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from hrdesk.forms.definition import Form
    from hrdesk.indicators.indicator import Counts, TargetFigure
    from hrdesk.indicators.period import Period


@dataclass(frozen=True, slots=True)
class Office:
    """What the issuing office says of itself on paper; every piece is a setting.

    `name_in_text` is how a sentence calls it ("Ủy ban nhân dân xã Châu Phong"); `agency` stands in
    the letterhead (a line break parts its lines); `symbol` follows the number ("BC-UBND");
    `authority` holds the lines above the signer's name. `electronic`: papers are issued as electronic
    documents, whose appendices leave number and date blank (Nghị định 30/2020/NĐ-CP, Phụ lục I).
    """

    name_in_text: str
    parent_agency: str
    agency: str
    symbol: str
    place: str
    recipients: tuple[str, ...]
    authority: tuple[str, ...]
    copies: tuple[str, ...] = ()
    signer_name: str = ""
    number: str = ""
    author: str = ""
    electronic: bool = False


@dataclass(frozen=True, slots=True)
class Remarks:
    """What a person wrote for the report; an empty section is written from the figures.

    One entry is one paragraph, or an item when it begins with a dash. `parts` are the parts of the
    results: by the form they count, "shares" and "cost".
    """

    direction: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    shortcomings: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    next_tasks: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProductLine:
    """One product for the list of Phụ lục III; `kind`, `languages` and `channels` as labels."""

    title: str
    kind: str
    completed_on: date | None
    languages: str = ""
    channels: str = ""
    unit_name: str = ""


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """Counts by form id: this period, those it is compared with, and since the plan began.

    `missing` names the others ("previous", "same_last_year") that end before the first record: of
    them nothing is known, which is not the same as nothing occurred.
    """

    current: Mapping[str, Counts]
    previous: Mapping[str, Counts] = field(default_factory=dict)
    same_last_year: Mapping[str, Counts] = field(default_factory=dict)
    cumulative: Mapping[str, Counts] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit of the consolidated report: its target figures, or None when nothing came.

    `own`: the office that consolidates; it counts, and reports to nobody here.
    """

    unit_name: str
    figures: tuple[TargetFigure, ...] | None
    zero_report: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class ReportInput:
    """All that a report is made from; the same value gives the same report.

    `targets` says in words what each of `figures` means: see `target_words`.
    """

    office: Office
    period: Period
    figures: tuple[TargetFigure, ...]
    counts: PeriodCounts
    targets: tuple[TargetWords, ...]
    products: tuple[ProductLine, ...] = ()
    forms: Mapping[str, Form] = field(default_factory=dict)
    remarks: Remarks = field(default_factory=Remarks)
    issued_on: date | None = None
    language: str = "vi"


@dataclass(frozen=True, slots=True)
class TargetWords:
    """A target of the plan in the language of the report; see `hrdesk.reports.targets`.

    `basis` says what its figure covers: "period" (and since 2023 beside it), "stock" (as it stands
    at the cut-off, not cumulative) or "cumulative" (since 2023 only). `proposed`: the definition is a proposal that the
    province has not confirmed.
    """

    target_id: str
    name: str
    requirement: str
    definition: str
    parts: Mapping[str, str] = field(default_factory=dict)
    basis: str = "period"
    local_definition: str = ""
    proposed: bool = False
