"""A seeded generator of invented referrals with gold marks: many layouts, wordings and origins of names."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any, Final

from corpus import layouts
from corpus.marked import HERE, Document, bare
from service.demo import people

TODAY: Final = date(2026, 11, 23)
_KIN: Final = ("dottern", "sonen", "hustrun", "maken", "sambon", "systern", "brodern", "mamman", "pappan")
_MONTHS: Final = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)


@dataclass(frozen=True, slots=True)
class Patient:
    """An invented patient: names, birth, the number in its longest spelling, and telephones."""

    given: str
    family: str
    sex: people.Sex
    birth: date
    number: str
    phone: str
    street: str
    place: str


def documents(seed: int, count: int) -> tuple[Document, ...]:
    """So many referrals; the same seed gives the same ones."""
    return tuple(document(Random(f"{seed}:{number}"), number) for number in range(count))


def document(chance: Random, number: int) -> Document:
    """One referral of the layout whose turn it is."""
    patient = drawn(chance)
    name, layout = LAYOUTS[number % len(LAYOUTS)]
    case = _case(chance, patient, number)
    plain = chance.random() < 0.15
    file_name = f"<<{spelled(chance, patient)}>>.txt" if plain else f"remiss_{number}.txt"
    marked = layout(case, chance)
    return Document(f"{name}_{number}", layouts.EXPECT.get(name, "ordinary"), bare(file_name), marked)


def drawn(chance: Random) -> Patient:
    """An invented patient of any age."""
    sex: people.Sex = chance.choice(("man", "kvinna"))
    birth = TODAY - timedelta(days=chance.choice((chance.randint(10, 6000), chance.randint(6000, 36000))))
    number = people.personal_number(chance, birth, sex)
    street = f"{chance.choice(_lists()['words']['streets'])} {chance.randint(1, 60)}"
    given, family = chance.choice(_lists()[sex]["given"]), chance.choice(_lists()["family"]["names"])
    return Patient(given, family, sex, birth, number, phone(chance), street, chance.choice(_lists()["words"]["places"]))


def spelled(chance: Random, patient: Patient) -> str:
    """The personal number as people write it."""
    long = patient.number.replace("-", "")
    seam = "+" if TODAY.year - patient.birth.year >= 100 else "-"
    ways = (
        patient.number,
        long,
        f"{long[2:8]}{seam}{long[8:]}",
        long[2:],
        f"{long[2:8]} {long[8:]}",
        f"{long[:8]} {long[8:]}",
        f"{long[:4]} {long[4:6]} {long[6:8]} {long[8:]}",
        f"{long[2:8]} {seam} {long[8:]}",
        f"{long[:8]}–{long[8:]}",
    )
    return chance.choice(ways)


def phone(chance: Random) -> str:
    """An invented mobile number in one of its spellings."""
    last = f"{chance.randint(605, 699)}"
    return chance.choice(
        (
            f"070-174 0{last[0]} {last[1:]}",
            f"070-1740{last}",
            f"0701740{last}",
            f"070 174 0{last[0]} {last[1:]}",
            f"+46 70 174 0{last[0]} {last[1:]}",
            f"+46701740{last}",
            f"0046 70-174 0{last[0]} {last[1:]}",
            f"+46 (0)70-174 0{last[0]} {last[1:]}",
            f"070.174.0{last[0]}.{last[1:]}",
        )
    )


def birth(chance: Random, patient: Patient) -> str:
    """The date of birth as people write it."""
    day = patient.birth
    return chance.choice(
        (
            f"{day:%Y-%m-%d}",
            f"{day:%Y%m%d}",
            f"{day:%y%m%d}",
            f"{day.day}/{day.month} {day.year}",
            f"{day.day}/{day.month} -{day:%y}",
            f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
            f"{day:%d.%m.%Y}",
            f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}",
            f"{day:%y-%m-%d}",
        )
    )


def unaccented(text: str) -> str:
    """The text as somebody without the letters types it."""
    table = str.maketrans("łŁøØđıæ’", "lLoOdia'")
    return "".join(
        sign for sign in unicodedata.normalize("NFD", text.translate(table)) if not unicodedata.combining(sign)
    )


def _case(chance: Random, patient: Patient, number: int) -> layouts.Case:
    scene = chance.choice(_scenes())
    words = _lists()["words"]
    staff = chance.choice([name for name in words["staff"] if name.split()[1] != patient.family])
    return layouts.Case(
        name=f"{patient.given} {patient.family}",
        given=patient.given,
        family=patient.family,
        sex=patient.sex,
        number=spelled(chance, patient),
        phone=patient.phone,
        street=patient.street,
        place=patient.place,
        examination=scene["examination"],
        question=scene["question"],
        history=" ".join(_history(chance, patient, scene["sentences"])),
        unit=chance.choice(words["units"]),
        staff=staff,
        staff_phone=f"031-390 06 {chance.randint(10, 99)}"
        if chance.random() < 0.7
        else f"0522-92 {chance.randint(1000, 9999)}",
        accession=f"SENAL{1_900_000 + number:010}",
        kidney=f"{chance.randint(48, 240)}",
        weight=f"{chance.randint(48, 120)} kg",
        ordered=f"2026-11-{chance.randint(20, 23)} {chance.randint(0, 23):02}:{chance.randint(0, 59):02}",
    )


def _history(chance: Random, patient: Patient, sentences: Sequence[str]) -> Iterator[str]:
    """The scene's sentences with some about people between them."""
    between = list(sentences)
    for mention in chance.sample(_lists()["mentions"]["own"], chance.choice((1, 1, 2, 3))):
        between.insert(chance.randint(0, len(between)), _filled(chance, patient, mention))
    if chance.random() < 0.6:
        between.append(_filled(chance, patient, chance.choice(_lists()["mentions"]["near"])))
    yield from between


def _filled(chance: Random, patient: Patient, mention: str) -> str:
    words, kin = _lists()["words"], chance.choice(_KIN)
    both: tuple[str, str] = (*_lists()["man"]["given"], *_lists()["kvinna"]["given"])
    return mention.format(
        given=patient.given,
        family=patient.family,
        given_s=_genitive(patient.given),
        family_s=_genitive(patient.family),
        plain=unaccented(patient.given),
        shout=patient.family.upper(),
        number=spelled(chance, patient),
        street=patient.street,
        phone=phone(chance),
        village=chance.choice(words["villages"]),
        home=chance.choice(words["homes"]),
        birth=birth(chance, patient),
        kin=kin,
        Kin=kin.capitalize(),
        relative=chance.choice(both),
        kin_phone=phone(chance),
        initial=".".join(part[0] for part in patient.given.replace("-", " ").split()) + f". {patient.family}",
    )


def _genitive(name: str) -> str:
    return name if name[-1] in "sxz" else f"{name}s"


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads((HERE / "people.toml").read_text("utf-8"))


@cache
def _scenes() -> list[dict[str, Any]]:
    return tomllib.loads((HERE / "scenes.toml").read_text("utf-8"))["scene"]


LAYOUTS: Final[Sequence[tuple[str, Callable[[layouts.Case, Random], str]]]] = layouts.ALL
