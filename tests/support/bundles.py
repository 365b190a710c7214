"""A province and a unit with real keys, made once a run, and bundles in every state."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hrdesk.bundles.facts import Stream
from hrdesk.bundles.submission import write_submission
from hrdesk.bundles.submission_content import (
    AttachmentFile,
    FigureLine,
    SubmissionContent,
    Withdrawn,
)
from hrdesk.forms.definition import Form, Group, Question, QuestionType, Repeat, ValueType
from hrdesk.records.record import Record, RecordStatus, Row, UnitKey
from hrdesk.trust.authority import Authority, Grant, create_authority
from hrdesk.trust.identity import (
    Holder,
    SigningIdentity,
    create_identity,
    install_certificate,
    unlock,
    write_request,
)
from hrdesk.trust.material import TrustMaterial
from hrdesk.trust.request import read_request
from tests.support.made_once import made_once

NOW = datetime(2026, 11, 23, 11, 35, 20, tzinfo=UTC)
PASSPHRASE = "mật khẩu thử nghiệm"
DEVICE = "0b7c9c1e-5f39-4b0e-9a55-0d6f2a3c4d5e"
PROVINCE_DEVICE = "7d1d5a52-2a0b-4c0c-8f6e-0c9b8a7d6e5f"
UUID = "018f3a2b-7c4d-7e5f-8a9b-0c1d2e3f4a5b"
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89"
    b"\0\0\0\rIDATx\x9cc\xf8\x0f\0\1\1\1\0\x18\xdd\x8d\xb0\0\0\0\0IEND\xaeB`\x82"
)


@dataclass(frozen=True)
class World:
    """A province's authority and signer, and one enrolled unit."""

    folder: Path
    authority: Authority
    province: SigningIdentity
    unit: SigningIdentity

    @property
    def trust(self) -> TrustMaterial:
        """What the province and its units believe, without any list."""
        return TrustMaterial(self.authority.certificate)

    @property
    def crl(self) -> bytes:
        """A list that is current at `NOW`."""
        return self.authority.revocation_list(now=NOW - timedelta(hours=1)).pem


def enrolled(
    folder: Path, authority: Authority, holder: Holder, role: str = "clerk", now: datetime = NOW
) -> SigningIdentity:
    """A new identity with a certificate of that authority."""
    create_identity(folder, PASSPHRASE, holder, now=now)
    request = read_request(write_request(folder, now=now), "request.json")
    grant = Grant(holder.unit_code, holder.unit_name, holder.name, holder.position, role)
    install_certificate(folder, authority.issue(request, grant, now=now))
    return unlock(folder, PASSPHRASE)


def clerk(unit_code: str = "30307", device_id: str = DEVICE) -> Holder:
    """A made-up clerk."""
    return Holder(unit_code, "Xã Thử Nghiệm", "Nguyễn Thị Mẫu", "Công chức", device_id)


def new_world() -> World:
    """Keys of its own; takes two seconds."""
    folder = made_once("world")
    begun = NOW - timedelta(days=30)
    authority = create_authority(folder / "ca", PASSPHRASE, "91", "Tỉnh Thử Nghiệm", now=begun)
    officer = Holder("91", "Sở Thử Nghiệm", "Trần Văn Ví Dụ", "Chuyên viên", PROVINCE_DEVICE)
    return World(
        folder,
        authority,
        enrolled(folder / "province", authority, officer, "province", begun),
        enrolled(folder / "unit", authority, clerk(), "clerk", begun),
    )


@functools.cache
def world() -> World:
    """The one that all tests share; nobody revokes anything in it."""
    return new_world()


def question(
    name: str, value_type: ValueType = ValueType.TEXT, *, personal: bool = False
) -> Question:
    """A question whose type follows from its value."""
    return Question(
        path=f"/data/{name}",
        name=name,
        key=name,
        question_type=QuestionType.NOTE if value_type is ValueType.NONE else QuestionType.TEXT,
        value_type=value_type,
        labels={"vi": f"Câu hỏi {name}", "en": name},
        personal=personal,
    )


def training_form(version: str = "2026110101") -> Form:
    """A form with a group, a personal answer, a repeat within a repeat, and a personal repeat."""
    inner = Repeat("/data/people/visits", "visits", "visits", {}, frozenset(), (question("at"),))
    people = Repeat(
        "/data/people",
        "people",
        "people",
        {},
        frozenset(),
        (question("full_name", personal=True), question("sex"), inner),
    )
    phones = Repeat(
        "/data/phones", "phones", "phones", {}, frozenset(), (question("phone"),), personal=True
    )
    group = Group("/data/g", "g", {}, frozenset(), (question("women", ValueType.INTEGER),))
    children = (
        question("title"),
        question("held_on", ValueType.DATE),
        question("cost", ValueType.DECIMAL),
        question("status"),
        question("contact", personal=True),
        question("hello", ValueType.NONE),
        question("photo"),
        group,
        people,
        phones,
    )
    return Form("training", version, {"vi": "Tập huấn"}, ("vi",), children, {}, "<x/>")


def training_record(number: int = 1, unit_code: str = "30307", **changes: object) -> Record:
    """A complete training with people in it."""
    record = Record(
        record_id=f"00000000-0000-4000-8000-{number:012d}",
        form_id="training",
        form_version="2026110101",
        unit=UnitKey(unit_code, "2025-07-01"),
        status=RecordStatus.COMPLETE,
        revision=1,
        desk_id=DEVICE,
        author="Nguyễn Thị Mẫu",
        created_at=datetime(2026, 11, 3, 1, 2, 3, tzinfo=UTC),
        updated_at=datetime(2026, 11, 3, 1, 2, 3, 456, tzinfo=UTC),
        event_on=date(2026, 11, 3),
        answers={
            "title": 'Tập huấn "quyền con người",\nbuổi 1',
            "held_on": "2026-11-03",
            "cost": "2.5",
            "status": "ok",
            "contact": "0900 000 000",
            "women": "64",
        },
        repeats={
            "people": (
                Row({"full_name": "Lê Văn Giả", "sex": "m"}, {"visits": (Row({"at": "a"}),)}),
                Row({"full_name": "Phạm Thị Mẫu", "sex": "f"}),
            ),
            "phones": (Row({"phone": "0900 000 001"}),),
        },
    )
    return replace(record, **changes)  # type: ignore[arg-type]


def attachment(folder: Path, record: Record, content: bytes = PNG) -> AttachmentFile:
    """A picture of that record."""
    digest = hashlib.sha256(content).hexdigest()
    path = folder / digest
    path.write_bytes(content)
    return AttachmentFile(
        record.record_id, record.form_id, "photo", path, digest, "Ảnh lớp học.png", "image/png"
    )


def submission(crl: bytes, **changes: object) -> SubmissionContent:
    """A small submission without attachments."""
    content = SubmissionContent(
        bundle_uuid=UUID,
        province_code="91",
        period_id="2026-10",
        stream=Stream("ab" * 16, 1),
        app_version="0.1.0",
        forms=(training_form(),),
        records=(training_record(1), training_record(2)),
        revocation_list_pem=crl,
        figures=(FigureLine("T1", "2026-10", 3, 4, 9, 12, "met"),),
        withdrawn=(Withdrawn("00000000-0000-4000-8000-00000000ffff", "training", 2, NOW),),
    )
    return replace(content, **changes)  # type: ignore[arg-type]


def small_bundle(path: Path, **changes: object) -> Path:
    """A valid bundle of the shared world."""
    one = world()
    write_submission(path, submission(one.crl, **changes), one.unit, now=NOW)
    return path


def form_source(form_id: str, version: str) -> Form | None:
    """The forms that the province has."""
    form = training_form()
    return form if (form.form_id, form.version) == (form_id, version) else None
