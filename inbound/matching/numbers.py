"""Accession numbers as readers see them: letters read for digits, labels run into them, digits taken for others."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from inbound.report import ReportPage

# A number has so many signs, at least, and at most with the label that ran into it; a run is what may be one number
# written apart.
_SHORTEST: Final = 4
_LONGEST: Final = 40
_RUN: Final = re.compile(r"[0-9A-Za-z]+(?:[ \-][0-9A-Za-z]+)*")
# So many digits make a word a number, in which a letter may stand for a digit of its shape.
_DIGITS: Final = 5
# Of a number with so many digits, one of so many letters in front may be misread.
_MANY: Final = 7
_FRONT: Final = 3
_SHAPES: Final = {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "A": "4", "S": "5", "G": "6", "B": "8"}
_FOLD: Final = str.maketrans(_SHAPES)
# Signs that a worn letter is read as.
_SIGNS: Final = str.maketrans({"$": "S", "§": "S", "€": "E"})
_FOREIGN: Final = re.compile(r"[^\W\d_A-Za-z]")
# Behind these words stands an earlier examination's number, on the same line or first on the next; "acc.nr" ends none.
_COMPARED: Final = re.compile(
    r"(?:jämför\w*|\bjfr\b|tidigare|äldre|tillsammans med|compar\w*|\bprevious\w*|\bprior\b|\bearlier\b|\bcf\b"
    r"|together with)"
    r"(?![^.;\n]{0,20}\b(?:saknas|ingen|inga|finns ej|none|not?)\b)(?:[^.;\n]|\.(?=\w))*(?:\n\W*(?=\S*\d{4})\S+)?",
    re.IGNORECASE,
)
# Where a reader can't choose between a letter and its digit, it prints both.
_BOTH: Final = re.compile("|".join(f"{letter}{digit}|{digit}{letter}" for letter, digit in _SHAPES.items()))
# Specks between the signs of a number.
_SPECK: Final = re.compile(r"(?:(?<=\d{3})|(?<=[A-Za-z]{3}))[.,:'](?=\d{3})")
# Whoever leaves the letters in front out says what the digits are: right behind the name of the number, and so many
# that they are no other number of the page.
_NAMED: Final = re.compile(
    r"(?<![^\W_])(?:a[ceo]{2}\w{0,14}[ .:-]{0,3}(?:n[ro]|nummer|number|id)?|us[ .-]?n[ro]|undersöknings?n(?:r|ummer)"
    r"|stud(?:ie|y)(?:[ -]?(?:n[ro]|nummer|number|id))?)[ .:|]{1,4}(?!20[23]\d-)(\d(?:[ -]?\d){8,})(?![^\W_])",
    re.IGNORECASE,
)
_BARE: Final = 9
# So many letters stand before a number that ends a word with its label.
_LETTERS: Final = range(3, 7)
_LABEL: Final = re.compile(r"[A-Z]*?(?:NR|NO|NUMMER|NUMBER)(?=.*\d{4})")
# Digit read -> what it may be instead. Of 1,168 numbers that two readers saw through the fax line, these were misread
# more than once by the one or at all by the other; both erred alike in five digits, all of them in this table.
_MAY_BE: Final[Mapping[str, str]] = {
    "0": "4689",
    "1": "34579",
    "2": "1347",
    "3": "458",
    "4": "6",
    "5": "034689",
    "6": "0458",
    "7": "2",
    "8": "03469",
    "9": "05",
}


@functools.lru_cache(maxsize=8192)
def keys(number: str) -> frozenset[str]:
    """A number's signs in capitals: as they are, with each letter as the digit of its shape, and so with any one of the
    letters in front not looked at. The digits tell whose it is; a worn letter before them tells nothing.

    And many digits without those letters, as `named` gives them.
    """
    signs = re.sub(r"[^0-9A-Za-z]", "", number).upper()
    letters = re.match(r"[A-Z]*", signs)
    front = len(letters.group()) if letters and sum(map(str.isdigit, signs)) >= _MANY else 0
    folded = signs.translate(_FOLD)
    bare = signs[front:] if front and signs[front:].isdecimal() and len(signs) - front >= _BARE else ""
    alone = {f"={bare}"} if bare else set[str]()
    return frozenset({signs, folded, *_without_one(folded, front if front >= _FRONT else 0), *alone} - {""})


def folded(number: str) -> str:
    """A number's signs in capitals, each letter as the digit of its shape."""
    return re.sub(r"[^0-9A-Za-z]", "", number).upper().translate(_FOLD)


@functools.lru_cache(maxsize=8192)
def digits(number: str) -> str:
    """The last run of digits in a number, letters of their shape among them; nothing if it is too short to tell."""
    runs = re.findall(r"\d+", number.upper().translate(_FOLD)) if sum(map(str.isdigit, number)) >= _DIGITS else []
    return runs[-1][-_MANY - 2 :] if runs and len(runs[-1]) >= _MANY else ""


def seen(text: str) -> frozenset[str]:
    """Every word, and words with one space or hyphen between them as one, in all the forms that `keys` may meet.

    Accents are a reader's, and so are letters of other alphabets: no number has any.
    """
    plain = unicodedata.normalize("NFD", text.translate(_SIGNS))
    bare = _FOREIGN.sub("X", "".join(sign for sign in plain if not unicodedata.combining(sign)))
    words = (word for said in {bare, _SPECK.sub("", bare)} for word in _joined(said) if len(word) >= _SHORTEST)
    return frozenset(form for word in words for form in _forms(word)) | named(text)


@functools.lru_cache(maxsize=64)
def named(text: str) -> frozenset[str]:
    """The digits that the text calls an examination's number, each behind "=": no word of a page has that form."""
    return frozenset(f"={re.sub(r'[ -]', '', digits)}" for digits in _NAMED.findall(text))


def alike(read: str, other: str) -> bool:
    """Whether `read` may be `other` with one digit of it misread."""
    own, its = read.translate(_FOLD), other.translate(_FOLD)
    if len(own) != len(its):
        return False
    differing = [(sign, true) for sign, true in zip(own, its, strict=True) if sign != true]
    return len(differing) == 1 and differing[0][1] in _MAY_BE.get(differing[0][0], "")


def own(text: str) -> str:
    """The text without what is said of another examination: "compared with ...", to the end of its sentence."""
    return _COMPARED.sub(" ", text)


def joined(page: ReportPage) -> ReportPage:
    """The page with what the second reader saw of its numbers by themselves among the rest that it saw.

    Not where another examination's number may stand on the page: by itself it looks as the page's own.
    """
    told = page.closer and not any(map(_compares, (page.whole, page.second)))
    return replace(page, second=f"{page.second}\n{page.closer}") if told else page


def shape(number: str) -> str:
    """How a number like it is found: so many digits where it has any, any sign for the letter that is not looked at."""
    return re.sub(r"\d+", lambda run: rf"\d{{{len(run.group())}}}", number).replace("?", "[0-9A-Za-z]")


def _compares(text: str) -> bool:
    """Whether another examination is spoken of, perhaps by its number."""
    return any(sum(map(str.isdigit, said)) >= _BARE for said in _COMPARED.findall(text))


def _joined(text: str) -> Iterator[str]:
    for run in _RUN.findall(text):
        words = [word.upper() for word in re.split(r"[ \-]", run)]
        for start in range(len(words)):
            joined = ""
            for word in words[start:]:
                joined += word
                if len(joined) > _LONGEST:
                    break
                yield joined


def _without_one(folded: str, front: int) -> Iterator[str]:
    for place in range(front):
        yield f"{folded[:place]}?{folded[place + 1 :]}"


def _forms(word: str) -> Iterator[str]:
    """A word with few digits is no number: it stays as it is, so that no plain word is ever folded into one."""
    yield word
    if sum(map(str.isdigit, word)) < _DIGITS:
        return
    for bare in {word, _LABEL.sub("", word, count=1), *_behind_label(word)}:
        yield bare
        yield bare.translate(_FOLD)
        yield from _without_one(bare.translate(_FOLD), min(_FRONT + 3, len(bare) - _MANY))
        yield _BOTH.sub(lambda pair: pair.group().translate(_FOLD)[0], bare).translate(_FOLD)


def _behind_label(word: str) -> Iterator[str]:
    """The number at the end of a word that a label ran into, worn besides: with as many letters as one may have."""
    digits = len(word) - len(word.rstrip("0123456789"))
    if digits >= _BARE and len(word) - digits > max(_LETTERS):
        yield from (word[-digits - size :] for size in _LETTERS)
