"""What the kit in use says: dates of periods, targets, letterheads, policy, units.

Without a kit, what is shipped with the program counts. Read once a workspace, and anew when a kit
is put in use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from typing_extensions import override

from hrdesk.indicators.period import DUE_DAYS, Period, PeriodDates, in_calendar, parse_period
from hrdesk.values import dataclass, field

if TYPE_CHECKING:
    from pathlib import Path

    from hrdesk.bundles.kit import KitPolicy, Letterhead
    from hrdesk.indicators.plan import Plan
    from hrdesk.store.database import Store
    from hrdesk.units import UnitCatalogue


@dataclass(frozen=True)
class Calendar(Mapping[str, PeriodDates]):
    """Dates by period id: single ones that the province set, and its days for handing in."""

    single: Mapping[str, PeriodDates] = field(default_factory=dict)
    due_days: int = DUE_DAYS

    @override
    def __getitem__(self, period_id: str) -> PeriodDates:
        said = self.single.get(period_id)
        if self.due_days == DUE_DAYS or (said is not None and said.due_on is not None):
            return self.single[period_id]
        dates = said or PeriodDates()
        last_on = dates.last_on or parse_period(period_id).last_on
        return PeriodDates(
            dates.first_on, dates.last_on, last_on + timedelta(days=self.due_days), dates.reason
        )

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self.single)

    @override
    def __len__(self) -> int:
        return len(self.single)


@dataclass(slots=True)
class KitInUse:
    """The kit in use as a desk asks for it; `seq` 0 when there is none."""

    seq: int = 0
    kit_id: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    _calendar: Calendar | None = None
    _plan: Plan | None = None
    _policy: KitPolicy | None = None

    @property
    def calendar(self) -> Calendar:
        """Dates of periods."""
        if self._calendar is None:
            self._calendar = _calendar(self) if self.files else Calendar()
        return self._calendar

    @property
    def plan(self) -> Plan:
        """Targets and counts."""
        from hrdesk.indicators.plan import load_plan, plan_of

        if self._plan is None:
            if not self.files:
                return load_plan()
            from hrdesk.bundles.kit_settings import COUNTS_NAME, TARGETS_NAME, object_of

            targets, counts = (object_of(self.files, one) for one in (TARGETS_NAME, COUNTS_NAME))
            self._plan = plan_of(targets, counts, f"kit {self.seq}")
        return self._plan

    @property
    def policy(self) -> KitPolicy:
        """What the province asks of submissions."""
        if self._policy is None:
            from hrdesk.bundles.kit import KitPolicy
            from hrdesk.bundles.kit_settings import KIT_NAME, object_of, read_policy

            self._policy = (
                read_policy(object_of(self.files, KIT_NAME)) if self.files else KitPolicy()
            )
        return self._policy

    def dated(self, period: Period) -> Period:
        """The period with the dates that the province set for it."""
        return in_calendar(period, self.calendar)

    def letterhead(self, unit_code: str) -> Letterhead:
        """How reports of a unit are headed."""
        from hrdesk.bundles.kit import Letterhead

        if not self.files:
            return Letterhead()
        from hrdesk.bundles.kit_settings import read_letterheads

        said = {one.unit_code: one for one in read_letterheads(self.files)}
        return said.get(unit_code) or said.get("") or Letterhead()


def read_kit_in_use(store: Store) -> KitInUse:
    """The kit in use of a store."""
    newest = store.kits.newest()
    if newest is None:
        return KitInUse()
    return KitInUse(newest.seq, newest.bundle_id, store.kits.files())


def units_of(kit: KitInUse) -> UnitCatalogue:
    """The unit catalogue of the kit, or the shipped one."""
    from hrdesk.units import UnitCatalogue

    if not kit.files:
        return UnitCatalogue.load()
    from hrdesk.bundles.kit_settings import read_units

    said = read_units(kit.files)
    return UnitCatalogue(said.units, said.successions, said.aliases)


def calendar_at(folder: Path) -> Calendar | None:
    """The calendar of the workspace in a folder; None when there is none to be read."""
    from hrdesk.errors import StoreError
    from hrdesk.paths import WorkspacePaths
    from hrdesk.store.database import Store

    path = WorkspacePaths(folder).database
    if not path.is_file():
        return None
    try:
        store = Store.open(path, read_only=True)
    except StoreError:
        return None  # the command says what is wrong with it
    try:
        return read_kit_in_use(store).calendar
    finally:
        store.close()


def _calendar(kit: KitInUse) -> Calendar:
    from hrdesk.bundles.kit_settings import read_calendar

    single = {
        one.period_id: PeriodDates(one.first_on, one.last_on, one.due_on, one.reason)
        for one in read_calendar(kit.files)
    }
    return Calendar(single, kit.policy.due_days)
