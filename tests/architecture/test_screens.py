"""Nobody asks a widget for its screen: see `hrdesk.gui.look.screens` for what happened."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_screen__of_a_widget__is_never_asked_for() -> None:
    asked = []
    for folder in ("hrdesk", "tests/support", "build"):
        for path in (ROOT / folder).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            asked += [
                f"{path.relative_to(ROOT)}:{node.lineno}"
                for node in ast.walk(tree)
                if isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "screen"
            ]
    assert asked == []
