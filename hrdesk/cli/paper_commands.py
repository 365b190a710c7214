"""Commands for signed papers: sign a PDF, check one, take one back that was signed elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hrdesk.cli.secrets import PASSPHRASE_FILE, PIN_FILE, secret
from hrdesk.cli.session import FILE, Session, pass_session
from hrdesk.cli.speech import JSON_OPTION, SpokenCommand, SpokenOption, result, result_json, say
from hrdesk.errors import EXIT_OK, EXIT_REFUSED, EXIT_REMARKS, PaperForeignError, PaperRefusedError
from hrdesk.i18n import N_, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hrdesk.verification.outcome import Outcome


@click.command(cls=SpokenCommand, help=N_("Sign a PDF report with this desk's key (PAdES)."))
@click.argument("source", metavar="FILE.pdf", type=FILE)
@click.option("--out", "target", type=FILE, cls=SpokenOption, help=N_("The signed file to write."))
@click.option(
    "--as",
    "capacity",
    type=click.Choice(("leader", "unit", "attachment")),
    default="unit",
    cls=SpokenOption,
    help=N_("Who signs: the leader, the unit with its seal, or the unit on an attachment."),
)
@click.option(
    "--stamp",
    type=FILE,
    cls=SpokenOption,
    help=N_("A PNG with a transparent background: the red seal, or the signature in blue."),
)
@click.option(
    "--reference",
    default="",
    cls=SpokenOption,
    help=N_("Number and symbol of the document that an attachment belongs to."),
)
@PASSPHRASE_FILE
@PIN_FILE
@JSON_OPTION
@pass_session
def sign(
    session: Session,
    source: Path,
    target: Path | None,
    capacity: str,
    stamp: Path | None,
    reference: str,
    given: Path | None,
    pin_file: Path | None,
    json_wanted: bool,
) -> int:
    """Sign a paper."""
    from hrdesk.services.signed_papers import Signing, sign_paper

    written = target or source.with_name(f"{source.stem}-signed.pdf")
    signing = Signing(capacity, stamp, reference)
    with session.workspace() as ws, secret(ws, given, pin_file) as words:
        sign_paper(ws, source, written, signing, words, now=session.now)
    if json_wanted:
        result_json({"path": str(written), "capacity": capacity})
    else:
        result(tr("Signed: {path}", path=written))
    return EXIT_OK


@click.command(
    "verify-pdf",
    cls=SpokenCommand,
    help=N_(
        "Check signed PDFs: intact, the whole file covered, who signed, and when.\n\n"
        "Exit code 0 valid, 10 valid with remarks, 20 refused: the worst of all files."
    ),
)
@click.argument("paths", metavar="FILE...", type=FILE, nargs=-1, required=True)
@click.option(
    "--trust",
    "ca",
    type=FILE,
    cls=SpokenOption,
    help=N_("The certificate of the province's authority; else what this desk believes."),
)
@JSON_OPTION
@pass_session
def verify_pdf(
    session: Session, paths: tuple[Path, ...], ca: Path | None, json_wanted: bool
) -> int:
    """Verify papers."""
    from hrdesk.services.signed_papers import check_own_paper, verify_pdfs
    from hrdesk.services.workspace import workspace_exists

    if ca is None and workspace_exists(session.data):
        with session.workspace() as ws:
            outcomes = [check_own_paper(ws, path, now=session.now).outcome for path in paths]
    else:
        outcomes = verify_pdfs(paths, ca=ca, now=session.now)
    return tell_outcomes(outcomes, json_wanted)


@click.command(
    "take-back",
    cls=SpokenCommand,
    help=N_(
        "Keep a report or a bundle of this desk that was signed with another tool, if it is to be "
        "believed."
    ),
)
@click.argument("path", metavar="FILE", type=FILE)
@JSON_OPTION
@pass_session
def take_back(session: Session, path: Path, json_wanted: bool) -> int:
    """Take a signed paper or bundle back."""
    from hrdesk.services.signed_papers import take_back as take
    from hrdesk.services.wording import outcome_lines

    if path.suffix.lower() == ".asice":
        return _take_bundle_back(session, path, json_wanted)
    with session.workspace() as ws:
        try:
            kept, checked = take(ws, path, now=session.now)
        except (PaperRefusedError, PaperForeignError) as error:
            for line in outcome_lines(error.values["outcome"]):  # type: ignore[arg-type]  # an Outcome
                say(line)
            raise
    if json_wanted:
        result_json(
            {
                "file": kept.file_name,
                "period": kept.made.period_id,
                "paper_sha256": kept.made.sha256,
                "signed_sha256": kept.sha256,
                "outcome": json.loads(kept.outcome),
            }
        )
    else:
        for line in outcome_lines(checked.outcome):
            result(line)
        result(tr("Kept as {name}.", name=kept.file_name))
    return EXIT_OK


def _take_bundle_back(session: Session, path: Path, json_wanted: bool) -> int:
    from hrdesk.services.sending import take_back_bundle
    from hrdesk.services.wording import outcome_as_json, outcome_lines

    with session.workspace() as ws:
        seen = take_back_bundle(ws, path, now=session.now)
    if json_wanted:
        result_json(
            {
                "bundle_id": seen.outcome.bundle_id,
                "signers": [{"name": one.person, "role": one.role} for one in seen.signers],
                "outcome": outcome_as_json(seen.outcome),
            }
        )
        return EXIT_OK
    for line in outcome_lines(seen.outcome):
        result(line)
    names = ", ".join(f"{one.person} ({one.position})" for one in seen.signers)
    result(tr("Kept in the outbox; signed by {names}.", names=names))
    return EXIT_OK


def tell_outcomes(outcomes: Sequence[Outcome], json_wanted: bool) -> int:
    """Say outcomes; the exit code of the worst."""
    from hrdesk.services.wording import outcome_as_json, outcome_lines
    from hrdesk.verification.outcome import Verdict

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
