"""The bells as lines: a few alike are one line that opens, so that what rings never buries the page below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from outbound import notices
from service.bells import Bell

# So many lines stand open; so many bells need no grouping at all.
MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a bell, or several of one kind under words for all of them."""

    words: str
    bells: tuple[Bell, ...]


@dataclass(frozen=True, slots=True)
class Banner:
    """What stands open, and what stands behind a disclosure; `count` is of bells, not of lines."""

    shown: tuple[Line, ...]
    more: tuple[Line, ...]
    count: int


def of(bells: Iterable[Bell], language: str) -> Banner:
    """The lines of these bells, the longest ringing first."""
    every = tuple(bells)
    lines = tuple(Line(bell.words, (bell,)) for bell in every)
    if len(every) > MOST:
        lines = tuple(_grouped(every, language))
    # A last line alone behind a disclosure would take the same room as itself.
    most = MOST if len(lines) <= MOST else MOST - 1
    return Banner(lines[:most], lines[most:], len(every))


def _grouped(bells: Iterable[Bell], language: str) -> Iterator[Line]:
    groups = dict[str, list[Bell]]()
    for bell in bells:
        groups.setdefault(bell.kind, []).append(bell)
    for kind, alike in groups.items():
        words = alike[0].words if len(alike) == 1 else notices.many(kind, len(alike)).to(language)
        yield Line(words, tuple(alike))
