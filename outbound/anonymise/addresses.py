"""The patient's own addresses in running text: whole, their streets, homes and schools, and their towns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from outbound import lexicon
from outbound.anonymise.spans import Span
from outbound.lexicon import hospitals
from outbound.lexicon.vocabulary import any_of
from outbound.referral.words import labels, units

# A line that begins with a farm or an estate and its number, before a town: "Råda ängar 6, Lidköping".
_BEFORE_TOWN: Final = re.compile(
    r"^\W{0,2}(?P<place>[A-ZÅÄÖ][\w'’-]{2,}(?:\s[\wåäöÅÄÖ-]{3,}){0,2}\s\d{1,4}\s?[A-Ha-h]?),\s(?P<town>[A-ZÅÄÖ][\w-]+)",
    re.MULTILINE,
)
# An examination and its date, up to where it was made: "MR fotled 2019-04-02, Evidia Helsingborg".
_DAY: Final = r"(?:19|20)\d\d(?:-\d\d){0,2}(?!\d)"
_EXAMINED: Final = re.compile(
    rf"(?<!\w)(?:{any_of('places.examinations')})(?!\w)[^.;?!\n]{{0,50}}?(?<!\d){_DAY}(?:[\s,]+(?:och\s)?{_DAY})*"
    r"[\s,(]{1,2}(?:(?:på|i|vid|hos)\s)?(?:(?!bo[rs]|flytt|född|hem)[^\W\d_]{2,}\s)?$",
    re.IGNORECASE,
)
_BACK: Final = 110
# Shorter words, and genitives of them, are left as they are.
_LEAST: Final = 4
# What stands behind a post code is a town, listed or not.
_POST_TOWN: Final = re.compile(r"(?<!\d)\d{3}\s?\d\d\s+([^\W\d_][\w-]+)")
_STREET: Final = re.compile(r"(?:vägen|gatan|gränd|torget|stigen|backen|gård)$", re.IGNORECASE)


def own(text: str, told: Sequence[str], *, towns: bool, unit: str = "", examined: bool = False) -> Iterator[Span]:
    """Where the patient's addresses stand, whole or word by word; their towns only if `towns`.

    A town that the `unit` has is told in any case: it stays right behind an examination that was made there, and in a
    text that tells of nothing but what was `examined`.
    """
    for span in _own(text, told, towns=towns):
        if not (_is_printed(text, span, unit) and (examined or _is_examined_at(text, span))):
            yield span


def before_towns(text: str) -> Iterator[Span]:
    """What stands before a town and bears a number, at the start of a line, if it is no ward and no room."""
    for match in _BEFORE_TOWN.finditer(text):
        words = match["place"].split()
        ward = units.first(match["place"]) or units.in_prose(match["place"]) or any(map(units.is_short, words))
        known = any(lexicon.is_clinical(word) or lexicon.is_field(word) or labels.is_label(word) for word in words)
        if _is_place(match["town"]) and not (ward or known):
            yield Span(*match.span("place"), "address", "before a town")


def _is_printed(text: str, span: Span, unit: str) -> bool:
    town = text[span.start : span.end].lower().removesuffix("s")
    return town.isalpha() and re.search(rf"(?<!\w){town}s?(?!\w)", unit, re.IGNORECASE) is not None


def _is_examined_at(text: str, span: Span) -> bool:
    return _EXAMINED.search(text[max(0, span.start - _BACK) : span.start]) is not None


def _own(text: str, told: Sequence[str], *, towns: bool) -> Iterator[Span]:
    low = text.lower()
    behind_code = {match[1] for value in told for match in _POST_TOWN.finditer(value)}
    addresses = [value for value in told if towns or not _is_town(value)]
    for value in (one for one in addresses if one.lower() in low):
        yield from (Span(*match.span(), "address", "identity") for match in re.finditer(re.escape(value), text, re.I))
    for word in {word for value in addresses for word in re.findall(r"[^\W\d_]{4,}", value)}:
        word = word.removesuffix("s") if len(word) > _LEAST + 1 else word
        if word.lower() not in low:
            continue
        street = _STREET.search(word) is not None
        called = not towns and re.search(rf"(?<!\w){re.escape(word)}s?\s{hospitals.KIND}(?!\w)", text, re.I) is not None
        town = any(one.startswith(word) for one in behind_code)
        if called or (not (towns or street) and (town or _is_place(word) or _is_place(f"{word}s"))):
            continue  # the hospital's town, or what it is called after: it is printed beside the unit in any case
        if street or not lexicon.is_ordinary(word) or lexicon.is_clinical(word):
            for match in re.finditer(rf"(?<!\w){re.escape(word)}s?(?!\w)", text, re.IGNORECASE):
                yield Span(*match.span(), "address", "identity")
        elif word[0].isupper() and not lexicon.is_inflected(word):  # "Granliden", put together of two words
            yield from (Span(*match.span(), "address", "identity") for match in re.finditer(rf"\b{word}s?\b", text))
        elif word[0].isupper() and towns:  # "Lärkan", of a pre-school: a word of its own, told from one by its capital
            inside = rf"(?<=[a-zåäö,] ){re.escape(word)}s?(?!\w)"
            yield from (Span(*match.span(), "address", "identity") for match in re.finditer(inside, text))


def _is_place(word: str) -> bool:
    return lexicon.is_place(word) or lexicon.is_locality(word)


def _is_town(value: str) -> bool:
    """Whether an address is nothing but a town, with its post code or without."""
    words = re.findall(r"[^\W\d_]{2,}", value)
    return len(words) <= 2 and not any(map(_STREET.search, words)) and any(map(_is_place, words))
