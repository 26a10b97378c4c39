"""Where demo and bench play: a folder of their own with a site, data and keys that touch no installation."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from config import settings as installations


@contextmanager
def folder() -> Generator[Path]:
    """A folder that is gone afterwards."""
    made = Path(tempfile.mkdtemp(prefix="reservfax-demo-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def site_file(at: Path) -> Path:
    """The shipped example, signed off by the demo and releasing unattended: it only ever speaks to the stand-ins."""
    text = installations.EXAMPLE.read_text("utf-8")
    signed = f'signed_by = "Demo"\nsigned_on = {datetime.now(UTC).date()}'
    text = re.sub(r'^signed_by = ""', signed, text, flags=re.MULTILINE)
    path = at / "site.toml"
    path.write_text(text.replace("unattended = false", "unattended = true "), "utf-8")
    return path


def inbound(at: Path) -> Path:
    """The folder that returned faxes and receipts come into, made before anything sends there."""
    path = at / "data" / "inbound"
    path.mkdir(parents=True, mode=0o700)
    return path


def environment(at: Path, site: Path, port: int) -> dict[str, str]:
    """The settings of an installation that can reach nothing but the stand-ins; `port` is the gateway's."""
    return {
        "HOME": str(at),
        "RESERVFAX_DATA": str(at / "data"),
        "RESERVFAX_KEYS": str(at / "keys"),
        "RESERVFAX_SITE": str(site),
        "RESERVFAX_SMTP_HOST": "127.0.0.1",
        "RESERVFAX_SMTP_PORT": str(port),
        "RESERVFAX_SMTP_SECURITY": "plain",
        "RESERVFAX_FOLDER_SETTLE": "0.5",
        "RESERVFAX_FOLDER_RESCAN": "2",
    }
