"""A document as rows of cells: what stands beside and below each other, whatever it was made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from statistics import median
from typing import Final, Literal

from ocr.text import Word
from outbound.referral.page import counted_lines
from outbound.referral.values import FieldName

# A gap this many times the letters' height parts two cells; the space between words is a third of it. In a face whose
# letters are all equally wide it is as high as that: there, one so many times the page's usual space does.
GAP: Final = 1.1
_WIDER: Final = 1.4
# What is wider, in heights of the page's letters, is no space; so many spaces tell what is usual.
_WIDEST: Final = 1.6
_FEWEST: Final = 10
# The margin fell within a telephone: "Ring +46 31 390 06" and "15 så fort ni vet".
_WRAPPED_NUMBER: Final = re.compile(
    r"(?P<begun>(?<![\d-])(?:\+46|0\d{1,3})[\d ()/-]{4,11}\d)(?P<end>[ ]*\n[ >]*)"
    r"(?P<rest>\d{2,3}(?:[ ]\d\d)?)(?=[ .,;)])(?![.,:]\d|\s\d)"
)
# A whole telephone.
_FULL: Final = re.compile(r"(?:0|46|0046)\d{9}")
# How labels are written otherwise, and as everybody writes them; so many lines make a habit of it.
_HABITS: Final[Sequence[tuple[re.Pattern[str], str]]] = (
    (re.compile(r"^(\s*[A-Za-zÅÄÖåäö][\w. /()]{1,30}?)\s*(?:→|=>|->|>>|»|›|\s?/)\s+(?=\S)"), r"\1: "),
    (re.compile(r"^(\s*[A-Za-zÅÄÖåäö][\w. /()]{1,30}?)\s=\s+(?=\S)"), r"\1: "),
    (re.compile(r"^(\s*[A-Za-zÅÄÖåäö][\w. /()]{1,20}?)(?:\s{2,}[-–]|\s;)\s+(?=\S)"), r"\1: "),
    (re.compile(r"^(\s*[A-ZÅÄÖ][\w. /()]{1,24}?)\s-{2,}\s+(?=\S)"), r"\1: "),
    (re.compile(r"^(.*?\S)\s;\s+(?=\S.*\s;\s)"), r"\1  "),
    (re.compile(r"^(.*\S)\s;\s+(?=\S)"), r"\1  "),
    (re.compile(r"^(\s*)\(([A-Za-zÅÄÖåäö][^()\d]{1,24})\)(?=\s{2}|$)"), r"\1\2:"),
    (re.compile(r"^(\s*)(?:--+|==+|\*\*+)\s?([A-ZÅÄÖ][^\d:*=-][^\d:*=]{0,28}?)\s?(?:--+|==+|\*\*+)\s*$"), r"\1\2:"),
    (re.compile(r"^(\s*)\|\s*([A-Za-zÅÄÖåäö][^|:\d]{1,30}?)\s*\|\s*(?=[^|\s-][^|]*\|\s*$)"), r"\1\2: "),
    (re.compile(r"^(\s*)[│┃]?(?:[ \t]*[│┃])*[ \t]*[├└┣┗]─*\s+(?=\S)"), r"\1"),
)
_POINTED: Final = re.compile(r"^(\s*[A-ZÅÄÖ][\w. /()-]{1,30}?)\s>\s+(?=\S)")
_HABIT: Final = 3
# A stroke beside a number or before a doctor, between what telex once parted so: "EK, BO/19…-…/MAN 36 ÅR".
_STROKES: Final = re.compile(
    r"(?<=[A-ZÅÄÖ])/(?=(?:19|20)\d{6}-?\d{4}|0\d[\d -]{7})|(?<=\d-\d{4})/(?=[A-ZÅÄÖ])"
    r"|(?<=\w)/(?=(?:[Dd]r|DR)\.?\s[A-ZÅÄÖ])"
)
# A ruled line below the heads of columns.
_RULED: Final = re.compile(r"\s*\|[\s|:-]*--[\s|:-]*\|\s*")
# Keys of a system, after whom they tell of: "pat.adress: …", "rem.tel=…", "us.krea: …".
_KEYED: Final = re.compile(
    r"^\s*(?P<of>pat|rem|us|best|kontakt)\.(?P<what>[a-zåäö]{2,20})(?=(?:\.\d)?\s?[:=]\s?\S)", re.IGNORECASE
)
_OF_WHOM: Final = {"pat": "Patientens ", "rem": "Remittent ", "best": "Beställare ", "kontakt": "Anhörig ", "us": ""}
# What rules, borders and dashes are read as.
_RULE: Final = " |_—–-=─━│┃┌┐└┘├┤┬┴┼═║╔╗╚╝╠╣╦╩╬"
# So many dots with spaces between lead from a label to its value.
_LEADERS: Final = 3
_COLON: Final = re.compile(r"^:(?:\s+|$)")
_DASHES: Final = ("-", "–", "—")
# A label of more words is a sentence.
_LABEL_WORDS: Final = 4
# Labels in brackets, several to a line: "[Pnr] 19 … [Tel] 070-…".
_BRACKETED: Final = re.compile(r"\s*\[([A-ZÅÄÖ][^\]\d]{0,20})\]\s(?=[^\[\s])")
# A box alone may be one of a list, whose other boxes stand on other lines.
_BOXES: Final = 2
# Boxes behind their words: a line of them ends with one ("Akut [x]  Snar [ ]", "Gravid J[ ] N[x]").
_BOX_LAST: Final = re.compile(r"[^\W\d_] ?\[[xX ]?\]\s*$")
_BOXED: Final = re.compile(r"(?P<before>^|\s)(?P<word>[^\W\d_][^\s\[\]]*) ?\[(?P<box>[xX ]?)\]")
# A run of text with single spaces, up to a bar or the end.
# Two spaces stand between a post code and its town; where bars part the cells, they don't.
_POST_TOWN: Final = re.compile(r"(?<!\d)(\d{3} \d\d)  ([A-ZÅÄÖ][A-ZÅÄÖa-zåäö]+)(?=\s|$)")
_CELL: Final = re.compile(r"[^\s|│┃║](?:[^|│┃║\n]*?[^\s|│┃║])??(?=\s{2,}|\s*[|│┃║]|\s*$)")


@dataclass(frozen=True, slots=True)
class Cell:
    """A run of text that stands together. Its edges are in the row's own units: dots, or signs and lines.

    `asked`: a form's own question, and its field.
    """

    text: str
    left: float
    right: float
    top: float = 0.0
    bottom: float = 1.0
    asked: FieldName | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one line across the page, from left to right; `page` counts from 1.

    `gap`: a blank row above. `apart`: a box of its own begins, and nothing above goes on in it. `boxed`: the box tells
    that it is a label with the first line of its value ("pair"), or a further line of that ("more"); a table or a list,
    that its value is whole and has no labels in it ("told").
    """

    cells: tuple[Cell, ...]
    page: int
    gap: bool = False
    apart: bool = False
    boxed: Literal["", "pair", "told", "more"] = ""

    @property
    def text(self) -> str:
        """The whole row, cells parted by two spaces."""
        return "  ".join(cell.text for cell in self.cells)


def from_text(text: str, page: int = 1) -> tuple[Row, ...]:
    """Rows of plain text; two spaces or more, a tab or a bar part the cells."""
    rows, gap = list[Row](), False
    every = _WRAPPED_NUMBER.sub(_unwrapped, text.replace("\t", "  \t").expandtabs(8)).splitlines()
    told = _habits(every)
    begun = counted_lines.begun(every, told)
    for number, line in enumerate(told):
        found = _CELL.finditer(_closed(line))
        cells = tuple(Cell(match.group().strip(), match.start(), match.end(), number, number + 1) for match in found)
        cells = tuple(cell for cell in cells if any(map(str.isalnum, cell.text))) or cells
        if cells:
            rows.append(Row(cells, page, gap or number in begun))
        gap = not cells
    return tuple(rows)


def from_words(words: Sequence[Word], page: int = 1) -> tuple[Row, ...]:
    """Rows of words with boxes (a text layer or OCR), put together by their places and not by the file's order."""
    rows, bottom, lines = list[Row](), 0.0, _pointed([kept for line in _lines(words) if (kept := _said(line))])
    space = _space(lines)
    for line in lines:
        height = median(word.box.height for word in line)
        top = min(word.box.top for word in line)
        cells = tuple(_colons(list(_cells(line, max(GAP * height, _WIDER * space)))))
        rows.append(Row(cells, page, bool(rows) and top - bottom > 0.9 * height))
        bottom = max(word.box.bottom for word in line)
    return tuple(rows)


def runs(line: Sequence[Word]) -> list[Sequence[Word]]:
    """The words of a line, parted where a space is too wide for one."""
    found = list[list[Word]]()
    for word in line:
        if not found or word.box.left - found[-1][-1].box.right > GAP * word.box.height:
            found.append([])
        found[-1].append(word)
    return list[Sequence[Word]](found)


def _habits(every: Sequence[str]) -> Sequence[str]:
    """The lines with labels as everybody writes them, where so many lines are written otherwise that it is a habit.

    An arrow once tells how something went: "28 -> 40 %".
    """
    # Over a ruled line stands what the columns are called.
    every = [line for line, below in pairwise((*every, "")) if not ("|" in line and _RULED.fullmatch(below))]
    for pattern, form in _HABITS:
        if sum(pattern.match(line) is not None for line in every) >= _HABIT:
            every = [pattern.sub(form, line) for line in every]
    # A sign that tells more than a figure: before words it can't, so that there it stands for a colon.
    pointed = [match for line in every if (match := _POINTED.match(line)) is not None]
    if sum(match.string[match.end()].isalpha() for match in pointed) >= _HABIT:
        every = [_POINTED.sub(r"\1: ", line) for line in every]
    if sum(_KEYED.match(line) is not None for line in every) >= _HABIT:
        every = [_KEYED.sub(_spelled, line) for line in every]
    return counted_lines.uncounted(every)


def _spelled(key: re.Match[str]) -> str:
    """A system's key as a person would write the label: "pat.adress" is "Patientens adress", "us.krea" is "Krea"."""
    told = _OF_WHOM[key["of"].lower()] + key["what"]
    return told[:1].upper() + told[1:]


def _unwrapped(broken: re.Match[str]) -> str:
    """The number whole on its first line, if the two parts are as long as a telephone together."""
    whole = f"{broken['begun']} {broken['rest']}"
    full = _FULL.fullmatch(re.sub(r"\D", "", whole.replace("(0)", ""))) is not None
    line = broken.string[broken.string.rfind("\n", 0, broken.start()) + 1 : broken.start()]
    # "14. Tel 76 000" / "15. Accession": the next of a list, and no part of the number.
    full = full and not counted_lines.is_next(line, broken["rest"])
    return f"{whole}{broken['end']}" if full else broken.group()


def _closed(line: str) -> str:
    """The line with each colon right behind its label, without quoting, marks of bold print and drawn lines."""
    line = re.sub(r"^\s*(?:>\s?)+", "", line)
    line = _STROKES.sub("  ", line)
    line = re.sub(
        r"^\s*[:*=~#_-]{3,}(?=\s)|(?<=\s)[*=~#]{3,}(?=\s)|(?<=\s)[:*=~#_-]{3,}\s*$|^\s*\*(?=\s.*\s\*\s*$)|(?<=\s)\*\s*$",
        lambda match: " " * len(match.group()),
        line,
    )
    line = re.sub(r"(?<=\w):{2,}(?=\s|$)", ":", line)
    if "|" in line:
        line = _POST_TOWN.sub(lambda match: f"{match[1]} {match[2]} ", line)
    line = re.sub(r"(?<!\w)(?:[^\W\d_] ){2,}[^\W\d_](?=\s*:)", lambda match: match.group().replace(" ", ""), line)
    line = re.sub(r"·{3,}|(?<=:)\.{3,}", "   ", line)
    line = re.sub(r"(?<=\w)(?:\s\.){3,}(?=\s)", ":  ", line)
    line = _chosen(_filled(re.sub(r"(?<!\S)={2,}(?!\S)", "  ", line)))
    line = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", line)
    line = _unadorned(_untagged(line))
    line = re.sub(r"^(\s*[A-Za-zÅÄÖåäö][\w.]{1,24})=(?=\S)", lambda match: match[1].replace("_", " ") + ": ", line)
    drawn = re.fullmatch(r"[\s+|=_*~#│┃─━┼┌┐└┘├┤┬┴╔╗╚╝╠╣═║-]*", line) is not None
    return "" if drawn else re.sub(r"(?<=[\w.)])(?:(\s+):|(\s{2,})=)(?=\s|$)", _joined_colon, line)


def _joined_colon(mark: re.Match[str]) -> str:
    """The mark right behind its label; "= bett?" behind a word is no mark, unless the whole document writes so."""
    return f":{mark[1] or mark[2]}"


def _chosen(line: str) -> str:
    """Of boxes side by side, what the crossed ones say: where none is, "[ ] Ja  [ ] Nej" tells nothing."""
    if "○" in line:
        line = line.replace("●", "◉")
    for sign, box in (("☐", "[ ]"), ("☒", "[x]"), ("☑", "[x]"), ("◉", "[x]"), ("⦿", "[x]"), ("[■]", "[x]")):
        line = line.replace(sign, box)
    line = line.replace("○", "[ ]") if "[x]" in line else line
    if _BOX_LAST.search(line) is not None:
        return _BOXED.sub(_crossed, line)
    if re.search(r"\[[xX]\]", line) is None and len(re.findall(r"\[\s?\]", line)) < _BOXES:
        return line
    return re.sub(r"\[[xX]\]\s?", "", re.sub(r"\[\s?\]\s*[^\[\n]*?(?=\s{2}|\[|$)", "", line))


def _crossed(choice: re.Match[str]) -> str:
    """What a cross stands behind; nothing for an empty box. "J[x]" and "N[x]" are Swedish for yes and no."""
    word = {"J": "Ja", "N": "Nej"}.get(choice["word"], choice["word"])
    return f"{choice['before']}{word}" if choice["box"].strip() else choice["before"]


def _unadorned(line: str) -> str:
    """The line with labels as everybody writes them: no bullet before, no brackets round."""
    if len(_BRACKETED.findall(line)) > 1:
        line = _BRACKETED.sub(r"  \1: ", line)
    line = re.sub(r"^\s*#{2,6}\s+([A-ZÅÄÖ](?:\S|\s(?!\s)){1,40})$", r"\1:", line.rstrip())
    line = re.sub(r"^\s*(?:[#¤►▪§~»]{1,3}|=>)\s+", lambda match: " " * len(match.group()), line)
    line = re.sub(r"^(\s*)[\[<{]\s?([A-ZÅÄÖa-zåäö][^\]>}\d]{1,40}?)\s?[\]>}]:?(?=\s|$)", r"\1\2:", line)
    line = re.sub(r"^(\s*)[*_]([A-ZÅÄÖ][^*_:]{1,40}?):?[*_]:?(?=\s|$)", r"\1\2:", line)
    line = re.sub(r"(?<=\s)\*([A-ZÅÄÖ][^*:]{1,40}:)\*(?=\s)", r"\1", line)
    line = re.sub(r"\s[·•]\s(?=[A-ZÅÄÖ][\w./ -]{1,25}:)", "   ", line)
    line = re.sub(r"\?(\s+)[Ss]var:\s", r"?\1", line)
    return re.sub(r"(?<=\w)#(?=\s{2}|:|$)", "", line)


def _filled(line: str) -> str:
    """The line of a form that was filled in on ruled lines: "Krea ___66___  Vikt ___72 kg___" has labels and values."""
    if "___" not in line:
        return line
    line = re.sub(r"(?<=[\w.)?:])\s?_{2,}\s?([^_\s](?:[^_]*[^_\s])?)\s?_{2,}", r": \1  ", line)
    line = re.sub(r"(?<=[\w.)?:])\s?_{3,}\s?(?=\w)", ": ", line)
    return re.sub(r"_{3,}", lambda match: " " * len(match.group()), line)


def _untagged(line: str) -> str:
    """The line without the tags of XML; what a tag is called stands before its text as a label."""
    if re.search(r"</?[A-Za-zÅÄÖåäö][\w-]*(?:\s[^<>]*)?/?>", line) is None:
        return line
    line = re.sub(r"</[\w-]+>|<[\w-]+(?:\s[^<>]*)?/?>(?=\s*(?:$|<))", "", line)
    return re.sub(r"<([\w-]+)(?:\s[^<>]*)?>", lambda match: match[1].replace("_", " ").capitalize() + ": ", line)


def _space(lines: Sequence[Sequence[Word]]) -> float:
    """The usual width of the space between two words of a page; 0 where there are too few to tell."""
    height = median(word.box.height for line in lines for word in line) if lines else 0.0
    gaps = (after.box.left - word.box.right for line in lines for word, after in pairwise(line))
    spaces = [gap for gap in gaps if 0 < gap < _WIDEST * height]
    return median(spaces) if len(spaces) >= _FEWEST else 0.0


def _pointed(lines: Sequence[Sequence[Word]]) -> Sequence[Sequence[Word]]:
    """The lines with a colon for the sign behind a label, where so many have one: "Prio > Akut"."""
    found = [_pointing(line) for line in lines]
    if sum(at > 0 for at in found) < _HABIT:
        return lines
    return [_with_colon(line, at) if at else line for line, at in zip(lines, found, strict=True)]


def _pointing(line: Sequence[Word]) -> int:
    """The place of the sign behind the words of a label; 0 if there is none, or if it tells more than a figure."""
    at = next((at for at, word in enumerate(line[1:-1], 1) if word.text in (">", "»", "›")), 0)
    told = 0 < at <= _LABEL_WORDS and line[0].text[:1].isupper() and line[at + 1].text[:1].isalpha()
    return at if told else 0


def _with_colon(line: Sequence[Word], at: int) -> Sequence[Word]:
    label = line[at - 1]
    return (*line[: at - 1], replace(label, text=f"{label.text.rstrip(':')}:"), *line[at + 1 :])


def _cells(line: Sequence[Word], apart: float) -> Iterator[Cell]:
    """The words of a line, put together where less than so much lies between them."""
    run = [line[0]]
    for word in line[1:]:
        if word.box.left - run[-1].box.right > apart:
            yield _cell(run)
            run = []
        run.append(word)
    yield _cell(run)


def _colons(cells: Sequence[Cell]) -> Iterator[Cell]:
    """The cells; a colon that begins one marks the one before: "PRIO      : 1 AKUT"."""
    for cell, right in zip_longest(cells, cells[1:]):
        marked = right is not None and _COLON.match(right.text) is not None and not cell.text.endswith(":")
        text = _COLON.sub("", cell.text) if cell is not cells[0] else cell.text
        if text:
            yield replace(cell, text=f"{text}:" if marked else text)


def _cell(run: Sequence[Word]) -> Cell:
    top, bottom = min(word.box.top for word in run), max(word.box.bottom for word in run)
    return Cell(" ".join(word.text for word in run), run[0].box.left, run[-1].box.right, top, bottom)


def _lines(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words whose middles lie within half a line of each other, each line from left to right."""
    line, middle = list[Word](), 0.0
    for word in sorted(words, key=lambda word: word.box.top + word.box.height / 2):
        here = word.box.top + word.box.height / 2
        if line and here - middle > 0.55 * max(8, median(one.box.height for one in line)):
            yield sorted(line, key=lambda one: one.box.left)
            line = []
        line.append(word)
        middle = sum(one.box.top + one.box.height / 2 for one in line) / len(line)
    if line:
        yield sorted(line, key=lambda one: one.box.left)


def _said(line: Sequence[Word]) -> list[Word]:
    """The words of a line without what rules, borders and leaders are made of; a dash between two words is a word."""
    kept = list[Word]()
    dots = [at for at, word in enumerate(line) if word.text == "."]
    led = {at for at in dots if len(dots) >= _LEADERS}
    for place, word in enumerate(line):
        if place in led:
            continue
        if word.text.strip(_RULE) or (word.text in (*_DASHES, "=") and _is_between(line, place)):
            kept.append(word)
    return kept


def _is_between(line: Sequence[Word], place: int) -> bool:
    """Whether words stand close on both sides: "L1 – L5", "3 – 4 dagar"."""
    if not 0 < place < len(line) - 1:
        return False
    before, dash, after = line[place - 1 : place + 2]
    gaps = (dash.box.left - before.box.right, after.box.left - dash.box.right)
    words = before.text.strip(_RULE) and after.text.strip(_RULE)
    return bool(words) and max(gaps) <= GAP * before.box.height
