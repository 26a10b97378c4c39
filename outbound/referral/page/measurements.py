"""What was measured at several times: a table with a row for each analysis and a column for each time.

Read cell by cell, the figures would lose their times, and labels that stand apart from them their figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from outbound.referral.page.grid import Cell, Row
from outbound.referral.words import labels

# A day, a time, or both: "2026-11-25", "25/11 08.30", "kl 21", "26 nov", "idag".
_MONTH: Final = r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)\w*"
_DAY: Final = rf"(?:20\d\d-\d\d-\d\d|\d{{6}}|\d{{1,2}}/\d{{1,2}}(?:[-/]\d{{2,4}})?|\d{{1,2}}\s{_MONTH})"
_CLOCK: Final = r"(?:(?:kl\.?\s?)?\d{1,2}[.:]\d\d|kl\.?\s?\d{1,2})"
_TIME: Final = re.compile(rf"(?:{_DAY}(?:[ ,T]{{1,2}}{_CLOCK})?|{_CLOCK}|[Ii]\s?dag|[Ii]\s?går|[Nn]u)")
# A figure, with a sign before it, and what a laboratory sets behind it; or a word for none.
_FIGURE: Final = re.compile(r"[<>≥≤+-]?\s?\d[\d.,]*\s?[*!HLhl]?|neg\.?|pos\.?|[-–—]")
_NAME: Final = re.compile(r"(?=.*[^\W\d_])[^:?!]{1,30}:?")
# Times side by side make a head, and figures below two of them a row.
_ENOUGH: Final = 2


def is_head(texts: Sequence[str]) -> bool:
    """Whether a line is the head of such a table: times in two columns or more, and no other figures."""
    times = [text for text in texts if is_time(text)]
    others = [text for text in texts if text not in times]
    return len(times) >= _ENOUGH and len(others) <= _ENOUGH and not any(map(_has_figure, others))


def is_time(text: str) -> bool:
    """Whether a text is a day, a time or both, and nothing else."""
    return _TIME.fullmatch(text.strip(" :")) is not None


def is_figure(text: str) -> bool:
    """Whether a text is what was measured, or a word for none."""
    return _FIGURE.fullmatch(text.strip()) is not None


def dated(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows, those of such a table as pairs: "Kreatinin", "91 / 117 µmol/L (25/11 / 26/11)"."""
    made, head = list[Row](), list[Cell]()
    for row, below in zip_longest(rows, rows[1:]):
        times = _times(row)
        if below is not None and is_head([cell.text for cell in row.cells]) and _pair(below, times) is not None:
            head = times
            made += _beside_times(row)
            continue
        pair = _pair(row, head) if head else None
        head = head if pair is not None else []
        made.append(pair or row)
    return made


def _times(row: Row) -> list[Cell]:
    return [cell for cell in row.cells if is_time(cell.text)]


def _beside_times(head: Row) -> Iterator[Row]:
    """What stands in the head besides: it may be more than the name of a column."""
    times = _times(head)
    others = tuple(cell for cell in head.cells if cell not in times and not labels.is_label(cell.text))
    yield from [replace(head, cells=others)] if others else []


def _pair(row: Row, head: Sequence[Cell]) -> Row | None:
    """A row of the table as a name and its figures, each with its time; None where the table has ended."""
    first, *others = row.cells
    below = [(cell, _column(cell, head)) for cell in others if is_figure(cell.text)]
    columns = [at for _, at in below if at is not None]
    if not _NAME.fullmatch(first.text) or len(set(columns)) < min(_ENOUGH, len(columns)) or not columns:
        return None
    timed = [(cell, head[at].text) for cell, at in below if at is not None]
    units = " ".join(cell.text for cell in others if cell not in [one for one, _ in timed])
    figures, times = (" / ".join(each) for each in zip(*((cell.text, time) for cell, time in timed), strict=True))
    value = replace(others[0], text=f"{figures} {units}".strip() + f" ({times})", right=others[-1].right)
    name = replace(first, text=f"{first.text.rstrip(': ')}:")
    return replace(row, cells=(name, value), boxed="pair")


def _column(cell: Cell, head: Sequence[Cell]) -> int | None:
    """The time that stands above a figure; none where it stands below no time, as a limit of what is usual does."""
    middle = (cell.left + cell.right) / 2
    near = min(range(len(head)), key=lambda at: abs((head[at].left + head[at].right) / 2 - middle))
    pitch = min(abs(one.left - other.left) for one in head for other in head if one is not other)
    return near if abs((head[near].left + head[near].right) / 2 - middle) <= pitch / 2 else None


def _has_figure(text: str) -> bool:
    return any(map(str.isdigit, text))
