"""What every use-case needs, opened once: settings, site, ledger, stores, clock and chance."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from config.faults import Faults
from config.settings import Settings
from config.site import Site
from service import blobs, framework, keys, ledger, models, vault

SWEDEN: Final = ZoneInfo("Europe/Stockholm")
FOLDERS: Final = ("outbound", "outbound/waiting", "outbound/status", "inbound", "store", "ris")


@dataclass(frozen=True, slots=True)
class House:
    """One site at work.

    `now` gives the time in UTC; `choose` picks one item of a sequence by chance (the system's own generator in
    service, a seeded one in tests).
    """

    settings: Settings
    site: Site
    ledger: ledger.Ledger
    store: blobs.Store
    vault: vault.Vault
    now: Callable[[], datetime]
    choose: Callable[[Sequence[str]], str]

    @property
    def row(self) -> models.Site:
        """The site's row, by which every query is scoped."""
        return self.ledger.site

    def folder(self, name: str) -> Path:
        """One of the data folder's own folders."""
        return self.settings.data / name

    def today(self) -> date:
        """The date on the wall in Sweden, by which ages are counted."""
        return self.now().astimezone(SWEDEN).date()


def utc_now() -> datetime:
    """The time in UTC."""
    return datetime.now(UTC)


def enter(
    settings: Settings,
    site: Site,
    *,
    now: Callable[[], datetime] = utc_now,
    choose: Callable[[Sequence[str]], str] = secrets.choice,
) -> House:
    """Opens the house; makes folders, ledger and keys where nothing stands yet. Raises Faults."""
    _make_folders(settings)
    framework.start(settings)
    with _alone(settings.data / ".opening"):
        _migrate()
        row = _site_row(site, now())
        held = _keys(settings, row)
    framework.unlock(held.web)
    book = ledger.Ledger(row, ledger.Chain(held.chain))
    store = blobs.Store(settings.data / "store", held.documents)
    return House(settings, site, book, store, vault.Vault(book, held.identity), now, choose)


def _make_folders(settings: Settings) -> None:
    """The data folder, for its owner alone: what is dropped there carries identities."""
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in FOLDERS:
        (settings.data / name).mkdir(exist_ok=True, mode=0o700)


@contextmanager
def _alone(path: Path) -> Generator[None]:
    """One process at a time migrates and makes keys."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _migrate() -> None:
    """Brings the tables up to this version; a ledger of a later version stops the start."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    known = set(executor.loader.disk_migrations)
    later = [name for app, name in executor.loader.applied_migrations if app == "service" and (app, name) not in known]
    if later:
        raise Faults(("RESERVFAX_DATABASE: the ledger was written by a later version of Reservfax; install that one",))
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def _site_row(site: Site, now: datetime) -> models.Site:
    row, _ = models.Site.objects.get_or_create(prefix=site.prefix, defaults={"name": site.name, "created_at": now})
    return row


def _keys(settings: Settings, row: models.Site) -> keys.Keys:
    """The keys; made only while ledger and store are empty. A wrong key stops the start."""
    empty = not row.keys and row.chain_length == 0 and not any((settings.data / "store").glob("??"))
    held = keys.make(settings.keys, secrets.token_bytes) if empty else keys.read(settings.keys)
    if empty:
        models.Site.objects.filter(pk=row.pk).update(keys=dict(held.fingerprints()))
        row.keys = dict(held.fingerprints())
    wrong = [name for name, print_ in held.fingerprints().items() if row.keys.get(name) != print_]
    if wrong:
        raise Faults(
            tuple(f"RESERVFAX_KEYS: the key {name} is not the one that this ledger was made with" for name in wrong)
        )
    return held
