"""What people decide of reports: each fact once, in whichever order they come, and nothing that waits falls silent."""

from __future__ import annotations

import itertools
import json
from datetime import timedelta

import houses
import pytest

from service import endings, escalation, item, ledger, models, rights, steps
from service.cases import FINAL, ArrivalState, AttemptState, CaseState
from service.house import House
from service.models import User
from service.returning import deciding, doubts, reading
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
    case = at_home(house)
    models.Case.objects.filter(pk=case.pk).update(state=CaseState.SENT, sent_at=house.now())
    return models.Case.objects.get(pk=case.pk)


def at_home(house: House, state: CaseState = CaseState.RECEIVED) -> models.Case:
    """A case whose referral has never left the house."""
    case = intake.take_form(house, {"question": f"Fråga {next(_count)}?"}, by="Eva")
    models.Case.objects.filter(pk=case.pk).update(state=state)
    return models.Case.objects.get(pk=case.pk)


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


@pytest.mark.parametrize("state", [CaseState.RECEIVED, CaseState.WAITING, CaseState.HELD, CaseState.READY])
def test_a_report_for_a_referral_that_never_left_leaves_it_to_be_sent(house: House, state: CaseState) -> None:
    """No candidate, a reason is asked for, and its state, its bell and its way out are as before, to the very end."""
    case, arrival = at_home(house, state), report_in(house)
    house.ledger.set_clock("held", house.now(), case=case)
    models.Arrival.objects.filter(pk=arrival.pk).update(ranked=ranked(case, "examination", "not_sent"))
    arrival.refresh_from_db()
    seen = item.of(house, arrival, "sv")
    assert case not in [choice.case for choice in seen.choices]
    assert [other.left for other in seen.others if other.case == case] == [False]
    with pytest.raises(rights.NotAllowed, match="reason_missing"):
        deciding.confirm(house, arrival, case, by="Eva")
    report = deciding.confirm(house, arrival, case, by="Eva", reason="faxad för hand av kollegan")
    home(house, deciding.forward(house, report, by="Eva"))
    case.refresh_from_db()
    assert (case.state, case.answered_at) == (state, None)
    assert "held" in rings(case=case)
    assert report.arrival.reason == "faxad för hand av kollegan"


def test_what_may_have_left_is_a_candidate_whatever_its_state(house: House) -> None:
    """Held for being sent anew, of unknown fate, or out of a backup: the reader may have it."""
    anew, lost, restored = (at_home(house, CaseState.HELD) for _ in range(3))
    models.Case.objects.filter(pk=anew.pk).update(sent_at=house.now())
    models.Case.objects.filter(pk=restored.pk).update(reasons=[{"code": "restored", "kind": "look", "page": None}])
    house.ledger.open_attempt(
        lost, now=house.now(), by="sender", state=AttemptState.UNKNOWN, number=1, token=lost.reference,
        message_id=lost.reference, recipient="1", sha="0" * 64,
    )  # fmt: skip
    for case in (anew, lost, restored):
        case.refresh_from_db()
        assert doubts.has_left(case)
    assert not doubts.has_left(at_home(house, CaseState.HELD))


@pytest.mark.parametrize("veto", ["wrong_region", "other_accession", "wrong_sex", "already_answered"])
def test_against_a_veto_a_report_is_confirmed_with_a_reason_alone(house: House, veto: str) -> None:
    """One press is enough where the pages speak for a case and nothing against."""
    case, other, arrival = case_of(house), case_of(house), report_in(house)
    both = [*ranked(case, "reference", veto), *ranked(other, "accession")]
    models.Arrival.objects.filter(pk=arrival.pk).update(status="unsure", ranked=both)
    arrival.refresh_from_db()
    assert [choice.doubted for choice in item.of(house, arrival, "sv").choices] == [True, False]
    with pytest.raises(rights.NotAllowed, match="reason_missing"):
        deciding.confirm(house, arrival, case, by="Eva")
    deciding.confirm(house, arrival, case, by="Eva", reason="granskaren bekräftar per telefon")


def ranked(case: models.Case, *codes: str) -> list[dict[str, object]]:
    """A candidate as the reading keeps it."""
    return [
        {
            "case": case.reference,
            "score": 0.5,
            "evidence": [{"code": code, "detail": "", "weight": 1.0} for code in codes],
        }
    ]


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


@pytest.mark.parametrize(
    ("reason", "taken"),
    [
        ("fel fil, Maj-Lis Provsson", False),
        ("provssons remiss är dubbel", False),
        ("fel fil 19410822-9825", False),
        ("gäller 410822 9825", False),
        ("gäller 19410822", False),
        ("hör till 19550101-9912", False),
        ("dubblett av NAL-KXTR-PNDA, svar per telefon 06:40", True),
        ("ligger på avdelning 23, ny remiss görs", True),
    ],
)
def test_a_reason_tells_nobody_who_the_patient_is(house: House, reason: str, taken: bool) -> None:
    """No number that looks like a person's, and none of the case's own names: it is kept and shown as it stands."""
    case = case_of(house)
    identity = {"names": ["Maj-Lis Provsson"], "numbers": ["194108229825"], "birth_dates": ["1941-08-22"]}
    house.vault.keep(case, {"identity": identity}, house.now())
    arrival = report_in(house, case)
    acts = (lambda: deciding.lay_aside(house, arrival, "park", by="Eva", reason=reason),
            lambda: endings.cancel(house, case, by="Eva", reason=reason))  # fmt: skip
    for act in acts:
        if taken:
            act()
            continue
        with pytest.raises(rights.NotAllowed, match="reason_tells"):
            act()
