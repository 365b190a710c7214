"""What the import rules promise, shown by running the program."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = (
    "pyxform",
    "openpyxl",
    "reportlab",
    "pyhanko",
    "cryptography",
    "sqlite_utils",
    "uharfbuzz",
    "PIL",
    "lxml",
    "asyncio",
    "aiohttp",
    "frictionless",
)


def loaded_after(statement: str) -> set[str]:
    """Top-level modules that a fresh interpreter holds after `statement`."""
    code = f"{statement}\nimport sys\nprint(' '.join({{n.split('.')[0] for n in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_command_line__imported__loads_no_qt_and_nothing_heavy() -> None:
    loaded = loaded_after("import hrdesk.cli.main, hrdesk.__main__")
    assert not loaded & {"PySide6", "shiboken6", *HEAVY}


@pytest.mark.parametrize(
    "room",
    [
        "services.workspace",
        "services.entering",
        "services.home",
        "services.reporting",
        "services.exchange",
        "services.province",
    ],
)
def test_service__imported__loads_no_qt_and_nothing_heavy(room: str) -> None:
    loaded = loaded_after(f"import hrdesk.{room}")
    assert not loaded & {"PySide6", "shiboken6", *HEAVY}


def test_program__sources__open_no_socket() -> None:
    forbidden = (
        "import socket",
        "urllib.request",
        "http.client",
        "QNetwork",
        "QLocalServer",
        "QTcp",
    )
    offenders = [
        f"{path.name}: {word}"
        for path in (ROOT / "hrdesk").rglob("*.py")
        for word in forbidden
        if word in path.read_text(encoding="utf-8")
    ]
    assert offenders == []


def foreign(room: Path) -> set[str]:
    """What a room imports beside the standard library and the program, by the name it is installed under."""
    paths = room.rglob("*.py") if room.is_dir() else [room.with_suffix(".py")]
    tops = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            named += [one.name for one in node.names] if isinstance(node, ast.Import) else []
            tops |= {name.split(".")[0] for name in named}
    installed = packages_distributions()
    ours = {"hrdesk", "typing_extensions", "_typeshed", *sys.stdlib_module_names}
    return {installed.get(top, [top])[0].casefold().replace("_", "-") for top in tops - ours}


def test_plan_of_the_house__packages_of_each_room__are_the_ones_it_imports() -> None:
    plan = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    kin = {
        "pyhanko-certvalidator": "pyhanko",
        "shiboken6": "pyside6",
        "pyside6-essentials": "pyside6",
    }
    told: dict[str, set[str]] = {}
    for first, last in re.findall(r"^\| (`[^|]*) \|[^|]*\| ?([^|]*?) ?\|$", plan, re.MULTILINE):
        for room in re.findall(r"`(\w+)`", first):
            told[room] = {one.casefold() for one in re.findall(r"[\w-]+", last)}
    assert {"services", "reports", "gui"} <= told.keys()
    unsaid = {}
    for room, said in told.items():
        found = {kin.get(one, one) for one in foreign(ROOT / "hrdesk" / room)}
        if found - said:
            unsaid[room] = found - said
    assert unsaid == {}
