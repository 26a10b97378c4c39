"""The lists of words as they stand: files beside this one, with their sources in SOURCES.md."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from ocr.packed import Words

HERE: Final = Path(__file__).parent
_PERSONS: Final = (
    "bror", "syster", "pappa", "mamma", "dotter", "personal", "läkare", "sköterska", "kvinna", "pojke", "flicka",
    "patrull", "kollega", "kompis", "granne", "barn", "jour",
)  # fmt: skip
# CLDR has these among the countries; few live there.
_REGIONS: Final = frozenset(["åland", "grönland", "färöarna", "svalbard", "gibraltar", "jersey", "guernsey", "monaco"])
_HOSPITALS: Final = frozenset(["näl", "sus", "sös", "nus", "kss", "säs"])


@functools.cache
def of(name: str) -> frozenset[str]:
    """The words of a list, in small letters."""
    return frozenset(read(name))


def read(name: str) -> Iterator[str]:
    """The words of a list one by one."""
    lines = (HERE / name).read_text("utf-8").splitlines()
    return (word.lower() for line in lines if not line.startswith("#") for word in line.split())


@functools.cache
def _nicknames() -> Mapping[str, tuple[str, ...]]:
    lines = (HERE / "nicknames.txt").read_text("utf-8").splitlines()
    pairs = (line.partition(":") for line in lines if not line.startswith("#") and ":" in line)
    return {name.strip().lower(): tuple(called.split()) for name, _, called in pairs}


def is_common_first_name(word: str) -> bool:
    """Whether the word is one of Sweden's commonest first names, or what somebody with one is called."""
    return word.lower() in of("first_names.txt") or word.lower() in _called()


@functools.cache
def _names(kind: str) -> Words:
    """The names of the world: "first_names" or "surnames"."""
    return Words(read(f"world_{kind}.txt"))


def is_first_name(word: str) -> bool:
    """Whether the word is a first name, in Sweden or elsewhere, or what somebody with one is called."""
    low = word.lower()
    return is_common_first_name(word) or low in _names("first_names") or low in of("word_names.txt")


def is_listed_surname(word: str) -> bool:
    """Whether a list has the surname, however it is built."""
    return word.lower() in of("surnames.txt") or word.lower() in _names("surnames")


def first_names() -> tuple[str, ...]:
    """Sweden's commonest first names."""
    return tuple(sorted(of("first_names.txt")))


def surnames() -> tuple[str, ...]:
    """Sweden's commonest surnames."""
    return tuple(sorted(of("surnames.txt")))


def nicknames(name: str) -> tuple[str, ...]:
    """What somebody with that first name may be called."""
    return _nicknames().get(name.lower(), ())


def is_entry(word: str) -> bool:
    """Whether the field's lists have the very word, not only its ending."""
    return any(word.lower() in of(name) for name in ("clinical.txt", "drugs.txt", "terms.txt"))


def is_function_word(word: str) -> bool:
    """Whether the word binds a sentence together or opens one: no name, whatever letter it begins with."""
    return word.lower() in of("function_words.txt")


def is_english(word: str) -> bool:
    """Whether referrals in English are made of the word, besides medicine's."""
    return word.lower() in of("english.txt")


def is_deed(word: str) -> bool:
    """Whether the word says what somebody does, so that the word before it is somebody."""
    return word.lower() in of("deeds.txt")


def is_human_deed(word: str) -> bool:
    """Whether the verb says what only people do."""
    return word.lower() in of("human_deeds.txt")


def is_person(word: str) -> bool:
    """Whether the word is one for people, or what people drive, that opens a sentence without an article."""
    return word.lower() in of("persons.txt") or word.lower().endswith(_PERSONS)


def is_rare_eponym(word: str) -> bool:
    """Whether something of medicine may be called after the word, if it stands beside what is."""
    low = word.lower()
    return low in of("rare_eponyms.txt") or low.removesuffix("s") in of("rare_eponyms.txt")


def is_hospital(word: str) -> bool:
    """Whether the word is how a hospital of the region is called for short."""
    return word.lower() in _HOSPITALS


def is_acronym(word: str) -> bool:
    """Whether the capitals stand for something of the field, a unit or a form wherever they stand: "MR", "LP", "KK"."""
    return word.isupper() and word.lower() in of("abbreviations.txt")


def hospital_towns() -> tuple[str, ...]:
    """The towns with a hospital, as they are written."""
    return _as_written("hospital_towns.txt")


def care_towns() -> tuple[str, ...]:
    """Where health centres and smaller hospitals lie, as they are written: of a unit only right behind its name."""
    return _as_written("care_towns.txt")


def _as_written(name: str) -> tuple[str, ...]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return tuple(word.replace("_", " ") for line in lines if not line.startswith("#") for word in line.split())


def has_hospital(town: str) -> bool:
    """Whether a hospital or a unit of one lies in a town of that name."""
    return town.lower() in of("hospital_towns.txt")


def is_place(word: str) -> bool:
    """Whether the place is one that referrals name as a hospital or a journey, a country or not."""
    low = word.lower()
    return any(form in of(name) for form in (low, low.removesuffix("s")) for name in ("places.txt", "countries.txt"))


def is_country(word: str) -> bool:
    """Whether the word is a country: where somebody fell ill or grew up, and nobody's address."""
    return _is_of(word, "countries.txt")


def is_abroad(word: str) -> bool:
    """Whether the word is a country, or a city of another."""
    return is_country(word) or _is_of(word, "cities.txt")


def _is_of(word: str, name: str) -> bool:
    """Whether a list has a word, or that of which it is the genitive."""
    low, bare = word.lower(), word.lower().removesuffix("s")
    return bare not in _REGIONS and (low in of(name) or bare in of(name))


@functools.cache
def _called() -> frozenset[str]:
    return frozenset(called.lower() for names in _nicknames().values() for called in names)
