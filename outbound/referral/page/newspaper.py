"""A story set in columns, as newspapers are: read down the first, then down the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from outbound.referral.page.grid import Cell, Row
from outbound.referral.words import labels

# So many lines, each so long, are a column of a story; a form's are shorter.
_LINES: Final = 3
_COLUMNS: Final = (2, 3)
_LEAST: Final = 25
# A column begins so evenly, in heights of its letters.
_EVEN: Final = 0.7
# In so many of its lines a story goes on with the sentence of the line above.
_GOES_ON: Final = 0.5
# What ends a sentence.
_ENDS: Final = ".:;!?"


def unfolded(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows; where columns of a story stand side by side, each line of the first and then of the next."""
    at = 0
    while at < len(rows):
        end = _end(rows, at)
        if end - at >= _LINES and _are_stories(rows[at:end]):
            for side in range(len(rows[at].cells)):
                column = [row for row in rows[at:end] if len(row.cells) > side]
                yield from (_alone(row, row.cells[side], gap=row.gap and not side) for row in column)
        else:
            end = at + 1
            yield rows[at]
        at = end


def _end(rows: Sequence[Row], at: int) -> int:
    """Behind the last of the rows whose cells stand evenly below each other; the first column may be longer."""
    first, end = rows[at], at
    while end < len(rows) and _is_one(first, rows[end]) and (end == at or not rows[end].gap):
        end += 1
    while at < end < len(rows) and _is_rest(first, rows[end]):
        end += 1
    return end


def _is_one(first: Row, row: Row) -> bool:
    if len(row.cells) != len(first.cells) or len(row.cells) not in _COLUMNS or row.boxed:
        return False
    even = all(_is_below(one, other) for one, other in zip(first.cells, row.cells, strict=True))
    return even and all(map(_is_text, row.cells))


def _is_below(one: Cell, other: Cell) -> bool:
    return abs(one.left - other.left) <= _EVEN * (one.bottom - one.top)


def _is_text(cell: Cell) -> bool:
    label = labels.at_start(cell.text)
    return label is None or not (label.colon or label.whole)


def _is_rest(first: Row, row: Row) -> bool:
    """Whether a row is a line of the first column alone."""
    cell, *others = row.cells
    if others or row.gap or row.apart or row.boxed:
        return False
    return _is_below(first.cells[0], cell) and cell.right < first.cells[1].left and _is_text(cell)


def _are_stories(rows: Sequence[Row]) -> bool:
    """Whether all columns are lines of running text, each of which goes on in the next."""
    columns = [[row.cells[side].text for row in rows if len(row.cells) > side] for side in range(len(rows[0].cells))]
    return all(map(_is_story, columns))


def _is_story(lines: Sequence[str]) -> bool:
    long = sum(len(line) >= _LEAST for line in lines)
    on = sum(above[-1] not in _ENDS and not below[0].isupper() for above, below in pairwise(lines))
    return long >= len(lines) - 1 and on >= _GOES_ON * (len(lines) - 1)


def _alone(row: Row, cell: Cell, *, gap: bool) -> Row:
    return replace(row, cells=(cell,), gap=gap)
