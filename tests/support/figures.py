"""Figures of made-up units for reports, whose sums the tests know."""

from __future__ import annotations

from datetime import date

from hrdesk.indicators.indicator import Counts, TargetFigure
from hrdesk.indicators.period import parse_period
from hrdesk.indicators.plan import load_plan
from hrdesk.reports.periodic import (
    Office,
    PeriodCounts,
    ProductLine,
    ReportInput,
    UnitLine,
    target_words,
)
from tests.support.reports import HAN, JAWI, KHMER, VIETNAMESE

OFFICE = Office(
    name_in_text="Ủy ban nhân dân xã Mẫu Long",
    parent_agency="",
    agency="Ủy ban nhân dân\nxã Mẫu Long",
    symbol="BC-UBND",
    place="Mẫu Long",
    recipients=("Ủy ban nhân dân tỉnh An Giang",),
    authority=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    copies=("Như trên", "Lưu: VT, VHXH"),
    signer_name="Trần Văn Mẫu",
    author="Lê Thị Thử",
)
COUNTS = {
    "activity": Counts(
        "activity",
        12,
        {"people": 1234, "women": 612, "minorities": 300, "sessions": 40, "cost": 25_000_000},
        {"activity_kind": {"conference": 2, "broadcast": 10}, "languages": {"vi": 12, "km": 4}},
    ),
    "training": Counts("training", 1, {"people": 100, "women": 43}, {}),
    "product": Counts("product", 30, {"quantity": 500}, {"product_kind": {"video": 30}}),
    "press_information": Counts("press_information", 0),
    "false_news": Counts("false_news", 4, {}, {"conclusion": {"fake": 3, "unverified": 1}}),
    "agency": Counts("agency", 1),
}
BEFORE = {
    "activity": Counts("activity", 9, {"people": 900}),
    "training": Counts("training", 2),
    "product": Counts("product", 30),
    "false_news": Counts("false_news", 0),
}
FIGURES = (
    TargetFigure("T1", 1, 1, achieved="met"),
    TargetFigure("T2", 0, 0, local=TargetFigure("T2", 3, 4, achieved="met", reference=True)),
    TargetFigure("T3", 28, 30, 100, 110, achieved="not_met", missing=2),
    TargetFigure("T4", 3, 3, 9, 10, {"awaiting": 0, "backlog": 5}, achieved="met"),
    TargetFigure("T5", 6, 30, 20, 110, {"ethnic": 4, "digital": 3}, achieved="met"),
)
PRODUCTS = tuple(
    ProductLine(title, "Video, clip", date(2026, 11, 3), "Khmer", "Facebook, Zalo", "xã Mẫu Long")
    for title in (VIETNAMESE, KHMER, JAWI, HAN)
)


def report_input(**changes: object) -> ReportInput:
    """A month's report of a commune; `changes` replace parts of it."""
    values: dict[str, object] = {
        "office": OFFICE,
        "period": parse_period("2026-11"),
        "figures": FIGURES,
        "counts": PeriodCounts(COUNTS, BEFORE, {}, COUNTS),
        "targets": target_words(load_plan()),
        "products": PRODUCTS,
        "issued_on": date(2026, 11, 16),
    }
    return ReportInput(**{**values, **changes})  # type: ignore[arg-type]


def zero_input() -> ReportInput:
    """A month in which nothing happened, in an office with registers."""
    nothing = tuple(TargetFigure(f"T{number}", 0, 0) for number in range(1, 6))
    counts = PeriodCounts({"activity": Counts("activity"), "agency": Counts("agency", 1)})
    return report_input(figures=nothing, counts=counts, products=())


def unit_lines(units: int) -> tuple[UnitLine, ...]:
    """Units with figures of their own; every seventh has sent nothing."""
    return tuple(
        UnitLine(
            f"Xã Mẫu {number}",
            None
            if number % 7 == 0
            else tuple(
                TargetFigure(f"T{target}", number % target, number, achieved="not_met")
                for target in range(1, 6)
            ),
        )
        for number in range(1, units + 1)
    )
