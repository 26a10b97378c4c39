"""Reading and matching on fresh faxes: how often the right case is found, how often a wrong one, and at what cost.

Each fax is written by the demo's own desk for an invented case, sent through a real Group 3 line where there is one,
and matched against fifty open cases. The truth is known, so a wrong match is counted and never argued away.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final, Literal

from PIL import Image
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from config import settings as installations
from config import site as sites
from config.site import Site
from inbound import matching, report
from inbound.matching import Candidate
from inbound.report import Fax
from ocr import codes, pages, text
from outbound import sheets
from outbound.anonymise import Clean
from outbound.referral import FieldName, Identity
from service.demo import desk, line, paper, scenes
from service.demo.paper import Wear
from service.demo.scenes import Scene

Form = Literal["sheet", "paper", "reference_only", "accession_only"]
FORMS: Final[tuple[Form, ...]] = ("sheet", "paper", "reference_only", "accession_only")
ROWS: Final[Mapping[str, float]] = {"fine": 196.0, "standard": 98.0}
# How worn the reader's machine is: softness, specks, rows lost, degrees askew at most; and the line.
WEARS: Final[Mapping[str, tuple[float, float, int, float, line.Quality]]] = {
    "clean": (1.5, 0.0, 0, 0.2, line.GOOD),
    "typical": (2.2, 0.0012, 2, 0.7, line.GOOD),
    "poor": (3.2, 0.004, 8, 1.5, line.BAD),
    "awful": (4.2, 0.010, 20, 3.0, line.BAD),
}
OPEN_CASES: Final = 50
NOW: Final = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Trial:
    """One fax as it arrived, whose case is known, and what stands in its answer."""

    form: Form
    wear: str
    rows: str
    tiff: bytes
    case: Candidate
    body: str


@dataclass(frozen=True, slots=True)
class Result:
    """What reading and matching made of a trial. `errors` and `signs` count the answer's letters."""

    trial: Trial
    status: str
    right: bool
    first: bool
    errors: int
    signs: int
    seconds: float


def run(count: int, seed: int) -> dict[str, Any]:
    """Reads `count` faxes of every form, wear and resolution in turn."""
    chance, site = Random(seed), sites.read(installations.EXAMPLE)
    trials = list(_trials(count, chance, site))
    begun = time.process_time()
    results = [_read(trial, _open_cases(trial.case, chance)) for trial in trials]
    return {
        "faxes": len(results),
        "line": "spandsp" if line.available() else "paper model",
        "false": _false(results),
        "false_bound_95": round(3 / max(1, len(results)), 4),
        "groups": {name: _summed(rows) for name, rows in _grouped(results)},
        "own_cpu_s": round(time.process_time() - begun, 1),
        "seconds_per_page": round(sum(one.seconds for one in results) / len(results), 2),
        "raw_tesseract_page_s": round(_raw(trials), 2),
        "pages_per_minute": round(_together(trials), 1),
        "wrong": [_told(one) for one in results if one.status == "matched" and not one.right],
    }


def _trials(count: int, chance: Random, site: Site) -> Iterator[Trial]:
    kinds: list[tuple[Form, str, str]] = [(form, wear, rows) for wear in WEARS for rows in ROWS for form in FORMS]
    for number in range(count):
        form, wear, rows = kinds[number % len(kinds)]
        yield _trial(form, wear, rows, chance, site)


def _trial(form: Form, wear: str, rows: str, chance: Random, site: Site) -> Trial:
    """A case, the answer that its reader writes, and the fax that arrives of it."""
    scene = chance.choice(scenes.every())
    reference = codes.draw(chance.choice, site.prefix)
    accession = f"SENAL{chance.randrange(10**9):010d}"
    case = _candidate(str(reference), accession, scene, chance)
    answers, seed = tuple(scene.reports), chance.getrandbits(32)
    answer = chance.choice(answers)
    fax = desk.Fax(str(reference), _answer_sheet(reference, accession, scene, site), accession, scene)
    pages_ = _written(replace(fax, scene=replace(scene, reports=(answer,))), form, Random(seed))
    return Trial(form, wear, rows, _faxed(pages_, wear, ROWS[rows], chance), case, "\n".join(answer))


def _candidate(reference: str, accession: str, scene: Scene, chance: Random) -> Candidate:
    sent = NOW - timedelta(minutes=chance.randint(20, 400))
    return Candidate(
        case=reference, reference=reference, accessions=(accession,), examination=scene.examination,
        modality=scene.modality, unit=scene.unit, sent_at=sent, state="acknowledged",
    )  # fmt: skip


def _open_cases(true: Candidate, chance: Random) -> tuple[Candidate, ...]:
    """The true case among others, some with an accession number one digit away."""
    others = list[Candidate]()
    while len(others) < OPEN_CASES - 1:
        scene = chance.choice(scenes.every())
        number = f"SENAL{chance.randrange(10**9):010d}"
        if len(others) % 5 == 0:
            digits = list(true.accessions[0])
            place = chance.randrange(8, len(digits))
            digits[place] = str((int(digits[place]) + chance.randint(1, 9)) % 10)
            number = "".join(digits)
        others.append(_candidate(str(codes.draw(chance.choice, true.reference[:3])), number, scene, chance))
    return (*others, true)


def _answer_sheet(reference: codes.Reference, accession: str, scene: Scene, site: Site) -> Image.Image:
    """The answer sheet of our own fax, as it lies on paper at the reader's."""
    fields = {FieldName.EXAMINATION: scene.examination, FieldName.QUESTION: scene.question, FieldName.UNIT: scene.unit}
    clean = Clean(fields, Identity(), (accession,), "61 år", "man", {}, ())
    fax = sheets.typeset(clean, reference=reference, site=site, image_route="", printed_at=NOW)
    return paper.printed(pages.fax_pages(fax.tiff)[-1])


def _written(fax: desk.Fax, form: Form, chance: Random) -> tuple[Image.Image, ...]:
    if form == "sheet":
        return desk.answered(fax, chance, NOW)
    if form == "reference_only":
        fax = replace(fax, accession="")
    if form == "accession_only":
        fax = replace(fax, reference="")
    return desk.own_paper(fax, chance, NOW)


def _faxed(sheets_: Sequence[Image.Image], wear: str, rows: float, chance: Random) -> bytes:
    """The sheets through a worn machine and the line."""
    soft, specks, lost, most, quality = WEARS[wear]
    skew = chance.uniform(-most, most)
    worn = [paper.faxed(sheet, chance.getrandbits(32), Wear(rows, skew, specks, lost, soft)) for sheet in sheets_]
    tiff = paper.tiff(worn, rows)
    try:
        return line.call(tiff, chance.getrandbits(32), quality) if line.available() else tiff
    except line.Failed:
        return tiff


def _read(trial: Trial, every: Sequence[Candidate]) -> Result:
    fax = _pages(trial)
    found = matching.match(fax, every, now=NOW, site_prefix=trial.case.reference[:3])
    best = next((one for one in found if one.status == "matched"), found[0])
    ranked = best.ranked[0].case if best.ranked else ""
    errors, signs = _errors(trial.body, fax)
    right = best.case == trial.case.case and len(found) == 1
    return Result(trial, best.status, right, ranked == trial.case.case, errors, signs, fax.seconds)


def _pages(trial: Trial) -> Fax:
    return report.read(trial.tiff, prefixes=(trial.case.reference[:3],))


def _errors(body: str, fax: Fax) -> tuple[int, int]:
    """Letters wrong in the answer: the truth laid against the part of the text that it fits best."""
    wanted, seen = " ".join(body.split()), " ".join(" ".join(page.text.split()) for page in fax.pages)
    if not seen:
        return len(wanted), len(wanted)
    place = fuzz.partial_ratio_alignment(wanted, seen)
    found = seen[place.dest_start : place.dest_end] if place else ""
    return min(Levenshtein.distance(wanted, found), len(wanted)), len(wanted)


def _grouped(results: Sequence[Result]) -> Iterator[tuple[str, list[Result]]]:
    names = dict.fromkeys(f"{one.trial.form} {one.trial.wear} {one.trial.rows}" for one in results)
    for name in names:
        yield name, [one for one in results if f"{one.trial.form} {one.trial.wear} {one.trial.rows}" == name]


def _summed(rows: Sequence[Result]) -> dict[str, Any]:
    states = Counter(one.status for one in rows)
    return {
        "n": len(rows), **{state: states[state] for state in ("matched", "unsure", "unmatched")},
        "false": _false(rows), "first": sum(one.first for one in rows),
        "cer": round(sum(one.errors for one in rows) / max(1, sum(one.signs for one in rows)), 4),
    }  # fmt: skip


def _false(rows: Sequence[Result]) -> int:
    return sum(one.status == "matched" and not one.right for one in rows)


def _told(one: Result) -> str:
    return f"{one.trial.form} {one.trial.wear} {one.trial.rows} {one.trial.case.reference}"


def _raw(trials: Sequence[Trial]) -> float:
    """Seconds of one raw Tesseract pass over the same pages: what this machine is worth at this moment."""
    some = [page.image for trial in trials[:8] for page in pages.open_document(trial.tiff).pages]
    begun = time.monotonic()
    for image in some:
        text.read(image)
    return (time.monotonic() - begun) / len(some)


def _together(trials: Sequence[Trial]) -> float:
    """Pages a minute with two faxes read at once."""
    some = trials[:12]
    begun = time.monotonic()
    with ThreadPoolExecutor(max_workers=2) as two:
        faxes = list(two.map(_pages, some))
    return 60 * sum(len(fax.pages) for fax in faxes) / (time.monotonic() - begun)
