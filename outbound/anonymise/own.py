"""What the patient is known by, in running text: names, numbers and telephones, however spelled."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Final

from ocr import identifiers
from outbound.anonymise import addresses, fragments, initials, names
from outbound.anonymise.spans import Case, Span
from outbound.referral import FieldName

_LETTER: Final = re.compile(r"(?<![\w.-])(?<!\d\s)(?P<letter>[A-ZÅÄÖ])\s$")
# What may stand between the digits of a number.
_APART: Final = re.compile(r"[\s\-–+.()/]")
# So many figures an area code has at least, nought included.
_AREA: Final = 2


def own_names(text: str, case: Case) -> Iterator[Span]:
    """Rule 1: the patient's own names and those of people near, whole, broken or cut short."""
    for start, end in names.found(text, case.known):
        yield Span(_with_initial(text, start, case), end, "name", "identity")
    for start, end in (*(() if case.staff else fragments.found(text, case.known)), *initials.found(text, case)):
        yield Span(start, end, "name", "identity")


def own_numbers(text: str, case: Case) -> Iterator[Span]:
    """Rule 2: the patient's own numbers, telephones and post in whatever spelling, and the last four alone."""
    figures = identifiers.restored(text)
    # Most texts hold none of the numbers: a look at their figures in a row takes less than making a pattern.
    row = _APART.sub("", figures)
    own = case.identity
    for value in (*own.numbers, *own.phones, *own.others):
        yield from (Span(*_whole(text, *found), "own_number", "identity") for found in _spelled(figures, row, value))
    for value in own.phones:
        if any(tail in row for tail in _tails(value)):
            yield from (Span(*match.span(), "own_number", "identity") for match in _local(value).finditer(figures))
    for value in own.numbers:
        last = re.sub(r"[^\dA-Z]", "", value)[-4:]
        if len(last) == 4 and last in row and not re.fullmatch("(?:19|20)[0-9]{2}", last):
            spelled = "[ .-]?".join(last)
            for match in re.finditer(rf"(?<!\w)(?<!\d[.,/:–-]){spelled}(?!\w|[.,/:–-]\d)", figures):
                yield Span(*match.span(), "own_number", "identity")
    for value in (mail for mail in own.emails if mail.lower() in text.lower()):
        yield from (Span(*match.span(), "address", "identity") for match in re.finditer(re.escape(value), text, re.I))
    examined = case.field == FieldName.EARLIER.value
    yield from addresses.own(text, own.addresses, towns=not case.staff, unit=case.unit, examined=examined)


def _with_initial(text: str, start: int, case: Case) -> int:
    """Where a name begins, a letter of the patient's before it included: "T Lindqvist"."""
    letter = _LETTER.search(text[:start])
    own = letter is not None and any(both.startswith(letter["letter"]) for both in case.known.initials)
    return letter.start("letter") if letter is not None and own else start


def _spelled(figures: str, row: str, value: str) -> Iterator[tuple[int, int]]:
    """A number digit by digit with anything between that is no letter; with and without century or country."""
    forms = (form for form in _forms(value) if form in row)
    yield from (match.span() for form in forms for match in _pattern(form).finditer(figures))


@functools.lru_cache(maxsize=64)
def _forms(value: str) -> frozenset[str]:
    digits = re.sub(r"[^\dA-Z]", "", value.upper())
    forms = (digits, digits[2:] if len(digits) == 12 else digits, re.sub(r"^(?:0046|46|0)", "", digits))
    return frozenset(form for form in forms if len(form) >= 6)


@functools.lru_cache(maxsize=64)
def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\d){(_APART.pattern + '{0,3}').join(map(re.escape, form))}(?!\d)")


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """A number with all that is glued to it: "196008059872_20261125_0011" is one."""
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    return start, end


@functools.lru_cache(maxsize=64)
def _tails(value: str) -> tuple[str, ...]:
    """The last digits of a telephone, as many as may be dialled at home."""
    digits = identifiers.digits(value)
    return tuple(digits[-size:] for size in (7, 6) if len(digits) - size >= _AREA)


@functools.lru_cache(maxsize=64)
def _local(value: str) -> re.Pattern[str]:
    """A telephone without its area code, alone, as it is dialled at home: "174 06 55", "39 06 15"."""
    tails = map("[ .–-]?".join, _tails(value))
    return re.compile(rf"(?<![\d,.])(?<!\d[ –/-])(?:{'|'.join(tails) or '(?!)'})(?!\d|[ –/.,:-]\d)")
