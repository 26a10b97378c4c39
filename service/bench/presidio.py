"""The corpus through Presidio, set up for Swedish as well as its parts allow, for the ratio to ours."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from outbound import lexicon
from service.bench import guests, scoring

_PINNED: Final = "presidio-analyzer==2.2.366"
_SECONDS: Final = 900


def measured(documents: Sequence[scoring.Document], texts: Sequence[str]) -> dict[str, Any]:
    """Recall, facts kept, clinical words masked and milliseconds a text. It is given whole texts, knowing no fields."""
    try:
        python = guests.installed(_PINNED, program="python", home="presidio")
    except guests.Missing as missing:
        return {"missing": str(missing)}
    given = {"texts": list(texts), "first_names": lexicon.first_names(), "surnames": lexicon.surnames()}
    done = subprocess.run(
        [python, Path(__file__).with_name("redacting.py")],
        input=json.dumps(given), capture_output=True, text=True, timeout=_SECONDS, check=True,
    )  # fmt: skip
    told = json.loads(done.stdout)
    scores = [scoring.score(one, text) for one, text in zip(documents, told["texts"], strict=True)]
    return _figures(scores) | {"text_ms": round(1000 * told["seconds"] / max(1, len(texts)), 1)}


def _figures(scores: Sequence[scoring.Score]) -> dict[str, Any]:
    identifiers, facts, words = (
        sum(each) for each in zip(*((one.identifiers, one.facts, one.words) for one in scores), strict=True)
    )
    return {
        "recall_percent": round(100 - 100 * sum(len(one.leaked) for one in scores) / max(1, identifiers), 2),
        "leaking_documents": sum(bool(one.leaked) for one in scores),
        "documents": len(scores),
        "facts_kept_percent": round(100 - 100 * sum(len(one.lost) for one in scores) / max(1, facts), 2),
        "clinical_masked_percent": round(100 * sum(len(one.masked) for one in scores) / max(1, words), 2),
    }
