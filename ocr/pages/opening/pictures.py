"""TIFF, PNG and JPEG: the frames as they are stored, and how many dots of them make an inch."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from PIL import Image, ImageFile, ImageOps, ImageSequence, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile

from .values import ENOUGH, PAGES, PIXELS, Opened, Refusal

# Widths in dots of T.4's scan lines (A4, B4, A3, and the finer ones); they tell the resolution whatever the tags say.
FAX_WIDTHS: Final = {
    1728: 204.0, 2048: 204.0, 2432: 204.0, 3456: 408.0, 4096: 408.0, 4864: 408.0,
    2592: 300.0, 3072: 300.0, 3648: 300.0, 864: 102.0, 1216: 102.0,
}  # fmt: skip
# Rows to the inch that faxes have, and the exact value each is known by.
FAX_ROWS: Final = (98.0, 100.0, 196.0, 200.0, 204.0, 300.0, 391.0, 400.0, 408.0)
METADATA: Final = {269: "document", 270: "description", 271: "make", 272: "model", 305: "software", 315: "artist"}
# Named by their classes: told by name alone, Pillow loads every format that it knows to find TIFF.
FORMATS: Final = tuple(str(kind.format) for kind in (TiffImageFile, PngImageFile, JpegImageFile))
FAULTS: Final = (
    UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, EOFError, LookupError, OverflowError,
)  # fmt: skip


def opened(data: bytes) -> Opened:
    """Every frame. A fault after the first frame leaves those before it, and says so."""
    result = Opened()
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as file:
            result.metadata = _metadata(file)
            for frame in _frames(file):
                if len(result.rows) == PAGES:
                    raise Refusal("too_many_pages")
                _add(frame, result)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError):
        raise Refusal("too_large") from None
    except FAULTS:
        if not result.rows:
            raise Refusal("damaged") from None
        result.hidden.add("damaged_page")
    return result


def _frames(file: Image.Image) -> Iterator[Image.Image]:
    """The pages. Only a TIFF has several: what follows in another is the same again (a camera's light map, a film), and
    so is a TIFF's small copy of a page (NewSubfileType, TIFF 6.0).
    """
    if file.format != "TIFF":
        yield file
        return
    for number, frame in enumerate(ImageSequence.Iterator(file)):
        tags: Any = getattr(frame, "tag_v2", {})
        if number == 0 or not int(tags.get(254, 0)) & 1:
            yield frame


def _metadata(file: Image.Image) -> dict[str, str]:
    tags: Any = getattr(file, "tag_v2", {})
    named = {name: str(tags[tag]) for tag, name in METADATA.items() if tag in tags}
    texts: Any = getattr(file, "text", {})
    comment = file.info.get("comment")
    return (
        named | {str(key): str(value) for key, value in texts.items()} | ({"comment": str(comment)} if comment else {})
    )


def _add(frame: Image.Image, result: Opened) -> None:
    tagged = _tagged(frame)
    whole = frame.size
    # A camera's many dots are read at half or a quarter of them each way, which JPEG gives for less work than all.
    frame.draft("L", (round(whole[0] * ENOUGH / max(whole)), round(whole[1] * ENOUGH / max(whole))))
    if frame.width * frame.height > PIXELS:
        raise Refusal("too_large")
    frame.load()
    tagged = (tagged[0] * frame.width / whole[0], tagged[1] * frame.height / whole[1])
    across, down = resolution(frame.size, bilevel=frame.mode == "1", tagged=tagged)
    upright = ImageOps.exif_transpose(frame)
    if upright.size != frame.size:
        across, down = down, across
    result.add(upright if upright.mode == "1" else grey(upright), (across, down))


def grey(image: Image.Image) -> Image.Image:
    """Grey on white paper: a transparent background is paper too."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        coloured = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", coloured.size, "white"), coloured).convert("L")
    if image.mode.startswith("I"):
        return image.point(lambda value: value / 256).convert("L")
    return image.convert("L")


def _tagged(frame: Image.Image) -> tuple[float, float]:
    """Dots to the inch as the file claims; 0 for what it doesn't say. Without a unit they are taken as inches."""
    tags: Any = getattr(frame, "tag_v2", {})
    if 282 in tags and 283 in tags:
        factor = 2.54 if tags.get(296) == 3 else 1.0
        return _number(tags[282]) * factor, _number(tags[283]) * factor
    across, down = frame.info.get("dpi", (0, 0)) or (0, 0)
    return _number(across), _number(down)


def _number(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError, ZeroDivisionError):
        return 0.0
    return number if 0 < number < 1e5 else 0.0


def resolution(size: tuple[int, int], *, bilevel: bool, tagged: tuple[float, float]) -> tuple[float, float]:
    """Dots to the inch across and down; tags that are missing or can't be true are inferred from the size."""
    width, height = size
    across, down = tagged
    if bilevel and width in FAX_WIDTHS:
        return FAX_WIDTHS[width], _fax_rows(down, height, FAX_WIDTHS[width])
    believable = all(60 <= value <= 1300 for value in tagged) and 0.2 <= across / down <= 5
    if believable and 3 <= width / across <= 20 and 1 <= height / down <= 30:
        return across, down
    guess = min(1200.0, max(60.0, min(size) / 8.27))
    return guess, guess


def _fax_rows(tagged: float, rows: int, across: float) -> float:
    """Rows to the inch of a fax: the tag if faxes have it and the page isn't absurd then; else by what A4 takes."""
    for usual in FAX_ROWS:
        if abs(tagged - usual) <= 3 and 0.5 <= rows / usual <= 30:
            return usual
    if across > 150:
        finest = 391.0 if across > 350 or rows > 2900 else 300.0 if across > 250 else 196.0
        return finest if rows > 1250 else 98.0
    return 98.0
