"""What a laboratory answered: a table with a row for each analysis, and columns for its figure, unit, time and limits.

Its heads are labels elsewhere ("Enhet", "Datum", "Kommentar"), and its rows would lose their units and times.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum, auto
from typing import Final

from outbound.referral.page import measurements
from outbound.referral.page.grid import Cell, Row


class Column(Enum):
    """What a column tells of an analysis."""

    NAME = auto()
    FIGURE = auto()
    UNIT = auto()
    BESIDE = auto()


# What the columns of such a table are called.
_HEADS: Final = {
    Column.NAME: re.compile(r"(?:lab|blod)?(?:analys(?:er|namn)?|prov(?:er|namn)?|komponent|parameter|test)", re.I),
    Column.FIGURE: re.compile(r"(?:prov|lab|analys)?(?:resultat|svar|värde|utfall)", re.I),
    Column.UNIT: re.compile(r"(?:mät)?enhet|sort", re.I),
    Column.BESIDE: re.compile(
        r"(?:prov|svars?|tagnings?)?(?:tid(?:punkt)?|datum|tagen|taget)|tidigare(?:\svärde)?|föregående|trend|material"
        r"|(?:ref(?:erens)?\.?|norm(?:al)?|gräns)[- ]?(?:interv(?:all)?\.?|område|värde[nt]?)?"
        r"|flagga|avvik(?:er|else)|kommentar",
        re.I,
    ),
}
# What notes tell of blood, without a head over it.
_ANALYSIS: Final = re.compile(
    r"(?:[fBPS]{1,2}-|Pt-|aB-)?(?:hs-?)?(?:CRP|LPK|TPK|Hb|EVF|SR|PK|INR|APTT?|Krea(?:tinin)?|e?GFR|Urea|Na(?:trium)?|K(?:alium)?|Ca(?:lcium)?"
    r"|Mg|Alb(?:umin)?|Bil(?:irubin)?|ALAT|ASAT|ALP|GT|LD|Amylas|Lipas|Laktat|Glu(?:kos)?|Tn[IT]|Trop(?:onin)?|BNP|PCT|Prokalcitonin|D-dimer|CK|Myoglobin|Ferritin|Etanol)",
    re.IGNORECASE,
)
# Name, figure and one more make a table of it.
_FEWEST: Final = 3
_NAME: Final = re.compile(r"(?=.*[^\W\d_])[^:?!]{1,40}:?")


def is_head(texts: Sequence[str]) -> bool:
    """Whether a line is the head of such a table: all its words say what a laboratory tells of an analysis."""
    told = [_column(text) for text in texts]
    return len(texts) >= _FEWEST and told[0] is Column.NAME and Column.FIGURE in told and None not in told


def told(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows, those of such a table as pairs: "P-CRP", "388 mg/L (27/11 22:10)"."""
    made, head = list[Row](), tuple[Cell, ...]()
    for row in _paired(rows):
        if is_head([cell.text for cell in row.cells]):
            head = row.cells
            continue
        pair = _pair(row, head) if head else None
        head = head if pair is not None else ()
        made.append(pair or row)
    return made


def _paired(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows, figures below their names each with its own: "CRP LPK" over "176 17,2" is "CRP 176, LPK 17,2"."""
    made = list[Row]()
    for row in rows:
        names = made[-1].text.split() if made else []
        figures = row.text.split()
        level = len(names) == len(figures) >= _FEWEST and not row.boxed
        if level and all(map(_ANALYSIS.fullmatch, names)) and all(map(measurements.is_figure, figures)):
            whole = ", ".join(f"{name} {figure}" for name, figure in zip(names, figures, strict=True))
            first = row.cells[0]
            made[-1] = replace(made[-1], cells=(replace(first, text=whole, right=row.cells[-1].right),))
        else:
            made.append(row)
    return made


def _column(text: str) -> Column | None:
    return next((column for column, called in _HEADS.items() if called.fullmatch(text.strip(" :"))), None)


def _pair(row: Row, head: Sequence[Cell]) -> Row | None:
    """A row of the table as a name and what was measured; None where the table has ended."""
    first, *others = row.cells
    if not others or not _NAME.fullmatch(first.text) or _below(first, head) is not head[0]:
        return None
    heads = head[1:] if len(others) == len(head) - 1 else [_below(cell, head) for cell in others]
    said = [(_column(above.text), cell.text) for above, cell in zip(heads, others, strict=True)]
    figures = [text for column, text in said if column is Column.FIGURE]
    if len(figures) != 1 or not measurements.is_figure(figures[0]):
        return None
    units = [text for column, text in said if column is Column.UNIT]
    beside = ", ".join(text for column, text in said if column is Column.BESIDE)
    value = " ".join((*figures, *units, *([f"({beside})"] if beside else [])))
    name = replace(first, text=f"{first.text.rstrip(': ')}:")
    return replace(row, cells=(name, replace(others[0], text=value, right=others[-1].right)), boxed="pair")


def _below(cell: Cell, head: Sequence[Cell]) -> Cell:
    """The head that a cell stands below: the nearest by an edge or the middle, however the column is set."""
    return min(head, key=lambda one: min(abs(a - b) for a, b in zip(_edges(one), _edges(cell), strict=True)))


def _edges(cell: Cell) -> tuple[float, float, float]:
    return cell.left, (cell.left + cell.right) / 2, cell.right
