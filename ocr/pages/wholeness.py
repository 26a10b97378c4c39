"""Whether a file looks whole, by its ends alone: nothing is parsed, since it may be hostile."""

from __future__ import annotations

import struct

from ocr.pages.document import sniff

_TAIL = 2048


def is_whole(data: bytes) -> bool:
    """False for a PDF, TIFF, PNG or JPEG whose end has not come yet. Text has no end to look for."""
    tail = data[-_TAIL:]
    match sniff(data):
        case "pdf":
            return b"%%EOF" in tail
        case "png":
            return b"IEND" in tail
        case "jpeg":
            return b"\xff\xd9" in tail
        case "tiff":
            return _is_whole_tiff(data)
        case _:
            return True


def _is_whole_tiff(data: bytes) -> bool:
    """The first directory and every strip that it names lie within the file."""
    order = "<" if data[:2] == b"II" else ">"
    try:
        (at,) = struct.unpack_from(order + "I", data, 4)
        (count,) = struct.unpack_from(order + "H", data, at)
        rows = [struct.unpack_from(order + "HHII", data, at + 2 + 12 * number) for number in range(count)]
        struct.unpack_from(order + "I", data, at + 2 + 12 * count)
    except struct.error:
        return data[2:4] in (b"+\0", b"\0+")
    values = {tag: (size, value) for tag, _, size, value in rows}
    offset, length = values.get(273, (1, 0)), values.get(279, (1, 0))
    return offset[0] > 1 or offset[1] + length[1] <= len(data)
