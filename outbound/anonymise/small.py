"""Words in small letters that may be somebody's name, in a text with capitals and in one without any."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from outbound import lexicon
from outbound.anonymise import exempt, names, towns
from outbound.anonymise.names import Token
from outbound.anonymise.spans import Case, Span
from outbound.lexicon import people

# Where a sentence of running text begins; "Hb 98. lite blek" counts against its writer.
_OPENED: Final = re.compile(r"(?:^|[.?!]\s+|\n)([^\W\d_])(?=\w*\s+\w+\s+\w)", re.MULTILINE)
_FEWEST_SENTENCES: Final = 3
_MOST_SENTENCES: Final = 0.9
_SOMEBODY_BEFORE: Final = re.compile(
    rf"(?<!\w)(?i:{people.RELATION}|heter|kallad|kallas|hos|enligt|ringde|ring|ringa|kontakta|träffa|hälsa|och\s\[namn\])[:,]?\s$"
    r"|\[namn\](?:,|\soch)\s$"
)


def small_letters(text: str, case: Case) -> Iterator[Span]:
    """Rule 8: in a text without any capital, whatever nothing explains, and places."""
    yield from towns.small(text)
    if any(sign.isupper() for sign in text):
        return
    for token in names.tokens(text):
        if towns.is_of_ward(text, token):
            continue
        where = lexicon.is_place(token.text) and not (lexicon.is_hospital(token.text) or lexicon.is_abroad(token.text))
        if (where or exempt.is_unexplained(token)) and not exempt.is_exempt(text, token, case):
            yield Span(token.start, token.end, "unknown_word", "small letters", doubt=True)


def unfamiliar(text: str, case: Case) -> Iterator[Token]:
    """Words in small letters that nothing explains: they stay, but a person should see whether one is a name."""
    for token in names.tokens(text):
        if not exempt.is_unexplained(token) or exempt.is_exempt(text, token, case):
            continue
        if not _is_mistaken(text, token, case):
            yield token


def writes_capitals(texts: Sequence[str]) -> bool:
    """Whether whoever wrote begins sentences with capitals: they write names with capitals too."""
    opened = [match[1] for text in texts for match in _OPENED.finditer(text)]
    return len(opened) >= _FEWEST_SENTENCES and sum(sign.isupper() for sign in opened) >= _MOST_SENTENCES * len(opened)


def is_somebodys(text: str, token: Token) -> bool:
    """Whether a word stands where a name would: behind a word for somebody, or before what people do."""
    before = _SOMEBODY_BEFORE.search(text[: token.start]) is not None
    after = re.match(r"\s([a-zåäö]+)", text[token.end :])
    return before or (after is not None and lexicon.is_human_deed(after[1]) and not lexicon.is_deed(after[1]))


def _is_mistaken(text: str, token: Token, case: Case) -> bool:
    """Whether a scanner misread the word, or haste misspelled it where no name would stand."""
    misread = case.scanned and lexicon.is_misread(token.text)
    return misread or (lexicon.is_misspelled(token.text) and not is_somebodys(text, token))
