"""`python -m service.training.opinion OUT.npz FILE...`: teaches the second opinion on marked referrals.

A marked file holds documents that begin with `=== name | expect`; `<<...>>` marks what must go. Each document is looked
at twice: as it lies in the folder, and as the fields that are read from it, which is how it will be judged.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr import pages
from outbound import opinion, referral
from outbound.opinion import Model, signs
from outbound.opinion.signs import Token

# Whole referrals have no fields: they are judged as one of their own.
WHOLE: Final = "whole"
_HEAD: Final = re.compile(r"(?m)^=== ")
_MARK: Final = re.compile(r"(<<|>>|\{\{|\}\})")
# What was tried on sets left out of the teaching: more rounds or less restraint gained nothing.
_ROUNDS: Final = 14
_BATCH: Final = 4096
_RATE: Final = 0.02
_RESTRAINT: Final = 1e-6
# Adam's usual numbers (Kingma & Ba, 2015).
_SLOW, _SLOWER, _TINY = 0.9, 0.999, 1e-8


@dataclass(frozen=True, slots=True)
class Lesson:
    """One word: its signs, and whether it tells who somebody is."""

    signs: NDArray[np.int32]
    tells: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A marked referral: its text without the marks, the file's name, and for each letter whether it must go."""

    text: str
    file_name: str
    gone: tuple[bool, ...]


def documents(marked: str) -> Iterator[Document]:
    """The documents of a marked file."""
    for part in _HEAD.split(marked)[1:]:
        head, _, body = part.partition("\n")
        name, _, *rest = (word.strip() for word in head.split("|"))
        yield _document(body.strip() + "\n", _MARK.sub("", rest[0]) if rest else f"{name}.txt")


def _document(body: str, file_name: str) -> Document:
    text, gone, going = "", list[bool](), False
    for piece in _MARK.split(body):
        if _MARK.fullmatch(piece):
            going = piece == "<<"
        else:
            text += piece
            gone += [going] * len(piece)
    return Document(text, file_name, tuple(gone))


def lessons(documents: Iterable[Document], today: date) -> Iterator[Lesson]:
    """What is learnt from documents; of those that can't be read, what stands in them as they are."""
    for document in documents:
        tokens = signs.tokens(document.text)
        gone = [document.gone[token.start] for token in tokens]
        yield from _lessons(tokens, gone, WHOLE)
        for field, text in _fields(document, today).items():
            inner = signs.tokens(text)
            yield from _lessons(inner, aligned(inner, tokens, gone), field)


def _fields(document: Document, today: date) -> dict[str, str]:
    try:
        source = referral.read(document.text.encode(), document.file_name, today=today)
    except pages.Unreadable:
        return {}
    return {name.value: text for name, text in source.fields.items()}


def _lessons(tokens: Sequence[Token], gone: Sequence[bool | None], field: str) -> Iterator[Lesson]:
    for at, (token, tells) in enumerate(zip(tokens, gone, strict=True)):
        if token.is_told and tells is not None:
            yield Lesson(np.array(signs.of(tokens, at, field), np.int32), tells)


def aligned(inner: Sequence[Token], outer: Sequence[Token], gone: Sequence[bool]) -> list[bool | None]:
    """For each token of a field whether it must go, by where it stands in the whole; None where that can't be told."""
    words, field = [token.text.lower() for token in outer], [token.text.lower() for token in inner]
    found: list[bool | None] = [None] * len(field)
    for block in SequenceMatcher(None, words, field, autojunk=False).get_matching_blocks():
        found[block.b : block.b + block.size] = gone[block.a : block.a + block.size]
    everywhere: dict[str, set[bool]] = {}
    for word, going in zip(words, gone, strict=True):
        everywhere.setdefault(word, set()).add(going)
    return [
        next(iter(everywhere[word])) if known is None and len(everywhere.get(word, ())) == 1 else known
        for known, word in zip(found, field, strict=True)
    ]


def taught(lessons: Sequence[Lesson], seed: int) -> Model:
    """A model that has learnt them, in an order drawn by the seed; the same for the same."""
    flat = np.concatenate([lesson.signs for lesson in lessons])
    ends = np.cumsum([lesson.signs.size for lesson in lessons])
    starts = np.concatenate(([0], ends[:-1]))
    tells = np.array([lesson.tells for lesson in lessons], np.float64)
    weights, rest = _learnt(flat, starts, ends, tells, np.random.default_rng(seed))
    scale = float(np.abs(weights).max()) / 127 or 1.0
    return Model(np.rint(weights / scale).astype(np.int8), scale, rest)


def _learnt(
    flat: NDArray[np.int32], starts: NDArray[np.int64], ends: NDArray[np.int64], tells: NDArray[np.float64],
    chance: np.random.Generator,
) -> tuple[NDArray[np.float64], float]:  # fmt: skip
    """Weights and rest of a logistic regression, by Adam over small batches."""
    weights = np.zeros(signs.KINDS + 1)  # the last is what every word has: the rest
    first, second, step = np.zeros_like(weights), np.zeros_like(weights), 0
    for turn in range(_ROUNDS):
        for batch in np.array_split(chance.permutation(len(tells)), max(1, len(tells) // _BATCH)):
            step += 1
            slope = _slope(weights, flat, starts[batch], ends[batch], tells[batch])
            first += (1 - _SLOW) * (slope - first)
            second += (1 - _SLOWER) * (slope * slope - second)
            pace = _RATE * (1 - turn / _ROUNDS)
            weights -= pace * (first / (1 - _SLOW**step)) / (np.sqrt(second / (1 - _SLOWER**step)) + _TINY)
    return weights[:-1], float(weights[-1])


def _slope(
    weights: NDArray[np.float64], flat: NDArray[np.int32], starts: NDArray[np.int64], ends: NDArray[np.int64],
    tells: NDArray[np.float64],
) -> NDArray[np.float64]:  # fmt: skip
    sizes = ends - starts
    heads = np.cumsum(sizes) - sizes
    places = np.arange(int(sizes.sum())) - np.repeat(heads - starts, sizes)
    kinds = flat[places]
    judged = np.add.reduceat(weights[kinds], heads) + weights[-1]
    wrong = (1 / (1 + np.exp(-judged)) - tells) / len(tells)
    slope = np.bincount(kinds, np.repeat(wrong, sizes), len(weights))
    slope[-1] = wrong.sum()
    return slope + _RESTRAINT * weights


def main(arguments: Sequence[str] | None = None) -> int:
    """Teaches a model and writes it; tells how models that were taught on a part judge the rest."""
    given = _parser().parse_args(arguments)
    sets = [list(lessons(documents(file.read_text("utf-8")), given.today)) for file in sorted(given.files)]
    model = taught([lesson for one in sets for lesson in one], given.seed)
    np.savez_compressed(given.out, weights=model.weights, scale=model.scale, rest=model.rest)
    _say(f"{given.out}: {len(sets)} sets, {sum(map(len, sets))} words")
    if given.left_out:
        harmless, telling = _left_out(sets, given.seed)
        for least in (0.005, 0.01, 0.02, 0.5, 0.8, 0.96):
            shares = (100 * float(np.mean(likely < least)) for likely in (harmless, telling))
            _say("below {:5}: {:6.2f} % of harmless words, {:6.2f} % of those that tell".format(least, *shares))
    return 0


def _left_out(sets: Sequence[Sequence[Lesson]], seed: int, models: int = 5) -> tuple[NDArray[np.float64], ...]:
    """How likely each harmless and each telling word seemed to one of so many models that was not taught on its set."""
    likely: tuple[list[float], list[float]] = ([], [])
    for turn in range(min(models, len(sets))):
        rest = [lesson for at, one in enumerate(sets) if at % models != turn for lesson in one]
        model = taught(rest, seed)
        for lesson in (lesson for one in sets[turn::models] for lesson in one):
            likely[lesson.tells].append(opinion.weighed(model, lesson.signs))
    return tuple(np.array(one) for one in likely)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m service.training.opinion", description=__doc__)
    parser.add_argument("out", metavar="OUT.npz", type=Path)
    parser.add_argument("files", metavar="FILE", type=Path, nargs="+", help="marked referrals, a set in each")
    parser.add_argument("--today", type=date.fromisoformat, default=date(2026, 11, 23), help="(%(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--left-out", action="store_true", help="judge each set by a model not taught on it, too")
    return parser


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
