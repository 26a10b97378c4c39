"""A confirmed report handed to the RIS administrator: a folder with the untouched pages and what they belong to.

Writes no identity: the RIS finds the patient by the accession number.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from config import files


def hand_back(folder: Path, reference: str, pdf: bytes, facts: Mapping[str, Any]) -> Path:
    """Writes `reference`.pdf and .json, each whole or not at all; the JSON last, as the sign that both are there.

    When this returns they are on the disk, as the case is closed over them.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    files.put(folder / f"{reference}.pdf", pdf)
    told = json.dumps(dict(facts), ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"
    return files.put(folder / f"{reference}.json", told)
