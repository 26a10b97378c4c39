"""Whether a page that names no case goes on with the page before it: by its numbering, or by what stands at its head.

A stack of reports lies in one fax too, and sheets get lost or swapped in it: a page that only could go on is nobody's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from inbound.matching import evidence, examinations
from inbound.matching.evidence import Seen
from inbound.matching.values import Candidate
from inbound.report import PageKind, ReportPage, sequence

# Pages that carry no answer of their own: they follow the pages beside them.
_FOLLOWING: Final = frozenset({PageKind.BLANK, PageKind.COVER})
# A running head is one of the first lines.
_HEAD: Final = 3
# An examination's name with fewer letters tells nothing.
_SHORT: Final = 4
_UNFINISHED: Final = frozenset({"open", "footed"})


def orphans(
    candidate: Candidate, seen: Sequence[Seen], every: Sequence[Candidate], now: datetime, *, sole: bool
) -> Iterator[int]:
    """The pages among the case's that name no case, and of which nothing tells that they are its.

    `sole`: no page of the fax names another case.
    """
    before: ReportPage | None = None
    for place, one in enumerate(seen, 1):
        if one.page.kind in _FOLLOWING:
            continue
        own = bool(one.named) or candidate.case in one.holders
        may = before is not None and not _is_anothers(candidate, one, every, now)
        if not own and not (may and before and _goes_on(candidate, one, before, every, sole, (place, len(seen)))):
            yield one.page.number
        before = one.page


def _is_anothers(candidate: Candidate, one: Seen, every: Sequence[Candidate], now: datetime) -> bool:
    """Whether the page tells of somebody else or of another part of the body, or is headed by another's examination."""
    if evidence.contradicts(candidate, one, now):
        return True
    own, told = examinations.regions(candidate.examination), examinations.regions(one.page.whole)
    if examinations.contradict(own, told):
        return True
    return not _is_headed(one.page, candidate) and any(_is_headed(one.page, other) for other in every)


def _goes_on(
    candidate: Candidate, one: Seen, before: ReportPage, every: Sequence[Candidate], sole: bool, place: tuple[int, int]
) -> bool:
    """Numbered as the next; or, after a page without an end, headed by the examination and beginning nothing else."""
    page = one.page
    if page.part is not None and before.part is not None:
        return page.part == (before.part[0] + 1, before.part[1]) and (sole or evidence.names(candidate, page.whole))
    if not sole or page.part not in (None, place) or before.part not in (None, (place[0] - 1, place[1])):
        return False
    unfinished = before.kind is PageKind.REPORT and before.ending in _UNFINISHED and not before.ended
    anew = page.sightings or sequence.is_labelled(page.whole) or evidence.other_number(candidate, page)
    if not unfinished or anew or not _is_headed(page, candidate):
        return False
    return page.part is not None or not any(_is_headed(page, other) for other in every if other.case != candidate.case)


def _is_headed(page: ReportPage, candidate: Candidate) -> bool:
    """Whether one of the page's first lines names the case's examination, and its side, by either reader."""
    named, side = _squeezed(candidate.examination), examinations.side(candidate.side)
    told = (line for text in (page.whole, page.second) for line in _head(text))
    return len(named) > _SHORT and any(named in line and (not side or side in line) for line in map(_squeezed, told))


def _head(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()][:_HEAD]


def _squeezed(text: str) -> str:
    """Small letters and figures alone: worn words run into each other."""
    return "".join(sign for sign in text.lower() if sign.isalnum())
