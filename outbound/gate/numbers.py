"""Numbers among the words that OCR saw: the patient's own in every spelling, and whatever is shaped like an identifier.

Knows nothing of the anonymiser's patterns: everything here is written anew, on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from outbound.gate import names, stream

Span = tuple[int, int]

_MONTHS: Final = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
_MONTH: Final = r"(?:0[1-9]|1[0-2])"
_DAY: Final = r"(?:0[1-9]|[12]\d|3[01]|6\d|[78]\d|9[01])"
_GAP: Final = r"[ .\-–/]?"
# Digits with anything between them that is neither a letter nor a decimal comma: one number, perhaps over two lines.
_RUN: Final = re.compile(r"\d(?:[\s.\-–—+/()]{0,3}\d)+")
# Date and four signs: personnummer, samordningsnummer (day + 60), and reserve numbers with a letter in the last four.
_PERSONAL: Final = re.compile(
    rf"(?<!\d)(?P<year>(?:18|19|20)?\d\d){_GAP}(?P<month>{_MONTH}){_GAP}(?P<day>{_DAY})"
    r"(?P<gap>\s?[-–—+.]?\s?)(?P<last>\d{4})(?![\d:])(?!-\d\d)"
)
_RESERVE: Final = re.compile(
    rf"(?<![\w-])(?:18|19|20)?\d\d-?{_MONTH}-?{_DAY}[-+ ]?(?=[A-Z0-9]*[A-Z])(?=[A-Z0-9]*\d)[A-Z0-9]{{4}}(?![\w-])"
)
_NATIONAL_RESERVE: Final = re.compile(r"(?<!\w)\d{8}[A-Z]{2}\d[A-Z0-9](?!\w)")
_LONG: Final = re.compile(r"\d(?:-?\d){9,}")
_PHONE: Final = re.compile(r"(?<![\w.,])(?:\+\d{1,3}|00\d{1,3}|\(?0\d{1,3}\)?)(?:[ \-–/.()]{0,3}\d{2,4}){2,5}(?!\d)")
# Tesseract reads the sign in x@y.se as Q, © or ®.
_MAIL: Final = re.compile(r"\S*@\S*|\S+\([Aa]t\)\S+|[\w.-]+[Q©®][\w-]+(?:\.[\w-]+)*\.[a-z]{2,4}(?!\w)")
# The address of a page or a file: its path may name the patient in signs that no name is looked for in ("%C3%96berg").
_LINK: Final = re.compile(r"(?:https?|file|ftp)\s?:\s?//?\S+|%C[2-6]%[89AB][0-9A-F]", re.IGNORECASE)
_LMA: Final = re.compile(r"(?<![\d-])\d\d-\d{6}(?:/\d)?(?![\d-])")
# Dates and times of the examination are no identifiers; without this, two dates in a row look like one.
_ISO_DATE: Final = re.compile(
    rf"(?<![\d-])(?:19|20)\d\d-{_MONTH}-(?:0[1-9]|[12]\d|3[01])"
    r"(?![\d-])(?!\s?[-+]?\s?\d{4}(?![-:\d]))"
)
# "09.05.2024" has the form of a telephone too, and no telephone is written so.
_DAY_FIRST: Final = re.compile(
    rf"(?<![\d.])(?:0[1-9]|[12]\d|3[01])\.{_MONTH}\.20[0-3]\d(?!\d|\.\d)(?!\s?[-+]?\s?\d{{4}}(?!\d))"
)
_TIME: Final = re.compile(r"(?<![\d.,])(?:[01]?\d|2[0-3])[.:][0-5]\d(?::[0-5]\d)?(?![\d.,]\d|\d)")
# A moment of the night, unless it is a birth: a newborn is examined on its birth date.
_MOMENT: Final = re.compile(
    r"(?<!född )(?<!f\. )(?<!partus )(?<!förlöst )(?<!\d)20\d\d-\d\d-\d\d[ ,]{1,2}(?:kl\.? ?)?\d\d[:.]\d\d",
    re.IGNORECASE,
)


def shaped(text: str) -> Iterator[Span]:
    """Where the text (digits restored, exceptions masked) holds something in the shape of an identifier."""
    text = stream.masked(text, (_TIME, _ISO_DATE, _DAY_FIRST))
    yield from (match.span() for match in _PERSONAL.finditer(text) if not _timestamp(match))
    yield from (match.span() for match in _PHONE.finditer(text) if _digits(match.group()) >= 8)
    for pattern in (_RESERVE, _NATIONAL_RESERVE, _LONG, _LMA, _MAIL, _LINK):
        yield from (match.span() for match in pattern.finditer(text))
    for match in _RUN.finditer(text):
        yield from _luhn_windows(match)


def _digits(text: str) -> int:
    """How many digits the text has."""
    return sum(sign.isdigit() for sign in text)


def _timestamp(match: re.Match[str]) -> bool:
    """A recent date followed by a time without colon ("260121 0600"), unless the check digit makes it a person."""
    hours, minutes = match["last"][:2], match["last"][2:]
    recent = 20 <= int(match["year"][-2:]) <= 39 and int(match["day"]) <= 31
    a_time = int(hours) < 24 and int(minutes) < 60 and match["gap"] == " "
    return recent and a_time and not _luhn(match["year"][-2:] + match["month"] + match["day"] + match["last"])


def _luhn(ten: str) -> bool:
    """Whether ten digits end in the check digit that the nine before them give (weights 2, 1)."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(ten))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _luhn_windows(run: re.Match[str]) -> Iterator[Span]:
    """Ten digits, from the start of a group of a run to the end of another, that are a valid personal number."""
    groups = [(group.start(), group.end()) for group in re.finditer(r"\d+", run.group())]
    for first, (start, _) in enumerate(groups):
        for _, end in groups[first:]:
            ten = re.sub(r"\D", "", run.group()[start:end])[-10:]
            if len(ten) == 10 and _dated(ten) and _luhn(ten):
                yield run.start() + start, run.start() + end


def _dated(ten: str) -> bool:
    """Whether digits three to six are a month and a day (or a day + 60)."""
    return re.fullmatch(_MONTH + _DAY, ten[2:6]) is not None


def own(text: str, value: str, *, printed: Sequence[str]) -> Iterator[Span]:
    """Where the patient's number `value` stands: exact, or one digit off unless it is one of the `printed` numbers."""
    for digits in _spellings(value):
        for run in _RUN.finditer(text):
            yield from _in_run(run, digits, printed)
    if any(sign.isalpha() for sign in value) and (pattern := stream.spelled(value)):
        yield from (match.span() for match in pattern.finditer(text))


def local(text: str, value: str, *, printed: Sequence[str]) -> Iterator[Span]:
    """Where the patient's telephone stands without its area code, as it is dialled at home: "174 06 55"."""
    digits = "".join(sign for sign in value if sign.isdigit())
    for tail in {digits[-size:] for size in (6, 7) if len(digits) - size >= 2}:
        spelled = r"[ \-–]?".join(tail)
        for match in re.finditer(rf"(?<![\d,.])(?<!\d[ \-–/]){spelled}(?!\d|[ \-–/.,:]\d)", text):
            if not any(number.endswith(tail) for number in printed):
                yield match.span()


def _spellings(value: str) -> set[str]:
    """The digit strings by which a number is known: with and without century, country code and leading zero."""
    digits = "".join(sign for sign in value if sign.isdigit())
    forms = {digits}
    if len(digits) == 12:
        forms.add(digits[2:])
    if re.match(r"\s*(?:\+|00)\s*46", value):
        forms = {re.sub(r"^(?:00)?46(?:0)?", "", digits)}
    elif digits.startswith("0") and len(digits) >= 7:
        forms = {digits[1:]}
    return {form for form in forms if len(form) >= 5}


def _in_run(run: re.Match[str], digits: str, printed: Sequence[str]) -> Iterator[Span]:
    """Where in one run of digits the wanted ones stand, or all but one of them."""
    places = [at for at, sign in enumerate(run.group()) if sign.isdigit()]
    have, size = "".join(run.group()[at] for at in places), len(digits)
    excused = any(number in have for number in printed)
    for at in range(len(have) - size + 2):
        exact = have[at : at + size] == digits and (size >= 7 or _alone(run, places, at, size))
        if exact or (size >= 8 and not excused and _nearly(have, at, digits)):
            yield run.start() + places[at], run.start() + places[min(at + size, len(have)) - 1] + 1


def _nearly(have: str, at: int, digits: str) -> bool:
    """Whether the digits stand there with one of them changed, lost or doubled."""
    sizes = (size for size in (len(digits) - 1, len(digits), len(digits) + 1) if at + size <= len(have))
    return any(names.within(have[at : at + size], digits, 1) for size in sizes)


def _alone(run: re.Match[str], places: Sequence[int], at: int, size: int) -> bool:
    """Whether these digits of a run touch no other digit: a post code inside a longer number is none."""
    before = at == 0 or places[at] - places[at - 1] > 1
    after = at + size == len(places) or places[at + size] - places[at + size - 1] > 1
    return before and after


def last_four(text: str, value: str) -> Iterator[Span]:
    """The last four of a personal number standing alone ("fyra sista 9812"), unless they read as a year."""
    last = re.sub(r"[^0-9A-Z]", "", value.upper())[-4:]
    if len(last) == 4 and not re.fullmatch(r"(?:19|20)\d\d", last):
        spelled = "[ .-]?".join(last)
        yield from (match.span() for match in re.finditer(rf"(?<!\w)(?<!\d[.,/–-]){spelled}(?!\w|[.,/–-]\d)", text))


def born(value: str) -> str:
    """The date in a personal number, with its century if it has one; nothing if the number holds none."""
    digits = re.match(rf"((?:18|19|20)?\d\d){_GAP}({_MONTH}){_GAP}({_DAY})", value)
    return "-".join(digits.groups()) if digits else ""


def birth_date(text: str, value: str) -> Iterator[Span]:
    """A date of birth in figures or words: 1941-06-22, 1941/6/22, 410622, 22/6 -41, 22 juni 1941, 1941 juni 22."""
    parts = re.search(r"((?:18|19|20)?\d\d)\D?(\d\d)\D?(\d\d)(?!\d)", value)
    if parts is None:
        return
    year, month, day = parts.groups()
    excused = stream.masked(text, (_MOMENT,))
    for pattern in _date_patterns(year, int(month), int(day) % 60 if int(day) > 60 else int(day)):
        yield from (match.span() for match in re.finditer(pattern, excused, re.IGNORECASE))


def _date_patterns(year: str, month: int, day: int) -> Iterator[str]:
    """The spellings of one date as patterns."""
    short = year[-2:]
    full = rf"(?:18|19|20){short}" if len(year) == 2 else year
    years = rf"(?:{full}|{short})"
    yield rf"(?<!\d){years}[-–./ ]?{month:02}[-–./ ]?{day:02}(?!\d)"
    yield rf"(?<!\d){years}\s?[-–./]\s?0?{month}\s?[-–./]\s?0?{day}(?!\d)"
    yield rf"(?<!\d){full}\s0?{month}\s0?{day}(?!\d)"
    yield rf"(?<!\d)0?{day}\s?[-–./]\s?0?{month}[\s\-–./']{{1,3}}{years}(?!\d)"
    yield rf"(?<!\d)(?:0?{day}[\s/.-]0?{month}|0?{month}[\s/.-]0?{day})[\s/.-]{full}(?!\d)"
    yield rf"(?<!\d){day:02}{month:02}{years}(?!\d)"
    if 1 <= month <= 12:
        yield from _worded(_MONTHS[month - 1], day, years, full)
    yield rf"född\s+(?:år\s+)?[-–']?\s?{years}(?!\d)"


def _worded(month: str, day: int, years: str, full: str) -> Iterator[str]:
    """The same with the month by its name, which may be English, before the day, behind it, or behind the year."""
    name = "(?:may|maj)" if month == "maj" else "o[kc]t" if month == "okt" else month
    named, gap = name + r"[a-zåäö]*", r"[\s.,/–-]{0,3}"
    numbered = rf"0?{day}(?::?[ea]|st|nd|rd|th)?"
    yield rf"(?<!\d){numbered}{gap}(?:of\s)?{named}{gap}['’]?{years}(?!\d)"
    yield rf"(?<![^\W\d_]){named}{gap}{numbered}{gap}{full}(?!\d)"
    yield rf"(?<!\d){full}{gap}{named}{gap}0?{day}(?!\d)"


def post_code(text: str, value: str) -> Iterator[Span]:
    """The five digits of the address's post code, written "461 30" or "46130"."""
    for first, second in re.findall(r"(?<!\d)(\d{3})\s?(\d{2})(?!\d)", value):
        yield from (match.span() for match in re.finditer(rf"(?<![\d-]){first}\s?{second}(?!\d)", text))


def distinct(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans in order, those that overlap made one."""
    ordered = sorted(set(spans))
    merged: list[Span] = []
    for start, end in ordered:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
