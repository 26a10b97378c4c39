"""What tells who the patient is, shown to a person: the referral as it came, and the identity in the vault.

Every look is an event, who and why, written before anything is read. Only those who care for the patient look; a case
that nobody holds is looked at for a stated reason.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from service import models, rights
from service.cases import CaseState
from service.house import House

# Why somebody looks at a case that is not held: closed words, since what is typed freely may name somebody.
REASONS: Final = ("find_patient", "report", "reader_asks", "follow_up")
_AT_WORK: Final = ("review", "edit")
# So long one look lasts: the pictures of its pages, a reload, the way back to the case.
_LASTS: Final = timedelta(minutes=15)


def look(house: House, case: models.Case, *, by: str, role: str, why: str) -> None:
    """A person is about to see what came in. Raises NotAllowed."""
    rights.need(role, rights.CARE)
    if why not in (*REASONS, *_AT_WORK):
        raise rights.NotAllowed("look_without_reason")
    facts = {"why": why, "state": case.state}
    house.ledger.record("source_shown", now=house.now(), by=by, case=case, facts=facts)


def reason(house: House, case: models.Case, *, by: str, role: str) -> str:
    """Why this person is looking at the case now, by the log; empty for who is not."""
    looks = models.Event.objects.filter(site=house.row, case=case, kind="source_shown", by=by)
    newest = looks.filter(at__gte=house.now() - _LASTS).order_by("-number").first()
    return str(newest.facts.get("why", "")) if newest is not None and role in rights.CARE else ""


def page(house: House, case: models.Case, *, by: str, role: str) -> None:
    """One page of what came in is asked for by its address: part of a look, or one of its own. Raises NotAllowed."""
    if not reason(house, case, by=by, role=role):
        look(house, case, by=by, role=role, why="review" if case.state == CaseState.HELD else "")


def patient(house: House, case: models.Case, *, by: str, role: str) -> dict[str, Any]:
    """Who the patient is, out of the vault, for who has said why. Raises NotAllowed and blobs.Missing."""
    why = reason(house, case, by=by, role=role)
    if why not in REASONS:
        raise rights.NotAllowed("look_without_reason")
    return dict(house.vault.open(case, by=by, why=why, now=house.now()).get("identity", {}))
