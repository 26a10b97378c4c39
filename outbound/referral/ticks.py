"""What is crossed of a form's choices, on a page as it was typeset: what isn't, nobody said.

"☐ Ja ☒ Nej" is no; "Metformin ☐ Ja ☐ Nej" was not answered, and must not be read as yes. Boxes that are drawn leave no
sign in the text: there, of "Ja" and "Nej" side by side the one nearest to a cross is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile, zip_longest
from typing import Final

from ocr.text import Word
from outbound.referral import blocks, lines

Line = Sequence[Word]

# What stands on the sheet for a question whose boxes are all empty.
UNANSWERED: Final = "ej besvarat"
_CROSSED: Final = re.compile(r"[☒☑⊠🗹✓✔✗✘]|\[[xX]\]|\([xX]\)")
_EMPTY: Final = re.compile(r"[☐□▢❏❑]|\[\]|\[_\]|\(\)")
_CROSS: Final = re.compile(r"[xX×✓✔✗✘]")
_ANSWERS: Final = frozenset(("ja", "nej", "vet", "ej", "okänt", "okänd"))
_BOTH: Final = frozenset(("ja", "nej"))


@dataclass(frozen=True, slots=True)
class Choice:
    """A box and the words that stand with it: its answer ("Ja"), and what is said besides."""

    box: Word
    answer: Line
    more: Line

    @property
    def crossed(self) -> bool:
        """Whether somebody crossed it."""
        return _CROSSED.fullmatch(self.box.text) is not None


def chosen(words: Sequence[Word]) -> list[Word]:
    """The words without choices that nobody crossed, and without the boxes themselves."""
    return [word for line in blocks.lines_of(words) for word in _chosen(line)]


def _chosen(line: Line) -> Iterator[Word]:
    if not any(_is_box(word) for word in line):
        yield from _drawn(line)
        return
    for run in lines.runs(line):
        before, choices = _choices(run)
        yield from before
        yield from _crossed(choices)


def _is_box(word: Word) -> bool:
    return bool(_CROSSED.fullmatch(word.text) or _EMPTY.fullmatch(word.text))


def _choices(run: Line) -> tuple[Line, list[Choice]]:
    """What stands before the choices of a run, and these: behind their boxes, or before them if the run ends so."""
    places = [at for at, word in enumerate(run) if _is_box(word)]
    if places and _is_box(run[-1]) and not _is_box(run[0]):
        return (), [_choice(run[end], run[start + 1 : end]) for start, end in pairwise([-1, *places])]
    before = run[: places[0]] if places else run
    return before, [_choice(run[start], run[start + 1 : end]) for start, end in pairwise([*places, len(run)])]


def _choice(box: Word, words: Line) -> Choice:
    answer = list(takewhile(_is_answer, words))
    return Choice(box, answer, words[len(answer) :])


def _crossed(choices: Sequence[Choice]) -> Iterator[Word]:
    """The crossed choices; of answers also what is said behind the last: "☒ Ja ☐ Nej Jod (utslag)"."""
    group = list[Choice]()
    for choice, below in zip_longest(choices, choices[1:]):
        if choice is None or not choice.answer:
            yield from choice.more if choice is not None and choice.crossed else ()
            continue
        group.append(choice)
        if choice.more or below is None or not below.answer:
            yield from _answered(group)
            yield from choice.more
            group = []


def _answered(group: Sequence[Choice]) -> Iterator[Word]:
    """The answers that are crossed, or that none is."""
    crossed = [choice for choice in group if choice.crossed]
    for choice in crossed:
        yield from choice.answer
    if len(group) > 1 and not crossed:
        yield replace(group[0].box, text=UNANSWERED)


def _drawn(line: Line) -> Iterator[Word]:
    """The line with the crossed one of "Ja" and "Nej" side by side."""
    at = 0
    while at < len(line):
        group = list(takewhile(lambda word: _is_answer(word) or _CROSS.fullmatch(word.text), line[at:]))
        if {word.text.lower() for word in group} >= _BOTH:
            yield from _meant(group)
        else:
            group = line[at : at + 1]
            yield from group
        at += len(group)


def _is_answer(word: Word) -> bool:
    return word.text.lower() in _ANSWERS


def _meant(group: Line) -> Iterator[Word]:
    """Of some answers those that a cross stands nearest to."""
    answers = [word for word in group if _is_answer(word)]
    crosses = [word for word in group if _CROSS.fullmatch(word.text)]
    for cross in crosses:
        # A box stands before its answer, unless the cross is nearer to the one before it.
        yield min(answers, key=lambda word: (_apart(word, cross), word.box.left < cross.box.left))
    if not crosses:
        yield replace(answers[0], text=UNANSWERED)


def _apart(one: Word, other: Word) -> int:
    return max(one.box.left - other.box.right, other.box.left - one.box.right)
