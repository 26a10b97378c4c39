"""Who may do what with a patient's papers, and what must be said first: one table of roles, one rule for reasons."""

from __future__ import annotations

from collections.abc import Set
from typing import Final, Literal

from service.models import User

# See what came in, decide on it, and silence what rings: those who care for the patient or enter the report.
CARE: Final = frozenset({User.Role.NURSE, User.Role.RIS_ADMINISTRATOR})
# Keep the routine going without seeing a patient; an auditor only looks.
ACTING: Final = CARE | {User.Role.OPERATIONS}
_LONGEST: Final = 200


# Why something is not done; each way to talk to people has its words for those that it can meet.
Why = Literal[
    "role", "call_unknown", "look_without_reason", "no_report", "no_route", "not_of_the_kit", "reason_missing",
    "reason_tells",
    "case_missing", "already_forwarded", "not_confirmed", "not_forwarded", "ris_administrator_only", "pages_missing",
    "not_confirmed_for_ris", "no_sheets",
]  # fmt: skip


class NotAllowed(Exception):
    """The person's role, or what has (not) happened before, does not let this be done."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Final = why


def need(role: str, allowed: Set[str]) -> None:
    """Raises NotAllowed for a role that is not among these."""
    if role not in allowed:
        raise NotAllowed("role")


def stated(reason: str) -> str:
    """A reason in a named person's own words, as the ledger keeps it. Raises NotAllowed where none was given."""
    if not reason.strip():
        raise NotAllowed("reason_missing")
    return reason.strip()[:_LONGEST]
