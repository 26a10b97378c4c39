"""The parts of a report as its reader headed them: nothing is invented where no heading or signature stands."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from inbound.report import closing, wording

# A report's last lines: who signed it, and when.
_FOOT: Final = 6
# A bad line leaves strokes behind a heading.
_MARK: Final = r"\s*(?:[:=|]\s*|\s[-–]\s+|\W{0,3}$)"
_DAY: Final = r"(?:20\d\d[-./]\d\d?[-./]\d\d?|\d\d?[./]\d\d?[./ ]{1,2}(?:20)?\d\d)"
_HOUR: Final = r"(?:kl\.?\s?)?(?:[01]?\d|2[0-3])[:.][0-5]\d"
_DATED: Final = re.compile(rf"(?<!\d){_DAY}(?:[,\s]{{1,3}}{_HOUR})?(?!\d)", re.IGNORECASE)
# A conclusion's headings, and how like one a misread one is.
_CONCLUDES: Final = ("bedomning", "konklusion", "slutsats", "sammanfattning", "sammandrag", "conclusion", "impression")
_LIKE: Final = 0.75
# "Ringt remittent kl 02.10", "referrer phoned at 02:10", "meddelat jouren per telefon 02.10".
_PHONED: Final = re.compile(
    r"(?:ring(?:t|d|er)|telefon\w*|uppring\w+|meddela\w+|kontakta\w+|phoned|called|informed)\b[^.\n]{0,60}?"
    r"(?:kl\.?|at|:)?\s(?P<at>(?:[01]?\d|2[0-3])[:.][0-5]\d)(?!\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Parts:
    """What each part says; empty where the report has none. `dated` and `phoned` are as written."""

    unit: str = ""
    examination: str = ""
    findings: str = ""
    conclusion: str = ""
    signature: str = ""
    dated: str = ""
    phoned: str = ""

    @property
    def told(self) -> Mapping[str, str]:
        """Those that the report has, in their order."""
        every: Mapping[str, str] = asdict(self)
        return {name: text for name, text in every.items() if text}


def of(text: str) -> Parts:
    """The parts of a page's text: under their headings; signature, date and telephone also where they need none."""
    under = {name: " ".join(lines).strip() for name, lines in _under(text).items()}
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    foot = lines[-_FOOT:]
    dates = [match.group() for line in foot for match in _DATED.finditer(line)]
    call = _PHONED.search(text)
    return Parts(
        unit=under.get("unit", ""),
        examination=under.get("examination", ""),
        findings=under.get("findings", ""),
        conclusion=under.get("conclusion", ""),
        signature=under.get("signature") or next((line for line in reversed(foot) if closing.is_signed(line)), ""),
        dated=next(iter(dates[::-1]), "") or under.get("dated", ""),
        phoned=call["at"] if call else "",
    )


def _under(text: str) -> dict[str, list[str]]:
    """The lines under each heading; one that comes twice goes on."""
    found, here = dict[str, list[str]](), ""
    for line in text.splitlines():
        heading = _heading(line.strip())
        if heading is not None:
            here, line = heading
        elif _closes(line.strip(), here):
            here = ""
        if here and line.strip():
            found.setdefault(here, []).append(line.strip())
    return found


def is_heading(line: str) -> bool:
    """Whether the line heads findings or a conclusion and says nothing itself."""
    found = _heading(line.strip())
    return found is not None and found[0] in ("findings", "conclusion") and not re.search(r"\w", found[1])


def _heading(line: str) -> tuple[str, str] | None:
    """The part that the line heads, and what stands behind the heading."""
    if _is_worn(line):
        return "conclusion", ""
    for name, pattern in _headings():
        match = pattern.match(wording.folded(line))
        if match is not None:
            return name, line[match.end() :]
    return None


def _is_worn(line: str) -> bool:
    """Whether the line is a conclusion's heading alone, with a letter or two misread."""
    words: list[str] = re.findall(r"[^\W\d_]{3,}", wording.folded(line).lower())
    return len(words) == 1 and bool(get_close_matches(words[0], _CONCLUDES, 1, _LIKE))


def _closes(line: str, here: str) -> bool:
    """Whether the line is no more of the body: a signature, an end mark; a part of one line ends with it."""
    short = here in ("unit", "examination", "signature", "dated", "phoned")
    return short or closing.is_signed(line) or closing.ends(line)


@functools.cache
def _headings() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = tomllib.loads((Path(__file__).parent / "parts.toml").read_text("utf-8"))
    return tuple(_patterns(table))


def _patterns(table: Mapping[str, Mapping[str, list[str]]]) -> Iterator[tuple[str, re.Pattern[str]]]:
    for name, row in table.items():
        words = wording.folded("|".join(row["words"]))
        yield name, re.compile(rf"\W{{0,3}}(?:{words}){_MARK}", re.IGNORECASE)
