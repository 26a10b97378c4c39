"""Where an earlier examination was made, if the sheet prints that town as the referring unit's anyway.

Many patients live where their hospital is: "MR fotled 2019-04-02, Helsingborg" tells no home. The reader asks that
hospital for the pictures. Own patterns, apart from the anonymiser's.
"""

from __future__ import annotations

import re
from typing import Final

from outbound.gate import stream

_MADE: Final = (
    r"(?<![^\W_])(?:[a-zåäö]*(?:röntgen|rontgen|rtg|ultraljud|mammografi|tomografi)|[DC]T|MRT?|MRCP|UL|UCG|PET)(?![^\W_])"
    r"[^.;?!]{0,60}?(?<!\d)(?:19|20)\d\d(?:-\d\d){0,2}(?!\d)"
)
# More days, and a word or two that lead to the place: "2026-11-21 och 2026-11-25, Uddevalla", "2019, Evidia Lund".
_LEADS: Final = (
    r"(?:[\s,]+(?:och\s)?(?:19|20)\d\d(?:-\d\d){0,2})*[\s,(]{1,3}(?:(?:på|pa|i|vid|hos)\s)?"
    r"(?:(?!bo[rs]|flytt|f[öo]dd|hem)[^\W\d_]{2,}\s)?"
)
_WORD: Final = re.compile(r"[^\W\d_]{4,}")


def masked(text: str, unit: str) -> str:
    """The text with each town of the unit made unfindable right behind an examination and its date, nowhere else."""
    towns = "|".join(sorted({re.escape(word.removesuffix("s")) for word in _WORD.findall(unit)}))
    if not towns:
        return text
    told = re.compile(rf"{_MADE}{_LEADS}(?P<town>{towns})s?(?![^\W_])", re.IGNORECASE)
    for match in list(told.finditer(text)):
        start, end = match.span("town")
        text = text[:start] + stream.MASK * (end - start) + text[end:]
    return text
