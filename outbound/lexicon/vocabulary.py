"""The words by which a text tells what it speaks of (data in vocabulary.toml), as parts of patterns."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path


def any_of(key: str) -> str:
    """A group that matches any of the words under `key` ("places.road_ends"), tried in the file's order."""
    return rf"(?:{'|'.join(words(key))})"


def words(key: str) -> Sequence[str]:
    """The words under `key`, in the file's order."""
    table, _, name = key.partition(".")
    return _words()[table][name]


@functools.cache
def _words() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
