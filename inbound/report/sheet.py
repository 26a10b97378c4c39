"""Our own answer sheet come back: what was ticked and written on it, by position, our own print left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageFilter

from inbound.report import wording
from inbound.report.values import URGENT, PageKind
from ocr import answer_sheet, codes, dotted, flattening, pages, strokes, text
from ocr.answer_sheet import Frame
from ocr.text import Box, Word

# Share of dark pixels: a tick of a thin pen fills 4 % of its box, specks of a bad line 1 % (measured on our line).
TICKED: Final = 0.035
# Ink that is left of an answer area when its dotted lines are eroded: one written word, by hand, gives 0.0008.
WRITTEN: Final = 0.0006
MARKED: Final = 0.01
# A symbol that could not be read is half dark all the same; dotted lines and specks are not.
_SYMBOL: Final = 0.2
_LEAST_LETTERS: Final = 12
_RECEIVED: Final = "acknowledgement"
# Millimetres that a tick and a signature may go beyond their places, the edge of a box, of what is printed, and all
# beside it: two machines' scales leave our rules half a millimetre beside their places at the far side of the page.
_OVER: Final = 3.5
_EDGE: Final = 0.7
_RIM: Final = 0.5
_BESIDE: Final = 1.0
_DARK: Final = 140
# Seconds for a box of one or two digits, which takes a tenth of one.
_PATIENCE: Final = 10.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands on a returned answer sheet."""

    kind: PageKind
    text: str
    part: tuple[int, int] | None
    ended: bool
    foot: bool


def level(upright: pages.Sheet) -> Frame | None:
    """Where the places of our sheet are seen on a page that lies as flat as it was printed; None of any other."""
    found = _found(upright)
    return found if found is not None and answer_sheet.is_framed(found, upright.image) else None


def written(image: Image.Image, frame: Frame) -> Image.Image:
    """The sheet without what is printed on every one: a third of a reader's time goes into it, and words are lost in
    the dotted lines (measured: 1.2 of 100 letters on a typical fax, 0.2 without them).
    """
    plain = dotted.without_lines(image, frame)
    printed = (area.wider(_RIM) for area in answer_sheet.WORDED)
    for area in (*printed, *(area.wider(_EDGE) for area in answer_sheet.TICKS.values())):
        box = frame.box(area)
        plain.paste(255, (box.left, box.top, box.right, box.bottom))
    return plain


def read(
    upright: pages.Sheet, seen: Sequence[Word], flat: Frame | None = None, *, seconds: float = _PATIENCE
) -> Answer:
    """The answer on an upright sheet, by the places that the symbols give, `flat` if it lies so (as `level` told).

    No tick counts where no boxes are found. Boxes of digits that take longer than `seconds` are as good as empty.
    """
    sheet, words, found, frame = (upright, seen, flat, flat) if flat else _placed(upright, seen)
    ticks = set[str]() if found is None else _ticks(sheet.image, frame)
    written = tuple(_inside(words, frame.box(answer_sheet.ANSWER, 0.5)))
    answer = _text(written)
    filled = sum(sign.isalpha() for sign in answer) >= _LEAST_LETTERS or _is_written(sheet.image, frame)
    arrived = found is not None and frame.box(answer_sheet.ANSWER).bottom <= sheet.image.height
    kind = _kind(ticks, filled) if ticks or filled or arrived else PageKind.UNKNOWN
    return Answer(
        kind=_checked(kind, ticks, answer, sheet, found),
        text=answer,
        part=None if found is None else _part(sheet.image, frame, seconds),
        ended=found is not None and _ink(sheet.image, frame.box(answer_sheet.END_MARK, 1.3)) > MARKED,
        foot=_symbols(sheet)[1] is not None or _ink(sheet.image, frame.box(answer_sheet.FOOT_SYMBOL)) > _SYMBOL,
    )


def _placed(upright: pages.Sheet, words: Sequence[Word]) -> tuple[pages.Sheet, Sequence[Word], Frame | None, Frame]:
    """The sheet laid flat, with its words; where its boxes were found, and where they should be."""
    laid = flattening.laid(upright, words)
    found = _found(laid.sheet)
    return laid.sheet, laid.words, found, found or _rough(laid.sheet)


def _found(sheet: pages.Sheet) -> Frame | None:
    return answer_sheet.settled(_rough(sheet), sheet.image)


def _rough(sheet: pages.Sheet) -> Frame:
    return answer_sheet.frame(*_symbols(sheet), sheet.dpi)


def _symbols(sheet: pages.Sheet) -> tuple[Box | None, Box | None]:
    """The boxes of the upper and the lower of our symbols."""
    half = sheet.image.height / 2
    boxes = [code.box for code in sheet.codes if code.mark is not None]
    top = next((box for box in boxes if box.middle[1] < half), None)
    return top, next((box for box in boxes if box.middle[1] >= half), None)


def _ticks(image: Image.Image, frame: Frame) -> set[str]:
    """The boxes that are ticked."""
    return {name for name, area in answer_sheet.TICKS.items() if _ink(image, frame.box(area, 1.3)) > TICKED}


def _kind(ticks: set[str], filled: bool) -> PageKind:
    """A tick that asks for a person wins over the text beside it; without text, "received" is only that.

    Of "referrer phoned" alone a person asks what was said.
    """
    for kind in URGENT:
        if kind in ticks:
            return kind
    if filled:
        return PageKind.REPORT
    if ticks:
        return PageKind.ACKNOWLEDGEMENT if ticks == {_RECEIVED} else PageKind.UNKNOWN
    return PageKind.OWN_SHEET


def _checked(kind: PageKind, ticks: set[str], answer: str, sheet: pages.Sheet, frame: Frame | None) -> PageKind:
    """What is ticked received is settled without a person only where nothing else was written on the sheet.

    Words beside that tick are a report only if they say so, and so are words where nothing tells what is ticked.
    """
    if frame is not None and _RECEIVED not in ticks:
        return kind
    if frame is None or kind is PageKind.REPORT:
        told = wording.kind(answer) is PageKind.REPORT
        return PageKind.REPORT if told else PageKind.UNKNOWN
    plain = kind is not PageKind.ACKNOWLEDGEMENT or not _is_beside(sheet, frame)
    return kind if plain else PageKind.UNKNOWN


def _is_beside(sheet: pages.Sheet, frame: Frame) -> bool:
    """Whether anything was written beside our print, the tick, the signature and its time."""
    image = dotted.without_lines(codes.blank(sheet.image, sheet.codes), frame)
    signed = (area.wider(_OVER) for area in (answer_sheet.SIGNATURE, answer_sheet.SIGNED_AT))
    boxes = (area.wider(_EDGE) for area in answer_sheet.TICKS.values())
    printed = (area.wider(_BESIDE) for area in answer_sheet.PRINTED)
    known = (*printed, *answer_sheet.EDGES, *signed, *boxes, answer_sheet.TICKS[_RECEIVED].wider(_OVER))
    return strokes.are_beside(image, sheet.dpi, [frame.box(area) for area in known])


def _ink(image: Image.Image, box: Box) -> float:
    """The share of dark pixels in a box; 0 where it lies off the page."""
    part = _cut(image, box)
    if part is None or min(part.size) < 4:
        return 0.0
    return sum(part.histogram()[:_DARK]) / (part.width * part.height)


def _cut(image: Image.Image, box: Box) -> Image.Image | None:
    """What of a box lies on the page; a sheet that was cut off lacks some of its places."""
    left, top = max(0, box.left), max(0, box.top)
    right, bottom = min(image.width, box.right), min(image.height, box.bottom)
    return image.crop((left, top, right, bottom)) if left < right and top < bottom else None


def _is_written(image: Image.Image, frame: Frame) -> bool:
    """Whether a hand wrote in the answer area: strokes are left when the dotted lines are worn away."""
    part = _cut(image, frame.box(answer_sheet.ANSWER, 2.0))
    if part is None or min(part.size) < 40:
        return False
    worn = part.filter(ImageFilter.MaxFilter(5))
    return sum(worn.histogram()[:_DARK]) / (worn.width * worn.height) > WRITTEN


def _inside(words: Sequence[Word], box: Box) -> Iterator[Word]:
    for word in words:
        if box.holds(word.box) and re.search(r"\w", word.text):
            yield word


def _text(words: Sequence[Word]) -> str:
    """The words by line; what Tesseract makes of the dotted lines holds hardly a letter."""
    kept = [word for word in words if word.confidence >= 25 or len(word.text) > 3]
    return text.Reading(tuple(kept)).text


def _part(image: Image.Image, frame: Frame, seconds: float) -> tuple[int, int] | None:
    """The reader's own "page n of m", where both are written and can be read in time."""
    boxes = [frame.box(area) for area in (answer_sheet.ANSWER_PAGE, answer_sheet.ANSWER_PAGES)]
    parts = [part for box in boxes if (part := _inked(image, box)) is not None]
    if len(parts) < len(boxes):
        return None
    try:
        number, total = map(
            _number, text.read_each(parts, mode=7, net=text.FAX, whitelist="0123456789", seconds=seconds)
        )
    except text.Unreadable:
        return None
    return (number, total) if number and total and number <= total else None


def _inked(image: Image.Image, box: Box) -> Image.Image | None:
    """A box without the line to write on, if there is ink in it."""
    if _ink(image, Box(box.left, box.top, box.width, round(box.height * 0.8))) < 0.004:
        return None
    part = _cut(image, Box(box.left, box.top - 4, box.width, 4 + round(box.height * 0.86)))
    return None if part is None or min(part.size) < 10 else part


def _number(read: text.Reading) -> int:
    found = re.search(r"\d{1,2}", read.text)
    return int(found.group()) if found else 0
