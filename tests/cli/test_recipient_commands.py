"""Keys for decrypting by command; an encrypted bundle says what it is."""

from __future__ import annotations

from pathlib import Path

from tests.support.office import activities_file, offices, tell


def test_recipient__made_by_command__a_public_key_and_an_escrow_file(tmp_path: Path) -> None:
    province, _ = offices(tmp_path)
    told = tell("--data", province, "recipient", "make")
    assert told.code == 0, told.err
    assert told.out.startswith("age1")
    escrow = tmp_path / "escrow.txt"
    assert tell("--data", province, "recipient", "escrow", escrow).code == 0
    assert escrow.is_file()
    assert tell("--data", province, "recipient", "rosters", "--json").json == []


def test_verify__encrypted_bundle__says_what_it_is_and_what_to_do(tmp_path: Path) -> None:
    import pyrage

    province, _ = offices(tmp_path)
    path = tmp_path / "30403_submission.asice.age"
    key = pyrage.x25519.Identity.generate().to_public()
    path.write_bytes(pyrage.encrypt(activities_file(tmp_path).read_bytes(), [key]))
    told = tell("verify", path, "--trust", province / "trust" / "ca.crt")
    assert told.code == 20
    assert "mã hóa bằng age" in told.out
    assert "age --decrypt" in told.out
