"""A foreign form cannot run for ever or fill the memory: what goes too far is cut or refused."""

from __future__ import annotations

import pytest

from hrdesk.errors import HrdeskError
from hrdesk.forms.expression import compile_expression
from hrdesk.records.entry import NodeRef
from hrdesk.records.recalculation import ALL_ROWS_LIMIT, ROWS_LIMIT
from tests.support.forms import compiled_of, entry_of


def test_repeat_count__of_a_thousand_million__stops_at_the_limit() -> None:
    entry = entry_of(
        """
        | survey |
        | | type | name | label | repeat_count |
        | | integer | many | Bao nhiêu | |
        | | begin_repeat | line | Dòng | ${many} |
        | | text | word | Chữ | |
        | | end_repeat | | | |
        """
    )

    entry.set_value(NodeRef("many"), "1000000000")

    assert entry.rows("line") <= ROWS_LIMIT


def test_repeat_count__inside_a_counted_repeat__stops_at_the_limit_of_all_rows() -> None:
    entry = entry_of(
        """
        | survey |
        | | type | name | label | repeat_count |
        | | integer | many | Bao nhiêu | |
        | | begin_repeat | outer | Ngoài | ${many} |
        | | begin_repeat | inner | Trong | ${many} |
        | | text | word | Chữ | |
        | | end_repeat | | | |
        | | end_repeat | | | |
        """
    )

    entry.set_value(NodeRef("many"), "400")

    assert entry.rows("outer") == 400
    assert entry.rows("outer") + entry.rows("inner") <= ALL_ROWS_LIMIT

    entry.set_value(NodeRef("many"), "3")
    assert (entry.rows("outer"), entry.rows("inner")) == (3, 9)


def test_concat__doubled_forty_times__is_cut_or_refused() -> None:
    rows = "\n".join(
        f"| | calculate | c{n} | | concat(${{c{n - 1}}}, ${{c{n - 1}}}) |" for n in range(1, 41)
    )
    entry = entry_of(
        f"""
        | survey |
        | | type | name | label | calculation |
        | | text | c0 | Chữ | |
        {rows}
        """
    )

    try:
        entry.set_value(NodeRef("c0"), "mười chữ")
    except HrdeskError:
        return
    assert len(entry.value(NodeRef("c40"))) < 10_000_000


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5_000 + "1" + ")" * 5_000,
        "1" + " + 1" * 100_000,
        "not(" * 3_000 + "true()" + ")" * 3_000,
    ],
)
def test_expression__deep_or_endless__is_refused_in_words(text: str) -> None:
    with pytest.raises(HrdeskError) as caught:
        compile_expression(text)

    assert caught.value.remedy


def test_pattern__that_backtracks_for_ever__is_a_fault_of_the_form() -> None:
    compiled = compiled_of(
        """
        | survey |
        | | type | name | label | constraint |
        | | text | a | A | regex(., '^(a+)+$') |
        """
    )

    assert [fault.column for fault in compiled.faults] or any(
        "(a+)+" in rule.expression.text for rule in compiled.rules if rule.expression is not None
    )
