"""The net trained on worn pages reads them far better than Debian's own, and clean ones as well."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from rapidfuzz.distance import Levenshtein

from ocr import missed, pages, text
from outbound import lexicon
from outbound.referral.page import reading
from service.demo import paper
from service.demo.paper import Wear


def _words() -> list[str]:
    lines = (Path(lexicon.__file__).parent / "clinical.txt").read_text("utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def _page(words: list[str], chance: random.Random) -> tuple[Image.Image, str]:
    """A page of words in random order, so that nothing but their letters tells what they are."""
    page = Image.new("L", paper.SIZE, 255)
    lines = [" ".join(chance.choice(words) for _ in range(7)) for _ in range(28)]
    face = paper.font(paper.FONTS + "DejaVuSerif.ttf", 9)
    for number, line in enumerate(lines):
        ImageDraw.Draw(page).text((300, 400 + 90 * number), line, font=face, fill=0)
    return page, "\n".join(lines)


def _wrong(worn: Image.Image, true: str, net: text.Net) -> float:
    """Letters wrong, as a share of those that stand there."""
    sheet = pages.prepare(pages.open_document(paper.tiff([worn])).pages[0])
    read = " ".join(text.read(sheet.image, net=net).text.split())
    return Levenshtein.distance(read, " ".join(true.split())) / len(true)


@pytest.mark.parametrize(("seed", "soft"), [(1, 2.4), (2, 3.0)])
def test_worn_lines_are_read_with_half_the_faults(seed: int, soft: float) -> None:
    """Words in random order: it is the letters that it knows better, and no phrase."""
    page, true = _page(_words(), random.Random(seed))
    worn = paper.faxed(page, seed, Wear(skew=0.3, specks=0.0012, soft=soft))
    before, after = _wrong(worn, true, "swe"), _wrong(worn, true, text.FAX)
    assert before > 0.02, "the page is no test if Debian's net reads it"
    assert after < before / 2


def test_a_clean_page_is_read_as_well_as_before() -> None:
    """What the line did nothing to loses nothing."""
    page, true = _page(_words(), random.Random(3))
    worn = paper.faxed(page, 3, Wear(specks=0.0, soft=1.2))
    assert _wrong(worn, true, text.FAX) < 0.01


@pytest.mark.parametrize(("mode", "net"), [("1", text.FAX), ("L", "swe")])
def test_a_referral_that_came_by_fax_is_read_as_one(mode: str, net: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bare dots are a fax's; what a scanner leaves in grey is read by Debian's net, and keeps every word."""
    asked = list[str]()
    word = text.Word("storre", text.Box(9, 9, 90, 30), 90.0, 0)

    def read(_: Image.Image, *, mode: int, net: text.Net) -> text.Reading:
        assert mode == 4
        asked.append(net)
        return text.Reading((word,))

    monkeypatch.setattr(missed, "read", read)
    worn = paper.faxed(Image.new("L", paper.SIZE, 255), 1, Wear())
    words = reading.of_page(pages.Page.of(worn.convert(mode))).words
    assert asked == [net]
    assert words[0].text == ("större" if mode == "1" else "storre")
