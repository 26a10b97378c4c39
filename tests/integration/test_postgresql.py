"""One setting makes PostgreSQL the ledger: the same tests hold there, and so does the whole service."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import servers

ROOT = Path(__file__).parents[2]


FILES = ("test_ledger.py", "test_settling.py", "test_deciding.py", "test_morning.py")


def test_the_ledger_holds_on_postgresql_as_well() -> None:
    """Every test of the ledger, of receipts, arrivals and decisions, and of the one mail, again with that database."""
    with servers.postgresql() as address:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *(f"tests/integration/{name}" for name in FILES)],
            cwd=ROOT, env=environ | {"RESERVFAX_TEST_DATABASE": address}, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    assert " passed" in done.stdout
