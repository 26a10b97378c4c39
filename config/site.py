"""The site: the hospital's routine as data. Recipients, numbers, ladder, units, image routes, the gateway's dialect.

Nothing is ever sent to a number that this file has not signed off (who, when); `signed` is asked before each hand-over.
"""

from __future__ import annotations

import re
import tomllib
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal, TypeVar, cast

import phonenumbers

from config.faults import Gatherer
from config.table import Table

T = TypeVar("T")
NumberForm = Literal["+e164", "e164", "00", "national"]
_FORMS: Final = ("+e164", "e164", "00", "national")
# What a gateway's receipt quotes without breaking or coding it.
LONGEST_SUBJECT: Final = 60
# The longest that may stand in a subject: a reference of a busy site, many attempts, an attempt's token.
_LONGEST: Final = {"reference": "NAL-XXXXX-XXXX", "attempt": 999, "token": "x" * 26}
# A prefix of fewer digits, counted as in Sweden, is an area or an operator: patients have such numbers too.
FEWEST_DIGITS: Final = 4
OUTCOMES: Final = (
    "accepted", "in_progress", "delivered", "partial", "busy", "no_answer", "line_fault",
    "not_fax", "bad_number", "bad_content", "not_authorised",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone or fax number: E.164, how the routine spells it, and who confirmed it when."""

    number: str
    label: str
    original: str
    signed_by: str
    signed_on: date | None

    @property
    def signed(self) -> bool:
        """Whether a named person has confirmed it on a day."""
        return bool(self.signed_by) and self.signed_on is not None

    @property
    def shown(self) -> str:
        """As people read it: +46 31 745 96 10."""
        return phonenumbers.format_number(_parsed(self.number), phonenumbers.PhoneNumberFormat.INTERNATIONAL)

    @property
    def kind(self) -> str:
        """Country and kind, such as "SE fixed_line", so that a wrong number catches the eye."""
        parsed = _parsed(self.number)
        kind = phonenumbers.PhoneNumberType.to_string(phonenumbers.number_type(parsed)).lower()
        return f"{phonenumbers.region_code_for_number(parsed) or '??'} {kind}"


@dataclass(frozen=True, slots=True)
class Recipient:
    """The outside reader."""

    name: str
    fax: Number


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the telephone ladder, due `after_minutes` after the step before."""

    number: Number
    after_minutes: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A referring unit and the number that rings there."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Route:
    """A way for the images. `blocked` is the dated reason why it can't be chosen, else empty."""

    key: str
    sv: str
    en: str
    blocked: str
    note: str


@dataclass(frozen=True, slots=True)
class ReceiptRule:
    """How one wording of the gateway's receipts is understood: a pattern in the body -> an outcome."""

    pattern: re.Pattern[str]
    outcome: str


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the mail-to-fax gateway is spoken to and understood (research: gateways 2.1)."""

    domain: str
    number_form: NumberForm
    number_in: Literal["recipient", "subject"]
    subject: str
    sender: str
    attachment: Literal["tiff", "pdf"]
    max_bytes: int
    timezone: str
    success_dsn: Literal["relayed", "faxed"]
    trusted: tuple[str, ...]
    receipts: tuple[ReceiptRule, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """What the site decides: whether faxes leave unattended, and whether the accession number is printed.

    `second_opinion`: a learned model is asked about words that the rules doubt, and about those that they passed over.
    """

    unattended: bool
    print_accession: bool
    second_opinion: bool = True


@dataclass(frozen=True, slots=True)
class Clocks:
    """How long each state may wait before it rings (seconds or minutes as named)."""

    held_seconds: int
    held_ladder_minutes: int
    receipt_minutes: int
    acknowledged_minutes: int
    answer_minutes: int
    arrival_minutes: int
    forward_minutes: int


@dataclass(frozen=True, slots=True)
class Notices:
    """Where notices go by mail: codes and counts only."""

    administrators: str
    on_duty: tuple[str, ...]
    reader: str
    morning: str


@dataclass(frozen=True, slots=True)
class Site:
    """One hospital's routine."""

    prefix: str
    name: str
    policy: Policy
    recipient: Recipient
    return_fax: tuple[Number, ...]
    call_back: Number
    ladder: tuple[Rung, ...]
    units: tuple[Unit, ...]
    image_routes: tuple[Route, ...]
    hospital_phones: tuple[str, ...]
    dialect: Dialect
    clocks: Clocks
    notices: Notices


def read(path: Path) -> Site:
    """The site of a file. Raises Faults with every fault at once."""
    told = Gatherer()
    values: dict[str, object] = {}
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        told.tell(f"RESERVFAX_SITE: {path}", "filen finns inte / the site file does not exist")
    except OSError:
        told.tell(path.name, "the site file can't be read by this account, or is no file")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        told.tell(path.name, f"is not readable as TOML: {wrong}")
    told.finish()
    site = _site(Table(values, "", told))
    told.finish()
    return site


def unsigned(site: Site) -> tuple[Number, ...]:
    """The numbers that are printed or faxed to and that nobody has confirmed yet."""
    numbers = (site.recipient.fax, *site.return_fax, site.call_back)
    return tuple(number for number in numbers if not number.signed)


def oddities(site: Site) -> tuple[str, ...]:
    """Plain warnings about numbers to ask the hospital about: never corrected, always shown."""
    numbers = (site.recipient.fax, *site.return_fax, site.call_back, *(rung.number for rung in site.ladder))
    return tuple(f"{number.label} {number.shown}: {number.kind}" for number in numbers if is_odd(number))


def is_odd(number: Number) -> bool:
    """Whether the hospital should be asked about a number before somebody relies on it."""
    return not number.kind.startswith("SE ")


def _site(top: Table) -> Site:
    site = Site(
        prefix=_prefix(top),
        name=top.text("name"),
        policy=_within(top.table("policy"), _policy),
        recipient=_within(top.table("recipient"), lambda table: Recipient(table.text("name"), _number(table, "fax"))),
        return_fax=tuple(_within(table, _labelled) for table in top.tables("return_fax")),
        call_back=_within(top.table("call_back"), _labelled),
        ladder=tuple(_within(table, _rung) for table in top.tables("ladder")),
        units=tuple(_within(table, _unit) for table in top.tables("unit")),
        image_routes=tuple(_within(table, _route) for table in top.tables("image_route")),
        hospital_phones=_hospital_phones(top),
        dialect=_within(top.table("gateway"), _dialect),
        clocks=_within(top.table("clocks"), _clocks),
        notices=_within(top.table("notices"), _notices),
    )
    _check_subject(top, site)
    if not site.return_fax:
        top.tell("return_fax", "is missing: the reader must know where to fax the answer")
    top.finish()
    return site


def _within(table: Table, parse: Callable[[Table], T]) -> T:
    """The parsed table; then every key that the parser did not ask for is told."""
    value = parse(table)
    table.finish()
    return value


def _prefix(top: Table) -> str:
    prefix = top.text("prefix")
    if not re.fullmatch("[A-Z]{3}", prefix) or prefix == "PRV":
        top.tell("prefix", "must be three letters A-Z, and not PRV, which marks trial sheets")
    return prefix


def _policy(table: Table) -> Policy:
    return Policy(table.yes("unattended", False), table.yes("print_accession", True), table.yes("second_opinion", True))


def _labelled(table: Table) -> Number:
    return _number(table, "number")


def _number(table: Table, key: str) -> Number:
    """A number with the routine's own spelling and its signature; an impossible one is a fault."""
    original = table.text(key)
    number = ""
    try:
        parsed = phonenumbers.parse(original, "SE")
        number = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
        if not phonenumbers.is_possible_number(parsed):
            table.tell(key, "is not a possible telephone number")
    except phonenumbers.NumberParseException:
        table.tell(key, "is not a telephone number; write it as +46 31 745 96 10")
    label = table.text("label", "Fax" if key == "fax" else None)
    return Number(number, label, original, table.text("signed_by", ""), table.day("signed_on"))


def _parsed(number: str) -> phonenumbers.PhoneNumber:
    return phonenumbers.parse(number, None)


def _rung(table: Table) -> Rung:
    return Rung(_labelled(table), table.whole("after_minutes", 3, 0, 600))


def _unit(table: Table) -> Unit:
    phone = table.text("phone")
    if not _tells_apart(phone):
        table.tell("phone", f"must have at least {FEWEST_DIGITS} digits")
    return Unit(table.text("name"), phone)


def _hospital_phones(top: Table) -> tuple[str, ...]:
    """How the hospital's own numbers begin. One that fits all would take in the patient's number."""
    prefixes = top.texts("hospital_phones")
    if not all(map(_tells_apart, prefixes)):
        top.tell("hospital_phones", f"each must begin a number with at least {FEWEST_DIGITS} digits, such as 010-4")
    return prefixes


def _tells_apart(phone: str) -> bool:
    """Whether there are digits enough to tell one hospital's numbers from everybody's."""
    national = re.sub(r"^\s*(?:\+|00)\s*46\s*(?:\(?0\)?)?", "0", phone)
    return len(re.sub(r"\D", "", national)) >= FEWEST_DIGITS


def _route(table: Table) -> Route:
    return Route(
        table.text("key"), table.text("sv"), table.text("en"), table.text("blocked", ""), table.text("note", "")
    )


def _dialect(table: Table) -> Dialect:
    subject = table.text("subject", "{reference} {attempt} {token}")
    if "{token}" not in subject or "{reference}" not in subject:
        table.tell("subject", "must hold {reference} and {token}: receipts are recognised by them")
    return Dialect(
        domain=table.text("domain"),
        number_form=cast(NumberForm, table.choice("number_form", _FORMS, "+e164")),
        number_in=cast(
            Literal["recipient", "subject"], table.choice("number_in", ("recipient", "subject"), "recipient")
        ),
        subject=subject,
        sender=table.text("sender"),
        attachment=cast(Literal["tiff", "pdf"], table.choice("attachment", ("tiff", "pdf"), "tiff")),
        max_bytes=table.whole("max_bytes", 2_000_000, 10_000),
        timezone=_timezone(table),
        success_dsn=cast(Literal["relayed", "faxed"], table.choice("success_dsn", ("relayed", "faxed"), "relayed")),
        trusted=table.texts("trusted"),
        receipts=tuple(_within(rule, _receipt_rule) for rule in table.tables("receipt")),
    )


def _check_subject(top: Table, site: Site) -> None:
    """Tells of a subject that would not come back whole in a receipt, whatever stands in it."""
    try:
        longest = site.dialect.subject.format(**_LONGEST, number=f"0{site.recipient.fax.number}").strip()
    except (LookupError, ValueError, AttributeError):
        top.tell("gateway.subject", "may hold {reference}, {attempt}, {token} and {number}, and nothing else in braces")
        return
    if not longest.isascii() or len(longest) >= LONGEST_SUBJECT:
        top.tell("gateway.subject", f"must be ASCII and under {LONGEST_SUBJECT} signs, its longest reference included")


def _timezone(table: Table) -> str:
    name = table.text("timezone", "Europe/Stockholm")
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        table.tell("timezone", "is not a known time zone, such as Europe/Stockholm")
    return name


def _receipt_rule(table: Table) -> ReceiptRule:
    text = table.text("pattern")
    try:
        pattern = re.compile(text, re.IGNORECASE)
    except re.error:
        table.tell("pattern", "is not a valid regular expression")
        pattern = re.compile("(?!)")
    return ReceiptRule(pattern, table.choice("outcome", OUTCOMES))


def _clocks(table: Table) -> Clocks:
    return Clocks(
        held_seconds=table.whole("held_seconds", 60, 1),
        held_ladder_minutes=table.whole("held_ladder_minutes", 3, 1),
        receipt_minutes=table.whole("receipt_minutes", 10, 1),
        acknowledged_minutes=table.whole("acknowledged_minutes", 15, 1),
        answer_minutes=table.whole("answer_minutes", 60, 1),
        arrival_minutes=table.whole("arrival_minutes", 2, 1),
        forward_minutes=table.whole("forward_minutes", 10, 1),
    )


def _notices(table: Table) -> Notices:
    morning = table.text("morning", "06:30")
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", morning):
        table.tell("morning", "must be a time such as 06:30")
    return Notices(
        administrators=_address(table, "administrators"),
        on_duty=table.texts("on_duty"),
        reader=_address(table, "reader"),
        morning=morning,
    )


def _address(table: Table, key: str) -> str:
    address = table.text(key)
    if not re.fullmatch(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+", address):
        table.tell(key, "must be one plain mail address")
    return address
