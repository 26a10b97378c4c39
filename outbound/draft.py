"""A referral made into a fax: read, anonymised, typeset, and judged by the gate. Nothing is sent from here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from config.site import Site
from ocr import codes, pages
from outbound import anonymise, gate, gateway, reasons, referral, sheets
from outbound.anonymise import Clean
from outbound.referral import STAFF, FieldName, Referral
from outbound.referral.fields import doubts
from outbound.referral.words import phones
from outbound.sheets import Printing


@dataclass(frozen=True, slots=True)
class Draft:
    """The pages and the very file that would leave, and every reason why it may not; `released` when there is none."""

    fax: sheets.Fax
    file: bytes
    clean: Clean
    reasons: tuple[reasons.Reason, ...]
    verdict: gate.Verdict
    released: bool


def from_file(
    data: bytes,
    name: str,
    printing: Printing,
    *,
    allowed_words: Sequence[str] = (),
) -> Draft:
    """A draft of a document as it came. Raises pages.Unreadable."""
    return make(read(data, name, site=printing.site, now=printing.at), printing, allowed_words=allowed_words)


def read(data: bytes, name: str, *, site: Site, now: datetime) -> Referral:
    """The referral in a document, read on the site's own day. Raises pages.Unreadable."""
    return referral.read(data, name, today=now.astimezone(ZoneInfo(site.dialect.timezone)).date())


def make(
    source: Referral,
    printing: Printing,
    *,
    allowed_words: Sequence[str] = (),
) -> Draft:
    """A draft of a referral: anonymise, typeset, gate. The gate sees the file that the site's gateway would be given.

    Raises pages.Unreadable for more pages than a fax may have, sheets.Unprintable where this computer can't typeset.
    """
    site = printing.site
    clean = cleaned(source, site=site, allowed_words=allowed_words)
    try:
        fax = sheets.typeset(clean, printing)
    except sheets.Unprintable as fault:
        if fault.code != "too_many_pages":
            raise
        raise pages.Unreadable("too_many_pages") from fault
    file = gateway.attachment(site.dialect, fax.tiff)
    verdict = examine_again(file, clean, printing.reference, site)
    found = (*clean.reasons, *_reasons(verdict), *_unfit(site, file))
    return Draft(fax, file, clean, found, verdict, verdict.passed and not found)


def cleaned(source: Referral, *, site: Site, allowed_words: Sequence[str] = ()) -> Clean:
    """The referral without its patient, as it can be printed."""
    clean = anonymise.anonymise(
        source, policy=site.policy, hospital_phones=hospital_phones(site), allowed_words=allowed_words
    )
    return _drawable(_discreet(clean))


def hospital_phones(site: Site) -> tuple[str, ...]:
    """How the hospital's own numbers begin: its ranges, and its units' numbers whole."""
    return (*site.hospital_phones, *(unit.phone for unit in site.units))


def examine_again(data: bytes, clean: Clean, reference: codes.Reference, site: Site) -> gate.Verdict:
    """The gate, on the very bytes, as before every attempt."""
    accessions = clean.accessions if site.policy.print_accession else ()
    excepted = (*sheets.printed(site), str(reference), *accessions, *_kept_phones(clean))
    return gate.examine(
        data,
        reference=str(reference),
        identity=tuple(_identity(clean)),
        excepted=excepted,
        expected=dict(_expected(clean, accessions)),
        wording=tuple(clean.fields.values()),
    )


def _discreet(clean: Clean) -> Clean:
    """The referral without the words that the identity is protected; the reason that holds it stays."""
    if not any(reason.code == "protected_identity" for reason in clean.reasons):
        return clean
    told = {name: doubts.unprotected(text) for name, text in clean.fields.items()}
    return replace(clean, fields={name: text for name, text in told.items() if text})


def _drawable(clean: Clean) -> Clean:
    """The referral with a box in place of every sign that the font lacks, and then a reason to look after it."""
    fields = {name: sheets.drawn(text) for name, text in clean.fields.items()}
    accessions = tuple(map(sheets.drawn, clean.accessions))
    age, sex = sheets.drawn(clean.age), sheets.drawn(clean.sex)
    written = (*clean.fields.values(), *clean.accessions, clean.age, clean.sex)
    if list(map(sheets.plain, written)) == [*fields.values(), *accessions, age, sex]:
        return clean
    why = (*clean.reasons, reasons.make("unprintable"))
    return replace(clean, fields=fields, accessions=accessions, age=age, sex=sex, reasons=why)


def _unfit(site: Site, file: bytes) -> Iterator[reasons.Reason]:
    """What the gateway would not take, told before anybody has looked the pages over."""
    try:
        gateway.fits(site.dialect, file)
    except gateway.Unfit as unfit:
        yield reasons.make(unfit.code)


def _reasons(verdict: gate.Verdict) -> Iterator[reasons.Reason]:
    """The gate's objections as reasons; their codes are the same, on purpose."""
    for objection in verdict.objections:
        yield reasons.make(objection.code, objection.page, objection.box)


def _identity(clean: Clean) -> Iterator[tuple[gate.Category, str]]:
    """All that is known of the patient, by the gate's categories."""
    known = clean.identity
    kinds: Mapping[gate.Category, Sequence[str]] = {
        "name": known.names,
        "number": known.numbers,
        "birth_date": known.birth_dates,
        "phone": known.phones,
        "address": known.addresses,
        "email": known.emails,
        "other": known.others,
    }
    for category, values in kinds.items():
        for value in values:
            yield category, value


def _kept_phones(clean: Clean) -> Iterator[str]:
    """The staff numbers that were kept: they stand in staff fields and nowhere else."""
    for name in STAFF:
        yield from phones.found(clean.fields.get(name, ""))


def _expected(clean: Clean, accessions: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What must be legible. What the referral lacks is the anonymiser's to object to."""
    facts = (
        ("age", clean.age),
        ("question", clean.fields.get(FieldName.QUESTION, "")),
        ("unit", clean.fields.get(FieldName.UNIT, "")),
        ("phone", clean.fields.get(FieldName.CALL_BACK, "")),
        ("accession", " ".join(accessions)),
    )
    return ((name, value) for name, value in facts if value.strip())
