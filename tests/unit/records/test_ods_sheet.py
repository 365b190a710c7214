"""Merged cells, hidden rows and the first day of an .ods, as LibreOffice writes them and others."""

from __future__ import annotations

import zipfile

import pytest

from hrdesk.records.ods_sheet import ods_facts

_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def ods_of(path, tables, *, before=""):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            "content.xml",
            f'<o:document-content xmlns:o="{_ODF}:office:1.0" xmlns:t="{_ODF}:table:1.0">{before}'
            f"<o:body><o:spreadsheet>{tables}</o:spreadsheet></o:body></o:document-content>",
        )
    return path


ROWS = (
    '<t:table-row t:number-rows-repeated="3"><t:table-cell/></t:table-row>'
    '<t:table-row t:visibility="filter"><t:table-cell t:number-columns-repeated="2"/>'
    '<t:table-cell t:number-rows-spanned="2" t:number-columns-spanned="2"/><t:covered-table-cell/>'
    '<t:table-cell t:number-rows-spanned="3"/></t:table-row>'
    '<t:table-row-group><t:table-row t:visibility="collapse" t:number-rows-repeated="2">'
    '<t:covered-table-cell t:number-columns-repeated="5"/></t:table-row></t:table-row-group>'
    '<t:table-row><t:table-cell t:number-columns-spanned="4" t:number-rows-spanned="1"/>'
    '<t:table-cell><t:table t:name="B"><t:table-row t:visibility="collapse"/></t:table>'
    "</t:table-cell></t:table-row>"
    '<t:table-row t:visibility="collapse" t:number-rows-repeated="1048570"/>'
)


def test_ods_facts__rows_repeated_and_grouped__counted_as_a_spreadsheet_does(tmp_path):
    other = '<t:table t:name="B"><t:table-row t:visibility="collapse"/></t:table>'
    path = ods_of(tmp_path / "so.ods", f'<t:table t:name="A">{ROWS}</t:table>{other}')
    facts = ods_facts(path, "A")
    assert facts.merged == [(2, 4, 5), (4, 4, 6)]
    assert facts.hidden == [(4, 6), (8, 1 << 20)]
    shown = [number for number in range(1, 12) if not facts.is_hidden(number)]
    assert shown == [1, 2, 3, 7]
    assert not facts.since_1904
    assert ods_facts(path, "B").hidden == [(1, 1)]
    assert ods_facts(path, "C").hidden == []


def test_ods_facts__days_counted_from_1904__said(tmp_path):
    settings = (
        '<t:calculation-settings><t:null-date t:date-value="1904-01-01"/></t:calculation-settings>'
    )
    assert ods_facts(ods_of(tmp_path / "so.ods", settings), "A").since_1904


@pytest.mark.parametrize("text", ["", "<o", "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"])
def test_ods_facts__broken_or_hostile__says_nothing(tmp_path, text):
    path = tmp_path / "so.ods"
    path.write_bytes(b"PK")
    assert ods_facts(path, "A").merged == []
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("content.xml", text)
    facts = ods_facts(path, "A")
    assert (facts.merged, facts.hidden, facts.since_1904) == ([], [], False)
