"""What a person should know before handing a period over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hrdesk.indicators.period import current
from hrdesk.services.readiness import readiness
from hrdesk.services.workspace import WorkspaceSetup, create_workspace
from tests.support.sample import NOW, TODAY

if TYPE_CHECKING:
    from pathlib import Path

SETUP = WorkspaceSetup("30544", "Chau Thị Mẫu", "Công chức", "bốn chữ dễ nhớ", province=False)


def test_readiness__period_due_before_the_office_began__is_not_late(tmp_path: Path) -> None:
    now, today = NOW + timedelta(days=5), TODAY + timedelta(days=5)
    with create_workspace(tmp_path, SETUP, now=now) as office:
        ended = current(today).previous()
        assert ended.due_on < today
        assert readiness(office, ended, today).late_days == 0
        assert readiness(office, ended.previous(), today).late_days == 0
        month_later = today + timedelta(days=31)
        next_ended = current(month_later).previous()
        late = (month_later - next_ended.due_on).days
        assert late > 0
        assert readiness(office, next_ended, month_later).late_days == late
