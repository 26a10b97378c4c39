"""What a referral says outside its labels: an examination, a unit and its telephone, a question, in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ocr import identifiers
from outbound.referral.layout import Entry
from outbound.referral.lines import Row
from outbound.referral.values import FieldName

_QUESTION: Final = re.compile(r"[^.!?\n]*\?|(?:fråga|frågeställning)\w*\s+(?:om\s+)?[^.\n]+", re.IGNORECASE)
_ASKED_FOR: Final = re.compile(
    r"(?<!\w)(?:DT|CT|MR|MRT|MRI|UL|PET-?CT|PET|Rtg|(?i:ultraljud|slätröntgen|lungröntgen|skelettröntgen|röntgen|"
    r"datortomografi|magnetkamera|angiografi|trauma-?DT|DT-angio))(?!\w)[^.,;:?!\n]{0,60}?"
    r"(?=\s(?:på|av|för|hos|då|eftersom|pga|med\sfråga|med\sfrågeställning|frågeställning)(?!\w)|[.,;:?!\n]|$)"
)
_WARDS: Final = (
    r"akuten|akutmottagning(?:en)?|mottagning(?:en)?|avdelning(?:en)?|enheten|enhet|kliniken|klinik|intensiven|"
    r"vårdcentral(?:en)?|förlossningen|jouren"
)
_UNIT: Final = re.compile(
    rf"(?<!\w)(?:[A-ZÅÄÖ]\w*(?:{_WARDS})|IVA|BVA|Avd\.?|Neurologen|Ortopeden|Kirurgen|Förlossningen|Geriatriken)"
    r"(?:\s(?:\d{1,3}|NÄL|avd\s\d{1,3}|(?<=Vårdcentralen\s)[A-ZÅÄÖ]\w+))*"
)
# Where nothing but the referrer stands, a unit needs no capital.
_ANY_UNIT: Final = re.compile(
    rf"(?<!\w)(?i:\w*(?:{_WARDS}|\b(?:IVA|HIA|NIVA|TIVA|BIVA|MAVA|KAVA|AVA|IMA|AKM|UVA|BB)\b|\bavd\.?))(?!\w)(?:\s(?:\d{{1,3}}|[A-ZÅÄÖ]{{2,5}}(?!\w)))*"
)
# Before a number on its line: the unit's, the doctor's, or where the answer goes.
_STAFF_LINE: Final = re.compile(
    r"akut|avdelning|\bavd\b|klinik|mottagning|\biva\b|\bbva\b|vårdcentral|jour|ring svar|svar (?:till|ges|lämnas)|"
    r"läkare|\bdr\b|remittent|neurologen|ortopeden|kirurgen|förlossning|intensiv|sökare|dect",
    re.IGNORECASE,
)
_PRIVATE: Final = re.compile(
    r"pat\b|patient|anhörig|närstående|hustru|make|maka|sambo|dotter|\bson|mamma|pappa|mor\b|far\b|bror|syster|"
    r"hem\b|bostad|mobil|privat|granne|vän\b",
    re.IGNORECASE,
)


def unlabelled(rows: Sequence[Row], entries: Sequence[Entry]) -> dict[FieldName, str]:
    """A note without labels: sentences that ask are the question, the rest is the history."""
    prose = [row.text for row in rows if len(row.text) > 25 or row.text.endswith((".", "?"))]
    labelled = " ".join(entry.text for entry in entries if entry.group not in ("heading", "unknown"))
    text = " ".join(row for row in prose if row not in labelled)
    asked = [match.group().strip() for match in _QUESTION.finditer(text)]
    found = {FieldName.QUESTION: " ".join(asked), FieldName.HISTORY: text}
    return {name: value for name, value in found.items() if value}


def beside(rows: Sequence[Row], entries: Sequence[Entry], have: Mapping[FieldName, str]) -> dict[FieldName, str]:
    """What no label gave but a heading, a loose line or the sender says: examination, unit, call-back number."""
    loose = [line for entry in entries if entry.group in ("heading", "unknown") for line in entry.lines]
    whole = "\n".join(loose)
    sent_by = "\n".join(entry.text for entry in entries if entry.group == "sender")
    units = (_first(_UNIT, whole), _first(_UNIT, sent_by), _first(_ANY_UNIT, have.get(FieldName.REFERRER, "")))
    found = {
        FieldName.EXAMINATION: _first(_ASKED_FOR, whole),
        FieldName.UNIT: next(filter(None, units), ""),
        FieldName.CALL_BACK: next(_staff_phones([*loose, *(row.text for row in rows)]), ""),
    }
    return {name: value for name, value in found.items() if value and name not in have}


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match.group().strip() if match else ""


def _staff_phones(lines: Sequence[str]) -> Iterator[str]:
    """Telephones right after a unit, a doctor or "ring svar till", with nobody private in between."""
    for line in lines:
        for finding in identifiers.find(line):
            before = re.split(r"\d{3}|[.;!?]\s", line[: finding.start])[-1]
            staff = _STAFF_LINE.search(before) and not _PRIVATE.search(before)
            if finding.category is identifiers.Category.PHONE and staff:
                yield line[finding.start : finding.end].strip()
