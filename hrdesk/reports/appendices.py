"""The tables behind a report: figures, targets, products, and the share of each unit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from hrdesk.reports.content import Appendix, Column, ListItem, Paragraph, Table
from hrdesk.reports.narrative import figure_values
from hrdesk.reports.numbers import choice_labels, choices_that_occurred, number_of, roman, share
from hrdesk.vietnamese.formats import show_date, show_number, show_percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hrdesk.indicators.indicator import Counts, TargetFigure
    from hrdesk.reports.content import Block
    from hrdesk.reports.source import ProductLine, ReportInput, TargetWords, UnitLine
    from hrdesk.reports.texts import FigureGroup, FigureRow, Texts

Row = tuple[str, ...]
_UNKNOWN: Final = "-"
_NONE: Final = ("-", "-", "-")  # what a target does not count


def figures_appendix(source: ReportInput, texts: Texts) -> Appendix:
    """Phụ lục: every count of this period, the one before, a year ago, and since 2023."""
    rows: list[Row] = []
    for number, group in enumerate(texts.figure_groups(), start=1):
        rows.append((f"{roman(number)}. {group.heading}",))
        for place, (label, unit, amounts) in enumerate(_figure_rows(source, group), start=1):
            rows.append((str(place), label, unit, *map(_shown, amounts)))
    heads = texts.several("figures", "columns")
    widths = (5, 29, 14, 12, 12, 13, 15)
    columns = [Column(heads[0], widths[0], "center", kind="number"), Column(heads[1], widths[1])]
    columns.append(Column(heads[2], widths[2], "center"))
    columns += [
        Column(head, width, "right", kind="number")
        for head, width in zip(heads[3:], widths[3:], strict=True)
    ]
    title = texts.say("figures", "title", period=source.period.title(source.language))
    return Appendix(title, (Table(tuple(columns), rows),))


def _shown(amount: int | None) -> str:
    return _UNKNOWN if amount is None else show_number(amount)


def _figure_rows(
    source: ReportInput, group: FigureGroup
) -> Iterator[tuple[str, str, tuple[int | None, ...]]]:
    for row in group.rows:
        if not row.each:
            amounts = tuple(
                None if period is None else _amount(period, group.form_id, row.key)
                for period in _periods(source)
            )
            yield row.label, row.unit, amounts
        else:
            yield from _choice_rows(source, group.form_id, row)


def _choice_rows(
    source: ReportInput, form_id: str, row: FigureRow
) -> Iterator[tuple[str, str, tuple[int | None, ...]]]:
    labels = choice_labels(source.forms.get(form_id), row.each, source.language)
    occurred = list(choices_that_occurred(source.counts, form_id, row.each))
    ordered = [name for name in labels if name in occurred]
    for name in [*ordered, *(name for name in occurred if name not in labels)]:
        amounts = tuple(
            None if period is None else _chosen(period, form_id, row.each, name)
            for period in _periods(source)
        )
        yield row.label.format(label=labels.get(name, name)), row.unit, amounts


def _chosen(period: Mapping[str, Counts], form_id: str, key: str, name: str) -> int:
    return period[form_id].by_choice.get(key, {}).get(name, 0) if form_id in period else 0


def _periods(source: ReportInput) -> tuple[Mapping[str, Counts] | None, ...]:
    """This period, those beside it, and all; None for one of which nothing is known."""
    counts = source.counts
    before = None if "previous" in counts.missing else counts.previous
    year = None if "same_last_year" in counts.missing else counts.same_last_year
    return counts.current, before, year, counts.cumulative


def _amount(period: Mapping[str, Counts], form_id: str, key: str) -> int:
    """One number of a form; of all forms together when the form id is blank."""
    if form_id:
        return number_of(period.get(form_id), key)
    return sum(number_of(counts, key) for counts in period.values())


def targets_appendix(source: ReportInput, texts: Texts) -> Appendix:
    """Phụ lục: targets with both parts of each ratio, and the definitions they were counted by."""
    table = targets_table(source, texts)
    blocks: list[Block] = [table, Paragraph(texts.say("targets", "definitions"), bold=True)]
    if proposed := [words.target_id for words in source.targets if words.proposed]:
        said = texts.say("targets", "proposed", targets=", ".join(proposed))
        blocks.append(Paragraph(said, italic=True))
    for words in source.targets:
        blocks.extend(_explained(words, _figure(source.figures, words.target_id), texts))
    title = texts.say("targets", "title", period=source.period.title(source.language))
    return Appendix(title, tuple(blocks), landscape=True)


def _explained(words: TargetWords, figure: TargetFigure | None, texts: Texts) -> Iterator[Block]:
    """How a target was counted, and the parts of its figure."""
    say = partial(texts.say, "targets", target=words.target_id)
    yield ListItem(say("definition", definition=words.definition))
    if figure is not None and figure.local is not None and words.local_definition:
        yield ListItem(say("definition", definition=words.local_definition), mark="+")
    for name, label in words.parts.items():
        if figure is not None and name in figure.parts:
            count = show_number(figure.parts[name])
            yield ListItem(say("part", label=label, count=count), mark="+")


def targets_table(source: ReportInput, texts: Texts) -> Table:
    """Each target: requirement, numerator, denominator and percent, in period and since 2023."""
    heads = texts.several("targets", "columns")
    columns = [Column(heads[0], 7, "center"), Column(heads[1], 40), Column(heads[2], 14, "center")]
    for group, first in (("in_period", 3), ("cumulative", 6)):
        over = texts.say("targets", group)
        numerator, denominator, percent = heads[first : first + 3]
        columns.append(Column(numerator, 9, "right", over, "number"))
        columns.append(Column(denominator, 9, "right", over, "number"))
        columns.append(Column(percent, 11, "right", over, "percent"))
    columns.append(Column(heads[9], 14, "center"))
    rows: list[Row] = []
    for words in source.targets:
        figure = _figure(source.figures, words.target_id)
        if figure is None:
            continue
        rows.append(_target_row(words, figure, texts))
        if figure.local is not None:
            rows.append(_target_row(words, figure.local, texts))
    return Table(tuple(columns), rows)


def _target_row(words: TargetWords, figure: TargetFigure, texts: Texts) -> Row:
    values = figure_values(figure, texts)
    own = (values["numerator"], values["denominator"], values["percent"])
    cumulative = tuple(
        values[f"cumulative_{key}"] for key in ("numerator", "denominator", "percent")
    )
    if words.basis == "stock":
        cumulative = _NONE
    elif words.basis == "cumulative":
        own, cumulative = _NONE, own
    name, requirement = words.name, words.requirement
    if figure.reference:
        name = f"{name} ({texts.say('words', 'reference')})"
    outcome = texts.say("words", figure.achieved)
    return (words.target_id, name, requirement, *own, *cumulative, outcome)


def products_appendix(source: ReportInput, texts: Texts, *, with_unit: bool) -> Appendix:
    """Phụ lục: the products of the period, by title; no person is named."""
    heads = list(texts.several("products", "columns"))
    columns = [
        Column(heads[0], 6, "center", kind="number"),
        Column(heads[1], 38),
        Column(heads[2], 16),
        Column(heads[3], 14),
        Column(heads[4], 14, "center", kind="date"),
        Column(heads[5], 18),
    ]
    if with_unit:
        columns.append(Column(texts.say("products", "unit_column"), 18))
    title = texts.say("products", "title", period=source.period.title(source.language))
    rows = ProductRows(source.products, with_unit=with_unit)
    return Appendix(title, (Table(tuple(columns), rows),), landscape=with_unit)


class ProductRows:
    """The rows of the list of products, each made when it is drawn."""

    def __init__(self, products: Sequence[ProductLine], *, with_unit: bool) -> None:
        self._products = products
        self._with_unit = with_unit

    def __len__(self) -> int:
        return len(self._products)

    def __iter__(self) -> Iterator[Row]:
        for number, product in enumerate(self._products, start=1):
            yield self._row(number, product)

    def _row(self, number: int, product: ProductLine) -> Row:
        row = (
            show_number(number),
            product.title,
            product.kind,
            product.languages,
            show_date(product.completed_on) if product.completed_on else "",
            product.channels,
        )
        return (*row, product.unit_name) if self._with_unit else row


def units_appendix(source: ReportInput, units: Sequence[UnitLine], texts: Texts) -> Appendix:
    """Phụ lục: numerator/denominator and percent of every unit; the last row adds them up."""
    heads = texts.several("units", "columns")
    target_ids = [words.target_id for words in source.targets]
    columns = [Column(heads[0], 5, "center", kind="number"), Column(heads[1], 36)]
    for target_id in target_ids:
        columns.append(Column(heads[2], 8, "right", target_id, "fraction"))
        columns.append(Column(heads[3], 8, "right", target_id, "percent"))
    rows = [
        (str(number), *_unit_cells(unit, target_ids, texts))
        for number, unit in enumerate(units, start=1)
    ]
    cells = [_ratio_cells(_figure(source.figures, target_id)) for target_id in target_ids]
    total = ("", texts.say("words", "total"), *(cell for pair in cells for cell in pair))
    title = texts.say("units", "title", period=source.period.title(source.language))
    blocks = (
        Table(tuple(columns), rows, total),
        Paragraph(texts.say("units", "note"), italic=True),
    )
    return Appendix(title, blocks, landscape=True)


def _unit_cells(unit: UnitLine, target_ids: Sequence[str], texts: Texts) -> Iterator[str]:
    if unit.figures is None:
        yield f"{unit.unit_name} ({texts.say('words', 'not_received')})"
        yield from ["-"] * (2 * len(target_ids))
        return
    mark = f" ({texts.say('words', 'zero_report')})" if unit.zero_report else ""
    yield f"{unit.unit_name}{mark}"
    for target_id in target_ids:
        yield from _ratio_cells(_figure(unit.figures, target_id))


def _ratio_cells(figure: TargetFigure | None) -> tuple[str, str]:
    if figure is None:
        return "", ""
    ratio = share(figure.numerator, figure.denominator)
    parts = f"{show_number(figure.numerator)}/{show_number(figure.denominator)}"
    return parts, show_percent(ratio) if ratio is not None else "-"


def _figure(figures: Sequence[TargetFigure], target_id: str) -> TargetFigure | None:
    return next((one for one in figures if one.target_id == target_id), None)
