"""An installation for tests: the command line as an administrator types it, each command a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import houses

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Installed:
    """An installation: its folder and its settings."""

    folder: Path
    environ: dict[str, str]

    def __call__(self, *words: object, typed: str = "") -> subprocess.CompletedProcess[str]:
        """One command, run to its end."""
        command = [sys.executable, "-m", "service.cli", *map(str, words)]
        return subprocess.run(
            command, cwd=self.folder, env=self.environ, input=typed, capture_output=True, text=True, timeout=240
        )

    def json(self, *words: object) -> dict[str, Any]:
        """What a command answers with --json: one object, and nothing else."""
        return dict(json.loads(self(*words, "--json").stdout))


def installed(folder: Path, *, signed: bool = True, **settings: object) -> Installed:
    """An installation with these settings, all else by default; nothing of this machine's own."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("RESERVFAX_")}
    given = {
        "RESERVFAX_DATA": folder / "data", "RESERVFAX_KEYS": folder / "keys",
        "RESERVFAX_SITE": houses.site_file(folder, prefix="NAL", signed=signed, unattended=False),
        **{f"RESERVFAX_{name.upper()}": value for name, value in settings.items()},
    }  # fmt: skip
    path = {"PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1", "OMP_THREAD_LIMIT": "1", "HOME": str(folder)}
    return Installed(folder, own | path | {name: str(value) for name, value in given.items()})
