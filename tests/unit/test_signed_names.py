"""Who signs without a title is the referrer, by the unit and the telephone that stand beside the name."""

from __future__ import annotations

import pytest
from cleaning import HEAD, cleaned, read

from outbound.referral import FieldName
from outbound.referral.words import titles

WHO = "Torbjörn Lindqvist 19410622-9828\n"
STORY = "DT buk akut. Ont i buken sedan i går, kräks. Ileus?\n"


@pytest.mark.parametrize(
    ("line", "unit", "referrer"),
    [
        ("P. Marklund akuten Skellefteå 031-390 06 66", "akuten Skellefteå", "P. Marklund"),
        ("svar muntligt tack! K. Hjortsberg IVA Örebro tfn 031-390 06 83", "IVA Örebro", "K. Hjortsberg"),
        ("AKM Mölndal D. Aronsson 070-174 06 42", "AKM Mölndal", "D. Aronsson"),
        ("mvh AT Lovisa Berg akm Mölndal sök 4417", "akm Mölndal", "AT Lovisa Berg"),
        ("urologen avd 136, tel 031-390 06 50 /Erik Sandell", "urologen avd 136", "Erik Sandell"),
        ("Med vänlig hälsning\nHelena Isaksson\nAkuten NÄL 031-390 06 50", "Akuten NÄL", "Helena Isaksson"),
        ("Akuten NÄL 031-390 06 50\nBirgitta Lönn\ndistriktsläkare", "Akuten NÄL", "Birgitta Lönn, distriktsläkare"),
        ("Akuten NÄL. I natt, sövs annars 06   Tyra Blixt   ankn 81502   HAL-118", "Akuten NÄL", "Tyra Blixt"),
        ("* Akut * Akuten NÄL * T. Mårdh * sök 2290", "Akuten NÄL", "T. Mårdh"),
        ("Akuten NÄL.\nKontakt Agnes Lilliehöök, kärlkirurgi, sök 71233", "Akuten NÄL", "Agnes Lilliehöök"),
        (
            "Akuten NÄL\nTack!\nHampus Lindeborg\nortopedjour, dect 7391",
            "Akuten NÄL",
            "Hampus Lindeborg, ortopedjour, dect 7391",
        ),
        ("L. Sabanovic urologjour\nUrologen avd 36, 031-390 06 50", "Urologen avd 36", "L. Sabanovic urologjour"),
    ],
)
def test_who_signs_without_a_title(line: str, unit: str, referrer: str) -> None:
    """Before the unit or behind it, with the telephone, behind a stroke, below a greeting."""
    fields = cleaned(f"{WHO}{STORY}{line}\n").fields
    assert (fields[FieldName.UNIT], fields[FieldName.REFERRER]) == (unit, referrer)


@pytest.mark.parametrize(
    "line",
    [
        "Dotter Stina Lindqvist 070-174 06 42",
        "Stina Lindqvist, granne, 070-174 06 42",
        "Pat bor hos Stina Lindqvist 070-174 06 42",
    ],
)
def test_nobody_near_signs(line: str) -> None:
    """A word for what they are to the patient tells."""
    clean = cleaned(f"{WHO}{STORY}{line}\nAkuten NÄL 031-390 06 50\n")
    assert "Stina" not in clean.fields.get(FieldName.REFERRER, "")
    assert "Stina" not in "".join(clean.fields.values())


def test_who_stands_behind_a_label_for_signing() -> None:
    """With a title or without, behind when it was made."""
    signed = f"{HEAD}Signerad av: Gustav Rehnberg\nEnhet: Akuten NÄL\nTel: 031-390 06 50\n"
    assert cleaned(signed).fields[FieldName.REFERRER] == "Gustav Rehnberg"
    made = (
        f"Skapad: 2025-02-03 03:41 av Nora Fagerlund, leg läk\n{HEAD}Enhet: Akuten NÄL\nTelefon enhet: 031-390 06 50\n"
    )
    assert cleaned(made).fields[FieldName.REFERRER] == "Nora Fagerlund, leg läk"


def test_who_orders_behind_a_unit_s_label() -> None:
    """ "Best" stands for whoever orders and for where."""
    fields = cleaned(f"{HEAD}Best: Elin Svärd\nAvd: Akuten NÄL\nTel: 031-390 06 50\n").fields
    assert (fields[FieldName.UNIT], fields[FieldName.REFERRER]) == ("Akuten NÄL", "Elin Svärd")


def test_a_doctor_below_the_number_is_no_name_of_the_patient() -> None:
    """A title and a telephone stand in that line."""
    page = f"{WHO}Ingela Stark, barnläkare, 031-390 06 59\nAkuten NÄL\n{STORY}"
    assert read(page).identity.names == ("Torbjörn Lindqvist",)
    assert cleaned(page).fields[FieldName.REFERRER] == "Ingela Stark, barnläkare"


def test_what_the_staff_did_is_told_where_a_label_names_who_refers() -> None:
    """The line says more than who they are."""
    staff = "Remittent: Dr Eva Lind\nEnhet: Akuten NÄL\nTel: 031-390 06 50\n"
    page = f"{HEAD}{staff}\nKirurg Bo Falk har bedömt, op-anmäld 07.30.\n"
    assert "op-anmäld 07.30" in cleaned(page).fields[FieldName.HISTORY]


def test_titles_alone() -> None:
    """A title with nobody, and one beside a name."""
    assert titles.is_one("distriktsläkare")
    assert not titles.is_one("distriktsläkare Bo Ek")
    assert titles.has_one("ssk koordinator")
    assert not titles.has_one("koordinator")


def test_whoever_is_near_and_to_be_rung_is_not_named() -> None:
    """A word for a relative beside the name, in another sentence, tells who that is."""
    page = f"{WHO}{STORY}Hustrun Stina Berg är med.\nAkuten NÄL, Stina Berg 031-390 06 42\n"
    assert "Stina" not in "\n".join(cleaned(page).fields.values())


@pytest.mark.parametrize(
    "near",
    [
        "Ring gärna Björn Ahlgren 070-174 06 06, han sitter i väntrummet.\nKirurgakuten / Maja Holm 031-390 06 22",
        "Kirurgakuten, Moa Berg, 031-390 06 22\nLars, 070-174 06 06",
        "Ring Pia Mark 070-174 06 06 innan hon skickas ner.\nKirurgakuten Pia Stenberg 031-390 06 22",
        "Kirurgakuten avd 24, Gerd Lindqvist 070-174 06 06, Oskar Bly 031-390 06 22",
    ],
)
def test_whoever_is_to_be_rung_beside_the_staff_is_not_called_back(near: str) -> None:
    """The number beside the unit is; what goes on about "han" and "hon" tells of somebody near."""
    clean = cleaned(f"{WHO}, hittad av Lars en trappa ner.\n{STORY}{near}\n")
    assert "031-390 06 22" in clean.fields[FieldName.CALL_BACK]
    assert "070-174" not in "\n".join(clean.fields.values())
    assert not any(name in "\n".join(clean.fields.values()) for name in ("Ahlgren", "Lars", "Mark", "Gerd"))
