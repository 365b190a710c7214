"""The page under way, as whatever draws upon it sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from hrdesk.reports.fonts import Style
    from hrdesk.reports.lines import Line, Sheet
    from hrdesk.reports.shaping import Shaper


class Page(Protocol):
    """Where the next drawing goes. `y` is the top of the free room."""

    shaper: Shaper
    sheet: Sheet
    y: float
    page_width: float

    @property
    def width(self) -> float:
        """Room from margin to margin."""

    @property
    def room(self) -> float:
        """Height that is left."""

    @property
    def is_at_top(self) -> bool:
        """Whether nothing was drawn yet."""

    def new_page(self) -> None:
        """Go on on a new page."""

    def one_line(self, text: str, style: Style, size: float) -> Line:
        """Text as one line."""
