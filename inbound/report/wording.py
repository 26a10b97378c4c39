"""What a page without symbol is, by its words (data in wording.toml)."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from inbound.report.values import PageKind

# A page with fewer words is a note or nothing; with more, a note's words are only part of a report.
_NOTE: Final = 60
_FEW: Final = 3
_REPORT_WORDS: Final = 12
_LONG: Final = 45
# Under a name a date may stand, or a telephone.
_UNDER: Final = 2
# So many things that a report says make one; a single one stands in a note too.
_SURE: Final = 2
# Shorter words, and references, tell nothing of what is said.
_SHORT: Final = 3
_GROUP: Final = 4
_BRIEF: Final = 25
_ASKED: Final = re.compile(r"[^\W\d_]{2,}\s?\?")
_ORDER: Final = (PageKind.CANNOT_BE_READ, PageKind.DECLINED, PageKind.QUESTION, PageKind.ACKNOWLEDGEMENT)
_PART: Final = re.compile(
    r"(?:svarssida|svarsida|sida|sid\.?|page|answer page)[ :]{0,3}(\d{1,2})\s{0,2}(?:av|of|\(|/)\s{0,2}(\d{1,2})",
    re.IGNORECASE,
)


# Somebody's name alone on the line, or with a date or a time behind it: nobody writes that in the middle of a report.
_SIGNED: Final = re.compile(
    r"^\W*(?:(?:[A-ZÅÄÖ]\.\s?){1,2}|(?:[A-ZÅÄÖ][a-zåäöéü'’-][\w'’-]*\s+){1,2})(?:[A-ZÅÄÖ]['’]?\w[\w'’-]+)[\s,]*(?:[\d:/\s-][\d:./\s-]*)?$"
)


# A line under a report: names, and words that stand beside a name there.
_LINE: Final = 80
_HEADED: Final = re.compile(
    r"\W*(?:bedömning|konklusion|slutsats|sammanfattning|fynd|utlåtande|impression|summary|conclusion|findings|assessment)",
    re.IGNORECASE,
)
_INITIALS: Final = re.compile(r"^/{1,2}\s?[A-ZÅÄÖ][\wåäö]{0,12}$")
_BESIDE: Final = re.compile(
    r"(?:gm|e\.?u|dr|doktor|prof|leg|läk\.?|spec|tf|bitr|\w*läkare\w*|\w*läk|st|at|öl|bakjour\w*|jour\w*|\w*radiolog\w*|consultant|"
    r"resident|md|phd|fellow|mvh|med|vänliga?|hälsning(?:ar)?|kind|best|regards|sincerely|tel\w*|tfn|dect|sökare|ring|utskrift|"
    r"diktat|dikterat|sign\w*|granskat|granskad|läst|skrivet|utfärdat|av|by|prel\w*|svar|svarat|vid|pennan|i|teleconsult|report|"
    r"reports?|ends?|slut|klinik\w*|röntgen\w*|enhet\w*|natt\w*|kl|den|the|of|för|undertecknat|undertecknad|elektroniskt|svarande)",
    re.IGNORECASE,
)


def kind(text: str) -> PageKind:
    """The kind of a page by its text alone. What says both "received" and findings is a report."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    if len(words) < _FEW:
        return PageKind.BLANK if not words else PageKind.UNKNOWN
    if _any("own.sheets").search(text):
        return PageKind.OWN_SHEET
    named, findings = _said("report.words", text), _said("report.findings", text)
    if len(words) <= _NOTE and (not findings or named + findings < _SURE):
        note = _note(text)
        if note is not None and (note is not PageKind.ACKNOWLEDGEMENT or _is_plain(words)):
            return note
    if not findings and len(words) < 2 * _NOTE and _is_cover(text):
        return PageKind.COVER
    if len(words) >= _LONG or named + findings >= _SURE or (named + findings and len(words) >= _REPORT_WORDS):
        return PageKind.REPORT
    return PageKind.UNKNOWN


def is_answer_sheet(text: str) -> bool:
    """Whether our answer sheet's own wording stands on the page."""
    return _any("own.answer").search(text) is not None and _any("own.printed").search(text) is not None


def part(text: str) -> tuple[int, int] | None:
    """The last "page n of m" of the text."""
    found = [(int(number), int(total)) for number, total in _PART.findall(text)]
    return next(((number, total) for number, total in reversed(found) if 1 <= number <= total), None)


def ends(text: str) -> bool:
    """Whether one of the last lines consists of the reader's word that the answer ends."""
    last = [line for line in text.splitlines() if line.strip()][-6:]
    word = re.compile(rf"^\W*(?:{'|'.join(_table()['end.words'])})\W*$", re.IGNORECASE)
    return any(word.match(line) for line in last) or re.search(r"[-–*=]{2,}\s*(?:SLUT|END)\b", text) is not None


def closes(text: str, lines: int) -> bool:
    """Whether the last so many lines hold what stands under a report: a signature, a title, the last of its pages."""
    filled = [line for line in text.splitlines() if line.strip()]
    last = "\n".join(filled[-lines:])
    foot = [line for line in filled[-_UNDER:] if re.search(r"[^\W\d_]{2}", line)]
    return any(map(is_signed, foot)) or _any("end.closing").search(last) is not None or _PART.search(last) is not None


def _is_name(lines: Sequence[str]) -> bool:
    """Whether the last line is a name; a heading that is cut off below looks like one, but names a part of the body."""
    keys = ("report.words", "report.findings", "end.side")
    return any(_SIGNED.match(line) and not any(_any(key).search(line) for key in keys) for line in lines)


def is_signed(line: str) -> bool:
    """Whether a line is who signed: a name, perhaps with titles, numbers and greetings, and nothing of a body."""
    if _is_name([line]) or _INITIALS.match(line.strip()):
        return True
    words = re.findall(r"[^\W\d_][\w.'’-]*", line)
    others = [word for word in words if not _BESIDE.fullmatch(word.strip("."))]
    if len(line) >= _LINE or len(words) < _SURE or not 1 <= len(others) <= _GROUP or _HEADED.match(line):
        return False
    plain = not any(_any(key).search(line) for key in ("report.findings", "end.side"))
    return plain and all(word[0].isupper() and (len(word) < _SHORT or not word.isupper()) for word in others)


def _note(text: str) -> PageKind | None:
    """The kind of a note; one that asks anything in so many words is a question."""
    told = next((kind for kind in _ORDER if _any(f"kind.{kind.value}").search(text)), None)
    urgent = told is not None and told is not PageKind.ACKNOWLEDGEMENT
    return PageKind.QUESTION if not urgent and _ASKED.search(text) else told


def _is_plain(words: Sequence[str]) -> bool:
    """Whether a note says nothing but that something has come."""
    longer = [word for word in words if len(word) > _SHORT and not (word.isupper() and len(word) == _GROUP)]
    return len(words) <= _BRIEF and all(_any("kind.plain").match(word) for word in longer)


def _is_cover(text: str) -> bool:
    return bool(_any("kind.cover").search(text) or (_any("kind.to").search(text) and _any("kind.from").search(text)))


def _said(key: str, text: str) -> int:
    """How many different things of the table the text says."""
    return len({match.group().lower() for match in _any(key).finditer(text)})


@functools.cache
def _any(key: str) -> re.Pattern[str]:
    return re.compile("|".join(_table()[key]), re.IGNORECASE | re.MULTILINE)


@functools.cache
def _table() -> Mapping[str, list[str]]:
    table = tomllib.loads((Path(__file__).parent / "wording.toml").read_text("utf-8"))
    return {f"{group}.{name}": patterns for group, rows in table.items() for name, patterns in rows.items()}
