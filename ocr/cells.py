"""The dots about a number's digits, and where these stand: cells of one width beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Cells:
    """Where a number's digits stand: the last one's right edge, a cell's width, its middle's row, a digit's height."""

    right: float
    width: float
    middle: float
    height: float

    def centres(self, count: int) -> Array:
        """The middle column of each of so many cells."""
        return self.right - (count - 0.5 - np.arange(count)) * self.width


def inked(image: Image.Image) -> Array:
    """How dark each dot is, from 0 to 1."""
    return 1 - np.asarray(image.convert("L"), np.float32) / 255


def between(dots: Array, at: Array) -> Array:
    """Rows of dots at places between them; beyond the edge stands the edge."""
    place = np.clip(at - 0.5, 0, len(dots) - 1.001)
    before = place.astype(np.int64)
    share = (place - before).astype(np.float32)[:, None]
    return dots[before] * (1 - share) + dots[before + 1] * share
