"""Rows of cells read by their labels: which value each label has, beside it or below it, in columns or not."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as of_each
from itertools import zip_longest
from typing import Final

from outbound.referral import fitting, kinds, labels
from outbound.referral.lines import Cell, Row
from outbound.referral.values import STAFF, FieldName

# Running text of these fields goes on until the next label; the others end with their row or at a blank one.
_FLOWING: Final = frozenset(
    {FieldName.QUESTION, FieldName.HISTORY, FieldName.STATUS, FieldName.OTHER, FieldName.EARLIER, FieldName.EXAMINATION}
)
_OVER_GAPS: Final = frozenset({FieldName.HISTORY, FieldName.STATUS})
# Facts that say less without the word before them: "Krea 97, eGFR 60", "Allergi latex".
_WITH_LABEL: Final = frozenset(
    {
        FieldName.KIDNEY, FieldName.ALLERGY, FieldName.PREGNANCY, FieldName.IMPLANT, FieldName.INFECTION,
        FieldName.METFORMIN, FieldName.STATUS,
    }
)  # fmt: skip
_NEAR: Final = 0.06
# A name, an address or a sender has so many lines at most.
_LINES: Final = 3
# So many rows that begin with a known word and no mark are a layout without colons.
_BARE_LABELS: Final = 4


@dataclass(slots=True)
class Entry:
    """One label's value: its group, its field (for group "field"), its lines, its page, and the cells it came from."""

    group: str
    field: FieldName | None
    page: int
    left: float
    lines: list[str] = of_each(default_factory=list[str])
    cells: list[Cell] = of_each(default_factory=list[Cell])

    @property
    def flowing(self) -> bool:
        """Whether running text may go on over rows and blank ones."""
        return self.field in _FLOWING

    @property
    def text(self) -> str:
        """The value; lines that were broken only by the margin are joined."""
        return _joined(self.lines)

    @property
    def label(self) -> str:
        """The words of the label, as they stand there."""
        first = self.cells[0].text
        value = self.lines[0] if self.lines else ""
        return first.removesuffix(value).rstrip(" :;=.…_·-–")


@dataclass(slots=True)
class Reader:
    """What is open while rows are read: the value of each column, and where text without a label goes."""

    width: float
    entries: list[Entry] = of_each(default_factory=list[Entry])
    open: list[Entry] = of_each(default_factory=list[Entry])
    waiting: list[Entry] = of_each(default_factory=list[Entry])


def read(rows: Sequence[Row]) -> tuple[Entry, ...]:
    """The entries of a document in reading order. Text above the first label is an entry of group "heading"."""
    width = max((cell.right for row in rows for cell in row.cells), default=1.0)
    reader, rows = Reader(width), _marked(rows)
    for row, below in zip_longest(rows, rows[1:]):
        _take(reader, row, header=_is_header(row, below))
    return tuple(entry for entry in reader.entries if entry.text or entry.group != "heading")


def _marked(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows with a colon after each label at their start, if the whole document does without: "Pnr 19 …"."""
    marked = [labels.at_start(row.cells[0].text) for row in rows]
    ends = [labels.bare_at_start(row.cells[0].text) for row in rows]
    bare = sum(end is not None for end in ends)
    if sum(label is not None and not label.bare for label in marked) > 1 or bare < max(_BARE_LABELS, len(rows) / 2):
        return rows
    return [row if end is None else _coloned(row, end) for row, end in zip(rows, ends, strict=True)]


def _coloned(row: Row, end: int) -> Row:
    first = row.cells[0]
    return replace(row, cells=(replace(first, text=f"{first.text[:end]}:{first.text[end:]}"), *row.cells[1:]))


def _is_header(row: Row, below: Row | None) -> bool:
    """Two labels or more side by side and nothing else, over a row that is not like that: they head columns."""
    return below is not None and _all_labels(row) and not _all_labels(below)


def _all_labels(row: Row) -> bool:
    found = [labels.at_start(cell.text) for cell in row.cells]
    return len(found) > 1 and all(label is not None and label.whole for label in found)


def _take(reader: Reader, row: Row, *, header: bool) -> None:
    """One row: its cells are parted at inner labels, and each is a label, a value beside one, or goes on below."""
    if row.gap:
        reader.open = [entry for entry in reader.open if entry.field in _OVER_GAPS or not entry.lines]
    beside: Entry | None = None
    for cell in (part for whole in row.cells for part in _parted(whole)):
        label = labels.at_start(cell.text)
        if label is not None and (header or not (_in_prose(reader, row, label) or _is_value(beside, label))):
            beside = _begin(reader, row, cell, label)
            beside = None if header else beside
        elif beside is not None and (not beside.lines or labels.unknown_at_start(cell.text) is None):
            _add(beside, cell)
            # Name and telephone of the staff's may well stand apart on one line.
            beside = beside if beside.field in STAFF else None
        elif (strange := _unknown(reader, row, cell)) is not None:
            beside = None if strange.lines else strange
        else:
            _go_on(reader, row, cell)


def _parted(cell: Cell) -> Iterator[Cell]:
    """The cell cut before each label inside it; places in proportion to the signs."""
    cuts = [0, *labels.inside(cell.text), len(cell.text)]
    each = (cell.right - cell.left) / max(1, len(cell.text))
    for start, end in itertools.pairwise(cuts):
        text = cell.text[start:end].strip(" ,;")
        if text:
            yield replace(cell, text=text, left=cell.left + start * each, right=cell.left + end * each)


def _begin(reader: Reader, row: Row, cell: Cell, label: labels.Label) -> Entry | None:
    """Opens the label's entry; what it leaves to be filled beside or below is returned."""
    entry = Entry(label.group, label.field, row.page, cell.left, cells=[cell])
    value = cell.text if label.bare and label.field in _WITH_LABEL else cell.text[label.end :].strip()
    if value:
        entry.lines.append(value)
    reader.entries.append(entry)
    goes_on = entry if not value or entry.field in STAFF else None
    near = _NEAR * reader.width
    reader.open = [one for one in reader.open if one.left < cell.left - near] + [entry]
    return goes_on


def _in_prose(reader: Reader, row: Row, label: labels.Label) -> bool:
    """A bare word that is also a label ("Diabetes", "Allergi") in the middle of running text is text."""
    inside = bool(reader.open) and reader.open[-1].flowing and bool(reader.open[-1].lines)
    return inside and not label.colon and not row.gap and label.group != "field" and len(row.cells) == 1


def _is_value(beside: Entry | None, label: labels.Label) -> bool:
    """A word without colon beside a label that waits for its value is that value ("Undersökning   Metformin")."""
    return beside is not None and not label.colon and beside.group != "heading" and beside.field is not None


def _unknown(reader: Reader, row: Row, cell: Cell) -> Entry | None:
    """The entry of a label that we don't know; none inside running text, where it is a clinical heading."""
    start = labels.unknown_at_start(cell.text)
    if start is None or any(entry.field in _OVER_GAPS and entry.lines for entry in reader.open):
        return None
    value = cell.text[start:].strip()
    entry = Entry("unknown", None, row.page, cell.left, [value] if value else [], [cell])
    reader.entries.append(entry)
    reader.open = [one for one in reader.open if one.left < cell.left - _NEAR * reader.width] + [entry]
    return entry


def _go_on(reader: Reader, row: Row, cell: Cell) -> None:
    """Text without a label belongs to the open entry whose column it stands in."""
    near = _NEAR * reader.width
    taking = [entry for entry in reader.open if entry.left <= cell.left + near and _takes(entry, cell.text)]
    if not taking:
        reader.entries.append(Entry("heading", None, row.page, cell.left, [cell.text], [cell]))
        return
    # An empty entry right above is filled before one to its left goes on.
    empty = [entry for entry in taking if not entry.lines and abs(entry.left - cell.left) <= 2 * near]
    _add((empty or taking)[-1], cell)


def _add(entry: Entry, cell: Cell) -> None:
    entry.lines.append(cell.text)
    entry.cells.append(cell)


def _takes(entry: Entry, text: str) -> bool:
    """Whether the entry goes on with a line of that text: running text until somebody signs, a name with a name."""
    kind = kinds.what(text)
    if kinds.is_foot(text):
        return False
    if not entry.lines:
        return entry.flowing or entry.group == "unknown" or kind != "story"
    match entry.group:
        case "name" | "relative":
            return len(entry.lines) < _LINES and (fitting.is_name(text) or kind == "who")
        case "drop" | "sender" | "address":
            return len(entry.lines) < _LINES and kind in ("who", "staff", "unit", "banner")
        case "field" if entry.field in STAFF:
            return len(entry.lines) < _LINES and (kind in ("staff", "unit") or fitting.is_office(text))
        case _:
            ends = entry.field in (FieldName.QUESTION, FieldName.EXAMINATION) and kind == "story"
            asked = entry.field is FieldName.EXAMINATION and kind == "question"
            answered = asked or (ends and text[0].isupper())
            signed = kind in ("who", "staff") and re.search(r"[.!?:)]$", entry.text) is not None
            return entry.flowing and not signed and not answered


def _joined(lines: Sequence[str]) -> str:
    """Lines as one text: a line end stays where a sentence, a list or a heading ends."""
    text = ""
    for line in lines:
        if not text:
            text = line
        elif text.endswith("-") and line[:1].islower() and text[-2:-1].isalpha():
            text = text[:-1] + line
        elif re.search(r"[.:;!?]$", text) or re.match(r"[-•*–]\s|\d\.\s|[A-ZÅÄÖ][\wåäö/ ]{1,20}:", line):
            text += "\n" + line
        else:
            text += " " + line
    return text.strip()
