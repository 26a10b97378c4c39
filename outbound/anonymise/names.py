"""The patient's names in running text: as written, in the genitive, by nickname, misread, without accents, glued.

Compares skeletons (what OCR and haste confuse made alike), so that neither hides a name.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from outbound import lexicon
from outbound.referral.words.label_words import skeleton

_PART: Final = re.compile(r"[^\W\d_]+")
# Twins are numbered: "Pojke II".
_ROMANS: Final = frozenset({"I", "II", "III", "IV"})
_PARTICLES: Final = frozenset("af av von van de del della den der di da la le el al bin ibn ben och dos".split(" "))  # noqa: SIM905
# So far back a search before a word begins: the whole text before each word would be read once a word.
_BACK: Final = 40
# "a) Underarm", "(13) Lätt", "6 Kognitiv svikt" at the start of a line.
# And "E Bältesmärke över thorax", behind the letters by which a trauma is told.
_NUMBERED: Final = re.compile(r"(?:^|\n|\s{2})(?:\(?[\da-h]{1,2}[).]|\d{1,2})\s+$|(?:^|\n|[.!?,;]\s)[A-E][:.)]?\s$")
# "L I N D Q V I S T", "T.o.r.b.j.ö.r.n".
_SPACED: Final = re.compile(r"(?<!\w)[^\W\d_](?:[ ._-][^\W\d_]){2,}(?!\w)")
# What stands between two names of one person: "Ek, Bo", "Maj-Britt".
_SIDE: Final = re.compile(r"[\s,-]{1,2}")
# "16.35 Ringer dottern", "27/11 kl 21: Gångsvårighet": a line of what happened when.
_TIMED: Final = re.compile(
    r"(?:^|\n)[-•*\s]*(?:(?:20\d\d-\d\d-\d\d|\d{1,2}/\d{1,2})[ ,]{0,2})?"
    r"(?:(?:kl\.?\s?)?\d{1,2}[.:]\d\d|kl\.?\s?\d{1,2})?\s?[:–-]?\s+$"
)
# A surname of which one letter is left: "Torbjörn L har feber".
_LETTER: Final = re.compile(r"\s[A-ZÅÄÖ]\.?(?=\s[a-zåäö]|$)")
# "opererad i jan 2019": a month before its year is nobody, whoever is called so.
_MONTH: Final = re.compile(r"jan|mar|april|maj|jun[ei]?|juni|juli|jul|august|augusti")
_DATED: Final = re.compile(r"\.?\s(?:['’-]\d\d|(?:19|20)\d\d)(?!\d)")
_BEING: Final = re.compile(r"\s(?:har|är|fick|kom|mår|vill|kan|känner|bor)(?!\w)")
# A name so short is half of many words.
_SHORTEST: Final = 3
_PATRONYMS: Final = frozenset(map(skeleton, ("son", "sson", "sons", "ssons", "sdotter")))
_GENITIVES: Final = ("s", "a", "en", "an", "ens")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the text. `first`: it begins a sentence or a line, so that its capital tells nothing."""

    text: str
    start: int
    end: int
    first: bool

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[:1].isupper()

    @property
    def shout(self) -> bool:
        """Whether it is written in capitals."""
        return len(self.text) > 1 and self.text.isupper()


@dataclass(frozen=True, slots=True)
class Known:
    """The skeletons of the patient's names; `words` are those that are also ordinary words.

    `initials` are those of hyphenated and of several given names; `particles` stand before a name and go with it.
    `spelled` are the names as they are written, in small letters.
    """

    names: frozenset[str]
    words: frozenset[str]
    initials: frozenset[str]
    particles: frozenset[str] = frozenset()
    spelled: frozenset[str] = frozenset()


def of(values: Sequence[str]) -> Known:
    """The names to look for: every part of every name, and the nicknames that go with it."""
    parts = [part for value in values for part in _PART.findall(value)]
    kept = [part for part in parts if len(part) > 1 and part.lower() not in _PARTICLES and part not in _ROMANS]
    called = [nickname for part in kept for nickname in lexicon.nicknames(part)]
    hyphened = [re.sub(r"\W", "", value) for value in values for value in re.findall(r"\w+(?:[-’'`´]\w+)+", value)]
    every = [*kept, *called, *hyphened]
    # A name that was written in small letters counts so everywhere; else a word needs its capital.
    written = {part for part in kept if part.islower()}
    ordinary = [name for name in every if lexicon.is_listed(name) and name not in written]
    return Known(
        frozenset(skeleton(name) for name in every),
        frozenset(skeleton(name) for name in ordinary),
        frozenset(form for letters in _initials(values) for form in (letters, letters.upper())),
        frozenset(part.lower() for part in parts if part.lower() in _PARTICLES),
        frozenset(name.lower() for name in every),
    )


def joined(one: Known, other: Known) -> Known:
    """The names of both; words and initials too."""
    every = one.names | other.names
    spelled = one.spelled | other.spelled
    return Known(every, one.words | other.words, one.initials, one.particles | other.particles, spelled)


def nicknames(values: Sequence[str]) -> tuple[str, ...]:
    """What people with these names may be called, for the gate to look for as well."""
    return tuple(dict.fromkeys(n for value in values for part in _PART.findall(value) for n in lexicon.nicknames(part)))


# Several rules go through the words of one text.
@functools.lru_cache(maxsize=32)
def tokens(text: str) -> Sequence[Token]:
    """The words of a text."""
    return tuple(_token(text, match) for match in re.finditer(r"[^\W\d_]+(?:['’´`][^\W\d_]+)*", text))


def found(text: str, known: Known) -> Iterator[tuple[int, int]]:
    """(start, end) of every word that is one of the names; figures inside a word may be misread letters."""
    side_by_side = _beside(text, known)
    for match in re.finditer(r"(?=\w*[^\W\d_])[^\W_]+(?:['’´`][^\W_]+)*", text):
        if match.start() in side_by_side or _is(text, _token(text, match), known):
            letter = _LETTER.match(text, match.end())
            yield _with_particles(text, match.start(), known), letter.end() if letter else match.end()
    for match in _SPACED.finditer(text):
        if skeleton(re.sub(r"[\W_]", "", match.group())) in known.names:
            yield match.span()


def _initials(values: Sequence[str]) -> Iterator[str]:
    """The first letters of hyphenated names, and of the names before the last."""
    for value in values:
        yield from ("".join(pair) for pair in re.findall(r"([^\W\d_])\w*-([^\W\d_])\w+", value))
        parts = [part for part in _PART.findall(value) if part.lower() not in _PARTICLES and part not in _ROMANS]
        if len(parts) > 1:
            yield parts[0][0] + parts[-1][0]
            yield "".join(part[0] for part in parts)


def _token(text: str, match: re.Match[str]) -> Token:
    before = text[: match.start()].rstrip(" \t\"'(«»”“–-•*>")
    between = text[len(before) : match.start()]
    first = not before or before[-1] in ".!?:;\n" or "\n" in between or "  " in between or "- " in between
    opens = (one.search(text, max(0, match.start() - _BACK), match.start()) for one in (_NUMBERED, _TIMED))
    return Token(match.group(), match.start(), match.end(), first or any(opens))


def _beside(text: str, known: Known) -> frozenset[int]:
    """Where two of the names stand side by side in whatever letters: "bo ek har ont" tells of Bo Ek and of no tree."""
    places = set[int]()
    for first, second in itertools.pairwise(_PART.finditer(text)):
        one, other = skeleton(first.group()), skeleton(second.group())
        alone = _SIDE.fullmatch(text, first.end(), second.start())
        if alone and one != other and one in known.names and {other, other.removesuffix("s")} & known.names:
            places |= {first.start(), second.start()}
    return frozenset(places)


def _is(text: str, token: Token, known: Known) -> bool:
    """Whether the word is one of the names. One that is also an ordinary word counts only when capitalised."""
    bare = re.sub(r"['’´`]", "", skeleton(token.text))
    bent = () if lexicon.is_function_word(token.text) else _GENITIVES  # "Ingen" is nobody's of Ing-Marie
    forms = {bare, *(bare.removesuffix(more) for more in bent)}
    same = {name for name in forms & known.names if len(name) > 1}
    if not token.capital and "l" in token.text and lexicon.is_listed(token.text):
        # "DT hals" is nobody's of Hai, though "l" and "i" look alike.
        same = {name for name in same if len(name) > _SHORTEST or name in known.words}
    if not token.capital and lexicon.is_listed(token.text) and not _is_spelled(token.text.lower(), known):
        return False  # "drän i gott läge" is nobody's of Lage
    if not token.capital and len(token.text) <= 3 and re.search(r"\d\s?$", text[: token.start]):
        return False
    if not token.capital and _MONTH.fullmatch(token.text) and _DATED.match(text, token.end):
        return False
    if same - known.words or (same and (token.capital or _acts(text, token))):
        return True
    return any(_near(bare, token, name) for name in known.names if len(name) >= 5)


def _is_spelled(low: str, known: Known) -> bool:
    return not {low, *(low.removesuffix(more) for more in _GENITIVES)}.isdisjoint(known.spelled)


def _near(bare: str, token: Token, name: str) -> bool:
    """Misread (one sign off in six, two in nine), glued to another word, or cut off at its end."""
    if not (_is_misread(bare, token, name) or _is_glued(bare, name)) or lexicon.is_clinical(token.text):
        return False
    if (lexicon.is_ordinary(token.text) and not token.capital) or lexicon.is_listed(token.text):
        return False
    return _is_misread(bare, token, name) or not lexicon.is_ordinary(token.text)


def _is_misread(bare: str, token: Token, name: str) -> bool:
    allowed = 2 if len(name) >= 9 and token.capital else 1
    if len(name) < 6 or abs(len(bare) - len(name)) > allowed + 1:
        return False
    stem = bare.removesuffix("s") if len(bare) > len(name) else bare
    read = stem.replace("rn", "m"), name.replace("rn", "m")
    return min(OSA.distance(stem, name), OSA.distance(*read)) <= allowed


def _is_glued(bare: str, name: str) -> bool:
    """Whether the word has the name at one end; whoever is called Bengtsson is no Bengt."""
    own = bare.removeprefix(name) in _PATRONYMS
    return len(bare) > len(name) and not own and (bare.startswith(name) or bare.endswith(name))


def _acts(text: str, token: Token) -> bool:
    """Whether a name that is a word, in small letters, does what only people do: "rosa kräktes", ". rosa har ont"."""
    told = re.match(r"\s(?:har\s)?([a-zåäö]+)", text[token.end :])
    opens = token.first and not lexicon.is_function_word(token.text)
    return told is not None and (
        lexicon.is_human_deed(told[1]) or (opens and _BEING.match(text, token.end) is not None)
    )


def _with_particles(text: str, start: int, known: Known) -> int:
    """Where a name begins, the particles before it included: "von der Lühe", "El Sayed"."""
    while (match := re.search(r"(?<!\w)([^\W\d_]+)[\s-]+$", text[:start])) and match[1].lower() in known.particles:
        start = match.start()
    # "Fragmin 5000 E. Britt har ont" counts units.
    letters = re.search(r"(?<![\w.])(?<!\d\s)(?:[A-ZÅÄÖ]\.[ ]?){1,3}\Z", text[:start])
    return letters.start() if letters else start
