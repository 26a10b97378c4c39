"""A returned fax read page by page: one page's trouble is its own."""

from __future__ import annotations

from random import Random

import paper as sheets
import pytest

from inbound import report
from ocr import codes, pages
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
