"""What the import rules promise, shown by running the program."""

from __future__ import annotations

import subprocess
import sys
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
