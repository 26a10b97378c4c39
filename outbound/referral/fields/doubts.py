"""What a person must see to before a referral may leave: fields that lack, and whose referral it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import Final

from ocr import identifiers
from ocr.identifiers import PersonalNumber
from outbound import reasons
from outbound.reasons import Reason
from outbound.referral.page.grid import Cell, Row
from outbound.referral.patient import identity, persons, told_ages
from outbound.referral.values import Clue, FieldName, Group
from outbound.referral.words import labels

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
    r"|(?:sekretess\w*|skydda[dt]e?\s\w+)(?:\s?[?:]\s{0,3}|[ \t]{2,})"
    r"(?:(?:nej|n|0|ej)(?!\w)|(?:saknas|ingen)(?=[.,;]?(?:[ \t]{2}|\s*$)))"
    # In a form the answer may stand behind a single space, and in a printed one nothing else on its line.
    r"|(?:sekretess(?:mark\w*)?|skydda[dt]e?\s\w+)[ \t](?:nej|saknas)(?=[ \t.]*$)",
    re.IGNORECASE | re.MULTILINE,
)
# What a form asks, and how it says no. A column's cells begin so near to each other, in dots or in signs.
_ASKED: Final = re.compile(
    r"\W*(?:sekretess(?:mark\w*|skydd\w*)?|skydda[dt]e?\s(?:id|identitet|(?:person)?uppgifter|adress|folkbokföring\w*))\W*",
    re.I,
)
_NO: Final = re.compile(r"[\s:.,☐–-]*(?:nej|n|0|ej|saknas|ingen|inga)?[\s.,–-]*", re.IGNORECASE)
_COLUMN: Final = 12.0
_SENTENCE: Final = re.compile(r"[^.!?\n]*[.!?\n]*\s*")
# So many words say that an identity is protected, and nothing else.
_ONLY_THAT: Final = 5
# When something was printed, "20261125 0316", reads as a newborn's number one time in ten.
_STAMPED: Final = re.compile(
    r"(?i:tryckt|utskr\w*|skriven|skapad\w*|sänt|sänd|skickad|datum|tid|registrerad)[.:]?\s{1,3}"
    r"20\d{6}[ T]?(?:[01]\d|2[0-3])[0-5]\d(?!\d)"
)
# Somebody near with their own number: a child's mother, who gives a kidney.
_NEAR: Final = re.compile(
    r"(?<!\w)(?:mor|mamma|modern|far|pappa|fadern|partnern?|make|maken|maka|makan|hustrun?|frun?|sambon?|brodern?|bror|systern?|"
    r"sonen|dottern)(?!\w|\still\s)[^.;\n\d]{0,50}(?:18|19|20)?\d{6}\s?[-+]?\s?\d{4}",
    re.IGNORECASE,
)
# "Maken till Gunilla Berg" tells of her.
_OF_PATIENT: Final = re.compile(r"(?:\S+\s)?till\s")


def stated(rows: Sequence[Row]) -> str:
    """The text of rows, without what a form asks about protected identity where it is answered "no" or not at all."""
    kept = (
        [cell.text for cell in row.cells if not _is_denied(cell, row, below)]
        for row, below in zip_longest(rows, rows[1:])
        if row is not None
    )
    return "\n".join("  ".join(texts) for texts in kept)


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


def of(fields: Mapping[FieldName, str], clues: Sequence[Clue], today: date, *, may_be_called: bool) -> Iterator[Reason]:
    """What a person must see to before such a referral may leave.

    `may_be_called`: a telephone to call back may stand somewhere all the same. Of a referral that has none nothing is
    lost, and nobody need look: the sheets name the sender's own number.
    """
    if not fields.get(FieldName.QUESTION, "").strip():
        yield reasons.make("no_question")
    if may_be_called and not fields.get(FieldName.CALL_BACK, "").strip():
        yield reasons.make("call_back_missing")
    if not fields.get(FieldName.UNIT, "").strip():
        yield reasons.make("unit_missing")
    own = [one for text in _texts(clues, Group.IDENTITY) for one in identifiers.personal_numbers(text, today)]
    own = list(_distinct(own))
    texts = (clue.text for clue in clues if clue.group is not Group.PHONE)
    every = [one for text in texts for one in identifiers.personal_numbers(text, today)]
    near = list(_relatives(clues, today))
    told = own or [one for one in _distinct(every) if one not in near]
    if len(told) > 1:
        yield reasons.make("several_patients")
    born = [one for one in told if one.kind != "reserve"]
    if told_ages.differ(fields.values(), *identity.age_and_sex(born, (), today)):
        yield reasons.make("other_age")
    if any(not one.valid for one in own):
        yield reasons.make("check_digit")
    filed = " ".join(map(identifiers.digits, _texts(clues, Group.DROP)))
    others = [one for one in every if one.valid or one.digits[-10:] not in filed]
    if own and len(list(_distinct([*own, *others]))) > len(list(_distinct([*own, *near]))):
        yield reasons.make("other_person")
    # Of a newborn the mother's name may be all that is told: a whole one, and not "maken Torkel".
    named = any(map(_names_somebody, clues)) or any(persons.is_nobody(clue.group, clue.text) for clue in clues)
    if not named or not (every or _dated(clues, today)):
        yield reasons.make("no_identity")


def _is_denied(cell: Cell, row: Row, below: Row | None) -> bool:
    """Whether a cell asks about it, and no is said beside it, below it, or by nothing below it among other heads."""
    if _ASKED.fullmatch(cell.text) is None:
        return False
    behind = [one for one in row.cells if one.left > cell.left]
    under = [one for one in below.cells if abs(one.left - cell.left) <= _COLUMN] if below is not None else []
    if any(_NO.fullmatch(one.text) for one in (*behind[:1], *under[:1])):
        return True
    others = [label for one in row.cells if one is not cell and (label := labels.at_start(one.text)) is not None]
    return len(row.cells) > 1 and len(others) == len(row.cells) - 1 and all(one.whole for one in others) and not under


def _distinct(numbers: Sequence[PersonalNumber]) -> Iterator[PersonalNumber]:
    """Each person once. A number whose check digit fails, two signs or less off a sound one, is that one misread."""
    kept = list[PersonalNumber]()
    for number in sorted(numbers, key=lambda one: not one.valid):
        if not any(_same(number, one) for one in kept):
            kept.append(number)
            yield number


def _same(one: PersonalNumber, other: PersonalNumber) -> bool:
    if (one.kind == "reserve") != (other.kind == "reserve"):
        # Whoever had no number at first got one, born on the same day.
        return one.birth is not None and one.birth == other.birth
    ten, ours = one.digits[-10:], other.digits[-10:]
    off = sum(left != right for left, right in zip(ten, ours, strict=False))
    return ten == ours or (len(ten) == len(ours) and off <= 2 and not (one.valid and other.valid))


def _relatives(clues: Sequence[Clue], today: date) -> Iterator[PersonalNumber]:
    """The numbers of those near: behind their label, or behind what they are and a name in running text."""
    texts = [re.split(r"\.\s|\n", text)[0] for text in _texts(clues, Group.RELATIVE) if not _OF_PATIENT.match(text)]
    texts += [match.group() for clue in clues for match in _NEAR.finditer(clue.text)]
    yield from (one for text in texts for one in identifiers.personal_numbers(text, today))


def _texts(clues: Sequence[Clue], group: Group) -> Iterator[str]:
    return (clue.text for clue in clues if clue.group is group)


def _names_somebody(clue: Clue) -> bool:
    """Whether a clue holds a name; of a relative's, two words at least."""
    least = {Group.NAME: 1, Group.RELATIVE: 2}.get(clue.group)
    return least is not None and any(len(name.split()) >= least for name in identity.names_in(clue.text))


def _dated(clues: Sequence[Clue], today: date) -> bool:
    """Whether a number of another kind, or at least a date of birth, stands behind a label."""
    own = _texts(clues, Group.IDENTITY)
    return any(identifiers.personal_number(text, today) or identifiers.born(text, today) for text in own)
