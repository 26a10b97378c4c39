"""The cases of `reservfax read --cases`: one JSON object a line, every field but "case" optional."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from config.faults import Unusable
from inbound.matching import Candidate
from service.commands import saying


def read(path: Path) -> tuple[Candidate, ...]:
    """The candidates of a file. Raises Unusable, naming every line that can't be used."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise Unusable((f"--cases: {path}: är ingen UTF-8-text / can't be read as UTF-8 text",)) from None
    except OSError:
        raise Unusable((f"--cases: {path}: {saying.unreadable(path, 'no_file')}",)) from None
    told, found = list[str](), list[Candidate]()
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                found.append(_candidate(json.loads(line)))
        except (ValueError, TypeError, KeyError):
            told.append(f"--cases: rad {number} är inget ärende / line {number} is not a case")
    if told:
        raise Unusable(tuple(told))
    return tuple(found)


def _candidate(row: object) -> Candidate:
    """One case; raises KeyError, TypeError or ValueError for what is none."""
    if not isinstance(row, dict):
        raise TypeError
    values = cast(Mapping[str, Any], row)
    numbers = values.get("accession") or ()
    year = values.get("birth_year")
    return Candidate(
        case=str(values["case"]),
        reference=str(values.get("reference") or ""),
        accessions=(numbers,) if isinstance(numbers, str) else tuple(map(str, numbers)),
        examination=str(values.get("examination") or ""),
        modality=str(values.get("modality") or ""),
        side=str(values.get("side") or ""),
        birth_year=int(year) if year else None,
        sex=str(values.get("sex") or ""),
        unit=str(values.get("unit") or ""),
        sent_at=_moment(values.get("sent_at")),
        state=str(values.get("state") or ""),
        answered_at=_moment(values.get("answered_at")),
        sender=str(values.get("sender") or ""),
    )


def _moment(text: object) -> datetime | None:
    """A time of ISO 8601; one without offset is taken for UTC."""
    if not text:
        return None
    found = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    return found if found.tzinfo else found.replace(tzinfo=UTC)
