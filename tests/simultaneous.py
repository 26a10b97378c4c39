"""Several at once, as two people, two workers or two processes are: each with a thread and a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import DatabaseError, connections

from service import cases, ledger


def all_at_once(*works: Callable[[], object]) -> list[object]:
    """What each gives, all begun at the same time in threads of their own; a fault is what it gives, too."""
    made, start = dict[int, object](), threading.Barrier(len(works))

    def run(number: int, work: Callable[[], object]) -> None:
        start.wait(10)
        try:
            made[number] = work()
        except (ledger.Stale, cases.Forbidden, DatabaseError) as fault:
            made[number] = fault
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=row) for row in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return [made[number] for number in range(len(works))]
