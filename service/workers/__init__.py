"""The service at work: a thread a worker, in one process, that stops as a whole if one of them dies.

Anything unforeseen in a piece of work means "hold it and tell somebody". Rows are claimed under a lease that
is renewed while the work goes on; what a worker left behind is recovered, never repeated in silence.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final

import structlog
from django.db import DatabaseError, connection

from outbound import reasons
from service import cases, escalation, ledger, models, morning, status, steps
from service.cases import ArrivalState, CaseState
from service.house import House
from service.ledger import LEASE
from service.returning import reading
from service.sending import drafting, transmission
from service.workers import watching
from service.workers.crew import POLL, Crew, Notes, Once, retrying, when_changed
from service.workers.leases import renewed

__all__ = ["TRIES", "Crew", "draft_one", "read_one", "send_one", "start"]

SLOW_POLL: Final = 2.0
MORNING_POLL: Final = 60.0
# A case or an arrival is tried so often, whether that ends in a fault or in the process's death; then a person has it.
TRIES: Final = 3

log = structlog.get_logger()


def start(house: House) -> Crew:
    """Starts every worker of the service. What a dead process left is taken up first."""
    crew = Crew()
    if connection.vendor == "sqlite":
        house.ledger.break_leases()
    watch(house, crew)
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
        crew.add(name, retrying(name, when_changed(once), crew.stop, pause))
    return crew


def watch(house: House, crew: Crew) -> None:
    """Starts the watchers of folders and mailbox, and the worker that writes what they have to tell."""
    notes = Notes()
    for name, take in watching.folders(house).items():
        crew.add(name, retrying(name, watching.watched(house, name, take, notes, crew.stop), crew.stop))
    if house.settings.imap is not None:
        post = watching.post(house, house.settings.imap, notes, crew.stop)
        crew.add("mailbox", retrying("mailbox", post, crew.stop))
    crew.add("notes", retrying("notes", notes.write_one, crew.stop))


def draft_one(house: House) -> bool:
    """Drafts one received case; whether there was one."""
    return _work_on_one(house, [CaseState.RECEIVED], drafting.prepare)


def send_one(house: House) -> bool:
    """Sends one ready case, or recovers one whose sender died; whether there was one."""
    return _work_on_one(house, [CaseState.READY, CaseState.SENDING], _hand_over)


def _hand_over(house: House, case: models.Case) -> models.Case:
    return (transmission.recover if case.state == CaseState.SENDING else transmission.send)(house, case)


def read_one(house: House) -> bool:
    """Reads one arrival; whether there was one. One that can't be read for any reason is an item to look at."""
    lease = secrets.token_hex(16)
    states = [ArrivalState.NEW, ArrivalState.READING]
    for arrival in house.ledger.claim(models.Arrival, states, lease=lease, seconds=LEASE):
        with renewed(house, arrival):
            if arrival.tries > TRIES:
                _give_up_reading(house, arrival)
            else:
                _read(house, arrival)
        return True
    return False


def _read(house: House, arrival: models.Arrival) -> None:
    """One reading: somebody else's move is no fault; anything unforeseen is tried again, then shown to a person."""
    try:
        reading.read(house, _taken_up(house, arrival))
    except (ledger.Stale, cases.Forbidden):
        log.info("arrival_moved_meanwhile", arrival=arrival.pk)
        house.ledger.let_go(arrival)
    except DatabaseError:
        raise
    except Exception as fault:
        log.error("reading_failed", arrival=arrival.pk, fault=type(fault).__name__)
        _give_up_reading(house, arrival)


def _taken_up(house: House, arrival: models.Arrival) -> models.Arrival:
    """The arrival as being read, under the same lease; due, so that another reads it if this reader dies."""
    if arrival.state != ArrivalState.NEW:
        return arrival
    return house.ledger.move(
        arrival, "take_up", now=house.now(), by="reader", keep=True, due=arrival.due, tries=arrival.tries
    )


def _work_on_one(house: House, states: Sequence[CaseState], work: Callable[[House, models.Case], models.Case]) -> bool:
    """Claims a case in one of the states and does the work on it; whether there was one."""
    for case in house.ledger.claim(models.Case, states, lease=secrets.token_hex(16), seconds=LEASE):
        with renewed(house, case):
            _safely(house, case, _hold_deadly if _is_deadly(case) else work)
        return True
    return False


def _safely(house: House, case: models.Case, work: Callable[[House, models.Case], models.Case]) -> None:
    """One piece of work on a case: somebody else's move is no fault; anything unforeseen is held and told."""
    try:
        done = work(house, case)
        log.info("case", reference=done.reference, state=done.state)
    except (ledger.Stale, cases.Forbidden):
        log.info("case_moved_meanwhile", reference=case.reference)
        house.ledger.let_go(case)
    except DatabaseError:
        raise
    except Exception as fault:
        log.error("case_failed", reference=case.reference, state=case.state, fault=type(fault).__name__)
        _give_up(house, case)


def _is_deadly(case: models.Case) -> bool:
    """Whether the processes that worked on it have died. One that may be on its way is recovered, however often."""
    return case.tries > TRIES and case.state != CaseState.SENDING


def _hold_deadly(house: House, case: models.Case) -> models.Case:
    """Held, without another try: its document is what can't be read, or else its fax can't be examined."""
    why = "unreadable" if case.state == CaseState.RECEIVED else "gate_fault"
    return drafting.hold(house, case, [reasons.make(why)])


def _give_up(house: House, case: models.Case) -> None:
    """Tried again a few times, then held. A case that may be on its way is left to recovery, which makes it unknown."""
    now = models.Case.objects.get(pk=case.pk)
    if now.state == CaseState.SENDING:
        return
    if now.tries < TRIES:
        house.ledger.put_off(now, house.now() + timedelta(seconds=2 * now.tries), tries=now.tries)
    elif cases.allowed(cases.CASE_MOVES, "hold", now.state):
        drafting.hold(house, now, [reasons.make("gate_fault")])


def _give_up_reading(house: House, arrival: models.Arrival) -> None:
    """Tried again a few times, then shown to a person, who may say what it is: nobody else could tell."""
    now = models.Arrival.objects.get(pk=arrival.pk)
    if now.tries < TRIES:
        house.ledger.put_off(now, house.now() + timedelta(seconds=2 * now.tries), tries=now.tries)
    elif cases.allowed(cases.ARRIVAL_MOVES, "propose", now.state):
        steps.take_arrival(house, now, "propose", by="reader", note="fault", status="unmatched", kinds=["unknown"])


def _teller(house: House) -> Once:
    """Writes the status files of what changed since the last look."""
    seen = status.Seen(house.now() - timedelta(days=1))

    def once() -> bool:
        nonlocal seen
        seen = status.write_changed(house, seen)
        return False

    return once
