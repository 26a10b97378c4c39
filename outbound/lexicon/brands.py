"""Medicines by their names, and who makes medicines and devices."""

from __future__ import annotations

import functools

from outbound.lexicon import lists
from outbound.lexicon.vocabulary import words


def is_medicine(word: str) -> bool:
    """Whether the word is a medicine's name or what it holds, and nobody's."""
    low = word.lower()
    return low in lists.of("drugs.txt") or low in lists.of("terms.txt") or low in words("makers.medicine")


def is_named_medicine(word: str) -> bool:
    """Whether a medicine is called as somebody may be: only what stands before it tells which is meant."""
    return word.lower() in words("makers.named")


def is_maker(name: str) -> bool:
    """Whether somebody of that name, of one word or two, makes medicines or devices."""
    return name.lower() in _makers()


@functools.cache
def _makers() -> frozenset[str]:
    return frozenset(name.replace("_", " ") for name in lists.of("makers.txt"))
