"""Watched folders and the mailbox: what comes in is taken; what can't be is told, when the ledger takes it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TypeVar

import structlog
from django.db import DatabaseError, close_old_connections

from config.settings import Imap
from inbound import folder, mailbox
from ocr import pages
from service import models
from service.house import House
from service.returning import arriving
from service.sending import intake
from service.workers.crew import PASSING, Notes, NotTaken, Once

log = structlog.get_logger()
T = TypeVar("T")


def folders(house: House) -> Mapping[str, folder.Take]:
    """Each watched folder and what taking a file from it means."""
    return {
        "outbound": lambda drop: _case(intake.take(house, drop.data, drop.name, since=drop.since)),
        "outbound/waiting": lambda drop: _case(
            intake.take(house, drop.data, drop.name, urgent=False, since=drop.since)
        ),
        "inbound": lambda drop: _arrival(arriving.from_folder(house, drop.data, drop.name)),
    }


def watched(house: House, name: str, take: folder.Take, notes: Notes, stop: threading.Event) -> Once:
    """Watches one folder until `stop`."""

    def refuse(file_name: str, reason: folder.Reason) -> None:
        del file_name  # it may hold a name; the folder shows it to whoever may see it
        log.warning("file_left_alone", folder=name, reason=reason)
        now, facts = house.now(), {"folder": name, "reason": reason}
        notes.add(lambda: house.ledger.record("left_alone", now=now, by=name, facts=facts))

    times = house.settings.folders
    swept = folder.Sweeper(
        house.folder(name), _anew(take), refuse=refuse, whole=pages.is_whole, settle=times.settle, faults=PASSING
    )

    def once() -> bool:
        folder.watch(swept, stop=stop, rescan=times.rescan)
        return False

    return once


def post(house: House, imap: Imap, notes: Notes, stop: threading.Event) -> Once:
    """Watches the mailbox until `stop`; one that stays down rings by a clock of the site's own."""

    def tell(state: mailbox.State) -> None:
        log.info("mailbox", state=state)
        notes.add(lambda: _stands(house, state))

    def take(mail: mailbox.Mail) -> None:
        _arrival(arriving.from_mail(house, mail.raw, mail.key(f"{imap.user}/{imap.folder}")))

    def once() -> bool:
        mailbox.watch(imap, _anew(take), stop=stop, tell=tell, faults=PASSING)
        return False

    return once


def _stands(house: House, state: mailbox.State) -> None:
    """The mailbox's own clock: it runs while the mailbox is anything but well."""
    if state == "up":
        house.ledger.stop_clocks("mailbox", now=house.now(), by="mailbox")
    elif not models.Clock.objects.filter(site=house.row, kind="mailbox", stopped_at__isnull=True).exists():
        house.ledger.set_clock("mailbox", house.now() + timedelta(minutes=house.site.clocks.held_ladder_minutes))


def _anew(take: Callable[[T], None]) -> Callable[[T], None]:
    """Takes one thing; whatever that raises is one of PASSING, so that the others are taken all the same.

    After a fault of the database with a fresh connection: the old one may be dead for good.
    """

    def taken(what: T) -> None:
        try:
            take(what)
        except DatabaseError as fault:
            log.warning("not_taken", fault=type(fault).__name__)
            close_old_connections()
            raise
        except PASSING:
            raise
        except Exception as fault:
            log.error("not_taken", fault=type(fault).__name__)
            raise NotTaken from None

    return taken


def _case(case: models.Case) -> None:
    log.info("case", reference=case.reference, state=case.state)


def _arrival(arrival: models.Arrival) -> None:
    log.info("arrival", arrival=arrival.pk, channel=arrival.channel, state=arrival.state)
