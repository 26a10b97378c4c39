"""The second reader's look at a long number by itself: in a line of a whole page it loses thin digits, or the line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from PIL import Image

from inbound.report import third_look
from ocr import second_reader
from ocr.pages import Sheet
from ocr.text import Box, Word

# Of a page's numbers so many, each with so much air round it (in its heights), and so large.
_MOST: Final = 3
_LOOKS: Final = ((0.2, 0.6), (0.2, 0.4), (0.5, 1.0), (0.5, 0.4))


def looks(upright: Sheet, words: Sequence[Word], second: str) -> str:
    """What it sees of each long number that it had not seen as the first did (`second`), a line a look.

    Nothing is told of the words beside it: whose number it is they say, where the number stands among them.
    """
    known = re.sub(r"\D", "", second)
    wanted = (box for digits, box in third_look.places(words) if digits not in known)
    return "\n".join(filter(None, (seen for box in islice(wanted, _MOST) for seen in _seen(upright.image, box))))


def _seen(image: Image.Image, box: Box) -> Iterator[str]:
    for air, size in _LOOKS:
        part = _part(image, box, round(air * box.height))
        smaller = (round(part.width * size), round(part.height * size))
        yield second_reader.read_line(part if size == 1 else part.resize(smaller, Image.Resampling.LANCZOS))


def _part(image: Image.Image, box: Box, air: int) -> Image.Image:
    left, top = max(0, box.left - air), max(0, box.top - air)
    return image.crop((left, top, min(image.width, box.right + air), min(image.height, box.bottom + air)))
