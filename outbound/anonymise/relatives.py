"""Who stands near the patient, in running text: what follows a word for somebody is a name."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from outbound import lexicon
from outbound.anonymise.letters import plain
from outbound.anonymise.spans import Case, Span
from outbound.lexicon import people
from outbound.lexicon.vocabulary import any_of
from outbound.referral.words.label_words import skeleton

_RELATION: Final = re.compile(
    rf"(?<!\w)(?i:{people.RELATION})(?:\s(?:och|heter|som heter|vid namn|kallad))?"
    r"(?::\s+|[,.]?[^\S\n]+)\(?(?P<names>\S.*)",
)
_CARE_OF: Final = re.compile(r"(?<!\w)c/o\s+(?P<names>\S.*)", re.IGNORECASE)
_NAME: Final = r"[A-ZÅÄÖÉ][\w'’´-]*"
_INITIAL: Final = r"[A-ZÅÄÖÉ]\.\s?"
_CAPITALS: Final = re.compile(rf"(?:{_INITIAL}){{0,3}}{_NAME}(?:\s+(?:{_INITIAL}){{0,2}}{_NAME}){{0,3}}")
# "Mamma Grace är sjuksköterska": whatever else the word means, she is called so.
_KIN: Final = re.compile(rf"{any_of('people.kin_before')}*{any_of('people.kin')}\s", re.IGNORECASE)
_ACTING: Final = re.compile(
    r"(?P<name>[A-ZÅÄÖÉ][a-zåäöé]{2,})\s(?:är|har|var|vill|kan|ringer|nås|följer|kommer|ammar)(?!\w)"
)
_FAMILY: Final = (
    rf"{any_of('people.kin_before')}*{any_of('people.kin')}(?:n|en|na)?|mak[ae]n?|(?:ex)?man(?:nen)?|ex:?et|särbon"
    r"|brorsan|syrran|vän(?:nen|inna|innan)?|granne[n]?|svärson(?:en)?"
)
# So short a name is a word or an abbreviation too; it is one behind kin, before what they do or a sentence's end.
_SHORTEST: Final = re.compile(
    rf"(?<!\w)(?i:{_FAMILY})(?::\s|\s\(?|,\s)(?!{any_of('people.short_illness')}(?!\w))"
    r"(?P<name>[A-ZÅÄÖ][a-zåäö])(?P<behind>\s[a-zåäö]+|\s?[.,;)]|$)"
)
# Behind a name as well as any verb.
_ABOUT: Final = ("med", "på", "som", "i", "hos", "vid", "via", "tel", "tfn", "mobil", "nås")
_BY_SURNAME: Final = re.compile(r"(?<!\w)(?i:enligt|enl\.?|hos|via)\s(?P<name>[a-zåäöé]{2,})\s(?P<verb>[a-zåäö]+)")
# "Tvååriga Dana", "5-årige Leo": what follows the age of somebody is what they are called.
_AGED: Final = re.compile(r"(?<!\w)(?i:\d{1,2}-årig[ae]|[a-zåäö]+årig[ae])\s(?P<name>[A-ZÅÄÖÉ][a-zåäöé’'-]{2,})(?!\w)")
_DOES: Final = re.compile(r"\s(?:följer|följde|ringde|ringer|larmade|hittade|såg|kom|kommer|är|har|med)(?!\w)")
_SHORT: Final = 3


def relations(text: str, case: Case) -> Iterator[Span]:
    """Rule 5: what follows a word for somebody near is a name: capitals, or a known first name in small letters."""
    text = plain(text)
    yield from (Span(*match.span("name"), "name", "relation") for match in _AGED.finditer(text))
    for pattern in (_RELATION, _CARE_OF):
        at = 0
        while (match := pattern.search(text, at)) is not None:
            at = match.start("names")
            cared = _CAPITALS.match(text, at) if pattern is _CARE_OF else None
            if cared is not None:  # whatever it is, it is an address
                yield Span(*cared.span(), "name", "care of")
            near = _KIN.fullmatch(text, match.start(), match.start("names")) is not None
            called = _ACTING.match(text, at) if near else None
            if called is not None and not lexicon.is_function_word(called["name"]):
                yield Span(*called.span("name"), "name", "relation")
            if not _begins_sentence(text, at):
                yield from _named(text, at, case)
    yield from _short(text)
    yield from _by_surname(text)


def _short(text: str) -> Iterator[Span]:
    """Names of two letters: "hennes son Le kommer", "Maken: Ek."."""
    for match in _SHORTEST.finditer(text):
        verb = match["behind"].strip()
        acts = not verb.isalpha() or lexicon.is_deed(verb) or lexicon.is_human_deed(verb) or verb in _ABOUT
        if acts and not (lexicon.is_function_word(match["name"]) or _begins_sentence(text, match.start("name"))):
            yield Span(*match.span("name"), "name", "short name")


def _begins_sentence(text: str, at: int) -> bool:
    """Whether what follows somebody's word is the next sentence: "enligt maken. Står på Eliquis"."""
    word = re.match(r"[A-ZÅÄÖ][a-zåäö]+", text[at:])
    ended = re.search(r"[a-zåäö]{4,}\.\s+$", text[:at]) is not None
    return ended and word is not None and lexicon.is_ordinary(word.group()) and not lexicon.is_first_name(word.group())


def _by_surname(text: str) -> Iterator[Span]:
    """Who says so, in small letters, before what only people do: "enligt ek föll hon"."""
    for match in _BY_SURNAME.finditer(text):
        word = match["name"]
        known = lexicon.is_function_word(word) or lexicon.is_clinical(word) or lexicon.is_person(word)
        listed = word in lexicon.surnames() or lexicon.is_common_first_name(word)
        if listed and not known and lexicon.is_human_deed(match["verb"]):
            yield Span(*match.span("name"), "name", "who says so", doubt=lexicon.is_listed(word))


def _named(text: str, start: int, case: Case) -> Iterator[Span]:
    capitals = _CAPITALS.match(text, start)
    if capitals is not None:
        words = list(re.finditer(r"[^\s,;:]+", capitals.group()))
        names = list(itertools.takewhile(lambda word: not _is_known_word(word.group().strip(".!?"), case), words))[:3]
        if len(names) == 1 and _is_surname(names[0], words):
            names = words[:2]
        if names:
            yield Span(start + names[0].start(), start + names[-1].end(), "name", "relation")
        return
    word = re.match(r"[a-zåäöéü]{2,}(?:-[a-zåäöéü]{2,})?", text[start:])
    if word is None or not all(map(lexicon.is_first_name, word.group().split("-"))):
        return
    alone = re.match(r"[,.;)]|$", text[start + word.end() :]) or _DOES.match(text, start + word.end())
    if not lexicon.is_listed(word.group()):
        yield Span(start, start + word.end(), "name", "relation")
    elif alone and not (lexicon.is_function_word(word.group()) or lexicon.is_clinical(word.group())):
        yield Span(start, start + word.end(), "name", "relation", doubt=True)


def _is_surname(first: re.Match[str], words: Sequence[re.Match[str]]) -> bool:
    """Whether a word right behind a first name is a surname, whatever else it means: "särbon Torbjörn Ris"."""
    behind = words[1].group() if len(words) > 1 else ""
    ended = first.group().endswith((".", "!", "?"))
    short = len(behind) <= _SHORT and behind.istitle()
    return bool(behind) and not (ended or behind.isupper()) and (short or lexicon.is_first_name(first.group()))


def _is_known_word(word: str, case: Case) -> bool:
    """A word after "pat" or "son" that is no name: "Pat. Inkommer", "pat DT", "Pat MR-undersöktes"."""
    head = word.split("-")[0]
    if head != word and head.isupper() and len(head) > 1 and lexicon.is_clinical(head):
        return True
    known = (
        lexicon.is_clinical(word) or skeleton(word) in case.allowed or (lexicon.is_ordinary(word) and word.isupper())
    )
    short = word.isupper() and len(word) <= 4
    return (known or short or lexicon.is_function_word(word)) and not lexicon.is_first_name(word)
