"""What stands beside the staff's fields and is the patient's or somebody near's: an attack showed each of these."""

from __future__ import annotations

import pytest
from cleaning import cleaned, told

from outbound.referral import FieldName

ASKED = "Undersökning: DT hjärna\nFråga: Blödning?\nAnamnes: Föll hemma. Kräkts. Trött.\n"
PATIENT = "Patient: Ragnhild Moberg   Pnr: 19321023-9848\n"


@pytest.mark.parametrize(
    "head",
    [
        "Enhet: Akutmottagningen NÄL                 Ragnhild Moberg\n"
        "Läkare: Sara Nyhlén                         19321023-9848\n"
        "Svarstelefon: 031-390 06 12                 Sjuntorp\n",
        "Enhet:\tAkutmottagningen NÄL\tMoberg, Ragnhild\n"
        "Läkare:\tSara Nyhlén\tPnr 19321023-9848\n"
        "Svarstelefon:\t031-390 06 12\tÅsvägen 4, Sjuntorp\n",
        "Remittent: Sara Nyhlén                      Namn: Ragnhild Moberg\n"
        "Svarstelefon: 031-390 06 12                 Pnr: 19321023-9848\n"
        "Prio: Akut                                  Adress: Åsvägen 4\n"
        "Enhet: Akutmottagningen NÄL                 Sjuntorp\n",
        "Svarstelefon: 031-390 06 12                 Namn: Ragnhild Moberg\n"
        "Prio: Akut                                  Pnr: 19321023-9848\n"
        "Enhet: Akutmottagningen NÄL                 Anhörig: Siv Ask\n"
        "Remittent: Sara Nyhlén                      Ulf Rönn\n",
        f"{PATIENT}Enhet: Akutmottagningen NÄL                 Anhörig: Siv Ask\n"
        "Läkare: Sara Nyhlén                         070-174 06 32\nSvarstelefon: 031-390 06 12\n",
    ],
)
def test_a_column_beside_the_staff_is_the_patients(head: str) -> None:
    """A sticker, a block of labels, or what goes on below them: none of it is printed, and the staff's is."""
    clean = cleaned(head + ASKED)
    printed = " ".join(clean.fields.values())
    for secret in ("Ragnhild", "Moberg", "Sjuntorp", "19321023", "Siv", "Rönn", "174 06 32"):
        assert secret not in printed
    assert (clean.fields[FieldName.UNIT], clean.fields[FieldName.CALL_BACK]) == (
        "Akutmottagningen NÄL",
        "031-390 06 12",
    )
    assert clean.fields[FieldName.REFERRER] == "Sara Nyhlén"


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        ("Ringt av: Lena Ask, dotter", "Lena"),
        ("Underskrift: Bea Palm, vårdnadshavare", "Palm"),
        ("Kommer ifrån: hemmet, Sjuntorp", "Sjuntorp"),
        ("Vårdas på: Ekbacken", "Ekbacken"),
        ("Remitterande enhet: LSS Ekbacken", "Ekbacken"),
        ("Remitterande enhet: Kriminalvården Brinkeberg", "Brinkeberg"),
        ("Remitterande enhet: Akutmottagningen NÄL (bor Furan)", "Furan"),
        ("Svarstelefon: 031-390 06 12, efter kl 07 Ekbacken 070-174 06 31", "070-174 06 31"),
        ("Svar ring: 031-390 06 12 samt Siv Ask 070-174 06 31", "Siv"),
    ],
)
def test_a_staff_field_gives_nobody_private_away(line: str, secret: str) -> None:
    """A relative who rang, a home in the place of a unit, a second number for somebody else."""
    clean = cleaned(f"{PATIENT}Läkare: Sara Nyhlén\nTelefon läkare: 031-390 06 12\n{ASKED}{line}\n")
    assert secret not in " ".join(clean.fields.values())


@pytest.mark.parametrize(
    ("story", "secret"),
    [
        ("78-årig man från Mariestad med akut påkommen huvudvärk.", "Mariestad"),
        ("Pensionerad lots i Lysekil, stent 2019.", "Lysekil"),
        ("Sonen i Mariestad kontaktad.", "Mariestad"),
        ("Svärsonen, ssk Fredrik, var med.", "Fredrik"),
        ("Gift med dr Hamberg på kirurgen.", "Hamberg"),
        ("Demensboende, Furan. Föll i natt.", "Furan"),
        ("Hittad av Hansen i trappan.", "Hansen"),
        ("Klämd av truck på ESAB i natt.", "ESAB"),
        ("Kräktes hemma, siv larmade.", "siv"),
        ("Kom med dotter liv, som hittade honom.", "liv"),
        ("Ramlade på sin 40-årsdag 22 juni.", "22 juni"),
        ("Dottern säger: ring mig på 070-174 06 31.", "174 06 31"),
        ('Dottern skrev så här: "Jag nås på 070-174 06 31."', "174 06 31"),
    ],
)
def test_a_story_gives_nobody_away(story: str, secret: str) -> None:
    """Where somebody comes from, whatever else is told; kin with a title; homes, names and works that are words."""
    assert secret not in " ".join(told(f"Ont i buken. {story}").fields.values())


@pytest.mark.parametrize(
    ("line", "called"),
    [
        ("Capio närakut Lind  svar dr Rosén 031-390 06 41. pat mob 070-1740648", "031-390 06 41"),
        ("Capio närakut Lind  dr Rosén svarar 031-390 06 41", "031-390 06 41"),
        ("Hemtjänsten Lind    ssk Lena 070-174 06 48", ""),
    ],
)
def test_a_doctors_number_below_the_patients_is_the_doctors(line: str, called: str) -> None:
    """Two blanks make a column of any line; a title tells more, but nurses have homes for the old too."""
    note = f"vä fotled, fraktur?   Minna Lehtonen 19981229-9841\nHalkat på isfläck, kan ej belasta.\n{line}\n"
    clean = cleaned(note)
    assert clean.fields.get(FieldName.CALL_BACK, "") == called
    assert "1740648" not in " ".join(clean.fields.values()).replace(" ", "").replace("-", "")


def test_a_town_beside_the_number_is_no_name() -> None:
    """Or the hospital that is called so could not be printed."""
    letter = (
        "Akutmottagningen\nTorsby sjukhus\n\nTacksam för DT thorax med kontrast på Leif Skog, född 1958-10-01\n"
        "(581001-9850), Östmark 118, 685 93 Torsby.\n\nTrädgren över höger bröstkorg. Hemothorax?\n"
        "Jag nås på telefon 031-390 06 33 hela natten.\n"
    )
    fields = cleaned(letter).fields
    assert fields[FieldName.UNIT] == "Akutmottagningen, Torsby sjukhus"
    assert not any(word in " ".join(fields.values()) for word in ("Leif", "Skog", "Östmark", "581001"))
