"""The crossed choices of a form, on a page as it was typeset: what is not crossed is no answer.

"☐ Ja ☒ Nej" is no; "Metformin ☐ Ja ☐ Nej" was not answered, and must not be read as yes. Boxes that are drawn leave no
sign in the text: there, of "Ja" and "Nej" side by side the one nearest to a cross is meant, or the one with a ring
around it or a line below. Where nothing tells, a person looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile, zip_longest
from typing import Final

from ocr import emphasis
from ocr.emphasis import Tones
from ocr.text import Image, Word
from outbound.referral.page import blocks, grid
from outbound.referral.page.choices import alternatives, chips, drawn_boxes, hidden_answers, list_boxes, offered_answers
from outbound.referral.words import answers

# The words of a line, from left to right.
Line = Sequence[Word]
# Signs of one choice out of several, chosen and not, and the boxes that say the same.
_FILLED: Final = frozenset("◉⦿")
_DISC: Final = "●"
_ROUND: Final = {"◉": "☒", "⦿": "☒", "●": "☒", "○": "☐", "◯": "☐"}
# "Ja" and "Nej" that belong together stand so near, in heights of their letters. Heads of columns are further apart.
_NEAR: Final = 6.0
# So many lines of marks below them make heads of columns of "Ja" and "Nej" side by side.
_ROWS: Final = 2
# The head of another column has so many words at most.
_HEAD: Final = 3
# A cross stands in the column of a head whose middle is so near, in heights of its letters.
_COLUMN: Final = 2.0


@dataclass(frozen=True, slots=True)
class Choice:
    """A box and the words that stand with it: its answer ("Ja"), and the words behind that."""

    box: Word
    answer: Line
    more: Line

    @property
    def crossed(self) -> bool:
        """Whether it is crossed."""
        return offered_answers.CROSSED.fullmatch(self.box.text) is not None


def chosen(words: Sequence[Word], image: Image.Image) -> list[Word]:
    """The words of a page without its boxes and without the choices that are not crossed."""
    tones = emphasis.tones_of(image)
    every = [list(offered_answers.whole(_squared(line), tones)) for line in blocks.lines_of(words)]
    if any(word.confidence < offered_answers.SURE for word in words):
        every = hidden_answers.restored(every, tones)
    every = list(list_boxes.chosen(list(chips.chosen(every, tones)), tones))
    every = list(_with_drawn(every, tones))
    return [word for line in _in_columns(every) for word in _chosen(line, tones)]


def _squared(line: Line) -> Line:
    """The line, round signs to be chosen as square ones, if one of them is filled: rings alone may begin a list."""
    signs = {word.text for word in line} & _ROUND.keys()
    if not signs & _FILLED and not (_DISC in signs and len(signs) > 1):
        return line
    return [replace(word, text=_ROUND.get(word.text, word.text)) for word in line]


def _with_drawn(every: Sequence[Line], tones: Tones) -> Iterator[Line]:
    """The lines, those below "Ja" and "Nej" with the boxes that are drawn in the columns of these."""
    until: int | None = None
    for line in every:
        answered = [word for word in line if word.text.lower() in answers.BOTH]
        if sorted(word.text.lower() for word in answered) == sorted(answers.BOTH):
            until = None if any(map(_is_mark, line)) else max(one.box.right + one.box.height for one in answered)
            yield line
        elif answered or until is None:
            until = None
            yield line
        else:
            yield drawn_boxes.typed(line, tones, until=until)


def _in_columns(every: Sequence[Line]) -> Iterator[Line]:
    """The lines, with "Ja" or "Nej" for each cross that stands alone below these as the heads of two columns."""
    heads = list[Word]()
    for at, line in enumerate(every):
        answered = [word for word in line if word.text.lower() in answers.BOTH]
        if _heads(line, answered, every[at + 1 :]):
            heads = answered
            yield from _beside(line, heads)
        elif answered:
            yield line
        else:
            yield [told for word in line if (told := _below(word, heads)) is not None]


def _heads(line: Line, answered: Sequence[Word], below: Sequence[Line]) -> bool:
    """Whether "Ja" and "Nej" on a line head two columns: they stand far apart, or boxes or crosses stand below them."""
    if any(_is_mark(word) for word in line) or sorted(word.text.lower() for word in answered) != sorted(answers.BOTH):
        return False
    return not _belong(*answered) or sum(_stands_below(other, answered) for other in below) >= _ROWS


def _beside(line: Line, heads: Sequence[Word]) -> Iterator[Line]:
    """What else such a line says; beside heads of columns stand but further ones: "Fråga", "Kommentar"."""
    rest = [word for word in line if word not in heads]
    if not _belong(*heads) or any(len(run) > _HEAD for run in grid.runs(rest)):
        yield rest


def _stands_below(line: Line, heads: Sequence[Word]) -> bool:
    """Whether each mark of a line stands in the column of a head, and one does."""
    marks = [word for word in line if _is_mark(word)]
    return bool(marks) and all(_column_of(mark, heads) for mark in marks)


def _is_mark(word: Word) -> bool:
    return offered_answers.is_box(word) or offered_answers.is_cross(word)


def _belong(one: Word, other: Word) -> bool:
    return abs(_apart(one, other)) <= _NEAR * one.box.height


def _apart(one: Word, other: Word) -> int:
    return max(one.box.left - other.box.right, other.box.left - one.box.right)


def _below(word: Word, heads: Sequence[Word]) -> Word | None:
    """A cross as the answer in whose column it stands, beside its question; an empty box there as nothing.

    Any other word as it is.
    """
    head = _column_of(word, heads) if _is_mark(word) else None
    if head is None:
        return word
    crossed = offered_answers.is_cross(word) or offered_answers.CROSSED.fullmatch(word.text)
    first = min(heads, key=lambda one: one.box.left)
    return replace(word, text=head.text, box=replace(word.box, left=first.box.left)) if crossed else None


def _column_of(mark: Word, heads: Sequence[Word]) -> Word | None:
    """The head in whose column a mark stands, the nearer of two."""
    near = [head for head in heads if abs(_middle(head) - _middle(mark)) <= _COLUMN * head.box.height]
    return min(near, key=lambda head: abs(_middle(head) - _middle(mark)), default=None)


def _middle(word: Word) -> float:
    return word.box.left + word.box.width / 2


def _chosen(line: Line, tones: Tones) -> Iterator[Word]:
    boxed = drawn_boxes.typed(line, tones)
    # With more boxes than "Ja" and "Nej" the others stand for something too: "Uppgift saknas".
    several = _is_sure(line) and sum(map(offered_answers.is_box, boxed)) > len(answers.BOTH)
    if not several and (found := offered_answers.chosen(line, tones)) is not None:
        yield from found
        return
    line = boxed
    if not any(offered_answers.is_box(word) for word in line):
        yield from alternatives.chosen(line, tones)
        return
    for run in grid.runs([word for word in line if word.text != "/"]):
        before, choices = _choices(run)
        yield from before
        yield from _crossed(choices)


def _is_sure(line: Line) -> bool:
    return all(word.confidence >= offered_answers.SURE for word in line)


def _choices(run: Line) -> tuple[Line, list[Choice]]:
    """What stands before the choices of a run, and these: behind their boxes, or before them if the run ends so."""
    places = [at for at, word in enumerate(run) if offered_answers.is_box(word)]
    if places and offered_answers.is_box(run[-1]) and not offered_answers.is_box(run[0]):
        told = max((at for at in range(places[0]) if run[at].text.endswith(":")), default=-1)
        return run[: told + 1], [_choice(run[end], run[start + 1 : end]) for start, end in pairwise([told, *places])]
    before = run[: places[0]] if places else run
    return before, [_choice(run[start], run[start + 1 : end]) for start, end in pairwise([*places, len(run)])]


def _choice(box: Word, words: Line) -> Choice:
    answer = list(takewhile(offered_answers.is_part, words))
    # "Nej, ingen smitta" is one choice; an answer by itself has no comma.
    answer = [] if answer and answer[-1].text.endswith(",") else answer
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
            # An answer without its other is a choice of its own: "☐ Ej relevant (man)".
            alone = len(group) == 1 and bool(choice.more)
            yield from _answered(group)
            yield from choice.more if choice.crossed or not alone else ()
            group = []


def _answered(group: Sequence[Choice]) -> Iterator[Word]:
    """The answers that are crossed, or that none is."""
    crossed = [choice for choice in group if choice.crossed]
    for choice in crossed:
        yield from choice.answer
    if len(group) > 1 and not crossed:
        yield replace(group[0].box, text=answers.UNANSWERED)
