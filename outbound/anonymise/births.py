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
# A year of birth that is told as one: "f. 1941", "född -41".
_SINCE: Final = re.compile(r"(?<!\w)f(?:\.|ödd)?\s?(?:år\s)?['’-]?\s?(?:18|19|20)?(?P<year>\d\d)(?!\d)", re.IGNORECASE)
# A sentence that tells of a birthday, in which the day needs no year: "Fyllde år i går (20 juni)".
_CELEBRATED: Final = re.compile(
    r"(?<!\w)(?:fyll(?:er|de|t|a)|född|föddes|fött|födda|förlöst\w*|partus|sectio|nedkom\w*|(?:\d+-?)?årsdag\w*|födelsedag\w*|fira[rdt]\w*)(?!\w)[^.\n]*",
    re.IGNORECASE,
)


def own_birth(text: str, case: Case) -> Iterator[Span]:
    """Rule 3: the date of birth in every spelling, from the birth dates and the numbers."""
    yield from () if case.staff else birthdays.led(text)
    for born in {found for value in (*case.identity.birth_dates, *case.identity.numbers) if (found := _born(value))}:
        for pattern in _likely(text, born):
            yield from (Span(*found.span(), "birth_date", "identity") for found in pattern.finditer(text))
        for since in _SINCE.finditer(text):
            if int(since["year"]) == born.year % 100:
                yield Span(*since.span(), "birth_date", "identity")
        for told_of in _CELEBRATED.finditer(text):
            days = re.compile(_day(born), re.IGNORECASE).finditer(text, *told_of.span())
            yield from (Span(*day.span(), "birth_date", "birthday") for day in days)
        if not case.staff:
            yield from birthdays.own(text, born)


def _likely(text: str, born: date) -> Iterator[re.Pattern[str]]:
    """The patterns that may be found in a text: making one takes longer than a look at what each of its dates holds."""
    told = all(figures in text for figures in (f"{born.year % 100:02}", str(born.day)))
    if told and str(born.month) in text:
        yield from _in_figures(born)
    if told and any(name in text.lower() for name in _month(born)):
        yield from _in_words(born)


@functools.lru_cache(maxsize=64)
def _in_figures(born: date) -> tuple[re.Pattern[str], ...]:
    """The patterns of one date of birth in figures.

    A year of two figures is taken for one where nothing else is likely: blanks alone, or a month's name before the
    day, need all four.
    """
    whole, year = _years(born)
    month, day = rf"0?{born.month}", rf"0?{born.day}"
    two = (rf"{born.month:02}", rf"{born.day:02}")
    every = (
        rf"{year}[-–./ ]?{two[0]}[-–./ ]?{two[1]}{_NO_TIME}",  # 1941-06-22, 410622
        rf"{year}\s?[-–./]\s?{month}\s?[-–./]\s?{day}{_NO_TIME}",  # 1941/6/22, 41-6-22
        rf"{whole}{_APART}{month}{_APART}{day}{_NO_TIME}",  # 1941 6 22
        rf"{day}\s?[-–./]\s?{month}[\s\-–./'’]{{1,3}}{year}(?!\d)",  # 22/6 -41
        rf"(?:{day}{_APART}{month}|{month}{_APART}{day}){_APART}{whole}(?!\d)",  # 22 06 1941, 6/22/1941
        rf"{two[1]}{two[0]}{year}{_NO_TIME}",  # 220641
    )
    return tuple(re.compile(rf"(?<!\d){pattern}", re.IGNORECASE) for pattern in every)


@functools.lru_cache(maxsize=64)
def _in_words(born: date) -> tuple[re.Pattern[str], ...]:
    """With the month's name: 22 juni 1941, 22:a jun -41, 22jun41, juni 22, 1941, 1941 juni 22."""
    (whole, year), day = _years(born), rf"0?{born.day}"
    name = rf"(?:{'|'.join(_month(born))})[a-zåäö]*"
    numbered = rf"{day}(?::?[ea]|st|nd|rd|th)?"
    gap = r"[\s\-–/.,]{0,3}"
    every = (
        rf"{numbered}{gap}(?:of\s)?{name}{gap}['’]?{year}(?!\d)",
        rf"{whole}{gap}{name}{gap}{day}(?!\d)",
        rf"(?<![^\W\d_]){name}{gap}{numbered}{gap}{whole}(?!\d)",
    )
    return tuple(re.compile(rf"(?<!\d){pattern}", re.IGNORECASE) for pattern in every)


def _years(born: date) -> tuple[str, str]:
    """The patterns of a year of birth: with its century, and with it or without."""
    whole = rf"(?:18|19|20){born.year % 100:02}"
    return whole, rf"(?:{whole}|{born.year % 100:02})"


def _month(born: date) -> tuple[str, str]:
    """How a month of birth begins in Swedish and in English."""
    name = MONTHS[born.month - 1]
    return name, _ENGLISH.get(born.month, name)


def _born(value: str) -> date | None:
    today = date(2100, 1, 1)
    number = identifiers.personal_number(value, today)
    return number.birth if number is not None else identifiers.born(value, today)


def _day(born: date) -> str:
    """The pattern of a birthday without its year: 20 juni, 20/6."""
    month = rf"\s+{MONTHS[born.month - 1]}[a-zåäö]*|\s?/\s?0?{born.month}(?![\d/])"
    return rf"(?<![\d/])0?{born.day}(?::?[ea]|\.)?(?:{month})"
