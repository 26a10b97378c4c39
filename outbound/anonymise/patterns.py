"""Whatever has the form of an identifier: numbers, days, telephones, addresses, links, names of files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ocr import identifiers
from ocr.identifiers import Category, Finding
from outbound.anonymise import private_numbers
from outbound.anonymise.contacts import contacts
from outbound.anonymise.spans import Case, Span
from outbound.referral.page import links
from outbound.referral.words import phones

_LABELS: Final = {
    Category.PERSONAL_NUMBER: "personal_number", Category.RESERVE_NUMBER: "reserve_number",
    Category.LMA_NUMBER: "lma_number",
    Category.STAFF_ID: "staff_id", Category.LONG_NUMBER: "long_number", Category.BIRTH_DATE: "birth_date",
    Category.PHONE: "phone", Category.EMAIL: "email", Category.ADDRESS: "address",
}  # fmt: skip
_LETTERS_BEFORE: Final = re.compile(r"(?<![\w-])[A-ZÅÄÖ]{1,6}[-/]$")
# Whose books a number stands in is told by its name alone.
_FILED_BY: Final = re.compile(
    r"(?<!\w)(?:K-?nr|dnr|diarienr|diarienummer|ärendenr|(?:pol|polis)\.?\s?nr)[.:]?\s$", re.IGNORECASE
)


def patterns(text: str, case: Case) -> Iterator[Span]:
    """Rule 4: whatever has the form of an identifier; staff telephones and the case's kept numbers stay."""
    for finding in identifiers.find(text):
        value = text[finding.start : finding.end]
        staffs = finding.category is Category.PHONE and _is_staffs(value, case)
        if not staffs and identifiers.digits(value) not in case.kept:
            yield Span(_start(text, finding), finding.end, _LABELS[finding.category], "pattern")
    yield from private_numbers.numbers(text, case)
    yield from contacts(text, case)
    yield from (Span(*link.span(), "address", "link") for link in links.LINK.finditer(text))
    yield from (Span(*file.span(), "unknown_word", "file") for file in links.FILE.finditer(text))


def _is_staffs(value: str, case: Case) -> bool:
    """A number that a staff field gave, or within the hospital's own ranges."""
    digits = phones.national(value)
    return digits in case.phones or any(digits.startswith(phones.national(prefix)) for prefix in case.hospital)


def _start(text: str, finding: Finding) -> int:
    """Where it begins, with what a long number has before it: letters of its own, or whose books it stands in."""
    if finding.category is not Category.LONG_NUMBER:
        return finding.start
    before = text[: finding.start]
    led = _FILED_BY.search(before) or _LETTERS_BEFORE.search(before)
    return led.start() if led else finding.start
