"""Which words are names and which are ordinary or clinical: data files with their sources beside them (SOURCES.md)."""

from __future__ import annotations

import functools
import re
from typing import Final

from ocr import dictionary
from ocr.packed import Words
from outbound.lexicon import lists, medical
from outbound.lexicon.field import INFLECTIONS, is_clinical, is_listed_clinical
from outbound.lexicon.lists import (
    care_towns,
    first_names,
    has_hospital,
    hospital_towns,
    is_abroad,
    is_acronym,
    is_common_first_name,
    is_country,
    is_deed,
    is_entry,
    is_first_name,
    is_function_word,
    is_hospital,
    is_human_deed,
    is_listed_surname,
    is_person,
    is_place,
    is_rare_eponym,
    nicknames,
    surnames,
)
from outbound.lexicon.vocabulary import any_of

__all__ = [
    "care_towns",
    "first_names",
    "has_hospital",
    "hospital_towns",
    "is_abroad",
    "is_acronym",
    "is_built_name",
    "is_called_after",
    "is_clinical",
    "is_common_first_name",
    "is_country",
    "is_deed",
    "is_entry",
    "is_eponym",
    "is_familiar",
    "is_field",
    "is_first_name",
    "is_function_word",
    "is_hospital",
    "is_human_deed",
    "is_inflected",
    "is_listed",
    "is_listed_clinical",
    "is_listed_surname",
    "is_locality",
    "is_misread",
    "is_misspelled",
    "is_ordinary",
    "is_person",
    "is_place",
    "is_rare_eponym",
    "is_surname",
    "is_village",
    "missing",
    "nicknames",
    "surnames",
]  # fmt: skip

_LOCAL: Final = re.compile(
    r"\w{2,}röd|\w{3,}(?:by|rud|säter|fors|hult|ryd|red|sund|köping|landa|löv|arp|torp|torpet|stad|näs|hamn|krysset|marken|holmen|gården|"
    r"vången|udden|viken|heden|myren|åsen|ängen|kullen|bäcken|liden|backen|dalen|skogen|mossen|tomten|tuna|bo|ön|vik|sjö|sjön|"
    r"älven|härad|bygden|stranden|gränd|torget)s?"
)
# Endings that no other compound has.
_VILLAGE: Final = re.compile(
    r"\w{3,}(?:by|rud|säter|fors|hult|ryd|red|köping|landa|torp|(?<!bo)stad|näs|tuna|holm|sjö|måla|boda|vik|träsk|sele|åker)s?"
)
_SURNAME: Final = re.compile(
    r"(?:\w{2,5}|kvarn|brunn|silver|hammar|vester|söder|löven|stjärn)"
    r"(?:berg|blad|blom|dahl|fors|gren|hed|holm|kvist|qvist|lind|ljung|lund|mark|malm|roth|sjö|stam|stedt|strand|ström|vall|"
    r"wall|bäck|löf|feldt|hjelm|nius|lin|born|crantz|stierna)"
)
# A word of three letters ends a longer one only if it often does.
_SHORT_TAILS: Final = frozenset(
    (
        "dag", "tid", "dos", "led", "ben", "arm", "fot", "hår", "hud", "öga", "öra", "tub", "sår", "gas", "rör", "tår",
        "vad", "lår", "kur", "fas", "typ", "sal", "lob", "kar", "rum", "hus", "bil", "ras",
        "mål", "bit", "hål", "box", "gel",
    )
)  # fmt: skip
_HEADS: Final = 3
_ABBREVIATED: Final = 6
_LONG_STEM: Final = 5
_LONG_TAIL: Final = 8


@functools.cache
def _words() -> Words:
    """Ordinary words: the dictionary's, and those of the lists beside it."""
    return Words(
        (*dictionary.entries(), *lists.read("ordinary.txt"), *lists.read("everyday.txt"), *lists.read("clinical.txt"))
    )


def missing() -> tuple[str, ...]:
    """The Debian packages whose word lists are not on this machine."""
    homes = {"wswedish": dictionary.PATH, "hunspell-en-med": medical.DICTIONARY}
    return tuple(package for package, path in homes.items() if not path.is_file())


def is_surname(word: str) -> bool:
    """Whether the word is one of the commonest surnames, or is built as one ("Granlund", "Enarsson")."""
    low = word.lower()
    built = re.fullmatch(
        r"\w{3,}(?:sson|sdotter|dóttir|qvist|kvist|ström|ovic|ović|ević|oğlu|ski|ska|enko|yan|sen)", low
    )
    return is_listed_surname(low) or (built is not None and not (is_clinical(low) or is_ordinary(low) or is_place(low)))


def is_eponym(word: str) -> bool:
    """Whether the name stands for a disease, a sign or an operation (Crohn, Murphy), also in the genitive."""
    low, known = word.lower(), lists.of("eponyms.txt")
    if low in known or low.removesuffix("s") in known:
        return True
    cuts = range(_LONG_STEM, len(low) - _HEADS + 1)
    if has_hospital(low) or is_listed_locality(low):  # "Mariestad" is no stad of Marie's
        return False
    return any(low[:cut] in known and (is_ordinary(low[cut:]) or is_clinical(low[cut:])) for cut in cuts)


def is_field(word: str) -> bool:
    """Whether the word is how a field of medicine is cut short: "Psyk", "Kir", "Ort"."""
    return word.lower() in _FIELDS


def is_called_after(word: str) -> bool:
    """Whether the capitalised word is a medicine, a device, a sign or a service, and nobody's name here."""
    called = medical.is_called(word) or _SERVICE.fullmatch(word) is not None
    return called and not (is_first_name(word) or is_surname(word) or is_locality(word))


# "Har setts på Facebook": everybody has it.
_SERVICE: Final = re.compile(any_of("contacts.sure_service"), re.IGNORECASE)


def is_locality(word: str) -> bool:
    """Whether people live in a place of that name, or in one whose name has the word in it."""
    low = word.lower()
    return (
        low in _localities() or low.removesuffix("s") in _localities() or (_looks_local(low) and not is_ordinary(low))
    )


def is_listed_locality(word: str) -> bool:
    """Whether the list of places has the very word: none that only looks like one."""
    return word.lower() in _localities()


@functools.cache
def _localities() -> frozenset[str]:
    """The places word by word; words that the language has as well are left out."""
    parts = {part for word in lists.of("localities.txt") for part in re.split(r"[_-]", word) if len(part) > 3}
    return frozenset(parts.difference(dictionary.entries()))


def _looks_local(low: str) -> bool:
    """Whether it is built as the names of villages, farms and crossings are."""
    return _LOCAL.fullmatch(low) is not None


def is_village(word: str) -> bool:
    """Whether the word is put together as only villages and towns are ("Brohult", "Fjällköping"), words or not."""
    low = word.lower()
    return _VILLAGE.fullmatch(low) is not None and not (is_inflected(low) or is_clinical(low))


def is_built_name(word: str) -> bool:
    """Whether the word is put together as Swedish surnames are ("Ängblad"), of two words that are ordinary each."""
    low = word.lower().removesuffix("s")
    return _SURNAME.fullmatch(low) is not None and not (is_inflected(low) or is_clinical(low))


@functools.lru_cache(maxsize=20_000)
def is_ordinary(word: str) -> bool:
    """Whether the word is Swedish as it stands, inflected, or put together of words that are."""
    low = word.lower()
    return _is_word(low) or _is_inflected(low) or _is_compound(low)


@functools.lru_cache(maxsize=20_000)
def is_familiar(word: str) -> bool:
    """Whether anything explains a word in small letters: Swedish, the field's, medicine's of any tongue, a place."""
    word = word.lower().replace("é", "e") if "é" in word.lower() and not is_ordinary(word) else word
    known = is_ordinary(word) or is_clinical(word) or medical.knows(word) or is_eponym(word) or is_place(word)
    low = word.lower()
    built = _is_medical_compound(low) or _is_prefixed(low) or _is_long_compound(low) or _is_numbered(low)
    built = built or _is_cut_compound(low)
    return known or built or _is_bent_entry(low) or _is_abbreviation(low) or lists.is_english(low)


@functools.lru_cache(maxsize=4000)
def is_misread(word: str) -> bool:
    """Whether OCR may have made the word: one letter off a familiar one, or two that lost the space between them."""
    low = word.lower()
    cuts = [(low[:cut], low[cut:]) for cut in range(len(low) + 1)]
    fewer = (left + right[1:] for left, right in cuts if right)
    other = (left + letter + right[1:] for left, right in cuts if right for letter in _LETTERS)
    more = (left + letter + right for left, right in cuts for letter in _LETTERS)
    near = (low.replace("rn", "m"), *fewer, *other, *more)
    if any(is_inflected(word) or is_clinical(word) for word in near):
        return True
    return any(min(len(left), len(right)) > 1 and is_inflected(left) and is_inflected(right) for left, right in cuts)


@functools.lru_cache(maxsize=4000)
def is_misspelled(word: str) -> bool:
    """Whether haste made the word of a familiar one: a letter too many, too few, or two in each other's place."""
    low = word.lower()
    if len(low) < _LEAST_MISSPELLED or is_surname(low) or is_first_name(low):
        return False
    cuts = [(low[:cut], low[cut:]) for cut in range(1, len(low) + 1)]
    fewer = (left + right[1:] for left, right in cuts if right)
    turned = (left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1)
    more = (left + letter + right for left, right in cuts for letter in _LETTERS)
    return any(is_inflected(word) or is_clinical(word) or _is_long_compound(word) for word in (*fewer, *turned, *more))


_LEAST_MISSPELLED: Final = 6


def is_inflected(word: str) -> bool:
    """Whether the word is in the dictionary as it stands or inflected: nothing put together of two."""
    low = word.lower()
    return _is_word(low) or _is_inflected(low)


def is_listed(word: str) -> bool:
    """Whether the dictionary has the word as it stands: no inflection, nothing put together."""
    return _is_word(word.lower())


def _is_word(low: str) -> bool:
    return low in _words()


def _is_inflected(low: str) -> bool:
    if not low.endswith(_ENDINGS):
        return False
    stems = (low[: -len(end)] for end in _ENDINGS if low.endswith(end) and len(low) - len(end) >= 4)
    return any(_is_word(stem) or _is_word(stem + "a") or _is_word(stem + "e") for stem in stems)


def _is_compound(low: str) -> bool:
    """Two words, perhaps with a sound between: buksmärta, lungemboli, höftprotesoperation."""
    for cut in range(_HEADS, len(low) - _HEADS + 1):
        head, tail = low[:cut], low[cut:]
        long = len(tail) >= 4 or (tail in _SHORT_TAILS and len(head) >= 4)
        if long and _heads(head) and (_is_word(tail) or _is_inflected(tail) or is_clinical(tail)):
            return True
    return False


def _heads(head: str) -> bool:
    """Whether a compound may begin so: a word, with a sound more or without its last ("lungemboli", "strålskada")."""
    if head in _FIELDS or _is_word(head) or _is_word(head + "a") or _is_word(head + "e"):
        return True
    return head[-1] in "seou" and (_is_word(head[:-1]) or _is_word(head[:-1] + "a"))


def _is_long_compound(low: str) -> bool:
    """Three words: blodtillblandad. Too many names are put together of three for more than small letters."""
    cuts = range(_HEADS, len(low) - _LONG_TAIL + 1)
    return any(_is_word(low[:cut]) and _is_compound(low[cut:]) for cut in cuts)


def _is_medical_compound(low: str) -> bool:
    """A word of medicine and one of Swedish, perhaps with an s between: kremasterreflex, miktionsbesvär."""
    cuts = range(_LONG_STEM, len(low) - _HEADS + 1)
    heads = ((cut, head) for cut in cuts for head in {low[:cut], low[:cut].removesuffix("s")})
    return any((is_clinical(head) or medical.knows(head)) and _ends(low[cut:]) for cut, head in heads)


def _ends(tail: str) -> bool:
    return is_ordinary(tail) or is_clinical(tail) or (len(tail) >= _LONG_STEM and medical.knows(tail))


@functools.lru_cache(maxsize=20_000)
def _is_abbreviation(low: str) -> bool:
    """The beginning of a longer word, cut off after a consonant as notes do: "syst", "konc", "inskr"."""
    if not 3 < len(low) <= _ABBREVIATED or low[-1] in "aeiouyåäö":
        return False
    words = _sorted_words()
    at = words.find(f"\n{low}", *_opening(low[:2])) + 1
    if words.startswith(f"{low}\n", at):  # the word itself; the one after it counts
        at += len(low) + 1
    return at > 0 and words.startswith(low, at) and words.index("\n", at) - at >= len(low) + 2


@functools.lru_cache(maxsize=20_000)
def _is_cut_compound(low: str) -> bool:
    """A compound whose last word is cut off, as notes do: "ögonläk", "lunginflam", "antikoag"."""
    if len(low) < _ABBREVIATED or low[-1] in "aeiouyåäö":
        return False
    cuts = range(_HEADS + 1, len(low) - _HEADS + 1)
    if any((_heads(low[:cut]) or is_entry(low[:cut])) and _begins(low[cut:]) for cut in cuts) or _begins(low):
        return True
    head = next((low.removesuffix(tail) for tail in _CUT_TAILS if low.endswith(tail)), "")
    return len(head) > _HEADS and (_heads(head) or is_entry(head))


# How notes end a word: "skelettmet", "bortop", "kärlkir".
_CUT_TAILS: Final = ("op", "met", "kir", "beh", "läk")


def _begins(cut: str) -> bool:
    """Whether a longer word begins so."""
    words = _sorted_words()
    at = words.find(f"\n{cut}", *_opening(cut[:2])) + 1
    return at > 0 and words.index("\n", at) - at >= len(cut) + 2


@functools.cache
def _sorted_words() -> str:
    """All words that may be cut off, a line each: one text takes a tenth of the memory that as many strings do."""
    return "\n".join(("", *sorted({*dictionary.entries(), *lists.read("clinical.txt")}), ""))


@functools.lru_cache(maxsize=1000)
def _opening(letters: str) -> tuple[int, int]:
    """Where the words that begin so stand among those that may be cut off, from the first to the end of the last."""
    words, last = _sorted_words(), _sorted_words().rfind(f"\n{letters}")
    return (words.find(f"\n{letters}"), words.index("\n", last + 1)) if last >= 0 else (0, 0)


def _is_bent_entry(low: str) -> bool:
    """A word of the field's lists with an ending: pacemakerns, stenterna, shuntens."""
    stems = (low.removesuffix(end) for end in INFLECTIONS if low.endswith(end))
    return any(len(stem) > _HEADS and is_entry(stem) for stem in stems)


def _is_prefixed(low: str) -> bool:
    """A known word after a prefix: premedicinering, retrosternal, icke-."""
    rests = (low.removeprefix(before) for before in _PREFIXES if low.startswith(before))
    newly = low.startswith("ny") and low.endswith(_DONE) and is_ordinary(low[2:])  # "nyintuberad"
    return newly or any(len(rest) >= _LONG_STEM and (is_ordinary(rest) or is_clinical(rest)) for rest in rests)


def _is_numbered(low: str) -> bool:
    """What a number is called after: diarienr, ärendenr, kolliid."""
    return low.endswith("nr") and len(low) > _LONG_STEM and _heads(low.removesuffix("nr"))


# How the fields are cut short in front of a word: gynkonsult, ortjour, medvården.
_FIELDS: Final = frozenset(
    [
        "gyn",
        "kir",
        "ort",
        "med",
        "uro",
        "onk",
        "rtg",
        "neuro",
        "kärl",
        "psyk",
        "barn",
        "hjärt",
        "lung",
        "infektion",
        "hand",
        "plast",
        "thorax",
        "öron",
        "ögon",
    ]
)
_DONE: Final = ("ad", "at", "ade", "erad", "erat", "erade", "lagd", "tagen", "satt", "född")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyzåäö"
_PREFIXES: Final = (
    "pre", "post", "re", "sub", "supra", "infra", "retro", "inter", "intra", "anti", "hyper", "hypo", "para", "peri",
    "bi", "multi", "extra", "ultra", "semi", "poly", "mono", "trans", "ko", "im", "in", "o", "icke", "ut", "upp", "ned",
)  # fmt: skip
_ENDINGS: Final = (
    "s", "en", "et", "n", "t", "na", "er", "ar", "or", "erna", "arna", "orna", "ens", "ets", "a", "e", "de", "te", "ad",
    "at", "d", "dd", "r", "as", "ade", "ades", "ande", "are", "ast", "ning", "ningar", "ningen", "lig", "ligt", "liga",
    "het", "heten", "heter", "bar", "bart", "bara", "erat", "erad", "erade", "ering", "eringen",
)  # fmt: skip
