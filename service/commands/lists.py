"""`reservfax cases`, `queue`, `events`, `verify` and `report`: what stands in the ledger."""

from __future__ import annotations

import argparse
import sys

from config.faults import Faults
from outbound import mail
from service import cases as states
from service import cli, house, models, morning, soundness
from service.commands import showing
from service.surroundings import Surroundings


def cases(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Every case, newest first."""
    opened = house.enter(around.settings(), around.site())
    rows = [showing.case(row) for row in models.Case.objects.filter(site=opened.row).order_by("-id")]
    lines = (f"{row['reference']}  {row['state']:<18} {row['changed_at']}  {row['examination']}" for row in rows)
    showing.tell(arguments.json, {"cases": rows}, lines)
    return cli.DONE


def queue(arguments: argparse.Namespace, around: Surroundings) -> int:
    """What has arrived and waits for a person; receipts and what is done are left out."""
    opened = house.enter(around.settings(), around.site())
    waiting = models.Arrival.objects.filter(site=opened.row, state__in=states.QUEUED)
    rows = [showing.arrival(row) for row in waiting.select_related("case").order_by("id")]
    lines = (
        f"{row['arrival']:>5}  {row['state']:<10} {row['status'] or '-':<10} {row['reference'] or ''}" for row in rows
    )
    showing.tell(arguments.json, {"queue": rows}, lines)
    return cli.DONE


def events(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Everything that happened, in order."""
    opened = house.enter(around.settings(), around.site())
    found = models.Event.objects.filter(site=opened.row).select_related("case").order_by("number")
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
    """Whether the chain of events and every stored document are as they were written."""
    opened = house.enter(around.settings(), around.site())
    faults = soundness.faults(opened)
    row = models.Site.objects.get(pk=opened.row.pk)
    answer = {"events": row.chain_length, "head": row.chain_head, "faults": list(faults)}
    sound = f"Hel kedja / Chain is whole: {row.chain_length} händelser, {row.chain_head}"
    showing.tell(arguments.json, answer, faults or [sound])
    return cli.FAULT if faults else cli.DONE


def report(arguments: argparse.Namespace, around: Surroundings) -> int:
    """The morning mail, on the screen, and with --send to the administrators."""
    opened = house.enter(around.settings(), around.site())
    notice = morning.notice(opened)
    print(notice.subject, notice.body, sep="\n\n")
    if arguments.send:
        if opened.settings.smtp is None:
            raise Faults(("RESERVFAX_SMTP_HOST: must be given to send mail",))
        try:
            morning.send(opened, notice)
        except (mail.Deferred, mail.Refused, mail.Uncertain) as failed:
            print(f"Brevet gick inte iväg / The mail was not sent: {failed}", file=sys.stderr)
            return cli.FAULT
    return cli.DONE
