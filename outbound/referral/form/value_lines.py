"""The lines of one value as one text: what only a margin broke is joined, what somebody parted stays parted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from outbound.referral.words import answers

# What it is goes on behind "Ja" as a sentence of its own: inside one, a capital would be somebody's name.
_LISTED: Final = re.compile(r"[-•*–]\s|\d\.\s|[A-ZÅÄÖ][\wåäö/ ]{1,20}:|(?:[Kk]l\.?\s?)?\d{1,2}[.:]\d\d:?\s[A-ZÅÄÖ]")
# An examination of a list of them, under its day; behind such a word the day goes on with a sentence.
_DATED: Final = re.compile(r"(?:19|20)\d\d-\d\d(?:-\d\d)?\s+[A-ZÅÄÖ]")
_LEADS_ON: Final = re.compile(r"(?<!\w)(?:sedan|från|den|av|mot|efter|med|och|till|in|op|opererad)$", re.IGNORECASE)
# A word and what goes on in small letters or with a figure.
_OPENS: Final = re.compile(r"[A-ZÅÄÖ][\w-]+[,:]?\s(?:[a-zåäö]|\d|[A-ZÅÄÖ]{2}(?![a-zåäö]))")


def listed(lines: Sequence[str]) -> str:
    """Lines of the staff's, each with a fact of its own, parted by commas."""
    text = ""
    for line in lines:
        goes_on = not text or text[-1] in ",;:/-–&" or not (line[:1].isupper() or line[:1] in "+0(")
        text = f"{text} {line}".strip() if goes_on else f"{text}, {line}"
    return text


def joined(lines: Sequence[str], least: int) -> str:
    """Lines as one text: a line end stays where a sentence, a list or a heading ends, or somebody ended it early.

    Early is before a word with a capital that the longest line, or one of `least` signs, would have had room for.
    """
    text, last, most = "", "", max(least, *map(len, lines), 0)
    for line in lines:
        if not text:
            text = line
        elif text.lower() in answers.BOTH and line[:1].isupper():
            text += ". " + line
        elif text.endswith("-") and line[:1].islower() and text[-2:-1].islower():
            text = text[:-1] + line
        elif _begins(line, text) or (_fits(line, last, most) and _opens(line, last)):
            text += "\n" + line
        else:
            text += " " + line
        last = line
    return text.strip()


def _begins(line: str, text: str) -> bool:
    """Whether a line begins anew by itself: behind a sentence's end, as an item of a list, under its day."""
    dated = _DATED.match(line) is not None and not _LEADS_ON.search(text)
    return dated or re.search(r"[.:;!?]$", text) is not None or _LISTED.match(line) is not None


def _opens(line: str, last: str) -> bool:
    """Whether a line begins anew: with a word and what goes on, or behind a figure that ends the line above."""
    return _OPENS.match(line) is not None or (line[:1].isupper() and re.search(r"\d[\w%]*$", last) is not None)


def _fits(line: str, last: str, most: int) -> bool:
    """Whether the first word of a line would have had room behind the line before it."""
    return len(last) + 1 + len(line.split()[0]) <= most
