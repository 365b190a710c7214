"""One small container of every kind that travels, made by the program in the shared world."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hrdesk.bundles.countersigning import write_countersigned
from hrdesk.bundles.encryption import encrypt_bytes
from hrdesk.bundles.enrolment import EnrolmentReply, write_enrolment_reply
from hrdesk.bundles.facts import Acknowledged, Recipient
from hrdesk.bundles.kit import Kit, KitTrust, KitUnits
from hrdesk.bundles.kit_writing import KitCover, write_kit
from hrdesk.bundles.receipt import ReceiptContent, SentRemark, write_receipt
from hrdesk.bundles.renewal import write_renewal
from hrdesk.bundles.submission import write_parts, write_submission
from hrdesk.indicators.plan import shipped_tables
from hrdesk.trust.authority import create_authority
from hrdesk.trust.certificates import certificate_pem
from hrdesk.trust.identity import Holder, create_identity, unlock, write_request
from hrdesk.trust.uncertified import uncertified
from hrdesk.units import UnitCatalogue
from tests.support.bundles import (
    NOW,
    PASSPHRASE,
    PNG,
    UUID,
    attachment,
    clerk,
    enrolled,
    small_bundle,
    submission,
    training_form,
    training_record,
    world,
)

SET = "018f3a2b-7c4d-7e5f-8a9b-0c1d2e3f4a5c"
HEAD_DEVICE = "1c8d0d2f-6a4a-4c1f-8b66-1e7a3b4d5e6f"
OFFICER_DEVICE = "2d9e1e30-7b5b-4d20-9c77-2f8b4c5e6f70"


def tiny_submission(path: Path) -> Path:
    """One record with one answer."""
    form = replace(training_form(), children=training_form().children[:1])
    return small_bundle(path, forms=(form,), records=(training_record(1, repeats={}),))


def countersigned(path: Path) -> Path:
    """A submission that the leader signed too."""
    head = enrolled(
        path.parent / "head",
        world().authority,
        replace(clerk(device_id=HEAD_DEVICE), name="Lê Văn Giả"),
        "head",
        NOW - timedelta(days=2),
    )
    write_countersigned(tiny_submission(path), path, head, now=NOW)
    return path


def with_people(path: Path, key: str) -> Path:
    """A submission with a list of people, encrypted to that key."""
    sealed = encrypt_bytes(b"{}", [key])
    return small_bundle(path, rosters={"list-001": sealed}, roster_reason="Kiểm tra")


def parts(folder: Path) -> list[Path]:
    """A submission in parts."""
    record = training_record(1)
    files = tuple(
        attachment(folder, record, PNG[:-12] + bytes(40_000) + bytes([number]))
        for number in range(2)
    )
    content = submission(world().crl, attachments=files)
    made = write_parts(
        folder / "p.asice", content, world().unit, now=NOW, limit_bytes=70_000, set_id=SET
    )
    return [one.path for one in made]


def enrolment(path: Path) -> Path:
    """An answer to a desk's request."""
    certificate = world().unit.certificate
    assert certificate is not None
    reply = EnrolmentReply(
        UUID,
        "91",
        "0.1.0",
        world().authority.certificate_pem,
        certificate_pem(certificate),
        world().crl,
    )
    write_enrolment_reply(path, reply, world().province, now=NOW)
    return path


def renewal(path: Path) -> Path:
    """A request for the next key."""
    folder = path.parent / "next-key"
    create_identity(folder, PASSPHRASE, clerk(), now=NOW)
    request = write_request(folder, now=NOW)
    write_renewal(
        path, request, "91", world().unit, now=NOW, uuid=UUID, revocation_list_pem=world().crl
    )
    return path


def asking(path: Path) -> Path:
    """A submission that asks for the next certificate too."""
    folder = path.parent / "next-key"
    create_identity(folder, PASSPHRASE, clerk(), now=NOW)
    return small_bundle(path, renewal=write_request(folder, now=NOW))


def receipt(path: Path) -> Path:
    """The province's word on one bundle, with a remark."""
    facts = world().unit.facts
    content = ReceiptContent(
        UUID,
        "0.1.0",
        Recipient("91", facts.holder.unit_code, facts.holder.device_id, facts.key_id),
        (Acknowledged("0" * 64, 1, "held", "SIGN_303", NOW),),
        {"0" * 64: "Danh sách thu hồi đã cũ."},
        (1,),
        {},
        (
            SentRemark(
                UUID,
                "00000000-0000-4000-8000-000000000001",
                "training",
                "2026-10",
                "women",
                0,
                "Xem lại số nữ",
                "64",
                1,
                NOW.isoformat(),
                "Trần Văn Ví Dụ",
                "open",
            ),
        ),
        world().crl,
    )
    write_receipt(path, content, world().province, now=NOW)
    return path


def kit(path: Path, **changes: object) -> Path:
    """A kit with one target, three units and no form."""
    targets, counts = shipped_tables()
    few_targets = {**targets, "target": targets["target"][:1]}  # type: ignore[index]
    few_counts = {**counts, "count": counts["count"][:1]}  # type: ignore[index]
    made = Kit(
        province_code="91",
        seq=1,
        issued_at=NOW,
        not_before=NOW,
        trust=KitTrust((world().authority.certificate_pem,), (world().crl,)),
        units=KitUnits(UnitCatalogue.load().all()[:3]),
        targets=few_targets,
        counts=few_counts,
    )
    made = replace(made, **changes)  # type: ignore[arg-type]
    write_kit(path, made, KitCover(UUID, "0.1.0"), world().province, now=NOW)
    return path


def root_change(path: Path) -> Path:
    """A kit that brings the next authority, signed by two officers."""
    folder = path.parent / "next-authority"
    following = create_authority(folder, PASSPHRASE, "91", "Tỉnh Thử Nghiệm", now=NOW)
    kit(
        path,
        trust=KitTrust(
            (world().authority.certificate_pem, following.certificate_pem),
            (world().crl, following.revocation_list(now=NOW).pem),
        ),
    )
    officer = Holder("91", "Sở Thử Nghiệm", "Võ Văn Thử", "Trưởng phòng", OFFICER_DEVICE)
    second = enrolled(
        path.parent / "officer", world().authority, officer, "province", NOW - timedelta(days=2)
    )
    write_countersigned(path, path, second, now=NOW)
    return path


def before_enrolment(path: Path) -> Path:
    """A submission of a desk that nobody has enrolled yet; it is held, not believed."""
    folder = path.parent / "not-enrolled"
    create_identity(folder, PASSPHRASE, clerk(), now=NOW)
    own = uncertified(unlock(folder, PASSPHRASE), now=NOW)
    write_submission(path, submission(world().crl), own, now=NOW)
    return path
