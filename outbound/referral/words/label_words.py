"""The words of labels, ours and a site's: each with what it stands for, compared without what OCR confuses."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from config.faults import Faults
from outbound.referral.values import FieldName, Group, Meaning

# Where files of labels lie, ours first and then the site's.
_FOLDERS: Final = [Path(__file__).parents[2] / "layouts"]
# What OCR confuses.
_ALIKE: Final = str.maketrans("01l|58", "oiiisb")


class _Bare(dict[int, str]):
    """What each sign is without case and accent; worked out when it first comes."""

    def __missing__(self, sign: int) -> str:
        low = unicodedata.normalize("NFD", chr(sign).lower())[:1]
        self[sign] = (low or chr(sign)).translate(_ALIKE)
        return self[sign]


_BARE: Final = _Bare()
# What a file of labels may hold: words of each group, and how labels and questions are put together.
_OTHER_TABLES: Final = ("composed", "asked")
_TABLES: Final = {*Group, *_OTHER_TABLES} - {Group.UNKNOWN, Group.HEADING, Group.DOCUMENT, Group.FILE}


def skeleton(text: str) -> str:
    """Lower case, no accents, and what OCR confuses made alike; one sign for one."""
    return text.translate(_BARE)


@functools.lru_cache(maxsize=8000)
def key(text: str) -> str:
    """The skeleton of a label, with single spaces and nothing at its ends."""
    return re.sub(r"\s+", " ", skeleton(text)).strip(" .")


def take(folder: Path) -> bool:
    """Whether a site's folder of labels is taken in now, not before. Raises Faults naming each file at fault."""
    if folder in _FOLDERS or not folder.is_dir():
        return False
    faults = tuple(fault for path in sorted(folder.glob("*.toml")) if (fault := _fault(path)))
    if faults:
        raise Faults(faults)
    _FOLDERS.append(folder)
    for cached in (known, in_order, vocabulary, compositions, questions):
        cached.cache_clear()
    return True


@functools.cache
def known() -> Mapping[str, Meaning]:
    """Every label's skeleton with what it stands for; files in order of their names, a later one wins."""
    words = dict[str, Meaning]()
    for table in _tables():
        words |= dict(_read(table))
    return words


@functools.cache
def in_order() -> Sequence[str]:
    """Every label's skeleton in the order of its signs: what begins alike stands together."""
    return tuple(sorted(known()))


@functools.cache
def vocabulary() -> frozenset[str]:
    """The skeletons of every word that stands in a known label."""
    return frozenset(word for label in known() for word in re.split(r"[^\w.-]+", label))


@functools.cache
def compositions() -> Sequence[tuple[Meaning, Sequence[re.Pattern[str]]]]:
    """Labels put together of a word of each list; the site's before ours, since the first that fits wins."""
    tables = reversed(tuple(_tables()))
    return tuple(_composition(one) for table in tables for one in table.get("composed", ()))


@functools.cache
def questions() -> Sequence[tuple[FieldName, re.Pattern[str]]]:
    """The words by which a form's own question is known to be about a field; the site's before ours."""
    tables = reversed(tuple(_tables()))
    return tuple(_about(one) for table in tables for one in table.get("asked", ()))


@functools.cache
def _fault(path: Path) -> str:
    """What is wrong with a file of labels, in plain words."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        _ = [_about(one) for one in table.get("asked", ())]
        if strange := {*table, *(one["group"] for one in table.get("composed", ()))} - _TABLES:
            return f"layouts/{path.name}: there is no group {', '.join(sorted(strange))}"
        _ = [*_read(table), *map(_composition, table.get("composed", ()))]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        return f"layouts/{path.name}: can't be used: {type(wrong).__name__} {wrong}"
    return ""


def _about(told: Mapping[str, Any]) -> tuple[FieldName, re.Pattern[str]]:
    words = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in told["words"])
    return FieldName(told["field"]), re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def _read(table: Mapping[str, Any]) -> Iterator[tuple[str, Meaning]]:
    for group, content in table.items():
        if group == Group.FIELD:
            for name, inner in content.items():
                yield from ((key(word), Meaning(Group.FIELD, FieldName(name))) for word in inner["words"])
        elif group not in _OTHER_TABLES:
            yield from ((key(word), Meaning(Group(group))) for word in content["words"])


def _composition(told: Mapping[str, Any]) -> tuple[Meaning, Sequence[re.Pattern[str]]]:
    field = FieldName(told["field"]) if "field" in told else None
    patterns = ("|".join(re.escape(key(word)).replace(r"\*", r"[\w-]*") for word in words) for words in told["each"])
    return Meaning(Group(told["group"]), field), tuple(re.compile(pattern) for pattern in patterns)


def _tables() -> Iterator[Mapping[str, Any]]:
    """The files of labels, ours first and then the site's."""
    for folder in _FOLDERS:
        yield from (tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml")))
