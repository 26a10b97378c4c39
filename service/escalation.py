"""Clocks that ring: a row turns to ringing, a command of the site's own, a mail to those on duty, and the next rung.

Rings by more ways than one, since each may be down, and no way waits for another: the ledger says what has rung, and
each way has a worker that tells what it has not told yet. The page shows every ringing clock until it is stopped.
"""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from django.db import transaction

from config.settings import Smtp
from config.site import Rung
from outbound import mail, notices
from service import models, posting, rights
from service.cases import ClockKind
from service.house import House

_COMMAND_SECONDS: Final = 20
# Mails to those on duty wait for a dead server no longer than this, each.
_MAIL_SECONDS: Final = 5.0
_KIND: Final = "alarm"
# Whoever is at one mail for longer has died of it.
_MAIL_LONGEST: Final = timedelta(minutes=1)
# What a call came to; and how long one that was answered keeps quiet.
OUTCOMES: Final = ("reached", "no_answer")
_QUIET: Final = timedelta(minutes=15)
# Kinds whose silence leads to the telephone ladder, rung by rung.
LADDERED: Final[frozenset[ClockKind]] = frozenset(
    {
        "held", "channel", "receipt", "acknowledgement", "answer", "unknown", "refused", "declined", "arrival",
        "review", "forward",
    }
)  # fmt: skip
# Of these the ones whose telephone is the reader's: what it has, or should have by now. For the rest somebody in the
# house is called, since the reader has nothing.
READERS: Final = LADDERED - {"held", "arrival", "review", "forward"}


def ring_due(house: House) -> int:
    """Rings every clock that is due; how many rang. Only the ledger is touched: nothing here waits for the world."""
    due = house.ledger.due_clocks(house.now())
    for clock in due:
        _ring(house, clock)
    return len(due)


def command_due(house: House) -> bool:
    """Starts the site's own command for each clock that rings and was not told by it yet; whether there was one.

    The clock's column is filled first: of two processes one tells.
    """
    waiting = [clock for clock in ringing(house) if clock.commanded_at is None] if house.settings.alarm_command else []
    for clock in waiting:
        mine = models.Clock.objects.filter(pk=clock.pk, stopped_at__isnull=True, commanded_at__isnull=True)
        if mine.update(commanded_at=house.now()):
            _command(house, clock)
    return bool(waiting)


def mail_due(house: House) -> bool:
    """Mails each of those on duty once for each clock that rings; whether one clock has nobody left to mail now.

    Whom the server can't be mailed to yet is mailed at a later look, as long as it rings.
    """
    if house.settings.smtp is None or not house.site.notices.on_duty:
        return False
    smtp = replace(house.settings.smtp, timeout=min(house.settings.smtp.timeout, _MAIL_SECONDS))
    done = [_mail(house, clock, smtp) for clock in ringing(house) if clock.mailed_at is None]
    return any(done)


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
        heard = {clock.kind for clock in ringing(house) if clock.case_id == case.pk}
        for kind in READERS.intersection(heard):
            if outcome == "reached":
                house.ledger.set_clock(kind, now + _QUIET, case=case)
            else:
                _next_rung(house, case, kind, step)


def ringing(house: House) -> tuple[models.Clock, ...]:
    """The clocks that have rung and that nobody has silenced, newest step last."""
    rows = models.Clock.objects.filter(site=house.row, rung_at__isnull=False, stopped_at__isnull=True)
    return tuple(rows.select_related("case", "arrival__case").order_by("rung_at", "id"))


def _ring(house: House, clock: models.Clock) -> None:
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
            house.ledger.begin_step(clock, clock.step + 1, now + _pause(house, clock, step))


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
    house.ledger.begin_step(newest, step + 1, now)
    steps.filter(step=step + 1, rung_at__isnull=True).update(due=now)


def _mail(house: House, clock: models.Clock, smtp: Smtp) -> bool:
    """Whether all of those on duty were mailed, or never can be. A channel that is down is no news here.

    Somebody may have silenced it while others were mailed.
    """
    if not models.Clock.objects.filter(pk=clock.pk, stopped_at__isnull=True).exists():
        return False
    done = [_reached(house, clock, smtp, *one) for one in enumerate(house.site.notices.on_duty)]
    if all(done):
        models.Clock.objects.filter(pk=clock.pk).update(mailed_at=house.now())
    return all(done)


def _reached(house: House, clock: models.Clock, smtp: Smtp, number: int, address: str) -> bool:
    """One mail, of reference and closed words only; whether it is not to be tried again.

    One whose sender died over it is told anew: twice is better than not at all.
    """
    key = f"{clock.pk}.{hashlib.sha256(address.encode()).hexdigest()[:16]}"
    begun = models.Notice.objects.filter(site=house.row, kind=_KIND, key=key)
    begun.filter(outcome="", begun_at__lt=house.now() - _MAIL_LONGEST).delete()
    if begun.exclude(outcome="").exists():
        return True
    try:
        row, outcome = posting.post(house, _notice(house, clock, number, address), smtp, kind=_KIND, key=key)
    except posting.Taken:
        return False
    except mail.Deferred:
        _note_failure(house, clock)
        return False
    begun.filter(pk=row.pk).update(outcome=outcome)
    if outcome != "sent":
        _note_failure(house, clock)
    return True


def _notice(house: House, clock: models.Clock, number: int, address: str) -> mail.Message:
    key = f"{clock.subject}.{clock.kind}.{clock.step}.{number}".replace(":", "-")
    return notices.alarm(house.site, to=address, kind=clock.kind, step=clock.step, reference=_reference(clock), key=key)


def _note_failure(house: House, clock: models.Clock) -> None:
    """Once a step: a server that is down is asked again and again."""
    about = _about(clock)
    known = models.Event.objects.filter(site=house.row, kind="notice_failed", at__gte=clock.rung_at, **about)
    if not known.exists():
        house.ledger.record("notice_failed", now=house.now(), by="clock", **about)


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
    return {"case": clock.case, "arrival": clock.arrival, "facts": {"clock": clock.kind, "step": clock.step}}


def _environment(clock: models.Clock) -> Mapping[str, str]:
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "RESERVFAX_CLOCK": clock.kind,
        "RESERVFAX_STEP": str(clock.step),
        "RESERVFAX_REFERENCE": _reference(clock),
    }


def _reference(clock: models.Clock) -> str:
    return clock.case.reference if clock.case is not None else ""
