"""What is read of a referral by its labels: each with its value, in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import field as of_each
from typing import Final

from outbound.referral.form import value_lines
from outbound.referral.page.grid import Cell
from outbound.referral.values import STAFF, FieldName, Group

# Groups of labels that tell of the patient or somebody near.
PRIVATE: Final = frozenset({Group.NAME, Group.RELATIVE, Group.IDENTITY, Group.ADDRESS, Group.PHONE})
# Running text of these fields goes on until the next label; the others end with their row or at a blank one.
_FLOWING: Final = frozenset(
    {FieldName.QUESTION, FieldName.HISTORY, FieldName.STATUS, FieldName.OTHER, FieldName.EARLIER, FieldName.EXAMINATION}
)
# Whoever ends a line of typed text before so many signs does it on purpose.
_NARROWEST: Final = 60
# What a list or a form counts its labels by.
_BULLET: Final = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*[.)/]?|[-•*–·])\s+")
# Labels behind which the patient is now: "Pat finns", "Var ligger patienten".
_LIES: Final = re.compile(
    r"(?:var\s)?(?:pat\.?\s|patienten(?:s)?\s)?(?:finns|är|ligger|plats|bef(?:inner)?\ssig)(?:\s(?:pat(?:ienten)?|nu))?",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Entry:
    """One label's value: its group, its field (for FIELD), its lines, its page, and the cells it came from.

    `hang`: where its value begins; what begins there below goes on with it.
    """

    group: Group
    field: FieldName | None
    page: int
    left: float
    lines: list[str] = of_each(default_factory=list[str])
    cells: list[Cell] = of_each(default_factory=list[Cell])
    hang: float = 0.0

    @property
    def flowing(self) -> bool:
        """Whether running text may go on over rows and blank ones."""
        return self.field in _FLOWING

    @property
    def text(self) -> str:
        """The value; lines that were broken only by the margin are joined, those of the staff's with commas."""
        if self.field in STAFF:
            return value_lines.listed(self.lines)
        return value_lines.joined(self.lines, least=_NARROWEST if self.cells[0].bottom - self.cells[0].top == 1 else 0)

    @property
    def label(self) -> str:
        """The words of the label, as they stand there."""
        first = self.cells[0].text
        value = self.lines[0] if self.lines else ""
        told, _, rest = value.partition(": ")
        # Of a label without a mark the value tells the label as well: "Krea 139" is "Krea: 139".
        value = rest if rest and not first.endswith(value) and first.lstrip("-•*–· ").startswith(told) else value
        return _BULLET.sub("", first.removesuffix(value).rstrip(" :;=.…_·-–"))

    @property
    def tells_where(self) -> bool:
        """Whether it tells where the patient is now: a room, a ward, an ambulance on its way."""
        return self.field is FieldName.OTHER and _LIES.fullmatch(self.label) is not None
