"""What a line outside every label is."""

from __future__ import annotations

from outbound.referral.words import kinds


def test_what_was_made_is_not_what_is_asked_for() -> None:
    """A line of its own with a date behind it is an earlier examination."""
    assert kinds.what("DT thorax/buk 2026-09-01") == "story"
    assert kinds.what("DT hjärna med kontrast") == "examination"
    assert kinds.requested("Ultraljud 2026-11-23. Vill ha en DT buk med kontrast.") == "DT buk med kontrast"


def test_banners_are_left_behind() -> None:
    """The heading that a system prints over its form tells nothing of the patient."""
    assert kinds.what("Millennium - Beställning bild- och funktionsmedicin") == "banner"
