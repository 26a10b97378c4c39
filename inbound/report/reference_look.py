"""Another look at each place where a reference stands, where none was read whole: each letter alone is seldom lost."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby, islice
from statistics import median
from typing import Final

from PIL import Image

from inbound.report.values import Looked
from ocr import codes, second_reader, text
from ocr.pages import Sheet
from ocr.text import Box, Word

# Of a page's places so many. Each is looked at with so much air round it (in its heights) and so large by the second
# reader, and so large by the first.
_MOST: Final = 3
_LOOKS: Final = ((0.2, 0.6), (0.2, 0.4), (0.5, 1.0), (0.5, 0.75), (0.5, 0.5), (0.5, 0.4))
_SIZES: Final = (1.0, 0.75, 0.5)
_AIR: Final = 0.5
_SECONDS: Final = 10.0
_LINE: Final = 7
# How like our words for it is what a worn page leaves of one, and what it leaves of the short one.
_CALLED: Final = ("referens", "reference", "referensnummer")
_ALIKE: Final = 0.6
_SHORT: Final = re.compile(r"\W*R[ec][ftlr1I]\W*$", re.IGNORECASE)
# So many heights wide is a reference's place at least and at most. What stands in three groups may be one, and has so
# many capitals.
_SHORTEST: Final = 14.0
_LONGEST: Final = 18.0
_GROUPS: Final = re.compile(r"\w{3}\W{1,2}\w{3,5}\W{1,2}\w{3,5}\W*$")
_CAPITALS: Final = 4


def looks(upright: Sheet, words: Sequence[Word], prefixes: Sequence[str], second: str) -> tuple[Looked, ...]:
    """What both readers saw at each place and see there at other looks. `second`: what the second saw of the page."""
    found = list(islice(places(words, prefixes), _MOST))
    sighted = [seen.raw for seen in codes.sightings(second, prefixes)] if len(found) == 1 else []
    return tuple(_looked(upright.image, box, (said, sighted)) for box, said in found)


def _looked(image: Image.Image, box: Box, known: tuple[str, Sequence[str]]) -> Looked:
    first, second = [known[0], *_by_first(image, box)], [*known[1], *_by_second(image, box)]
    return Looked(tuple(filter(None, first)), tuple(filter(None, second)))


def places(words: Sequence[Word], prefixes: Sequence[str]) -> Iterator[tuple[Box, str]]:
    """Where a reference stands, and what was read there: behind our label, or from something like our prefix on."""
    for _, line in groupby(words, lambda word: word.line):
        row = sorted(line, key=lambda word: word.box.left)
        begun = next((at for at in range(len(row)) if _begins(row, at, prefixes)), None)
        if begun is not None:
            yield _placed(row[begun:])


def _begins(row: Sequence[Word], at: int, prefixes: Sequence[str]) -> bool:
    """Whether a reference may begin there: it has capitals, behind our label, our prefix, or in three groups."""
    said = " ".join(word.text for word in row[at : at + 3])
    if sum(map(str.isupper, said)) < _CAPITALS:
        return False
    labelled = at > 0 and _is_label(row[at - 1].text)
    prefixed = any(seen.start == 0 and seen.prefix in prefixes for seen in codes.sightings(said, prefixes))
    return labelled or prefixed or _GROUPS.match(said) is not None


def _is_label(word: str) -> bool:
    """Whether a word may be our word for it."""
    bare = re.sub(r"[\W\d_]", "", word.lower())
    likeness = (SequenceMatcher(None, bare, called).ratio() for called in _CALLED)
    return _SHORT.match(word) is not None or any(one >= _ALIKE for one in likeness)


def _placed(row: Sequence[Word]) -> tuple[Box, str]:
    """The place of what begins the row, as long as a reference is."""
    height, left = round(median(word.box.height for word in row)), row[0].box.left
    own = [word for word in row if word.box.left < left + _SHORTEST * height]
    top, bottom = (round(median(side)) for side in zip(*((one.box.top, one.box.bottom) for one in own), strict=True))
    wide = min(max(own[-1].box.right - left, round(_SHORTEST * height)), round(_LONGEST * height))
    return Box(left, top, wide, max(1, bottom - top)), " ".join(word.text for word in own)


def _by_second(image: Image.Image, box: Box) -> Iterator[str]:
    for air, size in _LOOKS:
        yield second_reader.read_line(_part(image, box, air, size))


def _by_first(image: Image.Image, box: Box) -> Sequence[str]:
    """One that takes too long is left out: it could only add."""
    with contextlib.suppress(text.Unreadable):
        parts = [_part(image, box, _AIR, size) for size in _SIZES]
        return [seen.text for seen in text.read_each(parts, mode=_LINE, net=text.FAX, seconds=_SECONDS)]
    return ()


def _part(image: Image.Image, box: Box, air: float, size: float) -> Image.Image:
    more = round(air * box.height)
    left, top = max(0, box.left - more), max(0, box.top - more)
    part = image.crop((left, top, min(image.width, box.right + more), min(image.height, box.bottom + more)))
    smaller = (max(1, round(part.width * size)), max(1, round(part.height * size)))
    return part if size == 1 else part.resize(smaller, Image.Resampling.LANCZOS)
