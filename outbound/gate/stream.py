"""A page's words as one line-broken text whose every character knows its word: what the gate searches in.

Own patterns and own folding, apart from the anonymiser's, so that one mistake cannot pass both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ocr.text import Box, Word

MASK: Final = "\u0001"
# One character for one, so that positions stay. OCR takes each left form for the right one.
_AS_DIGIT: Final = str.maketrans("OoQDlI|iSsBZzG", "00001111558226")
_AS_LETTER: Final = str.maketrans("01l|58", "oiiisb")
_SEEN_AS: Final = {
    "0": "[0OQ]",
    "O": "[O0Q]",
    "1": "[1lI|]",
    "I": "[I1l|]",
    "5": "[5S]",
    "S": "[S5]",
    "8": "[8B]",
    "B": "[B8]",
}
_UNCOMPOSED: Final = {"µ": "u", "μ": "u", "ø": "o", "æ": "a", "ł": "l", "đ": "d", "ð": "d", "ß": "s", "ı": "i"}
_NUMBERISH: Final = re.compile(r"\S*\d\S*")


@dataclass(frozen=True, slots=True)
class Stream:
    """`text` with a space between words and a line feed between lines; `owners[i]` is the word of character i."""

    text: str
    owners: tuple[int, ...]
    words: tuple[Word, ...]

    def box(self, start: int, end: int) -> Box | None:
        """The smallest box (page dots) round the words that own the characters start to end."""
        owned = sorted({owner for owner in self.owners[start:end] if owner >= 0})
        return Box.around([self.words[owner].box for owner in owned]) if owned else None


def join(words: Sequence[Word]) -> Stream:
    """One stream of a page's words in reading order."""
    pieces = tuple(_pieces(words))
    text = "".join(piece for piece, _ in pieces)
    owners = tuple(owner for piece, owner in pieces for _ in piece)
    return Stream(text, owners, tuple(words))


def _pieces(words: Sequence[Word]) -> Iterator[tuple[str, int]]:
    """Each word with its index, and what stands between it and the one before."""
    line: int | None = None
    for index, word in enumerate(words):
        if line is not None:
            yield ("\n" if word.line != line else " "), -1
        yield unicodedata.normalize("NFC", word.text), index
        line = word.line


def plain(text: str) -> str:
    """Lower case without accents, one character for one: å, ä, á become a; ö, ø become o; é becomes e."""
    return "".join(_bare(character) for character in text)


def _bare(character: str) -> str:
    """One lower-case character without its accent."""
    low = character.lower()
    return unicodedata.normalize("NFD", _UNCOMPOSED.get(low, low))[:1] or character


def skeleton(text: str) -> str:
    """`plain`, and what OCR confuses made alike: 0 and o, 1 and l and i, 5 and s, 8 and b."""
    return plain(text).translate(_AS_LETTER)


def digits_restored(text: str) -> str:
    """The text with letters that OCR took for digits turned back, in words where digits are at least half."""
    return _NUMBERISH.sub(lambda match: _restored(match.group()), text)


def _restored(word: str) -> str:
    """One word with O, l, S, B, Z as digits, if nothing but digits and punctuation is left of it then."""
    folded = word.translate(_AS_DIGIT)
    signs = [sign for sign in word if sign.isalnum()]
    mostly = sum(sign.isdigit() for sign in signs) * 2 >= len(signs)
    return folded if mostly and not any(sign.isalpha() for sign in folded) else word


def masked(text: str, patterns: Sequence[re.Pattern[str]]) -> str:
    """The text, as long as before, with every match of the patterns made unfindable."""
    for pattern in patterns:
        text = pattern.sub(lambda match: MASK * len(match.group()), text)
    return text


def spelled(value: str, *, broken: bool = False) -> re.Pattern[str] | None:
    """Finds `value` sign by sign, as OCR sees them, with any space or punctuation between; None if it has no sign.

    `broken`: a run of what was masked may stand between as well, such as the label beside its second line.
    """
    signs = [sign for sign in unicodedata.normalize("NFC", value) if sign.isalnum()]
    if not signs:
        return None
    between = r"[\s\-–—/.,:;()+·]{0,4}"
    if broken:
        between += rf"(?:{MASK}[{MASK}\s]*)?"
    # Where letters end and noughts begin, Tesseract sees one nought more, as a letter: SENALO000 for SENAL000; and so
    # it does where a number begins with one: 0070-1740 for 070-1740.
    after_letter = [before.isalpha() for before in ("x", *signs[:-1])]
    borders = ["[0OQ]?" if sign == "0" and letter else "" for sign, letter in zip(signs, after_letter, strict=True)]
    seen = between.join(more + _SEEN_AS.get(sign, re.escape(sign)) for more, sign in zip(borders, signs, strict=True))
    return re.compile(rf"(?<![^\W_]){seen}(?![^\W_])", re.IGNORECASE)
