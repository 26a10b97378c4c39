"""A report handed to the RIS: its own pages and nobody else's, at the size that they had on paper."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Generator

import nights
import pytest
from nights import Night
from PIL import Image

from ocr import pages
from service import ledger, models, rights
from service.cases import CaseState
from service.demo import paper
from service.models import User
from service.returning import arriving, deciding, homeward, reading

A4 = 210 / 297


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Generator[Night]:
    """One house for the whole file."""
    folder = tmp_path_factory.mktemp("homeward")
    folder.chmod(0o700)
    with nights.begun(folder) as begun:
        yield begun


def confirmed(night: Night, arrival: models.Arrival) -> models.Report:
    """Confirmed twice for the case that was proposed."""
    assert arrival.case is not None
    report = deciding.confirm(night.house, arrival, arrival.case, by="Eva")
    return deciding.confirm_for_ris(night.house, report, by="Olle", role=User.Role.RIS_ADMINISTRATOR)


def laid(night: Night, report: models.Report) -> tuple[bytes, dict[str, object]]:
    """The PDF and the facts that lie in the RIS folder."""
    stem = night.house.folder("ris") / f"{report.case.reference}-{report.pk}"
    return stem.with_suffix(".pdf").read_bytes(), json.loads(stem.with_suffix(".json").read_text("utf-8"))


def two_in_one(night: Night, kind: str, seeds: tuple[int, int]) -> tuple[bytes, list[Image.Image]]:
    """The reports on two cases as one fax, and the dots of its pages."""
    cases = [nights.sent(night.house, seed=seed) for seed in seeds]
    images = [pages.fax_pages(nights.answer(night.house, case))[0] for case in cases]
    fax = paper.tiff(images)
    return (pages.pdf_of(pages.open_document(fax).pages) if kind == "pdf" else fax), images


@pytest.mark.parametrize(("kind", "seeds"), [("tiff", (41, 42)), ("pdf", (43, 44))])
def test_a_fax_of_two_patients_goes_to_the_ris_in_two_parts(night: Night, kind: str, seeds: tuple[int, int]) -> None:
    """Each file holds the pages of its own report alone, dot for dot, and the JSON says which bytes they are."""
    data, images = two_in_one(night, kind, seeds)
    parts = reading.read(night.house, arriving.from_folder(night.house, data, f"fax.{kind}"))
    assert [part.pages for part in parts] == [[1], [2]]
    for part, own in zip(parts, images, strict=True):
        report = homeward.hand_back(night.house, confirmed(night, part), by="Olle")
        pdf, facts = laid(night, report)
        (page,) = pages.open_document(pdf).pages
        assert page.native.tobytes() == own.tobytes()
        assert facts["pages"] == part.pages
        assert facts["sha256"] == hashlib.sha256(pdf).hexdigest()
        assert facts["fax_sha256"] == hashlib.sha256(data).hexdigest()


def test_a_fax_at_standard_resolution_keeps_its_shape(night: Night) -> None:
    """Its dots are twice as high as wide: the page is as long as the paper was."""
    case = nights.sent(night.house, seed=45)
    (page,) = pages.open_document(nights.answer(night.house, case)).pages
    low = page.native.resize((page.native.width, page.native.height // 2), Image.Resampling.NEAREST)
    out = io.BytesIO()
    low.save(out, "TIFF", compression="group4", dpi=(204, 98))
    report = homeward.hand_back(night.house, confirmed(night, nights.arrived(night.house, out.getvalue())), by="Olle")
    (filed,) = pages.open_document(laid(night, report)[0]).pages
    inches = [dots / density for dots, density in zip(filed.size, filed.resolution, strict=True)]
    assert inches[0] / inches[1] == pytest.approx(A4, rel=0.05)


def test_a_pdf_that_is_all_the_reports_stays_as_it_came(night: Night) -> None:
    """The untouched file."""
    case = nights.sent(night.house, seed=46)
    data = pages.pdf_of(pages.open_document(nights.answer(night.house, case)).pages)
    report = homeward.hand_back(night.house, confirmed(night, nights.arrived(night.house, data)), by="Olle")
    assert laid(night, report)[0] == data


def test_a_report_withdrawn_meanwhile_leaves_nothing_in_the_ris(night: Night) -> None:
    """Two at once: one takes the confirmation back, the other hands over a page that is no report any more."""
    case = nights.sent(night.house, seed=47)
    report = confirmed(night, nights.arrived(night.house, nights.answer(night.house, case)))
    deciding.withdraw(night.house, models.Report.objects.get(pk=report.pk), by="Eva")
    with pytest.raises(ledger.Stale):
        homeward.hand_back(night.house, report, by="Olle")
    assert not list(night.house.folder("ris").glob(f"{case.reference}*"))


def test_pages_that_the_disk_has_lost_are_no_report_in_the_ris(night: Night) -> None:
    """The administrator is told, and nothing is noted as handed over."""
    case = nights.sent(night.house, seed=48)
    report = confirmed(night, nights.arrived(night.house, nights.answer(night.house, case)))
    (lost,) = night.house.store.folder.glob(f"??/{report.arrival.sha}.enc")
    lost.unlink()
    with pytest.raises(rights.NotAllowed, match="pages_missing"):
        homeward.hand_back(night.house, report, by="Olle")
    report.refresh_from_db()
    assert report.handed_back_at is None
    case.refresh_from_db()
    assert case.state == CaseState.ANSWERED
