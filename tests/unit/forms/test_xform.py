import pytest

from hrdesk.errors import FormUnreadableError
from hrdesk.forms.compilation import compile_form
from hrdesk.forms.definition import Group, Question, QuestionType, Repeat, ValueType
from hrdesk.forms.model import language_code
from hrdesk.forms.xform import parse_form
from hrdesk.forms.xmltree import read_xml
from hrdesk.records.entry import NodeRef
from tests.support.forms import compiled_of, entry_of, form_of, reopened, xform_of

_ALL = """
| survey |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | required | readonly | calculation | bind::type | bind::hrdesk:role | bind::hrdesk:personal | parameters | appearance |
| | text | title | Tên | Name | yes | | | | title | | | multiline |
| | date | on | Ngày | Date | | | | | event_on | | | |
| | integer | people | Người | People | | | | | summary | | | |
| | decimal | cost | Tiền | Cost | | | | | summary | | | thousands-sep |
| | time | at | Giờ | Time | | | | | | | | |
| | dateTime | when | Lúc | When | | | | | | | | |
| | select_one l | one | Một | One | | | | | | | | minimal |
| | select_multiple l | many | Nhiều | Many | | | | | | | | |
| | rank l | order | Thứ tự | Order | | | | | | | | |
| | range | score | Điểm | Score | | | | | | | start=1 end=5 step=1 | |
| | acknowledge | ok | Đồng ý | OK | | | | | | | | |
| | note | hint | Ghi | Note | | | | | | | | |
| | text | fixed | Khóa | Fixed | | yes | concat(${people}, '!') | | | | | |
| | image | photo | Ảnh | Photo | | | | | | | | |
| | file | paper | Tệp | Paper | | | | | | | | |
| | calculate | total | | | | | ${people} * 2 | int | | | | |
| | geopoint | place | Ở đâu | Where | | | | | | | | |
| | begin_group | g | Nhóm | Group | | | | | | | | field-list |
| | text | note | Ghi chú | Note | | | | | | | | |
| | begin_repeat | person | Người | Person | | | | | | yes | | |
| | text | title | Họ tên | Full name | | | | | | | | |
| | end_repeat | | | | | | | | | | | |
| | end_group | | | | | | | | | | | |
| | begin_group | h | Nhóm | Group | | | | | | | | |
| | text | note | Ghi chú | Note | | | | | | | | |
| | end_group | | | | | | | | | | | |
| choices |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) | district |
| | l | a | A tiếng Việt | A | x |
| | l | b | B tiếng Việt | - | y |
| settings |
| | form_id | form_title | version | default_language | namespaces | attribute::hrdesk:title_en |
| | trial | Thử | 7 | Tiếng Việt (vi) | hrdesk="urn:hrdesk:xlsform" | Trial |
"""


@pytest.fixture(scope="module")
def form():
    return form_of(_ALL)


@pytest.mark.parametrize(
    ("key", "question_type", "value_type"),
    [
        ("title", QuestionType.TEXT, ValueType.TEXT),
        ("on", QuestionType.DATE, ValueType.DATE),
        ("people", QuestionType.INTEGER, ValueType.INTEGER),
        ("cost", QuestionType.DECIMAL, ValueType.DECIMAL),
        ("at", QuestionType.TIME, ValueType.TIME),
        ("when", QuestionType.DATETIME, ValueType.DATETIME),
        ("one", QuestionType.SELECT_ONE, ValueType.TEXT),
        ("many", QuestionType.SELECT_MULTIPLE, ValueType.NAMES),
        ("order", QuestionType.RANK, ValueType.NAMES),
        ("score", QuestionType.RANGE, ValueType.INTEGER),
        ("ok", QuestionType.ACKNOWLEDGE, ValueType.TEXT),
        ("hint", QuestionType.NOTE, ValueType.NONE),
        ("fixed", QuestionType.TEXT, ValueType.TEXT),
        ("photo", QuestionType.IMAGE, ValueType.TEXT),
        ("paper", QuestionType.FILE, ValueType.TEXT),
        ("total", QuestionType.CALCULATE, ValueType.INTEGER),
        ("place", QuestionType.UNSUPPORTED, ValueType.TEXT),
    ],
)
def test_parse__every_kind_of_question__has_its_type(form, key, question_type, value_type):
    question = form.question(key)

    assert (question.question_type, question.value_type) == (question_type, value_type)


def test_parse__form__has_titles_languages_version_and_roles(form):
    assert (form.form_id, form.version, form.languages) == ("trial", "7", ("vi", "en"))
    assert form.titles == {"vi": "Thử", "en": "Trial"}
    assert form.settings["title_key"] == "title"
    assert form.settings["event_on_key"] == "on"
    assert form.settings["summary_keys"] == "people cost"


def test_parse__same_name_in_two_groups__gets_the_group_in_its_key(form):
    keys = [question.key for question in form.questions()]

    assert "g__note" in keys
    assert "h__note" in keys
    assert len(keys) == len(set(keys))


def test_parse__structure__keeps_groups_repeats_and_order(form):
    kinds = [type(item) for item in form.items()][-6:]

    assert kinds == [Group, Question, Repeat, Question, Group, Question]
    assert form.repeat("person").path == "/data/g/person"
    assert [q.key for q in form.questions("person")] == ["title"]


def test_parse__personal_repeat__makes_its_questions_personal(form):
    assert form.repeat("person").personal
    assert form.question("title", "person").personal
    assert not form.question("title").personal


def test_parse__choices__have_labels_and_other_columns(form):
    first, second = form.choices(form.question("one"))

    assert (first.name, first.labels["vi"], first.extra) == ("a", "A tiếng Việt", {"district": "x"})
    assert "en" not in second.labels


def test_parse__range__has_its_bounds(form):
    assert form.question("score").parameters == {"start": "1", "end": "5", "step": "1"}


def test_parse__same_document__has_the_same_digest(form):
    assert parse_form(xform_of(_ALL)).digest == form.digest


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no XML",
        "<a><b></a>",
        "<html><head/></html>",
        "<html><head><model/></head><body/></html>",
        '<!DOCTYPE a [<!ENTITY x "y">]><html><head/><body>&x;</body></html>',
        "<a>" * 1000 + "</a>" * 1000,
    ],
)
def test_parse__no_xform__is_refused(text):
    with pytest.raises(FormUnreadableError):
        parse_form(text)


def test_read_xml__external_entity__is_refused(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("x", "utf-8")

    with pytest.raises(FormUnreadableError):
        read_xml(f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]><a>&x;</a>')


@pytest.mark.parametrize(
    ("name", "code"), [("Tiếng Việt (vi)", "vi"), ("English (en)", "en"), ("default", "default")]
)
def test_language__name_of_a_column__gives_its_code(name, code):
    assert language_code(name) == code


def test_compile__same_form__is_compiled_once(form):
    assert compile_form(form) is compile_form(parse_form(form.xform))


def test_compile__rules__come_after_what_they_read():
    compiled = compiled_of("""
    | survey |
    | | type | name | label | calculation | relevant |
    | | calculate | c | | ${b} + 1 | |
    | | calculate | b | | ${a} + 1 | |
    | | integer | a | A | | ${shown} = 'x' |
    | | text | shown | S | | |
    """)
    order = [(rule.kind, rule.path) for rule in compiled.rules if rule.kind != "readonly"]

    assert order == [
        ("relevant", "/data/a"),
        ("calculate", "/data/b"),
        ("calculate", "/data/c"),
    ]


def test_compile__sum_over_rows_and_place_of_a_row__is_no_circle():
    compiled = compiled_of("""
    | survey |
    | | type | name | label | calculation | relevant |
    | | begin_repeat | r | R | | |
    | | integer | x | X | | position(..) < 3 |
    | | calculate | share | | ${x} div ${total} | |
    | | end_repeat | | | | |
    | | calculate | total | | sum(${x}) | |
    | | calculate | rows | | count(${r}) | |
    """)
    assert compiled.faults == ()


_ALIKE = """
| survey |
| | type | name | label |
| | begin_group | a | A |
| | begin_group | g | G |
| | text | x | X |
| | end_group | | |
| | end_group | | |
| | begin_group | b | B |
| | begin_group | g | G |
| | text | x | X |
| | end_group | | |
| | end_group | | |
| | text | g__x | odd |
| | text | x | top |
| | text | Ten | T |
| | text | ten | t |
| | begin_repeat | r | R |
| | begin_group | g | G |
| | text | x | X |
| | end_group | | |
| | text | x | X |
| | end_repeat | | |
"""


def test_parse_form__groups_named_alike__every_question_has_a_key_of_its_own():
    form = form_of(_ALIKE)

    assert [question.key for question in form.questions()] == [
        "a__g__x",
        "b__g__x",
        "g__x",
        "x",
        "Ten",
        "ten__2",
    ]
    assert [question.key for question in form.questions("r")] == ["g__x", "r__x"]


def test_entry__groups_named_alike__keep_their_own_answers():
    entry, compiled = entry_of(_ALIKE), compiled_of(_ALIKE)
    keys = [question.key for question in entry.form.questions()]
    for key in keys:
        entry.set_value(NodeRef(key), f"answer of {key}")

    again = reopened(entry, compiled)

    assert {key: again.value(NodeRef(key)) for key in keys} == {
        key: f"answer of {key}" for key in keys
    }
