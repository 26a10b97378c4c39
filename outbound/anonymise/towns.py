"""Where people live, told by the name of the place alone; a hospital's town, or where care was given, stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from outbound import lexicon
from outbound.anonymise import names
from outbound.anonymise.names import Token
from outbound.anonymise.spans import Span
from outbound.lexicon import people
from outbound.lexicon.vocabulary import any_of

# "akuten i Motala", "avd 3 Falun".
_WARD_BEFORE: Final = re.compile(
    rf"(?<!\w)(?:\w*{any_of('capitals.ward_ends')}"
    r"|IVA|AVA|MAVA|KAVA|HIA|\w*avd(?:elning)?(?:en)?\.?(?:\s\d{1,3})?)\s(?:i\s|på\s)?$",
    re.IGNORECASE,
)
# Who comes from there, whatever else the sentence tells: "78-årig man från Mariestad med akut påkommen huvudvärk".
_COMES_FROM: Final = re.compile(
    rf"(?<!\w)(?:(?:{people.RELATION}|{any_of('capitals.somebody')})(?:\s\w+)?\s(?:från|ifrån|i)|hemmet,)\s$",
    re.IGNORECASE,
)
_CARED: Final = re.compile(any_of("capitals.cared"), re.IGNORECASE)
_TREATED: Final = re.compile(rf"(?<!\w){any_of('capitals.treated')}", re.IGNORECASE)
_MADE_ABROAD: Final = re.compile(rf"(?<!\w){any_of('capitals.made_abroad')}(?!\w)", re.IGNORECASE)
# Where it was done, behind the year: "Njurtransplanterad 2019 (Uppsala)".
_DONE_AT: Final = re.compile(r"(?<!\d)(?:19|20)\d\d\s?\($")
_LIVES: Final = re.compile(rf"(?<!\w)(?:{any_of('capitals.lives')}|{people.RELATION})(?!\w)", re.IGNORECASE)
_ENDS: Final = (". ", "\n", "? ", "! ")
_LEAST_SMALL: Final = 4
_LED_TO: Final = re.compile(r"(?<!\w)(?:hemtjänst|hemsjukvård|socialtjänst|kommun|boende)\w*\s$", re.IGNORECASE)
_DIRECTION: Final = re.compile(
    r"\s(?:väst|öst|norr|syd|västra|östra|norra|södra|centrum|centralt)(?!\w)", re.IGNORECASE
)


def is_one(word: str) -> bool:
    """Whether a list has the place, or it is built as villages are and nothing else is; no country is one.

    Where somebody caught what they have, or grew up, tells the reader what to look for: "kom från Eritrea i maj".
    """
    return not lexicon.is_abroad(word) and _is_listed(word)


def come_from(text: str, token: Token) -> Span | None:
    """A place that somebody is told to come from."""
    if not is_one(token.text) or not _COMES_FROM.search(text[: token.start]):
        return None
    return Span(token.start, token.end, "address", "comes from")


def lived_in(text: str, token: Token) -> Span | None:
    """A place with a capital, unless care was given there: at a hospital of that town, or abroad."""
    if is_of_ward(text, token) or (lexicon.has_hospital(token.text) and _DONE_AT.search(text[: token.start])):
        return None
    word, sentence = token.text, _sentence(text, token)
    hospital, place = lexicon.has_hospital(word), lexicon.is_place(word)
    lives = _LIVES.search(sentence) is not None
    if place and not lexicon.is_locality(word) and not lives and _MADE_ABROAD.search(sentence):
        return None
    cared = (place and _CARED.search(sentence)) or (hospital and _TREATED.search(sentence))
    return None if cared and not (hospital and lives) else Span(token.start, token.end, "address", "locality")


def is_of_ward(text: str, token: Token) -> bool:
    """Whether the town of a hospital stands behind one of its wards."""
    return lexicon.has_hospital(token.text) and _WARD_BEFORE.search(text[: token.start]) is not None


def small(text: str) -> Iterator[Span]:
    """Where people live, written in small letters, unless a hospital or an examination is told of beside it."""
    for token in names.tokens(text):
        if token.capital or len(token.text) < _LEAST_SMALL or not lexicon.is_listed_locality(token.text):
            continue
        field = lexicon.is_clinical(token.text) or lexicon.has_hospital(token.text)
        word = lexicon.is_ordinary(token.text) or _CARED.search(_sentence(text, token)) is not None
        if not field and (not word or text[: token.start].endswith(("från ", "bor i "))):
            led, more = _LED_TO.search(text[: token.start]), _DIRECTION.match(text, token.end)
            start, end = led.start() if led else token.start, more.end() if more else token.end
            yield Span(start, end, "address", "locality in small letters")


def _is_listed(word: str) -> bool:
    return lexicon.is_locality(word) or lexicon.is_place(word) or lexicon.has_hospital(word) or lexicon.is_village(word)


def _sentence(text: str, token: Token) -> str:
    """The sentence that a word stands in."""
    start = max(text.rfind(sign, 0, token.start) for sign in _ENDS)
    ends = [at for sign in _ENDS if (at := text.find(sign, token.end)) >= 0]
    return text[start + 1 : min(ends, default=len(text))]
