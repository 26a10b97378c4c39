"""What on a returned page tells who the patient is: the routine says that it tells nobody.

Numbers by their form; a name by the label before it, for nothing here knows the names of people. Marked on the page,
masked in lists, and the reader is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from inbound.report import wording
from inbound.report.values import Marked
from ocr import identifiers
from ocr.identifiers import Category, Finding
from ocr.text import Box, Word

# Telephones and addresses on a report are the reader's own.
_TELLING: Final = frozenset(
    {Category.PERSONAL_NUMBER, Category.RESERVE_NUMBER, Category.LMA_NUMBER, Category.BIRTH_DATE}
)
_LABEL: Final = r"(?<![\w-])(?i:pat(?:ients?)?\.?(?:[ -]?(?:namn|name))?|name\sof\spatient|patientens\snamn)[ ]?"
_NAME: Final = r"[A-ZÅÄÖÉÜ][a-zåäöéüøæ'’]+(?:-[A-ZÅÄÖÉÜ][\w'’]+)?"
_SHOUTED: Final = r"[A-ZÅÄÖÉÜ][A-ZÅÄÖÉÜ'’-]+"
# Two or three capitals behind the patient's label, on its line; what a colon follows is the next label. Where all is
# in capitals, a sentence begins as a label does: "PATIENT MED KÄND STRIKTUR".
_NAMED: Final = re.compile(
    "|".join(
        rf"{_LABEL}{colon}[ ](?P<{group}>{word}(?:,?[ ]{word}){{1,2}}?(?![\w'’-]|[ ]?[/:])"
        rf"(?:[ ]{word}(?=[ ]?(?:[,(]|$)))?)"
        for group, colon, word in (("name", "[:.]?", _NAME), ("shouted", ":", _SHOUTED))
    ),
    re.MULTILINE,
)
# A number there is a personal one however badly it was read.
_NUMBERED: Final = re.compile(
    r"(?<![\w-])(?i:pat(?:ient(?:en)?s?)?\.?(?:[ -]?id)?|pers(?:on)?\.?-?[ ]?(?:nr|nummer)|pnr)[ ]?[.:]?\s"
    r"(?P<number>\d{6,8}[ ]?[-+][ ]?\d{4})(?!\w)"
)


def marked(words: Sequence[Word]) -> Iterator[Marked]:
    """Where it stands, as boxes round its words; in reading order, by lines."""
    starts, at = list[int](), 0
    for word in words:
        starts.append(at)
        at += len(word.text) + 1
    lines = groupby(words, lambda word: word.line)
    said = "\n".join(" ".join(word.text for word in line) for _, line in lines)
    for finding in _found(said):
        inside = [
            word.box
            for word, start in zip(words, starts, strict=True)
            if start < finding.end and finding.start < start + len(word.text)
        ]
        yield Marked(finding.category, Box.around(inside))


def masked(said: str) -> str:
    """A page's text as it may be shown beside the page: what tells who somebody is lies under a mask."""
    for finding in sorted(_found(said), key=lambda one: one.start, reverse=True):
        said = f"{said[: finding.start]}[···]{said[finding.end :]}"
    return said


def _found(said: str) -> Iterator[Finding]:
    """What tells who somebody is, none of it twice. A date of this decade is hardly anybody's birth."""
    coded = {match.end() for match in identifiers.RIS.finditer(said)}
    for finding in identifiers.find(said.replace("\n", " ")):
        if finding.start in coded:
            continue
        recent = re.search(r"20[2-3]\d", said[finding.start :][:4])
        if finding.category in _TELLING and (finding.certain or not recent):
            yield finding
    yield from _labelled(said)


def _labelled(said: str) -> Iterator[Finding]:
    for match in _NUMBERED.finditer(said):
        if not any(one.category in _TELLING for one in identifiers.find(match["number"])):
            yield Finding(Category.PERSONAL_NUMBER, *match.span("number"), certain=False)
    for match in _NAMED.finditer(said):
        name = match.lastgroup or ""
        if not any(wording.lists("patient.no_name", word) for word in re.findall(r"[^\W\d_]+", match[name])):
            yield Finding(Category.NAME, *match.span(name), certain=False)
