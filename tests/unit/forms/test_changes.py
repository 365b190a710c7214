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
