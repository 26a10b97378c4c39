"""One night on embedded stand-ins: four referrals out, three reports home, each step seen to have happened."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any, Final

from inbound.report import PageKind
from service import models
from service.cases import ArrivalState, CaseState
from service.demo import referrals
from service.demo.standins import Standins
from service.demo.story import Teller
from service.house import House

PATIENCE: Final = 90.0
_LOOK: Final = 0.2


@dataclass(slots=True)
class Course:
    """How far the night has come, and how long each step took, in seconds."""

    dropped: int = 0
    seconds: dict[str, float] = field(default_factory=dict[str, float])


@dataclass(frozen=True, slots=True)
class Summary:
    """What really happened, counted in the ledger and in the stand-ins' logs, never in what was intended."""

    dropped: int
    sent: int
    delivered: int
    held: int
    returned: int
    matched: int
    seconds: dict[str, float]
    faults: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The contract's object (docs/contracts.md, section 2)."""
        return {
            "dropped": self.dropped, "sent": self.sent, "delivered": self.delivered, "held": self.held,
            "returned": self.returned, "matched": self.matched,
            "seconds": {step: round(took, 2) for step, took in self.seconds.items()},
        }  # fmt: skip


def play(house: House, standins: Standins, chance: Random, tell: Teller) -> Summary:
    """Plays the night to its end, or to the end of patience; what did not happen is a fault of the summary."""
    course = Course()
    begun = time.monotonic()
    _drop(house, chance, course)
    for step, done in _steps(house, standins):
        _until(done, tell)
        course.seconds[step] = time.monotonic() - begun
    tell.tell()
    return _summary(house, standins, course)


def _steps(house: House, standins: Standins) -> tuple[tuple[str, Callable[[], bool]], ...]:
    """Each step of the night and how one sees that it is done."""
    cases = models.Case.objects.filter(site=house.row)
    return (
        ("taken_in", lambda: cases.count() >= 4),
        ("drafted", lambda: not cases.filter(state__in=(CaseState.RECEIVED, CaseState.READY)).exists()),
        ("sent", lambda: standins.gateway.count("accepted") >= 3),
        ("delivered", lambda: models.Event.objects.filter(site=house.row, kind="deliver").count() >= 3),
        ("acknowledged", lambda: models.Event.objects.filter(site=house.row, kind="acknowledge").exists()),
        ("returned", lambda: sum(PageKind.REPORT in row.kinds for row in _arrivals(house)) >= 3),
    )


def _until(done: Callable[[], bool], tell: Teller) -> None:
    """Waits until a step is done, or as long as patience lasts."""
    end = time.monotonic() + PATIENCE
    while not done() and time.monotonic() < end:
        tell.tell()
        time.sleep(_LOOK)


def _arrivals(house: House) -> list[models.Arrival]:
    return list(models.Arrival.objects.filter(site=house.row).select_related("case"))


def is_right(standins: Standins, arrival: models.Arrival) -> bool:
    """Whether the proposal is the case whose fax the far end answered with these very bytes."""
    returned = {
        line["sha256"]: line["reference"] for line in list(standins.far_end.said) if line["event"] == "returned"
    }
    return arrival.case is not None and returned.get(arrival.sha) == arrival.case.reference


def _summary(house: House, standins: Standins, course: Course) -> Summary:
    """The night counted."""
    cases = models.Case.objects.filter(site=house.row)
    reports = [row for row in _arrivals(house) if PageKind.REPORT in row.kinds]
    right = [row for row in reports if row.status == "matched" and is_right(standins, row)]
    made = Summary(
        dropped=course.dropped,
        sent=standins.gateway.count("accepted"),
        delivered=models.Event.objects.filter(site=house.row, kind="deliver").count(),
        held=cases.filter(state=CaseState.HELD).count(),
        returned=len(reports),
        matched=len(right),
        seconds=course.seconds,
        faults=(),
    )
    return replace(made, faults=tuple(_faults(house, made)))


def _drop(house: House, chance: Random, course: Course) -> None:
    """Lays the four referrals in the outbound folder, as a nurse does."""
    for made in referrals.all_four(chance, house.now()):
        beside = house.folder("outbound") / f".{course.dropped}.part"
        beside.write_bytes(made.data)
        beside.rename(house.folder("outbound") / made.file_name)
        course.dropped += 1


def _faults(house: House, made: Summary) -> list[str]:
    """What a night must not be: a count that is off, a report accepted by a machine, a sheet taken for a report."""
    wanted = {"dropped": 4, "sent": 3, "delivered": 3, "held": 1, "returned": 3, "matched": 3}
    told = [
        f"{name}: {getattr(made, name)}, not {count}" for name, count in wanted.items() if getattr(made, name) != count
    ]
    if models.Report.objects.filter(site=house.row).exists():
        told.append("a report was confirmed by a machine")
    acknowledged = [row for row in _arrivals(house) if row.note == "acknowledgement"]
    if not acknowledged or any(row.state != ArrivalState.RECEIPT for row in acknowledged):
        told.append("the sheet ticked received was not taken for what it is")
    if len({row.case_id for row in _arrivals(house) if PageKind.REPORT in row.kinds}) != made.returned:
        told.append("two reports were proposed for one case")
    return [*told, *house.ledger.verify()]
