"""The stand-in for the outside reader: a process that prints what its fax got, and faxes back receipts and reports.

Answers each fax once, however often it is started: what was returned stands in its log, and the same answer made anew
has the same bytes and the same name.
"""

from __future__ import annotations

import argparse
import hashlib
import imaplib
import signal
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final, Literal
from zoneinfo import ZoneInfo

from PIL import Image

from config import site as sites
from config.site import Site
from ocr import pages
from outbound import mail
from outbound.mail import Message
from service.demo import desk, durable, leash, line, paper, post
from service.demo.durable import Row
from service.demo.paper import Wear
from service.demo.post import Post

LOG: Final = "farend.jsonl"
Form = Literal["sheet", "paper", "none"]
What = Literal["acknowledgement", "report"]
_EVERY: Final = 0.1
_EXAMPLE: Final = Path(sites.__file__).parent / "site.example.toml"
# How worn the reader's fax machine is: softness, specks, rows lost, and degrees askew at most.
_WEARS: Final = {"clean": (1.5, 0.0, 0, 0.2), "typical": (2.2, 0.0012, 2, 0.7), "poor": (3.2, 0.004, 8, 1.5)}


@dataclass(frozen=True, slots=True)
class Options:
    """How the reader behaves. `forms` are taken in turn; times in seconds after the fax was printed; `dialled`: through
    a real Group 3 line, and not by the paper model alone.
    """

    faxes: Path
    folder: Path
    answers: Post
    forms: tuple[Form, ...]
    acknowledge: Literal["all", "first", "none"]
    acknowledge_after: float
    report_after: float
    wear: str
    rows: float
    dialled: bool
    seed: int
    site: Site


class FarEnd:
    """What has come in and what went back. Every step is in the log before the next is made."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self._log = durable.Log(options.folder / LOG)
        self._desk = dict[str, desk.Fax]()

    def go_on(self, now: datetime) -> int:
        """Prints what is new and makes every answer that is due; returns how many steps that were."""
        return self._receive(now) + sum(self._answer(row, now) for row in self._log.of("received"))

    def _receive(self, now: datetime) -> int:
        known = {row["file"] for row in self._log.rows if row["event"] in ("received", "illegible")}
        fresh = [path for path in sorted(self.options.faxes.glob("[!.]*.*")) if path.name not in known]
        for path in fresh:
            self._print(path, now)
        return len(fresh)

    def _print(self, path: Path, now: datetime) -> None:
        """One fax comes out of the machine, as pages on the desk, and is looked at."""
        row = {"file": path.name, "number": path.stem, "at": now.isoformat()}
        try:
            images = pages.fax_pages(path.read_bytes())
            fax = self._desk[path.name] = desk.look(images)
        except (pages.Unreadable, desk.Illegible):
            self._log.append({"event": "illegible", **row})
            durable.say("farend", "illegible", number=path.stem)
            return
        for number, image in enumerate(images, 1):
            durable.put(self.options.folder / "printed" / f"{path.stem}-{number}.png", pages.png(image))
        self._log.append({"event": "received", **row, "pages": len(images), "reference": fax.reference})
        durable.say("farend", "received", number=path.stem, reference=fax.reference, pages=len(images))

    def _answer(self, row: Row, now: datetime) -> int:
        """What is due for one fax: first the acknowledgement, then the report."""
        age = (now - datetime.fromisoformat(row["at"])).total_seconds()
        done = {one["what"] for one in self._log.of("returned") if one["number"] == row["number"]}
        due: tuple[tuple[What, float], ...] = (
            ("acknowledgement", self.options.acknowledge_after),
            ("report", self.options.report_after),
        )
        for what, after in due:
            if what not in done and self._form(row, what) != "none":
                return int(age >= after and self._return(row, what))
        return 0

    def _form(self, row: Row, what: What) -> Form:
        """On what an answer is written, by the order in which the faxes came."""
        place = [one["number"] for one in self._log.of("received")].index(row["number"])
        if what == "report":
            return self.options.forms[place % len(self.options.forms)]
        return (
            "sheet"
            if self.options.acknowledge == "all" or (self.options.acknowledge == "first" and not place)
            else "none"
        )

    def _return(self, row: Row, what: What) -> bool:
        """Writes one answer and faxes it; False if the hospital can't be reached now."""
        form = self._form(row, what)
        fax = self._on_desk(row["file"])
        data = self._faxed(_written(fax, what, form, self._chance(row, what), self._at(row, what)), row, what)
        name = f"fax{row['number']}-{1 if what == 'acknowledgement' else 2}"
        try:
            self._post(data, name)
        except (OSError, imaplib.IMAP4.error, mail.Deferred, mail.Refused, mail.Uncertain) as fault:
            durable.say("farend", "answer_delayed", number=row["number"], fault=type(fault).__name__)
            return False
        told = {
            "what": what, "form": form, "reference": fax.reference, "accession": fax.accession,
            "sha256": hashlib.sha256(data).hexdigest(),
        }  # fmt: skip
        self._log.append({"event": "returned", "number": row["number"], "at": durable.stamp(), **told})
        durable.say("farend", "returned", number=row["number"], name=name, **told)
        return True

    def _on_desk(self, name: str) -> desk.Fax:
        """The fax as it was looked at; looked at once more after a restart."""
        if name not in self._desk:
            self._desk[name] = desk.look(pages.fax_pages((self.options.faxes / name).read_bytes()))
        return self._desk[name]

    def _faxed(self, sheets: Sequence[Image.Image], row: Row, what: What) -> bytes:
        """The sheets through the reader's machine and the line, as the hospital's fax server stores them."""
        soft, specks, lost, most = _WEARS[self.options.wear]
        chance, arrived = self._chance(row, what), list[Image.Image]()
        for number, sheet in enumerate(sheets, 1):
            head = f"{self._at(row, what):%Y-%m-%d %H:%M}   FAX {desk.SENDER.upper()}   P.{number:02}/{len(sheets):02}"
            wear = Wear(self.options.rows, chance.uniform(-most, most), specks, lost, soft)
            arrived.append(paper.faxed(paper.headed(sheet, head), chance.getrandbits(32), wear))
        return self._through(paper.tiff(arrived, self.options.rows), chance.getrandbits(32))

    def _through(self, fax: bytes, seed: int) -> bytes:
        """The fax at the other end of a call; as the machine scanned it where there is no line to be had."""
        if not self.options.dialled:
            return fax
        try:
            return line.call(fax, seed, line.BAD if self.options.wear == "poor" else line.GOOD)
        except line.Failed as broken:
            durable.say("farend", "line_broken", code=broken.code)
            return fax

    def _post(self, data: bytes, name: str) -> None:
        """Into the hospital's folder as a file, or as a mail of its fax gateway."""
        to, dialect = self.options.answers, self.options.site.dialect
        if to.is_folder:
            durable.put(Path(to.path) / f"{name}.tif", data)
            return
        message = Message(
            sender=f"faxporten@{dialect.domain}",
            recipient=dialect.sender,
            message_id=f"<{name}.{hashlib.sha256(data).hexdigest()[:12]}@{dialect.domain}>",
            subject=f"Fax received from {self.options.site.recipient.fax.number} ({desk.SENDER})",
            body="Ett fax har kommit. / A fax has arrived.\n",
            file_name=f"{name}.tif",
            content=data,
            content_type="image/tiff",
        )
        post.letter(to, message, name)

    def _chance(self, row: Row, what: What) -> Random:
        """The same chance for the same answer, also after a restart."""
        return Random(f"{self.options.seed} {row['number']} {what}")

    def _at(self, row: Row, what: What) -> datetime:
        """When the answer was written, by the reader's clock."""
        after = self.options.acknowledge_after if what == "acknowledgement" else self.options.report_after
        written = datetime.fromisoformat(row["at"]) + timedelta(seconds=after)
        return written.astimezone(ZoneInfo(self.options.site.dialect.timezone))


def main(argv: Sequence[str] | None = None) -> int:
    """Runs until SIGTERM or SIGINT."""
    given = _arguments().parse_args(argv)
    far_end, stop = FarEnd(_options(given)), threading.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda _signal, _frame: stop.set())
    leash.hold(given.leash)
    far_end.options.faxes.mkdir(parents=True, exist_ok=True)
    durable.say("farend", "ready")
    while not stop.is_set():
        if not far_end.go_on(datetime.now(UTC)):
            stop.wait(_EVERY)
    return 0


def _written(fax: desk.Fax, what: What, form: Form, chance: Random, at: datetime) -> tuple[Image.Image, ...]:
    if what == "acknowledgement":
        return desk.acknowledged(fax, chance)
    return desk.own_paper(fax, chance, at) if form == "paper" else desk.answered(fax, chance, at)


def _options(given: argparse.Namespace) -> Options:
    return Options(
        faxes=given.faxes,
        folder=given.folder,
        answers=post.parse(given.answers),
        forms=given.forms,
        acknowledge=given.acknowledge,
        acknowledge_after=given.acknowledge_after,
        report_after=given.report_after,
        wear=given.wear,
        rows=given.rows,
        dialled=given.line == "spandsp" or (given.line == "auto" and line.available()),
        seed=given.seed,
        site=sites.read(given.site),
    )


def _forms(words: str) -> tuple[Form, ...]:
    """The forms named in words parted by commas. Raises ValueError for another word."""
    forms: dict[str, Form] = {"sheet": "sheet", "paper": "paper", "none": "none"}
    if not set(words.split(",")) <= forms.keys():
        raise ValueError(words)
    return tuple(forms[word] for word in words.split(","))


def _arguments() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m service.demo.farend", description="stand-in outside reader")
    top.add_argument("--faxes", type=Path, required=True, help="where the gateway's faxes come out")
    top.add_argument("--folder", type=Path, required=True, help="its own disk: printed/, farend.jsonl")
    top.add_argument("--answers", required=True, help="a folder, imap://user:password@127.0.0.1:port/INBOX or smtp://…")
    top.add_argument("--forms", type=_forms, default="sheet,paper,sheet", help="on what reports are written, in turn")
    top.add_argument("--acknowledge", choices=("all", "first", "none"), default="all")
    top.add_argument("--acknowledge-after", type=float, default=1.0, metavar="S")
    top.add_argument("--report-after", type=float, default=3.0, metavar="S")
    top.add_argument("--wear", choices=tuple(_WEARS), default="typical")
    top.add_argument("--rows", type=float, choices=(98.0, 196.0), default=196.0, help="rows to the inch")
    top.add_argument("--line", choices=("auto", "spandsp", "none"), default="auto", help="a real Group 3 line, if any")
    top.add_argument("--seed", type=int, default=1)
    top.add_argument("--site", type=Path, default=_EXAMPLE)
    top.add_argument(leash.WORD, action="store_true", help="end when standard input does")
    return top


if __name__ == "__main__":
    raise SystemExit(main())
