"""A TOML table read key by key: each fault is told with its place, and a key that nobody asked for is one too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from config.faults import Gatherer


class Table:
    """One table; `place` is its path in the file, as an administrator would look for it."""

    def __init__(self, values: Mapping[str, object], place: str, told: Gatherer) -> None:
        self._values = values
        self._place = place
        self._told = told
        self._asked: set[str] = set()

    def tell(self, key: str, sentence: str) -> None:
        """Notes a fault in one of this table's keys."""
        self._told.tell(f"{self._place}.{key}".strip("."), sentence)

    def text(self, key: str, default: str | None = None) -> str:
        """A string; without a default it must be there and not be empty."""
        value = self._take(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.tell(key, "must be a text" if value is not None else "is missing")
            return ""
        return value.strip()

    def choice(self, key: str, choices: Sequence[str], default: str | None = None) -> str:
        """One of a closed list."""
        value = self.text(key, default)
        if value not in choices:
            self.tell(key, "must be one of " + ", ".join(choices))
        return value

    def yes(self, key: str, default: bool) -> bool:
        """true or false."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            self.tell(key, "must be true or false")
            return default
        return value

    def whole(self, key: str, default: int, least: int = 0, most: int = 100_000_000) -> int:
        """A whole number within bounds."""
        value = self._take(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.tell(key, f"must be a whole number from {least} to {most}")
            return default
        return value

    def day(self, key: str) -> date | None:
        """A date such as 2026-11-23, or None when it is not there."""
        value = self._take(key, "")
        if value == "":
            return None
        if type(value) is not date:
            self.tell(key, "must be a date such as 2026-11-23, without quotes")
            return None
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings; none when it is not there."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in cast(list[object], value)):
            self.tell(key, "must be a list of texts")
            return ()
        return tuple(cast(list[str], value))

    def table(self, key: str) -> Table:
        """A table inside this one; an empty one when it is not there."""
        value = self._take(key, {})
        if not isinstance(value, dict):
            self.tell(key, "must be a table")
            value = {}
        return Table(cast(dict[str, object], value), f"{self._place}.{key}".strip("."), self._told)

    def tables(self, key: str) -> tuple[Table, ...]:
        """A list of tables ([[key]]); none when it is not there."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in cast(list[object], value)):
            self.tell(key, "must be a list of tables")
            return ()
        rows = cast(list[dict[str, object]], value)
        return tuple(Table(row, f"{self._place}.{key}[{n}]".strip("."), self._told) for n, row in enumerate(rows, 1))

    def finish(self) -> None:
        """Tells of every key that was not asked for: a mistyped key must not be silence."""
        for key in sorted(self._values.keys() - self._asked):
            self.tell(key, "is not known here")

    def _take(self, key: str, default: object) -> object:
        self._asked.add(key)
        return self._values.get(key, default)
