"""What lets somebody in or brings them their post: codes of doors and of key safes, post boxes.

A bed's place is called a box too, a procedure has a code and a drip goes in by a port: none of them is told beside a
door, or has a post town behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from outbound import lexicon
from outbound.anonymise.spans import Span
from outbound.lexicon.vocabulary import any_of

# Three figures or more, in pairs too, with the sign that ends them: "1298", "12 98", "1298#", "4711A".
_FIGURES: Final = r"(?P<code>[#*]?(?:\d{3,8}|\d\d[ -]\d\d)(?![\d,.:/-]\d|\d)(?:[A-Z](?!\w)|(?=\D|$))[#*]?)"
_DOOR: Final = any_of("places.door")
_BENT: Final = r"(?:en|n|et|t|an|a|ns|ens|s)?"
_LEADS: Final = r"[.:,]?\s?(?:(?:är|nr|=|:)\s?)?"
_TO: Final = r"(?:(?:till|för|på|i|vid|hos)\s)?(?:\w+\s)?"
_CODE: Final = rf"kod(?:en)?{_LEADS}{_FIGURES}"
_CODES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # "Portkod 1298" and "Larmkod hemma: 4711", in one word
        rf"(?<!\w){_DOOR}s?-?kod(?:en)?(?:\s(?:till|för|hos|hem)\s\w+|\shemma)?{_LEADS}{_FIGURES}",
        # "Porten har kod 1298", the door first
        rf"(?<!\w){_DOOR}{_BENT}(?:,|:|\shar(?:\s\w+)?)?\s{_CODE}",
        # "koden till porten är 1298", the door amid
        rf"(?<!\w)kod(?:en)?[.:]?\s{_TO}{_DOOR}{_BENT}{_LEADS}{_FIGURES}",
        # "kod 1298 till entrén", the door behind; a procedure's code may have a port-a-cath behind it
        rf"(?<![\w-]){_CODE}(?=,?\s\(?{_TO}{_DOOR}{_BENT}(?![\w-]))",
        rf"(?<![\w.,]){_FIGURES}(?=\s(?:är|i)\s{_DOOR}?kod(?:en)?(?!\w))",
        # what keeps the key, with the word for a code or without
        rf"(?<!\w)nyckel(?:skåp|box|gömm|tub|förvaring)\w*(?:\s(?!kod)\w+){{0,3}}?[.:,]?\s(?:kod(?:en)?{_LEADS})?{_FIGURES}",
        rf"(?<!\w)nyckel\s(?:\w+\s){{1,3}}?\w+,?\s{_CODE}",
        rf"(?<!\w)porttelefon(?:en)?{_LEADS}{_FIGURES}",
        r"(?<!\w)(?:port|dörr|entré)(?:en|n)?[.:]?\s(?P<code>\d{3,6}[#*])",
    )
)
_POST: Final = re.compile(
    r"(?<!\w)(?P<box>(?P<sure>postbox|postlåda|brevlåda|p\.?\s?o\.?\s?box|box|pl)(?:nr)?\.?\s\d{1,5})(?![\d,.:/]\d|\d|\w)"
    r"(?P<code>,?\s(?:SE-?\s?)?\d{3}\s\d\d(?=\s[^\W\d_]|[.,;]|$)|,?\s(?:SE-?\s?)?\d{5}(?=\s[^\W\d_]))?(?:,?\s(?P<town>[^\W\d_][\w-]+))?",
    re.IGNORECASE,
)
# Where somebody sleeps for the night, the patient's kin too: "patienthotellet rum 412".
_LODGED: Final = re.compile(
    r"(?<!\w)\w*(?:hotell|vandrarhem|härbärge|pensionat|boende|anhörigbostad)\w*,?\s(?:i\s|på\s)?(?P<room>(?:rum|rumsnr|nr)\s?\d{1,4}[A-Z]?)(?!\w)",
    re.IGNORECASE,
)
# "Akuten box 3 Trollhättan" is where the patient lies.
_BED_BEFORE: Final = re.compile(
    r"(?<!\w)(?:akut\w*|iva|uva|ava|avd\w*\.?(?:\s\d+\w?)?|(?:sal|rum)(?:\s\d+)?|plats|finns|i|på),?\s$", re.IGNORECASE
)
_SURELY: Final = re.compile(r"post\w+|brev\w+|p\.?\s?o\.?\s?box", re.IGNORECASE)


def doors(text: str) -> Iterator[Span]:
    """Every code of a door, every post box, and rooms where people lodge."""
    yield from (Span(*match.span("room"), "address", "room") for match in _LODGED.finditer(text))
    for pattern in _CODES:
        yield from (Span(*match.span("code"), "long_number", "code of a door") for match in pattern.finditer(text))
    for match in _POST.finditer(text):
        bed = _BED_BEFORE.search(text[: match.start()]) is not None
        if _SURELY.fullmatch(match["sure"]) or match["code"] or (_is_town(match["town"] or "") and not bed):
            yield Span(match.start(), match.end("code" if match["code"] else "box"), "address", "post box")


def _is_town(word: str) -> bool:
    """Whether mail goes to a place of that name: one with a hospital may be where the bed stands, in small letters."""
    if word.islower():
        return lexicon.is_locality(word) and not (lexicon.is_ordinary(word) or lexicon.is_clinical(word))
    where = lexicon.has_hospital(word) or lexicon.is_place(word) or lexicon.is_locality(word)
    return where and not lexicon.is_hospital(word) and not lexicon.is_clinical(word)
