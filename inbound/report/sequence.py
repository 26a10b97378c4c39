"""Pages of one file that follow each other: by the reader's own numbers, or since one begins nothing of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from inbound.report import closing
from inbound.report.values import PageKind, ReportPage

# How a report begins: with labels for what was examined, of whom, for whom, with which number; or with the examination
# or a number itself, which a running head has too. Looked for in its first lines. A long word before a full stop ends a
# sentence, unless it begins the line.
_LABELS: Final = re.compile(
    r"\b(?:undersökning\w*|unders|us|us-?(?:nr|tid)|exam\w*|study|pat(?:ient)?|namn|ålder|age|ref(?:erens|erence)?|"
    r"acc(?:ession\w*)?|remitt\w*|beställ\w*|frågeställning|klinisk fråga|indication|requested)\b\W{0,3}:|"
    r"\b(?:unders|us|exam|pat|ref|acc|remitt)\b\W{0,3}\.|"
    r"^\W*(?:undersökning\w*|study|patient|namn|ålder|age|referen[sc]e?|beställ\w*|frågeställning|indication)\b\W{0,3}\.|"
    r"\b(?:referens|remiss-?(?:nr|nummer|id)|acc\.? ?nr|accessions?\w*|us-?nr)\b",
    re.IGNORECASE,
)
_NAMES: Final = re.compile(
    r"\b(?:DT|CT|MR|MRI|UL|röntgen|ultraljud)\s+(?!utan|med|with)\w{3,}|\bSENAL\w|\b[A-Z]{3}-[A-Z]{4,5}-[A-Z]{4}\b",
    re.IGNORECASE,
)
_FIRST: Final = 7


def joined(pages: Sequence[ReportPage]) -> tuple[ReportPage, ...]:
    """The pages, each that no rule knew and that goes on with a report told to be a part of it."""
    found = list[ReportPage]()
    for page in pages:
        unknown = page.kind is PageKind.UNKNOWN and not page.unread and bool(page.whole.strip())
        goes_on = unknown and bool(found) and _follows(page, found[-1])
        found.append(replace(page, kind=PageKind.REPORT) if goes_on else page)
    return tuple(found)


def is_labelled(text: str) -> bool:
    """Whether labels of a report's beginning stand in the first lines."""
    return any(map(_LABELS.search, _first(text)))


def _follows(page: ReportPage, before: ReportPage) -> bool:
    """Whether a page goes on where the one before it ended: numbered so, or unclosed there and beginning nothing.

    A head that names what the page before it named begins nothing.
    """
    if page.part and before.part:
        return page.part == (before.part[0] + 1, before.part[1])
    if page.marks or before.kind is not PageKind.REPORT or (page.part and page.part[0] == 1):
        return False
    if is_labelled(page.whole) or not _names(page.whole) <= _names(before.whole):
        return False
    return before.ending != "closed" or closing.is_tail(page.whole)


def _names(text: str) -> set[str]:
    """What the first lines name of examinations and numbers."""
    return {match.group().lower() for line in _first(text) for match in _NAMES.finditer(line)}


def _first(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()][:_FIRST]
