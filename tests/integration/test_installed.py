"""What is installed where there is no checkout: setuptools loses templates and scripts that nobody lists."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parents[2]
PACKAGES = ("config", "ocr", "inbound", "outbound", "service")


def test_an_installed_system_has_every_file(tmp_path: Path) -> None:
    """Each template, word list and wrapper of the checkout is in the installed system too, and what runs may run."""
    names = _tracked()
    for name in (*names, "pyproject.toml", "requirements.in"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(HOUSE / name, tmp_path / name)
    build = "import setuptools; setuptools.setup()"
    subprocess.run(
        [sys.executable, "-c", build, "-q", "build", "--build-lib", "built"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    built = tmp_path / "built"
    assert sorted(name for name in names if not (built / name).is_file()) == []
    lost = [name for name in names if os.access(HOUSE / name, os.X_OK) and not os.access(built / name, os.X_OK)]
    assert lost == []


def _tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z", *PACKAGES], cwd=HOUSE, capture_output=True, check=True).stdout
    return [name for name in listed.decode().split("\0") if name and (HOUSE / name).is_file()]
