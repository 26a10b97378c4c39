"""What other programs wrap a fax in: a ZIP archive, or a signed mail in one piece (S/MIME, smime.p7m).

Checks no signature: who sent a fax is nobody's proof of anything. Sources: RFC 5652 (SignedData), RFC 8551, X.690.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

ZIP: Final = b"PK\3\4"
MOST: Final = 200
# An office document is an archive too, and its pictures are no faxes.
_OFFICE: Final = frozenset({"[Content_Types].xml", "mimetype"})
# What unpacking raises, by whichever method a file in it was packed. RuntimeError: locked, or a method unknown here;
# MemoryError: a method that asks for more room than there is, whatever it holds.
_FAULTS: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError, ValueError, LookupError,
    RuntimeError, OverflowError, MemoryError,
)  # fmt: skip
# The object identifier of plain content in a signed message, and the two kinds of value that hold it.
_CONTENT: Final = bytes.fromhex("06092a864886f70d010701")
_EXPLICIT: Final = 0xA0
_OCTETS: Final = 0x04
_OCTETS_IN_PIECES: Final = 0x24
_DEEPEST: Final = 8


def files(data: bytes, most: int) -> tuple[tuple[str, bytes], ...]:
    """The files of an archive, (name, bytes); none if it is none, locked, damaged, an office document, or unpacks to
    more than `most` bytes or MOST files.
    """
    if not data.startswith(ZIP):
        return ()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST or _OFFICE & {entry.filename for entry in entries}:
                return ()
            return tuple(_read(archive, entries, most))
    except _FAULTS:
        return ()


def _read(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], most: int) -> Iterator[tuple[str, bytes]]:
    """Each file, read no further than there is room: what an archive says of its sizes is not believed."""
    for entry in entries:
        with archive.open(entry) as file:
            content = file.read(most + 1)
        most -= len(content)
        if most < 0:
            raise ValueError("too much")
        yield entry.filename, content


def signed(data: bytes) -> bytes:
    """The content of a signed message; empty if it is none or holds no content."""
    at = data.find(_CONTENT)
    if not data.startswith(b"0") or at < 0:
        return b""
    try:
        kind, start, end = _value(data, at + len(_CONTENT), len(data))
        return b"".join(_octets(data, start, end, 0)) if kind == _EXPLICIT else b""
    except (ValueError, IndexError):
        return b""


def _octets(data: bytes, at: int, end: int, depth: int) -> Iterator[bytes]:
    """The strings of octets between two places, pieces put together."""
    while at < end and data[at : at + 2] != b"\0\0":
        kind, start, stop = _value(data, at, end)
        if kind == _OCTETS:
            yield data[start:stop]
        elif kind == _OCTETS_IN_PIECES and depth < _DEEPEST:
            yield from _octets(data, start, stop, depth + 1)
        else:
            return
        at = stop


def _value(data: bytes, at: int, end: int) -> tuple[int, int, int]:
    """(kind, first byte, byte behind the last) of the value that begins here; one without a length goes to `end`."""
    kind, length, start = data[at], data[at + 1], at + 2
    if length == 0x80:
        return kind, start, end
    if length > 0x80:
        size = length & 0x7F
        length, start = int.from_bytes(data[start : start + size]), start + size
    if start + length > end:
        raise ValueError("cut off")
    return kind, start, start + length
