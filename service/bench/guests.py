"""Programs that a bench measures ours against: each in a virtual environment of its own, in the cache folder alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


class Missing(Exception):
    """The program can't be had here; the text says why."""


def installed(*packages: str, program: str, home: str = "") -> Path:
    """The program, after installing what it needs if this is its first time, in the folder `home`. Raises Missing."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "reservfax" / "bench" / (home or program)
    found, done_mark = folder / "bin" / program, folder / "installed"
    if done_mark.is_file():
        return found
    steps = ([sys.executable, "-m", "venv", str(folder)], [str(folder / "bin" / "pip"), "install", "-q", *packages])
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Missing(f"{program}: {done.stderr.strip().splitlines()[-1:]}")
    if not found.is_file():
        raise Missing(f"{program} is not in {' '.join(packages)}")
    done_mark.touch()
    return found
