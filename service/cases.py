"""The states of a case, an attempt and an arrival, and the moves between them: the routine as a table, nothing else.

Decides only whether a move is allowed. Who made it, when, and that it happened once is the ledger's matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class CaseState(StrEnum):
    """Where a referral is on its way out and its report on the way back (DESIGN, section 4)."""

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


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed step: from any of these states to that one, or, if it undoes another step, to where that began."""

    name: str
    sources: frozenset[State]
    target: State | None
    undoes: str = ""


class Forbidden(Exception):
    """The move does not start from this state; nothing was changed."""

    def __init__(self, move: str, state: str) -> None:
        super().__init__(f"{move} from {state}")
        self.move = move
        self.state = state


_C, _T, _A = CaseState, AttemptState, ArrivalState

FINAL: Final = frozenset({_C.CLOSED, _C.CANCELLED, _C.ANSWERED_DIGITALLY})
# The far machine or the reader may hold a copy: from here on, another copy is marked, and an answer may come.
OUT: Final = frozenset(
    {_C.SENDING, _C.SENT, _C.DELIVERED, _C.ACKNOWLEDGED, _C.UNKNOWN, _C.REFUSED, _C.DECLINED, _C.BY_HAND}
)
# A copy is being made or looked at: if one left before, it was another.
PENDING: Final = frozenset({_C.RECEIVED, _C.HELD, _C.READY})
# A worker takes these up by itself.
AT_WORK: Final = frozenset({_C.RECEIVED, _C.READY})
OPEN: Final = frozenset(_C) - FINAL
# A person is waited for, so it rings.
RINGING: Final = frozenset({_C.HELD, _C.UNKNOWN, _C.REFUSED, _C.DECLINED})


# Where an undone step leads, if not to the very state that it began in: a hand-over that was under way then has ended
# since, and how it ended only a receipt or a person tells.
_UNDONE: Final[Mapping[State, State]] = {_C.SENDING: _C.UNKNOWN}

# What has arrived and is not done with: it waits for a person, is being read, or was laid aside for a while.
QUEUED: Final = frozenset({_A.TO_REVIEW, _A.NEW, _A.READING, _A.PARKED})


def _table(*rows: tuple[str, frozenset[State], State] | Move) -> Mapping[str, Move]:
    moves = (row if isinstance(row, Move) else Move(*row) for row in rows)
    return {move.name: move for move in moves}


def _any(*states: State) -> frozenset[State]:
    return frozenset(states)


# A receipt may come before we have noted the hand-over, after a refusal, or after the report: each is believed.
CASE_MOVES: Final = _table(
    ("urge", _any(_C.WAITING), _C.RECEIVED),
    ("hold", _any(_C.RECEIVED, _C.READY), _C.HELD),
    ("pass", _any(_C.RECEIVED), _C.READY),
    ("release", _any(_C.HELD), _C.READY),
    ("edit", _any(_C.HELD, _C.READY), _C.RECEIVED),
    ("intend", _any(_C.READY), _C.SENDING),
    ("defer", _any(_C.SENDING), _C.READY),
    ("accept", _any(_C.SENDING, _C.UNKNOWN), _C.SENT),
    ("lose", _any(_C.SENDING), _C.UNKNOWN),
    ("refuse", _any(_C.READY, _C.SENDING, _C.SENT, _C.UNKNOWN), _C.REFUSED),
    ("deliver", _any(_C.SENDING, _C.SENT, _C.UNKNOWN, _C.REFUSED), _C.DELIVERED),
    ("stand", _any(_C.HELD), _C.DELIVERED),
    ("acknowledge", OUT - {_C.ACKNOWLEDGED}, _C.ACKNOWLEDGED),
    ("decline", OUT - {_C.DECLINED}, _C.DECLINED),
    ("resend", OUT - {_C.SENDING, _C.BY_HAND}, _C.RECEIVED),
    ("take_by_hand", OUT - {_C.SENDING, _C.BY_HAND} | {_C.HELD, _C.READY}, _C.BY_HAND),
    ("answer", OUT | {_C.HELD, _C.READY, _C.RECEIVED}, _C.ANSWERED),
    Move("withdraw_answer", _any(_C.ANSWERED), None, undoes="answer"),
    ("close", _any(_C.ANSWERED), _C.CLOSED),
    ("close_with_reason", OPEN - {_C.SENDING}, _C.CLOSED),
    ("cancel", OPEN - {_C.SENDING, _C.ANSWERED}, _C.CANCELLED),
    ("answer_digitally", OPEN - {_C.SENDING}, _C.ANSWERED_DIGITALLY),
)

ATTEMPT_MOVES: Final = _table(
    ("accept", _any(_T.INTENDED, _T.UNKNOWN), _T.ACCEPTED),
    ("refuse", _any(_T.INTENDED, _T.UNKNOWN), _T.REFUSED),
    ("lose", _any(_T.INTENDED), _T.UNKNOWN),
    ("deliver", frozenset(_T) - {_T.DELIVERED}, _T.DELIVERED),
    ("fail", _any(_T.INTENDED, _T.ACCEPTED, _T.UNKNOWN), _T.FAILED),
)

ARRIVAL_MOVES: Final = _table(
    ("take_up", _any(_A.NEW), _A.READING),
    ("propose", _any(_A.NEW, _A.READING), _A.TO_REVIEW),
    ("settle", _any(_A.NEW, _A.READING, _A.TO_REVIEW), _A.RECEIPT),
    ("confirm", _any(_A.TO_REVIEW, _A.PARKED), _A.CONFIRMED),
    ("withdraw", _any(_A.CONFIRMED), _A.TO_REVIEW),
    ("park", _any(_A.TO_REVIEW), _A.PARKED),
    ("misdirect", _any(_A.TO_REVIEW, _A.PARKED), _A.FOREIGN),
    ("discard", _any(_A.TO_REVIEW, _A.PARKED), _A.JUNK),
    ("reopen", _any(_A.PARKED, _A.FOREIGN, _A.JUNK, _A.RECEIPT), _A.TO_REVIEW),
)


def begun(moves: Mapping[str, Move], name: str, state: str) -> Move:
    """The move. Raises Forbidden if it does not start from `state`."""
    move = moves[name]
    if state not in move.sources:
        raise Forbidden(name, state)
    return move


def undone(moves: Mapping[str, Move], move: Move, before: str) -> State:
    """The state that a move leads back to which undoes one that began in `before`."""
    state = next(one for one in moves[move.undoes].sources if one == before)
    return _UNDONE.get(state, state)


def allowed(moves: Mapping[str, Move], name: str, state: str) -> bool:
    """Whether the move starts from `state`; what a page asks before it shows a button."""
    return state in moves[name].sources
