"""Boxes of a form that touch each other, as a table: which of them are labels, and which box each label names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, pairwise
from statistics import median
from typing import Final

from ocr.text import Box, Word
from outbound.lexicon import hospitals
from outbound.referral.page import blocks, grid
from outbound.referral.words import answers, labels

# Boxes so near to each other touch, in dots at 300 to the inch.
NEAR: Final = 24
# Of the boxes of a column so many are known labels, or it is none of labels; fewer boxes tell nothing.
_LABELS: Final = 0.6
_VALUES: Final = 0.3
_COLUMN: Final = 3
# Lines of differing faces are no one sentence.
OTHER_FACE: Final = 1.12
# What a checklist asks has so many signs at most.
_LONGEST: Final = 90
# Nothing but a figure or a time, with a unit.
_FIGURES: Final = re.compile(r"^[<>≥≤]?\s?\d[\d.,:]*(?:\s?\S{1,8})?$")
# What a label of a form looks like: a few words and no figure.
_HEAD: Final = re.compile(r"[A-ZÅÄÖ][^\s\d:?!]*(?:\s[^\s\d:?!]+){0,4}(?<![.,;]):?")


@dataclass(frozen=True, slots=True)
class Filled:
    """A box and what stands in it; `texts` are its lines, those that only its edge broke joined, each at its place."""

    box: Box
    words: tuple[Word, ...]
    texts: tuple[str, ...]
    places: tuple[Box, ...]

    @property
    def text(self) -> str:
        """All of it on one line."""
        return " ".join(self.texts)


def filled(box: Box, words: Sequence[Word]) -> Filled:
    """A box with its words put into lines."""
    told = list(_unbroken(box, blocks.lines_of(words)))
    return Filled(box, tuple(words), tuple(text for text, _ in told), tuple(place for _, place in told))


def headed(one: Filled, head: Sequence[Word]) -> Filled:
    """The box with the label that stands above it or at its left, as if it stood inside."""
    place = Box.around([word.box for word in head])
    text = " ".join(word.text for word in head)
    return Filled(one.box, (*head, *one.words), (text, *one.texts), (place, *one.places))


def is_label(text: str) -> bool:
    """Whether a text is a known label and nothing else."""
    label = labels.at_start(text)
    return label is not None and label.whole


def heads(text: str) -> bool:
    """Whether a text outside a box is a label: a known one, or one that a colon marks."""
    return is_label(text) or (text.endswith(":") and _HEAD.fullmatch(text) is not None)


def may_head(text: str) -> bool:
    """Whether a text is a known label, or looks like one: a few words, no figure, no sentence."""
    return is_label(text) or _HEAD.fullmatch(text) is not None


def is_answered(one: Filled, other: Filled) -> bool:
    """Whether a box answers what the one before it asks: "Opererad i hjärta, hjärna eller öga", "Nej"."""
    asked = len(one.text) <= _LONGEST and not one.text.endswith((".", ","))
    return asked and (answers.begins(other.text) or _FIGURES.match(other.text) is not None)


def is_checked(level: Sequence[Filled], names: frozenset[Box]) -> bool:
    """Whether a row is a question of a checklist with its answer alone in a box, and what is told beside that."""
    asked, *told = level
    others = any(one.box in names or has_label(one) for one in told)
    return len(asked.text) <= _LONGEST and bool(told) and answers.is_one(told[0].text) and not others


def has_label(one: Filled) -> bool:
    """Whether a box begins with a label: a known one, or a caption."""
    return labels.at_start(one.texts[0]) is not None or is_caption(one)


def is_captioned(one: Filled) -> bool:
    """Whether a box has its own label on a line above its value."""
    return len(one.texts) >= 2 and (is_label(one.texts[0]) or is_caption(one))


def is_caption(one: Filled) -> bool:
    """Whether the first line is set smaller than what stands below it in the box: "Debuttid" over "22.15"."""
    first, *others = blocks.lines_of(one.words)
    if len(one.texts) < 2 or not _HEAD.fullmatch(one.texts[0]) or hospitals.named(one.texts[0]):
        return False
    small, large = (median(word.box.height for word in line) for line in (first, others[0]))
    return large > OTHER_FACE * small


def tables(boxes: Sequence[Filled]) -> Iterator[list[Filled]]:
    """The boxes that touch each other, table by table, each from its top down and from left to right."""
    rest = sorted(boxes, key=lambda one: (one.box.top, one.box.left))
    while rest:
        table = [rest.pop(0)]
        for known in table:
            more = [one for one in rest if touch(known.box, one.box)]
            table += more
            rest = [one for one in rest if one not in more]
        yield sorted(table, key=lambda one: (one.box.top, one.box.left))


def touch(one: Box, other: Box) -> bool:
    """Whether two boxes touch along a side."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return min(across, down) >= -NEAR and max(across, down) > NEAR


def levels(table: Sequence[Filled]) -> list[list[Filled]]:
    """The boxes of a table row by row: those whose tops lie level."""
    found = list[list[Filled]]()
    for one in table:
        if found and one.box.top - found[-1][0].box.top <= NEAR:
            found[-1].append(one)
        else:
            found.append([one])
    return [sorted(row, key=lambda one: one.box.left) for row in found]


def names(table: Sequence[Filled]) -> frozenset[Box]:
    """The boxes that hold a label and nothing else: known ones, and those that stand in a column or a row of them."""
    known = {one.box for one in table if is_label(one.text)}
    columns = groupby(sorted(table, key=_column), key=_column)
    for column in (list(column) for _, column in columns):
        share = sum(one.box in known for one in column) / len(column)
        if len(column) >= _COLUMN and share <= _VALUES:
            known -= {one.box for one in column}
        elif len(column) >= _COLUMN and share >= _LABELS:
            known |= {one.box for one in column if _HEAD.fullmatch(one.text)}
    for row, below in pairwise(levels(table)):
        mostly = len(row) > 1 and 2 * sum(one.box in known for one in row) > len(row)
        values = 2 * sum(one.box in known for one in below) <= len(below) and len(below) > 1
        over = all(any(_same_column(one.box, other.box) for other in below) for one in row)
        if mostly and values and over and all(_HEAD.fullmatch(one.text) for one in row):
            known |= {one.box for one in row}
    return frozenset(known)


def named(name: Box, table: Sequence[Filled], others: frozenset[Box]) -> list[Filled]:
    """The box that a label names, none of `others`: the one at its right, else the one right below it.

    If it is the row's only label, all boxes of the row are its: "T. Eliquis | 5 mg | 1+0+1". Else behind a figure stand
    further ones: "Laktat | 9,8 | 7,9".
    """
    middle = name.top + name.height // 2
    level = [one for one in table if one.box.top <= middle < one.box.bottom and one.box.left > name.left]
    free = [one for one in table if one.box not in others and not is_captioned(one)]
    alone = not any(one.box in others or has_label(one) or is_part(one) for one in level)
    found, edge = list[Filled](), name.right
    while one := next((one for one in level if one in free and abs(one.box.left - edge) <= NEAR), None):
        if found and not (alone or _FIGURES.search(one.text)):
            break
        found, edge = [*found, one], one.box.right
        if not (alone or _FIGURES.search(one.text)):
            break
    if found:
        return found
    below = (one for one in free if abs(one.box.top - name.bottom) <= NEAR and _same_column(name, one.box))
    return list(islice(below, 1))


def is_part(one: Filled) -> bool:
    """Whether a box is a part of a form with columns of its own."""
    rows = grid.from_words(one.words)
    return any(len(row.cells) > 1 and not answers.is_one(row.cells[0].text) for row in rows)


def has_several(one: Filled) -> bool:
    """Whether further labels stand in a box below its first line; what the last line says is a value: "Kön", "Man"."""
    marked = (label.colon for text in one.texts[1:] if (label := labels.at_start(text)) is not None)
    return any(marked) or any(map(is_label, one.texts[1:-1]))


def _unbroken(box: Box, every: Sequence[Sequence[Word]]) -> Iterator[tuple[str, Box]]:
    """The lines of a box, each with its place; what its edge broke is one."""
    text, lines = "", list[Sequence[Word]]()
    for line in every:
        here = _text(line)
        if lines and _is_broken(box, lines[-1], line, text, here):
            text = text[:-1] + here if re.search(r"[a-zåäö]-$", text) and here[:1].islower() else f"{text} {here}"
            lines.append(line)
            continue
        if text:
            yield text, _around(lines)
        text, lines = here, [line]
    if text:
        yield text, _around(lines)


def _around(lines: Sequence[Sequence[Word]]) -> Box:
    return Box.around([word.box for line in lines for word in line])


def _text(line: Sequence[Word]) -> str:
    """The words of a line; what is told behind an answer that stands apart is a sentence of its own."""
    first, *others = (" ".join(word.text for word in run) for run in grid.runs(line))
    return ". ".join((first, *others)) if others and answers.is_one(first) else " ".join((first, *others))


def _is_broken(box: Box, above: Sequence[Word], line: Sequence[Word], text: str, here: str) -> bool:
    """Whether the first word of a line had no room left above, in the same face; a label ends where it ends."""
    height = median(word.box.height for word in above)
    other = max(height, line[0].box.height) / max(1, min(height, line[0].box.height)) > OTHER_FACE
    inset = max(0, above[0].box.left - box.left)
    room = box.right - inset - above[-1].box.right
    if other or line[0].box.width + height / 2 < room:
        return False
    if _is_marked(here) and not is_label(f"{text} {here}"):
        return False
    return not is_label(text) or is_label(f"{text} {here}")


def _is_marked(text: str) -> bool:
    label = labels.at_start(text)
    return label is not None and (label.colon or label.whole)


def _column(one: Filled) -> int:
    return one.box.left // NEAR


def _same_column(one: Box, other: Box) -> bool:
    return abs(one.left - other.left) <= NEAR and abs(one.right - other.right) <= NEAR
