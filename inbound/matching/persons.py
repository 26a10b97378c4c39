"""What a report says of who was examined: age, year of birth, sex. A report is anonymous, so it says no more."""

from __future__ import annotations

import functools
import re
from typing import Final

_MAN: Final = re.compile(r"(?<!\w)(?:man|mannen|pojke|male|herre|boy)(?!\w)", re.IGNORECASE)
_WOMAN: Final = re.compile(r"(?<!\w)(?:kvinna|kvinnan|flicka|female|woman|gravid|girl)(?!\w)", re.IGNORECASE)
_SEX: Final = r"(?:man|kvinna|pojke|flicka|female|male|woman|girl|boy)"
# Of a worn å Tesseract makes ä or a.
_YEARS: Final = r"(?:[åäa]r|y|yo|y/o|yrs?|years?)(?!\w)"
_AGES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(\d{1,3})[- ]?(?:årig|[åä]r gammal|year[- ]old|åring)",
        r"(?:ålder|(?<!\w)age)\s?[:=]?\s?(\d{1,3})(?!\d)",
        rf"(?<!\d)(\d{{1,3}}) ?{_YEARS},? ?{_SEX}(?!\w)",
        rf"(?<!\w){_SEX}[,:]? ?(\d{{1,3}}) ?{_YEARS}",
    )
)
# So short that only the heading can mean it so: 48 y, and with the sex 50M, M/50.
_SHORT: Final = re.compile(r"(?<![\w.,:/-])(\d{1,3}) ?(?:y|yo|y/o|yrs?|years?)(?!\w)", re.IGNORECASE)
_BRIEF: Final = re.compile(
    r"(?<![\w.,:/-])(?:(\d{1,3})(?: ?/ ?)?([MFK])|([MFK]) ?/ ?(\d{1,3}))(?![\w/]|[.,]\d)", re.IGNORECASE
)
_BORN: Final = re.compile(
    r"(?<!\w)(?:[ft].dd|f\.|born|birth year|year of birth|födelseår)\W{0,3}((?:19|20)\d\d)(?!\d)", re.IGNORECASE
)
# A letter or a word for the sex and the year, and nothing that makes it a day.
_OF_YEAR: Final = re.compile(
    rf"(?<![\w.,:/-])(?:({_SEX}|[MFK])(?:[,:]| ?/)? {{0,2}}((?:19|20)\d\d)(?![\w/-]|[.:,]\d)"
    rf"|((?:19|20)\d\d)(?:,| ?/) {{0,2}}({_SEX}|[MFK])(?![\w/-]))",
    re.IGNORECASE,
)
_HEADING: Final = 12
_OLDEST: Final = 120


@functools.lru_cache(maxsize=64)
def ages(text: str) -> frozenset[int]:
    """The ages that the text tells, in years."""
    told = [age for pattern in _AGES for age in pattern.findall(text)]
    told += _SHORT.findall(_heading(text)) + [before or behind for before, _, _, behind in _brief(text)]
    return frozenset(age for age in map(int, told) if age <= _OLDEST)


@functools.lru_cache(maxsize=64)
def births(text: str) -> frozenset[int]:
    """The years of birth that the text tells."""
    return frozenset(map(int, [*_BORN.findall(text), *(year for _, year in _of_year(text))]))


@functools.lru_cache(maxsize=64)
def sexes(text: str) -> tuple[bool, bool]:
    """Whether it speaks of a man, of a woman."""
    brief = {(before or behind).upper() for _, before, behind, _ in _brief(text)}
    brief |= {sex.upper() for sex, _ in _of_year(text)}
    return "M" in brief or _MAN.search(text) is not None, bool(brief & {"F", "K"}) or _WOMAN.search(text) is not None


def _brief(text: str) -> list[tuple[str, str, str, str]]:
    return _BRIEF.findall(_heading(text))


def _of_year(text: str) -> list[tuple[str, str]]:
    """Each sex with a year beside it: "K 1935", "F / 1953", "1953, man"."""
    return [(sex or other, year or born) for sex, year, born, other in _OF_YEAR.findall(_heading(text))]


def _heading(text: str) -> str:
    return "\n".join([line for line in text.splitlines() if line.strip()][:_HEADING])


def is_man(sex: str) -> bool:
    """Whether a case's sex, in a word or a letter, is a man's."""
    return sex.strip().lower()[:1] in ("m", "p", "1")
