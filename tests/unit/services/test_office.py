"""What the office says of itself on paper: who signs how, what the kit says, the command."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hrdesk.bundles.kit import Letterhead
from hrdesk.bundles.kit_settings import LETTERHEADS_NAME
from hrdesk.bundles.strict_json import write_strict
from hrdesk.errors import OfficeLockedError, SignerFormError
from hrdesk.services import office
from hrdesk.services.kit_in_use import KitInUse
from hrdesk.services.office import Capacity, SignerForm
from tests.support.desk import make_desk

COMMITTEE = "ủy ban nhân dân"


def letterheads_file(said: Letterhead) -> bytes:
    """As the kit carries it."""
    lists = {"recipients": list(said.recipients), "copies": list(said.copies)}
    texts = {"unit": "", "parent_agency": said.parent_agency, "agency": said.agency}
    return write_strict([texts | lists])


@pytest.fixture
def desk(tmp_path):
    ws = make_desk(tmp_path / "desk")
    yield ws
    ws.close()


@pytest.mark.parametrize(
    ("form", "lines"),
    [
        (
            SignerForm(Capacity.DEPUTY, "Chủ tịch", "Phó Chủ tịch", COMMITTEE),
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        (SignerForm(Capacity.ACTING, "Trưởng phòng"), ("Q. TRƯỞNG PHÒNG",)),
        (
            SignerForm(Capacity.BY_ORDER, "Chủ tịch", "Chánh Văn phòng", COMMITTEE),
            ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
        ),
        (
            SignerForm(Capacity.BY_AUTHORITY, "Giám đốc", "Trưởng phòng"),
            ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG"),
        ),
    ],
    ids=["KT", "Q", "TL", "TUQ"],
)
def test_signing__in_each_capacity__stands_on_the_report(desk, form, lines):
    assert office.keep_signer_form(desk, form) == lines
    assert office.office(desk).authority == lines
    assert office.signer_form(desk).capacity is form.capacity


def test_signing__typed_by_hand__gives_way_to_a_chosen_capacity(desk):
    typed = ("TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN")
    office.keep_office(desk, replace(office.office(desk), authority=typed))
    assert office.office(desk).authority == typed
    office.keep_signer_form(desk, SignerForm(Capacity.HEAD, "Chủ tịch", collective=COMMITTEE))
    assert office.office(desk).authority == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")


def test_signing__without_a_position__keeps_what_was(desk):
    with pytest.raises(SignerFormError):
        office.keep_signer_form(desk, SignerForm(Capacity.DEPUTY, "Chủ tịch"))
    assert office.office(desk).authority == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")


def test_receivers__that_the_kit_gives__are_locked_with_the_reason(desk):
    said = Letterhead("", recipients=("Sở Văn hóa và Thể thao tỉnh An Giang",))
    desk.kit = KitInUse(4, "kit", {LETTERHEADS_NAME: letterheads_file(said)})
    assert list(office.locked_by_kit(desk)) == ["recipients"]
    before = office.office(desk)
    assert before.recipients == said.recipients
    with pytest.raises(OfficeLockedError):
        office.keep_office(desk, replace(before, recipients=("Nơi khác",), place="Ô Lâm"))
    assert office.office(desk) == before
    assert "4" in office.locked_by_kit(desk)["recipients"]
    office.keep_office(desk, replace(before, place="Tri Tôn"))
    assert office.office(desk).place == "Tri Tôn"
