"""The stand-in for the mail-to-fax gateway: a process that takes faxes by SMTP, passes them on and sends receipts.

Listens on loopback alone and hangs up on any other peer. Says 250 only when mail and log are on disk: its log is the
truth about what was accepted. Started again, it goes on where it was.
"""

from __future__ import annotations

import argparse
import asyncio
import email
import email.policy
import hashlib
import imaplib
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Final, cast

from aiosmtpd.smtp import SMTP

from config import site as sites
from config.settings import is_loopback
from config.site import Dialect
from ocr import pages
from outbound import mail
from service.demo import durable, leash, post, receipts
from service.demo.durable import Row
from service.demo.post import Post

LOG: Final = "gateway.jsonl"
_EVERY: Final = 0.05
_ENDINGS: Final = {"tiff": "tif", "pdf": "pdf"}
_EXAMPLE: Final = Path(sites.__file__).parent / "site.example.toml"


class NoFax(Exception):
    """The mail does not hold exactly one fax."""


@dataclass(frozen=True, slots=True)
class Options:
    """How the stand-in behaves. Times in seconds after the mail was taken; `outcome` as in receipts.OUTCOMES."""

    folder: Path
    far_end: Path
    receipts: Post | None
    form: receipts.Form
    outcome: receipts.Outcome
    accept_after: float
    deliver_after: float
    dialect: Dialect


class Gateway:
    """What was taken and what became of it. Every step is in the log before the next is made."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self._log = durable.Log(options.folder / LOG)

    def accept(self, raw: bytes, sender: str, recipient: str) -> Row:
        """Puts the mail and its fax on disk, then the log's row. Raises NoFax and pages.Unreadable."""
        letter = email.message_from_bytes(raw, policy=email.policy.default)
        fax, ending = _fax(letter)
        number = len(self._log.of("accepted")) + 1
        name = f"{number:06}"
        count = len(pages.fax_pages(fax))
        durable.put(self.options.folder / "mail" / f"{name}.eml", raw)
        durable.put(self.options.folder / "faxes" / f"{name}.{ending}", fax)
        row = {
            "event": "accepted", "number": number, "at": durable.stamp(), "message_id": str(letter["Message-ID"]),
            "subject": str(letter["Subject"]), "sender": sender, "recipient": recipient,
            "sha256": hashlib.sha256(fax).hexdigest(), "pages": count, "file": f"{name}.{ending}",
        }  # fmt: skip
        self._log.append(row)
        return row

    def go_on(self, now: datetime) -> int:
        """Makes every step that is due, and returns how many were made. The steps of one fax keep their order."""
        done, made = {(row["event"], row["number"]) for row in self._log.rows}, 0
        for row in self._log.of("accepted"):
            age = (now - datetime.fromisoformat(row["at"])).total_seconds()
            for name in self._plan():
                if (name, row["number"]) in done:
                    continue
                due = self.options.accept_after if name == "receipt_accepted" else self.options.deliver_after
                if age < due or not self._step(row, name):
                    break
                made += 1
        return made

    def _plan(self) -> tuple[str, ...]:
        """The steps of every fax, in their order."""
        if self.options.outcome == "silent":
            return ("delivered",)
        if self.options.outcome == "delivered":
            return ("receipt_accepted", "delivered", "receipt_delivered")
        return ("receipt_accepted", f"receipt_{self.options.outcome}")

    def _step(self, row: Row, name: str) -> bool:
        """One step of one fax; False if it could not be made now."""
        made = self._hand_over(row) if name == "delivered" else self._receipt(row, name.removeprefix("receipt_"))
        if made:
            self._log.append({"event": name, "number": row["number"], "at": durable.stamp()})
            durable.say("gateway", name, number=row["number"], subject=row["subject"], pages=row["pages"])
        return made

    def _hand_over(self, row: Row) -> bool:
        """The exact pages to the far end's machine."""
        fax = (self.options.folder / "faxes" / row["file"]).read_bytes()
        durable.put(self.options.far_end / row["file"], fax)
        return True

    def _receipt(self, row: Row, outcome: str) -> bool:
        """One receipt on its way; False if the hospital can't be reached now."""
        options = self.options
        if options.receipts is None:
            return True
        name = f"kvitto-{row['number']:06}-{outcome}"
        try:
            if options.form == "dsn":
                post.raw(options.receipts, receipts.dsn(row, outcome, options.dialect), name)
            else:
                post.letter(options.receipts, receipts.text(row, outcome, options.dialect), name)
        except (OSError, imaplib.IMAP4.error, mail.Deferred, mail.Refused, mail.Uncertain) as fault:
            durable.say("gateway", "receipt_delayed", number=row["number"], fault=type(fault).__name__)
            return False
        return True


class _Door(SMTP):
    """SMTP that hangs up on any peer that is not this computer."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Aborts a foreign connection before a word is said."""
        peer = transport.get_extra_info("peername")
        if not peer or not is_loopback(str(peer[0])):
            cast(asyncio.Transport, transport).abort()
            return
        super().connection_made(transport)


class _Clerk:
    """What aiosmtpd asks: who may send, whither, and whether it was taken."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._one = asyncio.Lock()

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Lets in the fixed sender of the dialect alone."""
        if address.lower() != self._gateway.options.dialect.sender.lower():
            return "550 5.7.1 sender is not authorised"
        envelope.mail_from = address
        return "250 2.1.0 sender ok"

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """One recipient, a number at the gateway's domain."""
        local, _, domain = address.partition("@")
        if domain.lower() != self._gateway.options.dialect.domain.lower() or not local.lstrip("+").isalnum():
            return "550 5.1.1 no such fax number here"
        if envelope.rcpt_tos:
            return "452 4.5.3 one recipient at a time"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 recipient ok"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Takes the fax; 250 means that it is on disk."""
        async with self._one:
            try:
                row = await asyncio.to_thread(
                    self._gateway.accept, envelope.original_content, envelope.mail_from, envelope.rcpt_tos[0]
                )
            except (NoFax, pages.Unreadable):
                durable.say("gateway", "refused")
                return "554 5.6.0 not exactly one fax"
            except OSError:
                return "451 4.3.0 no room"
        durable.say("gateway", "accepted", number=row["number"], subject=row["subject"], pages=row["pages"])
        return f"250 2.0.0 accepted as {row['number']}"


async def serve(gateway: Gateway, port: int, stop: asyncio.Event, told: Callable[[int], None]) -> None:
    """Listens until `stop`; `told` is given the port."""
    loop, clerk = asyncio.get_running_loop(), _Clerk(gateway)
    most = 2 * gateway.options.dialect.max_bytes

    def door() -> SMTP:
        return _Door(clerk, data_size_limit=most, enable_SMTPUTF8=False, loop=loop, ident="Faxporten (demo)")

    server = await loop.create_server(door, "127.0.0.1", port)
    told(int(server.sockets[0].getsockname()[1]))
    try:
        while not stop.is_set():
            await asyncio.to_thread(gateway.go_on, datetime.now(UTC))
            await asyncio.sleep(_EVERY)
    finally:
        server.close()


def main(argv: Sequence[str] | None = None) -> int:
    """Runs until SIGTERM or SIGINT."""
    given = _arguments().parse_args(argv)
    options = Options(
        folder=given.folder,
        far_end=given.far_end or given.folder / "line",
        receipts=post.parse(given.receipts) if given.receipts else None,
        form=given.form,
        outcome=given.outcome,
        accept_after=given.accept_after,
        deliver_after=given.deliver_after,
        dialect=sites.read(given.site).dialect,
    )
    asyncio.run(_run(Gateway(options), given.port, held=given.leash))
    return 0


async def _run(gateway: Gateway, port: int, *, held: bool) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(wanted, stop.set)
    leash.hold(held)
    await serve(gateway, port, stop, lambda here: durable.say("gateway", "listening", port=here))


def _fax(letter: EmailMessage) -> tuple[bytes, str]:
    """The mail's one attachment, by its bytes, and the ending of its file."""
    found = [cast(bytes, part.get_payload(decode=True)) for part in letter.walk() if not part.is_multipart()]
    faxes = [data for data in found if pages.sniff(data) in _ENDINGS]
    if len(faxes) != 1:
        raise NoFax
    return faxes[0], _ENDINGS[pages.sniff(faxes[0])]


def _arguments() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m service.demo.gateway", description="stand-in mail-to-fax gateway")
    top.add_argument("--folder", type=Path, required=True, help="its own disk: mail/, faxes/, gateway.jsonl")
    top.add_argument("--port", type=int, default=0, help="on 127.0.0.1; 0 takes a free one")
    top.add_argument("--far-end", type=Path, help="where faxes come out (default FOLDER/line)")
    top.add_argument("--receipts", default="", help="a folder, imap://user:password@127.0.0.1:port/INBOX or smtp://…")
    top.add_argument("--form", choices=receipts.FORMS, default="text")
    top.add_argument("--outcome", choices=receipts.OUTCOMES, default="delivered")
    top.add_argument("--accept-after", type=float, default=0.2, metavar="S")
    top.add_argument("--deliver-after", type=float, default=1.5, metavar="S")
    top.add_argument("--site", type=Path, default=_EXAMPLE, help="the site file whose gateway it plays")
    top.add_argument(leash.WORD, action="store_true", help="end when standard input does")
    return top


if __name__ == "__main__":
    raise SystemExit(main())
