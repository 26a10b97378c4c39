"""A lease that is renewed while the work goes on. Whoever has lost it moves nothing: the ledger asks at commit."""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

import structlog
from django.db import DatabaseError, close_old_connections, connection

from service import models
from service.house import House
from service.ledger import LEASE

RENEW: Final = LEASE / 3
_SOON: Final = 2.0

log = structlog.get_logger()


@contextmanager
def renewed(house: House, row: models.Case | models.Arrival, *, every: float = RENEW) -> Generator[None]:
    """Renews the lease of a claimed row while the block runs; a ledger that is away is asked again soon."""
    done, lease = threading.Event(), row.claimed

    def renew() -> None:
        pause = every
        while not done.wait(pause):
            try:
                held = house.ledger.renew(row, lease, LEASE)
                pause = every
            except DatabaseError as fault:
                log.warning("lease_not_renewed", fault=type(fault).__name__)
                close_old_connections()
                held, pause = True, min(_SOON, every)
            if not held and not done.is_set():
                log.warning("lease_lost", row=row.pk)
                break
        connection.close()

    thread = threading.Thread(target=renew, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
