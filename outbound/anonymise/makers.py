"""Who made a medicine or a device, beside it: "Metformin Actavis", "stapesprotes (Karl Storz, titan)".

Makers are called as people are (Leo, Orion, Link, Gore), so that a maker's name alone says nothing.
"""

from __future__ import annotations

import functools
import re
from typing import Final

from outbound import lexicon
from outbound.anonymise.names import Token
from outbound.lexicon import brands
from outbound.lexicon.vocabulary import any_of

# A medicine right before its maker, with how it is given or how much, or both in brackets: "Lasix Retard", "Xarelto 15
# mg (Bayer)", "(Epclusa, Gilead)".
_MEDICINE: Final = re.compile(
    r"(?<![\w-])(?P<medicine>[^\W\d_][\w-]{3,})\s(?:(?:depot|retard|forte)\s)?\(?$"
    r"|\((?:[^()]{0,30}\s)?(?P<inside>[^\W\d_][\w-]{3,}),\s$"
    r"|(?<![\w-])(?P<dosed>[^\W\d_][\w-]{3,})\s\d[\d,.+/]*\s?(?:mg|g|µg|mikrog|ug|E|IE|ml|mmol)?(?:/\w+)?"
    r"(?:\s?[x×]\s?\d)?\s\($",
    re.IGNORECASE,
)
_DEVICE: Final = re.compile(
    rf"{any_of('makers.device')}\w*(?:[^.;:?!\n]|(?<=\s[avn])\.){{0,60}}$", re.IGNORECASE
)  # "IABP via a. femoralis (Getinge)"
_DEVICE_BESIDE: Final = re.compile(rf"{any_of('makers.device')}\w*\s$", re.IGNORECASE)
# Medicines that are called as women are, behind what kind they are: "P-piller (Yasmin)".
_CALLED_SO: Final = re.compile(rf"(?<!\w){any_of('makers.called_so')}\s?\(?$", re.IGNORECASE)
_BACK: Final = 80


def is_one(text: str, token: Token) -> bool:
    """Whether the capital is a maker's beside what it made, or a medicine's that is called as people are."""
    if not token.capital:
        return False
    if brands.is_named_medicine(token.text) and _CALLED_SO.search(text[max(0, token.start - _BACK) : token.start]):
        return True
    return any(start <= token.start and token.end <= end for start, end in named(text))


def made_medicine(text: str, token: Token) -> bool:
    """Whether a word stands alone in brackets behind a medicine: "Siklos (Addmedica)"."""
    if text[token.start - 1 : token.start] != "(" or not text.startswith(")", token.end):
        return False
    before = text[max(0, token.start - _BACK) : token.start]
    medicine = _MEDICINE.search(before)
    return medicine is not None and _is_medicine(before, medicine)


@functools.lru_cache(maxsize=32)
def named(text: str) -> tuple[tuple[int, int], ...]:
    """Where the text names makers beside what they made: (start, end) of each."""
    return tuple(match.span() for match in brands.makers().finditer(text) if _made_it(text, match))


def _before_stroke(text: str, maker: re.Match[str]) -> list[str]:
    """The maker that a stroke parts from another, if that made something: "Enhertu (Daiichi Sankyo/AstraZeneca)"."""
    every = (one for one in brands.makers().finditer(text, 0, maker.start()) if one.end() + 1 == maker.start())
    return [one.group() for one in every if _made_it(text, one)]


def _is_medicine(before: str, named: re.Match[str]) -> bool:
    word = named["medicine"] or named["inside"] or named["dosed"]
    called = brands.is_named_medicine(word) and _CALLED_SO.search(before[: named.start() + 1]) is not None
    return called or brands.is_medicine(word)


def _made_it(text: str, maker: re.Match[str]) -> bool:
    """Whether a medicine or a device stands before it; nobody who does something: "Waran Leo tar själv"."""
    behind = re.match(r"\s([a-zåäö]+)", text[maker.end() :])
    acts = behind is not None and not lexicon.is_function_word(behind[1])
    if acts and behind is not None and (lexicon.is_human_deed(behind[1]) or lexicon.is_deed(behind[1])):
        return False
    before = text[max(0, maker.start() - _BACK) : maker.start()]
    if any(before.endswith(f"{other}/") for other in _before_stroke(text, maker)):
        return True
    medicine = _MEDICINE.search(before)
    if medicine is not None and _is_medicine(before, medicine):
        return True
    # "CVK satt av Leo": who is called as people are by their first name stands in brackets or right beside it.
    bound = before.rfind("(") > before.rfind(")") or _DEVICE_BESIDE.search(before) is not None
    named = lexicon.is_first_name(maker.group().split()[0]) and not bound
    return not named and _DEVICE.search(before) is not None
