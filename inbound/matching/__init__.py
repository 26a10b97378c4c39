"""Which case each part of a returned fax belongs to: a proposal with its reasons, for a person to confirm.

A distance alone never decides: a reference a letter off needs the page's own description of the patient, or the
accession number. One match is never made of two cases' pages, and where evidence disagrees the answer is "unsure".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from inbound.matching import evidence, numbers, succession, third_reader, weights
from inbound.matching.evidence import Seen
from inbound.matching.values import Candidate, Code, Evidence, Match, Ranked, Status
from inbound.report import Fax
from ocr import codes

__all__ = ["Candidate", "Evidence", "Match", "Ranked", "match"]

_SHOWN: Final = 5
_CERTAIN: Final = frozenset({"symbol", "reference", "reference_scored"})
_VETOES: Final = frozenset(
    {
        "wrong_age",
        "wrong_sex",
        "wrong_modality",
        "wrong_side",
        "wrong_region",
        "already_answered",
        "closed",
        "not_sent",
        "other_accession",
        "other_reference",
        "several_references",
        "page_unread",
        "page_without_reference",
        "accession_alike",
    }
)
# What the report tells of examination, patient and unit: the only thing that tells two like numbers apart.
_CLINICAL: Final = frozenset(
    {
        "examination",
        "modality",
        "side",
        "age",
        "sex",
        "unit",
        "wrong_modality",
        "wrong_region",
        "wrong_side",
        "wrong_age",
        "wrong_sex",
    }
)

_DESCRIBED: Final = frozenset({"examination", "age", "sex"})


def match(
    fax: Fax, candidates: Sequence[Candidate], *, now: datetime, site_prefix: str, sender: str = ""
) -> tuple[Match, ...]:
    """One proposal for each part of the fax, in order of its pages; one at least, also for a fax without pages.

    `sender` is the fax number the pages came from; it speaks of who sent them, never of whose they are.
    """
    groups = _groups(evidence.look(fax.pages, candidates))
    sole = len(groups) == 1
    return tuple(_proposed(seen, candidates, now, site_prefix, sender, sole=sole) for seen in groups)


def _groups(seen: Sequence[Seen]) -> list[tuple[Seen, ...]]:
    """The pages parted where another case begins: by reference, or by the accession number of another open case."""
    groups = list[list[Seen]]()
    owners = list[frozenset[str]]()
    for one in seen:
        if groups and (not one.owners or not owners[-1] or one.owners & owners[-1]):
            groups[-1].append(one)
            owners[-1] = (owners[-1] & one.owners) or owners[-1] or one.owners
        else:
            groups.append([one])
            owners.append(one.owners)
    return [tuple(group) for group in groups] or [()]


def _proposed(
    seen: Sequence[Seen], candidates: Sequence[Candidate], now: datetime, site_prefix: str, sender: str, *, sole: bool
) -> Match:
    """The proposal for pages that belong together. `sole`: they are the whole fax."""
    ranked = sorted((_ranked(one, seen, candidates, now, sender, sole=sole) for one in candidates), key=_order)
    ranked = [*_doubted(ranked, candidates, seen)]
    told = [one for one in ranked if any(found.weight > 0 for found in one.evidence)]
    foreign = [one for page in seen for one in page.references if one.prefix != site_prefix]
    ours = [one for page in seen for one in page.references if one.prefix == site_prefix]
    by_case = {one.case: one for one in candidates}
    status = _status(told, ours, candidates, alone=len(seen) == 1)
    misdirected = bool(foreign) and not ours and not any(_strong(one) for one in told)
    if misdirected:
        status = "unmatched"
    best = by_case[told[0].case] if told and status != "unmatched" else None
    return Match(
        status=status,
        case=best.case if best else "",
        reference=best.reference if best else "",
        accession=_accession(best, seen) if best else "",
        ranked=tuple(told[:_SHOWN]),
        pages=tuple(one.page.number for one in seen),
        kinds=tuple(one.page.kind for one in seen),
        misdirected=misdirected,
    )


def _status(
    told: Sequence[Ranked], ours: Sequence[codes.Reference], candidates: Sequence[Candidate], *, alone: bool
) -> Status:
    """Matched: one case by symbol, reference, or a number that two readers saw, and nothing against it.

    A number alone needs something of the report that fits beside it: a digit that deceives both readers makes another
    number, and nothing on the page would tell. One reader's number is enough where the page describes its patient
    whole, and no other open case's; and so is a reference near the case's own on a single page (`alone`), where
    nothing tells of any other open case.
    Never on a reference of no open case.
    """
    if not told:
        return "unmatched"
    best, codes_seen = told[0], _codes(told[0])
    known = {one.reference for one in candidates}
    if ours and not any(str(reference) in known for reference in ours):
        return "unmatched" if not codes_seen & {"accession"} else "unsure"
    if not _strong(best):
        return "unsure" if best.score >= weights.LEAST else "unmatched"
    rivals = [one for one in told[1:] if _strong(one) - {"reference_near"}]
    near_confirmed = "reference_near" in codes_seen and "accession" in codes_seen
    by_number = "accession_twice" in codes_seen and _clinical(best) > 0
    described = _is_described(best) and not any(map(_is_described, told[1:]))
    by_report = described and ("accession" in codes_seen or (alone and not any(map(_strong, told[1:]))))
    settled = bool(codes_seen & _CERTAIN) or near_confirmed or by_number or by_report
    return "matched" if settled and not rivals and not codes_seen & _VETOES else "unsure"


def _is_described(one: Ranked) -> bool:
    """Whether the report tells the case's examination and its patient's age and sex, all three."""
    return _codes(one) >= _DESCRIBED


def _order(one: Ranked) -> tuple[float, bool, float]:
    """The likeliest first; where much speaks against all, the one whose number or reference stands on the page."""
    return -one.score, not _strong(one), -sum(seen.weight for seen in one.evidence)


def _codes(one: Ranked) -> frozenset[Code]:
    return frozenset(seen.code for seen in one.evidence)


def _strong(one: Ranked) -> frozenset[Code]:
    """What tells whose the pages are: symbol, reference or number."""
    return _codes(one) & {*_CERTAIN, "accession", "reference_near"}


def _ranked(
    candidate: Candidate, seen: Sequence[Seen], every: Sequence[Candidate], now: datetime, sender: str, *, sole: bool
) -> Ranked:
    """One case with its evidence, and its score between 0 and 1."""
    found = [*evidence.of(candidate, seen, every, now)]
    near = any(one.code == "reference_near" for one in found)
    found += _conflicts(candidate, seen, every, now, sole=sole, near=near)
    if any(one.weight > 0 for one in found):
        found += evidence.around(candidate, now, sender)
    weight = sum(one.weight for one in found)
    return Ranked(candidate.case, max(0.0, min(1.0, weight / weights.FULL)), tuple(found))


def _doubted(ranked: Sequence[Ranked], candidates: Sequence[Candidate], seen: Sequence[Seen]) -> Iterator[Ranked]:
    """The same, with a doubt at the first if only its number speaks for it and that may be another's, misread alike.

    Two readers are deceived by the same worn digit now and then (5 of 11,680 digits measured); then what the report
    says must fit the one case better than the other. On two pages of one report they are not deceived alike. Where the
    third reader is not sure of all digits, the number may be another's that need not be open.
    """
    own = next((one for one in candidates if ranked and one.case == ranked[0].case), None)
    repeated = own is not None and evidence.repeated(own, seen)
    doubted = own is not None and (_is_doubtful(own, seen) or _may_be_another(ranked, candidates, seen))
    if ranked and _is_by_number(ranked[0]) and not repeated and doubted:
        yield replace(ranked[0], evidence=(*ranked[0].evidence, weights.weigh("accession_alike")))
        ranked = ranked[1:]
    yield from ranked


def _is_by_number(one: Ranked) -> bool:
    codes_seen = _codes(one)
    return "accession_twice" in codes_seen and not codes_seen & {*_CERTAIN, "reference_near"}


def _is_doubtful(own: Candidate, seen: Sequence[Seen]) -> bool:
    """Whether the third reader sees another number where two saw the case's, or may see one."""
    looks = [look for one in seen for look in one.page.third]
    return any(third_reader.doubts(looks, number) for one in seen if (number := evidence.accession_on(own, one)))


def _may_be_another(ranked: Sequence[Ranked], candidates: Sequence[Candidate], seen: Sequence[Seen]) -> bool:
    """Whether an open number like the first's belongs to a case that fits the report as well.

    Not one whose digit the third reader, which looks at nothing but that digit, is sure not to see.
    """
    own = next(one.accessions for one in candidates if one.case == ranked[0].case)
    looks = [look for one in seen for look in one.page.third]
    like = {
        one.case
        for one in candidates
        if one.case != ranked[0].case
        and any(numbers.alike(a, b) and not third_reader.are_apart(looks, a, b) for a in own for b in one.accessions)
    }
    return any(one.case in like and _clinical(one) >= _clinical(ranked[0]) for one in ranked)


def _clinical(one: Ranked) -> float:
    return sum(seen.weight for seen in one.evidence if seen.code in _CLINICAL)


def _conflicts(
    candidate: Candidate, seen: Sequence[Seen], every: Sequence[Candidate], now: datetime, *, sole: bool, near: bool
) -> Iterator[Evidence]:
    """What on the pages speaks for another case, or leaves a page without an owner. `near`: a reference is near its."""
    named = frozenset[str]().union(*(one.named for one in seen))
    if len(named) > 1 and candidate.reference in named:
        yield weights.weigh("several_references")
    by_number = any(candidate.case in one.holders for one in seen)
    yield from _others(candidate, seen, alone=(by_number or near) and candidate.reference not in named)
    if candidate.reference in named or by_number or near:
        yield from _other_references(candidate, seen)
    if candidate.reference in named or by_number:
        for page in succession.orphans(candidate, seen, every, now, sole=sole):
            yield weights.weigh("page_without_reference", str(page))
    unread = next((one.page for one in seen if one.page.unread), None)
    if unread is not None:
        yield weights.weigh("page_unread", str(unread.number))


def _others(candidate: Candidate, seen: Sequence[Seen], *, alone: bool) -> Iterator[Evidence]:
    """Numbers of other open cases. `alone`: nothing but its number speaks for the case, so any other will do."""
    for one in seen:
        others = bool(one.holders - {candidate.case})
        if others or (alone and evidence.other_number(candidate, one.page)):
            yield weights.weigh("other_accession", str(one.page.number))
            return


def _other_references(candidate: Candidate, seen: Sequence[Seen]) -> Iterator[Evidence]:
    """Another's reference: of another site, of an open case or of none."""
    for one in seen:
        if evidence.other_reference(candidate, one):
            yield weights.weigh("other_reference", str(one.page.number))
            return


def _accession(candidate: Candidate, seen: Sequence[Seen]) -> str:
    """The case's accession number: the one that stands on the pages, else its first."""
    found = (number for one in seen if (number := evidence.accession_on(candidate, one)))
    return next(found, next(iter(candidate.accessions), ""))
