"""Lines and directions, judged letter by letter."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from hrdesk.reports.fonts import FontBook, check_fonts
from hrdesk.reports.lines import break_lines
from hrdesk.reports.shaping import Shaper, reads_right_to_left, visual_order
from tests.support.reports import HAN, JAWI, KHMER, VIETNAMESE

SHAPER = Shaper(FontBook())


def test_faces__that_are_shipped__have_their_letters() -> None:
    assert check_fonts() == []


def test_plain__vietnamese_only() -> None:
    assert SHAPER.is_plain(VIETNAMESE, "bold")
    assert not any(SHAPER.is_plain(text, "regular") for text in (KHMER, JAWI, HAN))


def test_direction__of_the_first_letter__decides() -> None:
    assert reads_right_to_left(f"12. {JAWI}")
    assert not reads_right_to_left(f"Tên: {JAWI}")


def test_jawi_line__in_visual_order__ends_with_its_first_word() -> None:
    line = break_lines(SHAPER, JAWI, "regular", 1e6)[0]
    texts = [piece.text for piece in line.pieces if piece.text.strip()]
    assert texts == list(reversed(JAWI.split()))


def test_numbers_inside_jawi__keep_the_higher_level() -> None:
    atoms = SHAPER.atoms("هاري 123 هاري", "regular")
    pieces = [piece for atom in atoms for piece in atom.pieces]
    assert [piece.level for piece in pieces] == [1, 2, 1]
    assert [piece.text for piece in visual_order(pieces)] == ["هاري", "123", "هاري"]


def test_khmer__without_spaces__breaks_between_clusters() -> None:
    word = "សម្រាប់ប្រជាពលរដ្ឋខ្មែរ" * 3
    lines = break_lines(SHAPER, word, "regular", 4000)
    assert len(lines) > 1
    texts = ["".join(piece.text for piece in line.pieces) for line in lines]
    assert "".join(texts) == word
    assert not any(text.endswith("្") or text.startswith("្") for text in texts)


def test_han__before_a_closing_mark__does_not_break() -> None:
    lines = break_lines(SHAPER, HAN, "regular", 3500)
    assert not any(line.pieces[0].text.startswith("\uff0c") for line in lines)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.sampled_from([*VIETNAMESE.split(), *KHMER.split(), *HAN, "A" * 60]), min_size=1),
    st.integers(2500, 20000),
    st.integers(0, 2000),
)
def test_lines__of_any_width__keep_all_letters_inside(
    words: list[str], limit: int, indent: int
) -> None:
    text = " ".join(words)
    lines = break_lines(SHAPER, text, "regular", limit, indent=indent)
    drawn = "".join(piece.text for line in lines for piece in line.pieces)
    assert drawn.replace(" ", "") == text.replace(" ", "")
    assert all(line.width <= limit + 0.01 for line in lines)


def test_marks_and_numbers__beside_jawi_in_vietnamese__stay_where_they_were() -> None:
    line = break_lines(SHAPER, f"Sản phẩm “{JAWI}” (12 bản)", "regular", 1e6)[0]
    first, *_, last = [piece.text for piece in line.pieces]
    assert first == "Sản phẩm “"
    assert last == "” (12 bản)"
