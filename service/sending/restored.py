"""After a restore the ledger is behind the world: what stood ready then may have left since.

So nothing leaves by itself: whatever was still in this house waits for a person who knows, or asks the reader.
"""

from __future__ import annotations

from typing import Final

from outbound import reasons
from service import cases, models
from service.cases import CaseState
from service.house import House
from service.sending import drafting, papers, transmission

WHY: Final = "restored"
_INSIDE: Final = (CaseState.RECEIVED, CaseState.WAITING, CaseState.HELD, CaseState.READY)


def doubt(house: House) -> int:
    """Holds what may have been faxed after the backup was made; what was being sent is unknown. How many cases."""
    inside = models.Case.objects.filter(site=house.row, state__in=[*_INSIDE, CaseState.SENDING])
    for case in inside:
        _doubt(house, case)
    return len(inside)


def _doubt(house: House, case: models.Case) -> None:
    why = reasons.make(WHY)
    if case.state == CaseState.SENDING:
        transmission.recover(house, case)
    elif cases.allowed(cases.CASE_MOVES, "hold", case.state) and case.fax_sha:
        drafting.hold(house, case, [why])
    else:
        # Not drafted, or held already: the reason stands through whatever is drafted next, and no approval covers it.
        rows = papers.united(case.reasons, [why.as_json()])
        house.ledger.change(
            case, WHY, now=house.now(), by="restore", reasons=rows, approved_sha="", approved_reasons=[]
        )
