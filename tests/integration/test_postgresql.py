"""One setting makes PostgreSQL the ledger: the same tests hold there, and so does the whole service."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import servers
from installation import installed

ROOT = Path(__file__).parents[2]


FILES = ("test_ledger.py", "test_settling.py", "test_deciding.py", "test_escalation.py", "test_morning.py")


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


def test_the_options_of_the_address_count(folder: Path) -> None:
    """A server without TLS is not spoken to where TLS is asked for: before, the option was dropped in silence."""
    with servers.postgresql() as address:
        assert installed(folder, database=f"{address}?connect_timeout=9")("cases").returncode == 0
        refused = installed(folder, database=f"{address}?sslmode=require")("cases")
    assert (refused.returncode, "RESERVFAX_DATABASE" in refused.stderr, "Traceback" in refused.stderr) == (
        1,
        True,
        False,
    )
