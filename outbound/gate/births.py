"""The patient's month or year of birth without the day, by the words beside it: "född i augusti", "årgång 1941".

A month alone may be an earlier examination's: only what tells of a birth or a birthday makes it the patient's. Knows
nothing of the anonymiser's patterns: everything here is written anew, on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

# Whole or cut short: "född febril" tells of no month.
_MONTHS: Final = [
    "jan(?:uari)?", "feb(?:ruari)?", "(?:mars?|march)", "apr(?:il)?", "ma[jy]", "june?i?", "jul[iy]?", "aug(?:usti?)?",
    "sept?(?:ember)?", "o[kc]t(?:ober)?", "nov(?:ember)?", "dec(?:ember)?",
]  # fmt: skip
_ROMAN: Final = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
_BORN: Final = r"(?<![\w.])(?:född|f\.|f(?=\s\w+\.?\s['’–-]?\d\d)|born)[:,]?\s+(?:i\s+|in\s+)?"


def found(text: str, value: str) -> Iterator[tuple[int, int]]:
    """(start, end) of the month or the year of a date such as 1941-08-22 or 41-08-22, where a birth is told."""
    date = re.match(r"((?:18|19|20)?\d\d)\D?(\d\d)\D?\d\d(?!\d)", value)
    if date is None or not 1 <= int(date[2]) <= 12:
        return
    for pattern in _patterns(int(date[2]), date[1][-2:]):
        yield from (match.span() for match in re.finditer(pattern, text, re.IGNORECASE))


def _patterns(month: int, short: str) -> Iterator[str]:
    name, year = rf"{_MONTHS[month - 1]}(?!\w)", rf"(?:18|19|20)?{short}(?!\d)"
    yield rf"{_BORN}{name}(?:\.?\s+['’–-]?\s?{year})?"
    yield rf"{_BORN}{_ROMAN[month - 1]}[\s./-]{{1,2}}['’–-]?{year}"
    yield rf"(?<!\w)född\s+(?:0?{month}\s?[/-]\s?{year}|(?:18|19|20){short}[-/]{month:02}(?!\d))"
    yield rf"(?<!\w)(?:årgång|årsbarn|årskull|födelseår)[:,]?\s?['’–-]?\s?{year}"
    yield rf"(?<!\w)(?:fyll(?:er|de|t)|blir|blev|firar?(?:de)?)\s+(?:\d{{1,3}}|år)(?:\s+år)?\s+(?:nu\s+)?i\s+{name}"
