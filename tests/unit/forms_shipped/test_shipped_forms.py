import re
from datetime import date

import pytest

from hrdesk.forms.checks import check_form
from hrdesk.forms.definition import Question, QuestionType, ValueType
from hrdesk.forms.xlsform import convert, write_xlsx
from hrdesk.records.entry import FormEntry, NodeRef
from hrdesk.resources import shipped_forms
from tests.support.shipped import FORM_IDS, compiled, fill, new_entry, record

REGISTERS = {"agency", "key_official"}
PERSONAL = {
    "training": {
        "lecturer_name",
        "full_name",
        "workplace",
        "position",
        "participant_group",
        "sex",
        "sessions_attended",
        "passed",
        "official_id",
    },
    "agency": {"spokesperson_name"},
    "key_official": {"full_name", "position", "note"},
}
NAME = re.compile(r"[a-z][a-z0-9_]*")
every_form = pytest.mark.parametrize("form_id", FORM_IDS)


def questions(form_id: str) -> list[Question]:
    return [item for item in compiled(form_id).form.items() if isinstance(item, Question)]


@every_form
def test_form__shipped__is_named_as_its_file_and_versioned(form_id: str) -> None:
    form = compiled(form_id).form
    assert form.form_id == form_id
    assert re.fullmatch(r"20[0-9]{8}", form.version)
    assert form.languages == ("vi", "en")
    assert set(form.titles) >= {"vi", "en"}


@every_form
def test_form__shipped__has_no_finding(form_id: str) -> None:
    source = shipped_forms() / f"{form_id}.md"
    assert check_form(compiled(form_id), source) == ()


@every_form
def test_form__workbook__asks_the_same(form_id: str) -> None:
    folder = shipped_forms()
    assert convert(folder / f"{form_id}.md") == convert(folder / f"{form_id}.xlsx")


@every_form
def test_write_xlsx__made_anew__asks_the_same(form_id: str, tmp_path) -> None:
    source = shipped_forms() / f"{form_id}.md"
    write_xlsx(source, tmp_path / f"{form_id}.xlsx")
    assert convert(tmp_path / f"{form_id}.xlsx") == convert(source)


@every_form
def test_form__every_question__is_worded_in_both_languages(form_id: str) -> None:
    for question in questions(form_id):
        assert NAME.fullmatch(question.name), question.name
        assert question.question_type is not QuestionType.UNSUPPORTED
        if question.question_type in (QuestionType.CALCULATE, QuestionType.HIDDEN):
            continue
        assert set(question.labels) == {"vi", "en"}, question.name
        assert set(question.hints) in (set(), {"vi", "en"}), question.name


@every_form
def test_form__every_choice__is_worded_in_both_languages(form_id: str) -> None:
    for name, choices in compiled(form_id).form.choice_lists.items():
        assert len({choice.name for choice in choices}) == len(choices)
        for choice in choices:
            assert NAME.fullmatch(choice.name), (name, choice.name)
            assert set(choice.labels) == {"vi", "en"}


@every_form
def test_form__personal_questions__are_exactly_these(form_id: str) -> None:
    personal = {question.key for question in questions(form_id) if question.personal}
    assert personal == PERSONAL.get(form_id, set())


@every_form
def test_form__roles__tell_title_and_day(form_id: str) -> None:
    settings = compiled(form_id).form.settings
    assert settings["title_key"]
    assert (settings.get("event_on_key") == "event_on") == (form_id not in REGISTERS)


@every_form
def test_form__expressions__do_not_change_by_themselves(form_id: str) -> None:
    text = (shipped_forms() / f"{form_id}.md").read_text(encoding="utf-8")
    assert not re.search(r"\b(now|random|uuid)\(", text)


@every_form
def test_form__ordinary_record__is_without_fault(form_id: str) -> None:
    assert record(form_id).answers


@every_form
def test_form__counts_and_costs__are_whole_numbers(form_id: str) -> None:
    for question in questions(form_id):
        if question.name in {"people", "women", "cost", "sessions", "quantity", "grouped_total"}:
            assert question.value_type is ValueType.INTEGER


# --- activity ---------------------------------------------------------------------------------


def faults(entry: FormEntry) -> dict[str, str]:
    return {violation.key: violation.message for violation in entry.violations()}


def test_activity__new__three_answers_are_missing() -> None:
    assert set(faults(new_entry("activity"))) == {"title", "event_on", "activity_kind"}


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("vi", "71 lớn hơn số lượt người (64)"),
        ("en", "71 is more than the number of people (64)"),
    ],
)
def test_activity__more_women_than_people__message_names_the_figures(
    language: str, message: str
) -> None:
    entry = fill(new_entry("activity", language), {"people": "64", "women": "71"})
    assert faults(entry)["women"].strip() == message


@pytest.mark.parametrize(
    ("kind", "asked"),
    [("seminar", True), ("broadcast", False), ("visual_display", False), ("contest", True)],
)
def test_activity__kind__decides_whether_people_are_counted(kind: str, asked: bool) -> None:
    entry = fill(new_entry("activity"), {"activity_kind": kind})
    assert ("people" in faults(entry)) is asked


@pytest.mark.parametrize(
    ("day", "kept"),
    [("2026-11-23", True), ("2026-11-24", False), ("2022-12-15", True), ("2022-12-14", False)],
)
def test_activity__day__between_the_plan_and_today(day: str, kept: bool) -> None:
    entry = fill(new_entry("activity"), {"event_on": day})
    assert ("event_on" not in faults(entry)) is kept


def test_activity__other_form__asks_which() -> None:
    entry = fill(new_entry("activity"), {"activity_kind": "other"})
    assert "activity_kind_other" in faults(entry)


def test_activity__joint__asks_who_leads() -> None:
    entry = fill(new_entry("activity"), {"our_role": "joint"})
    assert "host" in faults(entry)


def test_activity__cost__asks_its_source() -> None:
    entry = fill(new_entry("activity"), {"cost": "5000000"})
    assert "cost_source" in faults(entry)


# --- training ---------------------------------------------------------------------------------


def test_training__blank_first_row__is_no_fault() -> None:
    kept = record("training")
    assert kept.repeats.get("participants", ()) == ()
    assert "roster_until" not in kept.answers


def test_training__groups_that_do_not_add_up__are_remarked() -> None:
    entry = fill(new_entry("training"), {"people": "40", "press_staff_count": "12"})
    note = NodeRef("grouped_note")
    assert entry.state(note).relevant
    assert "12" in entry.state(note).label
    entry.set_value(NodeRef("spokespersons_count"), "28")
    assert not entry.state(note).relevant


def test_training__participants__counted_and_kept_for_two_years() -> None:
    rows = {"participants": [{"full_name": "Trần Thị Mẫu"}, {"full_name": "Lê Văn Mẫu"}]}
    kept = record("training", {"people": "2"}, rows)
    assert kept.answers["participant_rows"] == "2"
    assert kept.answers["roster_until"] == date(2028, 11, 22).isoformat()
    assert len(kept.repeats["participants"]) == 2


def test_training__more_sessions_attended_than_held__named() -> None:
    entry = fill(new_entry("training"), {"sessions": "2"})
    fill(entry, {}, {"participants": [{"full_name": "Lê Văn Mẫu", "sessions_attended": "3"}]})
    assert faults(entry)["sessions_attended"].strip() == "3 lớn hơn số buổi của lớp (2)"


# --- product ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "digital"),
    [("video", "yes"), ("social_post", "yes"), ("leaflet", "no"), ("book", "no")],
)
def test_product__kind__proposes_whether_it_is_digital(kind: str, digital: str) -> None:
    entry = fill(new_entry("product"), {"product_kind": kind})
    assert entry.value(NodeRef("made_for_digital")) == digital
    entry.set_value(NodeRef("made_for_digital"), "no" if digital == "yes" else "yes")
    entry.set_value(NodeRef("title"), "Tên")
    assert entry.value(NodeRef("made_for_digital")) != digital


@pytest.mark.parametrize(
    ("posting", "fault"),
    [
        ({"platform": "facebook", "url": "https://facebook.com/ubnd-xa/posts/1"}, None),
        ({"platform": "facebook"}, "url"),
        ({"platform": "zalo"}, None),
        ({"platform": "portal", "url": "xa.angiang.gov.vn/tin"}, "url"),
        ({"platform": "portal", "url": "https://xa.angiang.gov.vn/tin mới"}, "url"),
    ],
)
def test_product__posting__needs_an_address_except_zalo(
    posting: dict[str, str], fault: str | None
) -> None:
    entry = new_entry("product")
    fill(entry, {}, {"postings": [{"posted_on": "2026-10-06", **posting}]})
    found = [each.key for each in entry.violations() if each.repeat == "postings"]
    assert found == ([fault] if fault else [])


def test_product__khmer_title__kept_and_asked_in_vietnamese_too() -> None:
    entry = fill(new_entry("product"), {"title": "សិទ្ធិមនុស្ស", "languages": "km"})
    assert "title_vi" in faults(entry)
    assert entry.state(NodeRef("scripts")).relevant
    assert entry.value(NodeRef("title")) == "សិទ្ធិមនុស្ស"


# --- false news -------------------------------------------------------------------------------


def test_false_news__questions__have_no_place_for_a_person() -> None:
    forbidden = re.compile(r"name|account|author|person$|phone|profile|url|handle$|address")
    asked = {
        question.name
        for question in questions("false_news")
        if question.question_type is not QuestionType.NOTE
    }
    assert not [name for name in asked if forbidden.search(name)]


@pytest.mark.parametrize(
    "text",
    [
        "Đăng bởi số 0912345678",
        "gọi 0912 345 678 nhé",
        "máy +84 912.345.678",
        "tài khoản @nguoi_dang",
        "xem facebook.com/nguoi.dang",
        "https://example.org/a",
        "dòng một\ndòng hai @ai_do\ndòng ba",
    ],
)
def test_false_news__trace_of_a_person__is_warned_about(text: str) -> None:
    entry = fill(new_entry("false_news"), {"content_summary": text})
    assert entry.state(NodeRef("person_warning")).relevant
    assert "content_summary" not in faults(entry)


@pytest.mark.parametrize(
    "text",
    [
        "Tin sai về mức hỗ trợ 1.500.000 đồng theo Quyết định 1079/QĐ-TTg ngày 14/9/2022",
        "Xuyên tạc ngày 12-11-2026 tại 3 xã; báo VAFC 18008108 và tingia.gov.vn",
        "",
    ],
)
def test_false_news__ordinary_text__is_not_warned_about(text: str) -> None:
    entry = fill(new_entry("false_news"), {"content_summary": text})
    assert not entry.state(NodeRef("person_warning")).relevant


def test_false_news__unverified__has_no_response() -> None:
    entry = new_entry("false_news")
    assert not entry.state(NodeRef("result")).relevant
    entry.set_value(NodeRef("conclusion"), "fake")
    assert entry.state(NodeRef("result")).relevant
    assert "concluded_on" in faults(entry)


# --- registers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "kept"),
    [("CB-001", True), ("089123456789", False), ("123456789", False), ("a b", False)],
)
def test_key_official__code__is_never_an_identity_number(code: str, kept: bool) -> None:
    entry = fill(new_entry("key_official"), {"official_code": code})
    assert ("official_code" not in faults(entry)) is kept


def test_agency__document_without_date__asks_for_it() -> None:
    entry = fill(new_entry("agency"), {"assignment_number": "12/QĐ-UBND"})
    assert {"assigned_on", "spokesperson_position"} <= set(faults(entry))
