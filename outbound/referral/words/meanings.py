"""What a label stands for, by its skeleton: known, put together of known words, cut short, or a sign or two off."""

from __future__ import annotations

import bisect
import difflib
import functools
import re
from itertools import takewhile
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import Indel

from outbound.referral.values import Group, Meaning
from outbound.referral.words import label_words

# Words that begin no label: they bind it to what stands before.
BINDING: Final = frozenset(
    ["for", "till", "pa", "av", "vid", "och", "i", "fran", "hos", "eller", "onskas", "iamnas", "ges", "skickas", "här"]
)
# Compared with skeletons: no accents, "i" for "l".
_MODIFIER: Final = re.compile(
    r"^(?:ev\.?|eventueii|eventueiit|eventueiia|aktueii|aktueiit|nuvarande|ange|kand|kanda|troiig|troiigt|formodad|uppgiven|"
    r"viiken|viiket|viika|vem ar|vad ar)\s+"
)
# "Telefon 2".
_NUMBER_BEHIND: Final = re.compile(r"(?<=\w)\s[i2-9]$")
# What is to be told besides: "Remittent, namn och titel", "Kreatinin, datum"; and a label that its column broke.
_DETAIL: Final = re.compile(r",\s(?:namn|titei|datum|tid|ange|heist|om)(?!\w).*$")
_BROKEN: Final = re.compile(r"(?<=\w)-\s(?=\w)")
# What two labels that share a value are joined by.
_BOTH: Final = re.compile(r"\s?[/&+,]\s?|\s(?:och|resp|[–—-])\s")
# What is private wins where two labels share a value.
_OWN: Final = (Group.NAME, Group.IDENTITY, Group.RELATIVE, Group.ADDRESS, Group.PHONE)
# A label cut short has so many signs: with a full stop, and without.
_LEAST_CUT: Final = 3
_LEAST_CUT_BARE: Final = 6
# A label of so many signs may be misspelt.
_LEAST_MISSPELLED: Final = 7
# Of a long label two signs may be wrong: under a ruled line every g loses its tail.
_ALIKE_ENOUGH: Final = 0.87
_LONG: Final = 13
_LONG_ENOUGH: Final = 0.84


def of(key: str) -> Meaning | None:
    """What a known label stands for; "eventuell" before it changes nothing, nor which of two stands first."""
    known = label_words.known()
    if key in known:
        return known[key]
    bare = _DETAIL.sub("", _NUMBER_BEHIND.sub("", _MODIFIER.sub("", _BROKEN.sub("-", key))))
    turned = "/".join(reversed(bare.split("/")))
    return known.get(bare) or known.get(turned) or _both(key)


@functools.lru_cache(maxsize=4000)
def composed(key: str) -> Meaning | None:
    """What the first composition that fits stands for: each of its lists has a word of the label, one its first."""
    words = [*re.split(r"[^\w-]+", key), *re.split(r"\W+", key)]
    found = (kind for kind, each in label_words.compositions() if all(any(map(fits.fullmatch, words)) for fits in each))
    begins = any(fits.fullmatch(words[0]) for _, each in label_words.compositions() for fits in each)
    return next(found, None) if begins else None


@functools.lru_cache(maxsize=4000)
def composed_alone(key: str) -> Meaning | None:
    """What a cell without any mark stands for, if it is nothing but a label put together of two words or more."""
    words = [word for word in re.split(r"[^\w-]+", key) if word not in BINDING]
    for kind, each in label_words.compositions() if len(words) > 1 else ():
        if len(each) > 1 and all(any(map(fits.fullmatch, words)) for fits in each):
            return kind if all(any(fits.fullmatch(word) for fits in each) for word in words) else None
    return None


@functools.lru_cache(maxsize=4000)
def cut_short(words: str) -> Meaning | None:
    """What a label cut short stands for, with a dot or long enough, if all that it may begin stand for the same."""
    key = label_words.key(words)
    least = _LEAST_CUT if words.rstrip(" :").endswith(".") else _LEAST_CUT_BARE
    if len(key) < least:
        return None
    every = label_words.in_order()
    begins = bisect.bisect_left(every, key)
    longer = list(takewhile(lambda word: word.startswith(key), every[begins:]))
    if least == _LEAST_CUT_BARE and not all(word[len(key) : len(key) + 1].isalpha() for word in longer):
        return None
    found = {label_words.known()[word] for word in longer}
    return found.pop() if len(found) == 1 else None


@functools.lru_cache(maxsize=4000)
def near(key: str) -> Meaning | None:
    """What the one label like this stands for; None if there is none, or several that differ."""
    if len(key) < _LEAST_MISSPELLED:
        return None
    enough = _ALIKE_ENOUGH if len(key) < _LONG else _LONG_ENOUGH
    # Whatever difflib finds alike is at least as alike by the longest common subsequence, which is far faster to find.
    same = Indel.normalized_similarity
    alike = [
        word for word, *_ in process.extract_iter(key, tuple(label_words.known()), scorer=same, score_cutoff=enough)
    ]
    near = [word for word in difflib.get_close_matches(key, alike, n=3, cutoff=enough) if word[0] == key[0]]
    found = {label_words.known()[word] for word in near}
    return found.pop() if len(found) == 1 else None


def forget() -> None:
    """Forgets what was found: a site's own labels were taken in."""
    for cached in (composed, composed_alone, cut_short, near):
        cached.cache_clear()


def _both(key: str) -> Meaning | None:
    """What labels that share a value stand for ("Adress och telefon"): what is private wins, then a field."""
    parts = [part for part in _BOTH.split(key) if part]
    if len(parts) < 2:
        return None
    each = [label_words.known().get(_MODIFIER.sub("", part)) for part in parts]
    listed = "," in key and not all(kind is not None and kind.group in _OWN for kind in each)
    # Whatever words stand before it, the RIS's number is one: "Numret på remissen / accession".
    accession = next((kind for kind in each if kind is not None and kind.group is Group.ACCESSION), None)
    if None in each or listed:
        return accession if len(parts) == 2 and not any(map(str.isdigit, key)) else None
    known = [kind for kind in each if kind is not None]
    return next((kind for kind in known if kind.group in _OWN), None) or next(
        (kind for kind in known if kind.field), known[0]
    )
