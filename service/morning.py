"""The morning mail: the night reconciled, in counts and references, with the head of the event chain."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from outbound import mail, notices
from outbound.mail import Message
from service import cases, models
from service.cases import ArrivalState, CaseState
from service.house import House


def notice(house: House) -> Message:
    """The mail as it would leave now."""
    return notices.morning(house.site, values=_values(house), key=f"{house.today()}")


def send(house: House, message: Message) -> None:
    """Sends it and notes that. Raises mail.Deferred, mail.Refused or mail.Uncertain."""
    smtp = house.settings.smtp
    if smtp is None:
        raise mail.Deferred("connect", 0)
    mail.deliver(message, smtp, commit=lambda: None)
    house.ledger.record("morning_mail", now=house.now(), by="clock", facts={"date": str(house.today())})


def send_due(house: House) -> bool:
    """Sends today's mail when its time has come; whether it did. One that can't leave now is tried at the next look.

    One that was refused, or that may have arrived, is noted as such and not repeated: the log shows it.
    """
    if house.settings.smtp is None or not is_due(house):
        return False
    try:
        send(house, notice(house))
    except mail.Deferred:
        return False
    except (mail.Refused, mail.Uncertain) as failed:
        facts = {"date": str(house.today()), "outcome": type(failed).__name__.lower()}
        house.ledger.record("morning_mail", now=house.now(), by="clock", facts=facts)
    return True


def is_due(house: House) -> bool:
    """Whether there was a night to tell of, its morning has come, and its mail has not been sent."""
    local = house.now().astimezone(ZoneInfo(house.site.dialect.timezone))
    hour, minute = house.site.notices.morning.split(":")
    from_now_on = local.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
    events = models.Event.objects.filter(site=house.row)
    if local < from_now_on or not events.filter(at__lt=from_now_on).exists():
        return False
    sent = events.filter(kind="morning_mail").order_by("-number").first()
    return sent is None or sent.facts.get("date") != str(house.today())


def _values(house: House) -> dict[str, Any]:
    """The night in numbers; what is open is named."""
    rows = models.Case.objects.filter(site=house.row)
    open_rows = rows.filter(state__in=[state.value for state in cases.OPEN]).order_by("id")
    queue = models.Arrival.objects.filter(site=house.row, state=ArrivalState.TO_REVIEW).count()
    for_ris = models.Report.objects.filter(site=house.row, confirmed_at__isnull=False, handed_back_at__isnull=True)
    site = models.Site.objects.get(pk=house.row.pk)
    return {
        "date": str(house.today()),
        "site": house.site.name,
        "sent": rows.filter(sent_at__isnull=False).count(),
        "closed": rows.filter(state=CaseState.CLOSED).count(),
        "for_ris": for_ris.count(),
        "open": open_rows.count(),
        "queue": queue,
        "events": site.chain_length,
        "head": site.chain_head or "-",
        "references": "\n".join(f"{row.reference}  {row.state}" for row in open_rows) or "-",
    }
