"""Lists of a form's options side by side, each below its head: what was ticked stands indented, line by line.

"Undersökning        Upplysningar" over "  Bäcken   Akut, inom 1 timme" and "  Femur höger": the lines of one list lie
level with those of the other by chance, and where nothing was ticked a line is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from outbound.referral.page.grid import Cell, Row
from outbound.referral.values import STAFF
from outbound.referral.words import labels

# A list has so many options, on so many lines.
_OPTIONS: Final = 3
_LINES: Final = 2
_LONGEST_HEAD: Final = 40
# How far options are set in, and how far their edges may differ, of the page's width.
_SET_IN: Final = (0.006, 0.06)
_NEAR: Final = 0.006


def told(rows: Sequence[Row]) -> list[Row]:
    """The rows, those of such lists as one value for each head: "Undersökning: Bäcken; Femur höger"."""
    made, at = list[Row](), 0
    width = max((cell.right for row in rows for cell in row.cells), default=1.0)
    while at < len(rows):
        below = list(_options(rows, at, width)) if _heads(rows[at]) else []
        many = sum(len(row.cells) for row in below) >= _OPTIONS and len(below) >= _LINES
        made += list(_lists(rows[at], below)) if many else [rows[at]]
        at += 1 + (len(below) if many else 0)
    return made


def _heads(row: Row) -> bool:
    """Whether a row is heads side by side, one of them at least a known label, and none a sentence."""
    found = [labels.at_start(cell.text) for cell in row.cells]
    fields = [label.field for label in found if label is not None]
    known = any(label is not None and label.whole for label in found) and not set(fields) & {None, *STAFF}
    plain = all(len(cell.text) <= _LONGEST_HEAD and cell.text[-1:] not in ".,;:?!" for cell in row.cells)
    return len(row.cells) > 1 and not row.boxed and known and plain and not any(map(str.isdigit, row.text))


def _options(rows: Sequence[Row], at: int, width: float) -> Iterator[Row]:
    """The rows below the heads there whose cells are all set in alike below one of them."""
    heads, indent = rows[at].cells, None
    for row in rows[at + 1 :]:
        apart = [cell.left - _over(cell, heads).left for cell in row.cells]
        indent = apart[0] if indent is None else indent
        level = all(abs(one - indent) <= _NEAR * width for one in apart)
        if (
            row.boxed
            or row.page != rows[at].page
            or not level
            or not _SET_IN[0] * width <= indent <= _SET_IN[1] * width
        ):
            return
        yield row


def _over(cell: Cell, heads: Sequence[Cell]) -> Cell:
    """The head in whose column a cell begins."""
    return next((head for head in reversed(heads) if head.left <= cell.left), heads[0])


def _lists(row: Row, below: Sequence[Row]) -> Iterator[Row]:
    """Each head with its options as a label with its value; one that has none is left out."""
    for head in row.cells:
        options = [cell for one in below for cell in one.cells if _over(cell, row.cells) is head]
        if options:
            whole = "; ".join(cell.text for cell in options)
            value = Cell(whole, options[0].left, options[0].right, options[0].top, options[-1].bottom)
            yield replace(row, cells=(replace(head, text=f"{head.text}:"), value), boxed="told")
