"""What people decide of reports: each fact once, in whichever order they come, and nothing that waits falls silent."""

from __future__ import annotations

import itertools
import json
from datetime import timedelta

import houses
import pytest

from service import escalation, ledger, models, steps
from service.cases import FINAL, ArrivalState, CaseState
from service.house import House
from service.models import User
from service.returning import deciding, reading
from service.sending import intake

_count = itertools.count(1)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """One house for the whole file, with a clock of its own."""
    folder = tmp_path_factory.mktemp("deciding")
    folder.chmod(0o700)
    return houses.enter(folder, clock=houses.Clock())


def case_of(house: House) -> models.Case:
    """A case that a report may come to."""
    return intake.take_form(house, {"question": f"Fråga {next(_count)}?"}, by="Eva")


def report_in(house: House, case: models.Case | None = None) -> models.Arrival:
    """A report that was read and waits for a person."""
    key = f"prov:{next(_count)}"
    made = house.ledger.open_arrival(
        now=house.now(), by="folder", state="new", key=key, channel="folder", sha="0" * 64, format="tiff"
    )
    return steps.take_arrival(
        house, made, "propose", by="reader", note="", status="matched", case=case, pages=[1], kinds=["report"]
    )


def confirmed(house: House, case: models.Case) -> models.Report:
    """A report that a nurse has confirmed for the case."""
    return deciding.confirm(house, report_in(house, case), case, by="Eva")


def home(house: House, report: models.Report) -> models.Report:
    """Confirmed for the RIS and laid there."""
    report = deciding.confirm_for_ris(house, report, by="Olle", role=User.Role.RIS_ADMINISTRATOR)
    return deciding.handed_back(house, report, by="Olle")


def rings(**about: object) -> dict[str, timedelta]:
    """The clocks that run, and how long after the house's first moment they ring."""
    running = models.Clock.objects.filter(stopped_at__isnull=True, **about)
    return {clock.kind: clock.due - houses.NIGHT for clock in running}


def later(house: House, **by: float) -> None:
    """Lets time pass."""
    clock = house.now
    assert isinstance(clock, houses.Clock)
    clock.later(**by)


def test_what_was_forwarded_meanwhile_is_not_withdrawn(house: House) -> None:
    """The row on the screen was older than the ledger: nothing is taken back, and who was quicker is told."""
    case = case_of(house)
    seen = confirmed(house, case)
    deciding.forward(house, models.Report.objects.get(pk=seen.pk), by="Pia")
    with pytest.raises(ledger.Stale) as told:
        deciding.withdraw(house, seen, by="Eva")
    assert (told.value.state, told.value.by) == ("report_forwarded", "Pia")
    assert models.Report.objects.filter(pk=seen.pk).exists()
    assert models.Arrival.objects.get(pk=seen.arrival_id).state == ArrivalState.CONFIRMED


def test_what_was_withdrawn_meanwhile_is_not_forwarded(house: House) -> None:
    """The other way round: the second is told that the report waits for review again."""
    seen = confirmed(house, case_of(house))
    deciding.withdraw(house, models.Report.objects.get(pk=seen.pk), by="Pia")
    with pytest.raises(ledger.Stale) as told:
        deciding.forward(house, seen, by="Eva")
    assert (told.value.state, told.value.by) == (ArrivalState.TO_REVIEW, "Pia")


def test_a_second_report_rings_until_it_is_forwarded_too(house: House) -> None:
    """The first one given to the unit silences nothing of the second, which rings by its own confirmation."""
    case = case_of(house)
    minutes = timedelta(minutes=house.site.clocks.forward_minutes)
    first = confirmed(house, case)
    later(house, minutes=4)
    second = confirmed(house, case)
    deciding.forward(house, first, by="Eva")
    assert rings(case=case) == {"forward": house.now() - houses.NIGHT + minutes}
    deciding.forward(house, second, by="Eva")
    assert rings(case=case) == {}


def test_a_case_closes_when_the_last_of_its_reports_is_home(house: House) -> None:
    """Not over a report that is neither with the unit nor in the RIS."""
    case = case_of(house)
    first, second = confirmed(house, case), confirmed(house, case)
    home(house, deciding.forward(house, first, by="Eva"))
    case.refresh_from_db()
    assert case.state == CaseState.ANSWERED
    home(house, deciding.forward(house, second, by="Eva"))
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED


def test_handed_back_first_and_forwarded_later_closes_the_case(house: House) -> None:
    """The order of the two facts is nobody's business."""
    case = case_of(house)
    deciding.forward(house, home(house, confirmed(house, case)), by="Eva")
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED
    assert rings(case=case) == {}


def test_a_report_withdrawn_beside_one_that_is_home_closes_the_case(house: House) -> None:
    """What is left is all at home."""
    case = case_of(house)
    first, second = confirmed(house, case), confirmed(house, case)
    home(house, deciding.forward(house, first, by="Eva"))
    deciding.withdraw(house, second, by="Eva")
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED


@pytest.mark.parametrize("end", sorted(FINAL))
def test_a_late_report_is_filed_beside_what_the_case_ended_with(house: House, end: CaseState) -> None:
    """It rings until the unit has it, is confirmed for the RIS by the second role, and changes nothing of the end."""
    case = case_of(house)
    models.Case.objects.filter(pk=case.pk).update(state=end, closed_reason="per telefon")
    house.ledger.stop_clocks(now=house.now(), by="Eva", case=case)
    withdrawn = confirmed(house, models.Case.objects.get(pk=case.pk))
    assert deciding.withdraw(house, withdrawn, by="Eva").state == ArrivalState.TO_REVIEW
    assert rings(case=case) == {}
    late = confirmed(house, models.Case.objects.get(pk=case.pk))
    assert set(rings(case=case)) == {"forward"}
    home(house, deciding.forward(house, late, by="Eva"))
    case.refresh_from_db()
    assert (case.state, case.closed_reason, rings(case=case)) == (end, "per telefon", {})
    assert models.Report.objects.filter(case=case).count() == 1


@pytest.mark.parametrize("role", [User.Role.AUDITOR, User.Role.OPERATIONS])
def test_only_who_may_decide_silences_a_report(house: House, role: str) -> None:
    """An auditor who looks leaves it unopened, and it rings on."""
    arrival = report_in(house)
    seen = deciding.opened(house, arrival, by="Stina", role=role)
    assert seen.opened_at is None
    assert set(rings(arrival=arrival)) == {"arrival"}


def test_a_report_opened_and_left_rings_again(house: House) -> None:
    """Opening it is not deciding on it: after a while it rings, until it is opened again or decided."""
    arrival = report_in(house)
    deciding.opened(house, arrival, by="Eva", role=User.Role.NURSE)
    later(house, minutes=house.site.clocks.forward_minutes)
    escalation.ring_due(house)
    assert {row.kind for row in escalation.ringing(house) if row.arrival == arrival} == {"review"}
    seen = deciding.opened(house, models.Arrival.objects.get(pk=arrival.pk), by="Pia", role=User.Role.NURSE)
    assert not [row for row in escalation.ringing(house) if row.arrival == arrival]
    assert set(rings(arrival=arrival)) == {"review"}
    deciding.lay_aside(house, seen, "park", by="Pia", reason="väntar")
    assert rings(arrival=arrival) == {}


def test_what_comes_back_to_the_queue_rings_anew(house: House) -> None:
    """A confirmation withdrawn, an item laid aside and reopened: nobody has opened it since."""
    report = confirmed(house, case_of(house))
    back = deciding.withdraw(house, report, by="Eva")
    aside = deciding.lay_aside(house, report_in(house), "park", by="Eva", reason="väntar")
    for arrival in (back, deciding.reopen(house, aside, by="Eva")):
        assert (arrival.opened_at, arrival.opened_by) == (None, "")
        assert set(rings(arrival=arrival)) == {"arrival"}


def test_of_two_who_open_a_report_at_once_both_see_it(house: House) -> None:
    """Both came by a row that nobody had opened; the second finds it opened by the first."""
    arrival = report_in(house)
    seen = [deciding.opened(house, arrival, by=name, role=User.Role.NURSE) for name in ("Eva", "Pia")]
    assert [row.opened_by for row in seen] == ["Eva", "Eva"]
    assert seen[0].version == seen[1].version


def test_what_is_still_being_read_is_not_opened(house: House) -> None:
    """A look at it neither disturbs the reader nor keeps the proposal from ringing."""
    made = house.ledger.open_arrival(
        now=house.now(), by="folder", state="new", key="prov:new", channel="folder", sha="0" * 64, format="tiff"
    )
    assert deciding.opened(house, made, by="Eva", role=User.Role.NURSE).version == made.version
    proposed = steps.take_arrival(house, made, "propose", by="reader", note="fault", status="unmatched")
    assert set(rings(arrival=proposed)) == {"arrival"}


@pytest.mark.parametrize(
    ("here", "lacking"),
    [
        ([[(1, 3)]], {(2, 3), (3, 3)}),
        ([[(1, 3)], [(2, 3)]], {(3, 3)}),
        ([[(2, 3)], [(1, 3)]], {(3, 3)}),
        ([[(1, 3)], [(2, 3)], [(3, 3)]], set()),
        ([[(1, 2)], []], {(2, 2)}),
    ],
)
def test_what_a_report_in_parts_lacks_is_told_by_all_of_its_parts(
    house: House, here: list[list[tuple[int, int]]], lacking: set[tuple[int, int]]
) -> None:
    """In whichever order they come: a later part takes nothing from what the earlier ones told."""
    case = case_of(house)
    for parts in here:
        kept = house.store.put(json.dumps({"pages": [{"number": 1, "part": part} for part in parts]}).encode())
        row = report_in(house, case)
        models.Arrival.objects.filter(pk=row.pk).update(complete=False, reading_sha=kept, created_at=house.now())
    (found,) = [one for one in reading.candidates(house) if one.reference == case.reference]
    assert found.awaits == lacking
