"""What is ordered as a table: a row for each examination, and columns for its code, its name and what became of it.

"Kod | Benämning | Status" over "UL711 | Ultraljud buk | Beställd": its heads are no labels of what stands beside them,
and what was cancelled is not asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum, auto
from itertools import takewhile
from typing import Final

from outbound.referral.page.grid import Cell, Row


class Column(Enum):
    """What a column tells of an ordered examination."""

    NAME = auto()
    SIDE = auto()
    PRIORITY = auto()
    ACCESSION = auto()
    STATUS = auto()
    SYSTEM = auto()


# What the columns of such a table are called.
_HEADS: Final = {
    Column.NAME: re.compile(
        r"(?:undersöknings?)?(?:benämning|beskrivning)|(?:beställd\s)?(?:undersökning|åtgärd|tjänst|produkt|us)(?:ar|er)?|exam(?:ination)?",
        re.I,
    ),
    Column.SIDE: re.compile(
        r"sida|lateralitet|side|projektion(?:er)?|kontrast|protokoll|tillägg|anmärkning|kommentar|anvisning|text", re.I
    ),
    Column.PRIORITY: re.compile(r"prio(?:ritet)?|brådska|brådskandegrad|angelägenhet", re.I),
    Column.ACCESSION: re.compile(r"acc(?:ession)?(?:s?[-.\s]?(?:nr|nummer|id))?", re.I),
    Column.STATUS: re.compile(r"(?:order|beställnings?|us-?)?stat(?:us)?|läge|tillstånd", re.I),
    Column.SYSTEM: re.compile(
        r"(?:us-?|undersöknings?|kvå-?|åtgärds?)?kod|(?:rad|pos|löp)?(?:nr|nummer)|#|id|antal|modalitet|lab|enhet|rad|pos"
        r"|beställd|skapad|ändrad|ändrad\sav|signerad|av|(?:önskad\s)?tid|tidpunkt|(?:önskat\s)?datum|ordernr|orderid|order-id|utförare|mottagare",
        re.I,
    ),
}
# What was taken back, and what was made already; whatever else a system calls a state ("Signerad", "Granskad", "Klar
# för undersökning") is still to be made.
_CANCELLED: Final = re.compile(
    r"makuler|avbeställ|annul|vilan|struken|borttag|inställ|ersatt|avbruten|avböjd|avslag|nekad|återtag|raderad|ej\saktuell|cancel",
    re.I,
)
_MADE: Final = re.compile(r"utförd|genomförd|besvarad|svarad|slutförd|undersökt|completed", re.I)
_ASKED: Final = re.compile(
    r"best(?:älld)?|begärd|mottagen|skickad|bokad|planerad|registrerad|aktiv|ny(?!\w)|pågå|godkänd|bekräft|akut|väntar|inskickad|önskad|order",
    re.I,
)
_FEWEST: Final = 2
_STATE: Final = 3
LABEL: Final = "Undersökning:"


def is_head(texts: Sequence[str]) -> bool:
    """Whether a line is the head of such a table: an examination's name, and its code or its state beside it."""
    told = [_column(text) for text in texts]
    beside = Column.STATUS in told or (Column.SYSTEM in told and len(told) > _FEWEST) or _is_coded(texts)
    return len(texts) >= _FEWEST and told.count(Column.NAME) == 1 and None not in told and beside


def is_state(text: str) -> bool:
    """Whether a text says what became of an order, and nothing else: "Mottagen", "Avböjd av radiolog"."""
    return len(text.split()) <= _STATE and any(one.match(text) for one in (_CANCELLED, _MADE, _ASKED))


def told(rows: Sequence[Row]) -> list[Row]:
    """The rows, those of such a table as one value: "Undersökning: Ultraljud buk; Genomlysning"."""
    made, at, rows = list[Row](), 0, _whole_heads(rows)
    while at < len(rows):
        below = _below(rows, at) if is_head([cell.text for cell in rows[at].cells]) else []
        made += _told(rows[at], below) if below else [rows[at]]
        at += 1 + len(below)
    return made


def _whole_heads(rows: Sequence[Row]) -> list[Row]:
    """The rows; a head that a gutter between its columns parted in two is one."""
    made = list[Row]()
    for row in rows:
        last = made[-1] if made else None
        beside = last is not None and not (last.boxed or row.boxed) and last.page == row.page and _is_level(last, row)
        if last is not None and beside and is_head([cell.text for cell in (*last.cells, *row.cells)]):
            made[-1] = replace(last, cells=(*last.cells, *row.cells))
        else:
            made.append(row)
    return made


def _is_level(left: Row, right: Row) -> bool:
    """Whether a row stands at the right of another, on the same line."""
    one, other = left.cells[-1], right.cells[0]
    return one.right <= other.left and abs(one.top - other.top) < one.bottom - one.top


def _column(text: str) -> Column | None:
    text = text.strip(" :")
    both = bool(text) and all(_HEADS[Column.SYSTEM].fullmatch(word) for word in text.split())  # "RAD KOD"
    whole = next((column for column, called in _HEADS.items() if called.fullmatch(text)), None)
    return whole or (Column.SYSTEM if both else None)


def _is_coded(texts: Sequence[str]) -> bool:
    return any(re.fullmatch(r"\S*kod", text.strip(" :"), re.IGNORECASE) for text in texts)


def _below(rows: Sequence[Row], at: int) -> list[Row]:
    """The rows of the table, on the same page; none of one whose examinations are all made."""
    head = rows[at]
    found = list(takewhile(lambda row: row.page == head.page and _fits(row, head), rows[at + 1 :]))
    states = [text for row in found for column, text in _columns(row, head) if column is Column.STATUS]
    return found if not states or not all(map(_MADE.match, states)) else []


def _fits(row: Row, head: Row) -> bool:
    """Whether each cell of a row stands below a head of its own, an examination's name among them."""
    below = [_over(cell, head) for cell in row.cells]
    labelled = any(cell.text.endswith(":") for cell in row.cells)
    named = any(one is not None and _column(one.text) is Column.NAME for one in below)
    return not (row.boxed or labelled) and named and None not in below and len(set(map(id, below))) == len(below) > 1


def _over(cell: Cell, head: Row) -> Cell | None:
    """The head in whose column a cell begins, nearly or at the right of it."""
    near = max(1.0, (cell.bottom - cell.top) / 2)
    edges = (*(one.left - near for one in head.cells[1:]), float("inf"))
    columns = zip(head.cells, edges, strict=True)
    return next((one for one, end in columns if one.left - near <= cell.left < end), None)


def _told(head: Row, below: Sequence[Row]) -> Iterator[Row]:
    """What is still to be made, its numbers and how urgent it is, each behind its label."""
    first, last = below[0].cells[0], below[-1].cells[-1]
    every = [_columns(row, head) for row in below]
    rows = [columns for columns in every if not _is(columns, _CANCELLED) and not _is(columns, _MADE)]
    values = (
        (LABEL, list(map(_wish, rows))),
        ("Tidigare undersökningar:", [_wish(columns) for columns in every if _is(columns, _MADE)]),
        ("Accession:", list(_of(rows, Column.ACCESSION))),
        ("Prioritet:", list(dict.fromkeys(_of(rows, Column.PRIORITY)))),
    )
    for label, parts in values:
        if parts:
            value = Cell("; ".join(parts), first.left, last.right, first.top, last.bottom)
            yield replace(head, cells=(replace(head.cells[0], text=label), value), boxed="told")


def _columns(row: Row, head: Row) -> list[tuple[Column | None, str]]:
    heads = (_over(cell, head) for cell in row.cells)
    return [(_column(one.text), cell.text) for one, cell in zip(heads, row.cells, strict=True) if one is not None]


def _is(columns: Sequence[tuple[Column | None, str]], state: re.Pattern[str]) -> bool:
    return any(column is Column.STATUS and state.search(text) is not None for column, text in columns)


def _of(rows: Sequence[Sequence[tuple[Column | None, str]]], wanted: Column) -> Iterator[str]:
    """What the rows tell in a column; a dash tells nothing."""
    return (text for row in rows for column, text in row if column is wanted and re.search(r"\w", text))


def _wish(columns: Sequence[tuple[Column | None, str]]) -> str:
    """An examination with its side and how it is to be made."""
    return ", ".join((*_of([columns], Column.NAME), *_of([columns], Column.SIDE)))
