"""Commands on kits: make and shape them at the province, look at them and put them in use."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hrdesk.cli.secrets import PIN_FILE, secret
from hrdesk.cli.session import FILE, PERIOD, Session, pass_session, passphrase
from hrdesk.cli.speech import (
    JSON_OPTION,
    SpokenCommand,
    SpokenGroup,
    SpokenOption,
    columns,
    result,
    result_json,
)
from hrdesk.errors import EXIT_OK, EXIT_REFUSED, EXIT_REMARKS, KitUnansweredError
from hrdesk.i18n import N_, tr

if TYPE_CHECKING:
    from datetime import datetime

    from hrdesk.indicators.period import Period
    from hrdesk.services.kits import KitChange, KitSeen

PASSPHRASE_FILE = click.option(
    "--passphrase-file",
    "given",
    type=FILE,
    cls=SpokenOption,
    help=N_("A file whose first line is the passphrase of the signing key."),
)
DAY = click.DateTime(["%Y-%m-%d"])


@click.group(
    cls=SpokenGroup,
    help=N_(
        "Kits: what the province sends every desk, whole, numbered and signed.\n\n"
        "Exit code 0 valid or done, 10 valid with remarks, 20 refused."
    ),
)
def kit() -> None:
    """Group of commands."""


# --- at every desk


@kit.command(cls=SpokenCommand, help=N_("Say what a kit would change; nothing is put in use."))
@click.argument("path", metavar="FILE", type=FILE)
@JSON_OPTION
@pass_session
def show(session: Session, path: Path, json_wanted: bool) -> int:
    """Show a kit as a difference in words."""
    from hrdesk.services.kits import look_at_kit

    with session.workspace() as ws:
        seen = look_at_kit(ws, path, now=session.now)
    if json_wanted:
        result_json(seen_as_json(seen))
    else:
        _tell(seen)
    return _code(seen)


@kit.command(cls=SpokenCommand, help=N_("Show what a kit changes and put it in use."))
@click.argument("path", metavar="FILE", type=FILE)
@click.option("--yes", is_flag=True, cls=SpokenOption, help=N_("Do not ask."))
@click.option(
    "--accept-remarks",
    is_flag=True,
    cls=SpokenOption,
    help=N_("Also put in use a kit that is valid with remarks."),
)
@click.option(
    "--fingerprint",
    cls=SpokenOption,
    help=N_("The authority's fingerprint as read from paper; a desk's first kit needs it."),
)
@JSON_OPTION
@pass_session
def take(
    session: Session,
    path: Path,
    yes: bool,
    accept_remarks: bool,
    fingerprint: str | None,
    json_wanted: bool,
) -> int:
    """Put a kit in use."""
    from hrdesk.services.kits import look_at_kit, take_kit

    with session.workspace() as ws:
        if not yes:
            seen = look_at_kit(ws, path, now=session.now)
            if not json_wanted:
                _tell(seen)
            if seen.believed:
                _ask()
        seen = take_kit(
            ws, path, now=session.now, fingerprint=fingerprint, accept_remarks=accept_remarks
        )
    if json_wanted:
        result_json(seen_as_json(seen))
        return EXIT_OK
    if yes:
        _tell(seen)
    result(tr("Kit {number} is in use.", number=seen.seq))
    return EXIT_OK


def _ask() -> None:
    if not sys.stdin.isatty():
        raise KitUnansweredError
    answer = input(tr("Put it in use? (yes/no) "))
    if answer.strip().casefold() not in {"yes", "y", "có", "co", "c"}:
        raise KitUnansweredError


@kit.command("list", cls=SpokenCommand, help=N_("The kits that were put in use here."))
@JSON_OPTION
@pass_session
def list_kits(session: Session, json_wanted: bool) -> int:
    """List kits, the one in use first."""
    from hrdesk.services.kits import kits
    from hrdesk.vietnamese.formats import show_datetime

    with session.workspace() as ws:
        kept = kits(ws)
    if json_wanted:
        result_json(
            [
                {
                    "seq": one.seq,
                    "kit_id": one.bundle_id,
                    "issued_at": one.issued_at.isoformat(),
                    "taken_at": one.taken_at.isoformat(),
                    "file": one.file_name,
                    "made_here": one.made_here,
                    "changes": list(one.changes),
                }
                for one in kept
            ]
        )
        return EXIT_OK
    if not kept:
        result(tr("No kit was put in use here yet."))
        return EXIT_OK
    columns(
        [tr("No."), tr("Issued"), tr("Put in use"), tr("File")],
        [
            [str(one.seq), show_datetime(one.issued_at), show_datetime(one.taken_at), one.file_name]
            for one in kept
        ],
    )
    return EXIT_OK


@kit.command(cls=SpokenCommand, help=N_("Sign a kit as the second officer of the province."))
@click.argument("path", metavar="FILE", type=FILE)
@click.option(
    "--out", required=True, type=FILE, cls=SpokenOption, help=N_("The kit with both signatures.")
)
@PASSPHRASE_FILE
@PIN_FILE
@JSON_OPTION
@pass_session
def countersign(
    session: Session,
    path: Path,
    out: Path,
    given: Path | None,
    pin_file: Path | None,
    json_wanted: bool,
) -> int:
    """Add the second signature."""
    from hrdesk.services.kits import countersign_kit

    with session.workspace() as ws, secret(ws, given, pin_file) as words:
        kit_id = countersign_kit(ws, path, out, passphrase=words, now=session.now)
    if json_wanted:
        result_json({"kit_id": kit_id, "path": str(out)})
        return EXIT_OK
    result(tr("The kit has both signatures: {path}", path=out))
    return EXIT_OK


# --- at the province


@kit.command(cls=SpokenCommand, help=N_("Make the next kit, sign it and put it in use here."))
@click.option(
    "--out", "folder", required=True, type=FILE, cls=SpokenOption, help=N_("The folder to save to.")
)
@PASSPHRASE_FILE
@JSON_OPTION
@pass_session
def make(session: Session, folder: Path, given: Path | None, json_wanted: bool) -> int:
    """Make a kit."""
    from hrdesk.services.kit_making import make_kit

    with session.workspace() as ws:
        made = make_kit(ws, folder, passphrase=passphrase(given, ws), now=session.now)
    if json_wanted:
        result_json(
            {
                "path": str(made.path),
                "seq": made.seq,
                "kit_id": made.kit_id,
                "needs_second_officer": made.needs_second_officer,
                "changes": [change_as_json(one) for one in made.changes],
            }
        )
        return EXIT_OK
    _tell_changes(made.changes)
    result(tr("Kit {number} saved: {path}", number=made.seq, path=made.path))
    if made.needs_second_officer:
        result(
            tr(
                "It brings another authority: a second officer must sign it before it is put in use."
            )
        )
    return EXIT_OK


@kit.command(cls=SpokenCommand, help=N_("Say what the next kit will change."))
@JSON_OPTION
@pass_session
def preview(session: Session, json_wanted: bool) -> int:
    """The difference between the kit in use and the next one."""
    from hrdesk.services.kit_making import next_kit

    with session.workspace() as ws:
        prepared = next_kit(ws, now=session.now)
    if json_wanted:
        result_json(
            {
                "seq": prepared.kit.seq,
                "changes": [change_as_json(one) for one in prepared.changes],
            }
        )
        return EXIT_OK
    _tell_changes(prepared.changes)
    return EXIT_OK


@kit.command(cls=SpokenCommand, help=N_("Set dates of PERIOD from the next kit on."))
@click.argument("period", metavar="PERIOD", type=PERIOD)
@click.option("--from", "first", type=DAY, cls=SpokenOption, help=N_("First day of figures."))
@click.option("--to", "last", type=DAY, cls=SpokenOption, help=N_("Last day of figures."))
@click.option("--due", type=DAY, cls=SpokenOption, help=N_("Last day for handing in."))
@click.option("--reason", default="", cls=SpokenOption, help=N_("Why, as desks will read it."))
@pass_session
def period(
    session: Session,
    period: Period,
    first: datetime | None,
    last: datetime | None,
    due: datetime | None,
    reason: str,
) -> int:
    """Set or, without any date, take back the dates of one period."""
    from hrdesk.services.kit_next import set_period

    with session.workspace() as ws:
        set_period(
            ws,
            period.period_id,
            first_on=first.date() if first else None,
            last_on=last.date() if last else None,
            due_on=due.date() if due else None,
            reason=reason,
        )
    return _kept()


@kit.command(cls=SpokenCommand, help=N_("Set what is asked of submissions from the next kit on."))
@click.option("--roster/--no-roster", default=None, cls=SpokenOption, help=N_("Lists of people."))
@click.option("--reason", cls=SpokenOption, help=N_("The legal ground for lists of people."))
@click.option(
    "--second-signature/--one-signature",
    "second",
    default=None,
    cls=SpokenOption,
    help=N_("Whether the head of the office signs too."),
)
@click.option(
    "--mail-limit", type=click.IntRange(1, 100), cls=SpokenOption, help=N_("MB of one mail.")
)
@click.option(
    "--due-days",
    type=click.IntRange(1, 60),
    cls=SpokenOption,
    help=N_("Days between cut-off and due date where no date is set."),
)
@JSON_OPTION
@pass_session
def policy(
    session: Session,
    roster: bool | None,
    reason: str | None,
    second: bool | None,
    mail_limit: int | None,
    due_days: int | None,
    json_wanted: bool,
) -> int:
    """Set or show the policy."""
    from dataclasses import asdict, replace

    from hrdesk.services.kit_next import next_policy, set_policy

    with session.workspace() as ws:
        before = next_policy(ws)
        wanted = replace(
            before,
            roster=before.roster if roster is None else roster,
            roster_reason=before.roster_reason if reason is None else reason,
            second_signature=before.second_signature if second is None else second,
            mail_limit_bytes=mail_limit * 1_000_000 if mail_limit else before.mail_limit_bytes,
            due_days=due_days or before.due_days,
        )
        if wanted != before:
            set_policy(ws, wanted)
    if json_wanted:
        result_json(asdict(wanted))
        return EXIT_OK
    return _kept()


@kit.command(cls=SpokenCommand, help=N_("Set letterhead and receivers from the next kit on."))
@click.option("--unit", default="", cls=SpokenOption, help=N_("Only for the unit of this code."))
@click.option("--parent", default="", cls=SpokenOption, help=N_("The body above the agency."))
@click.option("--agency", default="", cls=SpokenOption, help=N_("The agency as it is headed."))
@click.option(
    "--receiver", multiple=True, cls=SpokenOption, help=N_("A receiver; may be repeated.")
)
@click.option("--copy", multiple=True, cls=SpokenOption, help=N_("A copy; may be repeated."))
@pass_session
def letterhead(
    session: Session,
    unit: str,
    parent: str,
    agency: str,
    receiver: tuple[str, ...],
    copy: tuple[str, ...],
) -> int:
    """Set the letterhead of a unit, or of every other."""
    from hrdesk.services.kit_next import set_letterhead_of

    with session.workspace() as ws:
        set_letterhead_of(ws, unit, (parent, agency), (receiver, copy))
    return _kept()


@kit.command(cls=SpokenCommand, help=N_("Send a form (.xlsx or .md) with the next kit."))
@click.argument("path", metavar="FILE", type=FILE)
@pass_session
def form(session: Session, path: Path) -> int:
    """Bring a changed form."""
    from hrdesk.services.kit_next import bring_form

    with session.workspace() as ws:
        brought = bring_form(ws, path)
    result(
        tr(
            "Form {form} in version {version} goes with the next kit.",
            form=brought.form_id,
            version=brought.version,
        )
    )
    return EXIT_OK


@kit.command(cls=SpokenCommand, help=N_("Send targets (.toml) with the next kit."))
@click.argument("path", metavar="FILE", type=FILE)
@pass_session
def targets(session: Session, path: Path) -> int:
    """Bring changed targets."""
    from hrdesk.services.kit_next import bring_targets

    with session.workspace() as ws:
        bring_targets(ws, path)
    return _kept()


@kit.command(cls=SpokenCommand, help=N_("Send the unit catalogue of a folder with the next kit."))
@click.argument("folder", metavar="FOLDER", type=FILE)
@pass_session
def units(session: Session, folder: Path) -> int:
    """Bring a changed unit catalogue."""
    from hrdesk.services.kit_next import bring_units

    with session.workspace() as ws:
        bring_units(ws, folder)
    return _kept()


# --- showing


def _kept() -> int:
    result(tr("Kept for the next kit; `kit preview` says what it changes."))
    return EXIT_OK


def change_as_json(change: KitChange) -> dict[str, Any]:
    """One line of the difference for another program."""
    return {
        "subject": change.subject,
        "weight": change.weight,
        "sentence": change.sentence,
        "details": list(change.details),
    }


def seen_as_json(seen: KitSeen) -> dict[str, Any]:
    """A kit that was looked at, for another program."""
    from hrdesk.services.wording import outcome_as_json

    return {
        "verdict": str(seen.outcome.verdict),
        "seq": seen.seq,
        "kit_id": seen.kit_id,
        "province": seen.province_code,
        "issued_at": seen.issued_at.isoformat() if seen.issued_at else None,
        "authority": seen.authority_fingerprint,
        "first_trust": seen.first_trust,
        "brings_certificate": seen.brings_certificate,
        "changes": [change_as_json(one) for one in seen.changes],
        "outcome": outcome_as_json(seen.outcome),
    }


def _tell(seen: KitSeen) -> None:
    from hrdesk.services.wording import outcome_lines
    from hrdesk.verification.outcome import Verdict
    from hrdesk.vietnamese.formats import show_date

    if seen.outcome.verdict is not Verdict.VALID:
        for line in outcome_lines(seen.outcome):
            result(line)
    if not seen.believed:
        return
    if seen.issued_at is not None:
        day = show_date(seen.issued_at.date())
        result(tr("Kit {number} of {day}.", number=seen.seq, day=day))
    if seen.first_trust:
        result(
            tr(
                "This desk trusts no authority yet; compare {fingerprint} with the paper.",
                fingerprint=seen.authority_fingerprint,
            )
        )
    _tell_changes(seen.changes)


def _tell_changes(changes: tuple[KitChange, ...]) -> None:
    if not changes:
        result(tr("It changes nothing but its number."))
    for change in changes:
        mark = {"alert": "!", "change": "•", "note": "·"}[change.weight]
        result(f"{mark} {change.sentence}")
        for detail in change.details:
            result(f"    {detail}")


def _code(seen: KitSeen) -> int:
    from hrdesk.verification.outcome import Verdict

    codes = {
        Verdict.VALID: EXIT_OK,
        Verdict.REMARKS: EXIT_REMARKS,
        Verdict.REFUSED: EXIT_REFUSED,
    }
    return codes[seen.outcome.verdict]
