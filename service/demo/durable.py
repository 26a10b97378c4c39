"""What a stand-in must not lose: an append-only log and files that are whole, on disk before the next step."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from config import files

Row = Mapping[str, Any]


class Log:
    """JSON lines, each on disk before `append` returns. A line torn by a death is cut off."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.rows = list(_rows(path))
        self._path = path
        path.touch()
        files.sync(path.parent)

    def append(self, row: Row) -> None:
        """Writes the row and waits for the disk."""
        with self._path.open("ab") as file:
            file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self.rows.append(row)

    def of(self, event: str) -> tuple[Row, ...]:
        """The rows of one kind of event, oldest first."""
        return tuple(row for row in self.rows if row["event"] == event)


def read(path: Path) -> tuple[Row, ...]:
    """The whole rows of a log that another process writes."""
    data = path.read_bytes() if path.exists() else b""
    return tuple(_parsed(data[: data.rfind(b"\n") + 1]))


def put(path: Path, data: bytes) -> None:
    """A file that appears whole or not at all, and stays. The same file put again changes nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    files.put(path, data)


def say(who: str, event: str, **facts: Any) -> None:
    """One JSON line for whoever listens; that nobody does any more is no fault."""
    line = json.dumps({"at": stamp(), "who": who, "event": event, **facts}, ensure_ascii=False)
    try:
        print(line, flush=True)
    except (BrokenPipeError, ValueError):
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115


def stamp() -> str:
    """The time, ISO 8601 with offset."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _rows(path: Path) -> tuple[Row, ...]:
    """The rows of our own log, its torn end cut off."""
    if not path.exists():
        return ()
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if whole != data:
        with path.open("r+b") as file:
            file.truncate(len(whole))
            os.fsync(file.fileno())
    return tuple(_parsed(whole))


def _parsed(data: bytes) -> list[Row]:
    return [cast(Row, json.loads(line)) for line in data.splitlines() if line]
