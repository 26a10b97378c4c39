"""Tables and lists of a form as values behind labels, told before all else: their heads are labels elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from outbound.referral.form import time_lines
from outbound.referral.page import (
    analyses,
    earlier_examinations,
    measurements,
    option_lists,
    ordered_examinations,
)
from outbound.referral.page.grid import Row


def told(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows, those of tables, of lists of options and of time lines each with all that it tells."""
    asked = ordered_examinations.told(option_lists.told(rows))
    return time_lines.joined(
        earlier_examinations.listed(earlier_examinations.told(analyses.told(measurements.dated(asked))))
    )
