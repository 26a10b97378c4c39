"""What is crossed of a form's choices, on a page as it was typeset: what isn't, nobody said.

"☐ Ja ☒ Nej" is no; "Metformin ☐ Ja ☐ Nej" was not answered, and must not be read as yes. Boxes that are drawn leave no
sign in the text: there, of "Ja" and "Nej" side by side the one nearest to a cross is meant, or the one with a ring
around it or a line below. Where nothing tells, a person looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile, zip_longest
from typing import Final

from ocr.text import Image, Word
from outbound.referral import blocks, lines

Line = Sequence[Word]

# What stands on the sheet for a question whose boxes are all empty.
UNANSWERED: Final = "ej besvarat"
# What stands for an answer that can't be told; it holds the referral.
UNCLEAR: Final = "Ja/Nej?"
# "Ja" and "Nej" that belong together stand so near, in heights of their letters. Heads of columns are further apart.
_NEAR: Final = 6.0
# A ring or a line around an answer: so far from it, in dots, is looked, and the one has so many times the other's ink.
_AROUND: Final = 16
_DARK: Final = 140
_MORE: Final = 3.0
_LEAST_INK: Final = 60
# A cross stands in the column of a head whose middle is so near, in heights of its letters.
_COLUMN: Final = 2.0
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


def chosen(words: Sequence[Word], image: Image.Image) -> list[Word]:
    """The words of a page without choices that nobody crossed, and without the boxes themselves."""
    every = blocks.lines_of(words)
    return [word for line in _in_columns(every) for word in _chosen(line, image)]


def _chosen(line: Line, image: Image.Image) -> Iterator[Word]:
    if not any(_is_box(word) for word in line):
        yield from _drawn(line, image)
        return
    for run in lines.runs(line):
        before, choices = _choices(run)
        yield from before
        yield from _crossed(choices)


def _in_columns(every: Sequence[Line]) -> Iterator[Line]:
    """The lines, with "Ja" or "Nej" for each cross that stands alone below these as the heads of two columns."""
    heads = list[Word]()
    for line in every:
        found = [word for word in line if word.text.lower() in _BOTH]
        plain = not any(_is_box(word) or _CROSS.fullmatch(word.text) for word in line)
        if plain and sorted(word.text.lower() for word in found) == sorted(_BOTH) and not _belong(*found):
            heads = found
            yield [word for word in line if word not in found]
        else:
            yield [_below(word, heads) if _CROSS.fullmatch(word.text) and not found else word for word in line]


def _below(cross: Word, heads: Sequence[Word]) -> Word:
    """The answer in whose column a cross stands."""
    near = [head for head in heads if abs(_middle(head) - _middle(cross)) <= _COLUMN * head.box.height]
    return replace(cross, text=near[0].text) if near else cross


def _middle(word: Word) -> float:
    return word.box.left + word.box.width / 2


def _belong(one: Word, other: Word) -> bool:
    return abs(_apart(one, other)) <= _NEAR * one.box.height


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


def _drawn(line: Line, image: Image.Image) -> Iterator[Word]:
    """The line with the one of "Ja" and "Nej" side by side that is crossed, ringed or underlined."""
    at = 0
    while at < len(line):
        group = list(takewhile(_is_choice, line[at:]))
        if {word.text.lower() for word in group} >= _BOTH:
            yield from _meant(group, image)
        else:
            group = line[at : at + 1]
            yield from group
        at += len(group)


def _is_choice(word: Word) -> bool:
    return _is_answer(word) or _CROSS.fullmatch(word.text) is not None or word.text == "/"


def _is_answer(word: Word) -> bool:
    return word.text.lower() in _ANSWERS


def _meant(group: Line, image: Image.Image) -> Iterator[Word]:
    """Of some answers those that a cross stands nearest to, else the one that is marked."""
    answers = [word for word in group if _is_answer(word)]
    crosses = [word for word in group if _CROSS.fullmatch(word.text)]
    for cross in crosses:
        # A box stands before its answer, unless the cross is nearer to the one before it.
        yield min(answers, key=lambda word: (_apart(word, cross), word.box.left < cross.box.left))
    if not crosses:
        yield _marked(answers, image)


def _marked(answers: Line, image: Image.Image) -> Word:
    """The answer with by far the most ink around it."""
    best, *others = sorted(((_ink(word, image), at) for at, word in enumerate(answers)), reverse=True)
    clear = best[0] >= _LEAST_INK and all(best[0] >= _MORE * max(1, ink) for ink, _ in others)
    return answers[best[1]] if clear else replace(answers[0], text=UNCLEAR)


def _ink(word: Word, image: Image.Image) -> int:
    """How many dark dots stand around a word and not in it."""
    box, far = word.box, _AROUND
    outer = (max(0, box.left - far), max(0, box.top - far), box.right + far, min(image.height, box.bottom + far))
    inner = (box.left, box.top, box.right, box.bottom)
    whole, inside = (image.crop(edges).convert("L").point(_ink_of).histogram()[255] for edges in (outer, inner))
    return whole - inside


def _ink_of(tone: int) -> int:
    return 255 if tone < _DARK else 0


def _apart(one: Word, other: Word) -> int:
    return max(one.box.left - other.box.right, other.box.left - one.box.right)
