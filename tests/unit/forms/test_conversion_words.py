"""What the converter says, and what it falls over, told with a place and in our words."""

import pytest
from openpyxl import Workbook
from pyxform.errors import ErrorCode

from hrdesk.forms.conversion_words import Said, said
from hrdesk.forms.sheets import Places
from hrdesk.i18n import set_language
from hrdesk.services.form_checking import check_form_file

_UNKNOWN = said("Some sentence of a later version")


def _checked(folder, **sheets):
    """The findings of a workbook whose sheets are ordinary but for those given."""
    ordinary = {
        "survey": [["type", "name", "label"], ["text", "a", "A"], ["select_one l", "b", "B"]],
        "choices": [["list_name", "name", "label"], ["l", "x", "X"], ["l", "y", "Y"]],
        "settings": [["form_id", "version"], ["f", "2026112801"]],
    }
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in {**ordinary, **sheets}.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "form.xlsx"
    workbook.save(path)
    return check_form_file(path)


def _only_error(report):
    (error,) = report.errors
    return error


@pytest.mark.parametrize(
    "code", [each for each in ErrorCode if not each.name.startswith("INTERNAL")], ids=str
)
def test_said__every_fault_the_converter_numbers__is_put_into_our_words(code):
    sentence = code.value.format(row=3, sheet="survey", column="label", q="abc", name="step")

    assert said(sentence).msgid != _UNKNOWN.msgid


@pytest.mark.parametrize(
    "sentence",
    [
        "[row : 4]  Choice filter not supported with or_other.",
        "[row : 4]  Badly formatted table list, list names don't match: a vs. b",
        "seed value must be a number or a reference to another field.",
        "Parameters must include randomize=true to use a seed.",
        "The question ${x} is not user-visible so it can't be used as a calculation trigger for …",
        "Question 'q' uses 'search()', and its select type references the choice list name 'l'.",
        "You must have a sheet named 'survey'. ",
        "There is no survey element named 'x'.",
        "The xls file provided has an invalid date on the survey sheet, under the default column",
        "[row : 2]  Audits must always be named 'audit.' The name column should be left blank.",
    ],
)
def test_said__faults_without_a_number__are_put_into_our_words(sentence):
    assert said(sentence).msgid != _UNKNOWN.msgid


def test_said__a_sentence_nobody_knows__is_quoted_in_ours():
    set_language("vi")

    told = str(said("Wholly unheard of\nand on a second line"))

    assert told == "chưa hiểu được chỗ này của biểu mẫu: “Wholly unheard of and on a second line”."


@pytest.mark.parametrize(
    ("sheet", "rows", "place"),
    [
        ("survey", [["type", "name", "label", 7], ["text", "a", "A", "q"]], (1, "7")),
        ("choices", [["list_name", "name", "label", 7], ["l", "x", "X", "q"]], (1, "7")),
        ("survey", [["type", "name", "label"], ["text", "x:a", "A"]], (2, "name")),
        (
            "survey",
            [["type", "name", "label", "bind::foo:bar"], ["text", "a", "A", "q"]],
            (1, "bind::foo:bar"),
        ),
        (
            "survey",
            [["type", "name", "label", "body::a b"], ["text", "a", "A", "q"]],
            (1, "body::a b"),
        ),
        ("choices", [["list_name", "name", "label", "1a"], ["l", "x", "X", "q"]], (1, "1a")),
        ("settings", [["form_id", "version", "name"], ["f", "1", "a b"]], (2, "name")),
    ],
)
def test_check__a_cell_that_breaks_the_conversion__is_found(tmp_path, sheet, rows, place):
    error = _only_error(_checked(tmp_path, **{sheet: rows}))

    assert (error.sheet, error.row, error.column) == (sheet, *place)
    assert error.remedy


def test_check__groups_too_deep__is_said_in_words(tmp_path):
    set_language("vi")
    rows = [["type", "name", "label"]]
    rows += [["begin group", f"g{number}", "G"] for number in range(260)]
    rows += [["text", "a", "A"], *[["end group"]] * 260]

    error = _only_error(_checked(tmp_path, survey=rows))

    assert "lồng vào nhau quá sâu" in error.message


def test_check__duplicate_titles__are_on_row_1_of_their_sheet(tmp_path):
    rows = [["type", "name", "label", "relevant", "relevance"], ["text", "a", "A", "1", "1"]]

    error = _only_error(_checked(tmp_path, survey=rows))

    assert (error.sheet, error.row) == ("survey", 1)


def test_places__a_sheet_formatted_to_its_end__is_read_as_far_as_it_is_filled(tmp_path):
    rows = [["type", "name", "label", "hint"], ["text", "a", "A", "=1+1"]]
    rows[0] += [None] * 5000 + ["stray"]
    rows += [[None]] * 400 + [["note", "far", "=2+2"]]
    report = _checked(tmp_path, survey=rows)
    assert report.compiled is not None

    lost = Places.of(tmp_path / "form.xlsx", report.compiled.form).lost_formulas

    assert lost == (("survey", 2, "hint"),)


def test_said__is_spoken_when_it_is_shown():
    told = Said("groups stand too deep inside one another")
    set_language("vi")
    assert str(told) == "các nhóm lồng vào nhau quá sâu"
    set_language("en")
    assert str(told) == "groups stand too deep inside one another"
