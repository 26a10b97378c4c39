"""Whom a text names with a title: "Dr Bo Ek", "Bo Ek, ST-läkare", "/Ek barnjour"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from outbound import lexicon
from outbound.lexicon.vocabulary import any_of
from outbound.referral.words import units

# Names with a title before them or behind.
_NAMES: Final = r"[A-ZÅÄÖ][\w'’-]+(?:\s[A-ZÅÄÖ][\w'’-]+)"
_TITLE: Final = any_of("kinds.title")
# A first name and a surname, one of them perhaps a letter, as whoever signs writes them.
LETTER: Final = r"[A-ZÅÄÖÉ]\."
WORD: Final = r"[A-ZÅÄÖÉÇŠŽĆČŁØ][a-zåäöéèüšžćčąęłńøæ'’]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?"
NAME: Final = re.compile(rf"(?:{LETTER}\s?){{1,2}}{WORD}|{WORD}(?:\s{LETTER})?(?:\s{WORD}){{1,2}}|{WORD}\s{LETTER}")
_ANY: Final = re.compile(rf"(?<!\w){_TITLE}(?!\w)")
# Who dictates, in the middle of a line: "…, dikterande Bo Ek, ortopedjour".
_DICTATED: Final = re.compile(
    rf"(?<!\w)(?i:dikterande|dikterat(?:\sav)?|dikteras\sav|signerat\sav|undertecknat\sav|undertecknad)[\s,:]+"
    rf"(?P<who>{_NAMES}{{0,1}}(?:,?\s\(?(?:{_TITLE}|ul)(?!\w))?)"
)
# A title of five letters and more is not cut short: behind its full stop begins a sentence.
_TITLED: Final = re.compile(rf"(?<!\w){_TITLE}(?:(?<!\w{{5}})\.)?(?:\s(?:är|heter))?[\s,:]+{_NAMES}{{0,2}}")
_NAMED_FIRST: Final = re.compile(
    rf"^\W*(?:av\s)?(?:{_NAMES}(?:\s[A-ZÅÄÖ][\w'’-]+)?,?|(?:[A-ZÅÄÖ]\.\s?){{1,2}}[A-ZÅÄÖ][\w'’-]+,?|[A-ZÅÄÖ][\w'’-]+,\s[A-ZÅÄÖ][\w'’-]+(?=\s\())\s\(?(?:(?:vik|tf|t\.f|bitr|tjg|legitimerad|leg)\.?\s)?(?:{_TITLE}|ul)(?!\w)"
)
# The same in the middle of a line, before what only the staff are called.
_NAMED_LATER: Final = re.compile(rf"(?<=[,;/(–-]\s){_NAMES},?\s\(?(?i:{any_of('capitals.on_duty')})(?!\w)")
_ON_DUTY: Final = re.compile(
    rf"(?<!\w)(?P<name>[A-ZÅÄÖ][\w'’-]+(?:\s[A-ZÅÄÖ][\w'’-]+){{0,2}}),?\s\(?(?i:{any_of('capitals.on_duty')})(?!\w)"
)
# A surname behind a stroke, as notes are signed: "/Ek barnjour".
_SLASHED: Final = re.compile(rf"\s*/{{1,2}}\s?(?P<who>[A-ZÅÄÖ][\w'’-]+,?\s\(?{_TITLE})(?!\w)")
# One name alone with a title, and where: "Britt-Inger, nattsköterska avd 8", "/Elin ssk natt".
_SIGNED_ALONE: Final = re.compile(
    rf"\W*(?P<who>(?P<name>[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?),?\s\(?{_TITLE}\)?)(?:\s(?:natt|jour|avd\.?|på|\w{{1,12}})){{0,3}}\W*"
)
# A greeting before a name.
_GREETED: Final = re.compile(
    r"^\W*(?:mvh|(?:(?:med\s)?vänliga?\s)?hälsning\w*|hälsar|vänligen|tack(?:\spå\sförhand)?)[\s,:]+", re.IGNORECASE
)
# A title, a name and what kind of telephone it is.
_MOBILE_OF: Final = re.compile(rf"^(\W*{_TITLE}\s{_NAMES}),?\smob(?:il)?(?:nr|telefon)?[.:]?(?=\s\d|$)")


def named(text: str) -> str:
    """The first name of a text that has a title before or behind it, with the title; "" if none has."""
    text = _GREETED.sub("", text)
    if dictated := _DICTATED.search(text):
        return dictated["who"]
    alone = _SIGNED_ALONE.fullmatch(text)
    if alone is not None and all(map(lexicon.is_first_name, alone["name"].split("-"))):
        return alone["who"]
    if slashed := _SLASHED.match(text):
        return slashed["who"]
    match = next(filter(_names_somebody, _TITLED.finditer(text)), None)
    match = match or _NAMED_FIRST.match(re.sub(r"^[\d\s+()/-]+", "", text)) or _NAMED_LATER.search(text)
    name = match.group().strip(" ,") if match else ""
    return f"{name})" if "(" in name and ")" not in name else name


def every(text: str) -> Iterator[str]:
    """Each name of a text that has a title before it, or behind it what only the staff are called."""
    yield named(text)
    yield from (match.group() for match in _TITLED.finditer(text) if _names_somebody(match))
    yield from (match["name"] for match in _ON_DUTY.finditer(text))


def has_one(text: str) -> bool:
    """Whether a text has a title, beside a name or not: "ssk koordinator"."""
    return _ANY.search(text) is not None


def is_one(text: str) -> bool:
    """Whether a text is a title and nothing else: "distriktsläkare"."""
    return re.fullmatch(rf"\W*{_TITLE}\W*", text) is not None


def without_mobile(text: str) -> str:
    """A text without the word for a mobile behind whom a title names: "Infektionsläkare Bo Ek, mobil 070-…".

    Whoever works at night may have no other telephone.
    """
    return _MOBILE_OF.sub(r"\1", text)


def _names_somebody(titled: re.Match[str]) -> bool:
    """Whether behind a title stands no hospital or its town: "jouren Linköping" is nobody, "jour Nora Fahlén" is."""
    first, *last = every = re.findall(r"(?<=\s)[A-ZÅÄÖ][\w'’-]+", titled.group()) or [""]
    # "Underläkare, Geriatrik" is where.
    if all(lexicon.is_field(word) or lexicon.is_listed_clinical(word) for word in every):
        return any(lexicon.is_first_name(word) or lexicon.is_surname(word) for word in every)
    return (bool(last) and lexicon.is_first_name(first)) or not (
        units.in_prose(titled.group()) or units.hospital_beside(titled.group())
    )
