"""A stream of any length, sealed chunk by chunk: read in bounded memory, and nothing is believed that was changed.

mark | salt | chunk, chunk, … Each chunk is AES-GCM under a key of this file's own (HKDF-SHA256 of key and salt); its
nonce is its number and whether it is the last: none can be left out, put elsewhere or cut off.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterator
from typing import IO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK: Final = b"RESERVFAX2"
SALT: Final = 16
TAG: Final = 16
CHUNK: Final = 1024**2


class Unsound(Exception):
    """The stream is none of ours, was changed or cut off, or was sealed with another key. `why` is a closed word."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Writer(io.RawIOBase):
    """Seals what is written to it into `out`; whole once it is closed. `out` stays open."""

    def __init__(self, out: IO[bytes], key: bytes) -> None:
        salt = secrets.token_bytes(SALT)
        self._out, self._cipher, self._waiting, self._number = out, _cipher(key, salt), bytearray(), 0
        out.write(MARK + salt)

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        """Takes all of it; seals whole chunks, and keeps the last one until it is known to be the last."""
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._seal(CHUNK, last=False)
        return len(data)

    def close(self) -> None:
        """Seals the last chunk."""
        if not self.closed:
            self._seal(len(self._waiting), last=True)
        super().close()

    def _seal(self, size: int, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, last), bytes(self._waiting[:size]), MARK))
        del self._waiting[:size]
        self._number += 1


class Reader(io.RawIOBase):
    """What was sealed into `source`, chunk by chunk. Raises Unsound, at the latest where the stream should end."""

    def __init__(self, source: IO[bytes], key: bytes) -> None:
        self._chunks, self._opened = _opened(source, key), b""

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Some of what was sealed; nothing at its end."""
        while not self._opened:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._opened = chunk
        size = min(len(buffer), len(self._opened))
        buffer[:size] = self._opened[:size]
        self._opened = self._opened[size:]
        return size


def _opened(source: IO[bytes], key: bytes) -> Iterator[bytes]:
    if source.read(len(MARK)) != MARK:
        raise Unsound("strange")
    cipher, number = _cipher(key, source.read(SALT)), 0
    chunk = source.read(CHUNK + TAG)
    while True:
        following = source.read(CHUNK + TAG)
        try:
            yield cipher.decrypt(_nonce(number, not following), chunk, MARK)
        except (InvalidTag, ValueError):
            raise Unsound("changed") from None
        if not following:
            return
        chunk, number = following, number + 1


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=MARK).derive(key))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
