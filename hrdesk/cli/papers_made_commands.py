"""The last papers, told by command."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from hrdesk.cli.session import Session, pass_session
from hrdesk.cli.speech import JSON_OPTION, SpokenCommand, Table
from hrdesk.errors import EXIT_OK
from hrdesk.i18n import N_, tr

if TYPE_CHECKING:
    from pathlib import Path

    from hrdesk.reports.content import ReportContent


@click.command("made", cls=SpokenCommand, help=N_("The last papers, and what each was made from."))
@JSON_OPTION
@pass_session
def made(session: Session, json_wanted: bool) -> int:
    """List the papers."""
    from datetime import datetime

    from hrdesk.services.papers_made import papers_made
    from hrdesk.vietnamese.formats import show_datetime

    with session.workspace() as ws:
        papers = papers_made(ws)
    head = (
        tr("When"),
        tr("Kind"),
        tr("From"),
        tr("Number"),
        tr("Version"),
        tr("Made by"),
        tr("File"),
    )
    rows = tuple(
        (
            show_datetime(datetime.fromisoformat(one.made_at)),
            one.title or one.kind,
            " ".join(part for part in (one.source, one.filter) if part),
            one.number,
            str(one.version or ""),
            one.made_by,
            one.path,
        )
        for one in papers
    )
    Table(head, rows, [{**asdict(one), "is_there": one.is_there} for one in papers]).show(
        json_wanted=json_wanted
    )
    return EXIT_OK


def note_when_done(out: Path, content: ReportContent | None = None) -> None:
    """Enter a paper of the command that runs, once the command has closed its workspace."""
    context = click.get_current_context()
    session = context.find_object(Session)
    if session is None:
        return
    given = context.params
    sources = [given.get(name) for name in ("form_id", "record_id", "period") if given.get(name)]
    source = " ".join(str(getattr(one, "period_id", one)) for one in sources)
    chosen = [f"{name}={given[name]}" for name in ("columns", "row", "rows") if given.get(name)]
    if given.get("blank"):
        chosen.append("blank")
    kind = context.info_name or ""

    def note() -> None:
        from hrdesk.services import papers_made

        with session.workspace() as ws:
            papers_made.note(
                ws,
                out,
                kind,
                source,
                now=session.now,
                content=content,
                chosen=" ".join(chosen),
            )

    context.call_on_close(note)
