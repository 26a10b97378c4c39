"""What the patient is known by, in running text: names, numbers, telephones and the date of birth, however spelled."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from ocr import identifiers
from outbound.anonymise import addresses, names, told
from outbound.anonymise.spans import Case, Span


def own_names(text: str, case: Case) -> Iterator[Span]:
    """Rule 1: the patient's own names and those of people near."""
    for start, end in names.found(text, case.known):
        yield Span(start, end, "name", "identity")


def own_numbers(text: str, case: Case) -> Iterator[Span]:
    """Rule 2: the patient's own numbers, telephones and post in whatever spelling, and the last four alone."""
    figures = identifiers.restored(text)
    told = case.identity
    for value in (*told.numbers, *told.phones, *told.others):
        yield from (Span(*_whole(text, *found), "own_number", "identity") for found in _spelled(figures, value))
    for value in told.numbers:
        last = re.sub(r"[^\dA-Z]", "", value)[-4:]
        if len(last) == 4 and not re.fullmatch("(?:19|20)[0-9]{2}", last):
            for match in re.finditer(rf"(?<![\w.,/:-]){last}(?![\w,/:-]|\.\d)", figures):
                yield Span(*match.span(), "own_number", "identity")
    for value in told.emails:
        yield from (Span(*match.span(), "address", "identity") for match in re.finditer(re.escape(value), text, re.I))
    yield from addresses.own(text, told.addresses, towns=not case.staff)


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """A number with all that is glued to it: "196008059872_20261125_0011" is one."""
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    return start, end


def own_birth(text: str, case: Case) -> Iterator[Span]:
    """Rule 3: the date of birth in every spelling, from the birth dates and the numbers."""
    for born in {found for value in (*case.identity.birth_dates, *case.identity.numbers) if (found := _born(value))}:
        for pattern in _spellings(born):
            yield from (Span(*found.span(), "birth_date", "identity") for found in pattern.finditer(text))
        for told_of in _CELEBRATED.finditer(text):
            days = re.compile(_day(born), re.IGNORECASE).finditer(text, *told_of.span())
            yield from (Span(*day.span(), "birth_date", "birthday") for day in days)


def _spelled(figures: str, value: str) -> Iterator[tuple[int, int]]:
    """A number digit by digit with anything between that is no letter; with and without century or country."""
    yield from (match.span() for pattern in _patterns(value) for match in pattern.finditer(figures))


@functools.lru_cache(maxsize=64)
def _patterns(value: str) -> tuple[re.Pattern[str], ...]:
    digits = re.sub(r"[^\dA-Z]", "", value.upper())
    forms = {digits, digits[2:] if len(digits) == 12 else digits, re.sub(r"^(?:0046|46|0)", "", digits)}
    apart = r"[\s\-–+.()/]{0,3}"
    each = (apart.join(map(re.escape, form)) for form in forms if len(form) >= 6)
    return tuple(re.compile(rf"(?<!\d){pattern}(?!\d)") for pattern in each)


def _born(value: str) -> date | None:
    today = date(2100, 1, 1)
    number = identifiers.personal_number(value, today)
    return number.birth if number is not None else identifiers.born(value, today)


# A sentence that tells of a birthday, in which the day needs no year: "Fyllde år i går (20 juni)".
_CELEBRATED: Final = re.compile(
    r"(?<!\w)(?:fyll(?:er|de|t|a)|född|föddes|fött|födda|förlöst\w*|partus|sectio|nedkom\w*|(?:\d+-?)?årsdag\w*|födelsedag\w*|fira[rdt]\w*)(?!\w)[^.\n]*",
    re.IGNORECASE,
)


def _day(born: date) -> str:
    """The pattern of a birthday without its year: 20 juni, 20/6."""
    month = rf"\s+{told.MONTHS[born.month - 1]}[a-zåäö]*|\s?/\s?0?{born.month}(?![\d/])"
    return rf"(?<![\d/])0?{born.day}(?::?[ea]|\.)?(?:{month})"


@functools.lru_cache(maxsize=64)
def _spellings(born: date) -> tuple[re.Pattern[str], ...]:
    """The patterns of one date of birth: 1941-06-22, 19410622, 410622, 22/6 -41, 22 juni 1941."""
    years = rf"(?:(?:18|19|20)?{born.year % 100:02})"
    name = told.MONTHS[born.month - 1] + r"[a-zåäö]*\.?"
    every = (
        rf"(?<!\d){years}[-–./ ]?{born.month:02}[-–./ ]?{born.day:02}(?!\d|[:.]\d)(?!\s\d\d[:.])",
        rf"(?<!\d)0?{born.day}\s?[-–./]\s?0?{born.month}[\s\-–./'’]{{1,3}}{years}(?!\d)",
        rf"(?<!\w)f(?:\.|ödd)?\s?(?:år\s)?['’-]?\s?{years}(?!\d)",
        rf"(?<!\d)0?{born.day}(?::?[ea]|\.)?\s+{name}\s+['’-]?{years}(?!\d)",
    )
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in every)
