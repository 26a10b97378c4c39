"""A referral becomes a case: a file from the outbound folder, or what a person typed into the empty form.

Reads nothing of the document: it is stored and committed first, so that no fault in reading can lose it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from ocr import codes
from service import models, rights, steps
from service.cases import FINAL, OPEN, CaseState
from service.house import House

_DRAWS: Final = 50
# A second drop of the same bytes within this time is the same drop, told twice (a double click). Later it is somebody's
# decision, and a new case; but a file that has lain there since before its case is nobody's.
_SAME_DROP: Final = timedelta(hours=12)
# A site with so many open cases, or that has used half of all five letters, draws six.
_MANY: Final = 100
_HALF: Final = 16**5 // 2


class SpaceUsedUp(Exception):
    """No unused reference was found within reason."""


def take(
    house: House,
    data: bytes,
    name: str,
    *,
    urgent: bool = True,
    accession: str = "",
    image_route: str = "",
    by: str = "folder",
    since: datetime | None = None,
) -> models.Case:
    """Stores the document and opens its case; the same bytes again give the case that they already have.

    `since` is when its file came to lie in the folder: one that could not be removed, or that a crash left there, never
    opens a second case, however late and whatever became of the first. A second drop may make a waiting case urgent
    and add an accession number; it takes nothing away. The file's name may carry a patient's identity: it goes to the
    vault and nowhere else. Raises NotAllowed.
    """
    columns = {
        "state": CaseState.RECEIVED if urgent else CaseState.WAITING, "source": "file", "urgent": urgent,
        "accessions": [accession] if accession else [], "image_route": route(house, image_route),
    }  # fmt: skip
    case, known = open_once(house, {"file_name": name}, data, by=by, since=since, **columns)
    return _again(house, case, urgent=urgent, accession=accession, by=by) if known else case


def take_form(house: House, values: Mapping[str, str], *, by: str) -> models.Case:
    """Opens a case from a typed form, which is stored like any other source; a form sent twice is one case."""
    columns: dict[str, Any] = {
        "state": CaseState.RECEIVED,
        "source": "form",
        "image_route": route(house, values.get("image_route", "")),
    }
    case, known = open_once(house, {}, form(values), by=by, **columns)
    return _again(house, case, urgent=True, accession="", by=by) if known else case


def form(values: Mapping[str, str]) -> bytes:
    """A typed form as it is stored."""
    return json.dumps(dict(values), ensure_ascii=False, sort_keys=True).encode()


def link_is_down(house: House, case: models.Case, *, by: str) -> models.Case:
    """A case that waited for the link is made very urgent by a person."""
    return steps.take(house, case, "urge", by=by, urgent=True)


def route(house: House, key: str) -> str:
    """The key of an image route, if the images may go that way now. Raises NotAllowed."""
    if key and not any(one.key == key and not one.blocked for one in house.site.image_routes):
        raise rights.NotAllowed("no_route")
    return key


def fresh_references(house: House, amount: int) -> tuple[codes.Reference, ...]:
    """So many references, none alike, that this site has never used. Raises SpaceUsedUp."""
    drawn = dict[str, codes.Reference]()
    letters = 6 if _is_busy(house) else 5
    while len(drawn) < amount:
        reference = next(_unused(house, letters, drawn), None)
        if reference is None:
            raise SpaceUsedUp
        drawn[str(reference)] = reference
    return tuple(drawn.values())


def open_once(
    house: House, secret: Mapping[str, Any], data: bytes, *, by: str, since: datetime | None = None, **columns: Any
) -> tuple[models.Case, bool]:
    """The case of these very bytes, and whether it was there before.

    One transaction, and no other opens a case meanwhile: case, event, clock, document and vault entry. Without a
    `reference` among the columns a fresh one is drawn. Raises IntegrityError if that reference has a case.
    """
    sha, now = house.store.put(data), house.now()
    with transaction.atomic():
        house.ledger.alone()
        known = _known(house, sha, since)
        if known is not None:
            return known, True
        given = columns.pop("reference", "") or str(fresh_references(house, 1)[0])
        case = house.ledger.open_case(now=now, by=by, reference=given, source_sha=sha, **columns)
        house.vault.keep(case, secret, now)
        models.Document.objects.create(
            site=house.row, case=case, kind="source", sha=sha, size=len(data), created_at=now
        )
        steps.begin(house, case)
    return case, False


def _unused(house: House, letters: int, drawn: Mapping[str, Any]) -> Iterator[codes.Reference]:
    for _ in range(_DRAWS):
        reference = codes.draw(house.choose, house.site.prefix, data_letters=letters)
        if str(reference) not in drawn and not house.ledger.is_used(str(reference)):
            yield reference


def _is_busy(house: House) -> bool:
    """Whether five letters have become few."""
    cases, kit = (model.objects.filter(site=house.row) for model in (models.Case, models.Reserved))
    return cases.filter(state__in=OPEN).count() > _MANY or cases.count() + kit.count() >= _HALF


def _known(house: House, sha: str, since: datetime | None) -> models.Case | None:
    """The case that these very bytes opened a short while ago and that is not over, or while the file lay there."""
    opened = Q(created_at__gte=house.now() - _SAME_DROP) & ~Q(state__in=FINAL)
    if since is not None:
        opened |= Q(created_at__gte=since)
    return models.Case.objects.filter(opened, site=house.row, source_sha=sha).order_by("id").first()


def _again(house: House, known: models.Case, *, urgent: bool, accession: str, by: str) -> models.Case:
    """What a second drop of the same bytes says beyond the first: that it is urgent now, or a number that was found."""
    with transaction.atomic():
        case = house.ledger.locked(known)
        house.ledger.record("dropped_again", case=case, now=house.now(), by=by)
        if accession and accession not in case.accessions:
            case = house.ledger.change(
                case, "accession_added", now=house.now(), by=by, facts={"accessions_before": case.accessions},
                accessions=[*case.accessions, accession],
            )  # fmt: skip
        if urgent and case.state == CaseState.WAITING:
            case = link_is_down(house, case, by=by)
    return case
