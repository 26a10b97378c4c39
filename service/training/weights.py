"""Weights of a Tesseract net: whole numbers made floating ones, so that `lstmtraining` can train the net further.

Debian ships nets whose weights are rounded to eight bits; the trainer takes only nets in floating point. The `.lstm`
piece of a net is a tree of layers, all numbers little-endian. A layer begins with its kind (a zero byte, then the
name), two bytes of training state, flags, inputs, outputs and weights (32 bits each) and its label. Then follow the
layers in it, a few numbers, or its matrices: one, or one for each gate of an LSTM. A text is its length and its bytes.

A matrix of whole numbers is: mode, rows, columns, one empty cell, the cells row by row, and a scale (a double) for each
row, by which its cells are multiplied. One of floating numbers has doubles for cells, and no scales. After the tree
come the net's description, its own flags and six numbers of the training.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Final

# Layers that hold others; those with so many bytes of numbers and no weights; with gates; with one matrix.
_HOLDING: Final = (
    "Series", "Parallel", "Replicated", "ParBidiLSTM", "DepParUDLSTM", "Par2dLSTM", "RTLReversed", "TTBReversed",
    "XYTranspose",
)  # fmt: skip
_PLAIN: Final = {"Input": 20, "Convolve": 8, "Maxpool": 8, "Reconfig": 8}
_GATED: Final = ("LSTM", "SummLSTM")
_FULL: Final = ("Logistic", "LinLogistic", "LinTanh", "Tanh", "Relu", "Linear", "Softmax", "SoftmaxNoCTC")
_GATES: Final = 4
_DEEPEST: Final = 16
# In a layer's flags: each layer in it learns at a rate of its own. In a matrix's mode: whole numbers, a way to learn
# that changes nothing here (Adam), doubles. In the net's flags: whole numbers.
_RATES: Final = 64
_INT8, _ADAM, _DOUBLE = 1, 4, 128
_WHOLE: Final = 1
# Bytes after the net's flags: how long and how it was trained.
_TRAINING: Final = 24


@dataclass(slots=True)
class _Copy:
    """A net half copied: what is read from, how far, and what is made of it."""

    source: bytes
    at: int = 0
    made: bytearray = field(default_factory=bytearray)

    def take(self, size: int) -> bytes:
        """The next bytes, not copied. Raises ValueError if there are fewer."""
        if size > len(self.source) - self.at:
            raise ValueError("the net ends too early")
        self.at += size
        return self.source[self.at - size : self.at]

    def copied(self, size: int) -> bytes:
        """The next bytes, copied."""
        taken = self.take(size)
        self.made += taken
        return taken

    def number(self) -> int:
        """A number of 32 bits, copied."""
        return int.from_bytes(self.copied(4), "little")

    def text(self) -> str:
        """A text, copied."""
        return self.copied(self.number()).decode()


def floated(net: bytes) -> bytes:
    """The `.lstm` piece of a net with whole weights as one with floating weights that reads the same.

    Raises ValueError for anything else.
    """
    copy = _Copy(net)
    _layer(copy, 0)
    copy.text()
    flags = int.from_bytes(copy.take(4), "little")
    if not flags & _WHOLE or len(net) - copy.at != _TRAINING:
        raise ValueError("no net of whole numbers alone")
    copy.made += (flags & ~_WHOLE).to_bytes(4, "little")
    copy.copied(_TRAINING)
    return bytes(copy.made)


def _layer(copy: _Copy, depth: int) -> None:
    """Copies a layer with all that is in it."""
    if depth > _DEEPEST or copy.copied(1) != b"\0":
        raise ValueError("no layer that is known")
    kind = copy.text()
    copy.copied(2)
    flags, inputs, outputs, _ = (copy.number() for _ in range(4))
    copy.text()
    if kind in _HOLDING:
        _held(copy, flags, depth)
    elif kind in _PLAIN:
        copy.copied(_PLAIN[kind])
    elif kind in _GATED:
        # What comes in is the input and its own output; read in both directions it has one output and one gate more.
        flat = copy.number() != inputs + 2 * outputs
        for _ in range(_GATES if flat else _GATES + 1):
            _matrix(copy)
    elif kind in _FULL:
        _matrix(copy)
    else:
        raise ValueError("no layer that is known")


def _held(copy: _Copy, flags: int, depth: int) -> None:
    """Copies the layers in a layer, and the rate at which each of them learns."""
    for _ in range(copy.number()):
        _layer(copy, depth + 1)
    if flags & _RATES:
        copy.copied(4 * copy.number())


def _matrix(copy: _Copy) -> None:
    """Copies a matrix with its cells multiplied by their row's scale."""
    mode = copy.take(1)[0]
    if mode & ~_ADAM != _INT8 | _DOUBLE:
        raise ValueError("no matrix of whole numbers")
    copy.made.append(mode & ~_INT8)
    rows, columns = copy.number(), copy.number()
    copy.take(1)
    copy.made += bytes(8)
    cells = memoryview(copy.take(rows * columns)).cast("b")
    count = int.from_bytes(copy.take(4), "little")
    scales: tuple[float, ...] = struct.unpack(f"<{count}d", copy.take(8 * count))
    # A net that was made small where several rows are taken at once has more scales than rows; never fewer.
    if count < rows:
        raise ValueError("a row without a scale")
    for row in range(rows):
        line = cells[row * columns : (row + 1) * columns]
        copy.made += struct.pack(f"<{columns}d", *(cell * scales[row] for cell in line))
