"""The name that running text introduces: "heter Tage Ek", "Stella Lidman, född 12 maj 2003", "akut dt på stig lång"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from ocr import identifiers
from outbound import lexicon
from outbound.lexicon.vocabulary import any_of
from outbound.referral.page.grid import Row
from outbound.referral.patient import numbered_names
from outbound.referral.values import Clue, Group
from outbound.referral.words import titles, value_shapes

# Capitals of any tongue.
_ANY: Final = r"[^\W\d_a-zà-öø-ÿ][\w’'-]+"
_TWO_NAMES: Final = rf"(?P<name>{_ANY}(?:\s(?:{value_shapes.PARTICLE}\s){{0,2}}{_ANY}){{1,3}})"
# What leads to a name, and what follows one, in running text.
_TELLING: Final = (
    re.compile(rf"(?:^|\n){_TWO_NAMES},\s\d{{1,3}}\s?(?:år|mån)"),
    re.compile(
        rf"(?<!\w)på\s{_TWO_NAMES}(?:\sfrån\s[A-ZÅÄÖ][\w-]+)?,?\s\(?(?:p\.?\s?nr|pnr|personn\w*)?[:.]?\s?(?:19|20)?\d{{6}}"
    ),
    re.compile(
        rf"(?i:(?<!jag\s)heter|heta|kallar\ssig|namnet\sär|namn\sär|vid\snamn|uppger\snamn(?:et)?|patientens\snamn)[\s:]+{_TWO_NAMES}"
    ),
    re.compile(
        r"(?<!\w)(?:[Pp]at\.?|[Rr]emiss på|[Gg]äller|[Pp]atient(?:en)?|flickan|pojken|mannen|kvinnan)"
        rf"(?:\sär|\sheter)?[\s:,]+{_TWO_NAMES}"
    ),
    re.compile(rf"{_TWO_NAMES}[\s,(]+(?i:pnr|personnr|personnummer)"),
    re.compile(rf"(?:^|\n){_TWO_NAMES}[.,]\s(?:[Bb]or|[Bb]oende|[Ff]rån)\s"),
    re.compile(rf"(?<=[.,]\s)Namn\s{_TWO_NAMES}(?=[.,])"),
)
# Words at the start of a sentence may be words.
_ACTING: Final = re.compile(
    rf"(?:^|[.!?]\s|\n){_TWO_NAMES},?\s(?:är|kommer|inkommer|inkom|ligger|söker|sökte|vårdas"
    r"|på\s(?=(?:avd|akut|iva|hia|ava|kava|mava|\w*avdelning)))\s?"
)
# Names in small letters at the start of a line, before the number.
_SMALL_NAMES: Final = re.compile(
    r"\W*(?P<name>[^\W\d_]{2,}(?:-[^\W\d_]+)?(?:\s[^\W\d_][^\W\d_-]+(?:-[^\W\d_]+)?){1,2}),?"
    r"\s(?:19|20)?\d{6}[-+ ]?\d{4}"
)
# The same behind a full stop, or whom it is about: "akut dt huvud. åsa ros 640829-9821", "dt urinv på liam strand …".
_SMALL_BEHIND: Final = re.compile(
    r"(?:[.!]|(?<!\w)(?:på|gäller|avser|ang|pat(?:ient)?)\.?)\s"
    r"(?P<name>[^\W\d_]{2,}(?:-[^\W\d_]+)?\s[^\W\d_]{2,}),?\s(?:19|20)?\d{6}[-+ ]?\d{4}"
)
_MONTH: Final = r"(?i:jan|feb|mars|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*"
# What an implant is, before who made it and its day: "TIPS-stent Gore Viatorr 2024-11-05" is nobody's birth.
_DEVICE: Final = re.compile(rf"{any_of('makers.device')}\w*(?:\s[\w’'-]+){{1,3}}$", re.IGNORECASE)
# A name with a date of birth behind it.
_BORN: Final = re.compile(
    rf"(?P<name>{_ANY},?(?:\s{_ANY}){{1,3}})\s?[,/|]?\s{{1,2}}\(?(?P<led>(?i:född|f\.|f|födelsedat\w+)[:\s]\s?)?"
    rf"(?P<born>(?:18|19|20)?\d\d-?\d\d-?\d\d(?![\d-])|\d{{1,2}}\s{_MONTH}\.?\s(?:19|20)\d\d|\d{{1,2}}/\d{{1,2}}\s?[-–]\s?(?:19|20)?\d\d)(?!\d)"
)
# Behind a day, when something was printed.
_TIME: Final = re.compile(r"[\s,]+(?:kl\.?\s)?\d{1,2}[:.]\d\d(?!\d)")


def in_sentences(text: str) -> str:
    """The name that a sentence introduces, or "": "heter Tage Ek", "Karin Ek (pnr ovan)"."""
    found = (match["name"] for pattern in _TELLING for match in pattern.finditer(text))
    acting = (match["name"] for match in _ACTING.finditer(text) if numbered_names.names_of(match["name"]))
    return next((name for name in (*found, *acting) if numbered_names.is_whole_name(name)), "")


def in_small_letters(text: str) -> str:
    """The name that opens a line without any capital, before the number: "stig lång 420303-9856"."""
    match = _SMALL_NAMES.match(text) or _SMALL_BEHIND.search(text)
    return match["name"] if match and not any(map(str.isupper, text)) else ""


def born(rows: Sequence[Row], today: date) -> Iterator[Clue]:
    """The name and the date of birth that stand side by side, in rows without a personal number."""
    for row in rows:
        for match in _BORN.finditer(row.text):
            if _DEVICE.search(row.text[: match.end("name")]):
                continue
            date_ = identifiers.born(match["born"], today)
            opens = match.start() == 0 or match["born"].replace("-", "").isdigit()
            name = _without_leads(match["name"].replace(",", ""))
            plain = any(map(lexicon.is_first_name, name.split())) and opens
            # "Utskriven av: Leg läk Bo Ek 2025-12-31 23:58": when the doctor printed it.
            printed = name in titles.named(row.text) or _TIME.match(row.text, match.end()) is not None
            filed = "," in match["name"] and match.span() == (0, len(row.text.rstrip()))
            told = (
                match["led"]
                or (filed and date_ is not None)
                or (plain and not printed and date_ is not None and date_.year < today.year)
            )
            if date_ is not None and told and numbered_names.is_whole_name(name):
                yield Clue(Group.NAME, name)
                # With four figures behind it, it is a personal number's first half, which would tell no sex.
                half = re.match(r"(?:[ -]?|\s?[–+]\s?)\d{4}(?![\d-])", row.text[match.end("born") :])
                yield from () if half else (Clue(Group.IDENTITY, match["born"]),)


def _without_leads(name: str) -> str:
    """The name without ordinary words before it: "Gäller Stella Lidman"."""
    words = name.split()
    listed = any(lexicon.is_first_name(word) or lexicon.is_surname(word) for word in words[:1])
    led = len(words) > 2 and not listed and lexicon.is_familiar(words[0]) and lexicon.is_first_name(words[1])
    return " ".join(words[1:] if led else words)
