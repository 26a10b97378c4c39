"""A returned fax read page by page: one page's trouble is its own."""

from __future__ import annotations

from random import Random

import paper as sheets
import pytest

from inbound import report
from ocr import codes, missed, pages, text
from service.demo import paper

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


@pytest.mark.parametrize(("first", "last"), [(2, 5), (0, 1), (8, 10)])
def test_lines_that_the_layout_passed_over_are_found_and_read(first: int, last: int) -> None:
    """In their place among the others; a page that was read whole has nothing more to read."""
    (page,) = pages.open_document(faxed(None)).pages
    image = pages.prepare(page).image
    whole = text.read(image)
    kept = text.Reading(tuple(word for word in whole.words if not first <= word.line < last))
    assert missed.areas(image, whole.words) == ()
    assert len(missed.areas(image, kept.words)) == 1
    again = missed.completed(image, kept)
    assert len(again.lines) == len(whole.lines)
    told = [words(one) for one in again.lines]
    assert told[:first] + told[last:] == [words(one) for one in kept.lines]
    assert all(
        len(words(one) & words(other)) > 0.7 * len(words(one))
        for one, other in zip(whole.lines, again.lines, strict=True)
    )


def words(line: str) -> set[str]:
    """The words of a line, whatever their order."""
    return set(line.split())
