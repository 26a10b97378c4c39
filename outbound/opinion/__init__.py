"""A second opinion on words and numbers: a small model that was taught on marked referrals, beside the rules.

The rules know lists; a word that none of them explains makes somebody look, though it is a compound in haste more often
than a name. And a name that is built as an ordinary word is passed over. The model knows no list: it has seen in some
three thousand invented referrals by others what stands where somebody is named. Where rule and model agree that a word
is nobody's, it stays; where the model alone is certain that it is somebody's, it is masked and somebody looks. It
never takes back what a rule is sure of, and settles no doubt about what is built as no word is
(`anonymise.second_opinion`).

Logistic regression over the signs of `outbound.opinion.signs`, weights in whole numbers of eight bits;
`service/training/opinion.py` makes it, README.md tells how well it judged sets that it was not taught on.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from outbound.opinion import signs
from outbound.opinion.signs import Token

PATH: Final = Path(__file__).parent / "weights.npz"


@dataclass(frozen=True, slots=True)
class Model:
    """A weight for each kind of sign (KINDS of them, whole numbers times `scale`), and one that every word has."""

    weights: NDArray[np.int8]
    scale: float
    rest: float


def read(path: Path = PATH) -> Model:
    """A model from its file. Raises OSError or ValueError if it is none."""
    with np.load(path, allow_pickle=False) as kept:
        weights = kept["weights"]
        if weights.dtype != np.int8 or weights.shape != (signs.KINDS,):
            raise ValueError(path.name)
        return Model(weights, float(kept["scale"]), float(kept["rest"]))


def likelihood(model: Model, tokens: tuple[Token, ...], at: int, field: str) -> float:
    """How likely the word or number tells who somebody is: 0 to 1."""
    return weighed(model, signs.of(tokens, at, field))


def weighed(model: Model, told: Sequence[int] | NDArray[np.int32]) -> float:
    """The same of a word's signs."""
    weight = int(model.weights[told].sum(dtype=np.int32)) * model.scale + model.rest
    return 1 / (1 + math.exp(-weight))


# Asked about each word of a text once, and again where the first look told a name: a few, so that none stays for long.
@functools.lru_cache(maxsize=64)
def judged(text: str, field: str, start: int, end: int) -> float:
    """The same by our model for a part of a field's text: its likeliest word; 0 if there is none in it."""
    tokens = signs.tokens(text)
    within = [at for at, token in enumerate(tokens) if token.is_told and token.start < end and start < token.end]
    return max((likelihood(_ours(), tokens, at, field) for at in within), default=0.0)


@functools.cache
def _ours() -> Model:
    """The model that the programme carries."""
    return read()
