"""Commands on the program itself: selftest, demo."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from hrdesk.cli.session import FILE, Session, pass_session
from hrdesk.cli.speech import JSON_OPTION, SpokenCommand, SpokenOption, Told, result, result_json
from hrdesk.errors import EXIT_OK, EXIT_REFUSED
from hrdesk.i18n import N_, tr


@click.command(cls=SpokenCommand, help=N_("Find out whether this installation is whole."))
@JSON_OPTION
@pass_session
def selftest(session: Session, json_wanted: bool) -> int:
    """Try everything that a bad build breaks."""
    from hrdesk.services.selftest import run_selftest

    lines = run_selftest(now=session.now)
    sound = not any(line.fault for line in lines)
    if json_wanted:
        result_json({"sound": sound, "tests": [asdict(line) for line in lines]})
    else:
        for line in lines:
            result(f"! {line.name}: {line.fault}" if line.fault else f"+ {line.name}")
        result(tr("This installation is whole.") if sound else tr("This installation is broken."))
    return EXIT_OK if sound else EXIT_REFUSED


@click.command(
    cls=SpokenCommand,
    help=N_("Play the sample journey into DIR: offices, records, bundles, reports."),
)
@click.argument("folder", metavar="DIR", type=FILE)
@click.option(
    "--units",
    type=click.IntRange(1, 100),
    default=3,
    cls=SpokenOption,
    help=N_("How many communes take part."),
)
@click.option(
    "--records",
    type=click.IntRange(1, 100_000),
    default=24,
    cls=SpokenOption,
    help=N_("How many records each of them makes in a period."),
)
@JSON_OPTION
@pass_session
def demo(session: Session, folder: Path, units: int, records: int, json_wanted: bool) -> int:
    """Play the sample journey."""
    from hrdesk.services.demo import demo_as_json, play_demo

    outcome = play_demo(folder, units=units, records=records, now=session.now, progress=Told())
    if json_wanted:
        result_json(demo_as_json(outcome))
        return EXIT_OK
    for line in outcome.lines():
        result(line)
    return EXIT_OK


@click.command("_picture", hidden=True, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1)
def picture_helper(arguments: tuple[str, ...]) -> int:
    """What the frozen program calls itself with to look at foreign files; nobody types this."""
    from hrdesk.services.attachment_worker import main

    return main(arguments)


@click.command("_rows", hidden=True)
def rows_helper() -> int:
    """What the frozen program calls itself with to judge rows of a table; nobody types this."""
    from hrdesk.services.import_worker import main

    return main()
