"""Every page that a fax gateway, an office scanner or a telephone delivers is opened as it is, and set upright."""

from __future__ import annotations

import io
import itertools
import struct

import numpy as np
import paper
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, TiffImagePlugin

from ocr import codes, pages
from ocr.codes import Mark, Reference, SheetKind
from ocr.pages import cleaning
from service.demo import paper as machines
from service.demo.paper import Wear

GROUP3, GROUP4 = 3, 4
MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
MARK = Mark(Reference.parse(str(codes.draw(lambda letters: letters[7], "NAL"))), SheetKind.ANSWER, 1, 1)


def fax_dots(rows: float = 196) -> Image.Image:
    """A bilevel page as a fax machine scans it."""
    return machines.faxed(paper.drawn(None), 1, Wear(rows))


def strip(dots: Image.Image, compression: int, *, two_d: bool = False, white_is_zero: bool = True) -> bytes:
    """The coded rows alone, high bit first."""
    made = io.BytesIO()
    turned = dots.point(lambda dot: 255 - dot) if white_is_zero else dots
    tags: dict[int, int] = {262: 1, 266: 1, 278: dots.height} | ({292: int(two_d)} if compression == GROUP3 else {})
    turned.save(made, "TIFF", compression=f"group{compression}", tiffinfo=tags)
    with Image.open(made) as file:
        assert isinstance(file, TiffImagePlugin.TiffImageFile)
        start, size = (int(file.tag_v2[tag][0]) for tag in (273, 279))
    return made.getvalue()[start : start + size]


def tiff(
    dots: Image.Image, compression: int = GROUP4, *, two_d: bool = False, white_is_zero: bool = True,
    low_bit_first: bool = False, resolution: tuple[int, int] | None = (204, 196), unit: int = 2, order: str = "<",
    coded: bytes | None = None,
) -> bytes:  # fmt: skip
    """A TIFF written tag by tag, so that each may say what senders' tags say."""
    data = coded if coded is not None else strip(dots, compression, two_d=two_d, white_is_zero=white_is_zero)
    data = data.translate(MIRRORED) if low_bit_first else data
    rows: list[tuple[int, int, int]] = [
        (256, 4, dots.width), (257, 4, dots.height), (258, 3, 1), (259, 3, compression),
        (262, 3, 0 if white_is_zero else 1), (266, 3, 2 if low_bit_first else 1), (273, 4, 24), (277, 3, 1),
        (278, 4, dots.height), (279, 4, len(data)),
    ]  # fmt: skip
    rows += [(282, 5, 8), (283, 5, 16)] if resolution else []
    rows += [(292, 4, int(two_d))] if compression == GROUP3 else []
    rows += [(296, 3, unit)] if resolution else []
    across, down = resolution or (1, 1)
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 24 + len(data) + len(data) % 2)
    head += struct.pack(f"{order}IIII", across, 1, down, 1)
    body = b"".join(_tag(order, *row) for row in sorted(rows))
    return head + data + b"\0" * (len(data) % 2) + struct.pack(f"{order}H", len(rows)) + body + b"\0\0\0\0"


def _tag(order: str, tag: int, kind: int, value: int) -> bytes:
    written = struct.pack(f"{order}HH", value, 0) if kind == 3 else struct.pack(f"{order}I", value)
    return struct.pack(f"{order}HHI", tag, kind, 1) + written


def same(one: Image.Image, other: Image.Image) -> bool:
    """Whether two bilevel images have the same dots."""
    return one.mode == other.mode == "1" and one.size == other.size and one.tobytes() == other.tobytes()


@pytest.mark.parametrize(
    ("compression", "two_d", "white_is_zero", "low_bit_first", "order"),
    [
        (kind, two_d, white, low, order)
        for (kind, two_d), white, low, order in itertools.product(
            [(GROUP3, False), (GROUP3, True), (GROUP4, False)], (True, False), (True, False), ("<", ">")
        )
    ],
)
def test_every_coding_of_a_fax_gives_its_own_dots(
    compression: int, two_d: bool, white_is_zero: bool, low_bit_first: bool, order: str
) -> None:
    """Group 3 in one and two dimensions, Group 4, both bit orders, both polarities, both byte orders."""
    dots = fax_dots()
    made = tiff(
        dots, compression, two_d=two_d, white_is_zero=white_is_zero, low_bit_first=low_bit_first, order=order
    )  # fmt: skip
    (page,) = pages.open_document(made).pages
    assert same(page.native, dots)
    assert page.exact
    assert page.resolution == (204, 196)


@pytest.mark.parametrize(
    ("rows", "tagged", "unit"),
    [
        (98, (204, 98), 2), (196, (204, 196), 2), (391, (204, 391), 2), (100, (200, 100), 2), (200, (200, 200), 2),
        (196, None, 2), (98, None, 2), (391, None, 2), (196, (72, 72), 2), (98, (1, 1), 1), (196, (80, 77), 3),
        (98, (80, 39), 3), (196, (0, 0), 2), (98, (204, 9800), 2), (196, (1728, 2291), 2),
    ],
)  # fmt: skip
def test_a_fax_has_the_height_of_its_paper_whatever_its_tags_say(
    rows: int, tagged: tuple[int, int] | None, unit: int
) -> None:
    """Oblong dots become square ones: the page is as high as A4, with tags that are right, missing or lying."""
    (page,) = pages.open_document(tiff(fax_dots(rows), resolution=tagged, unit=unit)).pages
    high, wide = page.image.height / page.dpi * 25.4, page.image.width / page.dpi * 25.4
    assert high == pytest.approx(297, rel=0.04)
    assert wide == pytest.approx(215, rel=0.03)


@pytest.mark.parametrize(("compression", "two_d"), [(GROUP3, False), (GROUP3, True), (GROUP4, False)])
def test_damaged_rows_leave_a_page(compression: int, two_d: bool) -> None:
    """What the line spoiled is shown as far as it can be decoded; what stood above it is as it was."""
    dots = fax_dots()
    coded = bytearray(strip(dots, compression, two_d=two_d))
    middle = len(coded) // 2
    coded[middle : middle + 6] = b"\x5a\xa5\x00\xff\x13\x37"
    (page,) = pages.open_document(tiff(dots, compression, two_d=two_d, coded=bytes(coded))).pages
    upper = (0, 0, dots.width, dots.height // 4)
    assert page.native.size == dots.size
    assert same(page.native.crop(upper), dots.crop(upper))


def test_a_fax_that_ends_in_the_middle_keeps_the_pages_that_came() -> None:
    """The second page's rows are missing: the first is there, and the loss is named or the page shown as it is."""
    whole = machines.tiff([fax_dots(), fax_dots()])
    document = pages.open_document(whole[: len(whole) * 2 // 3])
    assert same(document.pages[0].native, fax_dots())


def test_many_pages_come_in_their_order() -> None:
    """Each page of a TIFF with pages of different heights is itself."""
    sent = [fax_dots(), fax_dots().crop((0, 0, 1728, 900)), fax_dots().transpose(Image.Transpose.ROTATE_180)]
    got = pages.open_document(machines.tiff(sent)).pages
    assert [page.number for page in got] == [1, 2, 3]
    assert all(same(page.native, dots) for page, dots in zip(got, sent, strict=True))


def test_a_pdf_of_fax_pictures_gives_the_same_dots() -> None:
    """Image-only PDF: extracted, never rendered again."""
    dots = fax_dots()
    fax = pages.fax([dots.resize(pages.FAX_SIZE)])
    (page,) = pages.open_document(pages.image_pdf(fax)).pages
    assert page.exact
    assert same(page.native, pages.fax_pages(fax)[0])


def mixed_pdf() -> bytes:
    """A page of typed text, written by hand as PDF."""
    content = b"BT /F 14 Tf 72 700 Td (Utlatande DT hjarna: ingen blodning.) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), list[int]()
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start)


@pytest.mark.parametrize("broken", [False, True])
def test_a_pdf_of_text_is_drawn_and_its_words_kept(broken: bool) -> None:
    """Also with a cross-reference table that points nowhere."""
    made = mixed_pdf()
    if broken:
        start = made.index(b"xref\n")
        made = made[:start] + made[start:].replace(b"00000 n", b"00007 n").replace(b"0000000", b"0000999")
    (page,) = pages.open_document(made).pages
    assert [word.text for word in page.words][:2] == ["Utlatande", "DT"]
    assert not page.exact
    assert page.image.size == pytest.approx((2479, 3508), abs=3)


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_scan_in_colour_is_a_grey_page(form: str) -> None:
    """An office scanner's picture at 300 to the inch, with a shadow at its edge."""
    grey = machines.copied(paper.drawn(None), (2480, 3508), skew=0.4, seed=3)
    blue = grey.point([min(255, tone + 9) for tone in range(256)])
    out = io.BytesIO()
    Image.merge("RGB", (grey, grey, blue)).save(out, form, dpi=(300, 300))
    (page,) = pages.open_document(out.getvalue()).pages
    assert page.mode == "L"
    assert page.image.size == (2480, 3508)


def test_a_photograph_lies_as_its_camera_says() -> None:
    """A telephone's picture of a page: turned by its EXIF tag, without dots to the inch, paper on a darker table."""
    table = Image.new("RGB", (3000, 4000), (120, 110, 100))
    sheet = paper.drawn(None).resize((2600, 3677)).convert("RGB").rotate(2, expand=True, fillcolor=(120, 110, 100))
    table.paste(sheet.crop((0, 0, 2700, 3700)), (150, 150))
    out, exif = io.BytesIO(), Image.Exif()
    exif[274] = 6
    table.rotate(90, expand=True).save(out, "JPEG", exif=exif, quality=80)
    (page,) = pages.open_document(out.getvalue()).pages
    assert page.image.height > page.image.width


@pytest.mark.parametrize("data", [b"", b"\0" * 400, b"II*\0" + b"\xff" * 200, b"%PDF-1.7\n%%EOF", b"\xff\xd8\xff\xe0"])
def test_what_is_no_document_is_refused(data: bytes) -> None:
    """Every one by the closed word for why, never by another exception."""
    with pytest.raises(pages.Unreadable):
        pages.open_document(data)


def test_an_exploding_picture_is_refused_in_its_time() -> None:
    """A PNG of two gigapixels in a few kilobytes."""
    out = io.BytesIO()
    Image.new("1", (60_000, 34_000)).save(out, "PNG")
    with pytest.raises(pages.Unreadable) as told:
        pages.open_document(out.getvalue(), seconds=15)
    assert told.value.code == "too_large"


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize(("capitals", "skew"), [(False, 0.0), (False, -2.0), (True, 1.0)])
def test_a_page_without_symbol_is_set_upright_by_its_lines(turn: int, capitals: bool, skew: float) -> None:
    """Upside down and sideways, small letters and capitals alone: the turn that undoes it is found."""
    dots = machines.faxed(paper.drawn(None, capitals=capitals), 5, Wear(skew=skew))
    square = pages.Page.of(dots, (204, 196)).image
    laid = square.rotate(-turn, expand=True)
    assert pages.prepare(pages.Page.of(laid)).rotation == -turn % 360


@pytest.mark.parametrize("skew", [-5.0, -3.3, -1.0, 0.4, 2.2, 5.0])
@pytest.mark.parametrize("rows", [98, 196])
def test_skew_to_five_degrees_is_taken_out(skew: float, rows: float) -> None:
    """The angle found levels the lines to a quarter of a degree."""
    sheet = pages.prepare(paper.worn(paper.drawn(MARK), 9, rows=rows, skew=skew))
    assert sheet.skew == pytest.approx(-skew, abs=0.25)


def test_cleaning_takes_specks_and_dead_columns_and_no_letters() -> None:
    """A specked page with a dead column of the scanner holds nearly the same ink afterwards as the clean one."""
    clean = np.asarray(fax_dots()) == 0
    rough = clean.copy()
    rough[np.random.default_rng(4).random(clean.shape) < 0.003] = True
    rough[:, 700:702] = True
    page = pages.Page.of(Image.fromarray(np.where(rough, np.uint8(0), np.uint8(255))).convert("1"), (204, 196))
    after = pages.prepare(page).image.resize(page.size)
    worse = np.abs(np.asarray(page.image.resize(page.size)).astype(int) - np.where(clean, 0, 255)).mean()
    better = np.abs(np.asarray(after).astype(int) - np.where(clean, 0, 255)).mean()
    assert better < worse
    assert np.asarray(after)[:150, 699:703].mean() > 200


def test_a_blank_page_and_a_page_of_rules_stay_as_they_lie() -> None:
    """Nothing to go by: not turned, not askew."""
    blank = Image.new("1", (1728, 2291), 1)
    ruled = blank.copy()
    ImageDraw.Draw(ruled).line([(100, 500), (1600, 500)], fill=0, width=3)
    for dots in (blank, ruled):
        sheet = pages.prepare(pages.Page.of(dots, (204, 196)))
        assert (sheet.rotation, sheet.skew) == (0, 0.0)


def test_a_soft_shadowed_photograph_keeps_its_symbol() -> None:
    """Light falling off to one side and a hand that shook: the symbol is read all the same."""
    page = paper.drawn(MARK).resize((2100, 2935)).filter(ImageFilter.GaussianBlur(2))
    light = np.asarray(page).astype(float) * np.linspace(0.95, 0.45, 2100)[None, :]
    sheet = pages.prepare(pages.Page.of(Image.fromarray(light.astype(np.uint8)), (254, 254)))
    assert MARK in [code.mark for code in sheet.codes]


def test_a_shadow_on_a_photograph_is_evened_and_other_pages_stay_as_they_are() -> None:
    """Paper in shade becomes as light as paper in light, and print stays dark; a scanned page is given back itself."""
    sheet = paper.drawn(None, ["Ingen blödning. Inga färska infarkter."]).convert("L")
    assert cleaning.evened(sheet) is sheet
    shade = Image.linear_gradient("L").resize(sheet.size).point([110 + level * 145 // 255 for level in range(256)])
    evened = np.asarray(cleaning.evened(ImageChops.multiply(sheet, shade)))
    lit = np.asarray(sheet) > 200
    assert np.percentile(evened[lit], 5) > 235
    assert np.percentile(evened[~lit], 50) < 128


def test_coarse_steps_are_softened_more_widely() -> None:
    """A step of standard resolution is three dots high at 300 to the inch; one of fine resolution half that."""
    step = Image.new("L", (40, 40), 255)
    step.paste(0, (0, 20, 40, 40))
    coarse, fine = (np.asarray(cleaning.softened(step, rows))[:, 20] for rows in (98.0, 196.0))
    assert np.count_nonzero((coarse > 0) & (coarse < 255)) >= 2 * np.count_nonzero((fine > 0) & (fine < 255)) > 0


@pytest.mark.parametrize(
    "data",
    [
        rb"{\rtf1\ansi Dottern \'c5sa \'d6hrstr\'f6m ringde\par}",
        b"<!DOCTYPE html><html><body>Remiss</body></html>",
        b"\xef\xbb\xbf<html><body>Remiss</body></html>",
    ],
)
def test_markup_is_no_text(data: bytes) -> None:
    """Its letters may be spelled in signs that no rule knows: a name would pass every one of them."""
    assert pages.sniff(data) == "unknown"
