"""A case becomes a fax: read, anonymised, typeset and gated; then held with its reasons, or ready to leave.

What a person edits goes through the very same rules and the same gate. Found identifiers are never waved through.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from ocr import codes, pages
from outbound import draft, reasons, referral, sheets
from outbound.anonymise import Clean
from outbound.reasons import Reason
from outbound.referral import FieldName, Identity, Referral
from outbound.referral.form import accessions
from service import models, steps, words
from service.house import House
from service.sending import intake, papers, passes

# Only these survive an edit: they are about the patient or the papers, not about how well we could read.
_LASTING: Final[frozenset[reasons.Code]] = frozenset(
    {"protected_identity", "several_patients", "several_referrals", "page_without_identity"}
)
# These are about a copy that is, or may be, out already, so that no new draft takes them away.
_STANDING: Final[frozenset[reasons.Code]] = frozenset({"already_delivered", "restored"})
_NO_DAY: Final = datetime(2000, 1, 1, tzinfo=UTC)
_TYPED: Final = frozenset({*(name.value for name in FieldName), "accession", "age", "sex", "name", "number"})


@dataclass(frozen=True, slots=True)
class NotReleasable(Exception):
    """The case has reasons that no approval lifts; somebody must edit the fields first. `codes` are closed words."""

    codes: tuple[str, ...]


def prepare(house: House, case: models.Case) -> models.Case:
    """Drafts a received case; it is held or ready afterwards. Its reference must be one that may leave."""
    try:
        made = _made(house, case)
        unmarked = _unmarked(house, case, made.clean)
    except pages.Unreadable as unreadable:
        return hold(house, case, [reasons.make(unreadable.code)], facts={"unreadable": unreadable.code})
    except sheets.Unprintable as fault:
        return hold(house, case, [reasons.make("not_typeset")], facts={"unprintable": fault.code})
    passes.remember(case.reference, made.verdict, house.now())
    columns = {**describe(house, case, made.clean, unmarked), **_file(house, case, made.file)}
    found = papers.united([reason.as_json() for reason in made.reasons], _standing(case))
    carried = _carried_over(case, columns["clean_sha"], found)
    if not (found or carried or house.site.policy.unattended):
        found = [reasons.make("preview").as_json()]
    sha = columns["fax_sha"]
    facts = {"sha": sha, "pages": made.fax.pages, "reasons": papers.bound(found), "carried": carried}
    if found and not carried:
        return steps.take(house, case, "hold", by="drafter", facts=facts, **columns, reasons=found)
    columns |= {"approved_sha": sha} if carried else {}
    return steps.take(house, case, "pass", by="drafter", facts=facts, **columns, reasons=found)


def hold(
    house: House, case: models.Case, why: Sequence[Reason], *, facts: Mapping[str, Any] | None = None
) -> models.Case:
    """Holds a case for reasons found outside a draft, beside those that it had: an approval covers all of them."""
    rows = papers.united(case.reasons, [reason.as_json() for reason in why])
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
        house, case, "release", by=by, facts={"sha": case.fax_sha, "reasons": bound},
        approved_sha=case.fax_sha, approved_reasons=bound,
    )  # fmt: skip


def edit(house: House, case: models.Case, values: Mapping[str, str], *, by: str) -> models.Case:
    """What a person typed takes the place of what was read; rules and gate run anew on all of it."""
    kept = {name: text for name, text in values.items() if name in _TYPED}
    sha = house.store.put(json.dumps(kept, ensure_ascii=False, sort_keys=True).encode())
    facts = {"fields": sorted(kept), "accessions_before": case.accessions}
    columns = {"image_route": intake.route(house, values.get("image_route", ""))}
    return steps.take(
        house, case, "edit", by=by, facts=facts, edits_sha=sha, clean_sha="", fax_sha="", approved_sha="",
        reasons=_standing(case), **columns,
    )  # fmt: skip


def values(house: House, case: models.Case) -> dict[str, str]:
    """The fields as a person edits them: what is carried now, or what was typed last, where that made no fax yet."""
    told = {"age": "", "sex": "", "accession": accessions.shown(case.accessions), "image_route": case.image_route}
    empty = {name.value: "" for name in FieldName} | told
    if case.clean_sha:
        kept = papers.clean(house, case)
        numbers = accessions.shown(list(dict.fromkeys((*kept.accessions, *case.accessions))))
        carried = {name.value: text for name, text in kept.fields.items()}
        return empty | carried | {"age": kept.age, "sex": kept.sex, "accession": numbers}
    typed = json.loads(house.store.get(case.edits_sha)) if case.edits_sha else dict[str, str]()
    return empty | {name: typed[name] for name in empty if name in typed}


def describe(house: House, case: models.Case, clean: Clean, unmarked: str = "") -> dict[str, Any]:
    """What the ledger keeps of an anonymised referral, by which its answer is recognised; `unmarked` are its sheets."""
    fields = clean.fields
    return {
        "clean_sha": papers.keep(house, case, clean, unmarked),
        "accessions": list(clean.accessions),
        "examination": fields.get(FieldName.EXAMINATION, "")[:200],
        "modality": fields.get(FieldName.MODALITY, "")[:40],
        "unit": fields.get(FieldName.UNIT, "")[:200],
        "call_back": fields.get(FieldName.CALL_BACK, "")[:60],
        "sex": clean.sex[:10],
        "birth_year": _birth_year(house, clean.age),
    }


def _made(house: House, case: models.Case) -> draft.Draft:
    printing = replace(_printing(house, case, house.now()), resend=case.resends)
    return draft.make(source(house, case), printing, allowed_words=words.accepted(house))


def _printing(house: House, case: models.Case, at: datetime) -> sheets.Printing:
    """What the sheets of a case say beside the referral, but for the mark of a resend."""
    reference = codes.Reference.parse(case.reference)
    return sheets.Printing(reference, house.site, at, image_route=case.image_route)


def _unmarked(house: House, case: models.Case, clean: Clean) -> str:
    """The SHA-256 of the sheets as they would be without mark and date of sending, dot by dot.

    All else that is printed is in it, the site's numbers and wording too. Raises sheets.Unprintable.
    """
    return sheets.typeset(clean, _printing(house, case, _NO_DAY)).sha256


def source(house: House, case: models.Case) -> Referral:
    """The referral as read, or what a person has typed in its place, and the accession number given at the drop."""
    if case.edits_sha:
        return _edited(house, case)
    read = _original(house, case)
    given = tuple(number for number in case.accessions if number not in read.accessions)
    return replace(read, accessions=(*given, *read.accessions)) if given else read


def _original(house: House, case: models.Case) -> Referral:
    """The referral as it came: a file, or a form. Raises pages.Unreadable."""
    data = house.store.get(case.source_sha)
    if case.source == "form":
        return referral.from_form(json.loads(data), today=house.today())
    return referral.read(data, str(house.vault.peek(case).get("file_name", "")), today=house.today())


def _edited(house: House, case: models.Case) -> Referral:
    """What was typed, under every identity that was read or typed before: what was known once is never forgotten."""
    typed = referral.from_form(json.loads(house.store.get(case.edits_sha)), today=house.today())
    known = papers.identity(house, case)
    try:
        read = _original(house, case)
    except pages.Unreadable:
        return replace(typed, identity=_both(known, typed.identity))
    lasting = tuple(reason for reason in read.reasons if reason.code in _LASTING)
    return replace(
        typed,
        identity=_both(_both(read.identity, known), typed.identity),
        age=typed.age or read.age,
        sex=typed.sex or read.sex,
        reasons=(*typed.reasons, *lasting),
    )


def _both(one: Identity, other: Identity) -> Identity:
    return Identity(
        **{
            name: tuple(dict.fromkeys((*getattr(one, name), *getattr(other, name))))
            for name in Identity.__dataclass_fields__
        }
    )


def _standing(case: models.Case) -> list[dict[str, Any]]:
    """The reasons that no new draft takes away."""
    return [row for row in case.reasons if row["code"] in _STANDING]


def _file(house: House, case: models.Case, file: bytes) -> dict[str, Any]:
    """The file that would leave, stored."""
    sha = house.store.put(file)
    models.Document.objects.get_or_create(
        site=house.row, case=case, kind="fax", sha=sha, defaults={"size": len(file), "created_at": house.now()}
    )
    return {"fax_sha": sha}


def _birth_year(house: House, age: str) -> int | None:
    """The year, give or take one, that an age in years tells."""
    years = re.match(r"(\d{1,3})\s*år", age)
    return house.today().year - int(years[1]) if years else None


def _carried_over(case: models.Case, clean_sha: str, found: Sequence[Mapping[str, Any]]) -> bool:
    """Whether an approval holds for a resend: the same values and sheets, no new reason, only the mark differs."""
    approved = bool(case.resends and case.approved_sha and case.clean_sha == clean_sha)
    return approved and set(papers.bound(found)) <= set(case.approved_reasons)
