"""One step of the routine: the ledger's move, and the clocks that the new state starts and stops, in one transaction.

Every state that waits for somebody has a clock, so a case is never moved past this module. One that
waits for the link (`waiting`) rings for nobody by day or night: it stands on the night page and in the morning mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.db import transaction

from config.site import Clocks
from inbound import report
from service import models
from service.cases import ArrivalMove, ArrivalState, CaseMove, CaseState, ClockKind
from service.house import House

# State -> the clocks that run in it. One that ran before the move and still does is not wound anew.
_CASE_CLOCKS: Final[Mapping[str, tuple[ClockKind, ...]]] = {
    CaseState.RECEIVED: ("drafting",),
    CaseState.HELD: ("held",),
    CaseState.READY: ("channel",),
    CaseState.SENDING: ("channel",),
    CaseState.SENT: ("receipt", "answer"),
    CaseState.DELIVERED: ("acknowledgement", "answer"),
    CaseState.ACKNOWLEDGED: ("answer",),
    CaseState.BY_HAND: ("answer",),
    CaseState.UNKNOWN: ("unknown",),
    CaseState.REFUSED: ("refused",),
    CaseState.DECLINED: ("declined",),
}
# A mail behind which a report may lie that nobody here can open.
URGENT_NOTES: Final = frozenset({"link", "unopened_part"})


def take(
    house: House,
    case: models.Case,
    name: CaseMove,
    *,
    by: str,
    facts: Mapping[str, Any] | None = None,
    **columns: Any,
) -> models.Case:
    """The case after the move. Raises cases.Forbidden and ledger.Stale."""
    now = house.now()
    with transaction.atomic():
        moved = house.ledger.move(case, name, now=now, by=by, facts=facts, **columns)
        _wind(house, moved, by)
    return moved


def begin(house: House, case: models.Case) -> None:
    """Starts the clocks of a case that was just opened."""
    _wind(house, case, case.changed_by)


def take_arrival(
    house: House,
    arrival: models.Arrival,
    name: ArrivalMove,
    *,
    by: str,
    facts: Mapping[str, Any] | None = None,
    **columns: Any,
) -> models.Arrival:
    """The arrival after the move; what waits for review has a clock until somebody decides on it."""
    now = house.now()
    with transaction.atomic():
        moved = house.ledger.move(arrival, name, now=now, by=by, facts=facts, **columns)
        house.ledger.stop_clocks(now=now, by=by, arrival=moved)
        if moved.state == ArrivalState.TO_REVIEW:
            urgent = not set(report.URGENT).isdisjoint(moved.kinds) or moved.note in URGENT_NOTES
            grace = timedelta(0) if urgent else timedelta(minutes=house.site.clocks.arrival_minutes)
            house.ledger.set_clock("arrival", now + grace, arrival=moved)
    return moved


def look(house: House, arrival: models.Arrival, *, by: str) -> models.Arrival:
    """Somebody has opened what waits for review: it stops ringing, and rings anew if it lies there undecided.

    Of two who open it at once, the second finds it opened.
    """
    if arrival.opened_at is not None and not _rings(arrival):
        return arrival
    now = house.now()
    with transaction.atomic():
        row = house.ledger.locked(arrival)
        if row.state != ArrivalState.TO_REVIEW or (row.opened_at is not None and not _rings(row)):
            return row
        if row.opened_at is None:
            row = house.ledger.change(row, "looked_at", now=now, by=by, opened_at=now, opened_by=by)
        else:
            house.ledger.record("looked_at", now=now, by=by, arrival=row)
        house.ledger.stop_clocks(now=now, by=by, arrival=row)
        house.ledger.set_clock("review", now + timedelta(minutes=house.site.clocks.forward_minutes), arrival=row)
    return row


def _rings(arrival: models.Arrival) -> bool:
    running = models.Clock.objects.filter(arrival=arrival, stopped_at__isnull=True)
    return running.filter(rung_at__isnull=False).exists()


def _wind(house: House, case: models.Case, by: str) -> None:
    """Stops the clocks that the state does not have and starts those that it has and that do not run yet."""
    now, wanted = house.now(), _CASE_CLOCKS.get(case.state, ())
    running = models.Clock.objects.filter(site=house.row, case=case, stopped_at__isnull=True)
    kinds = set(running.values_list("kind", flat=True))
    gone = kinds - set(wanted) - {"forward"}
    if gone:
        house.ledger.stop_clocks(*gone, now=now, by=by, case=case)
    for kind in set(wanted) - kinds:
        house.ledger.set_clock(kind, now + _delay(house.site.clocks, kind), case=case)


def _delay(clocks: Clocks, kind: ClockKind) -> timedelta:
    """How long the state may last before it rings; what nobody need wait for rings at once."""
    delays: Mapping[ClockKind, timedelta] = {
        "drafting": timedelta(minutes=clocks.held_ladder_minutes),
        "held": timedelta(seconds=clocks.held_seconds),
        "channel": timedelta(minutes=clocks.held_ladder_minutes),
        "receipt": timedelta(minutes=clocks.receipt_minutes),
        "acknowledgement": timedelta(minutes=clocks.acknowledged_minutes),
        "answer": timedelta(minutes=clocks.answer_minutes),
    }
    return delays.get(kind, timedelta(0))
