"""The referring unit as a letterhead names it: a hospital and its ward, on one line or two, above the patient.

Grammars of units fail on what a hospital calls itself ("cslv växjö akuten", "Akademiska, BUP heldygnsvård 109"); but in
the first lines the words of a unit stand among themselves, and hardly anything else there names a hospital.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from outbound import lexicon
from outbound.lexicon import hospitals
from outbound.lexicon.vocabulary import any_of, words
from outbound.referral.page.grid import Row
from outbound.referral.words import kinds, labels, units

# So many lines make a head, so many signs a part of it, and so many words a name.
_HEAD: Final = 4
_LONGEST: Final = 80
_MOST_WORDS: Final = 8
_TOWNS: Final = "|".join(map(re.escape, lexicon.hospital_towns()))
# "Sunderby sjukhus", "Södertälje sjh", "Svegs hälsocentral", "Skånes universitetssjukvård"; or its town: "HUDIKSVALL".
_NAME: Final = rf"{hospitals.CALLED}|(?i:[\wåäö]+\s{any_of('units.kinds')}|\w+sjukvård(?:en)?)(?!\w)"
_NAMED: Final = re.compile(rf"(?<![\w-])(?:{_NAME})")
_HOSPITAL: Final = re.compile(rf"(?<![\w-])(?:{_NAME}|(?i:(?:{_TOWNS})s?)(?!\w))")
_WARD: Final = re.compile(rf"(?<!\w)(?i:\w*{any_of('units.wards')})(?!\w)")
# Where the name of a unit ends: at a moment, at a number of no ward's, at what the paper is, at who writes.
_ENDS: Final = re.compile(
    r"[\s,;(/|–-]*(?:(?<!\w)(?:\d{1,2}[/.-]\d{1,2}|\d{4,}|\d{2,4}\s?-\s?\d|\d{1,2}[.:]\d\d"
    r"|\d{1,2}\s(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)"
    rf"|{any_of('units.ends')})|(?:akut\s)?\w*(?:remiss|röntgen|radiolog|rtg|bild(?:-|medicin|diagnos))).*$",
    re.IGNORECASE,
)
# What the paper is and whose system printed it, before the unit: "JOURNALIA - RTG-REMISS - NYBRO SJUKHUS, IVA".
_PAPER: Final = re.compile(r"^(?:[\w-]+\s[-–|]\s)?[\w-]*remiss[\w-]*\s[-–|]\s", re.IGNORECASE)
# What leads to a unit, where it comes from, and whom a paper is for.
_LEADS: Final = re.compile(rf"^\W*(?:{any_of('units.leads')}\s)*", re.IGNORECASE)
_FROM: Final = re.compile(r"(?<!\w)fr(?:ån|\.)?\s", re.IGNORECASE)
_GOES_TO: Final = re.compile(r"\W*(?:till|to|kopia|mottagare|hej)(?!\w)", re.IGNORECASE)
# A column's cells begin so near to each other.
_COLUMN: Final = 3.0
# Which radiology the paper goes to.
_TO_RADIOLOGY: Final = re.compile(r"\W*till(?:\s\w+){0,2}\s(?:rtg|röntgen|radiolog)[\w-]*,?\s\w", re.IGNORECASE)
# Capitals of so many letters at most are an abbreviation.
_SHORT: Final = 6
# Who runs the hospitals: regions and provinces.
_REGIONS: Final = frozenset(words("units.regions"))
# Cut short, in small letters: "cslv".
_CONSONANTS: Final = re.compile(r"[bcdfghjklmnpqrstvwxz]{2,4}")
# What hospitals are called after people.
_NAMED_SO: Final = frozenset(["Astrid", "Lindgrens", "Silvia", "Silvias", "Göran", "Görans", "Erik", "Eriks"])


def unit(rows: Sequence[Row]) -> str:
    """The unit that the head names by its hospital, with the ward beside it, if any; "" if there is no hospital.

    A town alone is no unit's: it may be where the patient lives.
    """
    parts = list(_parts(rows))
    for at, part in enumerate(parts):
        if _HOSPITAL.search(part):
            told = part if _has_ward(part) else _with_ward(part, (*parts[at + 1 : at + 2], *parts[at - 1 : at]))
            return told if _has_ward(told) or _NAMED.search(told) else ""
    return ""


def ward(rows: Sequence[Row], signed: str = "") -> str:
    """That unit if it has its ward; "" if not, or if `signed` is another unit with ward and hospital."""
    told = unit(rows)
    complete = _has_ward(signed) and _HOSPITAL.search(signed) and signed not in told
    return told if _has_ward(told) and not complete else ""


def placed(told: str, rows: Sequence[Row]) -> str:
    """A unit that a label gives, behind its hospital, if the head names one and the unit none: "Falu lasarett, IVA"."""
    told = below(told, rows)
    head = next((part for part in _parts(rows) if _NAMED.search(part) and not _has_ward(part)), "")
    return told if lies(told) or not head or "\n" in told else f"{head}, {told}"


def below(told: str, rows: Sequence[Row]) -> str:
    """A unit with the hospital that stands alone right below it in its column, if it names none itself."""
    for above, row in pairwise(rows):
        cell = next((cell for cell in above.cells if told and told in cell.text), None)
        if cell is not None and not lies(told):
            under = (one.text for one in row.cells if abs(one.left - cell.left) <= _COLUMN)
            found = next((text for text in under if units.hospital(text)), "")
            return f"{told}, {found}" if found else told
    return told


def ward_with_hospital(text: str) -> str:
    """The ward with its hospital that a text opens with: "Bollnäs sjukhus, ortogeriatrisk avd"; else nothing."""
    told = named(text)
    return told if _has_ward(told) and _HOSPITAL.search(told) and text.strip().startswith(told) else ""


def lies(told: str) -> bool:
    """Whether a unit's name says where it lies: at a hospital, in its town, in the place it ends with."""
    known = _HOSPITAL.search(told) or any(map(units.is_place, re.findall(r"\w+", told)))
    return bool(known) or re.search(r"\w{4}\s[A-ZÅÄÖ][a-zåäö]{3,}$", told) is not None


def goes_to(line: str) -> bool:
    """Whether a line says whom the paper is for and not who sends it: "Till röntgenjouren Lycksele"."""
    return _GOES_TO.match(line) is not None and _FROM.search(line) is None


def addresses(line: str) -> bool:
    """Whether a line says which radiology the paper goes to: "Till rtg-jouren Visby"."""
    return _TO_RADIOLOGY.match(line) is not None and goes_to(line)


def named(text: str) -> str:
    """The part of a cell that may be a unit's name; nothing if a word of it is neither the field's nor a place's."""
    if _GOES_TO.match(text) or labels.at_start(text) or len(text) > _LONGEST:
        return ""
    kept = list[str]()
    for part in re.split(r"(?<=[,;·–|])|(?<=\s[-–])", _LEADS.sub("", _ENDS.sub("", text))):
        if not all(map(_is_of_name, re.findall(r"[^\W\d_]{2,}", _HOSPITAL.sub(" ", part)))):
            break
        kept.append(part)
    said = "".join(kept).strip(" .,;·–|-/(:")
    said += ")" if "(" in said and ")" not in said else ""
    tells = _HOSPITAL.search(said) or _WARD.search(said)
    return said if tells and len(said.split()) <= _MOST_WORDS else ""


def _parts(rows: Sequence[Row]) -> Iterator[str]:
    """What the first lines say of a unit, cell by cell, down to the patient."""
    for row in rows[:_HEAD]:
        numbered = kinds.is_numbered(row.text)
        texts = (
            kinds.sentences(row.text)[:1]
            if numbered
            else [part for cell in row.cells for part in _FROM.split(_without_paper(cell.text))]
        )
        if _GOES_TO.match(row.text) or (not numbered and len(row.text) > 2 * _LONGEST):
            return
        yield from (told for text in texts if (told := named(text)) and not kinds.is_home(told))
        if numbered:
            return


def _without_paper(text: str) -> str:
    """A cell without what the paper is, where a hospital stands behind it."""
    rest = _PAPER.sub("", text)
    return rest if _NAMED.search(rest) else text


def _has_ward(part: str) -> bool:
    return _WARD.search(_HOSPITAL.sub(" ", part)) is not None


def _with_ward(hospital: str, beside: Sequence[str]) -> str:
    """A hospital and the first ward beside it; the ward alone if it names its hospital itself."""
    told = next((part for part in beside if _has_ward(part) and ":" not in part), "")
    if told and _HOSPITAL.search(told):
        return told
    return f"{hospital}, {told}" if told else hospital


def _is_of_name(word: str) -> bool:
    """Whether a word is one of a unit's name: a place with a hospital, a word of the field, an abbreviation."""
    if lexicon.has_hospital(word) or lexicon.has_hospital(word.removesuffix("s")) or lexicon.is_hospital(word):
        return True
    if _WARD.fullmatch(word) or lexicon.is_clinical(word) or lexicon.is_field(word) or units.is_short(word):
        return True
    if lexicon.is_first_name(word) or lexicon.is_surname(word):
        return word in _NAMED_SO
    if any(lexicon.is_place(one) or one.lower() in _REGIONS for one in (word, word.removesuffix("s"))):
        return True
    if _CONSONANTS.fullmatch(word):
        return True
    return (word.isupper() and len(word) <= _SHORT) or lexicon.is_familiar(word) or word.lower().endswith("sjukhuset")
