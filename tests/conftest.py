"""What tests share: a Django that knows our tables, and a house of their own for those that need a ledger."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from config import settings as installations
from service import framework

# Tests know nothing of this machine's own installation.
for key in [key for key in os.environ if key.startswith("RESERVFAX_") and not key.startswith("RESERVFAX_TEST_")]:
    del os.environ[key]
_FOLDER = Path(tempfile.mkdtemp(prefix="reservfax-tests-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
(_FOLDER / "data").mkdir(mode=0o700)
framework.start(
    installations.read(
        {
            "RESERVFAX_DATA": str(_FOLDER / "data"),
            "RESERVFAX_KEYS": str(_FOLDER / "keys"),
            "RESERVFAX_DATABASE": os.environ.get("RESERVFAX_TEST_DATABASE", ""),
        }
    )
)
framework.unlock(b"tests" * 8)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that only its owner may enter, as the data folder is."""
    tmp_path.chmod(0o700)
    return tmp_path
