"""Where on a page number and reference stand, laid together for the second reader, which is slow.

Where the two readers see numbers differently, both look at the lines with numbers again.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from PIL import Image

from ocr import pages, second_reader, text
from ocr.text import Word

_LABEL: Final = re.compile(
    r"acc?ess?ion|r[ec][ftl][ecoa]r[ecoa]n|us\W?nr|undersöknings?nummer|\bref\b|\bnr\b", re.IGNORECASE
)
# What may head a number, and what is written as a reference: looked at as well, and tells nothing for sure.
_PERHAPS: Final = re.compile(
    r"remiss|\bavser\b|\bärende|(?<![^\W_])[^\W\d_]{3}[-–—][^\W_]{4,5}[-–—][^\W_]{4}(?![^\W_])", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"[^\W_]*\d[^\W_]*")
_DIGITS: Final = 5
_MOST: Final = 10
# A number that is worth another look has so many digits, and no line beside it that tells of a telephone; its lines are
# read as one block at these sizes, if they are no higher together than so many inches: higher ones are a page without
# any order.
_LONG: Final = 7
_DATE: Final = re.compile(r"20[2-3]\d[01]\d")
_CALLED: Final = re.compile(r"\b(?:tel\w*|tfn|fax|ring|phone)\b|(?<!\d)0\d{1,3} ?[-–] ?\d{2,3} ?\d\d", re.IGNORECASE)
_SIZES: Final = (1.0, 0.75, 0.5)
_SIZE_OF_SECOND: Final = 0.75
_HIGHEST: Final = 5.0
_SECONDS: Final = 10.0
_TOP: Final = 0.35
# Air above and below a line, in inches: letters that Tesseract's boxes cut keep their heads.
_AIR: Final = 0.06


def looks(upright: pages.Sheet, words: Sequence[Word], sighted: Sequence[str] = ()) -> tuple[str, str]:
    """What the second reader sees in those lines, and at the top of a page on which none of them tells whose it is.

    Also in those where the first saw something that stands as a reference does (`sighted`).

    And what the first sees there at other looks, if the second saw a number that it had not; if it still doesn't see
    it, the second looks once more too.
    """
    rows = [list(line) for _, line in groupby(words, lambda word: word.line)]
    wanted = [row for row in rows if _is_wanted(row) or any(one.split("\n")[0] in _line(row) for one in sighted)]
    places = [*map(_place, wanted)] + ([] if any(map(_is_telling, rows)) else [(0, round(_TOP * upright.image.height))])
    second = "\n".join(second_reader.read(_strip(upright, places)))
    if not _differ(second, text.Reading(tuple(words)).text):
        return second, ""
    strip = _strip(upright, [*map(_place, filter(_is_telling, wanted))] or places)
    if strip.height > _HIGHEST * upright.dpi:
        return second, ""
    again = _again(strip)
    if _differ(second, again):
        second += "\n" + "\n".join(second_reader.read(_smaller(strip, _SIZE_OF_SECOND)))
    return second, again


def _differ(second: str, first: str) -> bool:
    """Whether the second reader saw a number that the first did not."""
    known = re.sub(r"\D", "", first)
    return any(number not in known for number in _numbers(second))


def _again(strip: Image.Image) -> str:
    """The lines as one block at each size. One that takes too long is left out: it could only add."""
    told = list[str]()
    for size in _SIZES:
        with contextlib.suppress(text.Unreadable):
            told.append(text.read(_smaller(strip, size), mode=6, net=text.FAX, seconds=_SECONDS).text)
    return "\n".join(told)


def _smaller(image: Image.Image, size: float) -> Image.Image:
    if size == 1:
        return image
    return image.resize((round(image.width * size), round(image.height * size)), Image.Resampling.LANCZOS)


def _numbers(seen: str) -> Iterator[str]:
    """The digits of each long number, however it is written apart."""
    runs = (re.sub(r"\D", "", run) for run in re.findall(r"\d[\d ]*\d", seen))
    return (run for run in runs if len(run) >= _LONG and not _DATE.match(run))


def _place(row: Sequence[Word]) -> tuple[int, int]:
    return min(word.box.top for word in row), max(word.box.bottom for word in row)


def _strip(upright: pages.Sheet, places: Sequence[tuple[int, int]]) -> Image.Image:
    return _stacked(upright.image, list(_bands(upright, places))[:_MOST])


def _bands(upright: pages.Sheet, places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """(top, bottom) of each place with air round it; those that touch are one."""
    air, last = round(_AIR * upright.dpi), None
    for top, bottom in sorted(places):
        band = (max(0, top - air), min(upright.image.height, bottom + air))
        if last is not None and band[0] <= last[1]:
            last = (last[0], max(last[1], band[1]))
            continue
        if last is not None:
            yield last
        last = band
    if last is not None:
        yield last


def _line(row: Sequence[Word]) -> str:
    return " ".join(word.text for word in row)


def _is_wanted(row: Sequence[Word]) -> bool:
    line = _line(row)
    longest = max((sum(map(str.isdigit, found)) for found in _NUMBER.findall(line)), default=0)
    return longest >= _DIGITS or _is_telling(row) or _PERHAPS.search(line) is not None


def _is_telling(row: Sequence[Word]) -> bool:
    """Whether the line may say whose the page is: labelled, or with a number that is long, no date and no telephone."""
    line = _line(row)
    return _LABEL.search(line) is not None or (any(_numbers(line)) and not _CALLED.search(line))


def _stacked(image: Image.Image, bands: Sequence[tuple[int, int]]) -> Image.Image:
    """The bands under each other, as wide as the page."""
    made = Image.new("L", (image.width, sum(bottom - top for top, bottom in bands)), 255)
    at = 0
    for top, bottom in bands:
        made.paste(image.crop((0, top, image.width, bottom)), (0, at))
        at += bottom - top
    return made
