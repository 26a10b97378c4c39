"""A released case leaves: gate once more, intent committed, DATA, outcome; then receipts and people settle it.

Never sends twice in silence: a death between intent and outcome is `unknown`, and only a receipt or a person lifts it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.db import transaction

from inbound import receipts
from inbound.receipts import Outcome
from ocr import codes
from outbound import draft, gateway, mail, reasons
from outbound.reasons import Reason
from service import cases, models, steps
from service.cases import AttemptState
from service.house import House
from service.sending import drafting, papers, passes

_BASE32: Final = "abcdefghijklmnopqrstuvwxyz234567"
_TOKEN_SIGNS: Final = 26
_LONGEST_WAIT: Final = 60.0
# The gateway's word -> what it does to the attempt and to the case; the rest is noted only.
_NEGATIVE: Final = frozenset(
    {
        Outcome.PARTIAL, Outcome.BUSY, Outcome.NO_ANSWER, Outcome.LINE_FAULT,
        Outcome.NOT_FAX, Outcome.BAD_NUMBER, Outcome.BAD_CONTENT, Outcome.NOT_AUTHORISED,
    }
)  # fmt: skip


def send(house: House, case: models.Case) -> models.Case:
    """Hands a ready case to the gateway. Every ending is a state; nothing that can be foreseen is raised but Stale."""
    objections = _objections(house, case)
    if objections:
        return drafting.hold(house, case, objections)
    attempt, letter = _letter(house, case)
    intent = _Intent(house, case, attempt)
    try:
        smtp = house.settings.smtp
        assert smtp is not None, "_objections holds without a gateway"
        reply = mail.deliver(letter, smtp, commit=intent.commit)
    except mail.Deferred as deferred:
        return intent.defer(deferred.stage, deferred.code)
    except mail.Refused as refused:
        return intent.refuse(refused.stage, refused.code)
    except mail.Uncertain as uncertain:
        return intent.lose(uncertain.stage)
    return intent.accept(reply)


def recover(house: House, case: models.Case) -> models.Case:
    """A case whose sender died: what it was about to do is unknown, and it rings."""
    with transaction.atomic():
        for attempt in models.Attempt.objects.filter(case=case, state=AttemptState.INTENDED):
            house.ledger.move(attempt, "lose", now=house.now(), by="recovery", outcome="died")
        return steps.take(house, case, "lose", by="recovery", facts={"why": "the sender died"})


def settle(house: House, receipt: receipts.Receipt) -> models.Case | None:
    """What the gateway says of an attempt, taken into the ledger; None if the attempt is not one of ours."""
    attempt = _attempt(house, receipt)
    if attempt is None or not receipt.trusted:
        return None
    case = attempt.case
    facts = {"attempt": attempt.number, "outcome": receipt.outcome.value, "pages": receipt.pages}
    with transaction.atomic():
        if receipt.outcome is Outcome.DELIVERED:
            _tell(house, attempt, "deliver", "delivered")
            return _step(house, case, "deliver", facts)
        if receipt.outcome is Outcome.ACCEPTED:
            _tell(house, attempt, "accept", "accepted")
            return _step(house, case, "accept", facts, sent_at=case.sent_at or house.now())
        if receipt.outcome in _NEGATIVE:
            _tell(house, attempt, "fail", receipt.outcome.value)
            newest = not models.Attempt.objects.filter(case=case, number__gt=attempt.number).exists()
            return _step(house, case, "refuse", facts) if newest else _noted(house, case, facts)
        return _noted(house, case, facts)


def resend(house: House, case: models.Case, *, by: str) -> models.Case:
    """A person sends again: a new document, marked OMSÄNDNING n, drafted and gated anew."""
    return steps.take(house, case, "resend", by=by, due=house.now(), resends=case.resends + 1)


def by_hand(house: House, case: models.Case, *, by: str, how: str) -> models.Case:
    """A person takes the case to fax it by hand or to telephone; from now on no machine sends it."""
    return steps.take(house, case, "take_by_hand", by=by, facts={"how": how}, sent_at=case.sent_at or house.now())


def acknowledged(house: House, case: models.Case, *, by: str) -> models.Case:
    """The reader has said, on the telephone, that it has the case."""
    return steps.take(house, case, "acknowledge", by=by, facts={"how": "told"})


def wait(tries: int) -> timedelta:
    """How long to wait after so many tries in vain: 5, 10, 20, 40, 60, 60 … seconds. Somebody is waiting."""
    return timedelta(seconds=min(_LONGEST_WAIT, 5.0 * 2 ** min(tries, 10)))


def gate_again(house: House, case: models.Case) -> tuple[Reason, ...]:
    """The gate, on the very bytes that would leave: its objections that nobody has approved.

    The run of a preview a moment ago counts, once, if the bytes are the same.
    """
    data, kept = house.store.get(case.fax_sha), papers.clean(house, case)
    verdict = passes.take(case.reference, case.fax_sha, house.now())
    if verdict is None:
        verdict = draft.examine_again(data, kept, codes.Reference.parse(case.reference), house.site)
    found = tuple(reasons.make(seen.code, seen.page, seen.box) for seen in verdict.objections)
    approved = set(case.approved_reasons) if case.approved_sha == case.fax_sha else set[str]()
    return tuple(reason for reason in found if papers.bound([papers.row(reason)])[0] not in approved)


class _Intent:
    """One hand-over: what is committed before DATA, and what is made of its ending."""

    def __init__(self, house: House, case: models.Case, attempt: dict[str, Any]) -> None:
        self._house, self._case, self._columns = house, case, attempt
        self._attempt: models.Attempt | None = None

    def commit(self) -> None:
        """Attempt and state in one transaction, under the lease that claimed the case. Raises Stale if it was moved."""
        house, case = self._house, self._case
        with transaction.atomic(durable=True):
            self._attempt = house.ledger.open_attempt(
                case, now=house.now(), by="sender", state=AttemptState.INTENDED, **self._columns
            )
            self._case = steps.take(
                house, case, "intend", by="sender", facts={"attempt": self._columns["number"]},
                due=house.now(), lease=case.lease, lease_until=case.lease_until, tries=case.tries,
            )  # fmt: skip

    def accept(self, reply: str) -> models.Case:
        """The gateway has it."""
        return self._end("accept", "accept", "250", sent_at=self._house.now(), facts={"reply": reply[:3]})

    def refuse(self, stage: str, code: int) -> models.Case:
        """A definite no: nothing was sent, and trying again would not help."""
        return self._end("refuse", "refuse", f"{stage} {code}", facts={"stage": stage, "code": code})

    def lose(self, stage: str) -> models.Case:
        """DATA was begun and nobody answered."""
        return self._end("lose", "lose", stage, facts={"stage": stage})

    def defer(self, stage: str, code: int) -> models.Case:
        """Nothing was sent; it is tried again by itself."""
        house, case = self._house, self._case
        due = house.now() + wait(case.tries)
        house.ledger.record("deferred", now=house.now(), by="sender", case=case, facts={"stage": stage, "code": code})
        if self._attempt is None:
            house.ledger.put_off(case, due)
            return models.Case.objects.get(pk=case.pk)
        return self._end("refuse", "defer", f"{stage} {code}", facts={"stage": stage}, due=due, tries=case.tries + 1)

    def _end(self, attempt_move: str, case_move: str, outcome: str, **changes: Any) -> models.Case:
        """The outcome, written whatever became of the lease. A receipt may have been quicker: then it stands."""
        house = self._house
        with transaction.atomic():
            if self._attempt is not None:
                fresh = models.Attempt.objects.get(pk=self._attempt.pk)
                _tell(house, fresh, attempt_move, outcome)
            case = models.Case.objects.get(pk=self._case.pk)
            if not cases.allowed(cases.CASE_MOVES, case_move, case.state):
                return case
            return steps.take(house, case, case_move, by="sender", **changes)


def _objections(house: House, case: models.Case) -> list[Reason]:
    """Why the case may not leave after all."""
    if not house.site.recipient.fax.signed:
        return [reasons.make("recipient_unsigned")]
    if house.settings.smtp is None:
        return [reasons.make("no_gateway")]
    if not case.reference.startswith(f"{house.site.prefix}-"):
        return [reasons.make("foreign_code")]
    if not house.site.policy.unattended and case.approved_sha != case.fax_sha:
        return [reasons.make("preview")]
    return list(gate_again(house, case))


def _letter(house: House, case: models.Case) -> tuple[dict[str, Any], mail.Message]:
    """The attempt's columns and the mail; the same token in subject and Message-ID, never used before."""
    number = models.Attempt.objects.filter(case=case).count() + 1
    token = "".join(house.choose(_BASE32) for _ in range(_TOKEN_SIGNS))
    letter = gateway.compose(
        house.site.dialect,
        number=house.site.recipient.fax.number,
        reference=case.reference,
        attempt=number,
        token=token,
        tiff=house.store.get(case.fax_sha),
    )
    columns = {
        "number": number, "token": token, "message_id": letter.message_id,
        "recipient": house.site.recipient.fax.number, "sha": case.fax_sha,
    }  # fmt: skip
    return columns, letter


def _attempt(house: House, receipt: receipts.Receipt) -> models.Attempt | None:
    """The attempt that a receipt is about: by its token, else by its Message-ID."""
    ours = models.Attempt.objects.filter(site=house.row).select_related("case")
    if receipt.token:
        return ours.filter(token=receipt.token.lower()).first()
    return ours.filter(message_id=receipt.message_id).first() if receipt.message_id else None


def _tell(house: House, attempt: models.Attempt, name: str, outcome: str) -> None:
    """The attempt's own move, where it still tells something new."""
    if cases.allowed(cases.ATTEMPT_MOVES, name, attempt.state):
        house.ledger.move(attempt, name, now=house.now(), by="gateway", outcome=outcome[:40])


def _step(house: House, case: models.Case, name: str, facts: dict[str, Any], **columns: Any) -> models.Case:
    """The case's move, where the receipt is not behind what is known already; else it is noted."""
    if not cases.allowed(cases.CASE_MOVES, name, case.state):
        return _noted(house, case, facts)
    return steps.take(house, case, name, by="gateway", facts=facts, **columns)


def _noted(house: House, case: models.Case, facts: dict[str, Any]) -> models.Case:
    house.ledger.record("receipt", now=house.now(), by="gateway", case=case, facts=facts)
    return case
