"""What people decide of an arrival: confirm it for a case, forward it, confirm it for the RIS, or lay it aside.

Two confirmations by two roles; "confirmed for forwarding" says nothing of "confirmed for the RIS".
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.db import transaction

from service import ledger, models, steps
from service.cases import ArrivalState, CaseState
from service.house import House

ASIDE: Final = {"park": ArrivalState.PARKED, "misdirect": ArrivalState.FOREIGN, "discard": ArrivalState.JUNK}


class NotAllowed(Exception):
    """The person's role, or what has (not) happened before, does not let this be done. `why` is a closed word."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def opened(house: House, arrival: models.Arrival, *, by: str) -> models.Arrival:
    """Somebody has it on the screen: it stops ringing."""
    if arrival.opened_at is not None:
        return arrival
    now = house.now()
    with transaction.atomic():
        seen = house.ledger.change(arrival, "looked_at", now=now, by=by, opened_at=now, opened_by=by)
        house.ledger.stop_clocks("arrival", now=now, by=by, arrival=seen)
    return seen


def may_answer(arrival: models.Arrival) -> bool:
    """Whether a person may say that this is a report: not of a note or an empty sheet, but where nobody could tell."""
    return arrival.note == "typed" or not {"report", "unknown"}.isdisjoint(arrival.kinds)


def confirm(house: House, arrival: models.Arrival, case: models.Case, *, by: str) -> models.Report:
    """A person has held page and case side by side: this report is this case's. Raises NotAllowed, Forbidden, Stale."""
    if not may_answer(arrival):
        raise NotAllowed("no_report")
    now = house.now()
    with transaction.atomic():
        taken = steps.take_arrival(
            house, arrival, "confirm", by=by, case=case, facts={"reference": case.reference, "proposed": arrival.status}
        )
        report, _ = models.Report.objects.update_or_create(
            site=house.row, arrival=taken, defaults={"case": case, "created_at": now, **_unsaid("confirmed", now, by)}
        )
        if case.state != CaseState.ANSWERED:
            steps.take(house, case, "answer", by=by, answered_at=now)
        house.ledger.set_clock("forward", now + timedelta(minutes=house.site.clocks.forward_minutes), case=case)
    return report


def withdraw(house: House, report: models.Report, *, by: str) -> models.Arrival:
    """Takes a confirmation back, as long as nothing was forwarded or handed back."""
    if report.forwarded_at or report.handed_back_at:
        raise NotAllowed("already_forwarded")
    case = models.Case.objects.get(pk=report.case_id)
    arrival = models.Arrival.objects.get(pk=report.arrival_id)
    with transaction.atomic():
        others = models.Report.objects.filter(case=case, confirmed_at__isnull=False).exclude(pk=report.pk).exists()
        report.delete()
        if case.state == CaseState.ANSWERED and not others:
            steps.take(house, case, "withdraw_answer", by=by, answered_at=None)
            house.ledger.stop_clocks("forward", now=house.now(), by=by, case=case)
        return steps.take_arrival(house, arrival, "withdraw", by=by, case=case)


def forward(house: House, report: models.Report, *, by: str) -> models.Report:
    """The ward has it in hand, or on the telephone; the person who gave it says so."""
    if report.confirmed_at is None:
        raise NotAllowed("not_confirmed")
    return _fact(house, report, "forwarded", by, stops=("forward",))


def acknowledged_by_unit(house: House, report: models.Report, *, by: str) -> models.Report:
    """The referring unit has said that it has read it."""
    if report.forwarded_at is None:
        raise NotAllowed("not_forwarded")
    return _fact(house, report, "acknowledged", by)


def confirm_for_ris(house: House, report: models.Report, *, by: str, role: str) -> models.Report:
    """The RIS administrator confirms anew, with own eyes, before anything goes to the RIS."""
    if role != models.User.Role.RIS_ADMINISTRATOR:
        raise NotAllowed("ris_administrator_only")
    if report.confirmed_at is None:
        raise NotAllowed("not_confirmed")
    return _fact(house, report, "confirmed_for_ris", by)


def handed_back(house: House, report: models.Report, *, by: str) -> models.Report:
    """The report lies in the RIS; with the ward's copy forwarded, the case is closed."""
    if report.confirmed_for_ris_at is None:
        raise NotAllowed("not_confirmed_for_ris")
    done = _fact(house, report, "handed_back", by)
    case = models.Case.objects.get(pk=report.case_id)
    if done.forwarded_at is not None and case.state == CaseState.ANSWERED:
        steps.take(house, case, "close", by=by)
    return done


def lay_aside(house: House, arrival: models.Arrival, how: str, *, by: str, reason: str) -> models.Arrival:
    """Parks, marks as misdirected or as junk, always with a reason by a named person."""
    if not reason.strip():
        raise NotAllowed("reason_missing")
    return steps.take_arrival(house, arrival, how, by=by, facts={"how": how}, reason=reason.strip()[:200])


def reopen(house: House, arrival: models.Arrival, *, by: str) -> models.Arrival:
    """Back into the queue."""
    return steps.take_arrival(house, arrival, "reopen", by=by)


def _fact(house: House, report: models.Report, fact: str, by: str, *, stops: tuple[str, ...] = ()) -> models.Report:
    """Notes one of the five facts, once: who was first stands. Raises Stale for the second."""
    now = house.now()
    with transaction.atomic():
        missing = {f"{fact}_at__isnull": True}
        touched = models.Report.objects.filter(pk=report.pk, **missing).update(**_said(fact, now, by))
        row = models.Report.objects.select_related("case", "arrival").get(pk=report.pk)
        if touched != 1:
            raise ledger.Stale(fact, getattr(row, f"{fact}_by"), getattr(row, f"{fact}_at"))
        house.ledger.record(f"report_{fact}", now=now, by=by, case=row.case, arrival=row.arrival)
        if stops:
            house.ledger.stop_clocks(*stops, now=now, by=by, case=row.case)
    return row


def _said(fact: str, now: Any, by: str) -> dict[str, Any]:
    return {f"{fact}_at": now, f"{fact}_by": by}


def _unsaid(fact: str, now: Any, by: str) -> dict[str, Any]:
    """A fact said, and those that follow from an earlier confirmation unsaid."""
    later = ("forwarded", "acknowledged", "confirmed_for_ris", "handed_back")
    return _said(fact, now, by) | {f"{name}_at": None for name in later} | {f"{name}_by": "" for name in later}
