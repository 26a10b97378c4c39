"""A referral becomes a case: a file from the outbound folder, or what a person typed into the empty form.

Reads nothing of the document: it is stored and committed first, so that no fault in reading can lose it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction

from ocr import codes
from service import models, steps
from service.cases import FINAL, CaseState
from service.house import House

_DRAWS: Final = 50
# A second drop of the same bytes within this time is the same drop, told twice (a crash between commit and
# removal, a double click). Later it is a decision, and a person takes it.
_SAME_DROP: Final = timedelta(hours=12)
# DESIGN, section 4: a site with so many open cases draws six data letters.
_MANY: Final = 100


class SpaceUsedUp(Exception):
    """No unused reference was found within reason."""


def take(
    house: House, data: bytes, name: str, *, urgent: bool = True, accession: str = "", by: str = "folder"
) -> models.Case:
    """Stores the document and opens its case; the same bytes again give the case that they already have.

    The file's name may carry a patient's identity: it goes to the vault and nowhere else.
    """
    sha = house.store.put(data)
    known = _known(house, sha)
    if known is not None:
        house.ledger.record("dropped_again", case=known, now=house.now(), by=by)
        return known
    state = CaseState.RECEIVED if urgent else CaseState.WAITING
    accessions = [accession] if accession else []
    columns = {"state": state, "source": "file", "source_sha": sha, "urgent": urgent, "accessions": accessions}
    return _open(house, {"file_name": name}, size=len(data), by=by, **columns)


def take_form(house: House, values: Mapping[str, str], *, by: str) -> models.Case:
    """Opens a case from a typed form, which is stored like any other source; a form sent twice is one case."""
    data = json.dumps(dict(values), ensure_ascii=False, sort_keys=True).encode()
    sha = house.store.put(data)
    known = _known(house, sha)
    if known is not None:
        house.ledger.record("dropped_again", case=known, now=house.now(), by=by)
        return known
    columns = {"state": CaseState.RECEIVED, "source": "form", "source_sha": sha}
    return _open(house, {}, size=len(data), by=by, **columns)


def link_is_down(house: House, case: models.Case, *, by: str) -> models.Case:
    """A case that waited for the link is made very urgent by a person."""
    return steps.take(house, case, "urge", by=by, due=house.now(), urgent=True)


def reserve(house: House, amount: int) -> tuple[str, ...]:
    """Fresh references for the paper kit by the fax machine; none of them is ever drawn again."""
    references = tuple(str(fresh_reference(house)) for _ in range(amount))
    with transaction.atomic():
        for reference in references:
            models.Reserved.objects.create(site=house.row, reference=reference, created_at=house.now())
        house.ledger.record("reserved", now=house.now(), by="command line", facts={"references": list(references)})
    return references


def fresh_reference(house: House) -> codes.Reference:
    """A reference that this site has never used. Raises SpaceUsedUp."""
    busy = models.Case.objects.filter(site=house.row, closed_reason="", answered_at__isnull=True).count() > _MANY
    for _ in range(_DRAWS):
        reference = codes.draw(house.choose, house.site.prefix, data_letters=6 if busy else 5)
        if not house.ledger.is_used(str(reference)):
            return reference
    raise SpaceUsedUp


def _known(house: House, sha: str) -> models.Case | None:
    """The case that these very bytes opened a short while ago. After one that is over, a drop is a new decision."""
    since = house.now() - _SAME_DROP
    same = models.Case.objects.filter(site=house.row, source_sha=sha, created_at__gte=since)
    return same.exclude(state__in=FINAL).order_by("id").first()


def _open(house: House, secret: Mapping[str, Any], *, size: int, by: str, **columns: Any) -> models.Case:
    """One transaction: case, event, clock, document and vault entry; a reference taken meanwhile is drawn again."""
    for _ in range(_DRAWS):
        now = house.now()
        try:
            with transaction.atomic():
                reference = str(fresh_reference(house))
                case = house.ledger.open_case(now=now, by=by, reference=reference, **columns)
                house.vault.keep(case, secret, now)
                models.Document.objects.create(
                    site=house.row, case=case, kind="source", sha=case.source_sha, size=size, created_at=now
                )
                steps.begin(house, case)
            return case
        except IntegrityError:
            continue
    raise SpaceUsedUp
