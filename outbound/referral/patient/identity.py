"""Who the patient is, by all clues that a referral holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from ocr import identifiers
from ocr.identifiers import Category, PersonalNumber
from outbound import lexicon
from outbound.lexicon import people
from outbound.referral.values import Clue, Group, Identity
from outbound.referral.words import labels, units

# What stands beside names and is none.
_NOT_NAMES: Final = frozenset(
    """man kvinna okänd okänt saknas ja nej år född pnr patient patienten namn se ovan ej uppgift efternamn förnamn
    mobil tel telefon hustru make maka maken son dotter mor far mamma pappa sambo bror syster närstående anhörig
    skyddad skyddade identitet personuppgifter sekretess sekretessmarkering och den the via av remiss röntgenremiss
    akut pdf tif tiff jpg png txt hl7 scan skannad dokument document utskrift kopia av från till fru herr fröken
    nr id bor bosatt vän granne god förvaltare målsman vårdnadshavare barn dotterdotter tolk behövs
    pojke flicka gosse nyfödd nyfödda kv
    osäkert osäker""".split()  # noqa: SIM905
)
# A unit on the line below the name is no part of it.
_WARD: Final = re.compile(
    r"\S*(?:jouren|akuten|mottagning(?:en)?|klinik(?:en)?|avdelning(?:en)?|enheten|intensiven)$", re.I
)
# "Pat: IVA plats 6" tells where somebody lies.
_BED: Final = re.compile(
    r"(?:[A-ZÅÄÖ]?IVA|MAVA|KAVA|AVA|HIA|AKM|akuten|akut)\s(?:plats|rum|sal|säng|box|pl)\s?\d", re.IGNORECASE
)
# One part of a name.
_NAME: Final = re.compile(r"[^\W\d_][^\W\d_]*(?:['’´`.-][^\W\d_]+)*\.?")
# Order numbers, passports, policies: five figures or more, with letters before or among them.
_NUMBERED: Final = re.compile(r"(?<!\w)(?=(?:\w*\d){5})[A-Z]{0,4}-?[\dA-Z]{5,}(?!\w)")
# Whatever stands behind a telephone's label, with so many figures.
_LEAST_DIALLED: Final = 7
# A telephone in any other text may as well be the staff's.
_WITH_PHONES: Final = frozenset({Group.NAME, Group.RELATIVE, Group.PHONE, Group.DROP, Group.IDENTITY, Group.ADDRESS})
# "två skötare", "en granne" are nobody by name.
_COUNTED: Final = re.compile(r"\W*(?:en|ett|två|tre|fyra|flera|några|ingen|inga|okänd)\s[a-zåäö]")
# Right behind a first name, whatever else is called so: "Rolf Gran".
_FIRST_AND_LAST: Final = re.compile(r"(?<!\w)([A-ZÅÄÖ][\w-]+)\s([A-ZÅÄÖ][a-zåäö]+)(?![\w-])")
# Words beside an address that are no part of it: they stand on any fax.
_TELLING: Final = re.compile(
    rf"(?<![\w-])(?:{people.RELATION}|kvinna|man|pojke|flicka|telefon|tel|mobil|anhörig|ringde)(?![\w-])[.:]?",
    re.IGNORECASE,
)
_SMALL: Final = re.compile(r"(?<![\w-])[a-zåäö]{4,}(?![\w-])")
_ADDRESSED: Final = re.compile(r"^(?:adress|gatuadr\w*|bostad|bost|hem)\.?\s", re.IGNORECASE)
# Which part of an identity each kind of identifier belongs to.
_HOMES: Final = {
    Category.PERSONAL_NUMBER: "numbers",
    Category.RESERVE_NUMBER: "numbers",
    Category.LMA_NUMBER: "numbers",
    Category.BIRTH_DATE: "birth_dates",
    Category.PHONE: "phones",
    Category.EMAIL: "emails",
    Category.ADDRESS: "addresses",
}


def names_in(value: str) -> tuple[str, ...]:
    """The name in a value: "Lindqvist, Torbjörn (Tobbe) 19410622-9812" gives its parts in order, as one name."""
    if _BED.match(value.strip()):
        return ()
    bare = value
    for finding in reversed(identifiers.find(value)):
        bare = bare[: finding.start] + " " + bare[finding.end :]
    bare = re.sub(r"(?<!\w)\d{1,3}[ -]?(?:årig|åring)\w*", " ", bare)
    # Somebody who writes names with capitals writes no other word of them without.
    if re.search(r"(?<!\w)[A-ZÅÄÖ][^\W\d_]", bare):
        bare = re.sub(r"(?<![\w'’-])(?!(?:af|av|von|van|de|der|del|el|al|bin)[\s-])[a-zåäö][\w-]*", " ", bare)
    elif _COUNTED.match(bare) or _tells_nobody(bare):
        return ()
    parts = [part for part in _NAME.findall(bare) if part.lower().strip(".") not in _NOT_NAMES]
    parts = [part for part in parts if len(part.strip(".")) > 1 or part.endswith(".")]
    parts = [part for part in parts if not (_WARD.match(part) or _is_of_field(part) or _is_label(part))]
    # Nor is the ward behind a name ("Petra Ek MAVA"), unless somebody may be called so: "AVA Lind".
    parts = [part for part in parts if lexicon.is_first_name(part) or bare.isupper() or not units.is_short(part)]
    surnames = {match[2] for match in _FIRST_AND_LAST.finditer(bare) if lexicon.is_first_name(match[1])}
    parts = [part for part in parts if not _is_town(part) or (part in surnames and not lexicon.has_hospital(part))]
    return (" ".join(parts),) if parts else ()


def of(clues: Iterable[Clue], today: date) -> Identity:
    """The identity that the clues add up to."""
    told, clues = {name: dict[str, None]() for name in Identity.__dataclass_fields__}, tuple(clues)
    for clue in clues:
        _harvest(told, clue, today)
    told["numbers"] |= dict.fromkeys(_completed(told, clues))
    for email in _written_from(clues):
        told["emails"].pop(email, None)
    return Identity(**{name: tuple(found) for name, found in told.items()})


def age_and_sex(numbers: Sequence[PersonalNumber], births: Sequence[date], today: date) -> tuple[str, str]:
    """Age in words the reader uses, and sex; empty where nothing tells them."""
    known = sorted(numbers, key=_certainty, reverse=True)
    birth = next((one.birth for one in known if one.birth is not None), None) or next(iter(births), None)
    sex = next((one.sex for one in known if one.sex), "")
    return ("" if birth is None or birth > today else age(birth, today)), sex


def age(birth: date, today: date) -> str:
    """Years; months under two years, weeks under three months, days under four weeks: a newborn's matter."""
    days = (today - birth).days
    if days < 28:
        return f"{days} dagar"
    if days < 91:
        return f"{days // 7} veckor"
    months = (today.year - birth.year) * 12 + today.month - birth.month - (today.day < birth.day)
    return f"{months} månader" if months < 24 else f"{months // 12} år"


def _tells_nobody(bare: str) -> bool:
    """Whether words in small letters are ordinary ones and no name: "väntrum, gående"."""
    words = re.findall(r"[^\W\d_]{2,}", bare)
    named = any(lexicon.is_first_name(word) or lexicon.is_listed_surname(word) for word in words)
    return (
        not named and len(words) > 1 and all(lexicon.is_inflected(word) or lexicon.is_clinical(word) for word in words)
    )


def _is_of_field(part: str) -> bool:
    """An abbreviation of the field's, alone or before a hyphen: "MR-villkorlig", "DT-undersökning" name nobody."""
    head, _, tail = part.partition("-")
    if tail and lexicon.is_acronym(head) and (lexicon.is_inflected(tail) or lexicon.is_clinical(tail)):
        return True
    named = lexicon.is_first_name(part) or lexicon.is_surname(part)
    asked = part.isupper() and lexicon.is_listed_clinical(part) and not named  # "Ek Bo -- MR helrygg"
    return asked or lexicon.is_hospital(part) or (head != part and head.isupper() and lexicon.is_hospital(head))


def _is_label(part: str) -> bool:
    """A word that labels something else; one of two letters with a capital is a name: "An Tran", "Bo"."""
    short = re.fullmatch(r"[A-ZÅÄÖ][a-zåäö]", part) is not None
    return labels.is_label(part) and not (short or lexicon.is_first_name(part) or lexicon.is_surname(part))


def _is_town(part: str) -> bool:
    """A town beside a name ("Karin Ek, Gävle") that is no name as well: many a unit has it in its name."""
    part = part.rstrip(".")
    return (lexicon.is_place(part) or lexicon.has_hospital(part)) and not (
        lexicon.is_first_name(part) or lexicon.is_surname(part)
    )


def _written_from(clues: Iterable[Clue]) -> Iterator[str]:
    """The mail that a referral was sent from is the staff's; its words ("akut.nal") stand on every sheet."""
    senders = (clue.text for clue in clues if clue.group is Group.SENDER)
    for value in senders:
        found = (one for one in identifiers.find(value) if one.category is Category.EMAIL)
        yield from (value[one.start : one.end].strip() for one in found)


def _harvest(told: dict[str, dict[str, None]], clue: Clue, today: date) -> None:
    """Adds what one clue tells."""
    group, value = clue.group, clue.text
    if group in (Group.NAME, Group.RELATIVE):
        told["names"] |= dict.fromkeys(names_in(value))
    for finding in identifiers.find(value):
        # "Adress" before a street is no part of it: our own mask would be taken for the patient's.
        found = _ADDRESSED.sub("", value[finding.start : finding.end].strip())
        home = _HOMES.get(finding.category)
        if finding.category is Category.PHONE and group not in _WITH_PHONES:
            continue
        if home is not None:
            told[home][_place_only(found) if home == "addresses" else found] = None
    if group is Group.IDENTITY:
        _numbers(told, value, today)
    if group is Group.PHONE and len(identifiers.digits(value)) >= _LEAST_DIALLED and not identifiers.find(value):
        told["phones"][value.strip()] = None
    if group is Group.ADDRESS and re.search(r"\w{2}", value):
        told["addresses"][_place_only(value.strip())] = None
    if group in (Group.DROP, Group.SENDER):
        told["others"] |= dict.fromkeys(_NUMBERED.findall(_without_phones(value)))


def _numbers(told: dict[str, dict[str, None]], value: str, today: date) -> None:
    """A value of the identity labels: whatever it is, it goes."""
    birth = identifiers.born(value, today)
    if birth is not None and identifiers.personal_number(value, today) is None:
        told["birth_dates"][birth.isoformat()] = None
    if not identifiers.find(value) and birth is None and sum(sign.isdigit() for sign in value) >= 5:
        told["numbers"][value.strip()] = None


def _place_only(value: str) -> str:
    """An address without telephones and without words that only tell of it: "Kvinna", "Grannen ringde från".

    The gate looks for each word that is left, and all of these stand on any fax.
    """
    place = _TELLING.sub(" ", _without_phones(value))
    if _TELLING.search(value) and re.search(r"[A-ZÅÄÖ][a-zåäö]", place):
        place = _SMALL.sub(" ", place)
    return re.sub(r"[^\S\n]+", " ", place).strip() if re.search(r"\w{2}", place) else value


def _without_phones(value: str) -> str:
    """A value with a space in place of each telephone: "Svar till: 031-3900612" holds no order number."""
    found = [one for one in identifiers.find(value) if one.category is Category.PHONE]
    for one in reversed(found):
        value = value[: one.start] + " " + value[one.end :]
    return value


def _completed(told: Mapping[str, Mapping[str, None]], clues: Iterable[Clue]) -> Iterator[str]:
    """The last four figures behind a label of their own, with the date of birth from another, if there is one."""
    for clue in clues:
        if clue.group is Group.IDENTITY and (last := re.fullmatch(r"[-+]?(\d{3}[\dA-Z])", clue.text.strip())):
            births = [birth.replace("-", "")[2:] for birth in told["birth_dates"]]
            yield f"{births[0]}-{last[1]}" if births else last[1]


def _certainty(number: PersonalNumber) -> tuple[bool, bool]:
    """A number that checks before one that doesn't; a reserve number of somebody unknown tells no birth."""
    return number.valid, number.kind in ("personal", "coordination")
