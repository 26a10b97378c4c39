"""The service at work: a thread a worker, in one process, that stops as a whole if one of them dies.

The only place that catches everything: there it means "hold it and tell somebody" (DESIGN). Rows are claimed under a
lease that is renewed while the work goes on; what a worker left behind is recovered, never repeated in silence.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import structlog
from django.db import DatabaseError, close_old_connections, connection

from inbound import folder, mailbox
from ocr import pages
from outbound import reasons
from service import cases, escalation, ledger, models, morning, status, steps
from service.cases import ArrivalState, CaseState
from service.house import House
from service.returning import arriving, reading
from service.sending import drafting, intake, transmission

LEASE: Final = 60.0
RENEW: Final = 20.0
POLL: Final = 1.0
SLOW_POLL: Final = 2.0
MORNING_POLL: Final = 60.0
# A case is tried so often before it is held for a person.
TRIES: Final = 3
# A worker that fails so often in a row is dead: the process ends, and whoever started it starts it anew.
DEAD: Final = 20

# What taking a file or a mail may raise that leaves it where it is, to be tried again.
_PASSING: Final = (DatabaseError, OSError, ValueError)

log = structlog.get_logger()
Once = Callable[[], bool]


@dataclass(slots=True)
class Crew:
    """The threads of one process. `stop` asks them to end; `died` names the part that ended by itself."""

    stop: threading.Event = field(default_factory=threading.Event)
    died: str = ""
    threads: list[threading.Thread] = field(default_factory=list[threading.Thread])

    def add(self, name: str, part: Callable[[], None]) -> None:
        """Starts a part; when it ends, everything ends."""
        thread = threading.Thread(target=self._run, args=(name, part), name=name, daemon=True)
        self.threads.append(thread)
        thread.start()

    def join(self, seconds: float) -> None:
        """Asks all parts to end and waits for them."""
        self.stop.set()
        for thread in self.threads:
            thread.join(timeout=seconds)

    def _run(self, name: str, part: Callable[[], None]) -> None:
        try:
            part()
        except Exception as fault:
            log.error("part_died", part=name, fault=type(fault).__name__)
        finally:
            connection.close()
            if not self.stop.is_set():
                self.died = name
                self.stop.set()


def start(house: House) -> Crew:
    """Starts every worker of the service. What a dead process left is taken up first."""
    crew = Crew()
    if connection.vendor == "sqlite":
        house.ledger.break_leases()
    for name, take in _folders(house).items():
        crew.add(name, _watcher(house, name, take, crew.stop))
    if house.settings.imap is not None:
        crew.add("mailbox", _mail(house, crew.stop))
    for name, once, pause in (
        ("drafter", lambda: draft_one(house), POLL),
        ("sender", lambda: send_one(house), POLL),
        ("reader", lambda: read_one(house), POLL),
        ("clock", lambda: bool(escalation.ring_due(house)), SLOW_POLL),
        ("alarm command", lambda: escalation.command_due(house), SLOW_POLL),
        ("alarm mail", lambda: escalation.mail_due(house), SLOW_POLL),
        ("status", _teller(house), SLOW_POLL),
        ("morning", lambda: morning.send_due(house), MORNING_POLL),
    ):
        crew.add(name, _loop(name, once, crew.stop, pause))
    return crew


def draft_one(house: House) -> bool:
    """Drafts one received case; whether there was one."""
    lease = secrets.token_hex(16)
    for case in house.ledger.claim(models.Case, [CaseState.RECEIVED], lease=lease, seconds=LEASE):
        with _renewed(house, case, lease):
            _safely(house, case, lambda case=case: drafting.prepare(house, case))
        return True
    return False


def send_one(house: House) -> bool:
    """Sends one ready case, or recovers one whose sender died; whether there was one."""
    lease = secrets.token_hex(16)
    states = [CaseState.READY, CaseState.SENDING]
    for case in house.ledger.claim(models.Case, states, lease=lease, seconds=LEASE):
        with _renewed(house, case, lease):
            if case.state == CaseState.SENDING:
                _safely(house, case, lambda case=case: transmission.recover(house, case))
            else:
                _safely(house, case, lambda case=case: transmission.send(house, case))
        return True
    return False


def read_one(house: House) -> bool:
    """Reads one arrival; whether there was one. One that can't be read for any reason is an item to look at."""
    lease = secrets.token_hex(16)
    states = [ArrivalState.NEW, ArrivalState.READING]
    for arrival in house.ledger.claim(models.Arrival, states, lease=lease, seconds=LEASE):
        with _renewed(house, arrival, lease):
            try:
                reading.read(house, arrival)
            except (ledger.Stale, cases.Forbidden):
                log.info("arrival_moved_meanwhile", arrival=arrival.pk)
                house.ledger.let_go(arrival)
            except DatabaseError:
                raise
            except Exception as fault:
                log.error("reading_failed", arrival=arrival.pk, fault=type(fault).__name__)
                _give_up_reading(house, arrival)
        return True
    return False


def _safely(house: House, case: models.Case, work: Callable[[], models.Case]) -> None:
    """One piece of work on a case: somebody else's move is no fault; anything unforeseen is held and told."""
    try:
        done = work()
        log.info("case", reference=done.reference, state=done.state)
    except (ledger.Stale, cases.Forbidden):
        log.info("case_moved_meanwhile", reference=case.reference)
        house.ledger.let_go(case)
    except DatabaseError:
        raise
    except Exception as fault:
        log.error("case_failed", reference=case.reference, state=case.state, fault=type(fault).__name__)
        _give_up(house, case)


def _give_up(house: House, case: models.Case) -> None:
    """Tried again a few times, then held. A case that may be on its way is left to recovery, which makes it unknown."""
    now = models.Case.objects.get(pk=case.pk)
    if now.state == CaseState.SENDING:
        return
    if now.tries + 1 < TRIES:
        house.ledger.put_off(now, house.now() + timedelta(seconds=2 * (now.tries + 1)))
    elif cases.allowed(cases.CASE_MOVES, "hold", now.state):
        drafting.hold(house, now, [reasons.make("gate_fault")])


def _give_up_reading(house: House, arrival: models.Arrival) -> None:
    now = models.Arrival.objects.get(pk=arrival.pk)
    if now.tries + 1 < TRIES:
        house.ledger.put_off(now, house.now() + timedelta(seconds=2 * (now.tries + 1)))
    elif cases.allowed(cases.ARRIVAL_MOVES, "propose", now.state):
        steps.take_arrival(house, now, "propose", by="reader", note="fault", status="unmatched")


@contextmanager
def _renewed(house: House, row: models.Case | models.Arrival, lease: str) -> Generator[None]:
    """Renews the row's lease while the work goes on."""
    done = threading.Event()

    def renew() -> None:
        while not done.wait(RENEW):
            house.ledger.renew(row, lease, LEASE)
        connection.close()

    thread = threading.Thread(target=renew, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()


def _loop(name: str, once: Once, stop: threading.Event, pause: float) -> Callable[[], None]:
    """Works as long as there is work, else waits. A fault of the database is waited out, for a while."""

    def run() -> None:
        faults = 0
        while not stop.is_set():
            try:
                busy = once()
                faults = 0
            except Exception as fault:
                faults += 1
                log.error("worker_failed", worker=name, fault=type(fault).__name__, times=faults)
                close_old_connections()
                if faults >= DEAD:
                    raise
                busy = False
            if not busy:
                stop.wait(pause)

    return run


def _teller(house: House) -> Once:
    """Writes the status files of what changed since the last look."""
    last = [house.now() - timedelta(days=1)]

    def once() -> bool:
        last[0] = status.write_changed(house, last[0])
        return False

    return once


def _folders(house: House) -> dict[str, folder.Take]:
    """Each watched folder and what taking a file from it means."""
    return {
        "outbound": lambda drop: _took(intake.take(house, drop.data, drop.name)),
        "outbound/waiting": lambda drop: _took(intake.take(house, drop.data, drop.name, urgent=False)),
        "inbound": lambda drop: _arrived(arriving.from_folder(house, drop.data, drop.name)),
    }


def _watcher(house: House, name: str, take: folder.Take, stop: threading.Event) -> Callable[[], None]:
    def refuse(file_name: str, reason: folder.Reason) -> None:
        del file_name  # it may hold a name; the folder shows it to whoever may see it
        house.ledger.record("left_alone", now=house.now(), by=name, facts={"folder": name, "reason": reason})
        log.warning("file_left_alone", folder=name, reason=reason)

    def run() -> None:
        times = house.settings.folders
        swept = folder.sweeper(
            house.folder(name), take, refuse=refuse, whole=pages.is_whole, settle=times.settle, faults=_PASSING
        )
        folder.watch(swept, stop=stop, rescan=times.rescan)

    return run


def _mail(house: House, stop: threading.Event) -> Callable[[], None]:
    """The mailbox; one that stays down rings by a clock of the site's own."""
    imap = house.settings.imap
    assert imap is not None

    def tell(state: mailbox.State) -> None:
        log.info("mailbox", state=state)
        if state == "up":
            house.ledger.stop_clocks("mailbox", now=house.now(), by="mailbox")
        elif not models.Clock.objects.filter(site=house.row, kind="mailbox", stopped_at__isnull=True).exists():
            due = house.now() + timedelta(minutes=house.site.clocks.held_ladder_minutes)
            house.ledger.set_clock("mailbox", due)

    def take(mail: mailbox.Mail) -> None:
        _arrived(arriving.from_mail(house, mail.raw, mail.key(f"{imap.user}/{imap.folder}")))

    return lambda: mailbox.watch(imap, take, stop=stop, tell=tell, faults=_PASSING)


def _took(case: models.Case) -> None:
    log.info("case", reference=case.reference, state=case.state)


def _arrived(arrival: models.Arrival) -> None:
    log.info("arrival", arrival=arrival.pk, channel=arrival.channel, state=arrival.state)
