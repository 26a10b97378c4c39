"""What happened when: a column of times beside a column of what happened, each line one again.

Read cell by cell, the times would stand in lines of their own, or nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from outbound.referral.form import inner_labels
from outbound.referral.page import measurements
from outbound.referral.page.grid import Row
from outbound.referral.words import labels


def joined(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows; where a time begins two or more, one after the other, each time stands with what happened then.

    Where somebody speaks behind most of the times it is a chat, and whoever speaks stands before a colon.
    """
    timed = (False, *map(_is_timed, rows), False)
    several = [one and (above or below) for above, one, below in zip(timed, timed[1:], timed[2:], strict=False)]
    found = [row for row, has_others in zip(rows, several, strict=True) if has_others]
    if 2 * sum(labels.unknown_at_start(row.cells[1].text) is not None for row in found) > len(found):
        return rows
    return [_one(row) if has_others else row for row, has_others in zip(rows, several, strict=True)]


def _is_timed(row: Row) -> bool:
    """Whether a row is a time and, beside it, words that are no label's."""
    if len(row.cells) != 2 or row.boxed or not measurements.is_time(row.cells[0].text):
        return False
    label = labels.at_start(row.cells[1].text)
    told = label is not None and label.colon and label.field not in inner_labels.WHERE_AND_WHEN
    return any(map(str.isalpha, row.cells[1].text)) and not told


def _one(row: Row) -> Row:
    """The row with one cell of its two."""
    when, what = row.cells
    return replace(row, cells=(replace(when, text=f"{when.text} {what.text}", right=what.right),))
