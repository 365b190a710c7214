"""The shipped definitions, filled in through the real engine. All names are made up."""

from __future__ import annotations

import random
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache

from hrdesk.forms.compilation import compile_form
from hrdesk.forms.compiled import CompiledForm
from hrdesk.forms.xform import parse_form
from hrdesk.forms.xlsform import convert
from hrdesk.records.entry import FormEntry, NodeRef
from hrdesk.records.record import Record, RecordStatus, UnitKey
from hrdesk.resources import shipped_forms

FORM_IDS = (
    "activity",
    "training",
    "product",
    "press_information",
    "false_news",
    "agency",
    "key_official",
)
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
COMMUNE = UnitKey("30577", "2025-07-01")
OTHER_COMMUNE = UnitKey("30307", "2025-07-01")

Rows = Mapping[str, Sequence[Mapping[str, str]]]

ORDINARY: Mapping[str, Mapping[str, str]] = {
    "activity": {"title": "Tọa đàm", "activity_kind": "seminar", "people": "64"},
    "training": {"title": "Lớp tập huấn", "people": "40"},
    "product": {"title": "Tờ gấp", "product_kind": "leaflet"},
    "press_information": {"title": "Thông tin quý", "press_form": "briefing"},
    "false_news": {"content_summary": "Tin sai về chính sách", "channel": "facebook"},
    "agency": {"agency_name": "Ủy ban nhân dân xã"},
    "key_official": {
        "full_name": "Trần Văn Mẫu",
        "official_code": "CB-001",
        "organisation": "womens_union",
        "position": "Phó Chủ tịch",
    },
}


@lru_cache(maxsize=16)
def compiled(form_id: str) -> CompiledForm:
    """The shipped form, as the program compiles it."""
    return compile_form(parse_form(convert(shipped_forms() / f"{form_id}.md")))


def new_entry(form_id: str, language: str = "vi", today: date = TODAY) -> FormEntry:
    """A new, empty record of that kind being filled in."""
    draw = random.Random(7).random
    return FormEntry.new(compiled(form_id), today=today, now=NOW, language=language, random=draw)


def fill(entry: FormEntry, answers: Mapping[str, str], rows: Rows | None = None) -> FormEntry:
    """Answer questions by their keys, in the order given."""
    for key, value in answers.items():
        entry.set_value(NodeRef(key), value)
    for repeat, several in (rows or {}).items():
        for index, row in enumerate(several):
            if index >= entry.rows(repeat):
                entry.add_row(repeat)
            for key, value in row.items():
                entry.set_value(NodeRef(key, repeat, index), value)
    return entry


def record(
    form_id: str,
    answers: Mapping[str, str] | None = None,
    rows: Rows | None = None,
    *,
    unit: UnitKey = COMMUNE,
    status: RecordStatus = RecordStatus.COMPLETE,
) -> Record:
    """A finished record: ordinary answers, and those given in their place; without a fault."""
    entry = new_entry(form_id)
    has_day = "event_on_key" in entry.form.settings
    given = {**({"event_on": "2026-10-05"} if has_day else {}), **ORDINARY[form_id]}
    fill(entry, {**given, **(answers or {})}, rows)
    assert entry.violations() == (), (form_id, entry.violations())
    kept = entry.answers()
    return Record(
        record_id=str(uuid.uuid4()),
        form_id=form_id,
        form_version=entry.form.version,
        unit=unit,
        status=status,
        revision=1,
        desk_id="desk",
        author="Trần Thị Mẫu",
        created_at=NOW,
        updated_at=NOW,
        event_on=date.fromisoformat(kept["event_on"]) if has_day else None,
        answers=kept,
        repeats=entry.repeats(),
    )
