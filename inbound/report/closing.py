"""What stands under a report: who signed it, a word that it ends, and what every page of a reader has at its foot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import islice
from typing import Final, Literal

from inbound.report import wording

# So many lines may stand under a report's last sentence; under a name a date may stand, or a telephone.
_LAST: Final = 8
_UNDER: Final = 2
_ENDS: Final = 6
_OVERLEAF: Final = 4
# A sentence of so many small words is the report's own, whatever it says.
_SENTENCE: Final = 6
_LINE: Final = 80
_SURE: Final = 2
_SHORT: Final = 3
_GROUP: Final = 4
# Somebody's name alone on the line, or with a date or a time behind it: nobody writes that in the middle of a report.
_SIGNED: Final = re.compile(
    r"^\W*(?:(?:[A-ZÅÄÖ]\.\s?){1,2}|(?:[A-ZÅÄÖ][a-zåäöéü'’-][\w'’-]*\s+){1,2})(?:[A-ZÅÄÖ]['’]?\w[\w'’-]+)[\s,]*(?:[\d:/\s-][\d:./\s-]*)?$"
)
_INITIALS: Final = re.compile(
    r"^(?:/{1,2}\s?[A-ZÅÄÖ][\wåäö]{0,12}|[A-ZÅÄÖ]{2,3}/[a-zåäö]{2,3}|[-–—]{1,2}\s?[A-ZÅÄÖ]{2,3}\s?[-–—]{1,2})$"
)
# A slash before a name says who wrote, whatever title stands behind it.
_SLASHED: Final = re.compile(
    r"^\W{0,2}/{1,2}\s?[A-ZÅÄÖlI|][\w.'’-]+[\s,]*(?:[A-ZÅÄÖ][\w.'’-]+[\s,]*){1,2}(?:[\w.]{2,12}\W*){0,2}$"
)
_HEADED: Final = re.compile(
    r"\W*(?:bedömning|konklusion|slutsats|sammanfattning|fynd|utlåtande|impression|summary|conclusion|findings|assessment)",
    re.IGNORECASE,
)
# The page's number, whatever a bad line made of its figures.
_NUMBERED: Final = re.compile(
    r"^\W*(?:sid(?:an|a|e)?|blad|page)\b[\W_]{0,3}(?:[\dIl|t](?:[\s().,/]|av|of)*){1,4}$", re.IGNORECASE
)
# "1 (1)" alone on its line. Other numbers without a word are not to be trusted: a bad line makes a two of a one.
_SOLE: Final = re.compile(r"^\W{0,3}[1lI|t]\s?[(1lI|t]\s?[1lI|]\)\W{0,4}\w?\W*$")
_HEAD: Final = 3
_NEXT: Final = re.compile(r"nästa|next|overleaf", re.IGNORECASE)
# The last word of a head, or its first.
_CONTINUED: Final = re.compile(
    r"(?:^|[,(–—-]\s?)\W*(?:forts(?:attning)?|continued|cont)\b[.)\W]*$|(?-i:(?<=[A-Z]{3}\s))forts\.\W*$|^\W*(?:forts(?:attning)?|continued|cont)\b(?!\W*(?:pa|on)\b)",
    re.IGNORECASE,
)
_GOES_ON: Final = re.compile(r"(?:->|→|[>»])\s?(?:sid|blad|page)", re.IGNORECASE)
# An order's or an examination's number: nobody's name stands beside it.
_CODED: Final = re.compile(r"(?<!\w)[A-ZÅÄÖ]{2,6}[ -]?\d{6}")
# A date and the minute: of whoever signed, or of the page's own making.
_TIMED: Final = re.compile(r"20\d\d-\d\d-\d\d\W{1,3}(?:kl\.?\s)?\d\d[:.]\d\d")
# What a bad line leaves behind a name.
_NOISE: Final = re.compile(r"\s+[^\w\s]+(?:\s+\w{0,2}[^\w\s]*)*\s*$")
# The word in capitals, whatever a browser prints beside it.
_ENDING: Final = re.compile(r"\W*(?:SLUT|END)\b")
# How like a closing word a misread one is; "varande" and "svarande" are told by their length.
_ALIKE: Final = 0.8
# "Radiologisk beskrivelse" is a heading, and no radiologist misread.
_RADIOLOGIC: Final = re.compile("radiologisk(?:t|a)?")
# In capitals only whoever has a title: "LÄK. BO CARLBOM, KUNGÄLV".
_TITLED: Final = re.compile(
    r"\W*(?:LEG\.?\s)?(?:LÄK|LÄKARE|ÖL|ÖVERLÄKARE|DR|DOKTOR|RADIOLOG|SPEC\.?\s?LÄK)[.:]?\s[A-ZÅÄÖ]"
)


def state(text: str) -> Literal["closed", "footed", ""]:
    """What closes the text: who signed or ended it, only what stands at the foot of any page, or nothing."""
    foot = list(_foot(text))
    own = [line for line in foot if not _is_of_any_page(line)]
    if ends(text) or any(map(is_signed, own[:_UNDER])) or any(map(_closes, own)):
        return "closed"
    return "footed" if len(own) < len(foot) else ""


def is_tail(text: str) -> bool:
    """Whether the page holds only what stands under a report."""
    return len(list(_foot(text))) == len(_filled(text)) and bool(state(text))


def ends(text: str) -> bool:
    """Whether one of the last lines consists of the reader's word that the answer ends."""
    # Whoever ends it may sign on the same line: "Svar slut /IJ".
    word = re.compile(rf"^\W*(?:{'|'.join(wording.table()['end.words'])})\W*(?:/\s?\w{{1,4}}\W*)?$", re.IGNORECASE)
    last = _filled(text)[-_ENDS:]
    return any(word.match(line) for line in last) or re.search(r"[-–*=]{2,}\s*(?:SLUT|END)\b", text) is not None


def is_signed(line: str) -> bool:
    """Whether a line is who signed: a name, perhaps with titles, numbers and greetings, and nothing of a body."""
    line = _NOISE.sub("", line)
    if _is_name(line) or _SLASHED.match(line) or _INITIALS.match(line.strip()):
        return True
    words = re.findall(r"[^\W\d_][\w.'’-]*", line)
    others = [word for word in words if not wording.lists("end.beside", word.strip("."))]
    if (
        _CODED.search(line)
        or len(line) >= _LINE
        or len(words) < _SURE
        or not 1 <= len(others) <= _GROUP
        or _HEADED.match(line)
    ):
        return False
    plain = not any(_says(key, line) for key in ("report.findings", "end.side"))
    if line.isupper() and _TITLED.match(line):
        return plain
    return plain and all(word[0].isupper() and (len(word) < _SHORT or not word.isupper()) for word in others)


def _is_name(line: str) -> bool:
    """Whether the line is a name; a heading that is cut off below looks like one, but names a part of the body."""
    keys = ("report.words", "report.findings", "end.side")
    return _SIGNED.match(line) is not None and not any(_says(key, line) for key in keys)


def last(text: str) -> str:
    """The last line that is the report's own, and not of any page; nothing if there is none."""
    return next((line for line in reversed(_filled(text)) if not _is_of_any_page(line)), "")


def goes_on(text: str) -> bool:
    """Whether the outermost lines say that the report goes on overleaf; at the head they must name the page."""
    lines = _filled(text)
    last = any(_says("end.overleaf", line) or _GOES_ON.match(line) for line in lines[-_OVERLEAF:])
    return last or any(_says("end.overleaf", line) and _NEXT.search(line) for line in lines[:_HEAD])


def is_going_on(text: str) -> bool:
    """Whether one of the first lines says that the page goes on with a report: "Diktat, forts.", "– continued"."""
    return any(_CONTINUED.search(wording.folded(line)) and not _NEXT.search(line) for line in _filled(text)[:_HEAD])


def _foot(text: str) -> Iterator[str]:
    """The lines under the report's last sentence, the last first."""
    for line in islice(reversed(_filled(text)), _LAST):
        if not _closes(line) and not _is_of_any_page(line) and _is_said(line):
            return
        yield line


def _closes(line: str) -> bool:
    """Whether the line says who signed, as written or as a bad line leaves it; or stands behind a word that ends.

    A sentence does so only in words that forms have: "läst nattetid av ensam granskare" stands amid a report.
    """
    if _is_sentence(line):
        return _says("end.formal", line)
    if _says("end.closing", line) or _ENDING.match(line):
        return True
    words: list[str] = re.findall(r"[^\W\d_]{6,}", wording.folded(line).lower())
    return any(_is_misread(word) for word in words if not _RADIOLOGIC.fullmatch(word))


def _is_misread(word: str) -> bool:
    """Whether a word is a closing one with a letter or two misread."""
    found: list[str] = get_close_matches(word, wording.table()["end.misread"], 1, _ALIKE)
    return any(abs(len(word) - len(other)) <= 1 for other in found)


def _is_of_any_page(line: str) -> bool:
    """Whether the line is one of those that a reader's every page ends with: its number, who may read it."""
    numbered = wording.part(line) is not None or _NUMBERED.match(line) or _SOLE.match(line)
    return bool(numbered) or _says("end.page", line) or (wording.number(line) is not None and not _closes(line))


def _is_said(line: str) -> bool:
    """Whether the line speaks of a body, or is a sentence of its own."""
    if _TIMED.search(line):
        return False
    return _is_sentence(line) or any(_says(key, line) for key in ("report.findings", "end.side"))


def _is_sentence(line: str) -> bool:
    """Whether the line has as many small words as a sentence has."""
    return len(re.findall(r"(?<!\w)[a-zåäö]{2,}", line.lower() if line.isupper() else line)) >= _SENTENCE


def _filled(text: str) -> list[str]:
    """The lines that hold a word or the page's number: a bad line leaves dots and strokes at a page's foot."""
    return [line for line in text.splitlines() if re.search(r"[^\W\d_]{2}", line) or _SOLE.match(line)]


def _says(key: str, text: str) -> bool:
    return wording.pattern(key).search(wording.folded(text)) is not None
