"""The patient's name cut short in running text: "T.L.", "TL är orolig", "L-qvist", "Lindq.".

Most pairs of capitals are abbreviations of the field. Whoever has such initials is known by them alone only where
nothing but a person does or feels what comes next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from outbound import lexicon
from outbound.anonymise.names import Known
from outbound.anonymise.spans import Case
from outbound.lexicon.vocabulary import any_of
from outbound.referral.words.label_words import skeleton

# What only people are or feel, right behind whoever it is told of: none of it is ever said of a scan or of a ward.
_FEELS: Final = re.compile(
    rf"\s(?:{any_of('people.feels')}|(?:är|var|blev|verkar|känns)\s(?:\w+\s)?{any_of('people.felt')}"
    r"|(?:är|var)\s\d{1,3}\sår|har\s(?:\w+\s)?(?:ont|feber|svårt|varit|fallit|ramlat|kräkts|svimmat|levt|bott))(?!\w)"
)
_TITLE: Final = re.compile(
    r"(?<!\w)(?:pat(?:ient(?:en)?)?|fru|herr|hr|fröken|enligt|enl|hos|åt|träffat)\.?\s$", re.IGNORECASE
)
_ONE_LETTER: Final = re.compile(r"(?<!\w)(?:[Ff]ru|[Hh]err|Hr|[Ff]röken)\s(?P<letter>[^\W\d_])(?:\.|(?=\s[a-zåäö]))")
# A value, a grade, or a part of a word or a formula: "TL 3,2", "TL-index", "P-TL", "TL/HDL".
_MEASURED: Final = re.compile(r"\s?[:=<>]?\s?[\d<>]|[-/+*%]|:(?!s\s)|\([A-Z]")
_BOUND: Final = re.compile(r"[\w/+*.&-]$")
# In a row of abbreviations it is one more: "Hb, TL, CRP".
_ROW_BEFORE: Final = re.compile(r"(?<!\w)\w?[A-ZÅÄÖ]\w{0,3}[,/]\s?$")
_ROW_BEHIND: Final = re.compile(r"\s?[,/]\s?\w?[A-ZÅÄÖ]{2,4}(?!\w)")
# "L-qvist", "L:qvist", "H-son".
_HEAD_AND_TAIL: Final = re.compile(r"(?<![\w-])(?P<head>[A-ZÅÄÖ]\w{0,3})[-.:’'](?P<tail>[^\W\d_]{3,})(?![\w-])")
_CUT: Final = re.compile(r"(?<![\w-])(?P<cut>[A-ZÅÄÖ][^\W\d_]{3,})(?P<dot>\.?)(?![\w-])")
_LEAST_LOST: Final = 2


def found(text: str, case: Case) -> Iterator[tuple[int, int]]:
    """(start, end) of initials and of names cut short; in a heading or a staff field only of those that look so."""
    yield from _dotted(text, case.known)
    yield from _shortened(text, case.known)
    if not case.staff:
        yield from _bare(text, case)
        yield from _lettered(text, case.known)


def _dotted(text: str, known: Known) -> Iterator[tuple[int, int]]:
    """With a sign between the letters: "T.L.", "T. L.", "K-G". One behind both ends a sentence: "Planeras MR."."""
    for both in (letters for letters in known.initials if f"{letters[0]}." in text or f"{letters[0]}-" in text):
        dotted, hyphened = r"\.\s?".join(map(re.escape, both)), "[-.]".join(map(re.escape, both))
        forms = rf"(?:{dotted}(?:\.|(?=\s[a-zåäö]))|{hyphened}\.?)"
        for match in re.finditer(rf"(?<![\w.-]){forms}(?:\s?[A-ZÅÄÖ]\.)*(?!\w|-\w)", text):
            yield match.span()


def _shortened(text: str, known: Known) -> Iterator[tuple[int, int]]:
    """The beginning and the end of a long name, or its beginning alone where no word explains it."""
    long = [name for name in known.names if len(name) > _LEAST_LOST + 3]
    for match in _HEAD_AND_TAIL.finditer(text):
        head, tail = skeleton(match["head"]), skeleton(match["tail"])
        if any(_is_of(head, end, name) for name in long for end in {tail, tail.removesuffix("s")}):
            yield match.span()
    for match in _CUT.finditer(text):
        cut = skeleton(match["cut"])
        begins = any(name.startswith(cut) and len(name) - len(cut) >= _LEAST_LOST for name in long)
        if begins and not (lexicon.is_familiar(match["cut"]) or lexicon.is_person(match["cut"])):
            yield match.span("cut")


def _is_of(head: str, tail: str, name: str) -> bool:
    return name.startswith(head) and name.endswith(tail) and len(head) + len(tail) <= len(name)


def _bare(text: str, case: Case) -> Iterator[tuple[int, int]]:
    """Two capitals or more without a sign: "TL mår illa", "hos TL", "T L är orolig", "tl är orolig"."""
    written = frozenset(re.findall(r"\w+", text))
    for both in {letters.upper() for letters in case.known.initials if len(letters) > 1}:
        # Making the pattern takes longer than a look whether its letters are there as words.
        if not any(form in written for one in (both, both.lower()) for form in (one, f"{one}s")) and not all(
            letter in written for letter in both[:-1]
        ):
            continue
        spaced, small = r"\s".join(map(re.escape, both)), re.escape(both.lower())
        for match in re.finditer(rf"(?<!\w)(?P<letters>{re.escape(both)}|{spaced}|{small})(?::?s)?(?!\w)", text):
            if _is_somebody(text, match, case):
                yield match.span()


def _is_somebody(text: str, match: re.Match[str], case: Case) -> bool:
    """Whether letters that are somebody's initials stand for them here: unexplained ones do but in a row of others."""
    word = match["letters"]
    feels = _FEELS.match(text, match.end()) is not None
    if _BOUND.search(text[: match.start()]) or _MEASURED.match(text, match.end()):
        return False
    known = lexicon.is_entry(word) or lexicon.is_acronym(word.upper()) or lexicon.is_hospital(word)
    if known or " " in word or not word.isupper():
        return feels and (word.isupper() or not (known or lexicon.is_familiar(word)))
    led = _TITLE.search(text[: match.start()]) is not None
    if lexicon.is_familiar(word) or case.titled:
        acting = re.match(r"\s([a-zåäö]+)", text[match.end() :])
        return feels or led or (acting is not None and lexicon.is_human_deed(acting[1]))
    row = _ROW_BEFORE.search(text[: match.start()]) or _ROW_BEHIND.match(text, match.end())
    return feels or led or row is None


def _lettered(text: str, known: Known) -> Iterator[tuple[int, int]]:
    """A title and one letter of a name: "Fru L. svarar ej"."""
    letters = {letter for both in known.initials for letter in both.upper()}
    yield from (match.span("letter") for match in _ONE_LETTER.finditer(text) if match["letter"] in letters)
