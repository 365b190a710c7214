"""Forms of signing as Nghị định 30/2020/NĐ-CP writes them."""

from __future__ import annotations

import pytest

from hrdesk.errors import SignerFormError
from hrdesk.reports.signing_forms import Capacity, SignerForm, authority_lines

COMMITTEE = "Ủy ban nhân dân"


@pytest.mark.parametrize(
    ("form", "lines"),
    [
        (
            SignerForm(Capacity.HEAD, "Chủ tịch", collective=COMMITTEE),
            ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        ),
        (
            SignerForm(Capacity.DEPUTY, "Chủ tịch", "Phó Chủ tịch", COMMITTEE),
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        (
            SignerForm(Capacity.ACTING, "Chủ tịch", collective=COMMITTEE),
            ("TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH"),
        ),
        (
            SignerForm(Capacity.BY_ORDER, "Chủ tịch", "Chánh Văn phòng", COMMITTEE),
            ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
        ),
        (
            SignerForm(
                Capacity.BY_ORDER,
                "Chủ tịch",
                "Phó Chánh Văn phòng",
                COMMITTEE,
                division_head="Chánh Văn phòng",
            ),
            ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
        ),
        (
            SignerForm(Capacity.BY_AUTHORITY, "Giám đốc", "Trưởng phòng"),
            ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG"),
        ),
        (SignerForm(Capacity.HEAD, "Giám đốc"), ("GIÁM ĐỐC",)),
        (SignerForm(Capacity.ACTING, "Giám đốc"), ("Q. GIÁM ĐỐC",)),
        (
            SignerForm(Capacity.DEPUTY, "Giám  đốc", "Phó Giám đốc"),
            ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        ),
    ],
)
def test_authority__of_each_capacity__is_written_as_the_decree_says(
    form: SignerForm, lines: tuple[str, ...]
) -> None:
    assert authority_lines(form) == lines


@pytest.mark.parametrize(
    "form",
    [
        SignerForm(Capacity.DEPUTY, "Chủ tịch"),
        SignerForm(Capacity.BY_ORDER, "Chủ tịch"),
        SignerForm(Capacity.BY_AUTHORITY, "", "Trưởng phòng"),
        SignerForm(Capacity.HEAD, ""),
    ],
)
def test_authority__without_a_position__is_a_known_fault(form: SignerForm) -> None:
    with pytest.raises(SignerFormError):
        authority_lines(form)
