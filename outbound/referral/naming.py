"""The patient's names, wherever a referral tells them: labels, lines with a personal number, the file's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from ocr import identifiers
from outbound import lexicon
from outbound.lexicon import hospitals
from outbound.referral import answers, fitting, kinds, labels, phones, units
from outbound.referral.entries import Entry
from outbound.referral.lines import Cell, Row
from outbound.referral.values import STAFF

# A scanner names its files by the time, and one time in ten looks like a newborn's personal number.
_SCANNED_AT: Final = re.compile(r"20\d{6}[ -]?(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?(?!\d)")
_NUMBERS: Final = (identifiers.Category.PERSONAL_NUMBER, identifiers.Category.RESERVE_NUMBER)
_SHORT_LINE: Final = 80


def told(entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """What the entries tell of who the patient is; a heading tells a name only beside a personal number."""
    staff = list(phones.of_staff(entries))
    for entry in entries:
        if entry.group in ("phone", "contact") and entry in staff:
            continue
        if entry.group == "contact":
            yield "relative" if kinds.is_private(entry.text) else "phone", entry.text
        elif entry.group == "drop" and _SENT_TO.fullmatch(entry.label):
            yield "sender", entry.text
        elif entry.group in ("name", "relative", "identity", "drop", "sender", "phone", "address"):
            yield entry.group, _ENDED.split(entry.text)[0] if entry.group == "name" else entry.text
            if entry.group == "name":
                yield from (("identity", day) for day in _days(entry))
            if entry.group == "identity":
                whole = _without_numbers(entry.text)
                yield "name", whole if _is_whole_name(whole) else _near_number(entry.text)
        elif entry.group == "unknown" and kinds.titled(entry.text) == entry.text.strip():
            continue
        elif entry.group == "unknown" and (is_somebody(entry.text) or tells_person(entry.text)):
            short = len(entry.text) <= _SHORT_LINE
            yield "relative", entry.text if short else _near_number(entry.text)
            yield "document", entry.text
        elif entry.group == "unknown" and answers.is_whole(entry.text):
            continue
        elif entry.group == "unknown" and kinds.is_home_life(entry.label) and not kinds.has_fact(entry.text):
            yield "address", entry.text
        elif entry.group == "both_phones":
            yield from (("phone", phone) for phone in phones.found(entry.text)[:1])
        elif entry.group == "heading" and _is_address(entry.text):
            yield "address", entry.text
        elif entry.group == "heading" and any(one.category in _NUMBERS for one in identifiers.find(entry.text)):
            yield "relative" if kinds.begins_near(entry.text) else "name", _near_number(entry.text)
            if kinds.begins_near(entry.text):
                yield "relative", entry.text


def _days(entry: Entry) -> Iterator[str]:
    """The date of birth right behind the patient's name or below it, with nothing between: "Ek, Bo  18.11.1984"."""
    behind = _DAY_BEHIND.match(entry.text)
    if behind is not None and fitting.is_name(behind["name"]):
        yield behind["day"]


_DAY_BEHIND: Final = re.compile(rf"(?P<name>[^\d(]*[^\W\d_])[\s,(|/]+(?P<day>{fitting.DAY})(?![\d-])")
_ENDED: Final = re.compile(r"(?<=[a-zåäöé\d]{2})\.\s(?=[A-ZÅÄÖ][a-zåäö]+\s)")


def is_somebody(text: str) -> bool:
    """Whether a value tells who somebody is, whatever its label."""
    return fitting.is_name(text) or kinds.is_near(text) or kinds.what(text) == "who"


# Where a mail goes is the hospital's own.
_SENT_TO: Final = re.compile(r"(?:till|to|cc|kopia|mottagare)\W*", re.IGNORECASE)


def tells_person(text: str) -> bool:
    """Whether a short value tells who by a personal number, or by a name of two words of which a list has one."""
    if any(one.category in _NUMBERS for one in identifiers.find(text)):
        return True
    words = re.findall(r"[A-ZÅÄÖÉ][\w'’-]+", text)
    listed = any(lexicon.is_first_name(word) or lexicon.is_surname(word) for word in words)
    return fitting.is_name(text) and len(words) > 1 and listed


def _is_address(text: str) -> bool:
    """Whether a line without label is where somebody lives: "Granlidens äldreboende, Parkgatan 40"."""
    found = {one.category for one in identifiers.find(text)}
    told = identifiers.Category.ADDRESS in found and kinds.what(text) == "who"
    return found.isdisjoint(_NUMBERS) and (told or (kinds.is_home(text) and kinds.what(text) == "banner"))


def in_rows(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """The names of a line that tells who somebody is by a number, and the name beside a number in running text."""
    apart = [_without_staff(row) for row in rows]
    for place, row in enumerate(rows):
        if not any(one.category in _NUMBERS for one in identifiers.find(row.text)):
            continue
        yield from (("name", name) for beside in (rows[:place][-1:], rows[place + 1 :][:1]) for name in _alone(beside))
        yield from (("name", name) for name in _beside_number(rows[:place][-1:], row))
        yield from (("name", name) for name in _beside_number(rows[place + 1 :][:1], row))
        row = apart[place]
        if kinds.what(row.text) == "who" and len(row.text) <= _SHORT_LINE:
            texts = (_without_unit(_without_addresses(cell.text)) for cell in row.cells)
            parts = (part for text in texts for part in re.split(r"[,;/()\d]|(?<=\w\w\w)\.\s", text))
            yield from (("name", part) for part in parts if fitting.is_name(part.strip()) and _names_of(part))
            alone = _without_numbers(_without_unit(row.text))
            yield from [("name", alone)] if _is_whole_name(alone) else ()
        beside = _near_number(row.text) or _in_small_letters(row.text)
        yield "name", beside or _said("\n".join(one.text for one in apart[max(0, place - 2) : place + 3]))
    yield "name", _said("\n".join(row.text for row in apart))


def _without_unit(text: str) -> str:
    """The text without a unit with its place: "Bo Ek 19410622-9828, AVA Värnamo 14:2" names one person."""
    unit = units.said(text)
    return text.replace(unit, " ") if unit else text


def _beside_number(beside: Sequence[Row], row: Row) -> Iterator[str]:
    """The name in the column of a number that stands beside something else, in the line above it or below."""
    for cell in row.cells[1:]:
        if any(one.category in _NUMBERS for one in identifiers.find(cell.text)):
            column = (one.text for other in beside for one in other.cells[1:] if abs(one.left - cell.left) <= _COLUMN)
            texts = (re.sub(r"^[|\s]+", "", text) for text in column)
            yield from (text for text in texts if fitting.is_name(text) and _names_of(text))


_COLUMN: Final = 2.0


def _without_staff(row: Row) -> Row:
    """The row without what a label gives to the staff, if a number stands in another column of it."""
    kept, skip = list[Cell](), False
    for cell in row.cells:
        label = labels.at_start(cell.text)
        staff = label is not None and label.field in STAFF
        if not (staff or skip):
            kept.append(cell)
        skip = staff and label is not None and label.whole
    numbered = any(one.category in _NUMBERS for cell in kept for one in identifiers.find(cell.text))
    return replace(row, cells=tuple(kept)) if numbered else row


def _in_small_letters(text: str) -> str:
    """The name that opens a line without any capital, before the number: "stig lång 420303-9856"."""
    match = _SMALL_NAMES.match(text) or _SMALL_BEHIND.search(text)
    return match["name"] if match and not any(map(str.isupper, text)) else ""


_SMALL_NAMES: Final = re.compile(
    r"\W*(?P<name>[^\W\d_]{2,}(?:-[^\W\d_]+)?(?:\s[^\W\d_][^\W\d_-]+(?:-[^\W\d_]+)?){1,2}),?"
    r"\s(?:19|20)?\d{6}[-+ ]?\d{4}"
)
# The same behind a full stop, or whom it is about: "akut dt huvud. åsa ros 640829-9821", "dt urinv på liam strand …".
_SMALL_BEHIND: Final = re.compile(
    r"(?:[.!]|(?<!\w)(?:på|gäller|avser|ang|pat(?:ient)?)\.?)\s"
    r"(?P<name>[^\W\d_]{2,}(?:-[^\W\d_]+)?\s[^\W\d_]{2,}),?\s(?:19|20)?\d{6}[-+ ]?\d{4}"
)


def _said(text: str) -> str:
    """The name that a sentence tells where none stands beside the number: "heter Tage Ek", "Karin Ek (pnr ovan)"."""
    found = (match["name"] for pattern in _TELLING for match in pattern.finditer(text))
    acting = (match["name"] for match in _ACTING.finditer(text) if _names_of(match["name"]))
    return next((name for name in (*found, *acting) if _is_whole_name(name)), "")


# Capitals of any tongue.
_ANY: Final = r"[^\W\d_a-zà-öø-ÿ][\w’'-]+"
_TWO_NAMES: Final = rf"(?P<name>{_ANY}(?:\s{_ANY}){{1,3}})"
_TELLING: Final = (
    re.compile(rf"(?:^|\n){_TWO_NAMES},\s\d{{1,3}}\s?(?:år|mån)"),
    re.compile(rf"(?<!\w)på\s{_TWO_NAMES}(?:\sfrån\s[A-ZÅÄÖ][\w-]+)?,?\s\(?(?:19|20)?\d{{6}}"),
    re.compile(rf"(?i:heter|heta|kallar\ssig|namnet\sär|namn\sär|vid\snamn|uppger\snamn(?:et)?)[\s:]+{_TWO_NAMES}"),
    re.compile(
        r"(?<!\w)(?:[Pp]at\.?|[Rr]emiss på|[Gg]äller|[Pp]atient(?:en)?|flickan|pojken|mannen|kvinnan)[\s:,]+"
        rf"{_TWO_NAMES}"
    ),
    re.compile(rf"{_TWO_NAMES}[\s,(]+(?i:pnr|personnr|personnummer)"),
    re.compile(rf"(?:^|\n){_TWO_NAMES}[.,]\s(?:[Bb]or|[Bb]oende|[Ff]rån)\s"),
    re.compile(rf"(?<=[.,]\s)Namn\s{_TWO_NAMES}(?=[.,])"),
)
# Words at the start of a sentence may be words.
_ACTING: Final = re.compile(
    rf"(?:^|[.!?]\s|\n){_TWO_NAMES},?\s(?:är|kommer|inkommer|inkom|ligger|söker|sökte|vårdas"
    r"|på\s(?=(?:avd|akut|iva|hia|ava|kava|mava|\w*avdelning)))\s?"
)


def born(rows: Sequence[Row], today: date) -> Iterator[tuple[str, str]]:
    """The name and the date of birth that stand side by side, in rows without a personal number."""
    for row in rows:
        for match in _BORN.finditer(row.text):
            date_ = identifiers.born(match["born"], today)
            opens = match.start() == 0 or match["born"].replace("-", "").isdigit()
            name = _without_leads(match["name"].replace(",", ""))
            plain = any(map(lexicon.is_first_name, name.split())) and opens
            told = match["led"] or (plain and date_ is not None and date_.year < today.year)
            if date_ is not None and told and _is_whole_name(name):
                yield from (("name", name), ("identity", match["born"]))


def _without_leads(name: str) -> str:
    """The name without words before it that nobody is called: "Gäller Stella Lidman"."""
    words = name.split()
    listed = any(lexicon.is_first_name(word) or lexicon.is_surname(word) for word in words[:1])
    led = len(words) > _PAIR and not listed and lexicon.is_familiar(words[0]) and lexicon.is_first_name(words[1])
    return " ".join(words[1:] if led else words)


_MONTH: Final = r"(?i:jan|feb|mars|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*"
_BORN: Final = re.compile(
    rf"(?P<name>{_ANY},?(?:\s{_ANY}){{1,3}})\s?[,/|]?\s{{1,2}}\(?(?P<led>(?i:född|f\.|f|födelsedat\w+)[:\s]\s?)?"
    rf"(?P<born>(?:18|19|20)?\d\d-?\d\d-?\d\d(?![\d-])|\d{{1,2}}\s{_MONTH}\.?\s(?:19|20)\d\d|\d{{1,2}}/\d{{1,2}}\s?[-–]\s?(?:19|20)?\d\d)(?!\d)"
)


def _without_numbers(text: str) -> str:
    """A line without the numbers in it and the signs round them."""
    for finding in reversed(identifiers.find(text)):
        text = text[: finding.start] + " " + text[finding.end :]
    return " ".join(re.sub('["“”/,;:()]', " ", text).split())


def _without_addresses(text: str) -> str:
    """A line without streets and towns: whoever is called as their town is has it told beside the number too."""
    for finding in reversed(identifiers.find(text)):
        if finding.category is identifiers.Category.ADDRESS:
            text = f"{text[: finding.start]},{text[finding.end :]}"
    return text


def _alone(rows: Sequence[Row]) -> Iterator[str]:
    """The name that a row consists of, with what is told of somebody by a word: "Tran Van Minh, man"."""
    for row in rows:
        first, *others = re.split(r"[,(/]|\s{2,}", row.text)
        if units.said(row.text) or units.first(row.text) or any(map(units.is_place, row.text.split())):
            continue
        if _FILED.fullmatch(row.text) and fitting.is_name(row.text) and _names_of(row.text):
            yield row.text
            continue
        plain = all(re.fullmatch(r"\W*(?:man|kvinna|pojke|flicka|\d{1,3}\s?år|\W)*", part) for part in others)
        plain = plain or (_FULL.fullmatch(first.strip()) is not None and lexicon.is_first_name(first.split()[0]))
        if plain and len(first.split()) > 1 and fitting.is_name(first.strip()) and _names_of(first):
            yield first


_FULL: Final = re.compile(r"[A-ZÅÄÖÉ][\w'’-]+(?:\s[A-ZÅÄÖÉ][\w'’-]+){1,3}")
# The surname first, as lists have it.
_FILED: Final = re.compile(
    r"\W*[A-ZÅÄÖ][\w'’-]+(?:\s[A-ZÅÄÖ][\w'’-]+)?,\s[A-ZÅÄÖ][\w'’-]+(?:\s[A-ZÅÄÖ][\w'’-]+){0,2}\W*"
)
# What may stand between a name and a number: a label in small letters, a date of birth.
_BETWEEN: Final = (
    r"(?:(?:och|som|med)\s(?:har\s)?)?(?:(?:hennes|hans)\s)?(?:personnumret|personnummer)?(?:\sär\s)?(?:(?:född|f\.|födelse(?:data|datum|nummer|nr)|(?<!\w)(?:kv|k|m)\.?\s\d{1,3}\s?|pnr|pers\.?\s?nr|personnr|personnummer|samordn\w*\.?(?:\s?nr)?|reserv(?:nr|nummer)|id|nr|med)[:\s]{0,2}|"
    r"(?:19|20)?[\d-]{6,10}[,\s]+|en\s|\w+(?:årig|åring|månaders|veckors)(?=[\s,])|\d{1,3}\s?(?:år|v|veckor|mån(?:ader)?|dagar|dygn)(?:\sgammal)?(?=[\s,])|(?:rum|sal|plats|säng)\s[\d:]+|man(?=,)|kvinna(?=,)|tjej(?=,)|kille(?=,)|pojke(?=,)|flicka(?=,)|[\s,(:/]){0,8}"
)


def _near_number(value: str) -> str:
    """The capitalised words right before or right after a personal number: the name, unless all are ordinary words."""
    value = _without_hospitals(re.sub('["“”]', " ", _without_unit(value)))
    found = [finding for finding in identifiers.find(value) if finding.category is not identifiers.Category.ADDRESS]
    # Beside a telephone in the patient's own line stands somebody else as often.
    own = [word for one in found if one.category in _NUMBERS for word in _beside(value, one)]
    return " ".join(own or [word for one in found for word in _beside(value, one)])


_CAPITALS: Final = r"(?:[A-ZÅÄÖÜÉÇŠŽ][\w’'-]+[,\s]{0,2}){1,4}"
_BEFORE: Final = re.compile(rf"(?<!\w)({_CAPITALS}){_BETWEEN}$")
_BEHIND: Final = re.compile(rf"[\s,:(/]*({_CAPITALS})")


def _beside(value: str, found: identifiers.Finding) -> Iterator[str]:
    """The capitalised words right before a number and right behind it."""
    for match in (_BEHIND.match(value[found.end :]), _BEFORE.search(value[: found.start])):
        yield from _names_of(match[1]) if match else ()


def _without_hospitals(text: str) -> str:
    """A line of the same length without the names of hospitals: "Capio S:t Görans   20230925-9824"."""
    for start, end in hospitals.named(text):
        text = text[:start] + "," * (end - start) + text[end:]
    return text


def _names_of(run: str) -> list[str]:
    """The words of a run but for those of the field; none if the dictionary and no list of names has them all."""
    every = [(word, lexicon.is_first_name(word) or lexicon.is_surname(word)) for word in re.findall(r"[\w’'-]+", run)]
    if _is_first_and_last(every):
        return [word for word, _ in every]
    words = [(word, told) for word, told in every if told or not (_of_the_field(word) or lexicon.is_place(word))]
    named = any(listed or not (lexicon.is_familiar(word) or len(word) <= _SHORTEST) for word, listed in words)
    return [word for word, _ in words] if named else []


def _is_first_and_last(words: Sequence[tuple[str, bool]]) -> bool:
    """Whether a first name and one more word, whatever it means, are all that stands there: "Holger Stål"."""
    if len(words) != _PAIR or not lexicon.is_first_name(words[0][0]):
        return False
    last = words[1][0]
    return not (last.isupper() or labels.is_label(last) or kinds.is_form(last) or lexicon.has_hospital(last))


_PAIR: Final = 2


def _is_whole_name(text: str) -> bool:
    """Whether two or three capitals beside a number are a name, even of ordinary words: "Halvar Lung"."""
    words = text.strip().split()
    known = (labels.is_label, kinds.is_form, lexicon.is_hospital, lexicon.has_hospital, units.is_short)
    # Whoever has first names alone before it is called so: "Harry Rolf Blad".
    first = [part for word in words[:-1] for part in ([word] if lexicon.is_first_name(word) else word.split("-"))]
    given = len(words) >= _PAIR and all(map(lexicon.is_first_name, first)) and not labels.is_label(words[-1])
    told = words[:-1] if given and kinds.is_form(words[-1]) else words
    other = any(knows(word) for word in told for knows in known) or all(map(lexicon.is_field, words))
    unit = units.first(text) or units.said(text) or units.hospital(text)
    staff = kinds.is_private(text) or kinds.titled(text)
    return _FULL.fullmatch(text.strip()) is not None and not (text.isupper() or other or unit or staff)


# "VÄ", "HÖ": no word of the dictionary, and nobody's name.
_SHORTEST: Final = 2


def _of_the_field(word: str) -> bool:
    """Whether the field knows a word, or each part of it between hyphens: "ÖNH-REMISS" is no name."""
    parts = word.split("-") if "-" in word else [word]
    known = (lexicon.is_clinical, labels.is_label, kinds.is_form, lexicon.is_field, lexicon.is_hospital)
    known = (*known, units.is_short, units.is_place)
    return all(any(knows(part) for knows in known) for part in parts)


def in_files(about: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Names and numbers in file names and metadata; a word is taken for a name only if it is a known one."""
    for kind, value in about:
        if kind != "file":
            yield kind, value
            continue
        value = _SCANNED_AT.sub(" ", value.replace("_", " "))
        words = re.findall(r"[^\W\d_]+", value)
        names = [word for word in words if lexicon.is_first_name(word) or lexicon.is_surname(word)]
        yield "document", value
        if len(names) >= 2 or (names and names[0][0].isupper()):
            yield "name", " ".join(names)


def goes_on(text: str) -> bool:
    """Whether a text tells who, by a name beside a number or an age, and then a story of more than one sentence."""
    opened = _AGED.match(text)
    return is_story(text) and (bool(_near_number(text)) or (opened is not None and fitting.is_name(opened["name"])))


# "Gäller Birgitta Ljung, 71 år. Opererad för 12 dagar sedan."
_AGED: Final = re.compile(r"(?P<name>[^.,;:\d]{3,40}),\s(?:en\s)?\d{1,3}(?:\s?(?:år|mån)|-årig)")


def asks_on(text: str) -> bool:
    """Whether a text tells who, by a name beside a number, and then asks for an examination: "…-9886. Önskar DT"."""
    who, _, rest = text.partition(". ")
    return bool(_near_number(who)) and bool(kinds.requested(rest)) and not rest.lower().startswith("remiss")


def is_story(text: str) -> bool:
    """Whether a text is a story of more than one sentence."""
    return len(text) > _SHORT_LINE and kinds.what(text) == "story" and re.search(r"[.?]\s+[A-ZÅÄÖ]", text) is not None


# Nobody knows who: there is no name to look for.
_NAMELESS: Final = re.compile(
    r"\W*(?:okänd|oidentifierad|unknown)\w*(?:\W+(?:man|kvinna|person|pojke|flicka|identitet|male|female))?\W*$", re.I
)


_NOBODY: Final = re.compile(
    r"\W*(?:okänd|oidentifierad|unknown)\w*(?:\W+(?:man|kvinna|person|pojke|flicka|male|female))?\W+(?:med\s)?(?i:reserv)",
    re.I,
)


def is_nobody(group: str, value: str) -> bool:
    """Whether a label says that nobody knows who the patient is, alone or with the number given instead."""
    return bool((group == "name" and _NAMELESS.match(value)) or (group == "identity" and _NOBODY.match(value)))
