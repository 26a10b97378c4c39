"""Forms that print each label below its value, in small print under the line it is written on: turned the other way.

Read as any other form, each label would name what belongs to the next one: a relative's telephone stood as the number
to call back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from outbound.referral.page import box_tables
from outbound.referral.page.grid import Row

# So many lines of values with their labels below make such a form, and so many times more than the other way round.
_FEWEST: Final = 4
_MORE: Final = 4
# A label begins so near to where its value does, in heights of the label's letters.
_ALIGNED: Final = 1.0

# Rows without white between them.
Block = Sequence[Row]


def turned(rows: Sequence[Row]) -> list[Row]:
    """The rows, labels above their values; as they are if not all of the form is printed so."""
    blocks = list(_blocks(rows))
    ends = [block for block in blocks if _ends_with_labels(block)]
    below = [block for block in ends if _is_aligned(block[0], block[-1])]
    above = [block for block in blocks if len(block) > 1 and _has_label(block[0])]
    sure = sum(_has_label(block[-1]) for block in below)
    if len(below) < max(_FEWEST, _MORE * len(above)) or 2 * sure < len(below):
        return list(rows)
    # A title stands close above, or a scan makes a cell of a stain: the labels are labels all the same.
    others = [block for block in ends if _has_label(block[-1])]
    return [row for block in blocks for row in (_turned(block) if block in below + others else block)]


def _blocks(rows: Sequence[Row]) -> Iterator[Block]:
    """The rows between one white line and the next, or where another column begins."""
    begins = (at for at, (above, row) in enumerate(pairwise(rows), 1) if row.gap or _top(row) < _top(above))
    yield from (rows[start:end] for start, end in pairwise([0, *begins, len(rows)]) if end > start)


def _top(row: Row) -> float:
    return row.cells[0].top


def _ends_with_labels(block: Block) -> bool:
    """Whether the last row may hold labels, and no other does."""
    may_be = len(block) > 1 and all(box_tables.may_head(cell.text) for cell in block[-1].cells)
    return may_be and not any(map(_has_label, block[:-1]))


def _is_aligned(values: Row, names: Row) -> bool:
    """Whether a cell of the one row stands right below each one of the other."""
    return len(values.cells) == len(names.cells) and all(
        abs(value.left - name.left) <= _ALIGNED * (name.bottom - name.top)
        for value, name in zip(values.cells, names.cells, strict=True)
    )


def _has_label(row: Row) -> bool:
    return any(box_tables.is_label(cell.text) for cell in row.cells)


def _turned(block: Block) -> Iterator[Row]:
    """The labels first, in the place right above their values."""
    *rows, names = block
    at = next((at for at, row in enumerate(rows) if _is_aligned(row, names)), len(rows) - 1)
    high = max(cell.bottom - cell.top for cell in names.cells)
    top = min(cell.top for cell in rows[at].cells)
    cells = tuple(replace(cell, top=top - high, bottom=top) for cell in names.cells)
    yield from rows[:at]
    yield replace(names, cells=cells, gap=True)
    yield replace(rows[at], gap=False, apart=False)
    yield from rows[at + 1 :]
