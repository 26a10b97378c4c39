"""Rows by their labels before they are read: labels without any mark get a colon; rows that head columns are known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from outbound.referral.page.grid import Cell, Row
from outbound.referral.values import FieldName, Group, Meaning
from outbound.referral.words import label_words, labels

# So many rows that begin with a known word and no mark are a layout without colons.
_BARE_LABELS: Final = 4
# Shorter capitals are abbreviations: "CT", "BT".
_SHORTEST: Final = 2
# What a head of a column looks like that no list has.
_HEAD: Final = re.compile(r"[A-ZÅÄÖ][a-zåäöA-ZÅÄÖ./-]{2,}(?:\s[a-zåäö]+)?")
# Titles of the parts of a form.
_SECTION: Final = re.compile(
    r"(?:patient|remiss|beställnings|undersöknings|remittent)(?:uppgifter|information|data)\W*", re.IGNORECASE
)


def coloned(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows with a colon after each label at their start, if the whole document does without: "Pnr 19 …"."""
    marked = [labels.at_start(row.cells[0].text) for row in rows]
    ends = [
        None
        if row.cells[0].asked is not None or (label is not None and label.colon)
        else labels.bare_at_start(row.cells[0].text)
        for label, row in zip(marked, rows, strict=True)
    ]
    bare = sum(end is not None for end in ends)
    shouted = [end is not None and _is_shouted(row, end) for row, end in zip(rows, ends, strict=True)]
    if sum(shouted) >= _BARE_LABELS:
        return [
            _coloned(row, end) if loud and end is not None else row
            for row, end, loud in zip(rows, ends, shouted, strict=True)
        ]
    if sum(label is not None and not label.bare for label in marked) > 1 or bare < max(_BARE_LABELS, len(rows) / 2):
        return rows
    return [row if end is None else _coloned(row, end, others=True) for row, end in zip(rows, ends, strict=True)]


def is_header(row: Row, below: Row | None) -> bool:
    """Two labels or more side by side and nothing else, over a row that is not like that: they head columns."""
    return below is not None and not row.boxed and _all_labels(row) and not _all_labels(below)


def is_titles(row: Row, below: Row | None) -> bool:
    """Whether a row is the titles of a form's parts, side by side over labels: they head no values of their own."""
    titles = len(row.cells) > 1 and all(_SECTION.fullmatch(cell.text) for cell in row.cells)
    return titles and below is not None and labels.at_start(below.cells[0].text) is not None


def _is_shouted(row: Row, end: int) -> bool:
    """Whether a row begins with a label in capitals before a value that isn't: "KLIN Massiv hematochezi"."""
    text = row.cells[0].text
    return end > _SHORTEST and text[:end].isupper() and not text[end:].isupper() and any(map(str.isalpha, text[end:]))


def _coloned(row: Row, end: int, *, others: bool = False) -> Row:
    """The row with a colon after its first label; `others`: and after those of the cells beside it."""
    beside = [labels.bare_at_start(cell.text) if others and cell.asked is None else None for cell in row.cells[1:]]
    ends = (end, *beside)
    return replace(row, cells=tuple(_marked(cell, at) for cell, at in zip(row.cells, ends, strict=True)))


def _marked(cell: Cell, end: int | None) -> Cell:
    return cell if end is None else replace(cell, text=f"{cell.text[:end]}:{cell.text[end:]}")


def _all_labels(row: Row) -> bool:
    """Whether most cells are known labels and nothing else, and the others may be ("Ankomst", "Bor på")."""
    found = [(cell.text, labels.at_start(cell.text)) for cell in row.cells]
    known = [text for text, label in found if label is not None and label.whole]
    others = [text for text, label in found if label is None or not label.whole]
    marked = {label.colon for _, label in found if label is not None}
    # "Brådska   Prio 1" heads nothing: one is the other's value.
    told = {label.meaning for _, label in found if label is not None}
    # "Kreatinin   eGFR" over two figures.
    measured = told == {Meaning(Group.FIELD, FieldName.KIDNEY)} and len(
        {label_words.key(text) for text in known}
    ) == len(found)
    several = len(told) > 1 or bool(others) or measured
    return (
        len(found) > 1
        and several
        and len(marked) == 1
        and 2 * len(known) > len(found)
        and all(map(_HEAD.fullmatch, others))
        and not any(text.lower() in ("ja", "nej") for text in others)
    )
