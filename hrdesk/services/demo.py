"""The sample journey: a province, some communes, two periods, all through the real use cases.

Everything a person would do is done here with the same functions that window and command line
use; only the typing is drawn from `sample_records`. The two periods are the last two complete
months before `now`, and each step is dated in its time.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hrdesk.errors import FolderNotEmptyError
from hrdesk.files import make_folder, write_durably
from hrdesk.i18n import tr
from hrdesk.indicators.period import Period, period_of
from hrdesk.records.entry import FormEntry, NodeRef
from hrdesk.services.entering import attach, new_entry, save_record
from hrdesk.services.exchange import submit, take_trust, verify_files, write_request
from hrdesk.services.progress import SILENT, CancelledError, Progress
from hrdesk.services.province import consolidated, enrol, receive, write_consolidated
from hrdesk.services.reporting import write_report
from hrdesk.services.sample_records import SampleRecord, SampleWriter, sample_words
from hrdesk.services.workspace import (
    Workspace,
    WorkspaceSetup,
    create_workspace,
    today_of,
)
from hrdesk.units import TODAYS_PROVINCE, Unit, UnitCatalogue
from hrdesk.vietnamese.formats import VIETNAM_TZ

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hrdesk.services.exchange import SubmissionOutcome
    from hrdesk.services.province import Consolidated, IntakeOutcome
    from hrdesk.verification.outcome import Outcome

SAMPLE_PASSPHRASE: Final = "mật khẩu của văn phòng mẫu"  # noqa: S105 - printed in README.txt
SAMPLE_RECORDS: Final = 24


@dataclass(frozen=True, slots=True)
class DemoPeriod:
    """What happened in one period."""

    period: Period
    submissions: tuple[SubmissionOutcome, ...]
    outcomes: tuple[Outcome, ...]
    intakes: tuple[IntakeOutcome, ...]
    consolidated: Consolidated
    report: Path
    report_pages: int


@dataclass(frozen=True, slots=True)
class DemoOutcome:
    """All that the sample journey made, and where it lies."""

    folder: Path
    units: tuple[Unit, ...]
    records: dict[str, int]
    bundles: tuple[Path, ...]
    reports: tuple[Path, ...]
    periods: tuple[DemoPeriod, ...]

    @property
    def authority(self) -> Path:
        """The certificate of the province's authority."""
        return self.folder / "trust" / "ca.crt"

    @property
    def province(self) -> Path:
        """The province's workspace."""
        return self.folder / "province"

    def lines(self) -> tuple[str, ...]:
        """What to say of it."""
        made = ", ".join(f"{form_id} {count}" for form_id, count in sorted(self.records.items()))
        verdicts = Counter(
            str(outcome.verdict) for period in self.periods for outcome in period.outcomes
        )
        return (
            tr("Offices: {names}", names=", ".join(unit.name for unit in self.units)),
            tr("Records: {made}", made=made),
            tr(
                "Bundles: {count} in {folder} ({verdicts})",
                count=len(self.bundles),
                folder=self.folder / "bundles",
                verdicts=", ".join(f"{verdict} {count}" for verdict, count in verdicts.items()),
            ),
            tr(
                "Reports: {count} in {folder}",
                count=len(self.reports),
                folder=self.folder / "reports",
            ),
            tr("Certificate of the authority: {path}", path=self.authority),
            tr("Workspace of the province: {path}", path=self.province),
            tr("Passphrase of the sample offices: see {path}", path=self.folder / "README.txt"),
        )


def play_demo(
    folder: Path,
    *,
    units: int = 3,
    records: int = SAMPLE_RECORDS,
    now: datetime,
    progress: Progress = SILENT,
) -> DemoOutcome:
    """Play the whole journey into `folder`, which must be empty or not exist.

    Raises:
        FolderNotEmptyError: something lies there already.
        CancelledError: stopped; what was made until then stays.
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise FolderNotEmptyError(folder=folder)
    return _Journey(make_folder(folder), now, records, progress).play(units)


def create_sample_office(folder: Path, *, now: datetime, progress: Progress = SILENT) -> Workspace:
    """One commune with its records of two periods, to look around in; not enrolled anywhere."""
    if folder.is_dir() and any(folder.iterdir()):
        raise FolderNotEmptyError(folder=folder)
    journey = _Journey(folder, now, SAMPLE_RECORDS, progress)
    unit = journey.choose_units(1)[0]
    progress.total(3)
    progress.step(tr("Setting up {unit}", unit=unit.name))
    office = journey.set_up(folder, unit, 0)
    try:
        for place, period in enumerate(journey.periods):
            progress.step(tr("Records of {period}", period=period.period_id))
            journey.enter_period(office, period, long_list=place == 1)
    except BaseException:
        office.ws.close()
        raise
    write_durably(folder / "README.txt", _readme().encode())
    return office.ws


@dataclass(frozen=True, slots=True)
class _Office:
    """One office while the journey is played."""

    ws: Workspace
    writer: SampleWriter


class _Journey:
    """The journey, step by step."""

    def __init__(self, folder: Path, now: datetime, records: int, progress: Progress) -> None:
        self.folder = folder
        self.now = now
        self.records = records
        self.progress = progress
        self.catalogue = UnitCatalogue.load()
        latest = period_of(today_of(now)).previous()
        self.periods = (latest.previous(), latest)
        self.set_up_at = _at(self.periods[0].first_on - timedelta(days=10), 8)
        self.made: Counter[str] = Counter()
        self.bundles: list[Path] = []
        self.reports: list[Path] = []

    def play(self, unit_count: int) -> DemoOutcome:
        units = self.choose_units(unit_count)
        self.progress.total(3 + len(units) + len(self.periods) * (2 * len(units) + 2))
        province_unit = self.catalogue.get(TODAYS_PROVINCE, today_of(self.now))
        if province_unit is None:
            raise LookupError(TODAYS_PROVINCE)
        offices: list[_Office] = []
        try:
            self._say(tr("Setting up {unit}", unit=province_unit.name))
            province = self.set_up(self.folder / "province", province_unit, 99)
            offices.append(province)
            self._province_registers(province)
            for place, unit in enumerate(units):
                self._say(tr("Setting up {unit}", unit=unit.name))
                office = self.set_up(self.folder / "units" / unit.code, unit, place)
                offices.append(office)
                self._enrol(province, office)
            make_folder(self.folder / "trust")
            write_durably(
                self.folder / "trust" / "ca.crt",
                (province.ws.paths.trust / "ca.crt").read_bytes(),
            )
            write_durably(self.folder / "README.txt", _readme().encode())
            periods = tuple(
                self._play_period(province, offices[1:], period, last=place == 1)
                for place, period in enumerate(self.periods)
            )
        finally:
            for office in offices:
                office.ws.close()
        return DemoOutcome(
            folder=self.folder,
            units=units,
            records=dict(self.made),
            bundles=tuple(self.bundles),
            reports=tuple(self.reports),
            periods=periods,
        )

    def choose_units(self, count: int) -> tuple[Unit, ...]:
        """The units named in the words first, then the catalogue's others."""
        today = today_of(self.now)
        wanted = [self.catalogue.get(code, today) for code in sample_words()["units"]]
        first = [unit for unit in wanted if unit is not None]
        others = [unit for unit in self.catalogue.alive(today, "commune") if unit not in first]
        return tuple([*first, *others][:count])

    def set_up(self, folder: Path, unit: Unit, place: int) -> _Office:
        writer = SampleWriter(unit.code, unit.name, place)
        setup = WorkspaceSetup(
            unit_code=unit.code,
            name=writer.person(),
            position=writer.position(),
            passphrase=SAMPLE_PASSPHRASE,
            province=unit.kind_group == "province",
        )
        office = _Office(create_workspace(folder, setup, now=self.set_up_at), writer)
        line = writer.own_agency(today_of(self.set_up_at), assigned=place != 1)
        self._enter(office.ws, line, self.set_up_at + timedelta(hours=1))
        return office

    def enter_period(self, office: _Office, period: Period, *, long_list: bool) -> None:
        for record in office.writer.records(
            period.first_on, period.last_on, self.records, long_list=long_list
        ):
            if self.progress.cancelled():
                raise CancelledError
            typed_on = min(record.event_on + timedelta(days=2), period.last_on)
            self._enter(office.ws, record, _at(typed_on, 16))

    def _province_registers(self, province: _Office) -> None:
        self._say(tr("Registers of the province"))
        at = self.set_up_at + timedelta(hours=2)
        for line in province.writer.agencies(today_of(at)):
            self._enter(province.ws, line, at)
        codes = []
        for line in province.writer.officials(today_of(at)):
            codes.append(line.answers["official_code"])
            self._enter(province.ws, line, at)
        held_on = self.periods[0].first_on + timedelta(days=6)
        self._enter(
            province.ws,
            province.writer.official_training(held_on, tuple(codes[:5])),
            _at(held_on, 17),
        )

    def _enrol(self, province: _Office, office: _Office) -> None:
        at = self.set_up_at + timedelta(hours=3)
        request = write_request(office.ws, office.ws.paths.enrolment, now=at)
        answer = office.ws.paths.enrolment / "answer.asice"
        enrol(province.ws, request, answer, passphrase=SAMPLE_PASSPHRASE, now=at)
        take_trust(office.ws, answer, now=at)

    def _play_period(
        self, province: _Office, offices: Sequence[_Office], period: Period, *, last: bool
    ) -> DemoPeriod:
        bundles, reports = self.folder / "bundles", make_folder(self.folder / "reports")
        handed_at = min(_at(period.last_on + timedelta(days=1), 9), self.now)
        submissions = []
        for place, office in enumerate(offices):
            name = office.ws.unit.name
            self._say(tr("{unit}: records of {period}", unit=name, period=period.period_id))
            self.enter_period(office, period, long_list=last and place == 0)
            self._say(tr("{unit}: report and bundle", unit=name))
            report = reports / f"{office.ws.unit_key.code}_report_{period.period_id}.pdf"
            write_report(office.ws, period, report, now=handed_at)
            self.reports.append(report)
            submissions.append(
                submit(office.ws, period, bundles, passphrase=SAMPLE_PASSPHRASE, now=handed_at)
            )
        paths = [sent.path for sent in submissions]
        self.bundles += paths
        self._say(tr("The province verifies and takes in"))
        taken_at = min(handed_at + timedelta(hours=5), self.now)
        outcomes = verify_files(paths, ca=self.folder / "trust" / "ca.crt", now=taken_at)
        intakes = receive(province.ws, paths, now=taken_at)
        self._say(tr("The province consolidates"))
        report = reports / f"{province.ws.unit_key.code}_consolidated_{period.period_id}.pdf"
        pages = write_consolidated(province.ws, period, report, now=taken_at)
        self.reports.append(report)
        return DemoPeriod(
            period=period,
            submissions=tuple(submissions),
            outcomes=tuple(outcomes),
            intakes=intakes,
            consolidated=consolidated(province.ws, period),
            report=report,
            report_pages=pages or 0,
        )

    def _enter(self, ws: Workspace, sample: SampleRecord, at: datetime) -> None:
        """Type one record and save it, files attached, as a person would."""
        session = new_entry(ws, sample.form_id, now=at, record_id=sample.record_id)
        for key, value in sample.answers.items():
            session.entry.set_value(NodeRef(key), value)
        for repeat, rows in sample.rows.items():
            _type_rows(session.entry, repeat, rows)
        for name, content in sample.files:
            source = ws.paths.folder / name
            write_durably(source, content)
            try:
                attach(ws, session, "attachments", source, now=at)
            finally:
                source.unlink()
        outcome = save_record(ws, session, now=at, complete=True)
        if outcome.record is None:
            broken = "; ".join(f"{one.path}: {one.message}" for one in outcome.violations)
            raise ValueError(f"the sample does not fit its form: {broken}")
        self.made[sample.form_id] += 1

    def _say(self, sentence: str) -> None:
        if self.progress.cancelled():
            raise CancelledError
        self.progress.step(sentence)


def _type_rows(entry: FormEntry, repeat: str, rows: Sequence[Any]) -> None:
    for row in rows:
        place = entry.rows(repeat)
        entry.add_row(repeat)
        for key, value in row.items():
            entry.set_value(NodeRef(key, repeat, place), value)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=VIETNAM_TZ)


def _readme() -> str:
    return tr(
        "Sample offices of hrdesk. All names, documents and addresses are made up.\n\n"
        "Passphrase of every signing key here: {passphrase}\n\n"
        "bundles/  what the offices handed over\n"
        "reports/  what they printed, and the consolidated reports\n"
        "trust/    the certificate of the province's authority\n"
        "province/ the workspace of the province: hrdesk --data province\n"
        "units/    the workspaces of the offices: hrdesk --data units/CODE\n",
        passphrase=SAMPLE_PASSPHRASE,
    )


def demo_as_json(made: DemoOutcome) -> dict[str, Any]:
    """The sample journey for another program."""
    return {
        "folder": str(made.folder),
        "province": str(made.province),
        "authority": str(made.authority),
        "units": [
            {
                "code": unit.code,
                "name": unit.name,
                "workspace": str(made.folder / "units" / unit.code),
            }
            for unit in made.units
        ],
        "records": made.records,
        "bundles": [str(path) for path in made.bundles],
        "reports": [str(path) for path in made.reports],
        "periods": [
            {
                "period": one.period.period_id,
                "submissions": [
                    {
                        "path": str(sent.path),
                        "bundle_id": sent.bundle_id,
                        "records": dict(sent.counts),
                        "attachments": sent.attachments,
                        "report_pages": sent.report_pages,
                    }
                    for sent in one.submissions
                ],
                "verdicts": [str(outcome.verdict) for outcome in one.outcomes],
                "intakes": [
                    {"file": taken.file_name, "result": taken.result, "new": taken.new}
                    for taken in one.intakes
                ],
                "consolidated_report": str(one.report),
                "consolidated_pages": one.report_pages,
                "targets": [
                    {
                        "target": target.total.target_id,
                        "numerator": target.total.numerator,
                        "denominator": target.total.denominator,
                    }
                    for target in one.consolidated.targets
                ],
            }
            for one in made.periods
        ],
    }
