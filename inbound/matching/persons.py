"""What a report says of who was examined: age, year of birth, sex. A report is anonymous, so it says no more.

A sex and a number that stand side by side tell of somebody ("1976 (M)", "kvinna/63", "Pat: K-1949"); a word for a sex
alone may be a pronoun, and tells only where nothing else does.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from inbound.matching import examinations
from ocr import identifiers

_MEN: Final = r"(?:m[aä]n|mann|mannen|pojke|gutt|dreng|herre|male|boy)"
_WOMEN: Final = r"(?:kvinna|kvinnan|kvinne|flicka|jente|pige|female|woman|girl)"
_SEX: Final = rf"(?:{_MEN}|{_WOMEN})"
# "bör man bilda om": nobody is meant.
_PRONOUN: Final = (
    r"(?<!bör )(?<!kan )(?<!om )(?<!ser )(?<!får )(?<!ska )(?<!där )(?<!när )(?<!att )(?<!som )(?<!bor )(?<!far )"
)
_MAN: Final = re.compile(rf"(?<!\w){_PRONOUN}{_MEN}(?!\w)", re.IGNORECASE)
_WOMAN: Final = re.compile(rf"(?<!\w)(?:{_WOMEN}|gravid)(?!\w)", re.IGNORECASE)
# Of a worn å Tesseract makes ä or a.
_YEARS: Final = r"(?:[åäa]r|y|yo|y/o|yrs?|years?)(?!\w)"
_AGES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(\d{1,3})[- ]?(?:årig|[åä]r gamm[ae]l|year[- ]old|åring)",
        r"(?:[åäa]lder|(?<!\w)age)\s?[:=]?\s?(\d{1,3})(?!\d)",
        rf"(?<!\d)(\d{{1,3}}) ?{_YEARS},? ?{_SEX}(?!\w)",
        rf"(?<!\w){_SEX}[,:]? ?(\d{{1,3}}) ?{_YEARS}",
    )
)
# So short that only the heading can mean it so: 48 y, and with the sex M/50, or 50M first on a line or behind a word
# that says who is meant. "Avd 53F" is a ward.
_SHORT: Final = re.compile(r"(?<![\w.,:/-])(\d{1,3}) ?(?:y|yo|y/o|yrs?|years?)(?!\w)", re.IGNORECASE)
_BRIEF: Final = re.compile(
    r"(?<![\w.,:/-])(?:(?P<age>\d{1,3})(?P<sure> ?/ ?)?(?P<first>[MFK])|(?P<last>[MFK]) ?/ ?(?P<aged>\d{1,3}))"
    r"(?![\w/]|[.,]\d)",
    re.IGNORECASE,
)
_WHO: Final = re.compile(
    r"(?:^|(?<!\w)(?:pat(?:ient(?:en)?)?|pas(?:ient)?|pt|age|sex|gender|k[öo]n|kj[øo]nn|[åäa]lder|person\w*|pnr|f[öo]dd|born"
    r"|\d{4}))\W{0,3}\Z",
    re.IGNORECASE | re.MULTILINE,
)
# A number behind one of these is a place's or a series'.
_PLACE: Final = re.compile(
    r"(?<!\w)(?:avd\w*|rum(?:met)?|sal(?:en)?|plan|plats|v[åäa]n(?:ing(?:en)?)?|hus|byggnad|box|s[äa]ng|modul|ing[åäa]ng|hiss|port"
    r"|enhet(?:en)?|mott(?:agning\w*)?|klinik\w*|lab|serien?|ward|room|floor|level|bed|bay|unit|suite|series|building"
    r"|theatre|zone?)[.:]? ?(?:nr\.? ?)?[(-]?\Z",
    re.IGNORECASE,
)
_BORN: Final = re.compile(
    r"(?<!\w)(?:[ft].dd|f\.? ?[åäa]r|f\.|b\.|born|birth year|year of birth|yob|f.delse[åäa]r|f.dsels[åa]r)\W{0,3}"
    r"((?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
# What may stand between a sex and a number: signs, and words for born and for years.
_GAP: Final = r"[\s.,:;/(|–—-]{0,4}"
_BETWEEN: Final = (
    rf"{_GAP}(?:(?:f|b|f.dd?|f.dt|born|[åäa]r(?:\sgamm[ae]l)?|[åäa]rig|y|yrs?|years?(?:[- ]old)?|yo)(?![^\W\d_])"
    rf"{_GAP}){{0,2}}"
)
_YEAR: Final = r"(?:19|20)\d\d(?![\d-]|[.:,]\d)"
# Words anywhere; letters with a year or with a word or a sign that tells what they are, in the heading alone.
_WORDED: Final = re.compile(
    rf"(?<!\w)(?P<sex>{_SEX})(?:{_BETWEEN})(?P<number>{_YEAR}|\d{{1,3}}(?![\w/]|[.,:-]\d))"
    rf"|(?<![\w.,:/-])(?P<before>{_YEAR}|\d{{1,3}})(?:{_BETWEEN})(?P<behind>{_SEX})(?!\w)",
    re.IGNORECASE,
)
_LETTERED: Final = re.compile(
    rf"(?<!\w)(?P<sex>[MFK])(?![^\W\d_]|(?<=F)\.)(?:{_BETWEEN})(?P<number>{_YEAR})(?!\w)"
    rf"|(?<!\w)(?P<letter>[MFK])[.,:;]?\s(?P<age>\d{{1,3}})\s?{_YEARS}"
    rf"|(?<![\w.,:/-])(?P<before>{_YEAR})[\s,/(]{{0,3}}(?P<behind>[MFK])(?![\w/-])"
    r"|(?<!\w)(?:k[öo]n|kj[øo]nn|sex|[åäa]lder|age)(?:[^\d\n]{0,12}?[\s:/(])?(?P<told>[MFK])[\s/,(]{1,3}(?P<aged>\d{1,3})(?!\d)"
    r"|(?<!\w)(?:k[öo]n|kj[øo]nn|sex|[åäa]lder|age)[^\d\n]{0,12}?(?<![^\W\d_])(?P<years>\d{1,3})[\s/,(]{1,3}(?P<last>[MFK])(?!\w)"
)
# A year behind its month is a day's.
_DATED: Final = re.compile(r"(?<!\w)(?:jan|feb|mar|apr|ma[jy]|jun|jul|aug|sep|o[kc]t|nov|dec)\w*\.?\s?$", re.IGNORECASE)
# Behind its own word: "Kön: M", "Sex F".
_LABELLED: Final = re.compile(
    rf"(?<!\w)(?:[Kk][öo]n|[Kk]j[øo]nn|[Ss]ex|[Gg]ender|KÖN|SEX)\W{{1,3}}([MFK]|(?i:{_SEX}))(?!\w)"
)
_HEADING: Final = 12
_NEAR: Final = 40
_OLDEST: Final = 120
_FIRST_YEAR: Final = 1900
# Numbers of whoever is alive: no report is from after it.
_LAST_DAY: Final = date(2100, 1, 1)


@functools.lru_cache(maxsize=64)
def ages(text: str) -> frozenset[int]:
    """The ages that the text tells, in years."""
    told = [int(age) for pattern in _AGES for age in pattern.findall(text)]
    told += map(int, _SHORT.findall(_heading(text)))
    told += [number for _, number in (*_brief(text), *_pairs(text)) if number < _FIRST_YEAR]
    return frozenset(age for age in told if age <= _OLDEST)


@functools.lru_cache(maxsize=64)
def births(text: str) -> frozenset[int]:
    """The years of birth that the text tells."""
    years = (number for _, number in _pairs(text) if number >= _FIRST_YEAR)
    numbered = (one.birth.year for one in _numbers(text) if one.birth)
    # A number of ten figures tells no century.
    either = (year for born in numbered for year in (born, born - 100))
    return frozenset({*map(int, _BORN.findall(text)), *years, *either})


@functools.lru_cache(maxsize=64)
def sexes(text: str) -> tuple[bool, bool]:
    """Whether it speaks of a man, of a woman: by what stands beside a number, else by any word."""
    told = {sex.upper() for sex, _ in (*_brief(text), *_pairs(text))} | set(_LABELLED.findall(_heading(text)))
    told |= {one.sex.upper() for one in _numbers(text) if one.sex}
    men = {one for one in told if one == "M" or re.fullmatch(_MEN, one, re.IGNORECASE)}
    if told:
        return bool(men), bool(told - men)
    return _is_said(_MAN, text), _is_said(_WOMAN, text)


def _is_said(word: re.Pattern[str], text: str) -> bool:
    """Whether a word stands in the text; one in capitals only in a text of capitals: a rule is read as letters."""
    shouted = sum(map(str.isupper, text)) > sum(map(str.islower, text))
    return any(shouted or not match.group().isupper() for match in word.finditer(text))


def _numbers(text: str) -> Iterator[identifiers.PersonalNumber]:
    """The sound personal numbers of a text; the figures of an accession number are none ("SENAL2611048382")."""
    told = _ACCESSION.sub(" ", text)
    yield from (one for one in identifiers.personal_numbers(told, _LAST_DAY) if one.valid)


def _brief(text: str) -> list[tuple[str, int]]:
    """Each sex with an age beside it, in the heading's short forms."""
    return [
        (match["first"] or match["last"], int(match["age"] or match["aged"]))
        for match in _BRIEF.finditer(_heading(text))
        if _is_somebodys(match)
    ]


def _is_somebodys(match: re.Match[str]) -> bool:
    before = _before(match)
    return not _PLACE.search(before) and bool(match["sure"] or match["last"] or _WHO.search(before))


def _pairs(text: str) -> Iterator[tuple[str, int]]:
    """Each sex with an age or a year of birth beside it."""
    for match in (*_WORDED.finditer(text), *_LETTERED.finditer(_heading(text))):
        before = _before(match)
        if _DATED.search(before) or _PLACE.search(before) or _is_measured(match):
            continue
        told = match.groupdict()
        sex = next(found for key in ("sex", "letter", "behind", "told", "last") if (found := told.get(key)))
        number = next(found for key in ("number", "age", "before", "aged", "years") if (found := told.get(key)))
        yield sex, int(number)


def _before(match: re.Match[str]) -> str:
    """The words right before it."""
    return match.string[: match.start()][-_NEAR:]


def _is_measured(match: re.Match[str]) -> bool:
    """Whether a number with nothing but a space before "man" is a bad line's "30 mm", below the heading."""
    bare = match.groupdict().get("before") and re.fullmatch(r"\d{1,3}\s\w+", match.group())
    return bool(bare) and match.string.count("\n", 0, match.start()) >= _HEADING


_ACCESSION: Final = re.compile(rf"{identifiers.RIS.pattern}\d{{10,}}")


def _heading(text: str) -> str:
    """The first lines, without "page 2 0F 2": no newborn girl."""
    return _COUNTED.sub(" ", "\n".join(examinations.heading(text)))


_COUNTED: Final = re.compile(r"(?<!\w)\w{1,2}\s[0o]f\s\w{1,2}(?!\w)", re.IGNORECASE)


def is_man(sex: str) -> bool | None:
    """Whether a case's sex, in a word, a letter or ISO 5218's figure, is a man's; None if it tells neither."""
    return True if _IS_MAN.match(sex) else False if _IS_WOMAN.match(sex) else None


_IS_MAN: Final = re.compile(rf"\s*(?:m|p|1|han|manlig|{_MEN})(?!\w)", re.IGNORECASE)
_IS_WOMAN: Final = re.compile(rf"\s*(?:k|f|w|2|hon|kvinnlig|{_WOMEN})(?!\w)", re.IGNORECASE)
