"""Labels that their face sets apart from what stands behind them on the same line: in bold, in grey, in a colour.

"Vikt 49 kg Längd 158 cm" is one line of words; where the labels of a page are set in another face than its values,
each gets the colon that its face stands for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ocr import faces
from ocr.emphasis import Tones
from ocr.faces import Face
from ocr.text import Word
from outbound.referral.page import blocks, grid
from outbound.referral.words import labels

Line = Sequence[Word]

# So many labels with a value behind them tell how a page sets both; so much of them alike.
_ENOUGH: Final = 4
_ALIKE: Final = 0.8
# The strokes of one are so much thicker than the other's, or its ink so many steps darker. Words of one face differ by
# a tenth on a scan.
_THICKER: Final = 1.15
_DARKER: Final = 20.0
# The longest label has so many words.
_MOST: Final = 5


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a page sets labels and values."""

    label: Face
    value: Face

    def is_label(self, face: Face | None) -> bool:
        """Whether a word's face is nearer to the labels'."""
        return face is not None and self._side(face) > 0

    def is_value(self, face: Face | None) -> bool:
        """Whether it is nearer to the values'."""
        return face is not None and self._side(face) < 0

    def _side(self, face: Face) -> float:
        """Above 0 on the labels' side of the middle, by what tells both apart."""
        if _thicker(self.label, self.value):
            middle = (self.label.weight * self.value.weight) ** 0.5
            return (face.weight - middle) * (self.label.weight - self.value.weight)
        return (face.tone - (self.label.tone + self.value.tone) / 2) * (self.label.tone - self.value.tone)


def coloned(words: Sequence[Word], tones: Tones) -> list[Word]:
    """The words of a page, with a colon behind each known label that its face alone sets apart from its value."""
    every = blocks.lines_of(words)
    pairs = [pair for line in every for pair in _pairs(line)]
    if len(pairs) < _ENOUGH:
        return list(words)
    known = {id(word): faces.of(tones, word.box) for word in words}
    setting = _setting(pairs, known)
    if setting is None:
        return list(words)
    ends = {id(word) for line in every for word in _ends(line, setting, known)}
    return [replace(word, text=f"{word.text}:") if id(word) in ends else word for word in words]


def _pairs(line: Line) -> Iterator[tuple[Line, Line]]:
    """Each known label without a mark that opens a run of words or is one, and the words behind it."""
    runs = grid.runs(line)
    for at, run in enumerate(runs):
        count = _label_at(run, 0)
        behind = run[count:] or (runs[at + 1] if at + 1 < len(runs) else [])
        if count and behind and not _label_at(behind, 0):
            yield run[:count], behind


def _label_at(words: Line, start: int) -> int:
    """How many words from there on are the longest known label; 0 if none is."""
    longest = range(min(_MOST, len(words) - start), 0, -1)
    texts = ((count, " ".join(word.text for word in words[start : start + count])) for count in longest)
    return next((count for count, text in texts if text[0].isupper() and labels.is_label(text)), 0)


def _setting(pairs: Sequence[tuple[Line, Line]], known: Mapping[int, Face | None]) -> _Setting | None:
    """How the page sets labels and values, if nearly all of them agree."""
    both = [(_face(label, known), _face(value, known)) for label, value in pairs]
    found = [(label, value) for label, value in both if label is not None and value is not None]
    if len(found) < _ENOUGH:
        return None
    usual = faces.usual([label for label, _ in found]), faces.usual([value for _, value in found])
    setting = _Setting(*usual)
    alike = sum(setting.is_label(label) and setting.is_value(value) for label, value in found)
    return setting if _differ(*usual) and alike >= _ALIKE * len(found) else None


def _face(words: Line, known: Mapping[int, Face | None]) -> Face | None:
    found = [face for word in words if (face := known[id(word)]) is not None]
    return faces.usual(found) if found else None


def _differ(one: Face, other: Face) -> bool:
    return _thicker(one, other) or abs(one.tone - other.tone) >= _DARKER


def _thicker(one: Face, other: Face) -> bool:
    return max(one.weight, other.weight) >= _THICKER * min(one.weight, other.weight)


def _ends(line: Line, setting: _Setting, known: Mapping[int, Face | None]) -> Iterator[Word]:
    """The last word of each known label in the labels' face, between words in the values'."""
    for run in grid.runs(line):
        for start in range(len(run) - 1):
            count = _label_at(run, start)
            label, behind = run[start : start + count], run[start + count :][:1]
            before = start == 0 or not setting.is_label(known[id(run[start - 1])])
            apart = all(setting.is_label(known[id(word)]) for word in label)
            value = bool(behind) and any(map(str.isalnum, behind[0].text))  # a stroke between two labels has no face
            if count and before and apart and value and setting.is_value(known[id(behind[0])]):
                yield label[-1]
