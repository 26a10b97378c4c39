"""The command line: words in, exit status out. What a command does stands in `service.commands`.

Exit status: 0 done, 1 fault, 2 usage or unreadable input, 3 held or not matched (of several: the worst).
"""

# argparse names the type of its subcommands with an underscore, and has no other name for it.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NoReturn

from django.db import DatabaseError

from config import faults
from service import framework, log, scratch, surroundings

DONE: Final = 0
FAULT: Final = 1
USAGE: Final = 2
HELD: Final = 3

Command = Callable[[argparse.Namespace, surroundings.Surroundings], int]

# Command -> the module that carries it out, imported only when its command is asked for: Django's models can't be
# imported before Django is set up, and `reservfax read` needs neither.
HOMES: Final = {
    "anonymise": "service.commands.documents",
    "layout": "service.commands.layouts",
    "fields": "service.commands.layouts",
    "read": "service.commands.documents",
    "reference": "service.commands.references",
    "words": "service.commands.words",
    "demo": "service.commands.demo",
    "bench": "service.commands.bench",
    "run": "service.commands.running",
    "check": "service.commands.check",
    "backup": "service.commands.backup",
    "restore": "service.commands.backup",
    "user": "service.commands.users",
    "drop": "service.commands.cases",
    "new": "service.commands.cases",
    "release": "service.commands.cases",
    "cases": "service.commands.lists",
    "queue": "service.commands.lists",
    "events": "service.commands.lists",
    "verify": "service.commands.lists",
    "report": "service.commands.lists",
}


# These need no ledger to begin with: demo and bench make one of their own, a restore puts one in place, and a check
# goes on past whatever is wrong.
_WITHOUT_LEDGER: Final = frozenset({"anonymise", "layout", "fields", "read", "demo", "bench", "restore", "check"})
JSON: Final = "--json"


class _Parser(argparse.ArgumentParser):
    """argparse, whose complaint is told like every other one."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        raise faults.Unusable((f"{self.prog}: {message}",))


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    words = sys.argv[1:] if argv is None else list(argv)
    log.start()
    with scratch.entered(os.environ):
        try:
            status = _run(words)
            sys.stdout.flush()
        except BrokenPipeError:  # whoever read our answer has gone (`reservfax cases | head`)
            return _unheard()
    return status


def _run(words: Sequence[str]) -> int:
    """One command; what stands in its way is told in the one form of all commands."""
    try:
        arguments = parser().parse_args(words)
        around = surroundings.Surroundings.of(os.environ)
        if arguments.command not in _WITHOUT_LEDGER:
            framework.start(around.settings())
        run: Command = getattr(importlib.import_module(HOMES[arguments.command]), arguments.command)
        return run(arguments, around)
    except faults.Unusable as unusable:
        return _refused(unusable.lines, USAGE, words)
    except faults.Faults as faulty:
        return _refused(faulty.lines, FAULT, words)
    except DatabaseError as fault:
        return _refused((framework.plain(fault),), FAULT, words)
    except KeyboardInterrupt:
        return _refused(("avbruten / interrupted",), FAULT, words)


def _refused(lines: Sequence[str], status: int, words: Sequence[str]) -> int:
    """Why nothing was done: lines on standard error and, where JSON was asked for, one object on standard output."""
    for line in lines:
        print(line, file=sys.stderr)
    if JSON in words:
        print(json.dumps({"faults": list(lines)}, ensure_ascii=False))
    return status


def _unheard() -> int:
    """Nobody listens any more: what is still to be written when Python ends goes nowhere, without a complaint."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
    return FAULT


def parser() -> argparse.ArgumentParser:
    """The whole command line of DESIGN section 7, also the source of `--help`."""
    top = _Parser(prog="reservfax", description="Reservrutinen för extern granskning")
    commands = top.add_subparsers(dest="command", required=True, parser_class=_Parser, metavar="COMMAND")
    _documents(commands)
    _cases(commands)
    _lists(commands)
    _running(commands)
    return top


def _documents(commands: argparse._SubParsersAction[_Parser]) -> None:
    one = commands.add_parser("anonymise", help="anonymise a referral and show the exact fax pages")
    one.add_argument("file", type=Path, metavar="FILE")
    one.add_argument("-o", "--out", type=Path, required=True, metavar="OUT.tif")
    one.add_argument("--explain", type=Path, metavar="OUT.html", help="what was removed by which rule, on one page")
    one.add_argument("--json", action="store_true")
    sample = commands.add_parser("layout", help="a picture of which field each word of a sample is given to")
    sample.add_argument("file", type=Path, metavar="FILE")
    sample.add_argument("-o", "--out", type=Path, required=True, metavar="OUT.png")
    form = commands.add_parser("fields", help="what the form would be filled in with from a file")
    form.add_argument("file", type=Path, metavar="FILE")
    form.add_argument("--json", action="store_true")
    several = commands.add_parser("read", help="read returned faxes and match them to open cases")
    several.add_argument("files", type=Path, nargs="+", metavar="FILE")
    several.add_argument("--cases", type=Path, required=True, metavar="CASES.jsonl")
    several.add_argument("--json", action="store_true")
    fresh = commands.add_parser("reference", help="fresh valid references, one a line")
    amount = fresh.add_mutually_exclusive_group()
    amount.add_argument("--count", type=_positive, default=1, metavar="N")
    amount.add_argument("--reserve", type=_positive, metavar="N", help="references for the paper kit by the fax")
    fresh.add_argument("--kit", type=Path, metavar="FOLDER", help="with --reserve: print the kit there")
    words = commands.add_parser("words", help="the site's own words, and those that approvals propose")
    words.add_argument("--accept", nargs="+", default=[], metavar="WORD")
    words.add_argument("--by", default="", metavar="NAME")


def _cases(commands: argparse._SubParsersAction[_Parser]) -> None:
    drop = commands.add_parser("drop", help="as if the file were laid in the outbound folder")
    drop.add_argument("file", type=Path, metavar="FILE")
    drop.add_argument("--accession", default="", metavar="A")
    drop.add_argument("--route", default="", metavar="KEY", help="the way that the images take, a key of the site file")
    drop.add_argument("--wait", action="store_true", help="wait until it is held, sent or refused")
    new = commands.add_parser("new", help="a case from an empty form")
    new.add_argument("--field", action="append", default=[], metavar="NAME=VALUE", help="a field given at once")
    new.add_argument("--route", default="", metavar="KEY", help="the way that the images take, a key of the site file")
    new.add_argument("--reference", default="", metavar="REF", help="of the paper kit: it has been faxed by hand")
    new.add_argument("--by", default="", metavar="NAME")
    release = commands.add_parser("release", help="release a held case whose reasons are all 'look'")
    release.add_argument("reference", metavar="REF")
    release.add_argument("--by", required=True, type=_named, metavar="NAME")
    for each in (drop, new, release):
        each.add_argument("--json", action="store_true")


def _lists(commands: argparse._SubParsersAction[_Parser]) -> None:
    for name, what in (("cases", "the cases"), ("queue", "what has arrived"), ("events", "what has happened")):
        one = commands.add_parser(name, help=what)
        one.add_argument("--json", action="store_true")
    commands.add_parser("verify", help="verify the hash chain of the events").add_argument(
        "--json", action="store_true"
    )
    morning = commands.add_parser("report", help="the morning mail to the RIS/PACS administrators")
    morning.add_argument("--send", action="store_true", help="send it as well as print it")


def _running(commands: argparse._SubParsersAction[_Parser]) -> None:
    demo = commands.add_parser("demo", help="one night on embedded stand-ins")
    demo.add_argument("--once", action="store_true", help="end by itself when the night is over")
    demo.add_argument("--json", action="store_true")
    commands.add_parser("run", help="the service: watchers, workers, web")
    commands.add_parser("check", help="configuration and surroundings, every fault at once").add_argument(
        "--json", action="store_true"
    )
    user = commands.add_parser("user", help="users and roles").add_subparsers(
        dest="user", required=True, parser_class=_Parser
    )
    add = user.add_parser("add", help="add a user; the password is asked for, or read from standard input")
    renew = user.add_parser("password", help="give a user another password")
    remove = user.add_parser("remove", help="let nobody log in by that name any more")
    user.add_parser("list", help="who may log in")
    for one in (add, renew, remove):
        one.add_argument("name", metavar="NAME")
    add.add_argument("--role", required=True, choices=("nurse", "ris_administrator", "operations", "auditor"))
    commands.add_parser("backup", help="an encrypted, verified copy of the data folder").add_argument("file", type=Path)
    commands.add_parser("restore", help="put a backup in place of an empty data folder").add_argument("file", type=Path)
    bench = commands.add_parser("bench", help="measured figures")
    bench.add_argument("name", nargs="?", metavar="NAME")
    bench.add_argument("--nights", type=_positive, default=20, metavar="N")
    bench.add_argument(
        "--count",
        type=int,
        metavar="N",
        help="faxes of `read`, misreadings of `misreading`, pages of `codes` and `burst`",
    )
    bench.add_argument(
        "--compare",
        action="store_true",
        help="the same through OCRmyPDF (`read`) or Presidio (`anonymise`), installed for it",
    )
    bench.add_argument("--seed", type=int, default=1, metavar="N")
    bench.add_argument("--json", action="store_true")


def _named(text: str) -> str:
    """Somebody's name: an act without one is nobody's."""
    if not text.strip():
        raise argparse.ArgumentTypeError("a name is needed / ett namn behövs")
    return text.strip()


def _positive(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 10_000:
        raise argparse.ArgumentTypeError("a whole number from 1 to 10000")
    return number


if __name__ == "__main__":
    raise SystemExit(main())
