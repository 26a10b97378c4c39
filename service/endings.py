"""How a case ends without a report by fax: by a named person, with a reason."""

from __future__ import annotations

from service import models, stated_reasons, steps
from service.house import House


def cancel(house: House, case: models.Case, *, by: str, reason: str) -> models.Case:
    """Called off. Raises NotAllowed, Forbidden, Stale."""
    given = stated_reasons.of(house, reason, case)
    return steps.take(house, case, "cancel", by=by, facts={"reason": "given"}, closed_reason=given)


def close(house: House, case: models.Case, *, by: str, reason: str) -> models.Case:
    """Closed, though no report of it is with the unit and in the RIS. Raises NotAllowed, Forbidden, Stale."""
    given = stated_reasons.of(house, reason, case)
    return steps.take(house, case, "close_with_reason", by=by, facts={"reason": "given"}, closed_reason=given)


def answered_digitally(house: House, case: models.Case, *, by: str, reason: str) -> models.Case:
    """The link is up again and has brought the answer, which the person names. Raises NotAllowed, Forbidden, Stale."""
    given = stated_reasons.of(house, reason, case)
    return steps.take(house, case, "answer_digitally", by=by, facts={"reason": "given"}, closed_reason=given)
