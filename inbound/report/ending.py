"""Whether a report on the reader's own paper ends as reports end, or as a page ends that was cut off on the way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from inbound.report import closing
from ocr import pages
from ocr.text import Word

# Inches. A4 and Letter are longer; a fax server may trim a blank foot, but then the report is signed above it.
_SHORT: Final = 10.6
# Print that stands so near the last row (inches) has no margin below it: the rows that followed are missing.
_MARGIN: Final = 0.12
_LEAST_CONFIDENCE: Final = 40


def is_cut(page: pages.Page, upright: pages.Sheet, words: Sequence[Word], whole: str) -> bool:
    """True where the page stops early or in the middle of print, and nothing closes the report."""
    if closing.state(whole):
        return False
    native = page.size[1] / page.resolution[1]
    return (page.exact and native < _SHORT) or _runs_out(upright, words)


def _runs_out(upright: pages.Sheet, words: Sequence[Word]) -> bool:
    """Whether print reaches the edge that was sent last: the lower one, or the upper one of a page upside down."""
    edge = _MARGIN * upright.dpi
    sure = [word.box for word in words if word.confidence >= _LEAST_CONFIDENCE and re.search(r"\w{3}", word.text)]
    if not sure:
        return False
    if upright.rotation == 180:
        return min(box.top for box in sure) < edge
    return max(box.bottom for box in sure) > upright.image.height - edge
