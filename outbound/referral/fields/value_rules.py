"""What an entry is by its value, where its label is vague or wrong: "Ärende: DT buk", "Kommer från: akm".

Each rule gives the entry as what it is instead, or None; the first that gives one wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from ocr import identifiers
from outbound import lexicon
from outbound.referral.form import accessions
from outbound.referral.form.entries import Entry
from outbound.referral.patient import persons
from outbound.referral.values import STAFF, FieldName, Group
from outbound.referral.words import kinds, labels, phones, titles, units, value_shapes

# A unit or a referrer of more signs, told in sentences, is a story ("Klinik: Vaknade 04.10 och ...").
LONGEST_UNIT: Final = 60
# When something was printed or entered: a date, a time or both, behind a word that says so.
_MOMENT: Final = re.compile(
    r"(?:kl\.?\s)?(?:\d{4}-\d\d-\d\d|\d{6}|\d{8}|\d{1,2}/\d{1,2}(?:[-\s]\d{2,4})?|\d{1,2}[:.]\d\d)[\sT,]*(?:kl\.?\s)?(?:\d{1,2}[:.]\d\d(?:[:.]\d\d)?\S{0,6})?"
)
_ENTERED: Final = re.compile(r"skap|beställ|skriv|utskr|regist|inkom|upprätt|sign|sänd|skick|tidpunkt", re.IGNORECASE)
# A number of a system's: letters, and figures in groups.
CODE: Final = re.compile(r"(?:[A-ZÅÄÖ]{1,6}[ ./-]?){0,2}\d[\dA-Z]*(?:[ ./-][\dA-Z]{1,12})*")
# Fewer are an extension or a pager's.
_LEAST_FIGURES: Final = 5
_LEAST_ORDERED: Final = 3
# Where somebody is, lives or comes from: a unit, or a home.
_AT: Final = re.compile(
    r"(?:kommer\s(?:i?från)|varifrån|var|vårdas\s(?:på|vid)|placering|placerad|ligger(?:\spå)?|åter(?:\still)?|hemenhet|nuvarande\senhet)",
    re.IGNORECASE,
)
_AGED: Final = re.compile(r"\d{1,3}[\s-]?(?:årig|år\s|mån)", re.IGNORECASE)
# A room of a ward, and labels that may stand before it as before a name.
_PATIENT: Final = re.compile(r"pat(?:\.|ient(?:en)?)?|barnet", re.IGNORECASE)
_ROOM: Final = re.compile(
    r"(?:(?:i|på|vid)\s)?(?:[A-ZÅÄÖ]\d{1,3}\s|(?i:[\w-]*akut\w*|(?:\w*avd|avdelning)\.?\s\d{1,3}\w?|[MKA]AVA|(?:Neo-)?IVA|HIA|AKM)[\s,]+)?"
    r"(?i:[\w-]*(?:rum|rummet|sal|plats|bås|säng|brits|kuvös|triage|korridor(?:en)?|lokal|box)|hall(?:en)?)(?:[\s,]+(?:[A-ZÅÄÖ]|[A-ZÅÄÖ]?\d{1,3}(?::\d{1,2})?[A-Z]?))?"
    r"(?:,?\s(?:sal|plats|säng|bås|rum)\s\w{1,3})?(?:,?\s(?:fönster|dörr)\w*)?(?:,\s[a-zåäö][\wåäö\s+]{1,25})?\W?"
)
_BED: Final = re.compile(r"(?<!\w)(?:sal|rum|plats|säng|box|bås|bår|pl)\.?\s?\d[\w:]{0,4}(?!\w)", re.IGNORECASE)
# A ward, behind a word for having been admitted.
_ADMITTED: Final = re.compile(r"inskriven|inskr\.?|inneliggande|inlagd", re.IGNORECASE)
# An ambulance: district and car.
_CAR: Final = re.compile(r"\d{2,3}-\d{3,4}(?!\d)")
# How urgent, behind what kind of referral it is, in so many words at most.
_KIND: Final = re.compile(r"(?:remiss|beställnings|remissens\s|us|undersöknings)typ\W*", re.IGNORECASE)
_FEW: Final = 4
# A telephone behind "Svar".
_ANSWERED: Final = re.compile(r"(?:remiss)?svar", re.IGNORECASE)
_DIALLED: Final = re.compile(r"\W*(?:tel|tfn|telefon|ring|på)?[.:]?\s?[+0(]", re.IGNORECASE)
# Whom to ask.
_CONTACT: Final = re.compile(r"kontakt(?:person|läkare)?\W*", re.IGNORECASE)
# Who asks for it, or who comes for help.
_SEEKS: Final = re.compile(r"(?:sökande|vem|by)\W*", re.IGNORECASE)
# How far a system has come with it, and whose it is.
_DONE: Final = re.compile(
    r"(?:remiss(?:en)?\s)?(?:ny|skickad|mottagen|inkommen|utkast|signerad|osignerad|pågående|bekräftad|granskad|registrerad|"
    r"beställd|planerad|väntande|aktiv|öppen|sent|new|active|ordered)\W*",
    re.IGNORECASE,
)
_REGION: Final = re.compile(r"region\s[a-zåäö ]{3,30}", re.IGNORECASE)
# What a story may stand behind besides.
_COMMENT: Final = re.compile(r"comments?|kommentar(?:er)?|remarks?", re.IGNORECASE)
# A sentence has so many words in small letters.
_LEAST_SMALL: Final = 4
# What was done, or is to be.
_DEALT_WITH: Final = re.compile(r"åtgärd(?:er)?\W*", re.IGNORECASE)
_TREATED: Final = re.compile(
    r"(?<!\w)(?:pvk|o2|syrgas|nål|ringer|infusion|vätska|halskrage|(?:bäcken)?gördel|ekg|intub\w*|förband)(?!\w)|\d\s?(?:mg|g|ml|L|E)(?!\w)",
    re.IGNORECASE,
)
# What the sending system numbered stands behind labels that look like these: "Rem", "Beställning nr", "Order".
_NO_CODES: Final = frozenset({FieldName.REFERRER, FieldName.CALL_BACK, FieldName.EXAMINATION})
# Who and by which number: nobody tells a story there, so that a label before one was a word ("i telefon: Karin ...").
_OF_ONE_LINE: Final = frozenset({Group.IDENTITY, Group.PHONE, Group.CONTACT})
PAGED: Final = re.compile(r"(?:person)?sök(?:are?|arnr|nr|arnummer)?\W*", re.IGNORECASE)
# Labels that stand before a wish as before other things.
_WHAT: Final = re.compile(r"(?:remiss|typ|bild|ordination|beställt|önskat)\W*", re.IGNORECASE)
# What a referral is about, above it or in a mail; where a patient comes from.
_SUBJECT: Final = re.compile(r"(?:ärende|ämne|ang(?:ående)?|gäller|rubrik|region|område)\W*", re.IGNORECASE)
# Labels cut short so that they stand for two things.
_REFERS: Final = re.compile(r"ref\.?", re.IGNORECASE)
_FROM: Final = re.compile(r"fr\.?", re.IGNORECASE)
_CLINIC: Final = re.compile(r"klin\.?", re.IGNORECASE)
# A page, and a side of the body.
_PAGE: Final = re.compile(r"sid[ae]?\.?", re.IGNORECASE)
_SIDE: Final = re.compile(
    r"\W*(?:hö|vä|höger|vänster|hö\.|vä\.|bilat\w*|båda|bägge|dx|sin|dxt|left|right|both)(?!\w)", re.IGNORECASE
)
_COMES_FROM: Final = re.compile(r"(?:kommer|kom|kommen|inkommer|inkom)\s(?:in\s)?från\W*", re.IGNORECASE)


def placed(entry: Entry) -> Entry:
    """The entry as what it is: as the first rule says, else unchanged."""
    return next((found for _, rule in _RULES if (found := rule(entry)) is not None), entry)


def is_cause(entry: Entry) -> bool:
    """Whether "Orsak" stands before what happened, told in sentences, and before no question."""
    asks = "?" in entry.text or re.search(r"fråg", entry.label, re.IGNORECASE) is not None
    return not asks and kinds.what(entry.text) == "story" and len(entry.text) > LONGEST_UNIT


def _colleague(entry: Entry) -> Entry | None:
    """Who may be asked is of the staff where a title says so: "Kontaktperson: Kirurgbakjour Nils Brogren"."""
    asked = entry.group in (Group.RELATIVE, Group.CONTACT) and _CONTACT.fullmatch(entry.label) is not None
    asked = asked or (entry.group in (Group.NAME, Group.ADDRESS) and _SEEKS.fullmatch(entry.label) is not None)
    staff = asked and titles.named(entry.text) and not kinds.is_private(entry.text)
    return _field(entry, FieldName.REFERRER) if staff else None


def _field(entry: Entry, field: FieldName) -> Entry:
    return replace(entry, group=Group.FIELD, field=field)


def _state(entry: Entry) -> Entry | None:
    """How far a system has come with a referral, and whose it is, are no status of the patient and nothing to do."""
    done = entry.field is FieldName.STATUS and _DONE.fullmatch(entry.text) is not None
    region = entry.field is FieldName.EXAMINATION and _REGION.fullmatch(entry.text) is not None
    return replace(entry, group=Group.DROP if done else Group.HEADING, field=None) if done or region else None


def _room(entry: Entry) -> Entry | None:
    """A room, a bed or a corner of a ward is where the patient lies, and neither a unit, a home nor a name."""
    text = entry.text.strip(" .")
    if _ROOM.fullmatch(text) is None:
        return None
    asked = entry.field is FieldName.UNIT and _AT.fullmatch(entry.label) is not None
    whose = entry.group is Group.NAME and _PATIENT.fullmatch(entry.label) is not None
    home, ward = (kinds.is_home, kinds.is_address), (units.first, units.in_prose)
    other = any(knows(text) for knows in ((*home, *ward) if asked else home))
    return _field(entry, FieldName.OTHER) if (asked or whose) and not other else None


def _home(entry: Entry) -> Entry | None:
    """A "unit" that is a home is where the patient lives."""
    weak = _AT.fullmatch(entry.label) is not None and not _is_ward(entry.text) and not units.hospital(entry.text)
    weak = weak and not value_shapes.is_phone(entry.text)
    told = kinds.is_home(entry.text) or kinds.is_address(entry.text)
    if weak and not told and _is_bed_of_ward(entry.text):
        return _field(entry, FieldName.OTHER)
    home = (entry.field is FieldName.UNIT and (weak or told)) or (entry.tells_where and told)
    return replace(entry, group=Group.ADDRESS, field=None) if home else None


def _is_bed_of_ward(text: str) -> bool:
    """Whether a text is a room or a bed of a ward: "Förlossning sal 5"; "Solgården rum 4" is one of a home."""
    bed = _BED.search(text)
    if bed is None:
        return False
    names = [*re.findall(r"[\w-]+", text[: bed.start()]), *re.findall(r"[A-ZÅÄÖ][\w-]+", text[bed.end() :])]
    return all(lexicon.is_clinical(name) or units.is_short(name) for name in names)


def _is_ward(text: str) -> bool:
    """Whether a text begins with a unit, in whatever letters, and with no home."""
    return units.begins(text, any_case=True) and not (kinds.is_home(text) or kinds.is_address(text))


def _car(entry: Entry) -> Entry | None:
    """An ambulance's own number is no unit: "Enhet: 26-7810 Arvidsjaur"; a unit's code stands before its name."""
    if entry.field is not FieldName.UNIT or _CAR.match(entry.text) is None:
        return None
    named = units.first(entry.text, any_case=True) or units.in_prose(entry.text) or units.hospital(entry.text)
    return None if named else replace(entry, group=Group.DROP, field=None)


def _ended(entry: Entry) -> Entry | None:
    """A unit ends with its sentence, if the next one says whom to answer: "Avd 62. Svar till ortopedjour …"."""
    unit, _, behind = entry.text.partition(". ")
    ends = entry.field is FieldName.UNIT and behind.startswith(("Svar", "Ring", "Sök")) and _is_ward(unit)
    return replace(entry, lines=[unit]) if ends else None


def _hurry(entry: Entry) -> Entry | None:
    """How urgent, behind what kind of referral it is: "Remisstyp: Akut"; a telephone is no priority ("Svar önskas")."""
    kind = entry.group is Group.DROP and _KIND.fullmatch(entry.label) and kinds.is_urgent(entry.text)
    if kind and len(entry.text.split()) <= _FEW:
        return _field(entry, FieldName.PRIORITY)
    called = entry.field is FieldName.PRIORITY and _ANSWERED.match(entry.label) and _DIALLED.match(entry.text)
    called = bool(called) and any(whose != "private" for _, whose in phones.owned(entry.text))
    return _field(entry, FieldName.CALL_BACK) if called else None


def _person(entry: Entry) -> Entry | None:
    """A personal number behind "Nummer" is no telephone."""
    person = entry.group in (Group.PHONE, Group.CONTACT) and _is_person(entry.text)
    return replace(entry, group=Group.IDENTITY) if person else None


def _is_person(text: str) -> bool:
    """Whether a text behind "Nummer" is a personal number and no telephone."""
    found = {one.category for one in identifiers.find(text)}
    mobile = re.match(r"07\d{4}(?!-)", text) is not None
    return identifiers.Category.PERSONAL_NUMBER in found and identifiers.Category.PHONE not in found and not mobile


def _staff(entry: Entry) -> Entry | None:
    """Who asks, behind what stands for the wish or for a reference."""
    if entry.field is FieldName.EXAMINATION and (field := _staffs(entry.text)) is not None:
        return replace(entry, field=field)
    # "BEST   DT HJÄRNA" stands for the order, "Best: Dr Nadia Farouk" beside "Enhet: AKM" for who ordered.
    wished = entry.field is FieldName.UNIT and kinds.what(entry.text) == "examination"
    if wished and not (units.first(entry.text) or units.in_prose(entry.text)):
        return replace(entry, field=FieldName.EXAMINATION)
    if entry.field is FieldName.UNIT and entry.lines and _is_one_of_staff(entry.lines[0].strip(" ,")):
        return replace(entry, field=FieldName.REFERRER)
    refers = entry.group is Group.DROP and _REFERS.fullmatch(entry.label) and titles.named(entry.text)
    return _field(entry, FieldName.REFERRER) if refers else None


def _is_one_of_staff(text: str) -> bool:
    """Whether a text behind what may be a unit's label is somebody with a title, or a first name and a surname."""
    first = titles.NAME.fullmatch(text) is not None and lexicon.is_first_name(text.split()[0])
    named = titles.named(text) == text != ""
    return named or (first and not (units.first(text) or units.in_prose(text)))


def _staffs(text: str) -> FieldName | None:
    """The staff's field that a text behind "Beställer" belongs to; None if it is an examination or neither."""
    if kinds.examination(text):
        return None
    unit = units.first(text) or units.in_prose(text) or units.hospital(text)
    if unit and text.startswith(unit):
        return FieldName.UNIT
    return FieldName.REFERRER if titles.named(text) == text.strip(" ,") else None


def _wish(entry: Entry) -> Entry | None:
    """An examination, behind a label of many uses: "Ärende", "Ordination", "Patient"."""
    subject = entry.group is Group.DROP and (_SUBJECT.fullmatch(entry.label) or _KIND.fullmatch(entry.label))
    what = entry.group is Group.UNKNOWN and _WHAT.fullmatch(entry.label)
    if entry.group is Group.NAME and kinds.is_heading(entry.text):
        return replace(entry, group=Group.HEADING)  # "Remiss för röntgen" is what the paper is
    other = entry.group is Group.NAME and not value_shapes.is_name(entry.text)
    if entry.field is FieldName.HISTORY and kinds.what(entry.label) == "examination":  # "DT trauma: hjärna, buk"
        return replace(entry, field=FieldName.EXAMINATION, lines=[f"{entry.label}: {entry.text}"])
    wished = (subject or what or other) and kinds.what(entry.text) == "examination"
    return _field(entry, FieldName.EXAMINATION) if wished else None


def _no_day(entry: Entry) -> Entry | None:
    """A label of days and times before something that tells neither: "Önskas vid ankomst: DT aorta"."""
    if entry.field is not FieldName.DATE or not entry.text or re.search(r"\d", entry.text):
        return None
    return _field(entry, FieldName.EXAMINATION) if kinds.examination(entry.text) else _heading(entry)


def _treated(entry: Entry) -> Entry | None:
    """What has been done for the patient, behind what may be asked for: "Åtgärd: bäckengördel, tranexamsyra"."""
    done = entry.field is FieldName.EXAMINATION and _DEALT_WITH.fullmatch(entry.label) and _TREATED.search(entry.text)
    return _field(entry, FieldName.HISTORY) if done and not kinds.examination(entry.text) else None


def _heading(entry: Entry) -> Entry:
    return replace(entry, group=Group.HEADING, field=None)


def _system(entry: Entry) -> Entry | None:
    """What the sending system numbered, or when it did."""
    asked = entry.group is Group.UNKNOWN or entry.field is FieldName.EXAMINATION
    stamped = entry.field is FieldName.EXAMINATION or _ENTERED.search(entry.label)
    entered = asked and _MOMENT.fullmatch(entry.text) and stamped
    reached = entry.field is FieldName.CALL_BACK and phones.extension(entry.text)
    numbered = entry.field in _NO_CODES and _is_number(entry) and not (reached or PAGED.fullmatch(entry.label))
    return replace(entry, group=Group.DROP, field=None) if entered or numbered else None


def _is_number(entry: Entry) -> bool:
    """Whether a value is nothing but a number that no telephone has, or the moment of an order and its number."""
    text = _MOMENT.sub("", entry.text, count=1).strip() if _ENTERED.search(entry.label) else entry.text
    if text != entry.text and labels.bare_at_start(text) is not None:
        return True
    figures = sum(map(str.isdigit, text))
    least = _LEAST_ORDERED if entry.field is FieldName.EXAMINATION else _LEAST_FIGURES
    return figures >= least and CODE.fullmatch(text) is not None and not phones.found(text)


def _ward(entry: Entry) -> Entry | None:
    """Where the patient comes from is a ward; "Fr" stands for "från" as for "fråga", "Klin" for "klinik" too."""
    comes = entry.group is Group.ADDRESS and _COMES_FROM.fullmatch(entry.label) and _is_ward(entry.text)
    sent = entry.field is FieldName.QUESTION and _FROM.fullmatch(entry.label) and units.first(entry.text) == entry.text
    clinic = entry.field is FieldName.HISTORY and _CLINIC.fullmatch(entry.label)
    clinic = clinic and units.first(entry.text) == entry.text
    return _field(entry, FieldName.UNIT) if comes or sent or clinic else None


def _admitted(entry: Entry) -> Entry | None:
    """The ward where the patient lies, behind when they were admitted: "Inskriven: KAVA"."""
    lies = entry.group is Group.DROP and _ADMITTED.fullmatch(entry.label) and _is_ward(entry.text)
    return _field(entry, FieldName.OTHER) if lies else None


def _patient(entry: Entry) -> Entry | None:
    """The patient below what the paper is: "RADIOLOGI, AKUT" over a name and a number asks for nothing."""
    asked = entry.field is FieldName.EXAMINATION and not kinds.examination(entry.text)
    if not (asked and kinds.what(entry.text) == "who" and kinds.is_numbered(entry.text)):
        return None
    return replace(entry, group=Group.HEADING, field=None, cells=[replace(entry.cells[-1], text=entry.text)])


def _side(entry: Entry) -> Entry | None:
    """Which side is to be examined, behind what else stands before the page's number."""
    sided = entry.group is Group.DROP and _PAGE.fullmatch(entry.label) and _SIDE.match(entry.text)
    return _field(entry, FieldName.EXAMINATION) if sided else None


def _sentence(entry: Entry) -> Entry | None:
    """A sentence that begins with whom it speaks of is no label: "Dottern Lena vill att man utreder. Hög feber."."""
    first = entry.cells[0].text
    begun = entry.group in (Group.RELATIVE, Group.NAME, Group.DROP) and entry.lines and first.endswith(entry.lines[0])
    if not begun or ":" in first.removesuffix(entry.lines[0]) or len(entry.cells) > 1:
        return None
    small = re.findall(r"(?<![\w-])[a-zåäö]{2,}(?![\w-])", entry.text)
    told = len(small) >= _LEAST_SMALL and kinds.what(first) == "story"
    return replace(entry, group=Group.HEADING, lines=[first]) if told else None


def _story(entry: Entry) -> Entry | None:
    """A story that goes on behind who the patient is, or behind a short label of the staff's."""
    short = entry.group in _OF_ONE_LINE and persons.is_story(entry.text)
    if short or (entry.group is Group.NAME and (persons.goes_on(entry.text) or persons.asks_on(entry.text))):
        return replace(entry, group=Group.HEADING)
    told = entry.field in STAFF or (entry.field is FieldName.OTHER and _COMMENT.fullmatch(entry.label) is not None)
    aged = entry.field in STAFF and _AGED.match(entry.text) is not None  # "KLINIK: 17-ÅRIG FLICKA, …"
    long = len(re.sub(r"\([^()]*\)", "", entry.text)) > LONGEST_UNIT  # "Ortopedakuten (via ambulans, …)" is a unit
    told = told and (aged or (kinds.what(entry.text) == "story" and long))
    told = told and not (entry.field in STAFF and any(map(titles.named, entry.lines)))
    return replace(entry, field=FieldName.HISTORY) if told else None


def _letter(entry: Entry) -> Entry | None:
    """ "F:" before a question is no date of birth."""
    asks = entry.label in ("F", "f") and "?" in entry.text and not any(map(str.isdigit, entry.text))
    return _field(entry, FieldName.QUESTION) if asks and entry.group in (Group.UNKNOWN, Group.IDENTITY) else None


def _answer(entry: Entry) -> Entry | None:
    """A value that is no way to call anybody belongs to another field: "Svar 3. Blödning?"."""
    if entry.field is FieldName.CALL_BACK and _MOMENT.fullmatch(entry.text):
        return replace(entry, group=Group.DROP, field=None)
    if entry.field is not FieldName.CALL_BACK or _may_call(entry.text):
        return None
    return replace(entry, field=FieldName.QUESTION if "?" in entry.text else FieldName.OTHER)


def _may_call(text: str) -> bool:
    """Whether a text is a number or a person to call, or empty."""
    if phones.internal(text) or phones.extension(text):
        return True
    if _is_person(text):
        return False
    numbered = bool(phones.found(text)) or re.search(r"(?<!\d)\d{3,8}(?!\d)", text) is not None
    return not text or numbered or bool(units.first(text) or units.in_prose(text) or titles.named(text))


def _accession(entry: Entry) -> Entry | None:
    """A number that the label calls so among other names, or that only a Swedish RIS gives."""
    called = (
        entry.group in (Group.DROP, Group.UNKNOWN) and re.search("accession", entry.label, re.IGNORECASE) is not None
    )
    given = entry.group is Group.IDENTITY and accessions.is_number(entry.text)
    return replace(entry, group=Group.ACCESSION, field=None) if called or given else None


# What wins stands first: what names somebody or a place before what only looks like a wish or a story.
_RULES: Final[Sequence[tuple[str, Callable[[Entry], Entry | None]]]] = (
    ("a title makes a contact one of the staff, and no relative", _colleague),
    ("a system's own state would be carried as the patient's", _state),
    ("a room or a bed is a place inside a ward, before the ward or a home is seen in it", _room),
    ("a home behind a unit's label is where the patient lives", _home),
    ("an ambulance's number would stand as the unit", _car),
    ("what is to be answered would go on with the unit", _ended),
    ("a word of haste alone is the priority, before a telephone behind it is the call-back", _hurry),
    ("a personal number behind a telephone's label is the patient's, whatever comes below", _person),
    ("who orders stands where the wish is asked for: before it is read as a wish", _staff),
    ("a wish behind a label of many uses, before the system's numbers", _wish),
    ("what was done for the patient would stand as what is asked for", _treated),
    ("what is no day would stand as the date", _no_day),
    ("the system's own numbers and times, before they are a ward, a side or a story", _system),
    ("a ward behind where the patient comes from", _ward),
    ("a ward behind when the patient was admitted", _admitted),
    ("the patient stands below what the paper is called, and nothing is asked for there", _patient),
    ("a side of the body behind what else stands before the page's number", _side),
    ("a sentence whose first words are a label, before the rest of it is a story", _sentence),
    ("a story behind who the patient is or who refers", _story),
    ("one letter before a question", _letter),
    ("nobody can be called by it", _answer),
    ("the RIS's own number under another name", _accession),
)
