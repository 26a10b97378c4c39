"""Where labels begin in the middle of a cell: "Vikt: 82 kg, Längd: 180 cm"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from outbound import lexicon
from outbound.lexicon import hospitals
from outbound.referral.page.grid import Cell
from outbound.referral.values import FieldName, Group
from outbound.referral.words import kinds, labels, meanings

# More words before one are a sentence that goes on, and no label of two words ("Fullst namn:").
_FEW_WORDS: Final = 3
# Also where a PDF glued a label to the value before it: "IVATelefon: 031-…".
_WORD_BEGINS: Final = re.compile(r"(?<=[\s,;(])[A-ZÅÄÖa-zåäö]|(?<=[^\W_])(?=[A-ZÅÄÖ][a-zåäö]{3,}:\s)")
# What may mark a label, and how far behind its first letter at most: running text without is looked at no further.
_MARK: Final = re.compile(r"[:;=?]|[.…_·]{2}|\s[-–—]\s")
_LONGEST: Final = 120
# Who a sentence goes on about.
_SHE: Final = re.compile(r"(?:hon|han|de|dom)(?!\w)", re.IGNORECASE)
# A text that ends with a telephone; where its sentence ends.
_CALLED: Final = re.compile(r"(?:\d[ /-]?){7,}$")
_STOP: Final = re.compile(r"(?<=[a-zåäö\d)]{2})\.\s+(?=[A-ZÅÄÖ])")
# What is told in figures; where the next begins behind one, or behind a full stop.
_FIGURES: Final = frozenset({FieldName.KIDNEY, FieldName.WEIGHT, FieldName.LENGTH})
_NEXT: Final = re.compile(r"(?:(?<=[\w)%])(?P<stop>\.)\s+|(?<=[\d%mg])\s)(?=[A-ZÅÄÖ])")
# What happened when: "21.35 Ankomst: blek", "18.10 Ambulans på plats: BT 104/60".
_TIMED: Final = re.compile(r"(?:kl\.?\s)?\d{1,2}[.:]\d\d\s", re.IGNORECASE)
WHERE_AND_WHEN: Final = frozenset({FieldName.OTHER, FieldName.DATE, FieldName.EXAM_TIME, FieldName.UNIT})
# Words that lead to what follows them.
_LED: Final = frozenset({"av", "enl", "enl.", "enligt", "från", "via"})
# What somebody on call may have made, before who that is: "UKG jour: insufficiens grad 3".
_MADE: Final = re.compile(r"(?<!\w)(?:UKG|EKG|TTE|TEE|UL|VUL|FAST|POCUS|DT|CT|MR|EEG)\s$")
# A label marked by a dash alone.
_DASHED: Final = re.compile(r"^[^:;=?]*\s[-–—]\s*$")


def parted(cell: Cell) -> Iterator[Cell]:
    """The cell cut before each label inside it; places in proportion to the signs."""
    begun = list(begin(cell.text))
    ended = {end for start in (0, *begun) for end in ends(cell.text, start)} | set(_measured(cell.text))
    cuts = [0, *sorted({*begun, *ended}), len(cell.text)]
    each = (cell.right - cell.left) / max(1, len(cell.text))
    for start, end in pairwise(cuts):
        # A comma at the end of a line belongs to the sentence that goes on below; a stroke before a label parts them.
        text = cell.text[start:end].lstrip(" ,;").rstrip(" ;" if end == len(cell.text) else " ,;").removesuffix(" /")
        if text:
            yield replace(cell, text=text, left=cell.left + start * each, right=cell.left + end * each)


def begin(text: str) -> Iterator[int]:
    """Where known labels with a colon begin behind the first word of a cell."""
    own = labels.at_start(text)
    end, timed = own.end if own is not None else 0, _TIMED.match(text) is not None
    for match in _WORD_BEGINS.finditer(text):
        mark = _MARK.search(text, match.start())
        if mark is None:
            return
        if mark.start() - match.start() > _LONGEST:
            continue
        label = labels.at_start(text[match.start() :]) if match.start() >= end else None
        # A semicolon inside a line parts what it stands between; only a colon makes a label.
        semicolon = label is not None and text[: match.start() + label.end].rstrip().endswith(";")
        glued = text[match.start() - 1].isalnum() and ":" not in text[: match.start()]
        # "Fr?" at the end of a line asks; it is no form's label.
        asks = label is not None and label.whole and text.rstrip().endswith("?")
        if (
            label is not None
            and label.colon
            and not asks
            and not (timed and label.field in WHERE_AND_WHEN)
            and not (semicolon or glued)
            and not _goes_on(text, match.start())
        ):
            if _is_of_a_hospital(text, match.start(), match.start() + label.end):
                continue
            # "barnakuten rum 3 - Brits": a dash makes no label of a word in small letters, nor of a letter that
            # something ends with ("Influensa A - droppsmitta").
            dashed = _DASHED.search(text[match.start() : match.start() + label.end])
            if dashed and match.group().islower() and label.group in (Group.DROP, Group.FIELD):
                continue
            if dashed and not text[match.start() + 1 :][:1].isalpha():
                continue
            end = match.start() + label.end
            yield match.start()


def ends(text: str, start: int) -> Iterator[int]:
    """Where the story goes on behind the label of a relative or a home inside it: "E-post till anhörig: … Feber".

    Behind somebody's telephone and a full stop, what speaks of the case or goes on in the next line is about something
    else, however short.
    """
    label = labels.at_start(text[start:])
    told = text[start + label.end :] if label is not None and label.group in (Group.RELATIVE, Group.ADDRESS) else ""
    stop = _STOP.search(told)
    if label is None or stop is None:
        return
    called = label.group is Group.RELATIVE and _CALLED.search(told[: stop.start()]) is not None
    rest = told[stop.end() :]
    called = called and (_is_clinical(rest) or not rest.rstrip().endswith((".", "!")))
    if called or (kinds.what(rest) == "story" and (start or _is_clinical(rest))):
        yield start + label.end + stop.end()


def _is_of_a_hospital(text: str, start: int, end: int) -> bool:
    """Whether a dash behind "Oskarshamns sjukhus" made a label of it."""
    dashed = ":" not in text[start:end] and "sjukhus" in text.lower()
    return dashed and any(first <= start < stop for first, stop in hospitals.named(text))


def _goes_on(text: str, start: int) -> bool:
    """Whether small letters are no label of their own: "Hur gick det till:", "UL av fistel:"."""
    word = re.match(r"[a-zåäö]+", text[start:])
    before = re.split(r"[.;:?!]\s", text[:start])[-1].split()
    if before[-1:] and before[-1].lower() in _LED:  # "UL i går av ST-läkare: vidgade gallgångar"
        return True
    return word is not None and (
        word.group() in meanings.BINDING
        or len(before) > _FEW_WORDS
        or before[-1:] in (["Ej"], ["ej"], ["inte"])
        or before[:1] in (["Vid"], ["Om"], ["När"])
        or _MADE.search(text[:start]) is not None
        or bool(kinds.examination(text[:start]))
    )


def _is_clinical(text: str) -> bool:
    """Whether a sentence speaks of the case and of no relative: "Hon har nyckel" goes with who she is."""
    words = re.findall(r"[^\W\d_]{4,}", text)
    about = kinds.is_private(text) or _SHE.match(text) is not None
    return not about and any(lexicon.is_entry(word) or lexicon.is_clinical(word) for word in words)


def _measured(text: str) -> Iterator[int]:
    """Where something else begins behind a figure: "Längd 158 Vikt 61 kg", "Krea 101. Vikt 66. Ingen allergi."."""
    label = labels.at_start(text)
    if label is None or label.field not in _FIGURES:
        return
    last = label.field
    for match in _NEXT.finditer(text, label.end):
        other = labels.at_start(text[match.end() :])
        field = other.field if other is not None and other.bare else None
        if match["stop"] or (field is not None and field is not last):
            yield match.end()
            last = field or last
