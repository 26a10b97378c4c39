"""Gateway and far end of the demo, as processes of their own that outlive whatever happens to the service."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

from service.demo import leash

ROOT: Final = Path(__file__).parents[2]
_PATIENCE: Final = 20.0


class Missing(Exception):
    """A stand-in did not start."""


@dataclass(slots=True)
class Standin:
    """One process and what it has said so far, one JSON object a line."""

    process: subprocess.Popen[str]
    said: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def follow(self) -> None:
        """Reads what it says, until it ends."""
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self.said.append(cast(dict[str, Any], json.loads(line)))

    def wait_for(self, event: str) -> dict[str, Any]:
        """The first thing of that name that it says. Raises Missing."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            for line in list(self.said):
                if line["event"] == event:
                    return line
            time.sleep(0.05)
        raise Missing(event)

    def count(self, event: str) -> int:
        """How often it has said something of that name."""
        return sum(line["event"] == event for line in list(self.said))


@dataclass(frozen=True, slots=True)
class Standins:
    """Both, and the port at which the gateway listens."""

    gateway: Standin
    far_end: Standin
    port: int


@contextmanager
def at_work(
    folder: Path, *, site: Path, receipts: str, answers: str, far_end: Sequence[str] = (), port: int = 0
) -> Generator[Standins]:
    """Both at work on their own folders; `receipts` and `answers` are where they send (service.demo.post)."""
    line = folder / "line"
    desk = ["--faxes", str(line), "--folder", str(folder / "farend"), "--answers", answers, "--site", str(site)]
    office = ["--folder", str(folder / "gateway"), "--far-end", str(line), "--receipts", receipts, "--site", str(site)]
    gateway = _started("service.demo.gateway", [*office, "--port", str(port)])
    reader = _started("service.demo.farend", [*desk, *far_end])
    try:
        here = int(gateway.wait_for("listening")["port"])
        reader.wait_for("ready")
        yield Standins(gateway, reader, here)
    finally:
        for one in (gateway, reader):
            one.process.terminate()
        for one in (gateway, reader):
            one.process.wait(timeout=20)
            assert one.process.stdin is not None
            one.process.stdin.close()


def _started(module: str, words: Sequence[str]) -> Standin:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("RESERVFAX_")}
    environ |= {"PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1", "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", module, *words, leash.WORD],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environ, start_new_session=True,
    )  # fmt: skip
    made = Standin(process)
    threading.Thread(target=made.follow, name=module, daemon=True).start()
    return made
