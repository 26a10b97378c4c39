"""What people decide of an arrival: confirm it for a case, forward it, confirm it for the RIS, or lay it aside.

Two confirmations by two roles; "confirmed for forwarding" says nothing of "confirmed for the RIS".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from django.db import transaction
from django.db.models import Q, QuerySet

from service import ledger, models, rights, stated_reasons, steps
from service.cases import FINAL, ArrivalState, CaseState
from service.house import House
from service.returning import doubts
from service.sending import settling

# How a person lays an arrival aside, and what it then is.
Aside = Literal["park", "misdirect", "discard"]
ASIDE: Final[Mapping[Aside, ArrivalState]] = {
    "park": ArrivalState.PARKED,
    "misdirect": ArrivalState.FOREIGN,
    "discard": ArrivalState.JUNK,
}


def opened(house: House, arrival: models.Arrival, *, by: str, role: str) -> models.Arrival:
    """Somebody who may decide on it has it on the screen: it stops ringing, for a while. Others only look."""
    if role not in rights.CARE or arrival.state != ArrivalState.TO_REVIEW:
        return arrival
    return steps.look(house, arrival, by=by)


def may_answer(arrival: models.Arrival) -> bool:
    """Whether a person may say that this is a report: not of a note or an empty sheet, but where nobody could tell."""
    return not {"report", "unknown"}.isdisjoint(arrival.kinds)


def confirm(house: House, arrival: models.Arrival, case: models.Case, *, by: str, reason: str = "") -> models.Report:
    """A person has held page and case side by side: this report is this case's. Raises NotAllowed, Forbidden, Stale.

    One that comes when the case is over is filed beside what it ended with, which stays, and goes the same way home;
    and so is one for a referral that never left, which still has to be sent. Where there is doubt, a reason is given.
    """
    if not may_answer(arrival):
        raise rights.NotAllowed("no_report")
    now = house.now()
    with transaction.atomic():
        locked = house.ledger.locked(case)
        why = stated_reasons.of(house, reason, locked) if doubts.stands(arrival, locked) else ""
        late, left = locked.state in FINAL, doubts.has_left(locked)
        facts = {"reference": locked.reference, "proposed": arrival.status, "late": late, "doubted": bool(why)}
        taken = steps.take_arrival(house, arrival, "confirm", by=by, case=locked, facts=facts, reason=why)
        report = models.Report.objects.create(
            site=house.row, arrival=taken, case=locked, created_at=now, **_said("confirmed", now, by)
        )
        if left and not late and locked.state != CaseState.ANSWERED:
            locked = steps.take(house, locked, "answer", by=by, answered_at=now)
        _follow(house, locked, by)
    return report


def withdraw(house: House, report: models.Report, *, by: str) -> models.Arrival:
    """Takes a confirmation back, as long as nothing was forwarded or handed back: the case is where it was before.

    Its clocks go on with the time that they had, what receipts have told meanwhile is caught up with, and the report
    waits and rings anew.
    """
    if report.forwarded_at or report.handed_back_at:
        raise rights.NotAllowed("already_forwarded")
    with transaction.atomic():
        case = house.ledger.locked(report.case)
        here = models.Report.objects.filter(pk=report.pk, forwarded_at__isnull=True, handed_back_at__isnull=True)
        if here.delete()[0] != 1:
            raise _overtaken(report)
        if case.state == CaseState.ANSWERED and not _confirmed(case).exists():
            since = case.answered_at or house.now()
            house.ledger.resume_clocks(since, "forward", case=case)
            back = steps.take(house, case, "withdraw_answer", by=by, answered_at=None)
            case = settling.catch_up(house, back, since=since)
        _follow(house, case, by)
        arrival = models.Arrival.objects.get(pk=report.arrival_id)
        return steps.take_arrival(house, arrival, "withdraw", by=by, case=case, reason="", **_UNOPENED)


def forward(house: House, report: models.Report, *, by: str) -> models.Report:
    """The ward has it in hand, or on the telephone; the person who gave it says so."""
    if report.confirmed_at is None:
        raise rights.NotAllowed("not_confirmed")
    with transaction.atomic():
        done = _fact(house, report, "forwarded", by)
        house.ledger.stop_clocks("forward", now=house.now(), by=by, case=done.case)
        _follow(house, done.case, by)
    return done


def acknowledged_by_unit(house: House, report: models.Report, *, by: str) -> models.Report:
    """The referring unit has said that it has read it."""
    if report.forwarded_at is None:
        raise rights.NotAllowed("not_forwarded")
    return _fact(house, report, "acknowledged", by)


def confirm_for_ris(house: House, report: models.Report, *, by: str, role: str) -> models.Report:
    """The RIS administrator confirms anew, with own eyes, before anything goes to the RIS."""
    if role != models.User.Role.RIS_ADMINISTRATOR:
        raise rights.NotAllowed("ris_administrator_only")
    if report.confirmed_at is None:
        raise rights.NotAllowed("not_confirmed")
    return _fact(house, report, "confirmed_for_ris", by)


def handed_back(house: House, report: models.Report, *, by: str) -> models.Report:
    """The report lies in the RIS."""
    if report.confirmed_for_ris_at is None:
        raise rights.NotAllowed("not_confirmed_for_ris")
    with transaction.atomic():
        done = _fact(house, report, "handed_back", by)
        _follow(house, done.case, by)
    return done


def lay_aside(house: House, arrival: models.Arrival, how: Aside, *, by: str, reason: str) -> models.Arrival:
    """Parks, marks as misdirected or as junk, always with a reason by a named person."""
    return steps.take_arrival(
        house, arrival, how, by=by, facts={"how": how}, reason=stated_reasons.of_arrival(house, reason, arrival)
    )


def reopen(house: House, arrival: models.Arrival, *, by: str) -> models.Arrival:
    """Back into the queue, where it rings until somebody opens it."""
    return steps.take_arrival(house, arrival, "reopen", by=by, **_UNOPENED)


_UNOPENED: Final[dict[str, Any]] = {"opened_at": None, "opened_by": ""}


def _follow(house: House, case: models.Case, by: str) -> None:
    """What the facts of all its reports mean for a case: one that the unit lacks rings; with every one home, it closes.

    Asked after each fact, in whichever order they come. The case is locked by the caller.
    """
    reports = _confirmed(case)
    waiting = reports.filter(forwarded_at__isnull=True).order_by("confirmed_at").first()
    if waiting is None:
        house.ledger.stop_clocks("forward", now=house.now(), by=by, case=case)
    elif not models.Clock.objects.filter(case=case, kind="forward", stopped_at__isnull=True).exists():
        confirmed = waiting.confirmed_at or house.now()
        house.ledger.set_clock("forward", confirmed + timedelta(minutes=house.site.clocks.forward_minutes), case=case)
    away = reports.filter(Q(forwarded_at__isnull=True) | Q(handed_back_at__isnull=True))
    if case.state == CaseState.ANSWERED and reports.exists() and not away.exists():
        steps.take(house, case, "close", by=by)


def _confirmed(case: models.Case) -> QuerySet[models.Report]:
    return models.Report.objects.filter(case=case, confirmed_at__isnull=False)


def _fact(house: House, report: models.Report, fact: str, by: str) -> models.Report:
    """Notes one of the five facts, once: who was first stands. Raises Stale for the second."""
    now = house.now()
    with transaction.atomic():
        house.ledger.locked(report.case)
        missing = {f"{fact}_at__isnull": True}
        if models.Report.objects.filter(pk=report.pk, **missing).update(**_said(fact, now, by)) != 1:
            raise _overtaken(report, fact)
        row = models.Report.objects.select_related("case", "arrival").get(pk=report.pk)
        house.ledger.record(f"report_{fact}", now=now, by=by, case=row.case, arrival=row.arrival)
    return row


def _overtaken(report: models.Report, *facts: str) -> ledger.Stale:
    """Who was quicker, and with what: with a fact, or by withdrawing the report."""
    row = models.Report.objects.filter(pk=report.pk).first()
    if row is None:
        arrival = models.Arrival.objects.get(pk=report.arrival_id)
        return ledger.Stale(arrival.state, arrival.changed_by, arrival.changed_at)
    said = next(fact for fact in (*facts, "handed_back", "forwarded") if getattr(row, f"{fact}_at"))
    return ledger.Stale(f"report_{said}", getattr(row, f"{said}_by"), getattr(row, f"{said}_at"))


def _said(fact: str, now: datetime, by: str) -> dict[str, Any]:
    return {f"{fact}_at": now, f"{fact}_by": by}
