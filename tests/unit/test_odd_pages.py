"""Pages that lie about themselves, and pictures that were never meant for a fax: read as they are, or refused."""

from __future__ import annotations

import io
import itertools
from random import Random

import numpy as np
import paper
import pytest
from PIL import Image, ImageDraw, ImageFilter

from inbound import report
from inbound.report import remainder
from ocr import pages, text
from ocr.pages import orientation
from service.demo import paper as machines
from service.demo.paper import Wear

CLEAN = Wear(specks=0.0002)


def saved(image: Image.Image, form: str, **more: object) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    image.save(out, form, **more)
    return out.getvalue()


def fax(rows: float, tagged: float, *, height: int | None = None, skew: float = 0.0) -> bytes:
    """A fax of so many rows to the inch that is tagged with so many; `height` of its rows arrived."""
    dots = machines.faxed(paper.drawn(None), 3, Wear(rows, skew, 0.0005, 0, 2.0))
    return machines.tiff([dots.crop((0, 0, dots.width, height or dots.height))], tagged)


@pytest.mark.parametrize(("rows", "tagged"), [(98, 196), (196, 98), (196, 391), (391, 196)])
@pytest.mark.parametrize("skew", [-1.0, 2.0])
def test_letters_tell_how_high_a_page_is_whose_tags_lie(rows: float, tagged: float, skew: float) -> None:
    """Half of A4 or twice A4 by its tags, and its letters half or twice as high as letters are."""
    (page,) = pages.open_document(fax(rows, tagged, skew=skew)).pages
    assert page.resolution == (204, rows)


@pytest.mark.parametrize("height", [1000, 1146, 1300])
def test_a_page_that_is_short_stays_short(height: int) -> None:
    """What a server trimmed or a line cut off has letters of the right height: its tags are believed."""
    (page,) = pages.open_document(fax(196, 196, height=height)).pages
    assert page.resolution == (204, 196)


def on_table(sheet: Image.Image, turn: int) -> Image.Image:
    """A telephone's picture of a sheet on a dark table: in uneven light, with grain, the print not quite level."""
    size = (2600, 3500)
    table = Image.new("L", size, 78)
    table.paste(sheet.rotate(1.5, Image.Resampling.BICUBIC, fillcolor=255).resize((2100, 2970)), (250, 260))
    light = np.linspace(1.0, 0.7, size[0])[None, :] * np.linspace(1.0, 0.85, size[1])[:, None]
    grain = np.random.default_rng(4).normal(0, 4, size[::-1])
    dots = (np.asarray(table) * light + grain).clip(0, 255).astype(np.uint8)
    return Image.fromarray(dots).filter(ImageFilter.GaussianBlur(1)).rotate(-turn, expand=True)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_table_round_a_photographed_page_does_not_turn_it(turn: int) -> None:
    """The edge of the paper falls into a sharper line than print does; the page is set upright by its print."""
    few = paper.drawn(None, paper.PROSE.splitlines()[:5])
    data = saved(on_table(few, turn), "JPEG", quality=85)
    (page,) = pages.open_document(data).pages
    assert pages.prepare(page).rotation == -turn % 360


def test_faint_print_is_made_dark_and_grain_is_not() -> None:
    """Pencil or a worn toner on grey paper; a blank page stays blank."""
    sheet = paper.drawn(None).resize((2480, 3508))
    faint = sheet.point([150 + level // 3 for level in range(256)])
    (page,) = pages.open_document(saved(faint, "PNG")).pages
    upright = pages.prepare(page)
    assert (upright.rotation, np.percentile(np.asarray(upright.image), 0.5) < 90) == (0, True)
    grain = np.random.default_rng(2).normal(225, 5, (1754, 1240)).clip(0, 255).astype(np.uint8)
    (blank,) = pages.open_document(saved(Image.fromarray(grain), "PNG")).pages
    assert np.asarray(pages.prepare(blank).image).min() > 190


@pytest.mark.parametrize("form", ["MPO", "PNG"])
def test_what_follows_a_picture_is_no_page(form: str) -> None:
    """A telephone's light map behind its JPEG, a film in a PNG: one page."""
    sheet = paper.drawn(None).resize((620, 877))
    data = saved(sheet.convert("RGB"), form, save_all=True, append_images=[sheet.rotate(3).convert("RGB")])
    assert [page.size for page in pages.open_document(data).pages] == [(620, 877)]


def test_a_small_copy_of_a_page_is_no_page() -> None:
    """Some scanners store one beside each page and say so (NewSubfileType 1)."""
    dots = machines.faxed(paper.drawn(None), 3, CLEAN)
    small = dots.resize((216, 286))
    small.encoderinfo = {"tiffinfo": {254: 1}}
    data = saved(dots, "TIFF", compression="group4", dpi=(204, 196), save_all=True, append_images=[small])
    assert [page.size for page in pages.open_document(data).pages] == [dots.size]


def test_a_telephone_with_many_dots_is_read_at_fewer() -> None:
    """48 million dots come as 12; 300 million, or as many in a PNG, are refused for what they are."""
    dots = np.full((8000, 6000), 210, np.uint8)
    dots[::40] = Random(3).randrange(60)
    (page,) = pages.open_document(saved(Image.fromarray(dots), "JPEG", quality=40, dpi=(700, 700))).pages
    assert (page.size, page.resolution) == ((3000, 4000), (350, 350))
    for image, form in ((Image.new("L", (20_000, 15_000), 9), "JPEG"), (Image.new("1", (7000, 7000), 1), "PNG")):
        with pytest.raises(pages.Unreadable, match="too_large"):
            pages.open_document(saved(image, form))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_of_boxes_is_turned_by_the_words_beside_them(turn: int) -> None:
    """Nothing can be read where most ink is; a little above it stands which way is up."""
    drawn = Image.new("L", machines.SIZE, 255)
    draw = ImageDraw.Draw(drawn)
    for number, line in enumerate(paper.PROSE.splitlines()[:4]):
        draw.text((300, 500 + 105 * number), line.upper(), font=machines.font(machines.SANS, 10), fill=0)
    for top in range(1800, 4000, 220):
        draw.rectangle((300, top, 2900, top + 12), fill=0)
        for left in range(300, 2900, 40):
            draw.rectangle((left, top, left + 12, top + 80), fill=0)
    image = machines.faxed(drawn, 3, Wear(196, 0.0, 0.0005, 0, 2.0)).convert("L").resize((1728, 2380))
    assert pages.prepare(pages.Page.of(image.rotate(-turn, expand=True), (204, 204))).rotation == -turn % 360


@pytest.mark.parametrize(("step", "turned"), [(5.0, 180), (17.0, 0)])
def test_a_busy_machine_takes_its_time_to_tell_which_way_is_up(step: float, turned: int) -> None:
    """Capitals tell it to a reader alone. He has seconds for the whole page, and then it stays as it lies."""
    capitals = [line.upper() for line in paper.PROSE.splitlines()]
    upside_down = paper.drawn(None, capitals).resize((1728, 2380)).rotate(180)
    passed = (step * look for look in itertools.count())
    assert orientation.rotation(upside_down, 204, (), clock=lambda: next(passed)) == turned


def test_rows_of_boxes_to_write_in_turn_no_page() -> None:
    """A form's combs have far more below than above, and most lines of print say otherwise: the page stays as it is."""
    drawn = paper.drawn(None)
    draw = ImageDraw.Draw(drawn)
    for row in range(6):
        top = 2600 + 220 * row
        draw.rectangle((300, top, 2900, top + 12), fill=0)
        for left in range(300, 2900, 40):
            draw.rectangle((left, top, left + 12, top + 80), fill=0)
    image = machines.faxed(drawn, 3, Wear(196, 0.0, 0.0005, 0, 2.0))
    assert pages.prepare(pages.Page.of(image, (204, 196))).rotation == 0


@pytest.mark.parametrize("seed", [1, 2])
def test_a_screen_printed_over_a_page_hides_no_words(seed: int) -> None:
    """A tinted form comes as dots all over: nothing of it could be read, and that took half a minute."""
    sheet = np.asarray(paper.drawn(None).resize((1728, 2291), Image.Resampling.BOX)) * (1 - 0.06 * (seed + 1))
    rows, columns = np.mgrid[0 : sheet.shape[0], 0 : sheet.shape[1]]
    angle, period = np.pi / 4, 5.0 + seed
    across = (columns * np.cos(angle) + rows * np.sin(angle)) / period
    down = (rows * np.cos(angle) - columns * np.sin(angle)) / period
    screen = 127 + 120 * np.cos(2 * np.pi * across) * np.cos(2 * np.pi * down)
    dots = Image.fromarray(np.where(sheet < screen, 0, 255).astype(np.uint8)).convert("1", dither=Image.Dither.NONE)
    read = text.read(pages.prepare(pages.Page.of(dots, (204, 196))).image)
    wanted = set(paper.PROSE.split())
    assert len(wanted & set(read.text.split())) > 0.8 * len(wanted)


@pytest.mark.parametrize("specks", [0.0003, 0.001, 0.004])
@pytest.mark.parametrize("share", [0.3, 0.6, 1.0])
@pytest.mark.parametrize("fill", ["white", "smeared"])
def test_rows_that_were_never_scanned_have_no_specks(fill: str, share: float, specks: float) -> None:
    """A machine fills a page that broke off with white or its last row; a short report's own paper has specks below."""
    drawn = paper.drawn(None, paper.PROSE.splitlines()[:4])
    dots = machines.faxed(drawn, 5, Wear(196, 0.4, specks, 0, 2.2))
    cut = round(share * dots.height)
    below = dots.crop((0, cut - 1, dots.width, cut)).resize((dots.width, max(1, dots.height - cut)))
    dots.paste(255 if fill == "white" else below, (0, cut, dots.width, cut + below.height))
    assert remainder.is_void(pages.Page.of(dots, (204, 196))) is (share < 1)


def test_a_page_that_was_never_paper_has_no_specks_to_miss() -> None:
    """A program's own fax, dotted lines in its upper half and nothing below, says nothing of a loss."""
    page = np.full((2291, 1728), 255, np.uint8)
    page[200:1200:70, 100:1600:12] = 0
    assert not remainder.is_void(pages.Page.of(Image.fromarray(page).convert("1"), (204, 196)))


def test_a_page_with_print_that_nobody_could_read_is_not_blank(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is blank is laid aside unseen."""
    monkeypatch.setattr(text, "read", lambda *_, **__: text.Reading(()))
    data = machines.tiff([machines.faxed(paper.drawn(None), 3, CLEAN)])
    (page,) = report.read(data, prefixes=["NAL"]).pages
    assert page.kind == "unknown"


@pytest.mark.parametrize(("rows", "specks", "lost"), [(196, 0.0, 0), (196, 0.004, 8), (98, 0.004, 8), (196, 0.010, 20)])
def test_print_too_thin_for_any_reader_is_print(rows: float, specks: float, lost: int) -> None:
    """Tesseract found no word on such a page of others; the specks of a worn machine on blank paper are no lines."""
    wear = machines.Wear(rows=rows, skew=0.4, specks=specks, lost=lost, soft=3.4)
    blank = Image.new("L", machines.SIZE, 255)
    thin = blank.copy()
    face = machines.font(machines.MONO, 9)
    for line in range(24):
        where = (400, 600 + 90 * line)
        ImageDraw.Draw(thin).text(where, "Ingen fraktur ses. Ledspringorna jämna", font=face, fill=0)
    for page, told in ((thin, True), (blank, False)):
        (stored,) = pages.open_document(machines.tiff([machines.faxed(page, 3, wear)], rows)).pages
        assert remainder.has_lines(pages.prepare(stored).image) == told


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_that_only_its_words_can_turn_is_read_as_it_stands(turn: int) -> None:
    """Capitals have no balance: the page is read as it lies, and again the right way up where its words say so."""
    capitals = paper.drawn(None, [line.upper() for line in paper.PROSE.splitlines()]).resize((1728, 2380))
    (page,) = report.read(saved(capitals.rotate(-turn, expand=True), "PNG", dpi=(204, 204)), prefixes=["NAL"]).pages
    assert (page.rotation, page.kind) == (-turn % 360, "report")


def test_a_page_whose_words_tell_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """To read parts of it all ways first takes as long as to read it."""
    capitals = paper.drawn(None, [line.upper() for line in paper.PROSE.splitlines()]).resize((1728, 2380))
    (page,) = pages.open_document(saved(capitals, "PNG", dpi=(204, 204))).pages
    guessed = pages.guess(page)
    words = text.read(guessed.image, net=text.FAX).words
    monkeypatch.setattr(text, "read", None)
    assert (guessed.sure, pages.settled(page, guessed, words)) == (False, guessed)
