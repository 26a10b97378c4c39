"""Which words are names and which are ordinary or clinical: data files with their sources beside them (SOURCES.md)."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
# Debian's wswedish, ISO 8859-1. The launcher installs it; without it more words are unknown, and more faxes are held.
DICTIONARY: Final = Path("/usr/share/dict/swedish")
# Endings of medical Greek and Latin that no personal name has, on words too long to be one by chance.
_MEDICAL: Final = re.compile(
    r"\w{4,}(?:ektomi\w*|skopi\w*|grafi\w*|tomi\w*|stomi\w*|pati\w*|emi\w*|algi\w*|plegi\w*|pares\w*|stenos\w*|tromb\w*|"
    r"embol\w*|infarkt\w*|blödning\w*|fraktur\w*|tumör\w*|cancer\w*|carcinom\w*|karcinom\w*|metastas\w*|hematom\w*|"
    r"smärt\w*|ödem\w*|svikt\w*|sjuk\w*|infektion\w*|inflammation\w*|isk[at]?|iska|ell[at]?|ellt|itet\w*|tion\w*|sion\w*|"
    r"operation\w*|operera\w*|undersökning\w*|röntgen\w*|kontroll\w*|behandl\w*|ning(?:en|ar|s)?|het(?:en|er|s)?|itis|os|osen|"
    r"uri|pné|rré|oid\w*|gram|cyst\w*|angio\w*|medicin\w*|preparat\w*|vätska\w*|utlöst|beroende|liknande|känsl\w*|artad\w*)"
)
_HEADS: Final = 3


@functools.cache
def _list(name: str) -> frozenset[str]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return frozenset(word.lower() for line in lines if not line.startswith("#") for word in line.split())


@functools.cache
def _dictionary() -> frozenset[str]:
    """Ordinary words: the entries that the dictionary writes in lower case."""
    if not DICTIONARY.is_file():
        return frozenset()
    return frozenset(word for word in DICTIONARY.read_text("iso-8859-1").split() if word[:1].islower())


@functools.cache
def _nicknames() -> Mapping[str, tuple[str, ...]]:
    lines = (HERE / "nicknames.txt").read_text("utf-8").splitlines()
    pairs = (line.partition(":") for line in lines if not line.startswith("#") and ":" in line)
    return {name.strip().lower(): tuple(called.split()) for name, _, called in pairs}


def is_first_name(word: str) -> bool:
    """Whether the word is a common first name in Sweden, or what somebody with one is called."""
    return word.lower() in _list("first_names.txt") or word.lower() in _called()


def is_surname(word: str) -> bool:
    """Whether the word is one of the commonest surnames, or is built as one ("Granlund", "Enarsson")."""
    low = word.lower()
    built = re.fullmatch(
        r"\w{3,}(?:sson|sdotter|dóttir|qvist|kvist|ström|ovic|ović|ević|oğlu|ski|ska|enko|yan|sen)", low
    )
    return low in _list("surnames.txt") or (built is not None and not is_clinical(low))


def nicknames(name: str) -> tuple[str, ...]:
    """What somebody with that first name may be called."""
    return _nicknames().get(name.lower(), ())


def is_clinical(word: str) -> bool:
    """Whether the word belongs to the field: listed, or ending as only its words do."""
    low = word.lower()
    return low in _list("clinical.txt") or (len(low) >= 8 and _MEDICAL.fullmatch(low) is not None)


@functools.lru_cache(maxsize=20_000)
def is_ordinary(word: str) -> bool:
    """Whether the word is Swedish as it stands, inflected, or put together of words that are."""
    low = word.lower()
    return _is_word(low) or _is_inflected(low) or _is_compound(low)


def _is_word(low: str) -> bool:
    return low in _dictionary() or low in _list("clinical.txt")


def _is_inflected(low: str) -> bool:
    endings = (
        "s",
        "en",
        "et",
        "n",
        "t",
        "na",
        "er",
        "ar",
        "or",
        "erna",
        "arna",
        "ens",
        "ets",
        "a",
        "e",
        "de",
        "te",
        "ad",
        "at",
    )
    stems = (low[: -len(end)] for end in endings if low.endswith(end) and len(low) - len(end) >= 4)
    return any(_is_word(stem) or _is_word(stem + "a") for stem in stems)


def _is_compound(low: str) -> bool:
    """Two words, perhaps with an s between: buksmärta, lungemboli, höftprotesoperation."""
    for cut in range(_HEADS, len(low) - _HEADS):
        head, tail = low[:cut], low[cut:]
        known = _is_word(head) or (head.endswith("s") and _is_word(head[:-1]))
        if known and len(tail) >= 4 and (_is_word(tail) or _is_inflected(tail) or is_clinical(tail)):
            return True
    return False


@functools.cache
def _called() -> frozenset[str]:
    return frozenset(called.lower() for names in _nicknames().values() for called in names)
