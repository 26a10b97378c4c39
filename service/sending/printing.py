"""The sheets of a case on paper, for who faxes them by hand: the very dots that the gate has seen, and logged."""

from __future__ import annotations

from typing import Final

from ocr import pages
from service import models, rights
from service.cases import CaseState
from service.house import House

# Nobody has answered for these sheets yet: they are on the screen to be looked at, and no way out but release.
_UNSEEN: Final = frozenset({CaseState.RECEIVED, CaseState.WAITING, CaseState.HELD})


def may(case: models.Case, role: str) -> bool:
    """Whether there are sheets to print, and this role prints them. What must be mended first leaves on no paper."""
    mended = all(row["kind"] != "fix" for row in case.reasons)
    return bool(case.fax_sha) and mended and case.state not in _UNSEEN and role in rights.ACTING


def sheets(house: House, case: models.Case, *, by: str, role: str) -> bytes:
    """A PDF of the case's sheets, written down before it is given out. Raises NotAllowed and blobs.Missing."""
    if not may(case, role):
        raise rights.NotAllowed("no_sheets")
    printed = pages.image_pdf(house.store.get(case.fax_sha))
    house.ledger.record("sheets_printed", now=house.now(), by=by, case=case, facts={"state": case.state})
    return printed
