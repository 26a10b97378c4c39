"""PDF: a page that is nothing but one picture gives that picture's own dots; every other page is rendered.

Believes the text layer only where it can be seen: what lies under a picture or leaves no ink is named as hidden.
"""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import pdf2image
import pypdf
from pdf2image import exceptions
from PIL import Image
from pypdf import errors as pdf_errors

from . import layer, pictures
from .layer import Placed
from .values import DPI, LONGEST, PAGES, PIXELS, RENDERED, Opened, Refusal, Word

FAULTS: Final = (
    pdf_errors.PyPdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError, OSError,
    RuntimeError, ArithmeticError, AssertionError,
)  # fmt: skip
FILE: Final = Path("document.pdf")
# Ink lighter than this leaves nothing that a person would read.
_INK: Final = 190
_OPERAND: Final = re.compile(rb"[-+]?[\d.]+|/\S+")
# Saving, moving and restoring, line width and state, and the one that draws the picture.
_PLACING: Final = frozenset((b"q", b"Q", b"cm", b"w", b"gs", b"Do"))


@dataclass(frozen=True, slots=True)
class _Picture:
    """One row of poppler's list of pictures: its size in dots and the dots to the inch as it is placed."""

    kind: str
    size: tuple[int, int]
    components: int
    bits: int
    resolution: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Sight:
    """A page before it is rendered: width and height in points as seen, turned how far, what lies on it."""

    points: tuple[float, float]
    turned: int
    pictures: tuple[_Picture, ...]
    words: tuple[Placed, ...]
    bare: bool


def opened(data: bytes) -> Opened:
    """Every page. Raises Refusal: encrypted, damaged, too_large, too_many_pages."""
    FILE.write_bytes(data)
    reader = _reader(data)
    result = Opened()
    try:
        information: dict[Any, Any] = reader.metadata or {}
        result.metadata = {str(key)[1:]: str(value) for key, value in information.items() if value}
        if "/Metadata" in reader.root_object:
            result.metadata["XMP"] = "present"
        result.hidden.update(_hidden(reader))
        sights = tuple(_sights(reader))
    except pdf_errors.LimitReachedError:
        raise Refusal("too_large") from None
    except FAULTS:
        raise Refusal("damaged") from None
    _add_all(sights, result)
    return result


def _add_all(sights: Sequence[_Sight], result: Opened) -> None:
    rendered = 0
    for number, sight in enumerate(sights, 1):
        exact = _extracted(number, sight)
        if exact is not None:
            result.add(*exact)
            continue
        rendered += 1
        if rendered > RENDERED:
            raise Refusal("too_many_pages")
        _add_rendered(number, sight, result)
    if not result.rows:
        raise Refusal("damaged")


def _reader(data: bytes) -> pypdf.PdfReader:
    """pypdf's reader, opened: an empty password is no lock; a real one is its own refusal."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refusal("encrypted")
        if len(reader.pages) > PAGES:
            raise Refusal("too_many_pages")
    except pdf_errors.LimitReachedError:
        raise Refusal("too_large") from None
    except (pdf_errors.DependencyError, pdf_errors.FileNotDecryptedError):
        raise Refusal("encrypted") from None
    except FAULTS:
        raise Refusal("damaged") from None
    return reader


def _hidden(reader: pypdf.PdfReader) -> Iterator[str]:
    """What the eye doesn't see on the pages."""
    root = reader.root_object
    if "/EmbeddedFiles" in _resolved(root.get("/Names")):
        yield "attachment"
    for key, name in (("/AcroForm", "form"), ("/OCProperties", "layers")):
        if key in root:
            yield name
    if any("/Annots" in page for page in reader.pages):
        yield "annotation"


def _resolved(value: Any) -> Mapping[str, Any]:
    """A dictionary behind a reference; anything else is empty."""
    found = value.get_object() if hasattr(value, "get_object") else value
    return cast(Mapping[str, Any], found) if isinstance(found, Mapping) else {}


def _sights(reader: pypdf.PdfReader) -> Iterator[_Sight]:
    listed, words = _listed(), layer.words(_table())
    for number, page in enumerate(reader.pages, 1):
        turned = int(page.get("/Rotate") or 0) % 360
        width, height = abs(float(page.cropbox.width)), abs(float(page.cropbox.height))
        unit = float(page.get("/UserUnit") or 1)
        seen = (height * unit, width * unit) if turned in (90, 270) else (width * unit, height * unit)
        yield _Sight(seen, turned, listed.get(number, ()), words.get(number, ()), _is_bare(page))


def _is_bare(page: pypdf.PageObject) -> bool:
    """Whether the page does nothing but place one picture, upright, from corner to corner."""
    resources = _resolved(page.get("/Resources"))
    if resources.get("/Font") or "/Annots" in page or len(_resolved(resources.get("/XObject"))) != 1:
        return False
    contents = page.get_contents()
    drawing = b"" if contents is None else contents.get_data()
    if len(drawing) > 1000:
        return False
    words = drawing.split()
    operators = [word for word in words if not _OPERAND.fullmatch(word)]
    matrices = [list(map(float, words[at - 6 : at])) for at, word in enumerate(words) if word == b"cm" and at >= 6]
    upright = all(row[0] > 0 and row[3] > 0 and row[1] == row[2] == 0 for row in matrices)
    return upright and set(operators) <= _PLACING and operators.count(b"Do") == 1


def _poppler(*words: str) -> bytes:
    done = subprocess.run(words, capture_output=True, check=False)
    return done.stdout


def _listed() -> dict[int, tuple[_Picture, ...]]:
    """Page -> its pictures, by poppler's own list."""
    listed: dict[int, tuple[_Picture, ...]] = {}
    for line in _poppler("pdfimages", "-list", str(FILE)).decode("ascii", "replace").splitlines()[2:]:
        row = line.split()
        try:
            across, down = float(row[-4]), float(row[-3])
            picture = _Picture(row[2], (int(row[3]), int(row[4])), int(row[6]), int(row[7]), (across, down))
        except (ValueError, IndexError):
            continue
        listed[int(row[0])] = (*listed.get(int(row[0]), ()), picture)
    return listed


def _table() -> str:
    """The text layer, as poppler prints it."""
    return _poppler("pdftotext", "-tsv", "-cropbox", str(FILE), "-").decode("utf-8", "replace")


def _covers(sight: _Sight) -> bool:
    """Whether one picture takes four fifths of the page."""
    area = sight.points[0] * sight.points[1] / 72**2
    sizes = [
        picture.size[0] / picture.resolution[0] * picture.size[1] / picture.resolution[1]
        for picture in sight.pictures
        if min(picture.resolution) > 0 and picture.kind == "image"
    ]
    return max(sizes, default=0.0) >= 0.8 * area


def _extracted(number: int, sight: _Sight) -> tuple[Image.Image, tuple[float, float]] | None:
    """The dots of a page that is one bilevel picture, and its resolution; None for any other page."""
    if not sight.bare or sight.words or len(sight.pictures) != 1 or not _covers(sight):
        return None
    picture = sight.pictures[0]
    if (picture.components, picture.bits) != (1, 1) or picture.size[0] * picture.size[1] > PIXELS:
        return None
    _poppler("pdfimages", "-f", str(number), "-l", str(number), str(FILE), f"picture{number}")
    files = sorted(Path().glob(f"picture{number}-*"))
    if len(files) != 1 or files[0].suffix != ".pbm":
        return None
    with Image.open(files[0], formats=("PPM",)) as file:
        image = file.convert("1")
    files[0].unlink()
    across, down = pictures.resolution(image.size, bilevel=True, tagged=picture.resolution)
    turn = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    if sight.turned in turn:
        image = image.transpose(turn[sight.turned])
    return image, ((down, across) if sight.turned in (90, 270) else (across, down))


def _add_rendered(number: int, sight: _Sight, result: Opened) -> None:
    dpi = min(DPI, LONGEST * 72 / max(72.0, *sight.points))
    image = _rendered(number, dpi)
    words: list[Word] = []
    if sight.words and _covers(sight):
        result.hidden.add("text_under_picture")
    else:
        words = [_dots(row, dpi) for row in sight.words]
        seen = [word for word in words if _is_seen(image, word)]
        if len(seen) < len(words):
            result.hidden.add("unseen_text")
        words = seen
    result.add(image, (dpi, dpi), words, exact=False)


def _rendered(number: int, dpi: float) -> Image.Image:
    """One page in grey. Poppler's status says little: it ends well with an empty picture for a page too large."""
    poppler: Any = pdf2image
    try:
        images: list[Image.Image] = poppler.convert_from_path(
            FILE, dpi=dpi, first_page=number, last_page=number, grayscale=True, use_cropbox=True
        )
    except (exceptions.PDFPageCountError, exceptions.PDFSyntaxError, OSError, ValueError, SyntaxError):
        raise Refusal("damaged") from None
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Refusal("too_large") from None
    if len(images) != 1 or min(images[0].size) < 8:
        raise Refusal("damaged")
    return images[0].convert("L")


def _dots(row: Placed, dpi: float) -> Word:
    text, *sides, line = row
    left, top, width, height = (round(float(side) * dpi / 72) for side in sides)
    return text, left, top, width, height, line


def _is_seen(image: Image.Image, word: Word) -> bool:
    """Whether there is any ink where the word should stand: not white on white, not beside the page."""
    _, left, top, width, height, _ = word
    box = (max(0, left), max(0, top), min(image.width, left + width + 1), min(image.height, top + height + 1))
    if box[0] >= box[2] or box[1] >= box[3]:
        return False
    darkest, _ = image.crop(box).getextrema()
    return isinstance(darkest, int | float) and darkest < _INK
