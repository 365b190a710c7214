"""What the province takes in, so that the order in which bundles arrive never matters.

Rules, each a function of the set of accepted bundles and of nothing else:
- Of the submissions of one desk for one period one stands: the highest sequence of the epoch that
  was written in last. The others are history. Two desks of one unit stand beside each other.
- A record has the answers of its highest revision in any accepted bundle: it never goes back.
- A record is present while a standing submission contains it, and no standing submission says in a
  newer revision that it was put away. Otherwise it is withdrawn, and kept.
- A bundle changes nothing the second time. Nobody changes a record of another unit, or our own.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from hrdesk.records.record import Record, RecordStatus, UnitKey
from hrdesk.store import attachments, submissions
from hrdesk.store.content import read_accepted, read_content, write_content
from hrdesk.store.stamps import read_day, read_time, stored_day
from hrdesk.store.submissions import IntakeRecord, TakenIn
from hrdesk.store.writing import Act, RecordWriter
from hrdesk.values import dataclass, replace

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from hrdesk.store.attachments import Attachment
    from hrdesk.store.layout import Layout
    from hrdesk.store.submissions import Tombstone


class _Known(NamedTuple):
    """A record of which something is here already."""

    row_id: int
    record_id: str
    revision: int
    revision_row: int
    sender: str
    own: int
    present: int
    withdrawn_by: str | None
    origin: str


class _Membership(NamedTuple):
    """One saved state of a record in one accepted bundle. In the order in which states rank."""

    revision: int
    created_at: str
    bundle_id: str
    revision_row: int
    superseded_by: str | None


@dataclass(slots=True)
class _Tally:
    """What is counted while a bundle is taken in."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0


_AT_A_TIME: Final = 500  # below the number of parameters that SQLite takes
_KNOWN: Final = (
    "SELECT row_id, record_id, revision, revision_row, sender, own, present, withdrawn_by, origin"
    " FROM record"
)


class Intake:
    """Takes one bundle in, inside the transaction that is open on the connection."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        layout_of: Callable[[str], Layout],
        intake: IntakeRecord,
        attached: Iterable[Attachment] = (),
    ) -> None:
        """Nothing is done before `take_in`. The files attached are kept already."""
        self._connection = connection
        self._intake = intake
        self._writer = RecordWriter(connection, layout_of, strict=False)
        self._act = Act(
            "received",
            intake.received_at,
            intake.author,
            source=intake.bundle_id,
            sender=intake.unit.code,
        )
        self._attached: dict[str, list[Attachment]] = defaultdict(list)
        for attachment in attached:
            self._attached[attachment.record_id].append(attachment)
        self._older: list[str] = []
        self._foreign: list[str] = []
        self._fresh: set[int] = set()  # rows that this bundle brought first
        self._brought: set[int] = set()  # rows that this bundle holds

    def take_in(self, records: Iterable[Record], tombstones: Iterable[Tombstone]) -> TakenIn:
        """Take the bundle in, or say that it was before."""
        earlier = submissions.intakes(self._connection, bundle_id=self._intake.bundle_id)
        if earlier and earlier[0].result == "accepted":
            return TakenIn(already=True, superseded_by=earlier[0].superseded_by)
        submissions.record_intake(self._connection, replace(self._intake, result="accepted"))
        members = list(self._members(records))
        self._writer.flush()
        self._connection.executemany(
            "INSERT INTO intake_record (bundle_id, record_row, revision, revision_row)"
            " VALUES (?, ?, ?, ?)",
            [(self._intake.bundle_id, *member) for member in members],
        )
        self._brought = {member[0] for member in members}
        buried = list(tombstones)
        self._connection.executemany(
            "INSERT OR REPLACE INTO intake_tombstone (bundle_id, record_id, revision)"
            " VALUES (?, ?, ?)",
            [(self._intake.bundle_id, stone.record_id, stone.revision) for stone in buried],
        )
        standing = self._settle_period()
        tally = _Tally()
        touched = self._touched()
        if standing == self._intake.bundle_id:
            touched = self._settle_fresh(touched, tally)
        for known in list(self._known_of("row_id", touched)):
            self._settle(known, tally)
        return TakenIn(
            superseded_by=None if standing == self._intake.bundle_id else standing,
            new=tally.new,
            changed=tally.changed,
            unchanged=tally.unchanged,
            withdrawn=tally.withdrawn,
            older=tuple(self._older),
            foreign=tuple(self._foreign),
        )

    # --- what the bundle holds

    def _members(self, records: Iterable[Record]) -> Iterator[tuple[int, int, int]]:
        by_id: dict[str, Record] = {}
        for record in records:
            by_id.setdefault(record.record_id, record)
        here = {one.record_id: one for one in self._known_of("record_id", list(by_id))}
        for record in by_id.values():
            gone = record.deleted_at is not None or record.superseded_by is not None
            received = replace(record, deleted_at=None, superseded_by=None) if gone else record
            known = here.get(record.record_id)
            if known is None:
                row_id, revision_row = self._writer.insert(received, self._act)
                self._fresh.add(row_id)
                yield row_id, record.revision, revision_row
            elif known.own or known.sender != self._intake.unit.code:
                self._foreign.append(record.record_id)
            else:
                if record.revision < known.revision:
                    self._older.append(record.record_id)
                yield known.row_id, record.revision, self._revision(known.row_id, received)

    def _known_of(self, column: str, values: Sequence[str | int]) -> Iterator[_Known]:
        """What is here of these records, some hundreds at a time."""
        for start in range(0, len(values), _AT_A_TIME):
            some = values[start : start + _AT_A_TIME]
            marks = ", ".join("?" * len(some))
            rows = self._connection.execute(f"{_KNOWN} WHERE {column} IN ({marks})", list(some))
            yield from (_Known(*row) for row in rows.fetchall())

    def _revision(self, row_id: int, record: Record) -> int:
        """The row of that saved state: the one that is here already, or a new one."""
        row = self._connection.execute(
            "SELECT revision_row FROM revision WHERE record_row = ? AND revision = ?"
            " AND content = ? AND form_version = ? AND status = ? AND event_on IS ?",
            (
                row_id,
                record.revision,
                write_content(record.answers, record.repeats, record.accepted),
                record.form_version,
                record.status,
                stored_day(record.event_on),
            ),
        ).fetchone()
        return row[0] if row else self._writer.add_revision(row_id, record, self._act)

    # --- which submission stands

    def _settle_period(self) -> str:
        device = self._intake.facts.get("device", "")
        rows = self._connection.execute(
            "SELECT bundle_id, epoch, sequence, coalesce(created_at, received_at) FROM intake"
            " WHERE unit_code = ? AND period_id = ? AND result = 'accepted'"
            " AND coalesce(json_extract(facts, '$.device'), '') = ?",
            (self._intake.unit.code, self._intake.period_id, device),
        ).fetchall()
        standing = standing_of(rows)
        self._connection.execute(
            "UPDATE intake SET superseded_by = CASE WHEN bundle_id = ?1 THEN NULL ELSE ?1 END"
            " WHERE unit_code = ?2 AND period_id = ?3 AND result = 'accepted'"
            " AND coalesce(json_extract(facts, '$.device'), '') = ?4",
            (standing, self._intake.unit.code, self._intake.period_id, device),
        )
        return standing

    # --- what each record is now

    def _touched(self) -> list[int]:
        """Rows that any submission of the unit's period holds or buries."""
        rows = self._connection.execute(
            "SELECT m.record_row FROM intake i JOIN intake_record m ON m.bundle_id = i.bundle_id"
            " WHERE i.unit_code = ?1 AND i.period_id = ?2"
            " UNION SELECT r.row_id FROM intake i"
            " JOIN intake_tombstone t ON t.bundle_id = i.bundle_id"
            " JOIN record r ON r.record_id = t.record_id AND r.sender = i.unit_code AND r.own = 0"
            " WHERE i.unit_code = ?1 AND i.period_id = ?2 ORDER BY 1",
            (self._intake.unit.code, self._intake.period_id),
        )
        return [row[0] for row in rows]

    def _settle_fresh(self, touched: list[int], tally: _Tally) -> list[int]:
        """Records that came first in this bundle, which stands: as inserted, so they are; the others.

        Unless something of theirs has to be looked at: files, or a burial that came before them.
        """
        unit = (self._intake.unit.code,)
        buried = self._connection.execute(
            "SELECT r.row_id FROM intake_tombstone t JOIN intake i ON i.bundle_id = t.bundle_id"
            " JOIN record r ON r.record_id = t.record_id WHERE i.unit_code = ?",
            unit,
        )
        attached = self._known_of("record_id", list(self._attached))
        special = {row[0] for row in buried} | {one.row_id for one in attached}
        plain = self._fresh - special
        tally.new += len(plain)
        return [row_id for row_id in touched if row_id not in plain]

    def _settle(self, known: _Known, tally: _Tally) -> None:
        row_id = known.row_id
        memberships = self._memberships(row_id)
        state = max(memberships)
        holding = [member.revision for member in memberships if member.superseded_by is None]
        burial = self._burial(known)
        withdrawn_by = None
        if not holding:
            withdrawn_by = state.superseded_by
        elif burial is not None and burial[0] > max(holding):
            withdrawn_by = burial[1]
        changed = state.revision_row != known.revision_row
        if changed or withdrawn_by != known.withdrawn_by or state.bundle_id != known.origin:
            self._writer.project(
                row_id,
                state.revision_row,
                _record_at(self._connection, row_id, state.revision_row),
                origin=state.bundle_id,
                withdrawn_by=withdrawn_by,
            )
        if state.bundle_id == self._intake.bundle_id:
            self._attach(known.record_id)
        self._count(tally, known, changed=changed, present=withdrawn_by is None)

    def _memberships(self, row_id: int) -> list[_Membership]:
        rows = self._connection.execute(
            "SELECT m.revision, coalesce(i.created_at, i.received_at), m.bundle_id, m.revision_row,"
            " i.superseded_by FROM intake_record m JOIN intake i ON i.bundle_id = m.bundle_id"
            " WHERE m.record_row = ?",
            (row_id,),
        )
        return [_Membership(*row) for row in rows]

    def _burial(self, known: _Known) -> tuple[int, str] | None:
        """The newest revision in which a standing submission says that the record was put away."""
        row: tuple[int, str] | None = self._connection.execute(
            "SELECT t.revision, t.bundle_id FROM intake_tombstone t"
            " JOIN intake i ON i.bundle_id = t.bundle_id"
            " WHERE t.record_id = ? AND i.unit_code = ? AND i.superseded_by IS NULL"
            " ORDER BY 1 DESC, 2 DESC LIMIT 1",
            (known.record_id, known.sender),
        ).fetchone()
        return row

    def _attach(self, record_id: str) -> None:
        """A record has the files of the bundle that its answers came in."""
        self._connection.execute("DELETE FROM attachment WHERE record_id = ?", (record_id,))
        for attachment in self._attached.get(record_id, ()):
            attachments.add(self._connection, attachment, self._intake.received_at, count=False)
        attachments.recount(self._connection, record_id)

    def _count(self, tally: _Tally, known: _Known, *, changed: bool, present: bool) -> None:
        if known.row_id in self._fresh:
            tally.new += present
        elif known.present and not present:
            tally.withdrawn += 1
        elif known.row_id in self._brought:
            if changed or present != bool(known.present):
                tally.changed += 1
            else:
                tally.unchanged += 1


def standing_of(rows: list[tuple[str, str, int, str]]) -> str:
    """Which submission of a unit's period stands, of (bundle_id, epoch, sequence, created_at).

    The epoch that was written in last decides, then the sequence: within an epoch a clock that was
    set back does not matter.
    """
    written: dict[str, str] = defaultdict(str)
    for _, epoch, _, created_at in rows:
        written[epoch] = max(written[epoch], created_at)
    return max(rows, key=lambda row: (written[row[1]], row[1], row[2], row[3], row[0]))[0]


def _record_at(connection: sqlite3.Connection, row_id: int, revision_row: int) -> Record:
    row = connection.execute(
        "SELECT r.record_id, r.form_id, v.form_version, r.unit_code, r.unit_valid_from, v.status,"
        " v.revision, r.desk_id, v.author, r.created_at, v.updated_at, v.event_on, v.content"
        " FROM record r JOIN revision v ON v.record_row = r.row_id"
        " WHERE r.row_id = ? AND v.revision_row = ?",
        (row_id, revision_row),
    ).fetchone()
    answers, repeats = read_content(row[12])
    return Record(
        record_id=row[0],
        form_id=row[1],
        form_version=row[2],
        unit=UnitKey(row[3], row[4]),
        status=RecordStatus(row[5]),
        revision=row[6],
        desk_id=row[7],
        author=row[8],
        created_at=read_time(row[9]),
        updated_at=read_time(row[10]),
        event_on=read_day(row[11]),
        answers=answers,
        repeats=repeats,
        accepted=read_accepted(row[12]),
    )
