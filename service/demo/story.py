"""What happens, told as it happens: the ledger's events in words, Swedish first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from outbound import reasons
from service import models
from service.house import SWEDEN, House

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "opened": ("Remiss mottagen ur mappen", "referral taken from the folder"),
    "pass": ("Anonymiserad, satt och godkänd av slutkontrollen", "anonymised, typeset, passed by the gate"),
    "hold": ("HÅLLS KVAR", "held"),
    "accept": ("Lämnad till faxtjänsten", "handed to the gateway"),
    "deliver": ("Framme hos granskaren, enligt kvittot", "delivered, by the receipt"),
    "acknowledge": ("Granskaren har kryssat Mottaget (inget svar)", "the reader ticked received: no report"),
    "propose": ("Ett svar har kommit och lästs", "a report has arrived and was read"),
    "rang": ("Det ringer", "it rings"),
    "release": ("Släppt av en person", "released by a person"),
    "confirm": ("Bekräftat av en person", "confirmed by a person"),
    "report_forwarded": ("Lämnat vidare till enheten", "forwarded to the unit"),
    "report_confirmed_for_ris": ("Bekräftat för RIS", "confirmed for the RIS"),
    "report_handed_back": ("Lämnat till RIS", "handed to the RIS"),
    "close": ("Ärendet är avslutat", "the case is closed"),
    "edit": ("Fälten ändrade, allt görs om", "fields edited, all is done anew"),
    "deferred": ("Faxtjänsten svarar inte, nytt försök", "the gateway doesn't answer, it is tried again"),
}


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
    words = _WORDS.get(event.kind)
    if words is None:
        return
    arrival = event.arrival
    reference = event.case.reference if event.case else (arrival.case.reference if arrival and arrival.case else "")
    at = event.at.astimezone(SWEDEN)
    extra = _extra(event)
    yield f"{at:%H:%M:%S}  {reference:13}  {words[0]}{extra} / {words[1]}"


def _extra(event: models.Event) -> str:
    """What a reader of the story wants beside: why it is held, and how sure a proposal is."""
    if event.kind == "hold":
        codes = dict.fromkeys(str(one).partition("/")[0] for one in event.facts.get("reasons", ()))
        return ": " + "; ".join(reasons.text(code, "sv") for code in codes)
    if event.kind == "propose":
        status = {"matched": "föreslaget ärende", "unsure": "osäkert", "unmatched": "ingen träff"}
        return f" ({status.get(str(event.facts.get('status')), '')}: {', '.join(event.facts.get('kinds', ()))})"
    return ""
