"""What machines put in a page's margins: the sending fax's own line at the upper edge, a browser's address at the foot.

None of it is the reader's: "Page:1/1" up there is no page of the report, and no number in it is the patient's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ocr import codes, pages, text
from ocr.text import Box, Word

# Inches from the edge that was sent first: printers leave that much of a paper white, and a machine writes there.
_BAND: Final = 0.28
_HIGH: Final = 0.24
# Inches from the lower edge, where a browser names what it printed.
_FOOT: Final = 0.45
# Of what a machine writes, two make a line its own, or one with hardly a word beside it.
_SURE: Final = 2
_FEW: Final = 1
_MANY: Final = 6
_MARKS: Final = (
    re.compile(
        r"(?<!\d)(?:20\d\d([/.-])\d\d\1\d\d|\d{1,2}([/.-])\d{1,2}\2(?:20)?\d\d|\d{1,2} ?[a-z]{3} ?(?:20)?\d\d)(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(r"(?<!\d)[0-2]?\d[:.][0-5]\d(?!\d)"),
    re.compile(
        r"(?<!\w)(?:P|S|PG|PAGE|SID|SIDA)[.: ]{0,3}\d{1,3}(?:/\d{1,3})?(?!\w)|(?<!\d)\d{1,3}/\d{1,3}(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(r"(?<!\d)(?:\+|00?)[\d ()-]{6,}\d"),
    re.compile(r"(?<!\w)(?:FR[ÅA]N|FROM|TO|TILL|FAX|TEL|NR|NO)(?!\w)[.:]?", re.IGNORECASE),
)
# How people number their pages, and machines don't; and what stands at the head of a report.
_READERS: Final = re.compile(r"\d\s?(?:av|of)\s?\d|referens|reference|accession|remiss", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"\b(?:file|https?)\w?\s?[:;.]?\s?/|\w/[\w.-]+\.html?\b", re.IGNORECASE)
_PAGES: Final = re.compile(r"(?<![\w/])(\d{1,2})\s?/\s?(\d{1,2})(?![\w/])")
_PATIENCE: Final = 5.0
_AIR: Final = 0.05


@dataclass(frozen=True, slots=True)
class Parted:
    """A page's words without its margins, and the page of so many that a browser printed."""

    words: tuple[Word, ...]
    part: tuple[int, int] | None


def parted(upright: pages.Sheet, words: Sequence[Word], prefixes: Sequence[str]) -> Parted:
    """What the reader wrote, and what machines added to it."""
    top = _machines(upright, words, prefixes)
    foot = [word for word in words if _is_at_foot(word.box, upright)]
    said = " ".join(word.text for word in foot)
    if not _ADDRESS.search(said):
        foot = []
    margin = (*top, *foot)
    return Parted(tuple(word for word in words if word not in margin), _part(said) if foot else None)


def is_machines(line: str, prefixes: Sequence[str] = ()) -> bool:
    """Whether a line is what a sending machine writes: date, time, page, number, address, and a name or two."""
    if _READERS.search(line) or any(seen.reference for seen in codes.sightings(line, prefixes)):
        return False
    rest, marks = line, 0
    for pattern in _MARKS:
        rest, found = pattern.subn(" ", rest)
        marks += found > 0
    words = re.findall(r"[^\W\d_]{3,}", rest)
    return len(words) <= _MANY and (marks >= _SURE or (marks > 0 and len(words) <= _FEW))


def _machines(upright: pages.Sheet, words: Sequence[Word], prefixes: Sequence[str]) -> tuple[Word, ...]:
    """The words at the edge that was sent first, if a machine wrote them."""
    near = sorted(_at_edge(upright, words), key=lambda pair: pair[0].left)
    if not near:
        return ()
    found = tuple(word for _, word in near)
    said = _as_sent(upright, found) if upright.rotation else " ".join(word.text for word in found)
    return found if is_machines(said, prefixes) else ()


def _at_edge(upright: pages.Sheet, words: Sequence[Word]) -> Iterator[tuple[Box, Word]]:
    """(its place on the page as it was sent, the word): a machine's line is level though the paper lay askew."""
    for word in words:
        place = pages.lain(upright, word.box)
        if place.middle[1] < _BAND * upright.dpi and place.height < _HIGH * upright.dpi:
            yield place, word


def _as_sent(upright: pages.Sheet, words: Sequence[Word]) -> str:
    """The line read the way up it was sent, on a page that was turned since."""
    area, air = Box.around([word.box for word in words]), round(_AIR * upright.dpi)
    edges = (
        max(0, area.left - air), max(0, area.top - air),
        min(upright.image.width, area.right + air), min(upright.image.height, area.bottom + air),
    )  # fmt: skip
    try:
        turned = upright.image.crop(edges).rotate(upright.rotation, expand=True, fillcolor=255)
        return text.read(turned, mode=6, net=text.FAX, seconds=_PATIENCE).text
    except text.Unreadable:
        return ""


def _is_at_foot(box: Box, upright: pages.Sheet) -> bool:
    return box.top > upright.image.height - _FOOT * upright.dpi


def _part(said: str) -> tuple[int, int] | None:
    found = _PAGES.search(said)
    number, total = (int(found[1]), int(found[2])) if found else (0, 0)
    return (number, total) if 1 <= number <= total else None
