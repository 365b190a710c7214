import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrdesk.vietnamese import text as text_module
from hrdesk.vietnamese.text import fold, match_spans, name_key, nfc, sort_key, words

MIXED = st.text(
    alphabet=st.sampled_from("aAăĂâÂđĐêộỗưỨớ bch\u0323\u0301 1-.ក្រុងﺱبچ中\u200b"), max_size=24
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Hội nghị  Đồng Nai", "hoi nghi dong nai"),
        ("THỊ TRẤN ÓC EO", "thi tran oc eo"),
        (unicodedata.normalize("NFD", "Vĩnh Nguơn"), "vinh nguon"),
        ("Hòa Hoà", "hoa hoa"),
        (" \t ", ""),
        ("ﬁ", "ﬁ"),  # no NFKC
    ],
)
def test_fold__vietnamese__is_plain_latin(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_fold__khmer_and_jawi__marks_are_kept() -> None:
    khmer, jawi = "សិទ្ធិមនុស្ស", "حق أساسي مأنسي"
    assert fold(khmer) == khmer
    assert fold(jawi) == nfc(jawi)


def test_fold__khmer_word_boundary__parts_words() -> None:
    assert words(fold("សិទ្ធិ\u200bមនុស្ស")) == ["សិទ្ធិ", "មនុស្ស"]


@given(st.text(max_size=40))
@settings(max_examples=150)
def test_fold__any_text__is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40))
@settings(max_examples=150)
def test_fold__any_text__does_not_depend_on_the_normal_form(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(nfc(text))


def test_sort_key__alphabet__letters_in_their_order() -> None:
    listed = list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")
    assert sorted(set(listed), key=sort_key) == listed


def test_sort_key__tones__in_their_order_after_the_letters() -> None:
    listed = ["ma", "mà", "mả", "mã", "má", "mạ", "mác", "măc", "mắc", "mâu"]
    assert sorted(set(listed), key=sort_key) == listed


def test_sort_key__case__decides_last() -> None:
    assert sorted(["An", "an", "án", "Án", "ăn"], key=sort_key) == ["an", "An", "án", "Án", "ăn"]


def test_sort_key__tone_of_an_early_letter__weighs_after_all_letters() -> None:
    assert sort_key("hòa b") < sort_key("hoa c")


def test_sort_key__signs_digits_letters_scripts__in_that_order() -> None:
    listed = ["", "(1)", "2", "10", "Ấp", "Zalo", "ខ្មែរ", "中"]
    # digits compare one by one, as in every office list
    assert sorted(listed, key=sort_key) == ["", "(1)", "10", "2", "Ấp", "Zalo", "ខ្មែរ", "中"]


@given(MIXED, MIXED)
@settings(max_examples=200)
def test_sort_key__any_text__code_points_and_bytes_agree(one: str, other: str) -> None:
    first, second = sort_key(one), sort_key(other)
    assert (first < second) == (first.encode() < second.encode())
    assert "\x00" not in first


@given(MIXED)
@settings(max_examples=100)
def test_sort_key__any_text__does_not_depend_on_the_normal_form(text: str) -> None:
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(nfc(text))


def test_name_key__people__by_given_name_then_family_then_middle() -> None:
    names = ["Trần Văn Bình", "Lê Thị An", "Nguyễn An", "Lê Hoài An", "Néang Sa Rây", "Ân"]
    assert sorted(names, key=name_key) == [
        "Lê Hoài An",
        "Lê Thị An",
        "Nguyễn An",
        "Ân",
        "Trần Văn Bình",
        "Néang Sa Rây",
    ]


def test_match_spans__unaccented_query__marks_the_typed_words() -> None:
    text = "Tuyên truyền về quyền trẻ em, dân tộc Khmer"
    spans = match_spans(text, "tuyen quy dan")
    assert [text[start:end] for start, end in spans] == ["Tuyên", "quy", "dân"]


def test_match_spans__decomposed_text__takes_the_whole_letter() -> None:
    text = unicodedata.normalize("NFD", "một quyền")
    spans = match_spans(text, "mo quye")
    assert [nfc(text[start:end]) for start, end in spans] == ["mộ", "quyề"]


def test_match_spans__inside_a_word__no_match() -> None:
    assert match_spans("tuyên truyền", "yen") == []


@given(MIXED, MIXED)
@settings(max_examples=200)
def test_match_spans__any_text__apart_and_in_order(text: str, query: str) -> None:
    spans = match_spans(text, fold(query))
    ends = [0]
    for start, end in spans:
        assert ends[-1] <= start < end <= len(text)
        ends.append(end)
        assert any(fold(text[start:end]).startswith(word) for word in words(fold(query)))


def test_fold__more_words_than_are_remembered__memory_stays_and_answers_do() -> None:
    remembered = text_module._FOLDED
    for number in range(text_module._WORDS + 100):
        assert fold(f"Ấp Đồng{number}") == f"ap dong{number}"
    assert len(remembered) <= text_module._WORDS


def test_fold__a_word_without_end__is_folded_and_not_remembered() -> None:
    word = "Đ" * 5_000
    assert fold(word) == "d" * 5_000
    assert word not in text_module._FOLDED
