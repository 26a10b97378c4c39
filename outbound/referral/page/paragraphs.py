"""Paragraphs as they were written: lines that only the margin broke are one again.

A sentence that goes on below must not be read as two: "... GCS" and "13, luktar etyl. Fraktur?" are no question of 13.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median_low
from typing import Final

from outbound.referral.page.grid import Row
from outbound.referral.words import labels

# Fewer signs do not reach a margin: whoever ends so short a line means to.
_LEAST: Final = 45
# Lines of a paragraph lie so much wider apart at most than the page's lines do, in heights of the letters: of 312 that
# go on on 150 prints none lay 0.1 wider, and of seven headings set close below a long line all lay 0.2.
_WIDER: Final = 0.15
# Where a line of a paragraph may end by itself: a sentence, a label whose value stands below.
_ENDED: Final = re.compile(r"[.:;!?][\s\"')\]]*$")
# What a line of a list begins with.
_ITEM: Final = re.compile(r"\s*(?:[-–•*#>=/]|\(?[\dA-Za-z]{1,2}[.)]\s)")
_WORD: Final = re.compile(r"\S+")


def unbroken(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows of a page; one whose next word had no room before the margin goes on with the row below it."""
    found, last, margin, leading = list[Row](), None, _margin(rows), _leading(rows)
    for row in rows:
        if last is not None and _goes_on(last, row, margin) and _apart(last, row) <= leading + _WIDER:
            found[-1] = _joined(found[-1], row)
        else:
            found.append(row)
        last = row
    return tuple(found)


def _margin(rows: Sequence[Row]) -> float:
    """How far to the right the long lines of a page reach."""
    return max((row.cells[0].right for row in rows if len(row.cells) == 1 and _is_long(row)), default=0.0)


def _leading(rows: Sequence[Row]) -> float:
    """How far apart lines usually lie on a page, where the upper one is long; in heights of its letters."""
    each = [_apart(*two) for two in pairwise(rows) if all(len(row.cells) == 1 for row in two) and _is_long(two[0])]
    return median_low(each) if each else 0.0


def _apart(above: Row, row: Row) -> float:
    one, other = above.cells[0], row.cells[0]
    return (other.top - one.bottom) / (one.bottom - one.top)


def _is_long(row: Row) -> bool:
    return len(row.cells[0].text) >= _LEAST


def _goes_on(above: Row, row: Row, margin: float) -> bool:
    """Whether the margin broke a sentence between two rows."""
    if row.gap or max(len(above.cells), len(row.cells)) > 1:
        return False
    one, other = above.cells[0], row.cells[0]
    label = labels.at_start(other.text)
    ended = _ENDED.search(one.text) is not None
    # "… UKG" / "jour: aortainsufficiens": a label in small letters behind an unfinished line is a word of it.
    labelled = label is not None and (ended or (label.colon and not other.text[0].islower()))
    begins = _ITEM.match(other.text) is not None or labelled
    if begins or one.text.endswith(":") or abs(one.left - other.left) > one.bottom - one.top:
        return False
    sign = (other.right - other.left) / max(1, len(other.text))
    first = _WORD.match(other.text)
    room = len(first.group()) if first else 0
    return len(one.text) >= _LEAST and one.right + (room + 1) * sign > margin - sign


def _joined(above: Row, row: Row) -> Row:
    one, other = above.cells[0], row.cells[0]
    apart = "" if re.search(r"\w-$", one.text) and other.text[:1].islower() else " "
    right = max(one.right, other.right)
    return replace(above, cells=(replace(one, text=one.text + apart + other.text, right=right, bottom=other.bottom),))
