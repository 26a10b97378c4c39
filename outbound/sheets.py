"""The sheets that are faxed: cover, referral and answer sheet, typeset anew and drawn as exact fax dots.

Prints only what it is given; decides nothing about what may be sent. What it cannot print whole, it refuses.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal, cast
from zoneinfo import ZoneInfo

import typst
from fontTools.ttLib import TTFont

from config.site import Site
from ocr import answer_sheet, codes, pages
from outbound.anonymise import Clean
from outbound.referral import FieldName

THRESHOLD: Final = 140
LONGEST: Final = 20
# So many compilations typst remembers.
_REMEMBERED: Final = 10
# Printed first and second on every sheet.
LANGUAGES: Final = ("sv", "en")
TEMPLATES: Final = Path(__file__).parent / "templates"
FONT: Final = "DejaVu Sans"
# Debian's fonts-dejavu-core. No other font is looked for: another face would move lines and lose glyphs.
FONTS: Final = Path("/usr/share/fonts/truetype/dejavu")
BOX: Final = "\u25a1"
FACES: Final = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
NO_FONT: Final = "typsnittet saknas: installera fonts-dejavu-core / the font is missing"

FACTS: Final = (
    ("examination", FieldName.EXAMINATION),
    ("modality", FieldName.MODALITY),
    ("priority", FieldName.PRIORITY),
    ("exam_time", FieldName.EXAM_TIME),
    ("date", FieldName.DATE),
    ("unit", FieldName.UNIT),
    ("referrer", FieldName.REFERRER),
    ("unit_phone", FieldName.CALL_BACK),
)
TEXTS: Final = (("history", FieldName.HISTORY), ("status", FieldName.STATUS), ("other", FieldName.OTHER))
SHORT: Final = (
    ("kidney", FieldName.KIDNEY),
    ("allergy", FieldName.ALLERGY),
    ("metformin", FieldName.METFORMIN),
    ("pregnancy", FieldName.PREGNANCY),
    ("implant", FieldName.IMPLANT),
    ("infection", FieldName.INFECTION),
    ("weight", FieldName.WEIGHT),
    ("length", FieldName.LENGTH),
    ("earlier", FieldName.EARLIER),
)
TICK_WORDS: Final = (
    ("acknowledgement", "received"),
    ("cannot_be_read", "cannot_be_read"),
    ("declined", "declined"),
    ("question", "question_tick"),
    ("phoned", "phoned"),
)

Pairs = list[tuple[str, str]]


class Unprintable(Exception):
    """The values cannot be put on paper whole; nothing was typeset."""

    def __init__(self, code: Literal["missing_glyph", "missing_font", "too_many_pages"], detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code


@dataclass(frozen=True, slots=True)
class Fax:
    """A finished fax: Group 4 TIFF, and the strings that were typeset on each page."""

    tiff: bytes
    pages: int
    text: tuple[str, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Printing:
    """What is printed on the sheets beside the referral.

    `at` is aware, and shown in the site's time. `image_route` is the key of one of the site's routes, or plain words.
    `resend` counts the copies that left before; `provisional` sheets say that no ledger knows of them.
    """

    reference: codes.Reference
    site: Site
    at: datetime
    image_route: str = ""
    resend: int = 0
    provisional: bool = False


def typeset(clean: Clean | None, printing: Printing) -> Fax:
    """Print cover, referral and answer sheet; without a `clean`, the referral is left to be filled in by hand.

    Raises Unprintable for a sign that the font lacks and for too many pages.
    """
    marks = {"resend": printing.resend, "provisional": printing.provisional, "reference": str(printing.reference)}
    pdf = _compile(_values(clean, printing) | marks, printing.reference)
    images = [image.point(_blackened) for image in pages.rasterise(pdf, *pages.FAX_SIZE)]
    tiff = pages.fax(images)
    return Fax(tiff, len(images), pages.printed_text(pdf), hashlib.sha256(tiff).hexdigest())


def _blackened(grey: int) -> int:
    """One grey value as black or white; the threshold is the measured one for this renderer."""
    return 255 if grey >= THRESHOLD else 0


def printed(site: Site) -> tuple[str, ...]:
    """The site's own constants that every fax shows: names and numbers that the gate must know as ours."""
    numbers = [site.recipient.fax, site.call_back, *site.return_fax]
    phrases = [site.name, site.recipient.name, *(number.label for number in numbers)]
    routes = [words for route in site.image_routes for words in (route.sv, route.en)]
    wording = [words for language in LANGUAGES for words in _words(language).values()]
    return (*(number.shown for number in numbers), *phrases, *routes, *wording)


@functools.cache
def _words(language: str) -> Mapping[str, str]:
    """The fixed wording of one language."""
    return tomllib.loads((TEMPLATES / f"{language}.toml").read_text("utf-8"))


def _values(clean: Clean | None, printing: Printing) -> dict[str, Any]:
    """Everything that the template prints but its marks, as JSON can carry it."""
    site, route = printing.site, _route(printing.site, printing.image_route)
    fields: Mapping[FieldName, str] = {}
    if clean is not None:
        fields = {name: _printable(text) for name, text in clean.fields.items()}
    case, blank = _case(clean, fields, site), clean is None
    return {
        "languages": LANGUAGES,
        "font": FONT,
        "site": _printable(site.name),
        "blank": blank,
        "page": {"width": answer_sheet.PAGE_WIDTH, "height": answer_sheet.PAGE_HEIGHT},
        "areas": {name: asdict(area) for name, area in _areas().items()},
        "ticks": TICK_WORDS,
        "call_back": site.call_back.shown,
        "return_fax": ", ".join(number.shown for number in site.return_fax),
        "cover": _cover(site, case, route, printing.at, blank),
        "facts": list(case.items()) if blank else _filled([*case.items(), ("image_route", route)]),
        "question": fields.get(FieldName.QUESTION, ""),
        "empty": ["question", "history"],
        "texts": _filled([(key, fields.get(name, "")) for key, name in TEXTS]),
        "short": _filled([(key, fields.get(name, "")) for key, name in SHORT]),
        "about": " · ".join(filter(None, (case[key] for key in ("examination", "age_sex", "accession")))),
    }


def _case(clean: Clean | None, fields: Mapping[FieldName, str], site: Site) -> dict[str, str]:
    """The rows that tell the case, in the order of the sheets; on an empty form all without a word."""
    facts = {key: fields.get(name, "") for key, name in FACTS}
    if clean is not None and not facts["unit_phone"]:
        facts["unit_phone"] = _whom_instead(site)
    age_sex = "" if clean is None else _printable(", ".join(filter(None, (clean.age, clean.sex))))
    return {
        "age_sex": age_sex,
        "examination": facts.pop("examination"),
        "accession": _accession(clean, site),
        **facts,
    }


def _cover(site: Site, case: Mapping[str, str], route: str, printed_at: datetime, blank: bool) -> Pairs:
    """The rows of the cover sheet; on an empty one, those of the case stay to be filled in."""
    local = printed_at.astimezone(ZoneInfo(site.dialect.timezone))
    sender: Pairs = [
        ("recipient", site.recipient.name),
        ("fax", site.recipient.fax.shown),
        ("sender", site.name),
        ("call_back", f"{site.call_back.shown} ({site.call_back.label})"),
        ("return_fax", ", ".join(number.shown for number in site.return_fax)),
        ("pages", ""),
        ("printed_at", f"{local:%Y-%m-%d %H:%M}"),
    ]
    rows = [(key, case.get(key, "")) for key in ("examination", "accession", "unit", "unit_phone")]
    about = [*rows[:2], ("image_route", route), *rows[2:]]
    return [(key, _printable(value)) for key, value in (*sender, *(about if blank else _filled(about)))]


def _whom_instead(site: Site) -> str:
    """Whom the reader calls about a referral that names no telephone: the sender, who reaches the unit."""
    first, *others = (_words(language)["no_unit_phone"] for language in LANGUAGES)
    return _printable(" / ".join((f"{first} {site.call_back.shown}", *others)))


def _accession(clean: Clean | None, site: Site) -> str:
    """The accession numbers, or that there is none yet; nothing where the site withholds them or a form is empty."""
    if clean is None or not site.policy.print_accession:
        return ""
    none = " / ".join(_words(language)["no_accession"] for language in LANGUAGES)
    return ", ".join(_printable(number) for number in clean.accessions) or none


def _route(site: Site, key: str) -> str:
    """The words for an image route of the site; anything else is taken as plain words."""
    named = [f"{route.sv} / {route.en}" for route in site.image_routes if route.key == key]
    return _printable(next(iter(named), key))


def _filled(pairs: Sequence[tuple[str, str]]) -> Pairs:
    """The rows that have something to say."""
    return [(key, value) for key, value in pairs if value.strip()]


def _areas() -> dict[str, answer_sheet.Area]:
    """The answer sheet's places by the names the template knows."""
    return answer_sheet.TICKS | {
        "phoned_at": answer_sheet.PHONED_AT,
        "answer": answer_sheet.ANSWER,
        "end_mark": answer_sheet.END_MARK,
        "answer_page": answer_sheet.ANSWER_PAGE,
        "answer_pages": answer_sheet.ANSWER_PAGES,
        "signature": answer_sheet.SIGNATURE,
        "signed_at": answer_sheet.SIGNED_AT,
    }


def plain(text: str) -> str:
    """The text with composed letters, plain spaces and line feeds, and without signs that have no shape."""
    composed = unicodedata.normalize("NFC", re.sub(r"\r\n?|\u2028|\u2029", "\n", text))
    spaced = "".join(" " if sign == "\t" or unicodedata.category(sign) == "Zs" else sign for sign in composed)
    return "".join(sign for sign in spaced if sign == "\n" or unicodedata.category(sign) not in ("Cf", "Cc"))


def has_font() -> bool:
    """Whether the faces that the sheets are set in are on this computer."""
    return all((FONTS / face).is_file() for face in FACES)


def drawn(text: str) -> str:
    """`plain`, with a box in place of each sign that the font lacks."""
    return "".join(sign if sign == "\n" or ord(sign) in _glyphs() else BOX for sign in plain(text))


def _printable(text: str) -> str:
    """`plain`. Raises Unprintable if the font lacks a sign: typst would drop it in silence, and it may be a minus."""
    shapes = plain(text)
    missing = sorted({sign for sign in shapes if sign != "\n" and ord(sign) not in _glyphs()})
    if missing:
        raise Unprintable("missing_glyph", " ".join(f"U+{ord(sign):04X}" for sign in missing[:5]))
    return shapes


@functools.cache
def _glyphs() -> frozenset[int]:
    """The code points that every face in use can draw."""
    if not has_font():
        raise Unprintable("missing_font", FONT)
    tables = list[set[int]]()
    for face in FACES:
        with TTFont(FONTS / face, lazy=True) as font:
            tables.append(set(cast(Mapping[int, str], font.getBestCmap())))
    return frozenset(tables[0].intersection(*tables[1:]))


def _compile(values: Mapping[str, Any], reference: codes.Reference) -> bytes:
    """Typeset to PDF, twice: the symbols carry the number of pages, which the first pass finds."""
    kinds = _kinds(_compiler({**values, "symbols": []}))
    if len(kinds) > LONGEST:
        raise Unprintable("too_many_pages", str(len(kinds)))
    marks = [codes.Mark(reference, kind, number, len(kinds)) for number, kind in enumerate(kinds, 1)]
    symbols = [["".join("1" if dark else "0" for dark in row) for row in codes.symbol(mark)] for mark in marks]
    pdf, warnings = _compiler({**values, "symbols": symbols}).compile_with_warnings()
    _forget()
    if warnings or not isinstance(pdf, bytes):
        raise Unprintable("missing_font", FONT)
    return pdf


def _forget() -> None:
    """typst keeps what its last compilations came to, 5 MB a fax, and drops it by count: empty ones push ours out."""
    empty = typst.Compiler(ignore_system_fonts=True)
    for _ in range(_REMEMBERED):
        empty.compile(b"", format="svg")


def _compiler(values: Mapping[str, Any]) -> typst.Compiler:
    """A compiler that sees the templates, the one font and nothing else of this computer."""
    return typst.Compiler(
        str(TEMPLATES / "sheets.typ"),
        root=str(TEMPLATES),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(values)},
    )


def _kinds(compiler: typst.Compiler) -> tuple[codes.SheetKind, ...]:
    """The kind of each page, from where each sheet starts and how many pages there are."""
    total = int(json.loads(compiler.query("<pages>", field="value", one=True)))
    starts = {entry["kind"]: int(entry["page"]) for entry in json.loads(compiler.query("<sheet>", field="value"))}
    return tuple(
        codes.SheetKind.ANSWER
        if page >= starts["answer"]
        else codes.SheetKind.REFERRAL
        if page >= starts["referral"]
        else codes.SheetKind.COVER
        for page in range(1, total + 1)
    )
