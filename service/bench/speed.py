"""How quick and how light the service is: measured on a running one, beside raw Tesseract on the same machine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, Final

from config import settings as installations
from ocr import pages, text
from service import framework
from service.bench import kill, rest
from service.demo import referrals, stage, standins
from service.demo.referrals import Kind

PATIENCE: Final = 120.0


def measured(seed: int) -> dict[str, Any]:
    """Every figure of one run, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "service.bench.speed", str(seed)],
        cwd=kill.ROOT, env=kill.surroundings({}), capture_output=True, text=True, timeout=1800, check=False,
    )  # fmt: skip
    lines = done.stdout.strip().splitlines()
    return json.loads(lines[-1]) if lines else {"fault": done.stderr[-400:]}


def run(seed: int) -> dict[str, Any]:
    """Starts the service on a stage, drops a two-page scan and a text, lets it work a night, and watches it rest."""
    chance = Random(seed)
    with stage.folder() as folder:
        site, inbound = stage.site_file(folder), stage.inbound(folder)
        with standins.at_work(folder, site=site, receipts=str(inbound), answers=str(inbound)) as players:
            environ = stage.environment(folder, site, players.port) | {"RESERVFAX_WEB_PORT": str(kill.free_port())}
            begun = time.monotonic()
            service = kill.service(environ)
            try:
                ready(environ)
                figures: dict[str, Any] = {"start_to_ready_s": round(time.monotonic() - begun, 2)}
                figures["fresh_mb"] = rest.resident(service.pid)
                framework.start(installations.read(environ))
                figures |= _drops(Path(environ["RESERVFAX_DATA"]), chance, players) | _raw(chance)
                return figures | rest.worked(environ, chance) | rest.waiting(service.pid)
            finally:
                os.killpg(service.pid, signal.SIGTERM)
                service.wait(timeout=60)


def ready(environ: dict[str, str]) -> None:
    """Until the pages answer."""
    from http.client import HTTPConnection, HTTPException

    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            door = HTTPConnection("127.0.0.1", int(environ["RESERVFAX_WEB_PORT"]), timeout=2)
            door.request("GET", "/healthz")
            if door.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            time.sleep(0.05)


def _drops(data: Path, chance: Random, players: standins.Standins) -> dict[str, float]:
    """Drop to preview of a two-page scan, of a text, and release to taken by the gateway."""
    figures = dict[str, float]()
    drops: tuple[tuple[str, Kind], ...] = (("text", "text"), ("scan_two_pages", "scan"))
    for name, kind in drops:
        made = referrals.made(kind, chance, datetime.now(UTC))
        content = _twice(made.data) if kind == "scan" else made.data
        (data / "outbound" / f"{name}.pdf").write_bytes(content)
        figures |= _watched(name, content, players)
    return figures


def _twice(scan: bytes) -> bytes:
    """A scan of two pages: the one page twice."""
    page = pages.open_document(scan).pages[0]
    return pages.pdf_of([page, page])


def _watched(name: str, content: bytes, players: standins.Standins) -> dict[str, float]:
    """The times of one drop by the ledger's own events."""
    import hashlib

    from service import models

    sha, taken = hashlib.sha256(content).hexdigest(), time.monotonic()
    before = players.gateway.count("accepted")
    _until(lambda: models.Event.objects.filter(case__source_sha=sha, kind__in=("pass", "hold")).exists())
    figures = {f"{name}_drop_to_preview_s": round(time.monotonic() - taken, 2)}
    if models.Event.objects.filter(case__source_sha=sha, kind="pass").exists():
        passed = time.monotonic()
        _until(lambda: players.gateway.count("accepted") > before)
        figures[f"{name}_release_to_taken_s"] = round(time.monotonic() - passed, 2)
    return figures


def _until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not done() and time.monotonic() < end:
        time.sleep(0.05)


def _raw(chance: Random) -> dict[str, float]:
    """Raw Tesseract on one page of the scan: what this machine is worth at this moment."""
    made = referrals.made("scan", chance, datetime.now(UTC))
    image, begun = pages.open_document(made.data).pages[0].image, time.monotonic()
    text.read(image)
    return {"raw_tesseract_page_s": round(time.monotonic() - begun, 2)}


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]))))
