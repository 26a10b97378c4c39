"""What the third reader, which looks at single digits, may decide: which of two numbers that were seen stands there.

It never makes a number of its own. Two of three readers must see the same exact one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from inbound.matching import numbers
from inbound.matching.values import Candidate
from inbound.report import ReportPage
from ocr.digits import UNSURE

# Its cells lay on a number if it is sure of so many of its digits.
_ENOUGH: Final = 0.6
# What is left of a 4 in thin print is the stem of a 1: all three were deceived so (docs/decisions.md).
_BARE: Final = "1"
# A number with so many other digits may be the same, misread.
_NEAR: Final = 2


def are_apart(looks: Iterable[str], number: str, other: str) -> bool:
    """Whether it is sure of `number` at each digit in which `other` differs from it, and nowhere of another digit."""
    run, its = _run(number), _run(other)
    if len(run) != len(its):
        return False
    apart = {place for place, (one, another) in enumerate(zip(run, its, strict=True)) if one != another}
    return bool(apart) and any(apart <= _sure(look, run) for look in looks)


def confirms(page: ReportPage, candidate: Candidate) -> bool:
    """Whether it is sure of every digit of the case's number, which one of the two others saw.

    Also of digits that both saw alike: where they differ in one the line is worn, and may deceive both in another.
    A 1 counts only if all three saw it.
    """
    if not page.third:
        return False
    first, second = (numbers.seen(numbers.own(text)) for text in (f"{page.whole}\n{page.again}", page.second))
    return any(
        _run(number) in page.third and numbers.keys(number) & one and _BARE not in _alone(_run(number), other)
        for number in candidate.accessions
        for one, other in ((first, second), (second, first))
    )


def refutes(page: ReportPage, candidate: Candidate, number: str) -> bool:
    """Whether it sees the case's number and nowhere this one, which another reader made of it."""
    own = any(are_apart(page.third, one, number) for one in candidate.accessions)
    return own and not any(are_apart(page.third, number, one) for one in candidate.accessions)


def _alone(run: str, forms: Iterable[str]) -> Iterator[str]:
    """Those of a number's digits that stand in no number like it among what another reader saw."""
    ends = {form[-len(run) :] for form in forms if len(form) >= len(run)}
    near = [end for end in ends if sum(a != b for a, b in zip(end, run, strict=True)) <= _NEAR]
    return (sign for place, sign in enumerate(run) if not any(end[place] == sign for end in near))


def _sure(look: str, run: str) -> frozenset[int]:
    """The places of a number's digits of which it is sure and may be believed; none if it is sure of another digit at
    one, or of too few to tell that its cells lay on the number.
    """
    if len(look) != len(run) or any(one not in (UNSURE, sign) for one, sign in zip(look, run, strict=True)):
        return frozenset()
    sure = [place for place, one in enumerate(look) if one != UNSURE]
    enough = len(sure) >= _ENOUGH * len(run)
    return frozenset(place for place in sure if enough and look[place] != _BARE)


def _run(number: str) -> str:
    """The digits that a number ends in."""
    return re.sub(r".*\D", "", re.sub(r"[^0-9A-Za-z]", "", number))
