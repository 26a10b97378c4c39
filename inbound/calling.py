"""The fax number that pages came from, as the gateway's mail tells it: in the subject, the text, or the address itself.

Believes only a gateway that the site trusts; a machine's own name for itself ("CSID") is no number and tells nothing.
"""

from __future__ import annotations

import re
from typing import Final

from config.site import Dialect
from inbound import receipts
from inbound.arrival import Letter

_TOLD: Final = re.compile(
    r"\b(?:from|från|avsändare|sender|csid|tsi|remote ?id|caller ?id\d?)\b[\"'\s:<=(-]{0,6}(\+?\d[\d ()./-]{5,24}\d)",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"(\+?\d{7,15})@")
# Numbers without a country are read as the site file reads its own.
_COUNTRY: Final = "46"


def number(letter: Letter, dialect: Dialect) -> str:
    """The calling fax's number as +46…; empty where the mail, or nobody whom the site trusts, says which."""
    if not receipts.is_trusted(letter, dialect):
        return ""
    found = _TOLD.search(f"{letter.subject}\n{letter.text}") or _ADDRESS.match(letter.sender)
    return _international(found[1]) if found else ""


def _international(written: str) -> str:
    """The number with its country, whichever way it was written."""
    digits = re.sub(r"\(0\)|\D", "", written)
    if written.lstrip().startswith("+"):
        return f"+{digits}"
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    if digits.startswith("0"):
        return f"+{_COUNTRY}{digits[1:]}"
    return f"+{digits}" if digits.startswith(_COUNTRY) else ""
