"""An arrival with everything that a person needs to decide on it: pages or letter, likeliest cases, reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from inbound import arrival as letters
from inbound import report as inbound_report
from inbound.arrival import Letter
from outbound.said import Said
from service import blobs, cases, telling
from service.house import House
from service.models import Arrival, Case, Report
from service.returning import deciding, doubts, reading
from service.sending import papers

_BORN: Final = Said("född", "born")
# The facts of a report that say where it is, the last first.
_FACTS: Final = ("handed_back", "confirmed_for_ris", "forwarded", "confirmed")


@dataclass(frozen=True, slots=True)
class Why:
    """One piece of evidence in words; `against` speaks against."""

    words: str
    against: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A case that an arrival may belong to; one that is `doubted` is confirmed in a second step, with a reason.

    `patient` is sex and age as the sheets say them, which is what a report repeats.
    """

    case: Case
    patient: str
    score: int
    why: tuple[Why, ...]
    proposed: bool
    doubted: bool


@dataclass(frozen=True, slots=True)
class Other:
    """An open case that the pages don't speak for, or whose referral has not left the house."""

    case: Case
    left: bool


@dataclass(frozen=True, slots=True)
class Item:
    """An arrival with everything that is needed to decide on it; `tells`: a page may tell who the patient is."""

    arrival: Arrival
    pages: tuple[dict[str, Any], ...]
    choices: tuple[Choice, ...]
    others: tuple[Other, ...]
    report: Report | None
    is_report: bool
    tells: bool
    words: str
    state: str
    letter: Letter | None


def of(house: House, arrival: Arrival, language: str) -> Item:
    """An arrival with its pages, its likeliest cases and the reasons for each."""
    report = Report.objects.filter(arrival=arrival).select_related("case").first()
    choices = tuple(_choices(house, arrival, language))
    seen = tuple(_shown(page, language) for page in reading.kept(house, arrival))
    chosen = {choice.case.pk for choice in choices}
    open_cases = Case.objects.filter(site=house.row, state__in=[state.value for state in cases.OPEN]).order_by("-id")
    return Item(
        arrival=arrival,
        pages=seen,
        choices=choices,
        others=tuple(Other(case, doubts.has_left(case)) for case in open_cases if case.pk not in chosen),
        report=report,
        is_report=deciding.may_answer(arrival),
        tells=any(page.get("identifiers") for page in seen),
        words=_standing(arrival, report, language),
        state=telling.state(arrival.state, language),
        letter=_letter(house, arrival),
    )


def _standing(arrival: Arrival, report: Report | None, language: str) -> str:
    """What the arrival is; of a confirmed report, how far it has come on its way home."""
    come = [fact for fact in _FACTS if report is not None and getattr(report, f"{fact}_at")]
    if not come:
        return telling.standing(arrival, language)
    told = telling.state(f"report_{come[0]}" if come[0] != "confirmed" else arrival.state, language)
    return told[:1].lower() + told[1:]


def _choices(house: House, arrival: Arrival, language: str) -> Iterator[Choice]:
    """The ranked cases, the proposed one first; none whose referral the reader can't have."""
    for row in arrival.ranked:
        case = Case.objects.filter(site=house.row, reference=row["case"]).first()
        if case is not None and doubts.has_left(case):
            why = tuple(_why(seen, language) for seen in row["evidence"])
            proposed = arrival.status == "matched" and arrival.case_id == case.pk
            yield Choice(
                case,
                _patient(house, case, language),
                round(float(row["score"]) * 100),
                why,
                proposed,
                doubts.stands(arrival, case),
            )


def _patient(house: House, case: Case, language: str) -> str:
    """Sex and age as they were faxed, and the year of birth by which an age read elsewhere is checked."""
    try:
        age = papers.clean(house, case).age if case.clean_sha else ""
    except blobs.Missing:
        age = ""
    born = f"{_BORN.to(language)} {case.birth_year}" if case.birth_year else ""
    told = f"{age} ({born})" if age and born else age or born
    return ", ".join(filter(None, (case.sex, told)))


def _why(seen: dict[str, Any], language: str) -> Why:
    code = str(seen["code"])
    return Why(telling.why(code, language), float(seen["weight"]) < 0)


def _shown(page: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A page with its text masked, and the parts of its report in words."""
    said = inbound_report.masked(str(page["text"]))
    told: Mapping[str, str] = (
        inbound_report.parts.of(said).told if page["kind"] == inbound_report.PageKind.REPORT else {}
    )
    return {**page, "text": said, "parts": [(telling.part(name, language), text) for name, text in told.items()]}


def _letter(house: House, arrival: Arrival) -> Letter | None:
    """The mail as it came, for who must read it; None where a fax is what arrived."""
    if arrival.format != "mail":
        return None
    try:
        return letters.unpack(house.store.get(arrival.sha))
    except blobs.Missing:
        return None
