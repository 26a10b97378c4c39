"""A returned fax read page by page: one page's trouble is its own."""

from __future__ import annotations

from random import Random

import paper as sheets
import pytest

from config import settings as installations
from config import site as sites
from inbound import report
from inbound.report import sheet
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


def test_a_page_of_capitals_that_takes_too_long_stays_as_it_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which way is up is then unknown, and the page is read all the same."""
    monkeypatch.setattr("ocr.pages.orientation._PATIENCE", 0.001)
    dots = paper.faxed(sheets.drawn(None, capitals=True), 5, CLEAN)
    assert pages.prepare(pages.Page.of(dots, (204, 196))).rotation == 0


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
