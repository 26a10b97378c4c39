"""Clocks that ring: a row turns to ringing, a command of the site's own, a mail to those on duty, and the next rung.

Rings by more ways than one, since each may be down, and no way waits for another: the ledger says what has rung, and
each way has a worker that tells what it has not told yet. The page shows every ringing clock until it is stopped.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from django.db import transaction

from config.site import Rung
from outbound import mail, notices
from service import models, rights
from service.house import House

_COMMAND_SECONDS: Final = 20
# Mails to those on duty wait for a dead server no longer than this, each.
_MAIL_SECONDS: Final = 5.0
# What a call came to; and how long one that was answered keeps quiet.
OUTCOMES: Final = ("reached", "no_answer")
_QUIET: Final = timedelta(minutes=15)
# Kinds whose silence leads to the telephone ladder, rung by rung.
LADDERED: Final = frozenset(
    {
        "held", "channel", "receipt", "acknowledgement", "answer", "unknown", "refused", "declined", "arrival",
        "review", "forward",
    }
)  # fmt: skip


def ring_due(house: House) -> int:
    """Rings every clock that is due; how many rang. Only the ledger is touched: nothing here waits for the world."""
    due = house.ledger.due_clocks(house.now())
    for clock in due:
        ring(house, clock)
    return len(due)


def ring(house: House, clock: models.Clock) -> None:
    """One clock rings, once, and its silence starts the next rung of the ladder: all of it, or after a death none."""
    now = house.now()
    with transaction.atomic():
        _lock(house, clock)
        silent = models.Clock.objects.filter(pk=clock.pk, rung_at__isnull=True, stopped_at__isnull=True)
        if not silent.update(rung_at=now):
            return
        facts = {"clock": clock.kind, "step": clock.step}
        house.ledger.record("rang", now=now, by="clock", case=clock.case, arrival=clock.arrival, facts=facts)
        step = rung(house, clock.step + 1)
        if clock.kind in LADDERED and step is not None:
            house.ledger.next_step(clock, now + _pause(house, clock, step))


def command_due(house: House) -> bool:
    """Starts the site's own command for each clock that rings and was not told by it yet; whether there was one."""
    return bool(house.settings.alarm_command) and _told(house, "commanded_at", _command)


def mail_due(house: House) -> bool:
    """Mails those on duty of each clock that rings and was not told so yet; whether there was one."""
    reachable = house.settings.smtp is not None and bool(house.site.notices.on_duty)
    return reachable and _told(house, "mailed_at", _mail)


def rung(house: House, step: int) -> Rung | None:
    """The rung of the telephone ladder that belongs to a clock's step; step 0 is the page and the bell alone."""
    ladder = house.site.ladder
    return ladder[step - 1] if 1 <= step <= len(ladder) else None


def called(house: House, case: models.Case, *, step: int, outcome: str, by: str) -> None:
    """A call to a rung of the ladder is logged. Nobody answered: the next rung is told at once. Somebody did: it is
    quiet for a while and then rings anew, since a call alone brings neither receipt nor report.
    """
    if outcome not in OUTCOMES or rung(house, step) is None:
        raise rights.NotAllowed("call_unknown")
    now = house.now()
    with transaction.atomic():
        house.ledger.locked(case)
        house.ledger.record("called", now=now, by=by, case=case, facts={"step": step, "outcome": outcome})
        for kind in {clock.kind for clock in ringing(house) if clock.case_id == case.pk} & LADDERED:
            if outcome == "reached":
                house.ledger.set_clock(kind, now + _QUIET, case=case)
            else:
                _next_rung(house, case, kind, step)


def ringing(house: House) -> tuple[models.Clock, ...]:
    """The clocks that have rung and that nobody has silenced, newest step last."""
    rows = models.Clock.objects.filter(site=house.row, rung_at__isnull=False, stopped_at__isnull=True)
    return tuple(rows.select_related("case", "arrival").order_by("rung_at", "id"))


def _pause(house: House, clock: models.Clock, step: Rung) -> timedelta:
    """How long until the next rung: the held case's own figure first, then the ladder's."""
    first = clock.kind == "held" and clock.step == 0
    seconds = house.site.clocks.held_ladder_minutes * 60 - house.site.clocks.held_seconds if first else 0
    return timedelta(seconds=max(seconds, step.after_minutes * 60, 30))


def _lock(house: House, clock: models.Clock) -> None:
    """Locks what the clock is about, as every move does before it touches a clock: neither waits for the other."""
    if clock.case is not None:
        house.ledger.locked(clock.case)
    elif clock.arrival is not None:
        house.ledger.locked(clock.arrival)


def _next_rung(house: House, case: models.Case, kind: str, step: int) -> None:
    """The rung after one that gave no answer is due now; those before it are past."""
    steps = models.Clock.objects.filter(site=house.row, case=case, kind=kind, stopped_at__isnull=True)
    newest = steps.filter(rung_at__isnull=False).order_by("-step").first()
    if newest is None or newest.step > step or rung(house, step + 1) is None:
        return
    now = house.now()
    steps.filter(step__lte=step, rung_at__isnull=True).update(stopped_at=now, stopped_by="clock")
    newest.step = step
    house.ledger.next_step(newest, now)
    steps.filter(step=step + 1, rung_at__isnull=True).update(due=now)


def _told(house: House, column: str, tell: Callable[[House, models.Clock], None]) -> bool:
    """Tells of each ringing clock whose column is empty, and fills it first: of two processes one tells."""
    waiting = [clock for clock in ringing(house) if getattr(clock, column) is None]
    for clock in waiting:
        mine = models.Clock.objects.filter(pk=clock.pk, stopped_at__isnull=True, **{f"{column}__isnull": True})
        if mine.update(**{column: house.now()}):
            tell(house, clock)
    return bool(waiting)


def _mail(house: House, clock: models.Clock) -> None:
    """To those on duty: reference and closed words only. A channel that is down is no news here."""
    assert house.settings.smtp is not None
    smtp = replace(house.settings.smtp, timeout=min(house.settings.smtp.timeout, _MAIL_SECONDS))
    for number, address in enumerate(house.site.notices.on_duty):
        key = f"{clock.subject}.{clock.kind}.{clock.step}.{number}".replace(":", "-")
        notice = notices.alarm(
            house.site, to=address, kind=clock.kind, step=clock.step, reference=_reference(clock), key=key
        )
        try:
            mail.deliver(notice, smtp, commit=_nothing)
        except (mail.Deferred, mail.Refused, mail.Uncertain):
            house.ledger.record("notice_failed", now=house.now(), by="clock", **_about(clock))


def _command(house: House, clock: models.Clock) -> None:
    """The site's own command (SMS, DECT): told by its environment, never by a shell's words."""
    try:
        subprocess.run(
            [house.settings.alarm_command],
            env=_environment(clock),
            stdin=subprocess.DEVNULL,
            timeout=_COMMAND_SECONDS,
            check=True,
            capture_output=True,
        )
    except (OSError, subprocess.SubprocessError):
        house.ledger.record("command_failed", now=house.now(), by="clock", **_about(clock))


def _about(clock: models.Clock) -> dict[str, Any]:
    return {"case": clock.case, "arrival": clock.arrival, "facts": {"clock": clock.kind}}


def _environment(clock: models.Clock) -> Mapping[str, str]:
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "RESERVFAX_CLOCK": clock.kind,
        "RESERVFAX_STEP": str(clock.step),
        "RESERVFAX_REFERENCE": _reference(clock),
    }


def _reference(clock: models.Clock) -> str:
    return clock.case.reference if clock.case is not None else ""


def _nothing() -> None:
    """A notice has no intent to commit: told twice is better than not at all."""
