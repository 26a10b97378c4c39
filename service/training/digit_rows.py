"""`python -m service.training.digit_rows OUT`: draws and faxes pages of numbers, and makes the net of whole numbers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Final

import numpy as np

from ocr import digit_row, digits
from ocr.cells import Array, Cells
from service.training import convolved, numbers
from service.training.convolved import Lessons
from service.training.digits import written
from service.training.numbers import Placed
from service.training.sheets import Faces

_LOOKS: Final = 3
# How far off a row may lie: across, in a cell's width and the row's; down and in height, in a digit's height.
_ACROSS: Final = 0.05
_STRETCH: Final = 0.012
_DOWN: Final = 0.03
_HIGHER: Final = 0.035
# So often it lies a cell too far to the left, to the right, or half a cell.
_BEFORE: Final = 0.06
_BEHIND: Final = 0.04
_HALF: Final = 0.03


def main(arguments: Sequence[str] | None = None) -> int:
    """Makes OUT (a .npz). Not run at its full size yet: the net that ships came from a working script (ocr/nets)."""
    parser = argparse.ArgumentParser("python -m service.training.digit_rows", description=__doc__)
    parser.add_argument("out", metavar="OUT", type=Path, help="the net's file")
    parser.add_argument("--pages", type=int, default=300, help="pages that are drawn (%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each number is learnt (%(default)s)")
    parser.add_argument("--seed", type=int, default=12)
    given = parser.parse_args(arguments)
    lessons = drawn(given.pages, Random(given.seed))
    sys.stderr.write(f"{sum(len(answers) for _, answers in lessons.values())} rows\n")
    written(convolved.trained(lessons, given.rounds, given.seed), given.out)
    return 0


def drawn(count: int, chance: Random) -> Lessons:
    """The rows of so many pages in bytes, and what stands in their cells, by how many there are."""
    faces, shown = numbers.faces(), dict[int, tuple[list[Array], list[list[int]]]]()
    for _ in range(count):
        for strip, answers in strips(faces, chance):
            dots, told = shown.setdefault(len(answers), ([], []))
            dots.append((strip * 255).astype(np.uint8))
            told.append(answers)
    return {count: (np.array(dots), np.array(told, np.int64)) for count, (dots, told) in shown.items()}


def strips(faces: Faces, chance: Random) -> Iterator[tuple[Array, list[int]]]:
    """The rows of a page with what stands in each cell (10: no digit)."""
    ink, found = numbers.page(faces, chance)
    for number in found:
        for _ in range(_LOOKS):
            by, answers = _moved(number, chance)
            yield digit_row.strip(ink, _laid(number.cells, by, len(answers), chance), len(answers)), answers


def _moved(number: Placed, chance: Random) -> tuple[float, list[int]]:
    """By how many cells a row lies off, and what its cells show there."""
    run, how = [int(sign) for sign in number.signs if sign.isdigit()], chance.random()
    if how < _BEFORE:
        return -1.0, [digits.NONE, *run[:-1]]
    if how < _BEFORE + _BEHIND:
        return 1.0, [*run[1:], digits.NONE]
    if how < _BEFORE + _BEHIND + _HALF:
        return chance.uniform(0.38, 0.62), [digits.NONE] * len(run)
    return 0.0, run


def _laid(cells: Cells, by: float, count: int, chance: Random) -> Cells:
    """The row so many cells off, and a little in place and size; stretched about its middle."""
    width = cells.width * (1 + chance.gauss(0, _STRETCH))
    off = (by + chance.gauss(0, _ACROSS)) * cells.width + (width - cells.width) * count / 2
    middle, height = chance.gauss(0, _DOWN) * cells.height, 1 + chance.gauss(0, _HIGHER)
    return Cells(cells.right + off, width, cells.middle + middle, cells.height * height)


if __name__ == "__main__":
    sys.exit(main())
