"""Rows of cells read by their labels: which value each label has, beside it or below it, in columns or not."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as of_each
from itertools import zip_longest
from typing import Final

from outbound.referral.form import columns, form_questions, inner_labels, label_rows, run_in_labels, wrapped_values
from outbound.referral.form.entries import PRIVATE, Entry
from outbound.referral.page import measurements
from outbound.referral.page.grid import Cell, Row
from outbound.referral.values import STAFF, FieldName, Group
from outbound.referral.words import kinds, labels, units, value_shapes

_OVER_GAPS: Final = frozenset({FieldName.HISTORY, FieldName.STATUS})
# Facts that say less without the word before them: "Krea 97, eGFR 60", "Allergi latex".
_WITH_LABEL: Final = frozenset(
    {
        FieldName.KIDNEY, FieldName.ALLERGY, FieldName.PREGNANCY, FieldName.IMPLANT, FieldName.INFECTION,
        FieldName.METFORMIN, FieldName.STATUS,
    }
)  # fmt: skip
_NEAR: Final = 0.06
_HANG: Final = 0.012
# A name, an address or a sender has so many lines at most.
_LINES: Final = 3
# A word so long that is a label and stands alone is no word of the text above it.
_LONG_LABEL: Final = 9
# A value below its label has so many words at most if it isn't running text.
_SHORT: Final = 10
# What may be told in sentences below its label: "Penicillin, fick utslag som barn. Har fått kontrast utan besvär."
_TOLD_AT_LENGTH: Final = (FieldName.ALLERGY, FieldName.EARLIER, FieldName.IMPLANT, FieldName.INFECTION)
# A story has so many words.
_TELLING: Final = 4
# Columns begin so near to each other; so many entries above in a column tell whose it is.
_APART: Final = 2.0
_COLUMN: Final = 3
# A title before the name, where the word is no label of a form: "Traumaledare Bo Ek", "Dr Ek".
_TITLED: Final = re.compile(
    r"(?!läkare\s)(?:dr|doktor|prof|öl|bö|ul|leg|spec|\w*jour\w*|\w+läk\w*|\w+ledare)\.?\s", re.IGNORECASE
)
# Only the margin breaks a line so long.
_BROKEN: Final = 45
_CALLED: Final = re.compile(r"(?:nås|ring|tel|tfn|telefon|mobil)[.:]?\s(?:på\s)?[+(]?\d{2,}", re.IGNORECASE)


@dataclass(slots=True)
class Reader:
    """What is open while rows are read: the value of each column, and where text without a label goes."""

    width: float
    entries: list[Entry] = of_each(default_factory=list[Entry])
    open: list[Entry] = of_each(default_factory=list[Entry])
    heads: list[Entry] = of_each(default_factory=list[Entry])


def read(rows: Sequence[Row]) -> tuple[Entry, ...]:
    """The entries of a document in reading order. Text above the first label is an entry of group HEADING."""
    width = max((cell.right for row in rows for cell in row.cells), default=1.0)
    rows = form_questions.answered(columns.ticked(wrapped_values.joined(measurements.dated(rows))))
    reader, rows = Reader(width), columns.marked(label_rows.coloned(run_in_labels.parted(rows)), width)
    for row, below in zip_longest(rows, rows[1:]):
        if not label_rows.is_titles(row, below):
            _take(reader, row, header=label_rows.is_header(row, below))
    return tuple(entry for entry in reader.entries if entry.text or entry.group is not Group.HEADING)


def _take(reader: Reader, row: Row, *, header: bool) -> None:
    """One row: its cells are parted at inner labels, and each is a label, a value beside one, or goes on below."""
    if row.apart:
        reader.open = []
    elif row.gap:
        reader.open = [entry for entry in reader.open if entry.field in _OVER_GAPS or not entry.lines]
    heads, reader.heads = reader.heads, []
    if len(heads) == len(row.cells) > 1 and not header:
        for entry, cell in zip(heads, row.cells, strict=True):
            _add(entry, cell)
        return
    beside: Entry | None = None
    for cell in _cells(row):
        label = form_questions.label_of(cell)
        if row.boxed and cell is not row.cells[0] and label is not None and not label.colon:
            label = None  # the box says that it is a value
        if row.boxed == "more" and reader.entries and not (label is not None and label.colon):
            _add(reader.entries[-1], cell)
        elif not header and cell.left == row.cells[0].left and _hangs(reader, row, cell, label):
            _add(reader.entries[-1], cell)
            beside = reader.entries[-1]
        elif label is not None and (header or not _is_text(reader, row, cell, label, beside)):
            beside = _begin(reader, row, cell, label)
            reader.heads += reader.entries[-1:] if header else []
            beside = None if header else beside
        elif header:
            reader.heads.append(_head(reader, row, cell))
        elif row.boxed == "pair" and cell is row.cells[0]:
            beside = _head(reader, row, cell)
        elif beside is not None and (row.boxed or _takes_beside(reader, beside, cell)):
            _add(beside, cell)
            # Name and telephone of the staff's may well stand apart on one line, and what was measured thrice.
            more = beside.field in STAFF or _is_measured(beside, cell.text) or _is_answered(beside)
            beside = beside if more else None
        elif (strange := _unknown(reader, row, cell)) is not None:
            beside = None if strange.lines else strange
        else:
            _go_on(reader, row, cell)


def _cells(row: Row) -> Iterator[Cell]:
    """The cells of a row, parted at the labels inside them, but for what a box tells to be a label."""
    whole = row.cells[:1] if row.boxed == "pair" else ()
    yield from whole
    for cell in row.cells[len(whole) :]:
        yield from _parted(cell) if cell.asked is None else (cell,)


def _parted(cell: Cell) -> Iterator[Cell]:
    """The cell cut before each label inside it; places in proportion to the signs."""
    begun = list(inner_labels.begin(cell.text))
    ended = {end for start in (0, *begun) for end in inner_labels.ends(cell.text, start)}
    cuts = [0, *sorted({*begun, *ended}), len(cell.text)]
    each = (cell.right - cell.left) / max(1, len(cell.text))
    for start, end in itertools.pairwise(cuts):
        # A comma at the end of a line belongs to the sentence that goes on below.
        text = cell.text[start:end].lstrip(" ,;").rstrip(" ;" if end == len(cell.text) else " ,;")
        if text:
            yield replace(cell, text=text, left=cell.left + start * each, right=cell.left + end * each)


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
        and not (units.first(value) or units.said(value))
    )
    return FieldName.HISTORY if story else field


def _hangs(reader: Reader, row: Row, cell: Cell, label: labels.Label | None) -> bool:
    """Whether a row goes on right below the value of the last label, which stands to its left."""
    last = reader.entries[-1] if reader.entries else None
    if last is None or last.group is Group.HEADING or not last.lines or (label is not None and label.colon):
        return False
    if row.gap or row.apart:
        return False
    if last.group in (Group.NAME, Group.RELATIVE) and not _takes(last, cell.text):
        return False
    near = max(1.0, _HANG * reader.width)
    return cell.left - last.left > near / 2 and abs(cell.left - last.hang) <= near


def _takes(entry: Entry, text: str) -> bool:
    """Whether the entry goes on with a line of that text: running text until somebody signs, a name with a name."""
    kind = kinds.what(text)
    if kinds.is_foot(text):
        return False
    if not entry.lines:
        # A heading of the form's names no unit: "KLINIK" / "UNDERLAG".
        if entry.field in STAFF and text.isupper() and " " not in text and not units.first(text, any_case=True):
            return False
        short = entry.group is Group.FIELD and (len(text.split()) <= _SHORT or entry.field in _TOLD_AT_LENGTH)
        return entry.flowing or entry.group is Group.UNKNOWN or kind != "story" or short
    match entry.group:
        case Group.NAME | Group.RELATIVE:
            who = value_shapes.is_name(text) or kind == "who" or value_shapes.is_date(text)
            return len(entry.lines) < _LINES and kind != "staff" and who
        case Group.DROP | Group.SENDER | Group.ADDRESS:
            told = ("who", "unit", "banner") if entry.group is Group.DROP else ("who", "staff", "unit", "banner")
            return len(entry.lines) < _LINES and kind in told
        case Group.FIELD if entry.field in STAFF:
            unended = entry.text.endswith((",", " i")) and kind == "banner" and not kinds.is_private(text)
            unended = unended or (entry.field is FieldName.UNIT and units.is_one(f"{entry.text} {text.strip()}"))
            return len(entry.lines) < _LINES and (kind in ("staff", "unit") or unended or value_shapes.is_office(text))
        case _:
            ends = entry.field in (FieldName.QUESTION, FieldName.EXAMINATION) and kind == "story"
            asked = entry.field is FieldName.EXAMINATION and kind == "question"
            answered = asked or (ends and (text.lstrip('"“”(')[:1].isupper() or text[0].isdigit()))
            signed = kind in ("who", "staff") and re.search(r"[.!?:)]$", entry.text) is not None
            others = entry.field is FieldName.EXAMINATION and (kind in ("who", "staff") or kinds.begins_near(text))
            others = others or (entry.field is FieldName.OTHER and _CALLED.match(text) is not None)
            return entry.flowing and not (signed or answered or others)


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


def _is_answered(entry: Entry) -> bool:
    """Whether a fact is told with "ja" alone so far: what it is may stand in the next cell of a form."""
    return entry.field in _WITH_LABEL and len(entry.lines) == 1 and entry.text.lower() == "ja"


def _stands_below(row: Row, left: float, near: float) -> bool:
    return any(abs(cell.left - left) <= near for cell in row.cells[1:])


def _is_text(reader: Reader, row: Row, cell: Cell, label: labels.Label, beside: Entry | None) -> bool:
    """Whether what could be a label is running text, or a value beside or below one that waits."""
    return _in_prose(reader, row, label) or _is_value(beside, label) or _is_below(reader, row, cell, label)


def _in_prose(reader: Reader, row: Row, label: labels.Label) -> bool:
    """A bare word that is also a label ("Diabetes", "Allergi") in the middle of running text is text."""
    inside = bool(reader.open) and reader.open[-1].flowing and bool(reader.open[-1].lines)
    short = not label.whole or len(row.cells[0].text.split()) > 1 or len(row.cells[0].text) < _LONG_LABEL
    exact = label.bare and label.group in value_shapes.EXACT
    return (
        inside and short and not (label.colon or exact or row.gap or label.group is Group.FIELD) and len(row.cells) == 1
    )


def _is_value(beside: Entry | None, label: labels.Label) -> bool:
    """A word without colon beside a label that waits for its value is that value ("Undersökning   Metformin")."""
    waits = beside is not None and (beside.field is not None or beside.group is Group.SENDER)
    # "Prioritet   Brådskande – nu"
    same = beside is not None and label.field is FieldName.PRIORITY is beside.field
    return waits and (same or not label.colon)


def _is_below(reader: Reader, row: Row, cell: Cell, label: labels.Label) -> bool:
    """Whether a bare label stands where the last one's value does, in the next line and further in."""
    last = reader.entries[-1] if reader.entries else None
    waits = last is not None and last.group is Group.FIELD and not last.lines and not row.gap and len(row.cells) == 1
    further = last is not None and cell.left - last.left > max(1.0, _HANG * reader.width) / 2
    return waits and further and label.bare and label.field in _OVER_GAPS | {FieldName.OTHER}


def _head(reader: Reader, row: Row, cell: Cell) -> Entry:
    """The entry of a column whose head we don't know."""
    entry = Entry(Group.UNKNOWN, None, row.page, cell.left, [], [cell])
    reader.entries.append(entry)
    reader.open.append(entry)
    return entry


def _takes_beside(reader: Reader, entry: Entry, cell: Cell) -> bool:
    """Whether an entry is filled by a cell on its line; one of the staff's that is filled, by more of theirs alone.

    In a column of its own stands the patient, or whoever stands above it there.
    """
    if (not entry.lines or _is_answered(entry)) and entry.field not in STAFF:
        return True
    if entry.field is FieldName.KIDNEY:
        return _is_measured(entry, cell.text)
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


def _is_measured(entry: Entry, text: str) -> bool:
    """Whether a cell is one more figure of what was measured at several times: "Kreatinin   412   298   361"."""
    return entry.field is FieldName.KIDNEY and re.fullmatch(r"[<>≥≤]?\s?\d{1,4}(?:[.,]\d+)?", text) is not None


def _is_of_staff(text: str) -> bool:
    named = kinds.titled(text) or units.first(text) or units.said(text) or value_shapes.is_phone(text)
    return bool(named) and not kinds.is_private(text)


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
    taking = [entry for entry in reader.open if entry.left <= cell.left + near and _takes(entry, cell.text)]
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


def _unknown(reader: Reader, row: Row, cell: Cell) -> Entry | None:
    """The entry of a label that we don't know; none inside running text, where it is a clinical heading."""
    start = labels.unknown_at_start(cell.text)
    last = reader.open[-1] if reader.open else None
    numbered = re.search(r"\d{4}", cell.text) is not None
    filled = numbered or last is None or bool(last.lines) or not last.flowing or row.gap
    if start is None or not filled or any(entry.field in _OVER_GAPS and entry.lines for entry in reader.open):
        return None
    value = cell.text[start:].strip()
    entry = Entry(Group.UNKNOWN, None, row.page, cell.left, [value] if value else [], [cell])
    reader.entries.append(entry)
    reader.open = [one for one in reader.open if one.left < cell.left - _NEAR * reader.width] + [entry]
    return entry
