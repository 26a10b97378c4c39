"""What is ordered as a table: a row for each examination, and columns for its code, its name and what became of it.

"Kod | Benämning | Status" over "UL711 | Ultraljud buk | Beställd": its heads are no labels of what stands beside them,
and what was cancelled is not asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum, auto
from itertools import takewhile
from typing import Final

from outbound.referral.page.grid import Cell, Row


class Column(Enum):
    """What a column tells of an ordered examination."""

    NAME = auto()
    SIDE = auto()
    STATUS = auto()
    SYSTEM = auto()


# What the columns of such a table are called.
_HEADS: Final = {
    Column.NAME: re.compile(
        r"(?:undersöknings?)?(?:benämning|beskrivning)|(?:beställd\s)?(?:undersökning|åtgärd|tjänst|produkt|us)(?:ar|er)?|exam(?:ination)?",
        re.I,
    ),
    Column.SIDE: re.compile(r"sida|lateralitet|side|projektion(?:er)?|kontrast|protokoll", re.I),
    Column.STATUS: re.compile(r"(?:order|beställnings?|us-?)?status|läge|tillstånd", re.I),
    Column.SYSTEM: re.compile(
        r"(?:us-?|undersöknings?|kvå-?|åtgärds?)?kod|(?:rad|pos|löp)?(?:nr|nummer)|#|id|antal|modalitet|lab|enhet", re.I
    ),
}
# What was taken back, and what was made already.
_CANCELLED: Final = re.compile(
    r"makuler|avbeställ|annuller|struken|borttag|inställ|ersatt|avbruten|avböjd|cancel", re.I
)
_MADE: Final = re.compile(r"utförd|besvarad|svarad|granskad|klar|signerad|completed", re.I)
_FEWEST: Final = 2
LABEL: Final = "Undersökning:"


def is_head(texts: Sequence[str]) -> bool:
    """Whether a line is the head of such a table: an examination's name, and its code or its state beside it."""
    told = [_column(text) for text in texts]
    beside = Column.STATUS in told or (Column.SYSTEM in told and len(told) > _FEWEST) or _is_coded(texts)
    return len(texts) >= _FEWEST and told.count(Column.NAME) == 1 and None not in told and beside


def told(rows: Sequence[Row]) -> list[Row]:
    """The rows, those of such a table as one value: "Undersökning: Ultraljud buk; Genomlysning"."""
    made, at = list[Row](), 0
    while at < len(rows):
        below = _below(rows, at) if is_head([cell.text for cell in rows[at].cells]) else []
        made += _told(rows[at], below) if below else [rows[at]]
        at += 1 + len(below)
    return made


def _column(text: str) -> Column | None:
    return next((column for column, called in _HEADS.items() if called.fullmatch(text.strip(" :"))), None)


def _is_coded(texts: Sequence[str]) -> bool:
    return any(re.fullmatch(r"\S*kod", text.strip(" :"), re.IGNORECASE) for text in texts)


def _below(rows: Sequence[Row], at: int) -> list[Row]:
    """The rows of the table: as many cells as it has heads, on the same page."""
    head = rows[at]
    return list(takewhile(lambda row: row.page == head.page and _fits(row, head), rows[at + 1 :]))


def _fits(row: Row, head: Row) -> bool:
    return (
        not row.boxed and len(row.cells) == len(head.cells) and not any(cell.text.endswith(":") for cell in row.cells)
    )


def _told(head: Row, below: Sequence[Row]) -> list[Row]:
    """The table as one value behind its label; of one whose rows were all taken back nothing is left to ask."""
    wished = [text for row in below for text in _wishes(row, head)]
    first, last = below[0].cells[0], below[-1].cells[-1]
    value = Cell("; ".join(wished), first.left, last.right, first.top, last.bottom)
    return [replace(head, cells=(replace(head.cells[0], text=LABEL), value), boxed="pair")] if wished else []


def _wishes(row: Row, head: Row) -> Iterator[str]:
    """The examination of a row with its side, if it is still to be made."""
    columns = [(_column(one.text), cell.text) for one, cell in zip(head.cells, row.cells, strict=True)]
    done = any(column is Column.STATUS and (_CANCELLED.search(text) or _MADE.match(text)) for column, text in columns)
    name = next(text for column, text in columns if column is Column.NAME)
    sides = [text for column, text in columns if column is Column.SIDE and re.search(r"\w", text)]
    yield from [] if done else [", ".join((name, *sides))]
