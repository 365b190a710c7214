"""Every sentence of the code stands in the catalogue, in Vietnamese, with the same placeholders."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from hrdesk import errors
from hrdesk.files import SYSTEM_REASONS

ROOT = Path(__file__).resolve().parents[2]
CALLS = {"tr": 1, "N_": 1, "trn": 2, "tr_in": 0}


def placeholders(text: str) -> set[str]:
    """Names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def msgids_of_code() -> dict[str, str]:
    """Every literal handed to the catalogue, with where it stands first."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "hrdesk").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id not in CALLS:
                continue
            arguments = (
                node.args[1:2] if node.func.id == "tr_in" else node.args[: CALLS[node.func.id]]
            )
            for argument in arguments[:1]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    found.setdefault(argument.value, f"{path.name}:{node.lineno}")
    return found


def error_classes(
    root: type[errors.HrdeskError] = errors.HrdeskError,
) -> list[type[errors.HrdeskError]]:
    """Every error class of the program, the families included; none that a test made."""
    below = [
        deeper
        for child in root.__subclasses__()
        if child.__module__.startswith("hrdesk.")
        for deeper in error_classes(child)
    ]
    return [root, *below]


def vietnamese() -> dict[str, str]:
    """msgid → Vietnamese, out of all files."""
    words: dict[str, str] = {}
    for path in (ROOT / "resources" / "translations" / "vi").glob("*.po"):
        with path.open("rb") as stream:
            for message in read_po(stream, locale="vi"):
                if not message.id:
                    continue
                single = message.id[0] if isinstance(message.id, tuple) else message.id
                text = message.string[0] if isinstance(message.string, tuple) else message.string
                words[single] = text or ""
    return words


def test_errors__of_every_room__stand_in_the_package_of_errors() -> None:
    # by the text, so that a room which no test of this process has imported is judged too
    known = {kind.__name__ for kind in error_classes()}
    apart = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in sorted((ROOT / "hrdesk").rglob("*.py"))
        if path.parent != ROOT / "hrdesk" / "errors"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and known & {base.id for base in node.bases if isinstance(base, ast.Name)}
    ]
    assert apart == []


def test_errors__of_every_room__are_imported_from_one_name() -> None:
    apart = [kind.__name__ for kind in error_classes() if not hasattr(errors, kind.__name__)]
    assert apart == []


def test_sentences__of_code_and_errors__have_vietnamese() -> None:
    words = vietnamese()
    wanted = msgids_of_code()
    for kind in error_classes():
        for text in (kind.sentence, kind.remedy):
            if text:
                wanted.setdefault(text, kind.__name__)
    wanted.update(dict.fromkeys(SYSTEM_REASONS, "files.py"))
    missing = sorted(
        f"{where}: {msgid}" for msgid, where in wanted.items() if msgid and not words.get(msgid)
    )
    assert missing == []


def test_sentences__translated__keep_their_placeholders() -> None:
    wrong = [
        msgid
        for msgid, text in vietnamese().items()
        if text and placeholders(msgid) != placeholders(text)
    ]
    assert wrong == []


def test_errors__ids__are_unique() -> None:
    ids = [kind.error_id for kind in error_classes()]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("kind", error_classes(), ids=lambda kind: kind.__name__)
def test_error__without_values__still_speaks(kind: type[errors.HrdeskError]) -> None:
    assert kind.error_id in str(kind())
