"""The ledger's moves: each a compare-and-set and a chained event in one transaction, or nothing at all.

Knows no deed of the outside world: it is asked before one (intent) and told after it (outcome).
The chain: mac(n) = HMAC-SHA256(key, mac(n-1) || canonical JSON of event n), one chain a site (docs/contracts.md).
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from service import cases
from service.models import Arrival, Attempt, Case, Clock, Event, Reserved, Site, Stateful

Facts = Mapping[str, Any]
R = TypeVar("R", Case, Arrival, Attempt)
# So long a row belongs to the worker that claimed it, from the last renewal on.
LEASE: Final = 60.0
_LEASE_FREE: Final = {"lease": "", "lease_until": None}


class Stale(Exception):
    """Somebody else moved the row first; nothing was changed. Says who, when and to what."""

    def __init__(self, state: str, by: str, at: datetime) -> None:
        super().__init__(f"{state} by {by} at {at.isoformat(timespec='seconds')}")
        self.state = state
        self.by = by
        self.at = at


class Chain:
    """Seals events with the site's chain key; made once by the house."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def seal(self, head: str, body: bytes) -> str:
        """The mac of an event, in hexadecimal, from the one before and its own canonical bytes."""
        return hmac.new(self._key, bytes.fromhex(head) + body, hashlib.sha256).hexdigest()


class Ledger:
    """One site's ledger: its row, its chain."""

    def __init__(self, site: Site, chain: Chain) -> None:
        self.site = site
        self._chain = chain

    def open_case(self, *, now: datetime, by: str, **columns: Any) -> Case:
        """A new case and its first event. Raises IntegrityError if the reference is taken."""
        with transaction.atomic():
            case = Case.objects.create(
                site=self.site, created_at=now, changed_at=now, changed_by=by, due=now, **columns
            )
            self.record("opened", now=now, by=by, case=case, facts={"state": case.state, "source": case.source})
        return case

    def open_arrival(self, *, now: datetime, by: str, **columns: Any) -> Arrival:
        """A new arrival and its first event. Raises IntegrityError if the key is known."""
        with transaction.atomic():
            arrival = Arrival.objects.create(site=self.site, created_at=now, changed_at=now, changed_by=by, **columns)
            facts = {"channel": arrival.channel, "format": arrival.format, "sha": arrival.sha}
            self.record("arrived", now=now, by=by, arrival=arrival, facts=facts)
        return arrival

    def open_attempt(self, case: Case, *, now: datetime, by: str, **columns: Any) -> Attempt:
        """The intent of one hand-over; the caller moves the case in the same transaction."""
        attempt = Attempt.objects.create(
            site=self.site, case=case, created_at=now, changed_at=now, changed_by=by, **columns
        )
        facts = {"attempt": attempt.number, "sha": attempt.sha, "message_id": attempt.message_id}
        self.record("intended", now=now, by=by, case=case, facts=facts)
        return attempt

    def move(
        self,
        row: R,
        name: cases.MoveName,
        *,
        now: datetime,
        by: str,
        facts: Facts | None = None,
        keep: bool = False,
        **columns: Any,
    ) -> R:
        """The row after the move, as it now stands in the ledger.

        Raises cases.Forbidden if the move does not start from the row's state, and Stale if the row is no longer as
        `row` shows it, or if it was claimed and the lease has run out. The lease is given back, or with `keep` renewed;
        what a worker takes up by itself is due at once, all else not, unless `due` is given.
        """
        model, target = type(row), self._target(row, name)
        changes = {"due": now if target in cases.AT_WORK else None, "tries": 0, **_lease_after(row, keep), **columns}
        with transaction.atomic():
            seen = model.objects.filter(_ours(row), pk=row.pk, state=row.state, version=row.version)
            touched = seen.update(
                state=target.value, version=F("version") + 1, changed_at=now, changed_by=by, **changes
            )
            if touched != 1:
                raise _stale(row)
            told = {"from": row.state, "to": target.value, **(facts or {})}
            kind = f"attempt_{name}" if isinstance(row, Attempt) else name
            self.record(kind, now=now, by=by, facts=told, **_about(row))
        moved = model.objects.get(pk=row.pk)
        moved.claimed = row.claimed if keep else ""
        return moved

    def change(self, row: R, kind: str, *, now: datetime, by: str, facts: Facts | None = None, **columns: Any) -> R:
        """Columns changed without a move of state, under the same compare-and-set and with an event."""
        model = type(row)
        with transaction.atomic():
            touched = model.objects.filter(pk=row.pk, version=row.version).update(
                version=F("version") + 1, changed_at=now, changed_by=by, **columns
            )
            if touched != 1:
                raise _stale(row)
            self.record(kind, now=now, by=by, facts=facts, **_about(row))
        return model.objects.get(pk=row.pk)

    def locked(self, row: R) -> R:
        """The row as it now stands, held for this transaction alone.

        Whoever moves several rows at once locks them first, the case before its attempt: the head of the chain comes
        last, and two transactions never wait for each other.
        """
        return type(row).objects.select_for_update(no_key=True).get(pk=row.pk)

    def alone(self) -> None:
        """Waits until no other transaction that asks for this opens cases; for this transaction. Moves nothing else."""
        Site.objects.select_for_update(no_key=True).get(pk=self.site.pk)

    def record(
        self,
        kind: str,
        *,
        now: datetime,
        by: str,
        case: Case | None = None,
        arrival: Arrival | None = None,
        facts: Facts | None = None,
    ) -> Event:
        """One event at the end of the chain. The head row is locked last, so that moves don't wait for each other."""
        with transaction.atomic():
            # No key: else two that have each written a row of the site's would wait for each other here.
            head = Site.objects.select_for_update(no_key=True).get(pk=self.site.pk)
            event = Event(
                site=head, number=head.chain_length + 1, at=now, by=by, kind=kind, case=case, arrival=arrival,
                facts=dict(facts or {}),
            )  # fmt: skip
            event.mac = self._chain.seal(head.chain_head, _canonical(event, head.prefix))
            event.save(force_insert=True)
            Site.objects.filter(pk=head.pk).update(chain_length=event.number, chain_head=event.mac)
        return event

    def verify(self) -> tuple[str, ...]:
        """What is wrong with the chain, in plain words; empty when every event stands as it was written."""
        told, head, number = list[str](), "", 0
        events = Event.objects.filter(site=self.site).select_related("site").order_by("number").iterator()
        for number, event in enumerate(events, 1):
            if event.number != number:
                return (*told, f"event {number} is missing")
            head = self._chain.seal(head, _canonical(event, event.site.prefix))
            if not hmac.compare_digest(head, event.mac):
                return (*told, f"event {number} is not as it was written")
        row = Site.objects.get(pk=self.site.pk)
        if (row.chain_length, row.chain_head) != (number, head):
            told.append(f"the chain ends at event {number}, but {row.chain_length} were written")
        return tuple(told)

    def set_clock(
        self, kind: cases.ClockKind, due: datetime, *, case: Case | None = None, arrival: Arrival | None = None
    ) -> None:
        """Starts a clock at its first step, or starts it anew."""
        subject = _subject(case, arrival)
        Clock.objects.filter(site=self.site, subject=subject, kind=kind).delete()
        Clock.objects.create(site=self.site, subject=subject, kind=kind, due=due, case=case, arrival=arrival)

    def begin_step(self, clock: Clock, step: int, due: datetime) -> None:
        """A further step of a clock that rang; one that is there already stays."""
        Clock.objects.get_or_create(
            site=self.site, subject=clock.subject, kind=clock.kind, step=step,
            defaults={"due": due, "case": clock.case, "arrival": clock.arrival},
        )  # fmt: skip

    def stop_clocks(
        self, *kinds: cases.ClockKind, now: datetime, by: str, case: Case | None = None, arrival: Arrival | None = None
    ) -> None:
        """Stops the clocks of these kinds, or all of them, so that they ring no more."""
        running = Clock.objects.filter(site=self.site, subject=_subject(case, arrival), stopped_at__isnull=True)
        (running.filter(kind__in=kinds) if kinds else running).update(stopped_at=now, stopped_by=by)

    def resume_clocks(self, since: datetime, *without: cases.ClockKind, case: Case) -> None:
        """Lets the clocks that were stopped since then go on, each with the time that it had; not those of a kind."""
        stopped = Clock.objects.filter(site=self.site, subject=_subject(case, None), stopped_at__gte=since)
        stopped.exclude(kind__in=without).update(stopped_at=None, stopped_by="")

    def due_clocks(self, now: datetime) -> Sequence[Clock]:
        """The clocks that should ring now, first due first."""
        waiting = Clock.objects.filter(site=self.site, rung_at__isnull=True, stopped_at__isnull=True, due__lte=now)
        return list(waiting.select_related("case", "arrival").order_by("due", "id"))

    def is_used(self, reference: str) -> bool:
        """Whether a case has the reference, or the paper kit."""
        return any(model.objects.filter(site=self.site, reference=reference).exists() for model in (Case, Reserved))

    def claim(self, model: type[R], states: Sequence[str], *, lease: str, seconds: float, limit: int = 1) -> list[R]:
        """Due rows in these states, leased to the caller by the database's clock. Two callers never get the same.

        Each claim is a try, counted here: a process that dies of a row can't count it afterwards.
        """
        free = Q(lease_until__isnull=True) | Q(lease_until__lte=Now())
        wanted = model.objects.filter(free, site=self.site, state__in=states, due__lte=Now()).order_by("due", "id")
        if not wanted.exists():
            return []
        with transaction.atomic(durable=True):
            chosen = list(wanted.select_for_update(skip_locked=True).values_list("pk", flat=True)[:limit])
            until = Now() + timedelta(seconds=seconds)
            model.objects.filter(pk__in=chosen).update(lease=lease, lease_until=until, tries=F("tries") + 1)
        rows = list(model.objects.filter(pk__in=chosen).order_by("due", "id"))
        for row in rows:
            row.claimed = lease
        return rows

    def break_leases(self) -> None:
        """Frees what a dead process held. Only where one process at a time works on the ledger (SQLite)."""
        for model in (Case, Arrival, Attempt):
            model.objects.filter(site=self.site, lease_until__isnull=False).update(**_LEASE_FREE)

    def let_go(self, row: Stateful) -> None:
        """Gives a claimed row back as it was, to be taken up again at once."""
        type(row).objects.filter(pk=row.pk, lease=row.claimed).update(tries=row.tries - 1, **_LEASE_FREE)

    def renew(self, row: Stateful, lease: str, seconds: float) -> bool:
        """Whether the lease was still the caller's and is now longer."""
        until = Now() + timedelta(seconds=seconds)
        return bool(type(row).objects.filter(pk=row.pk, lease=lease).update(lease_until=until))

    def put_off(self, row: R, due: datetime, *, tries: int) -> None:
        """Gives a claimed row back, to be taken up again at `due`, after so many tries that came to nothing."""
        type(row).objects.filter(pk=row.pk, version=row.version).update(due=due, tries=tries, **_LEASE_FREE)

    def _target(self, row: Stateful, name: cases.MoveName) -> cases.State:
        """Where the move leads; one that undoes another leads to where the log says that one began."""
        move = cases.begun(_moves(row), name, row.state)
        if isinstance(move.target, str):
            return move.target
        done = Event.objects.filter(kind=move.target.name, **_about(row)).latest("number")
        return cases.undone(move.target, done.facts["from"])


def _canonical(event: Event, prefix: str) -> bytes:
    """The bytes that an event's mac covers: JSON, sorted keys, no spaces, UTF-8, UTC to the microsecond."""
    body = {
        "site": prefix, "number": event.number, "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": event.by, "kind": event.kind, "case": event.case_id, "arrival": event.arrival_id, "facts": event.facts,
    }  # fmt: skip
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _moves(row: Stateful) -> Mapping[Any, cases.Move]:
    """The moves of its kind of row."""
    if isinstance(row, Case):
        return cases.CASE_MOVES
    return cases.ARRIVAL_MOVES if isinstance(row, Arrival) else cases.ATTEMPT_MOVES


def _about(row: Stateful) -> dict[str, Any]:
    """Which case or arrival an event of this row belongs to."""
    if isinstance(row, Case):
        return {"case": row}
    return {"arrival": row} if isinstance(row, Arrival) else {"case": row.case}


def _ours(row: Stateful) -> Q:
    """That the lease under which the row was claimed still holds, by the database's own clock."""
    return Q(lease=row.claimed, lease_until__gt=Now()) if row.claimed else Q()


def _lease_after(row: Stateful, keep: bool) -> Mapping[str, Any]:
    """The lease after a move: given back, or renewed if it is the caller's."""
    if not keep:
        return _LEASE_FREE
    return {"lease_until": Now() + timedelta(seconds=LEASE)} if row.claimed else {}


def _subject(case: Case | None, arrival: Arrival | None) -> str:
    if case is not None:
        return f"case:{case.pk}"
    return f"arrival:{arrival.pk}" if arrival is not None else "site"


def _stale(row: Stateful) -> Stale:
    now = type(row).objects.get(pk=row.pk)
    return Stale(now.state, now.changed_by, now.changed_at)
