"""Indicators brought by a form: computed as the plan's own, refused when the form lacks a question."""

from __future__ import annotations

import random
import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from hrdesk.forms.xlsform import convert, write_xlsx
from hrdesk.indicators.period import parse_period
from hrdesk.records.record import Record, RecordStatus
from hrdesk.resources import shipped_forms
from hrdesk.services import form_use
from hrdesk.services.form_checking import check_form_file
from hrdesk.services.form_figures import form_figures
from hrdesk.services.period_figures import figures
from tests.support.desk import NOW, make_desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hrdesk.services.workspace import Workspace

HEAD = (
    "| | id | label::Tiếng Việt (vi) | label::English (en) | condition | numerator | denominator |"
)
T4 = (
    "| | t4 | Tin giả được xử lý | Fake news handled"
    " | ${conclusion} = 'fake' or ${conclusion} = 'harmful'"
    " | (${result} = 'removed' or ${result} = 'rebutted' or ${result} = 'transferred_done')"
    " and ${handled_on} != '' and date(${handled_on}) <= date(${period_last_on}) | |"
)
T5 = (
    "| | t5 | Tiếng dân tộc, tiếng nước ngoài, nền tảng số | Languages and digital platforms"
    " | ${product_source} = 'own' or ${product_source} = 'joint_led'"
    " | selected(${languages}, 'km') or selected(${languages}, 'cja') or selected(${languages},"
    " 'zh') or selected(${languages}, 'en') or selected(${languages}, 'other') or"
    " ${made_for_digital} = 'yes' | |"
)
COPIES = "| | copies | Bản in mỗi sản phẩm | Copies | | coalesce(${quantity}, 0) | 1 |"


def write_form(folder: Path, form_id: str, *lines: str, newer: int = 100) -> Path:
    text = (shipped_forms() / f"{form_id}.md").read_text("utf-8")
    version = next(cell.strip() for cell in text.split("|") if cell.strip().startswith("20261"))
    sheet = "\n".join(["| indicators |", HEAD, *lines])
    path = folder / f"{form_id}.md"
    path.write_text(f"{text.replace(version, str(int(version) + newer))}\n{sheet}\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("indicators")
    with make_desk(folder / "desk", province=True) as made:
        form_use.put_in_use(made, write_form(folder, "false_news", T4), now=NOW)
        form_use.put_in_use(made, write_form(folder, "product", T5, COPIES), now=NOW)
        made.store.save_many(records(made), at=NOW, actor=made.name)
        yield made


def records(ws: Workspace) -> list[Record]:
    chance = random.Random(5)

    def one(form_id: str, on: date, **answers: str) -> Record:
        keys = {question.key for question in ws.form(form_id).questions()}
        assert answers.keys() <= keys
        return Record(
            record_id=str(uuid.UUID(int=chance.getrandbits(128))),
            form_id=form_id,
            form_version=ws.form(form_id).version,
            unit=ws.unit_key,
            status=RecordStatus.COMPLETE,
            revision=0,
            desk_id=ws.desk_id,
            author=ws.name,
            created_at=NOW,
            updated_at=NOW,
            event_on=on,
            answers=answers,
            repeats={},
        )

    made = []
    for _ in range(120):
        on = date(2026, 9, 1) + timedelta(days=chance.randrange(75))
        handled = on + timedelta(days=chance.randrange(40))
        made.append(
            one(
                "false_news",
                on,
                conclusion=chance.choice(["fake", "harmful", "true", "duplicate"]),
                result=chance.choice(["removed", "rebutted", "transferred_pending"]),
                handled_on=chance.choice([handled.isoformat(), ""]),
            )
        )
        made.append(
            one(
                "product",
                on,
                product_source=chance.choice(["own", "joint_led", "received"]),
                languages=chance.choice(["vi", "vi km", "cja", "en", "zh"]),
                made_for_digital=chance.choice(["yes", "no"]),
                quantity=chance.choice(["", "10", "250"]),
            )
        )
    return made


@pytest.mark.parametrize("period_id", ["2026-10", "2026-11", "2026-Q4", "2026"])
def test_form_indicators__written_as_data__equal_the_plans_own(
    ws: Workspace, period_id: str
) -> None:
    period = parse_period(period_id)
    brought = {one.indicator_id: one for one in form_figures(ws, period, own=True)}
    plan = {one.target_id: one for one in figures(ws, period).targets}

    for mine, theirs in (("t4", "T4"), ("t5", "T5")):
        figure, target = brought[mine], plan[theirs]
        assert (figure.numerator, figure.denominator) == (target.numerator, target.denominator)
        assert set(figure.record_ids) == {*target.counted_ids, *target.lacking_ids}
    assert plan["T5"].denominator > 0


def test_form_indicators__numbers__are_summed_and_blanks_count_nothing(ws: Workspace) -> None:
    period = parse_period("2026")
    copies = next(one for one in form_figures(ws, period) if one.indicator_id == "copies")
    rows = list(ws.store.select("product", ["quantity"]))

    assert copies.numerator == sum(int(row[3].get("quantity") or 0) for row in rows)
    assert copies.denominator == len(rows)
    assert copies.names == {"vi": "Bản in mỗi sản phẩm", "en": "Copies"}


def test_form_indicators__in_a_workbook_or_a_table_beside__are_the_same(tmp_path: Path) -> None:
    source = write_form(tmp_path, "product", COPIES)
    write_xlsx(source, tmp_path / "product.xlsx")
    plain = tmp_path / "beside"
    plain.mkdir()
    bare = source.read_text("utf-8").split("| indicators |")[0]
    (plain / "product.md").write_text(bare, "utf-8")
    rows = [HEAD, COPIES]
    cells = [";".join(cell.strip() for cell in row.split("|")[2:-1]) for row in rows]
    (plain / "product.indicators.csv").write_text("\n".join(cells), "utf-8-sig")

    assert convert(tmp_path / "product.xlsx") == convert(source) == convert(plain / "product.md")


def test_checker__new_version_breaks_or_drops_an_indicator__said_with_its_row(
    ws: Workspace, tmp_path: Path
) -> None:
    wrong = "| | copies | Bản in | Copies | | ${printed} | ${quantity} + | |"
    unknown = "| | copies | Bản in | Copies | | coalesce(${printed}, 0) | 1 |"

    broken = check_form_file(write_form(tmp_path, "product", T5, unknown, newer=300), ws)
    assert [(one.sheet, one.row, one.column) for one in broken.errors] == [
        ("indicators", 3, "numerator")
    ]
    assert "printed" in broken.errors[0].message
    faulty = check_form_file(write_form(tmp_path, "product", T5, wrong, newer=300), ws)
    assert [(one.row, one.column) for one in faulty.errors] == [(3, "denominator")]

    dropped = check_form_file(write_form(tmp_path, "product", T5, newer=300), ws)
    assert dropped.usable
    assert any("copies" in one.message for one in dropped.warnings)
