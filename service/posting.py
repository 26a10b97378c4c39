"""A notice that leaves once, whichever process sends it: its row is made right before the first byte of DATA."""

from __future__ import annotations

from collections.abc import Callable

from django.db import IntegrityError, transaction

from config.settings import Smtp
from outbound import mail
from outbound.mail import Message
from service import models
from service.house import House


class Taken(Exception):
    """Another process sends it, or has."""


def post(house: House, message: Message, smtp: Smtp, *, kind: str, key: str) -> tuple[models.Notice, str]:
    """Hands the notice over. Its row, and how it ended for good: sent, refused or uncertain; the caller writes that.

    Raises Taken, and mail.Deferred for one that may be tried again: then nothing was sent and no row is left.
    """
    mine = list[models.Notice]()
    try:
        outcome = _handed_over(message, smtp, lambda: mine.append(_claim(house, kind, key)))
    except mail.Deferred:
        for row in mine:
            row.delete()
        raise
    return (mine[0] if mine else _claim(house, kind, key)), outcome


def _handed_over(message: Message, smtp: Smtp, commit: Callable[[], None]) -> str:
    try:
        mail.deliver(message, smtp, commit=commit)
    except mail.Refused:
        return "refused"
    except mail.Uncertain:
        return "uncertain"
    return "sent"


def _claim(house: House, kind: str, key: str) -> models.Notice:
    """From here on this process sends it, and no other."""
    try:
        with transaction.atomic():
            return models.Notice.objects.create(site=house.row, kind=kind, key=key, begun_at=house.now())
    except IntegrityError:
        raise Taken from None
