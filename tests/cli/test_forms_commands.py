"""`hrdesk forms`: what is wrong with a definition, what it changes, and the officer's workbook."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from hrdesk.forms.xlsform import convert
from hrdesk.resources import shipped_forms
from tests.support.office import init, tell

FAULTY = """| survey |
| | type | name | label::Tiếng Việt (vi) | relevant | constraint |
| | integer | a | A | | . >= and 3 |
| | text | b | B | selectd(${a}, 'x') | |
| settings |
| | form_title | form_id | version |
| | Thử | trial | 1 |
"""


def shipped(form_id: str) -> Path:
    return shipped_forms() / f"{form_id}.md"


def changed(tmp_path: Path, form_id: str, *replacements: tuple[str, str]) -> Path:
    text = shipped(form_id).read_text("utf-8")
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / f"{form_id}.md"
    path.write_text(text, "utf-8")
    return path


def version_line(form_id: str) -> tuple[str, str]:
    text = shipped(form_id).read_text("utf-8")
    version = next(cell.strip() for cell in text.split("|") if cell.strip().startswith("20261"))
    return version, str(int(version) + 1000)


def test_check__shipped_forms__can_all_be_used() -> None:
    for path in sorted(shipped_forms().glob("*.md")):
        told = tell("--data", "nowhere", "forms", "check", path, "--json")
        assert told.json["usable"], (path.name, told.json["findings"])


def test_check__faults__sheet_row_column_sentence_and_remedy(tmp_path: Path) -> None:
    path = tmp_path / "trial.md"
    path.write_text(FAULTY, "utf-8")

    told = tell("forms", "check", path, "--json")
    assert told.code == 20
    errors = [one for one in told.json["findings"] if one["severity"] == "error"]

    assert [(one["sheet"], one["row"], one["column"]) for one in errors] == [
        ("survey", 2, "constraint"),
        ("survey", 3, "relevant"),
    ]
    assert all(one["message"] and one["remedy"] for one in errors)
    assert not told.json["usable"]


def test_check__no_form_at_all__a_finding_and_not_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")

    told = tell("forms", "check", path, "--json")
    assert told.code == 20

    assert [one["severity"] for one in told.json["findings"]] == ["error"]


def test_check__in_a_workspace__says_what_changes(tmp_path: Path) -> None:
    data = init(tmp_path / "w")
    path = changed(tmp_path, "agency", version_line("agency"), ("Tên cơ quan", "Tên đầy đủ"))

    told = tell("--data", data, "forms", "check", path, "--json")

    assert "relabelled" in {change["kind"] for change in told.json["changes"]}


def test_check__lower_version_than_in_use__refused(tmp_path: Path) -> None:
    data = init(tmp_path / "w")
    old, _ = version_line("agency")
    path = changed(tmp_path, "agency", (old, "2020010101"))

    told = tell("--data", data, "forms", "check", path, "--json")
    assert told.code == 20

    assert any(change["kind"] == "version_older" for change in told.json["changes"])


def test_check__a_question_that_a_target_needs_is_gone__refused_and_the_target_named(
    tmp_path: Path,
) -> None:
    path = changed(tmp_path, "agency", version_line("agency"), ("assigned_until", "assigned_till"))

    told = tell("forms", "check", path, "--json")
    assert told.code == 20

    assert any("T1" in one["message"] for one in told.json["findings"])


def test_xlsx__shipped_form__the_workbook_is_the_same_form(tmp_path: Path) -> None:
    out = tmp_path / "F.xlsx"

    tell("forms", "xlsx", "training", "--out", out)

    assert convert(out) == convert(shipped("training"))


def test_xlsx__unknown_form__is_told(tmp_path: Path) -> None:
    assert tell("forms", "xlsx", "trainin", "--out", tmp_path / "F.xlsx").code == 2
    assert not (tmp_path / "F.xlsx").exists()


def test_put__at_the_province__in_use_kept_as_a_version_and_told_in_words(tmp_path: Path) -> None:
    desk = init(tmp_path / "province", province=True)
    old, new = version_line("product")
    path = changed(tmp_path, "product", (old, new))

    told = tell("--data", desk, "forms", "put", path, "--json")
    kept = tell("--data", desk, "forms", "versions", "product", "--json").json
    compared = tell("--data", desk, "forms", "diff", "product", old, new)

    assert (told.code, told.json["version"]) == (0, new)
    assert [(one["version"], one["active"]) for one in kept["versions"]] == [
        (new, True),
        (old, False),
    ]
    assert compared.code == 0
    assert tell("--data", desk, "forms", "diff", "product", old, "1").code != 0


def test_put__faulty_or_at_a_unit__refused_and_nothing_changes(tmp_path: Path) -> None:
    path = tmp_path / "trial.md"
    path.write_text(FAULTY, "utf-8")
    desk = init(tmp_path / "province", province=True)
    unit = init(tmp_path / "unit")

    assert tell("--data", desk, "forms", "put", path).code == 20
    refused = tell("--data", unit, "forms", "put", shipped("product"))
    assert refused.code not in {0, 10, 20}
    assert "tỉnh" in refused.err.lower()
    assert tell("--data", desk, "forms", "versions", "trial").code != 0
    assert len(tell("--data", unit, "forms", "versions", "product", "--json").json["versions"]) == 1


@pytest.mark.skipif(
    importlib.util.find_spec("PySide6") is None,
    reason="the pages are drawn by the window's own room, which is not installed here",
)
def test_preview__where_there_is_no_screen__pictures_of_the_pages(tmp_path: Path) -> None:
    rows = "".join(f"| | text | q{n} | Câu hỏi số {n} |\n" for n in range(40))
    path = tmp_path / "long.md"
    path.write_text(
        f"| survey |\n| | type | name | label |\n{rows}"
        "| settings |\n| | form_id | version |\n| | long | 1 |\n",
        "utf-8",
    )
    out = tmp_path / "pictures" / "long.png"
    out.parent.mkdir()

    told = tell("--data", tmp_path / "nowhere", "forms", "preview", path, "--out", out, "--json")

    assert told.code == 0
    pages = [Path(one) for one in told.json["pages"]]
    assert pages[0] == out
    assert len(pages) > 1
    assert all(one.read_bytes().startswith(b"\x89PNG") for one in pages)


def test_preview__of_what_is_no_form__says_why(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"no workbook")

    told = tell(
        "--data", tmp_path / "nowhere", "forms", "preview", path, "--out", tmp_path / "x.png"
    )

    assert told.code == 20
    assert not (tmp_path / "x.png").exists()
