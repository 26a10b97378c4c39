"""Faults in what an administrator wrote, gathered so that all are told at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Faults(Exception):
    """One plain sentence a fault, each naming the key it is about. Values never stand in them: one may be a secret."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("; ".join(lines))
        self.lines = lines


class Unusable(Faults):
    """Faults of what somebody asked for, not of the installation: wrong words, or a file that can't be read."""


class Wrong(Exception):
    """One value that can't be used; the sentence says what would do."""


class Gatherer:
    """Collects faults while a file is parsed, so that the reader goes on to the end."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def tell(self, key: str, sentence: str) -> None:
        """Notes one fault."""
        self._lines.append(f"{key}: {sentence}")

    def attempt(self, key: str, parse: Callable[[], T], fallback: T) -> T:
        """The parsed value; a Wrong is noted and gives the fallback, so that the rest is looked at too."""
        try:
            return parse()
        except Wrong as wrong:
            self.tell(key, str(wrong))
            return fallback

    def gather(self, do: Callable[[], T]) -> T | None:
        """What it gives; faults that it raises are noted with the others."""
        try:
            return do()
        except Faults as faulty:
            self._lines.extend(faulty.lines)
            return None

    @property
    def lines(self) -> tuple[str, ...]:
        """What was told so far."""
        return tuple(self._lines)

    def finish(self) -> None:
        """Raises Faults if there is one."""
        if self._lines:
            raise Faults(tuple(self._lines))
