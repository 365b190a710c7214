import csv
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrdesk.resources import resource
from hrdesk.units import UnitCatalogue
from hrdesk.vietnamese.legacy import decode, decode_tcvn3, decode_vni, guess_encoding
from hrdesk.vietnamese.syllables import is_syllable

SENTENCE = "cộng hòa xã hội chủ nghĩa việt nam, độc lập - tự do - hạnh phúc; người dân ở ấp"


def table(name: str, source: str) -> dict[str, str]:
    with resource("legacy", name).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {
        row["unicode_nfc"]: row[source]
        for row in rows
        if row.get("subset", "VN3") == "VN3" and not row.get("note", "").startswith("derived")
    }


def write_tcvn3(text: str) -> str:
    """The way back, from the same published table but another road."""
    letters = table("tcvn3.csv", "surface_char")
    return "".join(letters.get(char, char) for char in text)


def write_vni(text: str) -> str:
    letters = table("vni.csv", "sequence")
    return "".join(letters.get(char, char) for char in text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("§éc lËp", "Độc lập"),
        ("NguyÔn V¨n A", "Nguyễn Văn A"),
        ("ng\u00ad\u00aei", "ngưđi"),
        ("64 ng\u00adêi, 30°C", "64 người, 30°C"),
    ],
)
def test_decode_tcvn3__old_text__unicode(old: str, new: str) -> None:
    assert decode_tcvn3(old) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("COÄNG HOØA XAÕ HOÄI", "CỘNG HÒA XÃ HỘI"),
        ("Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
        ("Traàn Thò B", "Trần Thị B"),
        ("Aùnh Tuyeát", "Ánh Tuyết"),
        ("Möôøi ñôn vò ôû Thoaïi Sôn", "Mười đơn vị ở Thoại Sơn"),
    ],
)
def test_decode_vni__old_text__unicode(old: str, new: str) -> None:
    assert decode_vni(old) == new


def test_decode__unicode__only_composed() -> None:
    assert decode(unicodedata.normalize("NFD", "Việt"), "unicode") == "Việt"


NAMES = sorted({unit.name for unit in UnitCatalogue.load().all()})


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6))
@settings(max_examples=60)
def test_decode__names_written_the_old_way__come_back(names: list[str]) -> None:
    text = ", ".join(names)
    assert decode_vni(write_vni(text)) == text
    assert decode_tcvn3(write_tcvn3(text.lower())) == text.lower()


@given(st.lists(st.sampled_from(NAMES), min_size=4, max_size=10, unique=True))
@settings(max_examples=60)
def test_guess_encoding__columns_of_names__found_each_time(names: list[str]) -> None:
    small = [name.lower() for name in names]
    assert guess_encoding(names) == "unicode"
    assert guess_encoding(map(write_vni, names)) == "vni"
    assert guess_encoding(map(write_tcvn3, small)) == "tcvn3"


@pytest.mark.parametrize(
    ("samples", "encoding"),
    [
        ([], "unicode"),
        (["Tri Ton", "2026", ""], "unicode"),
        (["NguyÔn V¨n A"], "tcvn3"),
        (["Traàn Thò B"], "vni"),
        (["COÄNG HOØA XAÕ HOÄI"], "vni"),
        (["Lê Hà", "Trần Thị Bé"], "unicode"),
        ([unicodedata.normalize("NFD", SENTENCE)], "unicode"),
        (["សិទ្ធិមនុស្ស", "中文"], "unicode"),
        (["Café, résumé, naïve"], "unicode"),
    ],
)
def test_guess_encoding__samples__as_a_person_would(samples: list[str], encoding: str) -> None:
    assert guess_encoding(samples) == encoding


def test_guess_encoding__sentence__found_in_each() -> None:
    assert guess_encoding([SENTENCE]) == "unicode"
    assert guess_encoding([write_tcvn3(SENTENCE)]) == "tcvn3"
    assert guess_encoding([write_vni(SENTENCE)]) == "vni"


def test_is_syllable__names_of_units__nearly_all() -> None:
    words = {word for name in NAMES for word in re.findall(r"[^\W\d_]+", name)}
    strange = sorted(word for word in words if not is_syllable(word))
    assert len(strange) <= len(words) // 40, strange


@pytest.mark.parametrize("word", ["NguyÔn", "hßa", "việc", "viec", "Thuyeàn", "chướngg"])
def test_is_syllable__misspelt__no(word: str) -> None:
    assert is_syllable(word) is (word == "việc")
