"""How well and how quickly referrals are anonymised: the corpus through the rules, a part of it to the end."""

from __future__ import annotations

import base64
import json
import os
import random
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from statistics import mean
from typing import Any, Final, Literal

from config import site as sites
from config.site import Site
from ocr import codes, pages, text
from outbound import anonymise, draft, referral, sheets
from outbound.anonymise import Clean
from service.bench import costs, injecting, kill, presidio, scoring

COUNT: Final = 250
# So many ordinary text referrals and so many scans go all the way, gate included: three pages are read for each.
TO_THE_END: Final = 24
SCANS_TO_THE_END: Final = 6
# What the sheet calls a field by another word than ours.
_PRINTED: Final = {"call_back": "unit_phone"}
TODAY: Final = date(2026, 11, 23)
NOW: Final = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Row:
    """One document of the corpus, with its gold."""

    corpus: str
    kind: Literal["text", "pdf", "scan"]
    expect: str
    file_name: str
    data: bytes
    gone: tuple[str, ...]
    kept: tuple[str, ...]
    harmless: str


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one document: its score, the codes of its reasons, and the seconds it took."""

    row: Row
    score: scoring.Score
    codes: frozenset[str]
    seconds: float


def measured(seed: int, say: Callable[[str], None], *, compare: bool = False) -> dict[str, Any]:
    """Every figure of one run. `say` is told how far it has come. `compare`: the same texts through Presidio."""
    site = sites.read(kill.ROOT / "config" / "site.example.toml")
    rows = _corpus(seed, COUNT)
    say(f"{len(rows)} dokument genom reglerna / documents through the rules")
    results = [result for row in rows if (result := _ruled(row, site)) is not None]
    figures: dict[str, Any] = {"documents": len(rows), "unreadable": len(rows) - len(results)}
    for name in dict.fromkeys(result.row.corpus for result in results):
        figures |= {
            f"{name}_{key}": value for key, value in _figures([r for r in results if r.row.corpus == name]).items()
        }
    figures |= {
        f"{kind}_{key}": value
        for kind in ("pdf", "scan")
        for key, value in _figures([r for r in results if r.row.kind == kind]).items()
    }
    figures["text_ms"] = round(1000 * mean(result.seconds for result in results if result.row.kind == "text"), 1)
    figures["held_for"] = dict(Counter(code for result in results for code in result.codes).most_common())
    if compare:
        say("samma texter genom Presidio / the same texts through Presidio")
        plain = [row for row in rows if row.kind == "text"]
        figures["presidio"] = presidio.measured(plain, [row.data.decode("utf-8", "replace") for row in plain])
        figures["ours"] = _figures([result for result in results if result.row.kind == "text"])
    say("en del ända fram / a part to the end")
    return figures | _to_the_end(rows, site) | injecting.measured(site, seed)


def _row(told: dict[str, Any]) -> Row:
    return Row(
        told["set"], told["kind"], told["expect"], told["file_name"], base64.b64decode(told["data"]),
        tuple(told["gone"]), tuple(told["kept"]), told["harmless"],
    )  # fmt: skip


def _ruled(row: Row, site: Site) -> Result | None:
    """One document through the rules, before typesetting; None if it can't be read."""
    begun = time.perf_counter()
    try:
        source = referral.read(row.data, row.file_name, today=TODAY)
    except pages.Unreadable:
        return None
    clean = anonymise.anonymise(source, policy=site.policy, hospital_phones=draft.hospital_phones(site))
    seconds = time.perf_counter() - begun
    found = scoring.score(row, outgoing(clean))
    return Result(row, found, frozenset(reason.code for reason in clean.reasons), seconds)


def outgoing(clean: Clean) -> str:
    """All that would be typeset of a referral, with the words before it on the sheet."""
    words = tomllib.loads((sheets.TEMPLATES / "sv.toml").read_text("utf-8"))
    rows = (f"{words[_PRINTED.get(name.value, name.value)]}: {text}" for name, text in clean.fields.items())
    who = ", ".join(filter(None, (clean.age, clean.sex)))
    return "\n".join((*rows, f"{words['age_sex']}: {who}", *clean.accessions))


def _figures(results: Sequence[Result]) -> dict[str, Any]:
    """Recall, leaks among released, facts kept, words masked and the share released, of some documents."""
    if not results:
        return {}
    ordinary = [result for result in results if result.row.expect == "ordinary"]
    identifiers, facts = sum(r.score.identifiers for r in results), sum(r.score.facts for r in results)
    words = sum(r.score.words for r in results)
    return {
        "count": len(results),
        "recall_percent": _share(identifiers - sum(len(r.score.leaked) for r in results), identifiers),
        "leaks_released": sum(len(r.score.leaked) for r in results if not r.codes),
        "facts_kept_percent": _share(facts - sum(len(r.score.lost) for r in results), facts),
        "clinical_masked_percent": _share(sum(len(r.score.masked) for r in results), words),
        "ordinary_released_percent": _share(sum(not r.codes for r in ordinary), len(ordinary)),
    }


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


def _to_the_end(rows: Sequence[Row], site: Site) -> dict[str, Any]:
    """Typeset and gated: how many are released, what the gate holds for, and the time beside raw Tesseract's."""
    ordinary = [row for row in rows if row.kind == "text" and row.expect == "ordinary"]
    chosen = random.Random(1).sample(ordinary, min(TO_THE_END, len(ordinary)))
    made = [_drafted(row, site) for row in chosen]
    scans = [_drafted(row, site) for row in rows if row.kind == "scan"][:SCANS_TO_THE_END]
    objections = Counter(one.code for result in made for one in result.draft.verdict.objections)
    return {
        "gated": len(made),
        "gated_released_percent": _share(sum(result.draft.released for result in made), len(made)),
        "gated_leaks_released": sum(len(result.leaked) for result in (*made, *scans) if result.draft.released),
        "gate_objections": dict(objections),
        "scan_s": round(mean(result.seconds for result in scans), 2) if scans else None,
        "scan_cpu_of_raw_tesseract": round(mean(result.cpu / result.raw for result in scans), 2) if scans else None,
        "scan_leaks": sum(len(result.leaked) for result in scans),
    }


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft with what leaked on it, its seconds on the wall, and its processor seconds beside raw Tesseract's.

    Raw Tesseract reads the same pages: those of the source and those that would be sent.
    """

    draft: draft.Draft
    leaked: tuple[str, ...]
    seconds: float
    cpu: float
    raw: float


def _corpus(seed: int, count: int) -> tuple[Row, ...]:
    """The documents of tests/corpus, made by a process of their own: what is tested knows nothing of its tests."""
    around = {**os.environ, "PYTHONPATH": os.pathsep.join((str(kill.ROOT), str(kill.ROOT / "tests")))}
    done = subprocess.run(
        [sys.executable, "-m", "corpus", str(seed), str(count)],
        cwd=kill.ROOT, env=around, capture_output=True, text=True, timeout=600, check=True,
    )  # fmt: skip
    return tuple(_row(json.loads(line)) for line in done.stdout.splitlines())


def _drafted(row: Row, site: Site) -> Drafted:
    begun, spent = time.perf_counter(), costs.cpu()
    reference = codes.draw(random.Random(row.file_name).choice, "NAL")
    made = draft.from_file(row.data, row.file_name, sheets.Printing(reference, site, NOW))
    seconds, read = time.perf_counter() - begun, costs.cpu()
    for image in _images(row, made) if row.kind == "scan" else ():
        text.read(image)
    leaked = scoring.score(row, outgoing(made.clean)).leaked
    return Drafted(made, leaked, seconds, read - spent, max(costs.cpu() - read, 0.01))


def _images(row: Row, made: draft.Draft) -> Iterator[text.Image.Image]:
    """The pages that were read: those of the source and those that would be sent."""
    yield from (page.image for page in pages.open_document(row.data).pages)
    yield from (page.convert("L") for page in pages.fax_pages(made.fax.tiff))
