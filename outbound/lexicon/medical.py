"""The international words of medicine: English ones of a dictionary, compared by their stems.

Swedish spells them in its own way (takykard, tachycardia; antikoagulantia, anticoagulant), so both are brought to one
spelling and lose their endings. This explains words in small letters only; a capital needs a Swedish list.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Final

from ocr.packed import Words

# Debian's hunspell-en-med, UTF-8. The launcher installs it; without it more words are unfamiliar and more faxes held.
DICTIONARY: Final = Path("/usr/share/hunspell/en_med_glut.dic")
_SPELLINGS: Final = (("ch", "k"), ("ph", "f"), ("th", "t"), ("rh", "r"), ("qu", "kv"), ("ae", "e"), ("oe", "e"))
_SOFT: Final = re.compile(r"c(?![eiyäö])")
_ALIKE: Final = str.maketrans("åäöéèüyz", "aaoeeuis")
_ENDINGS: Final = tuple(
    sorted(
        """ia iae a ae um us is es e i in ine ic ical al ar ary ous ed ing er or s ism ist ity ation ate isk
        iskt iska en et erna er arna n t na at ad ade are era erad erat ering eringen itet iteten ell ellt
        ella iv ivt iva os osen ost osa ala alt art ara ion ioner ionen ant anter antia ans iell iellt iella""".split(),  # noqa: SIM905
        key=len,
        reverse=True,
    )
)
_LEAST: Final = 4
_LONG: Final = 5


@functools.lru_cache(maxsize=20_000)
def knows(word: str) -> bool:
    """Whether medicine has the word: as it stands, or a long stem of it."""
    low = word.lower()
    exact, stems = _dictionary()
    return low in exact or any(len(stem) >= _LONG and stem in stems for stem in _stems(low))


def is_called(word: str) -> bool:
    """Whether medicine's dictionary has it with a capital: a medicine, a device, who something is called after."""
    return word in _capitals() or word.removesuffix("s") in _capitals()


@functools.cache
def _capitals() -> frozenset[str]:
    if not DICTIONARY.is_file():
        return frozenset()
    lines = DICTIONARY.read_text("utf-8", errors="replace").splitlines()
    entries = (line.partition("/")[0].strip() for line in lines if line[:1].isupper())
    return frozenset(entry for entry in entries if len(entry) > 3)


@functools.cache
def _dictionary() -> tuple[Words, Words]:
    """The entries in small letters, and their stems."""
    if not DICTIONARY.is_file():
        return Words(()), Words(())
    lines = DICTIONARY.read_text("utf-8", errors="replace").splitlines()
    entries = (line.partition("/")[0].strip() for line in lines if line[:1].islower())
    words = {entry for entry in entries if entry.isalpha()}
    return Words(words), Words(_stems(word)[-1] for word in words)


def _stems(low: str) -> tuple[str, ...]:
    """The word in one spelling without one and without two endings."""
    for odd, even in _SPELLINGS:
        low = low.replace(odd, even)
    once = _cut(_SOFT.sub("k", low).translate(_ALIKE))
    return once, _cut(once)


def _cut(word: str) -> str:
    """The word without its longest ending, if enough is left."""
    return next((word[: -len(end)] for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= _LEAST), word)
