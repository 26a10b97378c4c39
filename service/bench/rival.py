"""The same faxes through OCRmyPDF and a plain regular expression: what a careful script round known tools gives."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from inbound.matching import Candidate
from service.bench import costs, guests
from service.bench.faxes import Trial

_NUMBER: Final = re.compile(r"\b[A-Z]{3}-[A-Z]{4}-[A-Z]{4}\b|\bSENAL\d{10}\b")
_SECONDS: Final = 180


def measured(trials: Sequence[Trial], cases: Sequence[Sequence[Candidate]]) -> dict[str, Any]:
    """How many of the faxes it gives to their case, to nobody, and to a wrong one; processor seconds a fax."""
    try:
        program = guests.installed("ocrmypdf", program="ocrmypdf")
    except guests.Missing as missing:
        return {"missing": str(missing)}
    before, told = costs.cpu(), Counter[str]()
    for trial, every in zip(trials, cases, strict=True):
        told[_verdict(_text(program, trial.tiff), trial, every)] += 1
    spent = (costs.cpu() - before) / max(1, len(trials))
    return {"n": len(trials), **{word: told[word] for word in ("right", "none", "false")}, "cpu_s": round(spent, 2)}


def _text(program: Path, tiff: bytes) -> str:
    """The text that it writes beside the PDF, its own turning and straightening switched on."""
    with tempfile.TemporaryDirectory(prefix="reservfax-rival-") as folder:
        source, beside = Path(folder, "fax.tif"), Path(folder, "fax.txt")
        source.write_bytes(tiff)
        words = [program, "-q", "-l", "swe", "--rotate-pages", "--deskew", "--output-type", "none", "--sidecar", beside]
        subprocess.run([*words, source, "/dev/null"], capture_output=True, check=False, timeout=_SECONDS)
        return beside.read_text("utf-8", "replace") if beside.is_file() else ""


def _verdict(read: str, trial: Trial, every: Sequence[Candidate]) -> str:
    """The one open case whose reference or number stands in the text."""
    seen = set(_NUMBER.findall(read))
    named = {one.case for one in every if one.reference in seen or seen & set(one.accessions)}
    if len(named) != 1:
        return "none"
    return "right" if named == {trial.case.case} else "false"
