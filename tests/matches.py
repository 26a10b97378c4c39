"""Open cases, pages as they were read, and what matching proposes for them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime

from inbound import matching
from inbound.matching import Candidate, Match
from inbound.report import Fax, PageKind, ReportPage
from ocr import codes
from ocr.codes import Mark, Reference, SheetKind
from ocr.text import Box

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
REPORT = "DT hjärna utan kontrast. Ingen blödning, ingen infarkt. Bedömning: normal undersökning av hjärnan."


def opened(count: int, seed: int = 7) -> list[Candidate]:
    """Open cases by chance, their accession numbers a few apart."""
    chance = random.Random(seed)
    return [
        Candidate(
            case=f"c{number}",
            reference=str(codes.draw(chance.choice, "NAL")),
            accessions=(f"SENAL000185{7400 + 3 * number}",),
            examination="DT hjärna utan kontrast",
            modality="DT",
            birth_year=1950,
            sex="kvinna",
            state="sent",
        )
        for number in range(count)
    ]


CASES = opened(50)


def page(
    text: str = REPORT,
    *,
    number: int = 1,
    kind: PageKind = PageKind.REPORT,
    mark: str = "",
    second: str = "",
    again: str = "",
    third: tuple[str, ...] = (),
) -> ReportPage:
    """One page as it was read; `mark`: with the symbol of this reference."""
    found = Mark(Reference.parse(mark), SheetKind.ANSWER, 1, 1) if mark else None
    code = (codes.Code("", found, Box(0, 0, 9, 9), 0, ()),) if found else ()
    sightings = (*codes.sightings(text, ["NAL"]), *codes.sightings(second, ["NAL"]))
    return ReportPage(
        number=number, kind=kind, text=text, whole=text, codes=code, sightings=sightings, rotation=0, skew=0.0,
        confidence=90.0, identifiers=(), part=None, ended=False, foot=None, second=second, again=again,
        third=third,
    )  # fmt: skip


def matched(*pages: ReportPage, cases: Sequence[Candidate] = CASES) -> tuple[Match, ...]:
    """What matching proposes."""
    return matching.match(Fax(pages, 1.0), cases, now=NOW, site_prefix="NAL")


def told(found: Match) -> set[str]:
    """The codes of the evidence of the first ranked case."""
    return {seen.code for seen in found.ranked[0].evidence}


def other(reference: str) -> str:
    """A valid reference that no open case has."""
    drawn = str(codes.draw(random.Random(991).choice, reference[:3]))
    assert drawn not in {one.reference for one in CASES}
    return drawn
