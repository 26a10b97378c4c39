"""A capital inside a sentence is a name; at its start, if a list says so or nothing knows the word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from outbound import lexicon
from outbound.anonymise import actors, eponyms, exempt, names, towns
from outbound.anonymise.names import Token
from outbound.anonymise.spans import Case, Span
from outbound.lexicon import hospitals, lists, people
from outbound.lexicon.vocabulary import any_of, words
from outbound.referral import STAFF
from outbound.referral.words import labels

# What may stand between two names of a row: "Anna, Bo och Liv".
_JOINED: Final = re.compile(r"\s*(?:,|/|&|\boch\b|\bsamt\b|\beller\b)\s*")
# After these a word that is no name may well have a capital.
_LISTED: Final = re.compile(r"[,/+&(]\s*$")
_LONG_TAIL: Final = 7
# So long a word at the start of a sentence is one in haste sooner than somebody's name: "Blodtilblandad avföring".
_LONG_WORD: Final = 9
# "DT 2024, Falun / Hustrun Gunvor …", two lines in one: nobody is called so.
_RELATED: Final = re.compile(r"(?:Hustru|Make|Maka|Sambo|Dotter|Sone|Mamma|Pappa|Moder|Fader|Syster|Broder|Granne)n")
_SOMEBODYS: Final = re.compile(rf"\s(?:{people.RELATION})(?!\w)", re.IGNORECASE)
_KIN_BEFORE: Final = re.compile(rf"(?<!\w)\w*(?:{people.RELATION})\s$", re.IGNORECASE)
_SOMEBODY_BEHIND: Final = re.compile(rf"\s?,\s(?:som|{people.RELATION})(?!\w)", re.IGNORECASE)
# Nothing of medicine finds anybody, or has them to stay.
_BY: Final = re.compile(
    r"(?<!\w)(?:(?:hittad|funnen|hämtad|sedd|hjälpt|skjutsad|påkörd)\sav|(?:bor|var|sov)\shos)\s$", re.IGNORECASE
)
_WHERE: Final = re.compile(rf"(?<!\w){any_of('capitals.where')}\s$", re.IGNORECASE)
# Down to a part of the body, whoever else is called so: "hals ner till carina".
_PART: Final = re.compile(
    r"(?<!\w)(?:skallbas\w*|hals|thorax|larynx|trachea)\s(?:\w+\s){0,2}?(?:ner|ned)?\s?(?:till|-|–)\s$", re.IGNORECASE
)
# How somebody is, in a word that is a surname too.
_STATE: Final = re.compile(r"Frisk|Pigg|Stark|Klar|Lugn|Trött|Vaken")
# How strong a muscle is, or at which level: "Kraft S1 3/5 vä".
_STRENGTH: Final = re.compile(r"\s(?:(?:[CL]\d|Th\d{1,2}|S[12])(?!\w)|(?:grad\s)?\d\s?/\s?5(?!\d))")
_UNIT: Final = re.compile(rf"{any_of('capitals.unit_ends')}$", re.IGNORECASE)
_ADJECTIVE: Final = re.compile(rf"\w{{3,}}{any_of('capitals.adjective_ends')}$", re.IGNORECASE)


def capitals(text: str, case: Case) -> Iterator[Span]:
    """Rule 7: by what stands before it, by its genitive, by the lists, and else by whether anything explains it."""
    after_name, cared_for = -1, hospitals.named(text)
    for token in names.tokens(text):
        inside = any(start <= token.start < end for start, end in cared_for)
        if inside or exempt.is_exempt(text, token, case):
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


def _owning(text: str, token: Token) -> Span | None:
    """A name in the genitive at the start of a sentence: "Anderssons hund", "Klangs bil"."""
    behind = re.match(r"\s([a-zåäö]+)", text[token.end :])
    owned = behind is not None and not eponyms.is_classed(text, token)
    # "Brits med övervakning" is no Brit's.
    if behind is not None and lexicon.is_listed(token.text) and lexicon.is_function_word(behind[1]):
        return None
    if not (owned and token.capital and token.first and token.text.endswith("s")):
        return None
    bare = token.text[:-1]
    near = _SOMEBODYS.match(text, token.end) is not None
    after = lexicon.is_eponym(token.text) and not (near or lexicon.is_common_first_name(bare))
    listed = lexicon.is_first_name(bare) or lexicon.is_surname(bare)
    worded = exempt.is_clinical(token) or lexicon.is_function_word(token.text)
    if after or worded or not (listed or actors.is_owner(token.text, near=near)):
        return None
    doubt = not listed or lexicon.is_listed(bare)
    return Span(token.start, token.end, "name" if listed else "unknown_word", "owner", doubt=doubt)


def _listed(text: str, token: Token) -> Span | None:
    """A name by the lists. One that is also a word counts inside a sentence; at its start, with a doubt."""
    first = lexicon.is_first_name(token.text)
    last = lexicon.is_surname(token.text) if token.capital else lexicon.is_listed_surname(token.text)
    if not (first or last) or exempt.is_clinical(token):
        return None
    if not token.capital:
        return _listed_small(text, token, first=first)
    common = lexicon.is_common_first_name(token.text)
    place = lexicon.is_place(token.text) or lexicon.has_hospital(token.text)
    by = _BY.search(text[: token.start]) is not None
    son = token.text.endswith("sson")  # hardly ever a disease's name
    if son and eponyms.is_part(text, token):
        return None
    if not (common or by or son) and (place or lexicon.is_eponym(token.text) or eponyms.is_after(text, token)):
        return None
    word = lexicon.is_listed(token.text)
    if word and (_counts(text, token) or _answers(text, token) or (token.first and not _acts(text[token.end :]))):
        return None
    if word and _STRENGTH.match(text, token.end):
        return None
    if word and (token.shout or re.match(r"\s*\d|\s(?:os|rektum|oral)", text[token.end :])):
        return None
    return Span(token.start, token.end, "name", "name list", doubt=token.first and word)


def _listed_small(text: str, token: Token, *, first: bool) -> Span | None:
    """A name by the lists without its capital: where no word is meant."""
    if lexicon.has_hospital(token.text) or _PART.search(text[: token.start]) or _is_english(text, token):
        return None
    deed = re.match(r"\s([a-zåäö]+)", text[token.end :])
    acts = deed is not None and lexicon.is_human_deed(deed[1])
    bare = not lexicon.is_listed(token.text) if first else exempt.is_unexplained(token)
    return Span(token.start, token.end, "name", "name list") if bare and (len(token.text) > 3 or acts) else None


def _is_english(text: str, token: Token) -> bool:
    """Whether a word of English that is a name too stands in an English sentence: "came by ferry", "a long drive"."""
    beside = (re.search(r"([a-z]+)\s$", text[: token.start]), re.match(r"\s([a-z]+)", text[token.end :]))
    told = [match[1] for match in beside if match is not None]
    return token.text in words("capitals.english") and bool(told) and all(map(lists.is_english, told))


def _counts(text: str, token: Token) -> bool:
    """Whether a word such as "Inga" stands before what there is none of: "Inga MR-kontraindikationer"."""
    behind = re.match(r"\s[A-ZÅÄÖ]{2,5}-[a-zåäö]{3,}", text[token.end :])
    return behind is not None and lexicon.is_function_word(token.text)


def _answers(text: str, token: Token) -> bool:
    """Whether a word such as "Inga" is all that a line says behind its label: nobody tells a person so."""
    line = text[text.rfind("\n", 0, token.start) + 1 :].partition("\n")[0]
    before = re.search(r"([^\W\d_]+):?\s$", text[: token.start])
    fact = before is not None and _stands_for_fact(before[1]) and not line.partition(token.text)[2].strip(" .")
    labelled = token.start == 0 or (before is not None and labels.is_label(before[1]))
    alone = fact or (labelled and re.match(r"\s?[.,;](?:\s|$)", text[token.end :]) is not None)
    stated = alone and _STATE.fullmatch(token.text) is not None
    return stated or (
        lexicon.is_function_word(token.text) and (alone or line.rpartition(":")[2].strip(" .") == token.text)
    )


def _stands_for_fact(word: str) -> bool:
    """Whether a word is a label of what the reader needs: "Implantat Inga"."""
    label = labels.at_start(f"{word}:")
    return label is not None and label.field is not None and label.field not in STAFF


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
    worded = exempt.is_clinical(token) or exempt.is_measure(text, token) or lexicon.is_function_word(token.text)
    if not token.capital or worded:
        return None
    if (home := towns.come_from(text, token)) is not None:
        return home
    if _is_known_otherwise(text, token):
        return None
    return towns.lived_in(text, token) if towns.is_one(token.text) else _strange(text, token, case)


def _is_known_otherwise(text: str, token: Token) -> bool:
    """Whether the capital is a disease's name's, a country's, a label's, a role's or half of a word of medicine."""
    after = lexicon.is_called_after(token.text) or eponyms.is_one(text, token) or _is_country(text, token)
    formal = labels.is_label(token.text) or lexicon.is_field(token.text) or _RELATED.fullmatch(token.text)
    return after or bool(formal) or _is_put_together(text, token)


def _is_country(text: str, token: Token) -> bool:
    """Whether the word is a country, and no brother who is called Kuba."""
    return lexicon.is_abroad(token.text) and _KIN_BEFORE.search(text[: token.start]) is None


def _is_put_together(text: str, token: Token) -> bool:
    """Whether a hyphen binds the word to one of medicine, so that both are: "Miliar-tbc", "Pre-stroke"."""
    tail = re.match(r"-([a-zåäö]{3,})(?!\w)", text[token.end :])
    named = lexicon.is_surname(token.text) or lexicon.is_first_name(token.text) or lexicon.is_locality(token.text)
    return tail is not None and not named and (lexicon.is_entry(tail[1]) or lexicon.is_clinical(tail[1]))


def _strange(text: str, token: Token, case: Case) -> Span | None:
    """A capital that is no place: somewhere behind words that lead to a place, else unknown unless explained."""
    led = _WHERE.search(text[: token.start]) is not None
    adjective = not led and _ADJECTIVE.search(token.text) is not None  # "De är från Hjältevad"
    if _UNIT.search(token.text) or (adjective and lexicon.is_ordinary(token.text)):
        return None
    if eponyms.is_classed(text, token) and not lexicon.is_first_name(token.text):
        return None
    if (token.first or _LISTED.search(text[: token.start])) and not token.shout and actors.is_called(text, token):
        return Span(token.start, token.end, "unknown_word", "acts", doubt=True)
    opened = (case.titled and not led) or token.first or token.shout
    if _is_explained(text, token, case, opened=opened):
        return None
    if led and not (opened or _is_plain(token.text)):
        return Span(token.start, token.end, "address", "somewhere")
    return Span(token.start, token.end, "unknown_word", "capital", doubt=True)


def _is_explained(text: str, token: Token, case: Case, *, opened: bool) -> bool:
    """Whether a word may well have a capital where it stands: `opened`, or behind a comma; and a list has it."""
    may = opened or _LISTED.search(text[: token.start]) is not None
    called = lexicon.is_built_name(token.text) and not case.titled
    if may and not called and (lexicon.is_familiar(token.text) if opened else _is_plain(token.text)):
        return True
    return token.first and len(token.text) >= _LONG_WORD and lexicon.is_misspelled(token.text)


def _is_plain(word: str) -> bool:
    """Whether a capital behind a comma is a word: what is put together of two is a place as often ("Råslätt")."""
    least = exempt.LEAST_UNFAMILIAR
    tails = [word[cut:].lower() for cut in range(least, len(word) - least)]
    known = lexicon.is_inflected(word) or lexicon.is_clinical(word) or lexicon.is_eponym(word)
    # No place ends in so long a word: "Metallföremål".
    long = any(len(tail) >= _LONG_TAIL and lexicon.is_listed(tail) for tail in tails) and lexicon.is_ordinary(word)
    return known or any(map(lexicon.is_entry, tails)) or long
