"""A case on its way out: the gate, one attempt at a time, every ending of a hand-over, receipts, resending, by hand."""

from __future__ import annotations

import email
import hashlib
from collections.abc import Generator
from dataclasses import replace
from email import policy
from pathlib import Path

import houses
import nights
import pytest
import servers
from nights import Night

from inbound.receipts import Outcome, Receipt
from service import cases, endings, ledger, models, workers
from service.cases import AttemptState, CaseState
from service.sending import drafting, intake, settling, transmission


@pytest.fixture
def night(folder: Path) -> Generator[Night]:
    """An unattended house and a gateway that takes everything."""
    with nights.begun(folder) as begun:
        yield begun


@pytest.fixture
def attended(folder: Path) -> Generator[Night]:
    """A house where a person looks at every fax."""
    with nights.begun(folder, unattended=False) as begun:
        yield begun


def attempts(case: models.Case) -> list[tuple[int, str]]:
    """Number and state of each attempt."""
    return list(models.Attempt.objects.filter(case=case).order_by("number").values_list("number", "state"))


def rings(case: models.Case) -> set[str]:
    """The kinds of clock that run for a case."""
    return set(models.Clock.objects.filter(case=case, stopped_at__isnull=True).values_list("kind", flat=True))


def receipt(case: models.Case, outcome: Outcome, *, attempt: int = 1, trusted: bool = True) -> Receipt:
    """A receipt on an attempt of the case."""
    token = models.Attempt.objects.get(case=case, number=attempt).token
    return Receipt(outcome=outcome, token=token, message_id="", pages=(3, 3), trusted=trusted)


def test_the_exact_pages_that_the_gate_saw_leave_once(night: Night) -> None:
    """One mail, one attachment, byte for byte the stored fax; nothing of the patient in its heads."""
    case = nights.sent(night.house)
    (raw,) = night.gateway.taken
    letter = email.message_from_bytes(raw, policy=policy.default)
    (fax,) = letter.iter_attachments()
    content = fax.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert hashlib.sha256(content).hexdigest() == case.fax_sha
    assert letter["Subject"].startswith(case.reference)
    secret = night.house.vault.peek(case)["identity"]
    heads = raw.partition(b"\r\n\r\n")[0].decode().lower()
    assert not [value for values in secret.values() for value in values if str(value).lower() in heads]
    assert attempts(case) == [(1, AttemptState.ACCEPTED)]
    assert rings(case) == {"receipt", "answer"}


@pytest.mark.parametrize("lacking", ["every", "return_fax", "call_back"])
def test_numbers_that_nobody_signed_off_stop_the_fax(folder: Path, lacking: str) -> None:
    """Recipient, return fax and call-back: without a signature the case is held, and the gateway is not even called."""
    with servers.smtp() as gateway:
        site = houses.site_file(folder, signed=False) if lacking == "every" else houses.site_file(folder)
        if lacking != "every":
            before, mark, after = site.read_text("utf-8").partition(f"[{lacking}]")
            site.write_text(before + mark + after.replace('signed_by = "Prov"', 'signed_by = ""', 1), "utf-8")
        house = houses.enter(folder, site=site, smtp_host="127.0.0.1", smtp_port=gateway.port)
        case = transmission.send(house, nights.drafted(house))
    assert (case.state, [row["code"] for row in case.reasons]) == (CaseState.HELD, ["recipient_unsigned"])
    assert not gateway.commands


@pytest.mark.parametrize(
    ("how", "state", "attempt"),
    [
        ({"replies": {"connect": "421 later"}}, CaseState.READY, []),
        ({"replies": {"MAIL": "451 later"}}, CaseState.READY, []),
        ({"replies": {"RCPT": "450 later"}}, CaseState.READY, []),
        ({"replies": {"RCPT": "550 no"}}, CaseState.REFUSED, []),
        ({"replies": {"DATA": "451 later"}}, CaseState.READY, [(1, "refused")]),
        ({"replies": {"DATA": "554 no"}}, CaseState.REFUSED, [(1, "refused")]),
        ({"replies": {".": "452 later"}}, CaseState.READY, [(1, "refused")]),
        ({"replies": {".": "554 no"}}, CaseState.REFUSED, [(1, "refused")]),
        ({"drop": "."}, CaseState.UNKNOWN, [(1, "unknown")]),
    ],
)
def test_every_ending_of_a_hand_over_is_a_state(
    folder: Path, how: servers.Manners, state: str, attempt: list[tuple[int, str]]
) -> None:
    """Safe to retry, refused, or unknown: told apart by the stage at which it ended, and something always rings."""
    with nights.begun(folder, **how) as night:
        case = transmission.send(night.house, nights.drafted(night.house))
        assert (case.state, attempts(case)) == (state, attempt)
        assert rings(case)
        assert night.house.ledger.verify() == ()


def test_what_may_have_arrived_is_not_sent_again_by_any_worker(folder: Path) -> None:
    """After a hand-over with no answer no timer repeats it; it rings at once."""
    with nights.begun(folder, drop=".") as night:
        case = transmission.send(night.house, nights.drafted(night.house))
        while workers.send_one(night.house):
            pass
        assert len(night.gateway.taken) == 1
        assert rings(case) == {"unknown"}


def test_a_sender_that_died_leaves_unknown_and_not_a_second_fax(night: Night) -> None:
    """Killed between intent and outcome: the next worker makes it unknown and sends nothing."""
    case = nights.drafted(night.house)

    class PowerCut(BaseException):
        pass

    def cut(*_: object) -> None:
        raise PowerCut

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transmission._Intent, "accept", cut)
        with pytest.raises(PowerCut):
            transmission.send(night.house, case)
    assert workers.send_one(night.house)
    case.refresh_from_db()
    assert (case.state, attempts(case), len(night.gateway.taken)) == (CaseState.UNKNOWN, [(1, "unknown")], 1)


@pytest.mark.parametrize(
    ("outcome", "state", "attempt"),
    [
        (Outcome.ACCEPTED, CaseState.SENT, "accepted"),
        (Outcome.DELIVERED, CaseState.DELIVERED, "delivered"),
        (Outcome.BUSY, CaseState.REFUSED, "failed"),
        (Outcome.PARTIAL, CaseState.REFUSED, "failed"),
        (Outcome.UNKNOWN, CaseState.UNKNOWN, "unknown"),
    ],
)
def test_a_receipt_settles_what_was_unknown(folder: Path, outcome: Outcome, state: str, attempt: str) -> None:
    """The gateway's word lifts an unknown hand-over, in either direction; what says nothing changes nothing."""
    with nights.begun(folder, drop=".") as night:
        case = transmission.send(night.house, nights.drafted(night.house))
        settled = settling.settle(night.house, receipt(case, outcome))
        assert settled is not None
        case.refresh_from_db()
        assert (case.state, attempts(case)) == (state, [(1, attempt)])


def test_a_receipt_that_cannot_be_trusted_settles_nothing(night: Night) -> None:
    """A mail that anybody could have written moves no case."""
    case = nights.sent(night.house)
    assert settling.settle(night.house, receipt(case, Outcome.DELIVERED, trusted=False)) is None
    case.refresh_from_db()
    assert case.state == CaseState.SENT


def test_a_late_failure_of_an_older_attempt_does_not_undo_the_newer(night: Night) -> None:
    """The first attempt's "busy" comes after the resend was accepted: noted, and the case stays sent."""
    case = nights.sent(night.house)
    settling.settle(night.house, receipt(case, Outcome.BUSY))
    case.refresh_from_db()
    again = transmission.resend(night.house, case, by="Eva")
    again = transmission.send(night.house, drafting.prepare(night.house, again))
    settling.settle(night.house, receipt(case, Outcome.NO_ANSWER, attempt=1))
    again.refresh_from_db()
    assert again.state == CaseState.SENT


def test_a_resend_is_a_marked_document_of_its_own(attended: Night) -> None:
    """OMSÄNDNING 1 stands on it, its bytes differ, and the approval of the same text carries over."""
    first = nights.sent(attended.house)
    settling.settle(attended.house, receipt(first, Outcome.BUSY))
    first.refresh_from_db()
    again = drafting.prepare(attended.house, transmission.resend(attended.house, first, by="Eva"))
    assert (again.state, again.resends) == (CaseState.READY, 1)
    assert again.fax_sha != first.fax_sha
    done = transmission.send(attended.house, again)
    assert (done.state, len(attended.gateway.taken)) == (CaseState.SENT, 2)
    subjects = [email.message_from_bytes(raw)["Subject"] for raw in attended.gateway.taken]
    assert len(set(subjects)) == 2


def test_a_resend_with_other_words_is_looked_at_again(attended: Night) -> None:
    """An approval holds for the same values alone."""
    first = nights.sent(attended.house)
    settling.settle(attended.house, receipt(first, Outcome.BUSY))
    first.refresh_from_db()
    models.Case.objects.filter(pk=first.pk).update(clean_sha="f" * 64)
    first.refresh_from_db()
    again = drafting.prepare(attended.house, transmission.resend(attended.house, first, by="Eva"))
    assert again.state == CaseState.HELD


@pytest.mark.parametrize("what", ["return_fax", "call_back"])
def test_a_resend_that_prints_another_number_is_looked_at_again(attended: Night, what: str) -> None:
    """The values are the same, but not where the answer is faxed to, or whom the reader calls."""
    first = drafting.release(attended.house, nights.drafted(attended.house), by="Eva")
    models.Case.objects.filter(pk=first.pk).update(state=CaseState.REFUSED)
    again = transmission.resend(attended.house, models.Case.objects.get(pk=first.pk), by="Eva")
    other = replace(attended.house.site.call_back, number="+46313900655", original="031-390 06 55")
    site = replace(attended.house.site, **{what: (other,) if what == "return_fax" else other})
    case = drafting.prepare(replace(attended.house, site=site), again)
    assert (case.state, [row["code"] for row in case.reasons]) == (CaseState.HELD, ["preview"])


def test_a_release_binds_exactly_these_bytes(attended: Night) -> None:
    """Another document under an approved case is held at the gate, however it came there."""
    house = attended.house
    case = drafting.release(house, nights.drafted(house), by="Eva")
    other = nights.drafted(house, seed=9)
    models.Case.objects.filter(pk=case.pk).update(fax_sha=other.fax_sha, approved_sha=other.fax_sha)
    case.refresh_from_db()
    held = transmission.send(house, case)
    assert held.state == CaseState.HELD
    assert {row["code"] for row in held.reasons} & {"foreign_code", "expected_missing"}
    assert not attended.gateway.taken


def test_found_identifiers_are_never_waved_through(attended: Night) -> None:
    """A hold that must be mended can't be released by anybody."""
    case = nights.drafted(attended.house)
    models.Case.objects.filter(pk=case.pk).update(
        reasons=[{"code": "identifier_found", "kind": "fix", "page": 2, "box": None}]
    )
    case.refresh_from_db()
    with pytest.raises(drafting.NotReleasable) as why:
        drafting.release(attended.house, case, by="Eva")
    assert why.value.codes == ("identifier_found",)


def test_protected_identity_is_held_whatever_the_policy(night: Night) -> None:
    """Unattended release does not reach those with protected identity."""
    case = nights.drafted(night.house, "protected")
    assert case.state == CaseState.HELD
    assert "protected_identity" in {row["code"] for row in case.reasons}
    assert "held" in rings(case)


def test_taking_it_by_hand_and_sending_never_both_happen(night: Night) -> None:
    """Who takes the print pack wins or loses the same compare-and-set as the sender."""
    case = nights.drafted(night.house)
    transmission.by_hand(night.house, case, by="Eva", how="fax")
    with pytest.raises(ledger.Stale):
        transmission.send(night.house, case)
    assert not night.gateway.taken
    other = nights.drafted(night.house, seed=5)
    done = transmission.send(night.house, other)
    with pytest.raises(ledger.Stale):
        transmission.by_hand(night.house, other, by="Eva", how="fax")
    assert (done.state, len(night.gateway.taken)) == (CaseState.SENT, 1)


def test_what_a_person_edits_goes_through_rules_and_gate(attended: Night) -> None:
    """A name typed into a field is removed again; accession, age and sex that were typed are carried."""
    house = attended.house
    case = nights.drafted(house)
    name = house.vault.peek(case)["identity"]["names"][0]
    values = drafting.values(house, case) | {
        "history": f"{name} har ont i buken sedan igår.",
        "accession": "PROV0001234",
    }
    edited = drafting.prepare(house, drafting.edit(house, case, values, by="Eva"))
    kept = drafting.values(house, edited)
    assert name not in kept["history"]
    assert "ont i buken" in kept["history"]
    assert edited.accessions == ["PROV0001234"]
    assert edited.approved_sha == ""


def test_an_edit_loses_no_fact(attended: Night) -> None:
    """Every field that was carried stands in the form, so that saving it unchanged changes nothing."""
    house = attended.house
    case = nights.drafted(house, "hl7")
    before = drafting.values(house, case)
    after = drafting.prepare(house, drafting.edit(house, case, before, by="Eva"))
    assert drafting.values(house, after) == before


def test_a_number_written_in_groups_stays_one_when_the_form_is_saved(attended: Night) -> None:
    """A RIS may print "SU 7731 0098 2": its parts are no numbers of their own, and would match other reports."""
    house = attended.house
    case = nights.drafted(house)
    grouped = drafting.edit(house, case, drafting.values(house, case) | {"accession": "SU 7731 0098 2"}, by="Eva")
    before = drafting.prepare(house, grouped)
    after = drafting.prepare(house, drafting.edit(house, before, drafting.values(house, before), by="Eva"))
    assert before.accessions == after.accessions == ["SU 7731 0098 2"]


def test_the_same_drop_twice_is_one_case_until_that_is_over(night: Night) -> None:
    """A crash between commit and removal, or a form sent twice, opens no second case; a drop after a cancel does."""
    house = night.house
    first = intake.take(house, b"Remiss", "a.txt")
    assert intake.take(house, b"Remiss", "b.txt").pk == first.pk
    form = intake.take_form(house, {"question": "Blödning?"}, by="Eva")
    assert intake.take_form(house, {"question": "Blödning?"}, by="Eva").pk == form.pk
    endings.cancel(house, first, by="Eva", reason="fel patient")
    assert intake.take(house, b"Remiss", "a.txt").pk != first.pk


def test_a_clock_rings_once_and_the_ladder_follows(night: Night) -> None:
    """A held case rings after its minute, then the next rung; opening and releasing silences it."""
    from service import escalation

    house = night.house
    case = nights.drafted(house, "protected")
    clock = house.now
    assert isinstance(clock, houses.Clock)
    assert escalation.ring_due(house) == 0
    clock.later(seconds=house.site.clocks.held_seconds + 1)
    assert escalation.ring_due(house) == 1
    assert escalation.ring_due(house) == 0
    clock.later(minutes=house.site.clocks.held_ladder_minutes)
    assert escalation.ring_due(house) == 1
    assert {row.step for row in escalation.ringing(house)} == {0, 1}
    drafting.release(house, case, by="Eva")
    assert escalation.ringing(house) == ()


def test_a_case_that_may_not_leave_is_not_moved(night: Night) -> None:
    """Cancelled means cancelled."""
    case = nights.drafted(night.house)
    gone = endings.cancel(night.house, case, by="Eva", reason="dubblett")
    with pytest.raises(cases.Forbidden):
        transmission.send(night.house, gone)
    assert not night.gateway.taken


def test_a_case_that_was_cancelled_meanwhile_is_not_moved(night: Night) -> None:
    """Nor by whoever saw it ready before: the cancel came first."""
    case = nights.drafted(night.house)
    endings.cancel(night.house, case, by="Eva", reason="dubblett")
    with pytest.raises(ledger.Stale):
        transmission.send(night.house, case)
    assert not night.gateway.taken
