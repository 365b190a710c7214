from hrdesk.forms.changes import ChangeKind, compare_forms
from tests.support.forms import form_of

_SURVEY = """
| survey |
| | type | name | label | required | bind::hrdesk:personal | bind::hrdesk:renamed_from |
"""
_SETTINGS = """
| settings |
| | form_id | form_title | version | default_language | namespaces |
| | trial | Thử | {version} | Tiếng Việt (vi) | hrdesk="urn:hrdesk:xlsform" |
"""


def _form(rows, version="2", choices=""):
    text = (
        _SURVEY.strip() + "\n" + rows.strip() + "\n" + choices + _SETTINGS.format(version=version)
    )
    return form_of(text)


def _changes(before, after, **kwargs):
    found = compare_forms(_form(before, "1"), _form(after, **kwargs))
    return [(change.kind, change.name) for change in found]


def test_compare_forms__same_definition__nothing():
    assert compare_forms(_form("| | text | a | A | | | |"), _form("| | text | a | A | | | |")) == ()


def test_compare_forms__question_added_and_removed__both_named():
    before = "| | text | a | A | | | |\n| | text | b | Bê | | | |"
    after = "| | text | a | A | | | |\n| | integer | c | Xê | | | |"

    assert _changes(before, after) == [
        (ChangeKind.QUESTION_ADDED, "c"),
        (ChangeKind.QUESTION_REMOVED, "b"),
    ]


def test_compare_forms__type_narrowed__refused_and_first():
    before = "| | text | a | A | | | |\n| | integer | b | B | | | |"
    after = "| | integer | a | A | | | |\n| | decimal | b | B | | | |"
    found = compare_forms(_form(before, "1"), _form(after))

    assert [(one.kind, one.refused) for one in found] == [
        (ChangeKind.TYPE_REFUSED, True),
        (ChangeKind.TYPE_WIDENED, False),
    ]
    assert "text" in found[0].sentence("vi")
    assert "đổi kiểu" in found[0].sentence("vi")


def test_compare_forms__renamed_question__its_answers_go_with_it():
    before = "| | text | a | A | | | |"
    after = "| | text | b | A | | | a |"

    assert _changes(before, after) == [(ChangeKind.QUESTION_RENAMED, "b")]


def test_compare_forms__inside_a_repeat__named_with_the_repeat():
    before = (
        "| | begin_repeat | r | R | | | |\n| | text | a | A | | | |\n| | end_repeat | | | | | |"
    )
    after = (
        "| | begin_repeat | r | R | | | |\n| | text | a | A | yes | yes | |\n"
        "| | text | b | B | | | |\n| | end_repeat | | | | | |"
    )

    assert _changes(before, after) == [
        (ChangeKind.REQUIRED, "r/a"),
        (ChangeKind.PERSONAL, "r/a"),
        (ChangeKind.QUESTION_ADDED, "r/b"),
    ]


def test_compare_forms__choices__added_removed_and_relabelled():
    row = "| | select_one l | a | A | | | |"
    old = "\n| choices |\n| | list_name | name | label |\n| | l | x | Ích |\n| | l | y | Y |\n"
    new = "\n| choices |\n| | list_name | name | label |\n| | l | x | Íc |\n| | l | z | Z |\n"
    found = compare_forms(_form(row, "1", old), _form(row, "2", new))

    assert [(change.kind, change.name) for change in found] == [
        (ChangeKind.CHOICE_RELABELLED, "l/x"),
        (ChangeKind.CHOICE_ADDED, "l/z"),
        (ChangeKind.CHOICE_REMOVED, "l/y"),
    ]


def test_compare_forms__version_not_higher__told():
    assert _changes("| | text | a | A | | | |", "| | text | a | Â | | | |", version="1") == [
        (ChangeKind.VERSION_SAME, "version"),
        (ChangeKind.RELABELLED, "a"),
    ]
    older = compare_forms(
        _form("| | text | a | A | | | |", "10"), _form("| | text | a | Â | | | |", "9")
    )
    assert older[0].kind is ChangeKind.VERSION_OLDER
    assert older[0].refused


_RULES = """
| survey |
| | type | name | label | hint | relevant | constraint | calculation | choice_filter | default |
"""
_LISTS = """
| choices |
| | list_name | name | label | part |
| | l | x | Ích | 1 |
| | m | x | Ích | 1 |
"""


def _with_rules(*rows, version="1", title="Thử"):
    settings = _SETTINGS.format(version=version).replace("| Thử |", f"| {title} |")
    lines = "\n".join(f"| | {row} |" for row in rows)
    return form_of(f"{_RULES.strip()}\n{lines}\n{_LISTS.strip()}\n{settings.strip()}")


_PEOPLE = "integer | people | Người | | | . >= 0 | | | 5"
_KIND = "select_one l | kind | Loại | | ${people} > 1 | | | part = ${people} |"
_TOTAL = "calculate | total | | | | | ${people} + 1 | |"


def _told(*rows, **kwargs):
    before = _with_rules(_PEOPLE, _KIND, _TOTAL)
    found = compare_forms(before, _with_rules(*rows, version="2", **kwargs))
    return [(one.kind, one.name, one.sentence("en")) for one in found]


def test_compare_forms__a_rule__is_told_as_it_is_written_in_the_sheet():
    kind = "select_one l | kind | Loại | | ${people} > 2 | | | part = ${people} |"

    assert _told(_PEOPLE, kind, _TOTAL) == [
        (
            ChangeKind.RULE_CHANGED,
            "kind",
            "“Loại” (kind): the condition under which it is asked (relevant) was ${people} > 1"
            " and is now ${people} > 2",
        )
    ]


def test_compare_forms__every_rule_that_changes__is_told():
    people = "integer | people | Người | gõ số | | . > 0 | | | 6"
    kind = "select_one l | kind | Loại | | | | | |"
    total = "calculate | total | | | | | ${people} * 2 | |"
    found = _told(people, kind, total)

    assert [(kind, name) for kind, name, _ in found] == [
        (ChangeKind.RULE_CHANGED, "people"),
        (ChangeKind.RULE_CHANGED, "people"),
        (ChangeKind.RULE_ADDED, "people"),
        (ChangeKind.RULE_REMOVED, "kind"),
        (ChangeKind.RULE_REMOVED, "kind"),
        (ChangeKind.RULE_CHANGED, "total"),
    ]


def test_compare_forms__another_list_another_order_another_title__are_told():
    kind = "select_one m | kind | Loại | | ${people} > 1 | | | part = ${people} |"
    found = _told(kind, _PEOPLE, _TOTAL, title="Khác")

    assert [kind for kind, _, _ in found] == [
        ChangeKind.LIST_CHANGED,
        ChangeKind.TITLE_CHANGED,
        ChangeKind.ORDER_CHANGED,
    ]


def test_compare_forms__asked_in_another_way__is_told():
    found = _told(_PEOPLE, "text | kind | Loại | | ${people} > 1 | | | |", _TOTAL)

    assert found[0][:2] == (ChangeKind.ASKED_OTHERWISE, "kind")


def test_compare_forms__notes__are_told_without_speaking_of_answers():
    note = "note | tip | Lời nhắc | | | | | |"
    added = _told(_PEOPLE, note, _KIND, _TOTAL)
    assert [one[:2] for one in added] == [(ChangeKind.NOTE_ADDED, "tip")]

    before = _with_rules(_PEOPLE, note)
    after = _with_rules(_PEOPLE, note.replace("Lời nhắc", "Lời dặn"), version="2")
    gone = _with_rules(_PEOPLE, version="2")
    assert [one.kind for one in compare_forms(before, after)] == [ChangeKind.RELABELLED]
    assert [one.kind for one in compare_forms(before, gone)] == [ChangeKind.NOTE_REMOVED]
