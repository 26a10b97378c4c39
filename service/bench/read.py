"""Reading and matching on fresh faxes: how often the right case is found, how often a wrong one, and at what cost.

Each is matched against fifty open cases. The truth is known, so a wrong match is counted and never argued away.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from config import settings as installations
from config import site as sites
from inbound import matching, report
from inbound.matching import Candidate
from inbound.report import Fax
from ocr import pages, text
from service.bench import costs, faxes, papers, rival
from service.bench.faxes import Trial
from service.demo import line

# Faxes of each kind whose raw Tesseract pass is timed beside our own reading.
_BESIDE: Final = 6
_AT_ONCE: Final = 12
_PATIENCE: Final = 300.0


@dataclass(frozen=True, slots=True)
class Result:
    """What reading and matching made of a trial. `errors` and `signs` count the answer's letters; `cpu` in seconds."""

    trial: Trial
    status: str
    right: bool
    first: bool
    errors: int
    signs: int
    pages: int
    seconds: float
    cpu: float


def run(count: int, seed: int, *, compare: bool = False) -> dict[str, Any]:
    """Reads `count` faxes of every form, wear and resolution in turn; `compare`: the same through OCRmyPDF as well."""
    chance, site = Random(seed), sites.read(installations.EXAMPLE)
    trials = list(faxes.trials(count, chance, site))
    cases = [faxes.open_cases(trial.case, chance) for trial in trials]
    results = [_read(trial, every) for trial, every in zip(trials, cases, strict=True)]
    told = {
        "faxes": len(results),
        "line": "spandsp" if line.available() else "paper model",
        "faces_missing": list(papers.missing()),
        "false": _false(results),
        "false_bound_95": round(3 / max(1, len(results)), 4),
        "groups": {name: _summed(rows) for name, rows in _grouped(results)},
        "cpu_of_raw_tesseract": _ratios(results),
        "seconds_per_page": round(sum(one.seconds for one in results) / sum(one.pages for one in results), 2),
        "pages_per_minute": round(_together(trials[:_AT_ONCE]), 1),
        "wrong": [f"{one.trial.group} {one.trial.case.reference}" for one in results if _is_false(one)],
    }
    return told | ({"ocrmypdf": rival.measured(trials, cases)} if compare else {})


def _read(trial: Trial, every: Sequence[Candidate]) -> Result:
    before = costs.cpu()
    try:
        fax = _pages(trial)
    except pages.Unreadable:
        return Result(trial, "unreadable", False, False, len(trial.body), len(trial.body), 1, 0.0, costs.cpu() - before)
    found = matching.match(fax, every, now=faxes.NOW, site_prefix=trial.case.reference[:3])
    spent = costs.cpu() - before
    best = next((one for one in found if one.status == "matched"), found[0])
    ranked = best.ranked[0].case if best.ranked else ""
    errors, signs = _errors(trial.body, fax)
    right = best.case == trial.case.case and len(found) == 1
    first = ranked == trial.case.case
    return Result(trial, best.status, right, first, errors, signs, len(fax.pages), fax.seconds, spent)


def _pages(trial: Trial) -> Fax:
    return report.read(trial.tiff, prefixes=(trial.case.reference[:3],))


def _errors(body: str, fax: Fax) -> tuple[int, int]:
    """Letters wrong in the answer: each paragraph of the truth laid where it fits best, capitals or not."""
    seen = " ".join(" ".join(page.text.split()) for page in fax.pages)
    wanted = [" ".join(part.split()) for part in body.splitlines()]
    return sum(min(_wrong(part, seen), _wrong(part.upper(), seen)) for part in wanted), sum(map(len, wanted))


def _wrong(wanted: str, seen: str) -> int:
    """Edits between `wanted` and the part of `seen` that it fits best (P. H. Sellers, 1980)."""
    row = [0] * (len(seen) + 1)
    for sign in wanted:
        above, row = row, [row[0] + 1]
        for place, other in enumerate(seen):
            row.append(min(above[place] + (sign != other), above[place + 1] + 1, row[place] + 1))
    return min(row)


def _grouped(results: Sequence[Result]) -> Iterator[tuple[str, list[Result]]]:
    for name in dict.fromkeys(one.trial.group for one in results):
        yield name, [one for one in results if one.trial.group == name]


def _summed(rows: Sequence[Result]) -> dict[str, Any]:
    states = Counter(one.status for one in rows)
    return {
        "n": len(rows), **{state: states[state] for state in ("matched", "unsure", "unmatched", "unreadable")},
        "false": _false(rows), "first": sum(one.first for one in rows),
        "cer": round(sum(one.errors for one in rows) / max(1, sum(one.signs for one in rows)), 4),
    }  # fmt: skip


def _false(rows: Sequence[Result]) -> int:
    return sum(map(_is_false, rows))


def _is_false(one: Result) -> bool:
    return one.status == "matched" and not one.right


def _ratios(results: Sequence[Result]) -> dict[str, float]:
    """CPU of reading and matching over that of one plain Tesseract pass on the same pages, children included."""
    symbol = [one for one in results if one.trial.form == "sheet"]
    kinds = {"symbol": symbol, "no symbol": [one for one in results if one.trial.form != "sheet"]}
    return {name: round(_ratio(rows[:: max(1, len(rows) // _BESIDE)]), 2) for name, rows in kinds.items() if rows}


def _ratio(rows: Sequence[Result]) -> float:
    raw = 0.0
    for one in rows:
        images = [page.image for page in pages.open_document(one.trial.tiff).pages]
        before = costs.cpu()
        for image in images:
            text.read(image, seconds=_PATIENCE)
        raw += costs.cpu() - before
    return sum(one.cpu for one in rows) / raw


def _together(trials: Sequence[Trial]) -> float:
    """Pages a minute with two faxes read at once."""
    begun = time.monotonic()
    with ThreadPoolExecutor(max_workers=2) as two:
        done = list(two.map(_pages, trials))
    return 60 * sum(len(fax.pages) for fax in done) / (time.monotonic() - begun)
