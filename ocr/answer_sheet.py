"""Where things stand on the answer sheet that we print and the reader fills in, in millimetres of the page.

Typeset by outbound.sheets, looked for by inbound.report: one file, so that the two cannot drift apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PAGE_WIDTH: Final = 1728 / 204 * 25.4
PAGE_HEIGHT: Final = 2291 / 196 * 25.4


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in millimetres from the page's upper left corner."""

    left: float
    top: float
    width: float
    height: float

    def pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """(left, top, right, bottom) on an image of the whole page that is `width` x `height` pixels."""
        across, down = width / PAGE_WIDTH, height / PAGE_HEIGHT
        return (round(self.left * across), round(self.top * down),
                round((self.left + self.width) * across), round((self.top + self.height) * down))


# The boxes to tick; the wording stands to the right of each. The names are those of inbound's page kinds.
TICKS: Final[dict[str, Area]] = {
    "acknowledgement": Area(16, 52, 6, 6),
    "cannot_be_read": Area(108, 52, 6, 6),
    "declined": Area(16, 62, 6, 6),
    "question": Area(108, 62, 6, 6),
    "phoned": Area(16, 72, 6, 6),
}
PHONED_AT: Final = Area(84, 71, 26, 7)

# What the reader writes: the report, "Svarssida __ av __", the word SLUT at the end, signature and time.
ANSWER: Final = Area(16, 101, 183, 126)
ANSWER_PAGE: Final = Area(44, 230, 16, 8)
ANSWER_PAGES: Final = Area(69, 230, 16, 8)
END_MARK: Final = Area(160, 230, 39, 8)
SIGNATURE: Final = Area(38, 242, 74, 9)
SIGNED_AT: Final = Area(138, 242, 61, 9)
