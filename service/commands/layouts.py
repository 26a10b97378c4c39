"""`reservfax layout` and `reservfax fields`: how a sample referral is read, as a picture and as the form's data."""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw, ImageFont

from config.faults import Faults
from ocr import pages
from outbound import referral, sheets
from outbound.referral import FieldName, Referral, parts
from outbound.referral.parts import Part, Shown
from service import cli
from service.commands import documents, saying, targets
from service.surroundings import Surroundings

# Plain text is drawn with signs and lines of this size.
_SIGN: Final = (11, 26)
_WHITE: Final = 24
_MOST_DOTS: Final = 200_000_000
_LEFT_BEHIND: Final = frozenset(
    {"name", "relative", "identity", "drop", "sender", "phone", "address", "both_phones", "protected"}
)


def layout(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Draws which field each word of a sample was given to: green is carried, red left behind, grey not understood."""
    targets.cleared(arguments.file, [arguments.out])
    if not sheets.has_font():
        raise Faults((sheets.NO_FONT,))
    around.site()  # its own labels count
    try:
        shown = parts.read(_sample(arguments.file))
    except pages.Unreadable as unreadable:
        print(f"{arguments.file}: {saying.unreadable(arguments.file, unreadable.code)}")
        return cli.USAGE
    for number, page in enumerate(shown, 1):
        target, picture = _target(arguments.out, number), io.BytesIO()
        targets.apart(arguments.file, [target])
        _drawn(page).save(picture, "PNG")
        targets.write(target, picture.getvalue())
        print(target)
    return cli.DONE


def _sample(file: Path) -> bytes:
    """A sample's bytes. Raises pages.Unreadable for what a referral could not be either, told in the same words."""
    data = documents.bytes_of(file)
    if not data.strip(b"\0 \r\n\t"):
        raise pages.Unreadable("empty")
    if pages.sniff(data) == "text" and not _can_be_drawn(data):
        raise pages.Unreadable("too_large")
    return data


def _can_be_drawn(data: bytes) -> bool:
    """Whether plain text makes a picture that somebody can open: told before a minute goes into reading it."""
    across, down = _SIGN
    lines = data.splitlines()
    return max(map(len, lines)) * across * len(lines) * down <= _MOST_DOTS


def fields(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Shows what the empty form would be filled in with, as the source has it: no rule has run on it yet.

    The patient's own name and number have no field here; what the text says of anybody stands in it.
    """
    site = around.site()
    now = datetime.now(ZoneInfo(site.dialect.timezone))
    try:
        source = referral.read(documents.bytes_of(arguments.file), arguments.file.name, today=now.date())
    except pages.Unreadable as unreadable:
        told: dict[str, Any] = {"status": "unreadable", "reason": unreadable.code, "fields": {}}
        _tell(arguments, told)
        return cli.USAGE
    _tell(arguments, _form(source, now))
    return cli.DONE


def _form(source: Referral, now: datetime) -> dict[str, Any]:
    """The form's data: every field, filled or empty, and why a person should look."""
    filled = {name.value: source.fields.get(name, "") for name in FieldName}
    return {
        "status": "read",
        "reason": None,
        "fields": filled | {"age": source.age, "sex": source.sex, "accession": ", ".join(source.accessions)},
        "reasons": [reason.code for reason in source.reasons],
        "source": source.source,
        "pages": source.pages,
        "read_at": now.isoformat(timespec="seconds"),
    }


def _tell(arguments: argparse.Namespace, told: dict[str, Any]) -> None:
    if arguments.json:
        print(json.dumps(told, ensure_ascii=False))
        return
    for name, value in told["fields"].items():
        if value:
            print(f"{name:12} {value}")
    if told["reason"]:
        print(f"! {arguments.file}: {saying.unreadable(arguments.file, told['reason'])}")
    for code in dict.fromkeys(told.get("reasons", ())):
        print(f"! {saying.reason(code)}")


def _target(out: Path, number: int) -> Path:
    """OUT.png for the first page, OUT-2.png for the second."""
    return out if number == 1 else out.with_stem(f"{out.stem}-{number}")


def _drawn(page: Shown) -> Image.Image:
    """The page with a coloured frame round every part and the name of its field above it."""
    across, down = (1, 1) if page.picture is not None else _SIGN
    picture = page.picture.convert("RGB") if page.picture is not None else _plain(page)
    draw = ImageDraw.Draw(picture)
    face = ImageFont.truetype(str(sheets.FONTS / "DejaVuSans-Bold.ttf"), 11 if page.picture is None else 22)
    for part in page.parts:
        box = (part.left * across + 2, part.top * down + 2, part.right * across + 6, part.bottom * down + 2)
        colour = _colour(part)
        draw.rectangle(box, outline=colour, width=2)
        draw.text((box[2] + 3, box[1] - 2), part.given_to, font=face, fill=colour)
    return picture


def _plain(page: Shown) -> Image.Image:
    """Plain text as a picture, sign for sign."""
    across, down = _SIGN
    face = ImageFont.truetype(str(sheets.FONTS / "DejaVuSansMono.ttf"), 18)
    width = max((part.right for part in page.parts), default=1) + _WHITE
    height = max((part.bottom for part in page.parts), default=1) + 1
    picture = Image.new("RGB", (round(width * across), round(height * down)), "white")
    for part, (left, top) in _places(page):
        ImageDraw.Draw(picture).text((left * across + 4, top * down + 2), part.text, font=face, fill="black")
    return picture


def _places(page: Shown) -> Iterator[tuple[Part, tuple[float, float]]]:
    return ((part, (part.left, part.top)) for part in page.parts)


def _colour(part: Part) -> str:
    if part.given_to in _LEFT_BEHIND:
        return "#b3261e"
    return "#6b6b6b" if part.given_to in ("heading", "unknown") else "#1a6b2f"
