"""The gateway's receipts: DSN, XML, CSV or free text, all mapped to one closed list of outcomes.

Believes a receipt only from a trusted sender, and never takes "relayed" for "delivered". What it does not
understand it says so of (UNKNOWN); a person looks.
"""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from config.site import Dialect
from inbound.arrival import Letter


class Outcome(StrEnum):
    """What became of an attempt (research: gateways, part 4)."""

    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    DELIVERED = "delivered"
    PARTIAL = "partial"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    LINE_FAULT = "line_fault"
    NOT_FAX = "not_fax"
    BAD_NUMBER = "bad_number"
    BAD_CONTENT = "bad_content"
    NOT_AUTHORISED = "not_authorised"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the gateway says of one attempt. `pages` as (sent, expected), None where it does not tell."""

    outcome: Outcome
    token: str
    message_id: str
    pages: tuple[int, int] | None
    trusted: bool


_DSN: Final = re.compile(r"^Action:\s*(\w+)", re.IGNORECASE | re.MULTILINE)
_STATUS: Final = re.compile(r"^Status:\s*(\d)\.(\d+)\.(\d+)", re.IGNORECASE | re.MULTILINE)
_PAGE: Final = r"(?:pages?|sid(?:or|a)|seiten?)"
_DONE: Final = r"(?:sent|delivered|transmitted|skickade|sända|levererade|gesendet|envoyées)"
_OF: Final = r"\s*(?:/|of|av|out of|von|sur)\s*"
# "Pages sent: 2 of 3", "page 1/3", "2 of 3 pages", "2 pages of 3".
_COUNTS: Final = (
    re.compile(rf"(?:{_PAGE}|page_?count|sidantal)[^\d\n]{{0,25}}(\d{{1,3}}){_OF}(\d{{1,3}})", re.IGNORECASE),
    re.compile(rf"(?<!\d)(\d{{1,3}})(?:\s*{_PAGE})?{_OF}(\d{{1,3}})\s*{_PAGE}\b", re.IGNORECASE),
    re.compile(rf"(?<!\d)(\d{{1,3}})\s*{_PAGE}{_OF}(\d{{1,3}})\b", re.IGNORECASE),
)
# A number by itself: what was sent ("delivered: 27" may be a day, so a nought alone counts), and how many there were.
_VALUE: Final = r"[\"']?\s*[:=>]\s*[\"']?"
_ALONE: Final = rf"\b(?!{_OF}|[:.-]?\d)"
_SENT: Final = re.compile(
    rf"\b(?:{_PAGE}[ _]{_DONE}|{_DONE}[ _]{_PAGE}){_VALUE}(\d{{1,3}}){_ALONE}"
    rf"|\b(?:{_DONE}|levererat|skickat){_VALUE}(0){_ALONE}",
    re.IGNORECASE,
)
_EXPECTED: Final = re.compile(
    rf"(?<!ed[ _])(?<!de[ _])\b{_PAGE}(?:[ _](?:total|totalt|in total))?{_VALUE}(\d{{1,3}}){_ALONE}", re.IGNORECASE
)
_OUR_TOKEN: Final = re.compile(r"\.([a-z2-7]{26})@", re.IGNORECASE)
# A sentence that holds one of these says of nothing that it was done: Swedish puts its "inte" behind the verb too.
_NO: Final = re.compile(
    r"\b(?:not|never|no(?!\s*[.:#]|\s*\+?\d)|none|nothing|cannot|un\w*deliver\w*|unsuccess\w*|unable|unsent|without|false"
    r"|fail\w*|error\w*|if (?:the|your|it)|inte|ej|icke|aldrig|inget|ingen|inga|nej|utan|misslyck\w*|fel|avbr\w*"
    r"|o(?:lever|skick|sänd)\w*|om (?:fax\w*|det|ditt)|nicht|kein\w*|ikke|pas|aucun\w*)\b|\w+n['’]t\b",
    re.IGNORECASE,
)
# What only may happen ("If the line is busy …") has not; "om 5 minuter" will.
_SUPPOSED: Final = re.compile(r"\W*(?:if|om(?! \d)|falls|si|hvis)\b", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"(?<=[.!?;])\s+|\n\s*\n|\n(?=[\w-]+\s*[:=])")
_GOOD: Final = frozenset({Outcome.DELIVERED, Outcome.ACCEPTED})
_STATUS_NAMES: Final = re.compile("status|result|resultat|state", re.IGNORECASE)
_PAGE_NAMES: Final = re.compile(rf"(?:antal )?{_PAGE}(?:[ _]{_DONE})?", re.IGNORECASE)
_FIELDS: Final = re.compile(
    r"<(?:status|result|state)>\s*([\w .-]+?)\s*</"
    r"|[\"']?(?:status|result|resultat|state)[\"']?\s*[:=;,]\s*[\"']?([\w .-]+)",
    re.IGNORECASE,
)


def read(letter: Letter, dialect: Dialect) -> Receipt | None:
    """The receipt that a letter is; None if it quotes neither a token nor a Message-ID of ours and reads like none."""
    ours = dialect.sender.partition("@")[2]
    message_id = next((one for one in letter.message_ids if one.endswith(f"@{ours}>")), "")
    within = _OUR_TOKEN.search(message_id)
    token = within[1].lower() if within else next(iter(letter.tokens), "")
    if not (token or message_id):
        return None
    body = _without_quotes(letter.text)
    pages = _pages(body)
    outcome = _dsn(letter.text, dialect) if _is_dsn(letter) else _outcome(body, dialect)
    if outcome is Outcome.DELIVERED and pages is not None and pages[0] < pages[1]:
        outcome = Outcome.PARTIAL if pages[0] else Outcome.UNKNOWN
    return Receipt(outcome, token, message_id, pages, is_trusted(letter, dialect))


def is_trusted(letter: Letter, dialect: Dialect) -> bool:
    """Whether the sender's domain is the gateway's, or one under it."""
    domain = letter.sender.rpartition("@")[2]
    return any(domain == trusted or domain.endswith(f".{trusted}") for trusted in dialect.trusted)


def _is_dsn(letter: Letter) -> bool:
    return "report" in letter.kind and _DSN.search(letter.text) is not None


def _outcome(body: str, dialect: Dialect) -> Outcome:
    """The first that is said: of the site's own table, then of common wordings.

    A mail that tells of delivery and of anything else (an earlier try, a delivery to come) is a person's to read: by
    "refused" a second copy would leave, by "delivered" none ever would. That the fax was taken in denies nothing.
    """
    field = _FIELDS.search(body)
    words = [body, *_cells(body, _STATUS_NAMES), *([field[1] or field[2]] if field else [])]
    rules = [*((rule.pattern, Outcome(rule.outcome)) for rule in dialect.receipts), *_common()]
    told = [outcome for pattern, outcome in rules if any(_says(one, pattern, outcome) for one in words)]
    if Outcome.DELIVERED in told and (not set(told) <= _GOOD or _is_promised(body, rules)):
        return Outcome.UNKNOWN
    if told and told[0] not in _GOOD and _says(body, *_common()[0]):
        return Outcome.IN_PROGRESS
    return next(iter(told), Outcome.UNKNOWN)


def _is_promised(body: str, rules: Sequence[tuple[re.Pattern[str], Outcome]]) -> bool:
    """Whether what is said of delivery is of one to come. Beside a bare "OK" that may be said anywhere in the mail."""
    good = [pattern for pattern, outcome in rules if outcome is Outcome.DELIVERED]
    said = [one for one in _sentences(body) if any(pattern.search(one) for pattern in good)]
    return any(map(_undone().search, said or _sentences(body)))


def _cells(body: str, names: re.Pattern[str]) -> list[str]:
    """What stands under a heading of one of these names, where the receipt is a table of separated values."""
    rows = [[cell.strip(" \"'") for cell in re.split("[;,\t]", line)] for line in body.splitlines()]
    return [
        cell
        for heads, values in itertools.pairwise(rows)
        if len(heads) == len(values) > 1
        for head, cell in zip(heads, values, strict=True)
        if names.fullmatch(head)
    ]


def _says(body: str, pattern: re.Pattern[str], outcome: Outcome) -> bool:
    """Whether a sentence means the outcome. Good news counts only from one that denies and supposes nothing."""
    said = [one for one in _sentences(body) if pattern.search(one)]
    if outcome in _GOOD:
        return any(not _NO.search(one) for one in said)
    return any(not _SUPPOSED.match(one) and not _denied(one, pattern) for one in said)


def _sentences(body: str) -> list[str]:
    """Each on one line: a wrapped line tears no words apart."""
    return [" ".join(one.split()) for one in _SENTENCE.split(body)]


@functools.cache
def _common() -> Sequence[tuple[re.Pattern[str], Outcome]]:
    """What gateways say that have no table of their own; first of all that they will try again."""
    return tuple(
        (re.compile("|".join(rows["patterns"]), re.IGNORECASE), Outcome(rows["outcome"]))
        for rows in _table()["wording"]
    )


@functools.cache
def _undone() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in _table()["undone"]), re.IGNORECASE)


@functools.cache
def _table() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "receipts.toml").read_text("utf-8"))


def _dsn(text: str, dialect: Dialect) -> Outcome:
    """RFC 3464: what a success means at this gateway is the dialect's to say; a mail server's "relayed" is no fax."""
    match = _DSN.search(text)
    action = match[1].lower() if match else ""
    status = _STATUS.search(text)
    if action == "failed":
        return Outcome.BAD_NUMBER if status and status[2] == "1" else Outcome.LINE_FAULT
    if action == "delivered":
        return Outcome.DELIVERED if dialect.success_dsn == "faxed" else Outcome.ACCEPTED
    return {"relayed": Outcome.ACCEPTED, "expanded": Outcome.ACCEPTED, "delayed": Outcome.IN_PROGRESS}.get(
        action, Outcome.UNKNOWN
    )


def _denied(body: str, pattern: re.Pattern[str]) -> bool:
    """Whether every place where the pattern fits has a "not" or a nought right before it, or a nought as its value."""
    before = re.compile(r"(?:\bnot|\binte|\bej|could ?n['o]t be|\bnever|\bun)\s{0,2}(?:\w+\s)?$|\b0\s$", re.IGNORECASE)
    behind = re.compile(r"[\w ]{0,15}[:=]\s*(?:0|none|no|nej|inga)(?:\W*$|[,;|])", re.IGNORECASE)
    return all(before.search(body[: one.start()]) or behind.match(body[one.end() :]) for one in pattern.finditer(body))


def _without_quotes(text: str) -> str:
    """The gateway's own words: lines quoted from our mail tell nothing."""
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(">"))


def _pages(text: str) -> tuple[int, int] | None:
    """The pages sent and expected: of counts that follow each other ("page 1 of 3", "page 2 of 3") the furthest."""
    counts = [(int(sent), int(of)) for pattern in _COUNTS for sent, of in pattern.findall(text)]
    if counts:
        return min((max(one for one in counts if one[1] == of) for _, of in counts), key=lambda one: one[0] - one[1])
    cells = [one for one in _cells(text, _PAGE_NAMES) if one.isdecimal()]
    sent = [int(one) for one in (*itertools.chain(*_SENT.findall(text)), *cells) if one]
    expected = [int(one) for one in _EXPECTED.findall(text)]
    if not sent and (not expected or max(expected)):
        return None
    return max(sent, default=0), max(1, *sent, *expected)
