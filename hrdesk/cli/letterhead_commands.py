"""The command on the letterhead of the desk's own papers: who issues, to whom, who signs how."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import click

from hrdesk.cli.session import Session, pass_session
from hrdesk.cli.speech import JSON_OPTION, SpokenCommand, SpokenOption, result, result_json
from hrdesk.errors import EXIT_OK
from hrdesk.i18n import N_, tr
from hrdesk.reports.signing_forms import Capacity

if TYPE_CHECKING:
    from hrdesk.services.workspace import Workspace


@click.command(
    cls=SpokenCommand,
    help=N_("Show the letterhead of this desk's papers, or change what is given."),
)
@click.option("--parent", "parent_agency", cls=SpokenOption, help=N_("The body above the agency."))
@click.option("--agency", cls=SpokenOption, help=N_("The agency as it is headed."))
@click.option(
    "--name", "name_in_text", cls=SpokenOption, help=N_("The agency as a sentence calls it.")
)
@click.option("--symbol", cls=SpokenOption, help=N_("The symbol after the number: BC-UBND."))
@click.option("--place", cls=SpokenOption, help=N_("The place before the date."))
@click.option(
    "--receiver",
    "recipients",
    multiple=True,
    cls=SpokenOption,
    help=N_("A receiver; may be repeated."),
)
@click.option(
    "--copy", "copies", multiple=True, cls=SpokenOption, help=N_("A copy; may be repeated.")
)
@click.option("--signer", "signer_name", cls=SpokenOption, help=N_("The name of who signs."))
@click.option(
    "--signs",
    "capacity",
    type=click.Choice([str(one) for one in Capacity]),
    cls=SpokenOption,
    help=N_("How it is signed: head TM., acting Q., deputy KT., by_order TL., by_authority TUQ."),
)
@click.option("--head", cls=SpokenOption, help=N_("The position of the head: CHỦ TỊCH."))
@click.option("--position", cls=SpokenOption, help=N_("The position of who signs."))
@click.option(
    "--collective", cls=SpokenOption, help=N_("The body signed for; blank where a head decides.")
)
@click.option(
    "--division-head",
    cls=SpokenOption,
    help=N_("The head of the division, when a deputy signs on order."),
)
@click.option(
    "--electronic/--on-paper",
    default=None,
    cls=SpokenOption,
    help=N_("Issued as an electronic document: appendices leave number and date blank."),
)
@JSON_OPTION
@pass_session
def letterhead(
    session: Session, /, json_wanted: bool, **given: str | bool | tuple[str, ...] | None
) -> int:
    """Show or change the letterhead."""
    from hrdesk.services.office import keep_office, keep_signer_form, office, signer_form

    said = {name: value for name, value in given.items() if value is not None and value != ()}
    form_said = {name: said.pop(name) for name in _FORM if name in said}
    with session.workspace() as ws:
        if said:
            keep_office(ws, replace(office(ws), **said))  # type: ignore[arg-type]  # names of Office
        if form_said:
            if "capacity" in form_said:
                form_said["capacity"] = Capacity(str(form_said["capacity"]))
            keep_signer_form(ws, replace(signer_form(ws), **form_said))  # type: ignore[arg-type]  # names of SignerForm
        _show(ws, json_wanted=json_wanted)
    return EXIT_OK


_FORM = ("capacity", "head", "position", "collective", "division_head")


def _show(ws: Workspace, *, json_wanted: bool) -> None:
    from hrdesk.services.office import locked_by_kit, office, signer_form

    shown, locked = office(ws), locked_by_kit(ws)
    if json_wanted:
        names = (
            "parent_agency",
            "agency",
            "name_in_text",
            "symbol",
            "place",
            "signer_name",
            "electronic",
        )
        lists = ("recipients", "copies", "authority")
        result_json(
            {name: getattr(shown, name) for name in names}
            | {name: list(getattr(shown, name)) for name in lists}
            | {"signs": asdict(signer_form(ws)), "locked": locked}
        )
        return
    for name, label, text in (
        ("parent_agency", tr("Body above (may stay empty)"), shown.parent_agency),
        ("agency", tr("Issuing body"), shown.agency.replace("\n", " ")),
        ("name_in_text", tr("Its name in a sentence"), shown.name_in_text),
        ("symbol", tr("Symbol after the number"), shown.symbol),
        ("place", tr("Place before the date"), shown.place),
        ("recipients", tr("Addressed to, a line each"), "; ".join(shown.recipients)),
        ("copies", tr("Receivers at the foot, a line each"), "; ".join(shown.copies)),
        ("authority", tr("Lines above the signature"), " / ".join(shown.authority)),
        ("signer_name", tr("Name of the signer"), shown.signer_name),
        (
            "electronic",
            tr("Issued as"),
            tr("an electronic document") if shown.electronic else tr("paper"),
        ),
    ):
        result(f"{label}: {text}")
        if name in locked:
            result(f"  {locked[name]}")
