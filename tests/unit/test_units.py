from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrdesk.units import UnitCatalogue

CATALOGUE = UnitCatalogue.load()
OLD, TODAY = date(2024, 4, 5), date(2026, 11, 23)
DAYS = st.dates(min_value=date(2023, 4, 10), max_value=date(2030, 1, 1))


@pytest.mark.parametrize(
    ("on", "communes", "districts", "by_kind"),
    [
        (OLD, 156, 11, {"xa": 110, "phuong": 28, "thi_tran": 18}),
        (date(2025, 3, 1), 155, 11, {"xa": 110, "phuong": 27, "thi_tran": 18}),
        (date(2025, 6, 30), 155, 11, {"xa": 110, "phuong": 27, "thi_tran": 18}),
        (date(2025, 7, 1), 102, 0, {"xa": 85, "phuong": 14, "dac_khu": 3}),
    ],
)
def test_alive__day__counts_of_the_resolutions(
    on: date, communes: int, districts: int, by_kind: dict[str, int]
) -> None:
    alive = CATALOGUE.alive(on, "commune")
    assert len(alive) == communes
    assert len(CATALOGUE.alive(on, "district")) == districts
    assert {kind: sum(unit.kind == kind for unit in alive) for kind in by_kind} == by_kind


def test_alive__province__one_on_every_day() -> None:
    assert [unit.key for unit in CATALOGUE.alive(OLD, "province")] == [("89", "")]
    assert [unit.key for unit in CATALOGUE.alive(TODAY, "province")] == [("91", "2025-07-01")]


def test_get__code_used_twice__depends_on_the_day() -> None:
    before, after = CATALOGUE.get("91", OLD), CATALOGUE.get("91", TODAY)
    assert before is not None
    assert after is not None
    assert (before.name, after.name) == ("Tỉnh Kiên Giang", "Tỉnh An Giang")


def test_all__keys__are_unique_and_54_codes_were_used_twice() -> None:
    units = CATALOGUE.all()
    assert len({unit.key for unit in units}) == len(units)
    old = {unit.code for unit in units if unit.province_code == "89"}
    new = {unit.code for unit in units if not unit.valid_to}
    assert len(old & new) == 54


def test_by_key__unit_of_a_record__found_in_its_era() -> None:
    unit = CATALOGUE.by_key("91", "")
    assert unit is not None
    assert unit.valid_to == "2025-06-30"
    assert CATALOGUE.by_key("91", "1999-01-01") is None


def test_search__without_marks__finds_by_beginnings_of_words() -> None:
    assert [unit.name for unit in CATALOGUE.search("vinh xuong", TODAY)] == ["Xã Vĩnh Xương"]
    assert CATALOGUE.search("phu quoc", TODAY)[0].name == "Đặc khu Phú Quốc"


def test_search__nothing_typed__begins_the_whole_list() -> None:
    assert len(CATALOGUE.search("", TODAY, limit=200)) == 103


def test_search__other_spelling__finds_the_old_unit() -> None:
    found = CATALOGUE.search("Phường Vĩnh Ngươn", OLD)
    assert found[0].code == "30328"


def test_search__code__finds_the_unit_of_that_day() -> None:
    assert [unit.valid_from for unit in CATALOGUE.search("30307", TODAY)] == ["2025-07-01"]


def test_search__name_in_both_eras__only_that_of_the_day() -> None:
    old = CATALOGUE.search("khánh bình", OLD)[0]
    new = CATALOGUE.search("khánh bình", TODAY)[0]
    assert (old.code, new.code) == ("30343", "30341")


def test_search__limit__is_kept() -> None:
    assert len(CATALOGUE.search("xa", TODAY, limit=5)) == 5


def test_successor__two_steps__followed_to_the_day_asked() -> None:
    until_june = CATALOGUE.successor("30285", "", date(2025, 3, 1))
    now = CATALOGUE.successor("30285", "", TODAY)
    assert until_june is not None
    assert now is not None
    assert (until_june[0].code, now[0].code) == ("30286", "30307")
    assert now[1] is False


def test_successor__split_commune__is_marked_partial() -> None:
    split = [
        unit.name
        for unit in CATALOGUE.alive(OLD, "commune")
        if (found := CATALOGUE.successor(*unit.key, TODAY)) and found[1]
    ]
    assert sorted(split) == ["Xã Phú Hội", "Xã Phước Hưng", "Xã Vĩnh Châu"]


def test_successor__every_old_commune__has_one() -> None:
    old = [unit for unit in CATALOGUE.all() if unit.kind_group == "commune" and unit.valid_to]
    assert len(old) == 156 + 143
    for unit in old:
        found = CATALOGUE.successor(*unit.key, TODAY)
        assert found is not None, unit
        assert found[0].valid_from == "2025-07-01"


def test_successor__district__none() -> None:
    assert CATALOGUE.successor("883", "", TODAY) is None
    still = CATALOGUE.successor("883", "", OLD)
    assert still is not None
    assert still[0].name == "Thành phố Long Xuyên"


def test_successor__before_the_unit_began__none() -> None:
    assert CATALOGUE.successor("91", "2025-07-01", OLD) is None


@given(DAYS)
@settings(max_examples=80)
def test_alive__any_day__codes_are_unique_and_known_by_get(on: date) -> None:
    alive = CATALOGUE.alive(on)
    assert len({unit.code for unit in alive}) == len(alive)
    assert all(CATALOGUE.get(unit.code, on) == unit for unit in alive)


@given(DAYS)
@settings(max_examples=80)
def test_alive__consecutive_days__change_only_on_a_known_day(on: date) -> None:
    tomorrow = on + timedelta(days=1)
    changed = CATALOGUE.alive(on) != CATALOGUE.alive(tomorrow)
    assert changed == (tomorrow in {date(2025, 1, 1), date(2025, 7, 1)})


def test_bare_name__any_unit__has_no_kind_word() -> None:
    unit = CATALOGUE.get("883", OLD)
    assert unit is not None
    assert unit.bare_name == "Long Xuyên"
    assert all(not unit.bare_name.startswith(("Xã ", "Phường ")) for unit in CATALOGUE.all())
