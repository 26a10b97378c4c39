"""Who the patient is by names and numbers of any form, and who in it is somebody else."""

from __future__ import annotations

from cleaning import FOOT, HEAD, cleaned, codes

from outbound.referral import FieldName


def test_last_four_with_their_date_are_a_number() -> None:
    """A form that parts the number over two labels tells one; the last four alone are nothing to print."""
    clean = cleaned(
        "Pat: Bo Fransson  Född: 1951-02-14  Sista fyra: 9886\nUndersökning: MR rygg\nFrågeställning: Metastas?\n"
        f"Anamnes: Svaga ben.{FOOT}"
    )
    assert "510214-9886" in clean.identity.numbers
    assert all("9886" not in text for text in clean.fields.values())


def test_a_name_of_two_letters_is_no_label() -> None:
    """ "An" stands before an anamnesis on some forms; before a surname it is somebody."""
    clean = cleaned(f"{HEAD}Barnafader: An Tran\nAnamnes: Ont i magen. An är inte på plats.{FOOT}")
    assert "An " not in clean.fields[FieldName.HISTORY]


def test_a_heading_is_no_name() -> None:
    """What stands over the number in capitals is the clinic's form: its unit keeps its name."""
    text = HEAD.replace("Namn: Torbjörn Lindqvist\nPersonnummer:", "ÖNH-REMISS RÖNTGEN\nPersonnummer och namn:")
    text = text.replace("9828", "9828 Rebecka Ståhl") + "Anamnes: Trismus." + FOOT.replace("Akut", "ÖNH-")
    assert cleaned(text).fields[FieldName.UNIT] == "ÖNH-mottagningen NÄL"


def test_the_sender_of_a_mail_is_no_patient() -> None:
    """The unit's own mailbox is nothing that the gate looks for on a sheet with the unit's name."""
    clean = cleaned(f"Från: Akuten <akut.nal@example.org>\n{HEAD}E-post: bo@example.org\nAnamnes: Ont.{FOOT}")
    assert clean.identity.emails == ("bo@example.org",)


def test_a_relative_is_nobody_to_call_back() -> None:
    """ "Kontakt: hustru ..." is private whatever stands before it; nobody telephones her with the answer."""
    text = HEAD.replace("Undersökning", "Hemland: Tyskland\nKontakt: hustru Heike, 070-174 06 55\nUndersökning")
    clean = cleaned(f"{text}Anamnes: Huvudvärk.{FOOT}")
    assert clean.fields[FieldName.CALL_BACK] == "031-390 06 10"
    assert clean.identity.phones == ("070-174 06 55",)


def test_nobody_by_a_reserve_number_alone() -> None:
    """One label may tell both that nobody knows who, and the number given instead."""
    who = "Namn: Torbjörn Lindqvist\nPersonnummer: 19410622-9828"
    text = HEAD.replace(who, "Identitet: Okänd, flicka. Reservnummer 20090101K065")
    assert "no_identity" not in codes(f"{text}Anamnes: Medvetslös.{FOOT}")


def test_columns_of_patient_and_referrer() -> None:
    """Below its heading the referrer's column goes on with the doctor and the telephone."""
    text = (
        "Patient                         Beställare\nHolger Vikander                 Akutmottagningen NÄL\n"
        "19330105-9865                   Leg läk Tilda Röing\nSolrosvägen 5                   031-390 06 77\n\n"
        "Undersökning: DT buk\nFrågeställning: Ischemi?\nAnamnes: Ont i magen.\n"
    )
    clean = cleaned(text)
    assert clean.fields[FieldName.CALL_BACK] == "031-390 06 77"
    assert not clean.reasons


def test_somebody_unknown_has_no_name() -> None:
    """A reserve number, "Okänd, man" and a guess at the age are all that can be told: the guess is what is printed."""
    text = HEAD.replace("Torbjörn Lindqvist", "Okänd, man").replace("19410622-9828", "19700101M073")
    clean = cleaned(f"{text}Ålder: uppskattningsvis 50-60 år\nAnamnes: Medvetslös.{FOOT}")
    assert not clean.reasons
    assert (clean.age, clean.sex) == ("uppskattningsvis 50-60 år", "man")


def test_a_mothers_number_is_explained_by_its_label() -> None:
    """It is removed, it makes nobody look, and the age stays the patient's; behind no such word somebody looks."""
    text = f"Moderns pnr: 19930418-9984\n{HEAD}Anamnes: Oroligt andad.{FOOT}"
    small = text.replace("19410622-9828", "20261120-9806")
    assert not {"other_person", "several_patients"} & (codes(text) | codes(small))
    assert (cleaned(text).age, cleaned(small).age) == ("85 år", "3 dagar")
    assert "19930418" not in " ".join(cleaned(text).fields.values())
    assert "other_person" in codes(text.replace("Moderns pnr", "Även"))
