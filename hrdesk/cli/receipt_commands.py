"""Commands of receipts and remarks: written by the province, taken in by the desk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hrdesk.cli.secrets import PASSPHRASE_FILE
from hrdesk.cli.session import FILE, Session, pass_session, passphrase
from hrdesk.cli.speech import (
    JSON_OPTION,
    SpokenCommand,
    SpokenGroup,
    SpokenOption,
    result,
    result_json,
    say_nothing_found,
)
from hrdesk.errors import EXIT_OK
from hrdesk.i18n import N_, tr, trn

if TYPE_CHECKING:
    from hrdesk.services.remarks import RemarkSeen


@click.group(
    cls=SpokenGroup, help=N_("The province's word on what came: write it, take it in, list it.")
)
def receipt() -> None:
    """Receipts."""


@receipt.command(
    "write",
    cls=SpokenCommand,
    help=N_("Write the receipts for all desks into a folder (province)."),
)
@click.option(
    "--out", "folder", required=True, type=FILE, cls=SpokenOption, help=N_("The folder to save to.")
)
@PASSPHRASE_FILE
@JSON_OPTION
@pass_session
def write(session: Session, folder: Path, given: Path | None, json_wanted: bool) -> int:
    """Write all receipts in one go."""
    from hrdesk.services.receipts import write_receipts

    with session.workspace() as ws:
        written = write_receipts(ws, folder, passphrase=passphrase(given, ws), now=session.now)
    if json_wanted:
        result_json(
            [
                {
                    "path": str(one.path),
                    "unit": one.unit_code,
                    "desk": one.device_id,
                    "accepted": one.accepted,
                    "held": one.held,
                    "refused": one.refused,
                    "missing": list(one.missing),
                    "remarks": one.remarks,
                }
                for one in written
            ]
        )
        return EXIT_OK
    for one in written:
        result(
            tr(
                "{unit}: {accepted} accepted, {held} held, {refused} refused, {remarks} remarks: "
                "{path}",
                unit=one.unit_name,
                accepted=one.accepted,
                held=one.held,
                refused=one.refused,
                remarks=one.remarks,
                path=one.path,
            )
        )
        if one.missing:
            result(tr("Never came: {numbers}", numbers=", ".join(map(str, one.missing))))
    if not written:
        result(tr("Nothing came from any desk yet."))
    return EXIT_OK


@receipt.command("take", cls=SpokenCommand, help=N_("Take in receipts of the province (desk)."))
@click.argument("paths", nargs=-1, required=True, type=FILE)
@JSON_OPTION
@pass_session
def take(session: Session, paths: tuple[Path, ...], json_wanted: bool) -> int:
    """Take receipts in."""
    from hrdesk.services.receipts import take_receipt

    told: list[dict[str, Any]] = []
    with session.workspace() as ws:
        for path in paths:
            taken = take_receipt(ws, path, now=session.now)
            told.append(
                {
                    "file": path.name,
                    "officer": taken.officer,
                    "signed_at": taken.signed_at.isoformat(),
                    "lines": [
                        {
                            "bundle": line.bundle_id,
                            "sequence": line.sequence,
                            "result": line.result,
                            "code": line.code,
                            "reason": line.reason,
                            "received": line.received_at,
                        }
                        for line in taken.lines
                    ],
                    "missing": list(taken.missing),
                    "remarks": taken.remarks,
                    "older": taken.older,
                }
            )
    if json_wanted:
        result_json(told)
        return EXIT_OK
    words = {"accepted": tr("accepted"), "held": tr("held"), "refused": tr("refused")}
    for one in told:
        for line in one["lines"]:
            reason = f". {line['reason']}" if line["reason"] else ""
            result(f"{line['sequence']:06d}: {words[line['result']]}{reason}")
        if one["older"]:
            result(
                trn(
                    "{count} receipt is older than one taken in before; its remarks were left out.",
                    "{count} receipts are older than one taken in before; their remarks were left "
                    "out.",
                    1,
                )
            )
        if one["missing"]:
            result(tr("Never came: {numbers}", numbers=", ".join(map(str, one["missing"]))))
        if one["remarks"]:
            result(tr("Remarks to look at: {count}", count=one["remarks"]))
    return EXIT_OK


@click.group(
    cls=SpokenGroup,
    help=N_("What the province asks to be corrected: write, list, close, withdraw."),
)
def remark() -> None:
    """Remarks."""


@remark.command(
    "add", cls=SpokenCommand, help=N_("Remark upon a record, or upon one answer (province).")
)
@click.argument("record_id", metavar="RECORD")
@click.option("--text", required=True, cls=SpokenOption, help=N_("What is to be corrected."))
@click.option(
    "--question",
    default="",
    cls=SpokenOption,
    help=N_("The question, by its name; else the record."),
)
@click.option("--row", default=0, cls=SpokenOption, help=N_("The row of its table, from 1."))
@JSON_OPTION
@pass_session
def add(
    session: Session, record_id: str, text: str, question: str, row: int, json_wanted: bool
) -> int:
    """Add a remark."""
    from hrdesk.services.remarks import add_remark

    with session.workspace() as ws:
        made = add_remark(ws, record_id, text, question=question, row=row, now=session.now)
    if json_wanted:
        result_json(_as_json(made))
    else:
        result(_as_line(made))
    return EXIT_OK


@remark.command("list", cls=SpokenCommand, help=N_("All remarks and what became of them."))
@click.option(
    "--open", "open_only", is_flag=True, cls=SpokenOption, help=N_("Only those that wait.")
)
@JSON_OPTION
@pass_session
def list_(session: Session, open_only: bool, json_wanted: bool) -> int:
    """List remarks."""
    from hrdesk.services.remarks import remarks

    with session.workspace() as ws:
        found = remarks(ws, open_only=open_only)
    if json_wanted:
        result_json([_as_json(one) for one in found])
        return EXIT_OK
    if not found:
        say_nothing_found()
    for one in found:
        result(_as_line(one))
    return EXIT_OK


def _ending(name: str, state: str, words: str) -> click.Command:
    @remark.command(name, cls=SpokenCommand, help=words)
    @click.argument("remark_id", metavar="ID")
    @JSON_OPTION
    @pass_session
    def end(session: Session, remark_id: str, json_wanted: bool) -> int:
        """End a remark."""
        from hrdesk.services.remarks import end_remark

        with session.workspace() as ws:
            ended = end_remark(ws, remark_id, state, now=session.now)
        if json_wanted:
            result_json(_as_json(ended))
        else:
            result(_as_line(ended))
        return EXIT_OK

    return end


close = _ending("close", "closed", N_("Close a remark that was corrected (province)."))
withdraw = _ending("withdraw", "withdrawn", N_("Take a remark back (province)."))


def _as_json(one: RemarkSeen) -> dict[str, Any]:
    remark_ = one.remark
    return {
        "id": remark_.remark_id,
        "record": remark_.record_id,
        "form": remark_.form_id,
        "unit": remark_.unit_code,
        "period": remark_.period_id,
        "question": remark_.question,
        "row": remark_.row,
        "text": remark_.text,
        "state": one.state,
        "made_at": remark_.made_at,
        "made_by": remark_.made_by,
        "answer": one.answer,
    }


def _as_line(one: RemarkSeen) -> str:
    states = {
        "open": tr("waits for a correction"),
        "corrected": tr("corrected"),
        "withdrawn": tr("taken back"),
        "closed": tr("closed"),
    }
    place = f"{one.record_title} / {one.question_label}" if one.question_label else one.record_title
    return f"{one.key[:8]}  {place}: {one.remark.text} ({states[one.state]})"
