"""`reservfax anonymise --explain`: one page that shows, token by token, what was removed and why, and what was kept."""

from __future__ import annotations

import functools
import html
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Template
from typing import Final

from config.site import Site
from outbound import anonymise, draft, reasons, sheets
from outbound.referral import Referral
from outbound.said import Said

_TEMPLATE: Final = Path(__file__).with_name("explain.html")


def page(source: Referral, made: draft.Draft, site: Site, reference: str) -> str:
    """The page: nothing is fetched from anywhere, and what was removed is masked until somebody asks to see it."""
    status = "Får sändas / Released" if made.released else "Hålls kvar / Held"
    return Template(_TEMPLATE.read_text("utf-8")).substitute(
        status=status,
        reference=html.escape(reference),
        fields="\n".join(_fields(source, made, site)),
        removed="\n".join(
            f"<tr><td class=name>{_called(category)}</td><td>{count}</td></tr>"
            for category, count in made.clean.removed.items()
        ),
        reasons="\n".join(_reasons(made)) or "<li>Inga / None</li>",
        checks="\n".join(_checks(made)),
    )


def _fields(source: Referral, made: draft.Draft, site: Site) -> Iterator[str]:
    for name in source.fields:
        before = "".join(_marked(source, name.value, site))
        after = html.escape(made.clean.fields.get(name, ""))
        yield f"<tr><td class=name>{_called(name.value)}</td><td>{before}</td><td>{after}</td></tr>"
    for name, value in (
        ("age", made.clean.age),
        ("sex", made.clean.sex),
        ("accession", ", ".join(made.clean.accessions)),
    ):
        yield f"<tr><td class=name>{_called(name)}</td><td></td><td>{html.escape(value)}</td></tr>"


def _marked(source: Referral, name: str, site: Site) -> Iterator[str]:
    """One field's text, its removed tokens marked with category and rule, and the doubts that were settled."""
    field = next(one for one in source.fields if one.value == name)
    text, at, phones = source.fields[field], 0, draft.hospital_phones(site)
    gone = anonymise.spans(source, field, policy=site.policy, hospital_phones=phones)
    stays = anonymise.settled(source, field, policy=site.policy, hospital_phones=phones)
    for span in sorted((*gone, *stays), key=lambda span: span.start):
        value = html.escape(text[span.start : span.end])
        yield html.escape(text[at : span.start])
        if span in gone:
            why = f"{_called(span.category)} · {html.escape(span.rule)}"
            yield f"<mark><span class=mask>▇▇▇</span><span class=value>{value}</span> <small>{why}</small></mark>"
        else:
            yield f"<span class=stays>{value} <small>{_STAYS}</small></span>"
        at = span.end
    yield html.escape(text[at:])


def _called(name: str) -> str:
    """A field, a check or a category as the sheets call it, Swedish and English."""
    key = _KEYS.get(name, name)
    said = _OWN.get(key) or Said(*(_sheet(language).get(key, name) for language in sheets.LANGUAGES))
    return html.escape(said.sv if said.sv == said.en else f"{said.sv} / {said.en}")


@functools.cache
def _sheet(language: str) -> Mapping[str, str]:
    return tomllib.loads((sheets.TEMPLATES / f"{language}.toml").read_text("utf-8"))


# The sheets' word for the referrer's telephone stands under another key than the field.
_KEYS: Final = {"call_back": "unit_phone"}
# What stands on no sheet: beside the fields, the gate's own checks, what was removed.
_OWN: Final = {
    "age": Said("Ålder", "Age"),
    "sex": Said("Kön", "Sex"),
    "file": Said("Filens form", "The file's form"),
    "codes": Said("Streckkoder och QR-koder", "Bar codes and QR codes"),
    "identity": Said("Patientens uppgifter", "The patient's identity"),
    "ink": Said("Allt tryck är läst", "All print was read"),
    "name": Said("Namn", "Name"),
    "personal_number": Said("Personnummer", "Personal number"),
    "reserve_number": Said("Reservnummer", "Reserve number"),
    "lma_number": Said("LMA-nummer", "LMA number"),
    "staff_id": Said("Personalens id", "Staff id"),
    "long_number": Said("Långt nummer", "Long number"),
    "own_number": Said("Patientens eget nummer", "The patient's own number"),
    "birth_date": Said("Födelsedatum", "Date of birth"),
    "phone": Said("Telefon", "Telephone"),
    "email": Said("E-post", "E-mail"),
    "address": Said("Adress", "Address"),
    "unknown_word": Said("Okänt ord", "Unknown word"),
}
_KINDS: Final = {"fix": "åtgärda / fix", "look": "granska / look"}
_STAYS: Final = "får stå / stays · second opinion"


def _reasons(made: draft.Draft) -> Iterator[str]:
    for reason in dict.fromkeys(made.reasons):
        where = f" (sida / page {reason.page})" if reason.page else ""
        words = f"{reasons.text(reason.code, 'sv')} / {reasons.text(reason.code, 'en')}"
        yield f"<li>{_KINDS[reason.kind]}: {html.escape(words)}{where}</li>"


def _checks(made: draft.Draft) -> Iterator[str]:
    for check in made.verdict.checks:
        passed = (
            "<span class=yes>klarad / passed</span>" if check.passed else "<span class=no>underkänd / failed</span>"
        )
        yield f"<tr><td class=name>{_called(check.name)}</td><td>{passed}</td></tr>"
