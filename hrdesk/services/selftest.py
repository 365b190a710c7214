"""A bad build found by the program itself: resources, fonts, tables, signature, one page.

Works in a temporary folder, with a key that is thrown away.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hrdesk.errors import HrdeskError
from hrdesk.i18n import N_, explain, tr
from hrdesk.resources import resource, shipped_forms

if TYPE_CHECKING:
    from datetime import datetime

_PASSPHRASE: Final = "thử chương trình một lần"  # noqa: S105 - of a key that is thrown away
_NEEDED: Final = (
    ("units", "an_giang_units.csv"),
    ("plan", "targets.toml"),
    ("translations", "vi", "hrdesk.mo"),
)


@dataclass(frozen=True, slots=True)
class TestResult:
    """One thing that was tried, and what went wrong with it ("" when nothing)."""

    name: str
    fault: str


def run_selftest(*, now: datetime) -> tuple[TestResult, ...]:
    """Try everything that a bad build breaks; one fault does not hide another."""
    with tempfile.TemporaryDirectory(prefix="hrdesk-selftest-") as name:
        folder = Path(name)
        return tuple(
            TestResult(tr(title), _fault_of(attempt, folder, now)) for title, attempt in _ATTEMPTS
        )


def _fault_of(attempt: Callable[[Path, datetime], str], folder: Path, now: datetime) -> str:
    try:
        return attempt(folder, now)
    except HrdeskError as error:
        return explain(error)
    except Exception as error:  # noqa: BLE001 - a bad build breaks in ways nobody foresaw
        return f"{type(error).__name__}: {error}"


def _resources(_folder: Path, _now: datetime) -> str:
    missing = [str(Path(*parts)) for parts in _NEEDED if not resource(*parts).is_file()]
    if not any(shipped_forms().glob("*.md")):
        missing.append("forms")
    return ", ".join(missing)


def _fonts(_folder: Path, _now: datetime) -> str:
    from hrdesk.reports.fonts import check_fonts

    return ", ".join(check_fonts())


def _tables(folder: Path, now: datetime) -> str:
    from hrdesk.forms.xform import parse_form
    from hrdesk.services.shipped_forms import load_shipped_forms
    from hrdesk.store.database import Store

    store = Store.create(folder / "selftest.sqlite")
    try:
        for shipped in load_shipped_forms():
            store.put_form(parse_form(shipped.xform), source_name=shipped.source_name, at=now)
        return ", ".join(store.integrity_check())
    finally:
        store.close()


def _signature(folder: Path, now: datetime) -> str:
    """A province and a desk made, the desk enrolled, and the answer checked by its signature."""
    from hrdesk.services.enrolment import enrolment_status, take_trust, write_request
    from hrdesk.services.province import enrol
    from hrdesk.services.workspace import WorkspaceSetup, create_workspace, find_unit, today_of
    from hrdesk.units import TODAYS_PROVINCE, UnitCatalogue

    units = UnitCatalogue.load()
    desk_unit = units.alive(today_of(now), "commune")[0]
    province_unit = find_unit(units, TODAYS_PROVINCE, today_of(now))
    setup = WorkspaceSetup(province_unit.code, "A", "B", _PASSPHRASE, province=True)
    desk_setup = WorkspaceSetup(desk_unit.code, "A", "B", _PASSPHRASE)
    with (
        create_workspace(folder / "province", setup, now=now) as province,
        create_workspace(folder / "desk", desk_setup, now=now) as desk,
    ):
        request = write_request(desk, folder, now=now)
        reply = folder / "reply.asice"
        enrol(province, request, reply, passphrase=_PASSPHRASE, now=now)
        take_trust(desk, reply, now=now)
        return "" if enrolment_status(desk).state == "enrolled" else reply.name


def _page(folder: Path, now: datetime) -> str:
    from hrdesk.reports.content import Letterhead, Paragraph, ReportContent, Signature
    from hrdesk.reports.pdf import write_pdf

    content = ReportContent(
        letterhead=Letterhead("HRDESK", "SELFTEST"),
        number="",
        symbol="BC",
        place="-",
        issued_on=now.date(),
        title="BÁO CÁO",
        subject="thử chữ: ẵ ỡ ự · ក្ស · چڠڤ · 人權",
        recipients=(),
        body=(Paragraph("Việt ẵỡựĐ₫ · សិទ្ធិមនុស្ស · چڠڤݢڽۏ · 人權"),),
        signature=Signature(("-",)),
        copies=(),
    )
    pages = write_pdf(content, folder / "page.pdf")
    return "" if pages == 1 else f"{pages}"


_ATTEMPTS: Final = (
    (N_("resources"), _resources),
    (N_("fonts"), _fonts),
    (N_("forms and tables"), _tables),
    (N_("signature"), _signature),
    (N_("a page of PDF"), _page),
)
