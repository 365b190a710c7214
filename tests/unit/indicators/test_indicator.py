from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hrdesk.indicators.indicator import (
    TargetFigure,
    add,
    compute,
    compute_by_unit,
    counts,
)
from hrdesk.indicators.period import parse_period
from hrdesk.indicators.plan import load_plan
from hrdesk.records.record import RecordStatus, UnitKey
from hrdesk.store.database import Store
from tests.support.shipped import COMMUNE, FORM_IDS, NOW, OTHER_COMMUNE, Rows, compiled, record

PLAN = load_plan()
OCTOBER = parse_period("2026-10")  # 15/9 - 14/10


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.create(tmp_path / "workspace.sqlite")
    for form_id in FORM_IDS:
        opened.put_form(compiled(form_id).form, source_name=f"{form_id}.md", at=NOW)
    yield opened
    opened.close()


def keep(
    store: Store,
    form_id: str,
    rows: Rows | None = None,
    *,
    unit: UnitKey = COMMUNE,
    status: RecordStatus = RecordStatus.COMPLETE,
    **answers: str,
) -> str:
    """Save one record and give its id."""
    made = record(form_id, answers, rows, unit=unit, status=status)
    return store.save(made, at=NOW, actor="Trần Thị Mẫu").record_id


def figure(store: Store, target_id: str, period_id: str = "2026-10") -> TargetFigure:
    found = compute(PLAN, store, parse_period(period_id))
    return next(each for each in found if each.target_id == target_id)


def share(one: TargetFigure) -> tuple[int, int]:
    return one.numerator, one.denominator


def since(one: TargetFigure) -> tuple[int, int]:
    return one.cumulative_numerator, one.cumulative_denominator


# --- all targets ------------------------------------------------------------------------------


def test_compute__nothing_recorded__no_occurrence_anywhere(store: Store) -> None:
    found = compute(PLAN, store, OCTOBER)
    assert [each.target_id for each in found] == ["T1", "T2", "T3", "T4", "T5"]
    for each in found:
        assert share(each) == since(each) == (0, 0)
        assert each.ratio is None
        assert each.achieved == "no_occurrence"
        assert each.missing == 0
        assert each.local is None


def test_compute__incomplete_record__counts_nowhere(store: Store) -> None:
    keep(store, "product", status=RecordStatus.INCOMPLETE)
    assert share(figure(store, "T5")) == (0, 0)
    keep(store, "product", status=RecordStatus.SUBMITTED)
    assert share(figure(store, "T5")) == (0, 1)


# --- T1 ---------------------------------------------------------------------------------------

ASSIGNED = {
    "assignment_number": "12/QĐ-UBND",
    "assigned_on": "2026-01-10",
    "spokesperson_position": "Chủ tịch",
}


def test_t1__assigned_and_informed__counts_and_shows_both_parts(store: Store) -> None:
    keep(store, "agency", **ASSIGNED)
    keep(store, "press_information")
    t1 = figure(store, "T1")
    assert share(t1) == (1, 1)
    assert t1.parts == {"assigned": 1, "informed": 1}
    assert t1.achieved == "met"
    assert since(t1) == (0, 0)  # a stock, never cumulative


@pytest.mark.parametrize(
    ("agency", "press", "parts"),
    [
        ({}, {}, {"assigned": 0, "informed": 1}),
        (ASSIGNED, {"regularity": "ad_hoc"}, {"assigned": 1, "informed": 0}),
        (ASSIGNED, {"about_human_rights": "no"}, {"assigned": 1, "informed": 0}),
        (ASSIGNED, {"event_on": "2026-10-15"}, {"assigned": 1, "informed": 0}),
        (ASSIGNED, {"event_on": "2026-09-14"}, {"assigned": 1, "informed": 0}),
        ({**ASSIGNED, "assigned_until": "2026-10-13"}, {}, {"assigned": 0, "informed": 1}),
        ({**ASSIGNED, "assigned_on": "2026-10-15"}, {}, {"assigned": 0, "informed": 1}),
    ],
)
def test_t1__one_condition_missing__not_counted_but_shown(
    store: Store, agency: dict[str, str], press: dict[str, str], parts: dict[str, int]
) -> None:
    keep(store, "agency", **agency)
    keep(store, "press_information", **press)
    t1 = figure(store, "T1")
    assert (share(t1), t1.parts, t1.achieved, t1.missing) == ((0, 1), parts, "not_met", 1)


@pytest.mark.parametrize(
    ("dates", "alive"),
    [
        ({}, 1),
        ({"valid_to": "2026-10-13"}, 0),
        ({"valid_to": "2026-10-14"}, 1),
        ({"valid_from": "2026-10-14"}, 1),
        ({"valid_from": "2026-10-15"}, 0),
    ],
)
def test_t1__agency__counts_while_it_operates_at_the_cut_off(
    store: Store, dates: dict[str, str], alive: int
) -> None:
    keep(store, "agency", **dates)
    assert figure(store, "T1").denominator == alive


def test_t1__one_agency_of_the_unit__needs_no_code(store: Store) -> None:
    keep(store, "agency", agency_code="UB-01", **ASSIGNED)
    keep(store, "press_information")
    assert share(figure(store, "T1")) == (1, 1)


def test_t1__several_agencies__joined_by_their_code(store: Store) -> None:
    for code in ("SO-01", "SO-02"):
        keep(store, "agency", agency_code=code, **ASSIGNED)
    keep(store, "press_information", agency_code=" so-02")
    t1 = figure(store, "T1")
    assert share(t1) == (1, 2)
    assert t1.parts == {"assigned": 2, "informed": 1}


def test_t1__press_of_another_unit__is_not_ours(store: Store) -> None:
    keep(store, "agency", **ASSIGNED)
    keep(store, "press_information", unit=OTHER_COMMUNE)
    assert share(figure(store, "T1")) == (0, 1)


# --- T2 ---------------------------------------------------------------------------------------


def attend(store: Store, *codes: str, **answers: str) -> str:
    people = [
        {
            "full_name": f"Học viên {place}",
            "participant_group": "provincial_key_officials",
            "official_id": code,
        }
        for place, code in enumerate(codes, 1)
    ]
    given = {"level": "province", "people": str(len(codes)), **answers}
    return keep(store, "training", {"participants": people}, **given)


def test_t2__same_person_twice__is_one_person(store: Store) -> None:
    keep(store, "key_official")
    keep(store, "key_official", official_code="CB-002")
    attend(store, "CB-001", event_on="2024-05-06")
    attend(store, "cb-001", event_on="2026-10-01")
    t2 = figure(store, "T2")
    assert share(t2) == since(t2) == (1, 2)
    assert (t2.achieved, t2.missing) == ("not_met", 1)


@pytest.mark.parametrize(
    "training",
    [
        {"event_on": "2026-10-15"},
        {"counted_for_officials": "no"},
    ],
)
def test_t2__training_that_does_not_count__trains_nobody(
    store: Store, training: dict[str, str]
) -> None:
    keep(store, "key_official")
    attend(store, "CB-001", **training)
    assert share(figure(store, "T2")) == (0, 1)


def test_t2__leaver__drops_out(store: Store) -> None:
    keep(store, "key_official", in_post_to="2026-10-13")
    keep(store, "key_official", official_code="CB-002", in_post_from="2026-10-15")
    attend(store, "CB-001", "CB-002", event_on="2026-10-01")
    assert share(figure(store, "T2")) == (0, 0)


def test_t2__same_code_registered_twice__is_one_person(store: Store) -> None:
    keep(store, "key_official")
    keep(store, "key_official", official_code="cb-001")
    assert figure(store, "T2").denominator == 1


def test_t2__commune__strict_figure_is_empty_and_a_local_one_stands_apart(store: Store) -> None:
    keep(store, "key_official", official_level="commune")
    keep(store, "key_official", official_level="commune", official_code="CB-002")
    attend(store, "CB-001", level="commune", provincial_key_officials_count="1")
    t2 = figure(store, "T2")
    assert share(t2) == (0, 0)
    assert t2.achieved == "no_occurrence"
    assert not t2.reference
    assert t2.local is not None
    assert share(t2.local) == (1, 2)
    assert t2.local.reference


def test_t2__province_and_commune__are_never_mixed(store: Store) -> None:
    keep(store, "key_official")
    keep(store, "key_official", official_level="commune", official_code="CB-002")
    t2 = figure(store, "T2")
    assert t2.denominator == 1
    assert t2.local is not None
    assert t2.local.denominator == 1


@pytest.mark.parametrize(("trained", "achieved"), [(6, "not_met"), (7, "met")])
def test_t2__seventy_percent__is_reached_exactly(store: Store, trained: int, achieved: str) -> None:
    codes = [f"CB-{number:03}" for number in range(10)]
    for code in codes:
        keep(store, "key_official", official_code=code)
    attend(store, *codes[:trained])
    assert figure(store, "T2").achieved == achieved


# --- T3 ---------------------------------------------------------------------------------------


def posting(on: str = "2026-10-06", **more: str) -> Rows:
    url = {"url": "https://xa.example.gov.vn/tin/1"}
    return {"postings": [{"platform": "portal", "posted_on": on, **url, **more}]}


def test_t3__two_postings__one_product(store: Store) -> None:
    both = {"postings": [*posting()["postings"], *posting("2026-10-07")["postings"]]}
    counted = keep(store, "product", both)
    lacking = keep(store, "product")
    t3 = figure(store, "T3")
    assert share(t3) == (1, 2)
    assert (t3.counted_ids, t3.lacking_ids) == ((counted,), (lacking,))
    assert (t3.achieved, t3.missing) == ("not_met", 1)


def test_t3__posted_after_the_cut_off__counts_in_the_next_sum(store: Store) -> None:
    keep(store, "product", posting("2026-10-15"))
    assert share(figure(store, "T3")) == (0, 1)
    november = figure(store, "T3", "2026-11")
    assert share(november) == (0, 0)
    assert since(november) == (1, 1)


@pytest.mark.parametrize(
    ("answers", "denominator"),
    [
        ({"of_scheme": "no"}, 0),
        ({"product_source": "received"}, 0),
        ({"product_source": "joint"}, 0),
        ({"product_source": "joint_led"}, 1),
        ({"event_on": "2026-09-14"}, 0),
        ({"event_on": "2026-09-15"}, 1),
        ({"event_on": "2026-10-14"}, 1),
        ({"event_on": "2026-10-15"}, 0),
    ],
)
def test_t3__denominator__own_products_of_the_scheme_in_the_period(
    store: Store, answers: dict[str, str], denominator: int
) -> None:
    keep(store, "product", **answers)
    assert figure(store, "T3").denominator == denominator


def test_t3__zalo_without_address__counts(store: Store) -> None:
    keep(store, "product", {"postings": [{"platform": "zalo", "posted_on": "2026-10-06"}]})
    assert figure(store, "T3").achieved == "met"


def test_t3__year__holds_the_peak_of_the_december_before(store: Store) -> None:
    keep(store, "product", posting("2025-12-20"), event_on="2025-12-15")
    keep(store, "product", event_on="2025-12-14")
    assert share(figure(store, "T3", "2026")) == (1, 1)
    assert share(figure(store, "T3", "2025")) == (0, 1)
    assert since(figure(store, "T3", "2026")) == (1, 2)


def test_t3__year_2025__straddles_the_merger_of_units(store: Store) -> None:
    old = UnitKey("30577", "")
    keep(store, "product", posting("2025-03-02"), event_on="2025-03-01", unit=old)
    keep(store, "product", event_on="2025-08-01")
    assert share(figure(store, "T3", "2025")) == (1, 2)


# --- T4 ---------------------------------------------------------------------------------------

FAKE = {"conclusion": "fake", "concluded_on": "2026-10-06"}
REMOVED = {**FAKE, "result": "removed", "handled_on": "2026-10-08"}


@pytest.mark.parametrize(
    ("removed", "cases", "achieved", "missing"),
    [(9, 10, "not_met", 1), (10, 11, "met", 0), (1, 1, "met", 0), (0, 1, "not_met", 1)],
)
def test_t4__ninety_percent__must_be_exceeded(
    store: Store, removed: int, cases: int, achieved: str, missing: int
) -> None:
    for number in range(cases):
        keep(store, "false_news", **(REMOVED if number < removed else FAKE))
    t4 = figure(store, "T4")
    assert share(t4) == (removed, cases)
    assert (t4.achieved, t4.missing) == (achieved, missing)


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"conclusion": "not_fake", "concluded_on": "2026-10-06"},
        {"conclusion": "duplicate", "concluded_on": "2026-10-06"},
    ],
)
def test_t4__not_confirmed__is_outside(store: Store, answers: dict[str, str]) -> None:
    keep(store, "false_news", **answers)
    assert share(figure(store, "T4")) == (0, 0)


def test_t4__transferred__final_only_with_its_outcome(store: Store) -> None:
    moved = {**FAKE, "handled_on": "2026-10-08"}
    keep(store, "false_news", **moved, result="transferred_pending")
    keep(store, "false_news", **moved, result="transferred_done")
    t4 = figure(store, "T4")
    assert share(t4) == (1, 2)
    assert t4.parts == {"awaiting": 1, "backlog": 0, "backlog_handled": 0}


def test_t4__handled_after_the_cut_off__is_backlog_of_the_next_period(store: Store) -> None:
    keep(store, "false_news", **{**REMOVED, "handled_on": "2026-10-20"})
    assert share(figure(store, "T4")) == (0, 1)
    november = figure(store, "T4", "2026-11")
    assert share(november) == (0, 0)
    assert november.parts == {"awaiting": 0, "backlog": 1, "backlog_handled": 1}
    assert since(november) == (1, 1)
    assert figure(store, "T4", "2026-12").parts["backlog"] == 0


# --- T5 ---------------------------------------------------------------------------------------


def test_t5__each_product_once__with_its_parts_and_the_languages_alone(store: Store) -> None:
    khmer = {"title": "សិទ្ធិមនុស្ស", "title_vi": "Quyền con người"}
    keep(store, "product", **khmer, languages="km", product_kind="video")
    keep(store, "product", languages="vi en")
    keep(store, "product", product_kind="podcast")
    keep(store, "product")
    t5 = figure(store, "T5")
    assert share(t5) == (3, 4)
    assert t5.parts == {"ethnic": 1, "foreign": 1, "digital": 2, "language_only": 2}
    assert t5.achieved == "exceeded"


def test_t5__posted_online__is_not_made_for_digital(store: Store) -> None:
    keep(store, "product", posting())
    assert share(figure(store, "T5")) == (0, 1)
    assert share(figure(store, "T3")) == (1, 1)


def test_t5__outside_the_scheme__is_counted_here_and_not_in_t3(store: Store) -> None:
    keep(store, "product", of_scheme="no", product_kind="video")
    assert share(figure(store, "T5")) == (1, 1)
    assert share(figure(store, "T3")) == (0, 0)


@pytest.mark.parametrize(
    ("numerator", "denominator", "achieved", "missing"),
    [
        (14, 100, "not_met", 1),
        (15, 100, "met", 0),
        (20, 100, "met", 0),
        (21, 100, "exceeded", 0),
        (1499, 10000, "not_met", 1),
        (0, 0, "no_occurrence", 0),
        (0, 1, "not_met", 1),
    ],
)
def test_judge__between__more_than_the_upper_bound_is_exceeded(
    numerator: int, denominator: int, achieved: str, missing: int
) -> None:
    target = PLAN.target("T5")
    assert target.judge(numerator, denominator) == achieved
    assert target.missing(numerator, denominator) == missing


# --- sums -------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8))
@settings(max_examples=100)
def test_add__several_units__numerators_and_denominators_not_percentages(
    pairs: list[tuple[int, int]],
) -> None:
    target = PLAN.target("T4")
    figures = [TargetFigure("T4", low, low + more) for low, more in pairs]
    total = add(target, figures)
    numerator, denominator = sum(low for low, _ in pairs), sum(low + more for low, more in pairs)
    assert share(total) == (numerator, denominator)
    assert total.achieved == target.judge(numerator, denominator)
    if denominator:
        assert total.ratio == Fraction(numerator, denominator)
        wanted = numerator + total.missing
        assert wanted <= denominator
        assert target.judge(wanted, denominator) == "met"
        assert total.missing == 0 or target.judge(wanted - 1, denominator) == "not_met"


@given(data=st.data())
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_compute__any_records__equal_to_the_sum_of_units_and_of_months(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    opened = Store.create(tmp_path_factory.mktemp("any") / "workspace.sqlite")
    for form_id in ("product", "false_news", "agency", "press_information", "key_official"):
        opened.put_form(compiled(form_id).form, source_name=form_id, at=NOW)
    opened.put_form(compiled("training").form, source_name="training", at=NOW)
    days = st.dates(date(2026, 3, 1), date(2026, 7, 31)).map(date.isoformat)
    for _ in range(data.draw(st.integers(0, 12))):
        day = data.draw(days)
        keep(
            opened,
            "product",
            posting(data.draw(days)) if data.draw(st.booleans()) else None,
            unit=data.draw(st.sampled_from([COMMUNE, OTHER_COMMUNE])),
            event_on=day,
            product_kind=data.draw(st.sampled_from(["video", "leaflet"])),
            product_source=data.draw(st.sampled_from(["own", "joint_led", "received"])),
        )
    quarter = parse_period("2026-Q2")
    whole = compute(PLAN, opened, quarter)
    by_unit = compute_by_unit(PLAN, opened, quarter)
    for place, target in enumerate(PLAN.targets):
        total = add(target, [figures[place] for figures in by_unit.values()])
        assert total.parts == whole[place].parts
        assert share(total) == share(whole[place])
        assert since(total) == since(whole[place])
    for unit, figures in by_unit.items():
        alone = compute(PLAN, opened, quarter, unit_code=unit)
        assert [share(each) for each in alone] == [share(each) for each in figures]
    months = [compute(PLAN, opened, parse_period(f"2026-0{month}")) for month in (4, 5, 6)]
    t5 = PLAN.target("T5")
    assert share(add(t5, [figures[4] for figures in months])) == share(whole[4])
    opened.close()


# --- counts -----------------------------------------------------------------------------------


def test_counts__activities__sums_and_choices_of_the_period(store: Store) -> None:
    keep(store, "activity", women="30", minorities="10", topics="children women_rights")
    keep(store, "activity", people="36", activity_kind="contest", topics="children")
    keep(store, "activity", event_on="2026-10-15")
    keep(store, "activity", our_role="joint", host="Hội Nông dân")
    found = counts(PLAN, store, OCTOBER)["activity"]
    assert found.total == 2
    assert found.sums == {"people": 100, "women": 30, "minorities": 10, "sessions": 2, "cost": 0}
    assert found.by_choice["activity_kind"] == {"seminar": 1, "contest": 1}
    assert found.by_choice["topics"] == {"children": 2, "women_rights": 1}


def test_counts__products__rows_of_postings(store: Store) -> None:
    keep(store, "product", posting())
    keep(store, "product", posting(), product_source="received")
    found = counts(PLAN, store, OCTOBER)["product"]
    assert (found.total, found.sums["postings"], found.sums["quantity"]) == (1, 1, 1)


def test_counts__register__as_it_stands_at_the_cut_off(store: Store) -> None:
    keep(store, "agency")
    keep(store, "agency", valid_to="2026-01-01")
    assert counts(PLAN, store, OCTOBER)["agency"].total == 1


def test_counts__other_bounds__another_span_of_days(store: Store) -> None:
    keep(store, "activity", event_on="2024-01-01")
    assert counts(PLAN, store, OCTOBER)["activity"].total == 0
    span = (date(2022, 12, 15), OCTOBER.last_on)
    assert counts(PLAN, store, OCTOBER, bounds=span)["activity"].total == 1


def test_counts__every_kind__is_counted(store: Store) -> None:
    assert set(counts(PLAN, store, OCTOBER)) == set(FORM_IDS)
