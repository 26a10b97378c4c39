"""How old the patient is and of which sex, by the number, by a label, or by what the text says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from ocr import identifiers
from outbound.referral import identity
from outbound.referral.layout import Entry
from outbound.referral.values import Identity


def said(entries: Sequence[Entry], whole: str, told: Sequence[tuple[str, str]], today: date) -> tuple[str, str]:
    """From the patient's own number; else from their own labels; else from "62-årig man" in the text."""
    own = identity.of([(group, value) for group, value in told if group == "identity"], today)
    age, sex = of(own if own.numbers or own.birth_dates else identity.of(told, today), today)
    age = _in_the_last_century(age, own, whole) or age
    labelled = {entry.group: entry.text for entry in entries if entry.group in ("age", "sex")}
    guessed = _GUESSED.match(labelled.get("age", ""))
    if guessed is not None:
        return guessed.group().strip(), sex
    years = re.search(r"\d{1,3}", labelled.get("age", "")) or re.search(r"(?<!\d)\d{1,3}(?=[- ]?år(?:ig|s)?)", whole)
    said = labelled.get("sex", "") or whole
    word = re.search(r"(?<!\w)(man|kvinna|pojke|flicka|kille|tjej|male|female)(?!\w)", said, re.IGNORECASE)
    if not age and years and int(years.group()) < 125:
        age = f"{int(years.group())} år"
    return age, sex or ("" if word is None else _SEX[word[1].lower()])


def _in_the_last_century(age: str, own: Identity, whole: str) -> str:
    """The age of somebody of about a hundred, whose number tells no century and whose text does: "98-årig dam"."""
    if any(len(identifiers.digits(number)) != _WITHOUT_CENTURY for number in own.numbers) or not own.numbers:
        return ""
    years = int(age.removesuffix(" år")) if re.fullmatch(r"\d+ år", age) else 0
    told = (int(said) for said in _OLD.findall(whole))
    return next((f"{said} år" for said in told if abs(said - years - 100) <= 2), "")


_WITHOUT_CENTURY: Final = 10
_OLD: Final = re.compile(r"(?<!\d)(9\d|1[01]\d)(?=[- ]?(?:årig|åring|år gammal|år(?!\w)))")
# A reserve number that begins with 1900 is nobody's birth.
_OLDEST: Final = 115
# Somebody's guess at an age, which a reserve number only repeats.
_GUESSED: Final = re.compile(
    r"\s*(?:(?:ca|cirka|c:a|uppskattningsvis|uppskattad|omkring|runt|troligen)\.?\s(?:till\s)?\d{1,3}(?:\s?[-–]\s?\d{1,3})?|\d{1,3}\s?[-–]\s?\d{1,3})\s?år",
    re.IGNORECASE,
)
_SEX: Final = {
    "man": "man", "pojke": "man", "kille": "man", "male": "man",
    "kvinna": "kvinna", "flicka": "kvinna", "tjej": "kvinna", "female": "kvinna",
}  # fmt: skip


def of(known: Identity, today: date) -> tuple[str, str]:
    """Age and sex by the numbers and dates of birth; empty where they tell nothing."""
    numbers = [one for value in known.numbers if (one := identifiers.personal_number(value, today)) is not None]
    births = [birth for value in known.birth_dates if (birth := identifiers.born(value, today)) is not None]
    return identity.age_and_sex(numbers, [birth for birth in births if today.year - birth.year < _OLDEST], today)
