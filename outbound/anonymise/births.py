"""The patient's date of birth in running text, however it is spelled: in figures or words, year, month or day first."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from ocr import identifiers
from outbound.anonymise import birthdays
from outbound.anonymise.private_numbers import MONTHS
from outbound.anonymise.spans import Case, Span

# The months whose English name begins otherwise.
_ENGLISH: Final = {5: "may", 10: "oct"}
_APART: Final = r"\s?[-–./\s]\s?"
# Figures behind a date of today are a time of day: a newborn is examined on its date of birth.
_NO_TIME: Final = r"(?!\d|[:.]\d)(?!\s\d\d[:.])"
# A sentence that tells of a birthday, in which the day needs no year: "Fyllde år i går (20 juni)".
_CELEBRATED: Final = re.compile(
    r"(?<!\w)(?:fyll(?:er|de|t|a)|född|föddes|fött|födda|förlöst\w*|partus|sectio|nedkom\w*|(?:\d+-?)?årsdag\w*|födelsedag\w*|fira[rdt]\w*)(?!\w)[^.\n]*",
    re.IGNORECASE,
)


def own_birth(text: str, case: Case) -> Iterator[Span]:
    """Rule 3: the date of birth in every spelling, from the birth dates and the numbers."""
    yield from () if case.staff else birthdays.led(text)
    for born in {found for value in (*case.identity.birth_dates, *case.identity.numbers) if (found := _born(value))}:
        for pattern in _spellings(born):
            yield from (Span(*found.span(), "birth_date", "identity") for found in pattern.finditer(text))
        for told_of in _CELEBRATED.finditer(text):
            days = re.compile(_day(born), re.IGNORECASE).finditer(text, *told_of.span())
            yield from (Span(*day.span(), "birth_date", "birthday") for day in days)
        if not case.staff:
            yield from birthdays.own(text, born)


@functools.lru_cache(maxsize=64)
def _spellings(born: date) -> tuple[re.Pattern[str], ...]:
    """The patterns of one date of birth.

    A year of two figures is taken for one where nothing else is likely: blanks alone, or a month's name before the
    day, need all four.
    """
    whole = rf"(?:18|19|20){born.year % 100:02}"
    year = rf"(?:{whole}|{born.year % 100:02})"
    month, day = rf"0?{born.month}", rf"0?{born.day}"
    two = (rf"{born.month:02}", rf"{born.day:02}")
    every = (
        rf"{year}[-–./ ]?{two[0]}[-–./ ]?{two[1]}{_NO_TIME}",  # 1941-06-22, 410622
        rf"{year}\s?[-–./]\s?{month}\s?[-–./]\s?{day}{_NO_TIME}",  # 1941/6/22, 41-6-22
        rf"{whole}{_APART}{month}{_APART}{day}{_NO_TIME}",  # 1941 6 22
        rf"{day}\s?[-–./]\s?{month}[\s\-–./'’]{{1,3}}{year}(?!\d)",  # 22/6 -41
        rf"(?:{day}{_APART}{month}|{month}{_APART}{day}){_APART}{whole}(?!\d)",  # 22 06 1941, 6/22/1941
        rf"{two[1]}{two[0]}{year}{_NO_TIME}",  # 220641
        *_in_words(born, day, year, whole),
    )
    since = rf"(?<!\w)f(?:\.|ödd)?\s?(?:år\s)?['’-]?\s?{year}(?!\d)"
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in (*(rf"(?<!\d){one}" for one in every), since))


def _in_words(born: date, day: str, year: str, whole: str) -> tuple[str, ...]:
    """With the month's name: 22 juni 1941, 22:a jun -41, 22jun41, juni 22, 1941, 1941 juni 22."""
    name = rf"(?:{MONTHS[born.month - 1]}|{_ENGLISH.get(born.month, MONTHS[born.month - 1])})[a-zåäö]*"
    numbered = rf"{day}(?::?[ea]|st|nd|rd|th)?"
    gap = r"[\s\-–/.,]{0,3}"
    return (
        rf"{numbered}{gap}(?:of\s)?{name}{gap}['’]?{year}(?!\d)",
        rf"{whole}{gap}{name}{gap}{day}(?!\d)",
        rf"(?<![^\W\d_]){name}{gap}{numbered}{gap}{whole}(?!\d)",
    )


def _born(value: str) -> date | None:
    today = date(2100, 1, 1)
    number = identifiers.personal_number(value, today)
    return number.birth if number is not None else identifiers.born(value, today)


def _day(born: date) -> str:
    """The pattern of a birthday without its year: 20 juni, 20/6."""
    month = rf"\s+{MONTHS[born.month - 1]}[a-zåäö]*|\s?/\s?0?{born.month}(?![\d/])"
    return rf"(?<![\d/])0?{born.day}(?::?[ea]|\.)?(?:{month})"
