"""A case becomes a fax: read, anonymised, typeset and gated; then held with its reasons, or ready to leave.

What a person edits goes through the very same rules and the same gate. Found identifiers are never waved through.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from ocr import codes, pages
from outbound import draft, reasons, referral
from outbound.reasons import Reason
from outbound.referral import FieldName, Referral
from service import models, steps, words
from service.house import House
from service.sending import papers, passes

# Only these survive an edit: they are about the patient or the papers, not about how well we could read.
_LASTING: Final = frozenset({"protected_identity", "several_patients", "several_referrals", "page_without_identity"})


@dataclass(frozen=True, slots=True)
class NotReleasable(Exception):
    """The case has reasons that no approval lifts; somebody must edit the fields first. `codes` are closed words."""

    codes: tuple[str, ...]


def prepare(house: House, case: models.Case) -> models.Case:
    """Drafts a received case; it is held or ready afterwards. Its reference must be one that may leave."""
    try:
        made = _made(house, case)
    except pages.Unreadable as unreadable:
        return hold(house, case, [reasons.make(unreadable.code)], facts={"unreadable": unreadable.code})
    passes.remember(case.reference, made.verdict, house.now())
    columns = _columns(house, case, made)
    found = [papers.row(reason) for reason in made.reasons]
    carried = _carried_over(case, columns["clean_sha"], found)
    if not (found or carried or house.site.policy.unattended):
        found = [papers.row(reasons.make("preview"))]
    facts = {"sha": made.fax.sha256, "pages": made.fax.pages, "reasons": papers.bound(found), "carried": carried}
    if found and not carried:
        return steps.take(house, case, "hold", by="drafter", facts=facts, **columns, reasons=found)
    columns |= {"approved_sha": made.fax.sha256} if carried else {}
    return steps.take(house, case, "pass", by="drafter", facts=facts, due=house.now(), **columns, reasons=found)


def hold(
    house: House, case: models.Case, why: Sequence[Reason], *, facts: Mapping[str, Any] | None = None
) -> models.Case:
    """Holds a case for reasons found outside a draft."""
    rows = [papers.row(reason) for reason in why]
    told = {"reasons": papers.bound(rows), **(facts or {})}
    return steps.take(house, case, "hold", by="gate", facts=told, reasons=rows)


def release(house: House, case: models.Case, *, by: str) -> models.Case:
    """A named person who has seen every page lets the fax leave. Raises NotReleasable, Forbidden, Stale.

    The approval binds the document's SHA-256 and the exact set of reasons; a new reason holds again.
    """
    fix = tuple(sorted({kept["code"] for kept in case.reasons if kept["kind"] == "fix"}))
    if fix or not case.fax_sha:
        raise NotReleasable(fix or ("unreadable",))
    bound = papers.bound(case.reasons)
    return steps.take(
        house, case, "release", by=by, due=house.now(),
        facts={"sha": case.fax_sha, "reasons": bound}, approved_sha=case.fax_sha, approved_reasons=bound,
    )  # fmt: skip


def edit(house: House, case: models.Case, values: Mapping[str, str], *, by: str) -> models.Case:
    """What a person typed takes the place of what was read; rules and gate run anew on all of it."""
    known = {name.value for name in FieldName} | {"accession", "age", "sex", "name", "number"}
    kept = {name: text for name, text in values.items() if name in known}
    sha = house.store.put(json.dumps(kept, ensure_ascii=False, sort_keys=True).encode())
    facts = {"fields": sorted(kept), "accessions_before": case.accessions}
    return steps.take(house, case, "edit", by=by, facts=facts, due=house.now(), edits_sha=sha, approved_sha="")


def values(house: House, case: models.Case) -> dict[str, str]:
    """The fields as a person edits them: what is carried now, or, where nothing could be read, empty."""
    empty = {name.value: "" for name in FieldName}
    if not case.clean_sha:
        return empty
    kept = papers.clean(house, case)
    carried = {name.value: text for name, text in kept.fields.items()}
    return empty | carried | {"age": kept.age, "sex": kept.sex, "accession": " ".join(kept.accessions)}


def _made(house: House, case: models.Case) -> draft.Draft:
    return draft.make(
        _source(house, case),
        reference=codes.Reference.parse(case.reference),
        site=house.site,
        now=house.now(),
        allowed_words=words.accepted(house),
        image_route=case.image_route,
        resend=case.resends,
    )


def _source(house: House, case: models.Case) -> Referral:
    """The referral as read, with what a person has typed in its place, and the accession given at the drop."""
    data = house.store.get(case.source_sha)
    if case.source == "form":
        source = referral.from_form(json.loads(data), today=house.today())
    elif case.edits_sha:
        return _edited(house, case, data)
    else:
        source = referral.read(data, str(house.vault.peek(case).get("file_name", "")), today=house.today())
    given = tuple(number for number in case.accessions if number not in source.accessions)
    return replace(source, accessions=(*given, *source.accessions)) if given else source


def _edited(house: House, case: models.Case, data: bytes) -> Referral:
    """What was typed, under the identity that was read from the source as well."""
    typed = referral.from_form(json.loads(house.store.get(case.edits_sha)), today=house.today())
    try:
        read = referral.read(data, str(house.vault.peek(case).get("file_name", "")), today=house.today())
    except pages.Unreadable:
        return typed
    both = {
        name: tuple(dict.fromkeys((*getattr(read.identity, name), *getattr(typed.identity, name))))
        for name in read.identity.__dataclass_fields__
    }
    lasting = tuple(reason for reason in read.reasons if reason.code in _LASTING)
    return replace(
        typed,
        identity=replace(read.identity, **both),
        age=typed.age or read.age,
        sex=typed.sex or read.sex,
        reasons=(*typed.reasons, *lasting),
    )


def _columns(house: House, case: models.Case, made: draft.Draft) -> dict[str, Any]:
    """What the ledger keeps of a draft."""
    fax_sha, clean_sha = house.store.put(made.fax.tiff), papers.keep(house, case, made.clean)
    _note_document(house, case, "fax", fax_sha, len(made.fax.tiff))
    fields = made.clean.fields
    return {
        "fax_sha": fax_sha,
        "clean_sha": clean_sha,
        "accessions": list(made.clean.accessions),
        "examination": fields.get(FieldName.EXAMINATION, "")[:200],
        "modality": fields.get(FieldName.MODALITY, "")[:40],
        "unit": fields.get(FieldName.UNIT, "")[:200],
        "call_back": fields.get(FieldName.CALL_BACK, "")[:60],
        "sex": made.clean.sex[:10],
        "birth_year": _birth_year(house, made.clean.age),
    }


def _birth_year(house: House, age: str) -> int | None:
    """The year, give or take one, that an age in years tells."""
    years = re.match(r"(\d{1,3})\s*år", age)
    return house.today().year - int(years[1]) if years else None


def _carried_over(case: models.Case, clean_sha: str, found: Sequence[Mapping[str, Any]]) -> bool:
    """Whether an approval holds for a resend: the same values, no new reason, only the mark differs."""
    approved = bool(case.resends and case.approved_sha and case.clean_sha == clean_sha)
    return approved and set(papers.bound(found)) <= set(case.approved_reasons)


def _note_document(house: House, case: models.Case, kind: str, sha: str, size: int) -> None:
    models.Document.objects.get_or_create(
        site=house.row, case=case, kind=kind, sha=sha, defaults={"size": size, "created_at": house.now()}
    )
