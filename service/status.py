"""One small text file a case, for whoever dropped it: state, time and next step. Nothing of a patient's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from config import files
from outbound import reasons
from service import models, telling
from service.cases import CaseState
from service.house import SWEDEN, House

# The longest that a move may take from its first word to its commit.
_UNDER_WAY: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was told when: cases up to `until`, and which version of those that changed shortly before it."""

    until: datetime
    versions: Mapping[int, int] = field(default_factory=dict[int, int])


def write_changed(house: House, seen: Seen) -> Seen:
    """Writes the files of the cases that changed since, and what has been told then.

    A change carries the time at which it was begun, and is seen when it is committed: so the last minute before is
    looked at again, and the version tells what is new.
    """
    rows = models.Case.objects.filter(site=house.row, changed_at__gt=seen.until - _UNDER_WAY).order_by("changed_at")
    versions, until = dict[int, int](), seen.until
    for case in rows:
        if seen.versions.get(case.pk) != case.version:
            _write(house, case)
        versions[case.pk], until = case.version, max(until, case.changed_at)
    return Seen(until, versions)


def text(case: models.Case) -> str:
    """What the file says."""
    how = telling.ways([case]).get(case.pk, "")
    state, step = telling.means(case, how), telling.next_step(case, how)
    when = case.changed_at.astimezone(SWEDEN).isoformat(timespec="seconds")
    why = [f"  - {reasons.text(code, 'sv')}" for code in dict.fromkeys(row["code"] for row in case.reasons)]
    held = ["Orsaker:", *why] if case.state == CaseState.HELD and why else []
    first = (
        f"Referens: {case.reference}",
        f"Läge: {state.sv} ({case.state})",
        f"Tid: {when}",
        f"Nästa steg: {step.sv}",
    )
    lines = (*first, *held, "", f"State: {state.en}. Next: {step.en}.", "")
    return "\n".join(lines)


def _write(house: House, case: models.Case) -> Path:
    """Writes one case's file. It is told anew by the next start, so that nobody waits for the disk."""
    path = house.folder("outbound/status") / f"{case.reference}.txt"
    return files.put(path, text(case).encode(), synced=False)
