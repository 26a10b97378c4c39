"""What a system prints on each page is read once, and no field that goes on over a page's end swallows it."""

from __future__ import annotations

from outbound.referral.page import running_heads
from outbound.referral.page.grid import Cell, Row


def page(number: int, *texts: str) -> list[Row]:
    """A page of rows with one cell each."""
    return [Row((Cell(text, 0, len(text), at, at + 1),), number) for at, text in enumerate(texts)]


def left(*pages: list[Row]) -> list[str]:
    """What is left of these pages."""
    return [row.text for row in running_heads.without([row for one in pages for row in one])]


def test_the_head_and_the_foot_of_later_pages_go() -> None:
    """But for the count of the page all of it is the same."""
    first = page(1, "2026-11-12 03:22 e-remiss", "Ek, Bo", "Tidigare: UL 2024", "x", "DT 2025", "Utskrift  Sida 1 av 2")
    second = page(2, "2026-11-12 03:22 e-remiss", "MR 2026", "Remittent: Eva Lind", "y", "z", "Utskrift  Sida 2 av 2")
    assert left(first, second) == [row.text for row in first] + ["MR 2026", "Remittent: Eva Lind", "y", "z"]


def test_another_number_is_another_order() -> None:
    """And a page of somebody else has its own head."""
    first = page(1, "Accession 4711", "Ek, Bo", "Frågeställning: Ileus?")
    second = page(2, "Accession 4712", "Lind, Eva", "Frågeställning: Abscess?")
    assert len(left(first, second)) == 6


def test_one_page_stays_whole() -> None:
    """Though a line stands at its head and its foot."""
    assert left(page(1, "Remiss", "Bo", "x", "y", "Remiss")) == ["Remiss", "Bo", "x", "y", "Remiss"]
