"""The patient's names, wherever a referral has them: labels, lines with a personal number, the file's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from ocr import identifiers
from outbound import lexicon
from outbound.referral.form.entries import Entry
from outbound.referral.page.grid import Cell, Row
from outbound.referral.patient import introduced_names, numbered_names
from outbound.referral.sender import phone_entries
from outbound.referral.values import STAFF, Clue, Group
from outbound.referral.words import answers, kinds, labels, phones, titles, units, value_shapes

# A scanner names its files by the time, and one time in ten looks like a newborn's personal number.
_SCANNED_AT: Final = re.compile(r"20\d{6}[ -]?(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?(?!\d)")
# Whoever is told of in a line; a longer one is a story.
_SHORT_LINE: Final = 80
# A day right behind a name.
_DAY_BEHIND: Final = re.compile(
    rf"(?P<name>[^\d(]*[^\W\d_])[\s,(|/]+(?P<day>{value_shapes.DAY})(?![\d-]|\s\d{{4}}(?!\d))"
)
# The name ends where a sentence does, and not at an initial.
_ENDED: Final = re.compile(r"(?<=[a-zåäöé\d]{2})\.\s(?=[A-ZÅÄÖ][a-zåäö]+\s)")
# What somebody is called, between the names: 'Wilhelmina "Mina" van der Meer'.
_NICKNAMED: Final = re.compile(r"\s[\"“”](?P<called>[A-ZÅÄÖ][\w-]+)[\"“”]\s")
_COPIED: Final = re.compile(r"kopia(?:\still)?|cc", re.IGNORECASE)
# In widths of a sign: what begins no further away stands in the same column.
_COLUMN: Final = 2.0
# The surname first, as lists have it.
_FILED: Final = re.compile(
    r"\W*[A-ZÅÄÖ][\w'’-]+(?:\s[A-ZÅÄÖ][\w'’-]+)?,\s[A-ZÅÄÖ][\w'’-]+(?:\s[A-ZÅÄÖ][\w'’-]+){0,2}\W*"
)
# "Gäller Birgitta Ljung, 71 år. Opererad för 12 dagar sedan."
_AGED: Final = re.compile(r"(?P<name>[^.,;:\d]{3,40}),\s(?:en\s)?\d{1,3}(?:\s?(?:år|mån)|-årig)")
# Nobody knows who: there is no name to look for.
_NAMELESS: Final = re.compile(
    r"\W*(?:okänd|oidentifierad|unknown)\w*(?:\W+(?:man|kvinna|person|pojke|flicka|identitet|male|female))?\W*$", re.I
)
_NOBODY: Final = re.compile(
    r"\W*(?:okänd|oidentifierad|unknown)\w*(?:\W+(?:man|kvinna|person|pojke|flicka|male|female))?\W+(?:med\s)?(?i:reserv)",
    re.I,
)
# Before whom a mail goes to.
_SENT_TO: Final = re.compile(r"(?:till|to|cc|kopia|mottagare)\W*", re.IGNORECASE)


def clues(entries: Sequence[Entry]) -> Iterator[Clue]:
    """The clues of the entries; a text without a label has a name only beside a personal number."""
    staff = list(phone_entries.of_staff(entries))
    for entry in entries:
        if not (entry.group in (Group.PHONE, Group.CONTACT) and entry in staff):
            yield from _TELLERS[entry.group](entry) if entry.group in _TELLERS else ()


def is_somebody(text: str) -> bool:
    """Whether a value names a person, whatever its label."""
    return value_shapes.is_name(text) or kinds.is_near(text) or kinds.what(text) == "who"


def tells_person(text: str) -> bool:
    """Whether a short value has a personal number, or is a name of two words of which a list has one."""
    if numbered_names.is_in(text):
        return True
    words = re.findall(r"[A-ZÅÄÖÉ][\w'’-]+", text)
    listed = any(lexicon.is_first_name(word) or lexicon.is_surname(word) for word in words)
    return value_shapes.is_name(text) and len(words) > 1 and listed


def in_rows(rows: Sequence[Row]) -> Iterator[Clue]:
    """The names in lines with a personal number and round them, and those that a sentence introduces."""
    apart = [_without_staff(row) for row in rows]
    for place, row in enumerate(rows):
        if numbered_names.is_in(row.text):
            yield from (Clue(Group.NAME, name) for name in _about(rows, apart, place))
    yield Clue(Group.NAME, introduced_names.in_sentences("\n".join(row.text for row in apart)))


def in_files(about: Sequence[Clue]) -> Iterator[Clue]:
    """Names and numbers in file names and metadata; a word is taken for a name only if it is a known one."""
    for clue in about:
        if clue.group is not Group.FILE:
            yield clue
            continue
        value = _SCANNED_AT.sub(" ", clue.text.replace("_", " "))
        words = re.findall(r"[^\W\d_]+", value)
        names = [word for word in words if lexicon.is_first_name(word) or lexicon.is_surname(word)]
        yield Clue(Group.DOCUMENT, value)
        if len(names) >= 2 or (names and names[0][0].isupper()):
            yield Clue(Group.NAME, " ".join(names))


def goes_on(text: str) -> bool:
    """Whether a text has a name beside a number or an age, and then a story of more than one sentence."""
    opened = _AGED.match(text)
    return is_story(text) and (
        bool(numbered_names.beside(text)) or (opened is not None and value_shapes.is_name(opened["name"]))
    )


def asks_on(text: str) -> bool:
    """Whether a text has a name beside a number, and then asks for an examination: "…-9886. Önskar DT"."""
    who, _, rest = text.partition(". ")
    return bool(numbered_names.beside(who)) and bool(kinds.requested(rest)) and not rest.lower().startswith("remiss")


def is_story(text: str) -> bool:
    """Whether a text is a story of more than one sentence."""
    return len(text) > _SHORT_LINE and kinds.what(text) == "story" and re.search(r"[.?]\s+[A-ZÅÄÖ]", text) is not None


def is_nobody(group: Group, value: str) -> bool:
    """Whether a label says that the patient is unknown, alone or with a reserve number."""
    return bool((group is Group.NAME and _NAMELESS.match(value)) or (group is Group.IDENTITY and _NOBODY.match(value)))


def _name(entry: Entry) -> Iterator[Clue]:
    """The name up to the end of its sentence, and the day of birth right behind it: "Ek, Bo  18.11.1984"."""
    yield Clue(Group.NAME, _ENDED.split(entry.text)[0])
    behind = _DAY_BEHIND.match(entry.text)
    if behind is not None and value_shapes.is_name(behind["name"]):
        yield Clue(Group.IDENTITY, behind["day"])


def _number(entry: Entry) -> Iterator[Clue]:
    """The number, and the name that stands with it."""
    yield Clue(Group.IDENTITY, entry.text)
    whole = numbered_names.without_numbers(entry.text)
    yield Clue(Group.NAME, whole if numbered_names.is_whole_name(whole) else numbered_names.beside(entry.text))


def _contact(entry: Entry) -> Iterator[Clue]:
    yield Clue(Group.RELATIVE if kinds.is_private(entry.text) else Group.PHONE, entry.text)


def _dropped(entry: Entry) -> Iterator[Clue]:
    """What is left behind; where a mail goes is the hospital's own."""
    yield Clue(Group.SENDER if _SENT_TO.fullmatch(entry.label) else Group.DROP, entry.text)


def _first_phone(entry: Entry) -> Iterator[Clue]:
    """Of the two telephones of one label the first is the patient's."""
    yield from (Clue(Group.PHONE, phone) for phone in phones.found(entry.text)[:1])


def _unknown(entry: Entry) -> Iterator[Clue]:
    """A person or a home behind a label that no list has."""
    staffs = kinds.is_greeting(entry.label) or _COPIED.fullmatch(entry.label)
    if titles.named(entry.text) == entry.text.strip() or staffs:
        return
    if is_somebody(entry.text) or tells_person(entry.text):
        short = len(entry.text) <= _SHORT_LINE
        # Whose number stands there nothing tells: it may be another patient's.
        text = entry.text if kinds.is_private(entry.label) else numbered_names.without_numbers(entry.text)
        yield Clue(Group.RELATIVE, text if short else numbered_names.beside(entry.text))
        yield Clue(Group.DOCUMENT, entry.text)
    elif answers.is_whole(entry.text):
        return
    elif kinds.is_home_life(entry.label) and not kinds.has_fact(entry.text):
        yield Clue(Group.ADDRESS, entry.text)


def _heading(entry: Entry) -> Iterator[Clue]:
    """An address without a label, or the name beside a number."""
    if _is_address(entry.text):
        yield Clue(Group.ADDRESS, entry.text)
    elif numbered_names.is_in(entry.text):
        near = kinds.begins_near(entry.text)
        yield Clue(Group.RELATIVE if near else Group.NAME, numbered_names.beside(entry.text))
        yield from [Clue(Group.RELATIVE, entry.text)] if near else ()


def _is_address(text: str) -> bool:
    """Whether a line without a label is a home: "Granlidens äldreboende, Parkgatan 40"."""
    found = {one.category for one in identifiers.find(text)}
    told = identifiers.Category.ADDRESS in found and kinds.what(text) == "who"
    return found.isdisjoint(numbered_names.NUMBERS) and (told or (kinds.is_home(text) and kinds.what(text) == "banner"))


def _as_it_stands(entry: Entry) -> Iterator[Clue]:
    yield Clue(entry.group, entry.text)


def _without_staff(row: Row) -> Row:
    """The row without what a label or a title gives to the staff, if a number stands in another column of it."""
    kept, skip = list[Cell](), False
    for cell in row.cells:
        label = labels.at_start(cell.text)
        staff = label is not None and label.field in STAFF
        named = titles.named(cell.text)
        titled = bool(named) and cell.text.startswith(named) and not numbered_names.is_in(cell.text)
        if not (staff or skip or titled):
            kept.append(cell)
        skip = staff and label is not None and label.whole
    return replace(row, cells=tuple(kept)) if any(numbered_names.is_in(cell.text) for cell in kept) else row


def _about(rows: Sequence[Row], apart: Sequence[Row], place: int) -> Iterator[str]:
    """The names above and below a line with a number, in it, and in the sentences round it."""
    above, below, row = rows[:place][-1:], rows[place + 1 :][:1], apart[place]
    yield from (*_alone(above), *_alone(below))
    yield from (*_in_column(above, rows[place]), *_in_column(below, rows[place]))
    if kinds.what(row.text) == "who" and len(row.text) <= _SHORT_LINE:
        yield from _in_line(row)
    near = "\n".join(one.text for one in apart[max(0, place - 2) : place + 3])
    yield (
        numbered_names.beside(row.text)
        or introduced_names.in_small_letters(row.text)
        or introduced_names.in_sentences(near)
    )


def _in_line(row: Row) -> Iterator[str]:
    """The names in a line with a personal number and little else."""
    texts = (numbered_names.without_unit(_without_addresses(cell.text)) for cell in row.cells)
    parts = (part for text in texts for part in re.split(r"[,;/()\d]|(?<=\w\w\w)\.\s", text))
    yield from (part for part in parts if value_shapes.is_name(part.strip()) and numbered_names.names_of(part))
    alone = numbered_names.without_numbers(numbered_names.without_unit(row.text))
    yield from [alone] if numbered_names.is_whole_name(alone) else ()


def _without_addresses(text: str) -> str:
    """A line without streets and towns, which would be taken for names."""
    for finding in reversed(identifiers.find(text)):
        if finding.category is identifiers.Category.ADDRESS:
            text = f"{text[: finding.start]},{text[finding.end :]}"
    return text


def _alone(rows: Sequence[Row]) -> Iterator[str]:
    """The name that a row consists of, perhaps with a sex or an age behind it: "Tran Van Minh, man"."""
    for row in rows:
        first, *others = re.split(r"[,(/]|\s{2,}", _NICKNAMED.sub(" ", row.text))
        staff = titles.named(row.text) or units.in_prose(row.text) or units.first(row.text)
        if staff or any(map(units.is_place, row.text.split())):
            continue
        if _FILED.fullmatch(row.text) and value_shapes.is_name(row.text) and numbered_names.names_of(row.text):
            yield row.text
            continue
        plain = all(re.fullmatch(r"\W*(?:man|kvinna|pojke|flicka|\d{1,3}\s?år|\W)*", part) for part in others)
        plain = plain or (
            numbered_names.FULL.fullmatch(first.strip()) is not None and lexicon.is_first_name(first.split()[0])
        )
        if plain and len(first.split()) > 1 and value_shapes.is_name(first.strip()) and numbered_names.names_of(first):
            yield first
            yield from (match["called"] for match in _NICKNAMED.finditer(row.text))


def _in_column(beside: Sequence[Row], row: Row) -> Iterator[str]:
    """The name in the column of a number that stands beside something else, in the line above it or below."""
    for cell in filter(lambda cell: numbered_names.is_in(cell.text), row.cells[1:]):
        column = (one.text for other in beside for one in other.cells[1:] if _share_edge(one, cell))
        texts = (re.sub(r"^[|\s]+", "", text) for text in column)
        yield from (text for text in texts if value_shapes.is_name(text) and numbered_names.names_of(text))


def _share_edge(one: Cell, other: Cell) -> bool:
    return min(abs(one.left - other.left), abs(one.right - other.right)) <= _COLUMN


_TELLERS: Final[Mapping[Group, Callable[[Entry], Iterator[Clue]]]] = {
    Group.NAME: _name,
    Group.IDENTITY: _number,
    Group.CONTACT: _contact,
    Group.DROP: _dropped,
    Group.BOTH_PHONES: _first_phone,
    Group.UNKNOWN: _unknown,
    Group.HEADING: _heading,
    **dict.fromkeys((Group.RELATIVE, Group.SENDER, Group.PHONE, Group.ADDRESS), _as_it_stands),
}
