"""What a person must see to before a referral may leave: fields that lack, and whose referral it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from ocr import identifiers
from ocr.identifiers import PersonalNumber
from outbound import reasons
from outbound.reasons import Reason
from outbound.referral import identity, naming
from outbound.referral.values import FieldName

# That somebody's identity is protected, in the Tax Agency's words and in those of haste, misspelt and broken:
# a word for hiding within a few words of a word for whom, in either order; or a word that says it by itself.
_HIDDEN: Final = (
    r"(?:sk[yi]d+[ads][a-zåäö.]*|h[eä]mli[a-zåäö]*|dol[dt]a?|f[ie]ngera[a-zåäö]*|spärra[a-zåäö]*|protected)"
)
_WHOSE: Final = (
    r"(?:idd?ent?i?t?[a-zåäö.]*|id|adress[a-zåäö]*|person(?:uppgift[a-zåäö]*|er|en)?|pers\.?\s?uppg[a-zåäö.]*|uppg[a-zåäö.]*|pu|"
    r"folkbok[a-zåäö]*|namn[a-zåäö]*|boendet?|bostad[a-zåäö]*|vistelse[a-zåäö]*|identity|identities)"
)
_PROTECTED: Final = re.compile(
    rf"(?<![a-zåäö]){_HIDDEN}(?![a-zåäö])[\s:.,-]{{1,3}}(?:[a-zåäö]+[\s,]){{0,2}}{_WHOSE}(?![a-zåäö])"
    rf"|(?<![a-zåäö]){_WHOSE}(?![a-zåäö])[\s:.,-]{{1,3}}(?:[a-zåäö]+[\s,]){{0,2}}{_HIDDEN}(?![a-zåäö])"
    r"|sk[yi]d+ad-?identit|(?<![a-zåäö])sek+r(?!eterar|etion)[.a-zåäö]*[\s-]{0,3}(?:mark|märk|skydd|marker|:?\s?(?:ja?(?![a-zåäö])))"
    r"|(?<![a-zåäö])sek+ret+es+(?:skydd|mark)[a-zåäö]*|(?m:^\W*sek+ret+es+\W*$)"
    r"|kvarskriv[a-zåäö]*|spärrmarker[a-zåäö]*|vittnesskydd|(?<![a-zåäö])spu(?![a-zåäö])"
    r"|(?:får|skall?)\s(?:ej|inte)\s(?:röjas|lämnas\sut)|markering\si\sfolkbok",
    re.IGNORECASE,
)
# Hides nothing: against radiation and infection, and what a form asks and is answered "no".
_SHIELDED: Final = re.compile(
    r"strålskydd\w*|munskydd\w*|kroppsskydd\w*|skydds(?:isoler|utrust|ombud|kläd|rock|hand|glas|visir|mask|hjälm)\w*"
    r"|(?:sekretess\w*|skydda[dt]e?\s\w+)\s?[?:]\s?(?:nej|n|0|ej)(?!\w)",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"[^.!?\n]*[.!?\n]*\s*")
# So many words say that an identity is protected, and nothing else.
_ONLY_THAT: Final = 5
# When something was printed, "20261125 0316", reads as a newborn's number one time in ten.
_STAMPED: Final = re.compile(
    r"(?i:tryckt|utskr\w*|skriven|skapad\w*|sänt|sänd|skickad|datum|tid|registrerad)[.:]?\s{1,3}"
    r"20\d{6}[ T]?(?:[01]\d|2[0-3])[0-5]\d(?!\d)"
)


def without_stamps(text: str) -> str:
    """A text without the moments at which it was printed or entered."""
    return _STAMPED.sub(" ", text)


def protected(whole: str) -> list[Reason]:
    """The reason that holds a referral whose text says that the identity is protected, if it does."""
    told = _SHIELDED.sub(" ", re.sub(r"(?<=[^\W\d_])-\s*\n\s*(?=[a-zåäö])", "", whole))
    return [reasons.make("protected_identity")] if _PROTECTED.search(told) else []


def unprotected(text: str) -> str:
    """A value without the words that its identity is protected: they tell the reader that the patient is one of few.

    A sentence that says no more goes whole; of one that tells something else too, those words alone.
    """
    kept = [
        part if not protected(part) else "" if len(part.split()) <= _ONLY_THAT else _PROTECTED.sub(" ", part)
        for part in _SENTENCE.findall(text)
    ]
    return re.sub(r"[ \t]{2,}", " ", "".join(kept)).strip()


def of(fields: Mapping[FieldName, str], told: Sequence[tuple[str, str]], today: date) -> Iterator[Reason]:
    """What a person must see to before such a referral may leave."""
    if not fields.get(FieldName.QUESTION, "").strip():
        yield reasons.make("no_question")
    if not fields.get(FieldName.CALL_BACK, "").strip():
        yield reasons.make("call_back_missing")
    if not fields.get(FieldName.UNIT, "").strip():
        yield reasons.make("unit_missing")
    own = [one for group, value in told if group == "identity" for one in identifiers.personal_numbers(value, today)]
    own = list(_distinct(own))
    every = [one for group, value in told if group != "phone" for one in identifiers.personal_numbers(value, today)]
    near = list(_parents(own or every, told, today))
    if len(own or [one for one in _distinct(every) if one not in near]) > 1:
        yield reasons.make("several_patients")
    if any(not one.valid for one in own):
        yield reasons.make("check_digit")
    filed = " ".join(identifiers.digits(value) for group, value in told if group == "drop")
    others = [one for one in every if one.valid or one.digits[-10:] not in filed]
    if own and len(list(_distinct([*own, *others]))) > len(list(_distinct([*own, *near]))):
        yield reasons.make("other_person")
    # Of a newborn the mother's name may be all that is told: a whole one, and not "maken Torkel".
    told_who = any(
        group in ("name", "relative")
        and any(len(name.split()) > (group == "relative") for name in identity.names_in(value))
        for group, value in told
    )
    told_who = told_who or any(naming.is_nobody(group, value) for group, value in told)
    if not told_who or not (every or _dated(told, today)):
        yield reasons.make("no_identity")


def _parents(own: Sequence[PersonalNumber], told: Sequence[tuple[str, str]], today: date) -> Iterator[PersonalNumber]:
    """The numbers of a small child's parents: behind their label, or behind "mor" and a name in running text."""
    if not any(one.birth and (today - one.birth).days < _SMALL for one in own):
        return
    said = [value for group, value in told if group == "relative"]
    said += [match.group() for _, value in told for match in _MOTHER.finditer(value)]
    yield from (one for value in said for one in identifiers.personal_numbers(value, today))


_SMALL: Final = 2 * 366
_MOTHER: Final = re.compile(
    r"(?<!\w)(?:mor|mamma|modern|far|pappa|fadern)(?!\w)[^.;\n\d]{0,50}(?:18|19|20)?\d{6}\s?[-+]?\s?\d{4}",
    re.IGNORECASE,
)


def _dated(told: Sequence[tuple[str, str]], today: date) -> bool:
    """Whether a number of another kind, or at least a date of birth, is told."""
    own = [value for group, value in told if group == "identity"]
    return any(identifiers.personal_number(value, today) or identifiers.born(value, today) for value in own)


def _distinct(numbers: Sequence[PersonalNumber]) -> Iterator[PersonalNumber]:
    """Each person once. A number whose check digit fails, two signs or less off a sound one, is that one misread."""
    kept = list[PersonalNumber]()
    for number in sorted(numbers, key=lambda one: not one.valid):
        if not any(_same(number, one) for one in kept):
            kept.append(number)
            yield number


def _same(one: PersonalNumber, other: PersonalNumber) -> bool:
    ten, ours = one.digits[-10:], other.digits[-10:]
    off = sum(left != right for left, right in zip(ten, ours, strict=False))
    return ten == ours or (len(ten) == len(ours) and off <= 2 and not (one.valid and other.valid))
