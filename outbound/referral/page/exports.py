"""An export of a form in text: a table (RFC 4180) with each field under its head or beside it, JSON (RFC 8259), XML.

Systems save what they hold so when they can do no better, and a nurse finds the file in the morning. Unpacked it is a
form as any other: a label and its value to a line.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Final, cast
from xml.etree import ElementTree

from outbound.referral.words import labels

# What parts the cells of a table.
_SIGNS: Final = (";", ",", "\t")
# So many of the heads must be labels that we know, and one in two.
_FEWEST: Final = 3
_LONGEST_HEAD: Final = 40
# A program's key at the start of a line, before a colon or a sign of equation: "exam_text: DT buk", "best_tel=031 …".
_KEYED: Final = re.compile(r"^[a-zåäö]{2,}(?:[_.][a-zåäö]+){1,3}[ \t]*[:=;]", re.MULTILINE)
_KEY: Final = re.compile(r"^(?P<key>[a-zåäö]{2,}(?:[_.](?:[a-zåäö]+\d?|\d)){0,3})[ \t]*[:=;][ \t]*", re.MULTILINE)
# What a key belongs to, before what it is: "order.question".
_OF: Final = re.compile(r"^(?:order|best)\.(?=\w)")
# Attributes that name what an element holds, hold it, or tell its unit; declarations of entities are none of ours.
_NAMING: Final = ("label", "namn", "name", "rubrik", "falt", "fält", "field", "caption")
_VALUES: Final = ("value", "varde", "värde", "v")
_UNITS: Final = ("unit", "enhet")
_DECLARED: Final = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# What a worklist calls its attributes (DICOM PS3.6), as labels.
_TAGGED: Final = re.compile(
    r"^\((?P<tag>[\dA-Fa-f]{4},[\dA-Fa-f]{4})\)[ \t]+(?P<name>[A-Za-z]+)[ \t]*[:=]?[ \t]*", re.MULTILINE
)
_TAGS: Final = {
    "0010,0010": "Namn", "0010,0020": "Personnummer", "0010,0030": "Född", "0010,0040": "Kön", "0010,1040": "Adress",
    "0010,1030": "Vikt", "0010,2110": "Allergi", "0010,21c0": "Graviditet", "0010,21b0": "Anamnes",
    "0008,0050": "Accessionsnummer", "0008,0090": "Remittent", "0032,1032": "Remittent", "0032,1033": "Enhet",
    "0032,1060": "Undersökning", "0008,1030": "Undersökning", "0040,1003": "Prioritet", "0040,1002": "Frågeställning",
    "0040,1001": "Remiss-ID", "0040,2016": "Remiss-ID", "0040,2017": "Remiss-ID",
}  # fmt: skip
# Keys that are no labels: nobody writes "En:" before a surname.
_CUT: Final = {
    "fn": "Förnamn", "en": "Efternamn", "fnamn": "Förnamn", "enamn": "Efternamn", "mn": "Mellannamn",
    "lname": "Efternamn", "fname": "Förnamn", "gata": "Adress", "postnr": "Postnummer", "ort": "Postort",
}  # fmt: skip
# So many lines may stand above its heads.
_ABOVE: Final = 5


def unpacked(text: str) -> str:
    """The text; if it is such a table, a line "Label: value" for each field and a blank one between two records."""
    if (told := _object(text)) is not None:
        return "\n".join(_lines(_pairs(told)))
    if (root := _element(text)) is not None:
        return "\n".join(_lines(pair for child in root for pair in _told(child, "")))
    if len(_TAGGED.findall(text)) >= _FEWEST:
        return _TAGGED.sub(lambda tag: f"{_TAGS.get(tag['tag'], tag['name'])}: ", text)
    if len(_KEYED.findall(text)) >= _FEWEST:
        return _KEY.sub(lambda key: f"{_head(key['key'])}: ", text)
    for sign in _SIGNS:
        above, text_ = _headed(text, sign)
        rows = _rows(text_, sign)
        if rows and _are_heads(rows[0]) and len(rows) > 1 and all(len(row) == len(rows[0]) for row in rows):
            return above + "\n\n".join("\n".join(_lines(zip(rows[0], row, strict=True))) for row in rows[1:])
        if rows and all(len(row) == 2 for row in rows) and _are_heads([row[0] for row in rows]):
            return "\n".join(_lines(rows))
        if sign == ";" and rows and (pairs := _side_by_side(rows)):
            return "\n".join(_lines(pairs))
    return _over_a_note(text)


def _over_a_note(text: str) -> str:
    """The text, its first lines unpacked if they are such a table and something else stands below: a note, a line."""
    sign, lines = _SIGNS[0], text.strip("\ufeff\r\n ").splitlines()
    width = lines[0].count(sign) if lines else 0
    rows = [line.split(sign) for line in takewhile(lambda line: line.count(sign) == width >= _FEWEST, lines)]
    if len(rows) < 2 or not _are_heads(rows[0]):
        return text
    told = "\n\n".join("\n".join(_lines(zip(rows[0], row, strict=True))) for row in rows[1:])
    return "\n".join((told, "", *lines[len(rows) :]))


def _headed(text: str, sign: str) -> tuple[str, str]:
    """The lines above a table's head, which tell the system and the hospital, and the table."""
    lines = text.splitlines(keepends=True)
    first = next((at for at, line in enumerate(lines[:_ABOVE]) if line.count(sign) >= _FEWEST), 0)
    return "".join(lines[:first]), "".join(lines[first:])


def _rows(text: str, sign: str) -> list[list[str]]:
    """The rows of a table parted by that sign, blank ones left out; none if it is no table."""
    try:
        return [row for row in csv.reader(text.splitlines(keepends=True), delimiter=sign, strict=True) if any(row)]
    except csv.Error:
        return []


def _object(text: str) -> dict[str, object] | None:
    """The text as a JSON object, if it is one."""
    if not text.lstrip("\ufeff \r\n\t").startswith("{"):
        return None
    try:
        told: object = json.loads(text.lstrip("\ufeff"))
    except (json.JSONDecodeError, RecursionError):
        return None
    return cast(dict[str, object], told) if isinstance(told, dict) else None


def _element(text: str) -> ElementTree.Element | None:
    """The text as XML, if it is; none with declarations of its own, which may unfold to any length."""
    if not text.lstrip("\ufeff \r\n\t").startswith("<") or _DECLARED.search(text):
        return None
    try:
        return ElementTree.fromstring(text.strip("\ufeff \r\n\t"))  # noqa: S314 - entities need a declaration
    except (ElementTree.ParseError, LookupError, ValueError):
        return None


def _told(element: ElementTree.Element, above: str) -> Iterator[tuple[str, str]]:
    """What an element and those in it tell; of one without text its attributes do."""
    attributes = {_local(name).lower(): value for name, value in element.attrib.items()}
    head = _local(element.tag)
    whole = not len(element) or any((child.tail or "").strip() for child in element)
    text = " ".join("".join(element.itertext()).split()) if whole else ""
    if text := text or _first(attributes, _VALUES):
        yield _under(above, _first(attributes, _NAMING) or head), f"{text} {_first(attributes, _UNITS)}".strip()
        return
    yield from ((_under(head, name), value) for name, value in attributes.items())
    for child in element:
        yield from _told(child, head)


def _first(attributes: Mapping[str, str], names: Sequence[str]) -> str:
    return next((attributes[name] for name in names if name in attributes), "")


def _under(above: str, name: str) -> str:
    """A key with what it belongs to, where that is how a label reads: "Remittent" and "Namn"."""
    both = f"{_head(above)} {_head(name).lower()}"
    label, alone = labels.at_start(f"{both}:"), labels.at_start(f"{_head(name)}:")
    if not above or label is None or label.end <= len(both):
        return name
    return both if alone is None or label.meaning != alone.meaning else name


def _local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


def _lines(pairs: Iterable[Sequence[str]]) -> Iterator[str]:
    for head, value in pairs:
        if value.strip():
            yield f"{_head(head)}: {' '.join(value.split())}"


def _head(cell: str) -> str:
    """A head as a person would print it: "mor_namn" is "Mor namn", "svarTel" is "Svar Tel"."""
    told = re.sub(r"(?<=[a-zåäö])[_.]?\d(?=[._]|$)", "", _OF.sub("", cell.strip().strip("\ufeff").rstrip(" :")))
    told = re.sub(r"(?<=[a-zåäö])[_.](?=[a-zåäö])", " ", told).replace("_", " ")
    told = re.sub(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ][a-zåäö])", " ", told) if " " not in told else told
    return _CUT.get(told.lower(), told[:1].upper() + told[1:])


def _are_heads(heads: Sequence[str]) -> bool:
    """Whether the cells name fields: short ones, most of them labels that we know."""
    known = [head for head in heads if labels.at_start(f"{_head(head)}:") is not None]
    return len(known) >= _FEWEST and 2 * len(known) >= len(heads) and all(len(head) <= _LONGEST_HEAD for head in heads)


def _side_by_side(rows: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """Keys with their values, several pairs to a line ("Enhet;Kirurgen;Ring;7322"); none if the rows are no such."""
    pairs = [(row[at], row[at + 1]) for row in rows for at in range(0, len(row) - 1, 2)]
    even = all(len(row) % 2 == 0 for row in rows)
    heads, values = [key for key, _ in pairs], [value for _, value in pairs]
    # Where one value in three is a label itself, they are heads of columns.
    told = _are_heads(heads) and 3 * sum(map(labels.is_label, values)) < len(values)
    return pairs if even and told and not any(":" in head for head in heads) else []


def _pairs(told: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Each key of an object and of those in it, with its value; a list's values side by side."""
    for key, value in told.items():
        if isinstance(value, dict):
            yield from _pairs(cast(dict[str, object], value))
        elif isinstance(value, list):
            values = cast(list[object], value)
            inner = [cast(dict[str, object], one) for one in values if isinstance(one, dict)]
            yield from (pair for one in inner for pair in _pairs(one))
            yield key, ", ".join(str(one) for one in values if not isinstance(one, dict | list))
        else:
            yield key, "" if value is None else str(value)
