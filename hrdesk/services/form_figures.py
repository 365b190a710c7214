"""Figures of the indicators that forms bring with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hrdesk.indicators.form_indicators import FormFigure
    from hrdesk.indicators.period import Period
    from hrdesk.services.workspace import Workspace


def form_figures(
    ws: Workspace, period: Period, *, own: bool | None = None
) -> tuple[FormFigure, ...]:
    """Each indicator of each form in use, in the order of the navigation; nobody can type them.

    `own` True: this desk's records only; None: all that are here, as the province sees them.
    """
    from hrdesk.indicators.form_indicators import compute_form_figures, form_indicators

    wanted = [one for kind in ws.kinds() for one in form_indicators(ws.form(kind.form_id))]
    if not wanted:
        return ()
    with ws.store.snapshot():
        return compute_form_figures(wanted, ws.store, ws.kit.dated(period), own=own)
