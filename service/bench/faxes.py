"""Faxes as they arrive, of invented cases whose truth is known: written, worn, and sent through a real Group 3 line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final, Literal

from PIL import Image

from config.site import Site
from inbound.matching import Candidate
from ocr import codes, pages
from outbound import sheets
from outbound.anonymise import Clean
from outbound.referral import FieldName, Identity
from service.bench import papers
from service.bench.papers import Report
from service.demo import desk, line, paper, scenes
from service.demo.paper import Wear
from service.demo.scenes import Scene

# On our answer sheet with its symbol, or on the reader's own paper: with both numbers, one of them, or one by hand.
Form = Literal["sheet", "paper", "reference_only", "accession_only", "by_hand"]
FORMS: Final[tuple[Form, ...]] = ("sheet", "paper", "reference_only", "accession_only")
ROWS: Final[Mapping[str, float]] = {"fine": 196.0, "standard": 98.0}
# How worn the reader's machine is: softness, specks, rows lost, degrees askew at most; and the line.
WEARS: Final[Mapping[str, tuple[float, float, int, float, line.Quality]]] = {
    "clean": (1.5, 0.0, 0, 0.2, line.GOOD),
    "typical": (2.2, 0.0012, 2, 0.7, line.GOOD),
    "poor": (3.2, 0.004, 8, 1.5, line.BAD),
    "awful": (4.2, 0.010, 20, 3.0, line.BAD),
}
OPEN_CASES: Final = 50
NOW: Final = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Trial:
    """One fax as it arrived, whose case is known, and what stands in its answer."""

    form: Form
    wear: str
    rows: str
    tiff: bytes
    case: Candidate
    body: str

    @property
    def group(self) -> str:
        """What is counted together."""
        return f"{self.form} {self.wear} {self.rows}"


def trials(count: int, chance: Random, site: Site) -> Iterator[Trial]:
    """So many faxes, every form, wear and resolution in turn; handwriting too, where a face for it is installed."""
    forms = (*FORMS, "by_hand") if papers.hands() else FORMS
    kinds: list[tuple[Form, str, str]] = [(form, wear, rows) for wear in WEARS for rows in ROWS for form in forms]
    for number in range(count):
        yield _trial(*kinds[number % len(kinds)], chance, site)


def answer_sheet(chance: Random, site: Site) -> tuple[str, Image.Image]:
    """A reference, and the answer sheet of its fax with a report typed on it, as it lies on the reader's glass."""
    report, reference = chance.choice(_reports()), codes.draw(chance.choice, site.prefix)
    case = _candidate(str(reference), f"SENAL{chance.randrange(10**9):010d}", report, chance)
    return str(reference), _on_sheet(reference, case, report, chance, site)[0]


def empty_sheet(chance: Random, site: Site) -> Image.Image:
    """The answer sheet of a fax as it came out of the reader's machine."""
    report, reference = chance.choice(_reports()), codes.draw(chance.choice, site.prefix)
    return _sheet(reference, _candidate(str(reference), "SENAL0012345678", report, chance), site)


def carried(sheets_: Sequence[Image.Image], wear: str, rows: str, chance: Random) -> bytes:
    """The sheets through a machine of WEARS and the line, at a resolution of ROWS."""
    return _faxed(sheets_, wear, ROWS[rows], chance)


def open_cases(true: Candidate, chance: Random) -> tuple[Candidate, ...]:
    """The true case among others, some with an accession number one digit away."""
    others = list[Candidate]()
    while len(others) < OPEN_CASES - 1:
        number = f"SENAL{chance.randrange(10**9):010d}"
        if len(others) % 5 == 0:
            digits = list(true.accessions[0])
            place = chance.randrange(8, len(digits))
            digits[place] = str((int(digits[place]) + chance.randint(1, 9)) % 10)
            number = "".join(digits)
        reference = str(codes.draw(chance.choice, true.reference[:3]))
        others.append(_candidate(reference, number, chance.choice(_reports()), chance))
    return (*others, true)


def _reports() -> tuple[Report, ...]:
    """Every report that a trial may carry: the bench's own and the demo's."""
    played = (Report(one.examination, one.modality, one.unit, told) for one in scenes.every() for told in one.reports)
    return (*papers.reports(), *played)


def _trial(form: Form, wear: str, rows: str, chance: Random, site: Site) -> Trial:
    """A case, the answer that its reader writes, and the fax that arrives of it."""
    report = chance.choice(_reports())
    reference = codes.draw(chance.choice, site.prefix)
    accession = f"SENAL{chance.randrange(10**9):010d}"
    case = _candidate(str(reference), accession, report, chance)
    if form == "sheet":
        written = _on_sheet(reference, case, report, chance, site)
    else:
        written = _on_paper(case, report, form, chance)
    return Trial(form, wear, rows, _faxed(written, wear, ROWS[rows], chance), case, "\n".join(report.text))


def _candidate(reference: str, accession: str, report: Report, chance: Random) -> Candidate:
    sent = NOW - timedelta(minutes=chance.randint(20, 400))
    return Candidate(
        case=reference, reference=reference, accessions=(accession,), examination=report.examination,
        modality=report.modality, unit=report.unit, sent_at=sent, state="acknowledged",
    )  # fmt: skip


def _on_sheet(
    reference: codes.Reference, case: Candidate, report: Report, chance: Random, site: Site
) -> tuple[Image.Image, ...]:
    """The report typed on the answer sheet of our own fax."""
    scene = Scene("", case.examination, case.modality, case.unit, "", "", "", "", 0, 99, {}, (report.text,))
    sheet = _sheet(reference, case, site)
    return desk.answered(desk.Fax(str(reference), sheet, case.accessions[0], scene), chance, NOW)


def _sheet(reference: codes.Reference, case: Candidate, site: Site) -> Image.Image:
    fields = {FieldName.EXAMINATION: case.examination, FieldName.QUESTION: "Blödning?", FieldName.UNIT: case.unit}
    clean = Clean(fields, Identity(), case.accessions, "61 år", "man", {}, ())
    fax = sheets.typeset(clean, sheets.Printing(reference, site, NOW))
    return paper.printed(pages.fax_pages(fax.tiff)[-1])


def _on_paper(case: Candidate, report: Report, form: Form, chance: Random) -> tuple[Image.Image, ...]:
    return papers.written(
        report, chance, f"{NOW:%Y-%m-%d %H:%M}",
        reference="" if form == "accession_only" else case.reference,
        accession="" if form == "reference_only" else case.accessions[0],
        by_hand=form == "by_hand",
    )  # fmt: skip


def _faxed(sheets_: Sequence[Image.Image], wear: str, rows: float, chance: Random) -> bytes:
    """The sheets through a worn machine and the line."""
    soft, specks, lost, most, quality = WEARS[wear]
    skew = chance.uniform(-most, most)
    worn = [paper.faxed(sheet, chance.getrandbits(32), Wear(rows, skew, specks, lost, soft)) for sheet in sheets_]
    tiff = paper.tiff(worn, rows)
    try:
        return line.call(tiff, chance.getrandbits(32), quality) if line.available() else tiff
    except line.Failed:
        return tiff
