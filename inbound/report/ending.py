"""Whether a page on the reader's own paper arrived whole, or ends as a page ends that was cut off on the way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final

import numpy as np

from inbound.report import closing, parts
from inbound.report.values import Ending
from ocr import pages
from ocr.text import Box, Reading, Word

# Inches. A4 and Letter are longer; a fax server may trim a blank foot, but then the report is signed above it.
_SHORT: Final = 10.6
_LEAST_CONFIDENCE: Final = 40
# A reader who ends so many lines with a full stop ends sentences with one; what a bad line leaves behind a line; and
# a line of several words that ends within a sentence.
_STOPS: Final = 3
_STRAY: Final = " |_'\"”’*~"
_UNENDED: Final = re.compile(r"(?:\S+\s+){3,}[^\W\d_]*[a-zåäö]{2}[,-]?$")
# On a page read with less, a signature may stand where none was seen.
_PLAIN: Final = 50
# A report goes on overleaf when its page is full.
_LEFT_WHITE: Final = 0.25
# Inches of rows that are black, or all the same and not white: what a machine prints when its data ends.
_RUINED: Final = 0.4
_BLACK: Final = 0.5
_SAME: Final = 0.995
# A row with less ink holds specks, not letters: 11 whole pages ended on one of 0.0035 at most, a cut one on 0.011.
_WHITE: Final = 0.005
# A column that is dark so often in the upper part of the page is a streak or the paper's edge.
_STREAK: Final = 0.4
_UPPER: Final = 0.4


def of(words: Sequence[Word], *, height: int = 0, cut: bool = False) -> Ending:
    """How a page's text ends: by its lowest lines, wherever the reader's layout put them.

    What closes it counts however badly it was read, unless the page looks `cut`; that nothing does, only where the
    reader was sure of the page. A heading with nothing under it ends no page, nor does a word that it goes on overleaf.
    On a page of that `height`, in the words' dots, a full stop above much white paper may be the end or not.
    """
    lines = [list(line) for _, line in groupby(words, lambda word: word.line)]
    lowest = _lowest(lines)
    sure = [line for line in lowest if _confidence(line) >= _LEAST_CONFIDENCE]
    told = closing.state(_text(sure))
    if told != "closed" and not cut and closing.state(_text(lowest)) == "closed":
        told = "closed"
    concluded = bool(parts.of(Reading(tuple(words)).text).conclusion)
    unended = told == "footed" and (_is_headed_last(sure) or (not concluded and _breaks_off(sure)))
    if closing.goes_on(_text(lowest)) or unended:
        return "open"
    if told:
        return told
    if concluded or _is_closed_beside(sure):
        return "concluded"
    stops = not cut and height and _stops(sure, height)
    return "open" if _confidence(words) >= _PLAIN and not stops else "unsure"


def _stops(lines: Sequence[Sequence[Word]], height: int) -> bool:
    """Whether the last own line ends a sentence, with so much white under it that nobody would have turned the page."""
    if not lines or not closing.last(_text(lines)).rstrip(_STRAY).endswith((".", ")")):
        return False
    return max(word.box.bottom for line in lines for word in line) < (1 - _LEFT_WHITE) * height


def _is_headed_last(lines: Sequence[Sequence[Word]]) -> bool:
    """Whether a heading is the last of the report's own lines, and no column goes on beside it."""
    last = closing.last(_text(lines))
    if not parts.is_heading(last):
        return False
    areas = {_text([line]): Box.around([word.box for word in line]) for line in lines}
    return not any(area.left > areas[last].right and area.top < areas[last].top for area in areas.values())


def _breaks_off(lines: Sequence[Sequence[Word]]) -> bool:
    """Whether the report's last own line has no full stop, as most that its sentences end on have."""
    text = _text(lines)
    stopped = sum(line.rstrip(_STRAY).endswith(".") for line in text.splitlines())
    return stopped >= _STOPS and _UNENDED.search(closing.last(text).rstrip(_STRAY)) is not None


def _lowest(lines: list[list[Word]]) -> list[list[Word]]:
    """The lines from the uppermost to the lowest; on a page that was read lying on its side, as they were read."""
    areas = [Box.around([word.box for word in line]) for line in lines]
    if sum(area.height for area in areas) > sum(area.width for area in areas):
        return lines
    return sorted(lines, key=lambda line: sum(word.box.bottom for word in line) / len(line))


def _is_closed_beside(lines: Sequence[Sequence[Word]]) -> bool:
    """Whether a column of its own is closed in the lower half of the text: nothing stands under what closes it."""
    areas = [Box.around([word.box for word in line]) for line in lines]
    middle = sum(area.top + area.bottom for area in areas) / max(1, 2 * len(areas))
    closers = (
        area
        for area, line in zip(areas, lines, strict=True)
        if area.top > middle and closing.state(_text([line])) == "closed"
    )
    return any(not any(_is_under(other, area) for other in areas) for area in closers)


def _is_under(box: Box, other: Box) -> bool:
    return box.top >= other.bottom and box.left < other.right and other.left < box.right


def _text(lines: Sequence[Sequence[Word]]) -> str:
    return "\n".join(" ".join(word.text for word in line) for line in lines)


def _confidence(words: Sequence[Word]) -> float:
    return Reading(tuple(words)).confidence


def is_cut(page: pages.Page) -> bool:
    """True where the page stops early, or in rows that no paper has.

    What closes a report speaks against it; that is for the caller to see.
    """
    return (page.exact and page.size[1] / page.resolution[1] < _SHORT) or _is_ruined(page)


def _is_ruined(page: pages.Page) -> bool:
    """Whether the rows that were sent last are black, or repeat one row."""
    if not page.exact or page.mode != "1":
        return False
    dark = ~np.asarray(page.native)
    dark[:, dark[: round(_UPPER * len(dark))].mean(axis=0) > _STREAK] = False
    last = dark[-round(_RUINED * page.resolution[1]) :]
    same = (last == last[-1]).mean() >= _SAME and last[-1].mean() > _WHITE
    return bool(last.mean() > _BLACK or same)
