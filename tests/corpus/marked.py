"""Documents with gold marks: <<what must go>> and {{what the reader needs}}; and their plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

HERE: Final = Path(__file__).parent
# Written by hand; the rules have been mended on them.
SETS: Final = (
    "handwritten",
    "independent",
    "afterwards",
    "letters",
    "systems",
    "hands",
    "haste",
    "prints",
    "second_night",
    "third_night",
)
# Written by others who had seen no rule: what systems print, freer notes, and what is as hard as they could think of.
BLIND: Final = (
    "blind_ordinary_1", "blind_ordinary_2", "blind_ordinary_3", "blind_ordinary_4", "blind_ordinary_5",
    "blind_ordinary_6", "blind_ordinary_7", "blind_ordinary_8", "blind_ordinary_9", "blind_ordinary_10",
    "blind_ordinary_11", "blind_ordinary_12", "blind_ordinary_13", "blind_ordinary_14", "blind_ordinary_15",
    "blind_ordinary_16", "blind_ordinary_17", "blind_ordinary_18", "blind_ordinary_19", "blind_ordinary_20",
    "blind_ordinary_21", "blind_ordinary_22", "blind_ordinary_23", "blind_ordinary_24", "blind_ordinary_25",
    "blind_ordinary_26", "blind_ordinary_27", "blind_ordinary_28", "blind_ordinary_29", "blind_ordinary_30",
    "blind_ordinary_31", "blind_ordinary_32", "blind_ordinary_33", "blind_ordinary_34", "blind_ordinary_35",
    "blind_ordinary_36", "blind_ordinary_37", "blind_ordinary_38", "blind_ordinary_39", "blind_ordinary_40",
    "blind_ordinary_41", "blind_ordinary_42", "blind_ordinary_43", "blind_ordinary_44", "blind_ordinary_45",
    "blind_ordinary_46", "blind_ordinary_47", "blind_ordinary_48", "blind_ordinary_49", "blind_ordinary_50",
    "blind_ordinary_51", "blind_ordinary_52", "blind_ordinary_53", "blind_ordinary_54",
    "blind_hard_1", "blind_hard_2", "blind_hard_3", "blind_hard_4", "blind_hard_5", "blind_hard_6", "blind_hard_7",
    "blind_hard_8",
    "blind_hard_9",
    "blind_hard_10",
    "blind_hard_11",
    "blind_hard_12",
    "blind_hard_13",
    "blind_hard_14",
    "blind_hard_15",
    "blind_hard_16",
    "blind_hard_17",
    "blind_hard_18",
    "blind_hard_19",
    "blind_hard_20",
    "blind_hard_21",
    "blind_hard_22",
    "blind_hard_23",
)  # fmt: skip
Expect = Literal["ordinary", "held", "any"]
_MARK: Final = re.compile(r"<<(?P<gone>.*?)>>|\{\{(?P<kept>.*?)\}\}")


@dataclass(frozen=True, slots=True)
class Document:
    """A referral: its text with marks, what should become of it, and the name of its file."""

    name: str
    expect: Expect
    file_name: str
    marked: str

    @property
    def text(self) -> str:
        """The referral as it lies in the folder."""
        return bare(self.marked)

    @property
    def gone(self) -> tuple[str, ...]:
        """Every identifier, once for each place where it stands, the file's name included."""
        return tuple(match["gone"] for match in _MARK.finditer(self.marked) if match["gone"])

    @property
    def kept(self) -> tuple[str, ...]:
        """Every fact that the reader needs."""
        return tuple(match["kept"] for match in _MARK.finditer(self.marked) if match["kept"])

    @property
    def harmless(self) -> str:
        """The text without its identifiers: what may stand on a page that leaves."""
        return bare(re.sub(r"<<.*?>>", " ", self.marked))


def bare(marked: str) -> str:
    """The text without the marks themselves."""
    return re.sub(r"<<|>>|\{\{|\}\}", "", marked)


def read(name: str) -> tuple[Document, ...]:
    """The documents of a file of this folder."""
    whole = (HERE / name).read_text("utf-8")
    return tuple(_documents(whole))


def _documents(whole: str) -> Iterator[Document]:
    for part in re.split(r"(?m)^=== ", whole)[1:]:
        head, _, body = part.partition("\n")
        name, expect, *rest = (word.strip() for word in head.split("|"))
        yield Document(name, _expect(expect), bare(rest[0]) if rest else f"{name}.txt", body.strip() + "\n")


def _expect(word: str) -> Expect:
    match word:
        case "ordinary" | "held" | "any":
            return word
        case _:
            raise ValueError(word)
