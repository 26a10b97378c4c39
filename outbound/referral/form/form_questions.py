"""What a form asks in its own words, and what was answered: "Är patienten gravid?", with "Nej" beside, behind or below.

Its field is known by its words. What a radiologist is asked ends with the same sign, but is answered by nobody here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from outbound.referral.page.grid import Cell, Row
from outbound.referral.values import FieldName, Group, Meaning
from outbound.referral.words import answers, label_words, labels
from outbound.referral.words.labels import Label

# What a form asks has so many signs at most; a line that it goes on from is not shorter than that.
_LONGEST: Final = 90
_BROKEN: Final = 16
# Columns begin so near to each other, of the page's width; an answer stands so many rows below at most.
_NEAR: Final = 0.015
_BELOW: Final = 2
# So many questions about what a form always asks make a checklist: there the others are a form's own as well.
_CHECKLIST: Final = 2
# A question with its sign, one without, and the rest of one on the line below.
_ASKED: Final = re.compile(rf"(?P<asked>[A-ZÅÄÖ][^?.!:;]{{2,{_LONGEST}}}\?)\s?:?\s*(?P<rest>.*)")
_UNMARKED: Final = re.compile(rf"[A-ZÅÄÖ][^?.!:;]{{2,{_LONGEST}}}")
_GOES_ON: Final = re.compile(r"[a-zåäö][^?.!:;]*\?")


@dataclass(slots=True)
class _Line:
    """A row while its questions are looked for; an answer that was taken from it is gone."""

    row: Row
    cells: list[Cell]


def answered(rows: Sequence[Row]) -> list[Row]:
    """The rows, each answered question in a cell that knows its field, with all of its answer in the next."""
    width = max((cell.right for row in rows for cell in row.cells), default=1.0)
    near = max(1.0, _NEAR * width)
    lines = [_Line(row, list(row.cells)) for row in rows]
    _mend(lines, near)
    found = [_pairs(lines, at, near) for at in range(len(lines))]
    known = sum(field_of(asked.text) is not None for pairs in found for asked, _, _ in pairs)
    for at, pairs in enumerate(found):
        for asked, answer, place in pairs:
            free = asked in lines[at].cells and all(one in lines[place].cells for one in answer)
            if free and (field_of(asked.text) is not None or known >= _CHECKLIST):
                _take(lines, at, asked, answer, place)
    return [replace(line.row, cells=tuple(line.cells)) for line in lines if line.cells]


def label_of(cell: Cell) -> Label | None:
    """The label of a cell that asks: all of it, or none of it where the question must be carried too."""
    if cell.asked is None:
        return labels.at_start(cell.text)
    whole = cell.asked is not FieldName.OTHER
    return Label(Meaning(Group.FIELD, cell.asked), len(cell.text) if whole else 0, colon=True, whole=whole)


def field_of(question: str) -> FieldName | None:
    """The field that a form's question is about, by the first of its words that tells one."""
    found = [(match.start(), field) for field, words in label_words.questions() if (match := words.search(question))]
    return min(found)[1] if found else None


def _mend(lines: Sequence[_Line], near: float) -> None:
    """Joins questions that the edge of their column broke."""
    for line, below in pairwise(lines):
        for number, cell in enumerate(line.cells):
            more = next((one for one in below.cells if abs(one.left - cell.left) <= near), None)
            broken = len(cell.text) >= _BROKEN and _UNMARKED.fullmatch(cell.text) is not None
            whole = f"{cell.text} {more.text}" if more is not None else ""
            typed = _is_typed(cell) or line.row.page != below.row.page
            if more is not None and broken and not typed and _GOES_ON.fullmatch(more.text) and field_of(whole):
                line.cells[number] = replace(cell, text=whole, bottom=more.bottom)
                below.cells.remove(more)


def _is_typed(cell: Cell) -> bool:
    """Whether a cell is of plain text, in which no face and no place tells a form from what is written."""
    return cell.bottom - cell.top == 1


def _pairs(lines: Sequence[_Line], at: int, near: float) -> list[tuple[Cell, Sequence[Cell], int]]:
    """The questions of a row that are answered, each with its cell, the cells that answer, and the row of these."""
    cells, found = lines[at].cells, list[tuple[Cell, Sequence[Cell], int]]()
    for number, cell in enumerate(cells):
        asked = _ASKED.fullmatch(cell.text)
        beside = cells[number + 1 :][:1]
        if answers.begins(cell.text):
            continue
        if asked is not None and asked["rest"]:
            if answers.begins(asked["rest"]) and "?" not in _said(asked["rest"]):
                more = _whole([replace(cell, text=asked["rest"]), *beside])[1:]
                found.append((cell, more, at))
        elif asked is None and not _is_bare(cell, beside):
            continue
        elif beside and answers.begins(beside[0].text):
            found.append((cell, _whole(cells[number + 1 :]), at))
        elif not lines[at].row.boxed and (below := _below(lines, at, cell, near)) is not None:
            right = beside[0].left - near if beside else float("inf")
            held = [one for one in _from(lines[below].cells, cell.left - near) if one.left < right]
            found += [(cell, _whole(held), below)] if held else []
    return found


def _said(text: str) -> str:
    return text.removeprefix(answers.UNCLEAR)


def _whole(cells: Sequence[Cell]) -> Sequence[Cell]:
    """The answer, and the words about it in the next cell."""
    first, *others = cells
    if not (others and answers.is_one(first.text)):
        return [first]
    more = others[0]
    own = _ASKED.match(more.text) or labels.at_start(more.text) or answers.begins(more.text)
    return [first] if own else [first, more]


def _is_bare(cell: Cell, beside: Sequence[Cell]) -> bool:
    """Whether a cell without any mark is a question: an answer stands beside it."""
    told = bool(beside) and answers.is_one(beside[0].text) and _UNMARKED.fullmatch(cell.text) is not None
    return told and not _is_typed(cell) and field_of(cell.text) is not None and labels.at_start(cell.text) is None


def _below(lines: Sequence[_Line], at: int, cell: Cell, near: float) -> int | None:
    """The next row in which something stands in the column of a question, if that answers it."""
    for number in range(at + 1, min(at + 1 + _BELOW, len(lines))):
        here = next(iter(_from(lines[number].cells, cell.left - near)), None)
        if here is not None and here.left <= cell.left + 3 * near:
            return number if answers.begins(here.text) and not lines[number].row.boxed else None
    return None


def _from(cells: Sequence[Cell], left: float) -> Sequence[Cell]:
    return [cell for cell in cells if cell.left >= left]


def _take(lines: Sequence[_Line], at: int, cell: Cell, answer: Sequence[Cell], place: int) -> None:
    """Puts a question and its answer side by side into its row."""
    match = _ASKED.fullmatch(cell.text)
    asked, rest = (match["asked"], match["rest"]) if match is not None else (cell.text, "")
    said = " ".join(filter(None, (rest, *(one.text for one in answer))))
    for one in answer:
        lines[place].cells.remove(one)
    number = lines[at].cells.index(cell)
    lines[at].cells[number : number + 1] = _cells(cell, asked, said, answer)


def _cells(cell: Cell, asked: str, said: str, answer: Sequence[Cell]) -> Iterator[Cell]:
    field = field_of(asked)
    right = answer[-1].right if answer else cell.right
    if field is None:
        yield replace(cell, text=f"{asked.rstrip(' :')} {said}", right=right, asked=FieldName.OTHER)
        return
    left = answer[0].left if answer else cell.left + (cell.right - cell.left) * len(asked) / max(1, len(cell.text))
    yield replace(cell, text=asked, right=left, asked=field)
    yield replace(cell, text=said, left=left, right=right)
