"""A process of its own that loads the token maker's library: what breaks there breaks nothing else.

Run by `hrdesk.trust.token_process` as `python -m hrdesk.trust.token_worker LIBRARY`, in the frozen
program as `hrdesk _token LIBRARY`. It reads one question a line as JSON, answers each with one line
of JSON, and ends with its input. A process logs in once at most and tries a PIN once: the second
question that carries a PIN is refused before the token hears of it.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

_SHA256_PREFIX: Final = bytes.fromhex("3031300d060960864801650304020105000420")  # RFC 8017 §9.2
_CURVE: Final = "secp256r1"


class _Refused(Exception):  # noqa: N818 - an answer, not an error
    """Ends a question with that answer."""

    def __init__(self, fault: str, reason: str = "") -> None:
        super().__init__(fault)
        self.answer = {"fault": fault, "reason": reason}


def main(arguments: Sequence[str]) -> int:
    """Answer questions about the token of that library until the input ends."""
    answers = _own_output()
    _limit()
    desk = _Desk(arguments[0])
    for line in sys.stdin.buffer:
        answers.write((json.dumps(desk.answer(json.loads(line))) + "\n").encode())
        answers.flush()
    return 0


def _own_output() -> Any:  # noqa: ANN401 - a binary file
    """Standard output for us alone: some libraries print there."""
    ours = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return ours


def _limit() -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core would hold the PIN


class _Desk:
    """The library, and the one session that may be open."""

    def __init__(self, library: str) -> None:
        self._path = library
        self._library: Any = None
        self._session: Any = None
        self._key: Any = None
        self._pin_tried = False

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """What the token says. A fault of token or library is an answer too."""
        from pkcs11 import exceptions  # noqa: PLC0415 - only in this process

        does = {"list": self._list, "open": self._open, "make": self._make, "sign": self._sign}
        try:
            return does[question["do"]](question)
        except _Refused as refused:
            return refused.answer
        except exceptions.PKCS11Error as error:
            return {"fault": "token", "reason": type(error).__name__}

    def _loaded(self) -> Any:  # noqa: ANN401 - pkcs11 wraps it
        if self._library is None:
            import pkcs11  # noqa: PLC0415 - only in this process

            if not Path(self._path).is_file():
                raise _Refused("library", "no such file")
            try:
                self._library = pkcs11.lib(self._path)
            except (RuntimeError, OSError) as error:
                raise _Refused("library", _plain(str(error) or type(error).__name__)) from error
        return self._library

    def _list(self, _question: dict[str, Any]) -> dict[str, Any]:
        """Tokens and what can be seen on them without a PIN."""
        from pkcs11 import TokenFlag  # noqa: PLC0415 - only in this process

        tokens = []
        for slot in self._loaded().get_slots(token_present=True):
            token = slot.get_token()
            if not token.flags & TokenFlag.TOKEN_INITIALIZED:
                continue
            with token.open() as session:
                keys = list(_visible(session))
            tokens.append(
                {
                    "label": token.label,
                    "serial": _serial(token),
                    "maker": token.manufacturer_id,
                    "tries": _tries(token),
                    "keys": keys,
                }
            )
        return {"tokens": tokens}

    def _token(self, question: dict[str, Any]) -> Any:  # noqa: ANN401 - pkcs11 wraps it
        for slot in self._loaded().get_slots(token_present=True):
            token = slot.get_token()
            if token.label == question["label"] and _serial(token) == question["serial"]:
                return token
        raise _Refused("missing")

    def _log_in(self, question: dict[str, Any], *, writing: bool) -> None:
        """The one login of this process."""
        from pkcs11 import exceptions  # noqa: PLC0415 - only in this process

        if self._pin_tried:
            raise _Refused("tried")
        token = self._token(question)
        if _tries(token) == "locked":
            raise _Refused("locked")
        self._pin_tried = True
        try:
            self._session = token.open(rw=writing, user_pin=question["pin"])
        except (exceptions.PinIncorrect, exceptions.PinLenRange, exceptions.PinInvalid) as error:
            left = _tries(self._token(question))
            raise _Refused({"locked": "locked", "one": "last"}.get(left, "pin")) from error
        except exceptions.PinLocked as error:
            raise _Refused("locked") from error

    def _open(self, question: dict[str, Any]) -> dict[str, Any]:
        from pkcs11 import Attribute, ObjectClass  # noqa: PLC0415 - only in this process

        self._log_in(question, writing=False)
        wanted = {
            Attribute.CLASS: ObjectClass.PRIVATE_KEY,
            Attribute.ID: bytes.fromhex(question["object_id"]),
        }
        self._key = next(iter(self._session.get_objects(wanted)), None)
        if self._key is None:
            raise _Refused("key")
        return {"done": True}

    def _make(self, question: dict[str, Any]) -> dict[str, Any]:
        """A new P-256 key that never leaves the token."""
        from pkcs11 import Attribute, KeyType  # noqa: PLC0415 - only in this process
        from pkcs11.util.ec import (  # noqa: PLC0415 - only in this process
            encode_ec_public_key,
            encode_named_curve_parameters,
        )

        self._log_in(question, writing=True)
        curve = self._session.create_domain_parameters(
            KeyType.EC,
            {Attribute.EC_PARAMS: encode_named_curve_parameters(_CURVE)},
            local=True,
        )
        public, self._key = curve.generate_keypair(
            store=True, id=bytes.fromhex(question["object_id"]), label="hrdesk"
        )
        return {"spki": _text(encode_ec_public_key(public))}

    def _sign(self, question: dict[str, Any]) -> dict[str, Any]:
        """Sign a SHA-256: the plain mechanisms, which every token has."""
        from pkcs11 import KeyType, Mechanism  # noqa: PLC0415 - only in this process
        from pkcs11.util.ec import encode_ecdsa_signature  # noqa: PLC0415 - only in this process

        if self._key is None:
            raise _Refused("key")
        digest = bytes.fromhex(question["sha256"])
        if self._key.key_type == KeyType.EC:
            raw = self._key.sign(digest, mechanism=Mechanism.ECDSA)
            return {"signature": _text(encode_ecdsa_signature(raw))}
        raw = self._key.sign(_SHA256_PREFIX + digest, mechanism=Mechanism.RSA_PKCS)
        return {"signature": _text(raw)}


def _visible(session: Any) -> Iterator[dict[str, str]]:  # noqa: ANN401 - pkcs11 wraps it
    """Certificates, then public keys without one, by their CKA_ID."""
    from pkcs11 import Attribute, ObjectClass  # noqa: PLC0415 - only in this process

    seen = set()
    for found in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
        object_id = bytes(found[Attribute.ID]).hex()
        seen.add(object_id)
        yield {
            "object_id": object_id,
            "label": _label(found),
            "certificate": _text(found[Attribute.VALUE]),
            "spki": "",
        }
    for found in session.get_objects({Attribute.CLASS: ObjectClass.PUBLIC_KEY}):
        object_id = bytes(found.id).hex()
        spki = _spki(found)
        if object_id not in seen and spki:
            yield {
                "object_id": object_id,
                "label": found.label or "",
                "certificate": "",
                "spki": _text(spki),
            }


def _label(found: Any) -> str:  # noqa: ANN401 - pkcs11 wraps it
    from pkcs11 import Attribute  # noqa: PLC0415 - only in this process
    from pkcs11.exceptions import PKCS11Error  # noqa: PLC0415 - only in this process

    try:
        return str(found[Attribute.LABEL])
    except PKCS11Error:
        return ""


def _spki(public: Any) -> bytes:  # noqa: ANN401 - pkcs11 wraps it
    from asn1crypto.keys import PublicKeyInfo, RSAPublicKey  # noqa: PLC0415 - only here
    from pkcs11 import KeyType  # noqa: PLC0415 - only in this process
    from pkcs11.exceptions import PKCS11Error  # noqa: PLC0415 - only in this process
    from pkcs11.util.ec import encode_ec_public_key  # noqa: PLC0415 - only in this process
    from pkcs11.util.rsa import encode_rsa_public_key  # noqa: PLC0415 - only in this process

    try:
        if public.key_type == KeyType.EC:
            return bytes(encode_ec_public_key(public))
        if public.key_type == KeyType.RSA:
            key = RSAPublicKey.load(encode_rsa_public_key(public))
            return bytes(PublicKeyInfo.wrap(key, "rsa").dump())
    except (PKCS11Error, ValueError):
        return b""
    return b""


def _tries(token: Any) -> str:  # noqa: ANN401 - pkcs11 wraps it
    """What the token says of the tries that are left: "all", "fewer", "one" or "locked"."""
    from pkcs11 import TokenFlag  # noqa: PLC0415 - only in this process

    flags = token.flags
    if flags & TokenFlag.USER_PIN_LOCKED:
        return "locked"
    if flags & TokenFlag.USER_PIN_FINAL_TRY:
        return "one"
    return "fewer" if flags & TokenFlag.USER_PIN_COUNT_LOW else "all"


def _serial(token: Any) -> str:  # noqa: ANN401 - pkcs11 wraps it
    return bytes(token.serial).decode("ascii", "replace").strip()


def _text(content: bytes) -> str:
    return base64.b64encode(bytes(content)).decode("ascii")


def _plain(reason: str) -> str:
    return " ".join("".join(ch if ch.isprintable() else " " for ch in reason).split())[:200]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
