"""What a value looks like behind its label: tells "Vikt 82 kg" from a word in running text, where no colon does."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Final

from ocr import identifiers
from outbound import lexicon
from outbound.lexicon.vocabulary import any_of
from outbound.referral.values import FieldName, Group, Meaning

# Names of Sweden and its neighbours.
_CAPITAL: Final = r"[A-ZÅÄÖÜÉÁÍÓÚÇŠŽĆČŁĐØÆ]"
_NAME: Final = rf"{_CAPITAL}[^\W\d_]*(?:['’´`-][^\W\d_]+)*\.?"
# What stands before a surname in small letters: "Margareta von Essen", "María del Carmen".
PARTICLE: Final = r"(?:von|van|der|den|de|del|della|di|da|dos|du|la|af|el|al|bin|ibn|ben|ter|zu)"
_NAMES: Final = re.compile(
    rf"{_NAME}(?:,?\s(?:{_NAME}|{PARTICLE}(?!\w))){{0,4}}(?=$|[\s,(]*(?:\d|$|\(|(?:född|f\.|pnr|personn|samordn))|[\s,(]+(?:tele?|tfn|telefon|sök(?:are)?|ankn|dect)(?!\w))"
)
# What values look like: an examination, a figure, a ward, yes or no, a priority.
_IMAGING: Final = (
    r"(?:DT|CT|MR|MRT|MRI|UL|PET|rtg|rön|ultraljud|slätr|skelettr|lungr|datortomogr|magnet|angio|urografi|trauma|"
    r"skalle|thorax|buköversikt|genomlysning|x-?ray|ultrasound|FAST)"
)
_DIGIT: Final = r"(?:ca\.?\s|cirka\s|c:a\s|[<>~≈]\s?)?\d"
_WARD: Final = (
    r"(?:\w*(?:akut|mottagning|avdelning|klinik|intensiv|vårdcentral|förlossning|jour|enhet|sektion)\w*|avd|IVA|HIA|NIVA|TIVA|"
    r"BIVA|MAVA|KAVA|AVA|IMA|AKM|AIVA|CIVA|UVA|BB|KK|KIVA|\w*(?:kirurgen|ortopeden|neurologen|medicinen|urologen|geriatriken))"
)
_YES_NO: Final = (
    r"(?:ja|nej|ej|ing(?:a|en|et)|okän[dt]|känd|vet|utan|saknas|negativ|positiv|-|–|penicillin|jod|latex|kontrast)"
)
_URGENT: Final = (
    r"\d|akut\w*|röd|orange|gul|grön|omedelbar\w*|omgående|snar\w*|inom|prio\w*|hög\w*|jour\w*|livshot\w*|stat|urgent"
)
# By what stands before them; of the last column whole words only, in any case.
_SHAPES: Final[Mapping[Group | FieldName, re.Pattern[str]]] = {
    name: re.compile(rf"(?:{shape})(?!\w)" if words else shape, re.IGNORECASE if words else re.NOFLAG)
    for name, shape, words in (
        (Group.IDENTITY, r"(?:18|19|20)?\d{2}[-./ ]?\d{2}[-./ ]?\d{2}(?!\d\d[-.]\d)|\d{2}-\d{6}", False),
        (Group.ACCESSION, r"[A-Za-z]{0,6}-?\d[\w-]{4,24}(?:$|[\s,;])", False),
        (Group.RELATIVE, _CAPITAL, False),
        (Group.AGE, r"\d{1,3}\s?(?:år|mån|v|d|$)", False),
        (Group.SEX, r"man|kvinna|pojke|flicka|male|female|m|k|f", True),
        (Group.ADDRESS, rf"{_CAPITAL}[^\W\d]+(?:\s{_CAPITAL}?[^\W\d]+)?(?:\s\d|,|$)|\d{{3}}\s?\d{{2}}", False),
        (Group.SENDER, rf"{_CAPITAL}?{_WARD}|dr\.?\s", True),
        (FieldName.KIDNEY, rf"{_DIGIT}", False),
        (FieldName.WEIGHT, rf"{_DIGIT}", False),
        (FieldName.LENGTH, rf"{_DIGIT}", False),
        (FieldName.EXAMINATION, rf"(?:akut\s)?{_IMAGING}\w*", True),
        (FieldName.MODALITY, r"DT|CT|MR|MRT|UL|DX|CR|RF|PT|US", True),
        (FieldName.ALLERGY, _YES_NO, True),
        (FieldName.PREGNANCY, rf"{_YES_NO}|v(?:ecka)?\s?\d+|ej", True),
        (FieldName.IMPLANT, _YES_NO, True),
        (FieldName.INFECTION, rf"{_YES_NO}|MRSA|ESBL|VRE|covid\S*|influensa", True),
        (FieldName.METFORMIN, _YES_NO, True),
        (FieldName.PRIORITY, _URGENT, True),
        (FieldName.UNIT, _WARD, True),
        (FieldName.DATE, r"(?:20)?\d\d-?\d\d-?\d\d|\d{1,2}[/.]\d", False),
        (FieldName.EXAM_TIME, r"(?:20)?\d\d-?\d\d-?\d\d|kl\.?\s?\d|\d{1,2}[:.]\d\d", False),
    )
}  # fmt: skip
# Behind "Allergi" without a colon: "Plåster", "Latex (utslag)"; a sentence goes on in small letters.
_SUBSTANCE: Final = re.compile(r"[A-ZÅÄÖ][\wåäö-]{3,}(?:\s\([^)]{2,30}\))?")
# A question.
_ASKS: Final = re.compile(r"[^.!?\n]{0,200}\?")
# Before a name that is staff.
_TITLE: Final = re.compile(
    r"(?:dr|doktor|leg\.?|läk\w*|öl|överläk\w*|spec\w*|ST|AT|UL|bakjour\w*|\w*jour(?:en)?|prof\w*|ssk|bm|barnmorska|\w*läkare|\w*läk)"
    r"(?![a-zåäö])[\s.,-]",
    re.IGNORECASE,
)
# And a unit where who refers may stand.
_UNIT: Final = re.compile(rf"(?-i:[A-ZÅÄÖ])(?:{_WARD})(?!\w)", re.IGNORECASE)
# And behind one.
_TITLED: Final = re.compile(rf"{_NAME}\s{_NAME}(?:\s{_NAME})?,\s{any_of('kinds.title')}(?!\w)")
# A number inside the hospital.
_PAGED: Final = re.compile(r"(?:dect|sök(?:are)?|snr|ankn?(?:ytning)?)\.?\s\d[\d ]{2,6}(?!\w)", re.IGNORECASE)
# A mobile telephone's first figures.
MOBILE: Final = re.compile(r"\s*(?:\+46|0046|0)\s?\(?0?\)?7[02369]")
# Running text has so many words.
_RUNNING: Final = 3
# Capitals of so many letters are an abbreviation more often than a name.
_SHOUTED: Final = 5
# Values of these kinds are told by their form alone, wherever they stand.
EXACT: Final[frozenset[Group | FieldName]] = frozenset(
    {
        Group.IDENTITY, Group.ACCESSION, Group.PHONE, Group.AGE,
        FieldName.CALL_BACK, FieldName.KIDNEY, FieldName.WEIGHT, FieldName.LENGTH,
    }
)  # fmt: skip
# A day with its year, as a date of birth stands beside a name: "18.11.1984", "19 oktober 1947", "19490415", "2/3 -48".
DAY: Final = (
    r"(?:(?:18|19|20)\d\d[-./ ]?(?:0[1-9]|1[0-2])[-./ ]?(?:0[1-9]|[12]\d|3[01])"
    r"|\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:18|19|20)\d\d"
    r"|\d{1,2}/\d{1,2}\s?[-–]\s?\d\d"
    r"|\d{1,2}\s(?i:jan|feb|mar|apr|ma[jiy]|jun|jul|aug|sep|o[kc]t|nov|de[cs])[a-zåäö]*\.?\s(?:18|19|20)\d\d)"
)


@functools.lru_cache(maxsize=4000)
def fits(meaning: Meaning, value: str) -> bool:
    """Whether `value` is what a label of that meaning would have behind it."""
    match meaning.name:
        case Group.PHONE | FieldName.CALL_BACK | Group.BOTH_PHONES:
            return is_phone(value)
        case Group.CONTACT:
            return _PAGED.match(value) is not None
        case Group.NAME:
            return is_name(value)
        case FieldName.REFERRER:
            return (
                _TITLE.match(value) is not None
                or is_name(value)
                or _TITLED.match(value) is not None
                or _UNIT.match(value) is not None
            )
        case Group.SENDER if is_phone(value):  # "Svar till 031-…"
            return True
        case FieldName.QUESTION:
            return _ASKS.match(value) is not None
        case FieldName.HISTORY | FieldName.STATUS:
            ward = re.match(r"avd\w*\.?\s\w?\d", value, re.IGNORECASE)
            return ward is None and len(re.findall(r"\w+", value)) >= _RUNNING
        case name:
            shape = _SHAPES.get(name)
            if name is FieldName.ALLERGY and _SUBSTANCE.fullmatch(value):
                return True
            told = name is Group.ADDRESS and re.search(r"[.!?]\s", value) is not None
            return shape is not None and shape.match(value) is not None and not told


def is_name(value: str) -> bool:
    """Whether the value is up to five capitalised words, perhaps with a number behind, that are names or no words."""
    match = _NAMES.match(value)
    if match is None:
        return False
    words = re.findall(r"[^\W\d_][\w'’-]*", match.group())
    listed = [word for word in words if lexicon.is_first_name(word) or lexicon.is_surname(word)]
    strange = [
        word for word in words if not lexicon.is_familiar(word) and not (word.isupper() and len(word) <= _SHOUTED)
    ]
    return bool(listed) or bool(strange)


def is_phone(value: str) -> bool:
    """Whether a telephone number stands at the start, perhaps behind a word or two ("tfn", "dr Ek")."""
    found = [one for one in identifiers.find(value) if one.category == identifiers.Category.PHONE]
    return bool(found) and found[0].start <= 3


def is_office(value: str) -> bool:
    """Whether the value is nothing but a telephone number, and no mobile's: a unit's, below its name."""
    return re.fullmatch(r"[\d+() -]{8,20}", value) is not None and is_phone(value) and not MOBILE.match(value)


def is_date(value: str) -> bool:
    """Whether the value is nothing but a day with its year."""
    return re.fullmatch(DAY, value.strip()) is not None
