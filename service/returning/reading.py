"""An arrived fax is read and matched: a proposal with its evidence, for a person to confirm.

Accepts nothing: only an acknowledgement of the reader's, which gives no report, moves a case by itself.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Set
from dataclasses import asdict
from datetime import timedelta
from typing import Any, Final, cast

from django.db import transaction
from django.db.models import Q

from inbound import matching, report
from inbound.matching import Candidate, Match
from inbound.report import PageKind
from ocr import pages
from service import blobs, cases, models, steps
from service.house import House

# So long after its first part the rest of a report still belongs to it.
_TOGETHER: Final = timedelta(hours=3)
# So long after its end a case is told apart from one that was never ours: a second report, or a late one.
_REMEMBERED: Final = timedelta(days=14)


def read(house: House, arrival: models.Arrival) -> tuple[models.Arrival, ...]:
    """Reads one arrival and proposes; pages of several cases become arrivals of their own. All wait for review."""
    data = house.store.get(arrival.sha)
    try:
        fax = report.read(data, prefixes=_prefixes(house))
    except pages.Unreadable as unreadable:
        return (_propose(house, arrival, note=unreadable.code, status="unmatched", kinds=[], ranked=[]),)
    found = matching.match(
        fax, candidates(house), now=house.now(), site_prefix=house.site.prefix, sender=arrival.sender
    )
    sha = house.store.put(_kept(fax))
    with transaction.atomic():
        first, *others = found
        parts = [_split(house, arrival, match, sha, number) for number, match in enumerate(others, 2)]
        return (_matched(house, arrival, first, fax, sha), *(_matched(house, *part, fax, sha) for part in parts))


def candidates(house: House) -> tuple[Candidate, ...]:
    """The open cases of the site, and those that ended lately, as the matcher sees them: nothing of a patient's."""
    lately = Q(state__in=cases.OPEN) | Q(changed_at__gte=house.now() - _REMEMBERED)
    rows = models.Case.objects.filter(lately, site=house.row).order_by("id")
    awaited = _awaited(house)
    return tuple(_candidate(row, house, awaited.get(row.pk, frozenset())) for row in rows)


def _awaited(house: House) -> dict[int, frozenset[tuple[int, int]]]:
    """Case -> the pages that its answers of the last hours lack: some gateways send one fax as several mails."""
    since = house.now() - _TOGETHER
    cut = models.Arrival.objects.filter(site=house.row, complete=False, created_at__gte=since, case__isnull=False)
    here: dict[int, set[tuple[int, int]]] = {}
    for arrival in cut.exclude(reading_sha=""):
        parts = {tuple(page["part"]) for page in kept(house, arrival) if page.get("part")}
        here.setdefault(cast(int, arrival.case_id), set()).update(parts)
    return {case: _lacking(parts) for case, parts in here.items()}


def _lacking(parts: Set[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    """The pages, each "so many of so many", that are not here of those that the ones here speak of."""
    return frozenset((number, total) for _, total in parts for number in range(1, total + 1)) - parts


def kept(house: House, arrival: models.Arrival) -> tuple[dict[str, Any], ...]:
    """What was kept of the reading of each of its own pages; nothing where nothing was read, or the disk lost it."""
    try:
        every = json.loads(house.store.get(arrival.reading_sha))["pages"] if arrival.reading_sha else ()
    except blobs.Missing:
        return ()
    return tuple(page for page in every if not arrival.pages or page["number"] in arrival.pages)


def _candidate(case: models.Case, house: House, awaits: frozenset[tuple[int, int]] = frozenset()) -> Candidate:
    """One case as the matcher sees it."""
    return Candidate(
        case=case.reference,
        reference=case.reference,
        accessions=tuple(case.accessions),
        examination=case.examination,
        modality=case.modality,
        birth_year=case.birth_year,
        sex=case.sex,
        unit=case.unit,
        sent_at=case.sent_at,
        state=case.state,
        answered_at=case.answered_at,
        sender=house.site.recipient.fax.number,
        awaits=awaits,
    )


def _matched(house: House, arrival: models.Arrival, match: Match, fax: report.Fax, reading_sha: str) -> models.Arrival:
    """The proposal of one match; a plain acknowledgement moves its case and is done."""
    own = [page for page in fax.pages if page.number in match.pages]
    case = models.Case.objects.filter(site=house.row, reference=match.case).first() if match.case else None
    columns: dict[str, Any] = {
        "status": match.status,
        "case": case,
        "pages": list(match.pages),
        "kinds": [str(kind) for kind in match.kinds],
        "ranked": [_ranked(one) for one in match.ranked],
        "complete": report.complete(own),
        "reading_sha": reading_sha,
    }
    if match.misdirected:
        return _propose(house, arrival, note="misdirected", **columns)
    only = set(match.kinds) - report.WITHOUT_CONTENT
    if case is not None and match.status == "matched" and only == {PageKind.ACKNOWLEDGEMENT}:
        return _acknowledged(house, arrival, case, columns)
    if case is not None and match.status == "matched" and PageKind.DECLINED in only and PageKind.REPORT not in only:
        _move(house, case, "decline")
    return _propose(house, arrival, note="" if only else _empty(match.kinds), **columns)


def _empty(kinds: Collection[str]) -> str:
    """What pages are on which nobody has written: our own sheets, a cover, or blank paper of whoever's."""
    if PageKind.OWN_SHEET in kinds:
        return "no_content"
    return "only_cover" if PageKind.COVER in kinds else "only_blank"


def _acknowledged(
    house: House, arrival: models.Arrival, case: models.Case, columns: Mapping[str, Any]
) -> models.Arrival:
    """The reader has it. No report, so nothing to confirm."""
    _move(house, case, "acknowledge")
    return steps.take_arrival(house, arrival, "settle", by="reader", note="acknowledgement", **columns)


def _move(house: House, case: models.Case, name: cases.CaseMove) -> None:
    """The case's move, where it is not behind what is known already."""
    if cases.allowed(cases.CASE_MOVES, name, case.state):
        steps.take(house, case, name, by="reader")


def _propose(house: House, arrival: models.Arrival, **columns: Any) -> models.Arrival:
    facts = {"status": columns["status"], "kinds": columns["kinds"], "note": columns["note"]}
    return steps.take_arrival(house, arrival, "propose", by="reader", facts=facts, **columns)


def _split(
    house: House, arrival: models.Arrival, match: Match, reading_sha: str, number: int
) -> tuple[models.Arrival, Match]:
    """An arrival of its own for the pages of another case in the same fax."""
    made = house.ledger.open_arrival(
        now=house.now(), by="reader", state="new", key=f"{arrival.key}/{number}", channel=arrival.channel,
        sha=arrival.sha, format=arrival.format, sender=arrival.sender, pages=list(match.pages),
    )  # fmt: skip
    return made, match


def _prefixes(house: House) -> tuple[str, ...]:
    """The prefixes known here; PRV marks trial sheets."""
    return (house.site.prefix, "PRV")


def _ranked(one: matching.Ranked) -> dict[str, Any]:
    evidence = [{"code": seen.code, "detail": seen.detail, "weight": seen.weight} for seen in one.evidence]
    return {"case": one.case, "score": round(one.score, 3), "evidence": evidence}


def _kept(fax: report.Fax) -> bytes:
    """The reading as the pages show it: text and turn of each page, and where it may tell who the patient is."""
    body = {
        "pages": [
            {
                "number": page.number,
                "kind": str(page.kind),
                "text": page.text,
                "rotation": page.rotation,
                "skew": page.skew,
                "part": page.part,
                "size": page.size,
                "identifiers": [{"category": str(seen.category), "box": asdict(seen.box)} for seen in page.identifiers],
            }
            for page in fax.pages
        ]
    }
    return json.dumps(body, ensure_ascii=False).encode()
