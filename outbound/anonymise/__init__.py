"""A referral made anonymous: allow-listed fields, scrubbed of all that tells who the patient is.

Carries over only what FieldName lists. What is found is masked, never waved through; what is doubtful is a reason
for a person to look. Nothing of the source page is carried.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from config.site import Policy
from ocr import identifiers
from outbound import reasons
from outbound.anonymise import names, neighbours, rules, second_opinion, small
from outbound.anonymise.letters import plain
from outbound.anonymise.spans import Case, Rule, Span
from outbound.reasons import Reason
from outbound.referral import STAFF, FieldName, Identity, Referral
from outbound.referral.form import accessions
from outbound.referral.words import kinds, phones, titles, writers
from outbound.referral.words.label_words import skeleton

# What is printed in place of what was removed: the reader sees that something stood there, and of what kind.
MASKS: Final[Mapping[str, str]] = {
    "name": "[namn]", "unknown_word": "[dolt]", "phone": "[telefon]", "email": "[e-post]", "address": "[adress]",
    "birth_date": "[födelsedatum]", "staff_id": "[id]",
}  # fmt: skip
NUMBER_MASK: Final = "[nummer]"
SAME_NAME: Final = "(se telefon)"
_CAPITAL: Final = re.compile(r"(?<!\w)[A-ZÅÄÖÜÉ][^\W\d_]{2,}")
# A number inside the hospital.
_EXTENSION: Final = re.compile(r"(?<!\d)[1-9](?:[ -]?\d){3,5}(?![ -]?\d)")
# Rules that find who is near, by a word beside the name.
_OF_SOMEBODY_NEAR: Final = frozenset({"relation", "care of", "together with somebody", "called"})
_TITLED: Final = frozenset({FieldName.EXAMINATION, FieldName.QUESTION})


@dataclass(frozen=True, slots=True)
class Clean:
    """An anonymised referral. `identity` is what the gate looks for; `removed` counts what was masked, by category.

    `doubted` are the words that made a person look; they hold patient text.
    """

    fields: Mapping[FieldName, str]
    identity: Identity
    accessions: tuple[str, ...]
    age: str
    sex: str
    removed: Mapping[str, int]
    reasons: tuple[Reason, ...]
    doubted: tuple[str, ...] = ()


def anonymise(
    referral: Referral, *, policy: Policy, hospital_phones: Sequence[str], allowed_words: Collection[str] = ()
) -> Clean:
    """The referral without its patient. `hospital_phones` are prefixes of numbers that are the hospital's own."""
    referral = _reachable(referral, hospital_phones)
    printed, suspicious = _accessions(referral)
    case = replace(_case(referral, printed, hospital_phones, allowed_words), asks=policy.second_opinion)
    case = _knowing(case, referral.fields)
    careful = small.writes_capitals([text for name, text in referral.fields.items() if name not in STAFF])
    removed, why, doubted = Counter[str](), list(referral.reasons), dict[str, None]()
    fields = dict[FieldName, str]()
    for name, text in referral.fields.items():
        found = _spans(name, text, case)
        removed.update(span.category for span in found)
        if masked := [text[span.start : span.end] for span in found if span.doubt]:
            why.append(reasons.make("unknown_word"))
        fields[name] = _scrubbed(name, text, found)
        unit = referral.fields.get(FieldName.UNIT, "").lower().split()
        told = replace(case, field=name.value)
        strange = [] if name in STAFF else list(_strange(fields[name], told, careful=careful))
        if strange := [word for word in strange if word not in unit]:
            why.append(reasons.make("unfamiliar_word"))
        doubted |= dict.fromkeys((*masked, *strange))
    if suspicious and policy.print_accession:
        why.append(reasons.make("accession_suspicious"))
    return Clean(
        fields={name: text for name, text in fields.items() if text.strip()},
        identity=_identity(referral),
        accessions=printed,
        age=referral.age,
        sex=referral.sex,
        removed=dict(removed + _harvested(referral.identity)),
        reasons=tuple(dict.fromkeys(why)),
        doubted=tuple(doubted),
    )


def spans(referral: Referral, name: FieldName, *, policy: Policy, hospital_phones: Sequence[str]) -> tuple[Span, ...]:
    """What would be removed from one field and by which rule, for those who explain."""
    case = replace(_case(referral, _accessions(referral)[0], hospital_phones, ()), asks=policy.second_opinion)
    case = _knowing(case, referral.fields)
    return _spans(name, referral.fields.get(name, ""), case)


def settled(referral: Referral, name: FieldName, *, policy: Policy, hospital_phones: Sequence[str]) -> tuple[Span, ...]:
    """What the rules doubt in one field and the second opinion lets stay, for those who explain."""
    gone = spans(referral, name, policy=policy, hospital_phones=hospital_phones)
    alone = spans(referral, name, policy=replace(policy, second_opinion=False), hospital_phones=hospital_phones)
    return tuple(one for one in alone if not any(one.start < span.end and span.start < one.end for span in gone))


def _reachable(referral: Referral, hospital: Sequence[str]) -> Referral:
    """The referral with a call-back number, if one of the hospital's own stands in it and none in its field."""
    if FieldName.CALL_BACK in referral.fields:
        return referral
    prefixes = tuple(phones.national(prefix) for prefix in hospital)
    texts = (text for name, text in referral.fields.items() if name not in STAFF)
    every = (*referral.identity.phones, *(phone for text in texts for phone in phones.found(text)))
    found = [phone for phone in every if phones.national(phone).startswith(prefixes)]
    if not found:
        return referral
    why = tuple(reason for reason in referral.reasons if reason.code != "call_back_missing")
    own = tuple(phone for phone in referral.identity.phones if phone not in found)
    fields = {**referral.fields, FieldName.CALL_BACK: found[0]}
    return replace(referral, fields=fields, identity=replace(referral.identity, phones=own), reasons=why)


def _accessions(referral: Referral) -> tuple[tuple[str, ...], bool]:
    """The accession numbers that may be printed, and whether one was left out: it is none, or the patient's own."""
    own = [identifiers.digits(value)[-10:] for value in (*referral.identity.numbers, *referral.identity.birth_dates)]
    own += [number[:6] for number in own if len(number) == 10]
    known = {part.lower() for name in referral.identity.names for part in re.findall(r"[^\W\d_]{5,}", name)}
    kept = [
        number
        for number in referral.accessions
        if accessions.may_be_one(number)
        and not _embeds(identifiers.digits(number), own)
        and not known & set(re.findall(r"[^\W\d_]+", number.lower()))
    ]
    return tuple(kept), len(kept) < len(referral.accessions)


def _embeds(digits: str, own: Sequence[str]) -> bool:
    return any(len(number) >= 6 and number in digits for number in own)


def _knowing(case: Case, fields: Mapping[FieldName, str]) -> Case:
    """The case with every name that its texts tell: who is named once is known wherever the name stands again.

    But for whom a title makes one of the staff: "Dr Bo Ek ber om svar. Ring Bo på 5 36 41" masks no referrer; and for
    whoever signs, unless a word for a relative stands beside the name.
    """
    told = [
        (set(_CAPITAL.findall(text[span.start : span.end])), span.rule)
        for name, text in fields.items()
        if name not in STAFF
        for span in _spans(name, text, case)
        if span.category == "name" and not span.doubt and not _is_of_staff(text, span)
    ]
    titled = {word for text in fields.values() for name in _titled_in(text) for word in _CAPITAL.findall(name)}
    signed = (line for line in fields.get(FieldName.REFERRER, "").splitlines() if titles.NAME.fullmatch(line))
    staff = titled | {word for line in signed for word in _CAPITAL.findall(line)}
    near = [words for words, rule in told if not words <= (titled if rule in _OF_SOMEBODY_NEAR else staff)]
    more = names.of([word for words in near for word in sorted(words)])
    return replace(case, known=names.joined(case.known, more))


def _titled_in(text: str) -> Iterator[str]:
    """Whom a text names with a title, in sentences that speak of nobody near."""
    for part in (part for line in text.splitlines() for part in kinds.full_sentences(line)):
        if not kinds.is_private(part):
            yield from titles.every(part)


def _is_of_staff(text: str, span: Span) -> bool:
    """Whether a name has a title of the staff's beside it: "Signerad: Bo Ek, leg läk" names nobody to look for."""
    line = text[text.rfind("\n", 0, span.start) + 1 :].partition("\n")[0]
    name = text[span.start : span.end]
    return name in writers.presented(line) or (name in titles.named(line) and not kinds.is_private(line))


def _spans(name: FieldName, text: str, case: Case) -> tuple[Span, ...]:
    """What goes from one field: by precedence, none overlapping, in order."""
    told = replace(case, titled=name in _TITLED, staff=name in STAFF, field=name.value)
    return _found(tuple(_rules(name)), text, told)


# Each field is looked at twice, alike unless the first look told a name: a few, so that no text stays for long.
@functools.lru_cache(maxsize=32)
def _found(by: tuple[Rule, ...], text: str, case: Case) -> tuple[Span, ...]:
    taken = list[Span]()
    for rule in by:
        for span in rule(text, case):
            if span.end > span.start:
                taken = _with(taken, span)
    taken = second_opinion.settled(text, taken, case)
    # Twice: what a neighbour made wider has neighbours of its own ("[adress] Taxi, bil 118").
    for _ in () if case.staff else range(2):
        wider = tuple(neighbours.more(plain(text), taken))
        if not wider:
            break
        for span in wider:
            taken = _with(taken, span)
    return tuple(sorted(taken, key=lambda span: span.start))


def _with(taken: list[Span], span: Span) -> list[Span]:
    """The spans with one more; what overlaps becomes one, called as its longest part was, a sure one before a doubt."""
    over = [one for one in taken if span.start < one.end and one.start < span.end]
    if not over:
        return [*taken, span]
    called = max((*over, span), key=lambda one: (one.end - one.start, not one.doubt))
    start, end = min(one.start for one in (*over, span)), max(one.end for one in (*over, span))
    return [*(one for one in taken if one not in over), replace(called, start=start, end=end)]


def _rules(name: FieldName) -> Sequence[Rule]:
    """All rules, but for the staff's fields: of those fewer."""
    if name not in STAFF:
        return rules.RULES
    return rules.OF_REFERRER if name is FieldName.REFERRER else rules.OF_STAFF


def _case(referral: Referral, printed: Sequence[str], hospital: Sequence[str], allowed: Collection[str]) -> Case:
    staff = [phone for name in STAFF for phone in phones.found(referral.fields.get(name, ""))]
    own = {phones.national(phone) for phone in referral.identity.phones}
    return Case(
        known=names.of(referral.identity.names),
        identity=referral.identity,
        phones=frozenset(number for phone in staff if (number := phones.national(phone)) not in own),
        hospital=tuple(hospital),
        kept=frozenset(identifiers.digits(number) for number in printed),
        allowed=frozenset(skeleton(word) for word in allowed),
        scanned=referral.source == "scan",
        unit=referral.fields.get(FieldName.UNIT, ""),
    )


def _scrubbed(name: FieldName, text: str, taken: Sequence[Span]) -> str:
    """The text with masks; a referrer with the patient's name is reached by telephone instead."""
    if name is FieldName.REFERRER and any(span.category == "name" for span in taken):
        kept = list(_without(text, taken))
        return ", ".join(kept if titles.named(", ".join(kept)) else (SAME_NAME, *kept))
    for span in reversed(taken):
        gone = "" if name in STAFF and span.category == "staff_id" else MASKS.get(span.category, NUMBER_MASK)
        text = text[: span.start] + gone + text[span.end :]
    return re.sub(r"(\[\w+\])(?:\s+\1)+", r"\1", text).strip()


def _without(text: str, taken: Sequence[Span]) -> Iterator[str]:
    """The parts between commas and line ends in which none of the spans stands: "kirurgkliniken", not "Karin Ek"."""
    for part in re.finditer(r"[^,;\n]+", text):
        if not any(part.start() < span.end and span.start < part.end() for span in taken):
            yield part.group().strip()


def _identity(referral: Referral) -> Identity:
    """All that the gate looks for: nicknames too, and nothing that is kept on purpose."""
    told = referral.identity
    staff = {phones.national(phone) for name in STAFF for phone in phones.found(referral.fields.get(name, ""))}
    kept = {identifiers.digits(number) for number in _accessions(referral)[0]}
    called = {identifiers.digits(number) for number in _EXTENSION.findall(referral.fields.get(FieldName.CALL_BACK, ""))}
    return replace(
        told,
        names=(*told.names, *names.nicknames(told.names)),
        phones=tuple(phone for phone in told.phones if phones.national(phone) not in staff),
        others=tuple(value for value in told.others if not _is_printed(identifiers.digits(value), kept, called)),
    )


def _is_printed(digits: str, accessions: Collection[str], called: Collection[str]) -> bool:
    """Whether a system's number stands on the sheet on purpose: in an accession number, or as an extension to call."""
    return bool(digits) and (digits in called or any(digits in number for number in accessions))


def _strange(text: str, case: Case, *, careful: bool) -> Iterator[str]:
    """Words in small letters that may be names; of a `careful` writer, only those that stand where a name would."""
    for token in small.unfamiliar(text, case):
        somebodys = not careful or small.is_somebodys(text, token)
        if somebodys and not second_opinion.is_harmless(text, token.start, token.end, case):
            yield token.text


def _harvested(identity: Identity) -> Counter[str]:
    """What was left behind with its field."""
    groups = {
        "name": identity.names, "personal_number": identity.numbers, "birth_date": identity.birth_dates,
        "phone": identity.phones, "address": identity.addresses, "email": identity.emails, "other": identity.others,
    }  # fmt: skip
    return Counter({category: len(values) for category, values in groups.items() if values})
