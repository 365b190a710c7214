"""Which pages there are, as rows of a table. A page is imported when it is first shown."""

from __future__ import annotations

import importlib
import importlib.util
from typing import TYPE_CHECKING, Final, cast

from hrdesk.i18n import N_
from hrdesk.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hrdesk.gui.look.page import Page, Session


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One row. `desk`: "any", "unit" or "province"; group "" stands on top, "end" at the bottom."""

    page_id: str
    title: str  # msgid
    icon: str
    group: str  # "" | "period" | "province" | "end" | "hidden": reached from another page
    module: str
    name: str
    desk: str = "any"

    def make(self, session: Session) -> Page:
        """The page itself."""
        made = getattr(importlib.import_module(self.module), self.name)(session)
        return cast("Page", made)


PAGES: Final = (
    PageSpec("home", N_("Home"), "house", "", "hrdesk.gui.shell.home_page", "HomePage"),
    PageSpec(
        "series",
        N_("Recurring"),
        "refresh-cw",
        "period",
        "hrdesk.gui.lists.series_page",
        "SeriesPage",
    ),
    PageSpec(
        "report", N_("Report"), "file-text", "period", "hrdesk.gui.period.report_page", "ReportPage"
    ),
    PageSpec(
        "exchange",
        N_("Send and receive"),
        "send",
        "period",
        "hrdesk.gui.exchange.exchange_page",
        "ExchangePage",
        "unit",
    ),
    PageSpec(
        "receive",
        N_("Receive"),
        "inbox",
        "province",
        "hrdesk.gui.province.receive_page",
        "ReceivePage",
        "province",
    ),
    PageSpec(
        "consolidated",
        N_("Consolidated"),
        "chart-column",
        "province",
        "hrdesk.gui.province.consolidated_page",
        "ConsolidatedPage",
        "province",
    ),
    PageSpec(
        "enrol",
        N_("Units and desks"),
        "key-round",
        "province",
        "hrdesk.gui.province.enrol_page",
        "EnrolPage",
        "province",
    ),
    PageSpec(
        "form_check",
        N_("Form checker"),
        "clipboard-check",
        "province",
        "hrdesk.gui.forms.form_check_page",
        "FormCheckPage",
        "province",
    ),
    PageSpec(
        "form_check",
        N_("Form checker"),
        "clipboard-check",
        "hidden",
        "hrdesk.gui.forms.form_check_page",
        "FormCheckPage",
        "unit",
    ),
    PageSpec(
        "kit",
        N_("Kit for the desks"),
        "package",
        "province",
        "hrdesk.gui.province.kit_page",
        "KitPage",
        "province",
    ),
    PageSpec(
        "desk_kit",
        N_("Kits of the province"),
        "package",
        "period",
        "hrdesk.gui.exchange.desk_kit_page",
        "DeskKitPage",
        "unit",
    ),
    PageSpec(
        "settings",
        N_("Settings"),
        "sliders-horizontal",
        "end",
        "hrdesk.gui.shell.settings_page",
        "SettingsPage",
    ),
    PageSpec(
        "import",
        N_("Import from Excel"),
        "file-spreadsheet",
        "hidden",
        "hrdesk.gui.importing.page",
        "ImportPage",
    ),
)
GROUP_TITLES: Final = {"period": N_("Reporting"), "province": N_("Province")}


def available(*, province: bool) -> Iterator[PageSpec]:
    """The pages this desk has, in the order of the navigation."""
    for spec in PAGES:
        if spec.desk == "province" and not province:
            continue
        if spec.desk == "unit" and province:
            continue
        if importlib.util.find_spec(spec.module) is not None:
            yield spec
