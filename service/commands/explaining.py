"""`reservfax anonymise --explain`: one page that shows, token by token, what was removed and why, and what was kept."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import Final

from config.site import Site
from outbound import anonymise, draft, reasons
from outbound.referral import Referral

_TEMPLATE: Final = Path(__file__).with_name("explain.html")


def page(source: Referral, made: draft.Draft, site: Site, reference: str) -> str:
    """The page: nothing is fetched from anywhere, and what was removed is masked until somebody asks to see it."""
    status = "Får sändas / Released" if made.released else "Hålls kvar / Held"
    return Template(_TEMPLATE.read_text("utf-8")).substitute(
        status=status,
        reference=html.escape(reference),
        fields="\n".join(_fields(source, made, site)),
        removed="\n".join(
            f"<tr><td class=name>{category}</td><td>{count}</td></tr>" for category, count in made.clean.removed.items()
        ),
        reasons="\n".join(_reasons(made)) or "<li>Inga / None</li>",
        checks="\n".join(_checks(made)),
    )


def _fields(source: Referral, made: draft.Draft, site: Site) -> Iterator[str]:
    for name in source.fields:
        before = "".join(_marked(source, name.value, site))
        after = html.escape(made.clean.fields.get(name, ""))
        yield f"<tr><td class=name>{name.value}</td><td>{before}</td><td>{after}</td></tr>"
    for name, value in (
        ("age", made.clean.age),
        ("sex", made.clean.sex),
        ("accession", ", ".join(made.clean.accessions)),
    ):
        yield f"<tr><td class=name>{name}</td><td></td><td>{html.escape(value)}</td></tr>"


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
            why = f"{span.category} · {html.escape(span.rule)}"
            yield f"<mark><span class=mask>▇▇▇</span><span class=value>{value}</span> <small>{why}</small></mark>"
        else:
            yield f"<span class=stays>{value} <small>{_STAYS}</small></span>"
        at = span.end
    yield html.escape(text[at:])


_STAYS: Final = "får stå / stays · second opinion"


def _reasons(made: draft.Draft) -> Iterator[str]:
    for reason in dict.fromkeys(made.reasons):
        where = f" (sida / page {reason.page})" if reason.page else ""
        words = f"{reasons.text(reason.code, 'sv')} / {reasons.text(reason.code, 'en')}"
        yield f"<li>{reason.kind}: {html.escape(words)}{where}</li>"


def _checks(made: draft.Draft) -> Iterator[str]:
    for check in made.verdict.checks:
        passed = (
            "<span class=yes>klarad / passed</span>" if check.passed else "<span class=no>underkänd / failed</span>"
        )
        yield f"<tr><td class=name>{html.escape(check.name)}</td><td>{passed}</td></tr>"
