"""A million misread references and accession numbers against the open cases: how often a wrong case is matched.

No page is read here: the signs themselves are misread, worse than any reader does it, and the matcher decides. The same
seed gives the same million again.
"""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any, Final, Literal, TypeVar

from inbound import matching
from inbound.matching import Candidate
from inbound.report import Fax, PageKind, ReportPage
from ocr import codes
from ocr.digits import UNSURE

PREFIX: Final = "NAL"
NOW: Final = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)
# Open cases -> share of the misreadings. Few nights have more than ten; a thousand is a region's worst week.
OPEN: Final[Mapping[int, float]] = {10: 0.86, 50: 0.10, 200: 0.03, 1000: 0.01}
# What stands on the page, and whose it is: an open case's, that of a case that is not open, a word drawn by chance, or
# since the sender's finger slipped, the reference of an open case but for a letter or two: read without a fault it is
# nobody's, and misread besides nobody could tell it from a worn one.
Form = Literal["reference", "accession", "both"]
_Kind = TypeVar("_Kind")
_FORMS: Final[Mapping[Form, int]] = {"reference": 50, "accession": 25, "both": 25}
_WHOSE: Final[Mapping[str, int]] = {"open": 70, "other": 15, "chance": 5, "slip": 10}
# How many letters of a reference are misread: share of a hundred. By the second reader far fewer, as measured.
_ERRORS: Final[Mapping[int, int]] = {0: 10, 1: 25, 2: 25, 3: 18, 4: 12, 5: 6, 6: 4}
_ERRORS_OF_SECOND: Final[Mapping[int, int]] = {0: 50, 1: 30, 2: 15, 3: 5}
# So many of the slips are read without a fault by both.
_CLEAN: Final = 0.5
# The second is deceived by the whole worn word as the first was, or sees none.
_SAME: Final = 0.1
_NOTHING: Final = 0.1
_SHAPES: Final = ("HNMKXW", "PRDBF", "UXYV", "CEDGO0Q", "TYI17", "S58", "Z27", "A4R")
_ANY: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
# Open numbers lie as a hospital's of some days lie: among so many running ones.
_WINDOW: Final = 4000
_LETTERS: Final = "SENAL"
# What a digit is misread as, as often as seen in 1,168 numbers that both readers saw through the fax line; besides, by
# chance, any. Of 11,680 digits the first misread 165, the second 15, both alike 5: taken here at twice and more.
_DIGITS: Final[Mapping[str, str]] = {
    "0": "888888888666669995", "1": "2222", "2": "77", "3": "2222222222222222222222111111111111111111185",
    "4": "111111111133333555222880", "5": "33333333333333333336619", "6": "00000008885554", "7": "111112",
    "8": "000000555526", "9": "55555555111111000008",
}  # fmt: skip
_ANY_DIGIT: Final = 0.01
_FIRST: Final = 0.03
_SECOND: Final = 0.003
_ALIKE: Final = 0.4
# What deceives the second alone may deceive the first at its other look.
_ALIKE_AGAIN: Final = 0.1
# The third reader is sure of so many digits, of fewer where another was deceived, and sure of a wrong one where both
# were deceived, where one was, and where none was.
_SURE: Final = 0.9
_SURE_OF_WORN: Final = 0.4
_WITH_BOTH: Final = 0.05
# The stem of a 4, taken by both for a 1, deceives it as well: not in one of thirty measured.
_WITH_STEM: Final = 0.1
_WITH_ONE: Final = 0.005
_ALONE: Final = 0.0003
# What the referrals ask for, and the reports say; some say nothing that can be read.
_EXAMINATIONS: Final = (
    "DT hjärna", "DT buk", "DT lungartärer", "MR ländrygg", "Röntgen höft vänster", "Röntgen handled höger",
)  # fmt: skip
_SILENT: Final = 0.1


@dataclass(frozen=True, slots=True)
class _Reading:
    """What two readers saw, the first at its other look too, the third's digits, and whose it really is; nobody's is
    empty.
    """

    form: Form
    truth: str
    first: str
    second: str
    again: str
    third: str


def run(count: int, seed: int) -> dict[str, Any]:
    """`count` misreadings in all: what was matched rightly, what was left to a person, and what was matched wrongly."""
    begun, chance = time.monotonic(), Random(seed)
    told = {size: _tried(round(share * count), size, chance) for size, share in OPEN.items()}
    tried = sum(sum(row.values()) for row in told.values())
    wrong = sum(number for row in told.values() for (_, verdict), number in row.items() if verdict == "false")
    return {
        "misreadings": tried,
        "false": wrong,
        "false_bound_95": f"{3 / max(1, tried):.1e}" if not wrong else "broken",
        "groups": {f"{size} open, {form}": _row(row, form) for size, row in told.items() for form in _FORMS},
        "seconds": round(time.monotonic() - begun, 1),
    }


def _row(told: Counter[tuple[Form, str]], form: Form) -> dict[str, int]:
    row = {verdict: told[form, verdict] for verdict in ("right", "left", "false")}
    return {"n": sum(row.values()), **row}


def _tried(count: int, size: int, chance: Random) -> Counter[tuple[Form, str]]:
    """So many misreadings against so many open cases, which change after each thousand."""
    told = Counter[tuple[Form, str]]()
    for start in range(0, count, 1000):
        every = _cases(size, chance)
        for _ in range(min(1000, count - start)):
            reading = _read(every, chance)
            told[reading.form, _verdict(reading, every)] += 1
    return told


def _cases(size: int, chance: Random) -> tuple[Candidate, ...]:
    """Open cases whose accession numbers lie near each other, and nothing told of the patient."""
    first = chance.randrange(10**9)
    numbers = chance.sample(range(_WINDOW), size)
    return tuple(
        Candidate(
            case=str(place),
            reference=str(codes.draw(chance.choice, PREFIX)),
            accessions=(_number(first + number),),
            examination=chance.choice(_EXAMINATIONS),
            state="sent",
        )
        for place, number in enumerate(numbers)
    )


def _verdict(reading: _Reading, every: Sequence[Candidate]) -> str:
    page = ReportPage(
        number=1, kind=PageKind.REPORT, text=reading.first, whole=reading.first, codes=(),
        sightings=_sightings(reading), rotation=0, skew=0.0, confidence=90.0, identifiers=(),
        part=None, ended=False, foot=None, second=reading.second, again=reading.again,
        third=(reading.third,) if reading.third else (),
    )  # fmt: skip
    (found,) = matching.match(Fax((page,), 0.0), every, now=NOW, site_prefix=PREFIX)
    if found.status != "matched":
        return "left"
    return "right" if found.case == reading.truth else "false"


def _sightings(reading: _Reading) -> tuple[codes.Sighting, ...]:
    """As the two readers' sightings stand on a page: the second is not asked where the first saw a whole reference."""
    first = codes.sightings(reading.first, (PREFIX,))
    return first if any(seen.reference for seen in first) else (*first, *codes.sightings(reading.second, (PREFIX,)))


def _read(every: Sequence[Candidate], chance: Random) -> _Reading:
    """One page as two readers see it."""
    form, whose = _one_of(_FORMS, chance), _one_of(_WHOSE, chance)
    case = chance.choice(every) if whose in ("open", "slip") else _stranger(every, chance)
    first, second, again, clean, third = list[str](), list[str](), list[str](), False, ""
    if form != "accession":
        label = chance.choice(("Referens: ", "Ref: ", ""))
        written = _written(case, whose, chance)
        as_written = whose == "slip" and chance.random() < _CLEAN
        seen_twice = (written, written) if as_written else _seen_twice(written, chance)
        clean = set(seen_twice) <= {written, ""}
        for reader, seen in zip((first, second), seen_twice, strict=True):
            reader += [f"{label}{PREFIX}-{seen}"] if seen else []
    if form != "reference":
        one, other, anew = _misread_thrice(case.accessions[0], chance)
        third = _looked_at(case.accessions[0], one, other, chance)
        for reader, seen in ((first, one), (second, other), (again, anew if one != other else "")):
            reader.append(f"Accessionsnummer: {seen}")
    first.append("" if chance.random() < _SILENT else f"Undersökning: {case.examination}")
    nobodys = whose == "slip" and form == "reference" and clean
    first_seen, second_seen, seen_again = ("\n".join(lines) for lines in (first, second, again))
    return _Reading(form, "" if nobodys else case.case, first_seen, second_seen, seen_again, third)


def _one_of(shares: Mapping[_Kind, int], chance: Random) -> _Kind:
    return chance.choices(list(shares), list(shares.values()))[0]


def _stranger(every: Sequence[Candidate], chance: Random) -> Candidate:
    """A case that is not among the open ones, of the same days; the ledger draws no reference twice."""
    taken = {sign for one in every for sign in (one.reference, *one.accessions)}
    least = min(int(one.accessions[0].removeprefix(_LETTERS)) for one in every)
    drawn = (str(codes.draw(chance.choice, PREFIX)) for _ in itertools.count())
    counted = (_number(least + chance.randrange(_WINDOW)) for _ in itertools.count())
    reference, number = (next(one for one in row if one not in taken) for row in (drawn, counted))
    return Candidate("", reference, (number,), examination=chance.choice(_EXAMINATIONS))


def _number(digits: int) -> str:
    return f"{_LETTERS}{digits:010d}"


def _written(case: Candidate, whose: str, chance: Random) -> str:
    """The letters as they stand on the page."""
    letters = case.reference[4:]
    if whose == "chance":
        return "".join(chance.choice(codes.ALPHABET) for _ in range(8))
    return _slipped(letters, chance) if whose == "slip" else letters


def _slipped(letters: str, chance: Random) -> str:
    """Written with a letter or two for others, or two changed about."""
    place = chance.choice([at for at in range(len(letters) - 1) if "-" not in letters[at : at + 2]])
    if chance.random() < 0.2 and letters[place] != letters[place + 1]:
        return letters[:place] + letters[place + 1] + letters[place] + letters[place + 2 :]
    places = {place, chance.randrange(len(letters))} if chance.random() < 0.3 else {place}
    return "".join(
        chance.choice(codes.ALPHABET.replace(sign, "")) if at in places and sign != "-" else sign
        for at, sign in enumerate(letters)
    )


def _seen_twice(letters: str, chance: Random) -> tuple[str, str]:
    """The letters as each of two readers sees them; nothing where the second sees none."""
    first, how = _misread_letters(letters, _ERRORS, chance), chance.random()
    if how < _SAME + _NOTHING:
        return first, first if how < _SAME else ""
    return first, _misread_letters(letters, _ERRORS_OF_SECOND, chance)


def _misread_letters(letters: str, errors: Mapping[int, int], chance: Random) -> str:
    """The letters of a reference with some of them misread."""
    hits = set(chance.sample(range(len(letters)), min(len(letters), _one_of(errors, chance))))
    return "".join(_letter(sign, chance) if place in hits else sign for place, sign in enumerate(letters))


def _letter(sign: str, chance: Random) -> str:
    """A letter as a reader may take it: lost, doubled, one of its own shape, or anything."""
    how = chance.random()
    if how < 0.08:
        return ""
    if how < 0.16:
        return sign + chance.choice(_ANY)
    return chance.choice(_alike(sign, _SHAPES) if how < 0.75 else _ANY)


def _misread_thrice(number: str, chance: Random) -> tuple[str, str, str]:
    """The number as each of two readers sees it, and the first anew; what deceives one often deceives the other."""
    seen = [_digits(sign, chance) if sign.isdigit() else (sign, sign, sign) for sign in number]
    first, second, again = ("".join(signs) for signs in zip(*seen, strict=True))
    return first, second, again


def _looked_at(number: str, first: str, second: str, chance: Random) -> str:
    """The number's digits as the third reader tells them, those that it is not sure of by their sign."""
    signs = zip(number, first, second, strict=True)
    return "".join(_third(sign, (one, other), chance) for sign, one, other in signs if sign.isdigit())


def _third(sign: str, others: tuple[str, str], chance: Random) -> str:
    deceived = [other for other in others if other != sign]
    how, stem = chance.random(), sign == "4" and deceived == ["1", "1"]
    if how < (_WITH_STEM if stem else (_WITH_BOTH, _WITH_ONE, _ALONE)[2 - len(deceived)]):
        return deceived[0] if deceived else _digit(sign, chance)
    return sign if how > 1 - (_SURE_OF_WORN if deceived else _SURE) else UNSURE


def _digits(sign: str, chance: Random) -> tuple[str, str, str]:
    wrong, how = _digit(sign, chance), chance.random()
    if how < _SECOND * _ALIKE:
        return wrong, wrong, wrong
    first, again = (_digit(sign, chance) if chance.random() < _FIRST else sign for _ in range(2))
    second = wrong if how < _SECOND else sign
    return first, second, second if chance.random() < _ALIKE_AGAIN else again


def _digit(sign: str, chance: Random) -> str:
    return chance.choice("0123456789" if chance.random() < _ANY_DIGIT else _DIGITS[sign])


def _alike(sign: str, shapes: Sequence[str]) -> str:
    return "".join(shape for shape in shapes if sign in shape) or sign
