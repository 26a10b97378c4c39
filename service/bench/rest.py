"""What the service costs while it waits, after a night's work: memory of all its processes, and share of a core."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, Final, get_args

from service.bench.browsing import Browser
from service.demo import referrals

REFERRALS: Final = 12
_PATIENCE: Final = 900.0
# As long nothing must happen before the night is over: the reader's desk takes a few seconds to answer.
_QUIET: Final = 20.0
# The second reader is kept for a minute, and memory is given back once a minute.
_SETTLE: Final = 130.0
_WATCHED: Final = 60.0


def worked(environ: Mapping[str, str], chance: Random) -> dict[str, Any]:
    """A night: referrals of every kind, their reports, and a person who opens every page."""
    kinds = get_args(referrals.Kind)
    outbound = Path(environ["RESERVFAX_DATA"]) / "outbound"
    for number in range(REFERRALS):
        made = referrals.made(kinds[number % len(kinds)], chance, datetime.now(UTC))
        (outbound / f".{number}").write_bytes(made.data)
        (outbound / f".{number}").rename(outbound / f"night-{number}{Path(made.file_name).suffix}")
    _until_quiet()
    return {"night_referrals": REFERRALS, "night_pictures": _looked_through(int(environ["RESERVFAX_WEB_PORT"]))}


def waiting(pid: int) -> dict[str, Any]:
    """Memory and share of a core while nothing happens but what rings."""
    from service import models

    time.sleep(_SETTLE)
    before, begun = _ticks(pid), time.monotonic()
    time.sleep(_WATCHED)
    share = (_ticks(pid) - before) / os.sysconf("SC_CLK_TCK") / (time.monotonic() - begun)
    ringing = models.Clock.objects.filter(rung_at__isnull=False, stopped_at__isnull=True).count()
    return {
        "idle_cpu_percent": round(100 * share, 2), "bells": ringing,
        "at_rest_mb": sum(map(resident, family(pid))), "peak_mb": _status(pid, "VmHWM"),
    }  # fmt: skip


def resident(pid: int) -> int:
    """Memory that a process holds now, in MB."""
    return _status(pid, "VmRSS")


def family(pid: int) -> Iterator[int]:
    """The process and all that it has started."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text("ascii").split():
            yield from family(int(child))


def _status(pid: int, key: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(f"{key}:"))


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _until_quiet() -> None:
    """Until every referral was taken and nothing has been written for a while."""
    from service import models

    end, last, since = time.monotonic() + _PATIENCE, (0, 0), time.monotonic()
    while time.monotonic() < end and time.monotonic() - since < _QUIET:
        busy = models.Case.objects.filter(state__in=("received", "ready", "sending")).exists()
        now = (models.Case.objects.count(), models.Arrival.objects.exclude(state__in=("new", "reading")).count())
        if busy or now != last or now[0] < REFERRALS:
            last, since = now, time.monotonic()
        time.sleep(1.0)


def _looked_through(port: int) -> int:
    """A nurse opens every case and every arrival; how many pictures she saw."""
    from service import models

    password = secrets.token_urlsafe()
    site = models.Site.objects.get()
    models.User.objects.create_user("bench", password=password, site=site, role=models.User.Role.NURSE)
    browser = Browser(port)
    browser.log_in("bench", password)
    pages = [f"/case/{case.reference}" for case in models.Case.objects.all()]
    pages += [f"/arrival/{arrival.pk}" for arrival in models.Arrival.objects.exclude(state="receipt")]
    return sum(map(browser.look, ["/", "/queue", *pages]))
