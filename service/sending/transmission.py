"""A released case leaves: gate once more, intent committed, DATA, outcome; then receipts settle it (`settling`).

Never sends twice in silence: a death between intent and outcome is `unknown`, and only a receipt or a person lifts it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Subquery

from config import site as sites
from ocr import codes
from outbound import draft, gate, gateway, mail, reasons
from outbound.reasons import Reason
from service import models, steps
from service.cases import AttemptMove, AttemptState, CaseMove
from service.house import House
from service.sending import drafting, papers, passes, settling

_BASE32: Final = "abcdefghijklmnopqrstuvwxyz234567"
_TOKEN_SIGNS: Final = 26
_LONGEST_WAIT: Final = 60.0


class _Objected(Exception):
    """The case may not leave after all."""

    def __init__(self, why: Sequence[Reason]) -> None:
        super().__init__(", ".join(reason.code for reason in why))
        self.why = why


def send(house: House, case: models.Case) -> models.Case:
    """Hands a ready case to the gateway. Every ending is a state; nothing that can be foreseen is raised but Stale."""
    try:
        attempt, letter = _letter(house, case, _released(house, case))
    except _Objected as objected:
        return drafting.hold(house, case, objected.why)
    intent = _Intent(house, case, attempt)
    try:
        smtp = house.settings.smtp
        assert smtp is not None, "_released holds without a gateway"
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
        house.ledger.locked(case)
        for attempt in models.Attempt.objects.filter(case=case, state=AttemptState.INTENDED):
            house.ledger.move(attempt, "lose", now=house.now(), by="recovery", outcome="died")
        return steps.take(house, case, "lose", by="recovery", facts={"why": "the sender died"})


def resend(house: House, case: models.Case, *, by: str) -> models.Case:
    """A person sends again: a new document, marked OMSÄNDNING n, drafted and gated anew."""
    return steps.take(house, case, "resend", by=by, resends=case.resends + 1, reasons=[], fax_sha="")


def by_hand(house: House, case: models.Case, *, by: str, how: str) -> models.Case:
    """A person takes the case to fax it by hand or to telephone; from now on no machine sends it."""
    return steps.take(house, case, "take_by_hand", by=by, facts={"how": how}, sent_at=case.sent_at or house.now())


def acknowledged(house: House, case: models.Case, *, by: str) -> models.Case:
    """The reader has said, on the telephone, that it has the case."""
    return steps.take(house, case, "acknowledge", by=by, facts={"how": "told"})


def _wait(deferrals: int) -> timedelta:
    """How long to wait when it was put off so often before: 5, 10, 20, 40, 60, 60 … seconds. Somebody is waiting."""
    return timedelta(seconds=min(_LONGEST_WAIT, 5.0 * 2 ** min(deferrals, 10)))


class _Intent:
    """One hand-over: what is committed before DATA, and what is made of its ending."""

    def __init__(self, house: House, case: models.Case, attempt: dict[str, Any]) -> None:
        self._house, self._case, self._columns = house, case, attempt
        self._attempt: models.Attempt | None = None

    def commit(self) -> None:
        """Attempt and state in one transaction, under the lease that claimed the case.

        The lease goes on from here: nobody takes the case for a dead sender's while DATA is under way. Raises Stale if
        the case was moved, or if the lease ran out while the gate looked.
        """
        house = self._house
        with transaction.atomic(durable=True):
            self._case = steps.take(
                house, self._case, "intend", by="sender", facts={"attempt": self._columns["number"]},
                due=house.now(), keep=True,
            )  # fmt: skip
            self._attempt = house.ledger.open_attempt(
                self._case, now=house.now(), by="sender", state=AttemptState.INTENDED, **self._columns
            )

    def accept(self, reply: str) -> models.Case:
        """The gateway has it."""
        return self._end("accept", "accept", "250", {"reply": reply[:3]}, sent_at=self._house.now())

    def refuse(self, stage: str, code: int) -> models.Case:
        """A definite no: nothing was sent, and trying again would not help."""
        return self._end("refuse", "refuse", f"{stage} {code}", {"stage": stage, "code": code})

    def lose(self, stage: str) -> models.Case:
        """DATA was begun and nobody answered."""
        return self._end("lose", "lose", stage, {"stage": stage})

    def defer(self, stage: str, code: int) -> models.Case:
        """Nothing was sent; it is tried again by itself, however often: a gateway that is away is no fault of it."""
        house, case = self._house, self._case
        due = house.now() + _wait(_deferrals(case))
        house.ledger.record("deferred", now=house.now(), by="sender", case=case, facts={"stage": stage, "code": code})
        if self._attempt is None:
            house.ledger.put_off(case, due, tries=0)
            return models.Case.objects.get(pk=case.pk)
        return self._end("refuse", "defer", f"{stage} {code}", {"stage": stage}, due=due)

    def _end(
        self, attempt_move: AttemptMove, case_move: CaseMove, outcome: str, facts: Mapping[str, Any], **changes: Any
    ) -> models.Case:
        """The outcome, written whatever became of the lease. A receipt may have been quicker: then that stands.

        Before the intent nothing was begun, and the case must be as it was. Raises Stale.
        """
        house, seen = self._house, self._case
        if self._attempt is None:
            return steps.take(house, seen, case_move, by="sender", facts=facts, **changes)
        with transaction.atomic():
            case, attempt = house.ledger.locked(seen), house.ledger.locked(self._attempt)
            settling.tell(house, attempt, attempt_move, outcome)
            return settling.follow(house, case, attempt, case_move, by="sender", facts=facts, **changes) or case


def _deferrals(case: models.Case) -> int:
    """How often the case was put off since it was last let through."""
    events = models.Event.objects.filter(case=case)
    let_through = events.filter(kind__in=("pass", "release")).order_by("-number").values("number")[:1]
    return events.filter(kind="deferred", number__gt=Subquery(let_through)).count()


def _released(house: House, case: models.Case) -> gate.CleanFax:
    """The file that leaves, let through by the gate as it is now. Raises _Objected.

    The run of a preview a moment ago counts, once, if the bytes are the same.
    """
    if why := _objection(house, case):
        raise _Objected([reasons.make(why)])
    data = house.store.get(case.fax_sha)
    verdict = passes.take(case.reference, case.fax_sha, house.now())
    if verdict is None:
        kept = papers.clean(house, case)
        verdict = draft.examine_again(data, kept, codes.Reference.parse(case.reference), house.site)
    try:
        return gate.release(data, verdict)
    except gate.Held:
        found = [reasons.make(seen.code, seen.page, seen.box) for seen in verdict.objections]
        raise _Objected(found or [reasons.make("gate_fault")]) from None


def _objection(house: House, case: models.Case) -> reasons.Code | None:
    """Why the case may not leave after all, whatever its file looks like."""
    if sites.unsigned(house.site):
        return "recipient_unsigned"
    if house.settings.smtp is None:
        return "no_gateway"
    if not case.reference.startswith(f"{house.site.prefix}-"):
        return "foreign_code"
    return "preview" if not house.site.policy.unattended and case.approved_sha != case.fax_sha else None


def _letter(house: House, case: models.Case, fax: gate.CleanFax) -> tuple[dict[str, Any], mail.Message]:
    """The attempt's columns and the mail; the same token in subject and Message-ID, never used before."""
    number = models.Attempt.objects.filter(case=case).count() + 1
    token = "".join(house.choose(_BASE32) for _ in range(_TOKEN_SIGNS))
    recipient = house.site.recipient.fax.number
    try:
        letter = gateway.compose(
            house.site.dialect, fax, number=recipient, reference=case.reference, attempt=number, token=token
        )
    except gateway.Unfit as unfit:
        raise _Objected([reasons.make(unfit.code)]) from None
    columns = {
        "number": number, "token": token, "message_id": letter.message_id, "recipient": recipient, "sha": fax.sha256,
    }  # fmt: skip
    return columns, letter
