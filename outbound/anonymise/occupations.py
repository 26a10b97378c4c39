"""What tells of somebody's work or studies without a name: a colleague's own ward, a programme and its term."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from outbound.anonymise.spans import Span
from outbound.lexicon import hospitals

_WARD: Final = r"(?:avd(?:elning(?:en)?)?\.?|våning|plan|enhet)\s?\d{1,3}\w?"
# Who works here is known to everybody: "undersköterska på vår egen avd 304", "jobbar som ssk på vår avdelning 12".
_COLLEAGUE: Final = re.compile(
    r"(?<!\w)(?i:arbetar|jobbar|anställd|kollega|(?:till\s)?yrket\s\w+|\w*sköterskan?|ssk|usk|\w*läkare|\w*biträdet?)"
    rf"(?:\s[a-zåäö]+){{0,3}}\s(?:på|vid|hos)\s(?P<place>(?:vår|min|er|sin)\s(?:egen\s)?(?i:{_WARD}))(?!\w)"
)
# The same of any unit of ours: "arbetar själv som rtg-ssk på vår DT".
_OURS: Final = re.compile(
    r"(?<!\w)(?i:arbetar|jobbar|anställd)\s(?:(?:själv|också|även|här|extra)\s){0,2}som\s"
    r"(?P<place>[\w-]+(?:\s[\w-]+)?\s(?:på|vid|hos|i)\s(?:vår|vårt|våra)\s[\w-]{2,20})"
)
# And of a hospital by its name: "har jobbat som narkosläkare på Kalmars sjukhus".
_IN_HOSPITAL: Final = re.compile(
    r"(?<!\w)(?i:arbeta[rtd]\w*|jobba[rtd]\w*|anställd)\s(?:\w+\s)?som\s"
    rf"(?P<place>[\w-]+(?:\s[\w-]+)?\s(?:på|vid)\s{hospitals.CALLED}(?:,\s[a-zåäö]+(?![\wåäö]))?)"
)
# The same, what they are there told behind: "jobbar här på röntgen Mora sjukhus som ssk".
_THERE: Final = re.compile(
    r"(?<!\w)(?i:arbeta[rd]\w*|jobba[rd]\w*|anställd)\s(?:här\s|själv\s)?(?:på|vid)\s"
    rf"(?P<place>(?:[a-zåäö]+\s)?{hospitals.CALLED})(?=\ssom\s)"
)
# Who cares for others elsewhere, by the place: "dottern är sjuksköterska Rimbo VC".
_ELSEWHERE: Final = re.compile(
    r"(?<!\w)(?i:är|som)\s(?i:\w*sköterska|ssk|usk|dsk|läkare|barnmorska|tandläkare)\s(?i:(?:på|vid|i)\s)?"
    r"(?P<place>[A-ZÅÄÖ][\w-]+\s(?:VC|HC|BVC|MVC|(?i:vårdcentral|hälsocentral))(?:en)?)(?!\w)"
)
# Where in the hospital, in brackets: "anställd på sjukhuset (IT-driften)".
_IN_BRACKETS: Final = re.compile(
    r"(?<!\w)(?i:anställd|arbetar|jobbar)(?:\s[a-zåäö]+){0,3}\s(?:på|vid)\s(?:sjukhuset|lasarettet|kliniken|kommunen|regionen)\s"
    r"\((?P<place>[^()\d]{3,40})\)"
)
# What somebody learns: a programme, a line of studies; screening and vaccination have theirs too.
_STUDIES: Final = re.compile(
    r"(?<!\w)(?i:studerar|läser|pluggar|går|student|elev)(?:\s[^.;\n]{0,40}?)?[\s,]+(?:(?:till|på|vid)\s)?"
    r"(?P<place>(?!rehab|screening|vaccin|\w*vaccin)[a-zåäö]{4,}(?:programmet|linjen|utbildningen)(?:[\s,]+(?:T|termin|åk|årskurs)\s?\d)?)(?!\w)",
)
# A programme with its term is nobody's treatment, whatever stands before it.
_TERM: Final = re.compile(
    r"(?<!\w)(?P<place>[a-zåäö]{4,}(?:programmet|linjen|utbildningen)[\s,]+(?:T|termin|åk|årskurs)\s?\d)(?!\w)"
)


def occupations(text: str) -> Iterator[Span]:
    """Those parts of a text."""
    for pattern in (_COLLEAGUE, _OURS, _IN_HOSPITAL, _THERE, _ELSEWHERE, _IN_BRACKETS, _STUDIES, _TERM):
        yield from (Span(*match.span("place"), "address", "occupation") for match in pattern.finditer(text))
