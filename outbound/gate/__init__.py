"""The last look at a fax before every hand-over: reads the exact bytes anew and objects to whatever should not leave.

Independent of the anonymiser: it may know pages, text and codes, and the standard library, and nothing else.
"""

from __future__ import annotations

import hashlib
import re
import struct
import subprocess
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import InitVar, dataclass
from typing import Final, Literal

from ocr import pages, text
from outbound.gate import births, examined, initials, looking, names, numbers, stream, wanted
from outbound.gate.looking import Look

Code = Literal["identifier_found", "foreign_code", "hidden_content", "unreadable", "expected_missing", "gate_fault"]
# What is known of the patient, each kind looked for by rules of its own.
Category = Literal["name", "number", "birth_date", "phone", "address", "email", "other"]
Identity = Sequence[tuple[Category, str]]

# Everything that code of ours, Pillow, poppler or Tesseract is known to raise. A fault in the gate is a closed gate;
# one that is not known ends at the worker, which holds the case, and no fax is released by either.
FAULTS: Final = (
    pages.Unreadable,
    text.Unreadable,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    ImportError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    SyntaxError,
    re.error,
    struct.error,
    zlib.error,
    text.Image.DecompressionBombError,
    subprocess.SubprocessError,
)
PAGE_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class Objection:
    """One reason why the file must not leave, with its page (from 1) and box in the page's dots, where there is one."""

    code: Code
    page: int | None = None
    box: text.Box | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked for, and whether the file stood up to it."""

    name: str
    passed: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of exactly the bytes with this SHA-256."""

    objections: tuple[Objection, ...]
    checks: tuple[Check, ...]
    sha256: str
    seconds: float

    @property
    def passed(self) -> bool:
        """No objection, and every check was made and passed."""
        return not self.objections and bool(self.checks) and all(check.passed for check in self.checks)


class Held(Exception):
    """These bytes have no verdict that lets them leave."""


_SEAL: Final = object()


@dataclass(frozen=True, slots=True)
class CleanFax:
    """Bytes that the gate has let through; `release` is the only way to make one."""

    data: bytes
    sha256: str
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        """Refuse any other maker, and other bytes than the digest's."""
        if seal is not _SEAL or hashlib.sha256(self.data).hexdigest() != self.sha256:
            raise Held("only gate.release makes a CleanFax")


def release(data: bytes, verdict: Verdict) -> CleanFax:
    """The bytes as something that may be sent. Raises Held on any objection, or if the verdict is on other bytes."""
    digest = hashlib.sha256(data).hexdigest()
    if digest != verdict.sha256:
        raise Held("the verdict is on other bytes")
    if not verdict.passed:
        raise Held(", ".join(sorted({objection.code for objection in verdict.objections})) or "no checks")
    return CleanFax(data, digest, _SEAL)


def examine(
    data: bytes,
    *,
    reference: str,
    identity: Identity,
    excepted: Sequence[str],
    expected: Mapping[str, str],
    wording: Sequence[str] = (),
    clock: Callable[[], float] = time.monotonic,
) -> Verdict:
    """Judge a fax file (TIFF, or PDF of images only) as it would be handed over.

    `identity` is (category, value) of all that is known of the patient. `excepted` are the strings that the sheets must
    print although they look like identifiers or names of places; they are excepted exactly, and never if they are the
    patient's. `expected` is what must be legible,
    `wording` all that was typeset: what Tesseract only guesses is believed if it is part of it, and else is ink that
    nobody could read.
    A time-out and every known fault is an objection.
    """
    started, digest = clock(), hashlib.sha256(data).hexdigest()
    try:
        seen = names.skeletons((*wording, *excepted, *expected.values()))
        faults, images = pages.examined(data)
        looks = () if faults else looking.at(images, seconds=PAGE_SECONDS, wording=seen)
        objections, checks = _judged(looks, reference, identity, excepted, expected)
    except FAULTS:
        objections, checks = (Objection("gate_fault"),), ()
    return Verdict(objections, checks, digest, clock() - started)


def _judged(
    looks: Sequence[Look], reference: str, identity: Identity, excepted: Sequence[str], expected: Mapping[str, str]
) -> tuple[tuple[Objection, ...], tuple[Check, ...]]:
    """All checks in order: the file, its symbols, its words, its ink, and what must be there."""
    if not looks:
        return (Objection("hidden_content"),), (Check("file", passed=False),)
    foreign = tuple(_foreign(looks, reference))
    leaks = tuple(_leaks(looks, identity, excepted, expected.get("unit", "")))
    unread = tuple(Objection("unreadable", look.number, box) for look in looks for box in look.unread)
    missing, legible = _missing(looks, reference, expected)
    checks = (
        Check("file", passed=True),
        Check("codes", not foreign),
        Check("identity", not leaks),
        Check("ink", not unread),
        *legible,
    )
    return foreign + leaks + unread + missing, checks


def _foreign(looks: Sequence[Look], reference: str) -> Iterator[Objection]:
    """Every symbol or bar code that is not our own for this very case."""
    for look in looks:
        for symbol in look.symbols:
            if symbol.mark is None or str(symbol.mark.reference) != reference:
                yield Objection("foreign_code", look.number, symbol.box)


def _missing(
    looks: Sequence[Look], reference: str, expected: Mapping[str, str]
) -> tuple[tuple[Objection, ...], tuple[Check, ...]]:
    """Pages without symbol, number or reference, and facts that cannot be read."""
    places = sorted({*wanted.unmarked(looks, reference), *wanted.unreferenced(looks, reference)})
    facts = tuple(Check(name, passed) for name, passed in wanted.legible(looks, expected))
    short = len(looks) < 3
    objections = (
        *(Objection("expected_missing", place) for place in places),
        *(Objection("expected_missing") for check in facts if not check.passed),
        *((Objection("expected_missing"),) if short else ()),
    )
    return objections, (Check("pages", not short and not places), *facts)


def _leaks(looks: Sequence[Look], identity: Identity, excepted: Sequence[str], unit: str) -> Iterator[Objection]:
    """Every place with something of the patient's, or in the shape of an identifier."""
    for look in looks:
        for start, end in numbers.distinct(tuple(_spans(look.words, identity, excepted, unit))):
            yield Objection("identifier_found", look.number, look.words.box(start, end))


def _spans(page: stream.Stream, identity: Identity, excepted: Sequence[str], unit: str) -> Iterator[numbers.Span]:
    """Where on one page; the patient's own values are looked for before any exception is made."""
    figures = stream.digits_restored(page.text)
    patterns = [pattern for value in excepted if (pattern := stream.spelled(value))]
    phrases = [pattern for value in excepted if _is_phrase(value) and (pattern := stream.spelled(value))]
    named = stream.masked(page.text, phrases)
    # Two units, or one and the room in it, are printed one below the other; a town alone on its line is looked for,
    # unless the line is broken there by the sheet.
    lines = [line for line in unit.splitlines() if line == unit or _is_phrase(line)]
    placed = stream.masked(named, [pattern for line in lines if (pattern := stream.spelled(line, broken=True))])
    placed = examined.masked(placed, unit)
    printed = tuple(re.sub(r"\D", "", value) for value in excepted if sum(sign.isdigit() for sign in value) >= 7)
    for category, value in identity:
        yield from _own(category, value, figures, named, placed, printed)
    yield from numbers.shaped(stream.masked(figures, patterns))


def _is_phrase(value: str) -> bool:
    """Two words or more: a single word of ours may well be somebody's name."""
    return len(re.findall(r"[^\W\d_]{2,}", value)) >= 2


def _own(
    category: Category, value: str, figures: str, named: str, placed: str, printed: Sequence[str]
) -> Iterator[numbers.Span]:
    """Where one value of the patient's identity stands, each category by its own rules."""
    match category:
        case "number":
            yield from numbers.own(figures, value, printed=printed)
            yield from numbers.last_four(figures, value)
            yield from numbers.birth_date(figures, numbers.born(value))
            yield from births.found(figures, numbers.born(value))
        case "phone":
            yield from numbers.own(figures, value, printed=printed)
            yield from numbers.local(figures, value, printed=printed)
        case "birth_date":
            yield from numbers.birth_date(figures, value)
            yield from births.found(figures, value)
        case "address":
            yield from names.found(placed, names.street(value))
            yield from numbers.post_code(figures, value)
        case "email":
            yield from names.found(named, names.names(value.partition("@")[0]))
        case "name":
            yield from names.found(named, names.names(value))
            yield from initials.found(named, value)
        case _:
            yield from _other(value, figures, named, printed)


def _other(value: str, figures: str, named: str, printed: Sequence[str]) -> Iterator[numbers.Span]:
    """A value of a kind of its own: by its digits if it has five or more, else word by word as a name."""
    if sum(sign.isdigit() for sign in value) >= 5:
        yield from numbers.own(figures, value, printed=printed)
    else:
        yield from names.found(named, names.names(value))
