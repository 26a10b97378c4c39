"""Names that stand for something of medicine where they stand: "Crohns sjukdom", "Ottawa pos", "Von Willebrands"."""

from __future__ import annotations

import functools
import re
from typing import Final

from outbound import lexicon
from outbound.anonymise.names import Token
from outbound.lexicon import lists
from outbound.lexicon.vocabulary import any_of

# "Von Willebrands sjukdom" at the start of a sentence.
_PARTICLE: Final = re.compile(r"(?:Von|De|Di|Van)\s(?P<name>[A-ZÅÄÖ][\w-]+)")
_AFTER: Final = re.compile(rf"(?<!\w){any_of('capitals.called_after')}\.?\s$|[a-zåäö]{{3,}}/$", re.IGNORECASE)
_CLASSED: Final = re.compile(
    rf"s?(?:[\s-]+(?:(?-i:[IVX]{{1,4}}[ab]?)(?!\w)|{any_of('capitals.classed')}\w{{0,4}}(?!\w)))", re.IGNORECASE
)
_HARDWARE: Final = re.compile(r"\s?-|\s(?:spik|skruv|pinn)")


def is_one(text: str, token: Token) -> bool:
    """Whether the word is a listed eponym, opens one, or is called after somebody by what stands round it."""
    led = _PARTICLE.match(text, token.start)
    opened = led is not None and lexicon.is_eponym(led["name"])
    return lexicon.is_eponym(token.text) or opened or is_after(text, token)


def is_paired(text: str, token: Token) -> bool:
    """Whether the word is of what is called after two people together, which nobody is: "Stevens-Johnson"."""
    return token.capital and any(start <= token.start and token.end <= end for start, end in _pairs(text))


def is_after(text: str, token: Token) -> bool:
    """Whether something of medicine is called so here: "Lauenstein-projektion", "Ottawa pos", "typ Graf"."""
    if not lexicon.is_rare_eponym(token.text):
        return False
    behind = re.match(
        r"s?(?:-\w|\s?[?+]|\s(?:pos|neg|[IVX]{1,4}[ab]?(?!\w)|\d{1,2}(?!\d|\s?(?:år|mån|v|d)\b)))", text[token.end :]
    )
    alone = text[token.start - 1 : token.start] == "(" and text[token.end : token.end + 1] == ")"
    noun = re.match(r"s?\s([a-zåäö]{3,})", text[token.end :])
    clinical = noun is not None and (lexicon.is_entry(noun[1]) or is_classed(text, token))
    return behind is not None or clinical or alone or _AFTER.search(text[: token.start]) is not None


def is_classed(text: str, token: Token) -> bool:
    """Whether what something is graded by follows, or what is called after people: "Garden III", "Hoffas tecken"."""
    return _CLASSED.match(text, token.end) is not None


def is_part(text: str, token: Token) -> bool:
    """Whether a name is a part of what is called after somebody: "Hansson-spik", "Sinding-Larsen-Johansson"."""
    return text[: token.start].endswith("-") or _HARDWARE.match(text, token.end) is not None


@functools.lru_cache(maxsize=32)
def _pairs(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in _paired().finditer(text))


@functools.cache
def _paired() -> re.Pattern[str]:
    """A pattern of all such names, joined by a hyphen or a space, and in the genitive."""
    names = sorted(lists.of("paired_eponyms.txt"), key=len, reverse=True)
    parts = (r"\s?[-–]?\s?".join(map(re.escape, name.split("_"))) for name in names)
    return re.compile(rf"(?<![\w-])(?i:{'|'.join(parts)})s?(?![\w])")
