"""A returned fax read page by page: made upright, codes found, words seen, and each page told what it is.

Decides nothing about whose it is; that is `inbound.matching`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Final, NamedTuple

from inbound.report import (
    closing,
    ending,
    identity,
    margins,
    number_lines,
    parts,
    reference_look,
    remainder,
    second_look,
    sequence,
    sheet,
    third_look,
    wording,
)
from inbound.report.identity import masked
from inbound.report.values import URGENT, WITHOUT_CONTENT, Fax, Looked, Marked, PageKind, ReportPage, complete
from ocr import accents, codes, columns, missed, pages, tables, text
from ocr.answer_sheet import Frame
from ocr.codes import SheetKind
from ocr.text import Image, Word

__all__ = [
    "URGENT",
    "WITHOUT_CONTENT",
    "Fax",
    "Marked",
    "PageKind",
    "ReportPage",
    "complete",
    "masked",
    "parts",
    "read",
]

MOST: Final = 60
_LOG: Final = logging.getLogger(__name__)
# Pages of which a report, or the rest of one, may be made of.
_SAID: Final = (PageKind.REPORT, PageKind.UNKNOWN, PageKind.QUESTION)


def read(
    data: bytes, *, prefixes: Sequence[str], seconds: float = 60.0, clock: Callable[[], float] = time.monotonic
) -> Fax:
    """Reads every page, two at a time. `prefixes` are those of references known here.

    Raises pages.Unreadable if no page can be read, nor a symbol on any. A page that takes longer than `seconds` costs
    itself alone.
    """
    begun = clock()
    document = pages.open_document(data)
    if len(document.pages) > MOST:
        raise pages.Unreadable("too_many_pages")
    with ThreadPoolExecutor(max_workers=2) as two:
        jobs = [two.submit(_page, page, tuple(prefixes), seconds) for page in document.pages]
        settled = [_settled(page, job) for page, job in zip(document.pages, jobs, strict=True)]
    read_pages = sequence.joined(settled)
    unread: list[pages.UnreadableCode] = [page.unread for page in read_pages if page.unread]
    if len(unread) == len(read_pages) and not any(page.marks for page in read_pages):
        raise pages.Unreadable(unread[0] if unread else "damaged")
    return Fax(read_pages, clock() - begun)


def _settled(page: pages.Page, job: Future[ReportPage]) -> ReportPage:
    """The page as read. One that a fault of ours stopped is lost, and none of the others: a person sees it."""
    fault = job.exception()
    if fault is None:
        return job.result()
    _LOG.error("page_failed", exc_info=fault)
    return _lost(page)


def _page(page: pages.Page, prefixes: Sequence[str], seconds: float) -> ReportPage:
    """One page. What can't be read in time leaves its symbols."""
    upright = pages.guess(page)
    try:
        return _read(page, upright, prefixes, seconds)
    except pages.Unreadable as unreadable:
        return _unread(page, upright, unreadable.code)


def _read(page: pages.Page, upright: pages.Sheet, prefixes: Sequence[str], seconds: float) -> ReportPage:
    """The page's words and what they tell, read again if they show that it doesn't stand upright. The symbols are
    painted white first: Tesseract finds words in them.
    """
    marks = [code.mark for code in upright.codes if code.mark is not None]
    flat = sheet.level(upright) if any(mark.kind is SheetKind.ANSWER for mark in marks) else None
    seen = _seen(codes.blank(upright.image, upright.codes), flat, seconds)
    if (turned := pages.settled(page, upright, seen.words)).rotation != upright.rotation:
        return _read(page, turned, prefixes, seconds)
    parted = margins.parted(upright, [word for word in seen.words if word.text.strip()], prefixes)
    words = accents.restored(parted.words, capitals=True)
    whole = text.Reading(words).text
    answer = _answer(upright, words, whole, flat, [mark.kind for mark in marks])
    kind = answer.kind if answer else _kind(whole, [mark.kind for mark in marks])
    void = remainder.is_void(page)
    kind = PageKind.UNKNOWN if kind is PageKind.BLANK and (void or _is_inked(upright, seen)) else kind
    sightings = codes.sightings(whole, prefixes)
    known = bool(marks) or _is_settled(kind, sightings, prefixes)
    looks = _Looks() if known else _looked_at(upright, words, sightings, prefixes)
    cut = void or ending.is_cut(page)
    ended = ending.of(words, height=upright.image.height, cut=cut) if not answer and kind in _SAID else ""
    return ReportPage(
        number=page.number,
        kind=kind,
        text=answer.text if answer else whole,
        whole=whole,
        codes=upright.codes,
        sightings=(*sightings, *codes.sightings(looks.second, prefixes)),
        rotation=upright.rotation,
        skew=upright.skew,
        confidence=text.Reading(words).confidence,
        identifiers=tuple(identity.marked(words)),
        part=answer.part if answer else parted.part or wording.part(whole),
        ended=answer.ended if answer else closing.ends(whole),
        foot=answer.foot if answer and marks else None,
        **looks._asdict(),
        size=upright.image.size,
        cut=void or (cut and ended in ("open", "unsure", "concluded")),
        ending=ended,
    )


class _Looks(NamedTuple):
    """What was seen of a page at other looks, as a page has it."""

    second: str = ""
    closer: str = ""
    again: str = ""
    third: tuple[str, ...] = ()
    looked: tuple[Looked, ...] = ()


def _looked_at(
    upright: pages.Sheet, words: Sequence[Word], sightings: Sequence[codes.Sighting], prefixes: Sequence[str]
) -> _Looks:
    """What the second reader sees of whose the page is, and of its numbers alone; the first at another look, and the
    third of its numbers; and, if the second saw no reference whole either, both at each place of one.
    """
    second, again = number_lines.looks(upright, words, [seen.raw for seen in sightings])
    near = second_look.looks(upright, words, second)
    third = third_look.read(upright, words, f"{second}\n{again}")
    known = any(seen.reference and seen.prefix in prefixes for seen in codes.sightings(second, prefixes))
    return _Looks(second, near, again, third, () if known else reference_look.looks(upright, words, prefixes, second))


def _seen(plain: Image.Image, flat: Frame | None, seconds: float) -> text.Reading:
    """The words of a page, or what was written on our answer sheet."""
    seen = missed.read(sheet.written(plain, flat) if flat else plain, net=text.FAX, seconds=seconds)
    return seen if flat else _in_order(plain, seen, seconds / 2)


def _in_order(plain: Image.Image, seen: text.Reading, seconds: float) -> text.Reading:
    """What was read, in the order in which it is meant: cell by cell of a table, else column by column."""
    celled = tables.read(plain, seen, seconds=seconds)
    return celled if celled is not seen else columns.read(plain, seen, seconds=seconds)


def _is_inked(upright: pages.Sheet, seen: text.Reading) -> bool:
    """Whether a page on which no word was read has print all the same."""
    return bool(missed.areas(upright.image, seen.words)) or remainder.has_lines(upright.image)


def _is_settled(kind: PageKind, sightings: Sequence[codes.Sighting], prefixes: Sequence[str]) -> bool:
    """Whether the second reader has nothing to add: a whole reference of a known prefix was read, or the page says
    nothing. Whose a note is must be as sure as whose a report is.
    """
    known = any(seen.reference and seen.prefix in prefixes for seen in sightings)
    return known or kind in WITHOUT_CONTENT


def _unread(page: pages.Page, upright: pages.Sheet, code: pages.UnreadableCode) -> ReportPage:
    """A page that the reader gave up: its symbols count, its words are unknown."""
    lost = _lost(page)
    return replace(lost, codes=upright.codes, rotation=upright.rotation, skew=upright.skew, unread=code)


def _lost(page: pages.Page) -> ReportPage:
    """A page of which nothing is known."""
    return ReportPage(
        number=page.number, kind=PageKind.UNKNOWN, text="", whole="", codes=(), sightings=(), rotation=0, skew=0.0,
        confidence=0.0, identifiers=(), part=None, ended=False, foot=None, unread="damaged",
    )  # fmt: skip


def _answer(
    upright: pages.Sheet, words: Sequence[Word], whole: str, flat: Frame | None, kinds: Sequence[SheetKind]
) -> sheet.Answer | None:
    """What stands on our answer sheet, if this is one: by its symbol, or by its own wording where none was read."""
    if SheetKind.ANSWER in kinds:
        return sheet.read(upright, words, flat)
    if not kinds and wording.is_answer_sheet(whole):
        return sheet.read(upright, words, sheet.level(upright))
    return None


def _kind(whole: str, kinds: Sequence[SheetKind]) -> PageKind:
    """Our cover and referral come back are ours, whatever stands on them."""
    return PageKind.OWN_SHEET if kinds else wording.kind(whole)
