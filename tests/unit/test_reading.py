"""A returned fax read page by page: one page's trouble is its own."""

from __future__ import annotations

import io
import math
import re
from dataclasses import replace
from random import Random

import numpy as np
import paper as sheets
import pytest
from PIL import Image, ImageDraw

from config import settings as installations
from config import site as sites
from inbound import report
from inbound.report import margins, number_lines, sheet
from ocr import answer_sheet, codes, missed, pages, text
from service.bench import faxes
from service.demo import paper

SITE = sites.read(installations.EXAMPLE)
CLEAN = paper.Wear(196, 0.1, 0.0005, 0, 2.0)
MARK = codes.Mark(codes.draw(Random(8).choice, "NAL"), codes.SheetKind.ANSWER, 3, 3)


def faxed(*marks: codes.Mark | None) -> bytes:
    """A fax of so many pages of prose, each with its symbol or without."""
    return paper.tiff([paper.faxed(sheets.drawn(mark), 3 + number, CLEAN) for number, mark in enumerate(marks)])


def test_a_page_that_takes_too_long_keeps_its_symbol() -> None:
    """Its words are given up, and it says so; the fax without any symbol is unreadable, and says why."""
    fax = report.read(faxed(MARK, None), prefixes=["NAL"], seconds=0.01)
    assert [page.unread for page in fax.pages] == ["timeout", "timeout"]
    assert [page.marks for page in fax.pages] == [(MARK,), ()]
    assert fax.complete is False
    with pytest.raises(pages.Unreadable, match="timeout"):
        report.read(faxed(None), prefixes=["NAL"], seconds=0.01)


def test_what_comes_after_the_first_reading_costs_at_most_itself() -> None:
    """A second look that takes too long leaves the first; a box of digits is then as good as empty."""
    chance = Random(5)
    _, drawn = faxes.answer_sheet(chance, SITE)
    (page,) = pages.open_document(paper.tiff([paper.faxed(drawn, 4, CLEAN)])).pages
    upright = pages.prepare(page)
    first = text.read(codes.blank(upright.image, upright.codes))
    assert sheet.read(upright, first.words).part == (1, 1)
    slow = sheet.read(upright, first.words, seconds=0.001)
    assert slow.part is None
    assert "report" in slow.kind
    some = text.Reading(tuple(word for word in first.words if word.line % 3))
    assert missed.areas(upright.image, some.words)
    assert missed.completed(upright.image, some, seconds=0.001) == some


@pytest.mark.parametrize("seed", [4, 8])
def test_the_dotted_lines_and_our_own_wording_cost_an_answer_no_words(seed: int) -> None:
    """Nothing that is printed on every sheet is read; what was typed is, and what tells whose the sheet is."""
    trial = next(faxes.trials(1, Random(seed), SITE))
    (page,) = report.read(trial.tiff, prefixes=[SITE.prefix]).pages
    assert (page.kind, page.part, page.ended) == ("report", (1, 1), True)
    assert all(" ".join(said.split()) in " ".join(page.text.split()) for said in trial.body.splitlines())
    assert [str(seen.reference) for seen in page.sightings] == [trial.case.reference]
    assert not any(word in page.whole for word in ("Svarsblad", "Mottaget", "remittent", "Svarssida", "Signatur"))


def test_a_name_written_beside_our_own_is_seen() -> None:
    """A sheet that is used again for another case: its own reference is no wording that may be passed over."""
    _, drawn = faxes.answer_sheet(Random(5), SITE)
    other = str(codes.draw(Random(6).choice, SITE.prefix))
    paper.written(drawn, answer_sheet.Area(108, 22, 70, 9), other, points=16)
    (page,) = report.read(faxes.carried([drawn], "clean", "fine", Random(5)), prefixes=[SITE.prefix]).pages
    assert other in [str(seen.reference) for seen in page.sightings]


def test_small_images_are_read_in_one_run_as_one_by_one() -> None:
    """Each by itself, in their order; too small a one has no words."""
    upright = with_number().image
    parts = [upright.crop((0, top, upright.width, top + 160)) for top in (600, 760)]
    given = [parts[0], upright.crop((0, 0, 5, 5)), parts[1]]
    assert text.read_each(given, mode=6) == tuple(text.read(image, mode=6) for image in given)
    with pytest.raises(text.Unreadable, match="timeout"):
        text.read_each(given, mode=6, seconds=0)


def with_number() -> pages.Sheet:
    """A page as it is read, with a number at its top."""
    drawn = sheets.drawn(None, ["Accessionsnummer SENAL0001857403", "Undersökning DT hjärna"])
    (page,) = pages.open_document(paper.tiff([paper.faxed(drawn, 4, CLEAN)])).pages
    return pages.prepare(page)


@pytest.mark.parametrize("said", ["Mottaget. Svar kommer.", "Vi avböjer uppdraget."])
def test_whose_a_note_is_both_readers_say(said: str) -> None:
    """An acknowledgement settles without a person only where its number is sure, and a refusal is one case's."""
    drawn = sheets.drawn(None, ["Accessionsnummer SENAL0001857403", said])
    (page,) = report.read(paper.tiff([paper.faxed(drawn, 4, CLEAN)]), prefixes=["NAL"]).pages
    assert page.kind in ("acknowledgement", "declined")
    assert "SENAL0001857403" in page.whole
    assert "SENAL0001857403" in page.second


@pytest.mark.parametrize("line", ["20260304", "Svar på röntgenremiss", "Tel 031-390 06 77"])
def test_the_second_reader_sees_the_top_of_a_page_whose_lines_dont_tell_whose_it_is(line: str) -> None:
    """Date and telephone are long numbers, a title names the referral, and none of them says whose the page is."""
    upright = with_number()
    stamp = text.Word(line, text.Box(40, upright.image.height - 90, 300, 40), 90.0, 0)
    assert "SENAL0001857403" in number_lines.looks(upright, [stamp])[0]


def test_a_number_written_in_groups_is_looked_at() -> None:
    """None of its groups is long."""
    upright = with_number()
    (word,) = (word for word in text.read(upright.image).words if "857" in word.text)
    apart = " ".join(re.findall(r"[A-Z]+|\d{1,4}", word.text))
    beside = text.Word("Referens", text.Box(40, upright.image.height - 90, 300, 40), 90.0, 99)
    assert "SENAL0001857403" in number_lines.looks(upright, [replace(word, text=apart), beside])[0]


def test_what_stands_as_a_reference_does_is_looked_at() -> None:
    """Whatever it was read as: the first reader's word for the line tells where it is."""
    upright = with_number()
    (word,) = (word for word in text.read(upright.image).words if "857" in word.text)
    worn = replace(word, text="NAL HXZP-RHXYZ")
    beside = text.Word("Referens", text.Box(40, upright.image.height - 90, 300, 40), 90.0, 99)
    assert "SENAL0001857403" not in number_lines.looks(upright, [worn, beside])[0]
    assert "SENAL0001857403" in number_lines.looks(upright, [worn, beside], ["NAL HXZP-RHXYZ\nSvar"])[0]


@pytest.mark.parametrize("misread", [False, True])
def test_the_first_reader_looks_again_where_the_second_sees_another_number(misread: bool) -> None:
    """At those lines alone, and only if they differ."""
    upright = with_number()
    words = [
        replace(word, text=word.text.replace("857", "867") if misread else word.text)
        for word in text.read(upright.image).words
    ]
    second, again = number_lines.looks(upright, words)
    assert "SENAL0001857403" in second
    assert ("SENAL0001857403" in again) == misread


def test_a_page_of_capitals_that_takes_too_long_stays_as_it_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which way is up is then unknown, and the page is read all the same."""
    monkeypatch.setattr("ocr.pages.orientation._PATIENCE", 0.001)
    dots = paper.faxed(sheets.drawn(None, capitals=True), 5, CLEAN)
    assert pages.prepare(pages.Page.of(dots, (204, 196))).rotation == 0


@pytest.mark.parametrize("share", [0.2, 0.44, 0.86])
def test_an_answer_sheet_that_was_cut_off_is_read_as_far_as_it_came(share: float) -> None:
    """Its places that lie below the last row stop nothing; it is incomplete, and never taken for an empty sheet."""
    reference, drawn = faxes.answer_sheet(Random(5), SITE)
    dots = paper.faxed(drawn, 4, CLEAN)
    (page,) = report.read(
        paper.tiff([dots.crop((0, 0, dots.width, round(share * dots.height)))]), prefixes=[SITE.prefix]
    ).pages
    assert [str(mark.reference) for mark in page.marks] == [reference]
    assert page.kind == ("report" if share > 0.4 else "unknown")
    assert report.complete([page]) is False


def test_a_page_that_fails_costs_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the fault: the other pages are read, and the fax is incomplete."""

    def fails(page: pages.Page) -> pages.Sheet:
        if page.number == 2:
            raise ValueError
        return prepared(page)

    prepared = pages.guess
    monkeypatch.setattr("ocr.pages.guess", fails)
    fax = report.read(faxed(MARK, None), prefixes=["NAL"])
    assert [(page.unread, page.marks) for page in fax.pages] == [("", (MARK,)), ("damaged", ())]
    assert fax.complete is False


MACHINES = (
    "From:NIGHTREAD To:0313900601 25/11/26 21:30 Page:1/1",
    "25/11/26 21:30 NORDLINJE +46313900611 Nr.0564 P. 1/1",
    "FRÅN: FJÄRRBILD 25/11/26 21:30 S.1/1",
    "2026-11-25 21:30  FAX 0313900601  NORDLINJE - RONTGEN  001/001",
    "NOV 25 2026 21:30 FR NIGHT RADIOLOGY 0313900601 P.01",
)
READERS = (
    "Sida 1 av 2", "Referens NAL-KXTR-PNDA 2026-11-25 21:30", "Radiologiutlåtande", "Nordlinje Radiologi AB",
    "Patienten undersökt 25/11 med datortomografi av hjärnan utan kontrast, jämfört med tidigare 2/2",
)  # fmt: skip


@pytest.mark.parametrize(
    ("line", "machines"), [*((line, True) for line in MACHINES), *((line, False) for line in READERS)]
)
def test_a_machines_line_is_told_from_a_readers(line: str, machines: bool) -> None:
    """By what it holds; a line that numbers a report's pages in words, or names a case, stays."""
    assert margins.is_machines(line, ["NAL"]) is machines


@pytest.mark.parametrize("line", MACHINES)
@pytest.mark.parametrize("skew", [-1.2, 0.0, 1.2])
def test_the_sending_machines_line_is_no_part_of_the_report(line: str, skew: float) -> None:
    """Neither text nor page: "Page:1/1" makes no report whole, and is nobody's age."""
    dots = paper.faxed(paper.headed(sheets.drawn(None), line), 3, paper.Wear(196, 0.0, 0.0005, 0, 2.0))
    body = paper.faxed(sheets.drawn(None), 3, paper.Wear(196, skew, 0.0005, 0, 2.0))
    body.paste(dots.crop((0, 0, dots.width, 60)), (0, 0))
    (page,) = report.read(paper.tiff([body]), prefixes=["NAL"]).pages
    assert "Datortomografi av hj" in page.text.splitlines()[0]
    assert page.part is None
    assert report.complete([page]) is None


@pytest.mark.parametrize("left_out", [(2, 3, 4), (0,), (8, 9), (1, 6, 7)])
def test_lines_that_the_layout_passed_over_are_found_and_read(left_out: tuple[int, ...]) -> None:
    """In their place among the others; a page that was read whole has nothing more to read."""
    (page,) = pages.open_document(faxed(None)).pages
    image = pages.prepare(page).image
    whole = text.read(image)
    kept = text.Reading(tuple(word for word in whole.words if word.line not in left_out))
    assert missed.areas(image, whole.words) == ()
    again = missed.completed(image, kept)
    assert len(again.lines) == len(whole.lines)
    told = [words(one) for one in again.lines]
    assert [one for line, one in enumerate(told) if line not in left_out] == [words(one) for one in kept.lines]
    assert all(
        len(words(one) & words(other)) > 0.7 * len(words(one))
        for one, other in zip(whole.lines, again.lines, strict=True)
    )


@pytest.mark.parametrize("ticked", ["", "acknowledgement"])
@pytest.mark.parametrize(("wear", "rows"), [("typical", "fine"), ("poor", "fine"), ("clean", "standard")])
def test_the_dotted_lines_of_an_empty_sheet_are_no_report(ticked: str, wear: str, rows: str) -> None:
    """An empty answer area never answers a case, however the line wears it."""
    chance = Random(f"{ticked}{wear}")
    sheet = faxes.empty_sheet(chance, SITE)
    if ticked:
        paper.cross(sheet, answer_sheet.TICKS[ticked], chance)
    (page,) = report.read(faxes.carried((sheet,), wear, rows, chance), prefixes=[SITE.prefix]).pages
    assert page.kind == (ticked or "own_sheet")


def words(line: str) -> set[str]:
    """The words of a line, whatever their order."""
    return set(line.split())


@pytest.mark.parametrize("ticked", ["", "declined", "question", "cannot_be_read"])
@pytest.mark.parametrize("lost", [(), ("top",), ("foot",)])
def test_a_tick_is_seen_where_it_is_though_a_symbol_is_lost(ticked: str, lost: tuple[str, ...]) -> None:
    """One symbol tells the scale badly: the boxes themselves tell where they are, and none is ticked by its edge."""
    chance = Random(f"{ticked}{lost}")
    _, sheet = faxes.answer_sheet(chance, SITE)
    areas = {"top": answer_sheet.TOP_SYMBOL, "foot": answer_sheet.FOOT_SYMBOL}
    for name in lost:
        sheet.paste(255, areas[name].pixels(*sheet.size))
    if ticked:
        paper.cross(sheet, answer_sheet.TICKS[ticked], chance)
    wear = paper.Wear(98, chance.uniform(-1, 1), 0.001, 1, 2.2)
    (page,) = report.read(paper.tiff([paper.faxed(sheet, 5, wear)], 98), prefixes=[SITE.prefix]).pages
    assert len(page.codes) == 2 - len(lost)
    assert page.kind == (ticked or "report")


@pytest.mark.parametrize(
    ("strokes", "kind"),
    [
        ((), "acknowledgement"),
        (((46, 245, 60, 251), (156, 245, 168, 250)), "acknowledgement"),
        (((75, 50, 84, 56),), "unknown"),
        (((120, 180, 128, 186),), "unknown"),
    ],
)
def test_what_is_ticked_received_and_written_on_goes_to_a_person(
    strokes: tuple[tuple[int, int, int, int], ...], kind: str
) -> None:
    """A signature and its time are no more than that; a word elsewhere may be the finding."""
    chance = Random(4)
    drawn = faxes.empty_sheet(chance, SITE)
    paper.cross(drawn, answer_sheet.TICKS["acknowledgement"], chance)
    scale = drawn.width / answer_sheet.PAGE_WIDTH
    for left, top, right, bottom in strokes:
        corners = [(left, bottom), (left + 2, top), (left + 4, bottom), (right, top), (right, bottom)]
        ImageDraw.Draw(drawn).line([(x * scale, y * scale) for x, y in corners], fill=20, width=round(0.5 * scale))
    (page,) = report.read(faxes.carried((drawn,), "clean", "fine", chance), prefixes=[SITE.prefix]).pages
    assert page.kind == kind


@pytest.mark.parametrize(
    ("grey", "wear", "rows"), [(70, "typical", "fine"), (120, "clean", "fine"), (120, "typical", "standard")]
)
def test_a_thin_grey_pen_leaves_shreds(grey: int, wear: str, rows: str) -> None:
    """No stroke is whole, but nothing else lies so thick: a word beside the tick may be the finding."""
    chance = Random(f"{grey}{wear}{rows}")
    drawn = faxes.empty_sheet(chance, SITE)
    paper.cross(drawn, answer_sheet.TICKS["acknowledgement"], chance)
    scale = drawn.width / answer_sheet.PAGE_WIDTH
    curve = [(72 + 2.6 * t + 0.7 * math.sin(9 * t), 52 - 1.3 * math.sin(6 * t + 1)) for t in np.linspace(0, 9, 240)]
    ImageDraw.Draw(drawn).line([(x * scale, y * scale) for x, y in curve], fill=grey, width=round(0.33 * scale))
    (page,) = report.read(faxes.carried((drawn,), wear, rows, chance), prefixes=[SITE.prefix]).pages
    assert page.kind == "unknown"


@pytest.mark.parametrize("seed", [16, 102])
def test_our_own_rules_are_no_pen(seed: int) -> None:
    """Two machines' scales leave the answer's frame half a millimetre off its place; one sheet in thirty was held."""
    chance = Random(seed)
    drawn = faxes.empty_sheet(chance, SITE)
    paper.cross(drawn, answer_sheet.TICKS["acknowledgement"], chance)
    (page,) = report.read(faxes.carried((drawn,), "clean", "fine", chance), prefixes=[SITE.prefix]).pages
    assert page.kind == "acknowledgement"


@pytest.mark.parametrize("bent", [0.0, 0.006])
@pytest.mark.parametrize("ticked", ["", "acknowledgement", "declined", "question", "cannot_be_read"])
def test_a_photographed_sheet_is_laid_flat_before_its_ticks_are_read(ticked: str, bent: float) -> None:
    """Not a word of a report is "cannot be read" because the camera leaned, or the paper was bent."""
    chance = Random(f"{ticked}{bent}")
    drawn = faxes.empty_sheet(chance, SITE) if ticked else faxes.answer_sheet(chance, SITE)[1]
    if ticked:
        paper.cross(drawn, answer_sheet.TICKS[ticked], chance)
    picture = saved(sheets.photographed(drawn, chance.randrange(99), bent=bent))
    (page,) = report.read(picture, prefixes=[SITE.prefix]).pages
    assert page.kind == (ticked or "report")


def test_where_the_boxes_are_not_found_no_tick_counts() -> None:
    """A sheet whose frame nobody can place is for a person, whatever is dark where a box would be."""
    chance = Random(7)
    drawn = faxes.empty_sheet(chance, SITE)
    paper.cross(drawn, answer_sheet.TICKS["acknowledgement"], chance)
    area = answer_sheet.TICKS["question"].wider(1)
    drawn.paste(255, area.pixels(*drawn.size))
    (page,) = report.read(saved(sheets.photographed(drawn, 3)), prefixes=[SITE.prefix]).pages
    assert page.kind == "unknown"


def saved(picture: Image.Image) -> bytes:
    """The picture as a telephone stores it."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def test_phoned_alone_is_for_a_person() -> None:
    """Somebody was told something that stands nowhere."""
    chance = Random(4)
    drawn = faxes.empty_sheet(chance, SITE)
    paper.cross(drawn, answer_sheet.TICKS["phoned"], chance)
    (page,) = report.read(faxes.carried((drawn,), "clean", "fine", chance), prefixes=[SITE.prefix]).pages
    assert page.kind == "unknown"
