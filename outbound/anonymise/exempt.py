"""Words that no capital makes a name: the site's own, abbreviations, parts of codes, what is measured, staff."""

from __future__ import annotations

import re
from typing import Final

from outbound import lexicon
from outbound.anonymise import devices, eponyms, makers
from outbound.anonymise.names import Token
from outbound.anonymise.spans import Case
from outbound.lexicon import people
from outbound.lexicon.vocabulary import any_of
from outbound.referral.words.label_words import skeleton

_STAFF: Final = re.compile(
    rf"{any_of('capitals.staff')}[.:,]?\s+(?-i:[A-ZÅÄÖ](?:[\w'’-]+|\.)[^\S\n]?){{0,2}}\Z", re.IGNORECASE
)
# The same behind a name: only what nobody is outside a hospital, "Bo Ek, kirurgjour" and not "Bo Ek, läkare".
_ON_DUTY: Final = re.compile(rf"\w*(?:[ -][A-ZÅÄÖ][\w'’-]+){{0,2}},?\s\(?(?i:{any_of('capitals.on_duty')})(?!\w)")
_KIN: Final = re.compile(rf"(?<!\w)(?:{people.RELATION})(?!\w)", re.IGNORECASE)
# Whoever is a relative is no staff of ours, whatever their title: "Svärsonen, ssk Fredrik", "gift med dr Hamberg".
_OF_KIN: Final = re.compile(
    rf"(?<!\w)(?:{people.RELATION}|gift med|(?:mor|far|son|dotter|bror|syster) till)(?:\s(?:är|som är))?,?\s$",
    re.IGNORECASE,
)
# So far back a title, or what somebody is to the patient, may begin.
_BACK: Final = 80
# "Sat, 24 Jan 2026": a month that is also a name.
_MONTH: Final = re.compile(r"Jan|March|April|Ma[jy]|June?|Juni|Juli|August")
_DATED: Final = re.compile(r"(?<!\d)\d{1,2}\.?\s$")
_YEAR: Final = re.compile(r"\.?,?\s(?:19|20)\d\d(?!\d)")
# A laboratory's prefix says what was taken, and a figure follows: "S-Li 2,1", "fP-Glukos 5".
_SAMPLED: Final = re.compile(r"(?<![\w-])(?:f?[SPBU]|[avkc]B|Pt|Csv|Ery|Lkc|Trc)-$")
_FIGURE: Final = re.compile(r"[ :=<>]{1,3}\d")
_STOPPED: Final = re.compile(r"[a-zåäö\d]{2}\.\s$")
# Shorter ones are abbreviations more often than not.
LEAST_UNFAMILIAR: Final = 4


def is_exempt(text: str, token: Token, case: Case) -> bool:
    """Whether no rule of capitals or of small letters looks at the word."""
    if skeleton(token.text) in case.allowed or len(token.text) < 2:
        return True
    if len(token.text) == 2 and not (lexicon.is_common_first_name(token.text) or lexicon.is_surname(token.text)):
        return True
    if re.fullmatch("[IVX]{1,4}[a-d]?", token.text):
        return True
    if _MONTH.fullmatch(token.text) and _DATED.search(text[: token.start]) and _YEAR.match(text, token.end):
        return True
    if _SAMPLED.search(text, max(0, token.start - 6), token.start) and _FIGURE.match(text, token.end):
        return True
    if _is_sentence(text, token) and lexicon.is_ordinary(token.text):
        return True
    if is_nobodys(text, token):
        return True
    abbreviation = token.shout and len(token.text) <= 5 and not lexicon.is_common_first_name(token.text)
    mixed = re.search(r"[a-zåäö][A-ZÅÄÖ]", token.text) is not None and len(token.text) <= 9
    glued = text[token.end : token.end + 1].isdigit() or text[token.start - 1 : token.start].isdigit()
    return abbreviation or mixed or glued or is_staffs(text, token.start)


def is_nobodys(text: str, token: Token) -> bool:
    """Whether a word is a maker's or a device's name, or of what two people gave their names to."""
    return makers.is_one(text, token) or devices.is_name(text, token) or eponyms.is_paired(text, token)


def is_staffs(text: str, start: int) -> bool:
    """Whether what begins there stands behind a title of the staff's, and the title behind nobody near.

    Or before what only the staff are called, in a part of a sentence that tells of nobody near.
    """
    if _ON_DUTY.match(text, start):
        return not _KIN.search(re.split(r"[.;(\n]", text[max(0, start - _BACK) : start])[-1])
    staff = _STAFF.search(text, max(0, start - _BACK), start)
    return staff is not None and not _OF_KIN.search(text, max(0, staff.start() - _BACK), staff.start())


def is_measure(text: str, token: Token) -> bool:
    """A short word with a figure after it is what was measured ("Sat 88 %", "Temp 38,2"), unless a list says name."""
    figure = re.match(r"[ :=<>]{0,3}(?!(?:19|20)\d\d-\d\d)\d{1,4}(?!\d)", text[token.end :])
    return len(token.text) <= 6 and figure is not None


def is_clinical(token: Token) -> bool:
    """Inside a sentence a capital needs a list; what is put together of stems may be a road or a farm."""
    inside = token.capital and not (token.first or token.shout)
    known = lexicon.is_listed_clinical(token.text) if inside else lexicon.is_clinical(token.text)
    return known and not (lexicon.is_first_name(token.text) and not token.shout)


def is_unexplained(token: Token) -> bool:
    """Whether no list explains a word in small letters that is long enough to be no abbreviation."""
    return not token.capital and len(token.text) >= LEAST_UNFAMILIAR and not lexicon.is_familiar(token.text)


def _is_sentence(text: str, token: Token) -> bool:
    """Whether a word stands between two full stops: "6 år. Frisk. Ramlade från …" tells how, and nobody's name."""
    return text.startswith(".", token.end) and _STOPPED.search(text, max(0, token.start - 6), token.start) is not None
