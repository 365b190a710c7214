"""Keys on tokens (SoftHSM2): seen without a PIN, one try a PIN, libraries that crash or hang."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from hrdesk.bundles.submission import write_submission
from hrdesk.errors import (
    TokenCrashedError,
    TokenError,
    TokenHangsError,
    TokenKeyMissingError,
    TokenLibraryError,
    TokenMissingError,
    TokenPinWrongError,
)
from hrdesk.trust.authority import Grant
from hrdesk.trust.certificates import spki_of
from hrdesk.trust.identity import install_certificate, read_identity, write_request
from hrdesk.trust.renewal import use_software, use_token
from hrdesk.trust.request import read_request
from hrdesk.trust.signer import TokenPlace
from hrdesk.trust.token import (
    TokenIdentity,
    list_tokens,
    make_key,
    open_token_identity,
    request_with,
)
from hrdesk.trust.token_process import TokenProcess
from hrdesk.verification.checks import verify_bundle
from hrdesk.verification.outcome import Verdict
from tests.support.bundles import NOW, PASSPHRASE, clerk, submission, world
from tests.support.tokens import PIN, Tokens, misbehaving, softhsm_in

KEYS = {
    "EC 256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "RSA 2048": lambda: rsa.generate_private_key(65537, 2048),
}


@pytest.fixture
def tokens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tokens:
    return softhsm_in(tmp_path / "softhsm", monkeypatch)


def on_token(tokens: Tokens, folder: Path, kind: str) -> TokenIdentity:
    """A key made elsewhere, put on a token, chosen, certified by the province, opened."""
    label = tokens.add()
    pem = tokens.folder / "key.pem"
    pem.write_bytes(KEYS[kind]().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    tokens.put(label, pem, "a1")
    (token,) = list_tokens(tokens.library)
    (key,) = token.keys
    assert key.kind == kind
    csr = request_with(key, PIN, clerk())
    use_token(folder, key.place, csr, clerk(), certificate=None, now=NOW)
    request = read_request(write_request(folder, now=NOW), "r.json")
    grant = Grant("30307", "Xã Thử Nghiệm", "Nguyễn Thị Mẫu", "Công chức")
    install_certificate(folder, world().authority.issue(request, grant, now=NOW))
    return open_token_identity(folder, PIN)


@pytest.mark.parametrize("kind", list(KEYS))
def test_token__signs_a_bundle__believed_like_any_other(
    tokens: Tokens, tmp_path: Path, kind: str
) -> None:
    identity = on_token(tokens, tmp_path / "identity", kind)
    try:
        path = tmp_path / "b.asice"
        write_submission(path, submission(world().crl), identity, now=NOW)
    finally:
        identity.close()
    outcome = verify_bundle(path, world().trust, NOW).outcome
    assert outcome.verdict is Verdict.VALID, outcome.findings
    with pytest.raises(TokenError):
        identity.sign(b"after the session ended")


def test_token__new_key_made_on_it__request_proves_it(tokens: Tokens, tmp_path: Path) -> None:
    tokens.add()
    (token,) = list_tokens(tokens.library)
    assert token.keys == ()
    place, csr = make_key(tokens.library, token, "b2", PIN, clerk())
    (seen,) = list_tokens(tokens.library)[0].keys
    assert seen.place == place
    request = x509.load_pem_x509_csr(csr.encode())
    assert request.is_signature_valid
    assert seen.spki == spki_of(request.public_key())


def test_token__wrong_pin__one_try_then_the_process_refuses(tokens: Tokens, tmp_path: Path) -> None:
    identity = on_token(tokens, tmp_path / "identity", "EC 256")
    identity.close()
    place = read_identity(tmp_path / "identity").token
    assert place is not None
    with pytest.raises(TokenPinWrongError):
        open_token_identity(tmp_path / "identity", "sai rồi")
    assert list_tokens(tokens.library)[0].tries == "fewer"
    process = TokenProcess(place.library)
    question = {"do": "open", "serial": place.serial, "object_id": place.object_id}
    try:
        with pytest.raises(TokenPinWrongError):
            process.ask(place.label, pin="sai rồi", **question)
        with pytest.raises(TokenPinWrongError):  # the right one, but a second try of this process
            process.ask(place.label, pin=PIN, **question)
    finally:
        process.close()
    open_token_identity(tmp_path / "identity", PIN).close()
    assert list_tokens(tokens.library)[0].tries == "all"


def test_token__gone_or_without_the_key__said(tokens: Tokens, tmp_path: Path) -> None:
    identity = on_token(tokens, tmp_path / "identity", "EC 256")
    identity.close()
    place = identity.facts.token
    assert place is not None
    elsewhere = TokenPlace(place.library, "Thẻ khác", place.serial, place.object_id)
    other_key = TokenPlace(place.library, place.label, place.serial, "ff")
    for wrong, error in ((elsewhere, TokenMissingError), (other_key, TokenKeyMissingError)):
        csr = identity.facts.csr_pem
        use_token(tmp_path / "identity", wrong, csr, clerk(), certificate=None, now=NOW)
        with pytest.raises(error):
            open_token_identity(tmp_path / "identity", PIN)


@pytest.mark.parametrize(
    ("does", "error"),
    [
        ("*(volatile int *)0 = 1", TokenCrashedError),
        ("abort()", TokenCrashedError),
        ("_exit(0)", TokenCrashedError),
        ("for (;;) sleep(1)", TokenHangsError),
    ],
)
def test_library__crashes_or_hangs__a_sentence_and_we_live(
    tmp_path: Path, does: str, error: type[TokenError]
) -> None:
    library = misbehaving(tmp_path, does)
    with pytest.raises(error):
        list_tokens(library, seconds=3)
    assert "pkcs11" not in sys.modules  # the library was never loaded into this process


def test_library__prints_on_standard_output__answers_stay_readable(tmp_path: Path) -> None:
    library = misbehaving(tmp_path, 'puts("{\\"tokens\\": 5}"); fflush(stdout)')
    with pytest.raises(TokenLibraryError):  # its C_GetInfo is none, and that was heard
        list_tokens(library)


@pytest.mark.parametrize("content", [None, b"", b"not a library"])
def test_library__missing_or_none__said(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "lib.so"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TokenLibraryError):
        list_tokens(os.fspath(path))


def test_pin__never_on_a_command_line_or_in_the_environment(tokens: Tokens, tmp_path: Path) -> None:
    identity = on_token(tokens, tmp_path / "identity", "EC 256")
    try:
        proc = Path(f"/proc/{identity.process._process.pid}")
        seen = (proc / "cmdline").read_bytes() + (proc / "environ").read_bytes()
        assert PIN.encode() not in seen
    finally:
        identity.close()
    assert not any(
        PIN in path.read_text("utf-8") for path in (tmp_path / "identity").rglob("*.json")
    )


def test_software_key__after_a_token__comes_back_with_its_certificate(
    tokens: Tokens, tmp_path: Path
) -> None:
    from hrdesk.trust.identity import create_identity, unlock

    folder = tmp_path / "identity"
    create_identity(folder, PASSPHRASE, clerk(), now=NOW)
    request = read_request(write_request(folder, now=NOW), "r.json")
    grant = Grant("30307", "Xã Thử Nghiệm", "Nguyễn Thị Mẫu", "Công chức")
    install_certificate(folder, world().authority.issue(request, grant, now=NOW))
    before = read_identity(folder)
    on_token(tokens, folder, "EC 256").close()
    assert read_identity(folder).token is not None
    assert use_software(folder) == before
    assert unlock(folder, PASSPHRASE).certificate_at(NOW)
