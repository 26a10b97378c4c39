"""The rules by which a carried text is scrubbed: each points at spans; the caller decides what wins.

In order of precedence: the patient's identity, validated patterns, relation words, capitals, name lists
(research: anonymising, section 5.1). An allow-list never unmasks an identity.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ocr import identifiers
from ocr.identifiers import Category
from outbound import lexicon
from outbound.anonymise import actors, eponyms, names, told
from outbound.anonymise.births import own_birth
from outbound.anonymise.contacts import contacts
from outbound.anonymise.names import Token
from outbound.anonymise.near import relations
from outbound.anonymise.own import own_names, own_numbers
from outbound.anonymise.places import places
from outbound.anonymise.spans import Case, Rule, Span
from outbound.lexicon import hospitals, people
from outbound.lexicon.vocabulary import any_of
from outbound.referral import labels, links, phones
from outbound.referral.wordings import skeleton

_STAFF: Final = re.compile(rf"{any_of('capitals.staff')}[.:,]?\s+(?-i:[A-ZÅÄÖ](?:[\w'’-]+|\.)\s?)?$", re.IGNORECASE)
# Whoever is a relative is no staff of ours, whatever their title: "Svärsonen, ssk Fredrik", "gift med dr Hamberg".
_OF_KIN: Final = re.compile(
    rf"(?<!\w)(?:{people.RELATION}|gift med|(?:mor|far|son|dotter|bror|syster) till)(?:\s(?:är|som är))?,?\s$",
    re.IGNORECASE,
)
# What may stand between two names of a row: "Anna, Bo och Liv".
_JOINED: Final = re.compile(r"\s*(?:,|/|&|\boch\b|\bsamt\b|\beller\b)\s*")
# After these a word that is no name may well have a capital.
_LISTED: Final = re.compile(r"[,/+&(]\s*$")
# Shorter ones are abbreviations more often than not.
_LEAST_UNFAMILIAR: Final = 4
_LONG_TAIL: Final = 7
# So long a word at the start of a sentence is one in haste sooner than somebody's name: "Blodtilblandad avföring".
_LONG_WORD: Final = 9
_LABELS: Final = {
    Category.PERSONAL_NUMBER: "personal_number", Category.RESERVE_NUMBER: "reserve_number",
    Category.LMA_NUMBER: "lma_number",
    Category.STAFF_ID: "staff_id", Category.LONG_NUMBER: "long_number", Category.BIRTH_DATE: "birth_date",
    Category.PHONE: "phone", Category.EMAIL: "email", Category.ADDRESS: "address",
}  # fmt: skip


def patterns(text: str, case: Case) -> Iterator[Span]:
    """Rule 4: whatever has the form of an identifier; staff telephones and the case's kept numbers stay."""
    for finding in identifiers.find(text):
        value = text[finding.start : finding.end]
        if finding.category is Category.PHONE and _is_staff(value, case):
            continue
        if identifiers.digits(value) in case.kept:
            continue
        led = (
            (_FILED_BY.search(text[: finding.start]) or _LETTERS_BEFORE.search(text[: finding.start]))
            if finding.category is Category.LONG_NUMBER
            else None
        )
        yield Span(led.start() if led else finding.start, finding.end, _LABELS[finding.category], "pattern")
    yield from told.numbers(text, case)
    yield from contacts(text, case)
    yield from (Span(*link.span(), "address", "link") for link in links.LINK.finditer(text))
    yield from (Span(*file.span(), "unknown_word", "file") for file in links.FILE.finditer(text))


_LETTERS_BEFORE: Final = re.compile(r"(?<![\w-])[A-ZÅÄÖ]{1,6}[-/]$")
# Whose books a number stands in is told by its name alone.
_FILED_BY: Final = re.compile(
    r"(?<!\w)(?:K-?nr|dnr|diarienr|diarienummer|ärendenr|(?:pol|polis)\.?\s?nr)[.:]?\s$", re.IGNORECASE
)


def capitals(text: str, case: Case) -> Iterator[Span]:
    """Rule 7: a capital inside a sentence is a name; at its start, if a list says so or nothing knows the word."""
    after_name, cared_for = -1, hospitals.named(text)
    for token in names.tokens(text):
        inside = any(start <= token.start < end for start, end in cared_for)
        if inside or _skipped(text, token, case):
            continue
        span = (
            _following(text, token, after_name)
            or _owning(text, token)
            or _listed(text, token)
            or _unknown(text, token, case)
        )
        if span is not None:
            after_name = span.end if span.category == "name" else -1
            yield span


def _following(text: str, token: Token, after_name: int) -> Span | None:
    """A capital right after a masked name is a surname; after a comma or "och" it is one more name."""
    if not token.capital or after_name < 0 or lexicon.is_clinical(token.text) or _UNIT.search(token.text):
        return None
    between = text[after_name : token.start]
    if "\n" in between and lexicon.is_listed(token.text):
        return None
    joined = _JOINED.fullmatch(between) is not None and not lexicon.is_listed(token.text)
    return Span(token.start, token.end, "name", "after a name") if not between.strip() or joined else None


def _listed(text: str, token: Token) -> Span | None:
    """A name by the lists. One that is also a word counts inside a sentence; at its start, with a doubt."""
    first = lexicon.is_first_name(token.text)
    last = lexicon.is_surname(token.text) if token.capital else lexicon.is_listed_surname(token.text)
    if not (first or last) or _clinical(token):
        return None
    if not token.capital:
        deed = re.match(r"\s([a-zåäö]+)", text[token.end :])
        acts = deed is not None and lexicon.is_human_deed(deed[1])
        named = (len(token.text) > 3 or acts) and (not lexicon.is_listed(token.text) if first else _unexplained(token))
        return Span(token.start, token.end, "name", "name list") if named else None
    common = lexicon.is_common_first_name(token.text)
    place = lexicon.is_place(token.text) or lexicon.has_hospital(token.text)
    by = _BY.search(text[: token.start]) is not None
    son = token.text.endswith("sson")  # hardly ever a disease's name
    if son and eponyms.is_part(text, token):
        return None
    if not (common or by or son) and (place or lexicon.is_eponym(token.text) or eponyms.is_after(text, token)):
        return None
    word = lexicon.is_listed(token.text)
    if word and (_answers(text, token) or (token.first and not _acts(text[token.end :]))):
        return None
    if word and (token.shout or re.match(r"\s*\d|\s(?:os|rektum|oral)", text[token.end :])):
        return None
    return Span(token.start, token.end, "name", "name list", doubt=token.first and word)


def _owning(text: str, token: Token) -> Span | None:
    """A name in the genitive at the start of a sentence: "Anderssons hund", "Klangs bil"."""
    owned = re.match(r"\s[a-zåäö]", text[token.end :]) is not None and not eponyms.is_classed(text, token)
    if not (owned and token.capital and token.first and token.text.endswith("s")):
        return None
    bare = token.text[:-1]
    near = _SOMEBODYS.match(text, token.end) is not None
    after = lexicon.is_eponym(token.text) and not (near or lexicon.is_common_first_name(bare))
    listed = lexicon.is_first_name(bare) or lexicon.is_surname(bare)
    if after or _clinical(token) or lexicon.is_function_word(token.text) or not (listed or actors.is_owner(token.text)):
        return None
    doubt = not listed or lexicon.is_listed(bare)
    return Span(token.start, token.end, "name" if listed else "unknown_word", "owner", doubt=doubt)


_SOMEBODYS: Final = re.compile(rf"\s(?:{people.RELATION})(?!\w)", re.IGNORECASE)


def _answers(text: str, token: Token) -> bool:
    """Whether a word such as "Inga" is all that a line says behind its label: nobody tells a person so."""
    line = text[text.rfind("\n", 0, token.start) + 1 :].partition("\n")[0]
    before = re.search(r"([^\W\d_]+):?\s$", text[: token.start])
    labelled = token.start == 0 or (before is not None and labels.is_label(before[1]))
    alone = labelled and re.match(r"\s?[.,;](?:\s|$)", text[token.end :]) is not None
    return lexicon.is_function_word(token.text) and (alone or line.rpartition(":")[2].strip(" .") == token.text)


def _acts(after: str) -> bool:
    """Whether what follows a word at the start of a sentence makes it a person: a verb, a capital, nothing more.

    "Inga har ont" tells of a person; "Inga avgångar" and "Sten?" do not.
    """
    if re.match(r"\s?\?", after) or (re.match(r"\s?,\s[a-zåäö]", after) and not _SOMEBODY_BEHIND.match(after)):
        return False
    following = re.match(r"\s+([a-zåäö]+)", after)
    return (
        following is None
        or actors.STATED.match(after) is not None
        or lexicon.is_deed(following[1])
        or lexicon.is_human_deed(following[1])
    )


def _unknown(text: str, token: Token, case: Case) -> Span | None:
    """A capital that nothing explains: unknown at the start of a sentence; anything but clinical words inside one."""
    if not token.capital or _clinical(token) or _measure(text, token) or lexicon.is_function_word(token.text):
        return None
    if _is_where_people_live(token.text) and _COMES_FROM.search(text[: token.start]):
        return Span(token.start, token.end, "address", "comes from")
    after = lexicon.is_called_after(token.text) or eponyms.is_one(text, token)
    formal = labels.is_label(token.text) or lexicon.is_field(token.text) or _RELATED.fullmatch(token.text)
    if after or formal or _is_put_together(text, token):
        return None
    if _is_where_people_live(token.text):
        if lexicon.has_hospital(token.text) and _WARD_BEFORE.search(text[: token.start]):
            return None
        sentence = _sentence(text, token)
        lives = lexicon.has_hospital(token.text) and _LIVES.search(sentence) is not None
        cared = lexicon.is_place(token.text) and _CARED.search(sentence) is not None
        treated = lexicon.has_hospital(token.text) and _TREATED.search(sentence) is not None
        abroad = lexicon.is_place(token.text) and not lexicon.is_locality(token.text)
        if abroad and _MADE_ABROAD.search(sentence) and not _LIVES.search(sentence):
            return None
        return None if (cared or treated) and not lives else Span(token.start, token.end, "address", "locality")
    if _UNIT.search(token.text) or (_ADJECTIVE.search(token.text) and lexicon.is_ordinary(token.text)):
        return None
    if eponyms.is_classed(text, token) and not lexicon.is_first_name(token.text):
        return None
    if (token.first or _LISTED.search(text[: token.start])) and not token.shout and actors.is_called(text, token):
        return Span(token.start, token.end, "unknown_word", "acts", doubt=True)
    led = _WHERE.search(text[: token.start]) is not None
    opened = (case.titled and not led) or token.first or token.shout
    explained = opened or _LISTED.search(text[: token.start]) is not None
    called = lexicon.is_built_name(token.text) and not case.titled
    if explained and not called and (lexicon.is_familiar(token.text) if opened else _is_plain(token.text)):
        return None
    if token.first and len(token.text) >= _LONG_WORD and lexicon.is_misspelled(token.text):
        return None
    strange = not (opened or _is_plain(token.text))
    if strange and led:
        return Span(token.start, token.end, "address", "somewhere")
    return Span(token.start, token.end, "unknown_word", "capital", doubt=True)


def _is_where_people_live(word: str) -> bool:
    """Whether a list has the place, or it is built as villages are and nothing else is."""
    return lexicon.is_locality(word) or lexicon.is_place(word) or lexicon.has_hospital(word) or lexicon.is_village(word)


def _is_plain(word: str) -> bool:
    """Whether a capital behind a comma is a word: what is put together of two is a place as often ("Råslätt")."""
    tails = [word[cut:].lower() for cut in range(_LEAST_UNFAMILIAR, len(word) - _LEAST_UNFAMILIAR)]
    known = lexicon.is_inflected(word) or lexicon.is_clinical(word) or lexicon.is_eponym(word)
    # No place ends in so long a word: "Metallföremål".
    long = any(len(tail) >= _LONG_TAIL and lexicon.is_listed(tail) for tail in tails) and lexicon.is_ordinary(word)
    return known or any(map(lexicon.is_entry, tails)) or long


def _is_put_together(text: str, token: Token) -> bool:
    """Whether a hyphen binds the word to one of medicine, so that both are: "Miliar-tbc", "Pre-stroke"."""
    tail = re.match(r"-([a-zåäö]{3,})(?!\w)", text[token.end :])
    named = lexicon.is_surname(token.text) or lexicon.is_first_name(token.text) or lexicon.is_locality(token.text)
    return tail is not None and not named and (lexicon.is_entry(tail[1]) or lexicon.is_clinical(tail[1]))


# "DT 2024, Falun / Hustrun Gunvor …", two lines in one: nobody is called so.
_RELATED: Final = re.compile(r"(?:Hustru|Make|Maka|Sambo|Dotter|Sone|Mamma|Pappa|Moder|Fader|Syster|Broder|Granne)n")
# Nothing of medicine finds anybody, or has them to stay.
_BY: Final = re.compile(
    r"(?<!\w)(?:(?:hittad|funnen|hämtad|sedd|hjälpt|skjutsad|påkörd)\sav|(?:bor|var|sov)\shos)\s$", re.IGNORECASE
)
_WHERE: Final = re.compile(rf"(?<!\w){any_of('capitals.where')}\s$", re.IGNORECASE)
_UNIT: Final = re.compile(rf"{any_of('capitals.unit_ends')}$", re.IGNORECASE)
_ADJECTIVE: Final = re.compile(rf"\w{{3,}}{any_of('capitals.adjective_ends')}$", re.IGNORECASE)
_CARED: Final = re.compile(any_of("capitals.cared"), re.IGNORECASE)
# "akuten i Motala", "avd 3 Falun".
_WARD_BEFORE: Final = re.compile(
    rf"(?<!\w)(?:\w*{any_of('capitals.ward_ends')}"
    r"|IVA|AVA|MAVA|KAVA|HIA|\w*avd(?:elning)?(?:en)?\.?(?:\s\d{1,3})?)\s(?:i\s|på\s)?$",
    re.IGNORECASE,
)
# Who comes from there, whatever else the sentence tells: "78-årig man från Mariestad med akut påkommen huvudvärk".
_COMES_FROM: Final = re.compile(
    rf"(?<!\w)(?:(?:{people.RELATION}|{any_of('capitals.somebody')})(?:\s\w+)?\s(?:från|ifrån|i)|hemmet,)\s$",
    re.IGNORECASE,
)
_TREATED: Final = re.compile(rf"(?<!\w){any_of('capitals.treated')}", re.IGNORECASE)
_MADE_ABROAD: Final = re.compile(rf"(?<!\w){any_of('capitals.made_abroad')}(?!\w)", re.IGNORECASE)
_LIVES: Final = re.compile(rf"(?<!\w)(?:{any_of('capitals.lives')}|{people.RELATION})(?!\w)", re.IGNORECASE)


def _sentence(text: str, token: Token) -> str:
    """The sentence that a word stands in."""
    start = max(text.rfind(sign, 0, token.start) for sign in (". ", "\n", "? ", "! "))
    ends = [at for sign in (". ", "\n", "? ", "! ") if (at := text.find(sign, token.end)) >= 0]
    return text[start + 1 : min(ends, default=len(text))]


def unfamiliar(text: str, case: Case) -> Iterator[Token]:
    """Words in small letters that nothing explains: they stay, but a person should see whether one is a name."""
    for token in names.tokens(text):
        if _unexplained(token) and not _skipped(text, token, case) and not _is_mistaken(text, token, case):
            yield token


def _is_mistaken(text: str, token: Token, case: Case) -> bool:
    """Whether a scanner misread the word, or haste misspelled it where no name would stand."""
    misread = case.scanned and lexicon.is_misread(token.text)
    return misread or (lexicon.is_misspelled(token.text) and not is_somebodys(text, token))


def writes_capitals(texts: Sequence[str]) -> bool:
    """Whether whoever wrote begins sentences with capitals: they write names with capitals too."""
    opened = [match[1] for text in texts for match in _OPENED.finditer(text)]
    return len(opened) >= _FEWEST_SENTENCES and sum(sign.isupper() for sign in opened) >= _MOST_SENTENCES * len(opened)


def is_somebodys(text: str, token: Token) -> bool:
    """Whether a word stands where a name would: behind a word for somebody, or before what people do."""
    before = _SOMEBODY_BEFORE.search(text[: token.start]) is not None
    after = re.match(r"\s([a-zåäö]+)", text[token.end :])
    return before or (after is not None and lexicon.is_human_deed(after[1]) and not lexicon.is_deed(after[1]))


# Where a sentence of running text begins; "Hb 98. lite blek" counts against its writer.
_OPENED: Final = re.compile(r"(?:^|[.?!]\s+|\n)([^\W\d_])(?=\w*\s+\w+\s+\w)", re.MULTILINE)
_FEWEST_SENTENCES: Final = 3
_MOST_SENTENCES: Final = 0.9
_SOMEBODY_BEHIND: Final = re.compile(rf"\s?,\s(?:som|{people.RELATION})(?!\w)", re.IGNORECASE)
_SOMEBODY_BEFORE: Final = re.compile(
    rf"(?<!\w)(?i:{people.RELATION}|heter|kallad|kallas|hos|enligt|ringde|ring|ringa|kontakta|träffa|hälsa|och\s\[namn\])[:,]?\s$"
    r"|\[namn\](?:,|\soch)\s$"
)


def _unexplained(token: Token) -> bool:
    return not token.capital and len(token.text) >= _LEAST_UNFAMILIAR and not lexicon.is_familiar(token.text)


def small_letters(text: str, case: Case) -> Iterator[Span]:
    """Rule 8: in a text without any capital, whatever nothing explains, and places."""
    yield from _small_places(text)
    if any(sign.isupper() for sign in text):
        return
    for token in names.tokens(text):
        if lexicon.has_hospital(token.text) and _WARD_BEFORE.search(text[: token.start]):
            continue
        where = lexicon.is_place(token.text) and not lexicon.is_hospital(token.text)
        if (where or _unexplained(token)) and not _skipped(text, token, case):
            yield Span(token.start, token.end, "unknown_word", "small letters", doubt=True)


def _small_places(text: str) -> Iterator[Span]:
    """Where people live, written in small letters, unless a hospital or an examination is told of beside it."""
    for token in names.tokens(text):
        if token.capital or len(token.text) < _LEAST_PLACE or not lexicon.is_listed_locality(token.text):
            continue
        field = lexicon.is_clinical(token.text) or lexicon.has_hospital(token.text)
        word = lexicon.is_ordinary(token.text) or _CARED.search(_sentence(text, token)) is not None
        if not field and (not word or text[: token.start].endswith(("från ", "bor i "))):
            led, more = _LED_TO_PLACE.search(text[: token.start]), _DIRECTION.match(text, token.end)
            start, end = led.start() if led else token.start, more.end() if more else token.end
            yield Span(start, end, "address", "locality in small letters")


_LEAST_PLACE: Final = 4
_LED_TO_PLACE: Final = re.compile(r"(?<!\w)(?:hemtjänst|hemsjukvård|socialtjänst|kommun|boende)\w*\s$", re.IGNORECASE)
_DIRECTION: Final = re.compile(
    r"\s(?:väst|öst|norr|syd|västra|östra|norra|södra|centrum|centralt)(?!\w)", re.IGNORECASE
)


RULES: Final[Sequence[Rule]] = (
    own_names, own_numbers, own_birth, patterns, relations, places, capitals, small_letters,
)  # fmt: skip


def _skipped(text: str, token: Token, case: Case) -> bool:
    """Words that no capital makes a name: the site's own, abbreviations, parts of codes, staff after their title."""
    if skeleton(token.text) in case.allowed or len(token.text) < 2:
        return True
    if len(token.text) == 2 and not (lexicon.is_common_first_name(token.text) or lexicon.is_surname(token.text)):
        return True
    if re.fullmatch("[IVX]{1,4}[a-d]?", token.text):
        return True
    if _MONTH.fullmatch(token.text) and _DATED.search(text[: token.start]) and _YEAR.match(text, token.end):
        return True
    abbreviation = token.shout and len(token.text) <= 5 and not lexicon.is_common_first_name(token.text)
    mixed = re.search(r"[a-zåäö][A-ZÅÄÖ]", token.text) is not None and len(token.text) <= 9
    glued = text[token.end : token.end + 1].isdigit() or text[token.start - 1 : token.start].isdigit()
    return abbreviation or mixed or glued or is_staffs(text, token.start)


def is_staffs(text: str, start: int) -> bool:
    """Whether what begins there stands behind a title of the staff's, and the title behind nobody near."""
    staff = _STAFF.search(text, max(0, start - _BACK), start)
    return staff is not None and not _OF_KIN.search(text, max(0, staff.start() - _BACK), staff.start())


# So far back a title, or what somebody is to the patient, may begin.
_BACK: Final = 80


# "Sat, 24 Jan 2026": a month that is also a name.
_MONTH: Final = re.compile(r"Jan|March|April|Ma[jy]|June?|Juni|Juli|August")
_DATED: Final = re.compile(r"(?<!\d)\d{1,2}\.?\s$")
_YEAR: Final = re.compile(r"\.?,?\s(?:19|20)\d\d(?!\d)")


def _measure(text: str, token: Token) -> bool:
    """A short word with a figure after it is what was measured ("Sat 88 %", "Temp 38,2"), unless a list says name."""
    figure = re.match(r"[ :=<>]{0,3}(?!(?:19|20)\d\d-\d\d)\d{1,4}(?!\d)", text[token.end :])
    return len(token.text) <= 6 and figure is not None


def _clinical(token: Token) -> bool:
    """Inside a sentence a capital needs a list; what is put together of stems may be a road or a farm."""
    inside = token.capital and not (token.first or token.shout)
    known = lexicon.is_listed_clinical(token.text) if inside else lexicon.is_clinical(token.text)
    return known and not (lexicon.is_first_name(token.text) and not token.shout)


def _is_staff(value: str, case: Case) -> bool:
    """A number that a staff field gave, or within the hospital's own ranges."""
    digits = phones.national(value)
    return digits in case.phones or any(digits.startswith(phones.national(prefix)) for prefix in case.hospital)
