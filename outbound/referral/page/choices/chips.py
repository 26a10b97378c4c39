"""Choices as a screen has them: the chosen one light on a dark ground, the others grey with a line round them.

"(Elektiv) (Inom 24 h) [Akut, inom 3 h] (Larm)". Their labels may stand among them, or on the line above.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ocr import emphasis
from ocr.emphasis import Look, Tones
from ocr.text import Box, Word
from outbound.referral.page.choices import alternatives, offered_answers

# The words of a line, from left to right.
Line = Sequence[Word]
# So many that were not chosen stand beside one that was; so many parts a line has at least.
_OTHERS: Final = 2
_FEWEST: Final = 3
_WORDS: Final = 4


def chosen(every: Sequence[Line], tones: Tones) -> Iterator[Line]:
    """The lines of a page that was never paper, without what was not chosen; what goes on below as well."""
    begun = False
    for line in every:
        parts = alternatives.apart(line) if line and all(map(_is_sure, line)) else list[list[Word]]()
        short = all(len(one) <= _WORDS for one in parts)
        looks = _looks(parts, tones) if short and (begun or len(parts) >= _FEWEST) else list[Look]()
        others = [one for one, look in zip(parts, looks, strict=False) if _is_other(look)]
        begins = any(look.button for look in looks) and len(others) >= _OTHERS
        begun = begins or (begun and len(others) == len(parts) > 0)
        gone = [word for one in others for word in one] if begun else []
        yield [word for word in line if word not in gone]


def _is_sure(word: Word) -> bool:
    return word.confidence >= offered_answers.SURE


def _looks(parts: Sequence[Line], tones: Tones) -> Sequence[Look]:
    return emphasis.looks(tones, [Box.around([word.box for word in one]) for one in parts], 0, tones.shape[1])


def _is_other(look: Look) -> bool:
    """Whether it is grey between lines: what a form sets in a cell is black."""
    return look.faint and not look.button and (look.lined or look.ringed)
