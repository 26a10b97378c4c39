"""Lines at the foot of a page: who printed it and when, its number, a firm's accounts, where a letter was written."""

from __future__ import annotations

import re
from typing import Final

from outbound import lexicon

# What a system prints there.
_FOOT: Final = re.compile(
    r"\W*(?:(?:utskriven|utskrivet|utskrift|utskr|printed|skapad|noterat|nedtecknat|antecknat)\b[^.?!]{0,30}\d{4}|(?:sida|sid|page)\.?\s?\d{1,2}\s?(?:av|\(|/|of|\W*$)"
    r"|(?:[\w.]+\s){1,4}[–—-]\s(?:utskrive[nt]|utskrift|printed)\s\d{4}"
    r"|(?:fortsätt\w*|forts\.?)\s(?:på\s)?(?:nästa\ssida|s(?:id|idan?)?\.?\s?\d)"
    # A page's address, and who printed it.
    r"|(?:https?|print|file)://|(?:\S+\s){0,4}(?:\w+\.)?(?:användare|user):\s?\w+\W*$"
    # A page's buttons.
    r"|(?:\[(?:skriv\sut|stäng|tillbaka|spara|avbryt|visa|ändra|redigera|logga\sut|till\stoppen|ok)\]\s*)+$"
    # What firms print below their letters.
    r"|[^.?!\n]{0,80}\b(?:bank|plus)giro\s\d|org\.?\s?(?:nr|nummer)\W{0,2}\d{6})",
    re.IGNORECASE,
)
# Where and when a letter was written, below it; a town and a day alone may be an earlier examination's.
_DAY: Final = r"(?:\d{1,2}[/\s]\s?(?:\d{1,2}|[a-z]{3,9})|\d{4}-\d\d-\d\d)"
_WRITTEN: Final = re.compile(
    rf"(?P<town>[A-ZÅÄÖ][a-zåäö]+),?\s(?:den\s{_DAY}[\s\d/:.,-]*(?:kl\.?\s[\d.:]+)?"
    rf"|{_DAY}[\s\d/,-]*\s(?:kl\.?\s)?\d{{1,2}}[.:]\d\d)\W*"
)


def is_one(text: str) -> bool:
    """Whether a line is what a system prints at the foot of a page: when and by whom printed, which page."""
    written = _WRITTEN.fullmatch(text)
    return _FOOT.match(text) is not None or (
        written is not None and (lexicon.is_place(written["town"]) or lexicon.has_hospital(written["town"]))
    )
