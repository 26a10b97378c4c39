"""Labels that a narrow column broke over two lines, whole again: "Tidigare" / "undersökningar" beside one value.

Read line by line, the second half would be a label of its own: "undersökningar" asks for what was made long ago.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from outbound.referral.page.grid import Cell, Row
from outbound.referral.words import labels

# A label of more words is no second half of one.
_MOST_WORDS: Final = 3


def joined(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows; one that begins with the second half of a label stands in the row of the first, its value too."""
    found = list[Row]()
    for row in rows:
        if found and _goes_on(found[-1], row):
            cells = (_both(one, other) for one, other in zip(found[-1].cells, row.cells, strict=True))
            found[-1] = replace(found[-1], cells=tuple(cells))
        else:
            found.append(row)
    return found


def _goes_on(above: Row, row: Row) -> bool:
    """Whether both halves stand in one column and both values in another, in lines next to each other."""
    if row.gap or row.apart or row.boxed or above.boxed or above.page != row.page or len(row.cells) != 2:
        return False
    if len(above.cells) != 2 or any(cell.asked is not None for cell in (*above.cells, *row.cells)):
        return False
    first, second = above.cells[0].text, row.cells[0].text
    height = above.cells[0].bottom - above.cells[0].top
    below = all(abs(one.left - other.left) <= height for one, other in zip(above.cells, row.cells, strict=True))
    label = len(second.split()) <= _MOST_WORDS and not any(map(str.isdigit, first + second))
    ended = first.endswith((":", ".", "?", "!"))
    halves = first[:1].isupper() and second[:1].islower()
    # "Krea" above "eGFR": two labels, unless both together are one that is known.
    one = labels.is_label(f"{first} {second}") or labels.at_start(f"{second}:") is None
    return below and label and halves and one and not ended


def _both(one: Cell, other: Cell) -> Cell:
    right, bottom = max(one.right, other.right), max(one.bottom, other.bottom)
    return replace(one, text=f"{one.text} {other.text}", right=right, bottom=bottom)
