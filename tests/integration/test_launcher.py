"""The launcher on a machine where everything is installed already."""

from __future__ import annotations

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

LAUNCHER = Path(__file__).parents[2] / "reservfax"


def _start(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([LAUNCHER, *words], cwd=folder, capture_output=True, text=True, check=False)


def _help_from(folder: Path) -> subprocess.CompletedProcess[str]:
    return _start(folder, "read", "--help")


def test_a_foreign_folder_lends_nothing(tmp_path: Path) -> None:
    """Started from any folder, even by several at once, Reservfax runs its own code and prints its own words alone."""
    (tmp_path / "json.py").write_text("raise SystemExit('foreign json')")
    (tmp_path / "service").mkdir()
    (tmp_path / "service" / "cli.py").write_text("raise SystemExit('foreign service')")
    with ThreadPoolExecutor() as several:
        for done in several.map(_help_from, [tmp_path] * 3):
            assert done.returncode == 0
            assert done.stdout.startswith("användning / usage: reservfax read")
            assert "foreign" not in done.stderr


def test_status_and_output_are_the_commands_own(tmp_path: Path) -> None:
    """A command's status comes through the launcher, and on standard output stands nothing but the command's answer."""
    done = _start(tmp_path, "no-such-command")
    assert done.returncode == 2
    assert done.stdout == ""


def test_the_container_has_what_the_launcher_installs() -> None:
    """One list of Debian's packages for running, and the same in the Dockerfile."""
    (listed,) = re.findall(r"^run_packages=\((.*?)\)", LAUNCHER.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    dockerfile = (LAUNCHER.parent / "Dockerfile").read_text("utf-8")
    (installed,) = re.findall(r"--no-install-recommends \\\n(.*?)&&", dockerfile, re.DOTALL)
    assert set(listed.split()) == set(installed.replace("\\", " ").split())
