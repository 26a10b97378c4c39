"""The threads of one process, how long each bears faults, and what they have to tell the ledger.

The only place that catches everything: there it means "wait, and try again", and in the end that all of it stops.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import structlog
from django.db import DatabaseError, close_old_connections, connection

from service.cases import Forbidden
from service.ledger import Stale

POLL: Final = 1.0
# So often a worker of the ledger looks even if nothing was written there: what is put off, and clocks.
LOOK: Final = 5.0
# A part that fails so often in a row is dead: the process ends, and whoever started it starts it anew.
DEAD: Final = 20
# After so many seconds without a fault the next one is the first again.
_FORGOTTEN: Final = 300.0


class NotTaken(Exception):
    """A file or a mail could not be taken, for a reason that nobody foresaw: it is at fault, and no other."""


# What taking a file or a mail may raise that leaves it where it is, to be tried again: the database is away, a disk is
# full, somebody else moved the row in the same moment, or it is one that nobody foresaw.
PASSING: Final = (DatabaseError, OSError, ValueError, Stale, Forbidden, NotTaken)

log = structlog.get_logger()
Once = Callable[[], bool]


@dataclass(slots=True)
class Crew:
    """The threads of one process. `stop` asks them to end; `died` names the part that ended by itself."""

    stop: threading.Event = field(default_factory=threading.Event)
    died: str = ""
    threads: list[threading.Thread] = field(default_factory=list[threading.Thread])

    def add(self, name: str, part: Callable[[], None]) -> None:
        """Starts a part; when it ends, everything ends."""
        thread = threading.Thread(target=self._run, args=(name, part), name=name, daemon=True)
        self.threads.append(thread)
        thread.start()

    def join(self, seconds: float) -> None:
        """Asks all parts to end and waits for them."""
        self.stop.set()
        for thread in self.threads:
            thread.join(timeout=seconds)

    def _run(self, name: str, part: Callable[[], None]) -> None:
        try:
            part()
        except Exception as fault:
            log.error("part_died", part=name, fault=type(fault).__name__)
        finally:
            connection.close()
            if not self.stop.is_set():
                self.died = name
                self.stop.set()


@dataclass(frozen=True, slots=True)
class Notes:
    """What watchers have to tell the ledger, in order, for a worker of its own: a ledger that is away loses none."""

    waiting: deque[Callable[[], object]] = field(default_factory=deque[Callable[[], object]])

    def add(self, write: Callable[[], object]) -> None:
        """Something to write as soon as the ledger takes it."""
        self.waiting.append(write)

    def write_one(self) -> bool:
        """Writes the oldest; whether there was one. It stays until it is written."""
        if not self.waiting:
            return False
        self.waiting[0]()
        self.waiting.popleft()
        return True


def retrying(name: str, once: Once, stop: threading.Event, pause: float = POLL) -> Callable[[], None]:
    """Works as long as there is work, else waits. A fault is waited out, with a fresh connection, for a while."""

    def run() -> None:
        faults, last = 0, 0.0
        while not stop.is_set():
            try:
                busy = once()
            except Exception as fault:
                faults, last = _counted(faults, last)
                log.error("worker_failed", worker=name, fault=type(fault).__name__, times=faults)
                close_old_connections()
                if faults >= DEAD:
                    raise
                busy = False
            if not busy:
                stop.wait(pause)

    return run


def when_changed(once: Once, *, every: float = LOOK, clock: Callable[[], float] = time.monotonic) -> Once:
    """`once`, asked when the ledger has changed since it last had nothing to do, and each `every` seconds for what only
    time makes due: a worker that waits costs next to nothing. On PostgreSQL, which tells no change, it is asked always.
    """
    seen: int | None = None
    again = 0.0

    def asked() -> bool:
        nonlocal seen, again
        version, now = _version(), clock()
        if version is not None and version == seen and now < again:
            return False
        busy = once()
        seen, again = version, 0.0 if busy else now + every
        return busy

    return asked


def _version() -> int | None:
    """A number that is another one when anybody but this thread has written since; SQLite counts it."""
    if connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        row = cursor.fetchone()
    return row[0] if row else None


def _counted(faults: int, last: float) -> tuple[int, float]:
    """One more fault, or the first again after a time without any."""
    now = time.monotonic()
    return (faults + 1 if now - last < _FORGOTTEN else 1), now
