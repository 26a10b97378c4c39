"""A screen's list of examinations, of which one is chosen: it stands on a darker ground, the others on paper.

Only where every line of the list is an examination: a heading on a grey band stands above its values in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ocr import emphasis
from ocr.emphasis import Look, Tones
from ocr.text import Box, Word
from outbound.referral.page import grid
from outbound.referral.page.choices import offered_answers
from outbound.referral.words import kinds, labels

# The words of a line, from left to right; and a run of them that stands together.
Line = Sequence[Word]
# So many lines make a list. They begin in one place and lie so far apart at most, in heights of their letters.
_LINES: Final = 3
_EDGE: Final = 0.5
_LEADING: Final = 1.2
# So many steps darker than the lightest is a ground of its own.
_DARKER: Final = 12.0


def chosen(every: Sequence[Line], tones: Tones) -> Iterator[Line]:
    """The lines of a page that was never paper, without the examinations of a list that were not chosen."""
    gone = [word for column in _columns(every) for word in _others(column, tones)]
    for line in every:
        yield [word for word in line if not any(word is one for one in gone)]


def _columns(every: Sequence[Line]) -> Iterator[list[Line]]:
    """Examinations below each other, each a run of words, that begin in one place."""
    open_ = list[list[Line]]()
    for line in every:
        runs = [run for run in grid.runs(line) if _is_option(run)]
        going = [(column, run) for column in open_ for run in runs if _goes_on(column[-1], run)]
        for column, run in going:
            column.append(run)
        yield from (column for column in open_ if not any(column is one for one, _ in going) and len(column) >= _LINES)
        taken = [run for _, run in going]
        open_ = [column for column, _ in going] + [[run] for run in runs if not any(run is one for one in taken)]
    yield from (column for column in open_ if len(column) >= _LINES)


def _is_option(run: Line) -> bool:
    text = " ".join(word.text for word in run)
    label = labels.at_start(text)
    sure = all(word.confidence >= offered_answers.SURE for word in run)
    return sure and bool(kinds.examination(text)) and not (label is not None and (label.colon or label.whole))


def _goes_on(above: Line, run: Line) -> bool:
    one, other = above[0].box, run[0].box
    level = abs(one.left - other.left) <= _EDGE * one.height
    return level and -one.height < other.top - one.bottom <= _LEADING * one.height


def _others(column: Sequence[Line], tones: Tones) -> Iterator[Word]:
    """The words of a column's lines on paper, if one line of it lies on a ground of its own."""
    looks = [emphasis.looks(tones, [Box.around([word.box for word in run])], 0, tones.shape[1])[0] for run in column]
    lightest = max(look.ground for look in looks)
    dark = [_is_dark(look, lightest) for look in looks]
    if sum(dark) == 1:
        yield from (word for run, is_dark in zip(column, dark, strict=True) if not is_dark for word in run)


def _is_dark(look: Look, lightest: float) -> bool:
    return look.button or look.ground <= lightest - _DARKER
