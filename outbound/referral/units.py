"""How referring units are called: "Akutmottagningen NÄL", "Kir/uro avd 44", "IVA", "KIRURGAKUTEN", "Neurologen"."""

from __future__ import annotations

import re
from typing import Final

_CAPITAL: Final = r"[A-ZÅÄÖ]"
_WARD: Final = (
    r"(?:akuten|akutmottagning(?:en)?|mottagning(?:en)?|avdelning(?:en)?|avd|enheten|enhet|kliniken|klinik|intensiven|"
    r"\w*akut(?:en)?(?=[\s/,]+(?:NÄL|avd))|intensivvård(?:en)?|onkologen|dagvård(?:en)?|vårdcentral(?:en)?|förlossningen|"
    r"jouren|akutrum|traumarum|dialysen|neonatal(?:en|avd|vården)?)"
)
_SHORT: Final = r"(?:IVA|HIA|NIVA|TIVA|BIVA|AIVA|CIVA|MAVA|KAVA|AVA|IMA|AKM|UVA|BB|KK)"
_FIELD: Final = r"(?:[Nn]eurolog|[Oo]rtoped|[Kk]irurg|[Mm]edicin|[Uu]rolog|[Gg]eriatrik|[Gg]ynekolog|[Ff]örlossning)en"
# What may stand alone as a unit, each way that it is written.
_HEADS: Final = (
    rf"{_CAPITAL}\w*-?{_WARD}",
    rf"{_CAPITAL}\w*-?{_WARD.upper()}",
    rf"{_CAPITAL}[\w.]*[-/ .]\w*{_WARD}",
    rf"(?<=[/-])\w*{_WARD}",
    _SHORT,
    rf"(?i:{_WARD})(?=\s\d)",
    rf"{_CAPITAL}\w+[ /-](?:\w+[ /-])?avd\.?(?=\s\d)",
    rf"(?:{_CAPITAL}\w*)?{_FIELD}",
    rf"{_CAPITAL}\w+vården(?=,?\sNÄL)",
)
# And what follows it: a number, a field, the hospital.
_TAIL: Final = (
    rf"(?:[/ ](?:avd\.?\s?\d{{1,3}}|{_WARD}|[A-ZÅÄÖ]{{2,5}}(?!\w)|kirurgi|medicin|ortopedi|barn|"
    rf"(?<=Vårdcentralen\s){_CAPITAL}\w+))*"
)
_NUMBER: Final = r"(?:,?\s(?:avd\.?\s?|sal\s|plan\s|rum\s)?\d{1,3}(?!\d|[.:]\d))?"
_NEVER_FIRST: Final = r"(?!(?:Från|Till|Remiss|Hej|Svar|Ring|Tel|Enhet|Avs|På|Vid|Hos)\W)"
_UNIT: Final = re.compile(
    rf"(?<!\w){_NEVER_FIRST}(?:{_CAPITAL}[\wåäö]*[-/ ])?(?:{'|'.join(_HEADS)})(?!\w){_TAIL}{_NUMBER}(?:,?\sNÄL)?"
)
# Where nothing but the referrer stands, a unit needs no capital.
_ANY: Final = re.compile(rf"(?<!\w)(?i:\w*{_WARD}|\b{_SHORT}\b)(?!\w)(?:\s(?:\d{{1,3}}|[A-ZÅÄÖ]{{2,5}}(?!\w)))*")
# What reads the pictures is where the referral goes, not where it comes from.
_RADIOLOGY: Final = re.compile(r"röntgen|radiolog|bild-? ?och ?funktion|\bBFM?\b|bildmedicin|\brtg\b", re.IGNORECASE)


def first(text: str, *, any_case: bool = False) -> str:
    """The first unit that a text names, if it is none that reads pictures; nothing if it names none."""
    found = (match.group().strip(" ,") for match in (_ANY if any_case else _UNIT).finditer(text))
    return next((name for name in found if not _RADIOLOGY.search(name)), "")
