"""`reservfax cases`, `queue`, `events`, `verify` and `report`: what stands in the ledger."""

from __future__ import annotations

import argparse
import sys
from typing import TypeVar

from django.db.models import QuerySet

from config.faults import Faults
from outbound import mail
from service import cases as states
from service import cli, house, models, morning, soundness, telling
from service.commands import saying, showing
from service.surroundings import Surroundings

R = TypeVar("R", models.Case, models.Arrival, models.Event)


def cases(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Every case, newest first; of what is held, why."""
    rows = tuple(_of(_looked_at(around), models.Case).order_by("-id"))
    lines = (line for row in rows for line in (_line(row), *showing.why(row)))
    showing.tell(arguments.json, {"cases": [showing.case(row) for row in rows]}, lines)
    return cli.DONE


def _line(row: models.Case) -> str:
    state, _ = telling.CASES[row.state]
    about = " ".join(row.examination.split())
    return f"{row.reference}  {saying.both(state):<48} {showing.moment(row.changed_at)}  {about}"


def queue(arguments: argparse.Namespace, around: Surroundings) -> int:
    """What has arrived and waits for a person; receipts and what is done are left out."""
    waiting = _of(_looked_at(around), models.Arrival).filter(state__in=states.QUEUED)
    rows = [showing.arrival(row) for row in waiting.select_related("case").order_by("id")]
    lines = (
        f"{row['arrival']:>5}  {row['state']:<10} {row['status'] or '-':<10} {row['reference'] or ''}" for row in rows
    )
    showing.tell(arguments.json, {"queue": rows}, lines if rows else ("Inget väntar / Nothing waits",))
    return cli.DONE


def events(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Everything that happened, in order."""
    found = _of(_looked_at(around), models.Event).select_related("case").order_by("number")
    rows = [
        {
            "number": row.number, "at": showing.moment(row.at), "by": row.by, "kind": row.kind,
            "reference": row.case.reference if row.case else None, "arrival": row.arrival_id, "facts": row.facts,
        }
        for row in found
    ]  # fmt: skip
    lines = (
        f"{row['number']:>5} {row['at']} {row['by']:<14} {row['kind']:<16} {row['reference'] or ''}" for row in rows
    )
    showing.tell(arguments.json, {"events": rows}, lines)
    return cli.DONE


def verify(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Whether the chain of events and every stored document are as they were written. Without a ledger nothing is."""
    opened = house.look(around.settings(), around.site())
    faults = soundness.faults(opened) if opened else (_none(around),)
    length, head = (opened.row.chain_length, opened.row.chain_head) if opened else (0, "")
    answer = {"events": length, "head": head, "faults": list(faults)}
    sound = f"Hel kedja / Chain is whole: {length} händelser / events, {head or '-'}"
    showing.tell(arguments.json, answer, faults or [sound])
    return cli.FAULT if faults else cli.DONE


def report(arguments: argparse.Namespace, around: Surroundings) -> int:
    """The morning mail, on the screen, and with --send to the administrators. Makes nothing."""
    opened = _looked_at(around)
    if opened is None:
        return cli.FAULT
    notice = morning.notice(opened)
    print(notice.subject, notice.body, sep="\n\n")
    if arguments.send:
        if opened.settings.smtp is None:
            raise Faults(("RESERVFAX_SMTP_HOST: saknas, inget brev kan skickas / must be given to send mail",))
        try:
            morning.send(opened, notice)
        except (mail.Deferred, mail.Refused, mail.Uncertain) as failed:
            print(f"Brevet gick inte iväg / The mail was not sent: {failed}", file=sys.stderr)
            return cli.FAULT
    return cli.DONE


def _looked_at(around: Surroundings) -> house.House | None:
    """The house, for whoever only reads; that none stands there yet is told."""
    opened = house.look(around.settings(), around.site())
    if opened is None:
        print(_none(around), file=sys.stderr)
    return opened


def _none(around: Surroundings) -> str:
    return f"{around.settings().data}: inget register än / there is no ledger yet"


def _of(opened: house.House | None, model: type[R]) -> QuerySet[R]:
    """The site's rows of a table; none where there is no ledger yet."""
    return model.objects.filter(site=opened.row) if opened else model.objects.none()
