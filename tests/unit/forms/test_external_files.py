"""Tables beside a form: choices, pulldata() and instance() read from them, and they travel with it."""

from datetime import UTC, date, datetime

import pytest

from hrdesk.errors import FormSheetError
from hrdesk.forms.checks import check_form
from hrdesk.forms.compilation import compile_form
from hrdesk.forms.external_files import external_names
from hrdesk.forms.xform import parse_form
from hrdesk.forms.xlsform import convert
from hrdesk.records.entry import FormEntry, NodeRef

_FORM = """
| survey |
| | type | name | label | calculation | choice_filter |
| | select_one p | province | Tỉnh | | |
| | select_one_from_file communes.csv | commune | Xã | | area=${province} |
| | calculate | people | | pulldata('communes', 'people', 'name', ${commune}) | |
| | calculate | again | | instance('communes')/root/item[name=${commune}]/people | |
| choices |
| | list_name | name | label |
| | p | ag | An Giang |
| | p | ct | Cần Thơ |
| settings |
| | form_id | version |
| | f | 1 |
"""


@pytest.fixture
def form_file(tmp_path):
    path = tmp_path / "f.md"
    path.write_text(_FORM, "utf-8")
    return path


def _entry(path):
    compiled = compile_form(parse_form(convert(path)))
    now = datetime(2026, 11, 12, 2, 41, tzinfo=UTC)
    return FormEntry.new(compiled, today=date(2026, 11, 12), now=now, language="vi")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_external_table__beside_the_form__offers_filtered_choices_and_looks_up(
    form_file, separator
):
    rows = [
        ("name", "label", "area", "people", "ghi chú"),
        ("olam", "Ô Lâm & lân cận", "ag", "1200", "x"),
        ("phongdien", "Phong Điền", "ct", "800", "y"),
    ]
    table = form_file.with_name("communes.csv")
    table.write_text("\n".join(separator.join(row) for row in rows), "utf-8-sig")
    entry = _entry(form_file)
    table.unlink()  # the form holds it now

    entry.set_value(NodeRef("province"), "ag")
    offered = entry.choices(NodeRef("commune"))
    entry.set_value(NodeRef("commune"), "olam")

    assert [(one.name, entry.choice_label(one)) for one in offered] == [("olam", "Ô Lâm & lân cận")]
    assert entry.answers()["people"] == entry.answers()["again"] == "1200"


def test_external_table__missing__is_an_error_of_the_checker_with_its_row(form_file):
    compiled = compile_form(parse_form(convert(form_file)))

    errors = [one for one in check_form(compiled, form_file) if one.severity == "error"]

    assert external_names(compiled.form.xform) == ("communes.csv",)
    assert [(one.sheet, one.row, one.column) for one in errors] == [("survey", 3, "type")]
    assert "communes.csv" in errors[0].message


def test_external_table__no_text__is_refused_with_its_row(form_file):
    form_file.with_name("communes.csv").write_bytes(b"name,label\n\xff\xfe\x00,\x80\n")

    with pytest.raises(FormSheetError) as caught:
        convert(form_file)

    assert caught.value.values["row"] == 3


def test_external_name__with_a_folder_in_it__is_not_read(form_file, tmp_path):
    (tmp_path / "secret.csv").write_text("name,label\na,A\n", "utf-8")
    inner = tmp_path / "inner"
    inner.mkdir()
    form_file = inner / "f.md"
    form_file.write_text(_FORM.replace("communes.csv", "../secret.csv"), "utf-8")

    try:
        xform = convert(form_file)
    except FormSheetError:
        return
    assert ">A<" not in xform
