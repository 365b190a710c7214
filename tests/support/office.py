"""Offices for tests of commands and of the whole road: a province, communes, their passphrase."""

from __future__ import annotations

import io
import json
import shutil
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from hrdesk.cli.main import main
from tests.support.made_once import made_once

WORDS = "mật khẩu dùng để thử"
SET_UP = "2026-09-01T08:00:00+07:00"
NOW = "2026-11-16T09:00:00+07:00"


@dataclass(frozen=True)
class Told:
    """What a command gave: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """stdout as JSON."""
        return json.loads(self.out)


def tell(*arguments: object, now: str = NOW, lang: str = "vi") -> Told:
    """Run one command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(["--now", now, "--lang", lang, *map(str, arguments)])
    return Told(code, out.getvalue(), err.getvalue())


def passphrase_file(folder: Path, words: str = WORDS) -> Path:
    """A file that holds a passphrase."""
    path = folder / "passphrase.txt"
    path.write_text(f"{words}\n", encoding="utf-8")
    return path


def init(folder: Path, unit: str = "30403", *, province: bool = False, now: str = SET_UP) -> Path:
    """A workspace made by the command line."""
    folder.mkdir(parents=True, exist_ok=True)
    options = ["--province"] if province else []
    told = tell(
        "--data",
        folder,
        "init",
        "--unit",
        "91" if province else unit,
        "--name",
        "Trần Thị Mẫu",
        "--position",
        "Công chức",
        "--passphrase-file",
        passphrase_file(folder.parent),
        *options,
        now=now,
    )
    assert told.code == 0, told.err
    return folder


@lru_cache(maxsize=1)
def _made() -> Path:
    """A province and one enrolled commune, made once a process."""
    folder = made_once("offices")
    province = init(folder / "province", province=True)
    unit = init(folder / "unit")
    request = next((unit / "enrolment").glob("enrol_*.json"))
    answer = folder / "answer.asice"
    assert tell("--data", province, "enrol", request, "--out", answer, now=SET_UP).code == 0
    assert tell("--data", unit, "trust", answer, now=SET_UP).code == 0
    return folder


def offices(folder: Path) -> tuple[Path, Path]:
    """A province and an enrolled commune of this test's own; both know their passphrase."""
    shutil.copytree(_made(), folder / "offices")
    words = passphrase_file(folder)
    for name in ("province", "unit"):
        remember_passphrase(folder / "offices" / name, words)
    return folder / "offices" / "province", folder / "offices" / "unit"


def remember_passphrase(data: Path, words: Path) -> None:
    """The copy's own passphrase file, so that the original may be gone."""
    from datetime import UTC, datetime

    from hrdesk.services.workspace import open_workspace

    with open_workspace(data, now=datetime(2026, 9, 1, tzinfo=UTC)) as ws:
        ws.set_setting("passphrase_file", str(words))


ACTIVITIES = """Tên hoạt động,Từ ngày,Hình thức,Vai trò của đơn vị,Ngôn ngữ,Số lượt người,Trong đó nữ,"Số buổi, lượt phát"
Tuyên truyền quyền trẻ em,02/11/2026,Hội nghị,Chủ trì,Tiếng Việt,1.240,600,1
Nói chuyện tại thánh đường,2026-11-05,Tuyên truyền trực tiếp,Chủ trì,"Tiếng Việt, Chăm",64,30,2
"""


def activities_file(folder: Path, text: str = ACTIVITIES, name: str = "hoat_dong.csv") -> Path:
    """A table of activities."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
