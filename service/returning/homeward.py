"""A report on its last way: the pages and what they belong to, laid where the RIS administrator fetches them."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction

from ocr import pages
from outbound import ris
from service import blobs, models, rights
from service.house import SWEDEN, House
from service.returning import deciding


def hand_back(house: House, report: models.Report, *, by: str) -> models.Report:
    """Notes that the report goes to the RIS, and writes its pages and facts there. Raises NotAllowed and Stale.

    The fact is claimed before anything is written, so that a report that was withdrawn meanwhile leaves no file; it
    stands only if both files do.
    """
    if report.confirmed_for_ris_at is None:
        raise rights.NotAllowed("not_confirmed_for_ris")
    pdf = _filed(house, report.arrival)
    with transaction.atomic():
        done = deciding.handed_back(house, report, by=by)
        ris.hand_back(house.folder("ris"), f"{done.case.reference}-{done.pk}", pdf, _facts(done, pdf))
    return done


def _facts(report: models.Report, pdf: bytes) -> dict[str, Any]:
    """What belongs to the pages. `sha256` is that of the PDF beside it, `fax_sha256` that of the file that came in."""
    return {
        "reference": report.case.reference,
        "accession": list(report.case.accessions),
        "examination": report.case.examination,
        "pages": list(report.arrival.pages),
        "arrived_at": report.arrival.created_at.astimezone(SWEDEN).isoformat(timespec="seconds"),
        "confirmed_by": report.confirmed_by,
        "confirmed_for_ris_by": report.confirmed_for_ris_by,
        "sha256": hashlib.sha256(pdf).hexdigest(),
        "fax_sha256": report.arrival.sha,
    }


def _filed(house: House, arrival: models.Arrival) -> bytes:
    """The report's own pages as a PDF, and nobody else's; a PDF that is all this report's stays as it came."""
    try:
        data = house.store.get(arrival.sha)
        every = pages.open_document(data).pages
    except (blobs.Missing, pages.Unreadable):
        raise rights.NotAllowed("pages_missing") from None
    own = [page for page in every if not arrival.pages or page.number in arrival.pages]
    whole = len(own) == len(every) and pages.sniff(data) == "pdf"
    return data if whole else pages.pdf_of(own)
