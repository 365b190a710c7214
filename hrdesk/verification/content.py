"""What a submission holds, read against forms and manifest once every byte was found signed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from hrdesk.bundles.accepted_warnings import NAME as ACCEPTED
from hrdesk.bundles.accepted_warnings import with_accepted
from hrdesk.bundles.csv_table import read_table
from hrdesk.bundles.enrolment import LIST_NAME
from hrdesk.bundles.facts import BundleFacts
from hrdesk.bundles.facts_reading import PERIOD
from hrdesk.bundles.faults import FaultFoundError, Faults
from hrdesk.bundles.file_kinds import LISTED
from hrdesk.bundles.package import PackedTable, read_descriptor
from hrdesk.bundles.renewal import RENEWAL_INSIDE_NAME
from hrdesk.bundles.rows import RECORD_ID, rebuild_records
from hrdesk.bundles.submission_content import FigureLine, Withdrawn
from hrdesk.forms.definition import Form
from hrdesk.records.record import Record
from hrdesk.verification.unpacking import UnpackedFile
from hrdesk.verification.verified import VerifiedAttachment, VerifiedTable

FormSource = Callable[[str, str], Form | None]
_UNIT_COLUMN: Final = 1
_EVENT_COLUMN: Final = 3
_AWAITED: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class SubmissionRead:
    """The content of a submission, everything in it consistent."""

    tables: tuple[VerifiedTable, ...]
    records: tuple[Record, ...]
    withdrawn: tuple[Withdrawn, ...]
    figures: tuple[FigureLine, ...]
    attachments: tuple[VerifiedAttachment, ...]
    reports: Mapping[str, Path | None]
    rosters: Mapping[str, Path | None]


def read_submission(
    descriptor: bytes,
    files: Mapping[str, UnpackedFile],
    facts: BundleFacts,
    forms: FormSource | None,
    units: frozenset[str],
) -> SubmissionRead:
    """Tables, files and counts, each against the others. `files` has all but the two JSON files.

    `units` are the codes under which the sender may keep records: its own and those of the units
    that it followed. A later part of a set holds files and their table alone.

    Raises:
        FaultFoundError: the first thing that does not agree.
    """
    packed = read_descriptor(descriptor, {name: one.packed for name, one in files.items()}, forms)
    rows = {table.name: _rows(table, files[table.file.path]) for table in packed}
    later = facts.part is not None and facts.part.index > 1
    for fixed in ("attachments",) if later else ("attachments", "figures", "withdrawn"):
        if fixed not in rows:
            raise FaultFoundError(Faults.RESOURCE, f"data/{fixed}.csv")
    if later:
        return _files_alone(facts, rows, files, descriptor)
    form_of_record = _check_records(packed, rows, units, facts.sender.unit)
    _check_roster(facts, files)
    _check_zero(facts, packed, rows)
    _check_counts(facts, {name: len(own) for name, own in rows.items()}, rows, files, descriptor)
    withdrawn = tuple(_withdrawn(row, form_of_record) for row in rows["withdrawn"])
    return SubmissionRead(
        tables=tuple(_table(table, rows[table.name]) for table in packed if table.origin),
        records=with_accepted(
            () if forms is None else _records(packed, rows, forms, facts.sender.device),
            rows.get(ACCEPTED, ()),
            form_of_record,
        ),
        withdrawn=withdrawn,
        figures=tuple(_figure(row) for row in rows["figures"]),
        attachments=_attachments(
            rows["attachments"], files, form_of_record, awaited=facts.part is not None
        ),
        rosters={name: one.staged for name, one in files.items() if name.startswith("roster/")},
        reports={
            name.removeprefix("reports/").removesuffix(".pdf"): one.staged
            for name, one in files.items()
            if name.startswith("reports/")
        },
    )


def check_entry_names(names: list[str]) -> None:
    """Whether a submission may have these entries beside its two JSON files.

    Raises:
        FaultFoundError: an entry that has no place in a submission.
    """
    for name in names:
        folder, _, rest = name.partition("/")
        extension = rest.rpartition(".")[2]
        allowed = {
            "data": extension == "csv",
            "attachments": extension in LISTED or extension == "bin",
            "reports": extension == "pdf",
            "roster": extension == "age",
            "trust": name in {LIST_NAME, RENEWAL_INSIDE_NAME},
        }
        if "/" in rest or not allowed.get(folder, False):
            raise FaultFoundError(Faults.ENTRIES, name)


def _rows(table: PackedTable, file: UnpackedFile) -> Rows:
    return read_table(file.content or b"", table.schema, table.file.path)


def _table(table: PackedTable, rows: Rows) -> VerifiedTable:
    origin = table.origin
    if origin is None:
        raise ValueError("only tables of forms")
    return VerifiedTable(
        name=table.name,
        form_id=origin.form_id,
        form_version=origin.version,
        repeat=origin.repeat,
        columns=table.schema.header,
        rows=rows,
    )


def _check_records(
    packed: tuple[PackedTable, ...],
    rows: Mapping[str, Rows],
    units: frozenset[str],
    unit_code: str,
) -> dict[str, str]:
    """The form of each record, once ids are unique and all belong to the sender's unit."""
    forms: dict[str, str] = {}
    for table in packed:
        if table.origin is None or table.origin.repeat is not None:
            continue
        for row in rows[table.name]:
            if row[0] in forms or not RECORD_ID.fullmatch(row[0]):
                raise FaultFoundError(Faults.ROW_KEY, table.file.path, found=row[0][:80])
            if row[_UNIT_COLUMN] not in units:
                raise FaultFoundError(
                    Faults.FOREIGN_UNIT, table.file.path, unit_code, row[_UNIT_COLUMN][:20]
                )
            if (
                row[6] != table.origin.version
                or row[4] not in {"complete", "submitted"}
                or int(row[5]) < 0
            ):
                raise FaultFoundError(Faults.VALUE, f"{table.file.path} {row[0]}")
            forms[row[0]] = table.origin.form_id
    _check_rows_of_repeats(packed, rows, forms)
    return forms


def _check_rows_of_repeats(
    packed: tuple[PackedTable, ...], rows: Mapping[str, Rows], forms: Mapping[str, str]
) -> None:
    for table in packed:
        if table.origin is None or table.origin.repeat is None:
            continue
        for row in rows[table.name]:
            if forms.get(row[0]) != table.origin.form_id:
                raise FaultFoundError(Faults.ROW_KEY, table.file.path, found=row[0][:80])


def _records(
    packed: tuple[PackedTable, ...], rows: Mapping[str, Rows], forms: FormSource, desk_id: str
) -> tuple[Record, ...]:
    records: list[Record] = []
    for table in packed:
        origin = table.origin
        if origin is None or origin.repeat is not None:
            continue
        form = forms(origin.form_id, origin.version)
        if form is None:
            raise FaultFoundError(Faults.FORM_UNKNOWN, table.file.path)
        children = {
            inner.origin.repeat: rows[inner.name]
            for inner in packed
            if inner.origin is not None
            and inner.origin.repeat is not None
            and (inner.origin.form_id, inner.origin.version) == (origin.form_id, origin.version)
        }
        records += rebuild_records(form, rows[table.name], children, desk_id)
    return tuple(records)


def _check_counts(
    facts: BundleFacts,
    counted: Mapping[str, int],
    rows: Mapping[str, Rows],
    files: Mapping[str, UnpackedFile],
    descriptor: bytes,
) -> None:
    total = len(descriptor) + sum(one.packed.size_bytes for one in files.values())
    found = (dict(counted), len(rows["attachments"]), total)
    if found != (dict(facts.counts.tables), facts.counts.attachments, facts.counts.total_bytes):
        raise FaultFoundError(Faults.COUNTS, "bundle.json")


def _attachments(
    rows: Rows,
    files: Mapping[str, UnpackedFile],
    form_of_record: Mapping[str, str] | None,
    *,
    awaited: bool,
) -> tuple[VerifiedAttachment, ...]:
    """Every row has its file, every file its row, and both say the same.

    With `awaited` the files travel in other parts, and none is here. Without `form_of_record` the
    records travel in another part.
    """
    unnamed = {name for name in files if name.startswith("attachments/")}
    attachments = []
    for record_id, form_id, key, path, original_name, media_type, size, sha256 in rows:
        if form_of_record is not None and form_of_record.get(record_id) != form_id:
            raise FaultFoundError(Faults.ATTACHMENT, path[:120])
        file = files.get(path)
        if awaited and file is None and _AWAITED.fullmatch(sha256):
            attachments.append(
                VerifiedAttachment(
                    record_id, form_id, key, original_name, media_type, sha256, int(size), None
                )
            )
            continue
        if (
            file is None
            or not path.startswith(f"attachments/{sha256[:32]}.")
            or file.packed.sha256.hex() != sha256
            or str(file.packed.size_bytes) != size
        ):
            raise FaultFoundError(Faults.ATTACHMENT, path[:120])
        unnamed.discard(path)
        attachments.append(
            VerifiedAttachment(
                record_id=record_id,
                form_id=form_id,
                key=key,
                original_name=original_name,
                media_type=media_type,
                sha256=sha256,
                size_bytes=file.packed.size_bytes,
                staged=file.staged,
            )
        )
    if unnamed or (awaited and any(name.startswith("attachments/") for name in files)):
        raise FaultFoundError(Faults.ATTACHMENT, min(unnamed, default="attachments/"))
    return tuple(attachments)


def _files_alone(
    facts: BundleFacts,
    rows: Mapping[str, Rows],
    files: Mapping[str, UnpackedFile],
    descriptor: bytes,
) -> SubmissionRead:
    """A later part: the table of its files, the files, perhaps the revocation list."""
    odd = [
        name
        for name in files
        if not name.startswith("attachments/") and name not in {LIST_NAME, "data/attachments.csv"}
    ]
    if odd or facts.zero or facts.roster_reason:
        raise FaultFoundError(Faults.ENTRIES, min(odd, default="bundle.json"))
    _check_counts(facts, {"attachments": len(rows["attachments"])}, rows, files, descriptor)
    attachments = _attachments(rows["attachments"], files, None, awaited=False)
    return SubmissionRead((), (), (), (), attachments, {}, {})


def _check_zero(
    facts: BundleFacts, packed: tuple[PackedTable, ...], rows: Mapping[str, Rows]
) -> None:
    """Who says that nothing happened sends no record that has a day; registers have none."""
    for table in packed:
        main = table.origin is not None and table.origin.repeat is None
        if facts.zero and main and any(row[_EVENT_COLUMN] for row in rows[table.name]):
            raise FaultFoundError(Faults.ZERO, table.file.path)


def _check_roster(facts: BundleFacts, files: Mapping[str, UnpackedFile]) -> None:
    """Lists of people come with a reason, and a reason with lists."""
    lists = [name for name in files if name.startswith("roster/")]
    if bool(lists) != bool(facts.roster_reason):
        raise FaultFoundError(Faults.ENTRIES, min(lists, default="bundle.json"))


def _figure(row: tuple[str, ...]) -> FigureLine:
    target_id, period_id, numerator, denominator, whole_numerator, whole_denominator, achieved = row
    numbers = (numerator, denominator, whole_numerator, whole_denominator)
    if not PERIOD.fullmatch(period_id) or any(int(one) < 0 for one in numbers):
        raise FaultFoundError(Faults.VALUE, f"data/figures.csv {target_id} {period_id}"[:120])
    return FigureLine(
        target_id=target_id,
        period_id=period_id,
        numerator=int(numerator),
        denominator=int(denominator),
        cumulative_numerator=int(whole_numerator),
        cumulative_denominator=int(whole_denominator),
        achieved=achieved,
    )


def _withdrawn(row: tuple[str, ...], form_of_record: Mapping[str, str]) -> Withdrawn:
    record_id, form_id, revision, withdrawn_at = row
    if record_id in form_of_record or not RECORD_ID.fullmatch(record_id):
        raise FaultFoundError(Faults.ROW_KEY, "data/withdrawn.csv", found=record_id[:80])
    if int(revision) < 0:
        raise FaultFoundError(Faults.VALUE, f"data/withdrawn.csv {record_id}", found=revision)
    return Withdrawn(record_id, form_id, int(revision), datetime.fromisoformat(withdrawn_at))
