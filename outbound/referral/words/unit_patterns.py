"""How referring units are written, as patterns.

A unit is told from other words by its hospital or its town more often than not, and towns are some hundreds. Nine
texts in ten name none: towns are looked up by their first words, and a pattern has none of them, or those that stand in
one part of the alphabet with one that is named.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from outbound import lexicon
from outbound.lexicon import hospitals

CAPITAL: Final = r"[A-ZÅÄÖ]"
# What wards are called, whatever stands before it; for short; by the field.
WARD: Final = (
    r"(?:akm|traumarum(?:met)?|intermediärvård(?:en)?|akuten|akutmottagning(?:en)?|mottagning(?:en)?|avdelning(?:en)?|avd|\w*mott|sjukstuga(?:n)?|enheten|enhet|kliniken|klinik|intensiven|"
    r"\w*akut(?:en)?(?=[\s/,]+(?:NÄL|avd))|intensivvård(?:en)?|onkologen|dagvård(?:en)?|vårdcentral(?:en)?|förlossningen|"
    r"jouren|jourcentral(?:en)?|nattjour(?:en)?|akutvårdsplats\w*|närakut(?:en)?|akutrum|traumarum|dialysen|neonatal(?:en|avd|vården)?|akutintag(?:et)?|"
    r"(?:kvinno|barn|intensiv|hjärt|ögon|thorax)sjukvård(?:en)?)"
)
# "KK-10983" is a system's number.
SHORT: Final = r"(?:IVA|HIA|NIVA|TIVA|THIVA|BIVA|AIVA|CIVA|PIVA|NEO|MAVA|KAVA|AVA|IMA|AKM|UVA|BB|KK)(?![-/]?\d{4})"
# A clinic by its field: "Neurologen".
_FIELD: Final = r"(?:[Nn]eurolog|[Oo]rtoped|[Kk]irurg|[Mm]edicin|[Uu]rolog|[Gg]eriatrik|[Gg]ynekolog|[Ff]örlossning)en"
# A hospital by its short name, or by its town.
SHORT_NAMES: Final = "|".join(
    (
        "NÄL", "UAS", "AS", "ÖSD", "VIN", "US", "KSS", "KSK", "MSE", "CLV", "SkaS", "ViN", "SÄS", "Kullbergska",
        "Höglandssjukhuset", r"SUS?/\w+", "SU", "NUS", "USÖ", "SÖS", "CSK", "KS", "DSBUS", "DS", "SÖ",
    )
)  # fmt: skip
# Those that are no words in small letters.
_LONG_NAMES: Final = "DSBUS|NÄL|UAS|ÖSD|KSS|KSK|MSE|CLV|SkaS|SÄS|NUS|USÖ|SÖS|CSK"
# And what follows it: a number, a field, the hospital.
_FIELDS: Final = (
    r"(?:(?i:kirurgi|medicin|ortopedi|barn|geriatrik|neurologi|urologi|onkologi|infektion|lungmedicin|kardiologi|gyn|njurmedicin|rehab|vuxen|vuxna)|"
    r"(?:kir|ort|med))(?!\w)"
)
# And behind that: another word for the ward, its number, its room.
_TAIL: Final = (
    rf"(?:[/ ](?:avd\.?\s?\d{{1,3}}|{WARD}|[A-ZÅÄÖ]{{2,5}}(?!\w)|{_FIELDS}|(?:natt|postop|traumalarm)(?!\w)"
    rf"|(?<=Vårdcentralen\s){CAPITAL}\w+))*"
)
_NUMBER: Final = (
    r"(?:,?\s(?:avd\.?\s?|sal\s|plan\s|rum\s)?(?!0\d\d)\d{1,3}(?:[A-Z]\d?(?!\w))?(?!\d|[.:/-]\d|\s\d\d\s\d\d(?!\d))"
    r"|\s[A-H](?=\s*(?:$|[,;/)\n]|\s\s)))?"
)
_ROOM: Final = r"(?:,?\s(?:larmrum|team|sal|modul)\s?\w{1,2}(?!\w))?"
# What stands before a unit and begins none.
_NEVER_FIRST: Final = (
    r"(?!(?:Från|Till|Remiss|Hej|Svar|Ring|Tel|Enhet|Avs|På|Vid|Hos|Finns|Ligger|Vårdas|Pat|Patienten)\W)"
)
# How clinics are cut short before their town, and in what letters: "ÖNH Västerås", "neo Uppsala", "Med klin Karlskoga".
_CUT: Final = (
    r"(?:ÖNH|AKUT|KIR|MED|ORT|GYN|URO|INF|NEO|BB|KK|(?i:neo|kir|med|ort|gyn|uro|inf|onk|reuma|neuro|neurokir|barnkir|thoraxkir|kärlkir|barnmed|kärl|thorax|lung|hjärt|öron|ögon|barn|geri|infektion)"
    r"(?:-akut(?:en)?)?)"
)
# "Tallbacksvägen 20, Skellefteå" ends as "Kirurgen, Skellefteå" does.
_STREET: Final = r"(?i:\w*(?:vägen|gränden|stigen|backen|leden|kajen|stranden|liden|allén|platsen|parken)(?!\w))"
# What may stand alone as a unit, each way that it is written: by its ward; by a short name or a number; by its field or
# the name that it has of its own.
_BY_WARD: Final = (
    # "Närakuten Slussen"
    rf"Närakuten\s{CAPITAL}[a-zåäö]{{3,}}(?=\s*(?:$|[,;\n]))",
    # "Akuten, kir sidan"
    r"(?:Akuten|Akutmottagningen|Akutmott),\s(?:kir|med|ort)\w*\.?\s(?:sidan?|delen)(?!\w)",
    # "Gynakuten", "Kvinno-klinik"
    rf"{CAPITAL}\w*-?{WARD}",
    # "KIRURGAKUTEN"
    rf"{CAPITAL}\w*-?{WARD.upper()}",
    # "Kir/uro avd"
    rf"{CAPITAL}[\w.]*[-/ .]\w*{WARD}",
    # "Thoraxiva"
    r"(?:Thorax|Neuro|Barn|Hjärt|Brännskade)-?iva",
    # "/uro avd"
    rf"(?<=[/-])\w*{WARD}",
)
_ALONE: Final = (
    # "IVA", and no "IVA-jour"
    rf"{SHORT}(?!-(?:jour|läk|ssk|bakjour))",
    # "avd 44"
    rf"(?i:{WARD})(?=\s\d)",
)
_BY_NAME: Final = (
    # "Kir avd 44"
    rf"{CAPITAL}\w+[ /-](?:(?!(?:på|i|vid|hos|från|till)\s)\w+[ /-])?avd\.?(?=\s\d)",
    # "Neurologen", "Barnmedicinen"
    rf"(?:{CAPITAL}\w*)?{_FIELD}",
    # "Barn- och ungdomsmottagning"
    rf"{CAPITAL}\w+-\soch\s\w+{WARD}",
    # "Hjärtvården NÄL"
    rf"{CAPITAL}\w+vården(?=,?\sNÄL)",
    # "Ortmott. natt"
    rf"{CAPITAL}\w*mott\.\s(?:natt|dag|jour)",
    # "AKUT Kirurgi"
    r"AKUT\s(?:Ortopedi|Kirurgi|Medicin|Barn|Gyn)(?!\w)",
    # "Hagas Vårdcentral"
    rf"{CAPITAL}[\wåäö]+s\s(?:Läkarhus|Jourcentral|Vårdcentral|Hälsocentral|Närakut|Akutmottagning)(?:en)?",
    # "Capio Vårdcentral Haga"
    rf"(?:(?:Capio|Kry|Aleris|Praktikertjänst|Doktor24)\s)?(?:[Vv]årdcentral(?:en)?|[Hh]älsocentral(?:en)?|[Jj]ourcentral(?:en)?)\s{CAPITAL}[\wåäö-]+",
    # "Närhälsan Mölnlycke"
    r"(?:Läkargruppen|Läkarhuset|Läkarmottagningen|Familjeläkarna|Husläkarna|Närhälsan|Elevhälsan|ASIH|Jourcentralen|Närakuten|Capio|Praktikertjänst|Kusten|Hälsocentralen)(?:\si)?"
    rf"(?:\s{CAPITAL}[\wåäö-]+){{1,2}}",
)
# Towns with a hospital; right behind what a unit is called, smaller ones too.
_HOSPITAL_TOWNS: Final = tuple(lexicon.hospital_towns())
_CARE_TOWNS: Final = tuple(lexicon.care_towns())
_TOWNS: Final = (*_HOSPITAL_TOWNS, *_CARE_TOWNS)
# Where the second part of the alphabet begins, and the others.
_PARTS: Final = ("g", "l", "s")


@dataclass(frozen=True)
class Grammar:
    """The patterns for a text that names no towns but these."""

    towns: frozenset[str]

    @cached_property
    def place(self) -> str:
        """Towns with a hospital."""
        return _one_of([town for town in _HOSPITAL_TOWNS if town in self.towns])

    @cached_property
    def town(self) -> str:
        """A hospital by its short name, or by its town in the letters of either."""
        return f"{SHORT_NAMES}|{self.place}|{self.place.upper()}"

    @cached_property
    def care_town(self) -> str:
        """The same, and smaller towns."""
        return f"{self.town}|{_one_of([town for town in _CARE_TOWNS if town in self.towns])}"

    @cached_property
    def hospital(self) -> str:
        """A hospital by its name."""
        return hospitals.called([town for town in _HOSPITAL_TOWNS if town in self.towns])

    @cached_property
    def where(self) -> str:
        """The hospital behind a unit, if it is told, and the room there."""
        return rf"(?:(?:,?\s(?:i\s|på\s|vid\s)?{self.hospital}|,?\s(?:i\s)?(?:{self.care_town})(?!\w)){_ROOM})?"

    @cached_property
    def heads(self) -> Sequence[str]:
        """What may stand alone as a unit, each way that it is written."""
        return (
            *_BY_WARD,
            # "MED-akuten NÄL"
            rf"[A-ZÅÄÖ]{{2,5}}[ -]akut(?:en)?(?=,?\s{self.hospital})",
            *_ALONE,
            # "Akuten Mora", "Barnavd 3"
            r"(?:Akuten|Akutmottagningen|Akutmott|Intensiven|Förlossningen|Mottagningen|Barnavd|Avdelning|Avd|Barnakuten)"
            rf"(?=[,\s]+(?:\d{{1,3}}|(?:i\s)?(?:{self.care_town}))(?!\w))",
            *_BY_NAME,
        )

    @cached_property
    def unit(self) -> re.Pattern[str]:
        """A unit by its form, with capitals where they belong."""
        return re.compile(
            rf"(?<!\w){_NEVER_FIRST}(?:{CAPITAL}[\wåäö]*(?:-/|[-/ ]))?(?:{'|'.join(self.heads)})(?!\w){_TAIL}{_NUMBER}"
            rf"(?:\s{_FIELDS})?{self.where}"
        )

    @cached_property
    def in_any_case(self) -> re.Pattern[str]:
        """A unit where nothing but the referrer stands, and no capital is needed."""
        return re.compile(
            rf"(?<!\w)(?i:\w*{WARD}|\b{SHORT}\b)(?!\w)(?:\s(?:\d{{1,3}}|[A-ZÅÄÖ]{{2,5}}(?!\w)))*{self.where}"
        )

    @cached_property
    def in_prose(self) -> re.Pattern[str]:
        """A unit in running text, with its hospital before or behind it."""
        return re.compile("|".join(self.prose))

    @cached_property
    def prose(self) -> Sequence[str]:
        """Each way that running text names a unit by its hospital."""
        return (
            # "gynavdelning 20 NÄL", "kirurgbakjour NÄL", "Kirurgen Mora"
            rf"(?<!\w)(?!{_STREET})(?i:\w*(?:{WARD}|jour|(?<=njur)medicin)|{SHORT}|\w{{4,}}en)(?:\s\d{{1,3}})?,?\s(?:{self.hospital}|(?:{self.town})(?!\w))",
            # "medjour i Arvika", "ak Sollefteå"
            rf"(?<!\w)(?i:\w*(?:{WARD}|jour(?:en)?)|{SHORT}|[Aa]k)(?:\s\d{{1,3}})?,?\s(?:i\s)?(?:{self.care_town})(?!\w)",
            # "AKUT MORA"
            rf"(?<!\w)(?:AKUT|BARNAKUT|KIRAKUT|MEDAKUT)(?:EN)?\s(?:{self.place.upper()})(?!\w)",
            # "ÖNH Västerås", "neo Uppsala", "Med klin Karlskoga"
            rf"(?<!\w)(?:{_CUT})(?:\s?(?:klin(?:iken)?\.?|avd|akut(?:en)?))?(?:\s\d{{1,3}})?,?\s(?:{self.care_town})(?!\w)(?:s?\ssjukhus)?",
            # "NÄL kirurgakuten", "Mora - avd 4"
            rf"(?<![\w-])(?:{self.hospital}|(?i:(?:{self.place})s?)|{SHORT_NAMES})(?:,?\s{{1,3}}|\s?[-–]\s)(?:(?i:(?:\w+-\soch\s)?[\w-]*(?:{WARD}|akut))|{_CUT})(?!\w|-\s)(?:\s\d{{1,3}}[A-Z]?(?!\w|[.:/-]\d))?",
            # "jourcentralen Haga"
            rf"(?<!\w)\w*(?:jourcentral|Vårdcentral)(?:en)?(?:\s{CAPITAL}\w+)?",
            # "Emergency Department, Mora"
            rf"(?<!\w)Emergency Department(?:,?\s(?:{self.town})(?!\w))?",
            # "IVA moras sjukhus", "barnakuten SÖS"
            rf"(?<![\w-])(?i:(?:{SHORT}|(?:\w+[-/])?\w*akuten|akutmott\w*|jourcentralen)\s(?:{_LONG_NAMES}|(?:{self.place})s?)(?:\s{hospitals.KIND})?)(?!\w)",
        )

    @cached_property
    def with_town(self) -> re.Pattern[str]:
        """Anything that ends with a hospital or its town."""
        return re.compile(rf"{CAPITAL}[^\d@:.;()]{{3,40}}?,?\s(?:{self.town})(?!\w)")

    @cached_property
    def beside(self) -> str:
        """What tells where a unit lies: its hospital, its town, its ward, its field, a floor or a room, a number."""
        return (
            rf"(?:{self.hospital}|(?:{self.town})(?!\w)|(?i:(?:\w+-\soch\s)?[\w-]*{WARD})(?!\w)|{SHORT}(?![\w-])|(?:{_CUT})(?![\w-])|{_FIELDS}"
            r"|(?i:(?:kir|med|ort)[. ]akut(?:en)?)(?!\w)"
            r"|(?i:avd|avdelning|intag|plan|rum|hus|vån|modul|team|isol|sal|plats|bås)\.?\s?[1-9]\d{0,2}(?![\w:./]|\s?[-–]\s?\d|\s\d)"
            r"|(?i:modul|hus)\s[A-ZÅÄÖ](?!\w)"
            r"|(?:[A-ZÅÄÖ]\d{1,3}|\d{1,3}[A-Z]\d?|[1-9]\d{0,2})(?![\w:./]|\s?[-–]\s?\d|\s\d))"
        )

    @cached_property
    def before(self) -> re.Pattern[str]:
        """The same, right before a unit."""
        # "ST kirurgi, Kirurgakuten": what somebody is to be is no part of where they are.
        return re.compile(
            rf"(?<![\w-])(?<!ST\s)(?<!AT\s)(?<!läk\s)(?<!läkare\s)(?<!spec\s)(?!enhet\s|avd\s|vid\s|\d){self.beside}(?:,?\s(?:i\s)?|\s?[-–]\s|/)$"
        )

    @cached_property
    def behind(self) -> re.Pattern[str]:
        """The same, right behind a unit."""
        return re.compile(rf"(?:,?\s(?:i\s|på\s|vid\s)?|\s?[-–]\s?|/){self.beside}")


def of(text: str) -> Grammar:
    """The patterns by which units are looked for in a text: with every town that it may name."""
    words = {word for token in re.findall(r"\w+", text.lower()) for word in (token, token.removesuffix("s"))}
    return _with_parts(frozenset(_PART_OF[word] for word in words & _PART_OF.keys()))


def _one_of(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, words)) or hospitals.NOTHING


@functools.lru_cache(maxsize=2 ** (len(_PARTS) + 1))
def _with_parts(parts: frozenset[int]) -> Grammar:
    return Grammar(frozenset(town for town in _TOWNS if _PART_OF[_first_word(town)] in parts))


def _first_word(town: str) -> str:
    return re.findall(r"\w+", town.lower())[0]


def _part(town: str) -> int:
    """The number of the part of the alphabet that a town begins in."""
    return sum(town[0].lower() >= letter for letter in _PARTS)


# The first word of each town, in small letters, with the part of the alphabet that it begins in.
_PART_OF: Final[Mapping[str, int]] = {_first_word(town): _part(town) for town in _TOWNS}
