"""The morning mail: the night reconciled, in counts and references, with the head of the event chain."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import transaction

from outbound import mail, notices, reasons
from outbound.mail import Message
from service import cases, models, posting, telling
from service.cases import ArrivalState
from service.house import House

_KIND: Final = "morning"
# Whoever is at it for longer has died of it.
_LONGEST: Final = timedelta(minutes=10)


def notice(house: House) -> Message:
    """The mail as it would leave now."""
    return notices.morning(house.site, values=_values(house), key=f"{house.today()}")


def send(house: House, message: Message) -> None:
    """Sends it because a person asks for it, and notes that. Raises mail.Deferred, mail.Refused or mail.Uncertain."""
    smtp = house.settings.smtp
    if smtp is None:
        raise mail.Deferred("connect", 0)
    mail.deliver(message, smtp, commit=lambda: None)
    row, _ = models.Notice.objects.get_or_create(**_today(house), defaults={"begun_at": house.now()})
    _ended(house, row, "sent")


def send_due(house: House) -> bool:
    """Sends today's mail when its time has come; whether it did. One that can't leave now is tried at the next look.

    One that was refused, or that may have arrived, is noted as such and not repeated: the log shows it.
    """
    _give_up(house)
    if house.settings.smtp is None or not _is_due(house):
        return False
    try:
        row, outcome = posting.post(house, notice(house), house.settings.smtp, kind=_KIND, key=str(house.today()))
    except (mail.Deferred, posting.Taken):
        return False
    _ended(house, row, outcome)
    return True


def _is_due(house: House) -> bool:
    """Whether there was a night to tell of, its morning has come, and nobody has told of it."""
    morning = _morning(house)
    if house.now() < morning or not models.Event.objects.filter(site=house.row, at__lt=morning).exists():
        return False
    return not models.Notice.objects.filter(**_today(house)).exists()


def _morning(house: House) -> datetime:
    """This day's time for the mail."""
    hour, minute = house.site.notices.morning.split(":")
    local = house.now().astimezone(ZoneInfo(house.site.dialect.timezone))
    return local.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)


def _today(house: House) -> dict[str, Any]:
    """What today's mail is known by."""
    return {"site": house.row, "kind": _KIND, "key": str(house.today())}


def _ended(house: House, row: models.Notice, outcome: str) -> None:
    """How a mail ended, in its row and in the log. One that was lost is never told as sent."""
    with transaction.atomic():
        models.Notice.objects.filter(pk=row.pk).update(outcome=outcome)
        kind = "morning_mail" if outcome == "sent" else "morning_mail_lost"
        house.ledger.record(kind, now=house.now(), by="clock", facts={"date": row.key, "outcome": outcome})


def _give_up(house: House) -> None:
    """One whose sender died: it may have arrived, and is not repeated."""
    since = house.now() - _LONGEST
    for row in models.Notice.objects.filter(site=house.row, kind=_KIND, outcome="", begun_at__lt=since):
        _ended(house, row, "uncertain")


def _values(house: House) -> dict[str, Any]:
    """The night in numbers, since the morning before; what is open is named."""
    since = _morning(house) - timedelta(days=1)
    rows = models.Case.objects.filter(site=house.row)
    open_rows = rows.filter(state__in=[state.value for state in cases.OPEN]).order_by("id")
    queue = models.Arrival.objects.filter(site=house.row, state=ArrivalState.TO_REVIEW).count()
    for_ris = models.Report.objects.filter(site=house.row, confirmed_at__isnull=False, handed_back_at__isnull=True)
    site = models.Site.objects.get(pk=house.row.pk)
    return {
        "date": str(house.today()),
        "site": house.site.name,
        "sent": rows.filter(sent_at__gte=since).count(),
        "closed": models.Event.objects.filter(site=house.row, kind="close", at__gte=since).count(),
        "for_ris": for_ris.count(),
        "open": open_rows.count(),
        "queue": queue,
        "events": site.chain_length,
        "head": site.chain_head or "-",
        "references": "\n".join(map(_open, open_rows)) or "-",
    }


def _open(row: models.Case) -> str:
    """One open case: its state, and why it is held, each reason in closed words."""
    codes = dict.fromkeys(str(one["code"]) for one in row.reasons)
    why = [reasons.text(code, "sv") for code in codes if reasons.is_code(code)]
    held = f": {' '.join(why)}" if row.state == cases.CaseState.HELD and why else ""
    return f"{row.reference}  {telling.CASES[row.state][0].sv}{held}"
