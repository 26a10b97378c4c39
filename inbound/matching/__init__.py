"""Which case each part of a returned fax belongs to: a proposal with its reasons, for a person to confirm.

Never decides by a distance, never makes one match of two cases' pages, and says "unsure" where evidence disagrees.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from inbound.matching import evidence
from inbound.matching.values import Candidate, Evidence, Match, Ranked, Status
from inbound.report import Fax, PageKind, ReportPage
from ocr import codes

__all__ = ["Candidate", "Evidence", "Match", "Ranked", "match"]

_SHOWN: Final = 5
_FULL: Final = 10.0
_CERTAIN: Final = frozenset({"symbol", "reference", "reference_scored"})
_VETOES: Final = frozenset(
    {
        "wrong_age",
        "wrong_sex",
        "wrong_modality",
        "wrong_side",
        "already_answered",
        "closed",
        "not_sent",
        "other_accession",
        "other_reference",
        "several_references",
        "page_unread",
        "page_without_reference",
    }
)
# Pages that carry no answer of their own: they follow the pages beside them.
_FOLLOWING: Final = frozenset({PageKind.BLANK, PageKind.COVER})


def match(
    fax: Fax, candidates: Sequence[Candidate], *, now: datetime, site_prefix: str, sender: str = ""
) -> tuple[Match, ...]:
    """One proposal for each part of the fax, in order of its pages; one at least, also for a fax without pages.

    `sender` is the fax number the pages came from; it speaks of who sent them, never of whose they are.
    """
    groups = _groups(fax.pages, candidates)
    return tuple(_proposed(pages, candidates, now, site_prefix, sender) for pages in groups)


def _groups(pages: Sequence[ReportPage], candidates: Sequence[Candidate]) -> list[tuple[ReportPage, ...]]:
    """The pages parted where another case begins: by reference, or by the accession number of another open case."""
    groups = list[list[ReportPage]]()
    owners = list[frozenset[str]]()
    for page in pages:
        here = _owners(page, candidates)
        if groups and (not here or not owners[-1] or here & owners[-1]):
            groups[-1].append(page)
            owners[-1] = (owners[-1] & here) or owners[-1] or here
        else:
            groups.append([page])
            owners.append(here)
    return [tuple(group) for group in groups] or [()]


def _owners(page: ReportPage, candidates: Sequence[Candidate]) -> frozenset[str]:
    """The references that a page names, or else the cases whose accession number stands on it."""
    named = evidence.named(page, candidates)
    if named:
        return named
    return frozenset(one.reference or one.case for one in candidates if evidence.accession_on(one, page))


def _proposed(
    pages: Sequence[ReportPage], candidates: Sequence[Candidate], now: datetime, site_prefix: str, sender: str
) -> Match:
    """The proposal for pages that belong together."""
    ranked = sorted((_ranked(one, pages, candidates, now, sender) for one in candidates), key=lambda one: -one.score)
    told = [one for one in ranked if any(seen.weight > 0 for seen in one.evidence)]
    foreign = [one for page in pages for one in evidence.references(page) if one.prefix != site_prefix]
    ours = [one for page in pages for one in evidence.references(page) if one.prefix == site_prefix]
    by_case = {one.case: one for one in candidates}
    best = by_case[told[0].case] if told else None
    status = _status(told, ours, candidates)
    if foreign and not ours:
        status, best = "unmatched", None
    if status == "unmatched":
        best = None
    return Match(
        status=status,
        case=best.case if best else "",
        reference=best.reference if best else "",
        accession=_accession(best, pages) if best else "",
        ranked=tuple(told[:_SHOWN]),
        pages=tuple(page.number for page in pages),
        kinds=tuple(page.kind for page in pages),
        misdirected=bool(foreign) and not ours,
    )


def _status(told: Sequence[Ranked], ours: Sequence[codes.Reference], candidates: Sequence[Candidate]) -> Status:
    """Matched: one case by symbol, reference, or a number that two readers saw, and nothing against it.

    Never on a reference of no open case.
    """
    if not told:
        return "unmatched"
    best, codes_seen = told[0], {seen.code for seen in told[0].evidence}
    known = {one.reference for one in candidates}
    if ours and not any(str(reference) in known for reference in ours):
        return "unmatched" if not codes_seen & {"accession"} else "unsure"
    strong = codes_seen & (_CERTAIN | {"accession", "reference_near"})
    if not strong:
        return "unsure" if best.score >= 0.15 else "unmatched"
    rivals = [one for one in told[1:] if {seen.code for seen in one.evidence} & (_CERTAIN | {"accession"})]
    near_confirmed = "reference_near" in codes_seen and "accession" in codes_seen
    settled = bool(codes_seen & _CERTAIN) or near_confirmed or "accession_twice" in codes_seen
    return "matched" if settled and not rivals and not codes_seen & _VETOES else "unsure"


def _ranked(
    candidate: Candidate, pages: Sequence[ReportPage], every: Sequence[Candidate], now: datetime, sender: str
) -> Ranked:
    """One case with its evidence, and its score between 0 and 1."""
    found = [*evidence.of(candidate, pages, every, now), *_conflicts(candidate, pages, every)]
    if sender and candidate.sender and sender == candidate.sender and found:
        found.append(Evidence("sender", 0.1))
    weight = sum(seen.weight for seen in found)
    return Ranked(candidate.case, max(0.0, min(1.0, weight / _FULL)), tuple(found))


def _conflicts(candidate: Candidate, pages: Sequence[ReportPage], every: Sequence[Candidate]) -> Iterator[Evidence]:
    """What on the pages speaks for another case, or leaves a page without an owner."""
    named = frozenset[str]().union(*(evidence.named(page, every) for page in pages))
    if len(named) > 1 and candidate.reference in named:
        yield Evidence("several_references", -2.0)
    by_number = [page for page in pages if evidence.accession_on(candidate, page)]
    yield from _others(candidate, pages, every, alone=bool(by_number) and candidate.reference not in named)
    if candidate.reference in named or by_number:
        yield from _orphans(candidate, pages, every)
    unread = next((page for page in pages if page.unread), None)
    if unread is not None:
        yield Evidence("page_unread", -1.0, str(unread.number))


def _others(
    candidate: Candidate, pages: Sequence[ReportPage], every: Sequence[Candidate], *, alone: bool
) -> Iterator[Evidence]:
    """Numbers and references of others. `alone`: nothing but its number speaks for the case, so any other will do."""
    for page in pages:
        own = evidence.accession_on(candidate, page)
        others = any(one.case != candidate.case and evidence.accession_on(one, page) for one in every)
        if (others and not own) or (alone and evidence.other_number(candidate, page)):
            yield Evidence("other_accession", -5.0, str(page.number))
            break
    for page in pages:
        if alone and evidence.other_reference(candidate, page):
            yield Evidence("other_reference", -3.0, str(page.number))
            return


def _orphans(candidate: Candidate, pages: Sequence[ReportPage], every: Sequence[Candidate]) -> Iterator[Evidence]:
    """A page of a report that names no case, and is not the next of numbered pages: it may be another patient's."""
    before: ReportPage | None = None
    for page in pages:
        if page.kind in _FOLLOWING:
            continue
        named = evidence.named(page, every) or evidence.accession_on(candidate, page)
        if not named and not _follows(page, before):
            yield Evidence("page_without_reference", -1.0, str(page.number))
            return
        before = page


def _follows(page: ReportPage, before: ReportPage | None) -> bool:
    """Whether the reader numbered the two as pages of one answer, one after the other."""
    if before is None or before.part is None or page.part is None:
        return False
    return page.part == (before.part[0] + 1, before.part[1])


def _accession(candidate: Candidate, pages: Sequence[ReportPage]) -> str:
    """The case's accession number: the one that stands on the pages, else its first."""
    seen = (number for page in pages if (number := evidence.accession_on(candidate, page)))
    return next(seen, next(iter(candidate.accessions), ""))
