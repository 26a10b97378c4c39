"""What a line of a referral is that no label explains, by its words and their forms alone."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import Final, Literal

from ocr import identifiers
from ocr.identifiers import Category, Finding
from outbound import lexicon
from outbound.lexicon import people
from outbound.lexicon.vocabulary import any_of
from outbound.referral.words import footers, titles, units

# What a line may be; "banner" is what a form has printed, and nothing to carry.
Kind = Literal["who", "staff", "question", "examination", "story", "unit", "priority", "banner"]
# How examinations begin: a modality by its letters or its word.
_IMAGING: Final = (
    rf"(?:DT|CT|MR|MRT|MRI|UL|PET-?CT|PET-?DT|PET|(?:Dt|Ct|Ul|dt|ct|mr|ul(?!\s[A-ZÅÄÖ][\w-]+\s[A-ZÅÄÖ]))(?!-)|(?i:{any_of('kinds.imaging')})|"
    r"(?i:(?:ultraljuds|dt|ct|genomlysnings)-?ledd\w*\s\w{4,}))(?!-\w*(?:ssk|läk|sköt|jour|pers))"
)
# An examination up to why or of whom it is asked for.
_ASKED_FOR: Final = re.compile(
    rf"(?<!\w)(?<!ej\s)(?<!inte\s)(?<!ingen\s)(?<!utan\s){_IMAGING}(?!\w)[^.;:?!\n]{{0,60}}?"
    r"(?=\s(?:på|hos|då|eftersom|pga|gällande|angående|rörande|med\sfråga|med\sfrågeställning|frågeställning)(?!\w)|,\s\w+(?:\s\w+){0,3}\?|[.;:?!\n]|$)"
)
# The full stop of a word cut short ends nothing.
_CUT_SHORT: Final = r"(?:(?<=[ie][nx]kl)|(?<=\s[a-zåäö])|(?<=\s(?:ev|hö|vä))|(?<=\sbil))\.(?=\s[a-zåäö])"
# Asked for outright: behind a word that asks, or as a sentence of its own.
_REQUESTED: Final = re.compile(
    rf"(?:(?i:\b{any_of('kinds.asked_for')}\W+(?:(?:en|ett|akut|omgående|därför|nu|även|gärna|ny|om|a|an|for)\s)*)|(?:^|[.!]\s|\n))"
    rf"(?P<what>{_IMAGING}(?!\w)(?::(?=\s\w))?(?:[^.;:?!\n]|{_CUT_SHORT}){{0,120}}?)"
    r"(?=,?\s(?:på|av)\s(?:denn[ae]\s|(?:en\s)?\d|[A-ZÅÄÖ][a-zåäöé]+\s[A-ZÅÄÖ][a-zåäöé]+)|\s(?:görs|göres|utförs)(?!\w)|,?\s(?:med\s)?(?:fråg\w*|på\sgrund|hos|då|eftersom|pga|gällande|angående|rörande|followed|för\satt|och\s(?:därefter|sedan|gärna)|om\s(?:magnet\w*|det|ni|möjligt)|pat(?:ienten)?|under\snatten)(?!\w)|,\sprio|\s-\s|,\s\w+\?|[.;:?!\n]|$)"
)
# A time and then what was seen: "Lungrtg Torsby 23.05: breddat mediastinum".
_RESULT: Final = re.compile(r"[.:]\d\d\s?:\s")
# What was made once before has its date behind it, or something that is told of it.
_MADE: Final = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d(?:-\d\d-\d\d|-\d\d|\d{4})?|\d{1,2}/\d{1,2}(?:[-\s]\d{2,4})?)(?!\d)"
    rf"|(?<!\w){any_of('kinds.made')}(?!\w)",
    re.IGNORECASE,
)
# A line that begins with an examination, or with the wish for one.
_BEGINS_WITH: Final = re.compile(
    r"\W*(?:(?i:remiss(?:\s(?:för|till))?|önskas|önskar|vi önskar|tacksam för|begär|akut|ber om)[:\s]+)*"
    rf"{_IMAGING}(?!\w)"
)
# Words of the staff, of the patient and those near, of who cares for them elsewhere, of homes.
_STAFF: Final = re.compile(any_of("kinds.staff"), re.IGNORECASE)
_PRIVATE: Final = re.compile(rf"(?<!\w)(?:{people.RELATION}|{any_of('kinds.private')})s?(?!\w)", re.IGNORECASE)
# Behind a first name it is a surname: "Signe Brorsson".
_SURNAMED: Final = re.compile(r"(?<=[a-zåäöé]\s)[A-ZÅÄÖ][a-zåäö]+son(?!\w)")
_ELSEWHERE: Final = re.compile(rf"(?<!\w){any_of('kinds.elsewhere')}", re.IGNORECASE)
_HOME: Final = re.compile(any_of("kinds.home"), re.IGNORECASE)
_OWN: Final = re.compile(any_of("kinds.own"), re.IGNORECASE)
# What is measured, and other facts of the field.
_FACT: Final = re.compile(rf"(?<!\w)(?:p-|s-)?{any_of('kinds.fact')}(?!\w)", re.IGNORECASE)
# How urgent.
_URGENT: Final = re.compile(
    r"(?<!\w)(?:super|halv|ur)?akut(?:t|a|fall|larm|remiss)?(?!\w)|larm|omedelbar|omgående|prio|livshot|\bröd\b|\bstat\b|"
    r"jourfall|nivå \d",
    re.IGNORECASE,
)
# How a letter ends.
_GREETING: Final = re.compile(
    r"\W*(?:hej|mvh|(?:med )?(?:vänlig\w*|bästa|kollegial\w*) hälsning\w*|vänligen|hälsn(?:ing\w*)?|hälsar|"
    r"tack på förhand|kind regards)\W*$",
    re.IGNORECASE,
)
# A question, or a word that stands for one.
_ASKS: Final = re.compile(
    rf"[^.!?\n]*\?|(?<!\w){any_of('kinds.questions')}\w*\s+(?:om\s|över\s|efter\s|på\s)?[^.\n]+", re.IGNORECASE
)
# What anybody may do, a relative too.
_WONDERS: Final = re.compile(r"(?:vill veta|orolig för|undrar|tänker)(?!\w)", re.IGNORECASE)
# Words that forms are made of.
_FORM: Final = re.compile(any_of("kinds.form"), re.IGNORECASE)
# A line with so many words in small letters tells something; one of no more words than _SHORT is a line of a form.
_TELLS: Final = 3
_SHORT: Final = 12
# A line of a list in a note: "- Port-a-cath vä".
_LISTED: Final = re.compile(r"\s*[-•–]\s+\w.*\w[^-•–]*$")
# A name and what they are to the patient, in a line of so many words at most.
_NEAR_WORDS: Final = 7
_NEAR: Final = re.compile(rf"[A-ZÅÄÖ][\w'’-]+(?:\s[A-ZÅÄÖ][\w'’-]+){{0,3}},?\s\(?(?i:{people.RELATION})(?!\w)")
NUMBERS: Final = frozenset({Category.PERSONAL_NUMBER, Category.RESERVE_NUMBER})
# "Pat ligger avd 26 sal 6. Ring …" is two, "1. DT buk" one.
_ENDED: Final = re.compile(r"(?:(?<=[\wåäö)?]{2}[.?!])|(?<=[a-zåäö]\s\d\.)|(?<=\.\.\.))\s+(?=[A-ZÅÄÖ/\d+(])")
_FULL_STOP: Final = re.compile(r"(?<=[a-zåäö\d)]{2}\.)\s+(?=[A-ZÅÄÖ])")
# What tells who somebody is.
_WHO: Final = frozenset({Category.PERSONAL_NUMBER, Category.RESERVE_NUMBER, Category.LMA_NUMBER, Category.ADDRESS})
# A part of the body, and its side.
_PART: Final = rf"{any_of('kinds.part')}\w*"
_SIDE: Final = r"(?:höger|vänster|hö|vä|bilat\w*|dx|sin)\.?"
# Asked for outright, by parts of the body alone: "Jag vill ha vänster underarm med armbåge och handled".
_PARTS_REQUESTED: Final = re.compile(
    rf"\b(?i:(?:önskar|vill\sha|vill\sgärna\sha)|önskas|ber\som)\s"
    rf"(?P<what>(?:(?i:{_SIDE})\s)?(?i:{_PART})(?=[\s,.])[^.;:?!,\n]{{0,70}})"
)
# Nothing but parts of the body with their sides: "Höger handled, höger armbåge".
_SIDED: Final = re.compile(
    rf"\W*(?:cor\s?[/+]?\s?pulm\w*|lungor|hjärta\s?[/+]\s?lungor)\W*|\W*{_SIDE}\s{_PART}(?:\s?(?:,|och|samt|\+|/)\s?(?:{_SIDE}\s)?(?:{_PART}|scaphoideum|fingrar|tår|dig\.?\s[IVX]+))*(?:\s(?:{_SIDE}))?\W*",
    re.IGNORECASE,
)
# A part of the body and how it is to be taken, no modality before it: "Lungor AP i säng", "Höft vä frontal + sida".
_PROJECTED: Final = re.compile(
    rf"\W*(?!\w*(?:protes|plastik|fraktur|smärt|värk|artros|sår))(?:{_PART})"
    rf"(?:\s?[/+&,]\s?\w+|\s(?:och|{_SIDE}))*"
    r"[\s,]+(?:AP|PA|frontal\w*|sidobild|(?:i|på)\ssäng\w*|bedside|liggande|stående|med\ssida|\d\s?proj\w*|hö|vä)(?!\w)",
    re.IGNORECASE,
)
# Over a form, where it goes to and where it comes from: "Remiss till Röntgen Ljungby från Kir avd 3".
_HEADED: Final = re.compile(
    r"\W*remiss\still\s(?:röntgen|rtg|radiologi\w*)\s[A-ZÅÄÖ][\wåäö]+\s+fr(?:ån)?\s", re.IGNORECASE
)
# Whom a referral is about: "Remiss till röntgen gällande Elsa Ek".
_CONCERNS: Final = re.compile(
    r"\W*remiss\s(?:för|till)\s(?:röntgen|rtg|radiologi\w*)\s(?:gällande|angående|rörande|för)\s(?-i:[A-ZÅÄÖ])",
    re.IGNORECASE,
)
# What a form asks its writer; the question to the radiologist is another.
_FORM_ASKS: Final = re.compile(
    r"\W*(?:\d{1,2}[.)]\s)?(?:vem|vad|hur|varför|varifrån|vilken|vilket|vilka|när|var|finns|har)\s[^?.]{3,45}\?\W*",
    re.IGNORECASE,
)
# Who is written to is no examination: "Hej röntgen!", "remiss till röntgen".
_ADDRESSED: Final = re.compile(r"(?:röntgen|rtg)(?:\s(?:natt|jour(?:en)?|akut|remiss))?\W*", re.IGNORECASE)
_MODALITY: Final = re.compile(rf"\W*{_IMAGING}(?:[-\s]remiss)?\W*", re.IGNORECASE)
# Nor is what can't be made: "MR kontraindicerat tills vidare".
_RULED_OUT: Final = re.compile(
    r"\W*MR-(?:kompat|villkor|säker|godk|cond)|\W*[\w-]+(?:\s[\w-]+){0,2}?\s(?:kontraindic\w+|(?:ej|inte|INTE)(?!\s(?:akut|bråttom))|(?:går|kan)\s(?:ej|inte))(?!\w)"
)
# What a wish may end with and is no part of it.
_LEADS_ON: Final = re.compile(r"\s(?:på|av|hos|för)$")
# A priority; one with its grade, and one of so many words behind a label.
_URGES: Final = re.compile(r"(?:brådskande|akut|omedelbar|omgående|snar)", re.IGNORECASE)
_GRADED: Final = re.compile(r"prio(?:ritet)?\s\d", re.IGNORECASE)
_GRADE: Final = re.compile(r"prio\s\d\W*", re.IGNORECASE)
_FEW: Final = 2
# How the patient lives.
_HOME_LIFE: Final = re.compile(any_of("kinds.home_life"), re.IGNORECASE)
# What fields of medicine are called for short in headings.
_FIELDS: Final = frozenset(["ÖNH", "KIR", "ORT", "MED", "NEURO", "GYN", "URO", "BFM", "DT", "MR", "UL", "RTG", "AKUT"])
# From here on a sentence tells of the patient.
_OF_PATIENT: Final = re.compile(r",\s(?=pat(?:ienten)?\s)")
# Where the patient lies: "Han ligger på akuten, 070-…" tells nobody who refers.
_LIES: Final = re.compile(r"\W*(?:han|hon|hen)\s(?:ligger|vårdas|finns|bor)(?!\w)", re.IGNORECASE)


@functools.lru_cache(maxsize=2000)
def what(line: str) -> Kind:
    """What a line outside every label is; the first kind that fits."""
    words = re.findall(r"[^\W\d_][\w'’-]*", line)
    small = sum(word[0].islower() for word in words)
    if footers.is_one(line):
        return "banner"
    tells, short, found = small >= _TELLS and small * 3 >= len(words), len(words) <= _SHORT, identifiers.find(line)
    if not tells and (_GREETING.match(line) or any(one.category in _WHO for one in found)):
        return "who"
    if (
        tells
        and short
        and "?" not in line
        and all(_FORM.fullmatch(word.strip("-")) for word in words[1:] if word[0].islower())
    ):
        return "banner"
    asks = "?" in line and (tells or not any(one.category is Category.PHONE for one in found))
    if short and _refers(line, found) and not (asks and _ASKS.search(line)):
        return "staff"
    if short and _CONCERNS.match(line):
        return "who"
    if _FORM_ASKS.fullmatch(line) or (short and _HEADED.match(line)):
        return "banner"
    if short and "?" in line:
        return "question"
    if small and _LISTED.match(line):
        return "story"
    if short and "?" not in line and (_PROJECTED.match(line) or _SIDED.fullmatch(line)) and not _MADE.search(line):
        return "examination"
    if short and _BEGINS_WITH.match(line) and not _is_of_places(line):
        return "story" if _MADE.search(line) or _RULED_OUT.match(line) else "examination"
    if units.is_one(line):
        return "unit"
    if tells or _FACT.search(line) or (small and line.rstrip().endswith((".", "!"))):
        return "story"
    if units.first(line) or units.in_prose(line):
        return "unit"
    return "priority" if _URGENT.search(line) else "banner"


def examination(text: str) -> str:
    """The first examination that a text asks for; "" if it asks for none."""
    if found := requested(text):
        return found
    parts = (part.strip(" .") for part in re.split(r"(?<=\w)[.!]\s|\n", text))
    if whole := next((part for part in parts if _SIDED.fullmatch(part)), ""):
        return whole
    every = (match.group().strip(" ,") for match in _ASKED_FOR.finditer(text))
    return likeliest(_LEADS_ON.sub("", wish) for wish in every if _is_wish(wish))


def likeliest(wishes: Iterable[str]) -> str:
    """The first wish that says what is to be examined; else the first, which may be a department ("rtg"), or ""."""
    found = [wish for wish in wishes if wish]
    return next((wish for wish in found if not _MODALITY.fullmatch(wish)), next(iter(found), ""))


def requested(text: str) -> str:
    """The first examination that a text asks for outright and that no date makes an earlier one; "" if none."""
    return _by_modality(text) or next((match["what"].strip(" ,") for match in _PARTS_REQUESTED.finditer(text)), "")


def questions(text: str) -> str:
    """The questions of a text."""
    found = (match for match in _ASKS.finditer(text) if not _is_wondered(text, match))
    return " ".join(match.group().strip() for match in found)


def is_urgent(text: str) -> bool:
    """Whether a text begins with a priority: "Brådskande", "Akut"."""
    return _URGES.match(text) is not None


def urgency(label: str, text: str) -> str:
    """A priority with its label, where that is half of it: "Brådskande: nu", "Prio 1 - omedelbart", "Prio 1"."""
    if is_urgent(label) and len(text.split()) <= _FEW:
        return f"{label}: {text}"
    if _GRADED.fullmatch(label):
        return label if label.endswith(text) else f"{label} - {text}"
    first = re.split(r"[.,;]\s|\n", text)[0]
    return f"{label} {text}" if _GRADE.fullmatch(f"{label} {first}".rstrip(".,;")) else ""


def is_staff(text: str) -> bool:
    """Whether a text speaks of the staff or of where the answer goes."""
    return _STAFF.search(text) is not None


@functools.lru_cache(maxsize=4000)
def is_private(text: str) -> bool:
    """Whether a text speaks of the patient or a relative."""
    return _PRIVATE.search(_SURNAMED.sub(" ", text)) is not None


def is_numbered(text: str) -> bool:
    """Whether a text holds a personal or a reserve number."""
    return any(one.category in NUMBERS for one in identifiers.find(text))


def is_address(text: str) -> bool:
    """Whether a text holds a street or a town with its code, and names no unit."""
    found = any(one.category is Category.ADDRESS for one in identifiers.find(text))
    return found and not (units.first(text) or units.in_prose(text))


def sentences(text: str) -> Sequence[str]:
    """A line's sentences, also where the next begins with a telephone or a stroke before a name."""
    return _ENDED.split(text)


def full_sentences(text: str) -> Sequence[str]:
    """A text's sentences, parted at full stops behind a whole word or a figure and before a capital."""
    return _FULL_STOP.split(text)


def before_patient(sentence: str) -> str:
    """A sentence up to where it tells of the patient: "Ring Bo Ek 1830, pat i akutrum" is about Bo Ek so far."""
    return _OF_PATIENT.split(sentence)[0]


def is_elsewhere(text: str) -> bool:
    """Whether a text names the patient's carers elsewhere, or their work: "Husläkare", "Listad vid"."""
    return _ELSEWHERE.search(text) is not None


def is_near(text: str) -> bool:
    """Whether a short text is a name and what that person is to the patient: "TUOMINEN RAIJA, fru"."""
    return len(text.split()) <= _NEAR_WORDS and _NEAR.match(text) is not None


def is_home_life(label: str) -> bool:
    """Whether an unknown label speaks of a relative or of how the patient lives."""
    return is_private(label) or _HOME_LIFE.search(label) is not None


def is_heading(word: str) -> bool:
    """Whether a word is of those that stand over a form and tell no part of the body: "Rtg", "remiss"."""
    return is_form(word) or re.fullmatch(_IMAGING, word) is not None


def has_fact(text: str) -> bool:
    """Whether a text has a measurement or another medical fact."""
    return _FACT.search(text) is not None


def begins_near(text: str) -> bool:
    """Whether a line begins with a word for a relative: "mor Adaeze Nkemelu, 070-…"."""
    told = re.match(rf"\W*(?!pat|gäller|heter)(?:{people.RELATION})(?!\w)", text, re.IGNORECASE)
    return told is not None and len(text.split()) <= _NEAR_WORDS


def is_personal(label: str) -> bool:
    """Whether an unknown label stands before something of the patient's own."""
    words = re.sub(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])|(?<!\w)gäller(?!\w)", " ", label)
    return is_private(words) or _OWN.search(words) is not None


def is_form(word: str) -> bool:
    """Whether the word is one of those that headings of forms are made of, or an abbreviation of a field's."""
    return _FORM.fullmatch(word) is not None or word in _FIELDS


def is_home(text: str) -> bool:
    """Whether a text names a home for the old or the sick."""
    return _HOME.search(text) is not None


def is_greeting(line: str) -> bool:
    """Whether a line is how a letter begins or ends, and nothing else."""
    return _GREETING.fullmatch(line) is not None


def is_plain(label: str) -> bool:
    """Whether every word of a label is an ordinary one, or one of the field."""
    words = re.findall(r"[^\W\d_]{4,}", label)
    return all(lexicon.is_familiar(word) or lexicon.is_rare_eponym(word) or lexicon.is_eponym(word) for word in words)


def is_lying(text: str) -> bool:
    """Whether a sentence begins with where the patient lies: whoever is there has a mobile of their own."""
    return _LIES.match(text) is not None


def _refers(line: str, found: Sequence[Finding]) -> bool:
    """Whether a line names the referrer: a titled name, or a telephone behind words of the staff's."""
    phone = any(one.category is Category.PHONE for one in found) and not is_lying(line)
    line = titles.without_mobile(line)
    return not is_private(line) and (bool(titles.named(line)) or (phone and is_staff(line)))


def _is_of_places(line: str) -> bool:
    """Whether a line that begins with a modality only says whose: "Rtg Lycksele / NUS"."""
    place = re.sub(r"^\W*remiss(?:\s(?:för|till))?\s", "", re.split(r"\s(?:från|fr)\s", line)[0], flags=re.IGNORECASE)
    words = [word for word in re.findall(r"[^\W\d_][\w'’-]*", place) if re.fullmatch(_IMAGING, word) is None]
    return bool(words) and all(
        lexicon.has_hospital(word) or lexicon.is_hospital(word) or units.is_place(word) for word in words
    )


def _is_wondered(text: str, asked: re.Match[str]) -> bool:
    """Whether a relative wonders, and not the referrer: "Dottern har fullmakt och vill veta innan beslut"."""
    before = re.split(r"[.!?\n]", text[: asked.start()])[-1]
    return _WONDERS.match(asked.group()) is not None and is_private(before)


def _by_modality(text: str) -> str:
    wished = (match for match in _REQUESTED.finditer(text) if not _RESULT.match(text, match.end("what")))
    found = (match["what"].strip(" ,") for match in wished)
    return likeliest(_LEADS_ON.sub("", wish) for wish in found if _is_wish(wish))


def _is_wish(text: str) -> bool:
    """Whether an examination is none that was made before or can't be, and no department that is written to."""
    return not (_MADE.search(text) or _ADDRESSED.fullmatch(text) or _RULED_OUT.match(text))
