"""Identifiers as they stand on paper: personal numbers of every kind, telephones, mail, addresses, dates of birth.

Only points at them. What becomes of a finding is policy: outbound removes and holds, inbound marks.
Formats: research "Anonymising", section 2 (Skatteverket, VGR's LRID, the national reserve id, Inera, LMA).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Literal


class Category(StrEnum):
    """What kind of identifier a finding is; closed, also in JSON."""

    NAME = "name"
    PERSONAL_NUMBER = "personal_number"
    RESERVE_NUMBER = "reserve_number"
    LMA_NUMBER = "lma_number"
    STAFF_ID = "staff_id"
    LONG_NUMBER = "long_number"
    BIRTH_DATE = "birth_date"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    OTHER = "other"


# The letters of a Swedish RIS right before ten figures and more, read well or badly ("SENAL2611048382", "SENAT
# 2611048382"): one such number in ten has a personal number's check digit. No name that begins so.
RIS: Final = re.compile(r"(?<![^\W_])(?!SELMA|SELIM|SELIN|SEIJA|SENAD|SEVIM|SERGE|SEHER)SE[A-ZÅÄÖ]{2,4}[ .]?(?=\d{10})")


@dataclass(frozen=True, slots=True)
class Finding:
    """An identifier from `start` to `end` of a text. `certain`: its own check digit or form leaves no doubt."""

    category: Category
    start: int
    end: int
    certain: bool


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A personal number read: when born (None where the number does not tell), of which sex, and whether it checks."""

    digits: str
    birth: date | None
    sex: Literal["man", "kvinna", ""]
    kind: Literal["personal", "coordination", "reserve", "national_reserve", "lma"]
    valid: bool


# One sign for one, so that places in the text stay: what OCR takes for digits inside a number.
_AS_DIGIT: Final = str.maketrans("OoQDlI|iSsBZz", "0000111155822")
_MONTH: Final = "(?:0[1-9]|1[0-2])"
_DAY: Final = r"(?:0[1-9]|[12]\d|3[01]|6[0-9]|[78]\d|9[01])"
_GAP: Final = r"[ .\-–/]?"
_SEAM: Final = r"\s{0,2}[-–—+−.]?\s{0,2}"
_PERSONAL: Final = re.compile(
    rf"(?<![\w])(?P<century>18|19|20)?(?P<year>\d\d){_GAP}(?P<month>{_MONTH}){_GAP}(?P<day>{_DAY})"
    rf"(?P<seam>{_SEAM})(?P<last>\d{{4}})(?![\w]|[-–]\d\d[-–])"
)
_RESERVE: Final = re.compile(
    rf"(?<![\w-])(?P<century>18|19|20)?(?P<year>\d\d)[-. ]?(?P<month>{_MONTH}|[3-9]\d|1[3-9]|2\d)[-. ]?"
    rf"(?P<day>{_DAY}|\d\d)[-–+ ]?(?P<last>(?=[\dA-Z]*[A-Z])(?=[\dA-Z]*\d)[\dA-Z]{{4}})(?![\w-])"
)
# A national reserve number's century without its multiples of 3.
_CENTURIES: Final = {century % 3: century for century in (19, 20)}
_NATIONAL: Final = re.compile(r"(?<!\w)(?P<century>2[235689]|3[124578]|00)(?P<rest>\d{6})[A-Z]{2}\d[\dA-Z](?!\w)")
_STOCKHOLM: Final = re.compile(r"(?<!\w)99(?:18|19|20)\d{2}\d{6}(?!\w)")
_LMA: Final = re.compile(r"(?<![\w-])\d\d-\d{6}(?:/\d)?(?![\w-])")
_STAFF_ID: Final = re.compile(r"(?<!\w)SE\d{10}-[\dA-Z]{1,31}(?!\w)", re.IGNORECASE)
_LONG: Final = re.compile(r"(?<![\w.,])\d(?:[- ]?\d){9,}(?![\w])")
# Case, order, ward and insurance numbers: letters and five figures or more in one piece ("5000-K123456-26"). How much
# of a medicine and how often is none: "Fragmin 7500x2".
_CODE: Final = re.compile(r"(?<![\w-])(?!\d{2,6}x\d(?!\w))(?=[\w/-]*[^\W\d_])(?=(?:[\w/-]*?\d){5})\w[\w/-]{5,}(?!\w)")
# A number or a name of an account that is told by the word before it: "journal 1234567", "reg nr ABC 123".
_TOLD: Final = re.compile(
    r"(?<!\w)(?i:journal|ärende|pass|medlem|försäkring|dossier|kund|kort|körkort)"
    r"(?i:s?(?:nr|nummer))?[.:]?\s{1,2}(?P<number>[A-Z]{0,3}\d[\d-]{3,}\d)"
    r"|(?<!\w)(?i:reg\.?\s?nr|registreringsnummer|registreringsnr)[.:]?\s{1,2}(?P<plate>[A-Z]{3}\s?\d{2}[\dA-Z])(?!\w)"
    r"|(?<!\w)(?P<newer>[A-HJ-PR-UW-Z]{3}\s?\d{2}[A-HJ-NPR-UW-Z])(?!\w)"
    r"|(?<!\w)(?i:facebook|instagram|snapchat|tiktok|messenger|användarnamn)[.:]?\s{1,2}(?P<account>[\w.-]*[._-][\w-]+)"
)
_MAIL: Final = re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+|(?<!\w)@\w[\w.]*\w")
_PHONE: Final = re.compile(
    r"(?<![\w.,/-])(?P<head>(?:\+|00)\s?\d{2,3}[\s\-–/.()]{0,3}(?:\(0\)\s?)?\d{1,3}|\(0\d{1,3}\)|0\d{1,3}\)?)"
    r"(?P<groups>(?:(?:\s?[-–.]\s?|/|\s{0,2})(?:\d{2,12}|\d(?=\s\d{3}\s\d{3}(?!\d)))){1,7})"
)
_PHONE_GROUP: Final = re.compile(r"(?:\s?[-–.]\s?|/|\s{0,2})(?:\d{2,12}|\d(?=\s\d{3}\s\d{3}(?!\d)))")
# How many digits a number may have: from 0, and with a country before it.
_NATIONAL_DIGITS: Final = 10
_COUNTRY_DIGITS: Final = 15
# The examination's own days are no identifiers, and two numbers parted by one are not one number.
_DAY_ITSELF: Final = re.compile(
    rf"(?<![\d-])(?:19|20)\d\d-{_MONTH}-(?:0[1-9]|[12]\d|3[01])(?![\d]|\s?[-+]?\s?\d{{4}}(?![-:.\d]))"
)
_POST_CODE: Final = re.compile(
    # "ankn 51270  Patienten …" is a number inside the hospital.
    r"(?<![\d-])(?<!ank\s)(?<!ankn\s)(?<!ankn\.\s)(?<!sök\s)(?<!sökare\s)(?<!dect\s)(?<!DECT\s)(?<!dosa\s)"
    r"(?:SE?-?)?[1-9]\d{2}[ \t]?\d{2}[ \t]{1,3}[A-ZÅÄÖ](?:[a-zåäö]|[A-ZÅÄÖ]{3})\w*"
    r"(?:[ \t](?:\d|[A-ZÅÄÖ])\w*)?"
)
_STREET: Final = re.compile(
    # "IVA Borås plats 7" is a bed.
    r"(?<!\w)(?!(?:(?<=(?:IVA|AVA|HIA|AKM|UVA|IMA|NEO)\s)|\w?(?:IVA|AVA|HIA|AKM|UVA|IMA|NEO)\s)[A-ZÅÄÖ]\w+\splats\s)"
    r"[A-ZÅÄÖ][\wåäöÅÄÖé-]*(?:[^\S\n][A-ZÅÄÖ][\wåäö-]*)?"
    r"(?:(?<=s)\s(?:gata|väg|gränd|torg|stig|allé|backe|plats|strand|kaj|esplanad)|gatan|gata|vägen|väg|gränd|gränden|torget|torg|stigen|stig|allén|allé|backen|plan|leden|kajen|strand|liden|(?<!e)ringen|(?<!arm)slingan|svängen)"
    r"\s{1,2}\d{1,4}\s?[A-Ha-h]?(?!\w|-\d\d-)(?:,?\s(?:(?:lgh|vån|uppg)\.?\s?\w{1,5}|\d{1,2}\s?tr(?:appor)?(?!\w)\.?))?"
)
_ALONE: Final = r"(?<![\d-])(?<![A-EG-ZÅÄÖa-eg-zåäö])"
_MONTHS: Final[str] = "jan|feb|mar|apr|ma[jiy]|jun|jul|aug|sep|o[kc]t|nov|de[cs]"
_BORN: Final = re.compile(
    r"(?<!\w)(?:född|födelsedatum|födelsedag|f\.|f(?=\s(?:19|20)\d\d-|\s\d{1,2}/\d{1,2}\s?[-–]\s?\d\d(?!\d))|fött|"
    rf"f(?=\s\d{{1,2}}\s(?:{_MONTHS})[a-zåäö]*\s(?:19|20)\d\d(?!\d))|"
    r"född den|partus)"
    rf"[:\s]{{1,3}}(?:den\s|år\s)?"
    rf"(?P<date>(?:19|20)?\d\d[-./ ]?\d\d[-./ ]?\d\d|\d{{1,2}}[/.]\s?\d{{1,2}}\s?[-–./]?\s?['’]?(?:19|20)?\d\d"
    rf"|\d{{1,2}}(?::?[ea]|\.)?\s(?:{_MONTHS})[a-zåäö]*\.?\s['’-]?(?:19|20)?\d\d|(?:19|20)\d\d|['’-]\d\d)(?!\d)",
    re.IGNORECASE,
)
_DIGITS: Final = re.compile(r"\S*\d\S*")
# In the groups of a long number: "070-174 O6 21".
_AMONG: Final = re.compile(r"(?<=\d{3} )[Oo]\d(?= \d\d(?!\w))|(?<=\d{3} \d\d )[Oo]\d(?!\w)")


@functools.lru_cache(maxsize=1000)
def find(text: str) -> tuple[Finding, ...]:
    """Everything in the text that has the form of an identifier, in order, none overlapping. Names are not form."""
    figures = restored(text)
    kept = list[Finding]()
    for finding in _all(figures, text):
        if not any(finding.start < other.end and other.start < finding.end for other in kept):
            kept.append(finding)
    return tuple(sorted(kept, key=lambda finding: finding.start))


def digits(text: str) -> str:
    """The digits of a text, one after the other."""
    return re.sub(r"\D", "", text)


def restored(text: str) -> str:
    """The text with letters that OCR took for digits turned back, in words where at least half the signs are digits."""
    figures = _DIGITS.sub(lambda match: _restored(match.group()), text)
    return _AMONG.sub(lambda match: match.group().translate(_AS_DIGIT), figures)


def personal_number(text: str, today: date) -> PersonalNumber | None:
    """The first personal number of any kind in the text. The century is the latest that does not lie ahead."""
    figures = restored(text)
    found = (
        _swedish(_PERSONAL.search(figures), today)
        or _reserve(_RESERVE.search(text), today)
        or _national(_NATIONAL.search(text))
    )
    lma = _LMA.search(figures)
    if found is None and lma is not None:
        return PersonalNumber(re.sub(r"\D", "", lma.group()), None, "", "lma", valid=True)
    return found


def personal_numbers(text: str, today: date) -> tuple[PersonalNumber, ...]:
    """Every Swedish personal, coordination or reserve number in the text, each once."""
    figures = restored(text)
    rows = [_swedish(match, today) for match in _PERSONAL.finditer(figures) if not _other_figures(match)]
    rows += [_reserve(match, today) for match in _RESERVE.finditer(text)]
    return tuple(dict.fromkeys(row for row in rows if row is not None))


def born(text: str, today: date) -> date | None:
    """A date of birth written in figures (1941-06-22, 19410622, 410622, 22/6 -41) or with the month's name.

    What letters or a hyphen lead to is a number of something else ("ORP26-0418"), but for the f of "född".
    """
    year_first = re.search(rf"{_ALONE}((?:18|19|20)?\d\d)[-./ ]?({_MONTH})[-./ ]?(0[1-9]|[12]\d|3[01])(?!\d)", text)
    if year_first:
        return _date(year_first[1], year_first[2], year_first[3], today)
    day_first = re.search(rf"{_ALONE}(\d{{1,2}})\s?[/.-]\s?(\d{{1,2}})\s?[-–./ ]?\s?['’]?((?:19|20)?\d\d)(?!\d)", text)
    if day_first:
        return _date(day_first[3], day_first[2], day_first[1], today)
    named = re.search(rf"(\d{{1,2}})(?::?[ea]|\.)?\s({_MONTHS})[a-zåäö]*\.?\s['’-]?((?:19|20)?\d\d)(?!\d)", text, re.I)
    if named is None:
        return None
    month = next(number for number, name in enumerate(_MONTHS.split("|"), 1) if re.fullmatch(name, named[2], re.I))
    return _date(named[3], str(month), named[1], today)


def checks(ten: str) -> bool:
    """Whether ten digits end in the check digit of the nine before them (weights 2, 1; SKV 704)."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(ten))
    return len(ten) == 10 and sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _all(figures: str, text: str) -> Iterator[Finding]:
    """Findings by rank: an earlier one wins where two overlap."""
    for match in _MAIL.finditer(text):
        yield Finding(Category.EMAIL, *match.span(), certain=True)
    for match in _STAFF_ID.finditer(text):
        yield Finding(Category.STAFF_ID, *match.span(), certain=True)
    for match in _NATIONAL.finditer(text):
        yield Finding(Category.RESERVE_NUMBER, *match.span(), certain=True)
    for match in _PERSONAL.finditer(figures):
        ten = match["year"] + match["month"] + match["day"] + match["last"]
        if not _other_figures(match):
            yield Finding(Category.PERSONAL_NUMBER, *match.span(), certain=checks(ten))
    for pattern in (_RESERVE, _STOCKHOLM):
        for match in pattern.finditer(text):
            yield Finding(Category.RESERVE_NUMBER, *match.span(), certain=True)
    for match in _LMA.finditer(figures):
        yield Finding(Category.LMA_NUMBER, *match.span(), certain=True)
    plain = _DAY_ITSELF.sub(lambda match: "\0" * len(match.group()), figures)
    for start, end in _phones(plain):
        yield Finding(Category.PHONE, start, end, certain=True)
    for match in _LONG.finditer(plain):
        if not _TIMES.fullmatch(match.group()):
            yield Finding(Category.LONG_NUMBER, *match.span(), certain=False)
    for match in _TOLD.finditer(text):
        yield Finding(Category.LONG_NUMBER, *match.span(match.lastgroup or 0), certain=False)
    for match in _CODE.finditer(text):
        if not _DATED.search(match.group()):
            yield Finding(Category.LONG_NUMBER, *match.span(), certain=False)
    for match in _BORN.finditer(figures):
        yield Finding(Category.BIRTH_DATE, *match.span("date"), certain=True)
    for pattern in (_STREET, _POST_CODE):
        for match in pattern.finditer(text):
            yield Finding(Category.ADDRESS, *match.span(), certain=True)


# A day or a time inside the piece makes it no number of anybody ("2026-11-23T01:40", "v20261123").
_DATED: Final = re.compile(
    r"(?:19|20)\d\d-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])(?!\d)|(?<!\d)\d{1,2}/\d{1,2}(?!\d)"
)


def _phones(text: str) -> Iterator[tuple[int, int]]:
    """Where telephone numbers stand; two beside each other are two."""
    at = 0
    while (match := _PHONE.search(text, at)) is not None:
        most = _most(match["head"])
        ends = [match.end("head") + group.end() for group in _PHONE_GROUP.finditer(match["groups"])]
        fitting = [end for end in ends if 7 <= _figures(text[match.start() : end]) <= most and _ends(text, end)]
        at = max(fitting, default=match.end("head"))
        if fitting and not _is_date(text[match.start() : at]):
            yield match.start(), at


def _most(head: str) -> int:
    """How many digits a number that begins so may have: Swedish ones nine after the country, or ten from nought."""
    digits = re.sub(r"\D", "", head)
    if not re.match(r"\+|00", head):
        return _NATIONAL_DIGITS
    swedish = re.match(r"(?:00)?46", digits)
    return _COUNTRY_DIGITS if swedish is None else swedish.end() + _NATIONAL_DIGITS - ("(0)" not in head)


def _figures(text: str) -> int:
    return sum(sign.isdigit() for sign in text)


def _ends(text: str, end: int) -> bool:
    return re.match(r"\d|[:.]\d", text[end:]) is None


# 20261121 0600 and 202611210600: when something was done, not who somebody is.
_TIMES: Final = re.compile(rf"20\d\d-?{_MONTH}-?(?:0[1-9]|[12]\d|3[01])[ -]?(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?")


# What stands right before a telephone number.
_RUNG: Final = re.compile(r"(?<!\w)(?:tel|tfn|telefon|mobil|mob)(?:nr|nummer)?[.:]?\s{0,2}$", re.IGNORECASE)


def _other_figures(match: re.Match[str]) -> bool:
    """Figures of the same length that are no person: a time stamp, or a mobile number written as one."""
    mobile = re.fullmatch(r"07[02369]\d[- ]?\d{6}", match.group()) is not None
    mobile = mobile and (int(match["day"]) > 31 or not checks(match.group()))
    # "tel 070174 0645": no coordination number of somebody born in 2007.
    told = re.fullmatch(r"07[02369]\d{3}\s?\d{4}", match.group()) and _RUNG.search(match.string[: match.start()])
    return _timestamp(match) or mobile or (told is not None and int(match["day"]) > 31) or _is_no_day(match)


def _is_no_day(match: re.Match[str]) -> bool:
    """Ten figures in one that no day and no check digit make a person: a RIS's "0009914472" tells of 31 September."""
    day = int(match["day"]) - 60 if int(match["day"]) > 60 else int(match["day"])
    if re.fullmatch(r"\d\d-\d{4}-\d{4}|\d{4}-\d\d-\d{4}", match.group()):  # "26-1114-0071", as orders are counted
        return not checks(re.sub(r"\D", "", match.group()))
    return match.group().isdigit() and _safe(2000, int(match["month"]), day) is None and not checks(match.group()[-10:])


def _timestamp(match: re.Match[str]) -> bool:
    """A date of this century and a time of day ("20261121-0600"), unless the check digit makes it a person."""
    ten = match["year"] + match["month"] + match["day"] + match["last"]
    day_first = match["century"] is None and match["seam"].isspace() and 20 <= int(match["day"]) <= 39
    recent = day_first or match["century"] == "20" or (match["century"] is None and 20 <= int(match["year"]) <= 39)
    time = int(match["last"][:2]) < 24 and int(match["last"][2:]) < 60 and int(match["day"]) <= 31
    return recent and time and not checks(ten)


def _is_date(text: str) -> bool:
    return re.fullmatch(r"\d{2,4}[-./]\d{1,2}[-./]\d{2,4}|0\d[.:]\d\d[-– ]+\d\d[.:]\d\d", text.strip()) is not None


def _restored(word: str) -> str:
    folded = word.translate(_AS_DIGIT)
    signs = [sign for sign in word if sign.isalnum()]
    mostly = sum(sign.isdigit() for sign in signs) * 2 > len(signs)
    return folded if mostly and not any(sign.isalpha() for sign in folded) else word


def _swedish(match: re.Match[str] | None, today: date) -> PersonalNumber | None:
    if match is None:
        return None
    ten = match["year"] + match["month"] + match["day"] + match["last"]
    day = int(match["day"])
    kind: Literal["personal", "coordination"] = "coordination" if day > 60 else "personal"
    century = match["century"] or ""
    birth = _date(century + match["year"], match["month"], f"{day - 60 if day > 60 else day}", today)
    if birth is not None and "+" in match["seam"] and not century:
        birth = _safe(birth.year - 100, birth.month, birth.day)
    return PersonalNumber(ten, birth, "man" if int(match["last"][2]) % 2 else "kvinna", kind, checks(ten))


def _reserve(match: re.Match[str] | None, today: date) -> PersonalNumber | None:
    """VGR's reserve number tells the sex by its third sign from the end (man odd); the others need not."""
    if match is None:
        return None
    day = int(match["day"])
    birth = _date((match["century"] or "") + match["year"], match["month"], str(day - 60 if day > 60 else day), today)
    digits = re.sub(r"[^\dA-Z]", "", match.group())
    regional = re.fullmatch(r"[KMX](\d\d)\d", match["last"])
    sex: Literal["man", "kvinna", ""] = ""
    if regional and match["last"][0] != "X":
        sex = "kvinna" if match["last"][0] == "K" else "man"
    return PersonalNumber(digits, birth, sex, "reserve", valid=not regional or _regional_checks(match))


def _regional_checks(match: re.Match[str]) -> bool:
    """VGR's LRID: K counts as 5, M as 7, X as 8; the century's digits are left out of the sum."""
    letter = {"K": "5", "M": "7", "X": "8"}[match["last"][0]]
    return checks(match["year"] + match["month"] + match["day"] + letter + match["last"][1:])


def _national(match: re.Match[str] | None) -> PersonalNumber | None:
    """The national reserve id: the century is written with a multiple of 3 added, or as 00 where nobody knows it."""
    if match is None:
        return None
    century = _CENTURIES.get(int(match["century"]) % 3) if match["century"] != "00" else None
    year, month, day = (int(match["rest"][at : at + 2]) for at in (0, 2, 4))
    born = _safe(century * 100 + year, month, day) if century is not None else None
    return PersonalNumber(match.group(), born, "", "national_reserve", valid=True)


def _date(year: str, month: str, day: str, today: date) -> date | None:
    """A date; a two-digit year is the latest that does not lie ahead."""
    if len(year) == 4:
        return _safe(int(year), int(month), int(day))
    born_now = _safe(today.year // 100 * 100 + int(year), int(month), int(day))
    if born_now is not None and born_now <= today:
        return born_now
    return _safe(today.year // 100 * 100 - 100 + int(year), int(month), int(day))


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
