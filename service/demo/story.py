"""What happens, told as it happens: the ledger's events in words, Swedish first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from outbound import reasons
from service import models, telling
from service.house import SWEDEN, House

# What a listener wants to hear; the rest stands in the log.
_TOLD: Final = frozenset(
    {
        "opened", "pass", "hold", "accept", "deliver", "acknowledge", "propose", "rang", "release", "confirm",
        "report_forwarded", "report_confirmed_for_ris", "report_handed_back", "close", "edit", "deferred",
    }
)  # fmt: skip


@dataclass(slots=True)
class Teller:
    """Tells each event once."""

    house: House
    say: Callable[[str], None]
    last: int = 0

    def tell(self) -> None:
        """Tells what has happened since."""
        news = models.Event.objects.filter(site=self.house.row, number__gt=self.last).select_related("case", "arrival")
        for event in news.order_by("number"):
            self.last = event.number
            for line in _lines(event):
                self.say(line)


def _lines(event: models.Event) -> Iterator[str]:
    if event.kind not in _TOLD:
        return
    words = telling.WORDS[event.kind]
    arrival = event.arrival
    reference = event.case.reference if event.case else (arrival.case.reference if arrival and arrival.case else "")
    at = event.at.astimezone(SWEDEN)
    extra = _extra(event)
    yield f"{at:%H:%M:%S}  {reference:13}  {words.sv}{extra} / {words.en}"


def _extra(event: models.Event) -> str:
    """What a reader of the story wants beside: why it is held, and how sure a proposal is."""
    if event.kind == "hold":
        codes = dict.fromkeys(str(one).partition("/")[0] for one in event.facts.get("reasons", ()))
        return ": " + "; ".join(reasons.text(code, "sv") for code in codes if reasons.is_code(code))
    if event.kind == "propose":
        return f" ({_proposed(event)})"
    return ""


def _proposed(event: models.Event) -> str:
    """Which case is proposed, if one is, and what the pages are."""
    case = event.arrival.case if event.arrival else None
    proposed = f"föreslaget ärende {case.reference}" if case else "föreslaget ärende"
    status = {"matched": proposed, "unsure": "osäkert", "unmatched": "ingen träff"}
    kinds = ", ".join(telling.KINDS[kind].sv for kind in event.facts.get("kinds", ()))
    return "; ".join(filter(None, (status.get(str(event.facts.get("status")), ""), kinds)))
