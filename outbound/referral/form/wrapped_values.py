"""Values of labels inside running text, whole again where the margin broke their line.

"Allergi: Plåster, ej" ends with a line and not with a sentence; the word below belongs to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from outbound.referral.form import inner_labels
from outbound.referral.page.grid import Row
from outbound.referral.values import FieldName, Group
from outbound.referral.words import labels

# A line so long was ended by the margin; what is left of its sentence is no longer than a line.
_BROKEN: Final = 45
_MOST: Final = 90
# A sentence, up to its end or the line's.
_SENTENCE: Final = re.compile(r".*?(?:(?<=[\w)%]{2})[.?!](?=\s|$)|$)")
_ENDED: Final = re.compile(r"[.?!:;]\W*$")
# These go on over lines by themselves.
_FLOWING: Final = frozenset({FieldName.QUESTION, FieldName.HISTORY, FieldName.STATUS, FieldName.EXAMINATION})


def joined(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows; the rest of a sentence that a label began stands in the line where it began."""
    found = list[Row]()
    for row in rows:
        head = _rest(found[-1], row) if found else ""
        if not head:
            found.append(row)
            continue
        found[-1] = _with(found[-1], f"{found[-1].cells[-1].text} {head}")
        behind = row.cells[0].text[len(head) :].strip()
        found += [_with(row, behind)] if behind else []
    return found


def _with(row: Row, text: str) -> Row:
    """The row with another text in its last cell."""
    return replace(row, cells=(*row.cells[:-1], replace(row.cells[-1], text=text)))


def _rest(above: Row, row: Row) -> str:
    """What the row begins with that ends the sentence of the last label above it, or nothing."""
    one, other = above.cells[-1], row.cells[0]
    beside = len(row.cells) > 1 or abs(one.left - other.left) > one.bottom - one.top
    if row.gap or above.page != row.page or beside or len(one.text) < _BROKEN:
        return ""
    value, label = _last(one.text), labels.at_start(other.text)
    sentence = _SENTENCE.match(other.text)
    if value is None or sentence is None or (label is not None and label.colon):
        return ""
    goes_on = not value or (other.text[0].islower() and not _ENDED.search(value))
    return sentence.group() if goes_on and len(sentence.group()) <= _MOST else ""


def _last(text: str) -> str | None:
    """What stands behind the last label of a line, if that is a field's whose value is short."""
    starts = [start for start in (0, *inner_labels.begin(text)) if labels.at_start(text[start:]) is not None]
    label = labels.at_start(text[starts[-1] :]) if starts else None
    if label is None or label.group is not Group.FIELD or label.field in _FLOWING or not label.colon:
        return None
    return text[starts[-1] + label.end :].strip()
