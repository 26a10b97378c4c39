"""A demo that is ended takes everything with it that it started, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import servers
from installation import ROOT


def stand_ins(parent: int) -> list[int]:
    """The stand-ins that a process has started."""
    found = list[int]()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            above = int((folder / "stat").read_text("utf-8").rpartition(")")[2].split()[1])
            if above == parent and b"service.demo." in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def alive(process: int) -> bool:
    """Whether it runs; one that has ended and that nobody has asked about yet does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_of_a_demo_outlives_it(folder: Path, how: signal.Signals) -> None:
    """In the background, where SIGINT is ignored, SIGTERM ends it; after kill -9 its stand-ins end by themselves."""
    environ = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1", "TMPDIR": str(folder), "HOME": str(folder)}
    words = ["sh", "-c", 'trap "" INT; exec "$@"', "sh", sys.executable, "-m", "service.cli", "demo"]
    with (folder / "log").open("wb") as log, subprocess.Popen(words, env=environ, stderr=log) as demo:
        try:
            servers.wait_for(lambda: len(stand_ins(demo.pid)) == 2, 60)
            servers.wait_for(lambda: "http://127.0.0.1" in (folder / "log").read_text("utf-8"), 60)
            started = stand_ins(demo.pid)
            demo.send_signal(how)
            demo.wait(timeout=60)
        finally:
            demo.kill()
        servers.wait_for(lambda: not any(map(alive, started)), 20)
