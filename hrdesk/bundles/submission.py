"""A unit's submission for a period: records as tables, attachments, report, claimed figures."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hrdesk.bundles import accepted_warnings
from hrdesk.bundles.accepted_warnings import accepted_rows
from hrdesk.bundles.assembly import Part, write_container
from hrdesk.bundles.container import is_payload_name
from hrdesk.bundles.csv_table import TABLE_LIMIT_BYTES, encode_row
from hrdesk.bundles.enrolment import LIST_NAME
from hrdesk.bundles.facts import (
    FACTS_NAME,
    PART_LIMIT,
    BundleFacts,
    BundleType,
    Counts,
    PartOfSet,
    Recipient,
    Sender,
    write_facts,
)
from hrdesk.bundles.file_kinds import travelling_extension
from hrdesk.bundles.package import (
    DESCRIPTOR_NAME,
    FormTable,
    PackedFile,
    PackedTable,
    write_descriptor,
)
from hrdesk.bundles.renewal import RENEWAL_INSIDE_NAME
from hrdesk.bundles.rows import instant, record_rows, repeat_rows, sendable_text, travels
from hrdesk.bundles.schema import (
    ACCEPTED_WARNINGS,
    ATTACHMENTS,
    FIGURES,
    FIXED_TABLES,
    WITHDRAWN,
    TableSchema,
    answer_columns,
    table_schema,
    travelling_repeats,
)
from hrdesk.bundles.submission_content import (
    AttachmentFile,
    FigureLine,
    SubmissionContent,
    Withdrawn,
)
from hrdesk.errors import BundleAttachmentError, BundleFormMissingError, BundleTooLargeError
from hrdesk.files import sha256_of
from hrdesk.forms.definition import Form
from hrdesk.records.record import Record

if TYPE_CHECKING:
    from hrdesk.trust.signer import Signer

_ENTRY_BYTES: Final = 1_000  # headers, manifest and table rows of one file
_BASE_BYTES: Final = 20_000  # what every part has: facts, signature, revocation list
_OUTSIDE_NAME: Final = re.compile(r"[^a-z0-9_-]")


@dataclass(frozen=True, slots=True)
class SubmissionWritten:
    """What was written."""

    path: Path
    bundle_id: str  # SHA-256 of the manifest
    tables: Mapping[str, int]  # rows by table
    attachments: int
    size_bytes: int
    record_ids: tuple[str, ...]  # the records that travelled


def submission_file_name(unit_code: str, period_id: str, seq: int) -> str:
    """`30307_submission_2026-10_000123.asice`. The name carries no trust."""
    return f"{unit_code}_submission_{period_id}_{seq:06d}.asice"


def part_file_name(file_name: str, index: int, count: int) -> str:
    """`30307_submission_2026-10_000123_1-of-3.asice`."""
    return f"{file_name.removesuffix('.asice')}_{index}-of-{count}.asice"


def write_submission(
    path: Path, content: SubmissionContent, identity: Signer, *, now: datetime
) -> SubmissionWritten:
    """Write the signed bundle, whole or not at all.

    Raises:
        NotEnrolledError, CertificateExpiredError: the identity cannot sign now.
        BundleError: an attachment changed, an answer that fits no column, too large.
        FileError: the file cannot be written.
    """
    return _Packing(content, identity, now).write(path)


def write_parts(
    path: Path,
    content: SubmissionContent,
    identity: Signer,
    *,
    now: datetime,
    limit_bytes: int,
    set_id: str,
) -> tuple[SubmissionWritten, ...]:
    """The submission in as many files as the limit asks for: one, or the data and then the files.

    The first part holds the data, the report and the lists; the files of the records follow, as
    many to a part as fit. Nothing is cut in two: a single file over the limit has a part for
    itself. One part alone is written to `path`, several beside it under names of their own.

    Raises:
        See `write_submission`.
    """
    packing = _Packing(content, identity, now)
    groups = packing.groups(limit_bytes)
    if not groups:
        return (packing.write(path),)
    count = 1 + len(groups)
    if count > PART_LIMIT:
        raise BundleTooLargeError(found=count, limit=PART_LIMIT)
    return tuple(
        packing.write(
            path.with_name(part_file_name(path.name, index, count)),
            PartOfSet(set_id, index, count),
            group,
        )
        for index, group in enumerate([(), *groups], start=1)
    )


@dataclass(slots=True)
class _Packing:
    """What all parts of one submission share."""

    content: SubmissionContent
    identity: Signer
    now: datetime
    records: list[Record] = field(init=False)
    attached: list[tuple[AttachmentFile, Part]] = field(init=False)

    def __post_init__(self) -> None:
        self.records = [record for record in self.content.records if travels(record)]
        self.attached = _attached(self.content, self.records)

    def groups(self, limit_bytes: int) -> list[tuple[str, ...]]:
        """The names of files by part, none when everything fits into one."""
        sizes = {part.name: _described(part).size_bytes for _, part in self.attached}
        tables = sum(len(one.content) for one in _tables(self.content, self.records, self.attached))
        reports = sum(_described(one).size_bytes for one in _report_parts(self.content.reports))
        whole = tables + reports + sum(sizes.values()) + len(sizes) * _ENTRY_BYTES + _BASE_BYTES
        if whole <= limit_bytes or not sizes:
            return []
        groups: list[list[str]] = []
        room = 0
        for name, size in sizes.items():
            needed = size + _ENTRY_BYTES
            if not groups or needed > room:
                groups.append([])
                room = limit_bytes - _BASE_BYTES
            groups[-1].append(name)
            room -= needed
        return [tuple(group) for group in groups]

    def write(
        self, path: Path, part: PartOfSet | None = None, names: Sequence[str] = ()
    ) -> SubmissionWritten:
        """One file: all of it, the data without the files, or some of the files."""
        content, holder = self.content, self.identity.facts.holder
        beside = part is not None and part.index > 1
        attached = [
            (one, file) for one, file in self.attached if not beside or file.name in set(names)
        ]
        if beside:
            tables = [_table("attachments", ATTACHMENTS, _attachment_rows(attached))]
        else:
            tables = _tables(content, self.records, attached)
        files = [] if part and not beside else list({one.name: one for _, one in attached}.values())
        if not beside:
            files += _report_parts(content.reports)
            files += [
                Part(f"roster/{name}.age", sealed) for name, sealed in content.rosters.items()
            ]
        if content.renewal and not beside:
            files.append(Part(RENEWAL_INSIDE_NAME, content.renewal))
        if content.revocation_list_pem:
            files.append(Part(LIST_NAME, content.revocation_list_pem))
        described = [_described(one) for one in files]
        descriptor = write_descriptor([table.packed for table in tables], described)
        facts = BundleFacts(
            bundle_type=BundleType.SUBMISSION,
            uuid=content.bundle_uuid,
            sender=Sender(holder.unit_code, holder.device_id, self.identity.facts.key_id),
            recipient=Recipient(content.province_code, key=content.recipient_key),
            stream=content.stream,
            created_at=self.now,
            period_id=content.period_id,
            supersedes=content.supersedes,
            app_version=content.app_version,
            counts=Counts(
                {table.packed.name: table.rows for table in tables},
                len(attached),
                len(descriptor)
                + sum(len(table.content) for table in tables)
                + sum(file.size_bytes for file in described),
            ),
            kit=content.kit,
            part=part,
            zero=content.zero,
            roster_reason=content.roster_reason if content.rosters and not beside else "",
            restored_from=content.restored_from,
            report=None if beside else content.report,
        )
        parts = [
            Part(FACTS_NAME, write_facts(facts)),
            Part(DESCRIPTOR_NAME, descriptor),
            *(Part(table.packed.file.path, table.content) for table in tables),
            *files,
        ]
        bundle_id = write_container(path, parts, self.identity, now=self.now)
        return SubmissionWritten(
            path=path,
            bundle_id=bundle_id,
            tables=facts.counts.tables,
            attachments=len(attached),
            size_bytes=path.stat().st_size,
            record_ids=() if beside else tuple(record.record_id for record in self.records),
        )


@dataclass(frozen=True, slots=True)
class _Table:
    """A table ready to write."""

    packed: PackedTable
    content: bytes
    rows: int


def _tables(
    content: SubmissionContent,
    records: Sequence[Record],
    attached: Sequence[tuple[AttachmentFile, Part]],
) -> list[_Table]:
    names = _Names()
    tables = []
    for form, own in _by_form(content.forms, records):
        origin = FormTable(form.form_id, form.version)
        name = names.draw(form.form_id)
        tables.append(_table(name, table_schema(form), record_rows(form, own), origin))
        for repeat in travelling_repeats(form):
            inner = FormTable(form.form_id, form.version, repeat)
            rows = repeat_rows(form, repeat, own)
            tables.append(
                _table(names.draw(f"{name}__{repeat}"), table_schema(form, repeat), rows, inner)
            )
    if accepted := list(accepted_rows(content.forms, records)):
        tables.append(_table(accepted_warnings.NAME, ACCEPTED_WARNINGS, accepted))
    tables.append(_table("attachments", ATTACHMENTS, _attachment_rows(attached)))
    tables.append(_table("figures", FIGURES, _figure_rows(content.figures)))
    tables.append(_table("withdrawn", WITHDRAWN, _withdrawn_rows(content.withdrawn)))
    return tables


def _by_form(forms: Sequence[Form], records: Sequence[Record]) -> list[tuple[Form, list[Record]]]:
    """Each form version that a record names, with its records, in the order of the forms."""
    grouped: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        grouped.setdefault((record.form_id, record.form_version), []).append(record)
    at_hand = {(form.form_id, form.version): form for form in forms}
    for (form_id, version), own in grouped.items():
        if (form_id, version) not in at_hand:
            raise BundleFormMissingError(
                record_id=own[0].record_id, form_id=form_id, version=version
            )
    return [(form, grouped[key]) for key, form in at_hand.items() if key in grouped]


def _table(
    name: str,
    schema: TableSchema,
    rows: Iterable[Sequence[str]],
    origin: FormTable | None = None,
) -> _Table:
    lines = [encode_row(schema.header)]
    lines += [encode_row(row) for row in rows]
    content = b"".join(lines)
    if len(content) > TABLE_LIMIT_BYTES:
        raise BundleTooLargeError(found=len(content), limit=TABLE_LIMIT_BYTES)
    file = PackedFile(f"data/{name}.csv", hashlib.sha256(content).digest(), len(content))
    return _Table(PackedTable(file, schema, origin), content, len(lines) - 1)


class _Names:
    """Names of tables inside the grammar of entries, each given once."""

    def __init__(self) -> None:
        self._taken = set(FIXED_TABLES)

    def draw(self, wanted: str) -> str:
        start = _OUTSIDE_NAME.sub("-", wanted.lower()).lstrip("-_")[:48] or "table"
        name, number = start, 1
        while name in self._taken or not is_payload_name(f"data/{name}.csv"):
            number += 1
            name = f"{start}-{number}"
        self._taken.add(name)
        return name


def _attached(
    content: SubmissionContent, records: Sequence[Record]
) -> list[tuple[AttachmentFile, Part]]:
    """The files of travelling records, each with its entry; none of a personal answer."""
    keys = {
        (form.form_id, key)
        for form in content.forms
        for table in (None, *travelling_repeats(form))
        for key, _ in answer_columns(form, table)
    }
    known = {record.record_id for record in records}
    chosen = dict.fromkeys(
        one
        for one in content.attachments
        if one.record_id in known and (one.form_id, one.key) in keys
    )
    return [(one, _attachment_part(one)) for one in chosen]


def _attachment_part(one: AttachmentFile) -> Part:
    """`attachments/<first 32 hex>.<ext>`; what is not one of the listed kinds travels as `.bin`."""
    try:
        extension = travelling_extension(one.path, one.original_name)
    except OSError as error:
        raise BundleAttachmentError(name=one.original_name) from error
    return Part(
        f"attachments/{one.sha256[:32]}.{extension}", one.path, one.sha256, one.original_name
    )


def _report_parts(reports: Mapping[str, Path]) -> list[Part]:
    parts = []
    for name, path in reports.items():
        draft = _OUTSIDE_NAME.sub("-", name.lower()).strip("-_") or "report"
        parts.append(Part(f"reports/{draft}.pdf", path, sha256_of(path), path.name))
    return parts


def _described(part: Part) -> PackedFile:
    if isinstance(part.content, bytes):
        digest = hashlib.sha256(part.content).digest()
        return PackedFile(part.name, digest, len(part.content))
    try:
        size = part.content.stat().st_size
    except OSError as error:
        raise BundleAttachmentError(name=part.shown_as) from error
    return PackedFile(part.name, bytes.fromhex(part.sha256), size)


def _attachment_rows(attached: Sequence[tuple[AttachmentFile, Part]]) -> Iterator[list[str]]:
    for one, part in attached:
        name = sendable_text(one.original_name) or part.name
        kind = sendable_text(one.media_type) or "application/octet-stream"
        size = str(_described(part).size_bytes)
        yield [one.record_id, one.form_id, one.key, part.name, name, kind, size, one.sha256]


def _figure_rows(figures: Sequence[FigureLine]) -> Iterator[list[str]]:
    for line in figures:
        yield [
            line.target_id,
            line.period_id,
            str(line.numerator),
            str(line.denominator),
            str(line.cumulative_numerator),
            str(line.cumulative_denominator),
            line.achieved,
        ]


def _withdrawn_rows(withdrawn: Sequence[Withdrawn]) -> Iterator[list[str]]:
    for one in withdrawn:
        yield [one.record_id, one.form_id, str(one.revision), instant(one.withdrawn_at)]
