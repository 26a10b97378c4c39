"""Words and numbers that were spaced out: "W i g r e n", "1 9 6 9 0 9 0 9 - 9 8 3 7", "R E M I S S".

A typist stresses so, and a form with a box for each sign is saved so. Closed up they are found as any others.
"""

from __future__ import annotations

import re
from typing import Final

from ocr import identifiers

# So many single figures in a row are one number: doses a day ("1 0 1 0"), scores and grades of strength have fewer.
_NUMBER: Final = re.compile(r"(?<![\w,.+-])(?:\+ )?\d(?: (?:[-–/] )?\d){7,14}(?!\w)(?![,.]\w)")
# A name or a heading; in capitals longer than the five that an injured person is looked over by: "A B C D E".
_WORD: Final = re.compile(r"(?<!\w)(?:[A-ZÅÄÖ](?: [a-zåäöé]){3,}|(?!A B C)[A-ZÅÄÖ](?: [A-ZÅÄÖ]){4,})(?!\w)")


# The last four of a personal number in two, or with its check digit apart: "470115 990 9".
_LAST: Final = re.compile(r"(?<![\w,.+-])(?P<day>(?:19|20)?\d{6})[ -](?P<three>\d{3}) (?P<check>\d)(?![\w,.])")


def closed(text: str) -> str:
    """The text with what was spaced out closed up."""
    return _WORD.sub(_closed, _NUMBER.sub(_closed, _LAST.sub(_numbered, text)))


def _numbered(match: re.Match[str]) -> str:
    """A personal number in one, if its check digit says that it is one; else as it was."""
    ten = match["day"][-6:] + match["three"] + match["check"]
    return f"{match['day']}-{match['three']}{match['check']}" if identifiers.checks(ten) else match.group()


def _closed(match: re.Match[str]) -> str:
    return match.group().replace(" ", "")
