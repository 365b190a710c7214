"""Whatever stands in the cells of a workbook, the checker answers with findings, never with a crash."""

from __future__ import annotations

import datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from hrdesk.i18n import set_language
from hrdesk.services.form_checking import check_form_file
from hrdesk.services.form_use import trial_entry
from tests.support.forms import NOW

_BOOK = {
    "survey": [
        ["type", "name", "label", "relevant", "calculation", "choice_filter", "parameters"],
        ["text", "a", "A", None, None, None, None],
        ["select_one l", "b", "B", "${a} != ''", None, "p = ${a}", None],
        ["begin repeat", "r", "R", None, None, None, None],
        ["integer", "n", "N", None, None, None, None],
        ["end repeat", None, None, None, None, None, None],
        ["calculate", "c", None, None, "sum(${n})", None, None],
        ["range", "g", "G", None, None, None, "start=1 end=5 step=1"],
    ],
    "choices": [["list_name", "name", "label", "p"], ["l", "x", "X", "1"], ["l", "y", "Y", "2"]],
    "settings": [["form_id", "version"], ["f", "2026112801"]],
}
_CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        [
            *("", " ", "${", "${zz}", "${a b}", "))", "((", ". >= and", "==", "if(1,2)", "count("),
            *("begin group", "end group", "begin repeat", "end repeat", "select_one", "rank zz"),
            *("select_multiple l or_other", "select_one_from_file a.csv", "xml-external", "audit"),
            *("geopoint", "note", "Text", "tên", "a b", "1abc", "meta", "data", "__x", "a:b"),
            *("start=1 end=2 step=0", "seed=3", "randomize=true", "yes", "có", "=1+1", "now()"),
            *("regex(., '(a+)+$')", "regex(., '[')", "instance('x')/root/item", "label", "type"),
            *("label::", "bind::foo:bar", "body::a b", "../../../../x", "//*", "'", '"', "<b>&"),
            *(0, 1, -1.5, True, datetime.date(2026, 1, 1), datetime.time(3, 4), "x" * 3000),
        ]
    ),
    st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), max_size=12),
)
_CHANGES = st.lists(
    st.tuples(st.sampled_from(sorted(_BOOK)), st.integers(0, 7), st.integers(0, 6), _CELLS),
    min_size=1,
    max_size=4,
)


@given(changes=_CHANGES, gone=st.sampled_from([None, None, None, "choices", "settings", "survey"]))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_check__any_cells__are_answered_with_findings(tmp_path, changes, gone):
    set_language("vi")
    book = {name: [list(row) for row in rows] for name, rows in _BOOK.items() if name != gone}
    for sheet, row, column, value in changes:
        rows = book.get(sheet, [])
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = value
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in book.items():
        made = workbook.create_sheet(name)
        for row in rows:
            made.append([None if cell == "" else cell for cell in row])
    path = tmp_path / "form.xlsx"
    workbook.save(path)

    report = check_form_file(path)

    assert all(finding.message and finding.remedy for finding in report.findings)
    assert report.compiled is not None or report.errors
    if report.compiled is not None:
        trial_entry(report.compiled, now=NOW, spoken="vi").violations()
