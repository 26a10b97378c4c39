"""Whether a page on the reader's own paper arrived whole, or ends as a page ends that was cut off on the way."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

import numpy as np

from inbound.report import closing, parts
from inbound.report.values import Ending
from ocr import pages
from ocr.text import Reading, Word

# Inches. A4 and Letter are longer; a fax server may trim a blank foot, but then the report is signed above it.
_SHORT: Final = 10.6
_LEAST_CONFIDENCE: Final = 40
# On a page read with less, a signature may stand where none was seen.
_PLAIN: Final = 50
# Inches of rows that are black, or all the same and not white: what a machine prints when its data ends.
_RUINED: Final = 0.4
_BLACK: Final = 0.5
_SAME: Final = 0.995
_WHITE: Final = 0.002
_STREAK: Final = 0.9


def of(words: Sequence[Word], *, cut: bool = False) -> Ending:
    """How a page's text ends: by its lowest lines, wherever the reader's layout put them.

    What closes it counts however badly it was read, unless the page looks `cut`; that nothing does, only where the
    reader was sure of the page.
    """
    lines = [list(line) for _, line in groupby(words, lambda word: word.line)]
    lowest = sorted(lines, key=lambda line: sum(word.box.bottom for word in line) / len(line))
    sure = [line for line in lowest if _confidence(line) >= _LEAST_CONFIDENCE]
    told = closing.state(_text(sure))
    if told != "closed" and not cut and closing.state(_text(lowest)) == "closed":
        told = "closed"
    if told:
        return told
    if parts.of(Reading(tuple(words)).text).conclusion:
        return "concluded"
    return "open" if _confidence(words) >= _PLAIN else "unsure"


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
    # A streak or a black edge runs down the whole page.
    dark[:, dark.mean(axis=0) > _STREAK] = False
    last = dark[-round(_RUINED * page.resolution[1]) :]
    same = (last == last[-1]).mean() >= _SAME and last[-1].mean() > _WHITE
    return bool(last.mean() > _BLACK or same)
