"""How referring units are called: "Akutmottagningen NÄL", "Kir/uro avd 44", "IVA", "KIRURGAKUTEN", "Neurologen"."""

from __future__ import annotations

import re
from typing import Final

from outbound import lexicon

_CAPITAL: Final = r"[A-ZÅÄÖ]"
_WARD: Final = (
    r"(?:akuten|akutmottagning(?:en)?|mottagning(?:en)?|avdelning(?:en)?|avd|\w*mott|sjukstuga(?:n)?|enheten|enhet|kliniken|klinik|intensiven|"
    r"\w*akut(?:en)?(?=[\s/,]+(?:NÄL|avd))|intensivvård(?:en)?|onkologen|dagvård(?:en)?|vårdcentral(?:en)?|förlossningen|"
    r"jouren|jourcentral(?:en)?|närakut(?:en)?|akutrum|traumarum|dialysen|neonatal(?:en|avd|vården)?)"
)
_SHORT: Final = r"(?:IVA|HIA|NIVA|TIVA|BIVA|AIVA|CIVA|MAVA|KAVA|AVA|IMA|AKM|UVA|BB|KK)"
_FIELD: Final = r"(?:[Nn]eurolog|[Oo]rtoped|[Kk]irurg|[Mm]edicin|[Uu]rolog|[Gg]eriatrik|[Gg]ynekolog|[Ff]örlossning)en"
# A hospital by its short name, or by its town.
_SHORT_NAMES: Final = "NÄL|KSS|SÄS|SUS?/\\w+|SU|NUS|USÖ|SÖS|CSK|KS|DS|SÖ"
_PLACES: Final = "|".join(map(re.escape, lexicon.hospital_towns()))
_TOWNS: Final = f"{_SHORT_NAMES}|{_PLACES}|{_PLACES.upper()}"
# What may stand alone as a unit, each way that it is written.
_HEADS: Final = (
    rf"{_CAPITAL}\w*-?{_WARD}",
    rf"{_CAPITAL}\w*-?{_WARD.upper()}",
    rf"{_CAPITAL}[\w.]*[-/ .]\w*{_WARD}",
    rf"(?<=[/-])\w*{_WARD}",
    _SHORT,
    rf"(?i:{_WARD})(?=\s\d)",
    r"(?:Akuten|Akutmottagningen|Akutmott|Intensiven|Förlossningen|Mottagningen|Barnavd|Avdelning|Avd|Barnakuten)"
    rf"(?=[,\s]+(?:\d{{1,3}}|(?:i\s)?(?:{_TOWNS}))(?!\w))",
    rf"{_CAPITAL}\w+[ /-](?:\w+[ /-])?avd\.?(?=\s\d)",
    rf"(?:{_CAPITAL}\w*)?{_FIELD}",
    rf"{_CAPITAL}\w+-\soch\s\w+{_WARD}",
    rf"{_CAPITAL}\w+vården(?=,?\sNÄL)",
    r"(?:Närhälsan|Elevhälsan|ASIH|Jourcentralen|Närakuten|Capio|Praktikertjänst|Kusten|Hälsocentralen)"
    rf"(?:\s{_CAPITAL}[\wåäö-]+){{1,2}}",
)
# And what follows it: a number, a field, the hospital.
_FIELDS: Final = (
    r"(?:(?i:kirurgi|medicin|ortopedi|barn|geriatrik|neurologi|urologi|onkologi|infektion|lungmedicin|kardiologi|gyn|njurmedicin)|"
    r"(?:kir|ort|med))(?!\w)"
)
_TAIL: Final = (
    rf"(?:[/ ](?:avd\.?\s?\d{{1,3}}|{_WARD}|[A-ZÅÄÖ]{{2,5}}(?!\w)|{_FIELDS}|(?<=Vårdcentralen\s){_CAPITAL}\w+))*"
)
_NUMBER: Final = r"(?:,?\s(?:avd\.?\s?|sal\s|plan\s|rum\s)?\d{1,3}(?!\d|[.:-]\d))?"
_ROOM: Final = r"(?:,?\s(?:larmrum|team|sal|modul)\s?\w{1,2}(?!\w))?"
_HOSPITAL: Final = (
    rf"(?:(?:,?\s(?:i\s)?(?:{_TOWNS})(?:s\ssjukhus|\ssjukhus)?(?!\w)"
    rf"|,?\s{_CAPITAL}\w+s\s(?:sjukhus|lasarett)(?!\w)){_ROOM})?"
)
_NEVER_FIRST: Final = r"(?!(?:Från|Till|Remiss|Hej|Svar|Ring|Tel|Enhet|Avs|På|Vid|Hos)\W)"
_UNIT: Final = re.compile(
    rf"(?<!\w){_NEVER_FIRST}(?:{_CAPITAL}[\wåäö]*[-/ ])?(?:{'|'.join(_HEADS)})(?!\w){_TAIL}{_NUMBER}"
    rf"(?:\s{_FIELDS})?{_HOSPITAL}"
)
# In running text, where the hospital stands behind it: "kirurgbakjour NÄL", "gynavdelning 20 NÄL".
_SAID: Final = re.compile(
    rf"(?<!\w)(?i:\w*(?:{_WARD}|jour)|{_SHORT}|\w{{4,}}en)(?:\s\d{{1,3}})?,?\s(?:{_TOWNS})(?!\w)(?:s?\ssjukhus)?"
    rf"|(?<!\w)\w*(?:jourcentral|Vårdcentral)(?:en)?(?:\s{_CAPITAL}\w+)?"
    rf"|(?<!\w)Emergency Department(?:,?\s(?:{_TOWNS})(?!\w))?"
)
_REACH: Final = 60
# Where nothing but the referrer stands, a unit needs no capital.
_ANY: Final = re.compile(
    rf"(?<!\w)(?i:\w*{_WARD}|\b{_SHORT}\b)(?!\w)(?:\s(?:\d{{1,3}}|[A-ZÅÄÖ]{{2,5}}(?!\w)))*{_HOSPITAL}"
)
# What reads the pictures is where the referral goes, not where it comes from.
_RADIOLOGY: Final = re.compile(r"röntgen|radiolog|bild-? ?och ?funktion|\bBFM?\b|bildmedicin|\brtg\b", re.IGNORECASE)


def first(text: str, *, any_case: bool = False) -> str:
    """The first unit that a text names, if it is none that reads pictures; nothing if it names none."""
    found = (match.group().strip(" ,") for match in (_ANY if any_case else _UNIT).finditer(text))
    return next((name for name in found if not _RADIOLOGY.search(name)), "")


# Where the writer says that they sit.
_HERE: Final = re.compile(
    r"(?<!\w)(?:(?:vi|oss|här|sitter|jag är|tjänstgör|skriver|ringer)\s(?:har\s|vårdar\s|ligger\s)?"
    r"(?:här\s)?(?:på|från|i|vid)|inkom(?:mer)?(?:\s\w+){0,3}\still|(?:ligger|vårdas|inneliggande|inlagd)\spå|väntrummet)\s",
    re.IGNORECASE,
)
# Who is on call stands for the unit where nothing else does.
_DUTY: Final = re.compile(
    r"(?<![\w-])(?:\w{3,}jour(?:en)?|larmrum\s?\d|(?:[\w-]+\s)?\w*teamet)(?:\s(?:NÄL|NU|Dalsland))?(?!\w)",
    re.IGNORECASE,
)


def with_town(text: str) -> str:
    """What begins a text and ends with the hospital or its town: "Öron-näsa-hals, NÄL"."""
    match = _WITH_TOWN.match(text)
    return match.group() if match and not _RADIOLOGY.search(match.group()) else ""


_WITH_TOWN: Final = re.compile(rf"{_CAPITAL}[^\d@:.;()]{{3,40}}?,?\s(?:{_TOWNS})(?!\w)")


def alone(text: str) -> str:
    """The unit that a sentence, or a part of one between commas, consists of: "KAVA.", ", avd 53 gyn/obst,"."""
    parts = (part.strip(" .") for part in re.split(r"[.,;]\s|\n", text))
    return next((part for part in parts if part and (first(part) or said(part)) == part), "")


def on_duty(text: str) -> str:
    """Who is on call, by the text of a referrer or a telephone: "strokejour", "Palliativa teamet NU"."""
    match = _DUTY.search(text)
    return match.group() if match else ""


def written_at(text: str) -> str:
    """The unit where the writer says that they sit: "Vi på Gynakuten NÄL", "hos oss på Strokeenheten"."""
    behind = (text[match.end() : match.end() + _REACH] for match in _HERE.finditer(text))
    units = ((first(part) or said(part), part) for part in behind)
    return next((unit for unit, part in units if unit and part.startswith(unit)), "")


def said(text: str) -> str:
    """The first unit that running text names by its hospital."""
    match = _SAID.search(text)
    return match.group().strip(" ,") if match and not _RADIOLOGY.search(match.group()) else ""
