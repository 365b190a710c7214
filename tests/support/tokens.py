"""Real SoftHSM tokens in a folder of their own, and libraries that misbehave, built with the C compiler."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

LIBRARIES = (
    Path("/usr/lib/softhsm/libsofthsm2.so"),
    Path("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
    Path("/usr/lib64/softhsm/libsofthsm2.so"),
)
PIN = "Mật khẩu 1"
SO_PIN = "so-pin-1234"


def softhsm() -> Path:
    """The library, or the test is passed over where there is none."""
    found = next((path for path in LIBRARIES if path.is_file()), None)
    if found is None or shutil.which("softhsm2-util") is None:
        pytest.skip("SoftHSM2 is not installed")
    return found


@dataclass(frozen=True)
class Tokens:
    """SoftHSM with its store in a test's folder."""

    library: str
    folder: Path

    def add(self, label: str = "Thẻ thử nghiệm", pin: str = PIN) -> str:
        """A new empty token; gives its label."""
        softhsm2_util("--init-token", "--free", "--label", label, "--pin", pin, "--so-pin", SO_PIN)
        return label

    def put(self, label: str, key_pem: Path, object_id: str, pin: str = PIN) -> None:
        """A key made elsewhere onto the token."""
        softhsm2_util(
            *("--import", str(key_pem), "--token", label, "--label", "hrdesk"),
            *("--id", object_id, "--pin", pin),
        )


def softhsm2_util(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)


def softhsm_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Tokens:
    """SoftHSM that keeps its tokens in `folder`, for this test and the processes it starts."""
    library = softhsm()
    (folder / "tokens").mkdir(parents=True)
    configuration = folder / "softhsm2.conf"
    configuration.write_text(
        f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n"
    )
    monkeypatch.setenv("SOFTHSM2_CONF", str(configuration))
    return Tokens(str(library), folder)


_MISBEHAVING = """
#include <stdlib.h>
#include <unistd.h>
#include <stdio.h>
unsigned long C_Initialize(void *a) { %s; return 0; }
typedef struct { unsigned char major, minor; void *f[68]; } list;
static unsigned long no(void) { return 0x54; }
static list functions;
unsigned long C_GetFunctionList(list **out) {
  functions.major = 2; functions.minor = 40;
  for (int i = 0; i < 68; i++) functions.f[i] = (void *)no;
  functions.f[0] = (void *)C_Initialize;
  *out = &functions; return 0;
}
"""


def misbehaving(folder: Path, does: str) -> str:
    """A library whose C_Initialize does that, compiled now."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        pytest.skip("there is no C compiler")
    source, library = folder / "bad.c", folder / "libbad.so"
    source.write_text(_MISBEHAVING % does)
    subprocess.run([compiler, "-shared", "-fPIC", "-w", "-o", library, source], check=True)
    return os.fspath(library)


def tokens_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tokens]:
    """For a fixture."""
    yield softhsm_in(tmp_path / "softhsm", monkeypatch)
