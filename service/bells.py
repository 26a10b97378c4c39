"""What rings now, as plain values for a page: what it is about, where it is opened, and whom to call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from config import site as sites
from outbound import notices
from outbound.said import Said
from service import escalation
from service.cases import ArrivalState
from service.house import House
from service.models import Arrival, Case, Clock

# The bell of a report that has only just come, as `notices.many` knows it.
_COME: Final = "come"
_ARRIVED: Final = Said("Ett svar har kommit", "A report has arrived")
# Whom to call where the reader has nothing to do with it yet, or any more.
_IN_HOUSE: Final = Said(
    "Ring en kollega i huset eller bakjouren", "Call a colleague in the house, or the doctor on call"
)
_UNIT: Final = Said("Ring enheten", "Call the unit")
_ODD: Final = Said("ovanligt nummer, fråga", "unusual number, ask")


@dataclass(frozen=True, slots=True)
class Bell:
    """One ringing clock: what it is about and where it is opened. Of an arrival, the case that is proposed for it."""

    words: str
    reference: str
    examination: str
    link: str
    since: datetime
    call: str
    # Which alarms are alike: those of one clock.
    kind: str


def of(house: House, language: str = "sv") -> tuple[Bell, ...]:
    """The ringing clocks, the highest step of each alone, oldest first."""
    newest = dict[tuple[str, str], Clock]()
    for clock in escalation.ringing(house):
        newest[clock.subject, clock.kind] = clock
    rung = tuple(_bell(house, clock, language) for clock in newest.values())
    return rung + tuple(_just_arrived(house, {bell.link for bell in rung}, language))


def _bell(house: House, clock: Clock, language: str) -> Bell:
    link = (
        f"/case/{clock.case.reference}" if clock.case else f"/arrival/{clock.arrival_id}" if clock.arrival_id else "/"
    )
    about = _about(clock.case or (clock.arrival.case if clock.arrival else None))
    call = _whom(house, clock, language) if clock.case else ""
    assert clock.rung_at is not None
    return Bell(notices.words(clock.kind).to(language), *about, link, clock.rung_at, call, clock.kind)


def _about(case: Case | None) -> tuple[str, str]:
    """Reference and examination, by which two alarms of a kind are told apart."""
    return (case.reference, case.examination) if case else ("", "")


def _whom(house: House, clock: Clock, language: str) -> str:
    """Whom to call at this step: the reader about what it has or should have, else somebody nearer."""
    rung = escalation.rung(house, clock.step)
    if rung is None:
        return ""
    if clock.kind == "forward":
        number = clock.case.call_back if clock.case else ""
        return _UNIT.to(language) + (f": {number}" if number else "")
    if clock.kind not in escalation.READERS:
        return _IN_HOUSE.to(language)
    odd = f" ({_ODD.to(language)})" if sites.is_odd(rung.number) else ""
    return f"{rung.number.label}: {rung.number.shown}{odd}"


def _just_arrived(house: House, told: set[str], language: str) -> Iterator[Bell]:
    """A report that nobody has opened rings on the page at once; its clock is for the ladder."""
    waiting = Arrival.objects.filter(site=house.row, state=ArrivalState.TO_REVIEW, opened_at__isnull=True)
    for arrival in waiting.select_related("case").order_by("id"):
        link = f"/arrival/{arrival.pk}"
        if link not in told:
            yield Bell(_ARRIVED.to(language), *_about(arrival.case), link, arrival.created_at, "", _COME)
