"""What on a page speaks for or against a case, each with its weight. Evidence can veto; it never decides alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from rapidfuzz.distance import Levenshtein

from inbound.matching import scoring
from inbound.matching.values import Candidate, Evidence
from inbound.report import ReportPage
from ocr import codes

# A wrong letter or two of eight; another open case must be further off than this again (research: fax, part 4).
NEAR: Final = 2
_APART: Final = 5
_FAR: Final = 4
_ANSWERED: Final = frozenset({"answered"})
_CLOSED: Final = frozenset({"closed", "cancelled", "answered_digitally"})
_NOT_SENT: Final = frozenset({"received", "held", "waiting", "ready"})
_MODALITIES: Final = (
    ("CT", r"\b(?:DT|CT|datortomogra\w+|skiktröntgen|DTA|computed tomography)\b"),
    ("MR", r"\b(?:MR|MRT|MRI|MRA|magnet(?:kamera|resonans)\w*)\b"),
    ("US", r"\b(?:UL|ultraljud\w*|ultrasound|sonogra\w+)\b"),
    ("XR", r"\b(?:slätröntgen|skelettröntgen|lungröntgen|rtg|konventionell röntgen|DX|CR)\b"),
)
_MAN: Final = re.compile(r"(?<!\w)(?:man|mannen|pojke|male|herre)(?!\w)", re.IGNORECASE)
_WOMAN: Final = re.compile(r"(?<!\w)(?:kvinna|kvinnan|flicka|female|woman|gravid)(?!\w)", re.IGNORECASE)
_AGE: Final = re.compile(r"(?<!\d)(\d{1,3})[- ]?(?:årig|år gammal|year[- ]old|åring)", re.IGNORECASE)
_AGE_FIELD: Final = re.compile(
    r"(?:ålder|age)\s?[:=]?\s?(\d{1,3})(?!\d)|(?<!\d)(\d{1,3}) år,? ?(?:man|kvinna)", re.IGNORECASE
)
_SIDE: Final = (("höger", r"\b(?:höger|hö|dx|right)\b"), ("vänster", r"\b(?:vänster|vä|sin|left)\b"))


def references(page: ReportPage) -> tuple[codes.Reference, ...]:
    """Every whole and valid reference on the page: those of our symbols, then those read as text."""
    printed = [mark.reference for mark in page.marks]
    typed = [seen.reference for seen in page.sightings if seen.reference is not None]
    return tuple(dict.fromkeys((*printed, *typed)))


def named(page: ReportPage, every: Sequence[Candidate]) -> frozenset[str]:
    """The references on the page: whole ones, and open ones that a misread one can only mean."""
    return frozenset((*map(str, references(page)), *_scored(page, every)))


def _scored(page: ReportPage, every: Sequence[Candidate]) -> frozenset[str]:
    known = [one.reference for one in every if one.reference]
    return frozenset(filter(None, (scoring.owner(seen, known) for seen in page.sightings)))


def of(
    candidate: Candidate, pages: Sequence[ReportPage], every: Sequence[Candidate], now: datetime
) -> Iterator[Evidence]:
    """All that the pages say of one case."""
    yield from _reference(candidate, pages, every)
    yield from _accession(candidate, pages)
    yield from _state(candidate)
    whole = "\n".join(page.text for page in pages)
    yield from _examination(candidate, whole)
    yield from _person(candidate, whole, now)


def accession_on(candidate: Candidate, page: ReportPage) -> str:
    """The candidate's accession number that a reader saw on the page exactly, or nothing."""
    texts = (page.whole, page.second)
    return next((number for number in candidate.accessions if any(_stands(number, text) for text in texts)), "")


def other_number(candidate: Candidate, page: ReportPage) -> bool:
    """Whether a reader saw a number built as the candidate's own stand on the page, and different from all of them."""
    own = {_signs(number).upper() for number in candidate.accessions}
    shapes = {re.sub(r"\d+", lambda run: rf"\d{{{len(run.group())}}}", number) for number in own if len(number) >= 6}
    seen = (
        match.group().upper()
        for shape in shapes
        for text in (page.whole, page.second)
        for match in re.finditer(rf"(?<![0-9A-Za-z]){shape}(?![0-9A-Za-z])", text, re.IGNORECASE)
    )
    return any(number not in own for number in seen)


def other_reference(candidate: Candidate, page: ReportPage) -> bool:
    """Whether something stands where a reference stands that can't be the candidate's own, misread."""
    if not candidate.reference:
        return any(seen.reference is not None for seen in page.sightings)
    own, prefix = scoring.bare(candidate.reference), candidate.reference[:3]
    told = [seen.letters for seen in page.sightings if seen.label or seen.prefix == prefix]
    return any(
        len(letters) >= len(own) - 1
        and set(letters) <= set(codes.ALPHABET)
        and Levenshtein.distance(letters[: len(own)], own) > _FAR
        for letters in told
    )


def _reference(candidate: Candidate, pages: Sequence[ReportPage], every: Sequence[Candidate]) -> Iterator[Evidence]:
    if not candidate.reference:
        return
    for page in pages:
        if any(str(mark.reference) == candidate.reference for mark in page.marks):
            yield Evidence("symbol", 10.0, str(page.number))
            return
    for page in pages:
        if any(str(seen.reference) == candidate.reference for seen in page.sightings if seen.reference):
            yield Evidence("reference", 9.0, str(page.number))
            return
    for page in pages:
        if candidate.reference in _scored(page, every):
            yield Evidence("reference_scored", 8.0, str(page.number))
            return
    for page in pages:
        if any(_near(candidate, seen, every) for seen in page.sightings if seen.reference is None):
            yield Evidence("reference_near", 4.0, str(page.number))
            return


def _near(candidate: Candidate, seen: codes.Sighting, every: Sequence[Candidate]) -> bool:
    """A misread reference that lies near this one, and near no other of the open ones."""
    prefix, letters = candidate.reference[:3], scoring.bare(candidate.reference)
    if not (seen.label or seen.prefix == prefix) or Levenshtein.distance(seen.letters, letters) > NEAR:
        return False
    others = (scoring.bare(one.reference) for one in every if one.reference and one.reference != candidate.reference)
    return all(Levenshtein.distance(seen.letters, other) >= _APART - 1 for other in others)


def _accession(candidate: Candidate, pages: Sequence[ReportPage]) -> Iterator[Evidence]:
    """An exact number of one reader: strong, and never enough; of two readers: enough if nothing contradicts."""
    page = next((page for page in pages if accession_on(candidate, page)), None)
    if page is None:
        return
    yield Evidence("accession", 5.0, str(page.number))
    for page in pages:
        if any(_stands(one, page.whole) and _stands(one, page.second) for one in candidate.accessions):
            yield Evidence("accession_twice", 2.0, str(page.number))
            return


def _stands(number: str, text: str) -> bool:
    """Whether the number stands in the text, sign by sign, spaces and hyphens aside, as a word of its own."""
    signs = _signs(number)
    if len(signs) < 4:
        return False
    pattern = r"[ \-]?".join(map(re.escape, signs))
    return re.search(rf"(?<![0-9A-Za-z]){pattern}(?![0-9A-Za-z])", text, re.IGNORECASE) is not None


def _signs(number: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", number)


def _state(candidate: Candidate) -> Iterator[Evidence]:
    if candidate.state in _ANSWERED or candidate.answered_at is not None:
        yield Evidence("already_answered", -3.0)
    elif candidate.state in _CLOSED:
        yield Evidence("closed", -4.0)
    elif candidate.state in _NOT_SENT:
        yield Evidence("not_sent", -3.0)


def _examination(candidate: Candidate, text: str) -> Iterator[Evidence]:
    """The same way of imaging and the same part of the body speak for it; another way of imaging against it."""
    own = modality(f"{candidate.modality} {candidate.examination}")
    seen = modality(text)
    if own and seen and own & seen:
        yield Evidence("modality", 0.5)
    elif len(own) == 1 and len(seen) == 1 and _named_first(text):
        yield Evidence("wrong_modality", -3.0)
    stems = {word[:5].lower() for word in re.findall(r"[^\W\d_]{4,}", candidate.examination)} - {"utan", "kontr", "med"}
    if stems and any(re.search(rf"(?<!\w){re.escape(stem)}", text, re.IGNORECASE) for stem in stems):
        yield Evidence("examination", 1.0)
    side = _side(candidate.side or candidate.examination)
    if side and (told := _side(_heading(text))):
        yield Evidence("side", 0.5) if told == side else Evidence("wrong_side", -2.0)


def modality(text: str) -> frozenset[str]:
    """The ways of imaging that a text names."""
    return frozenset(name for name, pattern in _MODALITIES if re.search(pattern, text, re.IGNORECASE))


def _named_first(text: str) -> bool:
    """Whether the way of imaging is named in the heading, and not as an earlier examination in the text."""
    return bool(modality(_heading(text)))


def _heading(text: str) -> str:
    return "\n".join(text.strip().splitlines()[:6])


def _side(text: str) -> str:
    found = [name for name, pattern in _SIDE if re.search(pattern, text, re.IGNORECASE)]
    return found[0] if len(found) == 1 else ""


def _person(candidate: Candidate, text: str, now: datetime) -> Iterator[Evidence]:
    """Age and sex as the report tells them; a plain contradiction is a veto."""
    ages = [
        int(next(filter(None, found))) for found in [*_AGE_FIELD.findall(text), *((age,) for age in _AGE.findall(text))]
    ]
    if ages and candidate.birth_year:
        fits = any(abs(now.year - candidate.birth_year - age) <= 1 for age in ages)
        yield Evidence("age", 1.0) if fits else Evidence("wrong_age", -4.0)
    man, woman = _MAN.search(text) is not None, _WOMAN.search(text) is not None
    if man != woman and candidate.sex:
        same = _is_man(candidate.sex) == man
        yield Evidence("sex", 0.5) if same else Evidence("wrong_sex", -4.0)


def _is_man(sex: str) -> bool:
    return sex.strip().lower()[:1] in ("m", "p", "1")
