"""The pages served by waitress in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import waitress.server
from django.core.wsgi import get_wsgi_application

from config.faults import Faults
from service.house import House
from service.web import at_work

THREADS = 6


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages that are bound to a port: `serve` answers until `close`."""

    port: int
    serve: Callable[[], None]
    close: Callable[[], None]


def open_at(house: House, host: str, port: int, *, tries: int = 1) -> Pages:
    """Binds the pages of this house; with `tries` above 1 the next ports are tried in turn. Raises Faults.

    A name means its IPv4 address: for one with two addresses waitress makes a server that tells no port.
    """
    at_work.enter(house)
    application = get_wsgi_application()
    make: Any = waitress.server.create_server
    for number in range(port, port + tries):
        try:
            server = make(application, host=host, port=number, ipv6=":" in host, threads=THREADS, ident="Reservfax")
        except OSError:
            continue
        return Pages(int(server.effective_port), server.run, partial(_close_within, server))
    raise Faults((f"RESERVFAX_WEB_PORT: {port} is taken by another program",))


def _close_within(server: Any) -> None:
    """Closed in the loop's own thread: from another one it would be closed while the loop waits at it."""
    server.trigger.pull_trigger(server.close)
