"""The case reference that stands on every sheet, as text: drawn, checked, and found again in what OCR read.

Corrects nothing: a word that is three errors off lies near some other valid reference (research: fax and OCR, part 4).
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import reedsolo

# Sixteen letters that survive a fax and cannot pass for a phone number, a date or a personal number.
ALPHABET: Final = "ACDEHKMNPRSTUXYZ"
CHECK_LETTERS: Final = 3
# Letters in all -> how they are grouped on paper. Nine are for a site that has used half of the eights.
GROUPS: Final = {8: 4, 9: 5}
LONGEST: Final = max(GROUPS)
# What Tesseract makes of our letters, measured: 0 O Q were D, 5 was S, 2 was Z, 4 was A.
_FOLDED: Final = str.maketrans("0OQ524", "DDDSZA")
_PREFIX: Final = re.compile(r"[A-Z]{3}")
_WRITTEN: Final = re.compile(rf"([A-Z]{{3}})-([{ALPHABET}]{{4,5}})-([{ALPHABET}]{{4}})")


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """A valid reference: the site's three letters and eight or nine letters, the last three of them check letters."""

    prefix: str
    letters: str

    def __post_init__(self) -> None:
        """Raises ValueError for anything that `draw` cannot have drawn."""
        if not _PREFIX.fullmatch(self.prefix) or not is_valid(self.letters):
            raise ValueError("not a reference")

    def __str__(self) -> str:
        """As it stands on paper, in subjects and in file names: NAL-KXTR-PNDA."""
        cut = GROUPS[len(self.letters)]
        return f"{self.prefix}-{self.letters[:cut]}-{self.letters[cut:]}"

    @classmethod
    def parse(cls, text: str) -> Reference:
        """The reference written exactly so. Raises ValueError; `typed` is for what people type."""
        match = _WRITTEN.fullmatch(text)
        if match is None:
            raise ValueError("not a reference")
        return cls(match[1], match[2] + match[3])


def draw(choose: Callable[[Sequence[str]], str], prefix: str, data_letters: int = 5) -> Reference:
    """A reference of letters that `choose` (such as secrets.choice) picks; whether it is unused is the ledger's matter.

    `data_letters` is 5 or 6. With 6 the first is never A, the zero of the field: an A lost in reading would leave a
    valid word of eight.
    """
    first = ALPHABET if data_letters + CHECK_LETTERS == min(GROUPS) else ALPHABET[1:]
    data = choose(first) + "".join(choose(ALPHABET) for _ in range(data_letters - 1))
    return Reference(prefix, data + _check_letters(data))


@functools.lru_cache(maxsize=4096)
def is_valid(letters: str) -> bool:
    """Whether the check letters fit: Reed-Solomon over GF(16), any two wrong letters are noticed."""
    if len(letters) not in GROUPS or not set(letters) <= set(ALPHABET):
        return False
    if len(letters) > min(GROUPS) and letters[0] == ALPHABET[0]:
        return False
    return _check_letters(letters[:-CHECK_LETTERS]) == letters[-CHECK_LETTERS:]


def fold(text: str) -> str:
    """The text as letters of a reference: capitals, no accents, space or punctuation, look-alikes made one."""
    bare = unicodedata.normalize("NFD", text.upper())
    return "".join(sign for sign in bare if sign.isascii() and sign.isalnum()).translate(_FOLDED)


def typed(text: str, prefixes: Sequence[str] = ()) -> Reference | None:
    """The reference that a person typed, whatever the case and spacing; one of `prefixes` may be left out."""
    signs = "".join(sign for sign in unicodedata.normalize("NFD", text.upper()) if sign.isascii() and sign.isalnum())
    found = {
        Reference(prefix, fold(letters))
        for prefix, letters in ((signs[:3], signs[3:]), *((prefix, signs) for prefix in prefixes))
        if _PREFIX.fullmatch(prefix) and is_valid(fold(letters))
    }
    return found.pop() if len(found) == 1 else None


def _check_letters(data: str) -> str:
    numbers = bytearray(ALPHABET.index(letter) for letter in data)
    encoded = cast(bytearray, _codec(len(data) + CHECK_LETTERS).encode(numbers))
    return "".join(ALPHABET[number] for number in encoded[len(data) :])


@functools.cache
def _codec(size: int) -> Any:
    return reedsolo.RSCodec(CHECK_LETTERS, nsize=size, c_exp=4, prim=0x13)


@dataclass(frozen=True, slots=True)
class Sighting:
    """Something in a text that stands where a reference stands.

    `raw` is as read, at `start` to `end` of the text. `prefix` is a known one, or the three signs as read, or empty.
    `letters` are the rest, folded; OCR may have lost, added or changed some. `label`: the word "Referens" precedes it.
    """

    raw: str
    prefix: str
    letters: str
    label: bool
    start: int
    end: int

    @property
    def reference(self) -> Reference | None:
        """The reference, if every sign was read and the check letters fit."""
        if not _PREFIX.fullmatch(self.prefix) or not is_valid(self.letters):
            return None
        return Reference(self.prefix, self.letters)


_ALIKE: Final = {
    "A": "AÄÅ4", "B": "B8", "D": "D0O", "G": "G6", "I": "I1l|", "L": "L1I|", "O": "O0QÖ", "Q": "QO0", "S": "S5",
    "T": "T7", "U": "UÜ", "Z": "Z2",
}  # fmt: skip
_LABEL: Final = re.compile(
    r"(?<![^\W_])(?:R[ec][ftl][ecoa]r[ecoa]n[csz5]e?(?:nummer|kod|nr)?|Ref(?=[\s.:]))[\s:;.,\-–—=]{0,6}", re.IGNORECASE
)
_TOKEN: Final = re.compile(r"[^\W_]+")
_BETWEEN: Final = r"[\s\-–—_.,:;~=*'’]{0,4}"
# Small letters that OCR gives for our capitals of the same shape. A word with others is running text.
_SMALL: Final = frozenset("ckmnopsuvxyz")
_LEAST: Final = 5
# Another site's reference, wherever it stands: written out, and its check letters fit by one chance in four thousand.
_ANOTHER: Final = re.compile(r"(?<![^\W_])([A-ZÅÄÖ]{3})[-–—]([^\W_]{4,5}[-–—][^\W_]{4})(?![^\W_])")
# The same after a known prefix with a sign misread or doubled, however worn what stands between its groups.
_WORN: Final = r"[ \-–—_.,:;~=*'’]"
_LETTERS: Final = rf"([^\W_]{{4,5}}{_WORN}{{0,3}}[^\W_]{{4}})(?![^\W_])"
# What others call the reference: its letters stand right behind, and somebody left the prefix out.
_CALLED: Final = re.compile(
    r"(?<![^\W_])(?:remiss(?:nr|nummer|en)?|(?:remiss-?)?id|ärende(?:nr|nummer|t)?|ref(?:erens)?(?:\.? ?nr)?)[ .:]{1,4}"
    + _LETTERS,
    re.IGNORECASE,
)


def sightings(text: str, prefixes: Sequence[str]) -> tuple[Sighting, ...]:
    """What follows one of the `prefixes` or the label, and valid references of others, in order.

    Running text is never searched letter by letter.

    Judges nothing: which open case a sighting means is scored by inbound.matching.
    """
    found: dict[int, Sighting] = {}
    for start, end, label, prefix in _anchors(text, prefixes):
        sighting = _sighted(text, start, end, label, prefix)
        if sighting is not None and start not in found:
            found[start] = sighting
    for sighting in _written(text, prefixes):
        if sighting.start not in found or not is_valid(found[sighting.start].letters):
            found[sighting.start] = sighting
    return tuple(found[start] for start in sorted(found))


def _written(text: str, prefixes: Sequence[str]) -> Iterator[Sighting]:
    """What is written as a reference and has valid check letters: another site's, one with a worn prefix or none."""
    slipped = (re.compile(rf"(?<![^\W_])({'|'.join(_slips(prefix))}){_WORN}{{1,3}}{_LETTERS}") for prefix in prefixes)
    for match in (match for pattern in (_ANOTHER, *slipped) for match in pattern.finditer(text)):
        if is_valid(fold(match[2])) and not _is_prose(match[2]):
            yield Sighting(match[0], _plain(match[1]), fold(match[2]), False, match.start(), match.end())
    for match in _CALLED.finditer(text):
        if is_valid(fold(match[1])) and not _is_prose(match[1]):
            yield Sighting(match[1], "", fold(match[1]), True, match.start(1), match.end(1))


def _slips(prefix: str) -> Iterator[str]:
    """The prefix with any one sign read as another, or as two."""
    for place in range(len(prefix)):
        yield f"{prefix[:place]}[^\\W_]{{1,2}}{prefix[place + 1 :]}"


def _anchors(text: str, prefixes: Sequence[str]) -> Iterator[tuple[int, int, bool, str]]:
    """(where the reference starts, where its letters start, labelled, prefix); those with a known prefix first."""
    labelled = {match.end() for match in _LABEL.finditer(text)}
    for prefix in prefixes:
        letters = r"\s?".join(f"[{re.escape(_ALIKE.get(letter, letter))}]" for letter in prefix)
        for match in re.finditer(rf"(?<![^\W_]){letters}{_BETWEEN}", text, re.IGNORECASE):
            yield match.start(), match.end(), match.start() in labelled, prefix
    for start in labelled:
        yield start, start, True, ""


def _sighted(text: str, start: int, at: int, label: bool, prefix: str) -> Sighting | None:
    """The letters from `at` on, up to as many as a reference has; None if there are too few to mean anything."""
    whole = _whole(text, at) if prefix else None
    if whole is not None:
        return Sighting(text[start:whole], prefix, fold(text[at:whole]), label, start, whole)
    longest = LONGEST + 1 + (0 if prefix else 3)
    end, signs, first = at, "", 0
    for token in _TOKEN.finditer(text, at):
        if len(signs) >= longest - 2 or text[end : token.start()].count("\n") > 1 or _is_prose(token.group()):
            break
        signs, end, first = signs + token.group(), token.end(), first or len(token.group())
        if not re.fullmatch(_BETWEEN, text[end : end + 1] or "\n"):
            break
    if not prefix and (first == 3 or len(signs) >= longest - 2):
        prefix, signs = _plain(signs[:3]), signs[3:]
    letters = fold(signs)[: LONGEST + 1]
    return Sighting(text[start:end], prefix, letters, label, start, end) if len(letters) >= _LEAST else None


def _whole(text: str, at: int) -> int | None:
    """Where a complete reference that begins at `at` ends, in whatever case it is written.

    A sign that stands alone behind it is no part of it: any eight letters that are valid are so with an A behind them.
    """
    for size in sorted(GROUPS, reverse=True):
        match = re.compile(rf"(?:[^\W_]{_BETWEEN}){{{size - 1}}}[^\W_](?![^\W_])").match(text, at)
        alone = match is not None and size > min(GROUPS) and not text[match.end() - 2].isalnum()
        if match is not None and is_valid(fold(match.group())) and not alone:
            return match.end()
    return None


def _is_prose(word: str) -> bool:
    """A word in small letters that no capital of ours looks like."""
    small = [sign for sign in word if sign.islower()]
    return len(small) >= 2 and not set(small) <= _SMALL


def _plain(text: str) -> str:
    """Capitals without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFD", text.upper()) if sign.isascii())
