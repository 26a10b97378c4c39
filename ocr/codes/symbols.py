"""The QR symbol that stands twice on every sheet, drawn and read; and every other code on a page, found for the gate.

Believes our own symbol alone: Code 128 gives wrong texts that pass its checksum (research: fax and OCR, part 3).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

import numpy as np
import segno
import zxingcpp
from PIL import Image, ImageFilter

from ocr.codes.reference import GROUPS, Reference
from ocr.text import Box

MODULE_MM: Final = 0.8
_SIGNS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUV"


class SheetKind(StrEnum):
    """Which of our sheets a symbol stands on."""

    COVER = "C"
    REFERRAL = "R"
    ANSWER = "A"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a symbol says: the case, the kind of sheet, and which page of how many (1 to 31)."""

    reference: Reference
    kind: SheetKind
    page: int
    pages: int

    def __post_init__(self) -> None:
        """Raises ValueError for a page that is none."""
        if not 1 <= self.page <= self.pages < len(_SIGNS):
            raise ValueError("not a page of so many")


def payload(mark: Mark) -> str:
    """The symbol's text: prefix, letters, kind, page, pages (each one sign); 14 or 15 signs, room for 16."""
    place = f"{mark.kind}{_SIGNS[mark.page]}{_SIGNS[mark.pages]}"
    return f"{mark.reference.prefix}{mark.reference.letters}{place}"


def read_payload(text: str) -> Mark | None:
    """The mark, or None for a symbol that is not ours."""
    if len(text) - 6 not in GROUPS:
        return None
    try:
        reference = Reference(text[:3], text[3:-3])
        return Mark(reference, SheetKind(text[-3]), _SIGNS.index(text[-2]), _SIGNS.index(text[-1]))
    except ValueError:
        return None


def symbol(mark: Mark) -> tuple[tuple[bool, ...], ...]:
    """The modules (True is black), 21 x 21, without the quiet zone of four modules that the page must leave."""
    return tuple(tuple(bool(module) for module in row) for row in _drawn(mark).matrix)


def symbol_svg(mark: Mark) -> str:
    """The same as SVG, one unit a module, for screens and templates; without a quiet zone."""
    out = io.BytesIO()
    _drawn(mark).save(out, kind="svg", border=0, xmldecl=False, svgns=True, nl=False)
    return out.getvalue().decode()


def _drawn(mark: Mark) -> segno.QRCode:
    return segno.make_qr(payload(mark), version=1, error="q", mode="alphanumeric", boost_error=False)


@dataclass(frozen=True, slots=True)
class Code:
    """A code on a page. `mark` is set for our own symbol alone; `turned` is how far it lies turned clockwise.

    `corners` are its own upper left, upper right, lower right and lower left, in dots of the page.
    """

    text: str
    mark: Mark | None
    box: Box
    turned: int
    corners: tuple[tuple[float, float], ...]


_FORMATS: Final = (
    zxingcpp.BarcodeFormat.QRCode,
    zxingcpp.BarcodeFormat.MicroQRCode,
    zxingcpp.BarcodeFormat.DataMatrix,
    zxingcpp.BarcodeFormat.Aztec,
    zxingcpp.BarcodeFormat.PDF417,
    zxingcpp.BarcodeFormat.Code128,
    zxingcpp.BarcodeFormat.Code39,
    zxingcpp.BarcodeFormat.Code93,
    zxingcpp.BarcodeFormat.EAN13,
    zxingcpp.BarcodeFormat.EAN8,
    zxingcpp.BarcodeFormat.ITF,
)
_OURS: Final = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_ALL: Final = zxingcpp.BarcodeFormats(_FORMATS)


@dataclass(frozen=True, slots=True)
class _Step:
    """One try: the page at so many dots to the inch, small dots taken out (window) and edges softened (sigma)."""

    dpi: float
    sigma: float = 0
    window: int = 0
    formats: zxingcpp.BarcodeFormats = _OURS

    def changed(self, image: Image.Image) -> Image.Image:
        """The page as this step looks at it."""
        cleaned = image.filter(ImageFilter.MedianFilter(self.window)) if self.window else image
        return cleaned.filter(ImageFilter.GaussianBlur(self.sigma)) if self.sigma else cleaned


# So many symbols of ours stand on each of our sheets.
_PRINTED: Final = 2
# Where one stands, a square of so many millimetres within it is this dark: on 72 sheets of every wear 0.38 at least, on
# 100 papers of readers 0.27 at most. Looked for on a page made so many times smaller.
_WITHIN: Final = 14.0
_DARK: Final = 0.28
_SMALLER: Final = 8
_FIRST: Final = (_Step(300, formats=_ALL), _Step(150, sigma=1.0, formats=_ALL))
# What a page is tells what to look for. One that was `returned` carries our symbol, worn by two machines: plain reads
# a clean one; a blur is the best single cure for speckle, which breaks large modules too; then wider blur, dots taken
# out, coarser pages (research: fax and OCR, part 3). At 150 dpi a module is still five dots. A `source` has never
# carried ours. On a page as `drawn` nothing is worn: at its own dots 181 of 210 codes of seven kinds with modules of
# one to three dots were read (at 300 dpi 150), with the coarser step 186 (151), in a third of the time.
PageState = Literal["returned", "source", "drawn"]
_STEPS: Final[Mapping[PageState, tuple[_Step, ...]]] = {
    "returned": (
        *_FIRST,
        _Step(150, sigma=1.6),
        _Step(150, sigma=1.2, window=3),
        _Step(120),
        _Step(204, sigma=0.8),
        _Step(300, sigma=2.0),
    ),
    "source": _FIRST,
    "drawn": (_Step(204, formats=_ALL), _Step(150, formats=_ALL)),
}


def scan(image: Image.Image, dpi: float, *, state: PageState = "returned") -> tuple[Code, ...]:
    """The codes on a grey page with square pixels, boxes in its pixels. Stops when both our symbols were read.

    One of them ends the search too, but not before the second step: the places on a sheet are told by both. So does a
    page on which nothing is as dark as one. On a page as `drawn` every step is made, so that another code beside ours
    is seen.
    """
    found: list[Code] = []
    for number, step in enumerate(_STEPS[state]):
        ours = sum(code.mark is not None for code in found)
        if state != "drawn" and (ours >= _PRINTED or (ours and number >= len(_FIRST))):
            break
        if number == len(_FIRST) and not _is_likely(image, dpi):
            break
        _add(found, _read(image, dpi, step))
    return tuple(found)


def blank(image: Image.Image, codes: Sequence[Code], margin: int = 8) -> Image.Image:
    """The page with its codes painted white: Tesseract sees words inside them."""
    painted = image.copy()
    for code in codes:
        box = code.box
        edges = (max(0, box.left - margin), max(0, box.top - margin), box.right + margin, box.bottom + margin)
        painted.paste(255, edges)
    return painted


def _is_likely(image: Image.Image, dpi: float) -> bool:
    """Whether some part of a page is as dark as a symbol of ours, however worn."""
    side = round(_WITHIN / 25.4 * dpi / _SMALLER)
    small = image.reduce(_SMALLER)
    if side < 1 or min(small.size) < side:
        return True
    ink = 1 - np.asarray(small.convert("L"), np.float32) / 255
    sums = np.pad(ink, ((1, 0), (1, 0))).cumsum(0).cumsum(1)
    squares = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    return float(squares.max()) >= _DARK * side * side


def _add(found: list[Code], more: Iterator[Code]) -> None:
    """Adds what stands where nothing was found yet; our own mark drives out a misreading in its place."""
    for code in more:
        same = [other for other in found if other.box.overlaps(code.box)]
        if code.mark and not any(other.mark for other in same):
            found[:] = [other for other in found if other not in same]
            same = []
        if not same:
            found.append(code)


def _read(image: Image.Image, dpi: float, step: _Step) -> Iterator[Code]:
    """What zxing reads after one step, in the coordinates of `image`."""
    scale = step.dpi / dpi
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    sized = image if size == image.size else image.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    for barcode in zxingcpp.read_barcodes(step.changed(sized), formats=step.formats, try_downscale=False):
        yield _code(barcode, scale)


def _code(barcode: zxingcpp.Barcode, scale: float) -> Code:
    place = barcode.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    across, down = [corner.x / scale for corner in corners], [corner.y / scale for corner in corners]
    left, top = max(0, int(min(across))), max(0, int(min(down)))
    box = Box(left, top, round(max(across)) - left + 1, round(max(down)) - top + 1)
    ours = read_payload(barcode.text) if barcode.format == zxingcpp.BarcodeFormat.QRCode else None
    turned = round(barcode.orientation / 90) * 90 % 360
    return Code(barcode.text, ours, box, turned, tuple(zip(across, down, strict=True)))
