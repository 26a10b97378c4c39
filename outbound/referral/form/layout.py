"""Rows of cells read by their labels: which value each label has, beside it or below it, in columns or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as of_each
from enum import Enum, auto
from itertools import zip_longest
from typing import Final

from outbound.referral.form import (
    columns,
    form_questions,
    inner_labels,
    label_rows,
    questionnaires,
    run_in_labels,
    tables,
    value_ends,
    wrapped_labels,
    wrapped_values,
)
from outbound.referral.form.entries import PRIVATE, Entry
from outbound.referral.page.grid import Cell, Row
from outbound.referral.values import STAFF, FieldName, Group
from outbound.referral.words import kinds, labels, titles, units, value_shapes

# These go on over a blank row.
_OVER_GAPS: Final = frozenset({FieldName.HISTORY, FieldName.STATUS})
# Facts that say less without the word before them: "Krea 97, eGFR 60", "Allergi latex".
_WITH_LABEL: Final = frozenset(
    {
        FieldName.KIDNEY, FieldName.ALLERGY, FieldName.PREGNANCY, FieldName.IMPLANT, FieldName.INFECTION,
        FieldName.METFORMIN, FieldName.STATUS,
    }
)  # fmt: skip
# Of a page's width: cells of one column begin so near to each other, lines of a hanging value so near to its first.
_NEAR: Final = 0.06
_HANG: Final = 0.012
# A word so long that is a label and stands alone is no word of the text above it.
_LONG_LABEL: Final = 9
# A story has so many words.
_TELLING: Final = 4
# Columns begin so near to each other; so many entries above in a column tell whose it is.
_APART: Final = 2.0
_COLUMN: Final = 3
# A title before the name, where the word is no label of a form: "Traumaledare Bo Ek", "Dr Ek".
_TITLED: Final = re.compile(
    r"(?!läkare\s)(?:dr|doktor|prof|öl|bö|ul|leg|spec|läk|\w*jour\w*|\w+läk\w*|\w{4,}log|\w+ledare)\.?\s", re.IGNORECASE
)
# Two spaces, in widths of a sign.
_CLOSE: Final = 2.2
# Only the margin breaks a line so long.
_BROKEN: Final = 45


class Role(Enum):
    """What a cell is to the form that it stands in."""

    MORE = auto()  # a further line of a value in a box
    HUNG = auto()  # a further line of the last value, right below it
    LABEL = auto()
    HEAD = auto()  # one more head of columns, which no list has
    NAME = auto()  # a label that its box tells, and no list has
    VALUE = auto()  # of the label that waits in its row
    UNKNOWN = auto()  # looks like a label that no list has
    TEXT = auto()


@dataclass(slots=True)
class Reader:
    """What is open while rows are read. `width` is the page's.

    `open`: the value of each column, to which text without a label goes. `heads`: what the row above heads its columns
    with. `waiting`: the entry that the next cell of the row may fill.
    """

    width: float
    entries: list[Entry] = of_each(default_factory=list[Entry])
    open: list[Entry] = of_each(default_factory=list[Entry])
    heads: list[Entry] = of_each(default_factory=list[Entry])
    waiting: Entry | None = None


def read(rows: Sequence[Row]) -> tuple[Entry, ...]:
    """The entries of a document in reading order. Text above the first label is an entry of group HEADING."""
    width = max((cell.right for row in rows for cell in row.cells), default=1.0)
    whole = wrapped_values.joined(tables.told(wrapped_labels.joined(rows)))
    rows = form_questions.answered(questionnaires.told(columns.ticked(whole)))
    reader, rows = Reader(width), columns.marked(label_rows.coloned(run_in_labels.parted(rows)), width)
    for row, below in zip_longest(rows, rows[1:]):
        if not label_rows.is_titles(row, below):
            _take(reader, row, header=label_rows.is_header(row, below))
    return tuple(entry for entry in reader.entries if entry.text or entry.group is not Group.HEADING)


def _take(reader: Reader, row: Row, *, header: bool) -> None:
    """Reads one row: a value below each head of columns, or its cells one by one, parted at inner labels."""
    if row.apart or kinds.is_greeting(row.text):
        reader.open = []
    elif row.gap:
        reader.open = [entry for entry in reader.open if entry.field in _OVER_GAPS or not entry.lines]
    heads, reader.heads, reader.waiting = reader.heads, [], None
    if len(heads) == len(row.cells) > 1 and not header:
        for entry, cell in zip(heads, row.cells, strict=True):
            _add(entry, cell)
        return
    for cell in _cells(row):
        _take_cell(reader, row, cell, header=header)


def _cells(row: Row) -> Iterator[Cell]:
    """The cells of a row, parted at the labels inside them, but for a label that fills its box."""
    whole = {"pair": row.cells[:1], "told": row.cells}.get(row.boxed, ())
    yield from whole
    for cell in row.cells[len(whole) :]:
        yield from inner_labels.parted(cell) if cell.asked is None else (cell,)


def _take_cell(reader: Reader, row: Row, cell: Cell, *, header: bool) -> None:
    """Puts one cell where its role says; `header`: the row heads columns."""
    label = _label_of(row, cell)
    match _role(reader, row, cell, label, header=header):
        case Role.MORE:
            _add(reader.entries[-1], cell)
        case Role.HUNG:
            reader.waiting = reader.entries[-1]
            _add(reader.waiting, cell)
        case Role.LABEL if label is not None:
            begun = _begin(reader, row, cell, label)
            reader.heads += reader.entries[-1:] if header else []
            reader.waiting = None if header else begun
        case Role.HEAD:
            reader.heads.append(_head(reader, row, cell))
        case Role.NAME:
            reader.waiting = _head(reader, row, cell)
        case Role.VALUE if reader.waiting is not None:
            reader.waiting = _filled(reader.waiting, cell)
        case Role.UNKNOWN:
            reader.waiting = _begin_unknown(reader, row, cell)
        case _:
            _go_on(reader, row, cell)


def _label_of(row: Row, cell: Cell) -> labels.Label | None:
    """The label that a cell begins with; none behind the first cell of a box, unless a colon marks it."""
    label = form_questions.label_of(cell)
    value = row.boxed and cell is not row.cells[0] and label is not None and (row.boxed == "told" or not label.colon)
    return None if value else label


def _role(reader: Reader, row: Row, cell: Cell, label: labels.Label | None, *, header: bool) -> Role:
    """What a cell is: by its box, its place and its label; the first that holds decides."""
    first, marked = cell is row.cells[0], label is not None and label.colon
    if row.boxed == "more" and reader.entries and not marked:
        return Role.MORE
    if not header and cell.left == row.cells[0].left and _hangs(reader, row, cell, label):
        return Role.HUNG
    if label is not None and (header or not _is_text(reader, row, cell, label)):
        return Role.LABEL
    if header:
        return Role.HEAD
    if row.boxed in ("pair", "told") and first:
        return Role.NAME
    if reader.waiting is not None and (row.boxed or _takes_beside(reader, reader.waiting, cell)):
        return Role.VALUE
    return Role.TEXT if _unknown_end(reader, row, cell) is None else Role.UNKNOWN


def _hangs(reader: Reader, row: Row, cell: Cell, label: labels.Label | None) -> bool:
    """Whether a row goes on right below the value of the last label, which stands to its left."""
    last = reader.entries[-1] if reader.entries else None
    if last is None or last.group is Group.HEADING or not last.lines or (label is not None and label.colon):
        return False
    if row.gap or row.apart:
        return False
    if last.group in (Group.NAME, Group.RELATIVE) and not value_ends.takes(last, cell.text):
        return False
    near = max(1.0, _HANG * reader.width)
    return cell.left - last.left > near / 2 and abs(cell.left - last.hang) <= near


def _takes_beside(reader: Reader, entry: Entry, cell: Cell) -> bool:
    """Whether an entry is filled by a cell on its line; one of the staff's that is filled, by more of theirs alone.

    In a column of its own stands the patient, or whoever stands above it there.
    """
    if (not entry.lines or _is_answered(entry)) and entry.field not in STAFF:
        return True
    if entry.lines and entry.field not in STAFF:
        return _is_measured(entry, cell.text) or _stands_close(entry.cells[-1], cell)
    if entry.lines and labels.unknown_at_start(cell.text) is not None:
        return False
    if entry.field not in STAFF:
        return True
    near = max(_APART, _HANG * reader.width)
    above = [one for one in reader.entries if one.page == entry.page and one.cells and one is not entry]
    # The values of a plain form hang below each other, whosever they are: an empty one is filled by its neighbour.
    column = [
        one for one in above if abs(one.left - cell.left) <= near or (entry.lines and abs(one.hang - cell.left) <= near)
    ]
    told = (kinds.is_numbered(one.text) or kinds.is_address(one.text) for one in column[-_COLUMN:])
    private = any(one.group in PRIVATE for one in column[-_COLUMN:]) or any(told)
    if not entry.lines:
        return not private
    theirs = kinds.is_numbered(cell.text) or value_shapes.is_name(cell.text) or kinds.is_address(cell.text)
    return not private and (_is_of_staff(cell.text) or not theirs)


def _stands_close(left: Cell, cell: Cell) -> bool:
    """Whether two spaces part what is one value: "94  (13/11)", "1 AKUT  TRAUMALARM NIVÅ 2"."""
    sign = (left.right - left.left) / max(1, len(left.text))
    return 0 <= cell.left - left.right <= _CLOSE * sign


def _is_measured(entry: Entry, text: str) -> bool:
    """Whether a cell is one more figure of what was measured at several times: "Kreatinin   412   298   361"."""
    return entry.field is FieldName.KIDNEY and re.fullmatch(r"[<>≥≤]?\s?\d{1,4}(?:[.,]\d+)?", text) is not None


def _is_answered(entry: Entry) -> bool:
    """Whether a fact has "ja" alone so far: what it is may stand in the next cell of a form."""
    return entry.field in _WITH_LABEL and len(entry.lines) == 1 and entry.text.lower() == "ja"


def _is_of_staff(text: str) -> bool:
    named = titles.named(text) or units.first(text) or units.in_prose(text) or value_shapes.is_phone(text)
    return bool(named) and not kinds.is_private(text)


def _unknown_end(reader: Reader, row: Row, cell: Cell) -> int | None:
    """Where a label ends that no list has; None if there is none, or inside running text: a clinical heading."""
    last = reader.open[-1] if reader.open else None
    numbered = re.search(r"\d{4}", cell.text) is not None
    filled = numbered or last is None or bool(last.lines) or not last.flowing or row.gap
    prose = any(entry.field in _OVER_GAPS and entry.lines for entry in reader.open)
    return labels.unknown_at_start(cell.text) if filled and not prose else None


def _is_text(reader: Reader, row: Row, cell: Cell, label: labels.Label) -> bool:
    """Whether what could be a label is running text, or a value beside or below one that waits."""
    return _in_prose(reader, row, label) or _is_value(reader.waiting, label) or _is_below(reader, row, cell, label)


def _in_prose(reader: Reader, row: Row, label: labels.Label) -> bool:
    """A bare word that is also a label ("Diabetes", "Allergi") in the middle of running text is text."""
    inside = bool(reader.open) and reader.open[-1].flowing and bool(reader.open[-1].lines)
    short = not label.whole or len(row.cells[0].text.split()) > 1 or len(row.cells[0].text) < _LONG_LABEL
    exact = label.bare and (label.group in value_shapes.EXACT or _is_address(row, label))
    return (
        inside and short and not (label.colon or exact or row.gap or label.group is Group.FIELD) and len(row.cells) == 1
    )


def _is_address(row: Row, label: labels.Label) -> bool:
    return label.group is Group.ADDRESS and kinds.is_address(row.cells[0].text[label.end :])


def _is_value(waiting: Entry | None, label: labels.Label) -> bool:
    """A word without colon beside a label that waits for its value is that value ("Undersökning   Metformin")."""
    if waiting is None or waiting.lines or (waiting.field is None and waiting.group is not Group.SENDER):
        return False
    # "Prioritet   Brådskande – nu"
    return not label.colon or label.field is FieldName.PRIORITY is waiting.field


def _is_below(reader: Reader, row: Row, cell: Cell, label: labels.Label) -> bool:
    """Whether a bare label stands where the last one's value does, in the next line and further in."""
    last = reader.entries[-1] if reader.entries else None
    waits = last is not None and last.group is Group.FIELD and not last.lines and not row.gap and len(row.cells) == 1
    further = last is not None and cell.left - last.left > max(1.0, _HANG * reader.width) / 2
    return waits and further and label.bare and label.field in _OVER_GAPS | {FieldName.OTHER}


def _add(entry: Entry, cell: Cell) -> None:
    if not entry.lines:
        entry.hang, entry.field = cell.left, _told_by(entry.field, cell.text)
    entry.lines.append(cell.text)
    entry.cells.append(cell)


def _told_by(field: FieldName | None, value: str) -> FieldName | None:
    """The field; "Klinik" stands before a unit, or before how the patient is: "Klinik: Fall i hemmet i går"."""
    long = len(value.split()) >= _TELLING
    story = (
        field is FieldName.UNIT
        and long
        and kinds.what(value) == "story"
        and not (units.first(value) or units.in_prose(value))
    )
    return FieldName.HISTORY if story else field


def _begin(reader: Reader, row: Row, cell: Cell, label: labels.Label) -> Entry | None:
    """Opens the label's entry; what it leaves to be filled beside or below is returned."""
    value = cell.text[label.end :].strip() or _counted(cell.text, label)
    entry = Entry(label.group, _told_by(label.field, value), row.page, cell.left, cells=[cell])
    if label.bare and label.field in _WITH_LABEL:
        value = f"{cell.text[: label.end].lstrip('-•*–· ').rstrip(' :')}: {value}"
    if label.bare and label.field is FieldName.REFERRER and _TITLED.match(cell.text):
        value = cell.text
    if value:
        entry.lines.append(value)
        entry.hang = cell.left + label.end * (cell.right - cell.left) / max(1, len(cell.text))
    reader.entries.append(entry)
    goes_on = entry if not value or entry.field in STAFF or _is_answered(entry) else None
    near = _NEAR * reader.width
    # What stands to the right goes on where this row has a cell below it: the value under "Från:" in its own column.
    beside = [
        one for one in reader.open if value and one.left > cell.left + near and _stands_below(row, one.left, near)
    ]
    reader.open = [*(one for one in reader.open if one.left < cell.left - near), entry, *beside]
    return goes_on


def _counted(text: str, label: labels.Label) -> str:
    """The figure that "Prio 1" ends with is its value."""
    figure = re.search(r"\s(\d)[\s:.]*$", text[: label.end])
    return figure[1] if figure is not None and label.field is FieldName.PRIORITY else ""


def _stands_below(row: Row, left: float, near: float) -> bool:
    return any(abs(cell.left - left) <= near for cell in row.cells[1:])


def _head(reader: Reader, row: Row, cell: Cell) -> Entry:
    """The entry of a column whose head we don't know."""
    entry = Entry(Group.UNKNOWN, None, row.page, cell.left, [], [cell])
    reader.entries.append(entry)
    reader.open.append(entry)
    return entry


def _filled(waiting: Entry, cell: Cell) -> Entry | None:
    """Adds a value to what waits for it; what the next cell of the row may fill, if that is the same.

    Name and telephone of the staff's may well stand apart on one line, and what was measured thrice.
    """
    _add(waiting, cell)
    told = waiting.group is Group.FIELD and not waiting.flowing
    more = told or _is_measured(waiting, cell.text) or _is_answered(waiting)
    return waiting if more else None


def _begin_unknown(reader: Reader, row: Row, cell: Cell) -> Entry | None:
    """Opens the entry of a label that no list has; what it leaves to be filled beside it is returned."""
    value = cell.text[_unknown_end(reader, row, cell) :].strip()
    entry = Entry(Group.UNKNOWN, None, row.page, cell.left, [value] if value else [], [cell])
    reader.entries.append(entry)
    reader.open = [one for one in reader.open if one.left < cell.left - _NEAR * reader.width] + [entry]
    return None if value else entry


def _go_on(reader: Reader, row: Row, cell: Cell) -> None:
    """Text without a label belongs to the open entry whose column it stands in."""
    near = _NEAR * reader.width
    right = cell.left > row.cells[0].left + near
    begun = [entry for entry in reader.open if right and _goes_on_in(entry, cell, near)]
    if begun:
        _add(begun[-1], cell)
        return
    if _is_rest(reader, row, cell):
        reader.entries.append(Entry(Group.HEADING, None, row.page, cell.left, [cell.text], [cell]))
        return
    taking = [entry for entry in reader.open if entry.left <= cell.left + near and value_ends.takes(entry, cell.text)]
    if not taking:
        reader.entries.append(Entry(Group.HEADING, None, row.page, cell.left, [cell.text], [cell]))
        return
    # An empty entry right above is filled before one to its left goes on.
    empty = [entry for entry in taking if not entry.lines and abs(entry.left - cell.left) <= 2 * near]
    _add((empty or taking)[-1], cell)


def _is_rest(reader: Reader, row: Row, cell: Cell) -> bool:
    """Whether a line ends the sentence of the line above it, which no label took: "… Fall på is med" / "cykel."."""
    last = reader.entries[-1] if reader.entries else None
    if last is None or last.group is not Group.HEADING or row.gap or row.apart or not cell.text[0].islower():
        return False
    above = last.cells[-1]
    even = abs(above.left - cell.left) <= above.bottom - above.top and last.page == row.page
    return even and len(row.cells) == 1 and len(last.text) >= _BROKEN and not re.search(r"[.?!:;]\W*$", last.text)


def _goes_on_in(entry: Entry, cell: Cell, near: float) -> bool:
    """Whether a fact in a column of its own goes on below: "Allergi: Lätt illamående av" / "kontrast tidigare"."""
    unended = bool(entry.lines) and entry.field in _WITH_LABEL and not re.search(r"[.?!:;]$", entry.text)
    return unended and cell.text[0].islower() and abs(entry.left - cell.left) <= near
