"""`reservfax run`: the service, until a signal asks it to end or a part of it dies."""

from __future__ import annotations

import argparse
import fcntl
import os
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from config import site as sites
from config.faults import Faults
from service import cli, house, workers
from service.surroundings import Surroundings
from service.web import server


def run(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Watchers, workers and pages in one process. 0 after a signal, 1 if a part died."""
    settings, site = around.settings(), around.site()
    with _only_one(settings.data, shared=bool(settings.database)):
        opened = house.enter(settings, site)
        for number in sites.unsigned(site):
            print(f"Inte bekräftat / Not signed off: {number.label} {number.shown}", file=sys.stderr)
        crew = workers.start(opened)
        pages = server.open_at(opened, settings.web.host, settings.web.port)
        crew.add("web", pages.serve)
        _end_on_signals(crew)
        print(f"Reservfax: http://{settings.web.host}:{pages.port}", file=sys.stderr, flush=True)
        crew.stop.wait()
        pages.close()
        crew.join(10.0)
    if crew.died:
        print(f"{crew.died}: delen dog, tjänsten stannar / the part died, the service stops", file=sys.stderr)
    return cli.FAULT if crew.died else cli.DONE


def _end_on_signals(crew: workers.Crew) -> None:
    """SIGTERM and SIGINT ask every part to end what it is at."""

    def ask(number: int, frame: FrameType | None) -> None:
        del number, frame
        crew.stop.set()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)


@contextmanager
def _only_one(data: Path, *, shared: bool) -> Generator[None]:
    """On SQLite one process works on the ledger; on PostgreSQL any number may. Raises Faults."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(data / ".running", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not shared:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Faults(("RESERVFAX_DATA: Reservfax is running on this data folder already",)) from None
    finally:
        os.close(handle)
