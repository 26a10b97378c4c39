"""The jailed child that opens one document: bytes on standard input, a line of JSON and grey pixels on standard output.

Run as a process of its own (`python -m ocr.pages.opening`) by `ocr.pages.document`. Everything here may be fed
with hostile bytes; whatever goes wrong ends this process alone.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pdf2image
import pypdf
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError
from pypdf import errors as pdf_errors

DPI: Final = 300
LONGEST: Final = 4200
PAGES: Final = 30
PIXELS: Final = 40_000_000
# Widths in dots of the T.4 scan lines, A4 to A3 and the doubled ones; they tell the resolution whatever the tags say.
FAX_WIDTHS: Final = {1728: 204.0, 2048: 204.0, 2432: 204.0, 3456: 408.0, 2592: 300.0}
METADATA: Final = ("/Title", "/Author", "/Subject", "/Keywords")


class Refusal(Exception):
    """Why the document is not opened: a closed word."""


@dataclass
class Opened:
    """What the child will print."""

    pages: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    pixels: list[bytes] = field(default_factory=list[bytes])
    metadata: dict[str, str] = field(default_factory=dict[str, str])
    hidden: set[str] = field(default_factory=set[str])

    def add(
        self, image: Image.Image, dpi: float, native: Image.Image | None, resolution: tuple[float, float], words: Any
    ) -> None:
        """Adds one page."""
        self.pages.append(
            {
                "size": image.size,
                "dpi": round(dpi),
                "native": native.size if native else None,
                "resolution": resolution,
                "words": words,
            }
        )
        self.pixels.append(image.tobytes())
        if native:
            self.pixels.append(native.tobytes())


def main() -> None:
    """Reads, opens, prints; a refusal is an answer, every other fault is this process's end."""
    Image.MAX_IMAGE_PIXELS = PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    data = sys.stdin.buffer.read()
    try:
        opened = _pdf(data) if b"%PDF-" in data[:1024] else _pictures(data)
    except Refusal as refusal:
        sys.stdout.write(json.dumps({"unreadable": str(refusal)}) + "\n")
        return
    head = {"pages": opened.pages, "metadata": opened.metadata, "hidden": sorted(opened.hidden)}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n")
    for pixels in opened.pixels:
        sys.stdout.buffer.write(pixels)


def _pdf(data: bytes) -> Opened:
    opened = Opened()
    reader = _reader(data)
    sizes = [_points(page) for page in reader.pages]
    if not sizes:
        raise Refusal("damaged")
    info = reader.metadata or {}
    opened.metadata = {key: str(info[key]) for key in METADATA if info.get(key)}
    opened.hidden = set(_hidden(reader))
    words = _layer(data)
    for number, longest in enumerate(sizes, 1):
        dpi = min(DPI, LONGEST * 72 / longest)
        image = _rendered(data, number, dpi)
        scaled = [[row[0], *(round(value * dpi / 72) for value in row[1:5]), row[5]] for row in words.get(number, [])]
        opened.add(image, dpi, None, (dpi, dpi), scaled)
    return opened


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
    except pdf_errors.DependencyError:
        raise Refusal("encrypted") from None
    except (pdf_errors.PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Refusal("damaged") from None
    return reader


def _points(page: pypdf.PageObject) -> float:
    """The page's longer side in points, within reason whatever the box says."""
    box = page.cropbox
    return max(72.0, float(abs(box.width)), float(abs(box.height)))


def _hidden(reader: pypdf.PdfReader) -> Iterator[str]:
    """What the eye doesn't see on the pages."""
    root = reader.root_object
    names = root.get("/Names", {})
    if "/EmbeddedFiles" in (names.get_object() if hasattr(names, "get_object") else names):
        yield "attachment"
    if "/AcroForm" in root:
        yield "form"
    if any("/Annots" in page for page in reader.pages):
        yield "annotation"


def _rendered(data: bytes, number: int, dpi: float) -> Image.Image:
    try:
        images = pdf2image.convert_from_bytes(data, dpi=round(dpi), first_page=number, last_page=number, grayscale=True)
    except (pdf2image.exceptions.PDFPageCountError, pdf2image.exceptions.PDFSyntaxError):
        raise Refusal("damaged") from None
    if len(images) != 1 or min(images[0].size) < 8:
        # poppler ends with status 0 and twelve bytes for a page that it could not allot (measured)
        raise Refusal("damaged")
    return images[0].convert("L")


def _layer(data: bytes) -> dict[int, list[list[Any]]]:
    """The text layer: page -> [text, left, top, width, height in points, line], by poppler's own table."""
    done = subprocess.run(["pdftotext", "-tsv", "-", "-"], input=data, capture_output=True, check=False)
    rows = csv.DictReader(io.StringIO(done.stdout.decode("utf-8", "replace")), delimiter="\t", quoting=csv.QUOTE_NONE)
    words: dict[int, list[list[Any]]] = {}
    line, last = -1, None
    for row in rows:
        if row.get("level") != "5" or not (row.get("text") or "").strip():
            continue
        place = (row["page_num"], row["par_num"], row["block_num"], row["line_num"])
        line, last = (line, last) if place == last else (line + 1, place)
        sides = [float(row[side]) for side in ("left", "top", "width", "height")]
        words.setdefault(int(row["page_num"]), []).append([row["text"], *sides, line])
    return words


def _pictures(data: bytes) -> Opened:
    opened = Opened()
    try:
        with Image.open(io.BytesIO(data), formats=("TIFF", "PNG", "JPEG")) as file:
            for frame in ImageSequence.Iterator(file):
                if len(opened.pages) == PAGES:
                    raise Refusal("too_many_pages")
                _picture(frame, opened)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Refusal("too_large") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, EOFError, KeyError):
        if not opened.pages:
            raise Refusal("damaged") from None
        opened.hidden.add("damaged_page")
    return opened


def _picture(frame: Image.Image, opened: Opened) -> None:
    frame.load()
    resolution = _resolution(frame)
    native = _grey(ImageOps.exif_transpose(frame))
    scale = min(1.0, LONGEST / max(native.width * DPI / resolution[0], native.height * DPI / resolution[1]))
    size = (
        max(8, round(native.width * DPI * scale / resolution[0])),
        max(8, round(native.height * DPI * scale / resolution[1])),
    )
    image = native.resize(size, Image.Resampling.BICUBIC if size[0] >= native.width else Image.Resampling.LANCZOS)
    opened.add(image, DPI * scale, native, resolution, [])


def _grey(image: Image.Image) -> Image.Image:
    """Grey on white paper: a transparent background is paper too."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        coloured = image.convert("RGBA")
        paper = Image.new("RGBA", coloured.size, "white")
        return Image.alpha_composite(paper, coloured).convert("L")
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value / 256).convert("L")
    return image.convert("L")


def _resolution(frame: Image.Image) -> tuple[float, float]:
    """Dots to the inch across and down; tags that are missing or can't be true are inferred from the size."""
    across, down = _tagged(frame)
    if frame.width in FAX_WIDTHS and frame.mode in ("1", "L"):
        return FAX_WIDTHS[frame.width], _fax_rows(down, frame.height, FAX_WIDTHS[frame.width])
    if 60 <= across <= 1300 and 60 <= down <= 1300 and 3 <= frame.width / across <= 20:
        return across, down
    guess = min(1200.0, max(60.0, min(frame.size) / 8.27))
    return guess, guess


def _tagged(frame: Image.Image) -> tuple[float, float]:
    across, down = frame.info.get("dpi", (0, 0)) or (0, 0)
    return float(across), float(down)


def _fax_rows(tagged: float, rows: int, across: float) -> float:
    """Rows to the inch of a fax: by the tag where it is one that faxes have, else by how many rows an A4 page takes."""
    for usual in (98.0, 100.0, 196.0, 200.0, 300.0, 391.0):
        if abs(tagged - usual) <= 4 and rows / usual <= 24:
            return usual
    if across > 250:
        return across if across < 400 else 391.0
    return 391.0 if rows > 2900 else 196.0 if rows > 1250 else 98.0


if __name__ == "__main__":
    main()
