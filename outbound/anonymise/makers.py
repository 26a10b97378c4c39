"""Who made a medicine or a device, beside it: "Metformin Actavis", "stapesprotes (Karl Storz, titan)".

Makers are called as people are (Leo, Orion, Link, Gore), so that a maker's name alone says nothing.
"""

from __future__ import annotations

import re
from typing import Final

from outbound import lexicon
from outbound.anonymise.names import Token
from outbound.lexicon import brands
from outbound.lexicon.vocabulary import any_of

_MEDICINE: Final = re.compile(
    r"(?<![\w-])(?P<medicine>[^\W\d_][\w-]{3,})\s(?:(?:depot|retard|forte)\s)?\(?$", re.IGNORECASE
)
_DEVICE: Final = re.compile(rf"{any_of('makers.device')}\w*[^.;:?!\n]{{0,40}}$", re.IGNORECASE)
# Medicines that are called as women are, behind what kind they are: "P-piller (Yasmin)".
_CALLED_SO: Final = re.compile(rf"(?<!\w){any_of('makers.called_so')}\s?\(?$", re.IGNORECASE)
_BACK: Final = 60
_BESIDE: Final = re.compile(r"\s(?:&\s)?(?P<word>[^\W\d_][\w-]+)")


def is_one(text: str, token: Token) -> bool:
    """Whether the capital is a maker's beside what it made, or a medicine's that is called as people are."""
    before = text[max(0, token.start - _BACK) : token.start]
    if not token.capital or _owns(text, token):
        return False
    if _CALLED_SO.search(before):
        return brands.is_named_medicine(token.text)
    if not _is_listed(text, token, before):
        return False
    medicine = _MEDICINE.search(before)
    return (medicine is not None and brands.is_medicine(medicine["medicine"])) or _DEVICE.search(before) is not None


def _owns(text: str, token: Token) -> bool:
    """Whether something is done by whoever is called so: "Waran Leo tar själv"."""
    behind = re.match(r"\s([a-zåäö]+)", text[token.end :])
    return behind is not None and (lexicon.is_human_deed(behind[1]) or lexicon.is_deed(behind[1]))


def _is_listed(text: str, token: Token, before: str) -> bool:
    """Whether the word is a maker's, by itself or with the word before it or behind: "Karl Storz"."""
    if brands.is_maker(token.text):
        return True
    behind = _BESIDE.match(text, token.end)
    ahead = re.search(r"(?P<word>[^\W\d_][\w-]+)\.?\s(?:&\s)?$", before)
    pairs = (f"{token.text} {behind['word']}" if behind else "", f"{ahead['word']} {token.text}" if ahead else "")
    return any(map(brands.is_maker, filter(None, pairs)))
