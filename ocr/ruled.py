"""The boxes of a printed form: rectangles that rules, or the edges of a shade, close on all four sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ocr.text import Box

Dots = NDArray[np.bool_]

# A step in tone between two neighbouring dots that makes an edge: hair lines and light shades have little.
_STEP: Final = 9
# On paper a rule is so much darker than what lies so far beside it, and has breaks of up to twice so many dots: on a
# page made so many times smaller.
_SMALLER: Final = 2
_DARKER: Final = 18
_BESIDE: Final = 3
_BREAK: Final = 1
# No letter is so high, and no word so even for so long; so far from the middle of a rule the paper is seen.
_HIGHER_THAN_LETTERS: Final = 72
_LONGER_THAN_WORDS: Final = 240
_AWAY: Final = 7
# An edge runs straight for so many dots at least (300 to the inch): across, no letter does; upright, a high one may,
# but it meets no rule above and below it. A box narrower than that is one of a comb, for one sign of a number.
_WIDE: Final = 90
_HIGH: Final = 48
# A rule has two edges, and a rounded corner leaves a gap: what lies so near is the same place, in dots.
_NEAR: Final = 16
# So many rules across make a table.
_TABLE: Final = 3
# More rules than a form has: a picture, or a page of hatching.
_MOST: Final = 1500


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight edge: where it lies, and where it begins and ends along itself."""

    at: int
    start: int
    end: int

    def spans(self, start: int, end: int) -> bool:
        """Whether it runs from one place to the other, but for a rounded corner."""
        return self.start <= start + _NEAR and self.end >= end - _NEAR


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a page: those across from the top down, and upright ones from left to right."""

    across: Sequence[Rule]
    upright: Sequence[Rule]

    def around(self, place: Box) -> Box | None:
        """The smallest box in which the middle of that place lies; None if there is none, or it holds one sign only."""
        x, y = place.left + place.width // 2, place.top + place.height // 2
        level = [rule for rule in self.upright if rule.start - _NEAR <= y <= rule.end + _NEAR]
        lefts = [rule for rule in level if rule.at <= x][::-1]
        rights = [rule for rule in level if rule.at > x]
        over = [rule for rule in self.across if rule.start - _NEAR <= x <= rule.end + _NEAR]
        above = [rule for rule in over if rule.at <= y][::-1]
        below = [rule for rule in over if rule.at > y]
        found = (_closed(left, right, above, below) for left in lefts for right in rights)
        box = min(filter(None, found), key=lambda box: box.width * box.height, default=None)
        return box if box is not None and box.width >= _WIDE else None


def _closed(left: Rule, right: Rule, above: Sequence[Rule], below: Sequence[Rule]) -> Box | None:
    """The box between two upright rules that the nearest rules across close."""
    top = next((rule.at for rule in above if rule.spans(left.at, right.at)), None)
    bottom = next((rule.at for rule in below if rule.spans(left.at, right.at)), None)
    if top is None or bottom is None or not (left.spans(top, bottom) and right.spans(top, bottom)):
        return None
    return Box(left.at, top, right.at - left.at, bottom - top)


def of(image: Image.Image) -> Rules:
    """The rules of a page as it was typeset, in grey, 300 dots to the inch."""
    tones = np.asarray(image.convert("L"), dtype=np.int16)
    steps = [np.abs(np.diff(each, axis=0)) >= _STEP for each in (tones, tones.T)]
    return _few(_joined(_runs(steps[0], _WIDE)), _joined(_runs(steps[1], _HIGH)))


def lifted(image: Image.Image) -> tuple[Rules, Image.Image]:
    """The rules of a page that was on paper, and the page without them.

    "|82 kg" is read as 182, and of a form between rules in light grey Tesseract passes over half the labels. Looked for
    on a page of half the size, which takes a fifth of the time and finds as many.
    """
    grey = image.convert("L")
    small = np.asarray(grey.reduce(_SMALLER), dtype=np.int16)
    across, upright = _healed(_ridges(small)), _healed(_ridges(np.ascontiguousarray(small.T)))
    tones = np.array(grey)
    _lift(tones, _enlarged(_runs(across, _LONGER_THAN_WORDS // _SMALLER)))
    _lift(tones.T, _enlarged(_runs(upright, _HIGHER_THAN_LETTERS // _SMALLER)))
    level, steep = (
        _joined(_enlarged(_runs(*one))) for one in ((across, _WIDE // _SMALLER), (upright, _HIGH // _SMALLER))
    )
    return _few(level, steep), Image.fromarray(tones)


def _enlarged(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Rules of the small page where they lie on the page."""
    for rule in rules:
        yield Rule(rule.at * _SMALLER + _SMALLER // 2, rule.start * _SMALLER, rule.end * _SMALLER)


def _lift(tones: NDArray[np.uint8], rules: Iterable[Rule]) -> None:
    """Gives the dots of rules along the rows the tone of the paper beside them."""
    for rule in rules:
        beside = (max(0, rule.at - _AWAY), min(tones.shape[0] - 1, rule.at + _AWAY))
        ground = np.maximum(*(tones[at, rule.start : rule.end] for at in beside))
        tones[max(0, rule.at - 2) : rule.at + 3, rule.start : rule.end] = ground


def _few(across: Sequence[Rule], upright: Sequence[Rule]) -> Rules:
    """The rules, unless there are more than a form has; open sides of tables are closed."""
    if len(across) + len(upright) > _MOST:
        return Rules((), ())
    return Rules(across, sorted((*upright, *_sides(across, upright)), key=lambda one: one.at))


def _sides(across: Sequence[Rule], upright: Sequence[Rule]) -> Iterator[Rule]:
    """The sides that a table has not: its rules across end there, level, and only between its columns are uprights.

    Printed so by design, or cut off at the edge of the paper.
    """
    found = set[Rule]()
    for inner in upright:
        crossed = [rule for rule in across if _crosses(rule, inner)]
        if len(crossed) >= _TABLE and all(_is_level(rule, crossed[0]) for rule in crossed):
            found |= {Rule(at, inner.start, inner.end) for at in (crossed[0].start, crossed[0].end)}
    for side in found:
        if not any(abs(one.at - side.at) <= 2 * _NEAR and _beside(one, side) for one in upright):
            yield side


def _crosses(rule: Rule, upright: Rule) -> bool:
    inside = rule.start + _NEAR < upright.at < rule.end - _NEAR
    return inside and upright.start - _NEAR <= rule.at <= upright.end + _NEAR


def _is_level(one: Rule, other: Rule) -> bool:
    """Whether two rules begin and end at the same places."""
    return abs(one.start - other.start) <= _NEAR and abs(one.end - other.end) <= _NEAR


def _beside(one: Rule, other: Rule) -> bool:
    """Whether two rules run along each other for a while."""
    return min(one.end, other.end) - max(one.start, other.start) > _NEAR


def _ridges(tones: NDArray[np.int16]) -> Dots:
    """The dots that are darker than those a little above and below."""
    return np.minimum(np.roll(tones, _BESIDE, axis=0), np.roll(tones, -_BESIDE, axis=0)) - tones >= _DARKER


def _healed(dark: Dots) -> Dots:
    """The dots, each seen in the rows beside it too, and short breaks along a row filled."""
    thick = dark | np.roll(dark, 1, axis=0) | np.roll(dark, -1, axis=0)
    spread = np.logical_or.reduce([np.roll(thick, step, axis=1) for step in range(-_BREAK, _BREAK + 1)])
    return np.logical_and.reduce([np.roll(spread, step, axis=1) for step in range(-_BREAK, _BREAK + 1)])


def _runs(edges: Dots, least: int) -> Iterator[Rule]:
    """The straight runs along the rows of dots that are so long, from the first row on."""
    bounds = np.diff(np.pad(edges, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(bounds == 1)
    ends = np.nonzero(bounds == -1)[1]
    long = ends - starts >= least
    yield from map(Rule, rows[long].tolist(), starts[long].tolist(), ends[long].tolist())


def _joined(rules: Iterable[Rule]) -> Sequence[Rule]:
    """The rules; those that lie on the same line, and touch, are one."""
    kept = list[Rule]()
    for rule in rules:
        same = next((one for one in reversed(kept[-200:]) if _touches(one, rule)), None)
        if same is not None:
            kept.remove(same)
            rule = Rule(rule.at, min(same.start, rule.start), max(same.end, rule.end))
        kept.append(rule)
    return sorted(kept, key=lambda one: one.at)


def _touches(one: Rule, other: Rule) -> bool:
    return other.at - one.at <= _NEAR // 2 and one.start <= other.end + _NEAR and other.start <= one.end + _NEAR
