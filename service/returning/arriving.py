"""What comes in becomes an arrival: stored and committed before anything tries to understand it.

What cannot be understood is an item in the queue, never silence. Reads no page; that is `reading`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from django.db import IntegrityError, transaction

from inbound import arrival as letters
from inbound import calling, receipts
from inbound.arrival import Letter, Part
from ocr import pages
from service import models, steps
from service.cases import ArrivalState
from service.house import House
from service.sending import settling

_FAX_FORMATS: Final = frozenset({"tiff", "pdf", "png", "jpeg"})


def from_folder(house: House, data: bytes, name: str) -> models.Arrival:
    """A file laid in the inbound folder: a fax, or a whole mail. The same bytes again are the same arrival."""
    key = f"folder:{hashlib.sha256(data).hexdigest()}"
    if pages.sniff(data) not in _FAX_FORMATS and name.lower().endswith(".eml"):
        return from_mail(house, data, key)
    return _fax(house, data, key, channel="folder", sender="")


def from_mail(house: House, raw: bytes, key: str) -> models.Arrival:
    """A mail: a receipt, one or several faxes, or something that a person must look at.

    The mail itself is stored whole whatever is made of it. `key` is mailbox, UIDVALIDITY and UID, or the folder's; the
    very same bytes under another key are the same mail, in a mailbox that was numbered anew.
    """
    known = _known(house, key) or _same_mail(house, raw)
    if known is not None:
        return known
    letter = letters.unpack(raw)
    faxes = [part for part in letter.parts if part.format in _FAX_FORMATS]
    with transaction.atomic():
        mail = _open(house, raw, key, channel="mail", format_="mail", sender=letter.sender[:100], kind="mail")
        receipt = _receipt(house, letter, faxes)
        case = settling.settle(house, receipt) if receipt is not None else None
        if case is not None:
            return steps.take_arrival(house, mail, "settle", by="reader", note="receipt", case=case)
        caller = calling.number(letter, house.site.dialect)
        for number, part in enumerate(faxes, 1):
            _fax(house, part.data, f"{key}:{number}", channel="mail", sender=caller)
        note = _left_over(letter, len(faxes), is_receipt=receipt is not None)
        if note:
            return steps.take_arrival(house, mail, "propose", by="reader", note=note, status="unmatched")
        return steps.take_arrival(house, mail, "settle", by="reader", note="unpacked", facts={"faxes": len(faxes)})


def _receipt(house: House, letter: Letter, faxes: Sequence[Part]) -> receipts.Receipt | None:
    """The gateway's word, if the mail is that; one with a fax in it must say plainly what became of an attempt."""
    receipt = receipts.read(letter, house.site.dialect)
    vague = receipt is not None and receipt.outcome is receipts.Outcome.UNKNOWN
    return None if faxes and vague else receipt


def _left_over(letter: Letter, faxes: int, *, is_receipt: bool) -> str:
    """Why a person must look at the mail itself: nothing of it may be passed over in silence."""
    if is_receipt and not faxes:
        return "strange_receipt"
    if letter.defects and not faxes and not letter.text:
        return "mail_damaged"
    if len(letter.parts) > faxes or len(letter.parts) >= letters.MOST_PARTS:
        return "unopened_part"
    if not faxes:
        return "link" if letter.has_link else "no_fax"
    return ""


def _fax(house: House, data: bytes, key: str, *, channel: str, sender: str) -> models.Arrival:
    """One fax, to be read by a worker."""
    known = _known(house, key)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return _open(house, data, key, channel=channel, format_=pages.sniff(data), sender=sender, kind="fax")
    except IntegrityError:
        return models.Arrival.objects.get(site=house.row, key=key)


def _open(house: House, data: bytes, key: str, *, channel: str, format_: str, sender: str, kind: str) -> models.Arrival:
    """The arrival, its event and its document; due at once if it is a fax."""
    now, sha = house.now(), house.store.put(data)
    due = now if kind == "fax" else None
    made = house.ledger.open_arrival(
        now=now, by=channel, state=ArrivalState.NEW, key=key, channel=channel, sha=sha, format=format_,
        sender=sender, due=due,
    )  # fmt: skip
    models.Document.objects.create(site=house.row, arrival=made, kind=kind, sha=sha, size=len(data), created_at=now)
    return made


def _same_mail(house: House, raw: bytes) -> models.Arrival | None:
    sha = hashlib.sha256(raw).hexdigest()
    return models.Arrival.objects.filter(site=house.row, format="mail", sha=sha).order_by("id").first()


def _known(house: House, key: str) -> models.Arrival | None:
    return models.Arrival.objects.filter(site=house.row, key=key).first()
