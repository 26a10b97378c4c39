"""Earlier examinations as a table: a row for each, and columns for its day, what was made, and where.

Its heads are labels elsewhere ("Datum", "Undersökning"): read as those, what was made years ago would be asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum, auto
from itertools import takewhile
from typing import Final

from outbound.referral.page import measurements
from outbound.referral.page.grid import Cell, Row
from outbound.referral.values import FieldName
from outbound.referral.words import labels


class Column(Enum):
    """What a column tells of an earlier examination."""

    DAY = auto()
    WHAT = auto()
    BESIDE = auto()
    SYSTEM = auto()


# What the columns of such a table are called.
_EARLIER: Final = r"(?:tidigare|tid\.?|föreg(?:ående|\.)|jämförande|jmf)"
_HEADS: Final = {
    Column.DAY: re.compile(
        r"(?:us|undersöknings?|exam)?[-.]?\s?(?:datum|dat|dag|tid(?:punkt)?)|utförd|gjord|när|år|date", re.I
    ),
    Column.WHAT: re.compile(
        rf"(?:{_EARLIER}\s)?(?:(?:bild)?undersökning(?:ar|en)?|us|us\.|us-?typ|röntgen|bilddiagnostik|examination|vad)|modalitet|metod",
        re.I,
    ),
    Column.BESIDE: re.compile(
        r"plats|ställe|ort|sjukhus|enhet|klinik|avd(?:elning)?|var|vårdgivare|röntgenavdelning|(?:utförd\s)?(?:på|vid|hos)|site"
        r"|svar|resultat|utlåtande|fynd|kommentar|anmärkning|anm\.?|bedömning|slutsats|region|kroppsdel",
        re.I,
    ),
    # The system's own.
    Column.SYSTEM: re.compile(r"(?:us-?)?kod|lab|acc(?:essions?)?\.?-?(?:nr|nummer)|nr|id|status", re.I),
}
_SAYS_SO: Final = re.compile(rf"(?<!\w){_EARLIER}(?!\w)", re.IGNORECASE)
_DAY: Final = re.compile(
    r"(?:(?:19|20)\d\d(?:-\d\d-\d\d)?(?=\s|$)|\d\d-\d\d-\d\d(?=\s|$)|(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)\w*\s(?:19|20)\d\d)"
)
# A head that does not say so itself makes a table of earlier ones with so many days below it.
_ENOUGH: Final = 2
_FEWEST: Final = 2
LABEL: Final = "Tidigare undersökningar:"


def is_head(texts: Sequence[str]) -> bool:
    """Whether a line is the head of such a table: a day, what was made, and nothing that is no part of it."""
    told = [_column(text) for text in texts]
    return len(texts) >= _FEWEST and {Column.DAY, Column.WHAT} <= set(told) and None not in told


def told(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows, those of such a table as one value: "2022-03-15 DT thorax, Sunderbyn; 2024-…"."""
    made, at = list[Row](), 0
    while at < len(rows):
        head, below = rows[at], _below(rows, at)
        if below and (_says_so(head, made) or len(below) >= _ENOUGH):
            made.append(_told(head, below))
            at += 1 + len(below)
        else:
            made.append(head)
            at += 1
    return made


def listed(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows, days with what was made below their label as one value: nothing in it is a label ("… KONTRAST: ua")."""
    made, at = list[Row](), 0
    while at < len(rows):
        row = rows[at]
        below = _dated_below(rows, at) if _is_label(row) else []
        made.append(_as_list(row, below) if below else row)
        at += 1 + len(below)
    return made


def _is_label(row: Row) -> bool:
    label = labels.at_start(row.text) if len(row.cells) == 1 and not row.boxed else None
    return label is not None and label.whole and label.field is FieldName.EARLIER


def _dated_below(rows: Sequence[Row], at: int) -> list[Row]:
    """The rows right below a label that are each a day and what was made then."""
    return list(takewhile(lambda one: one.page == rows[at].page and _is_dated(one), rows[at + 1 :]))


def _is_dated(row: Row) -> bool:
    """Whether a row is a day and what was made then, in one cell or in two."""
    day = _DAY.match(row.cells[0].text)
    told = day is not None and (len(row.cells) > 1 or len(row.text) > day.end())
    return told and len(row.cells) <= _FEWEST and not row.boxed


def _as_list(label: Row, below: Sequence[Row]) -> Row:
    first, last = below[0].cells[0], below[-1].cells[-1]
    whole = "; ".join(" ".join(cell.text for cell in row.cells).rstrip(";") for row in below)
    name = replace(label.cells[0], text=LABEL)
    return replace(label, cells=(name, Cell(whole, first.left, last.right, first.top, last.bottom)), boxed="told")


def _column(text: str) -> Column | None:
    """What a head says; one of two words both ("Plats / resultat")."""
    parts = re.split(r"\s?/\s?|\s(?:och|samt|&)\s", text.strip(" :"))
    told = {next((column for column, called in _HEADS.items() if called.fullmatch(part)), None) for part in parts}
    return told.pop() if len(told) == 1 else None


def _below(rows: Sequence[Row], at: int) -> list[Row]:
    """The rows of the table whose head stands there; none if none does."""
    head = rows[at]
    if not is_head([cell.text for cell in head.cells]):
        return []
    return list(takewhile(lambda row: row.page == head.page and _is_examination(row, head), rows[at + 1 :]))


def _says_so(head: Row, above: Sequence[Row]) -> bool:
    """Whether the head, or the line above it, says that they are earlier ones."""
    texts = [cell.text for cell in head.cells] + ([above[-1].text] if above and len(above[-1].cells) == 1 else [])
    return any(map(_SAYS_SO.search, texts))


def _is_examination(row: Row, head: Row) -> bool:
    """Whether a row has a day below that of the head, and something beside it."""
    days = [cell for cell in row.cells if measurements.is_time(cell.text) or _DAY.match(cell.text)]
    below = (_over(cell, head) for cell in days)
    return 1 < len(row.cells) <= len(head.cells) and any(_column(one.text) is Column.DAY for one in below)


def _told(head: Row, below: Sequence[Row]) -> Row:
    """The table as one value behind its label."""
    first, last = below[0].cells[0], below[-1].cells[-1]
    name = replace(head.cells[0], text=LABEL)
    whole = "; ".join(_said(row, head) for row in below)
    return replace(head, cells=(name, Cell(whole, first.left, last.right, first.top, last.bottom)), boxed="told")


def _said(row: Row, head: Row) -> str:
    """An examination as a line: its day and what was made, and then the rest."""
    columns = [(_column(_over(cell, head).text), cell.text) for cell in row.cells]
    first = [text for wanted in (Column.DAY, Column.WHAT) for column, text in columns if column is wanted]
    return ", ".join((" ".join(first), *(text for column, text in columns if column is Column.BESIDE)))


def _over(cell: Cell, head: Row) -> Cell:
    """The head that a cell stands below: the nearest by an edge."""
    return min(head.cells, key=lambda one: min(abs(one.left - cell.left), abs(one.right - cell.right)))
