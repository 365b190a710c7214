"""Killed at every step of changing the passphrase: one passphrase opens everything, old or new."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hrdesk.errors import IdentityLockedError
from hrdesk.services import authority, recipients
from hrdesk.services.workspace import open_workspace
from hrdesk.trust.identity import unlock
from tests.support.desk import NOW, PASSPHRASE, make_desk
from tests.support.killed_resealer import NEW

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]


def test_passphrase__killed_at_any_step__one_passphrase_opens_all(tmp_path):
    with make_desk(tmp_path / "province", province=True) as ws:
        recipients.make_recipient(ws, passphrase=PASSPHRASE, now=NOW)
    seen = set()
    for calls in range(1, 60, 3):
        folder = tmp_path / f"try-{calls}"
        shutil.copytree(tmp_path / "province", folder)
        ended = subprocess.run(
            [sys.executable, "-m", "tests.support.killed_resealer", folder, str(calls)],
            cwd=ROOT,
            check=False,
            capture_output=True,
        )
        with open_workspace(folder, now=NOW) as ws:
            words = NEW if _opens(ws, NEW) else PASSPHRASE
            unlock(ws.paths.identity, words)
            assert len(recipients.open_keys(ws, words).keys) == 1
            authority.open_apart(ws, words)
        seen.add(words)
        shutil.rmtree(folder)
        if ended.returncode == 0:
            break
    assert ended.returncode == 0, ended.stderr.decode()[-500:]
    assert seen == {PASSPHRASE, NEW}


def _opens(ws, words):
    try:
        unlock(ws.paths.identity, words)
    except IdentityLockedError:
        return False
    return True
