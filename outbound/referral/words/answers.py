"""What answers a question of a form: "Ja", "Nej", "Vet ej", and what stands on the sheet where nobody answered."""

from __future__ import annotations

import re
from typing import Final

# What stands on the sheet for a question whose boxes are all empty.
UNANSWERED: Final = "ej besvarat"
# What stands for an answer that can't be told; it holds the referral.
UNCLEAR: Final = "Ja/Nej?"
# Of these two a form has both, and one is meant.
BOTH: Final = frozenset(("ja", "nej"))
# What a form offers; whole, at the start of a text, alone; and what begins an answer of two words.
_SAID: Final = r"ja/nej|ja|nej|vet ej|okän[td]|oklart|ing(?:en|et|a) kän[dt]a?|ej (?:känt|aktuellt|besvarat)"
_WHOLE: Final = re.compile(r"(?:ja|nej|ja/nej|vet ej|okänt|ej besvarat|ingen?|inget|[xX+-])\W*", re.IGNORECASE)
_BEGUN: Final = re.compile(rf"(?:{_SAID})(?!\w)", re.IGNORECASE)
_ALONE: Final = re.compile(rf"(?:{_SAID})[.,?]?", re.IGNORECASE)
_FIRST: Final = re.compile(r"vet|ej", re.IGNORECASE)


def is_whole(text: str) -> bool:
    """Whether a text answers what was asked, and says nothing without: "Pacemaker: nej"."""
    return _WHOLE.fullmatch(text) is not None


def begins(text: str) -> bool:
    """Whether a text begins with an answer: "Nej, hormonspiral"."""
    return _BEGUN.match(text) is not None


def is_one(text: str) -> bool:
    """Whether a text is one of the answers that a form offers, and nothing else."""
    return _ALONE.fullmatch(text.strip()) is not None


def may_begin(word: str) -> bool:
    """Whether a word is the first of an answer of two: "Vet ej", "Ej aktuellt"."""
    return _FIRST.fullmatch(word) is not None
