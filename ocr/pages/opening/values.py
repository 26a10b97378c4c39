"""What the child makes of a document before it is written out, and the bounds that it keeps."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from PIL import Image

DPI: Final = 300
# The longer side of a page that is rendered or squared, in pixels: A4 at 300 dpi has 3508.
LONGEST: Final = 4200
PAGES: Final = 100
RENDERED: Final = 30
PIXELS: Final = 40_000_000
# A JPEG may have more, since it can be decoded to fewer; its longer side is then still this long.
CAMERA: Final = 240_000_000
ENOUGH: Final = 3508

# A word of a text layer: text, left, top, width, height in dots of the page, number of its line.
Word = tuple[str, int, int, int, int, int]


class Refusal(Exception):
    """Why the document is not opened: a closed word of ocr.text.UnreadableCode."""


@dataclass
class Opened:
    """The pages so far: a row of JSON and the packed pixels of each, and what the eye doesn't see."""

    rows: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    pixels: list[bytes] = field(default_factory=list[bytes])
    metadata: dict[str, str] = field(default_factory=dict[str, str])
    hidden: set[str] = field(default_factory=set[str])

    def add(
        self, image: Image.Image, resolution: tuple[float, float], words: Sequence[Word] = (), *, exact: bool = True
    ) -> None:
        """Adds a page of mode 1 or L; `exact`: these are the dots of the file, not a rendering of them."""
        packed = zlib.compress(image.tobytes(), 1)
        row: dict[str, Any] = {"mode": image.mode, "size": image.size, "resolution": resolution, "exact": exact}
        self.rows.append(row | {"words": list(words), "length": len(packed)})
        self.pixels.append(packed)
