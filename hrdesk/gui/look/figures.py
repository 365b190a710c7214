"""Figures in words for the screen; the numbers themselves come from the indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hrdesk.i18n import N_, tr
from hrdesk.vietnamese.formats import show_number, show_percent

if TYPE_CHECKING:
    from hrdesk.gui.look.components import Tone
    from hrdesk.indicators.indicator import TargetFigure

_STATES: Final[dict[str, tuple[str, Tone]]] = {
    "met": (N_("Met"), "good"),
    "exceeded": (N_("Exceeded"), "good"),
    "not_met": (N_("Not met yet"), "warn"),
    "no_occurrence": (N_("No occurrence"), "neutral"),
}


def show_share(figure: TargetFigure | None) -> str:
    """Percent as in 91,3%; a dash where there was nothing to count."""
    shown = _shown(figure)
    return "–" if shown is None else show_percent(shown.ratio)


def show_fraction(figure: TargetFigure) -> str:
    """Numerator and denominator as in 42 / 46; a dash where there was nothing to count."""
    shown = _shown(figure)
    if shown is None:
        return "–"
    return f"{show_number(shown.numerator)} / {show_number(shown.denominator)}"


def _shown(figure: TargetFigure | None) -> TargetFigure | None:
    """The figure, or the office's own one for reference where the plan's has nothing to count."""
    if figure is not None and figure.ratio is None:
        figure = figure.local
    return None if figure is None or figure.ratio is None else figure


def show_change(count: int) -> str:
    """A count as people write it."""
    return show_number(count)


def state_of(figure: TargetFigure) -> tuple[str, Tone]:
    """Whether the target is met, as a word and the tone that goes with it."""
    word, tone = _STATES.get(figure.achieved, _STATES["no_occurrence"])
    return tr(word), tone
