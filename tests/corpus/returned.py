"""Faxes of others as both readers read them: what pages said, whose they are, and the fifty examinations open then.

Nine sets of 120, each on sixteen to twenty layouts of people who had seen no rule, worn and sent through a real line.
Only what pixels told is kept; what the words tell is told anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from inbound.matching import Candidate
from inbound.report import PageKind, ReportPage, closing, sequence, wording
from ocr import codes

NOW: Final = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)
PREFIX: Final = "NAL"


@dataclass(frozen=True, slots=True)
class Returned:
    """A fax: what it is counted with, the case of each of its pages (none where nobody's may be taken), the pages."""

    name: str
    group: str
    cases: tuple[str, ...]
    pages: tuple[ReportPage, ...]


def read(number: int) -> tuple[tuple[Candidate, ...], tuple[Returned, ...]]:
    """The open examinations and the faxes of a set."""
    lines = (Path(__file__).parent / f"returned_{number}.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return tuple(_case(row) for row in rows if "case" in row), tuple(_fax(row) for row in rows if "fax" in row)


def _case(row: dict[str, Any]) -> Candidate:
    return Candidate(
        case=row["case"], reference=row["reference"], accessions=(row["accession"],), examination=row["examination"],
        modality=row["modality"], birth_year=row["birth_year"], sex=row["sex"], unit=row["unit"],
        sent_at=NOW - timedelta(minutes=row["minutes_ago"]), state="acknowledged",
    )  # fmt: skip


def _fax(row: dict[str, Any]) -> Returned:
    pages = sequence.joined([_page(number, page) for number, page in enumerate(row["pages"], 1)])
    return Returned(row["fax"], row["group"], tuple(row["cases"]), pages)


def _page(number: int, told: dict[str, Any]) -> ReportPage:
    whole, kind = told["whole"], wording.kind(told["whole"])
    part = tuple[int, int](told["part"]) if told["part"] else None
    return ReportPage(
        number=number, kind=kind, text=whole, whole=whole, codes=(), sightings=tuple(_sightings(whole, told["second"])),
        rotation=0, skew=0.0, confidence=80.0, identifiers=(), part=part,
        ended=closing.ends(whole), foot=None, second=told["second"], again=told["again"],
        cut=told["cut"], ending=told["ending"] if kind in (PageKind.REPORT, PageKind.UNKNOWN) else "",
    )  # fmt: skip


def _sightings(whole: str, second: str) -> Iterator[codes.Sighting]:
    for text in (whole, second):
        yield from codes.sightings(text, (PREFIX,))
