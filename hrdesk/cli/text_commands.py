"""The command on the text of a report: what stands in each section, what disagrees, what is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hrdesk.cli.session import FILE, PERIOD, Session, pass_session
from hrdesk.cli.speech import JSON_OPTION, SpokenCommand, SpokenOption, result, result_json
from hrdesk.errors import EXIT_OK, ArgumentWrongError
from hrdesk.i18n import N_, tr

if TYPE_CHECKING:
    from pathlib import Path

    from hrdesk.indicators.period import Period
    from hrdesk.services.remarking import SectionText

_LIMIT_BYTES = 1_000_000


@click.command(
    "text",
    cls=SpokenCommand,
    help=N_(
        "Show the sections of the report of PERIOD and where their figures disagree, or write one."
    ),
)
@click.argument("period", metavar="PERIOD", type=PERIOD)
@click.option("--section", cls=SpokenOption, help=N_("The section to write, as it is listed."))
@click.option(
    "--from",
    "source",
    type=FILE,
    cls=SpokenOption,
    help=N_("A file of text (UTF-8); a blank one lets the figures write the section again."),
)
@JSON_OPTION
@pass_session
def report_text(
    session: Session,
    period: Period,
    section: str | None,
    source: Path | None,
    json_wanted: bool,
) -> int:
    """Show or write the text of a report."""
    from hrdesk.services.numbering import CONSOLIDATED, REPORT
    from hrdesk.services.remarking import keep_remarks, remarks
    from hrdesk.services.report_sections import SECTIONS

    with session.workspace() as ws:
        kind = CONSOLIDATED if ws.province else REPORT
        if section is not None and source is not None:
            if section not in SECTIONS:
                raise ArgumentWrongError(reason=f"--section: {', '.join(SECTIONS)}")
            text = _read(source)
            keep_remarks(ws, period, {section: text}, now=session.now, kind=kind)
        elif section is not None or source is not None:
            raise ArgumentWrongError(reason="--section, --from")
        sections = remarks(ws, period, kind=kind)
    if json_wanted:
        result_json({"period": period.period_id, "sections": [_as_json(one) for one in sections]})
        return EXIT_OK
    for one in sections:
        _show(one)
    return EXIT_OK


def _read(source: Path) -> str:
    from hrdesk.files import read_limited

    try:
        return read_limited(source, _LIMIT_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ArgumentWrongError(reason=f"{source.name}: UTF-8") from error


def _as_json(one: SectionText) -> dict[str, object]:
    return {
        "section": one.section,
        "title": one.title,
        "text": one.text,
        "proposed": one.proposed,
        "edited": one.edited,
        "disagreements": [
            {
                "figure": found.figure,
                "was": found.was,
                "now": found.now,
                "start": found.start,
                "end": found.end,
            }
            for found in one.disagreements
        ],
    }


def _show(one: SectionText) -> None:
    result(f"[{one.section}] {one.title}")
    for line in (one.text or one.proposed).splitlines():
        result(f"  {line}")
    for found in one.disagreements:
        changed = tr(
            "{figure}: {was} is now {now}", figure=found.figure, was=found.was, now=found.now
        )
        result(f"  ! {changed}")
