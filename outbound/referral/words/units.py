"""How referring units are called: "Akutmottagningen NÄL", "Kir/uro avd 44", "IVA", "KIRURGAKUTEN", "Neurologen"."""

from __future__ import annotations

import functools
import re
from itertools import pairwise
from typing import Final

from outbound import lexicon
from outbound.lexicon import hospitals, people

_CAPITAL: Final = r"[A-ZÅÄÖ]"
_WARD: Final = (
    r"(?:akm|traumarum(?:met)?|intermediärvård(?:en)?|akuten|akutmottagning(?:en)?|mottagning(?:en)?|avdelning(?:en)?|avd|\w*mott|sjukstuga(?:n)?|enheten|enhet|kliniken|klinik|intensiven|"
    r"\w*akut(?:en)?(?=[\s/,]+(?:NÄL|avd))|intensivvård(?:en)?|onkologen|dagvård(?:en)?|vårdcentral(?:en)?|förlossningen|"
    r"jouren|jourcentral(?:en)?|nattjour(?:en)?|akutvårdsplats\w*|närakut(?:en)?|akutrum|traumarum|dialysen|neonatal(?:en|avd|vården)?|akutintag(?:et)?|"
    r"(?:kvinno|barn|intensiv|hjärt|ögon|thorax)sjukvård(?:en)?)"
)
_SHORT: Final = r"(?:IVA|HIA|NIVA|TIVA|THIVA|BIVA|AIVA|CIVA|NEO|MAVA|KAVA|AVA|IMA|AKM|UVA|BB|KK)"
_FIELD: Final = r"(?:[Nn]eurolog|[Oo]rtoped|[Kk]irurg|[Mm]edicin|[Uu]rolog|[Gg]eriatrik|[Gg]ynekolog|[Ff]örlossning)en"
# A hospital by its short name, or by its town.
_SHORT_NAMES: Final = "|".join(
    (
        "NÄL", "UAS", "AS", "ÖSD", "VIN", "US", "KSS", "KSK", "MSE", "CLV", "SkaS", "ViN", "SÄS", "Kullbergska",
        "Höglandssjukhuset", r"SUS?/\w+", "SU", "NUS", "USÖ", "SÖS", "CSK", "KS", "DS", "SÖ",
    )
)  # fmt: skip
# Those that are no words in small letters.
_LONG_NAMES: Final = "NÄL|UAS|ÖSD|KSS|KSK|MSE|CLV|SkaS|SÄS|NUS|USÖ|SÖS|CSK"
_PLACES: Final = "|".join(map(re.escape, lexicon.hospital_towns()))
_TOWNS: Final = f"{_SHORT_NAMES}|{_PLACES}|{_PLACES.upper()}"
# Right behind what a unit is called, smaller towns too.
_CARE_TOWNS: Final = f"{_TOWNS}|{'|'.join(map(re.escape, lexicon.care_towns()))}"
# What may stand alone as a unit, each way that it is written.
_HEADS: Final = (
    rf"Närakuten\s{_CAPITAL}[a-zåäö]{{3,}}(?=\s*(?:$|[,;\n]))",
    r"(?:Akuten|Akutmottagningen|Akutmott),\s(?:kir|med|ort)\w*\.?\s(?:sidan?|delen)(?!\w)",
    rf"{_CAPITAL}\w*-?{_WARD}",
    rf"{_CAPITAL}\w*-?{_WARD.upper()}",
    rf"{_CAPITAL}[\w.]*[-/ .]\w*{_WARD}",
    rf"(?<=[/-])\w*{_WARD}",
    rf"[A-ZÅÄÖ]{{2,5}}[ -]akut(?:en)?(?=,?\s{hospitals.CALLED})",
    _SHORT,
    rf"(?i:{_WARD})(?=\s\d)",
    r"(?:Akuten|Akutmottagningen|Akutmott|Intensiven|Förlossningen|Mottagningen|Barnavd|Avdelning|Avd|Barnakuten)"
    rf"(?=[,\s]+(?:\d{{1,3}}|(?:i\s)?(?:{_CARE_TOWNS}))(?!\w))",
    rf"{_CAPITAL}\w+[ /-](?:\w+[ /-])?avd\.?(?=\s\d)",
    rf"(?:{_CAPITAL}\w*)?{_FIELD}",
    rf"{_CAPITAL}\w+-\soch\s\w+{_WARD}",
    rf"{_CAPITAL}\w+vården(?=,?\sNÄL)",
    rf"{_CAPITAL}\w*mott\.\s(?:natt|dag|jour)",
    r"AKUT\s(?:Ortopedi|Kirurgi|Medicin|Barn|Gyn)(?!\w)",
    rf"{_CAPITAL}[\wåäö]+s\s(?:Läkarhus|Jourcentral|Vårdcentral|Hälsocentral|Närakut|Akutmottagning)(?:en)?",
    rf"(?:(?:Capio|Kry|Aleris|Praktikertjänst|Doktor24)\s)?(?:[Vv]årdcentral(?:en)?|[Hh]älsocentral(?:en)?|[Jj]ourcentral(?:en)?)\s{_CAPITAL}[\wåäö-]+",
    r"(?:Läkargruppen|Läkarhuset|Läkarmottagningen|Familjeläkarna|Husläkarna|Närhälsan|Elevhälsan|ASIH|Jourcentralen|Närakuten|Capio|Praktikertjänst|Kusten|Hälsocentralen)(?:\si)?"
    rf"(?:\s{_CAPITAL}[\wåäö-]+){{1,2}}",
)
# And what follows it: a number, a field, the hospital.
_FIELDS: Final = (
    r"(?:(?i:kirurgi|medicin|ortopedi|barn|geriatrik|neurologi|urologi|onkologi|infektion|lungmedicin|kardiologi|gyn|njurmedicin|rehab|vuxen|vuxna)|"
    r"(?:kir|ort|med))(?!\w)"
)
_TAIL: Final = (
    rf"(?:[/ ](?:avd\.?\s?\d{{1,3}}|{_WARD}|[A-ZÅÄÖ]{{2,5}}(?!\w)|{_FIELDS}|(?:natt|postop|traumalarm)(?!\w)"
    rf"|(?<=Vårdcentralen\s){_CAPITAL}\w+))*"
)
_NUMBER: Final = r"(?:,?\s(?:avd\.?\s?|sal\s|plan\s|rum\s)?\d{1,3}(?:[A-Z]\d?(?!\w))?(?!\d|[.:/-]\d))?"
_ROOM: Final = r"(?:,?\s(?:larmrum|team|sal|modul)\s?\w{1,2}(?!\w))?"
_HOSPITAL: Final = rf"(?:(?:,?\s(?:i\s|på\s|vid\s)?{hospitals.CALLED}|,?\s(?:i\s)?(?:{_CARE_TOWNS})(?!\w)){_ROOM})?"
_NEVER_FIRST: Final = (
    r"(?!(?:Från|Till|Remiss|Hej|Svar|Ring|Tel|Enhet|Avs|På|Vid|Hos|Finns|Ligger|Vårdas|Pat|Patienten)\W)"
)
_UNIT: Final = re.compile(
    rf"(?<!\w){_NEVER_FIRST}(?:{_CAPITAL}[\wåäö]*(?:-/|[-/ ]))?(?:{'|'.join(_HEADS)})(?!\w){_TAIL}{_NUMBER}"
    rf"(?:\s{_FIELDS})?{_HOSPITAL}"
)
# How clinics are cut short before their town, and in what letters: "ÖNH Västerås", "neo Uppsala", "Med klin Karlskoga".
_CUT: Final = (
    r"(?:ÖNH|AKUT|KIR|MED|ORT|GYN|URO|INF|NEO|BB|KK|(?i:neo|kir|med|ort|gyn|uro|inf|onk|reuma|neuro|neurokir|barnkir|thoraxkir|kärlkir|barnmed|kärl|thorax|lung|hjärt|öron|ögon|barn|geri|infektion)"
    r"(?:-akut(?:en)?)?)"
)
# "Tallbacksvägen 20, Skellefteå" ends as "Kirurgen, Skellefteå" does.
_STREET: Final = r"(?i:\w*(?:vägen|gränden|stigen|backen|leden|kajen|stranden|liden|allén|platsen|parken)(?!\w))"
# In running text, where the hospital stands behind it: "kirurgbakjour NÄL", "gynavdelning 20 NÄL".
_SAID: Final = re.compile(
    rf"(?<!\w)(?!{_STREET})(?i:\w*(?:{_WARD}|jour|(?<=njur)medicin)|{_SHORT}|\w{{4,}}en)(?:\s\d{{1,3}})?,?\s(?:{hospitals.CALLED}|(?:{_TOWNS})(?!\w))"
    rf"|(?<!\w)(?i:\w*(?:{_WARD}|jour(?:en)?)|{_SHORT}|[Aa]k)(?:\s\d{{1,3}})?,?\s(?:i\s)?(?:{_CARE_TOWNS})(?!\w)"
    rf"|(?<!\w)(?:AKUT|BARNAKUT|KIRAKUT|MEDAKUT)(?:EN)?\s(?:{_PLACES.upper()})(?!\w)"
    rf"|(?<!\w)(?:{_CUT})(?:\s?(?:klin(?:iken)?\.?|avd))?(?:\s\d{{1,3}})?,?\s(?:{_CARE_TOWNS})(?!\w)(?:s?\ssjukhus)?"
    rf"|(?<![\w-])(?:{hospitals.CALLED}|(?i:(?:{_PLACES})s?)|{_SHORT_NAMES})(?:,?\s{{1,3}}|\s?[-–]\s)(?:(?i:(?:\w+-\soch\s)?[\w-]*(?:{_WARD}|akut))|{_CUT})(?!\w|-\s)(?:\s\d{{1,3}}[A-Z]?(?!\w|[.:/-]\d))?"
    rf"|(?<!\w)\w*(?:jourcentral|Vårdcentral)(?:en)?(?:\s{_CAPITAL}\w+)?"
    rf"|(?<!\w)Emergency Department(?:,?\s(?:{_TOWNS})(?!\w))?"
    rf"|(?<![\w-])(?i:(?:{_SHORT}|(?:\w+[-/])?\w*akuten|akutmott\w*|jourcentralen)\s(?:{_LONG_NAMES}|(?:{_PLACES})s?)(?:\s{hospitals.KIND})?)(?!\w)"
)
_REACH: Final = 60
# Where nothing but the referrer stands, a unit needs no capital.
_ANY: Final = re.compile(
    rf"(?<!\w)(?i:\w*{_WARD}|\b{_SHORT}\b)(?!\w)(?:\s(?:\d{{1,3}}|[A-ZÅÄÖ]{{2,5}}(?!\w)))*{_HOSPITAL}"
)
# What reads the pictures is where the referral goes, not where it comes from.
_RADIOLOGY: Final = re.compile(r"röntgen|radiolog|bild-? ?och ?funktion|\bBFM?\b|bildmedicin|\brtg\b", re.IGNORECASE)
_CALLED_AFTER: Final = re.compile(rf"\s(?P<place>{_CAPITAL}[\wåäö-]{{2,}})(?=\s*(?:$|[,;/(]|\s\s))")
# What tells where a unit lies: its hospital, its town, its ward, its field, a floor or a room, a number.
_WHERE: Final = (
    rf"(?:{hospitals.CALLED}|(?:{_TOWNS})(?!\w)|(?i:(?:\w+-\soch\s)?[\w-]*{_WARD})(?!\w)|{_SHORT}(?![\w-])|(?:{_CUT})(?![\w-])|{_FIELDS}"
    r"|(?i:(?:kir|med|ort)[. ]akut(?:en)?)(?!\w)"
    r"|(?i:avd|avdelning|intag|plan|rum|hus|vån|modul|team|isol|sal|plats|bås)\.?\s?[1-9]\d{0,2}(?![\w:./]|\s?[-–]\s?\d|\s\d)"
    r"|(?i:modul|hus)\s[A-ZÅÄÖ](?!\w)"
    r"|(?:[A-ZÅÄÖ]\d{1,3}|\d{1,3}[A-Z]\d?|[1-9]\d{0,2})(?![\w:./]|\s?[-–]\s?\d|\s\d))"
)
_BEFORE: Final = re.compile(rf"(?<![\w-])(?!enhet\s|avd\s|vid\s|\d){_WHERE}(?:,?\s(?:i\s)?|\s?[-–]\s|/)$")
_BEHIND: Final = re.compile(rf"(?:,?\s(?:i\s|på\s|vid\s)?|\s?[-–]\s?|/){_WHERE}")
# Where the writer says that they sit.
_HERE: Final = re.compile(
    r"(?<!\w)(?:(?:vi|oss|här|sitter|jag är|tjänstgör|skriver|ringer)\s(?:har\s|vårdar\s|ligger\s)?"
    r"(?:här\s)?(?:på|från|i|vid)|(?:remiss(?:\still\s\w+)?|skickar|skickas)\sfrån|här,|inkom(?:mer|men|met)?(?:\s\w+){0,3}\still|(?:ligger|vårdas|inneliggande|inlagd)\spå|"
    r"väntrummet|hos oss(?:\spå)?)\s\(?",
    re.IGNORECASE,
)
# Or what they are there: "Bo Ek, jourläkare på …", unless it is somebody near.
_POST: Final = re.compile(r",\s[\w-]*(?:läkare|läk|ssk|sköterska|barnmorska|jour)\s(?:på|vid|från)\s\(?", re.IGNORECASE)
_SOMEBODYS: Final = re.compile(rf"(?<!\w){people.RELATION}(?!\w)[^.,]{{0,30}}$", re.IGNORECASE)
# Who is on call stands for the unit where nothing else does.
_DUTY: Final = re.compile(
    r"(?<![\w-])(?:\w{3,}jour(?:en)?|larmrum\s?\d|(?:[\w-]+\s)?\w*teamet)(?:\s(?:NÄL|NU|Dalsland))?(?!\w)",
    re.IGNORECASE,
)
_WITH_TOWN: Final = re.compile(rf"{_CAPITAL}[^\d@:.;()]{{3,40}}?,?\s(?:{_TOWNS})(?!\w)")
# A ward, a hospital, and a hospital behind whatever its unit is called, each alone in its part of a line.
_A_WARD: Final = re.compile(rf"(?i:\w*{_WARD})")
_AT_HOSPITAL: Final = re.compile(rf"(?<![\w-])(?:{hospitals.CALLED}|(?:{_SHORT_NAMES})(?!\w))")
_A_HOSPITAL: Final = re.compile(hospitals.CALLED)
_OF_A_HOSPITAL: Final = re.compile(rf"(?:{_CAPITAL}[^\d@:.;(),]{{3,40}},\s)?{hospitals.CALLED}")
# "Ligger på avdelningen" tells of none.
_ANY_WARD: Final = re.compile(r"(?:avdelning|mottagning|klinik|enhet)en", re.IGNORECASE)
_AT: Final = re.compile(
    r"(?<!\w)(?:från|fr\.?|på|hos oss på|vid)\s(?P<rest>\w{0,5}(?:avd|avdelning|akut)\w*\s.*)", re.IGNORECASE
)
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
    found = (_whole(text, match) for match in (_ANY if any_case else _UNIT).finditer(text))
    return next((name for name in found if not _RADIOLOGY.search(name)), "")


def begins(text: str, *, any_case: bool = False) -> bool:
    """Whether a text begins with a unit."""
    unit = first(text, any_case=any_case)
    return bool(unit) and text.startswith(unit)


def of_sender(text: str) -> str:
    """The unit that a sender gives, with the place it is called after, whatever that is: "Närakuten Slussen"."""
    unit = first(text) or (in_prose(text) if text.isupper() else "") or first(text, any_case=True)
    behind = _CALLED_AFTER.match(text, len(unit)) if unit and text.startswith(unit) else None
    place = behind["place"] if behind else ""
    somebody = (lexicon.is_first_name(place) or lexicon.is_surname(place)) and not lexicon.is_listed_locality(place)
    return f"{unit} {place}" if place and not somebody else unit


def hospital(text: str) -> str:
    """The hospital that a heading consists of: where nothing else tells the unit, the answer finds it from there."""
    return text.strip() if _OF_A_HOSPITAL.fullmatch(text.strip()) else ""


def is_place(word: str) -> bool:
    """Whether a word is how a hospital is called for short: "NUS", "CSK"."""
    return re.fullmatch(_SHORT_NAMES, word) is not None


def hospital_beside(text: str) -> str:
    """The hospital that is named beside whoever is to be called: "akutläk NÄL 031-…"."""
    match = _AT_HOSPITAL.search(text)
    return match.group() if match else ""


def is_short(word: str) -> bool:
    """Whether a word is how a ward is called for short: "IVA", "BB"."""
    return re.fullmatch(rf"{_SHORT}|Akm", word) is not None


def is_one(line: str) -> bool:
    """Whether a line is a unit and nothing else."""
    whole = line.strip(" .,")
    return bool(whole) and whole in (first(whole), in_prose(whole))


def with_town(text: str) -> str:
    """What begins a text and ends with the hospital or its town: "Öron-näsa-hals, NÄL"."""
    match = _WITH_TOWN.match(text)
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
    units = ((first(part) or in_prose(part) or first(part, any_case=True), part) for part in behind)
    told = (unit for unit, part in units if unit and part.startswith(unit))
    return next((unit for unit in told if not _ANY_WARD.fullmatch(unit)), "")


def sole(text: str) -> str:
    """The one unit that running text names at all, leaving out what was done elsewhere or where somebody goes next."""
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
    match = _SAID.search(text)
    return _whole(text, match) if match and not _RADIOLOGY.search(match.group()) else ""


def _whole(text: str, match: re.Match[str]) -> str:
    """A unit with all that is told of where it lies, before and behind: "Danderyds sjukhus, gynakuten, plan 3"."""
    start, end = match.span()
    while (before := _BEFORE.search(text[:start])) is not None and before.start() < start:
        start = before.start()
    while (behind := _BEHIND.match(text, end)) is not None:
        end = behind.end()
    return text[start:end].strip(" ,-/")


def _from(text: str) -> str:
    """A unit in small letters that somebody is said to be at: "från avd 2, Köpings sjukhus"."""
    match = _AT.search(text)
    unit = first(match["rest"], any_case=True) if match else ""
    return unit if match and unit and match["rest"].startswith(unit) else ""
