"""A form of whole questions, each with what was answered below: "4. Hur bråttom är det?" over "Akut under jourtid".

One question may be the radiologist's, and a form with yes and no has its own reading (`form_questions`). Where several
of what a form asks stand one below the other, each is a label, and all down to the next one is its value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from outbound.referral.form import form_questions
from outbound.referral.page.grid import Cell, Row
from outbound.referral.values import FieldName
from outbound.referral.words import answers, footers, labels

# So many questions make a form; an answer has so many lines at most.
_LEAST: Final = 4
_MOST_LINES: Final = 12
_NUMBER: Final = re.compile(r"\d{1,2}[.)]\s+(?=[A-ZÅÄÖ])")
# What a form asks, or asks to be told; what is asked of a radiologist begins with none of these words.
_ASKS: Final = re.compile(
    r"(?:vem|vad|vilken|vilket|vilka|vart|var|varför|varifrån|när|hur|finns|har|är|kan|tar|behövs|ska|önskas|något|någon|några)"
    r"\s[^?.:]{4,80}\?\s?|(?:beskriv|ange|skriv|berätta|motivera)\s[^?.:]{4,80}[.:]\s?",
    re.IGNORECASE,
)
# What each asks for, by the first word of the question that tells; what tells none is carried with its question.
_TOLD: Final = tuple(
    (field, re.compile(rf"(?<!\w)(?:{'|'.join(words)})", re.IGNORECASE))
    for field, words in (
        (
            FieldName.CALL_BACK,
            (r"(?:vart|vem)\s.*(?:svar|ring|nås|kontakt)", r"vilket\s.*(?:telefon|nummer)", r"hur\snås"),
        ),
        (FieldName.REFERRER, (r"vem\s(?:remitterar|beställer|skriver|har\sskrivit)", r"vem\s.*(?:läkare|remittent)")),
        (FieldName.OTHER, (r"var\s(?:finns|är|ligger|vårdas)", r"när\s")),
        (FieldName.UNIT, (r"vilken\s(?:enhet|avdelning|klinik|vårdenhet)", r"varifrån\sremitteras")),
        (FieldName.QUESTION, (r"frågeställning", r"vad\s(?:vill|undrar|misstänk)", r"vad\sska\s.*svar")),
        (FieldName.EARLIER, (r"tidigare", r"förut", r"jämför", r"undersökts", r"röntgats")),
        (FieldName.EXAMINATION, (r"undersökning", r"röntgas", r"avbildas")),
        (FieldName.PRIORITY, (r"hur\s(?:bråttom|snabbt|snart|akut|brådskande)", r"prioritet", r"angelägen")),
        (FieldName.WEIGHT, (r"väger", r"vikt")),
        (FieldName.LENGTH, (r"(?:hur|är)\s.*lång\s", r"längd")),
        (
            FieldName.HISTORY,
            (r"hänt", r"sjukhistoria", r"bakgrund", r"symp?tom", r"besvär", r"anamnes", r"status", r"varför"),
        ),
    )
)


def told(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows; each question of such a form beside its answer, in a cell that knows its field."""
    asked = [at for at, row in enumerate(rows) if _is_asked(row)]
    if len(asked) < _LEAST:
        return rows
    made = dict(_answered(rows, asked))
    taken = {line for at, (_, end) in made.items() for line in range(at + 1, end)}
    return [made[at][0] if at in made else row for at, row in enumerate(rows) if at not in taken]


def _is_asked(row: Row) -> bool:
    """Whether a row is a question alone, and one that a form asks."""
    return len(row.cells) == 1 and not row.boxed and _ASKS.fullmatch(_NUMBER.sub("", row.text)) is not None


def _answered(rows: Sequence[Row], asked: Sequence[int]) -> Iterator[tuple[int, tuple[Row, int]]]:
    """For each answered question, by its place: its row with the answer, and where the next begins."""
    for at, after in zip(asked, (*asked[1:], len(rows)), strict=True):
        end = next((line for line in range(at + 1, after) if _ends(rows[line])), after)
        answer = rows[at + 1 : min(end, at + 1 + _MOST_LINES)]
        if answer:
            yield at, (_row(rows[at], answer), at + 1 + len(answer))


def _ends(row: Row) -> bool:
    """Whether an answer ends above a row: at a foot of the page, or where labels begin."""
    label = labels.at_start(row.text)
    return footers.is_one(row.text) or (label is not None and label.colon)


def _row(row: Row, answer: Sequence[Row]) -> Row:
    question, cells = row.cells[0], [cell for one in answer for cell in one.cells]
    text = _NUMBER.sub("", question.text).strip()
    said = " ".join(cell.text for cell in cells)
    value = replace(cells[0], text=said, right=max(cell.right for cell in cells), bottom=cells[-1].bottom)
    return replace(row, cells=tuple(_cells(replace(question, text=text), value)))


def _cells(question: Cell, value: Cell) -> Iterator[Cell]:
    """The question with its field and the answer; both as one where only the question tells what was answered."""
    field = _field(question.text)
    known = field is None and labels.at_start(question.text) is not None
    if known or answers.begins(value.text):  # "Nej" is read as in other forms
        yield from (question, value)
    elif field in (None, FieldName.OTHER):
        yield replace(question, text=f"{question.text} {value.text}", right=value.right, asked=FieldName.OTHER)
    else:
        yield from (replace(question, asked=field), value)


def _field(question: str) -> FieldName | None:
    """The field that a question asks for: as forms with yes and no are read, and by words of its own."""
    own = next((field for field, words in _TOLD if words.search(question)), None)
    return form_questions.field_of(question) or own
