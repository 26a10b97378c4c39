"""The patient's month or year of birth without the day, by the words beside it: "Fyllde 85 i juni", "årgång 1941".

A month and a year are told of examinations and operations too: only "född" makes any of them a birth. Behind other
words they go if they are the patient's own.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from outbound.anonymise.spans import Span
from outbound.lexicon.vocabulary import any_of

# Whole or cut short, so that "född febril" tells of no month.
_NAMES: Final = (
    "jan(?:uari)?", "feb(?:r|ruari)?", "mars?|march", "apr(?:il)?", "ma[jy]", "june?i?", "jul[iy]?", "aug(?:usti?)?",
    "sept?(?:ember)?", "o[kc]t(?:ober)?", "nov(?:ember)?", "dec(?:ember)?",
)  # fmt: skip
_ANY_MONTH: Final = rf"(?:{'|'.join(_NAMES)})(?!\w)\.?"
_ROMANS: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_YEAR: Final = (
    r"(?:(?:år|anno)\s)?(?:['’–-]\s?\d\d|(?:18|19|20)\d\d|\d\d)"
    r"(?!\d|[.,:/-]\d|\s?(?:kg|g|cm|mm|%|v|veckor|år|mån)(?!\w))"
)
_SEASON: Final = (
    r"(?:(?:på|under|i)\s)?(?:(?:sommar|höst|vår|vinter)(?:en)?|jul(?:en|afton(?:en)?|dagen)?"
    r"|(?:midsommar|nyår|påsk|lucia|valborg|pingst|trettond)\w*)(?!\w)"
)
_MONTHLY: Final = (
    rf"(?:(?:i|någon gång i|i slutet av|i början av|i mitten av)\s)?{_ANY_MONTH}(?:\smånad)?(?:,?\s?{_YEAR})?"
)
_ROMAN: Final = rf"(?-i:{'|'.join(reversed(_ROMANS))})[\s./-]{{1,2}}{_YEAR}"
_FIGURES: Final = (
    r"(?:0?[1-9]|1[0-2])\s?(?:/\s?\d\d|[/-]\s?(?:18|19|20)\d\d)(?![\d/-])"
    r"|(?:18|19|20)\d\d[-/](?:0[1-9]|1[0-2])(?![\d-])"
)
# Whatever month, season or year "född" leads to; two figures behind "f" alone are a year's only with a month.
_BORN: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\w.])(?:född|födelsemånad|f\.|born)(?:[:,]?\s|(?<=f\.))(?:in\s)?(?P<when>{_MONTHLY})",
        rf"(?<!\w)f\s(?P<when>{_ANY_MONTH}\s?{_YEAR})",
        rf"(?<!\w)(?:född|f\.?)\s(?P<when>{_ROMAN})",
        rf"(?<!\w)född\s(?P<when>{_SEASON}(?:\s{_YEAR})?|{_FIGURES})",
    )
)
# A month without a year is told of a child as its age is: "barn (son född i november)".
_OF_KIN: Final = re.compile(
    rf"(?<!\w)(?:{any_of('people.kin_before')}*{any_of('people.kin')}(?:en|n)?"
    r"|barn(?:et)?|bebis\w*|flickan?|pojken?|tvillingar)\s(?:är\s)?$",
    re.IGNORECASE,
)
_TURNS: Final = r"(?:fyll(?:er|de|t|a)|blir|blev|bli|fira[rdt]?\w*)"
# So old somebody is at a birthday that is told now: the year of birth and the age make one of these years.
_NOW: Final = range(2024, 2100)
_AGE: Final = r"(?P<age>\d{1,3}(?!\d)|år|jämnt|(?:\d{2,3}-?)?(?:födelse|års)dag)(?:\sår)?,?"
_TURNED: Final = re.compile(
    rf"(?<!\w)(?:{_TURNS}\s(?:(?:ju|snart|nu|nyss|just|precis|sin|hela)\s)*)?{_AGE}\s(?:(?:nu|redan|nyss|senare)\s)?"
    rf"(?:i\s(?:slutet|början|mitten)\sav\s|i\s|den\s)"
    rf"(?P<when>(?P<month>{_ANY_MONTH})(?!-)|(?P<day>\d{{1,2}}(?::?[ea])?)(?![\w/]|[.,:]\d|\s[a-zåäö]))",
    re.IGNORECASE,
)
_CLASS: Final = r"(?:årgång|årsbarn|årskull|årsklass|födelseår|född år|född)(?:en)?"
_ANY_YEAR: Final = r"(?P<when>['’–-]?\s?(?:18|19|20)?(?P<year>\d\d))(?!\d|[.,/:-]\w{2})"
# "årgång -41", "född i Finland 1941", "är en 41:a".
_YEARS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\w){_CLASS}[:,]?\s?{_ANY_YEAR}",
        r"(?<!\w)född(?:\s[^\W\d]+){1,4}?[:,]?\s(?P<when>(?P<year>\d{4}))(?![\d-])",
        rf"(?<!\w)är\s(?:en\s)?{_ANY_YEAR}:(?:a|an|or)(?!\w)",
    )
)
# Of whom is born later, an operation may be told in the month of their birth.
_GROWN: Final = 2000


def led(text: str) -> Iterator[Span]:
    """Every month, season and year that "född" leads to, whosever birth it is."""
    for match in (found for pattern in _BORN for found in pattern.finditer(text)):
        if _OF_KIN.search(text[: match.start()]) is None or re.search(r"\d", match["when"]):
            yield Span(*match.span("when"), "birth_date", "born in")


def own(text: str, born: date) -> Iterator[Span]:
    """The month and the year of somebody born then, behind words that tell of birthdays and of age."""
    yield from (Span(*match.span("when"), "birth_date", "birthday") for match in _turned(text, born))
    for match in (found for pattern in _YEARS for found in pattern.finditer(text)):
        if int(match["year"]) in (born.year, born.year % 100):
            yield Span(*match.span("when"), "birth_date", "year of birth")
    if "föddes" in text.lower() or (born.year < _GROWN and str(born.year) in text):
        for pattern in _months(born):
            yield from (Span(*match.span("when"), "birth_date", "year of birth") for match in pattern.finditer(text))


@functools.lru_cache(maxsize=64)
def _months(born: date) -> tuple[re.Pattern[str], ...]:
    """The patterns of a month of birth: "föddes i augusti", "augusti 1941"."""
    month = rf"(?:{_NAMES[born.month - 1]})"
    every = (
        rf"(?<!\w)föddes\s(?:[^\W\d]+\s){{0,3}}?(?P<when>{month}(?:\.?\s{_YEAR})?|{born.year})(?!\w)",
        *((rf"(?<!\w)(?P<when>{month}\.?\s(?:år\s)?{born.year})(?!\d)",) if born.year < _GROWN else ()),
    )
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in every)


def _turned(text: str, born: date) -> Iterator[re.Match[str]]:
    """Birthdays in a month, or on a day, that is the patient's own, or at an age that is."""
    for match in _TURNED.finditer(text):
        turns = "dag" in match["age"] or re.match(_TURNS, match.group(), re.IGNORECASE) is not None
        age = re.match(r"\d+", match["age"])
        of_age = age is not None and born.year + int(age.group()) in _NOW
        if match["day"]:
            right = int(re.sub(r"\D", "", match["day"])) == born.day
        else:
            right = re.fullmatch(rf"(?:{_NAMES[born.month - 1]})\.?", match["month"], re.IGNORECASE) is not None
        if (turns and right) or (of_age and (right or turns)):
            yield match
