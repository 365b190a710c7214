from pathlib import Path

import pytest

from hrdesk.errors import FormSheetError, FormUnreadableError
from hrdesk.forms.checks import check_form
from hrdesk.forms.compilation import compile_form
from hrdesk.forms.conversion_words import column_of, said
from hrdesk.forms.workbook import write_workbook
from hrdesk.forms.xform import parse_form
from hrdesk.forms.xlsform import convert
from hrdesk.i18n import explain
from tests.support.forms import compiled_of

_SHIPPED = sorted((Path(__file__).resolve().parents[3] / "forms").glob("*.md"))


def _findings(tmp_path, markdown):
    path = tmp_path / "form.md"
    settings = (
        '| settings |\n| | form_id | version | namespaces |\n| | f | 1 | hrdesk="urn:hrdesk" |\n'
    )
    path.write_text("\n".join(x.strip() for x in markdown.splitlines()) + "\n" + settings, "utf-8")
    return check_form(compile_form(parse_form(convert(path))), path)


def _survey(row):
    return f"""
    | survey |
    | | type | name | label | calculation | relevant | constraint | required | bind::type |
    | | text | a | A | | | | | |
    {row}
    """


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("| | text | b | B | | | . >= and 3 | | |", "constraint", "Vị trí 10"),
        ("| | text | b | B | | selectd(${a}, 'x') | | | |", "relevant", "selectd()"),
        ("| | text | b | B | | if(${a}, 1) | | | |", "relevant", "đối số"),
        ("| | text | b | B | | | | có | |", "required", "có"),
        ("| | text | b | B | | ${b} = '' | | | |", "relevant", "chính b"),
        ("| | text | Tên | B | | | | | |", "name", "Tên"),
        ("| | text | b | B | | | regex(., '(a+)+$') | | |", "constraint", "(a+)+$"),
    ],
)
def test_check__faulty_row__is_an_error_with_its_row_and_column(tmp_path, row, column, words):
    errors = [f for f in _findings(tmp_path, _survey(row)) if f.severity == "error"]

    assert [(f.row, f.column) for f in errors] == [(3, column)]
    assert words in errors[0].message
    assert errors[0].remedy


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("| | text | b | B | concat(${a}, 'x') | | | | |", "calculation"),
        ("| | geopoint | b | B | | | | | |", "type"),
        ("| | calculate | b | | now() | | | | |", "calculation"),
        ("| | calculate | b | | ${a} + 1 | | | | |", "bind::type"),
        ("| | text | b | B | | | regex(., '[0-9]{10}') | | |", "constraint"),
    ],
)
def test_check__doubtful_row__is_a_warning(tmp_path, row, column):
    warnings = [f for f in _findings(tmp_path, _survey(row)) if f.severity == "warning"]

    assert (3, column) in [(f.row, f.column) for f in warnings]


def test_check__calculations_in_a_circle__are_named(tmp_path):
    rows = "| | calculate | b | | ${c} | | | | |\n| | calculate | c | | ${b} | | | | |"

    findings = _findings(tmp_path, _survey(rows))

    assert any("b → c → b" in f.message or "c → b → c" in f.message for f in findings)


def test_check__filter_by_a_column_that_is_not_there__is_named(tmp_path):
    findings = _findings(
        tmp_path,
        """
        | survey |
        | | type | name | label | choice_filter |
        | | text | a | A | |
        | | select_one l | b | B | privince = ${a} |
        | choices |
        | | list_name | name | label | province |
        | | l | x | X | ag |
        """,
    )
    assert [f.column for f in findings if f.severity == "error"] == ["choice_filter"]


def test_check__formula_without_a_result__is_named(tmp_path):
    from openpyxl import Workbook

    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "survey"
    for row in (["type", "name", "label", "hint"], ["text", "a", "A", "=1+1"]):
        sheet.append(row)
    settings = workbook.create_sheet("settings")
    settings.append(["form_id", "version"])
    settings.append(["f", "1"])
    path = tmp_path / "form.xlsx"
    workbook.save(path)

    findings = check_form(compile_form(parse_form(convert(path))), path)

    assert ("survey", 2, "hint") in [(f.sheet, f.row, f.column) for f in findings]


@pytest.mark.parametrize("path", _SHIPPED, ids=lambda path: path.stem)
def test_shipped_form__checked__has_no_finding(path):
    findings = check_form(compile_form(parse_form(convert(path))), path)

    assert findings == ()


@pytest.mark.parametrize("path", _SHIPPED, ids=lambda path: path.stem)
def test_shipped_form__written_as_a_workbook__is_the_same_form(tmp_path, path):
    target, again = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    write_workbook(path, target)
    write_workbook(path, again)

    assert convert(target) == convert(path)
    assert target.read_bytes() == again.read_bytes()


def test_workbook__opened__keeps_text_cells_header_and_lists(tmp_path):
    from openpyxl import load_workbook

    target = tmp_path / "form.xlsx"
    write_workbook(_SHIPPED[0], target)

    sheet = load_workbook(target)["survey"]
    assert sheet.freeze_panes == "C2"
    assert sheet["B3"].number_format == "@"
    assert len(sheet.data_validations.dataValidation) >= 2


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("| | txt | b | B | | | | | |", "không có loại câu hỏi “txt”"),
        ("| | select_one foo | b | B | | | | | |", "choices"),
        ("| | text | a | B | | | | | |", "tên “a” bị trùng"),
        ("| | begin_group | g | G | | | | | |", "begin_group thiếu end_group"),
        ("| | calculate | b | | | | | | |", "thiếu phép tính"),
        ("| | text | b c | B | | | | | |", "tên phải bắt đầu"),
        ("| | text | b | B | | ${zz} = 1 | | | |", "“zz”"),
    ],
)
def test_convert__what_the_converter_refuses__is_said_in_vietnamese(tmp_path, row, words):
    with pytest.raises(FormSheetError) as raised:
        _findings(tmp_path, _survey(row))

    assert words in explain(raised.value, "vi")
    assert "?" not in explain(raised.value, "vi") or "choices" in words


def test_convert__no_form_at_all__is_refused(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"no workbook")

    with pytest.raises(FormUnreadableError):
        convert(path)


def test_compile__faulty_rules__are_left_out_and_the_rest_works():
    compiled = compiled_of("""
        | survey |
        | | type | name | label | relevant |
        | | text | a | A | |
        | | text | b | B | ${a} = |
        """)
    assert [fault.path for fault in compiled.faults] == ["/data/b"]
    assert [rule.path for rule in compiled.rules] == ["/data/meta/instanceID"]


@pytest.mark.parametrize(
    ("said_by_the_converter", "column", "word"),
    [
        ("[row : 3] Unknown question type 'Text'.", "type", "chữ thường"),
        ("[row : 3] Unknown question type 'txet'.", "type", "txet"),
        ("[row : 3] List name not in choices sheet: loai", "type", "loai"),
        ("List name not in external choices sheet: xa", "type", "external_choices"),
        ("There should be a choices sheet in this xlsform.", "type", "choices"),
        ("Please specify choices for this 'or other' question.", "type", "or_other"),
        (
            "[row : 2] On the 'survey' sheet, the 'relevant' value is invalid. Reference variables"
            " must contain a name from the 'survey' sheet. Could not find the name 'x9'.",
            "relevant",
            "x9",
        ),
        (
            "[row : 2] On the 'survey' sheet, the 'label' value is invalid. Reference variables"
            " names must be unique anywhere in the 'survey'. The name 'a' appears more than once.",
            "label",
            "${a}",
        ),
        (
            "[row : 2] On the 'survey' sheet, the 'constraint' value is invalid. Reference variables"
            " must start with '${', then a question name, and end with '}'.",
            "constraint",
            "${name}",
        ),
        (
            "[row : 2] On the 'survey' sheet, the 'trigger' value is invalid. Reference variable"
            " lists must have a comma between each variable.",
            "trigger",
            "dấu phẩy",
        ),
        (
            "[row : 4] On the 'survey' sheet, the 'name' value 'a' is invalid. Questions, groups,"
            " and repeats must be unique within their nearest parent group or repeat",
            "name",
            "trùng",
        ),
        (
            "[row : 4] On the 'survey' sheet, the 'name' value 'data' is invalid. Repeat names must"
            " not be the same as the survey root (which defaults to 'data').",
            "name",
            "(data)",
        ),
        (
            "[row : 4] On the 'survey' sheet, the 'name' value 'r' is invalid. Repeat names must"
            " unique anywhere in the survey, at all levels of group or repeat nesting.",
            "name",
            "tên bảng",
        ),
        (
            "[row : 4] On the 'survey' sheet, the 'name' value 'meta' is invalid. The name 'meta'"
            " is reserved for form metadata.",
            "name",
            "meta",
        ),
        ("[row : 2] Unmatched 'begin_group'. No matching 'end_group' was found.", "type", "group"),
        ("[row : 2] Unmatched 'end_repeat'. No matching 'begin_repeat'.", "type", "repeat"),
        ("[row : 2] Missing calculation.", "calculation", "phép tính"),
        (
            "[row : 2] On the 'survey' sheet, the 'name' value is invalid. Names must begin with a"
            " letter or underscore.",
            "name",
            "chữ cái",
        ),
        (
            "[row : 2] On the 'choices' sheet, the 'name' value is invalid. Names used here must"
            " not begin with two underscores.",
            "name",
            "gạch dưới",
        ),
        ("[row : 2] Question or group with no name.", "name", "thiếu tên"),
        ("[row : 2] Question with no type.\n", "type", "thiếu loại"),
        ("[row : 2] Repeat loop without list name.", "type", "vòng lặp"),
        (
            "[row : 2] On the 'choices' sheet, the 'label' value is invalid. Choices should have a"
            " label. Learn more",
            "label",
            "nhãn",
        ),
        (
            "[row : 2] On the 'choices' sheet, the 'name' value is invalid. Choice names must be"
            " unique for each choice list.",
            "name",
            "trùng",
        ),
        (
            "Choice names with spaces cannot be added to multiple choice selects.",
            "name",
            "dấu cách",
        ),
        (
            "Invalid headers provided for sheet: 'survey'. Headers that are different names for the"
            " same column were found: 'calculate', 'calculation'. Rename or remove one.",
            "",
            "calculation",
        ),
        (
            "Invalid headers provided for sheet: 'choices'. One or more required column headers"
            " were not found: 'list_name'. Learn more: https",
            "",
            "list_name",
        ),
        (
            "[row : 1] On the 'choices' sheet, the 'ghi chu' value is invalid. Column headers must"
            " not be empty and must not contain spaces.",
            "",
            "dấu cách",
        ),
        (
            "When looking for a sheet named 'survey', the following sheets with similar names were"
            " found: 'surveys'.",
            "",
            "surveys",
        ),
        (
            "[row : 2] On the 'survey' sheet, the 'parameters' value is invalid. For the 'range'"
            " question type, the parameter 'end' must be a number.",
            "parameters",
            "end",
        ),
        (
            "[row : 2] On the 'survey' sheet, the 'parameters' value is invalid. For the 'range'"
            " question type, the parameter 'step' must not be '0' (zero).",
            "parameters",
            "step",
        ),
        (
            "[row : 2] On the 'survey' sheet, the 'parameters' value is invalid. Parameters must be"
            " in the form of 'key1=value1 key2=value2.",
            "parameters",
            "dấu cách",
        ),
        (
            "[row : 2] On the 'survey' sheet, the 'parameters' value is invalid. The accepted"
            " parameter keys for this question type are 'a'. The following are invalid parameter"
            " key(s): 'rowz'.",
            "parameters",
            "rowz",
        ),
        (
            "[row : 2] On the 'survey' sheet, the 'save_to' value is invalid. To save entity"
            " properties using the save_to column, add an entities sheet and declare an entity.",
            "save_to",
            "entities",
        ),
    ],
)
def test_converter__complains__said_in_vietnamese_with_the_column(
    said_by_the_converter, column, word
):
    spoken = str(said(said_by_the_converter))

    assert spoken != said_by_the_converter
    assert word in spoken
    assert not column or column_of(said_by_the_converter) == column


def test_check__column_nobody_knows__warned_with_the_near_one(tmp_path):
    sheet = """
    | survey |
    | | type | name | label | lable::English (en) | relevent | bind::hrdesk:role | #nháp |
    | | text | a | A | A | x | title | y |
    """
    warned = [f for f in _findings(tmp_path, sheet) if f.row == 1]

    assert [(f.column, f.severity) for f in warned] == [
        ("lable::English (en)", "warning"),
        ("relevent", "warning"),
    ]
    assert "label" in warned[0].remedy
    assert "relevan" in warned[1].remedy


def test_workbook__drop_downs__offer_every_type_and_every_list(tmp_path):
    from openpyxl import load_workbook

    path = next(path for path in _SHIPPED if path.stem == "activity")
    write_workbook(path, tmp_path / "a.xlsx")
    workbook = load_workbook(tmp_path / "a.xlsx")

    offered = {}
    for sheet in ("survey", "choices"):
        titles = {cell.column_letter: cell.value for cell in workbook[sheet][1]}
        for rule in workbook[sheet].data_validations.dataValidation:
            letter = str(rule.sqref)[0]
            formula = rule.formula1
            if formula.startswith("_words!"):
                cells = workbook["_words"][formula.partition("!")[2].replace("$", "")]
                words = [row[0].value for row in cells]
            else:
                words = formula.strip('"').split(",")
            offered[sheet, titles[letter]] = words
    lists = {row[0].value for row in workbook["choices"].iter_rows(min_row=2) if row[0].value}

    assert set(offered["choices", "list_name"]) == lists
    assert {f"select_one {name}" for name in lists} <= set(offered["survey", "type"])
    assert {"text", "integer", "end_repeat"} <= set(offered["survey", "type"])
    assert offered["survey", "required"] == ["yes", "no"]
    assert workbook["_words"].sheet_state == "hidden"
    assert workbook.sheetnames[-1] == "_words"
