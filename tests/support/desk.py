"""A commune's desk with records in it, made with the real services and the real store."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from hrdesk.records.record import Record, RecordStatus
from hrdesk.services.workspace import Workspace, WorkspaceSetup, create_workspace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NOW = datetime(2026, 11, 12, 2, 41, tzinfo=UTC)  # 09:41 in Vietnam
PASSPHRASE = "bốn chữ dễ nhớ"
TITLES = (
    ("Tọa đàm quyền của phụ nữ dân tộc thiểu số", "seminar", 64),
    ("Phát thanh tiếng Khmer: chính sách dân tộc", "broadcast", None),
    ("Nói chuyện chuyên đề tại chùa Ô Lâm", "face_to_face", 120),
    ("Ngày hội Đại đoàn kết toàn dân tộc, ấp Phước Lộc", "other", 310),
    ("Sinh hoạt tổ phụ nữ dân tộc, ấp Phước Long", "group_meeting", 42),
    ("Cổ động trực quan song ngữ Việt – Khmer, chợ Ô Lâm", "visual_display", None),
    ("Họp mặt người có uy tín trong đồng bào dân tộc", "conference", 35),
    ("Văn nghệ quần chúng, tiết mục dân tộc Khmer", "arts_and_sports", 200),
    ("Hội thi tìm hiểu pháp luật về dân tộc", "contest", 88),
    ("Tuyên truyền viên dân tộc đến từng hộ, đợt 2", "face_to_face", 57),
    ("Ngoại khóa trường THCS Dân tộc nội trú", "school_programme", 240),
)


def make_desk(folder: Path, *, province: bool = False) -> Workspace:
    """A new workspace of Xã Ô Lâm, or of the province."""
    setup = WorkspaceSetup(
        "91" if province else "30577",
        "Lê Thị Mẫu" if province else "Chau Thị Mẫu",
        "Chuyên viên" if province else "Công chức Văn hóa - Xã hội",
        PASSPHRASE,
        province,
    )
    return create_workspace(folder, setup, now=NOW)


def activity(
    ws: Workspace,
    title: str,
    on: date,
    *,
    kind: str = "seminar",
    people: int | None = None,
    status: RecordStatus = RecordStatus.COMPLETE,
) -> Record:
    """One activity as it would be kept."""
    answers = {
        "title": title,
        "event_on": on.isoformat(),
        "activity_kind": kind,
        "languages": "vi",
        "our_role": "lead",
        "sessions": "1",
    }
    if people is not None:
        answers["people"] = str(people)
    return Record(
        record_id=str(uuid.uuid4()),
        form_id="activity",
        form_version=ws.form("activity").version,
        unit=ws.unit_key,
        status=status,
        revision=0,
        desk_id=ws.desk_id,
        author=ws.name,
        created_at=NOW,
        updated_at=NOW,
        event_on=on,
        answers=answers,
    )


def fill(ws: Workspace, titles: Sequence[tuple[str, str, int | None]] = TITLES) -> list[str]:
    """Activities of the last days, newest first; the fourth is missing something."""
    made = []
    for place, (title, kind, people) in enumerate(titles):
        status = RecordStatus.INCOMPLETE if place == 3 else RecordStatus.COMPLETE
        record = activity(
            ws,
            title,
            NOW.date() - timedelta(days=place),
            kind=kind,
            people=people,
            status=status,
        )
        made.append(ws.store.save(record, at=NOW, actor=ws.name).record_id)
    return made
