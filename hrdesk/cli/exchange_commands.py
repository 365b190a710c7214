"""Commands between a desk and its province: trust, submit, verify."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hrdesk.cli.secrets import PASSPHRASE_FILE, PIN_FILE, secret
from hrdesk.cli.session import FILE, PERIOD, Session, pass_session, passphrase
from hrdesk.cli.speech import JSON_OPTION, SpokenCommand, SpokenOption, Told, result, result_json
from hrdesk.errors import EXIT_OK, EXIT_REFUSED, EXIT_REMARKS
from hrdesk.i18n import N_, language, tr

if TYPE_CHECKING:
    from datetime import datetime

    from hrdesk.indicators.period import Period
    from hrdesk.services.recipients import OpenedRecipients


@click.command(
    cls=SpokenCommand, help=N_("Take in the province's answer to the enrolment request.")
)
@click.argument("path", metavar="FILE", type=FILE)
@click.option(
    "--fingerprint",
    cls=SpokenOption,
    help=N_("The authority's fingerprint as read from paper; another one is refused."),
)
@JSON_OPTION
@pass_session
def trust(session: Session, path: Path, fingerprint: str | None, json_wanted: bool) -> int:
    """Take in the province's answer."""
    from hrdesk.services.exchange import take_trust
    from hrdesk.vietnamese.formats import show_date

    with session.workspace() as ws:
        status = take_trust(ws, path, now=session.now, fingerprint=fingerprint)
    if json_wanted:
        result_json(
            {
                "state": status.state,
                "fingerprint": status.fingerprint,
                "province": status.province_name,
                "holder": status.holder,
                "valid_from": status.valid_from.isoformat() if status.valid_from else None,
                "valid_until": status.valid_until.isoformat() if status.valid_until else None,
            }
        )
        return EXIT_OK
    result(
        tr(
            "Enrolled by {province} until {until}: {holder}.",
            province=status.province_name,
            until=show_date(status.valid_until) if status.valid_until else "?",
            holder=status.holder,
        )
    )
    return EXIT_OK


@click.command(cls=SpokenCommand, help=N_("Make the report and the signed bundle of PERIOD."))
@click.argument("period", metavar="PERIOD", type=PERIOD)
@click.option(
    "--out", "folder", required=True, type=FILE, cls=SpokenOption, help=N_("The folder to save to.")
)
@click.option(
    "--zero",
    is_flag=True,
    cls=SpokenOption,
    help=N_("Report that nothing happened; refused when there are records."),
)
@click.option(
    "--by-mail",
    is_flag=True,
    cls=SpokenOption,
    help=N_("In parts, when it is larger than a mail may be."),
)
@click.option(
    "--paper-date",
    type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]),
    cls=SpokenOption,
    help=N_("The date of the newest paper on the desk, when the clock is doubted."),
)
@PASSPHRASE_FILE
@PIN_FILE
@JSON_OPTION
@pass_session
def submit(
    session: Session,
    period: Period,
    folder: Path,
    zero: bool,
    by_mail: bool,
    paper_date: datetime | None,
    given: Path | None,
    pin_file: Path | None,
    json_wanted: bool,
) -> int:
    """Hand a period over."""
    from hrdesk.services.exchange import submit
    from hrdesk.services.submitting import Handing

    handing = Handing(
        zero=True if zero else None,
        limit_bytes=None if by_mail else 0,
        paper_date=paper_date.date() if paper_date else None,
    )
    with session.workspace() as ws, secret(ws, given, pin_file) as words:
        outcome = submit(
            ws,
            period,
            folder,
            passphrase=words,
            now=session.now,
            handing=handing,
            progress=Told(),
        )
    if json_wanted:
        result_json(
            {
                "path": str(outcome.path),
                "paths": [str(path) for path in outcome.paths],
                "zero": outcome.zero,
                "encrypted": outcome.encrypted,
                "roster_lists": outcome.roster_lists,
                "awaits_second_signature": outcome.awaits_second,
                "renewal": outcome.renewal,
                "bundle_id": outcome.bundle_id,
                "sequence": outcome.sequence,
                "records": dict(outcome.counts),
                "attachments": outcome.attachments,
                "report_pages": outcome.report_pages,
                "size_bytes": outcome.size_bytes,
            }
        )
        return EXIT_OK
    result(
        tr("Bundle of {period} saved: {path}", period=period.title(language()), path=outcome.path)
    )
    result(
        tr(
            "{records} records, {attachments} attachments, report of {pages} pages, {size} bytes.",
            records=sum(outcome.counts.values()),
            attachments=outcome.attachments,
            pages=outcome.report_pages,
            size=outcome.size_bytes,
        )
    )
    if outcome.renewal:
        result(tr("It asks the province for the next certificate of this desk, too."))
    result(tr("Bundle id: {text}", text=outcome.bundle_id))
    return EXIT_OK


@click.command(
    cls=SpokenCommand,
    help=N_(
        "Check bundles and print what was found; needs no workspace.\n\n"
        "Exit code 0 valid, 10 valid with remarks, 20 refused: the worst of all files. Of a folder "
        "all bundles in it are checked.\n\n"
        "With --paper the code at the foot of a printed report is compared with the bundles, or "
        "without FILE with what the workspace knows: 0 matches, 10 an older version, 20 not known."
    ),
)
@click.argument("paths", metavar="[FILE]...", type=FILE, nargs=-1)
@click.option(
    "--trust",
    "ca",
    type=FILE,
    cls=SpokenOption,
    help=N_("The certificate of the province's authority (ca.crt)."),
)
@click.option(
    "--paper",
    "code",
    metavar="CODE",
    default=None,
    cls=SpokenOption,
    help=N_("The code at the foot of a report: scanned from its QR code or typed."),
)
@click.option(
    "--key",
    "key_file",
    type=FILE,
    cls=SpokenOption,
    help=N_("A file with the age key that opens encrypted bundles, such as the escrow key."),
)
@click.option(
    "--passphrase-file",
    "given",
    type=FILE,
    cls=SpokenOption,
    help=N_("At the province: opens encrypted bundles with the keys of the workspace."),
)
@JSON_OPTION
@pass_session
def verify(
    session: Session,
    paths: tuple[Path, ...],
    ca: Path | None,
    code: str | None,
    key_file: Path | None,
    given: Path | None,
    json_wanted: bool,
) -> int:
    """Verify bundles, or a paper against bundles."""
    if code is not None:
        return _verify_paper(session, code, paths, ca, json_wanted=json_wanted)
    if not paths or ca is None:
        params = {one.name: one for one in click.get_current_context().command.params}
        missing = "ca" if paths else "paths"
        raise click.MissingParameter(ctx=click.get_current_context(), param=params[missing])
    from hrdesk.paths import WorkspacePaths
    from hrdesk.services.exchange import verify_files
    from hrdesk.services.wording import outcome_as_json, outcome_lines
    from hrdesk.services.workspace import workspace_exists
    from hrdesk.verification.outcome import Verdict

    # One that is missing stops no other: it is told as every file that cannot be read.
    papers = [path for path in paths if path.suffix.casefold() == ".pdf" and path.is_file()]
    bundles = [path for path in paths if path not in papers]
    outcomes = verify_files(
        bundles,
        ca=ca,
        now=session.now,
        opened=_age_keys(session, key_file, given),
        beside=WorkspacePaths(session.data) if workspace_exists(session.data) else None,
    )
    if papers:
        from hrdesk.services.signed_papers import verify_pdfs

        outcomes += verify_pdfs(papers, ca=ca, now=session.now)
    if json_wanted:
        result_json([outcome_as_json(outcome) for outcome in outcomes])
    else:
        for outcome in outcomes:
            for line in outcome_lines(outcome):
                result(line)
    codes = {
        Verdict.VALID: EXIT_OK,
        Verdict.REMARKS: EXIT_REMARKS,
        Verdict.REFUSED: EXIT_REFUSED,
    }
    return max(codes[outcome.verdict] for outcome in outcomes)


def _age_keys(
    session: Session, key_file: Path | None, given: Path | None
) -> OpenedRecipients | None:
    """The keys for encrypted bundles: of a file, of the workspace, or none."""
    if key_file is not None:
        from hrdesk.services.verifying import read_identities

        return read_identities(key_file)
    if given is None:
        return None
    from hrdesk.services.recipients import open_keys

    with session.workspace() as ws:
        return open_keys(ws, passphrase(given, ws))


def _verify_paper(
    session: Session, code: str, paths: tuple[Path, ...], ca: Path | None, *, json_wanted: bool
) -> int:
    """Compare the code of a paper; without a certificate the workspace says whom to trust."""
    from hrdesk.services import paper_proof

    if paths and ca is not None:
        trust = paper_proof.certificate_trust(ca)
        outcome = paper_proof.compare_files(code, paths, trust, now=session.now)
    else:
        with session.workspace() as ws:
            if paths:
                trust = paper_proof.workspace_trust(ws)
                outcome = paper_proof.compare_files(code, paths, trust, now=session.now)
            else:
                outcome = paper_proof.compare_known(ws, code)
    if json_wanted:
        result_json(paper_proof.outcome_as_json(outcome))
    else:
        result(outcome.sentence)
    return {"matches": EXIT_OK, "older": EXIT_REMARKS, "unknown": EXIT_REFUSED}[outcome.state]
