"""Two hundred pages at once: how soon the pages of the running service still answer a person while it reads them."""

from __future__ import annotations

import json
import os
import secrets
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any, Final

from PIL import Image

from config import settings as installations
from config import site as sites
from ocr import pages
from service import framework
from service.bench import faxes, kill, rest, speed
from service.bench.browsing import Browser
from service.demo import paper, stage

PAGES: Final = 200
SOON_MS: Final = 200.0
_A_FAX: Final = 20
# Faxes whose pages are dealt out anew: what is measured is the load, and not what is read.
_DIFFERENT: Final = 8
_PATIENCE: Final = 1800.0
_PAUSE: Final = 0.25
_ADDRESSES: Final = ("/", "/queue", "/bells")


def measured(count: int, seed: int) -> dict[str, Any]:
    """Every figure of one run, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "service.bench.burst", str(count), str(seed)],
        cwd=kill.ROOT, env=kill.surroundings({}), capture_output=True, text=True, timeout=3000, check=False,
    )  # fmt: skip
    lines = done.stdout.strip().splitlines()
    return json.loads(lines[-1]) if lines else {"fault": done.stderr[-400:]}


def run(count: int, seed: int) -> dict[str, Any]:
    """Starts the service on a stage, lets a nurse in, lays the faxes into the folder and asks until all are read."""
    made = list(_faxes(count, Random(seed)))
    with stage.folder() as folder:
        site, inbound = stage.site_file(folder), stage.inbound(folder)
        environ = stage.environment(folder, site, kill.free_port())
        environ |= {"RESERVFAX_WEB_PORT": str(kill.free_port())}
        service = kill.service(environ)
        try:
            speed.ready(environ)
            framework.start(installations.read(environ))
            browser = _entered(int(environ["RESERVFAX_WEB_PORT"]))
            quiet = [_asked(browser, address) for address in _ADDRESSES * 5]
            begun = time.monotonic()
            for number, fax in enumerate(made):
                _lay(inbound, f"fax-{number}.tif", fax)
            waits, held = _while_reading(browser, service.pid, len(made))
            seconds = time.monotonic() - begun
        finally:
            os.killpg(service.pid, signal.SIGTERM)
            service.wait(timeout=60)
    return {"pages": count, "seconds": round(seconds, 1), "pages_per_minute": round(60 * count / seconds, 1)} | {
        "quiet": _told(quiet), "burst": _told(waits), "peak_mb": held,
    }  # fmt: skip


def _faxes(count: int, chance: Random) -> Iterator[bytes]:
    """Faxes of twenty pages each, at fine resolution, no two of them alike."""
    site = sites.read(installations.EXAMPLE)
    worn = [image for trial in faxes.trials(_DIFFERENT, chance, site) for image in _dots(trial.tiff)]
    for left in range(count, 0, -_A_FAX):
        yield paper.tiff(chance.choices(worn, k=min(left, _A_FAX)))


def _dots(tiff: bytes) -> Iterator[Image.Image]:
    for page in pages.open_document(tiff).pages:
        yield page.native


def _lay(folder: Path, name: str, data: bytes) -> None:
    """The file, whole at once under its name."""
    (folder / f".{name}").write_bytes(data)
    (folder / f".{name}").rename(folder / name)


def _entered(port: int) -> Browser:
    """A nurse who has come in."""
    from service import models

    password = secrets.token_urlsafe()
    site = models.Site.objects.get()
    models.User.objects.create_user("bench", password=password, site=site, role=models.User.Role.NURSE)
    browser = Browser(port)
    browser.log_in("bench", password)
    return browser


def _while_reading(browser: Browser, pid: int, count: int) -> tuple[list[float], int]:
    """How long each page took until everything was read, in milliseconds, and the most memory held meanwhile, in MB."""
    waits, held, end = list[float](), 0, time.monotonic() + _PATIENCE
    while not _is_read(count) and time.monotonic() < end:
        waits += [_asked(browser, address) for address in _ADDRESSES]
        held = max(held, _held(pid))
        time.sleep(_PAUSE)
    return waits, held


def _is_read(count: int) -> bool:
    """Whether every fax has come and none waits to be read."""
    from service import models

    arrivals = models.Arrival.objects.all()
    return arrivals.count() >= count and not arrivals.filter(state__in=("new", "reading")).exists()


def _held(pid: int) -> int:
    """Memory of the service and all that it started. One that has ended meanwhile holds none."""
    total = 0
    for one in rest.family(pid):
        try:
            total += rest.resident(one)
        except (OSError, StopIteration):
            continue
    return total


def _asked(browser: Browser, address: str) -> float:
    begun = time.monotonic()
    browser.get(address)
    return 1000 * (time.monotonic() - begun)


def _told(waits: list[float]) -> Mapping[str, float]:
    ordered = sorted(waits)
    return {
        "asked": len(ordered), "median_ms": round(statistics.median(ordered), 1),
        "p95_ms": round(ordered[int(0.95 * (len(ordered) - 1))], 1), "worst_ms": round(ordered[-1], 1),
        "soon_percent": round(100 * sum(one < SOON_MS for one in ordered) / len(ordered), 1),
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]), int(sys.argv[2]))))
