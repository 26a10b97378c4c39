"""Invented persons, drawn by seed: names that occur in Sweden, personal numbers and telephones that nobody has.

Draws nothing that could be real: birth numbers 980 to 999 are never given out, the telephones are those set aside for
fiction (Skatteverket's test numbers, PTS's numbers for books and films).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final, Literal

Sex = Literal["man", "kvinna"]

_GIVEN: Final[dict[Sex, tuple[str, ...]]] = {
    "man": (
        "Torbjörn", "Lennart", "Göran", "Hans-Erik", "Åke", "Mattias", "Yusuf", "Leszek", "Ibrahim", "Dragan",
        "Sven-Olof", "Jörgen", "Khalid", "Esko", "Bengt-Åke", "Milan",
    ),
    "kvinna": (
        "Gunilla", "Kerstin", "Ann-Marie", "Birgitta", "Åsa", "Ewelina", "Amina", "Fatemeh", "Maj-Britt", "Jelena",
        "Inger", "Pirjo", "Solveig", "Zahra", "Britt-Inger", "Elżbieta",
    ),
}  # fmt: skip
# Those who stand near have names that every list of names knows.
_NEAR: Final[dict[Sex, tuple[str, ...]]] = {
    "man": ("Torbjörn", "Lennart", "Göran", "Åke", "Mattias", "Ibrahim", "Jörgen", "Khalid"),
    "kvinna": ("Gunilla", "Kerstin", "Birgitta", "Åsa", "Inger", "Solveig", "Amina", "Zahra"),
}
_FAMILY: Final = (
    "Lindqvist", "Szczepański", "Hadžić", "Åkerström", "Bergqvist", "Al-Khatib", "Johansson", "Çelik", "Öhrström",
    "Nguyen", "Karlsson", "Virtanen", "Abdullahi", "Söderlund", "Petrović", "Hagström", "Wallén", "Thorstensson",
)  # fmt: skip
_STREETS: Final = ("Slåttervägen", "Björkbacksgatan", "Hamngatan", "Södra Drottninggatan", "Kvarnliden", "Åsgatan")
_PLACES: Final = ("461 57 Trollhättan", "451 42 Uddevalla", "462 37 Vänersborg", "464 30 Mellerud")
_MOBILE: Final = (605, 699)
_BIRTH_NUMBERS: Final = (980, 999)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist. `number` is YYYYMMDD-NNNC; `kin` and `relative` are who stands near and the name."""

    given: str
    family: str
    sex: Sex
    birth: date
    number: str
    phone: str
    street: str
    place: str
    kin: str
    relative: str

    @property
    def name(self) -> str:
        """Given name and family name."""
        return f"{self.given} {self.family}"

    def age(self, today: date) -> int:
        """Whole years."""
        return today.year - self.birth.year - ((today.month, today.day) < (self.birth.month, self.birth.day))


def person(chance: Random, today: date, *, youngest: int = 19, oldest: int = 92, sex: Sex | None = None) -> Person:
    """An invented person of an age between the two, in whole years."""
    drawn: Sex = sex or chance.choice(("man", "kvinna"))
    youngest_day = today - timedelta(days=round(365.25 * (youngest + 1)))
    birth = youngest_day - timedelta(days=chance.randrange(round(365.25 * (oldest - youngest)) + 1))
    given = chance.choice(_GIVEN[drawn])
    near: Sex = chance.choice(("man", "kvinna"))
    return Person(
        given=given,
        family=chance.choice(_FAMILY),
        sex=drawn,
        birth=birth,
        number=personal_number(chance, birth, drawn),
        phone=mobile(chance),
        street=f"{chance.choice(_STREETS)} {chance.randint(2, 48)}",
        place=chance.choice(_PLACES),
        kin="sonen" if near == "man" else "dottern",
        relative=chance.choice([name for name in _NEAR[near] if name != given]),
    )


def people(chance: Random, today: date, count: int) -> tuple[Person, ...]:
    """So many persons with different family names and numbers, as long as the names last."""
    drawn = list[Person]()
    while len(drawn) < count:
        one = person(chance, today)
        taken = {other.family for other in drawn} if len(drawn) < len(_FAMILY) else set[str]()
        if one.family not in taken and one.number not in {other.number for other in drawn}:
            drawn.append(one)
    return tuple(drawn)


def personal_number(chance: Random, birth: date, sex: Sex) -> str:
    """A personal number with a birth number that is never given out and the right check digit (SKV 704)."""
    fitting = [number for number in range(_BIRTH_NUMBERS[0], _BIRTH_NUMBERS[1] + 1) if number % 2 == (sex == "man")]
    nine = f"{birth:%y%m%d}{chance.choice(fitting)}"
    return f"{birth:%Y%m%d}-{nine[6:]}{check_digit(nine)}"


def check_digit(nine: str) -> int:
    """The tenth digit of nine: every other one doubled, digits added, up to the next ten."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(nine))
    return -sum(value - 9 if value > 9 else value for value in doubled) % 10


def mobile(chance: Random) -> str:
    """A mobile number set aside for fiction, as people write it."""
    last = chance.randint(*_MOBILE)
    return f"070-174 0{last // 100} {last % 100:02}"
