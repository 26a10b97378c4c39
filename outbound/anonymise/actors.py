"""Who acts in a sentence: an ordinary word that stands where only a name would ("Klang berättar").

A capital tells nothing at the start of a sentence, so such a word is no name by itself. But Swedish gives a noun an
article or an ending before its verb ("Patienten berättar"); one without either, before what only people do, is what
somebody is called. Words for people ("Granne ringde") and adverbs ("Plötsligt föll") stand so too.
"""

from __future__ import annotations

import re
from typing import Final

from outbound import lexicon
from outbound.anonymise.names import Token
from outbound.lexicon import people

_VERB: Final = re.compile(r"\s+(?P<verb>[a-zåäö]+)")
# Told of somebody, whatever the verb before it.
_TOLD: Final = re.compile(
    r"\s+(?:är|var|blir|blev|har\sblivit|vill|ska)\s(?:\w+\s)?(?:vidtalad|informerad|kontaktad|uppringd|införstådd|underrättad|"
    r"med(?=[\s.,])|hemma|ensam|orolig|anhörig\w*|vaken|gravid|rökare|nås|ringas|ringa|bli\s\w+|"
    r"känd\s(?:\w+\s){0,2}(?:på|här|hos|sedan)|inlagd|inskriven|utskriven|pensionär|född)"
    r"|\s+(?:kallas|heter|kallar\ssig)(?:\s(?:han|hon|hen|pojken|flickan|patienten|pat))(?!\w)"
)
# The same without a verb: "Ebba informerad", "Falk nås ej".
STATED: Final = re.compile(
    r"\s(?:(?:informera|kontakta|vidtala|underrätta|uppring|ring|meddela|tillfråga)d|införstådd|nås|samtycker|motsätter"
    r"|bestämmer|hälsar|tackar|orolig|hemma)(?!\w)"
)
# What somebody is to the patient, set behind the name: "Klang (granne)", "Klang, god man,".
_APPOSED: Final = re.compile(rf"\s?(?:\((?:{people.RELATION})[^)]{{0,20}}\)|,\s(?:{people.RELATION}),)", re.IGNORECASE)
# Adverbs, participles, trades and verbs by their endings: none of them needs an article to open a sentence.
_OPEN_ENDS: Final = (
    "igt", "vis", "tals", "ande", "ende", "are", "aren", "ist", "log", "ade", "ades", "ad", "des", "tes", "de", "te",
    "it", "at", "åring", "ant", "ent", "ör", "iker", "erska", "a",
)  # fmt: skip
_SHORTEST: Final = 3
# The article at the end of a noun, and several of it; what is left is a word.
_ARTICLES: Final = ("en", "n", "et", "t", "na", "erna", "arna", "orna", "or", "ar", "er", "ens", "ets", "ns")
# Who works here, by what they do: "Toraxkirurgen vill ha helbild".
_CLINICIAN: Final = re.compile(
    r"\w{3,}(?:kirurg|ortoped|jour|läkare|log|konsult|sköterska|narkos)(?:en|n|an)?", re.IGNORECASE
)


def is_called(text: str, token: Token) -> bool:
    """Whether the word, an ordinary one with a capital, stands as the name of somebody who does something."""
    word, after = token.text, text[token.end :]
    if _is_known(word):
        return False
    if _APPOSED.match(after) or _TOLD.match(after):
        return not _is_bent(word)
    told = _VERB.match(after)
    return told is not None and lexicon.is_human_deed(told["verb"]) and not _is_bent(word)


def is_owner(word: str, *, near: bool = False) -> bool:
    """Whether a word is a noun in the genitive without an article: "Klangs", and not "Bilens" or "Önskas".

    `near`: somebody near stands behind it. "Hagstams make" is then an owner's although its parts make up a word.
    """
    stem = word[:-1]
    explained = lexicon.is_listed(word) if near else lexicon.is_ordinary(word)
    return (
        len(stem) > _SHORTEST
        and lexicon.is_ordinary(stem)
        and not (_is_known(stem) or lexicon.is_eponym(word) or _is_bent(stem) or explained)
    )


def _is_known(word: str) -> bool:
    """Whether the word is no name wherever it stands."""
    listed = lexicon.is_clinical(word) or lexicon.is_function_word(word) or lexicon.is_person(word)
    return listed or _CLINICIAN.fullmatch(word) is not None


def _is_bent(word: str) -> bool:
    """Whether the word has an ending by which it can open a sentence as it stands, unless a list has it as a name."""
    low = word.lower()
    stems = [low.removesuffix(end) for end in _ARTICLES if low.endswith(end)]
    noun = any(_is_word(stem) or _is_word(stem + "a") for stem in stems if len(stem) > 2)
    return (noun or low.endswith(_OPEN_ENDS)) and not lexicon.is_first_name(word)


def _is_word(stem: str) -> bool:
    return lexicon.is_ordinary(stem) or lexicon.is_clinical(stem)
