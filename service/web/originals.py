"""What came in, as a page can show it: pages as pictures, text as it reads, and of anything else its kind and size."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from ocr import pages
from outbound.referral import hl7
from outbound.said import Said
from service.web import fields

_LONGEST: Final = 20_000
_UNKNOWN: Final = Said("En fil av okänt slag", "A file of an unknown kind")
_HTML: Final = Said("En webbsida (.html)", "A web page (.html)")
_EMPTY: Final = Said("En tom fil", "An empty file")
# By their first signs, most particular first; a name is never believed.
_BEGINS: Final = (
    (b"{\\rtf", Said("RTF-text (.rtf)", "RTF text (.rtf)")),
    (b"<html", _HTML),
    (b"<!doctype html", _HTML),
    (b"%PDF-", Said("En PDF", "A PDF")),
    (b"\xff\xd8\xff", Said("En JPEG-bild", "A JPEG picture")),
    (b"\x89PNG", Said("En PNG-bild", "A PNG picture")),
    (b"II", Said("En TIFF-bild", "A TIFF picture")),
    (b"MM", Said("En TIFF-bild", "A TIFF picture")),
    (b"GIF8", Said("En GIF-bild", "A GIF picture")),
    (b"BM", Said("En BMP-bild", "A BMP picture")),
    (b"RIFF", Said("En WebP-bild eller en ljudfil", "A WebP picture or a sound file")),
    (b"\xd0\xcf\x11\xe0", Said("Ett äldre Office-dokument (.doc, .xls)", "An older Office document (.doc, .xls)")),
    (b"%!PS", Said("PostScript", "PostScript")),
    (b"Rar!", Said("Ett RAR-arkiv", "A RAR archive")),
    (b"7z\xbc\xaf", Said("Ett 7z-arkiv", "A 7z archive")),
    (b"\x1f\x8b", Said("Ett gzip-arkiv", "A gzip archive")),
)  # fmt: skip
_ZIPPED: Final = (
    (b"word/", Said("Ett Word-dokument (.docx)", "A Word document (.docx)")),
    (b"xl/", Said("Ett Excel-dokument (.xlsx)", "An Excel document (.xlsx)")),
    (b"ppt/", Said("Ett PowerPoint-dokument (.pptx)", "A PowerPoint document (.pptx)")),
    (b"opendocument", Said("Ett OpenDocument-dokument (.odt)", "An OpenDocument document (.odt)")),
)
_ZIP: Final = Said("Ett ZIP-arkiv", "A ZIP archive")
_HEIC: Final = Said("En HEIC-bild från en telefon", "A HEIC picture from a telephone")
_DICOM: Final = Said("En DICOM-bild", "A DICOM picture")


def typed(data: bytes) -> dict[str, Any]:
    """What somebody typed into the form, by the form's own labels and in its order."""
    values: Mapping[str, str] = json.loads(data)
    return {"rows": fields.told(values)}


def words(data: bytes, language: str) -> dict[str, Any]:
    """A file without pages: its text, if it is text that can be read, else what it is."""
    text = hl7.text_of(data)
    if _kind(data) is _UNKNOWN and (hl7.is_message(text) or pages.sniff(data) == "text"):
        return {"text": text.replace("\r", "\n")[:_LONGEST]}
    return unread(data, language)


def unread(data: bytes, language: str) -> dict[str, Any]:
    """Kind and size of a file that can't be shown: bytes tell nobody anything, and may hold a name."""
    size = max(1, round(len(data) / 1024)) if data else 0
    return {"kind": _kind(data).to(language), "size": size, "other": pages.sniff(data) in ("text", "unknown")}


def _kind(data: bytes) -> Said:
    if not data.strip(b"\0 \r\n\t"):
        return _EMPTY
    if data.startswith(b"PK"):
        return next((said for sign, said in _ZIPPED if sign in data), _ZIP)
    if data[4:8] == b"ftyp":
        return _HEIC if data[8:11] in (b"hei", b"hev", b"mif", b"msf") else _UNKNOWN
    if data[128:132] == b"DICM":
        return _DICOM
    # "BM" and "II" begin words too.
    signs = () if pages.sniff(data) == "text" else _BEGINS
    return next((said for sign, said in signs if data.lstrip().lower().startswith(sign.lower())), _UNKNOWN)
