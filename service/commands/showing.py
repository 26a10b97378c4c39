"""What the commands print: one JSON object, or lines that a person reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from service import models, telling
from service.cases import CaseState
from service.commands import saying
from service.house import SWEDEN


def tell(as_json: bool, answer: Mapping[str, Any], lines: Iterable[str]) -> None:
    """One object on standard output, or the lines."""
    if as_json:
        print(json.dumps(answer, ensure_ascii=False, default=str))
        return
    for line in lines:
        print(line)


def lines(row: models.Case) -> Iterator[str]:
    """A case as a person reads it: where it stands, why it is held, and what comes next."""
    how = telling.ways([row]).get(row.pk, "")
    means = telling.means(row, how)
    yield f"{row.reference}  {saying.both(means)} ({row.state})"
    yield from why(row)
    yield f"  Nästa steg / Next: {saying.both(telling.next_step(row, how))}"


def why(row: models.Case) -> Iterator[str]:
    """Why it is held, if it is: each reason once."""
    codes = dict.fromkeys(one["code"] for one in row.reasons) if row.state == CaseState.HELD else ()
    return (f"  - {saying.reason(code)}" for code in codes)


def moment(at: datetime | None) -> str | None:
    """ISO 8601 with the offset of the wall clock."""
    return None if at is None else at.astimezone(SWEDEN).isoformat(timespec="seconds")


def case(row: models.Case) -> dict[str, Any]:
    """A case as JSON: closed words, numbers and times, nothing that tells who the patient is."""
    return {
        "reference": row.reference, "state": row.state, "urgent": row.urgent, "accession": list(row.accessions),
        "examination": row.examination, "unit": row.unit, "reasons": [one["code"] for one in row.reasons],
        "opened_at": moment(row.created_at), "changed_at": moment(row.changed_at), "sent_at": moment(row.sent_at),
        "answered_at": moment(row.answered_at), "resends": row.resends,
    }  # fmt: skip


def arrival(row: models.Arrival) -> dict[str, Any]:
    """An arrival as JSON."""
    return {
        "arrival": row.pk, "state": row.state, "status": row.status or None, "note": row.note or None,
        "reference": row.case.reference if row.case else None, "kinds": list(row.kinds), "complete": row.complete,
        "channel": row.channel, "format": row.format, "arrived_at": moment(row.created_at),
        "opened_at": moment(row.opened_at),
    }  # fmt: skip
