"""Medicines by their names, and who makes medicines and devices."""

from __future__ import annotations

import functools
import re

from outbound.lexicon import lists
from outbound.lexicon.vocabulary import any_of, words


def is_medicine(word: str) -> bool:
    """Whether the word is a medicine's name or what it holds, and nobody's."""
    low = word.lower()
    return low in lists.of("drugs.txt") or low in lists.of("terms.txt") or low in words("makers.medicine")


def is_named_medicine(word: str) -> bool:
    """Whether a medicine is called as somebody may be: only what stands before it tells which is meant."""
    return word.lower() in words("makers.named")


@functools.cache
def makers() -> re.Pattern[str]:
    """A pattern of all that make medicines or devices, each with what kind of firm it is: "St. Jude Medical"."""
    names = sorted(lists.of("makers.txt"), key=len, reverse=True)
    parts = (r"[\s.&-]{1,3}".join(map(re.escape, name.split("_"))) for name in names)
    return re.compile(rf"(?<![\w-])(?i:{'|'.join(parts)})(?:\s{any_of('makers.firm')})?(?!\w)(?!-[a-zåäö])")
