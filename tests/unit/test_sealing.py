"""A sealed stream: bounded memory, and no way to change it unseen."""

from __future__ import annotations

import io

import pytest

from service import sealing

KEY = b"k" * 32
SIZE = sealing.CHUNK + sealing.TAG
HEAD = len(sealing.MARK) + sealing.SALT


def sealed(data: bytes) -> bytes:
    """The stream of these bytes, written in pieces of odd size."""
    out = io.BytesIO()
    with sealing.Writer(out, KEY) as writer:
        for start in range(0, len(data), 700_001):
            writer.write(data[start : start + 700_001])
    return out.getvalue()


def opened(stream: bytes, key: bytes = KEY) -> bytes:
    """What was sealed into it."""
    return io.BufferedReader(sealing.Reader(io.BytesIO(stream), key)).read()


@pytest.mark.parametrize("size", [0, 1, sealing.CHUNK - 1, sealing.CHUNK, sealing.CHUNK + 1, 3 * sealing.CHUNK])
def test_what_goes_in_comes_out(size: int) -> None:
    """At every edge of a chunk."""
    data = bytes(number % 251 for number in range(1000)) * (size // 1000 + 1)
    assert opened(sealed(data[:size])) == data[:size]


def test_no_change_goes_unseen() -> None:
    """A bit, a chunk left out, two in each other's place, the end cut off at a chunk, bytes behind it, another key."""
    stream = sealed(b"x" * (3 * sealing.CHUNK))
    chunks = [stream[HEAD + number * SIZE : HEAD + (number + 1) * SIZE] for number in range(3)]
    head = stream[:HEAD]
    flipped = bytearray(stream)
    flipped[HEAD + SIZE + 5] ^= 1
    for wrong in (
        bytes(flipped),
        head + chunks[0] + chunks[2],
        head + chunks[1] + chunks[0] + chunks[2],
        head + chunks[0] + chunks[1],
        head + chunks[0],
        head,
        stream + b"x",
        stream[:-1],
    ):
        with pytest.raises(sealing.Unsound) as told:
            opened(wrong)
        assert told.value.why == "changed"
    with pytest.raises(sealing.Unsound):
        opened(stream, b"o" * 32)
    with pytest.raises(sealing.Unsound, match="strange"):
        opened(b"PK" + stream)
