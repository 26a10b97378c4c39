"""The labels that stand before values, and what becomes of each: data in `layouts`, which a site extends."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ocr import identifiers
from outbound import lexicon
from outbound.lexicon import hospitals
from outbound.referral.values import FieldName, Group, Meaning
from outbound.referral.words import kinds, label_words, meanings, titles, value_shapes

# A word of a label, or a sign between two.
_WORD: Final = re.compile(r"[^\s:.,;()/\-?=]+|[.,;()/\-]")
# The longest label has six words.
_MOST: Final = 6
# A letter is a label ("S:", "B:", "A:", "R:") only where a colon says so.
_SHORTEST_BARE: Final = 2
# Signs of a label that is put together and that no colon marks.
_LONGEST: Final = 32
# A word of a label: with a dot behind it or inside, and no dotted line.
_PART: Final = r"(?:[\w/()–-]|\.(?!\.)(?!\s+[A-ZÅÄÖ]))"
# What looks like a label: few words with a capital before the first, and a mark.
_UNKNOWN: Final = re.compile(
    rf"(?P<label>[A-ZÅÄÖ]{_PART}*(?:\s{_PART}+){{0,4}})\s?(?:[.…_·]{{2,}}\s*:?|(?<!\d):(?=[ea]\s)|:(?![ea]\s))(?=\s|$|[^\W\d_])"
)
# What marks a label: a colon, a line of dots, a dash that stands free.
_MARK: Final = re.compile(r"\s?(?:\([^)]{0,30}\)\s?)?(?:[.…_·]{2,}\s*:?|[:;=])\s*|\s[-–—]\s+(?=\S)")
# What goes on behind a week, a day and what a paper is, in a sentence.
_TOLD_ON: Final = re.compile(
    r"v(?:ecka|\.)?\s?\d{1,2}(?:\+\d)?,?\s(?:med|och|som|söker|inkommer|kommer|har)\s", re.IGNORECASE
)
_DAY_TOLD_ON: Final = re.compile(r"[\d/:.-]+,?\s(?:med|efter|för|pga|och|via|från|på|till|akut|som)\s", re.IGNORECASE)
_ABOUT: Final = re.compile(r"(?:om|av|till|för|från|angående)\s", re.IGNORECASE)
# A time of day numbers nothing: "21.35 Ankomst: blek".
_CLOCK: Final = re.compile(r"(?:[01]\d|2[0-3])\.[0-5]\d\s")
# "4.", "4)" or a bullet before a heading.
_NUMBERED: Final = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})+[.)]?|\d{1,2}[.)/]|[-•*–·+])\s+(?=[A-ZÅÄÖa-z])")
# "7 Krea", alone on its line.
_COUNTED: Final = re.compile(r"\d{1,2}\s+(?=[A-ZÅÄÖ])")
# Words that end so name a telephone of somebody's office.
_LINE: Final = re.compile(r"\w{3}(?:telefon|tfn|tel|nummer|nr|sökare|dect)\W*$", re.IGNORECASE)
# What a form remarks in brackets behind a label.
_REMARK: Final = re.compile(r"\s?\([^)]{1,40}\)\s*$")
# In brackets behind one of these stands what is told: "Pacemaker (Medtronic 2019)".
_FACTS: Final = frozenset(
    {
        FieldName.IMPLANT,
        FieldName.ALLERGY,
        FieldName.INFECTION,
        FieldName.PREGNANCY,
        FieldName.METFORMIN,
        FieldName.OTHER,
        FieldName.STATUS,
        FieldName.HISTORY,
    }
)
# The words before a telephone.
_SAID_BEFORE: Final = re.compile(r"(?P<words>[A-ZÅÄÖ][^\d:=_^+(]{1,40}?)[\s(]*$")
# A question in a cell of its own, and what is asked so.
_ASKED_ALONE: Final = re.compile(r"(?P<label>[A-ZÅÄÖ][\w/ ()-]{2,28})\s?\?\s?(?P<colon>:?)")
_ASKED_FOR: Final = (
    FieldName.PREGNANCY, FieldName.METFORMIN, FieldName.IMPLANT, FieldName.ALLERGY, FieldName.INFECTION,
)  # fmt: skip
# What a system numbers or a form has; other words that are left behind begin sentences: "Har fallit", "Slut på diktat".
_NUMBERS: Final = re.compile(r"(?:nr|nummer|id)\.?$", re.IGNORECASE)
# Words that only their accents tell from a label: "Svår vänstersidig buksmärta".
_OTHER_WORDS: Final = frozenset({"Ber", "Svår", "Svåra", "Svårt", "Kört"})
# "Patienten är i triage 3" tells where; what goes on for longer is a sentence, and its first words no label.
_LONGEST_FACT: Final = 80
# What running text may stand behind without a mark, and verbs behind which nothing else does.
_SENTENCES: Final = frozenset(
    {
        FieldName.HISTORY,
        FieldName.STATUS,
        FieldName.QUESTION,
        FieldName.EXAMINATION,
        FieldName.OTHER,
        FieldName.PRIORITY,
    }
)
_BEING: Final = frozenset({"är", "heter", "har", "skriven", "skriver"})
# A sentence about somebody near has so many words; fewer say who may be rung: "Sonen Bo har telefon 070-…".
_SENTENCE: Final = 7
# A surname and a number behind a word for a relative: somebody is called so ("Bror Näsström 28…-…").
_NAMED: Final = re.compile(r"\s[A-ZÅÄÖ][\w-]+\s(?:19|20)?\d{6}")
# What a referral may ask for in one word: "Shunt?", "Infektion?"; other labels with a question mark are forms' own.
_QUESTIONS: Final = frozenset(
    {
        FieldName.IMPLANT, FieldName.INFECTION, FieldName.PREGNANCY, FieldName.ALLERGY, FieldName.OTHER,
        FieldName.METFORMIN, FieldName.EARLIER,
    }
)  # fmt: skip
# What a question begins with.
_ASKING: Final = re.compile(r"(?:till |av |från |på )?(?:vem|vad|varför|hur|när|var|vilken|vilket)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Label:
    """A label found: what it stands for, and where the value starts.

    `colon`: it was marked as a label. `whole`: nothing follows it in its cell. `bare`: only what follows tells that it
    is one ("Vikt 82 kg").
    """

    meaning: Meaning
    end: int
    colon: bool
    whole: bool
    bare: bool = False

    @property
    def group(self) -> Group:
        """What its value tells of."""
        return self.meaning.group

    @property
    def field(self) -> FieldName | None:
        """The field that its value fills, if it fills one."""
        return self.meaning.field


@functools.lru_cache(maxsize=1000)
def at_start(text: str) -> Label | None:
    """The longest known label that a cell begins with or consists of, or None; "4." before it is skipped."""
    if hospitals.opens(text):
        return None
    number = _NUMBERED.match(text)
    if number is not None and not _CLOCK.match(text):
        label = at_start(text[number.end() :])
        return None if label is None else replace(label, end=label.end + number.end())
    counted = _COUNTED.match(text)
    if counted is not None and (label := at_start(text[counted.end() :])) is not None and label.whole:
        return replace(label, end=len(text))
    if (asked := _asked_alone(text)) is not None:
        return asked
    words = list(_WORD.finditer(text))
    ends = [word.end() for word in words[: _MOST * 2]][::-1] if words and words[0].start() == 0 else []
    known = [(end, kind) for end in ends if (kind := meanings.of(label_words.key(text[:end]))) is not None]
    marked = (label for end, kind in known if (label := _label(text, end, kind)) is not None)
    bare = (label for end, kind in known if (label := _unmarked(text, end, kind)) is not None)
    return next(marked, None) or _guessed(text) or next(bare, None) or _before_phone(text)


@functools.lru_cache(maxsize=1000)
def bare_at_start(text: str) -> int | None:
    """Where the value starts after a known label without any mark ("Pnr 19 …"), or None."""
    known = (end for end, kind in _before_values(text) if not _tells_on(kind, text[end:]))
    return next(known, None)


def run_in(text: str) -> int | None:
    """The same, however long the text goes on: other labels may stand in it."""
    found = ((end, kind) for end, kind in _before_values(text) if end >= _SHORTEST_BARE)
    return next((end for end, kind in found if kind.group is not Group.DROP or _NUMBERS.search(text[:end])), None)


def is_label(word: str) -> bool:
    """Whether the word is a label of its own."""
    return label_words.key(word) in label_words.known()


def unknown_at_start(text: str) -> int | None:
    """Where the value starts after something that looks like a label and is none we know; None if there is none."""
    match = _UNKNOWN.match(text)
    saint = match is not None and re.search(r"(?:^|\s)S$", match["label"]) is not None
    plain = match is not None and not saint and len(match["label"]) <= 40 and not re.search(r"\d{3}", match["label"])
    return match.end() if match is not None and plain else None


def extend(folder: Path) -> None:
    """Takes a site's own labels as well, if it has any: they win over ours. Raises Faults naming each file at fault.

    For the whole process, once: an installation serves one site.
    """
    if label_words.take(folder):
        meanings.forget()
        for cached in (at_start, _begins_later):
            cached.cache_clear()


def _guessed(text: str) -> Label | None:
    """A marked label that is put together of known words, or is a sign or two off ("Remiterande enhet:")."""
    match = _UNKNOWN.match(text)
    if match is None:
        pair = (
            (
                meanings.composed_alone(label_words.key(text))
                or (meanings.cut_short(text) if text.endswith(".") else None)
            )
            if text[:1].isupper() and len(text) <= _LONGEST
            else None
        )
        sentence = pair is not None and pair.field is FieldName.IMPLANT and text.endswith(".")  # "Pacemaker."
        return None if pair is None or sentence else Label(pair, len(text), colon=False, whole=True)
    key = label_words.key(re.sub(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])", " ", match["label"]))
    if meanings.of(key) is None and _begins_later(match["label"]):
        return None
    kind = meanings.of(key) or meanings.composed(key) or meanings.cut_short(match["label"]) or meanings.near(key)
    return None if kind is None else _label(text, match.end("label"), kind)


@functools.lru_cache(maxsize=4000)
def _begins_later(words: str) -> bool:
    """Whether a known label ends it, behind the end of a value: "Ögonakuten Lund Remitterande läkare"."""
    cuts = (match.span() for match in re.finditer(r"\s(?=[A-ZÅÄÖ])", words))
    parts = ((words[:start], meanings.of(label_words.key(words[end:]))) for start, end in cuts)
    return any(kind is not None and _ends_value(before, kind) for before, kind in parts)


def _ends_value(words: str, behind: Meaning) -> bool:
    """Whether words before a label are none that a label has, or a priority, or the title of one of the staff."""
    strange = any(label_words.key(word) not in label_words.vocabulary() for word in words.split())
    # "Öv.känslighet Kontrast:" is one label, by its first word.
    strange = strange and (" " in words or meanings.composed(label_words.key(words)) is None)
    named = kinds.is_staff(words) and meanings.of(label_words.key(words)) is None
    return strange or kinds.is_urgent(words) or (named and behind.group in (Group.FIELD, Group.SENDER))


def _label(text: str, end: int, kind: Meaning) -> Label | None:
    """The label, if it is marked as one: a colon, or nothing after it; else it is a word in running text."""
    rest = text[end:]
    clock = text[end - 1].isdigit() and re.match(r":\d", rest)
    clock = clock or (text[end - 1].isdigit() and re.match(r":[ea](?!\w)", rest))  # "var 6:e min"
    clock = clock or (text[:end].endswith("S") and re.match(r":ta?(?!\w)", rest))
    mark = (
        None
        if clock or (end < _SHORTEST_BARE and re.match(r"[:=]\w", rest))
        else _MARK.match(rest)
        or _asked(
            text, rest, own=kind.field not in _QUESTIONS and end > 1 and text[0].isupper(), asks=kind.field is not None
        )
    )
    if mark is not None:
        start = end + mark.end()
        return Label(kind, start, colon=True, whole=not text[start:].strip())
    # In small letters, without any mark, it is the end of what the line above began: "Capio S:t Görans / sjukhus".
    begun = re.fullmatch(hospitals.KIND, text.strip()) is not None and text[0].islower()
    # And with a full stop it is the last word of a sentence: "Säng med / syrgas."
    sentence = kind.group in (Group.FIELD, Group.RELATIVE) and text[0].islower() and text.rstrip().endswith(".")
    sentence = sentence or (kind.field is FieldName.IMPLANT and text.rstrip().endswith("."))  # "Pacemaker."
    begun = begun or (sentence and not rest.strip(" ."))
    alone = (not rest.strip(" .") and not begun) or (_REMARK.fullmatch(rest) is not None and kind.field not in _FACTS)
    return Label(kind, len(text), colon=False, whole=True) if alone else None


def _asked(text: str, rest: str, *, own: bool, asks: bool) -> re.Match[str] | None:
    """The mark of a label that is asked: "Gravid? Nej", "Vad har hänt?"; "Shunt? Infektion?" are questions.

    In small letters only what is carried is asked: "resistens höger / sida? Barnkirurg informerad" goes on.
    """
    match = re.match(r"\?\s*", rest) if re.search(r"[^\W\d_]{2}", text[: len(text) - len(rest)]) else None
    answered = match is not None and bool(rest[match.end() :]) and "?" not in rest[match.end() :]
    answered = answered and (asks or text[0].isupper())
    alone = match is not None and match.end() == len(rest) and (_ASKING.match(text) or own)
    return match if answered or alone else None


def _before_phone(text: str) -> Label | None:
    """Words of the staff's before a telephone number: "Svar omgående till 070-…", "Traumatelefon 070-…"."""
    phone = next((one for one in identifiers.find(text) if one.category == identifiers.Category.PHONE), None)
    said = _SAID_BEFORE.match(text[: phone.start]) if phone is not None else None
    if phone is None or said is None:
        return None
    # "Narkosläkare Bodil Ek, ring svar 031-…": who it is, and no label.
    somebody = titles.NAME.search(titles.named(said["words"])) is not None  # "Ö-jour Rasmus Ljungdahl 070-…"
    if somebody or re.search(r"[.!?]\s", said["words"]) or ("," in said["words"] and titles.named(said["words"])):
        return None
    kind = meanings.composed(label_words.key(said["words"]))
    if kind is None or kind.name not in (Group.PHONE, FieldName.CALL_BACK, Group.RELATIVE):
        kind = _named(said["words"])
    if kind is None:
        return None
    return Label(kind, _known_end(said["words"]) or phone.start, colon=False, whole=False, bare=True)


def _named(words: str) -> Meaning | None:
    """A number is the staff's by a name such as "Traumatelefon" or "Snabbtfn", unless somebody private is named."""
    if kinds.is_private(words) or not _LINE.search(words):
        return None
    return Meaning(Group.FIELD, FieldName.CALL_BACK)


def _known_end(words: str) -> int:
    """Where the staff's begin behind a known label, before their telephone: "Svar rings till Medjour tel"; else 0."""
    cuts = [match.start() for match in re.finditer(r"\s(?=[A-ZÅÄÖ])", words)]
    known = (
        cut for cut in cuts if meanings.of(label_words.key(words[:cut])) == Meaning(Group.FIELD, FieldName.CALL_BACK)
    )
    return next((cut for cut in known if kinds.is_staff(words[cut:]) or titles.named(words[cut:])), 0)


def _asked_alone(text: str) -> Label | None:
    """What a form asks in a cell of its own, to be answered beside it: "Gravid?", "Metformin?:"."""
    asked = _ASKED_ALONE.fullmatch(text)
    kind = meanings.of(label_words.key(asked["label"])) if asked is not None else None
    if asked is None or kind is None or kind.field not in _ASKED_FOR:
        return None
    return Label(kind, len(text), colon=bool(asked["colon"]), whole=True)


def _unmarked(text: str, end: int, kind: Meaning) -> Label | None:
    """A known label with nothing behind it but a value that fits it; in small letters only where the form is exact."""
    value = text[end:].lstrip()
    exact = kind.name in value_shapes.EXACT
    if (
        len(label_words.key(text[:end])) < _SHORTEST_BARE
        or text[:end] in _OTHER_WORDS
        or not text[end : end + 1].isspace()
        or not (exact or text[0].isupper())
        or not value_shapes.fits(kind, value)
        or _tells_on(kind, value)
        or (kind.group is Group.RELATIVE and lexicon.is_first_name(text[:end]) and _NAMED.match(text, end) is not None)
        or _tells_story(kind, value)
    ):
        return None
    return Label(kind, len(text) - len(value), colon=False, whole=False, bare=True)


def _tells_on(kind: Meaning, value: str) -> bool:
    """Whether a sentence begins with what is a label before few words: "Patienten är sedan i går …"."""
    return kind.field is FieldName.OTHER and len(value) > _LONGEST_FACT


def _before_values(text: str) -> Iterator[tuple[int, Meaning]]:
    """Where known labels end that a text begins with, and what they stand for; the longest first."""
    words = list(_WORD.finditer(text))
    if not words or words[0].start() or not text[0].isupper():
        return
    for count in range(min(len(words) - 1, _MOST), 0, -1):
        end = words[count - 1].end()
        kind = meanings.of(label_words.key(text[:end])) if text[end : end + 1] == " " else None
        if kind is not None and text[:end] not in _OTHER_WORDS and not _is_of_sentence(kind, text[end:].lstrip()):
            yield end, kind


def _tells_story(kind: Meaning, rest: str) -> bool:
    """Whether what a label names is told of in a sentence: it names nobody, gives no day alone, and no week alone."""
    if kind.group is Group.RELATIVE:  # "Mamma MRSA-bärare, barnet odlat"
        said = re.match(r"[A-ZÅÄÖ]{3,}(?=-)", rest)
        return (said is not None and lexicon.is_acronym(said.group())) or _does(rest)
    if kind.group is Group.DROP:  # "Kopia av journalen följer med patienten i ambulansen"
        return len(rest) > _LONGEST_FACT // 2 and re.match(r"[a-zåäö]+\s", rest) is not None
    if kind.field is FieldName.DATE:  # "Inkom 15/11 med pneumoni"
        return _DAY_TOLD_ON.match(rest) is not None
    # "Gravid v 13 med kraftig buksmärta"
    return kind.field is FieldName.PREGNANCY and _TOLD_ON.match(rest) is not None


def _does(rest: str) -> bool:
    """Whether somebody near, by name or without, does what is told: "Jarkko är läkare och säger att hon …"."""
    told = re.match(r"(?:[A-ZÅÄÖ][\w’'-]+\s){0,2}(?P<deed>[a-zåäö]+)\s", rest)
    known = told is not None and (lexicon.is_human_deed(told["deed"]) or told["deed"] in _BEING)
    return known and len(rest.split()) >= _SENTENCE


def _is_of_sentence(kind: Meaning, rest: str) -> bool:
    """Whether a sentence begins with what names the staff elsewhere: "Skriver här eftersom …", "Ring mig på …"."""
    first = re.match(r"[a-zåäö]+(?!\w)", rest)
    own = kind.group in (Group.SEX, Group.AGE, Group.NAME) and not value_shapes.is_name(rest)
    if own and len(rest) > _LONGEST_FACT // 2:  # "Kvinna 57 år som opererades …"
        return True
    if _tells_story(kind, rest):
        return True
    if kind.field is FieldName.EXAMINATION and _ABOUT.match(rest):  # "Begäran om röntgen" is what the paper is
        return True
    told = kind.field in _SENTENCES or kind.group is Group.UNKNOWN
    return not told and first is not None and (lexicon.is_function_word(first.group()) or first.group() in _BEING)
