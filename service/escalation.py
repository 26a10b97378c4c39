"""Clocks that ring: a row turns to ringing, a mail to those on duty, a command of the site's own, and the next rung.

Rings by more ways than one, since each may be down: the page itself shows every ringing clock until it is stopped.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from config.site import Rung
from outbound import mail, notices
from service import models
from service.house import House

_COMMAND_SECONDS: Final = 20
# Kinds whose silence leads to the telephone ladder, rung by rung.
LADDERED: Final = frozenset(
    {
        "held", "channel", "receipt", "acknowledgement", "answer", "unknown", "refused", "declined", "arrival",
        "review", "forward",
    }
)  # fmt: skip


def ring_due(house: House) -> int:
    """Rings every clock that is due; how many rang."""
    due = house.ledger.due_clocks(house.now())
    for clock in due:
        ring(house, clock)
    return len(due)


def ring(house: House, clock: models.Clock) -> None:
    """One clock rings, once; its silence starts the next rung of the ladder."""
    now = house.now()
    if not models.Clock.objects.filter(pk=clock.pk, rung_at__isnull=True, stopped_at__isnull=True).update(rung_at=now):
        return
    facts = {"clock": clock.kind, "step": clock.step}
    house.ledger.record("rang", now=now, by="clock", case=clock.case, arrival=clock.arrival, facts=facts)
    step = rung(house, clock.step + 1)
    if clock.kind in LADDERED and step is not None:
        house.ledger.next_step(clock, now + _pause(house, clock, step))
    _mail(house, clock)
    _command(house, clock)


def rung(house: House, step: int) -> Rung | None:
    """The rung of the telephone ladder that belongs to a clock's step; step 0 is the page and the bell alone."""
    ladder = house.site.ladder
    return ladder[step - 1] if 1 <= step <= len(ladder) else None


def called(house: House, clock: models.Clock, *, by: str, outcome: str) -> None:
    """A call on the ladder is logged; "reached" silences the clock, anything else lets the next rung come."""
    now = house.now()
    facts = {"clock": clock.kind, "step": clock.step, "outcome": outcome}
    house.ledger.record("called", now=now, by=by, case=clock.case, arrival=clock.arrival, facts=facts)
    if outcome == "reached":
        house.ledger.stop_clocks(clock.kind, now=now, by=by, case=clock.case, arrival=clock.arrival)


def ringing(house: House) -> tuple[models.Clock, ...]:
    """The clocks that have rung and that nobody has silenced, newest step last."""
    rows = models.Clock.objects.filter(site=house.row, rung_at__isnull=False, stopped_at__isnull=True)
    return tuple(rows.select_related("case", "arrival").order_by("rung_at", "id"))


def _pause(house: House, clock: models.Clock, step: Rung) -> timedelta:
    """How long until the next rung: the held case's own figure first, then the ladder's."""
    first = clock.kind == "held" and clock.step == 0
    seconds = house.site.clocks.held_ladder_minutes * 60 - house.site.clocks.held_seconds if first else 0
    return timedelta(seconds=max(seconds, step.after_minutes * 60, 30))


def _mail(house: House, clock: models.Clock) -> None:
    """To those on duty: reference and closed words only. A channel that is down is no news here."""
    if house.settings.smtp is None or not house.site.notices.on_duty:
        return
    for number, address in enumerate(house.site.notices.on_duty):
        key = f"{clock.subject}.{clock.kind}.{clock.step}.{number}".replace(":", "-")
        notice = notices.alarm(
            house.site, to=address, kind=clock.kind, step=clock.step, reference=_reference(clock), key=key
        )
        try:
            mail.deliver(notice, house.settings.smtp, commit=_nothing)
        except (mail.Deferred, mail.Refused, mail.Uncertain):
            house.ledger.record("notice_failed", now=house.now(), by="clock", facts={"clock": clock.kind})


def _command(house: House, clock: models.Clock) -> None:
    """The site's own command (SMS, DECT): told by its environment, never by a shell's words."""
    if not house.settings.alarm_command:
        return
    try:
        subprocess.run(
            [house.settings.alarm_command],
            env=_told(clock),
            stdin=subprocess.DEVNULL,
            timeout=_COMMAND_SECONDS,
            check=True,
            capture_output=True,
        )
    except (OSError, subprocess.SubprocessError):
        house.ledger.record("command_failed", now=house.now(), by="clock", facts={"clock": clock.kind})


def _told(clock: models.Clock) -> Mapping[str, str]:
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
