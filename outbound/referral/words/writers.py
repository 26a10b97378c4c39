"""Who writes, as they present themselves: "Jag heter Bo Ek", "Ring mig, Bo Ek, på …", "Akutmottagningen NÄL, Bo Ek"."""

from __future__ import annotations

import re
from typing import Final

from outbound.lexicon.vocabulary import any_of
from outbound.referral.words import kinds, units

_NAME: Final = r"[A-ZÅÄÖ][\wåäöé'’-]+(?:\s[A-ZÅÄÖ][\wåäöé'’-]+){1,2}"
_TITLE: Final = rf"(?:,?\s\(?(?:{any_of('kinds.title')}|ul)(?!\w)\)?)?"
# Whoever writes says "I"; what a relative says stands behind a word for them.
_OF_MYSELF: Final = re.compile(
    rf"(?<!\w)(?i:jag\sheter|mitt\snamn\sär|jag\sär\s(?:\w*läk(?:are)?|\w*sköterska|ssk|barnmorska)\s[^.?!\n]{{2,50}},\s(?:namn|heter)|(?:ring(?:\sgärna)?|svara|kontakta|nå|sök|meddela)\smig,?)\s"
    rf"(?P<who>{_NAME}{_TITLE})(?!\w)"
)
# Behind the unit, to the end of the sentence or up to a telephone.
_BEHIND_UNIT: Final = re.compile(
    rf",\s(?P<who>{_NAME}{_TITLE})\s*(?=[.,]?\s*$"
    rf"|[.,]?\s*(?:tel|tfn|sök|dect)?[.:]?\s?\d)"
)


def presented(text: str) -> str:
    """Whoever says their own name in a text, or stands behind the unit that it begins with; "" if nobody does."""
    for part in kinds.full_sentences(text):
        if who := _of_myself(part) or _behind_unit(part):
            return who
    return ""


def _of_myself(part: str) -> str:
    told = _OF_MYSELF.search(part)
    return "" if told is None or kinds.is_private(part[: told.start()]) else told["who"]


def _behind_unit(part: str) -> str:
    unit = units.first(part) or units.in_prose(part)
    told = _BEHIND_UNIT.match(part, len(unit)) if unit and part.startswith(unit) else None
    if told is None or kinds.is_private(part) or kinds.is_numbered(part) or kinds.is_home(part):
        return ""
    return "" if units.first(told["who"]) else told["who"]
