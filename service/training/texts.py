"""Random lines such as stand on reports: words, pieces of real lines, numbers and bare signs. All of it by seed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from ocr import codes

ACCESSIONS: Final = ("SENAL", "SENAT", "NAL", "SEUDD", "ACC", "RIS", "SE", "OSD", "KAR", "X", "NU")
REFERENCES: Final = ("NAL", "NUS", "TRO", "UDD", "VAR")
# How much of the words the first list gives, the second and the third: the language, the field, another language.
SHARES: Final = (0.60, 0.32, 0.08)
# Lines shorter than that say nothing.
LEAST: Final = 25
_DEFAULT: Final = "Sida 1 (1)"
_DIGITS: Final = "0123456789"
_SMALL: Final = "abcdefghijklmnopqrstuvwxyzåäö"
_SIGNS: Final = _SMALL * 3 + _SMALL.upper() + _DIGITS + ".,-/:;()"
# A dash of print and a raised comma, which the net doesn't know or takes for the plain ones.
_PLAIN: Final = str.maketrans("\u2013\u2019", "-'")
# What stands about a word ({1} is another word), and how often.
_ABOUT: Final[Mapping[str, float]] = {
    "{0},": 0.10, "{0}.": 0.10, "{0}:": 0.03, "({0})": 0.02, "{0}?": 0.01, "{0}-{1}": 0.015, '"{0}"': 0.005,
    "{0}": 0.72,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stock:
    """What lines are made of: up to three word lists (SHARES), whole lines, and the only signs that may stand in them.

    Raises ValueError if there is too little of something.
    """

    words: tuple[tuple[str, ...], ...]
    lines: tuple[str, ...]
    signs: frozenset[str]

    def __post_init__(self) -> None:
        """Raises ValueError if a line can't always be drawn."""
        if not 1 <= len(self.words) <= len(SHARES) or not all(self.words) or not self.lines:
            raise ValueError(f"one to {len(SHARES)} word lists and a list of lines are needed, none of them empty")
        if not self.signs.issuperset(_DEFAULT.replace(" ", "")):
            raise ValueError("signs that every line may need are lacking")


def read(words: Sequence[Path], lines: Sequence[Path], unicharset: Path) -> Stock:
    """The stock in files: word lists, the most used first, files of lines, and the signs that the net knows.

    Raises ValueError if there is too little of something, and OSError.
    """
    lists = tuple(tuple(_words(_text(path))) for path in words)
    signs = _signs(unicharset.read_text("utf-8"))
    return Stock(lists, tuple(line for path in lines for line in _lines(_text(path))), signs)


def line(stock: Stock, chance: Random) -> str:
    """One line, of the stock's signs and single spaces."""
    (kind,) = chance.choices(tuple(_KINDS), tuple(_KINDS.values()))
    made = kind(stock, chance)
    made = (made.upper() if chance.random() < 0.03 else made).translate(_PLAIN)
    made = "".join(sign for sign in made if sign in stock.signs or sign == " ")
    # A long rule is no text: nobody counts its dots.
    made = " ".join(re.sub(r"([-._=])\1{3,}", r"\1\1\1", made).split())
    return made if re.search(r"\w\w", made) else _DEFAULT


def _text(path: Path) -> str:
    """A file in UTF-8, or in Latin-1 as older word lists are."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _words(text: str) -> Iterator[str]:
    for row in text.splitlines():
        if not row.startswith("#"):
            yield from row.split()


def _lines(text: str) -> Iterator[str]:
    """Lines without the corpus's marks and headings."""
    for row in text.splitlines():
        bare = re.sub(r"<<|>>|\{\{|\}\}", "", row).strip()
        if len(bare) >= LEAST and not bare.startswith("==="):
            yield " ".join(bare.split())


def _signs(unicharset: str) -> frozenset[str]:
    """The single signs of a net's character set: each begins a row, the first row is their number."""
    firsts = (row.split(" ")[0] for row in unicharset.split("\n")[1:])
    return frozenset(first for first in firsts if len(first) == 1)


def _piece(stock: Stock, chance: Random) -> str:
    words = chance.choice(stock.lines).split()
    start = chance.randrange(len(words))
    return " ".join(words[start : start + chance.randint(3, 12)])


def _prose(stock: Stock, chance: Random) -> str:
    return _mixed(stock, chance, chance.randint(2, 11), numbers=0.1)


def _figures(stock: Stock, chance: Random) -> str:
    return _mixed(stock, chance, chance.randint(1, 5), numbers=0.7)


def _heading(stock: Stock, chance: Random) -> str:
    return _mixed(stock, chance, chance.randint(2, 7), numbers=0.0).upper()


def _noise(stock: Stock, chance: Random) -> str:
    """Signs that make no words: the net shall read what stands there, not what it expects."""
    del stock
    groups = range(chance.randint(2, 8))
    return " ".join("".join(chance.choices(_SIGNS, k=chance.randint(2, 9))) for _ in groups)


_KINDS: Final[Mapping[Callable[[Stock, Random], str], float]] = {
    _piece: 0.36, _prose: 0.44, _figures: 0.12, _noise: 0.05, _heading: 0.03,
}  # fmt: skip


def _mixed(stock: Stock, chance: Random, count: int, *, numbers: float) -> str:
    """So many words, of which that share are numbers."""
    drawn = (_number(chance) if chance.random() < numbers else _word(stock, chance) for _ in range(count))
    return " ".join(drawn)


def _word(stock: Stock, chance: Random) -> str:
    (words,) = chance.choices(stock.words, SHARES[: len(stock.words)])
    word, share = chance.choice(words), chance.random()
    cased = word[:1].upper() + word[1:] if share < 0.12 else word.upper() if share < 0.18 else word
    (about,) = chance.choices(tuple(_ABOUT), tuple(_ABOUT.values()))
    # Compounds end in a word of the field: the second list, if there is one.
    return about.format(cased, chance.choice(stock.words[:2][-1]))


def _digits(chance: Random, count: int) -> str:
    return "".join(chance.choices(_DIGITS, k=count))


def _day(chance: Random, sign: str = "") -> str:
    """A month and a day in four digits, parted by the sign."""
    return f"{chance.randint(1, 12):02}{sign}{chance.randint(1, 28):02}"


def _number(chance: Random) -> str:
    return chance.choice(_NUMBERS)(chance)


# Accession numbers, references, dates, times, sizes, amounts, vertebrae, telephones, digits, short dates, numbers of
# persons, points, ages, and one of several. All are drawn: no number of anybody stands here.
_NUMBERS: Final[tuple[Callable[[Random], str], ...]] = (
    lambda chance: chance.choice(ACCESSIONS) + _digits(chance, chance.choice((6, 7, 8, 9, 10, 10, 10))),
    lambda chance: str(codes.draw(chance.choice, chance.choice(REFERENCES))),
    lambda chance: f"20{chance.randint(10, 29)}-{_day(chance, '-')}",
    lambda chance: f"{chance.randint(0, 23):02}{chance.choice(':.')}{chance.randint(0, 59):02}",
    lambda chance: f"{chance.randint(1, 300)} x {chance.randint(1, 120)} mm",
    lambda chance: f"{chance.randint(0, 30)},{chance.randint(0, 9)} {chance.choice(('cm', 'mm', 'ml', 'mg', 'kg'))}",
    lambda chance: f"{chance.choice('CTL')}{chance.randint(1, 12)}{chance.choice(('', '-', '/'))}{_next(chance)}",
    lambda chance: f"0{_digits(chance, 2)}-{_digits(chance, 3)} {_digits(chance, 2)} {_digits(chance, 2)}",
    lambda chance: _digits(chance, chance.randint(1, 12)),
    lambda chance: f"{chance.randint(1, 9)}/{chance.randint(1, 12)}",
    lambda chance: f"{chance.randint(10, 31)}{_day(chance)}-{_digits(chance, 4)}",
    lambda chance: f"({chance.randint(1, 9)})",
    lambda chance: f"{chance.randint(18, 99)} år",
    lambda chance: f"{chance.randint(1, 4)} {chance.choice(('(', 'av ', '/'))}{chance.randint(1, 4)}",
)


def _next(chance: Random) -> str:
    """The second vertebra, or none."""
    return chance.choice(("", "L5", "S1", "Th12", "C6"))
