"""The net of `ocr.digit_row`, learnt by Adam on strips and what stands in their cells. numpy alone, by seed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from ocr import digit_row
from ocr.cells import Array
from ocr.digit_row import BEFORE, BEHIND, LAYERS, Layer
from service.training.perceptron import Moments

BATCH: Final = 64
SIGNALS: Final = (1, 16, 32, 32, 128, 96, 11)
_RATE: Final = 0.003
_DECAY: Final = 0.001
# The rate grows over the first tenth of the steps, and falls from there.
_GROWS: Final = 0.1
# Strips by the count of their digits, and the answers of each.
Lessons = Mapping[int, tuple[Array, Array]]


def trained(lessons: Lessons, rounds: int, seed: int) -> list[Array]:
    """Weights and biases in turn."""
    chance = np.random.default_rng(seed)
    layers = list(drawn(chance))
    moments = [Moments(np.zeros_like(layer)) for layer in layers]
    steps = rounds * sum(len(answers) // BATCH for _, answers in lessons.values())
    batches = (one for _ in range(rounds) for one in _batches(lessons, chance))
    for count, (strips, answers) in enumerate(batches, start=1):
        rate = _RATE * _share(count / steps)
        for layer, moment, slope in zip(layers, moments, slopes(layers, strips, answers), strict=True):
            decay = _DECAY * layer if layer.ndim > 1 else 0.0
            layer -= rate * (moment.step(slope, count) + decay)
    return layers


def drawn(chance: np.random.Generator) -> Iterator[Array]:
    """The weights and biases that it begins with."""
    for layer, given, told in zip(LAYERS, SIGNALS, SIGNALS[1:], strict=False):
        size = given * layer.sight[0] * layer.sight[1]
        yield chance.normal(0, np.sqrt(2 / size), (size, told)).astype(np.float32)
        yield np.zeros(told, np.float32)


def slopes(layers: Sequence[Array], strips: Array, answers: Array) -> list[Array]:
    """How the layers' faults grow with each weight: cross entropy, told back layer by layer."""
    maps, shown, active = strips[..., None], list[Array](), list[Array]()
    for place, layer in enumerate(LAYERS):
        shown.append(digit_row.looked_at(maps, layer))
        sums = shown[-1] @ layers[2 * place] + layers[2 * place + 1]
        active.append(sums if layer is LAYERS[-1] else np.maximum(sums, 0))
        maps = digit_row.strongest(active[-1], layer)
    fault, found = _fault(maps, answers), list[Array]()
    for place in range(len(LAYERS) - 1, -1, -1):
        if place < len(LAYERS) - 1:
            fault = _shared(fault, active[place], LAYERS[place])
        rows = fault.reshape(-1, fault.shape[-1])
        found[:0] = [shown[place].reshape(len(rows), -1).T @ rows, rows.sum(0)]
        if place:
            before = digit_row.strongest(active[place - 1], LAYERS[place - 1])
            fault = _told_back(fault @ layers[2 * place].T, before.shape, LAYERS[place])
    return found


def _batches(lessons: Lessons, chance: np.random.Generator) -> Iterator[tuple[Array, Array]]:
    """Every lesson once, in batches of one count of digits, all mixed."""
    orders = {count: chance.permutation(len(answers)) for count, (_, answers) in lessons.items()}
    starts = [(count, at) for count, order in orders.items() for at in range(0, len(order) - BATCH + 1, BATCH)]
    for place in chance.permutation(len(starts)):
        count, at = starts[int(place)]
        taken = orders[count][at : at + BATCH]
        strips, answers = lessons[count]
        yield strips[taken].astype(np.float32) / 255, answers[taken]


def _share(done: float) -> float:
    return done / _GROWS if done < _GROWS else 0.5 * (1 + float(np.cos(np.pi * (done - _GROWS) / (1 - _GROWS))))


def _fault(sums: Array, answers: Array) -> Array:
    """What is wrong with each cell's shares; what stands beside the number is not asked for."""
    shares = np.exp(sums - sums.max(-1, keepdims=True))
    shares /= shares.sum(-1, keepdims=True)
    cells = np.zeros_like(shares)
    asked = shares[:, 0, BEFORE:-BEHIND]
    cells[:, 0, BEFORE:-BEHIND] = (asked - np.eye(sums.shape[-1], dtype=np.float32)[answers]) / answers.size
    return cells


def _shared(fault: Array, active: Array, layer: Layer) -> Array:
    """The fault to those signals that were the strongest."""
    down, across = layer.kept
    spread, best = (
        np.repeat(np.repeat(one, down, 1), across, 2) for one in (fault, digit_row.strongest(active, layer))
    )
    return spread * ((active == best) & (active > 0))


def _told_back(fault: Array, shape: Sequence[int], layer: Layer) -> Array:
    """The fault to the signals that were looked at."""
    (high, wide), (air, beside), (rows, columns) = layer.step, layer.air, layer.sight
    count, down, across, signals = shape
    parts = fault.reshape(*fault.shape[:3], signals, rows, columns)
    framed = np.zeros((count, down + 2 * air, across + 2 * beside, signals), np.float32)
    tall, broad = fault.shape[1:3]
    for row in range(rows):
        for column in range(columns):
            framed[:, row : row + high * tall : high, column : column + wide * broad : wide] += parts[..., row, column]
    return framed[:, air : air + down, beside : beside + across]
