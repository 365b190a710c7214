"""The sample office, made once for all rooms' tests and copied for each."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from hrdesk.services.demo import create_sample_office
from hrdesk.services.workspace import open_workspace
from tests.support.sample import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hrdesk.services.workspace import Workspace


@pytest.fixture(scope="session")
def sample_prototype(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sample office, not to be written to."""
    folder = tmp_path_factory.mktemp("sample") / "office"
    create_sample_office(folder, now=NOW).close()
    return folder


@pytest.fixture
def sample(sample_prototype: Path, tmp_path: Path) -> Iterator[Workspace]:
    """The test's own sample office, open."""
    shutil.copytree(sample_prototype, tmp_path / "sample")
    with open_workspace(tmp_path / "sample", now=NOW) as workspace:
        yield workspace
