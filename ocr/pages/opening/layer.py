"""A PDF's text layer, word by word, out of poppler's table."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Final

# Text; left, top, width and height in points; the number of its line.
Placed = tuple[str, float, float, float, float, int]

# So near, in heights, no blank stands between two words; and so much lower are small capitals.
_CLOSE: Final = 0.08
_SMALL: Final = 0.9


def words(table: str) -> Mapping[int, tuple[Placed, ...]]:
    """Page -> its words, by what `pdftotext -tsv` printed. Raises LookupError and ValueError for what is no table."""
    found: dict[int, list[Placed]] = {}
    line, last = -1, None
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row.get("level") != "5" or not (row.get("text") or "").strip():
            continue
        place = (row["page_num"], row["par_num"], row["block_num"], row["line_num"])
        line, last = (line, last) if place == last else (line + 1, place)
        left, top, width, height = (float(row[side]) for side in ("left", "top", "width", "height"))
        _add(found.setdefault(int(row["page_num"]), []), (row["text"], left, top, width, height, line))
    return {number: tuple(every) for number, every in found.items()}


def _add(before: list[Placed], word: Placed) -> None:
    """Adds a word; in small capitals each word is two, its first letter and the rest, with no blank between them."""
    if before and _goes_on(before[-1], word):
        text, left, top, _, height, line = before[-1]
        before[-1] = (text + word[0], left, top, word[1] + word[3] - left, height, line)
    else:
        before.append(word)


def _goes_on(first: Placed, rest: Placed) -> bool:
    """Whether letters go on in letters of another size; "10" with a raised "9" behind it is no 109."""
    low, high = sorted((first[4], rest[4]))
    near = abs(rest[1] - first[1] - first[3]) <= _CLOSE * low and first[5] == rest[5]
    return near and low <= _SMALL * high and first[0][-1].isalpha() and rest[0][0].isalpha()
