"""The states of a case, an attempt and an arrival, and the moves between them: the routine as a table, nothing else.

Decides only whether a move is allowed. Who made it, when, and that it happened once is the ledger's matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal, TypeVar


class CaseState(StrEnum):
    """Where a referral is on its way out and its report on the way back."""

    RECEIVED = "received"
    WAITING = "waiting"
    HELD = "held"
    READY = "ready"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    CLOSED = "closed"
    BY_HAND = "by_hand"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    ANSWERED_DIGITALLY = "answered_digitally"


class AttemptState(StrEnum):
    """What is known of one hand-over to the gateway."""

    INTENDED = "intended"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    DELIVERED = "delivered"
    FAILED = "failed"


class ArrivalState(StrEnum):
    """Where something that came in stands."""

    NEW = "new"
    READING = "reading"
    TO_REVIEW = "to_review"
    CONFIRMED = "confirmed"
    PARKED = "parked"
    FOREIGN = "foreign"
    JUNK = "junk"
    RECEIPT = "receipt"


State = CaseState | AttemptState | ArrivalState

CaseMove = Literal[
    "urge", "hold", "pass", "release", "edit", "intend", "defer", "accept", "lose", "refuse", "deliver", "stand",
    "acknowledge", "decline", "resend", "take_by_hand", "answer", "withdraw_answer", "close", "close_with_reason",
    "cancel", "answer_digitally",
]  # fmt: skip
AttemptMove = Literal["accept", "refuse", "lose", "deliver", "fail"]
ArrivalMove = Literal[
    "take_up", "propose", "settle", "confirm", "withdraw", "park", "misdirect", "discard", "reopen"
]  # fmt: skip
# What a clock rings for: a state that waits, a report that its unit lacks, the mailbox that is away.
ClockKind = Literal[
    "drafting", "held", "channel", "receipt", "acknowledgement", "answer", "unknown", "refused", "declined", "arrival",
    "review", "forward", "mailbox",
]  # fmt: skip
MoveName = CaseMove | AttemptMove | ArrivalMove
N = TypeVar("N", bound=str)


@dataclass(frozen=True, slots=True)
class Undoing:
    """A case's move that another one takes back."""

    name: CaseMove


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed step: from any of these states to that one, or, if it undoes another step, to where that began."""

    sources: frozenset[State]
    target: State | Undoing


class Forbidden(Exception):
    """The move does not start from this state; nothing was changed."""

    def __init__(self, move: str, state: str) -> None:
        super().__init__(f"{move} from {state}")
        self.move = move
        self.state = state


FINAL: Final = frozenset({CaseState.CLOSED, CaseState.CANCELLED, CaseState.ANSWERED_DIGITALLY})
# The far machine or the reader may hold a copy: from here on, another copy is marked, and an answer may come.
OUT: Final = frozenset(
    {
        CaseState.SENDING, CaseState.SENT, CaseState.DELIVERED, CaseState.ACKNOWLEDGED, CaseState.UNKNOWN,
        CaseState.REFUSED, CaseState.DECLINED, CaseState.BY_HAND,
    }
)  # fmt: skip
# Somebody has it in hand: a worker at the gateway, or a person at the fax machine.
IN_HAND: Final = frozenset({CaseState.SENDING, CaseState.BY_HAND})
# A copy is being made or looked at: if one left before, it was another.
PENDING: Final = frozenset({CaseState.RECEIVED, CaseState.HELD, CaseState.READY})
# A worker takes these up by itself.
AT_WORK: Final = frozenset({CaseState.RECEIVED, CaseState.READY})
OPEN: Final = frozenset(CaseState) - FINAL
# A person is waited for, so it rings.
RINGING: Final = frozenset({CaseState.HELD, CaseState.UNKNOWN, CaseState.REFUSED, CaseState.DECLINED})


# Where an undone step leads, if not to the very state that it began in: a hand-over that was under way then has ended
# since, and how it ended only a receipt or a person tells.
_UNDONE: Final[Mapping[State, State]] = {CaseState.SENDING: CaseState.UNKNOWN}

# What has arrived and is not done with: it waits for a person, is being read, or was laid aside for a while.
QUEUED: Final = frozenset({ArrivalState.TO_REVIEW, ArrivalState.NEW, ArrivalState.READING, ArrivalState.PARKED})


def _any(*states: State) -> frozenset[State]:
    return frozenset(states)


# A receipt may come before we have noted the hand-over, after a refusal, or after the report: each is believed.
CASE_MOVES: Final[Mapping[CaseMove, Move]] = {
    "urge": Move(_any(CaseState.WAITING), CaseState.RECEIVED),
    "hold": Move(_any(CaseState.RECEIVED, CaseState.READY), CaseState.HELD),
    "pass": Move(_any(CaseState.RECEIVED), CaseState.READY),
    "release": Move(_any(CaseState.HELD), CaseState.READY),
    "edit": Move(_any(CaseState.HELD, CaseState.READY), CaseState.RECEIVED),
    "intend": Move(_any(CaseState.READY), CaseState.SENDING),
    "defer": Move(_any(CaseState.SENDING), CaseState.READY),
    "accept": Move(_any(CaseState.SENDING, CaseState.UNKNOWN), CaseState.SENT),
    "lose": Move(_any(CaseState.SENDING), CaseState.UNKNOWN),
    "refuse": Move(_any(CaseState.READY, CaseState.SENDING, CaseState.SENT, CaseState.UNKNOWN), CaseState.REFUSED),
    "deliver": Move(_any(CaseState.SENDING, CaseState.SENT, CaseState.UNKNOWN, CaseState.REFUSED), CaseState.DELIVERED),
    "stand": Move(_any(CaseState.HELD), CaseState.DELIVERED),
    "acknowledge": Move(OUT - {CaseState.ACKNOWLEDGED}, CaseState.ACKNOWLEDGED),
    "decline": Move(OUT - {CaseState.DECLINED}, CaseState.DECLINED),
    "resend": Move(OUT - IN_HAND, CaseState.RECEIVED),
    "take_by_hand": Move(OUT - IN_HAND | {CaseState.HELD, CaseState.READY}, CaseState.BY_HAND),
    "answer": Move(OUT | {CaseState.HELD, CaseState.READY, CaseState.RECEIVED}, CaseState.ANSWERED),
    "withdraw_answer": Move(_any(CaseState.ANSWERED), Undoing("answer")),
    "close": Move(_any(CaseState.ANSWERED), CaseState.CLOSED),
    "close_with_reason": Move(OPEN - {CaseState.SENDING}, CaseState.CLOSED),
    "cancel": Move(OPEN - {CaseState.SENDING, CaseState.ANSWERED}, CaseState.CANCELLED),
    "answer_digitally": Move(OPEN - {CaseState.SENDING}, CaseState.ANSWERED_DIGITALLY),
}

ATTEMPT_MOVES: Final[Mapping[AttemptMove, Move]] = {
    "accept": Move(_any(AttemptState.INTENDED, AttemptState.UNKNOWN), AttemptState.ACCEPTED),
    "refuse": Move(_any(AttemptState.INTENDED, AttemptState.UNKNOWN), AttemptState.REFUSED),
    "lose": Move(_any(AttemptState.INTENDED), AttemptState.UNKNOWN),
    "deliver": Move(frozenset(AttemptState) - {AttemptState.DELIVERED}, AttemptState.DELIVERED),
    "fail": Move(_any(AttemptState.INTENDED, AttemptState.ACCEPTED, AttemptState.UNKNOWN), AttemptState.FAILED),
}

ARRIVAL_MOVES: Final[Mapping[ArrivalMove, Move]] = {
    "take_up": Move(_any(ArrivalState.NEW), ArrivalState.READING),
    "propose": Move(_any(ArrivalState.NEW, ArrivalState.READING), ArrivalState.TO_REVIEW),
    "settle": Move(_any(ArrivalState.NEW, ArrivalState.READING, ArrivalState.TO_REVIEW), ArrivalState.RECEIPT),
    "confirm": Move(_any(ArrivalState.TO_REVIEW, ArrivalState.PARKED), ArrivalState.CONFIRMED),
    "withdraw": Move(_any(ArrivalState.CONFIRMED), ArrivalState.TO_REVIEW),
    "park": Move(_any(ArrivalState.TO_REVIEW), ArrivalState.PARKED),
    "misdirect": Move(_any(ArrivalState.TO_REVIEW, ArrivalState.PARKED), ArrivalState.FOREIGN),
    "discard": Move(_any(ArrivalState.TO_REVIEW, ArrivalState.PARKED), ArrivalState.JUNK),
    "reopen": Move(
        _any(ArrivalState.PARKED, ArrivalState.FOREIGN, ArrivalState.JUNK, ArrivalState.RECEIPT), ArrivalState.TO_REVIEW
    ),
}


def begun(moves: Mapping[N, Move], name: N, state: str) -> Move:
    """The move. Raises Forbidden if it does not start from `state`."""
    move = moves[name]
    if state not in move.sources:
        raise Forbidden(name, state)
    return move


def undone(what: Undoing, before: str) -> State:
    """The state that a move leads back to which undoes one that began in `before`."""
    state = next(one for one in CASE_MOVES[what.name].sources if one == before)
    return _UNDONE.get(state, state)


def allowed(moves: Mapping[N, Move], name: N, state: str) -> bool:
    """Whether the move starts from `state`; what a page asks before it shows a button."""
    return state in moves[name].sources
