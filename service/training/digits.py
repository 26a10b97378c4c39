"""`python -m service.training.digits OUT`: draws and faxes pages of numbers, and makes the third reader's net."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Final

import numpy as np

from ocr import digits
from ocr.cells import Array
from service.training import numbers, perceptron

SIZES: Final = (digits.DOWN * digits.ACROSS, 384, 128, digits.NONE + 1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Makes OUT (a .npz); a quarter of an hour, half of it the drawing."""
    parser = argparse.ArgumentParser("python -m service.training.digits", description=__doc__)
    parser.add_argument("out", metavar="OUT", type=Path, help="the net's file")
    parser.add_argument("--pages", type=int, default=400, help="pages that are drawn (%(default)s)")
    parser.add_argument("--rounds", type=int, default=9, help="how often each window is learnt (%(default)s)")
    parser.add_argument("--seed", type=int, default=11)
    given = parser.parse_args(arguments)
    dots, answers = drawn(given.pages, Random(given.seed))
    sys.stderr.write(f"{len(answers)} windows\n")
    written(perceptron.trained(dots, answers, SIZES, given.rounds, given.seed), given.out)
    return 0


def drawn(count: int, chance: Random) -> tuple[Array, Array]:
    """The windows of so many pages in bytes, and what they are."""
    faces, dots, answers = numbers.faces(), list[Array](), list[int]()
    for _ in range(count):
        for window, answer in numbers.windows(faces, chance):
            dots.append((window * 255).astype(np.uint8))
            answers.append(answer)
    return np.array(dots), np.array(answers, np.int64)


def written(layers: Sequence[Array], out: Path) -> None:
    """Half as exact as they were learnt: it tells the same, in half the bytes."""
    np.savez_compressed(out, *(layer.astype(np.float16) for layer in layers))


if __name__ == "__main__":
    sys.exit(main())
