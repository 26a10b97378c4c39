"""What receipts and people settle, on cases that stand where a test puts them: no fax is made or sent here.

Both databases run these, see test_postgresql.py.
"""

from __future__ import annotations

import itertools
from datetime import timedelta
from pathlib import Path

import houses
import pytest
import simultaneous

from inbound.receipts import Outcome, Receipt
from outbound.referral import FieldName
from service import cases, ledger, models, rights, steps, workers
from service.cases import AttemptState, CaseState
from service.house import House
from service.returning import arriving, deciding
from service.sending import drafting, intake, kit, settling, transmission

_NUMBERS = itertools.count()
_LETTERS = "ACDEHKMNPRSTUXYZ"


@pytest.fixture
def house(folder: Path) -> House:
    """A house at half past one at night."""
    return houses.enter(folder, clock=houses.Clock())


def standing(house: House, state: str, *attempts: str, **columns: object) -> models.Case:
    """A case in a state, with an attempt in each of these."""
    number = next(_NUMBERS)
    letters = "".join(_LETTERS[number // 16**place % 16] for place in range(4))
    case = house.ledger.open_case(
        now=house.now(), by="prov", reference=f"{house.site.prefix}-{letters}-AAAA", state=state, source="file",
        source_sha="0" * 64, **{"fax_sha": "f" * 64, "sent_at": house.now(), **columns},
    )  # fmt: skip
    steps.begin(house, case)
    for one, was in enumerate(attempts, 1):
        house.ledger.open_attempt(
            case, now=house.now(), by="sender", state=was, number=one, recipient="+46", sha=f"{one}" * 64,
            message_id=f"<{case.reference}.{one}>", token=f"{case.reference.lower()}{one}",
        )  # fmt: skip
    return case


def told(house: House, case: models.Case, outcome: Outcome, attempt: int = 1) -> models.Case:
    """The case after a receipt on one of its attempts."""
    token = models.Attempt.objects.get(case=case, number=attempt).token
    assert settling.settle(house, Receipt(outcome, token, "", (3, 3), trusted=True)) is not None
    return models.Case.objects.get(pk=case.pk)


def attempts(case: models.Case) -> list[str]:
    """The state of each attempt."""
    return list(models.Attempt.objects.filter(case=case).order_by("number").values_list("state", flat=True))


def codes(case: models.Case) -> set[str]:
    """The reasons of a hold."""
    return {row["code"] for row in case.reasons}


def rings(case: models.Case) -> dict[str, object]:
    """The running clocks of a case and when they ring."""
    return dict(models.Clock.objects.filter(case=case, stopped_at__isnull=True).values_list("kind", "due"))


@pytest.mark.parametrize("outcome", [Outcome.ACCEPTED, Outcome.DELIVERED, Outcome.BUSY])
@pytest.mark.parametrize("state", [CaseState.SENDING, CaseState.SENT, CaseState.UNKNOWN])
def test_an_older_attempt_moves_no_newer_one(house: House, outcome: Outcome, state: str) -> None:
    """Whatever is told of the first attempt, the case is about the second; the first keeps its own outcome."""
    case = standing(house, state, AttemptState.UNKNOWN, AttemptState.UNKNOWN, resends=1)
    after = told(house, case, outcome)
    assert after.state == state
    assert attempts(case) != ["unknown", "unknown"]
    assert attempts(case)[1] == "unknown"


def test_a_late_busy_does_not_stop_the_resend(house: House) -> None:
    """The second copy is about to leave; the first one's failure is known already, and changes nothing."""
    case = standing(house, CaseState.READY, AttemptState.UNKNOWN, resends=1)
    after = told(house, case, Outcome.BUSY)
    assert (after.state, attempts(case)) == (CaseState.READY, ["failed"])


def test_a_copy_that_arrives_while_the_next_is_ready_holds_that(house: House) -> None:
    """The reader has the fax: whether a second one leaves is a person's to say, and the sender's move is too late."""
    case = standing(house, CaseState.READY, AttemptState.UNKNOWN, resends=1)
    after = told(house, case, Outcome.DELIVERED)
    assert (after.state, codes(after), attempts(case)) == (CaseState.HELD, {"already_delivered"}, ["delivered"])
    assert "held" in rings(after)
    with pytest.raises(ledger.Stale):
        house.ledger.move(case, "intend", now=house.now(), by="sender")
    stands = settling.let_stand(house, after, by="Eva")
    assert (stands.state, stands.fax_sha) == (CaseState.DELIVERED, "1" * 64)
    assert set(rings(stands)) == {"acknowledgement", "answer"}


def test_a_person_may_send_once_more_all_the_same(house: House) -> None:
    """The approval covers the reason, which is one to look at."""
    case = told(house, standing(house, CaseState.READY, AttemptState.UNKNOWN, resends=1), Outcome.DELIVERED)
    done = drafting.release(house, case, by="Eva")
    assert (done.state, done.approved_reasons) == (CaseState.READY, ["already_delivered/"])


def test_a_copy_that_arrives_while_the_next_is_drafted_is_not_forgotten(house: House) -> None:
    """The reason lies with the case, and an edit or a new draft leaves it there."""
    for state in (CaseState.RECEIVED, CaseState.HELD):
        case = told(house, standing(house, state, AttemptState.UNKNOWN, resends=1), Outcome.DELIVERED)
        assert (case.state, codes(case)) == (state, {"already_delivered"})
    edited = drafting.edit(house, case, {"question": "Blödning?"}, by="Eva")
    assert codes(edited) == {"already_delivered"}


def test_nothing_stands_that_has_not_arrived(house: House) -> None:
    """A held case whose attempts all failed can't be taken for delivered."""
    case = standing(house, CaseState.HELD, AttemptState.FAILED, resends=1)
    with pytest.raises(cases.Forbidden):
        settling.let_stand(house, case, by="Eva")


def test_a_resend_asked_for_after_the_copy_arrived_is_no_surprise(house: House) -> None:
    """Who sends again what was delivered knows that."""
    case = standing(house, CaseState.DELIVERED, AttemptState.DELIVERED)
    again = transmission.resend(house, case, by="Eva")
    assert (again.state, again.reasons, again.fax_sha) == (CaseState.RECEIVED, [], "")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (CaseState.RECEIVED, CaseState.RECEIVED),
        (CaseState.HELD, CaseState.HELD),
        (CaseState.READY, CaseState.READY),
        (CaseState.SENDING, CaseState.UNKNOWN),
        (CaseState.SENT, CaseState.SENT),
        (CaseState.REFUSED, CaseState.REFUSED),
        (CaseState.BY_HAND, CaseState.BY_HAND),
        (CaseState.ACKNOWLEDGED, CaseState.ACKNOWLEDGED),
    ],
)
def test_a_wrong_confirmation_taken_back_loses_no_referral(house: House, before: str, after: str) -> None:
    """The case is where it was, with the clocks that ran and the time they had; a worker takes up what it took up."""
    case, clock = standing(house, before), house.now
    assert isinstance(clock, houses.Clock)
    ran = rings(case)
    clock.later(minutes=5)
    report = confirmed(house, case)
    clock.later(minutes=1)
    deciding.withdraw(house, report, by="Eva")
    case.refresh_from_db()
    assert (case.state, case.answered_at) == (after, None)
    assert rings(case) == ran if before == after else set(rings(case)) == {"unknown"}
    assert (case.due is not None) == (after in (CaseState.RECEIVED, CaseState.READY))


def test_what_receipts_told_meanwhile_is_caught_up_with(house: House) -> None:
    """Delivered while the wrong report stood confirmed: no clock waits for that receipt any more."""
    case = standing(house, CaseState.SENT, AttemptState.ACCEPTED)
    report = confirmed(house, case)
    assert told(house, case, Outcome.DELIVERED).state == CaseState.ANSWERED
    deciding.withdraw(house, report, by="Eva")
    case.refresh_from_db()
    assert case.state == CaseState.DELIVERED
    assert set(rings(case)) == {"acknowledgement", "answer"}


def confirmed(house: House, case: models.Case) -> models.Report:
    """A report that somebody took for this case's."""
    arrival = house.ledger.open_arrival(
        now=house.now(), by="folder", state="to_review", key=f"folder:{case.pk}", channel="folder", sha="0" * 64,
        format="tiff", kinds=["report"],
    )  # fmt: skip
    return deciding.confirm(house, arrival, case, by="Eva", reason="prov")


def test_the_same_bytes_at_once_are_one_case(house: House) -> None:
    """A double click, two watchers, a folder and a command: one case, one fax."""
    works = [lambda: intake.take(house, b"Remiss", "a.txt") for _ in range(6)]
    made = simultaneous.all_at_once(*works)
    assert len({case.pk for case in made if isinstance(case, models.Case)}) == 1, made
    assert len(made) == models.Event.objects.filter(site=house.row, kind="dropped_again").count() + 1


def test_a_receipt_and_its_sender_at_once_never_trip_each_other(house: House) -> None:
    """Delivered before the sender has noted that it was accepted: both are written, whichever comes first."""
    for _ in range(5):
        case = standing(house, CaseState.SENDING, AttemptState.INTENDED)
        intent = transmission._Intent(house, case, {})
        intent._attempt = models.Attempt.objects.get(case=case)
        token = intent._attempt.token
        ends = simultaneous.all_at_once(
            lambda token=token: settling.settle(house, Receipt(Outcome.DELIVERED, token, "", None, trusted=True)),
            lambda intent=intent: intent.accept("250 ok"),
            lambda case=case: house.ledger.record("receipt", now=house.now(), by="prov", case=case),
        )
        assert not [end for end in ends if isinstance(end, Exception)]
        case.refresh_from_db()
        assert (case.state, attempts(case)) == (CaseState.DELIVERED, ["delivered"])
    assert house.ledger.verify() == ()


def test_what_comes_in_at_once_is_all_there_and_nothing_twice(house: House) -> None:
    """Folder and mailbox, several processes: each fax one arrival, the chain whole, and nobody waits for the other."""
    faxes = [b"II*\0 one", b"II*\0 two", b"II*\0 three", b"II*\0 one", b"II*\0 two"]
    works = [lambda data=data: arriving.from_folder(house, data, "fax.tif") for data in faxes]
    mail = b"From: a@example.org\nSubject: hej\n\nhej\n"
    made = simultaneous.all_at_once(*works, lambda: arriving.from_mail(house, mail, "fax/INBOX:1:1"))
    assert not [end for end in made if isinstance(end, Exception)]
    assert models.Arrival.objects.filter(site=house.row).count() == 4
    assert house.ledger.verify() == ()


def test_a_case_that_waited_becomes_urgent_when_its_file_is_dropped(house: House) -> None:
    """First into `waiting`, later into the folder itself: it leaves, and the number that was found is added."""
    waits = intake.take(house, b"Remiss", "a.txt", urgent=False)
    assert waits.state == CaseState.WAITING
    urged = intake.take(house, b"Remiss", "a.txt", accession="PROV0001234")
    assert (urged.pk, urged.state, urged.urgent) == (waits.pk, CaseState.RECEIVED, True)
    assert urged.accessions == ["PROV0001234"]
    assert urged.due is not None
    assert "drafting" in rings(urged)
    again = intake.take(house, b"Remiss", "a.txt", urgent=False)
    assert again.state == CaseState.RECEIVED


def test_a_lease_is_kept_over_the_intent(house: House) -> None:
    """The gate took its time; what the renewing thread won is not lost, and nobody recovers a living sender."""
    standing(house, CaseState.READY)
    (mine,) = house.ledger.claim(models.Case, [CaseState.READY], lease="mine", seconds=2)
    assert house.ledger.renew(mine, "mine", 60)
    sending = house.ledger.move(mine, "intend", now=house.now(), by="sender", due=house.now(), keep=True)
    assert (sending.lease, sending.claimed) == ("mine", "mine")
    assert sending.lease_until is not None
    assert mine.lease_until is not None
    assert sending.lease_until > mine.lease_until + timedelta(seconds=30)
    assert not house.ledger.claim(models.Case, [CaseState.SENDING], lease="other", seconds=60)


def test_a_lease_that_ran_out_moves_nothing(house: House) -> None:
    """Checked at commit, by the database's own clock: the row is somebody else's now."""
    standing(house, CaseState.READY)
    (mine,) = house.ledger.claim(models.Case, [CaseState.READY], lease="mine", seconds=-1)
    with pytest.raises(ledger.Stale):
        house.ledger.move(mine, "intend", now=house.now(), by="sender", keep=True)


def test_a_case_that_changed_under_its_drafter_is_free_at_once(house: House) -> None:
    """An accession number came while it was drafted: nobody waits for the lease to run out."""
    intake.take(house, b"Remiss", "a.txt")

    def changed_meanwhile(house: House, case: models.Case) -> models.Case:
        intake.take(house, b"Remiss", "a.txt", accession="PROV0001234")
        return house.ledger.move(case, "hold", now=house.now(), by="drafter")

    (mine,) = house.ledger.claim(models.Case, [CaseState.RECEIVED], lease="mine", seconds=60)
    workers._safely(house, mine, changed_meanwhile)
    assert house.ledger.claim(models.Case, [CaseState.RECEIVED], lease="next", seconds=60)


def test_an_edited_form_is_what_was_typed_last(house: House) -> None:
    """The edit counts, and the name that stood in the first form is still looked for."""
    first = intake.take_form(house, {"question": "Blödning?", "name": "Ester Prov"}, by="Eva")
    models.Case.objects.filter(pk=first.pk).update(state=CaseState.HELD)
    first.refresh_from_db()
    edited = drafting.edit(house, first, {"question": "Infarkt?"}, by="Eva")
    read = drafting.source(house, edited)
    assert read.fields[FieldName.QUESTION] == "Infarkt?"
    assert "Ester Prov" in read.identity.names


def test_an_unreadable_referral_can_be_typed(house: House) -> None:
    """Every field of the form is there, the number given at the drop too; a name typed once is never forgotten."""
    taken = intake.take(house, b"\0\0 no referral", "x.bin", accession="PROV0001234")
    case = drafting.prepare(house, taken)
    assert (case.state, codes(case)) == (CaseState.HELD, {"unknown_format"})
    assert drafting.values(house, case)["accession"] == "PROV0001234"
    typed = {"question": "Blödning?", "name": "Ester Prov", "accession": "PROV0001234"}
    once = drafting.edit(house, case, typed, by="Eva")
    house.vault.keep(once, {"identity": {"names": ["Ester Prov"]}}, house.now())
    models.Case.objects.filter(pk=case.pk).update(state=CaseState.HELD)
    once.refresh_from_db()
    assert drafting.values(house, once)["question"] == "Blödning?"
    assert "name" not in drafting.values(house, once)
    twice = drafting.edit(house, once, {"question": "Infarkt?"}, by="Eva")
    assert "Ester Prov" in drafting.source(house, twice).identity.names


def test_a_hold_keeps_what_was_approved_before(house: House) -> None:
    """What the sender finds comes beside the reasons that a person has released, not in their place."""
    seen = {"code": "unknown_word", "kind": "look", "page": 2, "box": None}
    case = standing(house, CaseState.READY, reasons=[seen], approved_sha="f" * 64, approved_reasons=["unknown_word/2"])
    held = transmission.send(house, case)
    assert codes(held) == {"unknown_word", "no_gateway"}


def test_a_fax_by_hand_is_registered_into_the_same_loop(house: House) -> None:
    """With a reference of the paper kit: by hand, waiting for its answer, known by its number, the patient sealed."""
    (reference,) = kit.reserve(house, 1)
    values = {"question": "Blödning?", "examination": "DT hjärna", "name": "Ester Prov", "accession": "PROV0001234"}
    case = kit.register(house, values, reference, by="Eva")
    assert (case.reference, case.state, case.accessions) == (reference, CaseState.BY_HAND, ["PROV0001234"])
    assert case.examination == "DT hjärna"
    assert case.sent_at == house.now()
    assert set(rings(case)) == {"answer"}
    assert "Ester Prov" in house.vault.peek(case)["identity"]["names"]
    assert kit.register(house, values, reference, by="Eva").pk == case.pk
    with pytest.raises(rights.NotAllowed):
        kit.register(house, {"question": "Infarkt?"}, reference, by="Eva")
    with pytest.raises(rights.NotAllowed):
        kit.register(house, values, f"{house.site.prefix}-AAAA-AAAA", by="Eva")


def test_many_references_are_all_different(house: House) -> None:
    """More than chance would give without a double."""
    assert len(set(kit.reserve(house, 1500))) == 1500
    assert len(set(intake.fresh_references(house, 1500))) == 1500
