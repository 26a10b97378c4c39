"""Pages as fax dots, Group 4, in a TIFF or an image-only PDF.

Both files are written here byte by byte, always the same for the same dots: whatever else a file holds shows.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import Any, Final

import pdf2image
import pypdf
from PIL import Image

from ocr import sandbox
from ocr.pages.document import Document, Page, open_document, sniff
from ocr.text import Unreadable

# A fax page at fine resolution: its dots across and down, and how many there are to the inch each way.
FAX_SIZE: Final = (1728, 2291)
FAX_DPI: Final = (204, 196)
_MIRRORED: Final = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_SHORT, _LONG, _RATIO = 3, 4, 5
# Bytes of the two resolutions, which stand before each page's tags.
_RATIOS: Final = 16
# PDF counts in points, 72 to the inch.
_POINTS: Final = 72


def fax(images: Sequence[Image.Image]) -> bytes:
    """A multi-page TIFF as fax machines want it: one strip a page, white is 0, low bit first (tags 262, 278, 266).

    The images are of FAX_SIZE, bilevel, or grey and then cut at the middle. Raises ValueError for another size.
    """
    out = bytearray(b"II*\0\0\0\0\0")
    pointer = 4
    if any(image.size != FAX_SIZE for image in images):
        raise ValueError("not a fax page")
    for number, image in enumerate(images):
        strip = _group4(image).translate(_MIRRORED)
        at = len(out)
        out += strip + b"\0" * (len(strip) % 2)
        struct.pack_into("<I", out, pointer, len(out) + _RATIOS)
        out += _directory(number, len(images), at, len(strip), len(out))
        pointer = len(out) - 4
    return bytes(out)


def _group4(image: Image.Image) -> bytes:
    """The T.6 bits, high bit first, white is 0. Taken out of Pillow's TIFF: its own tags are wrong for fax gear."""
    bilevel = image if image.mode == "1" else image.convert("1", dither=Image.Dither.NONE)
    made = io.BytesIO()
    # Turned over here: asked for white as 0 (tag 262), Pillow does it dot by dot in Python, half a second a page.
    turned = bilevel.point(lambda dot: 255 - dot)
    turned.save(made, "TIFF", compression="group4", tiffinfo={262: 1, 266: 1, 278: image.height})
    with Image.open(made) as file:
        tags: Any = getattr(file, "tag_v2")  # noqa: B009
        start, size = int(tags[273][0]), int(tags[279][0])
    return made.getvalue()[start : start + size]


def _directory(number: int, pages: int, strip: int, size: int, at: int) -> bytes:
    """One page's tags, its two ratios, and room for the place of the next page's tags (0 ends the file)."""
    width, height = FAX_SIZE
    across, down = FAX_DPI
    rows = [
        (254, _LONG, 2), (256, _LONG, width), (257, _LONG, height), (258, _SHORT, 1), (259, _SHORT, 4),
        (262, _SHORT, 0),
        (266, _SHORT, 2), (273, _LONG, strip), (277, _SHORT, 1), (278, _LONG, height), (279, _LONG, size),
        (282, _RATIO, at), (283, _RATIO, at + 8), (296, _SHORT, 2), (297, _SHORT, number | pages << 16),
    ]  # fmt: skip
    tags = b"".join(struct.pack("<HHII", tag, kind, 2 if tag == 297 else 1, value) for tag, kind, value in rows)
    return struct.pack("<IIII", across, 1, down, 1) + struct.pack("<H", len(rows)) + tags + b"\0\0\0\0"


def image_pdf(tiff: bytes) -> bytes:
    """The pages of a fax TIFF as a PDF of pictures: the same dots, no text, no fonts, no metadata."""
    return _fax_pdf(fax_pages(tiff))


def _fax_pdf(images: Sequence[Image.Image]) -> bytes:
    return _pictures([(image, FAX_DPI) for image in images])


def pdf_of(pages: Sequence[Page]) -> bytes:
    """Pages of any size as a PDF of pictures, for those who file them: the dots as stored, each page of its own size.

    A fax has oblong dots, at standard resolution half as many down as across: its resolution says how large it is.
    """
    return _pictures([(page.native, page.resolution) for page in pages])


def _pictures(pages: Sequence[tuple[Image.Image, tuple[float, float]]]) -> bytes:
    """A PDF of one picture a page, each with its dots to the inch across and down."""
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    for number, (image, resolution) in enumerate(pages):
        bodies += _page_objects(3 + 3 * number, image, resolution)
    kids = " ".join(f"{3 + 3 * number} 0 R" for number in range(len(pages)))
    bodies[1] = f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode()
    return _assembled(bodies)


def _page_objects(first: int, image: Image.Image, resolution: tuple[float, float]) -> Iterator[bytes]:
    width, height = (f"{dots / density * _POINTS:.4f}" for dots, density in zip(image.size, resolution, strict=True))
    yield (
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]"
        f"/Resources<</XObject<</I {first + 2} 0 R>>>>/Contents {first + 1} 0 R>>"
    ).encode()
    yield _stream("", f"q {width} 0 0 {height} 0 0 cm /I Do Q".encode())
    columns, rows = image.size
    picture = f"/Type/XObject/Subtype/Image/Width {columns}/Height {rows}/ColorSpace/DeviceGray/BitsPerComponent"
    if image.mode == "1":
        coding = f" 1/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns {columns}/Rows {rows}>>"
        yield _stream(picture + coding, _group4(image))
    else:
        yield _stream(f"{picture} 8/Filter/FlateDecode", zlib.compress(image.convert("L").tobytes()))


def _stream(entries: str, data: bytes) -> bytes:
    return f"<<{entries}/Length {len(data)}>>stream\n".encode() + data + b"\nendstream"


def _assembled(bodies: Sequence[bytes]) -> bytes:
    """The objects numbered from 1, with the table of where they stand."""
    out, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), list[int]()
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out) + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)


def fax_pages(data: bytes) -> tuple[Image.Image, ...]:
    """The exact dots (mode 1) of a fax TIFF or an image-only PDF, never rendered.

    Raises Unreadable, `unknown_format` if a page is anything but one bilevel picture.
    """
    document = open_document(data)
    if not _is_bilevel(document):
        raise Unreadable("unknown_format")
    return tuple(page.native for page in document.pages)


def examined(data: bytes) -> tuple[tuple[str, ...], tuple[Image.Image, ...]]:
    """What keeps a file from being a fax and nothing else, as closed words, and its exact dots. Opened once.

    No words for what `fax` or `image_pdf` made. The last one, `not_canonical`, catches the rest: the file's dots
    written anew don't give the same bytes, so that something else is in it (other tags, spare bytes, objects that no
    page shows). Raises Unreadable.
    """
    document = open_document(data)
    images = tuple(page.native for page in document.pages)
    return _named(document) or _spare(data, images), images


def _is_bilevel(document: Document) -> bool:
    return all(page.exact and page.mode == "1" for page in document.pages)


def _named(document: Document) -> tuple[str, ...]:
    """The faults that the opened document tells of itself."""
    sized = all(page.size == FAX_SIZE for page in document.pages)
    faults = {
        "format": document.format not in ("tiff", "pdf"),
        "text": any(page.words for page in document.pages)
        or bool(document.hidden & {"text_under_picture", "unseen_text"}),
        "metadata": bool(document.metadata),
        "not_one_picture": not _is_bilevel(document),
        "size": not sized,
        **dict.fromkeys(sorted(document.hidden - {"text_under_picture", "unseen_text"}), True),
    }
    return tuple(fault for fault, present in faults.items() if present)


def _spare(data: bytes, images: Sequence[Image.Image]) -> tuple[str, ...]:
    written = fax(images) if sniff(data) == "tiff" else _fax_pdf(images)
    return () if data == written else ("not_canonical",)


def rasterise(pdf: bytes, width: int, height: int) -> tuple[Image.Image, ...]:
    """The pages of a PDF of our own, in grey, scaled to exactly so many dots (which may be oblong).

    Not for documents from outside: it runs without the jail. Grey, because poppler's bilevel halftones.
    """
    poppler: Any = pdf2image
    with sandbox.memory(pdf) as (_, path):
        images: list[Image.Image] = poppler.convert_from_path(path, size=(width, height), grayscale=True)
        return tuple(image.convert("L") for image in images)


def printed_text(pdf: bytes) -> tuple[str, ...]:
    """The strings on each page of a PDF of our own, as they were typeset."""
    return tuple(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def png(image: Image.Image) -> bytes:
    """The image for a screen."""
    made = io.BytesIO()
    image.save(made, "PNG", compress_level=3)
    return made.getvalue()
