"""A province and a commune desk with real keys, and kits in every state."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hrdesk.services import enrolment, kit_making, province
from tests.support.desk import NOW, PASSPHRASE, make_desk

if TYPE_CHECKING:
    from pathlib import Path

    from hrdesk.services.workspace import Workspace

LATER = NOW + timedelta(days=1)


def enrolled_pair(folder: Path) -> tuple[Workspace, Workspace]:
    """The province and one desk that it has enrolled."""
    office, desk = make_desk(folder / "province", province=True), make_desk(folder / "desk")
    request = enrolment.write_request(desk, folder, now=NOW)
    answer = folder / "answer.asice"
    province.enrol(office, request, answer, passphrase=PASSPHRASE, now=NOW)
    enrolment.take_trust(desk, answer, now=NOW)
    return office, desk


def made(office: Workspace, folder: Path, *, days: int = 1) -> Path:
    """The next kit of the province, made that many days after the beginning."""
    now = NOW + timedelta(days=days)
    return kit_making.make_kit(office, folder, passphrase=PASSPHRASE, now=now).path
