"""What is to be seen on the pages that would leave: symbols, words, and ink that nobody could read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

from ocr import codes, pages, text
from outbound.gate import names, stream

CELL: Final = 8
# Drawn so many times as high, a fax's oblong dots are square.
SQUARE: Final = pages.FAX_DPI[0] / pages.FAX_DPI[1]
# One unread letter at 12 pt is about 20 dots high with 120 black dots; the lines of a form are thinner.
LEAST_HEIGHT: Final = 12
LEAST_WIDTH: Final = 24
LEAST_INK: Final = 160
# Below this Tesseract guesses: turned or scribbled words come out as other words with 8 to 50 (measured).
SURE: Final = 60
MARGIN: Final = 12
# Dots painted white round what is accounted for: a symbol's quiet zone is wider, a word's box cuts its letters' edges.
_ROUND_SYMBOL: Final = 6
_ROUND_WORD: Final = 5
# A "word" higher than this part of the page is a frame or a stain that Tesseract took for one: its ink is not read.
_HIGHEST_WORD: Final = 8
# The share of the lower one's height that a blot and its word must have in common to stand on one line.
_BESIDE: Final = 0.6
# Lines of a second look are counted from here, far behind those of the page, so that no two are taken for one.
_AGAIN: Final = 1000
# A cell of CELL x CELL dots is ink from four black dots on (each takes 4 of 255 from its mean); fewer are specks.
_INK_BELOW: Final = 240
# Between a word's box and the letter that it left out.
CLOSE: Final = 24
# Letters taller than this are read better at half their size.
TALL: Final = 36
SECOND_LOOKS: Final = 12
_LONG: Final = b"\x00" * 40
_RULE: Final = re.compile(rb"\x00{40,}")


# The gate takes the type from where the pictures come from; it imports no imaging library of its own.
Image = text.Image.Image


@dataclass(frozen=True, slots=True)
class Look:
    """One page as seen: its size in dots, its symbols, its words as a stream, and the boxes of unread ink."""

    number: int
    size: tuple[int, int]
    symbols: tuple[codes.Code, ...]
    words: stream.Stream
    unread: tuple[text.Box, ...]


def at(images: Sequence[Image], *, seconds: float, wording: frozenset[str] = frozenset()) -> tuple[Look, ...]:
    """Look at every page of a fax, two at a time. Raises text.Unreadable.

    `wording` are the skeletons of words that may stand there: a word that Tesseract only guesses is believed if it is
    one of them, and is unread ink if not.
    """
    with ThreadPoolExecutor(max_workers=2) as two:
        looks = [two.submit(_look, number, image, seconds, wording) for number, image in enumerate(images, 1)]
        return tuple(look.result() for look in looks)


def _look(number: int, image: Image, seconds: float, wording: frozenset[str]) -> Look:
    """Scan, then read with the symbols painted white: Tesseract finds words inside a QR symbol."""
    grey = image.convert("L")
    symbols = _symbols(grey)
    for symbol in symbols:
        _paint(grey, symbol.box, _ROUND_SYMBOL)
    reading = text.read(grey, seconds=seconds)
    words = tuple(word for word in reading.words if word.text.strip())
    unread = _unread(grey, words, wording)
    # Once more by lines, and what is left word by word.
    for boxes in (_strips, _singly):
        if unread:
            again = tuple(word for box in boxes(unread, grey.width) for word in _second_look(grey, box, seconds))
            words = (*words, *(replace(word, line=word.line + _AGAIN) for word in again))
            unread = _unread(grey, words, wording)
    return Look(number, grey.size, symbols, stream.join(words), unread)


def _strips(boxes: Sequence[text.Box], width: int) -> tuple[text.Box, ...]:
    """The whole lines that the boxes stand in: a line is read better whole than in shreds."""
    strips = list[text.Box]()
    for box in sorted(boxes, key=lambda box: box.top):
        if strips and box.top < strips[-1].bottom:
            box = text.Box.around((strips.pop(), box))
        strips.append(text.Box(0, box.top, width, box.height))
    return tuple(strips[:SECOND_LOOKS])


def _singly(boxes: Sequence[text.Box], _width: int) -> tuple[text.Box, ...]:
    return tuple(boxes[:SECOND_LOOKS])


def _second_look(image: Image, box: text.Box, seconds: float) -> tuple[text.Word, ...]:
    """One line or word read alone, with white round it: large print that the whole page's reading stumbled over."""
    left, top = max(0, box.left - MARGIN), max(0, box.top - MARGIN)
    part = image.crop((left, top, min(image.width, box.right + MARGIN), min(image.height, box.bottom + MARGIN)))
    smaller = 0.5 if box.height > TALL else 1.0
    size = (round(part.width * smaller), round(part.height * smaller * SQUARE))
    found = text.read(part.resize(size), mode=7, seconds=seconds).words
    return tuple(replace(word, box=_placed(word.box, left, top, smaller)) for word in found if word.text.strip())


def _placed(box: text.Box, left: int, top: int, smaller: float) -> text.Box:
    """A box of the part, on the page."""
    down = smaller * SQUARE
    return text.Box(
        left + round(box.left / smaller),
        top + round(box.top / down),
        round(box.width / smaller),
        round(box.height / down),
    )


def _symbols(image: Image) -> tuple[codes.Code, ...]:
    """The page's symbols, scanned with square dots, their boxes in the page's own oblong dots."""
    square = image.resize((image.width, round(image.height * SQUARE)))
    return tuple(
        replace(
            code,
            box=text.Box(
                code.box.left,
                round(code.box.top / SQUARE),
                code.box.width,
                round(code.box.height / SQUARE),
            ),
        )
        for code in codes.scan(square, pages.FAX_DPI[0], state="drawn")
    )


def _paint(image: Image, box: text.Box, margin: int) -> None:
    """Make a box and a margin round it white."""
    right, bottom = min(box.right + margin, image.width), min(box.bottom + margin, image.height)
    image.paste(255, (max(box.left - margin, 0), max(box.top - margin, 0), right, bottom))


def _unread(image: Image, words: Sequence[text.Word], wording: frozenset[str]) -> tuple[text.Box, ...]:
    """Boxes of ink as large as a word that lies in no word, symbol or ruled line."""
    left, believed = image.copy(), list[text.Box]()
    for word in words:
        sure = word.confidence >= SURE or names.known(word.text, wording)
        if sure and word.box.height < image.height // _HIGHEST_WORD:
            _paint(left, word.box, _ROUND_WORD)
            believed.append(word.box)
    left = _unruled(left)
    large = (box for box in _blots(left) if box.height >= LEAST_HEIGHT and box.width >= LEAST_WIDTH)
    return tuple(box for box in large if _ink(left, box) >= LEAST_INK and not _clings(box, believed))


def _clings(blot: text.Box, believed: Sequence[text.Box]) -> bool:
    """Whether a blot is one letter of a word that was read: Tesseract's box often leaves out a word's first letter."""
    single = blot.width <= blot.height
    return single and any(
        max(word.left - blot.right, blot.left - word.right) <= CLOSE
        and min(word.bottom, blot.bottom) - max(word.top, blot.top) >= _BESIDE * min(word.height, blot.height)
        for word in believed
    )


def _unruled(image: Image) -> Image:
    """The page without its straight lines: runs of 40 black dots or more, across and down."""
    return _unstriped(_unstriped(image).rotate(90, expand=True)).rotate(-90, expand=True)


def _unstriped(image: Image) -> Image:
    """The page without long runs of black dots along its rows."""
    dots, width = image.tobytes(), image.width
    rows = (dots[at : at + width] for at in range(0, len(dots), width))
    wiped = image.copy()
    wiped.frombytes(b"".join(_RULE.sub(_white, row) if _LONG in row else row for row in rows))
    return wiped


def _white(run: re.Match[bytes]) -> bytes:
    return b"\xff" * len(run.group())


def _blots(image: Image) -> Iterator[text.Box]:
    """The boxes of connected ink, seen in cells of 8 x 8 dots."""
    small = image.reduce(CELL)
    dark = {divmod(at, small.width) for at, grey in enumerate(small.tobytes()) if grey < _INK_BELOW}
    while dark:
        blot = _grown(dark.pop(), dark)
        rows, columns = [row for row, _ in blot], [column for _, column in blot]
        yield text.Box(
            min(columns) * CELL,
            min(rows) * CELL,
            (max(columns) - min(columns) + 1) * CELL,
            (max(rows) - min(rows) + 1) * CELL,
        )


def _grown(seed: tuple[int, int], dark: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """The seed and every dark cell that touches it through others; these are taken out of `dark`."""
    blot = [seed]
    for row, column in blot:
        near = {(row + down, column + across) for down in (-1, 0, 1) for across in (-1, 0, 1)} & dark
        dark -= near
        blot.extend(near)
    return blot


def _ink(image: Image, box: text.Box) -> int:
    """How many dots in the box are black."""
    part = image.crop((box.left, box.top, box.left + box.width, box.top + box.height))
    return part.histogram()[0]
