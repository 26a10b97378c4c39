"""What stands right beside what is removed, and goes with it: the rest of a name, a place's place, whose number it is.

The rules point at what tells something by itself; only with their spans known can a neighbour be told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from outbound import lexicon
from outbound.anonymise.places import KIND_BEFORE, KIND_BEHIND, TRADE_BEHIND
from outbound.anonymise.spans import Span
from outbound.lexicon import people
from outbound.lexicon.vocabulary import any_of
from outbound.referral.words import units

_NAMED: Final = frozenset({"name", "address", "unknown_word"})
_OWN_NUMBERS: Final = frozenset({"own_number", "personal_number"})
_RELATED: Final = re.compile(rf"(?<!\w)(?:{people.RELATION})\s$", re.IGNORECASE)
_PLACED: Final = re.compile(r",?\s(?:i|på|vid|utanför|nära|från)\s(?P<place>[A-ZÅÄÖ][\wåäö-]+(?:\s[A-ZÅÄÖ][\wåäö-]+)?)")
_FROM: Final = re.compile(r"\)?,?\s(?:från|i|boende i)\s(?P<place>[A-ZÅÄÖ][\wåäö-]+)")
_DAY: Final = re.compile(
    r",?\s\((?:f\.?\s?|född\s)?"
    r"(?P<day>(?:19|20)\d\d-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])|[0-3]?\d[-/.][01]?\d[-/.](?:19|20)\d\d)\)"
)
# Where nobody is sure: "[nummer] el 1943-09-14".
_OR_BORN: Final = re.compile(r"\s(?:el|eller|alt)\.?\s(?P<day>(?:19|20)?\d\d-?\d\d-?\d\d)(?![\d-])")
_CARE_OF: Final = re.compile(r"(?<!\w)c/o\s$", re.IGNORECASE)
_AT: Final = re.compile(r"(?<!\w)(?:på|hos|från|vid|i|driver|äger)\s$", re.IGNORECASE)
_CALLED_PLACE: Final = re.compile(r"(?:\s(?:&\s)?[A-ZÅÄÖ][a-zåäö]{3,}){1,2}")
# Where in a town a shop is: "[adress] i centrum".
_AMID: Final = re.compile(r"\s(?:i\scentrum|på\storget|vid\storget|i\sstan|på\sstan)(?!\w)", re.IGNORECASE)
_DOOR: Final = re.compile(
    r",?\s(?:hus|hall|lokal|port|uppgång|lgh|lägenhet|rum|våning|vån|plan|tr|avd|avdelning|sal|etage|by|byggnad|enhet|grupp|bil|plats|stuga|tomt|husvagn|cabin|hytt|kl(?=\.?\s?\d[A-Ha-h](?!\w))|klass(?!\s[IVX]+(?!\w)))\.?\s?"
    r"(?:\d{1,4}\s?[A-H]?(?!\w)|[A-H](?!\w)|(?-i:[A-ZÅÄÖ][a-zåäö]{2,})(?=[.,;)\s]|$))",
    re.IGNORECASE,
)
_CALLED: Final = re.compile(r"\s?\([\"“”]?(?P<name>[A-ZÅÄÖ][a-zåäöé]+)[\"“”]?\)")
_QUOTED: Final = re.compile(r"[\"“”]$")
_QUOTE_ENDS: Final = re.compile(r"(?P<rest>\s(?:på|i|från|vid)\s[A-ZÅÄÖ][\wåäö-]+)[\"“”]")
# Before a name of somebody's forebears; those that are words of Swedish too are left to names that are known.
_PARTICLES: Final = re.compile(
    r"(?<![\w-])(?:(?:[Vv]an|[Vv]on|[Dd]er|[Tt]en|[Dd]a|[Dd]os|[Aa]l|El|[Bb]in|[Ii]bn|[Aa]bu)[\s-]+)+$"
)
_RANKED: Final = re.compile(
    r"(?<!\w)(?:fänrik|löjtnant|kapten|sergeant|korpral|furir|menig|överste|kommendör)\s$", re.IGNORECASE
)
_HOUSEHOLD: Final = re.compile(r"(?<!\w)(?:hos|c/o)\s(?P<household>(?:familjen|fam\.?)\s)$", re.IGNORECASE)
_TOGETHER: Final = re.compile(r"(?:^|[.!?]\s|\n)(?P<name>[A-ZÅÄÖ][a-zåäöé]{2,})\soch\s$")
# A house that has a name: the town behind it may be any word.
_HOUSED: Final = re.compile(rf"(?<!\w)(?i:{any_of('places.kind_named')})(?!\w)")
_HOME: Final = re.compile(
    r"(?:,\s|\s\()(?P<place>[A-ZÅÄÖ][a-zåäö]+(?:\s[A-ZÅÄÖ][a-zåäö]+)?)(?=(?P<town>,\s[A-ZÅÄÖ][a-zåäö]+)?(?:[.,)\n]|$))"
)
_HYPHENED: Final = re.compile(r"-[^\W\d_]{3,}")
_FILED_BY: Final = re.compile(r"(?<![\w-])(?P<short>[A-ZÅÄÖ]{2,10})\s$")
# Whoever plays for a place plays for a club, whatever its letters mean elsewhere: "träning med [adress] IBS".
_PLAYS: Final = re.compile(
    r"(?:träning|träna\w*|match\w*|spela\w*|cup\w*|turnering)\s(?:[a-zåäö]+\s){0,3}$", re.IGNORECASE
)
_GIVEN_BEFORE: Final = re.compile(r"(?<![\w-])(?P<short>Herr|[A-ZÅÄÖ][a-zåäöé]{1,2})\s$")
_SHORT_BEFORE: Final = re.compile(r"(?<![\w-])(?P<short>[A-ZÅÄÖ]{2,4})\s$")
_PART_BEFORE: Final = re.compile(r"(?<![\w-])(?P<short>Östra|Västra|Norra|Södra|Lilla|Stora|Nya|Gamla|Sankt|Sankta)\s$")
_SHORT_BEHIND: Final = re.compile(r"\s(?P<short>[A-ZÅÄÖ]{2,4})(?![\w-])(?!\s?\d)")
_WORD_BEHIND: Final = re.compile(r" (?P<short>[A-ZÅÄÖ][a-zåäöé]{2,})(?![\w:-])")
_KNOWN_SHORT: Final = frozenset(
    ["DT", "MR", "CT", "UL", "IVA", "KAD", "CVK", "EKG", "BT", "AF", "SU", "ST", "AT", "PAD", "OP", "GCS", "CRP"]
)
_LED: Final = re.compile(r"(?<!\w)(?:för|hos|på|vid|åt)\s(?P<firm>(?:[A-ZÅÄÖ][\wåäö&-]*\s){1,3})$")
_CODE: Final = re.compile(r",?\s(?:SE-?\s?)?[1-9]\d{2}\s\d{2}(?![\w/]|[.,:]\d)")
_BELONGS: Final = re.compile(r"(?:\s[a-zåäö]{4,}s)?\s[a-zåäö]{4,}(?![\w-])")
_CODED: Final = re.compile(r"(?:SE?-)?[1-9]\d{2}\s?\d{2}\s")
_STREET_BEFORE: Final = re.compile(
    r"(?<![\w-])(?P<street>[A-ZÅÄÖ][\w'’-]+(?:\s[A-ZÅÄÖa-zåäö][\w'’-]+){0,2}\s\d{1,4}\s?[A-Ha-h]?),?\s$"
)
# "hemma i [adress] by".
_VILLAGE: Final = re.compile(r"\s(?:by|fäbod(?:ar)?|gård)(?![\w-])")
# What kind of firm it is, as other countries write it: "[adress] Sp. z o.o.".
# And what part of a force or an authority: "[adress], 3:e plut", "[adress] transport".
_COMPANY: Final = re.compile(
    r",?\s(?:transport|\d:e\s(?:plut|komp|grp|grupp)\w*|Sp\.?\sz\so\.\s?o\.|GmbH|Ltd\.?|Inc\.?|LLC|Oy|A/S|ApS|SIA|OÜ|UAB|S\.?R\.?L\.?|B\.?V\.?)(?!\w)"
)
# Which of a club's teams: "träning med [adress] pojkar-16".
_TEAM: Final = re.compile(
    r"\s(?:(?i:veteraner|oldboys|damlag|herrlag)(?!\w)"
    r"|(?:(?i:pojkar|flickor|herrar|damer|juniorer)|[PFU])[ -]?(?:20)?\d{1,2}(?![\w/]))"
)
_GIVEN: Final = re.compile(r"(?<![\w-])(?P<given>[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?)\s$")
_ONE: Final = re.compile(r"[ -][A-ZÅÄÖ][a-zåäöé]+[ -]")


def more(text: str, taken: Sequence[Span]) -> Iterator[Span]:
    """The spans that the neighbours of the taken ones make; a wider one may take its neighbour's place."""
    for span in taken:
        for rule in _RULES:
            yield from rule(text, span)
    yield from _between(text, taken)


def _of_a_place(text: str, span: Span) -> Iterator[Span]:
    """Where somebody or somebody's place is: "Restaurang [adress] i Trollhättan", "[nummer], från Mariestad"."""
    match = _PLACED.match(text, span.end) if span.category in ("name", "address") else None
    match = match or (_FROM.match(text, span.end) if span.category in _OWN_NUMBERS else None)
    if match is not None and not (_is_imaging(match["place"].split()[0])):
        yield Span(*match.span("place"), "address", "place of a place")


def _is_imaging(word: str) -> bool:
    """Whether somebody is told of by what is to be made: "kan ni ta [namn] på UL galla"."""
    return word.isupper() and lexicon.is_clinical(word)


def _born(text: str, span: Span) -> Iterator[Span]:
    """When somebody was born: in brackets behind the name ("dottern [namn] (20250522)"), or behind another number."""
    match = _DAY.match(text, span.end) if span.category == "name" else None
    match = match or (_OR_BORN.match(text, span.end) if span.category in _OWN_NUMBERS else None)
    if match is not None:
        yield Span(*match.span("day"), "birth_date", "day behind a name")


def _owned(text: str, span: Span) -> Iterator[Span]:
    """What is called after its owner: "säljer på [namn] Marknad"."""
    owner = span.category == "name" and text[span.end - 1] == "s" and _AT.search(text, 0, span.start)
    match = _CALLED_PLACE.match(text, span.end) if owner else None
    if match is not None:
        yield replace(span, end=match.end())


def _kind(text: str, span: Span) -> Iterator[Span]:
    """What kind of place it is, its trade or its door: "[adress] badplats", "[adress] Wok", "[adress], hus 7"."""
    if span.category == "address" or _CARE_OF.search(text[: span.start]):
        found = KIND_BEHIND.match(text, span.end) or TRADE_BEHIND.match(text, span.end) or _DOOR.match(text, span.end)
        found = found or next(
            filter(None, (one.match(text, span.end) for one in (_AMID, _VILLAGE, _TEAM, _COMPANY))), None
        )
        before = KIND_BEFORE.search(text[: span.start])
        if found is not None or before is not None:
            yield replace(span, start=before.start() if before else span.start, end=found.end() if found else span.end)


def _nickname(text: str, span: Span) -> Iterator[Span]:
    """What somebody is called, in brackets or quotes: "[namn] ("Moran")", and the rest of it: "[namn] på Höjden"."""
    if span.category != "name":
        return
    if (called := _CALLED.match(text, span.end)) is not None:
        yield Span(*called.span("name"), "name", "called")
    if _QUOTED.search(text[: span.start]) and (ends := _QUOTE_ENDS.match(text, span.end)) is not None:
        yield replace(span, end=ends.end("rest"))


def _noble(text: str, span: Span) -> Iterator[Span]:
    """What stands before a family's name and is a part of it, or somebody's rank: "Van der [namn]", "fänrik [namn]"."""
    before = text[: span.start] if span.category == "name" else ""
    led = _PARTICLES.search(before) or _RANKED.search(before)
    if led is not None:
        yield replace(span, start=led.start())


def _household(text: str, span: Span) -> Iterator[Span]:
    """With whom somebody lives: "placerad hos familjen [namn]" is an address."""
    led = _HOUSEHOLD.search(text[: span.start]) if span.category in _NAMED else None
    if led is not None:
        yield replace(span, start=led.start("household"))


def _joined(text: str, span: Span) -> Iterator[Span]:
    """Who is named at a sentence's start together with somebody: "Loppan och [namn] kom"."""
    found = _TOGETHER.search(text[: span.start]) if span.category == "name" else None
    if found is not None:
        word = found["name"]
        known = lexicon.is_clinical(word) or lexicon.is_person(word) or lexicon.is_function_word(word)
        if not (known or re.fullmatch(people.RELATION, word, re.IGNORECASE)):
            yield Span(*found.span("name"), "name", "together with somebody", doubt=lexicon.is_ordinary(word))


def _home(text: str, span: Span) -> Iterator[Span]:
    """Where somebody lives, behind a relative's name or the patient's number: "19…, Teg, Umeå"."""
    near = span.category == "name" and _RELATED.search(text[: span.start]) is not None
    match = _HOME.match(text, span.end) if near or span.category in _OWN_NUMBERS else None
    if match is not None and (match["town"] or not _opens(match["place"].split()[0], near=near)):
        yield Span(*match.span("place"), "address", "home behind somebody")


def _opens(word: str, *, near: bool) -> bool:
    """Whether a capital behind somebody may be a word: what is put together of two is a place as often."""
    known = lexicon.is_clinical(word) or lexicon.is_person(word) or lexicon.is_function_word(word)
    return known or (not near and lexicon.is_inflected(word))


def _town(text: str, span: Span) -> Iterator[Span]:
    """The town behind a place: "[adress], Vänersborg"; behind a street's number, whatever its word."""
    match = _HOME.match(text, span.end) if span.category == "address" else None
    if match is None:
        return
    named = text[span.end - 1].isdigit() or _HOUSED.search(text[span.start : span.end]) is not None
    street = named and not _opens(match["place"].split()[0], near=True)
    if street or lexicon.is_locality(match["place"]) or lexicon.has_hospital(match["place"]):
        yield Span(*match.span("place"), "address", "town behind a place")


def _post_code(text: str, span: Span) -> Iterator[Span]:
    """The post code behind a town: "[adress] i [adress], 962 31"."""
    match = _CODE.match(text, span.end) if span.category == "address" else None
    if match is not None:
        yield replace(span, end=match.end())


def _before_code(text: str, span: Span) -> Iterator[Span]:
    """The street and number before a post code, however the street is called: "Lövgärdet 88 A, [424 38 Göteborg]"."""
    coded = span.category == "address" and _CODED.match(text, span.start)
    match = _STREET_BEFORE.search(text[: span.start]) if coded else None
    if match is not None:
        yield replace(span, start=match.start("street"))


def _belonging(text: str, span: Span) -> Iterator[Span]:
    """What a place has, behind its name: "på [Gislaveds] lärcenter", "vid [Löderups] strandbads camping"."""
    at = span.category == "address" or (span.category == "unknown_word" and _AT.search(text, 0, span.start))
    match = _BELONGS.match(text, span.end) if at and text[span.end - 1] == "s" else None
    if match is not None and not any(map(_is_no_thing, match.group().split())):
        door = _DOOR.match(text, match.end())
        yield replace(span, end=door.end() if door else match.end())


def _is_no_thing(word: str) -> bool:
    return lexicon.is_function_word(word) or lexicon.is_deed(word) or lexicon.is_listed_clinical(word)


def _given(text: str, span: Span) -> Iterator[Span]:
    """The first name right before a surname that goes: "Mvh Jan-Åke [namn]"."""
    match = _GIVEN.search(text[: span.start]) if span.category == "name" else None
    if match is not None and all(map(lexicon.is_first_name, match["given"].split("-"))):
        yield replace(span, start=match.start())


def _hyphened(text: str, span: Span) -> Iterator[Span]:
    """What a hyphen binds to what is removed tells as much: "Volvo-fabriken"."""
    match = _HYPHENED.match(text, span.end) if span.category in _NAMED else None
    if match is not None:
        yield replace(span, end=match.end())


def _owner(text: str, span: Span) -> Iterator[Span]:
    """Whose books a number stands in, before it: "AFA 77120934"."""
    filed = _FILED_BY.search(text[: span.start]) if span.category == "long_number" else None
    if filed is not None and not (lexicon.is_entry(filed["short"]) or lexicon.is_hospital(filed["short"])):
        yield replace(span, start=filed.start("short"))


def _rest(text: str, span: Span) -> Iterator[Span]:
    """Capitals right beside it are a part of it: "GKN [dolt]", "[adress] BK", "[adress] Innovation", "Jo [namn]"."""
    if span.category not in _NAMED:
        return
    beside = (
        _GIVEN_BEFORE.search(text[: span.start]) if span.category == "name" else None,
        _SHORT_BEFORE.search(text[: span.start]),
        _PART_BEFORE.search(text[: span.start]) if span.category == "address" else None,
        _SHORT_BEHIND.match(text, span.end),
        _WORD_BEHIND.match(text, span.end) if span.category != "name" else None,
    )
    for match in beside:
        club = span.category == "address" and _PLAYS.search(text[: span.start]) is not None
        part = match is not None and _PART_BEFORE.fullmatch(match.group()) is not None
        if match is not None and (club or part or not _is_explained(match["short"])):
            yield replace(span, start=min(span.start, match.start("short")), end=max(span.end, match.end("short")))


def _is_explained(short: str) -> bool:
    if not short.isupper():
        word = lexicon.is_entry(short) or lexicon.is_function_word(short) or lexicon.is_person(short)
        return word or lexicon.is_place(short)
    return lexicon.is_familiar(short) or lexicon.is_hospital(short) or short in _KNOWN_SHORT


def _firm(text: str, span: Span) -> Iterator[Span]:
    """Capitals between what leads to somebody's work and its town are its name: "kör för Vy Buss [adress]"."""
    match = _LED.search(text[: span.start]) if span.category == "address" else None
    if match is not None and not all(map(_is_care, match["firm"].split())):
        yield replace(span, start=match.start("firm"))


def _is_care(word: str) -> bool:
    """Whether the word is one of the field's, or how a unit is called."""
    return lexicon.is_listed_clinical(word) or bool(units.first(word)) or lexicon.is_hospital(word)


def _between(text: str, taken: Sequence[Span]) -> Iterator[Span]:
    """A capital word between two parts that go, with nothing else there: "[adress] Metall-[namn]"."""
    for left, right in pairwise(sorted(taken, key=lambda span: span.start)):
        if left.category in _NAMED and right.category in _NAMED and _ONE.fullmatch(text, left.end, right.start):
            yield replace(left, end=right.end)


_RULES: Final[Sequence[Callable[[str, Span], Iterator[Span]]]] = (
    _of_a_place, _born, _owned, _kind, _nickname, _noble, _household, _joined, _home, _town, _hyphened, _owner,
    _rest, _firm, _belonging, _given, _post_code, _before_code,
)  # fmt: skip
