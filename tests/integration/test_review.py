"""The night page: no open case is left out, whatever came after it, and its length costs no more questions."""

from __future__ import annotations

import itertools
from datetime import timedelta

import houses
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outbound import reasons
from service import bells, escalation, item, models, review, status, telling
from service.cases import CaseState, ClockKind
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


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("held", "Ring en kollega i huset eller bakjouren"),
        ("forward", "Ring enheten: 031-390 06 10"),
        ("receipt", "Reservtelefonnummer 2 (fast telefoni): +62 813-3877-3651 (ovanligt nummer, fråga)"),
    ],
)
def test_the_reader_is_called_for_what_it_has_alone(house: House, kind: ClockKind, told: str) -> None:
    """About a referral that waits in the house, or a report that lies there, its telephones are of no help."""
    (case,) = put(house, CaseState.SENT)
    models.Case.objects.filter(pk=case.pk).update(call_back="031-390 06 10")
    house.ledger.set_clock(kind, house.now(), case=case)
    clock = models.Clock.objects.get(case=case)
    models.Clock.objects.filter(pk=clock.pk).update(step=3, rung_at=house.now())
    (bell,) = [bell for bell in bells.of(house) if bell.reference == case.reference]
    assert bell.call == told
    assert [call.odd for call in review.calls(house, case)] == (
        [False, False, True] if kind in escalation.READERS else []
    )


@pytest.mark.parametrize(
    ("kind", "facts", "told"),
    [
        ("registered", {}, ("Faxad för hand", "Väntar på svar")),
        ("take_by_hand", {"how": "fax"}, ("Tas för hand", "Faxa arken själv; svaret bevakas")),
        ("take_by_hand", {"how": "telephone"}, ("Tas per telefon", "Ring granskaren; svaret bevakas")),
    ],
)
def test_what_is_in_human_hands_says_what_is_left_to_do(
    house: House, kind: str, facts: dict[str, str], told: tuple[str, str]
) -> None:
    """What has been faxed before it was registered asks for no second fax."""
    (case,) = put(house, CaseState.BY_HAND)
    house.ledger.record(kind, now=house.now(), by="Eva", case=case, facts=facts)
    (row,) = [row for row in review.night(house, "sv").under_way if row.case == case]
    assert (row.words, row.step) == told == review.words(case, "sv")
    assert told[1] in status.text(case)


def arrived(house: House, case: models.Case) -> models.Arrival:
    """A report that is proposed for a case, and that nobody has opened."""
    key = f"prov:{next(_count)}"
    return house.ledger.open_arrival(
        now=house.now(), by="folder", state="to_review", key=key, channel="folder", sha="0" * 64, format="tiff",
        case=case, status="matched", kinds=["report"],
    )  # fmt: skip


def test_an_alarm_names_its_case_also_when_it_gets_worse(house: House) -> None:
    """Three reports that nobody opened are told apart, as they were when they had just come."""
    (case,) = put(house, CaseState.SENT)
    models.Case.objects.filter(pk=case.pk).update(examination="DT hjärna")
    arrival = arrived(house, case)
    link = f"/arrival/{arrival.pk}"
    for _ in range(2):
        (bell,) = [bell for bell in bells.of(house) if bell.link == link]
        assert (bell.reference, bell.examination) == (case.reference, "DT hjärna")
        house.ledger.set_clock("arrival", house.now(), arrival=arrival)
        models.Clock.objects.filter(arrival=arrival).update(rung_at=house.now())


def test_a_report_that_the_unit_lacks_stands_first_until_it_is_given(house: House) -> None:
    """Whatever the case ended with, giving it to the unit is the next act. What became of it heads its page."""
    for end in (CaseState.ANSWERED, CaseState.CANCELLED):
        (case,) = put(house, end)
        arrival = arrived(house, case)
        models.Arrival.objects.filter(pk=arrival.pk).update(state="confirmed")
        now = house.now()
        report = models.Report.objects.create(
            site=house.row, case=case, arrival=arrival, created_at=now, confirmed_at=now, confirmed_by="Eva"
        )
        arrival.refresh_from_db()
        (row,) = [row for row in review.night(house, "sv").first if row.case == case]
        assert (row.step, row.urgent) == ("Lämna svaret till enheten", True)
        assert item.of(house, arrival, "sv").words == "bekräftat"
        models.Report.objects.filter(pk=report.pk).update(forwarded_at=now, forwarded_by="Eva")
        assert case not in [row.case for row in review.night(house, "sv").first]
        assert item.of(house, arrival, "sv").words == "lämnat vidare till enheten"


def test_a_receipt_that_is_settled_is_not_told_as_a_stranger(house: House) -> None:
    """What is done with is what became of it."""
    (case,) = put(house, CaseState.SENT)
    arrival = arrived(house, case)
    models.Arrival.objects.filter(pk=arrival.pk).update(state="receipt", status="", note="receipt", kinds=[])
    arrival.refresh_from_db()
    assert item.of(house, arrival, "sv").words == "klart"


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
