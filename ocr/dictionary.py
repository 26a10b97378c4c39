"""Debian's Swedish dictionary (wswedish), ISO 8859-1. The launcher installs it; without it no word is in it."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ocr.packed import Words

PATH: Final = Path("/usr/share/dict/swedish")


def entries() -> Iterator[str]:
    """Its ordinary words: the entries that it writes in small letters, many of them inflected."""
    every = PATH.read_text("iso-8859-1").split() if PATH.is_file() else ()
    return (word for word in every if word[:1].islower())


def has(word: str) -> bool:
    """Whether a word in small letters is in it as it stands."""
    return word in _words()


@functools.cache
def _words() -> Words:
    return Words(entries())
