"""A report on its last way: the pages and what they belong to, laid where the RIS administrator fetches them."""

from __future__ import annotations

from ocr import pages
from outbound import ris
from service import models
from service.house import SWEDEN, House
from service.returning import deciding


def hand_back(house: House, report: models.Report, *, by: str) -> models.Report:
    """Writes the untouched pages and their facts to the RIS folder, then notes that. Raises deciding.NotAllowed."""
    if report.confirmed_for_ris_at is None:
        raise deciding.NotAllowed("not_confirmed_for_ris")
    data = house.store.get(report.arrival.sha)
    facts = {
        "reference": report.case.reference,
        "accession": list(report.case.accessions),
        "examination": report.case.examination,
        "pages": list(report.arrival.pages),
        "arrived_at": report.arrival.created_at.astimezone(SWEDEN).isoformat(timespec="seconds"),
        "confirmed_by": report.confirmed_by,
        "confirmed_for_ris_by": report.confirmed_for_ris_by,
        "sha256": report.arrival.sha,
    }
    ris.hand_back(house.folder("ris"), f"{report.case.reference}-{report.pk}", _as_pdf(data), facts)
    return deciding.handed_back(house, report, by=by)


def _as_pdf(data: bytes) -> bytes:
    """The pages as a PDF; one that came as a PDF stays as it came."""
    if pages.sniff(data) == "pdf":
        return data
    return pages.pdf_of([page.native for page in pages.open_document(data).pages])
