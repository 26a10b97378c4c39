"""Makers are called as people are: beside what they made they stay, anywhere else they go."""

from __future__ import annotations

import pytest
from cleaning import history, told

from outbound.lexicon import brands


@pytest.mark.parametrize(
    "story",
    [
        "Står på Metformin Actavis, Bisoprolol Orion och Heparin Leo.",
        "Lasix Retard 30 mg, Morfin Meda 5 mg iv.",
        "Stapesprotes hö öra 2011 (Karl Storz, titan).",
        "Höftprotes hö (Lubinus SP II, Link) 2016.",
        "Tidigare fem-pop bypass vä (PTFE Gore) 2019.",
        "Tar p-piller (Yasmin) och Alvedon.",
        "P-piller (Yasmin, Bayer), Trelegy Ellipta (GSK).",
        "Xarelto 15 mg (Bayer) i morse, Tazocin 4 g x 3 (Pfizer).",
        "VA-ECMO (Cardiohelp, Getinge), IABP via a. femoralis sin (Getinge).",
        "Aortaklaff (Magna Ease 23, Edwards), ICP-mätare Codman Microsensor (Integra).",
        "Eliquis (Bristol-Myers Squibb) i morse, respirator Hamilton-C6.",
        "Får Enhertu (Daiichi Sankyo/AstraZeneca) sedan i våras.",
        "Pacemaker Biotronik Edora, elektroder Solia, 2022.",
        "OTSC-klämma (Ovesco), kopparspiral (Mona Lisa), Zephyr-ventiler (Pulmonx) 2026.",
        "Bröstexpander hö Mentor CPX4, titanplatta (KLS Martin 2009).",
        "Klaff (St. Jude Medical), spiral (Mirena, Bayer), anafylaxi av Omnipaque (GE Healthcare) 2009.",
    ],
)
def test_what_somebody_made_stays_with_its_maker(story: str) -> None:
    """Behind a medicine, in brackets behind a device, behind what kind of medicine it is."""
    assert history(story) == story


@pytest.mark.parametrize(
    ("story", "name"),
    [
        ("Tar Waran. Leo hittade honom på golvet.", "Leo"),
        ("Sambon Yasmin såg fallet.", "Yasmin"),
        ("Ont i buken. Gore ringde ambulans.", "Gore"),
        ("Får Alvedon av sonen Orion var sjätte timme.", "Orion"),
        ("Heparin Leo hämtade på apoteket.", "Leo"),
        ("Har pump. Solveig sover.", "Solveig"),
        ("Drän Hjördis vill inte ha.", "Hjördis"),
        ("Stent Kowalczyk vet om.", "Kowalczyk"),
        ("Fick CVK på avdelningen, satt av Leo i natt.", "Leo"),
    ],
)
def test_whoever_is_called_so_goes(story: str, name: str) -> None:
    """A sentence of their own, a word for a relative, or what only people do."""
    assert name not in history(story)


def test_the_patient_s_name_goes_from_beside_a_medicine_as_well() -> None:
    """No list outranks the identity."""
    assert "Torbjörn" not in told("Alvedon Torbjörn tål bra.").fields.values()


def test_two_words_are_one_maker() -> None:
    """Together, and the first not by itself."""
    assert brands.makers().fullmatch("Karl Storz")
    assert brands.makers().fullmatch("St. Jude Medical")
    assert not brands.makers().fullmatch("Karl")
    assert brands.is_medicine("Lasix")
    assert not brands.is_medicine("Buk")
