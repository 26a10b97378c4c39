"""What the third reader, which looks at single digits, may decide: which of two numbers that were seen stands there.

It never makes a number of its own. Two of three readers must see the same exact one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from inbound.matching import numbers
from inbound.matching.values import Candidate
from inbound.report import ReportPage
from ocr.digits import UNSURE

# Its cells lay on a number if it is sure of so many of its digits.
_ENOUGH: Final = 0.6


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
    """
    return any(_is_sure(page.third, number) and _is_seen(page, number) for number in candidate.accessions)


def refutes(page: ReportPage, candidate: Candidate, number: str) -> bool:
    """Whether it sees the case's number and nowhere this one, which another reader made of it."""
    own = any(are_apart(page.third, one, number) for one in candidate.accessions)
    return own and not any(are_apart(page.third, number, one) for one in candidate.accessions)


def _is_sure(looks: Iterable[str], number: str) -> bool:
    run = _run(number)
    return bool(run) and any(len(_sure(look, run)) == len(run) for look in looks)


def _is_seen(page: ReportPage, number: str) -> bool:
    """Whether a reader saw it, and not as an earlier examination's."""
    texts = (page.whole, page.again, page.second)
    return any(numbers.keys(number) & numbers.seen(numbers.own(text)) for text in texts)


def _sure(look: str, run: str) -> frozenset[int]:
    """The places of a number's digits of which it is sure; none if it is sure of another digit at one, or of too few
    to tell that its cells lay on the number.
    """
    if len(look) != len(run) or any(one not in (UNSURE, sign) for one, sign in zip(look, run, strict=True)):
        return frozenset()
    sure = frozenset(place for place, one in enumerate(look) if one != UNSURE)
    return sure if len(sure) >= _ENOUGH * len(run) else frozenset()


def _run(number: str) -> str:
    """The digits that a number ends in."""
    return re.sub(r".*\D", "", re.sub(r"[^0-9A-Za-z]", "", number))
