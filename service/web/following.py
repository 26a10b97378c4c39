"""What a page follows: the number of the last event that changes what it shows, so that it is never an old state."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest

from service import models
from service.house import House
from service.models import Arrival, Case

# Looking changes nothing that is shown; a page that follows looks would follow itself for ever.
_LOOKS: Final = ("source_shown", "identity_opened", "looked_at", "sheets_printed", "login_failed")


def begun(house: House, row: Case | Arrival | None = None) -> dict[str, Any]:
    """What a page asks for, and where that stands. To be called before its content is gathered: what happens while
    it is gathered is then followed, not missed.
    """
    if isinstance(row, Case):
        return {"follows": f"/bells?case={row.reference}", "event": _last(house, case=row)}
    if row is not None:
        return {"follows": f"/bells?arrival={row.pk}", "event": _last(house, arrival=row)}
    return {"follows": "/bells", "event": _last(house)}


def last(house: House, request: HttpRequest) -> int:
    """The last event of the case or the arrival that the address names, or of the house."""
    case, arrival = str(request.GET.get("case", "")), str(request.GET.get("arrival", ""))
    if case:
        return _last(house, case__reference=case)
    return _last(house, **({"arrival_id": int(arrival)} if arrival.isdecimal() and len(arrival) < 10 else {}))


def _last(house: House, **about: Any) -> int:
    events = models.Event.objects.filter(site=house.row, **about).exclude(kind__in=_LOOKS)
    return events.order_by("-number").values_list("number", flat=True).first() or 0
