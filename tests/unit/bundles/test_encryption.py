"""age around bundles: what comes back, what never does, and that the age tool reads it."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hrdesk.bundles.encryption import decrypt_file, encrypt_file, is_encrypted
from hrdesk.bundles.faults import FaultFoundError
from hrdesk.errors import IdentityLockedError, RecipientKeyError
from hrdesk.trust.recipient import (
    OpenedRecipients,
    create_recipient,
    is_recipient_key,
    open_recipients,
    own_recipients,
    write_escrow,
)

NOW = datetime(2026, 11, 23, tzinfo=UTC)
WORDS = "mật khẩu thử nghiệm"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> OpenedRecipients:
    """Two keys: one in use, one retired."""
    folder = tmp_path_factory.mktemp("recipients")
    create_recipient(folder, WORDS, now=NOW)
    create_recipient(folder, WORDS, now=NOW)
    return open_recipients(folder, WORDS)


def sealed(tmp_path: Path, content: bytes, *keys: str) -> Path:
    (tmp_path / "plain").write_bytes(content)
    encrypt_file(tmp_path / "plain", tmp_path / "a.age", keys)
    return tmp_path / "a.age"


def test_decrypt__with_any_of_the_keys__same_content(
    tmp_path: Path, opened: OpenedRecipients
) -> None:
    for key in opened.keys:
        path = sealed(tmp_path, b"content" * 100_000, key)
        assert is_encrypted(path)
        decrypt_file(path, tmp_path / "out", opened.identities)
        assert (tmp_path / "out").read_bytes() == b"content" * 100_000


def test_escrow__the_age_tool__opens_what_was_encrypted_to_it(
    tmp_path: Path, opened: OpenedRecipients
) -> None:
    escrow = write_escrow(tmp_path / "escrow.txt", now=NOW)
    assert is_recipient_key(escrow)
    path = sealed(tmp_path, b"signed", next(iter(opened.keys)), escrow)
    done = subprocess.run(
        ["age", "-d", "-i", tmp_path / "escrow.txt", path], capture_output=True, check=True
    )
    assert done.stdout == b"signed"
    with pytest.raises(RecipientKeyError):
        write_escrow(tmp_path / "escrow.txt", now=NOW)


def test_decrypt__made_by_the_age_tool__same_content(
    tmp_path: Path, opened: OpenedRecipients
) -> None:
    made = subprocess.run(
        ["age", "-r", next(iter(opened.keys))], input=b"by age", capture_output=True, check=True
    )
    (tmp_path / "b.age").write_bytes(made.stdout)
    decrypt_file(tmp_path / "b.age", tmp_path / "out", opened.identities)
    assert (tmp_path / "out").read_bytes() == b"by age"


def test_decrypt__truncated_flipped_or_longer__nothing_stays(
    tmp_path: Path, opened: OpenedRecipients
) -> None:
    whole = sealed(tmp_path, b"content" * 30_000, next(iter(opened.keys))).read_bytes()
    broken = [whole[:-1], whole[:-70_000], whole[:100], whole + b"x", b"", whole[:22]]
    broken += [
        whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(0, len(whole), 7_001)
    ]
    for content in broken:
        (tmp_path / "a.age").write_bytes(content)
        with pytest.raises(FaultFoundError) as caught:
            decrypt_file(tmp_path / "a.age", tmp_path / "out", opened.identities)
        assert caught.value.fault.fault_id in {"BUN_402", "BUN_403"}
        left = {path.name for path in tmp_path.iterdir() if path.is_file()}
        assert left == {"a.age", "plain"}


def test_decrypt__for_somebody_else_or_without_a_key__said_so(
    tmp_path: Path, opened: OpenedRecipients
) -> None:
    other = write_escrow(tmp_path / "other.txt", now=NOW)
    path = sealed(tmp_path, b"x", other)
    for identities, expected in ((opened.identities, "BUN_402"), ((), "BUN_401")):
        with pytest.raises(FaultFoundError) as caught:
            decrypt_file(path, tmp_path / "out", identities)
        assert caught.value.fault.fault_id == expected


def test_recipients__other_passphrase__stay_closed(tmp_path: Path) -> None:
    made = create_recipient(tmp_path, WORDS, now=NOW)
    for call in (open_recipients, lambda *given: create_recipient(*given, now=NOW)):
        with pytest.raises(IdentityLockedError):
            call(tmp_path, "another passphrase")
    assert own_recipients(tmp_path) == (made,)
    assert b"AGE-SECRET" not in b"".join(
        path.read_bytes() for path in tmp_path.iterdir() if path.is_file()
    )


def test_recipient_key__misspelt__seen(opened: OpenedRecipients) -> None:
    key = next(iter(opened.keys))
    assert is_recipient_key(key)
    assert not is_recipient_key(key[:-1] + ("q" if key[-1] != "q" else "p"))
    assert not is_recipient_key("age1short")
