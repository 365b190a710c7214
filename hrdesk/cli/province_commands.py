"""Commands of the province: enrol, receive, consolidate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hrdesk.cli.authority_commands import AUTHORITY_PASSPHRASE, PLACE, authority_words
from hrdesk.cli.reporting_commands import (
    figure_as_json,
    figure_row,
    form_figure_as_json,
    show_form_figures,
    target_head,
    written_report,
)
from hrdesk.cli.secrets import PASSPHRASE_FILE
from hrdesk.cli.session import FILE, PERIOD, Session, pass_session, passphrase
from hrdesk.cli.speech import (
    JSON_OPTION,
    SpokenCommand,
    SpokenOption,
    Told,
    columns,
    result,
    result_json,
)
from hrdesk.errors import EXIT_OK, EXIT_REFUSED, EXIT_REMARKS
from hrdesk.i18n import N_, tr

if TYPE_CHECKING:
    from hrdesk.indicators.period import Period
    from hrdesk.services.province import Consolidated, IntakeOutcome

_RESULTS = {
    "accepted": N_("taken in"),
    "already": N_("was taken in before"),
    "held": N_("held"),
    "refused": N_("refused"),
}


@click.command(
    cls=SpokenCommand, help=N_("Issue the certificate that the desk in REQUEST asks for.")
)
@click.argument("request_path", metavar="REQUEST", type=FILE)
@click.option(
    "--out", required=True, type=FILE, cls=SpokenOption, help=N_("The answer to write (.asice).")
)
@click.option(
    "--role",
    type=click.Choice(["clerk", "head", "province"]),
    default="clerk",
    cls=SpokenOption,
    help=N_("Clerk, head of the office (signs as the second), or officer of the province."),
)
@click.option(
    "--fingerprint",
    default="",
    cls=SpokenOption,
    help=N_("The sixteen characters as they were read out; another request is refused."),
)
@PASSPHRASE_FILE
@PLACE
@AUTHORITY_PASSPHRASE
@JSON_OPTION
@pass_session
def enrol(
    session: Session,
    request_path: Path,
    out: Path,
    role: str,
    fingerprint: str,
    given: Path | None,
    place: Path | None,
    authority_given: Path | None,
    json_wanted: bool,
) -> int:
    """Enrol a desk."""
    from hrdesk.services.authority import authority_state
    from hrdesk.services.province import Issuing, enrol, read_request

    with session.workspace() as ws:
        read_request(request_path)
        words = passphrase(given, ws)
        own = authority_given is not None or place is not None or authority_state(ws).apart
        issuing = Issuing(
            authority_passphrase=authority_words(ws, authority_given, place) if own else words,
            place=place,
            role=role,
            fingerprint=fingerprint,
        )
        request = enrol(ws, request_path, out, passphrase=words, now=session.now, issuing=issuing)
    if json_wanted:
        result_json(
            {
                "unit": request.unit_code,
                "unit_name": request.unit_name,
                "name": request.name,
                "position": request.position,
                "fingerprint": request.fingerprint,
                "answer": str(out),
            }
        )
        return EXIT_OK
    result(
        tr(
            "{unit} ({code}), {name}, {position}: enrolled.",
            unit=request.unit_name,
            code=request.unit_code,
            name=request.name,
            position=request.position,
        )
    )
    result(tr("Fingerprint compared by telephone: {text}", text=request.fingerprint))
    result(tr("Answer to carry back: {path}", path=out))
    return EXIT_OK


@click.command(cls=SpokenCommand, help=N_("Verify and take in bundles, or all bundles of folders."))
@click.argument("paths", metavar="PATH...", type=FILE, nargs=-1, required=True)
@click.option(
    "--accept-remarks",
    is_flag=True,
    cls=SpokenOption,
    help=N_("Also take in bundles that are valid with remarks."),
)
@PASSPHRASE_FILE
@JSON_OPTION
@pass_session
def receive(
    session: Session,
    paths: tuple[Path, ...],
    accept_remarks: bool,
    given: Path | None,
    json_wanted: bool,
) -> int:
    """Receive bundles; exit code 20 when one was refused, 10 when one is held."""
    from hrdesk.cli.waiting_commands import opened_keys
    from hrdesk.services.province import receive

    with session.workspace() as ws:
        outcomes = receive(
            ws,
            paths,
            now=session.now,
            accept_remarks=accept_remarks,
            opened=opened_keys(ws, given),
            progress=Told(),
        )
    if json_wanted:
        result_json([_intake_as_json(one) for one in outcomes])
    else:
        for one in outcomes:
            _show_intake(one)
    results = {one.result for one in outcomes}
    if "refused" in results:
        return EXIT_REFUSED
    return EXIT_REMARKS if "held" in results else EXIT_OK


def _intake_as_json(one: IntakeOutcome) -> dict[str, Any]:
    from hrdesk.services.wording import outcome_as_json

    return {
        "file": one.file_name,
        "result": one.result,
        "reason": one.reason,
        "unit": one.unit_code,
        "period": one.period_id,
        "sequence": one.sequence,
        "new": one.new,
        "changed": one.changed,
        "unchanged": one.unchanged,
        "withdrawn": one.withdrawn,
        "cause": one.cause,
        "zero": one.zero,
        "quarantined_at": str(one.quarantined_at) if one.quarantined_at else None,
        "outcome": outcome_as_json(one.outcome),
    }


def _show_intake(one: IntakeOutcome) -> None:
    words = tr(_RESULTS[one.result])
    who = " " + ", ".join(filter(None, (one.unit_name, one.period_id))) if one.unit_name else ""
    result(f"{one.file_name}: {words}.{who}")
    if one.result == "accepted" and one.period_id:
        result(
            tr(
                "  {new} new, {changed} changed, {unchanged} unchanged, {withdrawn} withdrawn records",
                new=one.new,
                changed=one.changed,
                unchanged=one.unchanged,
                withdrawn=one.withdrawn,
            )
        )
    if one.reason:
        result(f"  {one.reason}")
    if one.quarantined_at:
        result(tr("  kept aside with the reason: {path}", path=one.quarantined_at))


@click.command(cls=SpokenCommand, help=N_("The province's figures of PERIOD and their report."))
@click.argument("period", metavar="PERIOD", type=PERIOD)
@click.option(
    "--out", type=FILE, cls=SpokenOption, help=N_("The report to write (.pdf, .docx or .xlsx).")
)
@click.option(
    "--archive",
    "archive_wanted",
    is_flag=True,
    cls=SpokenOption,
    help=N_("Write the PDF as a copy for the archive (PDF/A-2b, checked by the program itself)."),
)
@JSON_OPTION
@pass_session
def consolidate(
    session: Session, period: Period, out: Path | None, archive_wanted: bool, json_wanted: bool
) -> int:
    """Consolidate a period."""
    from hrdesk.services.form_figures import form_figures
    from hrdesk.services.province import consolidated, write_consolidated

    with session.workspace() as ws:
        figures = consolidated(ws, period)
        brought = form_figures(ws, period)
        pages = None
        if out:
            pages = write_consolidated(
                ws, period, out, now=session.now, progress=Told(), archive=archive_wanted
            )
    if json_wanted:
        told = consolidated_as_json(figures, out, pages)
        told["form_indicators"] = [form_figure_as_json(one) for one in brought]
        result_json(told)
        return EXIT_OK
    columns(target_head(), [figure_row(target.total) for target in figures.targets])
    show_form_figures(brought)
    result(
        tr(
            "Received from {received} of {expected} units.",
            received=len(figures.received),
            expected=len(figures.expected),
        )
    )
    for remark in figures.remarks:
        result(f"~ {remark}")
    if out:
        result(written_report(pages, out))
    return EXIT_OK


def consolidated_as_json(
    figures: Consolidated, out: Path | None, pages: int | None
) -> dict[str, Any]:
    """Consolidated figures for another program."""
    return {
        "period": figures.period.period_id,
        "targets": [
            {
                **figure_as_json(target.total),
                "by_unit": [
                    {
                        "unit": row.unit_code,
                        "unit_name": row.unit_name,
                        **figure_as_json(row.figure),
                        "claimed_numerator": row.claimed_numerator,
                        "claimed_denominator": row.claimed_denominator,
                        "differs": row.differs,
                    }
                    for row in target.by_unit
                ],
            }
            for target in figures.targets
        ],
        "expected": len(figures.expected),
        "received": [unit.code for unit in figures.received],
        "missing": [unit.code for unit in figures.missing],
        "remarks": list(figures.remarks),
        "report": str(out) if out else None,
        "report_pages": pages,
    }
