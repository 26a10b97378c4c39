"""Whether a service is at work on a data folder: it holds a lock there as long as it lives."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from config import files
from config.faults import Faults
from config.settings import Settings

_NAME: Final = ".running"
_TAKEN: Final = (
    "RESERVFAX_DATA: en annan tjänst kör redan på den här datamappen / Reservfax is running on this data folder already"
)
# Whoever asks whether a service runs holds the lock for a moment; a start waits that out.
_TRIES: Final = 10
_PAUSE: Final = 0.1


@contextmanager
def at_work(settings: Settings) -> Generator[None]:
    """This process serves the folder while the block runs; on SQLite no other may. Raises Faults."""
    handle = _opened(settings.data)
    how = fcntl.LOCK_SH if settings.database else fcntl.LOCK_EX
    try:
        if not any(_took(handle, how) for _ in range(_TRIES)):
            raise Faults((_TAKEN,))
        yield
    finally:
        os.close(handle)


def is_served(settings: Settings) -> bool:
    """Whether a service on this computer is at work on the folder. Makes nothing."""
    return files.is_locked(settings.data / _NAME)


def _opened(data: Path) -> int:
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        return os.open(data / _NAME, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as fault:
        raise Faults((f"RESERVFAX_DATA: {data}: {fault.strerror}",)) from None


def _took(handle: int, how: int) -> bool:
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        time.sleep(_PAUSE)
        return False
    return True
