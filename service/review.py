"""What the pages show of many rows at once, gathered as plain values: a page itself fetches but the row it is about."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, cast

from django.db.models import QuerySet

from config import site as sites
from inbound import folder as folders
from outbound import reasons
from outbound.said import Said
from service import cases, escalation, models, telling
from service.cases import ArrivalState, CaseState
from service.house import House
from service.models import Arrival, Case, Clock, Report

_FOLDERS: Final = ("outbound", "outbound/waiting", "inbound")
# What lies in its folder for longer is not taken any more.
_TAKEN_WITHIN: Final = timedelta(minutes=1)
# The attempt's own words for what the case's say beside them; in `events` they stand.
_TOLD_BY_THE_CASE: Final = ("intended", "attempt_accept", "attempt_deliver")
_SHOWN_ASIDE: Final = 30
_SHOWN_DONE: Final = 12
_BY_TELEPHONE: Final = (CaseState.UNKNOWN, CaseState.REFUSED, CaseState.DECLINED, CaseState.BY_HAND)
_FORWARD: Final = Said("Lämna svaret till enheten", "Give the report to the unit")
_PAGE: Final = Said("Sida", "Page")


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case on the night page."""

    case: Case
    words: str
    step: str
    due: datetime | None
    # Since when it rings, if it does.
    rung: datetime | None
    urgent: bool
    # The first reason for a hold, as `why_held` tells it; what must be mended before what must be looked at.
    why: tuple[str, str] | None

    @property
    def ringing(self) -> bool:
        """Whether it rings now."""
        return self.rung is not None


@dataclass(frozen=True, slots=True)
class ArrivalRow:
    """An arrival, and what it is in words."""

    arrival: Arrival
    words: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """Files that lie in a folder now and that nobody takes, or that could not be removed from it."""

    folder: Path
    count: int


@dataclass(frozen=True, slots=True)
class Night:
    """The night page."""

    first: tuple[CaseRow, ...]
    under_way: tuple[CaseRow, ...]
    done: tuple[CaseRow, ...]
    queue: tuple[ArrivalRow, ...]
    left: tuple[Left, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A rung of the telephone ladder: whom to call, whether it is the one whose turn it is, and a number to doubt."""

    step: int
    label: str
    shown: str
    due: bool
    odd: bool


@dataclass(frozen=True, slots=True)
class Happening:
    """One event in words."""

    at: datetime
    words: str
    by: str


def night(house: House, language: str) -> Night:
    """Every open case by what it asks of a person, the last that are done, and the queue."""
    theirs = _unforwarded(house)
    open_cases, ended = _cases(house, cases.OPEN), _cases(house, cases.FINAL)
    shown = (*open_cases, *ended.filter(pk__in=theirs), *ended.exclude(pk__in=theirs)[:_SHOWN_DONE])
    clocks = _clocks(house)
    ways = telling.ways(shown)
    groups: dict[str, list[CaseRow]] = {"first": [], "under_way": [], "done": []}
    for case in shown:
        row = _row(case, clocks.get(case.pk, ()), language, ways)
        groups[_group(case, theirs)].append(_to_forward(row, language) if case.pk in theirs else row)
    return Night(
        first=tuple(sorted(groups["first"], key=_waiting_longest)),
        under_way=tuple(groups["under_way"]),
        done=tuple(groups["done"]),
        queue=queue(house, language),
        left=tuple(_left(house)),
    )


def queue(house: House, language: str) -> tuple[ArrivalRow, ...]:
    """What waits for review, the oldest first; then what is being read; then what was laid aside."""
    order = {ArrivalState.TO_REVIEW.value: 0, ArrivalState.NEW.value: 1, ArrivalState.READING.value: 1}
    rows = sorted(_queued(house).select_related("case"), key=lambda one: (order.get(one.state, 2), one.pk))
    return tuple(ArrivalRow(row, telling.standing(row, language)) for row in rows)


def aside(house: House, language: str) -> tuple[ArrivalRow, ...]:
    """What somebody, or the machine with an acknowledgement, has seen to without a report; the newest first."""
    states = [ArrivalState.FOREIGN.value, ArrivalState.JUNK.value, ArrivalState.RECEIPT.value]
    faxes = Arrival.objects.filter(site=house.row, state__in=states).exclude(note__in=("receipt", "unpacked"))
    rows = faxes.select_related("case").order_by("-changed_at")[:_SHOWN_ASIDE]
    return tuple(ArrivalRow(row, telling.became(row, language), telling.by(row.changed_by, language)) for row in rows)


def arrivals(case: Case, language: str) -> tuple[ArrivalRow, ...]:
    """What has arrived for a case and is no receipt, whatever became of it."""
    rows = Arrival.objects.filter(case=case).exclude(note__in=("receipt", "unpacked")).order_by("-id")[:_SHOWN_ASIDE]
    return tuple(ArrivalRow(row, telling.became(row, language)) for row in rows)


def waiting(house: House) -> int:
    """How many items the queue has."""
    return _queued(house).count()


def confirmed(house: House) -> tuple[Report, ...]:
    """Reports that a person has confirmed and that are not all the way home."""
    rows = Report.objects.filter(site=house.row, confirmed_at__isnull=False, handed_back_at__isnull=True)
    return tuple(rows.select_related("case", "arrival").order_by("confirmed_at"))


def why_held(case: Case, language: str) -> tuple[tuple[str, str], ...]:
    """(kind, words) of the reasons for a hold, each once."""
    rows = dict.fromkeys((str(row["kind"]), row["code"], row["page"]) for row in case.reasons)
    return tuple((kind, _on_page(reasons.text(code, language), page, language)) for kind, code, page in rows)


def timeline(case: Case, language: str) -> tuple[Happening, ...]:
    """What happened to a case, the newest first."""
    events = models.Event.objects.filter(case=case).exclude(kind__in=_TOLD_BY_THE_CASE).order_by("-number")[:60]
    return tuple(
        Happening(event.at, telling.words(event, language), telling.by(event.by, language)) for event in events
    )


def calls(house: House, case: Case) -> tuple[Call, ...]:
    """The reader's telephones, for a case that rings for the reader's sake or that only a call takes further."""
    readers = Clock.objects.filter(case=case, kind__in=escalation.READERS)
    ringing = readers.filter(rung_at__isnull=False, stopped_at__isnull=True)
    step = max(ringing.values_list("step", flat=True), default=-1)
    if step < 0 and case.state not in _BY_TELEPHONE:
        return ()
    rungs = [(place, rung.number) for place, rung in enumerate(house.site.ladder, 1)]
    return tuple(
        Call(place, number.label, number.shown, place == step, sites.is_odd(number)) for place, number in rungs
    )


def rings_next(case: Case) -> datetime | None:
    """When a case that is quiet now rings by itself."""
    running = Clock.objects.filter(case=case, rung_at__isnull=True, stopped_at__isnull=True).order_by("due").first()
    return running.due if running is not None else None


def reports(case: Case) -> tuple[Report, ...]:
    """The reports that were confirmed for a case."""
    return tuple(Report.objects.filter(case=case).select_related("arrival").order_by("id"))


def words(case: Case, language: str, ways: Mapping[int, str] | None = None) -> tuple[str, str]:
    """A case's state and its next step in words; `ways` as of many cases at once."""
    how = (telling.ways([case]) if ways is None else ways).get(case.pk, "")
    return telling.means(case, how).to(language), telling.next_step(case, how).to(language)


def _on_page(text: str, page: int | None, language: str) -> str:
    where = f"{_PAGE.to(language)} {page}: " if page else ""
    return where + text


def _cases(house: House, states: Iterable[CaseState]) -> QuerySet[Case]:
    """The cases in these states, those that changed last first."""
    return Case.objects.filter(site=house.row, state__in=list(states)).order_by("-changed_at")


def _queued(house: House) -> QuerySet[Arrival]:
    return Arrival.objects.filter(site=house.row, state__in=list(cases.QUEUED))


def _clocks(house: House) -> dict[int, list[Clock]]:
    """The running clocks of each case, first due first."""
    found: dict[int, list[Clock]] = {}
    for clock in Clock.objects.filter(site=house.row, case__isnull=False, stopped_at__isnull=True).order_by("due"):
        found.setdefault(cast(int, clock.case_id), []).append(clock)
    return found


def _unforwarded(house: House) -> frozenset[int]:
    """Cases with a confirmed report that the unit lacks: the next act is the nurse's own, whatever else waits."""
    rows = Report.objects.filter(site=house.row, confirmed_at__isnull=False, forwarded_at__isnull=True)
    return frozenset(rows.values_list("case_id", flat=True))


def _to_forward(row: CaseRow, language: str) -> CaseRow:
    """The same row, with what a report that the unit lacks asks for; a referral that is held asks for more."""
    held = row.case.state in cases.RINGING
    return replace(row, urgent=True, step=row.step if held else _FORWARD.to(language))


def _group(case: Case, theirs: Set[int]) -> str:
    if case.state in cases.RINGING or case.pk in theirs:
        return "first"
    return "done" if case.state in cases.FINAL else "under_way"


def _row(case: Case, running: Sequence[Clock], language: str, ways: Mapping[int, str]) -> CaseRow:
    means, step = words(case, language, ways)
    due = next((clock.due for clock in running if clock.rung_at is None), None)
    rung = min((clock.rung_at for clock in running if clock.rung_at), default=None)
    why = sorted(why_held(case, language), key=lambda one: one[0]) if case.state == CaseState.HELD else []
    return CaseRow(case, means, step, due, rung, case.state in cases.RINGING, why[0] if why else None)


def _waiting_longest(row: CaseRow) -> tuple[bool, datetime]:
    """What rings first, the longest ringing before the others; then what has waited longest."""
    return not row.ringing, row.rung or row.case.changed_at


def _left(house: House) -> Iterator[Left]:
    """By the folders themselves: what was told of a file in the log says nothing of whether it is still there."""
    for name in _FOLDERS:
        path = house.folder(name)
        count = folders.lying(path, time.time() - _TAKEN_WITHIN.total_seconds())
        if count:
            yield Left(path, count)
