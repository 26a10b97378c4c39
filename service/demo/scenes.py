"""The examinations that the demo knows: what a referral of each says and what the reader answers (scenes.toml)."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Scene:
    """One examination. Texts hold {places} for names and times; each of `reports` is the paragraphs of one answer."""

    word: str
    examination: str
    modality: str
    unit: str
    phone: str
    question: str
    history: str
    status: str
    youngest: int
    oldest: int
    short: Mapping[str, str]
    reports: tuple[tuple[str, ...], ...]


@functools.cache
def every() -> tuple[Scene, ...]:
    """All of them, in the order of the file: hjärna, buk, lungemboli, halsrygg."""
    table = tomllib.loads((Path(__file__).parent / "scenes.toml").read_text("utf-8"))
    return tuple(_scene(row) for row in table["scene"])


def about(text: str) -> Scene:
    """The scene that a text on paper is about, by the word that names it; the first one where none does."""
    low = text.lower()
    return next((scene for scene in every() if scene.word in low), every()[0])


def _scene(row: Mapping[str, Any]) -> Scene:
    values: dict[str, Any] = {**row, "reports": tuple(tuple(report) for report in row["reports"])}
    return Scene(**values)
