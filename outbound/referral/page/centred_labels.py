"""Labels beside the values of their own row of a table, wherever in the row they stand.

A table centres a label beside a value of several lines unless it is told otherwise (CSS 2.2, 17.5.3; so do Word's
forms), or sets it a little lower in a larger face: the value's first lines then stand above its label, and would be
read as the end of the value before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise, product
from statistics import median
from typing import Final

from ocr.text import Word
from outbound.referral.page import blocks, grid
from outbound.referral.words import answers, labels

# The words of a line, from left to right.
Line = Sequence[Word]
# So many lines of values make a table, beside so many known labels, which are so many of all; so few of its values
# may look like one.
_ROWS: Final = 4
_KNOWN: Final = 3
_LABELS: Final = 0.6
_VALUES: Final = 0.3
# A value has so many lines at most. What a label without a value, or a line without a label, costs in distances of
# two lines; and how much nearer to their values labels must come, all in all, to be moved, in parts and in those.
_LONGEST: Final = 16
_ALONE: Final = 0.7
_BETTER: Final = 0.6
_NEARER: Final = 0.05
# Lines of one cell follow each other within so many of their heights; those that make one label may be further apart.
_PITCH: Final = 1.35
_WIDER: Final = 1.6
# A label and a line of a value are level if their middles lie so near, in those heights.
_LEVEL: Final = 0.2
# Lines of one value follow each other about as closely as any; one pair in so many may be misjudged.
_CLOSE: Final = 1.1
_FEW: Final = 12
# White between labels and values, in those heights: labels that end at the right stand close to their values.
_WHITE: Final = 0.35
# So much more than the white that parts cells.
_MORE: Final = 1.2
# White between two tables is so much more than between most of their lines, and higher than one.
_APART: Final = 2.2
# Labels are set beside the first line of their values, the middle, or the last.
_ANCHORS: Final = (0.0, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well labels lie beside values: the sum of their distances, and the first line of each label's value."""

    cost: float
    firsts: tuple[int | None, ...]


def levelled(words: Sequence[Word]) -> Sequence[Word]:
    """The words, each label of a table moved to the first line of its value, if it stands beside another line."""
    return [word for band in _bands(words) for word in _levelled(band)]


def _bands(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """The words of each table of several, one below the other: parted by more white than rows are."""
    lines = blocks.lines_of(words)
    bottoms = list(accumulate((max(word.box.bottom for word in line) for line in lines), max))
    white = [min(word.box.top for word in line) - bottom for bottom, line in zip(bottoms, lines[1:], strict=False)]
    apart = _APART * median([max(0, gap) for gap in white]) if white else 0.0
    height = median(word.box.height for word in words) if words else 0.0
    ends = [at for at, gap in enumerate(white, 1) if gap > max(apart, height)]
    for start, end in pairwise((0, *ends, len(lines))):
        yield [word for line in lines[start:end] for word in line]


def _levelled(words: Sequence[Word]) -> Sequence[Word]:
    for gutter in blocks.gutters(words, _WHITE):
        left, right = blocks.sides(gutter, words)
        values = blocks.lines_of(right)
        if 2 * sum(answers.begins(line[0].text) for line in values) > len(values):
            continue  # an answer stands level with its question
        names = _names(blocks.lines_of(left), values)
        if _are_labels(names, values):
            moved = [word for name, first in _rows(names, values) for word in _moved(name, first)]
            return [word for word in words if word not in left] + _parted(moved, values)
    return words


def _names(lines: Sequence[Line], values: Sequence[Line]) -> list[list[Line]]:
    """The lines of each label: what follows closely goes on, but for another label."""
    found = list[list[Line]]()
    for line in lines:
        if not found or not _goes_on(found[-1][-1], line, values):
            found.append([])
        found[-1].append(line)
    return found


def _goes_on(above: Line, line: Line, values: Sequence[Line]) -> bool:
    """Whether a line goes on with the label above: "Frågeställning/", "önskemål"; "Remitterande", "enhet".

    Where a value stands level with it, and it is a label by itself, it is one: "Remitterande enhet", "Remittent".
    """
    height = line[0].box.height
    apart = (blocks.middle(line[0]) - blocks.middle(above[0])) / height
    if not blocks.is_label(line):
        return apart <= _PITCH
    level = any(abs(blocks.middle(value[0]) - blocks.middle(line[0])) <= _LEVEL * height for value in values)
    said = " ".join(word.text for word in (*above, *line))
    label = labels.at_start(said)
    return not level and apart <= _WIDER and label is not None and label.end >= len(said)


def _are_labels(names: Sequence[Sequence[Line]], values: Sequence[Line]) -> bool:
    known = sum(blocks.is_label(name[0]) for name in names)
    return (
        len(values) >= _ROWS
        and known >= max(_KNOWN, _LABELS * len(names))
        and sum(map(blocks.is_label, values)) <= _VALUES * len(values)
    )


def _parted(names: Sequence[Word], values: Sequence[Line]) -> list[Word]:
    """The labels' words so far to the left that the white behind them parts cells: labels that end at the right have
    less before their values than two words of a sentence.
    """
    height = median(word.box.height for word in names)
    edge, value = (max(word.box.right for word in names), min(line[0].box.left for line in values))
    away = max(0, round(edge + grid.GAP * _MORE * height - value))
    return [replace(word, box=word.box.moved(-away, 0)) for word in names]


def _rows(names: Sequence[Sequence[Line]], values: Sequence[Line]) -> Iterator[tuple[Sequence[Line], Line | None]]:
    """Each label with the first line of its value; None where it stays: all do if they are level as they are."""
    pitch = _pitch(values)
    shifts = (0.0, median([_shift(name, values) for name in names]))
    fits = [_fitted(names, values, shift, anchor, pitch) for anchor, shift in product(_ANCHORS, shifts)]
    best = min(fits, key=lambda fit: fit.cost)
    if best.cost > min(_BETTER * fits[0].cost, fits[0].cost - _NEARER * pitch):
        best = replace(best, firsts=(None,) * len(names))
    yield from ((name, None if at is None else values[at]) for name, at in zip(names, best.firsts, strict=True))


def _pitch(lines: Sequence[Line]) -> float:
    """How far below each other lines stand that stand closest, but for a pair or two that a scan misjudged."""
    pitches = sorted(blocks.middle(below[0]) - blocks.middle(above[0]) for above, below in pairwise(lines))
    return pitches[len(pitches) // _FEW]


def _fitted(names: Sequence[Sequence[Line]], values: Sequence[Line], shift: float, anchor: float, pitch: float) -> _Fit:
    """The best way to give the lines of the values to the labels in their order (dynamic programming)."""
    at = [blocks.middle(line[0]) for line in values]
    fits = [_Fit(_ALONE * pitch * count, ()) for count in range(len(at) + 1)]
    for name in names:
        here = [blocks.middle(line[0]) for line in name]
        wanted = _anchored(here, anchor) - shift
        fits = [_extended(fits, at[:end], wanted, pitch, anchor) for end in range(len(at) + 1)]
    return fits[-1]


def _anchored(at: Sequence[float], anchor: float) -> float:
    """Where the first of some lines stands, their middle or the last of them."""
    return at[0] + anchor * (at[-1] - at[0])


def _extended(fits: Sequence[_Fit], at: Sequence[float], wanted: float, pitch: float, anchor: float) -> _Fit:
    """The best fit of one label more, which takes some of the last of the lines `at`, or none of them."""
    end = len(at)
    alone = _Fit(fits[end].cost + _ALONE * pitch, (*fits[end].firsts, None))
    taking = (
        _Fit(
            fits[start].cost + abs(wanted - _anchored(at[start:], anchor)) + _loose(at[start:], pitch),
            (*fits[start].firsts, start),
        )
        for start in range(max(0, end - _LONGEST), end)
    )
    return min((alone, *taking), key=lambda fit: fit.cost)


def _loose(at: Sequence[float], pitch: float) -> float:
    """How much further apart lines of one value stand than the closest of them do."""
    return sum(max(0.0, below - above - _CLOSE * pitch) for above, below in pairwise(at))


def _shift(name: Sequence[Line], values: Sequence[Line]) -> float:
    """How far below the nearest line of the values a label stands."""
    here = blocks.middle(name[0][0])
    return here - min((blocks.middle(line[0]) for line in values), key=lambda at: abs(at - here))


def _moved(name: Sequence[Line], first: Line | None) -> Iterator[Word]:
    """The label's words, its first line level with that line."""
    down = 0 if first is None else round(blocks.middle(first[0]) - blocks.middle(name[0][0]))
    for line in name:
        yield from (replace(word, box=word.box.moved(0, down)) for word in line)
