"""What matching is given and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from inbound.report import PageKind

Status = Literal["matched", "unsure", "unmatched"]
Code = Literal[
    "symbol",
    "reference",
    "reference_scored",
    "reference_near",
    "accession",
    "accession_twice",
    "accession_alike",
    "accession_near",
    "examination",
    "modality",
    "side",
    "age",
    "sex",
    "unit",
    "recent",
    "continues",
    "sender",
    "other_accession",
    "other_reference",
    "wrong_modality",
    "wrong_age",
    "wrong_sex",
    "wrong_side",
    "wrong_region",
    "long_ago",
    "already_answered",
    "closed",
    "not_sent",
    "page_without_reference",
    "page_unread",
    "several_references",
]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case as the matcher sees it. Only `case` must be known.

    `awaits`: the pages (n of m) that an answer to it, which has arrived in part, still lacks.
    """

    case: str
    reference: str = ""
    accessions: tuple[str, ...] = ()
    examination: str = ""
    modality: str = ""
    side: str = ""
    birth_year: int | None = None
    sex: str = ""
    unit: str = ""
    sent_at: datetime | None = None
    state: str = ""
    answered_at: datetime | None = None
    sender: str = ""
    awaits: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for a case (weight above 0) or against it; `detail` is a page number or nothing."""

    code: Code
    weight: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A case with all that speaks for and against it. `score` lies between 0 and 1."""

    case: str
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """What is proposed for some pages of a fax. `case` is empty unless matched or, as the likeliest, unsure.

    `misdirected`: the pages carry another site's reference.
    """

    status: Status
    case: str
    reference: str
    accession: str
    ranked: tuple[Ranked, ...]
    pages: tuple[int, ...]
    kinds: tuple[PageKind, ...]
    misdirected: bool = False
