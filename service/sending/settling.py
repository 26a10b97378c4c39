"""What the gateway says of an attempt, taken into the ledger; never a step of the case's that a newer copy has passed.

An attempt keeps its own outcome, whenever that is told. The case follows its newest attempt alone, and none while a
copy is being made anew: a copy that has arrived meanwhile is then a person's to weigh.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from inbound import receipts
from inbound.receipts import Outcome
from outbound import reasons
from service import cases, models, steps
from service.cases import AttemptMove, AttemptState, CaseMove, CaseState
from service.house import House
from service.sending import papers

# What an outcome does to the attempt and to the case; the rest is noted only.
_MOVES: Final[Mapping[Outcome, tuple[AttemptMove, CaseMove]]] = {
    Outcome.DELIVERED: ("deliver", "deliver"),
    Outcome.ACCEPTED: ("accept", "accept"),
    **dict.fromkeys(
        (
            Outcome.PARTIAL, Outcome.BUSY, Outcome.NO_ANSWER, Outcome.LINE_FAULT,
            Outcome.NOT_FAX, Outcome.BAD_NUMBER, Outcome.BAD_CONTENT, Outcome.NOT_AUTHORISED,
        ),
        ("fail", "refuse"),
    ),
}  # fmt: skip
# What an attempt's state does to a case that has not followed it yet.
_FOLLOWS: Final[Mapping[str, CaseMove]] = {
    AttemptState.DELIVERED: "deliver",
    AttemptState.ACCEPTED: "accept",
    AttemptState.UNKNOWN: "lose",
    AttemptState.REFUSED: "refuse",
    AttemptState.FAILED: "refuse",
}


def settle(house: House, receipt: receipts.Receipt) -> models.Case | None:
    """The case after a receipt; None if the attempt is not one of ours, or nobody we know says so."""
    found = _attempt(house, receipt)
    if found is None or not receipt.trusted:
        return None
    facts = {"attempt": found.number, "outcome": receipt.outcome.value, "pages": receipt.pages}
    with transaction.atomic():
        case, attempt = house.ledger.locked(found.case), house.ledger.locked(found)
        if receipt.outcome not in _MOVES:
            return _noted(house, case, facts)
        own, move = _MOVES[receipt.outcome]
        tell(house, attempt, own, receipt.outcome.value)
        return follow(house, case, attempt, move, by="gateway", facts=facts) or _noted(house, case, facts)


def tell(house: House, attempt: models.Attempt, name: AttemptMove, outcome: str) -> None:
    """The attempt's own move, where it still tells something new."""
    if cases.allowed(cases.ATTEMPT_MOVES, name, attempt.state):
        house.ledger.move(attempt, name, now=house.now(), by="gateway", outcome=outcome[:40])


def follow(
    house: House,
    case: models.Case,
    attempt: models.Attempt,
    name: CaseMove,
    *,
    by: str,
    facts: Mapping[str, Any],
    **columns: Any,
) -> models.Case | None:
    """The case after the move that its attempt gives it; None where a newer copy or a later state is past that."""
    if models.Attempt.objects.filter(case=case, number__gt=attempt.number).exists():
        return None
    if case.state in cases.PENDING:
        return _arrived_meanwhile(house, case, facts) if name == "deliver" else None
    if not cases.allowed(cases.CASE_MOVES, name, case.state):
        return None
    if name == "accept":
        columns = {"sent_at": case.sent_at or house.now(), **columns}
    return steps.take(house, case, name, by=by, facts=facts, **columns)


def catch_up(house: House, case: models.Case, *, since: datetime) -> models.Case:
    """The case after what was told of its newest attempt since then, while it stood where it could not follow."""
    newest = models.Attempt.objects.filter(case=case, changed_at__gte=since).order_by("-number").first()
    if newest is None or newest.state not in _FOLLOWS:
        return case
    facts = {"attempt": newest.number, "outcome": newest.outcome}
    return follow(house, case, newest, _FOLLOWS[newest.state], by="gateway", facts=facts) or case


def let_stand(house: House, case: models.Case, *, by: str) -> models.Case:
    """A person lets the copy stand that has arrived: nothing is sent again. Raises Forbidden where none has."""
    there = models.Attempt.objects.filter(case=case, state=AttemptState.DELIVERED).order_by("-number").first()
    if there is None:
        raise cases.Forbidden("stand", case.state)
    return steps.take(house, case, "stand", by=by, facts={"attempt": there.number}, fax_sha=there.sha)


def _arrived_meanwhile(house: House, case: models.Case, facts: Mapping[str, Any]) -> models.Case:
    """The far machine has a copy, and another is being made: held until a person says whether that shall leave.

    One that is being drafted, or held already, gets the reason: the draft keeps it, and so does no approval.
    """
    why = papers.united(case.reasons, [reasons.make("already_delivered").as_json()])
    if case.state == CaseState.READY:
        return steps.take(house, case, "hold", by="gateway", facts={**facts, "reasons": papers.bound(why)}, reasons=why)
    return house.ledger.change(case, "receipt", now=house.now(), by="gateway", facts=facts, reasons=why)


def _attempt(house: House, receipt: receipts.Receipt) -> models.Attempt | None:
    """The attempt that a receipt is about: by its token, else by its Message-ID."""
    ours = models.Attempt.objects.filter(site=house.row).select_related("case")
    if receipt.token:
        return ours.filter(token=receipt.token.lower()).first()
    return ours.filter(message_id=receipt.message_id).first() if receipt.message_id else None


def _noted(house: House, case: models.Case, facts: dict[str, Any]) -> models.Case:
    house.ledger.record("receipt", now=house.now(), by="gateway", case=case, facts=facts)
    return case
