"""The patient's name cut short or broken, and abbreviations of the field that happen to be somebody's initials."""

from __future__ import annotations

import pytest
from cleaning import PAGE, cleaned, history

from outbound.referral import FieldName


def _of(name: str, story: str) -> str:
    """What the sheet would say of that story if somebody else were the patient."""
    page = PAGE.replace("Torbjörn Lindqvist", name).format(story)
    return cleaned(page).fields[FieldName.HISTORY]


@pytest.mark.parametrize(
    ("story", "secret"),
    [
        ("TL är orolig.", "TL"),
        ("Vi har träffat TL på avdelningen.", "TL"),
        ("Bad TL komma åter.", "TL"),
        ("TLs dotter ringde.", "TL"),
        ("TL:s dotter ringde.", "TL"),
        ("T L är orolig.", "T L"),
        ("tl är orolig.", "tl"),
        ("Ont enligt T.L. sedan i går.", "T.L"),
        ("T Lindqvist mår illa.", "T "),
        ("Fru L. svarar ej.", "L."),
        ("L-qvist mår illa.", "qvist"),
        ("L:qvist mår illa.", "qvist"),
        ("Lindq. mår illa.", "Lindq"),
        ("Fru Lind qvist svarar ej.", "qvist"),
        ("Torb-jörn svarar ej.", "jörn"),
        ("lind qvist svarar ej.", "qvist"),
        ("LIND QVIST SVARAR EJ.", "QVIST"),
        ("Lind- qvists smärta.", "qvist"),
        ("Tor bjö rn svarar ej.", "bjö"),
    ],
)
def test_a_name_cut_short_or_broken_goes(story: str, secret: str) -> None:
    """Initials with and without points, what is left of a long name, and its parts side by side."""
    assert secret not in history(story)


@pytest.mark.parametrize(
    "story",
    [
        "Hb 110, TL, CRP 12.",
        "TL 3,2 i går.",
        "P-TL och TL-index ua.",
        "T-L-övergången öm.",
        "L-dopa sedan 2019.",
        "Lindrig smärta, lind ring av den.",
    ],
)
def test_what_only_looks_so_stays(story: str) -> None:
    """A value, a row of abbreviations, a part of a word."""
    assert history(story) == story


@pytest.mark.parametrize(
    ("name", "story"),
    [
        ("Maria Rosander", "MR hjärna i juni 2024 ua."),
        ("Maria Rosander", "Planeras MR."),
        ("Maria Rosander", "Pat MR-undersöktes i går."),
        ("Maria Rosander", "MR är utförd, MR visar metastas."),
        ("Daniel Törn", "Pat DT buk i går ua."),
        ("Ulla Larsson", "UL lever ua."),
        ("Kerstin Svensson", "Överflyttad från KS i går."),
        ("Stig Ulf Svensson", "SUS kontaktad."),
        ("Karin Karlsson", "KK jour kontaktad."),
        ("Inger Viola Andersson", "Åter IVA."),
        ("Anders Felt", "Känt AF."),
        ("Per Karlsson", "PK 2,3, APTT 34."),
        ("Siv Öhman", "Handkir på SÖS kontaktad."),
        ("Jan Svensson", "Opererad i jan 2019."),
        ("Erik Hansson", "Hans son ringde."),
        ("Stina Sandberg", "Sand i ögat."),
    ],
)
def test_an_abbreviation_or_a_word_is_nobody(name: str, story: str) -> None:
    """What the field says has somebody's initials or parts of a name by chance."""
    assert _of(name, story) == story


@pytest.mark.parametrize(
    ("name", "story", "secret"),
    [
        ("Maria Rosander", "MR är orolig.", "MR"),
        ("Maria Rosander", "MR har ont i magen.", "MR"),
        ("Karl-Gustav Hansson", "KG mår illa.", "KG"),
        ("Karl-Gustav Hansson", "H-son mår illa.", "H-son"),
        ("Anna-Lena Storm", "ALS är orolig.", "ALS"),
        ("Jasna Hadžihasanović", "Hadzi-hasanovic svarar ej.", "hasanovic"),
    ],
)
def test_what_only_people_feel_makes_an_abbreviation_somebody(name: str, story: str, secret: str) -> None:
    """No scan is worried."""
    assert secret not in _of(name, story)
