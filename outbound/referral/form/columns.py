"""A form in two columns: what stands in the column of the known labels is a label, whether we know it or not.

Systems print labels without colons beside their values ("Cirk   NA 0,42 mikrog"). A label that no list has would be
taken for the end of the value above it. Where three known labels or more begin in one column and their values in
another, whatever else begins in both is a label with its value.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from outbound.referral.page.grid import Cell, Row
from outbound.referral.words import answers, labels, value_shapes

# So many known labels with their values in one column make it the column of labels.
_ENOUGH: Final = 3
# Two labels on a line, each with its value; so many known ones in a column make it one of labels.
_PAIRS: Final = 4
_BESIDE: Final = 1
# Signs of a label at most.
_LONGEST: Final = 28
# How far apart two edges of one column may lie, of the page's width.
_NEAR: Final = 0.012
# Where a word begins in a cell is told by its signs' mean width: so many of them off at most.
_ROUGH: Final = 4
# Where a label begins, and its value.
Columns = tuple[float, float]
# An answer's cross.
_CROSS: Final = re.compile(r"[xX✓✔×]|\[[xX]\]|\([xX]\)")


def marked(rows: Sequence[Row], width: float) -> Sequence[Row]:
    """The rows with a colon behind each label that only its column tells. `width` is the page's."""
    near = max(1.0, _NEAR * width)
    found = Counter(place for row in rows if (place := _known(row)) is not None)
    columns = [place for place, count in found.items() if count + _beside(place, found, near) >= _ENOUGH]
    first = next((number for number, row in enumerate(rows) if _known(row) in columns), len(rows))
    rows = [*rows[:first], *(_marked(row, columns, near) for row in rows[first:])]
    beside = [place for row in rows if (place := _known_beside(row)) is not None]
    rows = [_cut_beside(row, beside, near) for row in rows]
    return [_marked_beside(row, beside, near) for row in rows]


def ticked(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows with "Ja" or "Nej" for each cross below these heads: "Pacemaker        X" alone tells neither."""
    heads, found = list[Cell](), list[Row]()
    for row in rows:
        here = [cell for cell in row.cells if answers.is_one(cell.text.strip(" :"))]
        heads = here if len({cell.text.lower() for cell in here}) > 1 else heads
        found.append(replace(row, cells=tuple(_answered(cell, heads) for cell in row.cells)) if heads else row)
    return found


def _marked(row: Row, columns: Sequence[Columns], near: float) -> Row:
    if row.boxed:
        return row
    parted = _parted(row, columns)
    label, value = parted.cells[0], next(iter(parted.cells[1:]), None)
    if value is None or not any(_same((label.left, value.left), one, near) for one in columns):
        return row
    told = labels.at_start(label.text) is not None or not _may_be(label.text) or value.text.startswith("(")
    return parted if told else replace(parted, cells=(replace(label, text=f"{label.text}:"), *parted.cells[1:]))


def _marked_beside(row: Row, columns: Sequence[Columns], near: float) -> Row:
    """The row with a colon behind its second label, if known ones begin in its column: "Vikt  68 kg  CRP / LPK  58"."""
    if row.boxed or len(row.cells) != _PAIRS or _known_beside(row) is not None:
        return row
    name, label, value = row.cells[0], row.cells[2], row.cells[3]
    level = sum(_same((label.left, value.left), one, near) for one in columns) >= _BESIDE
    own = labels.at_start(name.text)
    if not level or own is None or not own.whole or labels.at_start(label.text) is not None or not _may_be(label.text):
        return row
    return replace(row, cells=(*row.cells[:2], replace(label, text=f"{label.text}:"), value))


def _cut_beside(row: Row, columns: Sequence[Columns], near: float) -> Row:
    """The row cut before its second label, if the value before it comes so near that both were read as one cell."""
    if row.boxed or len(row.cells) != _PAIRS - 1 or labels.at_start(row.cells[0].text) is None:
        return row
    first, value, last = row.cells
    each = (value.right - value.left) / max(1, len(value.text))
    for space in re.finditer(r"\s+", value.text):
        name, left = value.text[space.end() :], value.left + each * space.end()
        label = labels.at_start(name)
        level = any(
            abs(left - one[0]) <= max(near, _ROUGH * each) and abs(last.left - one[1]) <= near for one in columns
        )
        if level and label is not None and label.whole:
            before = replace(value, text=value.text[: space.start()], right=value.left + each * space.start())
            return replace(row, cells=(first, before, replace(value, text=name, left=left), last))
    return row


def _parted(row: Row, columns: Sequence[Columns]) -> Row:
    """The row cut where values begin, if a known label fills its column but for a space ("DIAGN FRÅGA BLÖDNING?")."""
    first, own = row.cells[0], labels.at_start(row.cells[0].text)
    if own is not None and own.colon:
        return row
    each = (first.right - first.left) / max(1, len(first.text))
    for left, value in columns:
        cut = round((value - first.left) / each)
        head, rest = first.text[:cut].rstrip(), first.text[cut:]
        whole = labels.at_start(head) if abs(first.left - left) <= each and first.text[cut - 1 : cut] == " " else None
        if whole is not None and whole.whole and rest[:1].strip():
            cells = (
                replace(first, text=head, right=value - each),
                Cell(rest, value, first.right, first.top, first.bottom),
            )
            return replace(row, cells=(*cells, *row.cells[1:]))
    return row


def _may_be(text: str) -> bool:
    """Whether a text may be a label: a few words that end no sentence."""
    if value_shapes.is_name(text) and len(text.split()) > 1:
        return False
    return (
        len(text) <= _LONGEST
        and text[:1].isalpha()
        and text[-1:] not in ".,;:?!"
        and not any(map(str.isdigit, text[:3]))
    )


def _same(one: Columns, other: Columns, near: float) -> bool:
    return abs(one[0] - other[0]) <= near and abs(one[1] - other[1]) <= near


def _beside(place: Columns, found: Counter[Columns], near: float) -> int:
    """How many known labels lie in nearly the same columns."""
    return sum(count for other, count in found.items() if other != place and _same(place, other, near))


def _known(row: Row) -> Columns | None:
    """Where a row begins with a known label in a cell of its own, and its value."""
    first, *others = row.cells
    label = labels.at_start(first.text) if others and not row.boxed else None
    value = labels.at_start(others[0].text) if others else None
    heads = value is not None and value.whole
    return (first.left, others[0].left) if label is not None and label.whole and not heads else None


def _known_beside(row: Row) -> Columns | None:
    """Where a row of two labels with their values has a known one as its second, and its value."""
    if len(row.cells) != _PAIRS or row.boxed:
        return None
    label = labels.at_start(row.cells[2].text)
    return (row.cells[2].left, row.cells[3].left) if label is not None and label.whole else None


def _answered(cell: Cell, heads: Sequence[Cell]) -> Cell:
    if not heads or _CROSS.fullmatch(cell.text) is None:
        return cell
    middle = (cell.left + cell.right) / 2
    return replace(cell, text=min(heads, key=lambda head: abs((head.left + head.right) / 2 - middle)).text)
