"""One small text file a case, for whoever dropped it: state, time and next step. Nothing of a patient's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from config import files
from outbound import reasons
from service import models
from service.cases import CaseState
from service.house import SWEDEN, House

# The longest that a move may take from its first word to its commit.
_UNDER_WAY: Final = timedelta(minutes=1)
# State -> what it means and what comes next, in Swedish; the same in English.
WORDS: Final[dict[str, tuple[str, str, str, str]]] = {
    CaseState.RECEIVED: ("Mottagen", "Förbereds", "Received", "Being prepared"),
    CaseState.WAITING: ("Väntar på länken", "Skickas när någon trycker på Skicka", "Waiting for the link", "Send it"),
    CaseState.HELD: ("Hålls kvar", "Granska och släpp, eller ändra", "Held", "Look it over and release, or edit"),
    CaseState.READY: ("Klar att skickas", "Skickas nu", "Ready", "Being sent"),
    CaseState.SENDING: ("Skickas", "Väntar på faxtjänsten", "Sending", "Waiting for the gateway"),
    CaseState.SENT: ("Skickad till faxtjänsten", "Väntar på kvitto", "Sent to the gateway", "Waiting for its receipt"),
    CaseState.DELIVERED: ("Framme hos granskaren", "Väntar på kvittens", "Delivered", "Waiting for the reader's word"),
    CaseState.ACKNOWLEDGED: ("Granskaren har kvitterat", "Väntar på svar", "Acknowledged", "Waiting for the report"),
    CaseState.ANSWERED: ("Svar bekräftat", "Lämna vidare och för in i RIS", "Answered", "Forward it, and into the RIS"),
    CaseState.CLOSED: ("Avslutad", "Inget återstår", "Closed", "Nothing is left to do"),
    CaseState.BY_HAND: ("Tagen för hand", "Faxa eller ring själv", "Taken by hand", "Fax or telephone yourself"),
    CaseState.UNKNOWN: ("Oklart om den gick iväg", "Kontrollera före omsändning", "Unknown", "Check before resending"),
    CaseState.REFUSED: ("Kunde inte levereras", "Ring, eller skicka om", "Refused", "Telephone, or send again"),
    CaseState.DECLINED: ("Granskaren avböjer", "Ring bakjouren", "Declined", "Call the on-call radiologist"),
    CaseState.CANCELLED: ("Makulerad", "Inget återstår", "Cancelled", "Nothing is left to do"),
    CaseState.ANSWERED_DIGITALLY: ("Besvarad digitalt", "Inget återstår", "Answered digitally", "Nothing is left"),
}


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
            write(house, case)
        versions[case.pk], until = case.version, max(until, case.changed_at)
    return Seen(until, versions)


def write(house: House, case: models.Case) -> Path:
    """Writes one case's file. It is told anew by the next start, so that nobody waits for the disk."""
    path = house.folder("outbound/status") / f"{case.reference}.txt"
    return files.put(path, text(case).encode(), synced=False)


def text(case: models.Case) -> str:
    """What the file says."""
    state, step, state_en, step_en = WORDS[case.state]
    when = case.changed_at.astimezone(SWEDEN).isoformat(timespec="seconds")
    why = [f"  - {reasons.text(code, 'sv')}" for code in dict.fromkeys(str(row["code"]) for row in case.reasons)]
    held = ["Orsaker:", *why] if case.state == CaseState.HELD and why else []
    first = (f"Referens: {case.reference}", f"Läge: {state} ({case.state})", f"Tid: {when}", f"Nästa steg: {step}")
    lines = (*first, *held, "", f"State: {state_en}. Next: {step_en}.", "")
    return "\n".join(lines)
