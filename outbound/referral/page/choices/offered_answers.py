"""Answers side by side on a form: the one that is meant, by its box, a cross beside it, or how it is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from statistics import median
from typing import Final

from ocr import drawn
from ocr.emphasis import Tones
from ocr.text import Box, Word
from outbound.referral.page.choices import marked_answers
from outbound.referral.words import answers

# The words of a line, from left to right.
Line = Sequence[Word]
# A box that was typed: crossed or empty; and a cross alone.
CROSSED: Final = re.compile(r"[☒☑⊠🗹✓✔✗✘]|\[[xX■]\]|\([xX]\)")
_EMPTY: Final = re.compile(r"[☐□▢❏❑]|\[\]|\[_\]|\(\)")
_CROSS: Final = re.compile(r"[xX×✓✔✗✘]")
# Of a text layer nothing is read wrongly.
SURE: Final = 100.0
# What was put in where nothing was read.
UNREAD: Final = 0.0
# Words that answers are made of.
_PART: Final = frozenset(("ja", "nej", "vet", "ej", "okänt", "okänd", "aktuellt", "känt"))
# What a drawn box is read as, alone or together with its answer ("OJa", "Ja/O", "(NEJ)").
_READ_AS_BOX: Final = r"[^\w\s]?[\W0OoCDQBHUIe]{0,2}"
_GLUED: Final = re.compile(rf"(?P<before>{_READ_AS_BOX})(?P<said>[Jj]a|[Nn]ej|JA|NEJ)(?P<behind>{_READ_AS_BOX})")
# What a drawn box is read as has so many signs at most.
_SHORT: Final = 2
# The words of a line are so much higher than the usual one at most.
_HIGHER: Final = 1.3
# "Ja/Nej" as one word, cut in proportion to the letters; a ring around one of them is read as brackets.
_JOINED: Final = re.compile(r"(\W?)(ja|nej)([\W]{1,3})(ja|nej)(\W?)", re.IGNORECASE)
# How wide letters are, in widths of an ordinary one.
_WIDTHS: Final = {"j": 0.3, "/": 0.35, "N": 0.8, "J": 0.5}
_USUAL: Final = 0.6


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the answers offered: its words, and where it stands."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """What it says."""
        return " ".join(word.text.strip(".,()") for word in self.words).lower()

    @property
    def said(self) -> str:
        """The same as it was printed."""
        return " ".join(word.text.strip(".,()") for word in self.words)

    @property
    def place(self) -> Box:
        """Where it stands."""
        return Box.around([word.box for word in self.words])


def is_cross(word: Word) -> bool:
    """Whether a word is a cross."""
    return _CROSS.fullmatch(word.text) is not None


def is_part(word: Word) -> bool:
    """Whether a word is an answer or a part of one."""
    return word.text.strip(".,():").lower() in _PART


def is_box(word: Word) -> bool:
    """Whether a word is a box that was typed, crossed or empty."""
    return CROSSED.fullmatch(word.text) is not None or _EMPTY.fullmatch(word.text) is not None


def whole(line: Line, tones: Tones) -> Iterator[Word]:
    """The words of a line, answers without what was read together with them; a box of two signs is one."""
    rest = list(line)
    high = median(word.box.height for word in line) if line else 0.0
    while rest:
        word = rest.pop(0)
        if rest and word.text + rest[0].text in ("()", "[]"):
            other = rest.pop(0)
            yield replace(word, text=word.text + other.text, box=Box.around([word.box, other.box]))
        elif (joined := _JOINED.fullmatch(word.text)) is not None and joined[2].lower() != joined[4].lower():
            yield from _cut(word, joined)
        else:
            yield _alone(word, high, tones)


def chosen(line: Line, tones: Tones) -> list[Word] | None:
    """The line with the answer that is meant in place of each "Ja" and "Nej" side by side; None without a pair."""
    found, at, some = list[Word](), 0, False
    while at < len(line):
        run = list(takewhile(_belongs, line[at:]))
        every = [group for group in _groups(run) if {one.text for one in group} >= answers.BOTH]
        if every:
            before = line[at - 1].box.right if at else 0
            behind = line[at + len(run)].box.left if at + len(run) < len(line) else tones.shape[1]
            told = _meant(run, every, before, behind, tones)
            if told is None:
                return None
            found += told
            some = True
        else:
            run = run[:1] or [line[at]]
            found += run
        at += len(run)
    return found if some else None


def groups(line: Line) -> list[list[Answer]]:
    """The answers of a line that stand together, each group parted where one comes again; "Ja" alone is one."""
    found, at = list[list[Answer]](), 0
    while at < len(line):
        run = list(takewhile(_belongs, line[at:]))
        found += filter(None, _groups(run))
        at += max(1, len(run))
    return found


def _cut(word: Word, joined: re.Match[str]) -> Iterator[Word]:
    """The two answers of "Ja/Nej" and the stroke between them."""
    widths = [_WIDTHS.get(sign, _USUAL) for sign in word.text]
    each = word.box.width / sum(widths)
    for start, end in map(joined.span, (2, 3, 4)):
        left = word.box.left + round(each * sum(widths[:start]))
        width = round(each * sum(widths[start:end]))
        text = "/" if start == joined.start(3) else word.text[start:end]
        yield replace(word, text=text, box=Box(left, word.box.top, width, word.box.height))


def _alone(word: Word, high: float, tones: Tones) -> Word:
    """An answer of a scan without the box, or a part of a ring, that was read as signs of it."""
    glued = _GLUED.fullmatch(word.text) if word.confidence < SURE else None
    if glued is None or not (glued["before"] + glued["behind"]).strip(".,;:"):
        return word
    box, before = word.box, glued["before"]
    opening = drawn.opening(tones, box)
    if opening is not None and box.right - opening.place.right >= box.height / 2:
        box, before = Box(opening.place.right, box.top, box.right - opening.place.right, box.height), ""
    edges = [sum(_WIDTHS.get(sign, _USUAL) for sign in part) for part in (before, glued["said"], glued["behind"])]
    start, width = (round(box.width * part / sum(edges)) for part in edges[:2])
    # A ring is higher than the word in it.
    lower = round(max(0, box.height - _HIGHER * high) / 2)
    place = Box(box.left + start, box.top + lower, max(1, width), box.height - 2 * lower)
    return replace(word, text=glued["said"], box=place)


def _belongs(word: Word) -> bool:
    """Whether a word may stand among answers: one of them, a cross, a stroke, or what a drawn box was read as."""
    read = len(word.text) <= _SHORT or is_box(word)
    return is_part(word) or is_cross(word) or word.text == "/" or (read and word.confidence < SURE)


def _meant(run: Line, every: Sequence[Sequence[Answer]], left: int, right: int, tones: Tones) -> list[Word] | None:
    """The answers of a run that are meant, and what stands there besides; None if its boxes are typed, not drawn."""
    edges = [left, *(group[-1].place.right for group in every[:-1])]
    ends = [*(group[0].place.left for group in every[1:]), right]
    said = [_of_group(*one, run, tones) for one in zip(every, edges, ends, strict=True)]
    boxes = [box for _, read in said for box in read]
    if not boxes and any(map(is_box, run)):
        return None
    offered = [word for group in every for one in group for word in one.words]
    told = [word for words, _ in said for word in words]
    rest = [word for word in run if word not in offered and not is_cross(word) and word.text != "/"]
    kept = [word for word in rest if not any(_covers(box, word.box) for box in boxes)]
    return sorted((*told, *kept), key=_left)


def _of_group(
    group: Sequence[Answer], left: int, right: int, run: Line, tones: Tones
) -> tuple[Sequence[Word], Sequence[Box]]:
    """The words of the answer that a group means, and the places of its drawn boxes."""
    places = [one.place for one in group]
    boxes = marked_answers.by_boxes(tones, places, left, right)
    crosses = [word for word in run if is_cross(word) and left <= word.box.left <= right]
    if boxes is not None and boxes.empty:
        said = [replace(group[0].words[0], text=answers.UNANSWERED)]
        return _from(min(places[0].left, boxes.boxes[0].left), said, places[-1].right), boxes.boxes
    at = boxes.at if boxes is not None else None
    if boxes is None and crosses:
        # A box stands before its answer, unless the cross is nearer to the one before it.
        near = {min(range(len(group)), key=lambda at: _distance(group[at].place, cross.box)) for cross in crosses}
        at = near.pop() if len(near) == 1 else None
    elif boxes is None:
        at = marked_answers.by_look(tones, places, left, right, bold=all(map(_is_read, group)))
    read = boxes.boxes if boxes is not None else ()
    said = group[at].words if at is not None else [replace(group[0].words[0], text=answers.UNCLEAR)]
    return _from(min([places[0].left, *(box.left for box in read)]), said, places[-1].right), read


def _from(left: int, said: Sequence[Word], right: int) -> Sequence[Word]:
    """An answer in the place of all that were offered: in their column, and as near to the words behind them."""
    *others, last = said
    box = last.box
    begun = left if not others else box.left
    wide = replace(last, box=Box(begun, box.top, max(box.right, right) - begun, box.height))
    return [*(replace(word, box=word.box.moved(left - said[0].box.left, 0)) for word in others), wide]


def _distance(place: Box, cross: Box) -> tuple[int, bool]:
    return max(place.left - cross.right, cross.left - place.right), place.left < cross.left


def _is_read(one: Answer) -> bool:
    return all(word.confidence > UNREAD for word in one.words)


def _left(word: Word) -> int:
    return word.box.left


def _covers(box: Box, other: Box) -> bool:
    return box.left - box.width / 2 <= other.left + other.width / 2 <= box.right + box.width / 2


def _groups(run: Line) -> list[list[Answer]]:
    """The answers of a run, parted where one comes again."""
    every, held = [list[Answer]()], list[Word]()
    for word in run:
        if not is_part(word):
            continue
        if answers.may_begin(word.text.strip("()")) and not held:
            held = [word]
            continue
        one, held = Answer((*held, word)), []
        if one.text in [other.text for other in every[-1]]:
            every.append([])
        every[-1].append(one)
    return every
