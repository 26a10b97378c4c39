"""Numbers as they are dictated, written as everybody writes them: "980217 streck 9847", "noll trettioett, tre nio …".

A secretary types what is said. Written so, they are found, masked or called back as any others.
"""

from __future__ import annotations

import re
from typing import Final

# Figures as they are said.
_ONES: Final = {
    "noll": "0", "ett": "1", "en": "1", "två": "2", "tre": "3", "fyra": "4", "fem": "5", "sex": "6", "sju": "7",
    "åtta": "8", "nio": "9",
}  # fmt: skip
_TEENS: Final = ("tio", "elva", "tolv", "tretton", "fjorton", "femton", "sexton", "sjutton", "arton", "nitton")
_TENS: Final = ("tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "åttio", "nittio")
_FIGURES: Final = (
    _ONES
    | {word: str(10 + at) for at, word in enumerate(_TEENS)}
    | {ten: str(10 * at) for at, ten in enumerate(_TENS, 2)}
    | {ten + one: f"{at}{_ONES[one]}" for at, ten in enumerate(_TENS, 2) for one in _ONES if one not in ("noll", "en")}
)
_FIGURE: Final = "|".join(sorted(_FIGURES, key=len, reverse=True))
# A telephone begins with nought; it has so many figures (PTS' numbering plan: area and subscriber, 8 to 10).
_CALLED: Final = re.compile(rf"(?<!\w)noll(?:[,.]?\s(?:{_FIGURE})){{3,9}}(?!\w)", re.IGNORECASE)
_DIALLED: Final = range(8, 11)
# Two, four or six figures of a date, apart or not, and the last four behind their stroke, which is said.
_DASH: Final = re.compile(
    r"(?<!\d)(?P<day>(?:(?:19|20)\s?)?\d\d\s?\d\d\s?\d\d),?\s(?:streck|bindestreck|minus)\s(?P<last>\d{3}[\dA-Z])(?!\w)",
    re.IGNORECASE,
)
# "född trettionio noll sex tjugoåtta"
_BORN: Final = re.compile(rf"(?<=född )(?:{_FIGURE})(?:[,.]?\s(?:{_FIGURE})){{2,7}}(?!\w)", re.IGNORECASE)
_DAY: Final = re.compile(r"(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])")
_LAST: Final = re.compile(
    r"(?<=född )['’-]?(?P<day>(?:19|20)?\d\d[ -]?\d\d[ -]?\d\d),?\s"
    r"(?:de\s)?(?:sista fyra|fyra sista)\s(?P<last>\d{4})(?!\w)",
    re.IGNORECASE,
)


def written(text: str) -> str:
    """The text with dictated telephones and personal numbers in figures."""
    text = _BORN.sub(_born, text)
    for pattern in (_DASH, _LAST):
        text = pattern.sub(lambda match: f"{re.sub(r'[ -]', '', match['day'])}-{match['last']}", text)
    return _CALLED.sub(_dialled, text)


def _born(said: re.Match[str]) -> str:
    """The day of birth in figures, if what was said is one; else what was said."""
    figures = "".join(_FIGURES[word.lower()] for word in re.findall(r"\w+", said.group()))
    return figures if _DAY.fullmatch(figures) else said.group()


def _dialled(said: re.Match[str]) -> str:
    """The telephone in figures, if it has as many as one and is no part of a longer row; else what was said."""
    before = said.string[: said.start()].rstrip(" ,.").rpartition(" ")[2].lower()
    figures = "".join(_FIGURES[word.lower()] for word in re.findall(r"\w+", said.group()))
    return f"{figures[:3]}-{figures[3:]}" if _is_dialled(figures) and before not in _FIGURES else said.group()


def _is_dialled(figures: str) -> bool:
    return len(figures) in _DIALLED and figures[1] != "0"
