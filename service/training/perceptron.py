"""A small net of full layers, learnt by Adam on windows and what they are. numpy alone, by seed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from ocr.cells import Array

BATCH: Final = 512
_RATE: Final = 0.001
_DECAY: Final = 0.001
_FIRST: Final = 0.9
_SECOND: Final = 0.999
_LEAST: Final = 1e-8


@dataclass(slots=True)
class Moments:
    """Adam's running means of a layer's slopes and their squares."""

    mean: Array
    square: Array = field(init=False)

    def __post_init__(self) -> None:
        """The squares begin as the means do."""
        self.square = self.mean.copy()

    def step(self, slope: Array, count: int) -> Array:
        """How far to go against this slope, the `count`th of all."""
        self.mean += (1 - _FIRST) * (slope - self.mean)
        self.square += (1 - _SECOND) * (slope * slope - self.square)
        even, evened = self.mean / (1 - _FIRST**count), self.square / (1 - _SECOND**count)
        return even / (np.sqrt(evened) + _LEAST)


def trained(dots: Array, answers: Array, sizes: Sequence[int], rounds: int, seed: int) -> list[Array]:
    """Weights and biases, in turn, of layers of so many signals. `dots`: rows of bytes; `answers`: what each is."""
    chance = np.random.default_rng(seed)
    layers = list(_drawn(sizes, chance))
    moments = [Moments(np.zeros_like(layer)) for layer in layers]
    steps, count = rounds * (len(dots) // BATCH), 0
    for _ in range(rounds):
        order = chance.permutation(len(dots))
        for start in range(0, len(dots) - BATCH + 1, BATCH):
            taken, count = order[start : start + BATCH], count + 1
            rate = _RATE * 0.5 * (1 + np.cos(np.pi * count / steps))
            slopes = _slopes(layers, dots[taken].astype(np.float32) / 255, answers[taken])
            for layer, moment, slope in zip(layers, moments, slopes, strict=True):
                decay = _DECAY * layer if layer.ndim > 1 else 0.0
                layer -= rate * (moment.step(slope, count) + decay)
    return layers


def _drawn(sizes: Sequence[int], chance: np.random.Generator) -> Iterator[Array]:
    for given, told in itertools.pairwise(sizes):
        yield chance.normal(0, np.sqrt(2 / given), (given, told)).astype(np.float32)
        yield np.zeros(told, np.float32)


def _slopes(layers: Sequence[Array], dots: Array, answers: Array) -> list[Array]:
    """How the layers' faults grow with each weight: cross entropy, told back layer by layer."""
    signals = [dots]
    for weights, bias in zip(layers[:-2:2], layers[1:-2:2], strict=True):
        signals.append(np.maximum(signals[-1] @ weights + bias, 0))
    sums = signals[-1] @ layers[-2] + layers[-1]
    shares = np.exp(sums - sums.max(1, keepdims=True))
    fault = shares / shares.sum(1, keepdims=True)
    fault[np.arange(len(answers)), answers] -= 1
    fault /= len(answers)
    found = list[Array]()
    for at in range(len(layers) - 2, -1, -2):
        found[:0] = [signals[at // 2].T @ fault, fault.sum(0)]
        fault = (fault @ layers[at].T) * (signals[at // 2] > 0)
    return found
