"""Our answer sheet laid flat: its symbols tell roughly, and its printed rules exactly, how a camera stood to it.

Two symbols in opposite corners say little about the other two, so the frame of the answer area has the last word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ocr import answer_sheet
from ocr.answer_sheet import Area
from ocr.codes import Code
from ocr.pages import Sheet
from ocr.text import Box, Word

Matrix = NDArray[np.float64]
Points = NDArray[np.float64]
Dark = NDArray[np.float32]

_DARK: Final = 160
# Millimetres: how far a side of the answer area is looked for, then every rule; how thick a rule is seen, and where
# paper must be beside it; how far from one place to the next.
_FAR: Final = 9.0
_NEAR: Final = 2.5
_STEP: Final = 0.3
_BESIDE: Final = 1.3
_APART: Final = 2.5
# How much of a side must be rule, with paper on both sides of it; how much of one place.
_RULED: Final = 0.55
_SEEN: Final = 0.5
_ROUNDS: Final = 4
# So many places on rules tell how the sheet lies; how stiff paper is beside them; cells that a bent page is drawn in.
_FEW: Final = 100
_STIFF: Final = 1.0
_CELLS: Final = 16
# Millimetres that a place may lie off a level sheet's; a page that was scanned or faxed has less.
_OFF: Final = 0.8


@dataclass(frozen=True, slots=True)
class Laid:
    """A sheet as it is read, and where its words came to lie."""

    sheet: Sheet
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class _Lie:
    """How the sheet lay before the camera: what takes a place in millimetres to the page, and how the paper was bent
    (the share of each term of `_terms` that is added, across and down).
    """

    matrix: Matrix
    bend: Points

    def seen(self, places: Points) -> Points:
        """Where each place is seen on the page."""
        return _moved(self.matrix, places) + _terms(places) @ self.bend

    def told(self, seen: Points) -> Points:
        """What place is seen at each point."""
        back = np.linalg.inv(self.matrix).astype(np.float64)
        places = _moved(back, seen)
        for _ in range(_ROUNDS):
            places = _moved(back, seen - _terms(places) @ self.bend)
        return places


def laid(sheet: Sheet, words: Sequence[Word]) -> Laid:
    """The sheet as a camera straight above it would have seen it; as it is, if it lies so, or if nothing tells."""
    marked = _marked(sheet)
    lie = None if marked is None else _lie(sheet, marked)
    if marked is None or lie is None or _is_level(lie, marked, sheet.dpi):
        return Laid(sheet, tuple(words))
    scale = sheet.dpi / 25.4
    areas = (answer_sheet.TOP_SYMBOL, answer_sheet.FOOT_SYMBOL)
    codes = tuple(replace(code, box=_box(_corners(area) * scale)) for code, area in zip(marked, areas, strict=True))
    moved = tuple(replace(word, box=_box(lie.told(_around(word.box)) * scale)) for word in words)
    return Laid(replace(sheet, image=_smoothed(sheet.image, lie, scale), codes=codes), moved)


def _smoothed(image: Image.Image, lie: _Lie, scale: float) -> Image.Image:
    """The picture drawn anew, cell by cell, at so many dots to the millimetre."""
    size = (round(answer_sheet.PAGE_WIDTH * scale), round(answer_sheet.PAGE_HEIGHT * scale))
    across, down = (np.linspace(0, side, _CELLS + 1).round().astype(int).tolist() for side in size)
    cells = [(*pair, *row) for row in pairwise(down) for pair in pairwise(across)]
    mesh = list[tuple[tuple[int, ...], tuple[float, ...]]]()
    for left, right, top, bottom in cells:
        corners = np.array([(left, top), (left, bottom), (right, bottom), (right, top)], np.float64)
        mesh.append(((left, top, right, bottom), tuple(lie.seen(corners / scale).ravel().tolist())))
    return image.transform(size, Image.Transform.MESH, mesh, Image.Resampling.BILINEAR, fillcolor=255)


def _marked(sheet: Sheet) -> tuple[Code, Code] | None:
    """The upper and the lower of our symbols, if both were read."""
    marked = sorted((code for code in sheet.codes if code.mark is not None), key=lambda code: code.box.top)
    if len(marked) < 2 or marked[-1].box.top < marked[0].box.bottom:
        return None
    return marked[0], marked[-1]


def _lie(sheet: Sheet, marked: tuple[Code, Code]) -> _Lie | None:
    """How the sheet lies; None where the answer area's frame, or the rules within it, are not found."""
    dark = (np.asarray(sheet.image.convert("L")) < _DARK).astype(np.float32)
    places = np.concatenate([_corners(answer_sheet.TOP_SYMBOL), _corners(answer_sheet.FOOT_SYMBOL)])
    seen = np.array([*marked[0].corners, *marked[1].corners])
    tried = [found for rough in (_affine(places, seen), _fitted(places, seen)) if (found := _framed(dark, rough))]
    if not tried:
        return None
    _, corners = max(tried, key=lambda found: found[0])
    matrix = _fitted(np.concatenate([places, _corners(answer_sheet.ANSWER)]), np.concatenate([seen, corners]))
    lie = _Lie(matrix, np.zeros((len(_terms(places)[0]), 2)))
    for number in range(2 * _ROUNDS):
        rules = _rules(dark, lie)
        if len(rules.places) < _FEW:
            return None
        if number < _ROUNDS:
            lie = replace(lie, matrix=_fitted(rules.places, rules.seen))
        else:
            lie = _bent(lie, rules, places, seen)
    return lie


def _bent(lie: _Lie, rules: _Rules, places: Points, seen: Points) -> _Lie:
    """With the bend that is left: a rule tells only how far it lies beside its place, a symbol's corner both ways."""
    everywhere = np.concatenate([rules.places, places])
    left = np.concatenate([rules.seen, seen]) - _moved(lie.matrix, everywhere)
    told = np.concatenate([np.abs(rules.normals), np.full(places.shape, 1.0)])
    terms, bend = _terms(everywhere), list[Points]()
    for axis in (0, 1):
        weight = told[:, axis : axis + 1]
        stiff = _STIFF * np.eye(terms.shape[1])
        sides = np.concatenate([terms * weight, stiff]), np.concatenate([left[:, axis] * weight[:, 0], stiff[0] * 0])
        bend.append(np.linalg.lstsq(*sides, rcond=None)[0].astype(np.float64))
    return replace(lie, bend=np.stack(bend, axis=1))


def _terms(places: Points) -> Points:
    """Of each place the terms of a smooth bend, up to the third power."""
    x = (places[:, 0] - answer_sheet.PAGE_WIDTH / 2) / answer_sheet.PAGE_WIDTH * 2
    y = (places[:, 1] - answer_sheet.PAGE_HEIGHT / 2) / answer_sheet.PAGE_HEIGHT * 2
    return np.stack([x**across * y**down for across in range(4) for down in range(4 - across)], axis=1)


def _framed(dark: Dark, rough: Matrix) -> tuple[float, Points] | None:
    """(how plain they are, the corners of the answer area's frame) near their places."""
    corners = _corners(answer_sheet.ANSWER)
    sides = [_side(dark, _moved(rough, corners[[n, (n + 1) % 4]]), _scale(rough, corners[n])) for n in range(4)]
    if min(plain for plain, _ in sides) < _RULED:
        return None
    met = np.array([_meeting(sides[n - 1][1], sides[n][1]) for n in range(4)])
    return sum(plain for plain, _ in sides), met


def _side(dark: Dark, ends: Points, scale: float) -> tuple[float, Points]:
    """The plainest straight rule near the one from end to end: its plainness and its ends."""
    along = np.linspace(0.04, 0.96, 60)
    offsets = np.arange(-_FAR, _FAR + _STEP, _STEP)
    normal = _normal(ends)
    at = ends[0] + along[:, None] * (ends[1] - ends[0])
    lines = _lines(dark, at, np.broadcast_to(normal, at.shape), offsets, scale)
    first, last = np.meshgrid(np.arange(len(offsets)), np.arange(len(offsets)), indexing="ij")
    total = np.zeros(first.shape)
    for place, share in enumerate(along):
        total += lines[place, np.rint(first * (1 - share) + last * share).astype(np.intp)]
    best = np.unravel_index(int(np.argmax(total)), total.shape)
    moved = ends + np.array([offsets[best[0]], offsets[best[1]]])[:, None] * scale * normal
    return float(total[best] / len(along)), moved


@dataclass(frozen=True, slots=True)
class _Rules:
    """Places on printed rules in millimetres, where each was seen, and which way is across the rule there."""

    places: Points
    seen: Points
    normals: Points


def _rules(dark: Dark, lie: _Lie) -> _Rules:
    """The printed rules, as far as they show near where they should be."""
    places, directions = _sampled()
    at, beyond = lie.seen(places), lie.seen(places + directions)
    offsets = np.arange(-_NEAR, _NEAR + 0.05, 0.1)
    normals = np.stack([at[:, 1] - beyond[:, 1], beyond[:, 0] - at[:, 0]], axis=1)
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    normals, scale = normals / lengths, float(np.median(lengths))
    lines = _lines(dark, at, normals, offsets, scale)
    smooth = (lines[:, :-2] + lines[:, 1:-1] + lines[:, 2:]) / 3
    best = np.argmax(smooth, axis=1)
    shown = smooth[np.arange(len(best)), best] >= _SEEN
    where = at + offsets[best + 1][:, None] * scale * normals
    return _Rules(places[shown], where[shown], normals[shown])


def _lines(dark: Dark, at: Points, normals: Points, offsets: Points, scale: float) -> Matrix:
    """How plainly a rule runs through each place moved by each offset (millimetres): dark there, paper beside it."""
    middle, *sides = (
        _looked(dark, at[:, None] + (offsets + beside)[None, :, None] * scale * normals[:, None])
        for beside in (0.0, -_BESIDE, _BESIDE)
    )
    return middle - (sides[0] + sides[1]) / 2


def _looked(dark: Dark, points: Points) -> Matrix:
    """What stands at each point; nothing off the page."""
    across, down = (np.rint(points[..., axis]).astype(np.intp) for axis in (0, 1))
    inside = (across >= 0) & (down >= 0) & (across < dark.shape[1]) & (down < dark.shape[0])
    return np.where(inside, dark[np.where(inside, down, 0), np.where(inside, across, 0)], 0.0)


def _sampled() -> tuple[Points, Points]:
    """Places along every printed rule, in millimetres, and the direction of the rule at each."""
    places, directions = list[Points](), list[Points]()
    for start, end in _printed():
        length = float(np.linalg.norm(end - start))
        along = np.arange(_APART / 4, length, _APART / 2 if length < 10 else _APART)
        places.append(start + along[:, None] * (end - start) / length)
        directions.append(np.broadcast_to((end - start) / length, (len(along), 2)))
    return np.concatenate(places), np.concatenate(directions)


def _printed() -> Iterator[tuple[Points, Points]]:
    """The ends of every printed rule: the frames, and the lines to write on."""
    for area in (answer_sheet.ANSWER, answer_sheet.END_MARK, *answer_sheet.TICKS.values()):
        corners = _corners(area)
        yield from ((corners[n], corners[(n + 1) % 4]) for n in range(4))
    for area in answer_sheet.UNDERLINED:
        corners = _corners(area)
        yield corners[3], corners[2]


def _is_level(lie: _Lie, marked: tuple[Code, Code], dpi: float) -> bool:
    """Whether all places lie where a level page has them."""
    level = answer_sheet.frame(marked[0].box, marked[1].box, dpi)
    places = np.concatenate([_corners(area) for area in (*answer_sheet.TICKS.values(), answer_sheet.ANSWER)])
    there = np.array([level.left, level.top]) + places * np.array([level.across, level.down])
    return float(np.abs(lie.seen(places) - there).max()) < _OFF * dpi / 25.4


def _affine(places: Points, seen: Points) -> Matrix:
    """The matrix without perspective that takes each place to where it was seen, as nearly as one can."""
    ones = np.column_stack([places, np.ones(len(places))])
    return np.vstack([np.linalg.lstsq(ones, seen, rcond=None)[0].T, [0.0, 0.0, 1.0]])


def _fitted(places: Points, seen: Points) -> Matrix:
    """The matrix with perspective that does the same (direct linear transform, both sides brought near to one)."""
    here, there = _unit(places), _unit(seen)
    (x, y), (u, v) = _moved(here, places).T, _moved(there, seen).T
    one, none = np.ones_like(x), np.zeros_like(x)
    upper = np.stack([x, y, one, none, none, none, -u * x, -u * y, -u], axis=1)
    lower = np.stack([none, none, none, x, y, one, -v * x, -v * y, -v], axis=1)
    found = np.linalg.svd(np.concatenate([upper, lower]))[2][-1].reshape(3, 3)
    return np.linalg.inv(there) @ found @ here


def _unit(points: Points) -> Matrix:
    """What moves the points' middle to nought and their spread to one."""
    middle, spread = points.mean(axis=0), float(points.std()) or 1.0
    return np.array([[1 / spread, 0, -middle[0] / spread], [0, 1 / spread, -middle[1] / spread], [0, 0, 1.0]])


def _moved(matrix: Matrix, points: Points) -> Points:
    moved = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return moved[:, :2] / moved[:, 2:]


def _scale(matrix: Matrix, place: Points) -> float:
    """Dots to the millimetre at a place."""
    near = _moved(matrix, place + np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
    return float(np.linalg.norm(near[1:] - near[0], axis=1).mean())


def _normal(ends: Points) -> Points:
    across, down = ends[1] - ends[0]
    return np.array([-down, across]) / max(1e-6, float(np.hypot(across, down)))


def _meeting(one: Points, other: Points) -> Points:
    """Where two straight lines meet, each told by two points."""
    (across, down), (x, y), (u, v) = other[0] - one[0], one[1] - one[0], other[1] - other[0]
    along = float((across * v - down * u) / (x * v - y * u))
    return one[0] + along * (one[1] - one[0])


def _corners(area: Area) -> Points:
    """Upper left, upper right, lower right, lower left."""
    right, bottom = area.left + area.width, area.top + area.height
    return np.array([(area.left, area.top), (right, area.top), (right, bottom), (area.left, bottom)])


def _around(box: Box) -> Points:
    return _corners(Area(box.left, box.top, box.width, box.height))


def _box(points: Points) -> Box:
    """The box round the points."""
    (left, top), (right, bottom) = np.rint(points.min(axis=0)), np.rint(points.max(axis=0))
    return Box(max(0, int(left)), max(0, int(top)), int(right - left), int(bottom - top))
