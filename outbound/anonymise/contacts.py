"""Where somebody is reached without a whole number: mail spelled out, handles, a telephone without its area code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ocr import identifiers
from outbound import lexicon
from outbound.anonymise.letters import plain
from outbound.anonymise.spans import Case, Span
from outbound.lexicon.vocabulary import any_of
from outbound.referral.words import phones

_PIECE: Final = r"[\w+-]+"
_DOT: Final = r"(?:\s?[(\[{<]\s?(?:dot|punkt|prick|\.)\s?[)\]}>]\s?|\s(?:dot|punkt|prick)\s|\.(?=\w)|\s\.\s?(?=\w))"
_BRACKETED: Final = r"\s?[(\[{<]\s?(?:at|ät|@|snabel(?:[ -]?a)?)\s?[)\]}>]\s?"
_SIGN: Final = rf"(?:(?-i:{_BRACKETED})|\s?-?(?<!\w)(?:snabel[ -]a|snabela|snabel|alfakrull|kanelbulle)(?!\w)\s?)"
_END: Final = r"(?:com|se|net|org|nu|fi|no|dk|eu|info|de|pl|uk|io|me)"
_MAILS: Final = (
    # "anna snabel-a hotmail punkt com", "anna (at) telia": no other text has such a sign
    re.compile(rf"(?<!\w){_PIECE}(?:{_DOT}{_PIECE}){{0,3}}{_SIGN}{_PIECE}(?:{_DOT}{_PIECE}){{0,3}}", re.IGNORECASE),
    # "anna at hotmail dot com"
    re.compile(
        rf"(?<!\w){_PIECE}(?:{_DOT}{_PIECE}){{0,3}}(?:\s(?:at|ät|@)\s|\(a\)|{_BRACKETED}){_PIECE}(?:{_DOT}{_PIECE}){{0,2}}{_DOT}{_END}(?!\w)",
        re.IGNORECASE,
    ),
)
_SERVICE: Final = rf"(?i:{any_of('contacts.service')})(?i:-?(?:konto|profil|namn|sida|grupp|användare)\w*)?"
# Behind the service, with a sign between or without: "Insta: @…", "Snapchat tuulan41", "Facebook (Tuulan L)".
_LED: Final = re.compile(
    rf"(?<![\w-]){_SERVICE}(?P<sign>\s?[:=(/]\s?|,?\s(?i:heter|under|som|namn|användarnamn|namnet|konto|kontot|profil|id)[:.]?\s|\s)"
    r"[@\"”“]?(?P<handle>[^\W_][\w.#-]*[\w#](?:\s[A-ZÅÄÖ]\w*)?)"
)
# Before it: "tuulan41 på Instagram".
_TRAILED: Final = re.compile(rf"(?<![\w@])(?P<handle>@?[^\W\d_][\w.#-]*\w)\s(?:på|via|i|hos)\s{_SERVICE}(?!\w)")
# Behind mail, whatever the word for the sign was: "mail tuulan41 hotmail".
_POSTED: Final = re.compile(
    r"(?<!\w)(?:mail|mejl|e-?post)(?:adress)?[.:]?\s(?P<handle>[^\W\d_][\w.-]*\d[\w.-]*)(?!\w)", re.IGNORECASE
)
# What friends call the group in which they write to each other: "i snapgruppen "8c bästisar"".
_GROUP: Final = re.compile(
    rf"(?<!\w)(?:{any_of('contacts.service')}|chatt?)[\w-]*\s[\"”“](?P<handle>[^\"”“\n]{{2,40}})[\"”“]", re.IGNORECASE
)
_MIXED: Final = re.compile(r"[^\W\d_][\w.#-]*(?:\d|[_.#]\w)[\w.#-]*")
_SURE: Final = re.compile(any_of("contacts.sure_service"), re.IGNORECASE)
# Behind whom to reach or by what, in groups as they are dialled: "sms 174 06 55", "hemnr 39 00 615".
_LOCAL: Final = re.compile(
    rf"(?<!\w)(?i:{any_of('contacts.dial')})[.:]?\s?(?:(?i:{any_of('contacts.dial_between')})[.:]?\s){{0,3}}"
    r"(?P<number>\d{1,4}(?:[ .-]\d{2,4}){1,3}|\d{6,8})(?![\d-]|[.,:/]\d|\s\d"
    r"|\s?(?:mg|ml|mm|cm|kg|g|st|år|min|tim|dagar|dygn|v)(?!\w))"
)
# Before whose it is: "174 06 55 till dottern". Three values in a row have no such groups.
_OF_KIN: Final = re.compile(
    r"(?<![\w.,:/+-])(?<!\d\s)(?P<number>\d{3}[ -]\d{2}[ -]\d{2})"
    rf"(?=,?\s\(?(?:(?:hem\s)?till\s)?(?:{any_of('people.kin_before')}*{any_of('people.kin')}(?:n|en)?|mak[ae]n?)(?!\w))",
    re.IGNORECASE,
)
# So many figures has a number without its area code.
_LEAST, _MOST = 6, 8
# With points between, six are a day.
_DOTTED: Final = 7
# A day; from so much to so much: "nå 120-140".
_OTHERWISE: Final = re.compile(r"(?:19|20)?\d\d[ -]?(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12]\d|3[01])|\d{2,4}-\d{2,4}")
_COUNTED: Final = re.compile(r"n(?:r|ummer|umret)", re.IGNORECASE)
_THING: Final = re.compile(
    r"(?<!\w)(?:acc\w*|us|serie|bild|order|modell|lot|batch|rum|sal|avd|remiss|rem|implantat|protes|artikel)\.?\s$",
    re.IGNORECASE,
)
# So many signs before a telephone may tell whose it is.
_BESIDE: Final = 40


def contacts(text: str, case: Case) -> Iterator[Span]:
    """Mail, handles and telephones, each by what stands beside it."""
    text = plain(text)
    for pattern in _MAILS:
        yield from (Span(*match.span(), "email", "mail spelled out") for match in pattern.finditer(text))
    for match in (*_LED.finditer(text), *_TRAILED.finditer(text), *_POSTED.finditer(text)):
        if _is_handle(match):
            yield Span(*match.span("handle"), "email", "handle")
    yield from (Span(*match.span("handle"), "email", "group") for match in _GROUP.finditer(text))
    for match in (*_LOCAL.finditer(text), *_OF_KIN.finditer(text)):
        if _is_local(text, match) and not _is_staffs(text, match, case):
            yield Span(*match.span("number"), "phone", "local telephone")


def _is_handle(match: re.Match[str]) -> bool:
    """Whether somebody is called so there: no word is put together of letters and figures, or unknown behind a sign."""
    handle, sign = match["handle"], match.groupdict().get("sign")
    if _MIXED.fullmatch(handle.lstrip("@")) or handle.startswith("@") or "@" in match.group():
        return True
    if sign is None or _SURE.match(match.group()) is None:
        return False
    word = handle.split()[0]
    known = lexicon.is_familiar(word) or lexicon.is_function_word(word)
    return word.isalpha() and (not known or (bool(sign.strip()) and word[0].isupper() and lexicon.is_first_name(word)))


def _is_local(text: str, match: re.Match[str]) -> bool:
    """Whether it is a telephone by its figures: no day, no range, and no number of a thing ("lot nr 12 34 56")."""
    figures, digits = match["number"], identifiers.digits(match["number"])
    if (
        not (_DOTTED if "." in figures else _LEAST) <= len(digits) <= _MOST
        or digits[0] == "0"
        or _OTHERWISE.fullmatch(figures)
    ):
        return False
    counted = _COUNTED.match(match.group()) is not None
    return not (counted and (figures.isdigit() or _THING.search(text[: match.start()])))


def _is_staffs(text: str, match: re.Match[str], case: Case) -> bool:
    """Whether the number is the staff's by whom the words before tell of, or the end of one that a staff field gave."""
    digits = identifiers.digits(match["number"])
    given = digits in case.kept or any(number.endswith(digits) for number in case.phones)
    return given or phones.owner(text[: match.start()][-_BESIDE:]) == "staff"
