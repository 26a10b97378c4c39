"""Whether a report may be confirmed for a case at a glance, or only as a second step with a reason.

A glance is enough for a case that the pages speak for, and nothing on them against, and whose referral has left.
"""

from __future__ import annotations

from typing import Any, Final

from service import models, telling
from service.cases import AttemptState, CaseState

# In these a referral has left only if an attempt, or a time, says so.
_AT_HOME: Final = frozenset({CaseState.RECEIVED, CaseState.WAITING, CaseState.HELD, CaseState.READY})
_NOTHING_LEFT: Final = (AttemptState.INTENDED, AttemptState.REFUSED)


def has_left(case: models.Case) -> bool:
    """Whether the reader may have the referral, so that a report can be on it.

    What came back from a backup may have been faxed since that was taken.
    """
    if case.state not in _AT_HOME or case.sent_at is not None:
        return True
    if any(row["code"] == "restored" for row in case.reasons):
        return True
    return models.Attempt.objects.filter(case=case).exclude(state__in=_NOTHING_LEFT).exists()


def stands(arrival: models.Arrival, case: models.Case) -> bool:
    """Whether a reason must be given before these pages are this case's."""
    if not has_left(case):
        return True
    if arrival.status == "matched" and arrival.case_id == case.pk:
        return False
    seen = next((row["evidence"] for row in arrival.ranked if row["case"] == case.reference), None)
    return seen is None or _is_vetoed(seen)


def _is_vetoed(evidence: list[dict[str, Any]]) -> bool:
    """Whether something on the pages says that they are another's."""
    return any(seen["code"] in telling.SERIOUS for seen in evidence)
