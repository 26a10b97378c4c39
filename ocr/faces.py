"""How words are set: how thick their strokes are for their height, and how dark their ink is.

What is set apart from the text beside it, in bold, in grey or in a colour, is told by both, on a page as it was typeset
and on a scan. What it means, others say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

import numpy as np

from ocr import emphasis
from ocr.emphasis import Tones
from ocr.text import Box

# Less than so many steps between ink and ground are no letters.
_FAINTEST: Final = 20
# Dots of a word's place below which nothing can be measured.
_SMALLEST: Final = 60
# Percentiles of a word's tones that are its ground and its ink.
_GROUND: Final = 85
_INK: Final = 3


@dataclass(frozen=True, slots=True)
class Face:
    """`weight`: thickness of strokes in heights of the word; `tone`: steps of 255 between its ground and its ink."""

    weight: float
    tone: float


def of(tones: Tones, place: Box) -> Face | None:
    """The face of a word; None where its place holds too little ink to measure."""
    part = tones[place.top : place.bottom, place.left : place.right].astype(np.float32)
    if part.size < _SMALLEST:
        return None
    ground, ink = float(np.percentile(part, _GROUND)), float(np.percentile(part, _INK))
    if ground - ink < _FAINTEST:
        return None
    density = np.clip((ground - part) / (ground - ink), 0, 1)
    return Face(emphasis.stroke(density) / place.height, ground - ink)


def usual(faces: Sequence[Face]) -> Face:
    """The face that most of at least one have."""
    return Face(median(face.weight for face in faces), median(face.tone for face in faces))
