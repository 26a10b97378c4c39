"""The paper kit by the fax machine: references printed ahead, and the fax that somebody sent on one of its sheets.

What was faxed by hand is registered into the same loop: its answer is recognised, and its clock runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from outbound import draft
from service import models, rights, words
from service.cases import CaseState
from service.house import House
from service.sending import drafting, intake


def reserve(house: House, amount: int) -> tuple[str, ...]:
    """Fresh references for the paper kit; none of them is ever drawn again."""
    with transaction.atomic():
        house.ledger.alone()
        references = tuple(map(str, intake.fresh_references(house, amount)))
        models.Reserved.objects.bulk_create(
            models.Reserved(site=house.row, reference=reference, created_at=house.now()) for reference in references
        )
        house.ledger.record("reserved", now=house.now(), by="command line", facts={"references": list(references)})
    return references


def register(house: House, values: Mapping[str, str], reference: str, *, by: str) -> models.Case:
    """The case of a fax that was sent by hand with that reference; sent twice, the form gives the same case.

    Raises NotAllowed for a reference that no sheet was printed with, or that another case has taken.
    """
    if not models.Reserved.objects.filter(site=house.row, reference=reference).exists():
        raise rights.NotAllowed("not_of_the_kit")
    columns: dict[str, Any] = {
        "state": CaseState.BY_HAND, "source": "form", "reference": reference, "sent_at": house.now(),
        "image_route": intake.route(house, values.get("image_route", "")),
    }  # fmt: skip
    try:
        case, _ = intake.open_once(house, {}, intake.form({**values, "reference": reference}), by=by, **columns)
    except IntegrityError:
        raise rights.NotAllowed("not_of_the_kit") from None
    return case if case.clean_sha else _described(house, case, by)


def _described(house: House, case: models.Case, by: str) -> models.Case:
    """What its answer is recognised by: taken from the form as for a fax of our own, the patient into the vault."""
    clean = draft.cleaned(drafting.source(house, case), site=house.site, allowed_words=words.accepted(house))
    facts = {"reference": case.reference}
    kept = drafting.describe(house, case, clean)
    return house.ledger.change(case, "registered", now=house.now(), by=by, facts=facts, **kept)
