"""`reservfax anonymise` and `reservfax read`: documents in, one verdict out, no ledger touched."""

from __future__ import annotations

import argparse
import json
import logging
import secrets
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from config.faults import Faults
from inbound import matching, report
from inbound.matching import Candidate, Match
from inbound.report import Fax, ReportPage
from ocr import codes, pages
from ocr.text import UnreadableCode
from outbound import draft, reasons, sheets
from service import cli
from service.commands import cases_file, explaining, saying, targets
from service.surroundings import Surroundings

# Sheets that no ledger knows of: marked PROV, and refused by sending.
PROVISIONAL: Final = "PRV"
_LOG: Final = logging.getLogger(__name__)
# Bytes: a larger file is not even taken into memory (`ocr.pages` reads half as much).
_LARGEST: Final = 40 * 1024**2


def anonymise(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Anonymises one file and writes the exact fax pages; released 0, held 3, unreadable 2."""
    begun = time.monotonic()
    outputs = [path for path in (arguments.out, arguments.explain) if path is not None]
    targets.cleared(arguments.file, outputs)
    if not sheets.has_font():
        raise Faults((sheets.NO_FONT,))
    reference = codes.draw(secrets.choice, PROVISIONAL)
    site = around.site()
    try:
        now = datetime.now(UTC)
        source = draft.read(bytes_of(arguments.file), arguments.file.name, site=site, now=now)
        made = draft.make(source, sheets.Printing(reference, site, now, provisional=True))
    except pages.Unreadable as unreadable:
        _tell_unreadable(arguments, unreadable.code, begun)
        return cli.USAGE
    targets.write(arguments.out, made.fax.tiff)
    if arguments.explain is not None:
        targets.write(arguments.explain, explaining.page(source, made, site, str(reference)).encode())
    _tell(arguments.json, _verdict(made, str(reference), begun))
    if not arguments.json:
        print(*(f"  skrev / wrote {path}" for path in outputs), sep="\n")
    return cli.DONE if made.released else cli.HELD


def read(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Reads faxes and matches them to the cases of a file; the worst of them gives the exit status."""
    begun = time.monotonic()
    candidates = cases_file.read(arguments.cases)
    prefix = _prefix(candidates, around)
    with ThreadPoolExecutor(max_workers=1) as one:
        jobs = [one.submit(_documents, file, candidates, prefix) for file in arguments.files]
        pairs = zip(arguments.files, jobs, strict=True)
        documents = [row for file, job in pairs for row in _settled(file, job, begun)]
    _tell(arguments.json, {"documents": documents, "seconds": round(time.monotonic() - begun, 3)})
    found = {_STATUS[str(row["status"])] for row in documents}
    return next((status for status in _WORST_FIRST if status in found), cli.DONE)


_STATUS: Final[Mapping[str, int]] = {
    "matched": cli.DONE,
    "unsure": cli.HELD,
    "unmatched": cli.HELD,
    "unreadable": cli.USAGE,
}
# What nobody has read is worse than what a person must match.
_WORST_FIRST: Final = (cli.USAGE, cli.HELD)


def bytes_of(path: Path) -> bytes:
    """The file's bytes. Raises pages.Unreadable for what isn't there, is no file or too large."""
    try:
        if not path.is_file():
            raise pages.Unreadable("no_file")
        if path.stat().st_size > _LARGEST:
            raise pages.Unreadable("too_large")
        return path.read_bytes()
    except OSError:
        raise pages.Unreadable("no_file") from None


def _unreadable(code: UnreadableCode, begun: float) -> dict[str, Any]:
    """The contract's object for what can't be read: every key is there."""
    return {
        "status": "unreadable", "reasons": [reasons.make(code).as_json()], "pages": 0, "removed": {}, "reference": None,
        "accession": None, "fields": {}, "text": [], "sha256": None, "seconds": round(time.monotonic() - begun, 3),
    }  # fmt: skip


def _verdict(made: draft.Draft, reference: str, begun: float) -> dict[str, Any]:
    numbers = list(made.clean.accessions)
    fields = {name.value: text for name, text in made.clean.fields.items()}
    return {
        "status": "released" if made.released else "held",
        "reasons": [reason.as_json() for reason in made.reasons],
        "pages": made.fax.pages,
        "removed": dict(made.clean.removed),
        "reference": reference,
        "accession": numbers[0] if len(numbers) == 1 else numbers or None,
        "fields": fields | {"age": made.clean.age, "sex": made.clean.sex},
        "text": list(made.fax.text),
        "sha256": made.fax.sha256,
        "seconds": round(time.monotonic() - begun, 3),
    }


def _prefix(candidates: Sequence[Candidate], around: Surroundings) -> str:
    """The site's prefix: that of the cases where they agree, else the site file's."""
    prefixes = {one.reference[:3] for one in candidates if one.reference}
    return prefixes.pop() if len(prefixes) == 1 else around.site().prefix


def _settled(file: Path, job: Future[list[dict[str, Any]]], begun: float) -> list[dict[str, Any]]:
    """A file's entries. One that a fault of ours stopped costs itself; what the caller did wrong stops all."""
    fault = job.exception()
    if fault is None or isinstance(fault, Faults):
        return job.result()
    _LOG.error("file_failed", exc_info=fault)
    return [_empty(file, "damaged", begun)]


def _documents(file: Path, candidates: Sequence[Candidate], prefix: str) -> list[dict[str, Any]]:
    """One entry for each report that the file holds; one for a file that can't be read."""
    begun = time.monotonic()
    try:
        fax = report.read(bytes_of(file), prefixes=tuple(dict.fromkeys((prefix, PROVISIONAL))))
    except pages.Unreadable as unreadable:
        return [_empty(file, unreadable.code, begun)]
    found = matching.match(fax, candidates, now=datetime.now(UTC), site_prefix=prefix)
    seconds = (time.monotonic() - begun) / len(found)
    return [_document(file, fax, match, seconds) for match in found]


def _empty(file: Path, code: UnreadableCode, begun: float) -> dict[str, Any]:
    return {
        "file": str(file), "status": "unreadable", "reason": code, "case": None, "reference": None, "accession": None,
        "candidates": [], "pages": [], "complete": None, "identifiers": [],
        "misdirected": False, "seconds": round(time.monotonic() - begun, 3),
    }  # fmt: skip


def _document(file: Path, fax: Fax, match: Match, seconds: float) -> dict[str, Any]:
    own = [page for page in fax.pages if page.number in match.pages]
    settled = match.status == "matched"
    return {
        "file": str(file),
        "status": match.status,
        "case": match.case if settled else None,
        "reference": (match.reference or None) if settled else None,
        "accession": (match.accession or None) if settled else None,
        "candidates": [
            {"case": one.case, "score": round(one.score, 3), "evidence": [seen.code for seen in one.evidence]}
            for one in match.ranked
        ],
        "pages": [_page(page) for page in own],
        "complete": report.complete(own),
        "identifiers": [
            {"category": seen.category.value, "page": page.number, "box": seen.box.edges}
            for page in own
            for seen in page.identifiers
        ],
        "misdirected": match.misdirected,
        "seconds": round(seconds, 3),
    }


def _page(page: ReportPage) -> dict[str, Any]:
    """A page as the contract shows it: what tells who somebody is lies under a mask."""
    seen, said = [str(mark.reference) for mark in page.marks], report.masked(page.text)
    return {
        "number": page.number, "kind": page.kind.value, "text": said, "codes": seen, "rotation": page.rotation,
        "parts": dict(report.parts.of(said).told) if page.kind is report.PageKind.REPORT else {},
    }  # fmt: skip


def _tell_unreadable(arguments: argparse.Namespace, code: UnreadableCode, begun: float) -> None:
    if arguments.json:
        _tell(True, _unreadable(code, begun))
        return
    print(f"{_WORDS['unreadable']}\n  {saying.unreadable(arguments.file, code)}")


def _tell(as_json: bool, answer: Mapping[str, Any]) -> None:
    """One JSON object, or a few lines that a person reads."""
    if as_json:
        print(json.dumps(answer, ensure_ascii=False))
        return
    for line in _lines(answer):
        print(line)
    sys.stdout.flush()


def _lines(answer: Mapping[str, Any]) -> Iterator[str]:
    if "documents" not in answer:
        yield f"{_WORDS[answer['status']]} · {answer['pages']} sidor / pages · {answer['seconds']} s"
        for kind, code, page in dict.fromkeys((one["kind"], one["code"], one["page"]) for one in answer["reasons"]):
            yield f"  {_KINDS[kind]}: {saying.reason(code)}{f' (sida / page {page})' if page else ''}"
        return
    for row in answer["documents"]:
        kinds = ", ".join(page["kind"] for page in row["pages"])
        told = " ".join(filter(None, (_WORDS[row["status"]], row["reference"], f"[{kinds}]" if kinds else "")))
        yield f"{row['file']}: {told} {row['seconds']} s"
        if row["status"] == "unreadable":
            yield f"  {saying.unreadable(Path(row['file']), row['reason'])}"
        for one in row["candidates"]:
            yield f"  {one['case']}  {one['score']:.2f}  {', '.join(one['evidence'])}"


_KINDS: Final[Mapping[str, str]] = {"fix": "åtgärda / fix", "look": "granska / look"}
_WORDS: Final[Mapping[str, str]] = {
    "released": "Får sändas / Released",
    "held": "Hålls kvar / Held",
    "unreadable": "Kan inte läsas / Unreadable",
    "matched": "Föreslagen / Matched",
    "unsure": "Osäker / Unsure",
    "unmatched": "Ingen träff / Unmatched",
}
