"""Pages of twelve papers beside the pictures kept of them; `make golden` keeps them anew."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.support.golden_papers import FOLDER, PAPERS, SHARE, difference, pictures


@pytest.mark.parametrize("name", PAPERS)
def test_paper__drawn_again__looks_as_the_pictures_kept_of_it(name: str, tmp_path: Path) -> None:
    drawn = pictures(name, tmp_path)
    kept = sorted(FOLDER.glob(f"{name}_[0-9].png"))
    assert [one.name for one in drawn] == [one.name for one in kept]
    apart = []
    for before, now in zip(kept, drawn, strict=True):
        share, shown = difference(Image.open(before).convert("L"), Image.open(now).convert("L"))
        if share > SHARE:
            place = Path(tempfile.mkdtemp(prefix="hrdesk-golden-")) / now.name
            shown.save(place)
            apart.append(f"{now.name}: {share:.2%} differs, see {place} (red kept, blue drawn)")
    assert not apart, "\n".join(apart)


def test_difference__of_a_word_moved_or_a_line_gone__is_seen() -> None:
    page = Image.open(FOLDER / "report_1.png").convert("L")
    assert difference(page, page)[0] == 0
    gone = page.copy()
    ImageDraw.Draw(gone).rectangle((60, 200, 480, 225), fill=255)
    assert difference(page, gone)[0] > SHARE
    moved = Image.new("L", page.size, 255)
    moved.paste(page, (0, 4))
    assert difference(page, moved)[0] > SHARE
