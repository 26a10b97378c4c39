"""What each role may do with a patient's papers: one table, asked wherever something is shown or done."""

from __future__ import annotations

from typing import Final

from service.models import User

# See what came in, decide on it, and silence what rings: those who care for the patient or enter the report.
CARE: Final = frozenset({User.Role.NURSE, User.Role.RIS_ADMINISTRATOR})
# Keep the routine going without seeing a patient; an auditor only looks.
ACTING: Final = CARE | {User.Role.OPERATIONS}
