"""What stands outside every label, line by line: the story, what is asked for, the staff; the rest is left behind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, takewhile, zip_longest
from typing import Final

from ocr import identifiers
from outbound import lexicon
from outbound.referral.form.entries import Entry
from outbound.referral.page.grid import Row
from outbound.referral.sender import call_back, letterhead, referring_unit
from outbound.referral.sender.referring_unit import Sources
from outbound.referral.values import STAFF, FieldName, Group
from outbound.referral.words import footers, kinds, phones, units

# Kinds of lines that fill a field of their own.
_HERE: Final = {"question": FieldName.QUESTION, "examination": FieldName.EXAMINATION, "priority": FieldName.PRIORITY}
# Where a wish ends and a sentence or a question begins.
_GOES_ON: Final = re.compile(r"\.\s(?=[A-ZÅÄÖ][a-zåäö]+(?:\?|\s[a-zåäö]))")
# How urgent it is, behind the wish: "DT buk. Prio akut."
_URGENCY: Final = re.compile(r"\W*prio(?:ritet)?[.:]?\s(?P<how>[\w<>-]+(?:\s[\w<>-]+){0,3})\W*", re.IGNORECASE)
# A question that a line begins behind another, and its rest: "Tumör? Vena cava / superior-syndrom?"
_QUESTION_BEGINS: Final = re.compile(r"\?\s[A-ZÅÄÖ][^.?!:]{0,40}$")
_QUESTION_ENDS: Final = re.compile(r"[a-zåäö][^.?!:]{0,60}\?(?=\s|$)")
# What stands before a wish and is no part of it: "Remiss för".
_LEAD: Final = re.compile(r"^\W*remiss(?:\s(?:för|till))?\s(?=\w)", re.IGNORECASE)
# So many lines are the head of a page.
_HEAD: Final = 3
# Where in the ward somebody lies.
_BED: Final = re.compile(r"(?<!\w)(?:plats|\w*rum|sal|säng|box|bås)\s?\w?\d", re.IGNORECASE)
# A box may be one for letters.
_BED_ALONE: Final = re.compile(
    r"(?<!\w)(?:plats|pl|rum|sal|säng|bås)\s?\w?\d{1,3}(?::\d{1,2})?(?![\w-])", re.IGNORECASE
)
# Parts of a line that has who the patient is; what is told of them besides, and printed elsewhere or not at all.
_PART: Final = re.compile(r"[,;|]\s|\s{2,}|(?<=[a-zåäö\d)]{2}\.)\s")
_OWN_FACT: Final = re.compile(
    r"(?<!\w)(?:född|f\.|ålder|år|årig|mån|pnr|personn\w*|samordn\w*|reserv\w*|id|tolk\w*|språk|adr\w*|bor|boende|gift|listad)(?!\w)"
    r"|\d{4}|-årig",
    re.IGNORECASE,
)
_COUNTS: Final = re.compile(r"\d{1,2}\s[a-zåäö]{2,}(?:\s[a-zåäö]+){1,3}$")
# Whoever nobody knows is called by a colour and a figure: "OKÄND RÖD TRE".
_NOBODY: Final = re.compile(r"okänd", re.IGNORECASE)
# A figure with its unit.
_MEASURED: Final = re.compile(r"\d\s?(?:kg|cm|mg|ml|mm|mmol|µmol|umol|mikrog|grader|h|tim|timmar)(?!\w)")
# What tells has so many words in small letters.
_LONG_FACT: Final = 8
_LEAST_TOLD: Final = 3
# So many labels with a value make a form.
_OF_A_FORM: Final = 4
# A line with the next word that is no longer than so much of what three lines in four are, was ended on purpose.
_EARLY: Final = 0.8
# What stands before who signed.
_SIGNED: Final = re.compile(r"^\W*(?:dikterat|dikteras|signerat|undertecknat)\sav\s", re.IGNORECASE)
# What headings of forms are made of.
_FORMS: Final = re.compile(
    r"\bR\sE\sM\sI\sS\sS|remiss|journal|utskr|\w+lista\b|\bvy|vy\b|blankett|kopia|\bR\s?I\s?S\b|beställning|formulär",
    re.IGNORECASE,
)


def added(
    rows: Sequence[Row], entries: Sequence[Entry], have: Mapping[FieldName, str], private: frozenset[str]
) -> dict[FieldName, str]:
    """The fields of `have`, which labels gave, with what the lines outside the labels tell.

    `private`: the telephones of others, as one dials them; none of them is the staff's.
    """
    every = tuple(lines(entries))
    # What stands at the head of each page is no story.
    head = frozenset(_headings(entries, wished=FieldName.EXAMINATION not in have))
    told = [line for line in every if every.count(line) == 1 and line not in head]
    loose = tuple(_asked_apart([part for line in told for part in _cell_by_cell(line)]))
    fields = _parted(have)
    asides = [line for line in loose if FieldName.QUESTION in fields and _asks_in_passing(line)]
    for kind, field in _HERE.items():
        said = "\n".join(_of_kind(line, kind) for line in loose if kinds.what(line) == kind and line not in asides)
        if said and (
            field not in fields
            or field is FieldName.QUESTION
            or (field is FieldName.EXAMINATION and _tells_more(said, fields[field]))
        ):
            fields[field] = _under(fields.get(field, ""), said)
    apart = (*_beside_staff(loose), *_beside_patient(loose))
    told = (*_telling(entries), *_told_by_staff(loose, fields), *asides, *apart)
    if story := _joined([line.strip() for line in (*loose, *apart) if kinds.what(line) == "story" or line in told]):
        fields[FieldName.HISTORY] = _under(fields.get(FieldName.HISTORY, ""), story)
    if FieldName.UNIT in fields:
        fields[FieldName.UNIT] = letterhead.placed(fields[FieldName.UNIT], rows)
    passing = dict(_in_passing(rows, entries, loose, fields, private))
    return _without_unit(fields | {field: text for field, text in passing.items() if text and field not in fields})


def lines(entries: Sequence[Entry]) -> Iterator[str]:
    """The lines outside every label, each whole."""
    loose = [entry for entry in entries if entry.group is Group.HEADING]
    for _, row in groupby(loose, lambda entry: (entry.page, entry.cells[0].top)):
        yield "  ".join(entry.text for entry in row)


def _parted(have: Mapping[FieldName, str]) -> dict[FieldName, str]:
    """The fields; running text that began with a wish ("Önskar DT buk. Hon har ...") is the story from there on.

    And where no label tells the story, what stands below the question.
    """
    have = {**have, **_below_question(have)}
    wish, told = have.get(FieldName.EXAMINATION, ""), _GOES_ON.search(have.get(FieldName.EXAMINATION, ""))
    if told is None:
        return dict(have)
    asked, rest = wish[: told.start()].strip(), wish[told.end() :]
    urgent = _URGENCY.fullmatch(rest)
    if urgent is not None and FieldName.PRIORITY not in have:
        return {**have, FieldName.EXAMINATION: asked, FieldName.PRIORITY: urgent["how"]}
    return {**have, FieldName.EXAMINATION: asked, FieldName.HISTORY: _under(have.get(FieldName.HISTORY, ""), rest)}


def _under(above: str, below: str) -> str:
    return f"{above}\n{below}" if above else below


def _below_question(have: Mapping[FieldName, str]) -> dict[FieldName, str]:
    """The question, and apart from it the lines below it that ask nothing and tell a story: "DVT?" / "Dag 3 …"."""
    first, *below = have.get(FieldName.QUESTION, "").splitlines() or [""]
    rest = "\n".join(below)
    story = first.rstrip().endswith("?") and "?" not in rest and kinds.what(rest.replace("\n", " ")) == "story"
    if not story or not {FieldName.HISTORY, FieldName.STATUS}.isdisjoint(have):
        return {}
    return {FieldName.QUESTION: first, FieldName.HISTORY: rest}


def _without_unit(fields: Mapping[FieldName, str]) -> dict[FieldName, str]:
    """The fields without a line of the story that is a part of the unit: its hospital, on a line below it.

    Of the first line only what goes on behind it.
    """
    unit, story = fields.get(FieldName.UNIT, ""), fields.get(FieldName.HISTORY, "")
    first, *others = story.splitlines() or [""]
    headed = bool(unit) and first.startswith(unit) and _FORMS.search(first[len(unit) :])
    lines = [first[len(unit) :].strip(" -–/.,") if headed else first, *others]
    kept = [line for line in lines if not (units.hospital(line) and line.strip() in unit)]
    return {**fields, **({FieldName.HISTORY: "\n".join(kept)} if any(kept) else {})}


def _headings(entries: Sequence[Entry], *, wished: bool) -> Iterator[str]:
    """The lines above the first label that name a form and tell nothing: "Sectra RIS / Arbetslista natt / Detaljvy".

    `wished`: what is asked for may stand among them, since no label tells it.
    """
    if sum(entry.group is Group.FIELD and bool(entry.text) for entry in entries) < _OF_A_FORM:
        return
    above = list(
        lines(list(takewhile(lambda entry: entry.group in (Group.HEADING, Group.DROP, Group.SENDER), entries)))
    )
    for line in above[:_HEAD]:
        tells = "?" in line or line.rstrip().endswith(".") or kinds.has_fact(line) or phones.found(line)
        unit = units.first(line, any_case=True) or units.first(line) or units.in_prose(line)
        told = kinds.what(line) in ("examination", "question", "staff") or (wished and _wishes(line))
        if _FORMS.search(line) and not (tells or unit or told):
            yield line


def _wishes(line: str) -> bool:
    """Whether a cell of a heading asks for an examination by a part of the body: "Stroke   Remiss DT hjärna"."""
    cells = re.split(r"\s{2,}", line)
    return any(kinds.what(cell) == "examination" and _tells_more(cell, "") for cell in cells)


def _cell_by_cell(line: str) -> Sequence[str]:
    """The line; cell by cell where a priority stands beside something else: "Ligger IVO plats 2.   Akut".

    And where an examination stands beside a unit: "Barnakuten Skövde   DT hjärna".
    """
    cells, kind = re.split(r"\s{2,}", line), kinds.what(line)
    urgent = [cell for cell in cells if kinds.what(cell) == "priority" and not _NOBODY.search(cell)]
    apart = bool(urgent) and len(urgent) < len(cells) and kind in ("priority", "unit")
    return cells if apart or (kind == "unit" and _wishes(line)) else (line,)


def _asked_apart(loose: Sequence[str]) -> Iterator[str]:
    """The lines; a question ends where it ends: broken by the margin it is whole, and what goes on behind it apart."""
    carried = ""
    for line, below in zip_longest(loose, loose[1:], fillvalue=""):
        line, carried = line[len(carried) :].strip(), ""
        end = _QUESTION_ENDS.match(below) if _QUESTION_BEGINS.search(line) else None
        if end is not None:
            carried, line = end.group(), f"{line} {end.group()}"
        asked, behind = line[: line.rfind("?") + 1], line[line.rfind("?") + 1 :].strip()
        apart = bool(asked) and kinds.what(line) == "question" and _leads_to_staff(behind)
        yield from (part for part in ((asked, behind) if apart else (line,)) if part)


def _asks_in_passing(line: str) -> bool:
    """Whether a line tells first and asks last, as a story may: "Krea 243. Vikt 148 kg – bordets gräns?"."""
    first, *more = kinds.full_sentences(line)
    return kinds.what(line) == "question" and bool(more) and "?" not in first and kinds.has_fact(line)


def _leads_to_staff(text: str) -> bool:
    """Whether a sentence behind a question is about a bed or a call-back; else it goes with the question."""
    return bool(text[:1].isupper() and (_BED.search(text) or phones.found(text) or kinds.what(text) == "staff"))


def _joined(story: Sequence[str]) -> str:
    """Lines as running text; one that ends a sentence ends its line, and one that its writer ended early."""
    margin = sorted(map(len, story))[3 * len(story) // 4] if story else 0
    text = ""
    for line, below in zip_longest(story, story[1:], fillvalue=""):
        early = len(line) + 1 + len(below.split(" ")[0]) <= _EARLY * margin
        goes_on = re.search(r"[.:;!?]$", line) is None and re.match(r"[a-zåäö(]", below) is not None and not early
        text += line + (" " if goes_on else "\n")
    return text.rstrip("\n")


def _in_passing(
    rows: Sequence[Row],
    entries: Sequence[Entry],
    loose: Sequence[str],
    have: Mapping[FieldName, str],
    private: frozenset[str],
) -> Iterator[tuple[FieldName, str]]:
    """What running text and lines of the staff's tell of what no label gave."""
    carried = tuple(have.values())
    asking = (FieldName.HISTORY, FieldName.STATUS, FieldName.OTHER, FieldName.EXAMINATION)
    yield FieldName.QUESTION, kinds.questions("\n".join(have.get(name, "") for name in asking))
    # "Bo Ek, ul" is no ultrasound, and what was made before is not asked for.
    asked = [text for name, text in have.items() if name not in (*STAFF, FieldName.EARLIER)]
    said = [line for line in loose if kinds.what(line) not in ("banner", "priority", "unit")]
    texts = (*said, *asked)
    yield FieldName.EXAMINATION, kinds.likeliest((*map(kinds.requested, texts), *map(kinds.examination, texts)))
    yield FieldName.UNIT, referring_unit.found(Sources(rows, entries, loose, have))
    told = (line for line in loose if not kinds.is_numbered(line))
    signed = (line for line in told if kinds.what(line) == "staff" and not letterhead.goes_to(line))
    every = [part for line in signed for part in kinds.full_sentences(line) if _is_staffs(part)]
    theirs = (part for part in every if not private.isdisjoint(map(phones.national, phones.found(part))))
    near = frozenset(part for part in theirs if not phones.internal(part))
    staff = [part for part in every if part not in near]
    found = (
        phone for phone in call_back.numbers(rows, entries, loose, carried) if phones.national(phone) not in private
    )
    yield FieldName.CALL_BACK, next(found, "")
    yield FieldName.REFERRER, "\n".join(_SIGNED.sub("", part) for part in staff if re.search(r"[^\W\d_]{2}", part))


def _is_staffs(part: str) -> bool:
    lies = _BED.search(part) is not None and not (phones.found(part) or phones.internal(part))
    called = bool(phones.found(part)) and not kinds.has_fact(part)
    return not lies and (kinds.what(part) in ("staff", "unit") or called)


def _beside_staff(loose: Sequence[str]) -> Iterator[str]:
    """Sentences beside one that tells who refers: "IVA, dr Rosander 031-… Polis väntar." goes on as a story."""
    for line in loose:
        parts = kinds.full_sentences(line) if kinds.what(line) == "staff" else ()
        yield from (part for part in parts if not _is_staffs(part))


def _told_by_staff(loose: Sequence[str], have: Mapping[FieldName, str]) -> Iterator[str]:
    """Lines that speak of the staff where a label names who refers: "Kirurg Bo Ek har bedömt, op-anmäld 07.30"."""
    for line in loose if FieldName.REFERRER in have else ():
        small = re.findall(r"(?<!\w)[a-zåäö]{2,}", line)
        signs = phones.found(line) or phones.internal(line) or letterhead.goes_to(line) or kinds.is_greeting(line)
        if kinds.what(line) == "staff" and len(small) >= _LEAST_TOLD and not signs:
            yield line


def _beside_patient(loose: Sequence[str]) -> Iterator[str]:
    """What a line with the patient's name tells besides: where in the ward they lie, and facts.

    "sal 6:1 Bo Ek 19…-…, 2 vak följer". A home's room is not carried.
    """
    for line in (line for line in loose if kinds.what(line) == "who"):
        homely = kinds.is_home(line) or kinds.is_address(line)
        beds = [] if homely else [match.group() for match in _BED_ALONE.finditer(line)]
        yield from beds
        yield from (part for part in _PART.split(line) if _tells_fact(part) and not any(bed in part for bed in beds))


def _tells_fact(part: str) -> bool:
    """Whether a part of a line is made of the language's words and the field's, and tells nothing of a person."""
    words = re.findall(r"[^\W\d_]{2,}", part)
    if not words or _OWN_FACT.search(part) or identifiers.find(part) or not all(map(_is_plain, words)):
        return False
    private = kinds.is_private(part) or kinds.is_home(part) or kinds.is_home_life(part) or kinds.is_personal(part)
    told = kinds.has_fact(part) or _MEASURED.search(part) is not None or _COUNTS.match(part) is not None
    return told and not private and not any(map(kinds.is_form, words)) and kinds.what(part) not in _HERE


def _is_plain(word: str) -> bool:
    """Whether the dictionary or the field has a word, and no list of names or places."""
    named = lexicon.is_first_name(word) or lexicon.is_surname(word) or lexicon.is_locality(word)
    return lexicon.is_inflected(word) or lexicon.is_listed_clinical(word) if not named else lexicon.is_entry(word)


def _telling(entries: Sequence[Entry]) -> Iterator[str]:
    """Lines of few words below the first label that tell a fact ("104 kg", "skyddsisoleras"): no heading."""
    begun = False
    for entry in (entry for entry in entries if not footers.is_one(entry.text)):
        begun = begun or entry.group not in (Group.HEADING, Group.UNKNOWN, Group.DROP) or kinds.is_numbered(entry.text)
        kind = kinds.what(entry.text)
        if kind not in ("unit", "banner"):
            continue
        words = re.findall(r"[^\W\d_]{2,}", entry.text)
        fact = _MEASURED.search(entry.text) or any(lexicon.is_entry(word) and not kinds.is_form(word) for word in words)
        # "Koronarstent 2026-06"
        fact = fact or any(len(word) >= _LONG_FACT and _is_told(word) for word in words)
        plain = len(words) > 1 and any(map(str.islower, words[1:])) and all(map(lexicon.is_familiar, words))
        fact = fact or (plain and not all(map(kinds.is_form, words)))
        bed = begun and entry.group is Group.HEADING and _BED.match(entry.text) and not phones.found(entry.text)
        told = _BED.search(entry.text) is not None if kind == "unit" else bed
        if told or (begun and entry.group is Group.HEADING and kind == "banner" and fact):
            yield entry.text


def _is_told(word: str) -> bool:
    named = lexicon.is_first_name(word) or lexicon.is_surname(word) or lexicon.is_locality(word)
    told = lexicon.is_clinical(word) or (lexicon.is_familiar(word) and not lexicon.is_ordinary(word))
    return told and not (named or kinds.is_form(word) or units.first(word))


def _of_kind(line: str, kind: str) -> str:
    """What a line tells of its kind: no system's number beside "Akut", and no "Remiss" before an examination."""
    every = re.split(r"\s{2,}", line)
    cells = [cell for cell in every if kind == "priority" and kinds.what(cell) == kind]
    if kind == "examination" and kinds.what(every[0]) == kind:
        # The unit at the right of a title is told as the unit.
        line = "  ".join(cell for cell in every if cell == every[0] or kinds.what(cell) != "unit")
    wished = _LEAD.sub("", line) if kind == "examination" else ""
    return (wished or "  ".join(cells) or line).strip(" *=-")


def _tells_more(said: str, have: str) -> bool:
    """Whether lines tell a part of the body that the field does not: one more examination, and no heading."""
    words = [
        word for word in re.findall(r"[^\W\d_]{3,}", said) if lexicon.is_entry(word) and not kinds.is_heading(word)
    ]
    return any(word.lower() not in have.lower() for word in words)
