"""Towns: what was done in one stays, who lives in one goes; and words that open a line or an enumeration."""

from __future__ import annotations

import pytest
from cleaning import history


@pytest.mark.parametrize(
    "told",
    [
        "Ont i buken. Kejsarsnitt 2011 Karlskrona.",
        "Ont i buken. Hemiprotes hö 2017 Sundsvall.",
        "Ont i buken. DT thorax i Köping 2021 utan anmärkning.",
        "Ont i buken, ligger på akuten i Motala.",
        "Ont i buken. Strokelarm Skövde kommer in med henne.",
        "Ont i buken. Jourc Frölunda skickade in henne.",
    ],
)
def test_where_an_operation_was_made_stays(told: str) -> None:
    """The radiologist asks that hospital for the pictures."""
    assert history(told) == told


@pytest.mark.parametrize(
    ("told", "town"),
    [
        ("Bor i Karlskrona, opererad 2011.", "Karlskrona"),
        ("Dottern i Sundsvall såg honom falla 2017.", "Sundsvall"),
        ("Student i Köping, läser till läkare. DT 2021.", "Köping"),
        ("Hämtad från Tierp 2025-11-22.", "Tierp"),
    ],
)
def test_where_somebody_lives_goes(told: str, town: str) -> None:
    """The same towns, where they tell of somebody."""
    assert town not in history(told)


@pytest.mark.parametrize("told", ["a) Underarm öm", "(13) Lätt öm i buken", "Waran pga FF, PK 2,6", "Permanent FF"])
def test_a_word_that_opens_an_enumeration_is_a_word(told: str) -> None:
    """Its capital tells nothing, and fibrillation is no football club."""
    assert told in history(f"Ont sedan i går.\n{told}.")


@pytest.mark.parametrize(
    ("told", "gone"),
    [
        ("Storasyster Nova 3 år såg det.", "Nova"),
        ("Jobbar på Lagerdahls El.", "Lagerdahls"),
        ("Han kör buss för Vy Buss Trollhättan.", "Vy Buss"),
        ("Nummer A-LNG-6630 i deras register.", "6630"),
        ("Flicka född 22 juni i vecka 33.", "22 juni"),
        ("På armbandet 19561231-XXXX.", "19561231"),
        ("Bild 194106229828_20261125_0011 finns.", "0011"),
    ],
)
def test_more_that_tells_of_somebody(told: str, gone: str) -> None:
    """Seen in what others wrote, and let through before."""
    assert gone not in history(told)
