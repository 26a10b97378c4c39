"""What the third reader, which looks at single digits, may decide: which of two numbers that were seen stands there.

It never makes a number of its own: it must see the whole of an open one, and each digit of that another reader too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from rapidfuzz.distance import Hamming, Levenshtein

from inbound.matching import numbers
from inbound.matching.values import Candidate
from inbound.report import ReportPage
from ocr.digits import UNSURE

# Its cells lay on a number if it is sure of so many of its digits.
_ENOUGH: Final = 0.6
# A number with so many other digits may be the same, misread.
_NEAR: Final = 2
# Of so many digits no other number of a page lies near.
_MANY: Final = 9
# So many of the letters before them may be misread by the reader that saw them best.
_FRONT: Final = 1


def are_apart(looks: Iterable[str], number: str, other: str) -> bool:
    """Whether it is sure of `number` at each digit in which `other` differs from it, and nowhere of another digit."""
    run, its = _run(number), _run(other)
    if len(run) != len(its):
        return False
    apart = {place for place, (one, another) in enumerate(zip(run, its, strict=True)) if one != another}
    return bool(apart) and any(apart <= _sure(look, run) for look in looks)


def confirms(page: ReportPage, candidate: Candidate) -> bool:
    """Whether it is sure of every digit of the case's number, and one of the two others saw each of them there.

    Not the same one of them each digit, if there are many: what wears a digit for the one seldom does for all three.
    Also of digits that both saw alike: where they differ in one the line is worn, and may deceive both in another.
    Not where the two saw another number alike that is near: what deceives the third deceived the one of them at one
    look, and not both at all.
    """
    sure = [number for number in candidate.accessions if spells(page, number)]
    if not sure:
        return False
    first, second = (numbers.seen(numbers.own(text)) for text in (f"{page.whole}\n{page.again}", page.second))
    clear = [number for number in sure if not _has_rival(_run(number), first & second)]
    return any(numbers.keys(number) & (first | second) or _is_met(number, first, second) for number in clear)


def spells(page: ReportPage, number: str) -> bool:
    """Whether it is sure of every digit of a number."""
    run = _run(number)
    return bool(run) and run in page.third


def refutes(page: ReportPage, candidate: Candidate, number: str) -> bool:
    """Whether it sees the case's number and nowhere this one, which another reader made of it."""
    own = any(are_apart(page.third, one, number) for one in candidate.accessions)
    return own and not any(are_apart(page.third, number, one) for one in candidate.accessions)


def overrules(page: ReportPage, met: Sequence[Candidate], other: Candidate) -> bool:
    """Whether one reader alone made another case's number from that of the one case that it confirms (`met`)."""
    return len(met) == 1 and other.case != met[0].case and all(refutes(page, met[0], one) for one in other.accessions)


def doubts(looks: Sequence[str], number: str) -> bool:
    """Whether it looked at a number that two readers saw alike and is not sure of every digit: what wore one so that
    they are deceived alike leaves it unsure at least.
    """
    run = _run(number)
    return run not in looks and any(_is_on(look, run) for look in looks)


def _is_on(look: str, run: str) -> bool:
    """Whether it may have looked at the number: from its end, where it is sure of a digit it is the same, but for one
    or two. It may have been told of more digits, or of fewer.
    """
    signs = [(one, sign) for one, sign in zip(reversed(look), reversed(run), strict=False) if one != UNSURE]
    return sum(one != sign for one, sign in signs) <= min(_NEAR, len(signs) - 1)


def _has_rival(run: str, forms: Iterable[str]) -> bool:
    """Whether a number with as many digits stands among them that differs in one or two."""
    ends = {form[-len(run) :] for form in forms if form[-len(run) :].isdecimal()}
    return any(len(end) == len(run) and end != run and Hamming.distance(end, run) <= _NEAR for end in ends)


def _is_met(number: str, first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether each digit stands where it should in what the one or the other saw nearest to it.

    Behind letters that may be its own, in one of them: another hospital's number may have the same digits.
    """
    run = _run(number)
    one, other = (_tail(run, forms) for forms in (first, second))
    own = numbers.folded(number)[: -len(run)]
    return (
        len(run) >= _MANY
        and len(_places(run, one[1]) | _places(run, other[1])) == len(run)
        and any(Levenshtein.distance(front[-len(own) :] if own else "", own) <= _FRONT for front, _ in (one, other))
    )


def _tail(run: str, forms: Iterable[str]) -> tuple[str, str]:
    """Of what a reader saw the end nearest to the number, and what stands before it; nothing if that is another."""
    ends = ((form[:-size], form[-size:]) for form in forms for size in _sizes(run) if form[-1:].isdigit())
    rows = [(far, *end) for end in ends if (far := Levenshtein.distance(run, end[1], score_cutoff=_NEAR)) <= _NEAR]
    return min(rows, key=lambda row: (row[0], -len(row[1]), row))[1:] if rows else ("", "")


def _places(run: str, end: str) -> frozenset[int]:
    """The places of the number's digits that stand in what was seen of it."""
    alike = (one for one in Levenshtein.opcodes(run, end) if one.tag == "equal")
    return frozenset(at for one in alike for at in range(one.src_start, one.src_end))


def _sizes(run: str) -> range:
    return range(len(run) - _NEAR, len(run) + _NEAR + 1)


def _sure(look: str, run: str) -> frozenset[int]:
    """The places of a number's digits of which it is sure; none if it is sure of another digit at one, or of too few
    to tell that its cells lay on the number.
    """
    if len(look) != len(run) or any(one not in (UNSURE, sign) for one, sign in zip(look, run, strict=True)):
        return frozenset()
    sure = [place for place, one in enumerate(look) if one != UNSURE]
    enough = len(sure) >= _ENOUGH * len(run)
    return frozenset(sure) if enough else frozenset()


def _run(number: str) -> str:
    """The digits that a number ends in."""
    return re.sub(r".*\D", "", re.sub(r"[^0-9A-Za-z]", "", number))
