"""Houses for tests: each a site of its own in the one ledger of the test run, with data, keys and a fixed clock."""

from __future__ import annotations

import itertools
import re
import string
import threading
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config import settings as installations
from config import site as sites
from service import house
from service.house import House
from service.web import server

_PREFIXES = ("".join(letters) for letters in itertools.product("BCDFG", string.ascii_uppercase, "XYZW"))
NIGHT = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)


class Clock:
    """The time, as a test sets it."""

    def __init__(self) -> None:
        self.at = NIGHT

    def __call__(self) -> datetime:
        return self.at

    def later(self, **by: float) -> None:
        """Lets time pass."""
        self.at += timedelta(**by)


def site_file(folder: Path, *, prefix: str = "", signed: bool = True, unattended: bool = True) -> Path:
    """A site of its own, signed off unless told otherwise."""
    text = installations.EXAMPLE.read_text("utf-8")
    text = text.replace('prefix = "NAL"', f'prefix = "{prefix or next(_PREFIXES)}"')
    if signed:
        text = re.sub(r'^signed_by = ""', 'signed_by = "Prov"\nsigned_on = 2026-11-23', text, flags=re.MULTILINE)
    path = folder / "site.toml"
    path.write_text(text.replace("unattended = false", f"unattended = {str(unattended).lower()} "), "utf-8")
    return path


def enter(folder: Path, *, clock: Clock | None = None, site: Path | None = None, **environ: object) -> House:
    """A house in a folder; `environ` are settings without their RESERVFAX_."""
    words = {f"RESERVFAX_{name.upper()}": str(value) for name, value in environ.items()}
    given = {
        "RESERVFAX_DATA": str(folder / "data"),
        "RESERVFAX_KEYS": str(folder / "keys"),
        "RESERVFAX_SITE": str(site or site_file(folder)),
        "RESERVFAX_SMTP_SECURITY": "plain",
        "RESERVFAX_IMAP_SECURITY": "plain",
    }
    settings = installations.read(given | words)
    return house.enter(settings, sites.read(settings.site_file), now=clock or house.utc_now)


@contextmanager
def served(opened: House, host: str = "127.0.0.1") -> Generator[int]:
    """The house's pages, served beside this thread, as the port that they are at."""
    pages = server.open_at(opened, host, 0)
    thread = threading.Thread(target=pages.serve, daemon=True)
    thread.start()
    yield pages.port
    pages.close()
    thread.join(20)
    assert not thread.is_alive()
