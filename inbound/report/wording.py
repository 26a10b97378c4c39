"""What a page without symbol is, by its words (data in wording.toml)."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Final

from inbound.report.values import PageKind

# A page with fewer words is a note or nothing; with more, a note's words are only part of a report.
_NOTE: Final = 60
_FEW: Final = 3
_REPORT_WORDS: Final = 12
_LONG: Final = 45
# So many things that a report says make one; a single one stands in a note too.
_SURE: Final = 2
# A reference or an accession number tells nothing of what is said; "M1-OCKLUSION" is neither.
_REFERENCE: Final = re.compile(
    r"(?:\b[Nn]o\b\W{1,3})?(?:\b[A-Z]{3}\W[A-Z]{4,5}\W[A-Z]{4}\b|\b(?=(?:[A-Z-]*\d){4})[A-Z]{0,6}\d[\dA-Z-]{4,}\b)"
)
_BRIEF: Final = 40
_ASKED: Final = re.compile(r"[^\W\d_]{2,}\s?\?")
_ORDER: Final = (PageKind.CANNOT_BE_READ, PageKind.DECLINED, PageKind.QUESTION, PageKind.ACKNOWLEDGEMENT)
_DOTS: Final = str.maketrans("åäöÅÄÖ", "aaoAAO")
_MOST: Final = 9
# A bad line makes strokes of a one.
_COUNT: Final = r"(\d{1,2}|[lI|](?!\w))"
_PART: Final = re.compile(
    r"(?:svarssida|svarsida|sid(?:an|a|e)|sid\.?|blad|page|answer page|sheet|(?<!\w)p\.)[\W_]{0,3}"
    rf"{_COUNT}\s{{0,2}}(?:\(?[aåä]v|of|\(|/)\s{{0,2}}(?:total(?:t|ly)?\s)?{_COUNT}",
    re.IGNORECASE,
)


# The same in brackets, of which the first was lost or read as a stroke.
_OPENED: Final = re.compile(r"(?:sid(?:an|a|e)?\.?|page)[\W_]{0,3}(\d)\s?[01lI|t]?\s?(\d)\)", re.IGNORECASE)

# Without a word before it: alone on a line, behind a number of the case's ("Us.ID SENAL0008152286 2 av 3"), in brackets
# behind a company's name.
_BARE: Final = re.compile(r"(?P<lead>.*?)\b(?P<number>\d)\s?(?:[aå]v|/|(?P<head>\())\s?(?P<total>\d)\W*")
_NUMBERED: Final = re.compile(r"(?:\d\W?){5}|[A-Z]{4}\W{1,2}[A-Z]{4}")
# Without how many there are.
_ALONE: Final = re.compile(
    r"(?:^|\W)(?:sid(?:an|a|e)|sid\.?|blad|page)[\W_]{1,3}(\d)\W*(?:f[oö]rts\w*(?:\s\w+)?\W*)?$", re.IGNORECASE
)
_OUTERMOST: Final = 3
# A line of its own, as deep in the head as a table of the case's facts may push it.
_OWN_LINE: Final = re.compile(
    r"\W*(?:sid(?:an|a)|sid\.?|blad|page)\W{1,3}(\d)\W*(?:f[oö]rts\w*(?:\s\w+)?\W*)?", re.IGNORECASE
)
_DEEPEST: Final = 12
# "- 2 -" alone on an outermost line, of whose strokes a bad line may take one; or with both, behind a running head.
_DASHED: Final = re.compile(
    r"\W{0,2}(?:[-–—]\s?(\d)\s?[-–—]?|(\d)\s?[-–—])\W{0,2}|[^\W\d_]{4,}.*\s[-–—=]\s(\d)\s[-–—=]\W{0,2}"
)


def kind(text: str) -> PageKind:
    """The kind of a page by its text alone. What says both "received" and findings is a report; and what says something
    else beside "received" is no cover, on whatever form it is written.

    A report says something of a body: "no findings yet" and "a report will follow" say that there is none.
    """
    text = folded(text)
    words = re.findall(r"[^\W\d_]{2,}", text)
    if len(words) < _FEW:
        return _scrap(text) if words else PageKind.BLANK
    text, listed = _chosen(text)
    if pattern("own.sheets").search(text):
        return PageKind.OWN_SHEET
    told = _told(text)
    named, findings = _said("report.words", told), _said("report.findings", told)
    # A form has words of its own.
    if len(words) <= (2 * _NOTE if listed else _NOTE) and (not findings or named + findings < _SURE):
        note = _note(pattern("kind.missent").sub(" ", text))
        # A tick that a bad line made settles nothing without a person.
        if note is PageKind.ACKNOWLEDGEMENT and listed:
            return PageKind.UNKNOWN
        if note is not None and (note is not PageKind.ACKNOWLEDGEMENT or (not findings and _is_plain(text))):
            return note
        if note is not None and not findings:
            return PageKind.UNKNOWN
    if not findings and not listed and len(words) < 2 * _NOTE and _is_cover(text):
        return PageKind.COVER
    return PageKind.REPORT if _is_of_a_body(told) else PageKind.UNKNOWN


def _chosen(text: str) -> tuple[str, bool]:
    """The text without what a form lists and nobody ticked, and whether it lists: "[X] Mottagen  [ ] Kan inte läsas".

    Of a list in rows all stands where not exactly one is ticked. One in a single line tells nothing: boxes are lost;
    and so does one whose boxes are.
    """
    every = [line for line in text.splitlines() if not _ENCLOSED.match(line)]
    boxless = _boxless(every)
    lines = [line for at, line in enumerate(every) if at not in boxless and not _is_list(line)]
    rows = len(lines) < len(every)
    listed = [at for at, line in enumerate(lines) if (told := _OPTION.match(line)) and _option(told["said"])]
    kinds = {_option(lines[at]) for at in listed}
    ticked = [at for at in listed if _TICK.search(_lead(lines[at]))]
    if len(kinds) < _OPTIONS or len(ticked) != 1:
        return "\n".join(lines), rows or len(kinds) >= _OPTIONS
    return "\n".join(line for at, line in enumerate(lines) if at not in listed or at in ticked), True


def _boxless(lines: Sequence[str]) -> frozenset[int]:
    """Where lines follow each other that say each another kind of note and no more: a form's list without its boxes."""
    kinds = [_option(line) if _BRIEFLY.fullmatch(line) else None for line in lines]
    found = set[int]()
    for start in range(len(lines)):
        run = list(takewhile(lambda at: kinds[at] is not None, range(start, len(lines))))
        if len({kinds[at] for at in run}) >= _OPTIONS:
            found |= set(run)
    return frozenset(found)


_BRIEFLY: Final = re.compile(r"[A-Z][^.:]{4,50}")


def _is_list(line: str) -> bool:
    """Whether one line lists what a form may be: several kinds of notes, or a report and a receipt side by side."""
    told = [kind for kind in _ORDER if pattern(f"kind.{kind.value}").search(line)]
    beside = PageKind.ACKNOWLEDGEMENT in told and _REPORT_OR.match(line) is not None
    said = len(line) > _LISTED or re.search(r"[.?!](?:\s|$)", line) is not None
    return not said and (len(told) >= _OPTIONS or beside)


# A cover's boxes side by side, the first of them ticked: "[X] Svar bifogas  [ ] Komplettering önskas".
_ENCLOSED: Final = re.compile(
    r"\W{0,4}[xX×✗✓✔]\W{1,4}(?:svar|utlatande|report)\w*\s(?:bifog|foljer|enclosed|attached).*[\[({]", re.IGNORECASE
)
_REPORT_OR: Final = re.compile(
    r"\W*\w?\W*(?:utlatande|svar|report)\b[^.,:]{1,12}\b(?:mottag|kvitt|receiv|acknowl)", re.IGNORECASE
)
_LISTED: Final = 110


def _option(said: str) -> PageKind | None:
    return next((kind for kind in _ORDER if pattern(f"kind.{kind.value}").search(said)), None)


def _lead(line: str) -> str:
    told = _OPTION.match(line)
    return _HEADED.sub("", line[: told.start("said")]) if told else ""


# What stands behind a box on a form, whatever a bad line made of the box; so many different ones are a list.
_OPTION: Final = re.compile(
    r"^(?:(?:[^\W\d_]{3,20}[:\s]\s?)?[\[({|]\s?[^\s]{0,3}\s?[\])}|iIlJ1]?\s+|(?!\w{3})[^\n]{1,6}?\s?(?<!\w))"
    r"(?P<said>[A-Z][a-z]+,?\s.{2,60})$"
)
# What the list is headed by, on the line of its first box: "Meddelande [X] Remissen mottagen".
_HEADED: Final = re.compile(r"^[^\W\d_]{3,20}[:\s]\s?(?=\S)")
_TICK: Final = re.compile(r"[xX×✗✓✔]")
_OPTIONS: Final = 3


def _scrap(text: str) -> PageKind:
    """A page of hardly a word: somebody may have written "received" and nothing else."""
    said = pattern("kind.acknowledgement").search(text) is not None
    return PageKind.ACKNOWLEDGEMENT if said and _is_plain(text) else PageKind.UNKNOWN


def _is_of_a_body(told: str) -> bool:
    """Whether findings stand here, or so many words of a body that some must have been misread."""
    named, findings = _said("report.words", told), _said("report.findings", told)
    words = len(re.findall(r"[^\W\d_]{2,}", told))
    if not findings:
        return words >= _LONG and named >= _SURE
    return named + findings >= _SURE or words >= _REPORT_WORDS


def _told(text: str) -> str:
    """What a folded text says itself: what it asks, promises or has nothing of yet is left out; no finding is."""
    asked = text
    for key in ("kind.none", "kind.quoted", "kind.asked", "kind.subject", "kind.missent"):
        asked = pattern(key).sub(" ", asked)
    return pattern("kind.promised").sub(lambda said: said[0] if _said("report.findings", said[0]) else " ", asked)


def is_answer_sheet(text: str) -> bool:
    """Whether our answer sheet's own wording stands on the page."""
    return all(pattern(key).search(folded(text)) for key in ("own.answer", "own.printed"))


def part(text: str) -> tuple[int, int] | None:
    """The last "page n of m" of the text. No report has so many pages as "1 (1)" misread as "1 (12"."""
    told = _PART.findall(text) or _OPENED.findall(text)
    found = [(_number(number), _number(total)) for number, total in told]
    return next(((number, total) for number, total in reversed(found) if 1 <= number <= total <= _MOST), None)


def counted(text: str) -> tuple[int, int] | None:
    """What the outermost lines say without a word for pages: "2 av 3", "2 (3)". Alone it tells nothing: too many are
    "1 (1)" misread. It counts where the next page says that it is the next.
    """
    for line in _outermost(text):
        match = _BARE.fullmatch(line.strip())
        if match and (match["head"] or not re.search(r"\w", match["lead"]) or _NUMBERED.search(match["lead"])):
            return int(match["number"]), int(match["total"])
    return None


def _outermost(text: str) -> Sequence[str]:
    lines = [line for line in text.splitlines() if line.strip()]
    return (*lines[:_OUTERMOST], *lines[-_OUTERMOST:])


def number(text: str) -> int | None:
    """The number that a page bears, with or without how many there are: at an end of one of its outermost lines."""
    dashed = (match for line in _outermost(text) if (match := _DASHED.fullmatch(line.strip())) is not None)
    told = (_ALONE.search(line) for line in _outermost(text))
    whole = (_OWN_LINE.fullmatch(line) for line in text.splitlines()[:_DEEPEST])
    counted, alone = part(text), next((found for found in (*told, *whole, *dashed) if found), None)
    return counted[0] if counted else int(next(filter(None, alone.groups()))) if alone else None


def _number(read: str) -> int:
    return int(read) if read.isdecimal() else 1


def _note(text: str) -> PageKind | None:
    """The kind of a note; one that asks anything in so many words is a question. What was asked of the reader isn't."""
    own = text
    for key in ("kind.quoted", "kind.offered", "kind.missent"):
        own = pattern(key).sub(" ", own)
    told = next((kind for kind in _ORDER if pattern(f"kind.{kind.value}").search(own)), None)
    urgent = told is not None and told is not PageKind.ACKNOWLEDGEMENT
    return PageKind.QUESTION if not urgent and _ASKED.search(own) else told


def _is_plain(text: str) -> bool:
    """Whether a note says nothing but that something has come: letterhead, numbers, times and a signature left out."""
    said = "\n".join(line for line in folded(text).splitlines() if not pattern("kind.beside").search(line))
    for beside in (*map(pattern, ("kind.none", "kind.quoted", "kind.formal")), _REFERENCE):
        said = beside.sub(" ", said)
    words = re.findall(r"[^\W\d_]{2,}", said)
    plain = (pattern("kind.plain").match(word) or pattern("kind.short").fullmatch(word) for word in words)
    return len(words) <= _BRIEF and all(plain)


def _is_cover(text: str) -> bool:
    addressed = all(pattern(key).search(text) for key in ("kind.to", "kind.from"))
    return addressed or pattern("kind.cover").search(text) is not None


def _said(key: str, text: str) -> int:
    """How many different things of the table the text says."""
    return len({match.group().lower() for match in pattern(key).finditer(text)})


@functools.cache
def pattern(key: str) -> re.Pattern[str]:
    """All that the table lists under `group.name`, for texts that are `folded`."""
    return re.compile(folded("|".join(table()[key])), re.IGNORECASE | re.MULTILINE)


def lists(key: str, word: str) -> bool:
    """Whether the table lists a word, whole and as it is written, under `group.name`."""
    return _listed(key).fullmatch(word) is not None


def folded(text: str) -> str:
    """Without the dots and rings that a bad line takes from å, ä and ö: patterns and pages alike."""
    return text.translate(_DOTS)


@functools.cache
def table() -> Mapping[str, list[str]]:
    """wording.toml: the patterns of each `group.name`."""
    table = tomllib.loads((Path(__file__).parent / "wording.toml").read_text("utf-8"))
    return {f"{group}.{name}": patterns for group, rows in table.items() for name, patterns in rows.items()}


@functools.cache
def _listed(key: str) -> re.Pattern[str]:
    return re.compile("|".join(table()[key]), re.IGNORECASE)
