"""The accession numbers of a referral, as a RIS writes them: behind their labels, or told by their letters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ocr import identifiers
from ocr.identifiers import Category
from outbound.referral.form.entries import Entry
from outbound.referral.page.grid import Row
from outbound.referral.values import Group

# A value of more words is a sentence, and what is told beside the number is another of these.
_FEW: Final = 4
_OTHERS: Final = frozenset({Category.PHONE, Category.PERSONAL_NUMBER, Category.RESERVE_NUMBER, Category.EMAIL})
# A number behind its label, whatever its letters.
_NUMBERED: Final = re.compile(r"(?<!\w)[A-Za-z]{0,6}-?\d[\w-]{3,24}(?!\w)")
# One number as a RIS may write it: letters, and figures in groups ("SU 7731 0098 2", "NR/25/61180", "LID-44 17 302").
_GROUPED: Final = re.compile(r"(?:[A-ZÅÄÖ]{1,6}[ ./-]?){0,3}\d[\dA-Z]*(?:[ ./-][\dA-Z]{1,12})*")
_LEAST_FIGURES: Final = 4
# "Accession INF2611140, remiss id INF-40913".
_OTHER_NUMBER: Final = re.compile(
    r"\s*(?:remiss|order|best(?:ällning)?|rem)[\s.-]?(?:id|nr|nummer|no)?[\s.:]+(?=\S*\d)", re.I
)
_PAIR: Final = 2
# Two groups of so many figures each are two numbers.
_ONE_OF_TWO: Final = 6
# When, and no number.
_DAY: Final = re.compile(r"(?:19|20)\d\d-\d\d-\d\d(?!\d)")
# Anywhere on a line, behind a word that says so, or told by the letters of a Swedish RIS (SE and the hospital's own).
_LETTERED: Final = r"(?=(?:[\w/-]*?\d){4})(?:[A-ZÅÄÖa-z]{1,6}[-/]?){1,3}\d[\dA-Za-z/-]{2,20}"
_OF_FIGURES: Final = rf"(?!{_DAY.pattern})(?=(?:[\w/-]*?\d){{5}})\d[\dA-Za-z/-]{{3,20}}"
# "ÄS 4417 2093", "8812 5590 1": eight figures at least, in groups of four at most; "OLR 55 00318": six behind letters.
_IN_GROUPS: Final = (
    r"(?:(?:[A-ZÅÄÖ]{1,4}\s)?(?=(?:\s?\d){8})\d{2,4}(?:\s\d{1,4}){1,4}"
    r"|[A-ZÅÄÖ]{2,5}\s(?=(?:\s?\d){6})\d{1,5}(?:\s\d{1,6}){1,4}|[A-ZÅÄÖ]{2,5}\s\d{3,8}-\d{2,8})"
)
_ACCESSION: Final = re.compile(
    r"(?<!\w)(?:(?i:ac[ck]n?(?:ession)?s?[\s.-]?(?:nr|nummer|no|number|id)?|ris[\s-]?(?:nr|nummer|id)|(?:rtg|röntgen|us)-?nr|undersökn(?:ings|\.)?\s?(?:nr|nummer))"
    rf"(?:\s\([^)\d]{{2,25}}\))?[.:)\s*]{{1,12}}(?P<number>{_LETTERED}|{_OF_FIGURES}|{_IN_GROUPS})"
    rf"|(?i:acc(?:ession)?(?:s?(?:nr|nummer))?)(?:\s[a-zåäö]+){{1,3}}:?\s(?P<said>{_LETTERED})"
    r"|(?P<plain>SE[A-Z]{2,4}\d{8,12}|ACC-?\d{6,14}))(?![\w-])"
)
# SE and the hospital's own letters: only a Swedish RIS gives such a number.
_RIS_NUMBER: Final = re.compile(r"SE[A-Z]{2,4}\d{8,12}")
# Three figures at least, and no nine letters together.
_POSSIBLE: Final = re.compile(r"(?=(?:.*\d){3})(?!.*[^\W\d_]{9})\S.{2,31}")


def of(entries: Sequence[Entry], rows: Sequence[Row]) -> tuple[str, ...]:
    """The numbers, one or several to a value; words beside them stay behind. Some stand in other lines."""
    values = "\n".join(_told(_of_two(entry)) for entry in entries if entry.group is Group.ACCESSION)
    beside = [
        match["number"] or match["said"] or match["plain"] for row in rows for match in _ACCESSION.finditer(row.text)
    ]
    own = {entry.text for entry in entries if entry.group in (Group.IDENTITY, Group.DROP)}
    own |= {part for entry in entries if entry.text != _of_two(entry) for part in entry.text.split()}
    found = (*_codes(values), *(number for number in beside if number not in own))
    whole = dict.fromkeys(found)
    return tuple(one for one in whole if not any(one != other and one in other for other in whole))


def is_number(text: str) -> bool:
    """Whether a text is nothing but a number that only a Swedish RIS gives, whatever label stands before it."""
    return _RIS_NUMBER.fullmatch(text) is not None


def may_be_one(text: str) -> bool:
    """Whether a text may be an accession number: figures, and no more letters together than a RIS puts before them.

    A name or a word that was typed into the wrong box is none.
    """
    return _POSSIBLE.fullmatch(text) is not None


def typed(text: str) -> tuple[str, ...]:
    """The numbers that a person typed, parted by commas; `shown` is its inverse. Judges none of them."""
    parts = [part.strip() for part in re.split(r"[,;\n]", text)]
    return tuple(dict.fromkeys(number for part in parts if part for number in _parted(part)))


def shown(numbers: Sequence[str]) -> str:
    """Numbers as a person sees and edits them."""
    return ", ".join(numbers)


def _parted(part: str) -> Sequence[str]:
    """One number, which may be written in groups, or two and more with a blank between."""
    groups = part.split()
    return groups if sum(map(_may_stand_alone, groups)) > 1 else [part]


def _may_stand_alone(group: str) -> bool:
    return sum(map(str.isdigit, group)) >= _ONE_OF_TWO


def _told(value: str) -> str:
    """A value behind a label; where a sentence goes on behind the number, only its first part, and no telephone."""
    first = re.match(r"\S+", value)
    if first is None or len(value.split()) <= _FEW:
        return value
    beside = [one for one in identifiers.find(value) if one.category in _OTHERS and one.start > first.end()]
    return re.split(r"[.;]\s", value[: beside[0].start] if beside else value)[0]


def _of_two(entry: Entry) -> str:
    """The value; of two numbers behind a label of two parts, the one in its place: "Remissnr / Accession: 71 88"."""
    parts, numbers = entry.label.split("/"), entry.text.split()
    named = [bool(re.match(r"\s*(?:acc|ris)", part, re.IGNORECASE)) for part in parts]
    paired = len(parts) == len(numbers) == _PAIR and sum(named) == 1
    return numbers[named.index(True)] if paired else entry.text


def _codes(values: str) -> Iterator[str]:
    """The numbers of the values behind labels, each as it stands there."""
    for value in re.split(r"[,;\n]|\s(?:och|samt|&)\s|\s{2,}", _DAY.sub(" ", values)):
        if _OTHER_NUMBER.match(value):
            continue
        one = sum(map(_may_stand_alone, value.split())) < 2
        if one and _GROUPED.fullmatch(value.strip()) and sum(sign.isdigit() for sign in value) >= _LEAST_FIGURES:
            yield value.strip()
        else:
            yield from _NUMBERED.findall(value)
