"""Outlook's winmail.dat (TNEF): the text and the files that it hides, by the attributes of its own stream.

Own code in place of a library: the one there is copies the rest of the stream for every attribute, so a hostile mail
of a few megabytes holds the mailbox for hours. Sources: [MS-OXTNEF] 2.1.3 (stream, attributes).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

SIGNATURE: Final = b"\x78\x9f\x3e\x22"
_HEAD: Final = struct.Struct("<BII")
_CHECKSUM: Final = 2
_BEGIN: Final = len(SIGNATURE) + 2
# The lower half of an attribute's name; the upper half tells its type.
_BODY: Final = 0x800C
_ATTACHMENT: Final = 0x9002
_TITLE: Final = 0x8010
_DATA: Final = 0x800F
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Opened:
    """The message's plain text, and its files as (name, bytes)."""

    text: str
    files: tuple[tuple[str, bytes], ...]


def opened(data: bytes) -> Opened:
    """What lies in the stream. Raises nothing: of one that is cut off or damaged, what comes before the damage."""
    text, names, contents = "", list[str](), list[bytes]()
    for attribute, value in _attributes(data):
        if attribute == _BODY:
            text = _words(value)
        elif attribute == _ATTACHMENT:
            names.append("")
            contents.append(b"")
        elif names and attribute == _TITLE:
            names[-1] = _words(value)
        elif names and attribute == _DATA:
            contents[-1] = value
        if len(names) > MOST:
            break
    return Opened(text, tuple((name, content) for name, content in zip(names, contents, strict=True) if content))


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(name, value) of each attribute; the last one may be shorter than it claims."""
    at = _BEGIN
    while at + _HEAD.size <= len(data):
        level, attribute, length = _HEAD.unpack_from(data, at)
        if level not in (1, 2):
            return
        at += _HEAD.size
        yield attribute & 0xFFFF, data[at : at + length]
        at += length + _CHECKSUM


def _words(value: bytes) -> str:
    """Text in the sender's code page, which for western Windows is 1252."""
    return value.rstrip(b"\0").decode("cp1252", "replace")
