"""Commands on a period: indicators, report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hrdesk.cli.session import FILE, PERIOD, Session, pass_session
from hrdesk.cli.speech import (
    JSON_OPTION,
    SpokenCommand,
    SpokenOption,
    Told,
    columns,
    result,
    result_json,
)
from hrdesk.errors import EXIT_OK
from hrdesk.i18n import N_, tr

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from hrdesk.indicators.form_indicators import FormFigure
    from hrdesk.indicators.indicator import TargetFigure
    from hrdesk.indicators.period import Period

_ACHIEVED = {
    "met": N_("met"),
    "not_met": N_("not met"),
    "exceeded": N_("exceeded"),
    "no_occurrence": N_("nothing to count"),
}


ARCHIVE_OPTION = click.option(
    "--archive",
    "archive_wanted",
    is_flag=True,
    cls=SpokenOption,
    help=N_("Write the PDF as a copy for the archive (PDF/A-2b, checked by the program itself)."),
)


def written_report(pages: int | None, out: Path) -> str:
    """What was written, with its number of pages or sheets where it has one."""
    if pages is None:
        return tr("Report: {path}", path=out)
    if out.suffix.lower() == ".xlsx":
        return tr("Report of {sheets} sheets: {path}", sheets=pages, path=out)
    return tr("Report of {pages} pages: {path}", pages=pages, path=out)


def target_head() -> tuple[str, ...]:
    """The head above `figure_row`."""
    return (
        tr("Target"),
        tr("Numerator"),
        tr("Denominator"),
        "%",
        tr("Cumulative"),
        tr("Cumulative %"),
        tr("Outcome"),
    )


def figure_row(figure: TargetFigure) -> tuple[str, ...]:
    """One target as cells; a dash where a target as it stands is not counted since 2023."""
    from hrdesk.vietnamese.formats import show_number, show_percent

    stands = figure.denominator > 0 and figure.cumulative_denominator == 0
    since = (
        f"{show_number(figure.cumulative_numerator)}/{show_number(figure.cumulative_denominator)}"
    )
    return (
        figure.target_id,
        show_number(figure.numerator),
        show_number(figure.denominator),
        show_percent(figure.ratio),
        "-" if stands else since,
        "-" if stands else show_percent(figure.cumulative_ratio),
        tr(_ACHIEVED.get(figure.achieved, figure.achieved)),
    )


def figure_as_json(figure: TargetFigure) -> dict[str, Any]:
    """One target for another program; percents rounded to four places, None for nothing to count."""
    return {
        "target": figure.target_id,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "percent": _percent(figure.numerator, figure.denominator),
        "cumulative_numerator": figure.cumulative_numerator,
        "cumulative_denominator": figure.cumulative_denominator,
        "cumulative_percent": _percent(figure.cumulative_numerator, figure.cumulative_denominator),
        "achieved": str(figure.achieved),
        "reference": figure.reference,
        "parts": dict(figure.parts),
    }


def form_figure_as_json(figure: FormFigure) -> dict[str, Any]:
    """An indicator that a form brings, for another program; whole sums as whole numbers."""
    above, below = (
        int(one) if one.denominator == 1 else float(one)
        for one in (figure.numerator, figure.denominator)
    )
    return {
        "indicator": figure.indicator_id,
        "form": figure.form_id,
        "names": dict(figure.names),
        "numerator": above,
        "denominator": below,
        "percent": _percent(above, below),
        "records": len(figure.record_ids),
    }


def show_form_figures(figures: Sequence[FormFigure]) -> None:
    """Indicators that forms bring, below the targets."""
    from hrdesk.i18n import label_in
    from hrdesk.vietnamese.formats import show_lexical_number, show_percent

    if not figures:
        return
    result("")
    columns(
        (tr("Indicator of a form"), tr("Numerator"), tr("Denominator"), "%"),
        [
            (
                label_in(dict(one.names)) or one.indicator_id,
                show_lexical_number(lexical_sum(one.numerator)),
                show_lexical_number(lexical_sum(one.denominator)),
                show_percent(one.ratio),
            )
            for one in figures
        ],
    )


def lexical_sum(value: Fraction) -> str:
    """`12` or `2.5`."""
    return str(int(value)) if value.denominator == 1 else str(float(value))


def _percent(numerator: float, denominator: float) -> float | None:
    return round(100 * numerator / denominator, 4) if denominator else None


@click.command(cls=SpokenCommand, help=N_("The five targets of PERIOD."))
@click.argument("period", metavar="PERIOD", type=PERIOD)
@JSON_OPTION
@pass_session
def indicators(session: Session, period: Period, json_wanted: bool) -> int:
    """Show the targets of a period, and the indicators that forms bring with them."""
    from hrdesk.services.form_figures import form_figures
    from hrdesk.services.period_figures import figures

    with session.workspace() as ws:
        counted = figures(ws, period)
        brought = form_figures(ws, period, own=True)
        unit = ws.unit
    if json_wanted:
        result_json(
            {
                "period": period.period_id,
                "first_on": period.first_on.isoformat(),
                "last_on": period.last_on.isoformat(),
                "unit": unit.code,
                "unit_name": unit.name,
                "targets": [figure_as_json(figure) for figure in counted.targets],
                "records": {form_id: one.total for form_id, one in counted.counts.items()},
                "form_indicators": [form_figure_as_json(figure) for figure in brought],
            }
        )
        return EXIT_OK
    columns(target_head(), [figure_row(figure) for figure in counted.targets])
    show_form_figures(brought)
    return EXIT_OK


@click.command(cls=SpokenCommand, help=N_("Write the report of PERIOD as PDF, Word or Excel."))
@click.argument("period", metavar="PERIOD", type=PERIOD)
@click.option(
    "--out",
    required=True,
    type=FILE,
    cls=SpokenOption,
    help=N_("The report to write (.pdf, .docx or .xlsx)."),
)
@ARCHIVE_OPTION
@JSON_OPTION
@pass_session
def report(
    session: Session, period: Period, out: Path, archive_wanted: bool, json_wanted: bool
) -> int:
    """Write a report."""
    from hrdesk.services.papers_made import note_report
    from hrdesk.services.reporting import write_report

    with session.workspace() as ws:
        pages = write_report(
            ws, period, out, now=session.now, progress=Told(), archive=archive_wanted
        )
        note_report(ws, period, out, now=session.now)
    if json_wanted:
        result_json({"period": period.period_id, "path": str(out), "pages": pages})
    else:
        result(written_report(pages, out))
    return EXIT_OK
