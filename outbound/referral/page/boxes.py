"""Forms whose words stand in boxes, read box by box: a label with its value in the same box, beside it or below it.

A form's rules say what no white can: which lines go on with which, and where the next fact begins. A box holds a
label, a value, a label and its value, or a part of a form, which is read like a page of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from ocr.ruled import Rules
from ocr.text import Box, Word
from outbound.referral.page import (
    analyses,
    blocks,
    box_tables,
    captions,
    centred_labels,
    earlier_examinations,
    grid,
    measurements,
    newspaper,
    ordered_examinations,
    paragraphs,
)
from outbound.referral.page.blocks import Gutter
from outbound.referral.page.box_tables import Filled
from outbound.referral.page.grid import Cell, Row
from outbound.referral.words import answers, labels

# The words of a line, from left to right.
Line = Sequence[Word]
# A label above a box, or at its left, stands so near to it, in heights of its letters.
_ABOVE: Final = 1.6
_LEFT: Final = 3.0
# So many boxes below known labels make a form that has its labels there.
_HEADED: Final = 4
# The boxes of the other answers are together so wide at most, in widths of one.
_OTHER_ANSWERS: Final = 2.5
# Of the lines left of a rule so many are labels and nothing else, if their values stand right of it.
_LABELS: Final = 0.7
# A column beside a rule has so many lines.
_COLUMN: Final = 4


def rows(words: Sequence[Word], rules: Rules, page: int) -> Iterator[Row]:
    """The rows of a page: each box on its own, and what stands in no box in its place between them.

    What stands above goes on below where a page ends, or a label that stands alone.
    """
    inside = dict[Box | None, list[Word]]()
    for word in words:
        inside.setdefault(rules.around(word.box), []).append(word)
    _without_buttons(inside)
    free = [run for line in blocks.lines_of(inside.pop(None, [])) for run in grid.runs(line)]
    boxes = [box_tables.filled(_widened(box, inside), held) for box, held in inside.items() if box is not None]
    last: Row | None = None
    for made in _parts(boxes, free, rules, page):
        yield replace(made[0], apart=last is not None and not _goes_on(last, made[0]))
        yield from made[1:]
        last = made[-1]


def _goes_on(label: Row, below: Row) -> bool:
    """Whether a label that stands alone may go on there: further down, and not at the head of the next column."""
    alone = len(label.cells) == 1 and box_tables.is_label(label.text)
    return alone and below.cells[0].bottom > label.cells[0].top


def _without_buttons(inside: dict[Box | None, list[Word]]) -> None:
    """Moves an answer on a ground of its own to where its question stands; one below its label is in its place."""
    free = [run for line in blocks.lines_of(inside.get(None, [])) for run in grid.runs(line)]
    for box in [box for box in inside if box is not None]:
        others = [other for other in inside if other is not None and other != box]
        alone = not any(box_tables.touch(box, other) for other in others)
        told = _text(inside[box])
        button = answers.is_one(told) or ordered_examinations.is_state(told)
        if alone and button and _head(box_tables.filled(box, inside[box]), free) is None:
            around = [one for one in others if one.left <= box.left < one.right and one.top <= box.top < one.bottom]
            where = min(around, key=lambda one: one.width * one.height, default=None)
            inside.setdefault(where, []).extend(inside.pop(box))


def _widened(box: Box, inside: Mapping[Box | None, Sequence[Word]]) -> Box:
    """An answer's box, over the empty ones of the other answers at its right, up to what is told of it."""
    if not answers.is_one(_text(inside[box])):
        return box
    level = [one for one in inside if one and abs(one.top - box.top) + abs(one.bottom - box.bottom) <= box_tables.NEAR]
    told = min((one for one in level if one.left >= box.right), key=lambda one: one.left, default=None)
    near = told is not None and told.left - box.right <= _OTHER_ANSWERS * box.width
    return replace(box, width=told.left - box.left) if told is not None and near else box


def _text(run: Line) -> str:
    return " ".join(word.text for word in run)


def _parts(boxes: Sequence[Filled], free: Sequence[Line], rules: Rules, page: int) -> Iterator[list[Row]]:
    """The rows of each box, each pair of boxes and each run of lines between them, from the top down."""
    lone = [one for table in box_tables.tables(boxes) if len(table) == 1 for one in table]
    heads = {one.box: run for one in lone if (run := _head(one, free)) is not None}
    if sum(_is_above(run, box) for box, run in heads.items()) >= _HEADED:
        others = {one.box: run for one in lone if one.box not in heads and (run := _head_like(one, free)) is not None}
        heads |= {box: run for box, run in others.items() if not any(run is known for known in heads.values())}
    used = [id(run) for run in heads.values()]
    boxes = [box_tables.headed(one, heads[one.box]) if one.box in heads else one for one in boxes]
    rest = sorted((run for run in free if id(run) not in used), key=lambda run: blocks.middle(run[0]))
    for table in sorted(box_tables.tables(boxes), key=lambda table: table[0].box.top):
        above = [run for run in rest if blocks.middle(run[0]) < table[0].box.top]
        rest = rest[len(above) :]
        yield from _free([word for run in above for word in run], rules, page)
        yield from _of_table(table, rules, page)
    yield from _free([word for run in rest for word in run], rules, page)


def _free(words: Sequence[Word], rules: Rules, page: int) -> Iterator[list[Row]]:
    """The rows of what stands in no box; an upright rule between two columns parts them."""
    gutter = next((one for one in map(blocks.along, rules.upright) if _parts_columns(one, words)), None)
    if gutter is None:
        yield from _plain(words, page)
        return
    left, right = blocks.sides(gutter, words)
    above = [word for word in words if blocks.middle(word) < gutter.top]
    below = [word for word in words if blocks.middle(word) > gutter.bottom]
    for part in (above, left, right, below):
        yield from _plain(part, page)


def _plain(words: Sequence[Word], page: int) -> Iterator[list[Row]]:
    """The rows of what no rule parts: values below labels in small print, and the rest block by block."""
    each = [words] if captions.is_grid(words) else blocks.parted(words)
    for part in (part for block in each for part in captions.parted(block)):
        yield from _alone(part, page) if isinstance(part, Filled) else _flat(part, page)


def _alone(one: Filled, page: int) -> Iterator[list[Row]]:
    """A box that has all it needs: a part of a form, or a label with its value."""
    if box_tables.is_part(one):
        yield from _flat(one.words, page)
        return
    first, *others = _cells(one)
    if box_tables.has_several(one):
        yield [_row(page, cell) for cell in (first, *others)]
    elif box_tables.is_label(first.text) or box_tables.is_caption(one):
        yield _hung(page, first, others)
    elif (end := labels.bare_at_start(first.text)) is not None:
        name, value = (replace(first, text=text) for text in (first.text[:end], first.text[end:].strip()))
        yield _hung(page, name, (value, *others))
    else:
        yield [_row(page, first), *(_more(page, cell) for cell in others)]


def _cell(one: Filled, text: str) -> Cell:
    return _at(Box.around([word.box for word in one.words]), text)


def _cells(one: Filled) -> list[Cell]:
    """The lines of a box, each where it stands."""
    return [_at(place, text) for text, place in zip(one.texts, one.places, strict=True)]


def _at(place: Box, text: str) -> Cell:
    return Cell(text, place.left, place.right, place.top, place.bottom)


def _flat(words: Sequence[Word], page: int) -> Iterator[list[Row]]:
    """The rows of words block by block, their paragraphs whole."""
    for block in blocks.parted(words):
        if made := paragraphs.unbroken(
            tuple(newspaper.unfolded(grid.from_words(centred_labels.levelled(block), page)))
        ):
            yield list(made)


def _row(page: int, *cells_: Cell) -> Row:
    return Row(cells_, page)


def _hung(page: int, name: Cell, values: Sequence[Cell]) -> list[Row]:
    """A label with the first line of its value, and a row for each further line."""
    if not values:
        return [_row(page, name)]
    if not box_tables.is_label(name.text):
        name = replace(name, text=f"{_slashed(name.text.rstrip(':'))}:")
    return [Row((name, values[0]), page, boxed="pair"), *(_more(page, cell) for cell in values[1:])]


def _more(page: int, cell: Cell) -> Row:
    return Row((cell,), page, boxed="more")


def _slashed(text: str) -> str:
    """A label of two with a stroke between them, as labels are known: "Kreatinin, eGFR"."""
    both = re.sub(r",\s", "/", text)
    return text if labels.at_start(f"{both}:") is None else both


def _parts_columns(gutter: Gutter, words: Sequence[Word]) -> bool:
    """Whether lines stand on both sides of a rule, and no word across it; times left of it stand with what happened."""
    left, right = blocks.sides(gutter, words)
    told = [" ".join(word.text for word in line) for line in blocks.lines_of(left)]
    # So do labels stand with their values: a rule between the two parts no columns.
    known = sum(map(box_tables.is_label, told))
    labelled = known >= _LABELS * len(told) or (2 * known >= len(told) and all(map(box_tables.may_head, told)))
    if all(map(measurements.is_time, told)) or labelled:
        return False
    crossed = any(word.box.right > gutter.middle for word in left)
    return not crossed and min(len(blocks.lines_of(left)), len(blocks.lines_of(right))) >= _COLUMN


def _of_table(table: Sequence[Filled], rules: Rules, page: int) -> Iterator[list[Row]]:
    """The rows of boxes that touch each other: labels with what they name, and what has no label row by row."""
    every = box_tables.levels(table)
    texts = [[one.text for one in level] for level in every]
    heads = (measurements.is_head, analyses.is_head, earlier_examinations.is_head, ordered_examinations.is_head)
    if any(is_head(line) for is_head in heads for line in texts):
        yield from ([_row(page, *(_cell(one, one.text) for one in level))] for level in every)
        return
    names = box_tables.names(table)
    taken = set(names)
    for level in every:
        free = [one for one in level if one.box not in taken]
        asked = len(free) == len(level) > 1 and box_tables.is_answered(*free[:2])
        if asked or box_tables.is_checked(level, names):
            yield from _pair(level[0], level[1:], page)
            continue
        others = list[Filled]()
        for one in level:
            value = box_tables.named(one.box, table, frozenset(taken)) if one.box in names else []
            if value:
                taken |= {each.box for each in value}
                yield from _pair(one, value, page)
            elif one.box in names or box_tables.is_label(one.text):
                # Beside other boxes a label without a value was not filled in.
                yield from ([[_row(page, _cell(one, one.text))]] if len(level) == 1 else [])
            elif one.box not in taken and box_tables.is_part(one):
                yield from _free(one.words, rules, page)
            elif one.box not in taken and (box_tables.has_label(one) or box_tables.has_several(one)):
                yield from _alone(one, page)
            elif one.box not in taken:
                others.append(one)
        if others:
            yield [_row(page, *(_cell(one, one.text) for one in others))]


def _pair(name: Filled, values: Sequence[Filled], page: int) -> Iterator[list[Row]]:
    """A label and the box that it names, or those with what was measured several times."""
    label = _cell(name, name.text)
    if box_tables.is_part(values[0]):
        yield [_row(page, label)]
        yield from _plain(values[0].words, page)
    else:
        yield _hung(page, label, [cell for one in values for cell in _cells(one)])


def _head(one: Filled, free: Sequence[Line]) -> Line | None:
    """The label that stands above a box or at its left, where it has none of its own."""
    first = grid.runs(blocks.lines_of(one.words)[0])[0]
    if labels.at_start(one.text) is not None or box_tables.is_label(_text(first)):
        return None
    near = (run for run in free if _heads(run, one.box) and box_tables.heads(_text(run)))
    return next((run for run in near if not _has_value(run, free)), None)


def _head_like(one: Filled, free: Sequence[Line]) -> Line | None:
    """What looks like a label right above a box with one line: in a form that has its labels there it is one."""
    if len(one.texts) > 1 or box_tables.may_head(one.text) or labels.at_start(one.text) is not None:
        return None
    near = (run for run in free if _is_above(run, one.box) and box_tables.may_head(_text(run)))
    return next((run for run in near if not _has_value(run, free)), None)


def _is_above(run: Line, box: Box) -> bool:
    place = Box.around([word.box for word in run])
    return 0 <= box.top - place.bottom < _ABOVE * place.height and abs(place.left - box.left) < place.height


def _has_value(run: Line, free: Sequence[Line]) -> bool:
    """Whether the next words on a label's line are no label: then they are what it names, and no box below it."""
    level = [one for one in free if abs(blocks.middle(one[0]) - blocks.middle(run[0])) <= run[0].box.height / 2]
    right = sorted((one for one in level if one[0].box.left > run[0].box.left), key=lambda one: one[0].box.left)
    return bool(right) and not box_tables.may_head(_text(right[0]))


def _heads(run: Line, box: Box) -> bool:
    place = Box.around([word.box for word in run])
    level = box.top <= place.top + place.height // 2 < box.bottom
    return _is_above(run, box) or (level and 0 <= box.left - place.right < _LEFT * place.height)
