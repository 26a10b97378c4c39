"""The rules' findings, a second opinion asked: which of their doubts it settles, and what they have passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from outbound import lexicon, opinion
from outbound.anonymise import exempt, names, small
from outbound.anonymise.spans import Case, Span
from outbound.opinion import signs
from outbound.opinion.signs import Token
from outbound.referral.words import phones
from outbound.referral.words.label_words import skeleton

# Below this a word that the rules doubt is nobody's, if it is like a word. Of 36 identifiers that the rules had doubted
# in 960 referrals of others at first contact none was so, of 93 harmless words 44 were (five models, each asked about
# sets that it was not taught on; outbound/opinion/README.md).
HARMLESS: Final = 0.01
# So short a word is cut: "Soc kontaktad", "Utf: Röntgen".
_CUT: Final = 3
# Of fewer figures nobody is known: "Bush-Francis 24".
_FIGURES: Final = 3
# How far something has gone: "Hinchey Ib".
_GRADE: Final = re.compile(r"[IVX]{1,4}[a-d]?")
# What was found or not of what a few capitals stand for: "GBS-pos".
_CULTURE: Final = re.compile(r"[A-ZÅÄÖ]{2,6}-(?:pos|neg)\w*")
# Above these somebody is told though no rule says so: by a word that no list explains, a number, a word that one does.
# On the same referrals it said so of one in 300 for nothing, and of half of what the rules had let leave.
STRANGE: Final = 0.5
NUMBER: Final = 0.8
FAMILIAR: Final = 0.96


def settled(text: str, spans: Sequence[Span], case: Case) -> list[Span]:
    """The spans without the doubts that the second opinion settles, and with what it alone is certain of."""
    if not case.asks:
        return list(spans)
    kept = [span for span in spans if not (span.doubt and is_harmless(text, span.start, span.end, case))]
    return kept if case.staff else [*kept, *_passed_over(text, kept, case)]


def is_harmless(text: str, start: int, end: int, case: Case) -> bool:
    """Whether the second opinion is certain that the part tells of nobody, and the part is made of words.

    Never of what is built as no Swedish word is, since where an unknown name stands tells little ("Status: Oyelaran
    ua"), or as surnames are; nor of what stands behind a word for somebody, or before what only people do.
    """
    if not case.asks or small.is_somebodys(text, names.Token(text[start:end], start, end, first=False)):
        return False
    words = [token.text for token in signs.tokens(text[start:end]) if token.text.isalpha()]
    return all(map(_is_like_a_word, words)) and opinion.judged(text, case.field, start, end) < HARMLESS


def _passed_over(text: str, spans: Sequence[Span], case: Case) -> Iterator[Span]:
    for token in signs.tokens(text):
        covered = any(span.start < token.end and token.start < span.end for span in spans)
        if covered or not _may_tell(token.text) or _is_kept(text, token, case):
            continue
        least = STRANGE if _is_beside(text, token, spans) else _least(token.text)
        if opinion.judged(text, case.field, token.start, token.end) > least:
            yield Span(token.start, token.end, "unknown_word", "second opinion", doubt=True)


def _is_kept(text: str, token: Token, case: Case) -> bool:
    """Whether it stays on purpose: the staff's names and telephones, the accession number, words the site accepted."""
    number = phones.national(token.text) if token.text[0].isdigit() else ""
    accepted = number in case.phones or number in case.kept or skeleton(token.text) in case.allowed
    word = names.Token(token.text, token.start, token.end, first=False)
    accepted = accepted or exempt.is_nobodys(text, word) or _CULTURE.fullmatch(token.text) is not None
    # Where somebody fell ill tells of nobody; where they live, the rules say.
    return accepted or exempt.is_staffs(text, token.start) or lexicon.is_abroad(token.text)


def _is_beside(text: str, token: Token, spans: Sequence[Span]) -> bool:
    """Whether something masked stands right before or behind it: "Biograf" of a "Biograf Sirius"."""
    before = any(span.end <= token.start and not text[span.end : token.start].strip() for span in spans)
    return before or any(token.end <= span.start and not text[token.end : span.start].strip() for span in spans)


def _least(text: str) -> float:
    """How certain the opinion must be of a word, by what else explains it: two words put together explain little."""
    if text[0].isdigit():
        return NUMBER
    told = (
        lexicon.is_inflected, lexicon.is_clinical, lexicon.is_eponym, lexicon.has_hospital, lexicon.is_called_after,
    )  # fmt: skip
    return FAMILIAR if any(tells(text) for tells in told) else STRANGE


def _may_tell(text: str) -> bool:
    """Whether it is of the kind that tells who somebody is when it stands alone: a word with a capital, a number."""
    if _GRADE.fullmatch(text):
        return False
    return (text[0].isdigit() and len(text) >= _FIGURES) or (text[0].isupper() and len(text) > 1)


def _is_like_a_word(word: str) -> bool:
    """Whether a word is Swedish or medicine's, put together of such, or one misspelled in haste; or cut short."""
    named = lexicon.is_surname(word) or lexicon.is_built_name(word)
    return not named and (len(word) <= _CUT or lexicon.is_familiar(word) or lexicon.is_misspelled(word))
