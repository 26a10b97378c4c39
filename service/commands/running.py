"""`reservfax run`: the service, until a signal asks it to end or a part of it dies."""

from __future__ import annotations

import argparse
import signal
import sys
from types import FrameType

from config import site as sites
from service import cli, house, memory, presence, workers
from service.surroundings import Surroundings
from service.web import server


def run(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Watchers, workers and pages in one process. 0 after a signal, 1 if a part died."""
    memory.spare()
    settings, site = around.settings(), around.site()
    with presence.at_work(settings):
        opened = house.enter(settings, site)
        for number in sites.unsigned(site):
            print(f"Inte bekräftat / Not signed off: {number.label} {number.shown}", file=sys.stderr)
        crew = workers.start(opened)
        pages = server.open_at(opened, settings.web.host, settings.web.port)
        crew.add("web", pages.serve)
        crew.add("memory", lambda: memory.give_back(crew.stop))
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
