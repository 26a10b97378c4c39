"""Whether the story is of somebody else than the number: another age, another sex.

A referral written on the wrong patient, or with another's label stuck on, looks whole: only what it tells of the
patient's age and sex gives it away. Of 810 notes by others that tell both, the four that were mixed up differed in sex
and by seven years and more; seven others differed in sex or by ten years, by slips of their writers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from outbound import lexicon
from outbound.lexicon import people
from outbound.referral.words import kinds

_WHO: Final = r"man|kvinna|pojke|flicka|kille|tjej|dam|herre|gosse"
_SEX: Final = {"kvinna": "kvinna", "flicka": "kvinna", "tjej": "kvinna", "dam": "kvinna"}
# "62-årig man", "Kvinna, 62 år" where a sentence begins, or behind what says who that is: "är en 62-årig man".
_TOLD: Final = re.compile(
    r"(?:^\W*|\bär\s(?:en\s)?|\bden(?:na|ne)\s|\bden här\s|\b(?:gäller|avser|remitterar)\s(?:en\s)?)"
    rf"(?:(?P<before>\d{{1,3}})[- ]?(?:årig|åring)\w*\s(?:\w+\s)?(?P<who>{_WHO})(?!\w)"
    rf"|(?P<first>{_WHO})(?:\s?,?\s|\s?\()(?:på\s)?(?P<behind>\d{{1,3}})\s?år(?!\w))",
    re.IGNORECASE,
)
# What somebody is that tells no sex: "23-årig student", "80-årig boende".
_CALLED: Final = re.compile(r"\W*(?P<age>\d{1,3})[- ]?årig\w*\s(?P<what>[a-zåäö]+(?:\s[a-zåäö]+)?)")
_NEAR: Final = re.compile(rf"(?<!\w)(?:{people.RELATION})(?!\w)", re.IGNORECASE)
# "62-årig kvinna, mor till patienten"; whom a patient came with stands behind as well.
_KIN_OF: Final = re.compile(rf"\W{{1,3}}(?:som\sär\s)?(?:{people.RELATION})\s(?:till|åt)(?!\w)", re.IGNORECASE)
_YEARS: Final = re.compile(r"(\d{1,3}) år")
# What a slip of the pen never made of an age.
_FAR: Final = 10


def differ(texts: Iterable[str], age: str, sex: str) -> bool:
    """Whether the texts tell somebody's age and sex, and none of them the patient's.

    `age` and `sex` are those by the number, "62 år" and "man". Of a child under two years, whose age is told in months,
    nothing is said: the notes tell of the mother as often.
    """
    years = _YEARS.fullmatch(age)
    if years is None or not sex:
        return False
    told = list(_told(texts))
    return bool(told) and not any(abs(one - int(years[1])) < _FAR and who in (sex, "") for one, who in told)


def _of_no_sex(sentence: str) -> int | None:
    """An age with what somebody is that tells no sex; "10-årig anamnes" is nobody's."""
    match = _CALLED.match(sentence)
    called = match is not None and any(map(lexicon.is_person, match["what"].split()))
    return int(match["age"]) if match is not None and called else None


def _told(texts: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Each age in years with its sex, where nobody near is told of before it or right behind."""
    for text in texts:
        for sentence in (part for line in text.splitlines() for part in kinds.sentences(line)):
            match = _TOLD.search(sentence)
            if match is None:
                age = _of_no_sex(sentence)
                yield from () if age is None else ((age, ""),)
            elif not (_NEAR.search(sentence, 0, match.end()) or _KIN_OF.match(sentence, match.end())):
                word = (match["who"] or match["first"]).lower()
                yield int(match["before"] or match["behind"]), _SEX.get(word, "man")
