"""The name beside a number: right before it or right behind, where other words stand as well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ocr import identifiers
from outbound import lexicon
from outbound.lexicon import hospitals
from outbound.referral.words import kinds, labels, titles, units, value_shapes

# Numbers that are one person's.
NUMBERS: Final = (identifiers.Category.PERSONAL_NUMBER, identifiers.Category.RESERVE_NUMBER)
# A first name and a surname at least, each with a capital.
FULL: Final = re.compile(rf"[A-ZÅÄÖÉ][\w'’-]+(?:\s(?:{value_shapes.PARTICLE}\s){{0,2}}[A-ZÅÄÖÉ][\w'’-]+){{1,3}}")
# What may stand between a name and its number, in any order: what leads to it, a date of birth, an age, a place.
_ONE_BETWEEN: Final = "|".join(
    (
        r"(?:född|f\.|födelse(?:data|datum|nummer|nr)|(?<!\w)(?:kv|k|m)\.?\s\d{1,3}\s?"
        r"|pnr|pers\.?\s?nr|personnr|personnummer|samordn\w*\.?(?:\s?nr)?|reserv(?:nr|nummer)|id|nr|med)[:\s]{0,2}",
        r"(?:19|20)?[\d-]{6,10}[,\s]+",
        r"en\s",
        r"\w+(?:årig|åring|månaders|veckors)(?=[\s,])",
        r"\d{1,3}\s?(?:år|v|veckor|mån(?:ader)?|dagar|dygn)(?:\sgammal)?(?=[\s,])",
        r"(?:rum|sal|plats|säng)\s[\d:]+",
        r"(?:man|kvinna|tjej|kille|pojke|flicka)(?=[,\s])",
        r"\(samordn\w*\.?(?:\s?nr)?\)",
        r"(?:här|hos\soss|inne)(?=[,\s])",
        r"[\s,(:/*|]",
    )
)
# "Bo Ek, och hans personnummer är", and then those.
_BETWEEN: Final = (
    r"(?:(?:och|som|med)\s(?:har\s)?)?(?:(?:hennes|hans)\s)?(?:personnumret|personnummer)?(?:\sär\s)?"
    rf"(?:{_ONE_BETWEEN}){{0,8}}"
)
# Up to four words with capitals, before a number and behind it.
_CAPITALS: Final = (
    r"[A-ZÅÄÖÜÉÇŠŽ][\w’'-]+[,\s]{0,2}"
    rf"(?:(?:{value_shapes.PARTICLE}\s){{0,2}}[A-ZÅÄÖÜÉÇŠŽ][\w’'-]+[,\s]{{0,2}}){{0,3}}"
)
_BEFORE: Final = re.compile(rf"(?<!\w)({_CAPITALS}){_BETWEEN}$")
_BEHIND: Final = re.compile(rf"(?:[\s,:(/*|]|\(samordn\w*\.?(?:\s?nr)?\))*({_CAPITALS})")
# What cares for the sick by its own word: "Centrallasarettet".
_CARE: Final = re.compile(r"\w*(?:lasarett|sjukhus|vårdcentral|klinik|mottagning)(?:et|en)?s?", re.IGNORECASE)
# "VÄ", "HÖ": no word of the dictionary, and nobody's name.
_SHORTEST: Final = 2


def is_in(text: str) -> bool:
    """Whether a personal or reserve number stands in a text."""
    return any(one.category in NUMBERS for one in identifiers.find(text))


def beside(value: str) -> str:
    """The capitalised words right before or right after a personal number: the name, unless all are ordinary words."""
    value = _without_hospitals(re.sub('["“”]', " ", without_unit(value)))
    found = [finding for finding in identifiers.find(value) if finding.category is not identifiers.Category.ADDRESS]
    # Beside a telephone in the patient's own line stands somebody else as often.
    own = [word for one in found if one.category in NUMBERS for word in _around(value, one)]
    return " ".join(own or [word for one in found for word in _around(value, one)])


def names_of(run: str) -> list[str]:
    """The words of a run but for those of the field; none if the dictionary and no list of names has them all."""
    every = [(word, lexicon.is_first_name(word) or lexicon.is_surname(word)) for word in re.findall(r"[\w’'-]+", run)]
    rest = [word for word, _ in every if not _cares(word)]
    if len(rest) < len(every) and all(lexicon.has_hospital(word) or units.is_place(word) for word in rest):
        return []
    if _is_first_and_last(every):
        return [word for word, _ in every]
    words = [(word, told) for word, told in every if told or not (_of_the_field(word) or lexicon.is_place(word))]
    named = any(listed or not (lexicon.is_familiar(word) or len(word) <= _SHORTEST) for word, listed in words)
    return [word for word, _ in words] if named else []


def is_whole_name(text: str) -> bool:
    """Whether two or three capitals beside a number are a name, even of ordinary words: "Halvar Lung"."""
    words = text.strip().split()
    known = (labels.is_label, kinds.is_form, lexicon.is_hospital, lexicon.has_hospital, units.is_short, _cares)
    # Whoever has first names alone before it is called so: "Harry Rolf Blad".
    first = [part for word in words[:-1] for part in ([word] if lexicon.is_first_name(word) else word.split("-"))]
    given = len(words) >= 2 and all(map(lexicon.is_first_name, first)) and not labels.is_label(words[-1])
    told = words[:-1] if given and kinds.is_form(words[-1]) else words
    other = any(knows(word) for word in told for knows in known) or all(map(lexicon.is_field, words))
    unit = units.first(text) or units.in_prose(text) or units.hospital(text)
    staff = kinds.is_private(text) or titles.named(text)
    return FULL.fullmatch(text.strip()) is not None and not (text.isupper() or other or unit or staff)


def without_numbers(text: str) -> str:
    """A line without the numbers in it and the signs round them."""
    for finding in reversed(identifiers.find(text)):
        text = text[: finding.start] + " " + text[finding.end :]
    return " ".join(re.sub('["“”/,;:()]', " ", text).split())


def without_unit(text: str) -> str:
    """The text without a unit with its place: "Bo Ek 19410622-9828, AVA Värnamo 14:2" names one person."""
    unit = units.in_prose(text)
    return text.replace(unit, " ") if unit else text


def _without_hospitals(text: str) -> str:
    """A line of the same length without the names of hospitals: "Capio S:t Görans   20230925-9824"."""
    for start, end in hospitals.named(text):
        text = text[:start] + "," * (end - start) + text[end:]
    return text


def _around(value: str, found: identifiers.Finding) -> Iterator[str]:
    """The capitalised words right before a number and right behind it."""
    behind = _BEHIND.match(value[found.end :])
    # In the other column stands who refers: "19…-9836   Bo Ek, ST akutsjukvård".
    staff = titles.named(value[behind.start(1) + found.end :]) if behind else ""
    if behind and not (staff and staff.startswith(behind[1].split()[0])):
        yield from names_of(behind[1])
    before = _BEFORE.search(value[: found.start])
    yield from names_of(before[1]) if before else ()


def _is_first_and_last(words: Sequence[tuple[str, bool]]) -> bool:
    """Whether a first name and one more word, whatever it means, are all that stands there: "Holger Stål"."""
    if len(words) != 2 or not lexicon.is_first_name(words[0][0]):
        return False
    last = words[1][0]
    return not (last.isupper() or labels.is_label(last) or kinds.is_form(last) or lexicon.has_hospital(last))


def _cares(word: str) -> bool:
    return _CARE.fullmatch(word) is not None


def _of_the_field(word: str) -> bool:
    """Whether the field knows a word, or each part of it between hyphens: "ÖNH-REMISS" is no name."""
    parts = word.split("-") if "-" in word else [word]
    known = (lexicon.is_clinical, labels.is_label, kinds.is_form, lexicon.is_field, lexicon.is_hospital)
    known = (*known, units.is_short, units.is_place, _cares)
    return all(any(knows(part) for knows in known) for part in parts)
