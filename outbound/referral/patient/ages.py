"""How old the patient is and of which sex, by the number, by a label, or by what the text says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from ocr import identifiers
from outbound.referral.form.entries import Entry
from outbound.referral.patient import identity
from outbound.referral.values import Clue, Group, Identity

# Nobody is so old.
_ALIVE: Final = 125
# In what an age is told, by its first letter.
_UNITS: Final = {"å": "år", "m": "månader", "v": "veckor", "d": "dagar"}
_UNIT: Final = r"(?P<unit>år|mån(?:ad(?:er)?)?|v(?:eck(?:a|or))?|d(?:ag(?:ar)?|ygn)?)"
_LABELLED: Final = re.compile(rf"(?P<count>\d{{1,3}})(?:\s?{_UNIT}(?!\w))?", re.IGNORECASE)
# What tells somebody's age, the plainest first: "62-årig"; "6 veckor gammal"; "3 månaders pojke", but no "6-veckors
# kontroll"; "62 år" where that is neither how long ago nor for how long ("för 10 år sedan", "rökt i 40 år").
_AGES: Final = tuple(
    re.compile(rf"(?<!\d){pattern}", re.IGNORECASE)
    for pattern in (
        r"(?P<count>\d{1,3})[- ]?(?P<unit>å)r(?:ig|ing)",
        rf"(?P<count>\d{{1,3}})[- ]?{_UNIT}[- ]gam(?:mal|malt|la)",
        r"(?P<count>\d{1,3})[- ]?(?P<unit>månader|veckor|dagar)s[- ](?:barn|bebis|gosse|pojke|kille|flicka|tjej)",
        r"(?<!för )(?<!i )(?<!under )(?<!sedan )(?<!senaste )(?<!på )(?<!efter )(?P<count>\d{1,3}) ?(?P<unit>å)r(?!\w)"
        r"(?!\s(?:sedan|tidigare|efter)\b)",
    )
)
# A number of so many figures tells no century; whoever is about a hundred.
_WITHOUT_CENTURY: Final = 10
_OLD: Final = re.compile(r"(?<!\d)(9\d|1[01]\d)(?=[- ]?(?:årig|åring|år gammal|år(?!\w)))")
# A reserve number that begins with 1900 is nobody's birth.
_OLDEST: Final = 115
# Somebody's guess at an age, which a reserve number only repeats.
_GUESSED: Final = re.compile(
    r"\s*(?:(?:ca|cirka|c:a|uppskattningsvis|uppskattad|omkring|runt|troligen)\.?\s(?:till\s)?\d{1,3}(?:\s?[-–]\s?\d{1,3})?|\d{1,3}\s?[-–]\s?\d{1,3})\s?år",
    re.IGNORECASE,
)
# Words that tell a sex, and how it is told to the reader.
_SEX: Final = {
    "man": "man", "pojke": "man", "kille": "man", "male": "man",
    "kvinna": "kvinna", "flicka": "kvinna", "tjej": "kvinna", "female": "kvinna",
}  # fmt: skip


def of_patient(entries: Sequence[Entry], whole: str, clues: Sequence[Clue], today: date) -> tuple[str, str]:
    """From the patient's own number; else from their own labels; else from "62-årig man" in the text."""
    own = identity.of([clue for clue in clues if clue.group is Group.IDENTITY], today)
    known = own if own.numbers or own.birth_dates else _without_relatives(clues, today)
    age, sex = of(known, today)
    age = _in_the_last_century(age, known, whole) or age
    labelled = {entry.group: entry.text for entry in entries if entry.group in (Group.AGE, Group.SEX)}
    guessed = _GUESSED.match(labelled.get(Group.AGE, ""))
    if guessed is not None:
        return guessed.group().strip(), sex
    return age or _counted(labelled.get(Group.AGE, ""), whole), sex or _sex(labelled.get(Group.SEX, ""), whole)


def of(known: Identity, today: date) -> tuple[str, str]:
    """Age and sex by the numbers and dates of birth; empty where they tell nothing."""
    numbers = [one for value in known.numbers if (one := identifiers.personal_number(value, today)) is not None]
    births = [birth for value in known.birth_dates if (birth := identifiers.born(value, today)) is not None]
    return identity.age_and_sex(numbers, [birth for birth in births if today.year - birth.year < _OLDEST], today)


def _without_relatives(clues: Sequence[Clue], today: date) -> Identity:
    """The identity by every clue, without the numbers that labels give to those near."""
    theirs = identity.of([clue for clue in clues if clue.group is Group.RELATIVE], today).numbers
    known = identity.of(clues, today)
    return replace(known, numbers=tuple(number for number in known.numbers if number not in theirs))


def _in_the_last_century(age: str, known: Identity, whole: str) -> str:
    """The age of about a hundred that the text has where the number has no century ("98-årig dam"); "" if none."""
    if any(len(identifiers.digits(number)) != _WITHOUT_CENTURY for number in known.numbers) or not known.numbers:
        return ""
    years = int(age.removesuffix(" år")) if re.fullmatch(r"\d+ år", age) else 0
    told = (int(count) for count in _OLD.findall(whole))
    return next((f"{count} år" for count in told if abs(count - years - 100) <= 2), "")


def _counted(label: str, whole: str) -> str:
    """The age by a label or the text, "" without, in the words of `identity.age`: "62 år", "3 månader"."""
    told = _LABELLED.search(label) or next((found for age in _AGES if (found := age.search(whole))), None)
    if told is None or int(told["count"]) >= _ALIVE:
        return ""
    return f"{int(told['count'])} {_UNITS[(told['unit'] or 'å')[:1].lower()]}"


def _sex(label: str, whole: str) -> str:
    letter = re.fullmatch(r"\W*([MKF])\W*", label, re.IGNORECASE)
    if letter is not None:
        return "man" if letter[1] in "mM" else "kvinna"
    word = re.search(r"(?<!\w)(man|kvinna|pojke|flicka|kille|tjej|male|female)(?!\w)", label or whole, re.IGNORECASE)
    return "" if word is None else _SEX[word[1].lower()]
