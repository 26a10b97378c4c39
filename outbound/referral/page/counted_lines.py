"""Lines that a form or a list counts: "4. Us: DT buk". What they are counted by says nothing; where it stands does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

# What a form's fields are counted by: so many lines begin with it, and none is lower than the one above.
_COUNTS: Final = (
    re.compile(r"^\s*(?P<count>\d{1,3})\s+(?=[^\W\d_])"),
    re.compile(r"^\s*\(?(?P<count>[a-zåäö])\)\s+(?=\S)"),
    re.compile(r"^\s*\((?P<count>\d{1,2})\)\s+(?=\S)"),
    re.compile(r"^\s*(?P<count>[A-Z]\d{1,2})[.):]?\s+(?=[^\W\d_])"),
)
_COUNTED: Final = 5
# A line of a list with its count.
_ITEM: Final = re.compile(r"\s*\(?(?P<count>\d{1,3})[.)]?\s+(?=\S)")
# The same where each line has the next figure, whatever stands behind it: "06 760 45 BORÅS", "7 | fråga | Blödning?".
_NEXT: Final = re.compile(r"^\s*(?P<count>\d{1,2})(?:[.)]\s+|\s?\|\s*|\s+)(?=\S)")
_NEXT_CELL: Final = re.compile(r"(?<=\s)(?P<count>\d{1,2})[.)]\s+(?=\S)")


def uncounted(every: Sequence[str]) -> Sequence[str]:
    """The lines without what most of them are counted by, as wide as before."""
    counts = _counted(every)
    if len(counts) >= _COUNTED and 2 * len(counts) > sum(map(bool, every)):
        every = [_blanked(line, counts.get(at, ())) for at, line in enumerate(every)]
    for pattern in _COUNTS:
        counts = [match["count"] for line in every if (match := pattern.match(line))]
        rising = counts == sorted(counts, key=lambda count: (len(count), count))
        if len(counts) >= _COUNTED and rising and 2 * len(counts) > sum(map(bool, every)):
            every = [_uncounted(line, pattern) for line in every]
    return every


def begun(every: Sequence[str], told: Sequence[str]) -> frozenset[int]:
    """The places of lines that `told` has without their count: whatever such a line is, nothing above goes on in it."""
    if len(every) != len(told):
        return frozenset()
    both = enumerate(zip(every, told, strict=True))
    return frozenset(at for at, (line, left) in both if _ITEM.match(line) and not _ITEM.match(left))


def is_next(line: str, count: str) -> bool:
    """Whether a count is the next behind that of a line."""
    item = _ITEM.match(line)
    return item is not None and int(item["count"]) + 1 == int(count.replace(" ", ""))


def _counted(every: Sequence[str]) -> Mapping[int, Sequence[re.Match[str]]]:
    """By the place of a line what counts it, and the cells in it: 0 or 1 first, and one more each."""
    found, last = dict[int, list[re.Match[str]]](), None
    for at, line in enumerate(every):
        first = _NEXT.match(line)
        for match in (first, *_NEXT_CELL.finditer(line, first.end())) if first is not None else ():
            count = int(match["count"])
            if count == last + 1 if last is not None else count <= 1:
                found, last = found | {at: [*found.get(at, ()), match]}, count
    return found


def _blanked(line: str, counts: Sequence[re.Match[str]]) -> str:
    """A line without the figures that count it, as wide as before."""
    for match in counts:
        line = line[: match.start()] + " " * len(match.group()) + line[match.end() :]
    return line


def _uncounted(line: str, pattern: re.Pattern[str]) -> str:
    """A line without the figure that counts it, as wide as before."""
    return pattern.sub(lambda match: " " * len(match.group()), line)
