"""How hard a passphrase is to guess, as zxcvbn counts it, with words that people here would take."""

from __future__ import annotations

from typing import Final

from hrdesk.values import dataclass
from hrdesk.vietnamese.text import fold, nfc

LEAST: Final = 12  # characters, as trust.sealing demands
_FAIR: Final = 9.0  # powers of ten of guesses; one costs a third of a second
_GOOD: Final = 12.0
_LONGEST: Final = 100  # zxcvbn's time grows with the square
_WORDS: Final = (
    "mat khau", "mat ma", "an giang", "viet nam", "long xuyen", "chau doc", "rach gia", "phu quoc",
    "kien giang", "ha tien", "tinh bien", "tri ton", "tan chau", "cho moi", "thoai son", "phu tan",
    "nhan quyen", "quyen con nguoi", "van phong", "uy ban", "nhan dan", "uy ban nhan dan", "ubnd",
    "truyen thong", "van hoa", "xa hoi", "cong chuc", "cong an", "bao cao", "ke hoach", "tinh uy",
    "doc lap", "tu do", "hanh phuc", "doc lap tu do hanh phuc", "khong co gi quy hon", "ho chi minh",
    "cong hoa xa hoi chu nghia", "nguyen", "nguyen van", "nguyen thi", "tran", "tran thi", "le",
    "pham", "huynh", "phan", "vo", "dang", "bui", "chau", "anh yeu em", "em yeu anh", "gia dinh",
    "con yeu", "xin chao", "may tinh", "dang nhap", "qwerty", "telex", "admin",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Strength:
    """`level`: "short", "weak", "fair", "good" or "strong"; `digits` of the guesses it takes."""

    level: str
    digits: float

    @property
    def enough(self) -> bool:
        """Whether it may be used; a weak one is warned of, not refused."""
        return self.level != "short"


def passphrase_strength(passphrase: str, near: tuple[str, ...] = ()) -> Strength:
    """How long guessing takes; `near` are words of this desk, as unit and name. Not instant.

    The words are taken as typed and without marks; the easier of the two counts.
    """
    typed = nfc(passphrase)
    if len(typed) < LEAST:
        return Strength("short", 0.0)
    from zxcvbn import zxcvbn

    words = [fold(one) for one in (*_WORDS, *near) if one]
    known = [*words, *(one.replace(" ", "") for one in words)]
    tried = (typed[:_LONGEST], fold(typed)[:_LONGEST], fold(typed).replace(" ", "")[:_LONGEST])
    digits = min(float(zxcvbn(one, user_inputs=known)["guesses_log10"]) for one in tried if one)
    if digits < _FAIR:
        level = "weak"
    elif digits < _GOOD:
        level = "fair"
    else:
        level = "good" if digits < _GOOD + 4 else "strong"
    return Strength(level, digits)
