"""The night page: no open case is left out, whatever came after it, and its length costs no more questions."""

from __future__ import annotations

import itertools
from datetime import timedelta

import houses
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outbound import reasons
from service import escalation, models, review, telling
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
    assert sum(row.due is not None for row in review.night(house, "sv").first) >= 30


def test_a_held_case_says_on_its_row_why_and_what_to_do(house: House) -> None:
    """What must be mended is told before what must be looked at, and nobody is told to send it."""
    (case,) = put(house, CaseState.HELD)
    case.reasons = [
        {"code": "preview", "kind": "look", "page": None},
        {"code": "unknown_format", "kind": "fix", "page": None},
    ]
    case.save()
    (row,) = [row for row in review.night(house, "sv").first if row.case == case]
    assert row.why == ("fix", reasons.text("unknown_format", "sv"))
    assert row.step == telling.next_step(case).sv
    assert "skicka" not in row.step


def test_what_has_rung_longest_stands_first(house: House) -> None:
    """What rings before what waits, whichever changed last."""
    first, second, silent = put(house, CaseState.HELD), put(house, CaseState.UNKNOWN), put(house, CaseState.HELD)
    for (case,) in (second, first):
        models.Clock.objects.filter(case=case).delete()
        house.ledger.set_clock("held", house.now(), case=case)
    escalation.ring_due(house)
    models.Clock.objects.filter(case=first[0]).update(rung_at=house.now() - timedelta(hours=1))
    rows = [row.case for row in review.night(house, "sv").first]
    assert rows[0] == first[0]
    assert rows.index(second[0]) < rows.index(silent[0])
