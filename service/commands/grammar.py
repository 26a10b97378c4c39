"""The words of the command line: every command and its arguments, also the source of `--help`; Swedish, then English.

argparse speaks English alone, so its few sentences are put beside Swedish ones here.
"""

# argparse names the type of its subcommands, and of groups that exclude each other, with an underscore.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from config import faults

# What `service.commands.forms` takes; named here, for reading them from there takes longer than the whole help.
FIELDS: Final = (
    "examination modality question history status kidney weight length allergy pregnancy implant infection metformin "
    "earlier priority date exam_time unit referrer call_back other name number accession age sex"
)
# Those of `service.models.User.Role`, named here for the same reason.
ROLES: Final = ("nurse", "ris_administrator", "operations", "auditor")
# What argparse says -> the same in Swedish.
_SAID: Final = tuple(
    (re.compile(english), swedish)
    for english, swedish in (
        (r"the following arguments are required: (.+)", r"saknas: \1"),
        (r"unrecognized arguments: (.+)", r"hör inte hit: \1"),
        (r"argument (.+): expected .*argument.*", r"\1: ett värde saknas"),
        (r"argument (.+): invalid choice: (.+) \(choose from (.+)\)", r"\1: \2 finns inte, välj bland \3"),
        (r"argument (.+): invalid int value: (.+)", r"\1: \2 är inget heltal"),
        (r"argument (.+): not allowed with argument (.+)", r"\1: går inte tillsammans med \2"),
        (r"argument (.+): ignored explicit argument .+", r"\1: tar inget värde"),
        (r"ambiguous option: (\S+) could match (.+)", r"\1 är tvetydigt, menas \2"),
    )
)
_HEADINGS: Final = {"positional arguments": "argument / arguments", "options": "tillval / options"}


class _Format(argparse.HelpFormatter):
    """argparse's help under headings in both languages."""

    def start_section(self, heading: str | None) -> None:
        """A heading, and what stands below it."""
        super().start_section(_HEADINGS.get(heading or "", heading))

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """The line of usage."""
        super().add_usage(usage, actions, groups, "användning / usage: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """argparse, whose complaint is told like every other one, by the command that it is about."""

    def __init__(self, **how: Any) -> None:
        super().__init__(**how, add_help=False, formatter_class=_Format)
        self.add_argument("-h", "--help", action="help", help="visar den här hjälpen / shows this help")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:  # type: ignore[override]
        """What was asked for. Raises Unusable for what is left over, too."""
        found, rest = super().parse_known_args(args, namespace)
        if rest:
            self.error(f"unrecognized arguments: {' '.join(rest)}")
        return found, rest

    def error(self, message: str) -> NoReturn:
        """Raises Unusable, below the line of usage."""
        self.print_usage(sys.stderr)
        raise faults.Unusable((f"{self.prog}: {_in_both(message)}",))


class _Version(argparse.Action):
    """Says which Reservfax this is, and ends."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        print(f"Reservfax {version()}")
        parser.exit()


if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[Parser]


def version() -> str:
    """The version of what is installed, or of the checkout that is run."""
    try:
        return metadata.version("reservfax")
    except metadata.PackageNotFoundError:
        return str(
            tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]["version"]
        )


def parser() -> Parser:
    """The whole command line (docs/contracts.md, section 1)."""
    top = Parser(prog="reservfax", description="Reservrutin för extern granskning / the fallback for external reading")
    top.add_argument("--version", action=_Version, nargs=0, help="visar versionen / shows the version")
    commands = top.add_subparsers(dest="command", required=True, parser_class=Parser, metavar="COMMAND")
    _documents(commands)
    _papers(commands)
    _cases(commands)
    _lists(commands)
    _running(commands)
    _bench(commands)
    return top


def _in_both(message: str) -> str:
    """A complaint of argparse's in Swedish and English; one of ours is in both already."""
    for english, swedish in _SAID:
        if match := english.fullmatch(message):
            return f"{match.expand(swedish)} / {message}"
    return message.removeprefix("argument ") if " / " in message else message


def _command(commands: Commands, name: str, what: str) -> Parser:
    return commands.add_parser(name, help=what, description=what)


def _json(*parsers: Parser) -> None:
    for one in parsers:
        one.add_argument("--json", action="store_true", help="svaret som ett JSON-objekt / answers as one JSON object")


def _file(one: Parser, what: str) -> None:
    one.add_argument("file", type=Path, metavar="FILE", help=what)


def _documents(commands: Commands) -> None:
    one = _command(commands, "anonymise", "anonymiserar en remiss till ett fax / anonymises a referral into a fax")
    _file(one, "remissen / the referral")
    one.add_argument("-o", "--out", type=Path, required=True, metavar="OUT.tif", help="faxets sidor / the fax's pages")
    told = "vad som togs bort av vilken regel, på en sida / what was removed by which rule, on one page"
    one.add_argument("--explain", type=Path, metavar="OUT.html", help=told)
    what = "en bild av vilket fält varje ord förs till / a picture of which field each word is given to"
    sample = _command(commands, "layout", what)
    _file(sample, "exemplet / the sample")
    sample.add_argument("-o", "--out", type=Path, required=True, metavar="OUT.png", help="bilden / the picture")
    what = (
        "vad formuläret skulle fyllas med ur en fil; innehåller det som står om patienten och andra i texten / "
        "what the form would be filled in with from a file; holds what its text says of the patient and others"
    )
    form = _command(commands, "fields", what)
    _file(form, "remissen / the referral")
    several = _command(commands, "read", "läser fax mot öppna ärenden / reads faxes, matches them to open cases")
    several.add_argument("files", type=Path, nargs="+", metavar="FILE", help="faxen / the faxes")
    told = "ett ärende per rad / a case a line"
    several.add_argument("--cases", type=Path, required=True, metavar="CASES.jsonl", help=told)
    _json(one, form, several)


def _papers(commands: Commands) -> None:
    fresh = _command(commands, "reference", "nya referenser, en per rad / fresh references, one a line")
    amount = fresh.add_mutually_exclusive_group()
    amount.add_argument("--count", type=_positive, default=1, metavar="N", help="så många / so many")
    told = "så många till reservpapper vid faxen / so many for the paper kit by the fax"
    amount.add_argument("--reserve", type=_positive, metavar="N", help=told)
    told = "med --reserve: mappen som papperen skrivs i / with --reserve: the folder that the kit is printed to"
    fresh.add_argument("--kit", type=Path, metavar="FOLDER", help=told)
    what = "sjukhusets egna ord, och föreslagna / the site's own words, and proposed ones"
    words = _command(commands, "words", what)
    words.add_argument("--accept", nargs="+", default=[], metavar="WORD", help="godkänner ord / accepts words")
    words.add_argument("--by", default="", metavar="NAME", help="vem som godkänner / who accepts")


def _cases(commands: Commands) -> None:
    drop = _command(commands, "drop", "som att lägga filen i mappen outbound / as if the file were laid in `outbound`")
    _file(drop, "remissen / the referral")
    drop.add_argument("--accession", default="", metavar="A", help="accessionsnumret / the accession number")
    told = "väntar tills den hålls, har gått eller nekats / waits until it is held, sent or refused"
    drop.add_argument("--wait", action="store_true", help=told)
    new = _command(commands, "new", "ett ärende ur ett tomt formulär / a case from an empty form")
    new.epilog = f"fält / fields: {FIELDS}"
    told = "ett fält, flera gånger / a field, several times"
    new.add_argument("--field", action="append", default=[], metavar="NAME=VALUE", help=told)
    told = "reservpapperets: redan faxad för hand / of the paper kit: it has been faxed by hand"
    new.add_argument("--reference", default="", metavar="REF", help=told)
    new.add_argument("--by", default="", metavar="NAME", help="vem som fyller i / who fills it in")
    for each in (drop, new):
        told = "bildernas väg, en nyckel i site.toml / the way of the images, a key of the site file"
        each.add_argument("--route", default="", metavar="KEY", help=told)
    what = "släpper ett ärende som bara ska granskas / releases a case whose reasons are all 'look'"
    release = _command(commands, "release", what)
    release.add_argument("reference", metavar="REF", help="ärendets referens / the case's reference")
    told = "användaren som har sett alla sidor / the user who has seen every page"
    release.add_argument("--by", required=True, type=_named, metavar="NAME", help=told)
    _json(drop, new, release)


def _lists(commands: Commands) -> None:
    for name, what in (
        ("cases", "ärendena / the cases"),
        ("queue", "det som har kommit in / what has arrived"),
        ("events", "det som har hänt / what has happened"),
        ("verify", "om loggens kedja och dokumenten är hela / whether the log's chain and the documents are whole"),
        ("check", "inställningar och omgivning, alla fel på en gång / settings and surroundings, every fault at once"),
    ):
        _json(_command(commands, name, what))
    what = "morgonbrevet till administratörerna / the morning mail to the administrators"
    morning = _command(commands, "report", what)
    morning.add_argument("--send", action="store_true", help="skickar det också / sends it as well")


def _running(commands: Commands) -> None:
    demo = _command(commands, "demo", "en natt på inbyggda motparter / one night on embedded stand-ins")
    told = "slutar av sig själv / ends by itself when the night is over"
    demo.add_argument("--once", action="store_true", help=told)
    _json(demo)
    _command(commands, "run", "tjänsten: mappar, arbetare, sidor / the service: folders, workers, pages")
    user = _command(commands, "user", "användare och roller / users and roles")
    deeds = user.add_subparsers(dest="user", required=True, parser_class=Parser, metavar="DEED")
    _users(deeds)
    what = "en krypterad, kontrollerad kopia av datamappen / an encrypted, verified copy of the data folder"
    _file(_command(commands, "backup", what), "ny fil, eller en äldre kopia / a new file, or an older backup")
    what = "lägger tillbaka en kopia i en tom datamapp / puts a backup in place of an empty data folder"
    _file(_command(commands, "restore", what), "kopian / the backup")


def _users(deeds: Commands) -> None:
    told = "lägger till; lösenordet frågas efter, eller läses / adds one; the password is asked for, or read"
    add = _command(deeds, "add", told)
    renew = _command(deeds, "password", "byter lösenord / another password")
    remove = _command(deeds, "remove", "ingen loggar in med namnet mer / nobody logs in by that name any more")
    _command(deeds, "list", "vilka som får logga in / who may log in")
    for one in (add, renew, remove):
        one.add_argument("name", metavar="NAME", help="namnet / the name")
    add.add_argument("--role", required=True, choices=ROLES, help="vad personen får göra / what the person may do")


def _bench(commands: Commands) -> None:
    bench = _command(commands, "bench", "uppmätta siffror / measured figures")
    bench.add_argument("name", nargs="?", metavar="NAME", help="vilken mätning / which one")
    bench.add_argument("--nights", type=_positive, default=20, metavar="N", help="antal nätter / so many nights")
    told = "fax, felläsningar eller sidor / faxes of `read`, misreadings of `misreading`, pages of `codes` and `burst`"
    bench.add_argument("--count", type=int, metavar="N", help=told)
    told = "samma genom / the same through OCRmyPDF (`read`) or Presidio (`anonymise`), if installed"
    bench.add_argument("--compare", action="store_true", help=told)
    bench.add_argument("--seed", type=int, default=1, metavar="N", help="slumpens frö / chance's seed")
    _json(bench)


def _named(text: str) -> str:
    """Somebody's name: an act without one is nobody's."""
    if not text.strip():
        raise argparse.ArgumentTypeError("ett namn behövs / a name is needed")
    return text.strip()


def _positive(text: str) -> int:
    """A whole number that something can be made of."""
    if not re.fullmatch(r"\d{1,5}", text) or not 1 <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError("ska vara ett heltal, 1-10000 / must be a whole number, 1-10000")
    return int(text)
