"""Labels run into the text without any mark, known by their capitals: "Vikt 70 kg. Allergi Nej. Remittent Dr Ek"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from outbound.referral.page.grid import Row
from outbound.referral.values import FieldName
from outbound.referral.words import labels

# So many labels behind the first word of a line make a text whose labels are run in: a story has one or two by chance.
_ENOUGH: Final = 6
# And these three among them, or at the start of a line.
_HEART: Final = frozenset({FieldName.EXAMINATION, FieldName.QUESTION, FieldName.HISTORY})
# A label begins a line or a sentence, or stands with its capital behind a word or a figure.
_BEGINS: Final = re.compile(r"(?:^|(?<=\s))[A-ZÅÄÖ]")


def parted(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows cut before each such label, with a colon behind it, if nothing else marks the labels of the document."""
    found = [list(_labels(row.text)) if len(row.cells) == 1 else [] for row in rows]
    inside = sum(start > 0 for here in found for start, _ in here)
    fields = {_field(row.text[start:end]) for row, here in zip(rows, found, strict=True) for start, end in here}
    if inside < _ENOUGH or not fields >= _HEART or _is_marked(rows):
        return rows
    return [part for row, here in zip(rows, found, strict=True) for part in _parts(row, here)]


def _field(text: str) -> FieldName | None:
    label = labels.at_start(f"{text}:")
    return None if label is None else label.field


def _is_marked(rows: Sequence[Row]) -> bool:
    """Whether labels with a colon or in cells of their own make the document a form."""
    known = (labels.at_start(cell.text) for row in rows for cell in row.cells)
    return sum(label is not None and (label.colon or label.whole) for label in known) >= _ENOUGH


def _parts(row: Row, found: Sequence[tuple[int, int]]) -> Iterator[Row]:
    """The row, or one for each label and its value, and for what stands before the first."""
    starts = [0, *(start for start, _ in found if start), len(row.text)]
    ends = dict(found)
    for start, stop in pairwise(starts):
        end = ends.get(start, start)
        colon = ":" if end > start else ""
        yield _row(row, f"{row.text[start:end]}{colon}{_value(row.text[end:stop])}")


def _row(row: Row, text: str) -> Row:
    return replace(row, cells=(replace(row.cells[0], text=text),), gap=row.gap)


def _value(text: str) -> str:
    """What stands behind a label; its full stop only where others part its sentences."""
    return text.rstrip(" ," if ". " in text.rstrip() else " ,.")


def _labels(text: str) -> Iterator[tuple[int, int]]:
    """Where known labels without a mark begin and end; none right behind another: "Njurfunktion Krea 109"."""
    last = -2
    for match in _BEGINS.finditer(text):
        end = labels.run_in(text[match.start() :]) if match.start() > last + 1 else None
        if end is not None:
            last = match.start() + end
            yield match.start(), last
