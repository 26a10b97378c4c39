"""The patient's initials, and a name of which only the ends are left, among the words that OCR saw.

Two capitals are an examination or a ward more often than somebody: they count with a point behind each, or where only a
person is spoken of so. Knows nothing of the anonymiser's words: everything here is written anew, on purpose.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from outbound.gate import names, stream

_FELT: Final = re.compile(
    r"\s(?:mår|mådde|gråter|skriker|bor|sover|röker|snusar|kräks|kräktes|äter|dricker|känner\s(?:sig|inte)"
    r"|har\s(?:ont|feber|fallit|kräkts)|(?:är|var)\s(?:\w+\s)?(?:orolig|rädd|ledsen|trött|illamående|gift|ensam|änka"
    r"|änkling|pensionär|rökare|förvirrad|dement|yr|född))(?!\w)"
)
_TITLED: Final = re.compile(r"(?<!\w)(?:pat|patienten|fru|herr|fröken|hos|enligt|enl)\.?\s$", re.IGNORECASE)
_LEAST_TAIL: Final = 4


def found(text: str, value: str) -> Iterator[tuple[int, int]]:
    """(start, end) of the initials of a name of two parts or more, and of what is left of its long parts."""
    parts = [part for part in re.findall(r"[^\W\d_]+", value) if part.lower() not in names.PARTICLES]
    for letters in _initials(parts, value):
        dotted, bare = r"\.\s?".join(map(re.escape, letters)) + r"\.", re.escape(letters)
        if len(letters) == 2 and re.search(rf"\b{letters[0]}\w*-{letters[1]}", value, re.IGNORECASE):
            dotted += "|" + "-".join(map(re.escape, letters)) + r"(?!-)"
        yield from (match.span() for match in re.finditer(rf"(?<![\w.-])(?:{dotted})(?!\w)", text))
        for match in re.finditer(rf"(?<![\w.+/-]){bare}s?(?![\w-])", text):
            if _is_person(text, match.start(), match.end(), letters):
                yield match.span()
    for part in parts:
        yield from _ends(text, stream.skeleton(part))


@functools.cache
def _abbreviations() -> frozenset[str]:
    lines = (Path(__file__).parent / "abbreviations.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _initials(parts: list[str], value: str) -> frozenset[str]:
    """Of the first name and the last, of all, and of a hyphenated one."""
    paired = {"".join(pair).upper() for pair in re.findall(r"([^\W\d_])\w*-([^\W\d_])\w+", value)}
    whole = {parts[0][0] + parts[-1][0], "".join(part[0] for part in parts)} if len(parts) > 1 else set[str]()
    return frozenset(letters.upper() for letters in paired | whole)


def _is_person(text: str, start: int, end: int, letters: str) -> bool:
    feels = _FELT.match(text, end) is not None
    return feels or (letters not in _abbreviations() and _TITLED.search(text[:start]) is not None)


def _ends(text: str, name: str) -> Iterator[tuple[int, int]]:
    """How a long name begins and ends, with a sign between: "L-qvist"."""
    for match in re.finditer(r"(?<![\w-])([^\W\d_]{1,4})[-–.:’']([^\W\d_]{4,})(?![\w-])", text):
        head, tail = stream.skeleton(match[1]), stream.skeleton(match[2])
        ends = name.endswith((tail, tail.removesuffix("s"))) and len(tail) >= _LEAST_TAIL
        if match[1][0].isupper() and ends and name.startswith(head) and len(head) + len(tail) <= len(name) + 1:
            yield match.span()
