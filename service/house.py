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

from django.db import DatabaseError

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
    framework.start(settings)
    with _plainly(settings):
        _not_lost(settings)
        _make_folders(settings)
        with _alone(settings.data / ".opening"):
            _migrate()
            row, _ = models.Site.objects.get_or_create(
                prefix=site.prefix, defaults={"name": site.name, "created_at": now()}
            )
            held = _keys(settings, row)
        return _opened(settings, site, row, held, now, choose)


def look(settings: Settings, site: Site, *, now: Callable[[], datetime] = utc_now) -> House | None:
    """The house as it stands, for whoever only reads: nothing is made. None before the first start. Raises Faults."""
    framework.start(settings)
    with _plainly(settings):
        _not_lost(settings)
        if not framework.has_ledger():
            if settings.data.exists():
                next(settings.data.iterdir(), None)  # a folder that can't be read is no empty one
            return None
        row = models.Site.objects.filter(prefix=site.prefix).first() if _is_current() else None
        if row is None or not row.keys:
            return None
        return _opened(settings, site, row, _checked(keys.read(settings.keys), row), now, secrets.choice)


def _opened(
    settings: Settings,
    site: Site,
    row: models.Site,
    held: keys.Keys,
    now: Callable[[], datetime],
    choose: Callable[[Sequence[str]], str],
) -> House:
    framework.unlock(held.web)
    book = ledger.Ledger(row, ledger.Chain(held.chain))
    store = blobs.Store(settings.data / "store", held.documents)
    return House(settings, site, book, store, vault.Vault(book, held.identity), now, choose)


@contextmanager
def _plainly(settings: Settings) -> Generator[None]:
    """What disk or database refuse, in plain words: an installation is at fault, not a program."""
    try:
        yield
    except DatabaseError as fault:
        raise Faults((framework.plain(fault),)) from None
    except OSError as fault:
        key = "RESERVFAX_KEYS" if str(fault.filename).startswith(str(settings.keys)) else "RESERVFAX_DATA"
        raise Faults((f"{key}: {fault.filename or settings.data}: {fault.strerror}",)) from None


def _not_lost(settings: Settings) -> None:
    """A store without its ledger: a new one beside it would know none of its documents. Raises Faults."""
    if not framework.has_ledger() and _has_documents(settings):
        raise Faults(
            ("RESERVFAX_DATA: store/ har dokument men registret saknas: reservfax restore / the ledger is missing",)
        )


def _has_documents(settings: Settings) -> bool:
    return any((settings.data / "store").glob("??"))


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
    """Brings the tables up to this version."""
    from django.core.management import call_command

    if _steps():
        call_command("migrate", verbosity=0, interactive=False)


def _is_current() -> bool:
    """Whether there are tables, and those of this version. Raises Faults for an earlier version's."""
    steps = _steps()
    if steps and ("service", "0001_initial") not in steps:
        raise Faults(
            (
                "RESERVFAX_DATA: registret är av en tidigare version; starta tjänsten, den för upp det / "
                "the ledger is of an earlier version; the service brings it up when it starts",
            )
        )
    return not steps


def _steps() -> set[tuple[str, str]]:
    """What is still to be done to the tables. A ledger of a later version stops every command."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    known = set(executor.loader.disk_migrations)
    later = [name for app, name in executor.loader.applied_migrations if app == "service" and (app, name) not in known]
    if later:
        raise Faults(("RESERVFAX_DATABASE: the ledger was written by a later version of Reservfax; install that one",))
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return {(step.app_label, step.name) for step, _ in plan}


def _keys(settings: Settings, row: models.Site) -> keys.Keys:
    """The keys; made only while ledger and store are empty. A wrong key stops the start."""
    if row.keys or row.chain_length or _has_documents(settings):
        return _checked(keys.read(settings.keys), row)
    held = keys.make(settings.keys, secrets.token_bytes)
    row.keys = dict(held.fingerprints())
    models.Site.objects.filter(pk=row.pk).update(keys=row.keys)
    return held


def _checked(held: keys.Keys, row: models.Site) -> keys.Keys:
    """The keys, if they are this ledger's. Raises Faults."""
    if not row.keys:
        raise Faults(
            ("RESERVFAX_DATA: store/ har dokument som registret inte känner / the ledger knows nothing of store/",)
        )
    wrong = [name for name, print_ in held.fingerprints().items() if row.keys.get(name) != print_]
    if wrong:
        raise Faults(
            tuple(f"RESERVFAX_KEYS: the key {name} is not the one that this ledger was made with" for name in wrong)
        )
    return held
