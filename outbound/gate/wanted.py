"""What must be on the pages and legible, so that a blank, clipped or shuffled fax never leaves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ocr import codes
from outbound.gate import names, stream
from outbound.gate.looking import Look

LEGIBLE: Final = 0.95
MISREAD: Final = 2
_SIGNS: Final = re.compile(r"[^\W_]+")


def unmarked(looks: Sequence[Look], reference: str) -> Iterator[int]:
    """The numbers of pages that lack our symbol, or carry one for another place in the fax."""
    for look in looks:
        marks = [symbol.mark for symbol in look.symbols if symbol.mark is not None]
        right = [
            mark
            for mark in marks
            if mark.page == look.number
            and mark.pages == len(looks)
            and str(mark.reference) == reference
            and mark.kind == _kind(look.number, len(looks))
        ]
        if not right or len(right) != len(marks):
            yield look.number


def _kind(number: int, total: int) -> codes.SheetKind:
    """Cover first, answer sheet last, referral between."""
    if number == 1:
        return codes.SheetKind.COVER
    return codes.SheetKind.ANSWER if number == total else codes.SheetKind.REFERRAL


def unreferenced(looks: Sequence[Look], reference: str) -> Iterator[int]:
    """The numbers of pages where the reference cannot be read as text, with two signs of it misread at most.

    That it is the right one is the symbols' matter, which are exact. Tesseract, set to Swedish, takes W for IU and X
    for K in one page of ten that any person reads at once.
    """
    wanted = "".join(_SIGNS.findall(reference))
    for look in looks:
        if not any(_stands_in(wanted, line) for line in look.words.text.splitlines()):
            yield look.number


def _stands_in(wanted: str, line: str) -> bool:
    """Whether the capitals and figures of a line hold the reference."""
    signs = "".join(sign for sign in line if sign.isdigit() or sign.isupper())
    sizes = range(len(wanted) - MISREAD, len(wanted) + MISREAD + 1)
    parts = (signs[at : at + size] for size in sizes for at in range(max(1, len(signs) - size + 1)))
    return any(names.within(part, wanted, MISREAD) for part in parts)


def legible(looks: Sequence[Look], expected: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """For each expected fact, whether 95 % of its words can be read; figures must be read exactly."""
    read = " ".join(look.words.text for look in looks)
    seen = {stream.skeleton(token) for token in _SIGNS.findall(read)}
    glued = re.sub(r"[\W_]+", "", stream.skeleton(read))
    for name, value in expected.items():
        yield name, _readable(_SIGNS.findall(value), seen, glued)


def _readable(tokens: Sequence[str], seen: set[str], glued: str) -> bool:
    """Whether nearly all tokens were seen, whole, or glued to a neighbour, or (long words) one sign off."""
    hits = sum(_seen(stream.skeleton(token), seen, glued) for token in tokens)
    figures = [stream.skeleton(token) for token in tokens if token.isdigit()]
    return bool(tokens) and hits >= LEGIBLE * len(tokens) and all(_seen(figure, seen, glued) for figure in figures)


def _seen(token: str, seen: set[str], glued: str) -> bool:
    """Whether one token was read."""
    if token in seen or (len(token) >= 3 and token in glued):
        return True
    return len(token) >= 6 and any(names.within(token, word, 1) for word in seen)
