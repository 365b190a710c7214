"""What an operating system says of a file, said in the reader's language."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from hrdesk.errors import FileUnreadableError, FileUnwritableError
from hrdesk.files import SYSTEM_REASONS, read_limited, system_reason, write_durably
from hrdesk.i18n import explain, reason_words


def test_reason__known_to_the_catalogue__is_said_in_vietnamese(tmp_path: Path) -> None:
    with pytest.raises(FileUnwritableError) as raised:
        write_durably(tmp_path / "nowhere" / "report.pdf", b"%PDF")
    assert "không có tệp hoặc thư mục này" in explain(raised.value, "vi")
    assert "no such file or folder" in explain(raised.value, "en")


def test_reason__folder_in_place_of_a_file__is_named(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadableError) as raised:
        read_limited(tmp_path, 100)
    assert "đây là thư mục" in explain(raised.value, "vi")


def test_reason__of_another_system__stands_as_it_is() -> None:
    assert system_reason(OSError(9999, "Gerät nicht bereit")) == "Gerät nicht bereit"
    assert system_reason(OSError()) == "OSError"
    assert reason_words("Gerät nicht bereit", "vi") == "Gerät nicht bereit"


@pytest.mark.parametrize("number", [errno.EROFS, errno.EIO, errno.ENOSPC, errno.EACCES])
def test_reason__of_a_stick__has_words_of_ours(number: int) -> None:
    assert system_reason(OSError(number, "whatever the system says")) in SYSTEM_REASONS
