"""What a system prints at the head and the foot of each page: on the pages after the first it says nothing new.

A field that goes on over the end of a page would swallow it: "UL buk 2026" / "e-remiss radiologi  2026-11-12 03:22".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from outbound.referral.page.grid import Row

# So many rows of the first page are its head, and as many its foot.
_EDGE: Final = 3
# Which page it is, of how many.
_COUNT: Final = re.compile(r"(?:sid(?:a|an)?|page|blad)?\s*\d{1,2}\s?(?:/|av|of|\()\s?\d{1,2}\)?", re.IGNORECASE)


def without(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows, those at the edge of a later page left out that stand so at the edge of the first.

    All but the count of the page must be the same: another number may be another order's.
    """
    pages = [list(page) for _, page in groupby(rows, key=lambda row: row.page)]
    known = {_told(row) for row in _edges(pages[0])} if len(pages) > 1 else set[str]()
    gone = [row for page in pages[1:] for row in _edges(page) if _told(row) in known]
    return tuple(row for row in rows if not any(row is one for one in gone))


def _edges(page: Sequence[Row]) -> Sequence[Row]:
    return [*page[:_EDGE], *page[max(_EDGE, len(page) - _EDGE) :]]


def _told(row: Row) -> str:
    return " ".join(_COUNT.sub("", row.text).split())
