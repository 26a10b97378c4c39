"""Which words belong to the field: listed, a medicine, made of its stems, or ending as only its words do."""

from __future__ import annotations

import functools
import re
from typing import Final

from outbound.lexicon import lists
from outbound.lexicon.lists import is_entry, is_first_name

# Endings of medical Greek and Latin that no personal name has, on words too long to be one by chance.
_MEDICAL: Final = re.compile(
    r"\w{4,}(?:ektomi\w*|skopi\w{0,4}|grafi\w{0,4}|tomi\w{0,4}|stomi\w{0,4}|pati\w{0,3}|emi(?:n|er|erna|sk|ska|skt)?|"
    r"algi\w{0,3}|plegi\w*|pares\w*|stenos\w*|tromb\w*|"
    r"embol\w*|infarkt\w*|blödning\w*|fraktur\w*|tumör\w*|cancer\w*|carcinom\w*|karcinom\w*|metastas\w*|hematom\w*|"
    r"smärt\w*|ödem\w*|svikt\w*|sjuk\w*|infektion\w*|inflammation\w*|isk[at]?|(?:i|u|on)ell[at]?|itet\w*|tion\w*|sion\w*|"
    r"operation\w*|operera\w*|undersökning\w*|röntgen\w*|kontroll\w*|behandl\w*|itis|osen|"
    r"uri|pné|rré|oid(?:er|al|ala)?|gram|cyst\w*|angio\w*|medicin\w*|preparat\w*|vätska\w*|utlöst|beroende|liknande|"
    r"känsl\w*|artad\w*|logi\w{0,3}|"
    # chemistry, and the stems of medicines' common names
    r"sulfat|klorid|fosfat|karbonat|citrat|acetat|oxid|mab|nib|pril|sartan|olol|statin|azol|cillin|mycin|cyklin|floxacin|"
    r"dipin|gliptin|gliflozin|parin|xaban|gatran|prazol|setron|triptan|azepam|kain|tropin|terol|sonid|solon|oxetin|pramin)"
)
_SHORTEST_BUILT: Final = 7
_LONG_STEM: Final = 5
_HEADS: Final = 3
INFLECTIONS: Final = ("s", "en", "et", "n", "t", "er", "ar", "na", "erna", "arna", "a", "e", "ns", "ts", "ens", "ets")


def is_clinical(word: str) -> bool:
    """Whether the word belongs to the field: listed, a medicine, made of its stems, or ending as its words do."""
    return _is_clinical(word.lower())


def is_listed_clinical(word: str) -> bool:
    """Whether the field's lists have the word: one put together of stems explains no capital inside a sentence."""
    return is_entry(word) or _MEDICAL.fullmatch(word.lower()) is not None or _is_given(word.lower())


def _is_given(low: str) -> bool:
    """Whether the word is a medicine and how it is given: "Trandatedropp", "Fragminspruta"."""
    head = next((low.removesuffix(way).removesuffix("-") for way in _WAYS if low.endswith(way)), "")
    return len(head) >= _LONG_STEM and head in lists.of("drugs.txt")


_WAYS: Final = (
    "dropp", "droppet", "infusion", "infusionen", "spruta", "sprutan", "tablett", "tabletter", "plåster", "spray",
    "injektion", "injektioner", "behandling", "behandlad", "dos", "dosen", "profylax", "allergi", "reaktion", "pump",
)  # fmt: skip


@functools.lru_cache(maxsize=20_000)
def _is_clinical(low: str) -> bool:
    if is_entry(low):
        return True
    if len(low) < _SHORTEST_BUILT or low in lists.of("surnames.txt") or is_first_name(low):
        return False
    return _MEDICAL.fullmatch(low) is not None or _is_built(low)


def _is_built(low: str) -> bool:
    """Stems, joined by a vowel or not, and one ending: hepato-megali, retro-peritoneal-t."""
    endings = _endings()
    return any(
        low[cut:] in endings and _is_stems(low[:cut])
        for cut in range(_HEADS, len(low) - 1)
        if cut >= _LONG_STEM or len(low) - cut >= _LONG_STEM
    )


@functools.cache
def _endings() -> frozenset[str]:
    """The endings as they stand, and inflected unless they are one letter."""
    endings = lists.of("endings.txt")
    return endings | {end + more for end in endings if len(end) > 1 for more in INFLECTIONS}


@functools.lru_cache(maxsize=20_000)
def _is_stems(low: str) -> bool:
    stems = lists.of("stems.txt")
    if low in stems or (low[-1:] in "oiaue" and low[:-1] in stems):
        return True
    cuts = range(_HEADS, len(low) - 1)
    return any(
        (low[:cut] in stems or (low[cut - 1] in "oiau" and low[: cut - 1] in stems)) and _is_stems(low[cut:])
        for cut in cuts
    )
