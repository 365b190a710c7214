"""What a submission of a period holds: records, figures, files, lists of people where ordered."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

from hrdesk import __version__
from hrdesk.i18n import tr
from hrdesk.store.records import COUNTED, RecordQuery

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from hrdesk.bundles.submission_content import AttachmentFile, SubmissionContent
    from hrdesk.indicators.period import Period
    from hrdesk.records.record import Record
    from hrdesk.services.period_figures import PeriodFigures
    from hrdesk.services.workspace import Workspace
    from hrdesk.store.submissions import StreamPosition
    from hrdesk.units import UnitCatalogue

REGISTERS_SENT: Final = ("agency",)  # key officials are persons: that register stays at home


def recipient_keys(ws: Workspace) -> tuple[str, ...]:
    """The age keys of the province and of escrow, as the kit gave them; none without both roles.

    Without a key of the province nothing is encrypted: escrow alone could not be read there.
    """
    from hrdesk.trust.material import has_trust, load_trust

    if not has_trust(ws.paths.trust):
        return ()
    known = load_trust(ws.paths.trust).recipients
    if "province" not in known:
        return ()
    return tuple(known[purpose] for purpose in ("province", "escrow") if purpose in known)


def content_of(
    ws: Workspace,
    counted: PeriodFigures,
    position: StreamPosition,
    report: Path,
    *,
    zero: bool,
    keys: Sequence[str],
) -> SubmissionContent:
    """The submission of a period as values, nothing written yet."""
    from hrdesk.bundles.facts import KitReference, Stream
    from hrdesk.bundles.roster import sealed_rosters
    from hrdesk.bundles.submission_content import FigureLine, SubmissionContent, Withdrawn
    from hrdesk.trust.material import has_trust, load_trust

    period = counted.period
    records = tuple(records_of(ws, period))
    versions = {(record.form_id, record.form_version) for record in records}
    forms = tuple(ws.compiled(*version).form for version in sorted(versions))
    newest = load_trust(ws.paths.trust).newest_list if has_trust(ws.paths.trust) else None
    before = ws.store.journal.submissions(period.period_id)
    policy = ws.kit.policy
    return SubmissionContent(
        bundle_uuid=str(uuid.uuid4()),
        province_code=ws.province_code,
        period_id=period.period_id,
        stream=Stream(position.epoch, position.sequence, position.previous or ""),
        app_version=__version__,
        restored_from=ws.setting("restored_from"),
        forms=forms,
        records=records,
        revocation_list_pem=newest.pem if newest else b"",
        supersedes=before[0].bundle_id if before else "",
        withdrawn=tuple(
            Withdrawn(stone.record_id, stone.form_id, stone.revision, stone.deleted_at)
            for stone in ws.store.journal.tombstones(period.period_id)
        ),
        attachments=tuple(_attachments(ws, records)),
        reports={f"report_{period.period_id}": report},
        figures=tuple(
            FigureLine(
                target_id=figure.target_id,
                period_id=period.period_id,
                numerator=figure.numerator,
                denominator=figure.denominator,
                cumulative_numerator=figure.cumulative_numerator,
                cumulative_denominator=figure.cumulative_denominator,
                achieved=figure.achieved,
            )
            for figure in counted.targets
        ),
        kit=KitReference(ws.kit.seq, ws.kit.kit_id) if ws.kit.seq else None,
        zero=zero,
        recipient_key=keys[0] if keys else "",
        rosters=sealed_rosters(forms, records, keys) if policy.roster and keys else {},
        roster_reason=policy.roster_reason or tr("Ordered by the province's kit."),
    )


def predecessors(units: UnitCatalogue, unit_code: str, on: date) -> frozenset[str]:
    """The codes of the units whose work this unit had taken over by that day, in any step."""
    found: set[str] = set()
    for unit in units.all():
        answer = units.successor(unit.code, unit.valid_from, on)
        if answer is not None and answer[0].code == unit_code and unit.code != unit_code:
            found.add(unit.code)
    return frozenset(found)


def records_of(ws: Workspace, period: Period) -> Iterator[Record]:
    """This unit's counted records of the period, and the whole of the registers that travel.

    Records under the code of a unit that this one followed are its own too.
    """
    codes = {ws.unit_key.code} | predecessors(ws.units, ws.unit_key.code, period.last_on)
    for kind in ws.kinds():
        if kind.group == "register" and kind.form_id not in REGISTERS_SENT:
            continue
        dated = kind.group != "register"
        query = RecordQuery(
            form_id=kind.form_id,
            event_from=period.first_on if dated else None,
            event_to=period.last_on if dated else None,
            statuses=COUNTED,
            own=True,
            descending=False,
        )
        rows = ws.store.rows(ws.store.ids(query))
        kept = ws.store.get_many(row.record_id for row in rows)
        records = (kept[row.record_id] for row in rows)
        yield from (record for record in records if record.unit.code in codes)


def _attachments(ws: Workspace, records: Iterable[Record]) -> Iterator[AttachmentFile]:
    from hrdesk.bundles.submission_content import AttachmentFile

    for record in records:
        for attachment in ws.store.files.of_record(record.record_id):
            yield AttachmentFile(
                record_id=record.record_id,
                form_id=record.form_id,
                key=attachment.question_key,
                path=ws.store.files.path(attachment.sha256),
                sha256=attachment.sha256,
                original_name=attachment.name,
                media_type=attachment.media_type,
            )
