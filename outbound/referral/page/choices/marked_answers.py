"""Which of some answers side by side is meant, by how they look on paper: one is marked, or all others are struck out.

Nothing is guessed: where not exactly one stands out, a person looks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from ocr import drawn, emphasis
from ocr.drawn import Drawn
from ocr.emphasis import Look, Tones
from ocr.text import Box

# A box is crossed if so much of its middle is ink, and empty below that.
_CROSSED: Final = 0.1
_EMPTY: Final = 0.05
# Bold letters have so many times the weight of the others, which differ by less than that; plain ones differ by so much
# at most. The ground of a chosen word differs by so many tones.
_BOLD: Final = 1.2
_ALIKE: Final = 1.16
_SHADE: Final = 14.0


@dataclass(frozen=True, slots=True)
class Meant:
    """The answer that is meant, by its number; None if nothing tells, or if no box is crossed (`empty`).

    `boxes`: the places of the boxes, which may have been read as words.
    """

    at: int | None
    empty: bool = False
    boxes: tuple[Box, ...] = ()


def by_boxes(tones: Tones, places: Sequence[Box], left: int, right: int) -> Meant | None:
    """The answer whose box is crossed, each before its answer or each behind it; None where no boxes are drawn.

    Other words stand left of `left` and right of `right`.
    """
    capitals = [look.capitals for look in emphasis.looks(tones, places, left, right)]
    gaps = drawn.beside(tones, capitals, left, right)
    if not any(one.closed for gap in gaps for one in gap):
        return None
    each = _in_order(gaps)
    boxes = tuple(one.place for one in each or [one for gap in gaps for one in gap])
    marks = [is_crossed(one) for one in each]
    crossed = [at for at, mark in enumerate(marks) if mark]
    clear = bool(each) and None not in marks and len(crossed) <= 1
    return Meant(crossed[0] if clear and crossed else None, clear and not crossed, boxes)


def is_crossed(box: Drawn) -> bool | None:
    """Whether a box is crossed; None if it is neither that nor empty."""
    return True if box.fill >= _CROSSED else False if box.fill <= _EMPTY else None


def by_look(tones: Tones, places: Sequence[Box], left: int, right: int, *, bold: bool = True) -> int | None:
    """Which of the answers at these places is marked, or left when all others are struck out."""
    return standing_out(emphasis.looks(tones, places, left, right), bold=bold)


def standing_out(looks: Sequence[Look], *, bold: bool = True) -> int | None:
    """The one word that stands out among others: the surest sign that is seen at all decides.

    `bold`: whether their places are sure enough to compare the weight of their letters.
    """
    signs: tuple[Callable[[Look], bool], ...] = (_is_button, _is_ringed, _is_underlined)
    if any(look.struck and look.ringed for look in looks):
        return None  # a ring that crosses its word
    struck = [at for at, look in enumerate(looks) if not look.struck]
    if len(struck) < len(looks):
        return struck[0] if len(struck) == 1 else None
    for sign in signs:
        if sign is _is_ringed and sum(look.lined for look in looks) > 1:
            continue  # the rules of a form run along all of them
        if seen := [at for at, look in enumerate(looks) if sign(look)]:
            return seen[0] if len(seen) == 1 else None
    shades = [look.ground for look in looks]
    if max(shades) - min(shades) >= _SHADE:
        return _darkest(shades)
    return _heaviest(looks) if bold else None


def _in_order(gaps: Sequence[Sequence[Drawn]]) -> list[Drawn]:
    """The box of each answer; none if it can't be told whether they stand before these or behind."""
    before, behind = all(gaps[:-1]), all(gaps[1:])
    if before and behind:
        first, last = (any(one.closed for one in gap) for gap in (gaps[0], gaps[-1]))
        before, behind = first and not last, last and not first
    if before == behind:
        return []
    each = [max(gap, key=_is_box) for gap in (gaps[:-1] if before else gaps[1:])]
    return each if all(map(_is_box, each)) else []


def _is_box(one: Drawn) -> bool:
    return one.closed


def _is_button(look: Look) -> bool:
    return look.button


def _is_ringed(look: Look) -> bool:
    return look.ringed


def _is_underlined(look: Look) -> bool:
    return look.underlined


def _darkest(shades: Sequence[float]) -> int | None:
    """The word on a darker ground than all others, which stand on one and the same."""
    first, second, *_ = ordered = sorted(shades)
    alike = ordered[-1] - second < _SHADE / 2
    return shades.index(first) if alike and second - first >= _SHADE else None


def _heaviest(looks: Sequence[Look]) -> int | None:
    """The word in bold print, or in black where the others are grey."""
    *others, heaviest = sorted(look.weight for look in looks)
    at = [look.weight for look in looks].index(heaviest)
    alike = others[0] > 0 and others[-1] <= _ALIKE * others[0]
    return at if alike and heaviest >= _BOLD * others[-1] and not looks[at].faint else None
