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
        return (
            round(self.left * across),
            round(self.top * down),
            round((self.left + self.width) * across),
            round((self.top + self.height) * down),
        )


# The boxes to tick; the wording stands to the right of each. The names are those of inbound's page kinds.
TICKS: Final[dict[str, Area]] = {
    "acknowledgement": Area(16, 49, 6, 6),
    "cannot_be_read": Area(108, 49, 6, 6),
    "declined": Area(16, 59.5, 6, 6),
    "question": Area(108, 59.5, 6, 6),
    "phoned": Area(16, 70, 6, 6),
}
PHONED_AT: Final = Area(112, 69, 34, 8)

# What the reader writes: the report, "Svarssida __ av __", the word SLUT at the end, signature and time.
ANSWER: Final = Area(16, 100, 183, 126)
ANSWER_PAGE: Final = Area(43, 230, 17, 9)
ANSWER_PAGES: Final = Area(69, 230, 17, 9)
END_MARK: Final = Area(160, 230, 39, 9)
SIGNATURE: Final = Area(40, 243, 68, 10)
SIGNED_AT: Final = Area(152, 243, 47, 10)
