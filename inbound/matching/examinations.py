"""What an examination is, as referrals and reports name it: the way of imaging, the parts of the body."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from inbound.report import wording

_LEGIBLE: Final = re.compile(r"[^\W\d_]{3}|\d{2}|\b(?:DT|CT|MR|UL)\b", re.IGNORECASE)
# What speaks of another examination than the one that is answered: an earlier one, or one that is proposed.
ANOTHER: Final = re.compile(
    r"foresla|rekommend|kontroll|komplett|jamfor|\bjfr\b|tidigare|aldre|suggest|recommend|compar|previous|prior|earlier|follow",
    re.IGNORECASE,
)
_MODALITIES: Final = (
    ("CT", r"\b(?:DT|CT|datortomogra\w+|skiktrontgen|DTA|CTA|computed tomography)\b"),
    ("MR", r"\b(?:MR|MRT|MRI|MRA|magnet(?:kamera|resonans)\w*)\b"),
    ("US", r"\b(?:UL|ultraljud\w*|ultrasound|sonogra\w+)\b"),
    (
        "XR",
        r"\b(?:slatrontgen|skelettrontgen|lungrontgen|\w*rtg(?!\W?(?:utl|svar|rem|avd|klin|lak|jour|ssk))|"
        r"konventionell rontgen|DX|CR|x-?rays?|radiographs?)\b",
    ),
)
# The word alone names departments too: here it needs a part of the body behind it.
_PLAIN: Final = re.compile(r"\brontgen\s+(?:av\s+)?(?P<behind>(?:\w+\s?){1,3})", re.IGNORECASE)
_HEADING: Final = 12
# So far behind the way of imaging stands the part of the body; in English before it.
_BEHIND: Final = 40
_BEFORE: Final = 24
_END: Final = re.compile(r"[.;:?|]\s|\s[-–—|]\s|\d{4}")


@functools.lru_cache(maxsize=256)
def modality(text: str) -> frozenset[str]:
    """The ways of imaging that a text names."""
    text = wording.folded(text)
    found = {name for name, pattern in _MODALITIES if re.search(pattern, text, re.IGNORECASE)}
    return frozenset(found | ({"XR"} if any(_plain(text)) else set()))


def heading(text: str) -> list[str]:
    """The first lines of a page that hold a word; what a form's rules and boxes are read as counts for nothing."""
    return [line for line in text.splitlines() if _LEGIBLE.search(line)][:_HEADING]


@functools.lru_cache(maxsize=512)
def regions(named: str) -> frozenset[str]:
    """The parts of the body in an examination's name; none where it covers many, or names none that is known."""
    told = _words().unit.sub(" ", wording.folded(named))
    return frozenset() if _words().whole.search(told) else spoken(told)


@functools.lru_cache(maxsize=512)
def spoken(text: str) -> frozenset[str]:
    """The parts of the body that a text speaks of, whatever was examined: "Skelettet: inga destruktioner"."""
    return frozenset(name for name, pattern in _words().regions if pattern.search(wording.folded(text)))


@functools.lru_cache(maxsize=64)
def examined(text: str) -> frozenset[str]:
    """The parts of the body that the heading of a report says were examined; none where one covers many."""
    named = tuple(_named(text))
    if any(_words().whole.search(wording.folded(one)) for one in named):
        return frozenset()
    return frozenset[str]().union(*map(regions, named))


def contradict(own: frozenset[str], told: frozenset[str]) -> bool:
    """Whether both are known, and no part of the one is examined together with any of the other."""
    return bool(own and told) and not any(
        one == other or any({one, other} <= parts for parts in _words().together) for one in own for other in told
    )


def overlap(own: frozenset[str], told: frozenset[str]) -> bool:
    """Whether both name one part of the body; the spine is one with each of its parts."""
    return any(one == other or ({one, other} <= _SPINE and "spine" in (one, other)) for one in own for other in told)


_SPINE: Final = frozenset({"spine", "cervical", "thoracic", "lumbar"})


def _named(text: str) -> Iterator[str]:
    """What stands beside each way of imaging in the heading, where no other examination is spoken of."""
    for line in heading(wording.folded(text)):
        if ANOTHER.search(line):
            continue
        found = [match for _, pattern in _MODALITIES for match in re.finditer(pattern, line, re.IGNORECASE)]
        yield from (_beside(line, match.start(), match.end()) for match in found)
        yield from _plain(line)


def _beside(line: str, start: int, end: int) -> str:
    """The words round it, up to the ends of the sentence."""
    before, behind = _END.split(line[:start][-_BEFORE:])[-1], _END.split(line[end:][:_BEHIND])[0]
    return f"{before}{line[start:end]}{behind}"


def _plain(text: str) -> Iterator[str]:
    for match in _PLAIN.finditer(wording.folded(text)):
        if regions(match["behind"]):
            yield match["behind"]


class _Words:
    """The lists of regions.toml as patterns."""

    def __init__(self) -> None:
        told = tomllib.loads((Path(__file__).parent / "regions.toml").read_text("utf-8"))
        self.regions = tuple((name, _pattern(words)) for name, words in told["regions"].items())
        self.whole, self.unit = _pattern(told["whole"]), _pattern(told["unit"])
        self.together = tuple(map(frozenset[str], told["together"]))


@functools.cache
def _words() -> _Words:
    return _Words()


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    listed = "|".join(re.escape(wording.folded(word)).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE)
