"""A returned fax as read: pages with their kind, words and codes. Says nothing of whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from ocr import codes
from ocr.identifiers import Category
from ocr.text import Box, UnreadableCode


class PageKind(StrEnum):
    """What a returned page is. Only a report can answer a case."""

    REPORT = "report"
    ACKNOWLEDGEMENT = "acknowledgement"
    CANNOT_BE_READ = "cannot_be_read"
    DECLINED = "declined"
    QUESTION = "question"
    OWN_SHEET = "own_sheet"
    COVER = "cover"
    BLANK = "blank"
    UNKNOWN = "unknown"


# The reader asks something of a person: seen at once, whatever else stands on the pages.
URGENT: Final = (PageKind.CANNOT_BE_READ, PageKind.DECLINED, PageKind.QUESTION)
# Nothing is said on them.
WITHOUT_CONTENT: Final = frozenset({PageKind.BLANK, PageKind.COVER, PageKind.OWN_SHEET})


# How a page's text ends: signed or ended by the reader; with what stands at the foot of any page; with a conclusion and
# nothing under it; with none of these, or with none on a page that was badly read or stops above much white. Empty
# where it was not looked for.
Ending = Literal["closed", "footed", "concluded", "open", "unsure", ""]


@dataclass(frozen=True, slots=True)
class Marked:
    """Something on the page that may tell who the patient is: pointed at, never repeated."""

    category: Category
    box: Box


@dataclass(frozen=True, slots=True)
class Looked:
    """What stands at one place where a reference does, as each of two readers saw it at each of its looks."""

    first: tuple[str, ...]
    second: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One page, upright. `text` is what stands on it (on our answer sheet: what was written there by the reader).

    `whole` is all text of the page, for evidence. `part` is the reader's own "page n of m"; `ended`: the reader's
    own word that the answer ends here; `foot`: the sheet arrived to its foot (None where there is none to look for).
    `second`: what the second reader saw round number and reference; `closer`: what it saw of long numbers by
    themselves, without the words beside them; `again`: what the first saw there at another look;
    `looked`: the places of a reference that none read
    whole; `third`: the digits of long numbers as the third saw them, "?" where it is not sure;
    `unread`: the closed word for why a page could not be read; `cut`: its last rows are missing; `ending`: how its text
    ends; `size`: the upright page in pixels, which the boxes count.
    """

    number: int
    kind: PageKind
    text: str
    whole: str
    codes: tuple[codes.Code, ...]
    sightings: tuple[codes.Sighting, ...]
    rotation: int
    skew: float
    confidence: float
    identifiers: tuple[Marked, ...]
    part: tuple[int, int] | None
    ended: bool
    foot: bool | None
    second: str = ""
    again: str = ""
    unread: UnreadableCode | Literal[""] = ""
    cut: bool = False
    ending: Ending = ""
    size: tuple[int, int] = (0, 0)
    third: tuple[str, ...] = ()
    closer: str = ""
    looked: tuple[Looked, ...] = ()

    @property
    def marks(self) -> tuple[codes.Mark, ...]:
        """Our own symbols on the page."""
        return tuple(dict.fromkeys(code.mark for code in self.codes if code.mark is not None))


@dataclass(frozen=True, slots=True)
class Fax:
    """All pages of one file, and how long reading them took, in seconds."""

    pages: tuple[ReportPage, ...]
    seconds: float

    @property
    def complete(self) -> bool | None:
        """Whether the fax arrived whole; None where nothing tells."""
        return complete(self.pages)


def complete(pages: Sequence[ReportPage]) -> bool | None:
    """Whether these pages are a whole answer: False if a page or a foot is missing, True if the reader ended it.

    Our own printed wording never counts, and nor does what the sending machine reports.
    """
    answers = _ordered([page for page in pages if page.kind is PageKind.REPORT])
    if any(page.unread or page.cut or page.foot is False for page in pages):
        return False
    if not answers:
        return None
    parts = [page.part for page in answers if page.part is not None]
    totals, numbers = {total for _, total in parts}, {number for number, _ in parts}
    if len(totals) > 1 or (totals and len(answers) < max(totals)) or _breaks_off(answers):
        return False
    every = bool(totals) and numbers == set(range(1, max(totals) + 1))
    if totals and len(parts) == len(answers) and not every:
        return False
    return True if answers[-1].ended or (every and answers[-1].ending in ("closed", "footed", "")) else None


def _breaks_off(answers: list[ReportPage]) -> bool:
    """Whether nothing ends the last page: not a full stop either, where a page before it has the conclusion."""
    concluded = any(page.ending == "concluded" for page in answers[:-1])
    return answers[-1].ending == "open" and not (concluded and answers[-1].text.rstrip().endswith("."))


def _ordered(answers: list[ReportPage]) -> list[ReportPage]:
    """By the reader's own numbers, the last of so many last: a pile may lie in the machine the wrong way round."""
    if all(page.part for page in answers):
        return sorted(answers, key=lambda page: page.part or (0, 0))
    return sorted(answers, key=lambda page: page.part is not None and page.part[0] == page.part[1])
