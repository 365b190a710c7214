"""The whole road by commands, and its figures worked out again by plain SQL.

Nothing of the program is used to recompute: `sqlite3` on the files of the offices and of the
province, with the definitions of the plan written here once more as SQL.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from tests.support.made_once import made_once
from tests.support.office import Told, tell

PERIODS = {"2026-10": ("2026-09-15", "2026-10-14"), "2026-11": ("2026-10-15", "2026-11-14")}
NOW = "2026-11-23T09:00:00+07:00"
COUNTED = (
    "r.status IN ('complete', 'submitted') AND r.deleted_at IS NULL AND r.withdrawn_by IS NULL"
)
OWN_PRODUCT = "p.product_source IN ('own', 'joint_led')"
POSTED = """EXISTS (SELECT 1 FROM form_product__postings o WHERE o._record = p._record
    AND o.posted_on <= :last AND (o.url IS NOT NULL OR o.platform = 'zalo'))"""
SPECIAL = """(p.made_for_digital = 'yes' OR ' ' || p.languages || ' ' LIKE '% km %'
    OR ' ' || p.languages || ' ' LIKE '% cja %' OR ' ' || p.languages || ' ' LIKE '% zh %'
    OR ' ' || p.languages || ' ' LIKE '% en %' OR ' ' || p.languages || ' ' LIKE '% other %')"""
DATED = "r.event_on BETWEEN :first AND :last"
SQL = {
    "T1": f"""
        SELECT sum(assigned AND informed), count(*) FROM (
            SELECT a.assignment_number IS NOT NULL AND a.assigned_on <= :last AS assigned,
                EXISTS (
                    SELECT 1 FROM form_press_information i JOIN record q ON q.row_id = i._record
                    WHERE q.unit_code = r.unit_code AND q.event_on BETWEEN :first AND :last
                        AND i.regularity = 'periodic' AND i.about_human_rights = 'yes'
                        AND i.agency_code IS a.agency_code
                ) AS informed
            FROM form_agency a JOIN record r ON r.row_id = a._record WHERE {COUNTED}
        )""",
    "T2": f"""
        SELECT count(DISTINCT CASE WHEN t.official_id IS NOT NULL THEN k.official_code END),
            count(DISTINCT k.official_code)
        FROM form_key_official k JOIN record r ON r.row_id = k._record
        LEFT JOIN form_training__participants t ON t.official_id = k.official_code
            AND t._record IN (SELECT row_id FROM record WHERE event_on BETWEEN '2022-12-15' AND :last)
        WHERE k.official_level = 'province' AND {COUNTED}""",
    "T3": f"""
        SELECT sum({POSTED}), count(*) FROM form_product p JOIN record r ON r.row_id = p._record
        WHERE p.of_scheme = 'yes' AND {OWN_PRODUCT} AND {DATED} AND {COUNTED}""",
    "T4": f"""
        SELECT sum(p.result IN ('removed', 'rebutted', 'transferred_done')
                AND p.handled_on <= :last), count(*)
        FROM form_false_news p JOIN record r ON r.row_id = p._record
        WHERE p.conclusion IN ('fake', 'harmful') AND {DATED} AND {COUNTED}""",
    "T5": f"""
        SELECT sum({SPECIAL}), count(*) FROM form_product p JOIN record r ON r.row_id = p._record
        WHERE {OWN_PRODUCT} AND {DATED} AND {COUNTED}""",
}


@lru_cache(maxsize=1)
def journey() -> tuple[Path, Told]:
    """The sample journey, played once."""
    folder = made_once("road") / "d"
    told = tell("demo", folder, "--units", "3", "--records", "16", "--json", now=NOW)
    assert told.code == 0, told.err
    return folder, told


def figures_by_sql(database: Path, period_id: str) -> dict[str, tuple[int, int]]:
    """Numerator and denominator of each target over all records of a file."""
    first, last = PERIODS[period_id]
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        found = {}
        for target, statement in SQL.items():
            row = connection.execute(statement, {"first": first, "last": last}).fetchone()
            found[target] = (int(row[0] or 0), int(row[1] or 0))
        return found
    finally:
        connection.close()


def told_figures(rows: list[dict[str, Any]]) -> dict[str, tuple[int, int]]:
    return {row["target"]: (row["numerator"], row["denominator"]) for row in rows}


def databases(folder: Path) -> list[Path]:
    return [folder / "province/hrdesk.sqlite", *sorted(folder.glob("units/*/hrdesk.sqlite"))]


def test_demo__leaves_what_it_promises() -> None:
    folder, told = journey()
    assert len(list((folder / "bundles").glob("*.asice"))) == 6
    assert len(list((folder / "reports").glob("*.pdf"))) == 8
    assert (folder / "trust/ca.crt").is_file()
    assert {unit["code"] for unit in told.json["units"]} == {
        path.name for path in (folder / "units").iterdir()
    }
    assert all(period["verdicts"] == ["valid"] * 3 for period in told.json["periods"])
    assert {taken["result"] for period in told.json["periods"] for taken in period["intakes"]} == {
        "accepted"
    }


def test_demo__records__hold_a_long_list_khmer_and_jawi() -> None:
    folder, _ = journey()
    longest, titles = 0, ""
    for database in folder.glob("units/*/hrdesk.sqlite"):
        connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        rows = "SELECT count(*) FROM form_training__participants GROUP BY _record"
        longest = max([longest, *(count for (count,) in connection.execute(rows))])
        titles += "".join(
            title for (title,) in connection.execute("SELECT title FROM form_product")
        )
        connection.close()
    assert longest == 100
    assert "សិទ្ធិមនុស្ស" in titles
    assert "چام" in titles


@pytest.mark.parametrize("period_id", PERIODS)
def test_unit_figures__by_sql__are_those_of_indicators(period_id: str) -> None:
    folder, _ = journey()
    for database in databases(folder)[1:]:
        told = tell("--data", database.parent, "indicators", period_id, "--json", now=NOW)
        assert told_figures(told.json["targets"]) == figures_by_sql(database, period_id)


@pytest.mark.parametrize("period_id", PERIODS)
def test_consolidated_figures__by_sql__are_the_sums_of_the_units(period_id: str) -> None:
    folder, _ = journey()
    told = tell("--data", folder / "province", "consolidate", period_id, "--json", now=NOW)
    consolidated = told_figures(told.json["targets"])
    assert consolidated == figures_by_sql(folder / "province/hrdesk.sqlite", period_id)
    own = tell("--data", folder / "province", "indicators", period_id, "--json", now=NOW)
    parts = [told_figures(own.json["targets"])]
    parts += [figures_by_sql(database, period_id) for database in databases(folder)[1:]]
    for target, figure in consolidated.items():
        assert figure == (
            sum(part[target][0] for part in parts),
            sum(part[target][1] for part in parts),
        )
    for row in told.json["targets"]:
        assert sum(unit["numerator"] for unit in row["by_unit"]) == row["numerator"]
        assert sum(unit["denominator"] for unit in row["by_unit"]) == row["denominator"]
        assert not any(unit["differs"] for unit in row["by_unit"])
    assert len(told.json["received"]) == 3
    assert len(told.json["missing"]) == 99


def test_consolidated_report__on_paper__shows_the_same_figures() -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    folder, _ = journey()
    told = tell("--data", folder / "province", "consolidate", "2026-11", "--json", now=NOW)
    paper = folder / "reports/91_consolidated_2026-11.pdf"
    done = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, check=True)
    text = done.stdout.decode()
    assert "Tỉnh An Giang" in text or "tỉnh An Giang" in text
    for row in told.json["targets"]:
        assert f"{row['numerator']}/{row['denominator']}" in text.replace(" ", ""), row["target"]


def test_bundles__without_the_program__unpack_and_hold_no_names() -> None:
    folder, _ = journey()
    for path in (folder / "bundles").glob("*.asice"):
        with zipfile.ZipFile(path) as bundle:
            assert bundle.testzip() is None
            text = "".join(
                bundle.read(name).decode()
                for name in bundle.namelist()
                if name.endswith((".csv", ".json"))
            )
        assert "full_name" not in text
        assert "Mẫu An" not in text


def test_databases__of_all_offices__are_whole() -> None:
    folder, _ = journey()
    for database in databases(folder):
        assert tell("--data", database.parent, "check", now=NOW).code == 0
        connection = sqlite3.connect(database)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()


@pytest.mark.long
def test_correction__edited_and_deleted_records__replace_what_was_sent(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    shutil.copytree(journey()[0], folder)
    province, unit = folder / "province", min(folder.glob("units/*"))
    correct_product_and_delete_one(unit)
    before = told_figures(
        tell("--data", province, "consolidate", "2026-11", "--json", now=NOW).json["targets"]
    )
    sent = tell(
        *("--data", unit, "submit", "2026-11", "--out", tmp_path / "stick", "--json"),
        *("--passphrase-file", words_of(folder, tmp_path)),
        now=NOW,
    )
    assert sent.code == 0, sent.err
    taken = tell("--data", province, "receive", tmp_path / "stick", "--json", now=NOW).json[0]
    assert (taken["result"], taken["new"], taken["changed"], taken["withdrawn"]) == (
        "accepted",
        0,
        1,
        1,
    )
    after = tell("--data", province, "consolidate", "2026-11", "--json", now=NOW).json
    assert told_figures(after["targets"]) == figures_by_sql(province / "hrdesk.sqlite", "2026-11")
    assert told_figures(after["targets"])["T5"][1] == before["T5"][1] - 1
    assert after["remarks"] == []


def correct_product_and_delete_one(data: Path) -> None:
    """One product gets another number of copies, another one is deleted."""
    from datetime import UTC, date, datetime

    from hrdesk.records.entry import NodeRef
    from hrdesk.services.entering import (
        RecordQuery,
        delete_record,
        list_ids,
        list_rows,
        open_entry,
        save_record,
    )
    from hrdesk.services.workspace import open_workspace

    now = datetime(2026, 11, 20, 3, tzinfo=UTC)
    with open_workspace(data, now=now) as ws:
        query = RecordQuery(form_id="product", event_from=date(2026, 10, 15))
        first, second = list_rows(ws, list_ids(ws, query))[:2]
        session = open_entry(ws, first.record_id, now=now)
        session.entry.set_value(NodeRef("quantity"), "4711")
        assert save_record(ws, session, now=now, complete=True).record is not None
        delete_record(ws, second.record_id, now=now)


def words_of(folder: Path, target: Path) -> Path:
    """The passphrase as the README of the sample tells it, in a file."""
    readme = (folder / "README.txt").read_text(encoding="utf-8")
    line = next(line for line in readme.splitlines() if "mật khẩu của" in line)
    path = target / "words.txt"
    path.write_text(line.split(": ", 1)[1], encoding="utf-8")
    return path
