"""How referring units are called: "Akutmottagningen NÄL", "Kir/uro avd 44", "IVA", "KIRURGAKUTEN", "Neurologen"."""

from __future__ import annotations

import functools
import re
from itertools import pairwise
from typing import Final

from outbound import lexicon
from outbound.lexicon import hospitals, people
from outbound.referral.words import unit_patterns
from outbound.referral.words.unit_patterns import CAPITAL, SHORT, SHORT_NAMES, WARD

# So many signs behind where the writer says that they sit.
_REACH: Final = 60
# What reads the pictures is where the referral goes, not where it comes from.
_RADIOLOGY: Final = re.compile(r"röntgen|radiolog|bild-? ?och ?funktion|\bBFM?\b|bildmedicin|\brtg\b", re.IGNORECASE)
_CENTRE: Final = re.compile(rf"{CAPITAL}[\wåäö-]+\s(?:hälsocentral|vårdcentral|jourcentral|närakut|sjukstuga)(?!\w)")
# A place right behind a unit.
_CALLED_AFTER: Final = re.compile(rf"\s(?P<place>{CAPITAL}[\wåäö-]{{2,}})(?=\s*(?:$|[,;/(]|\s\s))")
# Where the writer says that they sit.
_HERE: Final = re.compile(
    r"(?<!\w)(?:(?:vi|oss|här|sitter|jag är|tjänstgör|skriver|ringer)\s(?:har\s|vårdar\s|ligger\s)?"
    r"(?:här\s)?(?:på|från|i|vid)|(?:remiss(?:\still\s\w+)?|skickar|skickas)\sfrån|här,|inkom(?:mer|men|met)?(?:\s\w+){0,3}\still|(?:ligger|vårdas|inneliggande|inlagd)\spå|"
    r"(?:gäller|pat(?:ient(?:en)?)?)\s(?:(?-i:[A-ZÅÄÖ][\w-]+)\s){1,3}(?:på|vid)|väntrummet|hos oss(?:\spå)?)\s\(?",
    re.IGNORECASE,
)
# Or what they are there: "Bo Ek, jourläkare på …", unless it is somebody near.
_POST: Final = re.compile(
    r",\s[\w-]*(?:läkare|läk|ssk|sköterska|barnmorska|jour)\s(?:på|vid|från)\s\(?"
    r"|(?<!\w)jag\sär\s(?:[\w-]*läkare|ssk|sköterska)\s(?:på|vid|från)\s"
    r"|(?<!\w)(?:ssk|usk|bm|dr|[\w-]*läk(?:are)?|\w*sköterska|barnmorska)\s(?-i:[A-ZÅÄÖ][\w-]+)\s(?:på|vid|från)\s",
    re.IGNORECASE,
)
_SOMEBODYS: Final = re.compile(rf"(?<!\w){people.RELATION}(?!\w)[^.,]{{0,30}}$", re.IGNORECASE)
# Who is on call stands for the unit where nothing else does.
_DUTY: Final = re.compile(
    r"(?<![\w-])(?:\w{3,}jour(?:en)?|larmrum\s?\d|(?:[\w-]+\s)?\w*teamet)(?:\s(?:NÄL|NU|Dalsland))?(?!\w)",
    re.IGNORECASE,
)
# A ward, a hospital, and a hospital behind whatever its unit is called, each alone in its part of a line.
_A_WARD: Final = re.compile(rf"(?i:\w*{WARD})")
_AT_HOSPITAL: Final = re.compile(rf"(?<![\w-])(?:{hospitals.CALLED}|(?:{SHORT_NAMES})(?!\w))")
_A_HOSPITAL: Final = re.compile(hospitals.CALLED)
_OF_A_HOSPITAL: Final = re.compile(
    rf"(?:{CAPITAL}[^\d@:.;(),]{{3,40}},\s)?{hospitals.CALLED}"
    r"(?:,\s\w*(?:medicin|kirurgi|ortopedi|geriatrik|neurologi|urologi|onkologi|infektion|kardiologi|gyn\w*|barn)(?:en)?)?"
)
# "Ligger på avdelningen" tells of none.
_ANY_WARD: Final = re.compile(r"(?:avdelning|mottagning|klinik|enhet)en", re.IGNORECASE)
# In small letters, behind where somebody is told to be.
_AT: Final = re.compile(
    r"(?<!\w)(?:från|fr\.?|på|hos oss på|vid)\s(?P<rest>\w{0,5}(?:avd|avdelning|akut)\w*\s.*)", re.IGNORECASE
)
# Where a sentence ends.
_SENTENCE: Final = re.compile(r"(?<=[a-zåäö\d)]{2}[.!])\s+|\n")
# What was done at another unit; and where somebody goes, or whom one speaks to.
_DONE: Final = re.compile(
    r"(?<!\w)(?:op\.?|opere\w+|op\w*\smed|tidigare|besök\w*|kontroll\w*|stent\w*|inlagd|hemskickad|prov\w*)(?!\w)",
    re.IGNORECASE,
)
_GOES: Final = re.compile(
    r"(?<!\w)(?:(?:19|20)\d\d|sedan|efter|till|åter|flytt\w*|transport\w*|kontakt\w*|diskut\w*|remitt\w*|vårda\w*|svar\sfrån)(?!\w)",
    re.IGNORECASE,
)


@functools.lru_cache(maxsize=2000)
def first(text: str, *, any_case: bool = False) -> str:
    """The first unit that a text names, if it is none that reads pictures; nothing if it names none."""
    grammar = unit_patterns.of(text)
    pattern = grammar.in_any_case if any_case else grammar.unit
    found = (_whole(text, match) for match in pattern.finditer(text))
    return next((name for name in found if not _RADIOLOGY.search(name)), "")


def begins(text: str, *, any_case: bool = False) -> bool:
    """Whether a text begins with a unit."""
    found = (first(text), first(text, any_case=True)) if any_case else (first(text),)
    return any(unit and text.startswith(unit) for unit in found)


def of_sender(text: str) -> str:
    """The unit that a sender gives, with the place it is called after, whatever that is: "Närakuten Slussen"."""
    unit = first(text) or (in_prose(text) if text.isupper() else "") or first(text, any_case=True) or hospital(text)
    behind = _CALLED_AFTER.match(text, len(unit)) if unit and text.startswith(unit) else None
    place = behind["place"] if behind else ""
    somebody = (lexicon.is_first_name(place) or lexicon.is_surname(place)) and not lexicon.is_listed_locality(place)
    return f"{unit} {place}" if place and not somebody else unit


def hospital(text: str) -> str:
    """The hospital that a heading consists of: where no unit is named, the answer finds its way from there."""
    return text.strip() if _OF_A_HOSPITAL.fullmatch(text.strip()) else ""


def is_place(word: str) -> bool:
    """Whether a word is how a hospital is called for short: "NUS", "CSK"."""
    return re.fullmatch(SHORT_NAMES, word) is not None


def hospital_beside(text: str) -> str:
    """The hospital beside the person to be called; "" if there is none: "akutläk NÄL 031-…"."""
    match = _AT_HOSPITAL.search(text)
    return match.group() if match else ""


def is_short(word: str) -> bool:
    """Whether a word is how a ward is called for short: "IVA", "BB"."""
    return re.fullmatch(rf"{SHORT}|Akm", word) is not None


def is_one(line: str) -> bool:
    """Whether a line is a unit and nothing else."""
    whole = line.strip(" .,")
    return bool(whole) and whole in (first(whole), in_prose(whole))


def with_town(text: str) -> str:
    """What begins a text and ends with the hospital or its town: "Öron-näsa-hals, NÄL"."""
    match = unit_patterns.of(text).with_town.match(text)
    return match.group() if match and not _RADIOLOGY.search(match.group()) else ""


def standing_alone(text: str) -> str:
    """The unit that a sentence, or a part of one between commas, consists of: "KAVA.", ", avd 53 gyn/obst,"."""
    parts = (part.strip(" .") for part in re.split(r"[.,;]\s|\n", text))
    every = list(parts)
    beside = ((one, other) for pair in pairwise(every) for one, other in (pair, pair[::-1]))
    apart = (f"{ward}, {place}" for ward, place in beside if _A_WARD.fullmatch(ward) and _A_HOSPITAL.fullmatch(place))
    return next((part for part in every if part and (first(part) or in_prose(part)) == part), "") or next(apart, "")


def on_duty(text: str) -> str:
    """Who is on call, by the text of a referrer or a telephone: "strokejour", "Palliativa teamet NU"."""
    match = _DUTY.search(text)
    return match.group() if match else ""


def written_at(text: str) -> str:
    """The unit where the writer says that they sit: "Vi på Gynakuten NÄL", "hos oss på Strokeenheten"."""
    posts = (match for match in _POST.finditer(text) if not _SOMEBODYS.search(text[: match.start()]))
    behind = (text[match.end() : match.end() + _REACH] for match in (*_HERE.finditer(text), *posts))
    units = ((_centre(part) or first(part) or in_prose(part) or first(part, any_case=True), part) for part in behind)
    told = (unit for unit, part in units if unit and part.startswith(unit))
    return next((unit for unit in told if not _ANY_WARD.fullmatch(unit)), "")


def sole(text: str) -> str:
    """The only unit of a running text, but for where something was done before or comes next; "" if several."""
    kept = [part for part in _SENTENCE.split(text) if not (_DONE.search(part) or _GOES.search(part))]
    named = {unit for part in kept if (unit := first(part) or in_prose(part) or _from(part))}
    return named.pop() if len(named) == 1 and not any(map(_ANY_WARD.fullmatch, named)) else ""


def in_signature(text: str) -> str:
    """The unit that a signature names, leaving out what was done elsewhere."""
    told = " ".join(part for part in _SENTENCE.split(text) if not _DONE.search(part))
    return in_prose(told)


@functools.lru_cache(maxsize=2000)
def in_prose(text: str) -> str:
    """The first unit that running text names by its hospital."""
    match = unit_patterns.of(text).in_prose.search(text)
    return _whole(text, match) if match and not _RADIOLOGY.search(match.group()) else ""


def _centre(text: str) -> str:
    """The health centre that a text opens with: "Porsöns hälsocentral"; whoever works there calls it so."""
    match = _CENTRE.match(text)
    return match.group() if match is not None else ""


def _whole(text: str, match: re.Match[str]) -> str:
    """A unit with its hospital, floor and number, before it and behind: "Danderyds sjukhus, gynakuten, plan 3"."""
    grammar, (start, end) = unit_patterns.of(text), match.span()
    while (before := grammar.before.search(text[:start])) is not None and before.start() < start:
        start = before.start()
    while (behind := grammar.behind.match(text, end)) is not None:
        end = behind.end()
    return text[start:end].strip(" ,-/")


def _from(text: str) -> str:
    """A unit in small letters behind "från" or "på"; "" if there is none: "från avd 2, Köpings sjukhus"."""
    match = _AT.search(text)
    unit = first(match["rest"], any_case=True) if match else ""
    return unit if match and unit and match["rest"].startswith(unit) else ""
