"""Running text in which names can't be told from words as elsewhere: of one case, in English, a mail in a mail."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from outbound.referral.page.grid import Row
from outbound.referral.values import STAFF, FieldName

# A mail inside a mail: who "I" is changes with it.
_FORWARDED: Final = re.compile(
    r"\W*(?:ursprungligt meddelande|original message|vidarebefordrat|forwarded message)", re.IGNORECASE
)
# Running text with fewer letters than this may well have no capital.
_PROSE_LETTERS: Final = 60
# So many English words, and more than Swedish ones, make it English.
_FEWEST_ENGLISH: Final = 8
# The commonest words of each language.
_ENGLISH: Final = re.compile(
    r"(?<!\w)(?:the|and|of|with|his|her|was|is|from|on|at|she|he|to|in|for|who|has|had)(?!\w)", re.IGNORECASE
)
_SWEDISH: Final = re.compile(
    r"(?<!\w)(?:och|med|som|är|var|från|på|vid|hon|han|till|för|har|hade|av|ej|utan)(?!\w)", re.IGNORECASE
)


def is_forwarded(rows: Sequence[Row]) -> bool:
    """Whether a mail holds another: who writes in it is somebody else, perhaps the patient."""
    return any(_FORWARDED.match(row.text) for row in rows)


def is_of_one_case(fields: Mapping[FieldName, str]) -> bool:
    """Running text without capitals, or of nothing else: what tells a name from a word is missing."""
    letters = [
        sign for name in (FieldName.HISTORY, FieldName.STATUS) for sign in fields.get(name, "") if sign.isalpha()
    ]
    capitals = sum(sign.isupper() for sign in letters)
    return len(letters) >= _PROSE_LETTERS and (capitals == 0 or capitals > 0.7 * len(letters))


def is_foreign(fields: Mapping[FieldName, str]) -> bool:
    """Whether the story is told in English, where names are not told from words by what stands before them here."""
    told = " ".join(text for name, text in fields.items() if name not in STAFF)
    english, swedish = len(_ENGLISH.findall(told)), len(_SWEDISH.findall(told))
    return english >= _FEWEST_ENGLISH and english > swedish
