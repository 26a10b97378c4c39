"""Whether a page that names no case goes on with the page before it: by its numbering, or by what stands at its head.

A stack of reports lies in one fax too, and sheets get lost or swapped in it: a page that only could go on is nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rapidfuzz import fuzz

from inbound.matching import evidence, examinations, sides
from inbound.matching.evidence import Seen
from inbound.matching.values import Candidate
from inbound.report import PageKind, ReportPage, closing, parts, sequence, wording

# Pages that carry no answer of their own: they follow the pages beside them.
_FOLLOWING: Final = frozenset({PageKind.BLANK, PageKind.COVER})
# A running head is one of the first lines.
_HEAD: Final = 3
# And the last lines are where it is signed.
_FOOT: Final = 4
_MINUTE: Final = re.compile(r"20\d\d-\d\d-\d\d,? \d\d:\d\d")
_PAIR: Final = 2
# Per cent of a line's letters that stand in the head too.
_ALIKE: Final = 80
# An examination's name with fewer letters tells nothing.
_SHORT: Final = 4
# A line that a sentence ends on, or that announces something; one that a sentence goes on with, of three words at
# least; one of dates and numbers, which stand at any page's foot and head; what a bad line leaves behind a line.
_STOPPED: Final = re.compile(r"[.:;!?)\d]$")
_GOING_ON: Final = re.compile(r"[a-zåäö]{2,}[.,]?(?:\s+\S*[^\W\d_]{2}\S*){2}")
_DATED: Final = re.compile(r"(?:\d\W?){6}")
_STRAY: Final = re.compile(r"^[\s|'_]+|\s+\W+$")
_UNFINISHED: Final = frozenset({"open", "footed"})


@dataclass(frozen=True, slots=True)
class _Stand:
    """Where a page stands in its fax: from it on, behind which page, as which of how many.

    `sole`: no page of the fax names another case; `counts`: the pages bear numbers that follow each other.
    """

    rest: tuple[ReportPage, ...]
    before: ReportPage
    place: int
    total: int
    sole: bool
    counts: bool


def orphans(
    candidate: Candidate, seen: Sequence[Seen], every: Sequence[Candidate], now: datetime, *, sole: bool
) -> Iterator[int]:
    """The pages among the case's that name no case, and of which nothing tells that they are its.

    `sole`: no page of the fax names another case.
    """
    before, reached = None, None  # the page before, and the number that it bears or has between two others
    for place, one in enumerate(seen, 1):
        if one.page.kind in _FOLLOWING:
            continue
        own = bool(one.named) or candidate.case in one.holders
        may = before is not None and not _is_anothers(candidate, one, every, now)
        rest = tuple(after.page for after in seen[place - 1 :])
        counts = before is not None and _counts_on(rest, before, reached)
        follows = may and before and _goes_on(candidate, _Stand(rest, before, place, len(seen), sole, counts), every)
        leads = sole and before is None and _leads(candidate, seen[place - 1 : place + 1], every, now)
        if not (own or follows or leads):
            yield one.page.number
        number = wording.number(one.page.whole)
        if number is None and (place == 1 or (counts and reached is not None)):
            # A first page seldom bears a number.
            number = (reached or 0) + 1
        before, reached = one.page, number


def _leads(candidate: Candidate, both: Sequence[Seen], every: Sequence[Candidate], now: datetime) -> bool:
    """Whether a first page without a number is the one before a second that is the case's and counts itself so.

    Its head names the examination, it tells the patient's age and sex, it has no end; no other open case is told so.
    """
    if len(both) < _PAIR or not (both[1].named or candidate.case in both[1].holders):
        return False
    first, second = both[0].page, both[1].page
    counted = (second.part or wording.counted(second.whole) or (wording.number(second.whole),))[0]
    unfinished = first.kind is PageKind.REPORT and not first.ended
    if counted != _PAIR or not unfinished or first.sightings or _is_anothers(candidate, both[0], every, now):
        return False
    told = [one.case for one in every if _is_headed(first, one) and evidence.describes(one, both[0], now)]
    return told == [candidate.case]


def _is_anothers(candidate: Candidate, one: Seen, every: Sequence[Candidate], now: datetime) -> bool:
    """Whether the page tells of somebody else or of another part of the body, or is headed by another's examination."""
    if evidence.contradicts(candidate, one, now):
        return True
    own, told = examinations.regions(candidate.examination), examinations.regions(one.page.whole)
    if examinations.contradict(own, told):
        return True
    if own and told and not examinations.overlap(own, told):  # what may be examined together, and is not told of
        return True
    if _is_headed(one.page, candidate):
        return False
    mine = _likeness(one.page, candidate)
    return any(_is_headed(one.page, other) or mine < _ALIKE <= _likeness(one.page, other) for other in every)


def _goes_on(candidate: Candidate, stand: _Stand, every: Sequence[Candidate]) -> bool:
    """Whether a page goes on: numbered as the next; or, after a page without an end or one that says so ("forts."),
    amid a sentence or headed by the examination, and beginning nothing else.
    """
    page, before = stand.rest[0], stand.before
    part, earlier = page.part or wording.counted(page.whole), before.part or wording.counted(before.whole)
    if part is not None and earlier is not None and (page.part or part[1] > 1):
        return part == (earlier[0] + 1, earlier[1]) and (stand.sole or evidence.names(candidate, page.whole))
    if not stand.sole or not _is_in_place(stand):
        return False
    says = closing.is_going_on(page.whole)
    unfinished = before.ending in _UNFINISHED or (before.ending == "unsure" and (stand.counts or says))
    if before.kind is not PageKind.REPORT or before.ended or not unfinished:
        return False
    if page.sightings or sequence.is_labelled(page.whole) or evidence.other_number(candidate, page):
        return False
    told = stand.counts or says or closing.goes_on(before.whole) or _is_signed_then(page, before)
    if told or _is_amid(candidate, page, before, stand.place):
        return any(_is_told(candidate, one.whole) for one in stand.rest)
    if not _is_headed(page, candidate):
        return False
    return page.part is not None or not any(_is_headed(page, other) for other in every if other.case != candidate.case)


def _is_in_place(stand: _Stand) -> bool:
    """Whether the page and the one before it lie where they say, if they say it."""
    own, earlier = (stand.place, stand.total), (stand.place - 1, stand.total)
    return stand.rest[0].part in (None, own) and stand.before.part in (None, earlier)


def _is_told(candidate: Candidate, text: str) -> bool:
    """Whether a page speaks of the part of the body that was examined, on its side."""
    parts_ = examinations.regions(candidate.examination), examinations.spoken(text)
    told = evidence.names(candidate, text) or examinations.overlap(*parts_)
    side = sides.sole(candidate.side)
    return told and (not side or side in sides.named(text))


def _counts_on(rest: Sequence[ReportPage], before: ReportPage, reached: int | None) -> bool:
    """Whether the pages bear numbers, none with how many there are, and these follow each other.

    The first of the rest may have lost its own, if the one behind it counts on.
    """
    if rest[0].part is not None or before.part is not None or reached is None:
        return False
    own, behind = (wording.number(page.whole) for page in (rest[0], rest[min(1, len(rest) - 1)]))
    lost = own is None and len(rest) > 1 and behind == reached + _PAIR
    return own == reached + 1 or lost


def _is_amid(candidate: Candidate, page: ReportPage, before: ReportPage, place: int) -> bool:
    """Whether a sentence that the page before didn't end goes on as the first of its own lines.

    Neither bears a page number, or the second alone where it lies: the first one's may be lost.
    """
    if wording.number(before.whole) is not None or wording.number(page.whole) not in (None, place):
        return False
    heads = [_squeezed(line) for line in (*_head(before.text), candidate.examination)]
    last = next(iter(_own(candidate, reversed(before.text.splitlines()))), "")
    first = next((line for line in _own(candidate, page.text.splitlines()) if not _stands(line, heads)), "")
    return bool(last) and not _STOPPED.search(last) and not parts.is_heading(last) and bool(_GOING_ON.match(first))


# "Forts. DT orbita vänster", "Cont. CT abdomen": the head of a page that goes on.
_ON: Final = re.compile(r"^\W*(?:forts(?:ättning)?|cont(?:inued|\.)?)\b[.:]?\s*", re.IGNORECASE)


def _stands(line: str, heads: Sequence[str]) -> bool:
    """Whether the line is a part of a running head, as a bad line leaves it."""
    squeezed = _squeezed(_ON.sub("", line))
    alike = (fuzz.partial_ratio(squeezed, head) for head in heads if len(head) >= len(squeezed))
    return len(squeezed) > _SHORT and max(alike, default=0.0) >= _ALIKE


def _is_signed_then(page: ReportPage, before: ReportPage) -> bool:
    """Whether the page is signed at the very minute that the one before it bears: two reports hardly are."""
    lines = [line for line in page.text.splitlines() if line.strip()]
    signed = set(_MINUTE.findall(_timed("\n".join(lines[-_FOOT:]))))
    return bool(signed & set(_MINUTE.findall(_timed(before.text))))


def _timed(text: str) -> str:
    """Times alike, however they are written: "2026-12-19 kl 03.44", "2026-12-19 03:44"."""
    return re.sub(r"(\d\d)[.:](\d\d)(?!\d)", r"\1:\2", re.sub(r"\s(?:kl\.?\s)?|T", " ", text))


def _own(candidate: Candidate, lines: Iterable[str]) -> Iterator[str]:
    """The lines that are of the report's body: no page number, no date, nothing that names the case."""
    numbers = [_squeezed(number) for number in (candidate.reference, *candidate.accessions)]
    for line in (_STRAY.sub("", line) for line in lines):
        named = any(number in _squeezed(line) for number in numbers)
        if closing.last(line) and not named and not _DATED.search(line):
            yield line


def _is_headed(page: ReportPage, candidate: Candidate) -> bool:
    """Whether one of the page's first lines names the case's examination, and its side, by either reader."""
    named, side = _squeezed(candidate.examination), sides.sole(candidate.side)
    told = (line for text in (page.whole, page.second) for line in _head(text))
    return len(named) > _SHORT and any(named in line and (not side or side in line) for line in map(_squeezed, told))


def _likeness(page: ReportPage, candidate: Candidate) -> float:
    """How like one of the page's first lines is to the examination's name and side, as a bad line leaves it."""
    named, side = _squeezed(candidate.examination), sides.sole(candidate.side)
    named += "" if side in named else side
    lines = [_squeezed(line) for text in (page.whole, page.second) for line in _head(text)]
    told = (fuzz.partial_ratio(_bare(named), _bare(line)) for line in lines if len(line) >= len(named) - 2)
    return max(told, default=0.0) if len(named) > _LONG else 0.0


# A shorter name is like too much. Worn letters lose their rings and dots.
_LONG: Final = 9


def _bare(text: str) -> str:
    return text.translate(str.maketrans("åäö", "aao"))


def _head(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()][:_HEAD]


def _squeezed(text: str) -> str:
    """Small letters and figures alone: worn words run into each other."""
    return "".join(sign for sign in text.lower() if sign.isalnum())
