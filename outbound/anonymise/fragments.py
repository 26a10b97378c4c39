"""The patient's name broken by a blank, a hyphen or a line's end: "Lind qvist", "Tuu-likki", "Lind-\nqvist"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from outbound import lexicon
from outbound.anonymise.names import Known
from outbound.referral.words.label_words import skeleton

_PART: Final = re.compile(r"(?<![\w])[^\W\d_]{2,}(?![\w])")
_SEAM: Final = re.compile(r"[\s–-]{1,3}")
# A shorter name is too often two words side by side.
_LEAST: Final = 5
_MOST_PARTS: Final = 3


def found(text: str, known: Known) -> Iterator[tuple[int, int]]:
    """(start, end) of neighbours that are one of the names, or its genitive, when they are put together."""
    parts = list(_PART.finditer(text))
    for size in range(2, _MOST_PARTS + 1):
        for at in range(len(parts) - size + 1):
            row = parts[at : at + size]
            if _is_name(text, row, known) and _is_broken(text, row):
                yield row[0].start(), row[-1].end()


def _is_name(text: str, row: Sequence[re.Match[str]], known: Known) -> bool:
    whole = skeleton("".join(part.group() for part in row))
    named = len(whole) >= _LEAST and bool({whole, whole.removesuffix("s")} & known.names)
    return named and all(_SEAM.fullmatch(text, one.end(), other.start()) for one, other in pairwise(row))


def _is_broken(text: str, row: Sequence[re.Match[str]]) -> bool:
    """Whether a name was broken here, and no words stand side by side: "Hans son ringde" is told of anybody."""
    words = [part.group() for part in row]
    if any(map(lexicon.is_function_word, words)):
        return False
    verb = re.match(r"\s([a-zåäö]+)", text[row[-1].end() :])
    acts = verb is not None and lexicon.is_human_deed(verb[1])
    return words[0][0].isupper() or acts or not all(map(lexicon.is_inflected, words))
