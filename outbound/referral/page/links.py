"""Addresses of pages and files: what a browser prints at a page's foot, and links in a mail.

Nobody can open one on a fax, and its path may name the patient ("file:///.../%C3%96berg.html").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Final
from urllib.parse import unquote

from outbound.referral.page.grid import Row
from outbound.referral.values import Clue, Group

# A link, whole.
LINK: Final = re.compile(r"(?<!\w)(?:(?:https?|file|ftps?)\s?:\s?/|www\.(?=\w))[^\s<>\"]*", re.IGNORECASE)
# What a file is called that came with a mail: "SagaLA_orosanmälan.pdf".
FILE: Final = re.compile(
    r"(?<![\w/@-])[\w%][\w%.()-]*\.(?:pdf|docx?|xlsx?|pptx?|txt|rtf|jpe?g|png|tiff?|heic|bmp|gif|dcm|zip|msg|eml|mov|mp4)(?![\w-])",
    re.IGNORECASE,
)
# What else a browser's own line has: which page of how many, the day and the time.
_COUNTED: Final = re.compile(r"[\d\s/.,:-]*|(?:sida?|page)\s\d+\s\w+\s\d+", re.IGNORECASE)


def without(rows: Sequence[Row]) -> list[Row]:
    """The rows but those that hold an address alone; one among words stays, for the rules to mask."""
    return [row for row in rows if not (LINK.search(row.text) and _COUNTED.fullmatch(LINK.sub("", row.text).strip()))]


def files(rows: Sequence[Row]) -> Iterator[Clue]:
    """The names of the files that the addresses lead to, as they are written and not as an address spells them."""
    for row in rows:
        for link in LINK.findall(row.text):
            path = unquote(link.partition("?")[0], errors="replace")
            yield from (Clue(Group.FILE, PurePath(part).stem) for part in path.split("/")[3:] if part)
