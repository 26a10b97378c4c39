"""Several examinations asked for by number: "1 DT hjärna", "2. DT halskärl", each in a line or a cell of its own.

The first stands behind its label; the others have none, and would be told as a story or left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from outbound.referral.form.entries import Entry
from outbound.referral.values import FieldName, Group

# No dose, and no count of days: a figure, and then an examination's capitals or a capital.
_NUMBERED: Final = re.compile(r"(?P<count>[1-9])[.):]?\s(?=[A-ZÅÄÖ])")
_PARTS: Final = re.compile(r"\s(?=[2-9][.):]?\s[A-ZÅÄÖ])")
_FEWEST: Final = 2


def whole(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The entries; of an examination with the number 1, the numbered lines right behind it are further lines."""
    skip = 0
    for at, entry in enumerate(entries):
        if skip:
            skip -= 1
            continue
        first = _is_first(entry)
        more = list(takewhile(_is_further, entries[at + 1 :])) if first else []
        lines = [part for one in (entry, *more) for line in one.lines for part in _PARTS.split(line)]
        if first and _counts_up(lines):
            skip = len(more)
            # With a full stop behind its number each stays a line of its own.
            yield replace(entry, lines=[_NUMBERED.sub(r"\g<count>. ", line) for line in sorted(lines)])
        else:
            yield entry


def _is_first(entry: Entry) -> bool:
    match = _NUMBERED.match(entry.text) if entry.field is FieldName.EXAMINATION else None
    return match is not None and match["count"] == "1"


def _is_further(entry: Entry) -> bool:
    return entry.group is Group.HEADING and _NUMBERED.match(entry.text) is not None


def _counts_up(lines: Sequence[str]) -> bool:
    """Whether the lines have the numbers from 1 on, each once."""
    counts = sorted(int(match["count"]) for line in lines if (match := _NUMBERED.match(line)) is not None)
    return len(counts) == len(lines) >= _FEWEST and counts == list(range(1, len(counts) + 1))
