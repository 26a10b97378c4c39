"""The night page: no open case is left out, whatever came after it, and its length costs no more questions."""

from __future__ import annotations

import itertools

import houses
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from service import escalation, models, review
from service.cases import CaseState
from service.house import House

_count = itertools.count(1)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """One house for the whole file."""
    folder = tmp_path_factory.mktemp("review")
    folder.chmod(0o700)
    return houses.enter(folder, clock=houses.Clock())


def put(house: House, state: CaseState, count: int = 1) -> list[models.Case]:
    """So many cases in a state, each newer than the one before."""
    now = house.now()
    clock = house.now
    assert isinstance(clock, houses.Clock)
    clock.later(seconds=1)
    rows = [
        models.Case(
            site=house.row, created_at=now, changed_at=now, state=state, source="form", source_sha="0" * 64,
            reference=f"{house.site.prefix}-{next(_count):04}",
        )
        for _ in range(count)
    ]  # fmt: skip
    return models.Case.objects.bulk_create(rows)


def test_no_open_case_vanishes_behind_newer_ones(house: House) -> None:
    """A held case and one under way, then hundreds that are done: of those the last ones are shown."""
    (held,), (under_way,) = put(house, CaseState.HELD), put(house, CaseState.SENT)
    put(house, CaseState.CLOSED, 400)
    (last,) = put(house, CaseState.CANCELLED)
    seen = review.night(house, "sv")
    assert [row.case for row in seen.first] == [held]
    assert [row.case for row in seen.under_way] == [under_way]
    assert (seen.done[0].case, len(seen.done)) == (last, 12)


def test_a_longer_night_asks_the_ledger_no_more_often(house: House) -> None:
    """Each case has its clock, and they are fetched together."""

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            review.night(house, "sv")
            review.waiting(house)
        return len(seen)

    before = asked()
    for case in put(house, CaseState.HELD, 30):
        house.ledger.set_clock("held", house.now(), case=case)
    assert asked() == before
    assert all(row.due for row in review.night(house, "sv").first[:30])


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("held", "Ring en kollega i huset eller bakjouren"),
        ("forward", "Ring enheten: 031-390 06 10"),
        ("receipt", "Reservtelefonnummer 2 (fast telefoni): +62 813-3877-3651 (ovanligt nummer, fråga)"),
    ],
)
def test_the_reader_is_called_for_what_it_has_alone(house: House, kind: str, told: str) -> None:
    """About a referral that waits in the house, or a report that lies there, its telephones are of no help."""
    (case,) = put(house, CaseState.SENT)
    models.Case.objects.filter(pk=case.pk).update(call_back="031-390 06 10")
    house.ledger.set_clock(kind, house.now(), case=case)
    clock = models.Clock.objects.get(case=case)
    models.Clock.objects.filter(pk=clock.pk).update(step=3, rung_at=house.now())
    (bell,) = [bell for bell in review.bells(house) if bell.reference == case.reference]
    assert bell.call == told
    assert [call.odd for call in review.calls(house, case)] == (
        [False, False, True] if kind in escalation.READERS else []
    )
