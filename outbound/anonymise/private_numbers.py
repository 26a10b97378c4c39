"""Numbers, dates and houses that only the words beside them tell: last fours, birthdays, case numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ocr import identifiers
from ocr.identifiers import Category
from outbound import lexicon
from outbound.anonymise.letters import plain
from outbound.anonymise.spans import Case, Span
from outbound.referral.words import phones

MONTHS: Final = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_PLATE: Final = re.compile(
    r"(?<![\w-])(?P<letters>[A-ZÅÄÖ]{3})\s?\d{2}[\dA-ZÅÄÖ](?![\w,.]\d|\w|\s?(?:mg|g|ml|mm|cm|%|/))"
)
# A foreign one, which only a car before it tells: "väntar i bilen, WX 4471K".
_FOREIGN_PLATE: Final = re.compile(
    r"(?<!\w)(?i:bilen?|lastbilen?|skåpbilen?|bussen?|mc:n|fordonet|reg\.?\s?nr)[,:]?\s"
    r"(?P<plate>[A-ZÅÄÖ]{1,3}[ -]?\d{3,5}[A-ZÅÄÖ]{0,3})(?!\w)"
)
_DRIVEN: Final = re.compile(
    r"(?<!\w)(?:bilen?|(?-i:[Mm][Cc](?!\s[A-ZÅÄÖ][a-zåäö]))|mopeden?|lastbil\w*|fordon\w*|reg(?:\.?nr)?|taxi\w*"
    r"|skåpbil\w*)\W",
    re.IGNORECASE,
)
_LEAST_FIGURES: Final = 4
# So many signs before a telephone may tell whose it is.
_BESIDE: Final = 40
# "Fyra sista 9812", and a date of birth as it is dictated: "nittonhundraåttioett noll fem tolv streck 9848".
_LAST_FOUR: Final = re.compile(
    r"(?<!\w)(?:(?:fyra|4)\s?sista|sista\s(?:fyra|4)|slutsiffror(?:na)?)(?:\s?siffror(?:na)?)?\W{0,3}(?P<said>\d{3}[\dA-Z])(?!\w)",
    re.IGNORECASE,
)
# Somebody's number of which the last four are not known.
_UNFINISHED: Final = re.compile(r"(?<!\w)(?P<said>(?:18|19|20)?\d{6}\s?[-+]\s?(?:[Xx?]{4}|_{4}))(?!\w)")
# Read out in pairs: "fyrtiosex elva tretton nittioåtta"; and figure by figure.
_ONES: Final = r"(?:ett|en|två|tre|fyra|fem|sex|sju|åtta|nio)"
_TENS: Final = (
    r"(?:tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton|arton|nitton|"
    rf"(?:tjugo|trettio|fyrtio|femtio|sextio|sjuttio|åttio|nittio){_ONES}?)"
)
_FIGURE: Final = rf"(?:noll|{_TENS}|{_ONES})"
_SPOKEN: Final = re.compile(
    rf"(?<!\w)(?P<said>(?:(?:arton|nitton|tjugo)(?:hundra|noll)?{_FIGURE}?(?:,?\s{_FIGURE}){{2,8}}|{_FIGURE}(?:,?\s{_FIGURE}){{4,9}}|{_TENS}(?:,?\s{_TENS}){{3}}|{_TENS}(?:,?\s(?:noll\s{_ONES}|{_TENS})){{2}}(?=\W))"
    r"(?:\s?(?:streck|bindestreck|minus|-)\s?(?:\d{3}[\dA-Z]|" + _FIGURE + r"(?:\s" + _FIGURE + r"){1,3}))?)(?!\w)",
    re.IGNORECASE,
)
# Nothing of medicine has so many figures: "AFA 77120934". A day has eight, and an old one six.
_BARE: Final = re.compile(r"(?<![\w.,/:+-])(?<![\d)]\s)\d{7,9}(?![\w/:]|[.,-]\d)")
# "13-0448921", "18-4410276-3", "25/096667": figures, a stroke and five or more are somebody's file.
_FILE: Final = re.compile(r"(?<![\w.,/:+-])(?!0)\d{1,4}[-/]\d{5,}(?:[-/]\d{1,2})?(?![\w/:]|[.,-]\d)")
_DATED: Final = re.compile(r"(?:(?:19|20)\d\d-\d{1,2}-\d{1,2}|\d{1,2}[/-]\d{1,2}(?:[/-](?:\d\d){1,2})?)")
_DAY: Final = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_ORDINAL: Final = (
    r"(?:första|andra|tredje|fjärde|femte|sjätte|sjunde|åttonde|nionde|tionde|elfte|tolfte|trettonde|fjortonde|femtonde|sextonde|"
    r"sjuttonde|artonde|nittonde|tjugonde|tjugo\w+|trettionde|trettioförsta)"
)
_BORN_IN_WORDS: Final = re.compile(
    rf"(?<!\w)(?P<said>{_ORDINAL}\s(?:{'|'.join(MONTHS)})[a-zåäö]*\.?\s(?:år\s)?(?:['’-]\s?\d\d|(?:18|19|20)\d\d|(?:nitton|tjugo)(?:hundra)?\w+"
    r"|två\s?tusen(?:\s?\w+)?))(?!\w)",
    re.IGNORECASE,
)
# Whatever is numbered for somebody else's books: "remiss-id 88123456", "försäkringsnr 84-223311-5", "mål UM 4471-25".
_FILED: Final = re.compile(
    r"(?<!\w)(?P<word>(?:rem|remiss|best|besöks?|order|ärende)[. ]?id|"
    r"[\wåäö-]*(?:nr|nummer|numret|-id|ärende|ärendet|dnr|anmälan|försäkring)|mål(?=\s[A-ZÅÄÖ]{1,2}\s?\d))[.:]?\s{1,2}(?:är\s)?"
    r"(?P<said>(?:[A-ZÅÄÖ]{1,4}[\s-]?){0,3}\d[\d/: -]{2,}\d(?:-\w{1,4})?(?:\s[A-ZÅÄÖ]{2,4}(?=\)))?)(?![\w/])",
    re.IGNORECASE,
)
# An order by the sending system's number, in groups: "tidigare beställd (remiss M5/26/11971)".
_ORDERED: Final = re.compile(
    r"(?<!\w)(?:remiss|order|beställning|bokning)(?:en|n)?\s(?P<said>[A-ZÅÄÖ]{0,4}\d{1,6}(?:[/-]\d{2,8}){1,3})(?![\w/-])",
    re.IGNORECASE,
)
# The police's and the courts': "K 611482-26", "T 4471-25".
_CASE: Final = re.compile(r"(?<![\w-])[A-ZÅÄÖ]{1,2}\s(?!(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?!\d))\d{4,7}-\d{2}(?![\d-])")
# Numbers of things that the reader may need, and telephones, which have a rule of their own.
_NEEDED: Final = re.compile(
    r"acc|undersök|serie|bild|tel|tfn|mobil|telefon|sök|snr|kort|dect|larm|fax|modell|lot|batch|rum|sal|avd",
    re.IGNORECASE,
)
_TURNS: Final = (
    r"(?i:född|fyll(?:er|de|t|a)(?:\s\d{1,3})?(?:\sår)?|"
    r"(?:blir|blev)\s\d{1,3}\sår|födelsedag(?:en)?|firade\ssin\s(?:födelse)?dag)"
)
_BIRTHDAY: Final = re.compile(
    rf"(?<!\w){_TURNS}\s(?i:nu\s|redan\s|på\s)?(?P<said>(?:den\s)?(?:\d{{1,2}}(?::?[ea])?\s(?:{'|'.join(MONTHS)})[a-zåäö]*|den\s\d{{1,2}}/\d{{1,2}})"
    r"|(?<=[Ff]ödd\s)\d{1,2}/\d{1,2}(?:\skl\.?\s\d{1,2}[.:]\d\d)?"
    rf"|(?i:(?:den\s)?{_ORDINAL}\s(?:{'|'.join(MONTHS)})[a-zåäö]*)"
    r"|(?i:(?:(?:lång|skär)(?:fre|tors)|jul|midsommar|påsk|nyår|trettond|pingst|lucia|valborg)\w*(?:\si\s(?:år|fjol))?)"
    r"|(?<=år\s)(?i:i\s?dag|i\s?morgon|i\s?går))(?![\w/])"
)
# A child's, whose mother it is about: "Pojken föddes 2026-02-22".
_BORN_ON: Final = re.compile(
    r"(?<!\w)(?i:föddes|nedkom|förlöstes)\s(?:\w+\s){0,3}(?P<said>(?:19|20)\d\d-?(?:0[1-9]|1[0-2])-?\d\d)(?!\d)"
)
# Streets in small letters or cut short, with their number; flats.
_HOUSE: Final = re.compile(
    r"(?<!\w)(?P<said>[a-zåäö]{3,}(?:gatan|vägen|gränd|stigen|allén|backen)\s\d{1,3}\s?[A-Ha-h]?)(?![\w,.]\d|\w|\s?(?:mm|cm|%))"
    r"|(?<!\w)(?:på|vid|utanför|bor|i)\s(?P<cut>[A-ZÅÄÖ][a-zåäö]{3,}(?:g|v|gr)\.?\s\d{1,3}\s?[A-Ha-h]?)(?!\w)"
    r"|(?<!\w)(?P<flat>(?:lgh|lägenhet|lägenhetsnr)\.?\s\d{2,4}\w?)(?!\w)"
)
_WAYS: Final = ("gall", "luft", "urin", "an", "ut", "till", "nöd", "smitt", "led")


def numbers(text: str, case: Case) -> Iterator[Span]:
    """Every number, date or house that the words beside it tell to be somebody's."""
    text = plain(text)
    yield from _plates(text)
    for pattern in (_LAST_FOUR, _UNFINISHED, _SPOKEN, _BORN_IN_WORDS):
        yield from (Span(*match.span("said"), "personal_number", "told in words") for match in pattern.finditer(text))
    for pattern in (_BIRTHDAY, _BORN_ON):
        yield from (Span(*match.span("said"), "birth_date", "birthday") for match in pattern.finditer(text))
    for match in _CASE.finditer(text):
        if identifiers.digits(match.group()) not in case.kept:
            yield Span(*match.span(), "long_number", "case")
    for match in _ORDERED.finditer(text):
        digits = identifiers.digits(match["said"])
        # A day has no more than eight figures: "remiss 2026-11-23".
        if digits not in case.kept and len(digits) >= _LEAST_FIGURES and not _DATED.fullmatch(match["said"]):
            yield Span(*match.span("said"), "long_number", "order")
    called = [one for one in identifiers.find(text) if one.category is Category.PHONE]
    for match in (*_BARE.finditer(text), *_FILE.finditer(text)):
        kept = match.group() in case.kept or phones.national(match.group()) in case.phones
        # The first figures of the staff's own telephone, in groups: "0313900 690".
        kept = kept or any(
            one.start <= match.start() < one.end and phones.national(text[one.start : one.end]) in case.phones
            for one in called
        )
        if not (kept or _DAY.fullmatch(match.group())):
            yield Span(*match.span(), "long_number", "bare")
    yield from _houses(text)
    yield from _filed(text, case)


def _plates(text: str) -> Iterator[Span]:
    """Three capitals that are no abbreviation of the field, and three signs behind them: a car's."""
    for match in _PLATE.finditer(text):
        letters = match["letters"]
        driven = _DRIVEN.search(text[: match.start()][-_BESIDE:]) is not None
        measured = lexicon.is_hospital(letters) or lexicon.is_clinical(letters)
        if driven or not (measured or lexicon.is_ordinary(letters)):
            yield Span(*match.span(), "long_number", "plate", doubt=not driven)
    yield from (Span(*match.span("plate"), "long_number", "plate") for match in _FOREIGN_PLATE.finditer(text))


def _houses(text: str) -> Iterator[Span]:
    """Streets with their number; a way in the body and a ward are none: "gallvägen 12", "på Urolog 55"."""
    for match in _HOUSE.finditer(text):
        where = match.lastgroup or "said"
        word = match[where].split()[0].strip(".")
        known = lexicon.is_familiar(word) if where == "cut" else lexicon.is_clinical(word)
        if where == "flat" or not (known or word.startswith(_WAYS)):
            yield Span(*match.span(where), "address", "house")


def _filed(text: str, case: Case) -> Iterator[Span]:
    called = [one for one in identifiers.find(text) if one.category is Category.PHONE]
    for match in _FILED.finditer(text):
        if any(one.start < match.end("said") and match.start("said") < one.end for one in called):
            continue
        kept = identifiers.digits(match["said"]) in case.kept or _NEEDED.search(match["word"]) is not None
        if not kept and len(identifiers.digits(match["said"])) >= _LEAST_FIGURES:
            led = re.match(r"K-?nr|dnr|diarienr|ärendenr", match["word"], re.IGNORECASE)
            yield Span(match.start("word" if led else "said"), match.end("said"), "long_number", "filed")
