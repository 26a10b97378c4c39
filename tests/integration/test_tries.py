"""What can't be done at once: put off by the gateway, tried again after a fault or a death, and then a person's."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from types import ModuleType

import nights
import pytest
from nights import Night

from outbound import reasons
from service import models, workers
from service.cases import CaseState
from service.house import House
from service.sending import drafting, transmission


@pytest.fixture
def night(folder: Path) -> Generator[Night]:
    """An unattended house and a gateway that takes everything."""
    with nights.begun(folder) as begun:
        yield begun


def test_a_gateway_that_is_away_is_asked_ever_more_seldom_and_is_no_fault(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often it was put off, the first fault that nobody foresaw is one of three, and holds nothing yet."""
    with nights.begun(folder, replies={"RCPT": "450 later"}) as night:
        case, waits = nights.drafted(night.house), list[float]()
        for _ in range(6):
            assert claimed(night.house, case)
            case.refresh_from_db()
            assert case.due is not None
            waits.append((case.due - night.house.now()).total_seconds())
        assert waits == [5, 10, 20, 40, 60, 60]
        monkeypatch.setattr(transmission, "send", broken)
        for state in (CaseState.READY, CaseState.READY, CaseState.HELD):
            assert claimed(night.house, case)
            case.refresh_from_db()
            assert case.state == state


def claimed(house: House, case: models.Case) -> bool:
    """The sender takes up the case, which is due."""
    models.Case.objects.filter(pk=case.pk).update(due=house.now(), lease_until=None)
    return workers.send_one(house)


def broken(*_: object, **__: object) -> None:
    """A fault that nobody foresaw."""
    raise ZeroDivisionError


class Killed(BaseException):
    """The process is gone: no handler of ours has run."""


def killed(*_: object) -> None:
    """What makes the process die."""
    raise Killed


@pytest.mark.parametrize(
    ("home", "work", "take_up", "why"),
    [(drafting, "prepare", workers.draft_one, "unreadable"), (transmission, "send", workers.send_one, "gate_fault")],
)
def test_a_document_that_kills_its_worker_is_held(
    night: Night,
    monkeypatch: pytest.MonkeyPatch,
    home: ModuleType,
    work: str,
    take_up: Callable[[House], bool],
    why: str,
) -> None:
    """After three deaths none follows: a person is told what to do."""
    case = (nights.taken if home is drafting else nights.drafted)(night.house)
    monkeypatch.setattr(home, work, killed)
    for _ in range(workers.TRIES):
        models.Case.objects.filter(pk=case.pk).update(due=night.house.now(), lease_until=None)
        with pytest.raises(Killed):
            take_up(night.house)
    models.Case.objects.filter(pk=case.pk).update(due=night.house.now(), lease_until=None)
    assert take_up(night.house)
    case.refresh_from_db()
    assert (case.state, [row["code"] for row in case.reasons]) == (CaseState.HELD, [why])
    assert models.Clock.objects.filter(case=case, kind="held", stopped_at__isnull=True).exists()


def test_a_fault_that_nobody_foresaw_holds_and_tells(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tried a few times, then a person has it; nothing leaves and nothing is lost."""
    case = nights.taken(night.house)
    monkeypatch.setattr(drafting, "prepare", broken)
    for _ in range(workers.TRIES):
        models.Case.objects.filter(pk=case.pk).update(due=night.house.now(), lease_until=None)
        assert workers.draft_one(night.house)
    case.refresh_from_db()
    assert (case.state, [row["code"] for row in case.reasons]) == (CaseState.HELD, ["gate_fault"])
    assert reasons.text("gate_fault", "sv") != "gate_fault"
