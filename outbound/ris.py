"""A confirmed report handed to the RIS administrator: a folder with the untouched pages and what they belong to.

Writes no identity: the RIS finds the patient by the accession number.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def hand_back(folder: Path, reference: str, pdf: bytes, facts: Mapping[str, Any]) -> Path:
    """Writes `reference`.pdf and .json, each whole or not at all; the JSON last, as the sign that both are there."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _place(folder / f"{reference}.pdf", pdf)
    done = folder / f"{reference}.json"
    _place(done, json.dumps(dict(facts), ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n")
    return done


def _place(path: Path, data: bytes) -> None:
    beside = path.with_name(f".{path.name}.part")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
