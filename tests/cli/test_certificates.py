"""Certificates by command: one page a person who came, whatever the name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hrdesk.records.record import Row
from hrdesk.services.workspace import open_workspace
from tests.cli.test_print import AT, TRAINING, keep, text_of, unit  # noqa: F401 - fixture
from tests.support.office import tell
from tests.support.reports import KHMER

LONG = "Nguyễn Phước Hoàng Thị Kim Ngân Thùy Dương Bảo Trân Quỳnh Như Mẫu Thử"


@pytest.fixture
def training(unit: Path) -> str:  # noqa: F811 - the fixture
    rows = (
        Row({"full_name": "Nguyễn Thị Mẫu", "workplace": "UBND xã", "position": "Công chức"}),
        Row({"full_name": "Chau Vắng Mặt", "sessions_attended": "0"}),
        Row({"full_name": LONG, "sessions_attended": "2"}),
        Row({"full_name": KHMER}),
    )
    answers = {"title": TRAINING, "place": "Hội trường UBND xã", "roster_until": "2027-11-16"}
    with open_workspace(unit, now=AT) as ws:
        return keep(ws, "training", date(2026, 11, 5), answers, {"participants": rows})


def test_certificates__of_all__name_only_who_came(unit: Path, training: str) -> None:  # noqa: F811
    out = unit.parent / "c.pdf"
    told = tell("--data", unit, "print", "certificates", training, "--out", out)
    assert told.code == 0, told.err
    text = text_of(out)
    for said in (
        "GIẤY CHỨNG NHẬN THAM DỰ",
        "Nguyễn Thị Mẫu",
        "Công chức, UBND xã",
        TRAINING,
        "05/11/2026",
        "001-05112026/GCN",
        "91/2025/QH15",
        "16/11/2027",
    ):
        assert said in text
    assert text.count("GIẤY CHỨNG NHẬN THAM DỰ") == 3
    assert LONG in text
    assert KHMER.replace("\u200b", "") in text.replace("\u200b", "")
    assert "Vắng" not in text


def test_certificates__of_one_line__that_person_alone(unit: Path, training: str) -> None:  # noqa: F811
    out = unit.parent / "c.pdf"
    assert (
        tell("--data", unit, "print", "certificates", training, "--row", 3, "--out", out).code == 0
    )
    text = text_of(out)
    assert LONG in text
    assert "Nguyễn Thị Mẫu" not in text
    told = tell("--data", unit, "print", "certificates", training, "--row", 2, "--out", out)
    assert (told.code, "REP_030" in told.err) == (9, True)


def test_certificates__of_something_else_or_as_word__refused(unit: Path, training: str) -> None:  # noqa: F811
    with open_workspace(unit, now=AT) as ws:
        other = keep(ws, "activity", date(2026, 11, 5), {"title": "x"})
    out = unit.parent / "x.pdf"
    told = tell("--data", unit, "print", "certificates", other, "--out", out)
    assert "REP_015" in told.err
    told = tell("--data", unit, "print", "certificates", training, "--out", unit.parent / "x.docx")
    assert told.code == 9
    assert not (unit.parent / "x.docx").exists()
