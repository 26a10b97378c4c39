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
from typing import Final

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
_OF: Final = r"\s*(?:/|of|av|out of|von|sur)\s*"
# "Pages sent: 2 of 3", "page 1/3", "2 of 3 pages", "2 pages of 3".
_COUNTS: Final = (
    re.compile(rf"(?:{_PAGE}|page_?count|sidantal)[^\d\n]{{0,25}}(\d{{1,3}}){_OF}(\d{{1,3}})", re.IGNORECASE),
    re.compile(rf"(?<!\d)(\d{{1,3}})(?:\s*{_PAGE})?{_OF}(\d{{1,3}})\s*{_PAGE}\b", re.IGNORECASE),
    re.compile(rf"(?<!\d)(\d{{1,3}})\s*{_PAGE}{_OF}(\d{{1,3}})\b", re.IGNORECASE),
)
_OUR_TOKEN: Final = re.compile(r"\.([a-z2-7]{26})@", re.IGNORECASE)
# A sentence that holds one of these says of nothing that it was done: Swedish puts its "inte" behind the verb too.
_NO: Final = re.compile(
    r"\b(?:not|never|no(?!\s*[.:#]|\s*\+?\d)|none|nothing|cannot|un\w*deliver\w*|unsuccess\w*|unable|unsent|without|false"
    r"|fail\w*|error\w*|if (?:the|your|it)|inte|ej|icke|aldrig|inget|ingen|inga|nej|utan|misslyck\w*|fel|avbr\w*"
    r"|om (?:fax\w*|det|ditt))\b|\w+n['’]t\b",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"(?<=[.!?;])\s+|\n\s*\n|\n(?=[\w-]+\s*[:=])")
_GOOD: Final = frozenset({Outcome.DELIVERED, Outcome.ACCEPTED})
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
    pages = _pages(_without_quotes(letter.text))
    outcome = _outcome(letter, dialect)
    if outcome is Outcome.DELIVERED and pages is not None and pages[0] < pages[1]:
        outcome = Outcome.PARTIAL
    return Receipt(outcome, token, message_id, pages, is_trusted(letter, dialect))


def is_trusted(letter: Letter, dialect: Dialect) -> bool:
    """Whether the sender's domain is the gateway's, or one under it."""
    domain = letter.sender.rpartition("@")[2]
    return any(domain == trusted or domain.endswith(f".{trusted}") for trusted in dialect.trusted)


def _outcome(letter: Letter, dialect: Dialect) -> Outcome:
    """A DSN by its action; else the site's own table, then fields of XML or CSV, then common wordings."""
    if "report" in letter.kind and _DSN.search(letter.text):
        return _dsn(letter.text, dialect)
    body = _without_quotes(letter.text)
    for rule in dialect.receipts:
        outcome = Outcome(rule.outcome)
        if _says(body, rule.pattern, outcome):
            return Outcome.IN_PROGRESS if outcome not in _GOOD and _says(body, *_common()[0]) else outcome
    field = _FIELDS.search(body)
    said = [*_cells(body), *([field[1] or field[2]] if field else []), body]
    return next(
        (outcome for words in said for pattern, outcome in _common() if _says(words, pattern, outcome)), Outcome.UNKNOWN
    )


def _cells(body: str) -> list[str]:
    """What stands under a heading of status or result, where the receipt is a table of separated values."""
    rows = [[cell.strip(" \"'") for cell in re.split("[;,\t]", line)] for line in body.splitlines()]
    return [
        cell
        for names, values in itertools.pairwise(rows)
        if len(names) == len(values) > 1
        for name, cell in zip(names, values, strict=True)
        if re.fullmatch("status|result|resultat|state", name, re.IGNORECASE)
    ]


def _says(body: str, pattern: re.Pattern[str], outcome: Outcome) -> bool:
    """Whether the words mean the outcome. Good news counts only from a sentence that denies and supposes nothing."""
    if outcome in _GOOD:
        return any(pattern.search(one) and not _NO.search(one) for one in map(_flat, _SENTENCE.split(body)))
    return bool(pattern.search(_flat(body))) and not _denied(_flat(body), pattern)


def _flat(words: str) -> str:
    """Without line ends: a wrapped line tears no words apart."""
    return " ".join(words.split())


@functools.cache
def _common() -> Sequence[tuple[re.Pattern[str], Outcome]]:
    """What gateways say that have no table of their own; first of all that they will try again."""
    table = tomllib.loads((Path(__file__).parent / "receipts.toml").read_text("utf-8"))
    return tuple(
        (re.compile("|".join(rows["patterns"]), re.IGNORECASE), Outcome(rows["outcome"])) for rows in table["wording"]
    )


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
    """Whether every place where the pattern fits has a "not" right before it."""
    negation = re.compile(r"(?:\bnot|\binte|\bej|could ?n['o]t be|\bnever|\bun)\s{0,2}(?:\w+\s)?$", re.IGNORECASE)
    return all(negation.search(body[: match.start()]) for match in pattern.finditer(body))


def _without_quotes(text: str) -> str:
    """The gateway's own words: lines quoted from our mail tell nothing."""
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(">"))


def _pages(text: str) -> tuple[int, int] | None:
    """The pages sent and expected: of counts that follow each other ("page 1 of 3", "page 2 of 3") the furthest."""
    counts = [(int(sent), int(of)) for pattern in _COUNTS for sent, of in pattern.findall(text)]
    furthest = (max(one for one in counts if one[1] == of) for _, of in counts)
    return min(furthest, key=lambda one: one[0] - one[1], default=None)
