"""What a device is called, where nobody's name stands: "elektroder Solia", "klämma (Ovesco)", "(Kiwi, Cook)".

No list has the names of all devices; who made them and what they are tells one from a person.
"""

from __future__ import annotations

import functools
import re
from typing import Final

from outbound import lexicon
from outbound.anonymise import makers
from outbound.anonymise.names import Token
from outbound.lexicon.vocabulary import any_of

_KIND: Final = re.compile(rf"{any_of('makers.device')}\w*", re.IGNORECASE)
# Between what it is and what it is called: a side, a bracket.
_BETWEEN: Final = re.compile(r"(?:\s(?:hö|vä|höger|vänster|bilat\w*|typ|av typ|märke|modell))?\s\(?", re.IGNORECASE)
_REACH: Final = 20
# Behind its maker, in so many words: "Cook Zenith Alpha".
_BEHIND_MAKER: Final = re.compile(r"\s(?:[A-ZÅÄÖ][\w-]*\s){0,2}")
# In brackets before its maker.
_INSIDE: Final = re.compile(r"\([^()\n]{0,40}$")
_TO_MAKER: Final = re.compile(r"(?:\s[A-ZÅÄÖ\d][\w-]*){0,3},\s")
# A device's name goes on with its model or ends: nobody does anything behind it.
_ENDS: Final = re.compile(r"\s?(?:[(),;/]|$|[A-ZÅÄÖ\d])|\s(?:för|med|sedan|insatt|inlagd|vid|efter|och)(?!\w)")
_BACK: Final = 60


def is_name(text: str, token: Token) -> bool:
    """Whether a capital is a device's name: put together with what it is, or nobody's name behind that or its maker."""
    if not token.capital:
        return False
    head = token.text.partition("-")[0]
    stop = token.start + len(head)
    if text.startswith("-", stop) and _KIND.match(text, stop + 1):
        return True
    return _stands(text, token) and not _is_somebodys(head)


def _stands(text: str, token: Token) -> bool:
    """Whether a device's name may stand there: beside its maker, before it in brackets, or behind what it is."""
    if _ENDS.match(text, token.end) is None:
        return False
    named = makers.named(text)
    beside = any(_BEHIND_MAKER.fullmatch(text, end, token.start) for _, end in named if end < token.start)
    before = named and _INSIDE.search(text, max(0, token.start - _BACK), token.start)
    to_maker = before and any(_TO_MAKER.fullmatch(text, token.end, start) for start, _ in named if token.end < start)
    return beside or bool(to_maker) or _is_behind_kind(text, token.start) or makers.made_medicine(text, token)


def _is_behind_kind(text: str, start: int) -> bool:
    return any(_BETWEEN.fullmatch(text, end, start) for end in _kinds(text) if end < start <= end + _REACH)


@functools.lru_cache(maxsize=32)
def _kinds(text: str) -> tuple[int, ...]:
    """Where the words for devices end."""
    return tuple(match.end() for match in _KIND.finditer(text))


def _is_somebodys(word: str) -> bool:
    known = (lexicon.is_first_name, lexicon.is_surname, lexicon.is_place, lexicon.has_hospital)
    return any(knows(word) for knows in known)
