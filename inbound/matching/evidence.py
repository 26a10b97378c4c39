"""What on a page speaks for or against a case, each with its weight. Evidence can veto; it never decides alone."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from inbound.matching import examinations, joint, numbers, persons, scoring, sides, third_reader, weights
from inbound.matching.values import Candidate, Code, Evidence
from inbound.report import ReportPage, wording
from ocr import codes

# A wrong letter or two of eight; every other open reference must lie as far again from it (research: fax, part 4).
NEAR: Final = 2
_ELSEWHERE: Final = 2 * NEAR
# Of more wrong letters than this it is another reference, and none misread.
_FAR: Final = 4
# The letters of a reference in their two groups, however worn what stands between them.
_WRITTEN: Final = re.compile(r"[^\W_]{3,6}[^\w\n]{1,3}[^\W_]{3,5}$")
_ANSWERED: Final = frozenset({"answered"})
_CLOSED: Final = frozenset({"closed", "cancelled", "answered_digitally"})
_NOT_SENT: Final = frozenset({"received", "held", "waiting", "ready"})
# How words begin that every other examination or unit has in its name.
_COMMON: Final = frozenset(
    [
        "utan",
        "kontr",
        "med",
        "och",
        "för",
        "akut",
        "the",
        "and",
        "with",
        "witho",
        "avdel",
        "motta",
        "sjukh",
        "klini",
        "enhet",
        "ward",
        "unit",
        "höger",
        "vänst",
    ]
)
_SOON: Final = timedelta(hours=24)
_LATE: Final = timedelta(hours=72)
_LABELLED: Final = re.compile(
    r"\W*(?:(?:us|undersökning|undersökt|exam(?:ination)?|study|metod|teknik)\b\W*)?(?P<named>[\w-]+)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One page as evidence, looked through once for all cases.

    `references` are the whole and valid ones; `meant` the open ones that something seen lies nearest to; `named` are
    the valid ones and, of those meant, what was only misread;
    `first` and `second` are the numbers that each reader saw; `holders` are the cases whose number is among them, or
    seen whole by the third and in parts by the two;
    `both` are those that both saw alike, where no earlier examination is spoken of; `doubtful` are the digits of those
    that only one reader saw so.
    `owners`: whose page it says it is, by its references, or else by its numbers.
    """

    page: ReportPage
    references: tuple[codes.Reference, ...]
    meant: frozenset[str]
    named: frozenset[str]
    first: frozenset[str]
    second: frozenset[str]
    both: frozenset[str]
    holders: frozenset[str]
    owners: frozenset[str]
    doubtful: frozenset[str]


def look(pages: Sequence[ReportPage], every: Sequence[Candidate]) -> tuple[Seen, ...]:
    """The pages looked through. What costs time is done here, once, and not for every case again."""
    open_ = tuple(one.reference for one in every if one.reference)
    pages = [numbers.joined(page) for page in pages]
    by_number: dict[str, list[Candidate]] = {}
    for one in every:
        for key in _keys(one):
            by_number.setdefault(key, []).append(one)
    return tuple(
        _look(page, open_, by_number, [one for one in every if third_reader.confirms(page, one)]) for page in pages
    )


def _look(
    page: ReportPage, open_: tuple[str, ...], by_number: Mapping[str, Sequence[Candidate]], met: Sequence[Candidate]
) -> Seen:
    printed = [mark.reference for mark in page.marks]
    foreign = _foreign(page, open_)
    meant = tuple(
        "" if seen in foreign else scoring.owner(seen, open_, [*map(str, printed)]) for seen in page.sightings
    )
    whole = [seen.reference for seen, own in zip(page.sightings, meant, strict=True) if seen.reference and not own]
    every = tuple(dict.fromkeys((*printed, *whole)))
    first, second = numbers.seen(page.whole) | numbers.seen(page.again), numbers.seen(page.second)
    near = frozenset(filter(None, meant))
    sure = {one for seen, one in zip(page.sightings, meant, strict=True) if one and scoring.bare(one) == seen.letters}
    worn = {one for one in near if scoring.is_worn(one, page.sightings) and not joint.denied(page.looked, one)}
    clear = frozenset(filter(None, (joint.owner(one, open_) for one in page.looked)))
    named = frozenset((*map(str, every), *sure, *worn, *clear))
    by_one = {one.case: one for number in first ^ second for one in by_number.get(number, ())}.values()
    holders = [*met, *(one for number in first & second for one in by_number.get(number, ()))]
    holders += [one for one in by_one if not third_reader.overrules(page, met, one)]
    owners = named or frozenset(one.reference or one.case for one in holders)
    both = numbers.seen(numbers.own(f"{page.whole}\n{page.again}")) & numbers.seen(numbers.own(page.second))
    cases, doubtful = frozenset(one.case for one in holders), _doubtful(first, second)
    return Seen(page, every, near | clear, named, first, second, both, cases, owners, doubtful)


def _foreign(page: ReportPage, open_: Sequence[str]) -> frozenset[codes.Sighting]:
    """Valid references with another prefix than ours that both readers saw alike: no sign of it was misread."""
    first, second = (
        {(seen.prefix, seen.letters) for seen in page.sightings if seen.reference and seen.raw in text}
        for text in (page.whole, page.second)
    )
    own = {one[:3] for one in open_}
    alike = {both for both in first & second if both[0] not in own}
    return frozenset(seen for seen in page.sightings if (seen.prefix, seen.letters) in alike)


def _doubtful(first: frozenset[str], second: frozenset[str]) -> frozenset[str]:
    one, other = ({numbers.digits(word) for word in words} for words in (first, second))
    return frozenset((one ^ other) - {""})


def of(candidate: Candidate, seen: Sequence[Seen], every: Sequence[Candidate], now: datetime) -> Iterator[Evidence]:
    """All that the pages say of one case."""
    yield from _reference(candidate, seen, every)
    yield from _accession(candidate, seen)
    yield from _continued(candidate, seen)
    yield from _state(candidate)
    whole = "\n".join(one.page.text for one in seen)
    yield from _examination(candidate, whole)
    yield from _person(candidate, seen, whole, now)
    if _words_of(candidate.unit) & _beginnings(whole):
        yield weights.weigh("unit")


def contradicts(candidate: Candidate, one: Seen, now: datetime) -> bool:
    """Whether a page says by itself that somebody else was examined, or another part; its fellow pages don't count."""
    told = (*_region(candidate, one.page.text), *_person(candidate, (one,), one.page.text, now))
    return any(found.weight < 0 for found in told)


def describes(candidate: Candidate, one: Seen, now: datetime) -> bool:
    """Whether a page tells the case's patient by age and sex, both, and nothing against them."""
    told = {found.code for found in _person(candidate, (one,), one.page.text, now)}
    return told == {"age", "sex"}


def names(candidate: Candidate, text: str) -> bool:
    """Whether a text speaks of the part of the body that the case's examination names."""
    own, told = examinations.regions(candidate.examination), examinations.regions(text)
    return bool(own & told) or bool(_words_of(candidate.examination) & _beginnings(text))


def accession_on(candidate: Candidate, seen: Seen) -> str:
    """The candidate's accession number that a reader saw on the page exactly, or nothing."""
    if candidate.case not in seen.holders:
        return ""
    both = seen.first | seen.second
    whole = next((one for one in candidate.accessions if numbers.keys(one) & both), "")
    return whole or next((one for one in candidate.accessions if third_reader.spells(seen.page, one)), "")


def other_number(candidate: Candidate, page: ReportPage) -> bool:
    """Whether a reader saw a number built as the candidate's own stand on the page, and different from all of them.

    Not the own one worn, where only another look of the first reader got it right; nor an earlier examination's.
    """
    own = _keys(candidate)
    sizes = {len(number) for number in own if number.startswith("=")}
    whole, second = numbers.own(page.whole), numbers.own(page.second)
    if any(len(one) in sizes and one not in own for one in numbers.named(whole) | numbers.named(second)):
        return True
    worn = not own & numbers.seen(page.whole) and bool(own & numbers.seen(page.again) & numbers.seen(page.second))
    shapes = {numbers.shape(number) for number in own if len(number) >= 6}
    seen = (
        (match.group().upper(), may_be_worn)
        for shape in shapes
        for text, may_be_worn in ((whole, worn), (second, False))
        for match in re.finditer(rf"(?<![0-9A-Za-z]){shape}(?![0-9A-Za-z])", text, re.IGNORECASE)
    )
    return any(
        not numbers.keys(number) & own
        and not (may_be_worn and _is_near(number, own))
        and not (_is_near(number, own) and third_reader.refutes(page, candidate, number))
        for number, may_be_worn in seen
    )


def _is_near(number: str, own: frozenset[str]) -> bool:
    return any(Levenshtein.distance(number, one, score_cutoff=NEAR) <= NEAR for one in own)


def other_reference(candidate: Candidate, one: Seen) -> bool:
    """Whether something stands on the page as a reference stands that can't be the candidate's own, misread."""
    own = candidate.reference
    if own and any(str(mark.reference) == own for mark in one.page.marks):
        return False
    return any(_is_other(own, seen, one.references) for seen in one.page.sightings)


def _is_other(own: str, seen: codes.Sighting, valid: Sequence[codes.Reference]) -> bool:
    """A valid reference, or something written as one, with far other letters."""
    if seen.reference is not None:
        return str(seen.reference) != own and (seen.reference in valid or not scoring.owner(seen, (own,)))
    if not own:
        return False
    letters = scoring.bare(own)
    return (
        (seen.label or seen.prefix == own[:3])
        and _WRITTEN.search(seen.raw) is not None
        and len(seen.letters) >= len(letters) - 1
        and set(seen.letters) <= set(codes.ALPHABET)
        and Levenshtein.distance(seen.letters[: len(letters)], letters) > _FAR
    )


def _reference(candidate: Candidate, seen: Sequence[Seen], every: Sequence[Candidate]) -> Iterator[Evidence]:
    own = candidate.reference
    if not own:
        return
    ways: tuple[tuple[Code, Callable[[Seen], bool]], ...] = (
        ("symbol", lambda one: any(str(mark.reference) == own for mark in one.page.marks)),
        ("reference", lambda one: any(str(reference) == own for reference in one.references)),
        ("reference_scored", lambda one: own in one.named),
        ("reference_near", lambda one: own in one.meant or _lies_near(candidate, one, every)),
    )
    for code, holds in ways:
        page = next((one.page for one in seen if holds(one)), None)
        if page is not None:
            yield weights.weigh(code, str(page.number))
            return


def _lies_near(candidate: Candidate, seen: Seen, every: Sequence[Candidate]) -> bool:
    return any(_near(candidate, at, every) for at in seen.page.sightings)


def _near(candidate: Candidate, seen: codes.Sighting, every: Sequence[Candidate]) -> bool:
    """A misread reference that lies near this one, and near no other of the open ones."""
    if seen.reference is not None:
        return False
    prefix, letters = candidate.reference[:3], scoring.bare(candidate.reference)
    if not (seen.label or seen.prefix == prefix) or Levenshtein.distance(seen.letters, letters) > NEAR:
        return False
    others = (scoring.bare(one.reference) for one in every if one.reference and one.reference != candidate.reference)
    return all(Levenshtein.distance(seen.letters, other) >= _ELSEWHERE for other in others)


def _accession(candidate: Candidate, seen: Sequence[Seen]) -> Iterator[Evidence]:
    """An exact number of one reader: strong, and never enough; of two readers: enough if nothing contradicts."""
    page = next((one.page for one in seen if candidate.case in one.holders), None)
    if page is None:
        yield from _accession_near(candidate, seen)
        return
    yield weights.weigh("accession", str(page.number))
    own = _keys(candidate)
    both = next((one.page for one in seen if own & one.both or third_reader.confirms(one.page, candidate)), None)
    if both is not None:
        yield weights.weigh("accession_twice", str(both.number))


def repeated(candidate: Candidate, seen: Sequence[Seen]) -> bool:
    """Whether both readers saw the case's number alike on two pages: no one worn digit deceived them on both.

    A copy of the same page bears the same worn digit, and counts for nothing.
    """
    own = _keys(candidate)
    texts = [one.page.whole for one in seen if own & one.both]
    return any(fuzz.ratio(one, other) < _COPIED for one, other in itertools.combinations(texts, 2))


# Per cent of the letters that two readings of one sheet share at least: two pages of a report share a head and a foot.
_COPIED: Final = 80


def _accession_near(candidate: Candidate, seen: Sequence[Seen]) -> Iterator[Evidence]:
    """A number with a digit or two wrong, that two readers did not see alike. Ranks; decides nothing."""
    own = [digits for number in candidate.accessions if (digits := numbers.digits(number))]
    for one in seen if own else ():
        far = min((Levenshtein.distance(a, b, score_cutoff=2) for a in own for b in one.doubtful), default=3)
        if far <= 2:
            yield weights.weigh("accession_near", str(one.page.number), less=far)
            return


def _keys(candidate: Candidate) -> frozenset[str]:
    return frozenset(key for number in candidate.accessions for key in numbers.keys(number))


def _continued(candidate: Candidate, seen: Sequence[Seen]) -> Iterator[Evidence]:
    """A page that the case's answer still lacks, by the reader's own numbers; of others it may be as well."""
    page = next((one.page for one in seen if one.page.part in candidate.awaits), None)
    if page is not None:
        yield weights.weigh("continues", str(page.number))


def around(candidate: Candidate, now: datetime, sender: str) -> Iterator[Evidence]:
    """What speaks beside the pages: when the case was sent, and the fax number that the pages came from."""
    if sender and sender == candidate.sender:
        yield weights.weigh("sender")
    if candidate.sent_at is None:
        return
    waited = now - candidate.sent_at
    if timedelta(0) <= waited <= _SOON:
        yield weights.weigh("recent")
    elif waited > _LATE:
        yield weights.weigh("long_ago")


def _state(candidate: Candidate) -> Iterator[Evidence]:
    if candidate.state in _ANSWERED or candidate.answered_at is not None:
        yield weights.weigh("already_answered")
    elif candidate.state in _CLOSED:
        yield weights.weigh("closed")
    elif candidate.state in _NOT_SENT:
        yield weights.weigh("not_sent")


def _examination(candidate: Candidate, text: str) -> Iterator[Evidence]:
    """The same way of imaging and the same part of the body speak for it; others against it."""
    own = examinations.modality(f"{candidate.modality} {candidate.examination}")
    seen = examinations.modality(text)
    if own and seen and own & seen:
        yield weights.weigh("modality")
    elif len(own) == 1 and len(seen) == 1 and _named_first(text):
        yield weights.weigh("wrong_modality")
    yield from _region(candidate, text)
    side = sides.sole(candidate.side or candidate.examination)
    if side and (told := sides.sole(_heading(text))):
        yield weights.weigh("side" if told == side else "wrong_side")


def _region(candidate: Candidate, text: str) -> Iterator[Evidence]:
    own, told = examinations.regions(candidate.examination), examinations.examined(text)
    if examinations.contradict(own, told):
        yield weights.weigh("wrong_region")
    elif _words_of(candidate.examination) & _beginnings(text):
        yield weights.weigh("examination")
    elif own & told:
        yield weights.weigh("examination", less=0.5)


@functools.lru_cache(maxsize=512)
def _words_of(text: str) -> frozenset[str]:
    """How the words begin that name an examination or a unit; words that every other one has are left out."""
    return frozenset(word[:5].lower() for word in re.findall(r"[^\W\d_]{3,}", text)) - _COMMON


@functools.lru_cache(maxsize=64)
def _beginnings(text: str) -> frozenset[str]:
    """How the words of a text begin: their first four letters, and their first five."""
    words = [word.lower() for word in re.findall(r"(?<!\w)[^\W\d_]{3,}", text)]
    return frozenset(word[:size] for word in words for size in (4, 5))


def _named_first(text: str) -> bool:
    """Whether a line of the heading begins with the way of imaging, and doesn't speak of an earlier or later one."""
    lines = _heading(text).splitlines()
    return any(
        examinations.modality(match["named"])
        for line in lines
        if not examinations.ANOTHER.search(wording.folded(line)) and (match := _LABELLED.match(line))
    )


def _heading(text: str) -> str:
    return "\n".join(text.strip().splitlines()[:6])


def _person(candidate: Candidate, seen: Sequence[Seen], text: str, now: datetime) -> Iterator[Evidence]:
    """Age and sex as the report tells them; a plain contradiction is a veto."""
    if candidate.birth_year:
        beside = "\n".join([text, *(one.page.second for one in seen if one.page.text == one.page.whole)])
        years = {now.year - age for age in persons.ages(beside)} | persons.births(beside)
        fits = any(abs(year - candidate.birth_year) <= 1 for year in years)
        if years:
            yield weights.weigh("age" if fits else "wrong_age")
    (man, woman), own = persons.sexes(text), persons.is_man(candidate.sex)
    if man != woman and own is not None:
        yield weights.weigh("sex" if own == man else "wrong_sex")
