"""Labels that two lines share, words of the body that look like roads, and where an earlier examination was made."""

from __future__ import annotations

import pytest
from cleaning import PAGE, cleaned, history, read, told

from outbound.gate import examined
from outbound.referral import FieldName

FORM = """Namn                    Torbjörn Lindqvist
Personnummer            19410622-9828
Beställande enhet       Onkologen avd 108, Gävle
Undersökning            DT thorax
Frågeställning          Lungemboli?
Anamnes                 Andfådd sedan en vecka.
Tidigare                DT thorax 2026-08-24: tumör 31 mm. MR hjärna
undersökningar          2025-03-01 utan metastaser.
{}
"""


def test_a_label_of_two_lines_is_one_and_its_value_too() -> None:
    """ "undersökningar" had asked for what was made long ago."""
    fields = read(FORM.format("Vikt                    68 kg")).fields
    assert fields[FieldName.EXAMINATION] == "DT thorax"
    assert "MR hjärna 2025-03-01 utan metastaser" in fields[FieldName.EARLIER]


def test_two_labels_below_each_other_stay_two() -> None:
    """ "eGFR" begins with a small letter and is one of its own."""
    fields = read(FORM.format("Krea                    121\neGFR                    62")).fields
    assert "Krea: 121" in fields[FieldName.KIDNEY]
    assert "eGFR: 62" in fields[FieldName.KIDNEY]


def test_what_happened_when_is_parted_at_no_label() -> None:
    """ "Ankomst:" and "på plats:" tell of the moment before them."""
    told = (
        "16.20      Körde skoter in i tall.",
        "16.45      Buksmärta, kräkning.",
        "18.10      Ambulans på plats: BT 104/60.",
    )
    lines = "\n".join(
        (*told, "20.30      Helikopter hit.", "21.35      Ankomst: blek, puls 134.", "21.50      Blod startat.")
    )
    story = read(PAGE.format("se nedan") + f"\nHändelseförlopp\n{lines}\n").fields[FieldName.HISTORY]
    assert "18.10 Ambulans på plats: BT 104/60." in story
    assert "21.35 Ankomst: blek, puls 134." in story


@pytest.mark.parametrize(
    "story",
    [
        "Handleden är svullen.",
        "Fotleden svullen, valgusfelställd.",
        "Luftvägen fri.",
        "Gallvägen vidgad.",
        "Två K-stift satta i natt.",
        "Åkte buss från Kroatien förra helgen.",
        "Sammandragningar var 6:e min sedan i natt.",
    ],
)
def test_words_of_the_body_are_no_road_and_no_school(story: str) -> None:
    """They end like one, or stand at the start of a sentence."""
    assert history(f"Ont sedan i går. {story}").endswith(story)


@pytest.mark.parametrize("road", ["Nordleden", "Lundbyleden", "Sjövägen", "Storgatan"])
def test_roads_still_go(road: str) -> None:
    """Where somebody had an accident is told on no sheet."""
    assert road not in history(f"Påkörd på {road} i går. Ont i bröstet.")


LIVES = PAGE.replace("Enhet: Akutmottagningen NÄL", "Adress: Drottninggatan 118, 254 33 Helsingborg\nEnhet: {unit}")


@pytest.mark.parametrize(
    ("story", "unit", "stays"),
    [
        ("MR vä fotled 2019-04-02, Evidia Helsingborg.", "Ortopeden, Helsingborg", True),
        ("Lungröntgen 2026-11-21 och 2026-11-25, Helsingborg.", "Ortopeden, Helsingborg", True),
        # A unit elsewhere, and what is no examination with its date right before the town.
        ("MR vä fotled 2019-04-02, Evidia Helsingborg.", "Ortopeden, Lund", False),
        ("Flyttade 2019 till Helsingborg.", "Ortopeden, Helsingborg", False),
        ("Bor i Helsingborg. DT 2019.", "Ortopeden, Helsingborg", False),
        ("DT buk 2019, bosatt Helsingborg.", "Ortopeden, Helsingborg", False),
    ],
)
def test_where_pictures_lie_stays_in_the_units_own_town(story: str, unit: str, stays: bool) -> None:
    """The sheet prints the town in any case, and the reader asks that hospital for them."""
    carried = cleaned(LIVES.format(story, unit=unit)).fields[FieldName.HISTORY]
    assert ("Helsingborg" in carried) is stays
    assert ("Helsingborg" not in examined.masked(story, unit)) is stays


def test_the_street_before_that_town_is_looked_for() -> None:
    """The gate makes nothing unfindable but the town itself, right behind the date."""
    line = "Röntgen 2020-01-02 Storgatan 4 Helsingborg"
    assert examined.masked(line, "Ortopeden, Helsingborg") == line


def test_a_spread_of_infection_is_told_with_its_value() -> None:
    """ "FFP3, egen väntan" says less than "Luftburen smitta"."""
    page = PAGE.format("Hosta.") + "LUFTBUREN SMITTA: FFP3, egen väntan\n"
    assert "LUFTBUREN SMITTA" in read(page).fields[FieldName.INFECTION]


def test_a_plan_at_another_hospital_keeps_its_town() -> None:
    """Where the patient goes next is for the reader to know."""
    assert "Linköping" in told("Hemoptys. Embolisering planeras i Linköping.").fields[FieldName.HISTORY]


def test_a_picture_with_its_time_and_finding_is_none_that_is_asked_for() -> None:
    """ "Lungrtg Torsby 23.05: …" had stood on the sheet as the examination, and what was wished for below it."""
    note = (
        "Torbjörn Lindqvist 19410622-9828. Ont i bröstet. Lungrtg Torsby 23.05: breddat mediastinum.\n"
        "Önskar att DT hjärta-aorta görs direkt vid ankomst. Dissektion? Akuten Torsby, svar 031-390 06 10.\n"
    )
    assert read(note).fields[FieldName.EXAMINATION] == "DT hjärta-aorta"


@pytest.mark.parametrize(
    ("where", "carried"), [("Sal 4, säng, syrgas 2 L", True), ("Solgården rum 4", False), ("solgården rum 12", False)]
)
def test_a_bed_goes_along_and_a_homes_room_does_not(where: str, carried: bool) -> None:
    """Behind "Var" both had been taken for a home."""
    fields = read(PAGE.format("Ont.") + f"Var: {where}\n").fields
    assert any(where in value for value in fields.values()) is carried
