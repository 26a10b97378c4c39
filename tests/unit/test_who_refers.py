"""Who refers, from where, and what stands beside them on their line."""

from __future__ import annotations

import pytest
from cleaning import FOOT, cleaned, codes, read

from outbound.referral import FieldName

WHO = "Torbjörn Lindqvist, 19410622-9828\n"
ASKED = "Us: DT buk\nFråga: Ileus?\nAnamnes: Ont i buken sedan i går, kräks.\n"


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("Från kirurgavd 73, inneliggande.\n", "kirurgavd 73"),
        ("Ringer: ortopedjour Elif Sandström, SÄS Borås, sök 2 71 55\n", "SÄS Borås"),
        ("Avs enhet: Ortopedakuten Skövde (via ambulans, höftspårssköterska)\n", "Ortopedakuten Skövde"),
        ("Rem: läk Eva Lind, Kullbergska sjukhuset, sök 4 30 12\n", "Kullbergska sjukhuset"),
    ],
)
def test_the_unit_is_found_where_it_is_told(line: str, unit: str) -> None:
    """In small letters behind "Från", beside whoever rings, with how somebody came in brackets."""
    assert unit in cleaned(line + WHO + ASKED).fields[FieldName.UNIT]


def test_whom_a_mail_goes_to_refers_nobody() -> None:
    """The radiology that reads it is no sender; the ward of which it tells is."""
    text = f"Från: Mirja Salonen-Berg\nTill: MR-jouren\nÄmne: DT buk\n\n{WHO}Inlagd på medicinavd 5 Västerås.\n{ASKED}"
    fields = cleaned(f"{text}Jag nås på 031-390 06 50.\n").fields
    assert fields[FieldName.UNIT] == "medicinavd 5 Västerås"
    assert fields[FieldName.REFERRER] == "Mirja Salonen-Berg"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Ring obstetrik-BJ Camilla Rosvall på dect 3 19 66.\n", "Camilla Rosvall"),
        ("Kir-BJ Amelie Hjorth, op/IVA, ankn 0 71 12.\n", "Amelie Hjorth"),
        ("Från: Barnkliniken Sunderbyn, läk Oleksandr Marchenko, tel dect 8 06 61\n", "Oleksandr Marchenko"),
    ],
)
def test_titles_cut_short_are_titles(line: str, name: str) -> None:
    """Of whoever stands behind those on call, and of any doctor."""
    assert name in "\n".join(cleaned(WHO + ASKED + line).fields.values())


def test_a_story_behind_who_refers_is_a_story() -> None:
    """A relative's sentence and what was told behind it stood as the referrer."""
    line = "Rem dr Eva Hummel, 031-390 06 51. Systerson Arvo 070-1740642. Torbjörn är klar i huvudet och vill veta.\n"
    fields = cleaned(WHO + ASKED + line + "Enhet: Akuten NÄL\n").fields
    assert fields[FieldName.REFERRER] == "dr Eva Hummel."
    assert "klar i huvudet" in fields[FieldName.HISTORY]
    assert "Arvo" not in "\n".join(fields.values())


def test_a_value_that_is_cut_keeps_its_label() -> None:
    """What stood behind it was printed as the label, once more."""
    told = "Allergi: cefuroxim - anafylaxi. Vikt 47 kg. Stomi vä, klarar inte att ligga på mage mer än kort stund.\n"
    text = f"{WHO}Us: DT buk\n{told}"
    fields = cleaned(f"{text}Fråga: Ileus?\nEnhet: Akuten NÄL\n").fields
    assert fields[FieldName.ALLERGY] == "cefuroxim - anafylaxi."


def test_how_urgent_it_is_may_stand_behind_the_wish() -> None:
    """ "Us: DT buk. Prio akut."."""
    fields = cleaned(f"{WHO}Us: DT buk med kontrast. Prio akut.\nFråga: Ileus?\nAnamnes: Ont i buken.{FOOT}").fields
    assert (fields[FieldName.EXAMINATION], fields[FieldName.PRIORITY]) == ("DT buk med kontrast", "akut")


def test_a_question_in_passing_is_the_story_s() -> None:
    """A line that tells first and asks last was the question, whole."""
    line = "Forxiga. Krea 243, eGFR 24; kontrast trots det. Vikt 148 kg - bordets gräns?\n"
    fields = cleaned(WHO + line + "Us: DT buk\nFråga: Gas i fascia?" + FOOT).fields
    assert fields[FieldName.QUESTION] == "Gas i fascia?"
    assert "Forxiga" in fields[FieldName.HISTORY]


def test_what_somebody_on_call_made_is_no_label() -> None:
    """ "UKG jour: insufficiens" stays one sentence."""
    told = "Blåsljud. UKG jour: aortainsufficiens grad 3."
    assert told in cleaned(f"{WHO}Us: DT aorta\nFråga: Dissektion?\nAnamnes: {told}{FOOT}").fields[FieldName.HISTORY]


def test_what_is_ticked_beside_a_label_is_its_value() -> None:
    """Though it may be a label too: the risk was left out."""
    fields = cleaned(f"{WHO}{ASKED}Riskfaktorer   Nedsatt njurfunktion\nkontrast\n{FOOT}").fields
    assert "Nedsatt njurfunktion" in fields[FieldName.OTHER]


@pytest.mark.parametrize(
    ("told", "age"),
    [
        ("Rut Lahtinen, 250225+9829\n", "101 år"),
        ("Rut Lahtinen, 250225-9829, 101-årig kvinna\n", "101 år"),
        ("Pnr: 250225+9829\nNamn: Rut Lahtinen\n", "101 år"),
    ],
)
def test_whoever_is_over_a_hundred_is_no_child(told: str, age: str) -> None:
    """By the sign before the last four or by the story, with a label or without: she was 20 months old."""
    clean = cleaned(told + ASKED + FOOT)
    assert (clean.age, clean.sex) == (age, "kvinna")


def test_figures_that_make_no_day_are_a_number() -> None:
    """ "0009914472" would be of 31 September; it was somebody else's personal number, and no accession number."""
    text = f"{WHO}Acc.nr: 0009914472\n{ASKED}{FOOT}"
    assert cleaned(text).accessions == ("0009914472",)
    assert not codes(text) & {"other_person", "accession_suspicious"}


@pytest.mark.parametrize("number", ["OLR 55 00318", "MLA 0452 8810"])
def test_an_accession_number_in_groups_is_no_telephone(number: str) -> None:
    """Behind its word without a colon; part of it looks like a number in Sollefteå."""
    told = read(f"Accession {number}\n{WHO}{ASKED}Enhet: Akuten NÄL\n")
    assert told.accessions == (number,)
    assert FieldName.CALL_BACK not in told.fields


def test_a_bracket_before_a_telephone_stays() -> None:
    """ "[telefon])" had lost its other half."""
    told = cleaned(f"{WHO}{ASKED}Anhörig hustrun (070-174 06 38) vet.{FOOT}")
    assert all(text.count("(") == text.count(")") for text in told.fields.values())


def test_a_class_in_roman_figures_is_no_school() -> None:
    """ "gadolinium klass II" was an address."""
    told = "Gadolinium klass II är OK, NYHA klass III. Mamman GBS-pos."
    assert "klass II är OK, NYHA klass III" in cleaned(f"{WHO}{ASKED}Status: {told}{FOOT}").fields[FieldName.STATUS]


@pytest.mark.parametrize(
    ("wish", "asked"),
    [
        ("Tack för hjälp med DT hjärna och halskärl, prio 1, på denna 69-åriga kvinna.", "DT hjärna och halskärl"),
        ("Jag skulle uppskatta en MR hjärna med venografi om magneten är ledig.", "MR hjärna med venografi"),
        ("Jag önskar därför en DT hjärna utan kontrast, patienten är i hissen.", "DT hjärna utan kontrast"),
        ("Vill ha knä hö + patella axial, undrar fraktur.", "knä hö + patella axial"),
    ],
)
def test_a_letter_s_wish_is_what_is_asked_for(wish: str, asked: str) -> None:
    """However politely it is put, and whatever goes on behind it."""
    assert cleaned(f"{WHO}{wish} Ont sedan i går, kräks. Blödning?{FOOT}").fields[FieldName.EXAMINATION] == asked


def test_what_can_t_be_made_is_not_asked_for() -> None:
    """ "Ej MR utan magnetuttag" was printed as the examination."""
    text = f"{WHO}Implantat, ej MR utan magnetuttag. Ont sedan i går. Us: DT hjärna\nFråga: Blödning?{FOOT}"
    assert cleaned(text).fields[FieldName.EXAMINATION] == "DT hjärna"


@pytest.mark.parametrize(
    ("foot", "name"),
    [
        ("Signe Fahlgren\nLeg läk, neurokirurgen NUS\nTel DECT 38 207\n", "Signe Fahlgren"),
        ("Elsa-Maria Stenvall\nSpecialist, infektion\nTel DECT 36 814\n", "Elsa-Maria Stenvall"),
        ("Rasmus Tegnér / kir akm Helsingborgs lasarett\nsök 6214, op 6300\n", "Rasmus Tegnér"),
        ("Karim Boulahya, barnavd 324, tel 34 520\n", "Karim Boulahya"),
        ("   - Sofia Nordlander, IVA 50 Akademiska, DECT 76 233\n", "Sofia Nordlander"),
        ("Bo Hjelmqvist, CSK akuten, DECT 5520 // acc KSD26-118860\n", "Bo Hjelmqvist"),
        ("Tegnér, R  sök 6214  kir akm\n", "Tegnér, R"),
        ("Nils Baudin, sök 616 4421\nBB 5, Södersjukhuset\n", "Nils Baudin"),
    ],
)
def test_who_signs_is_named(foot: str, name: str) -> None:
    """By a title on the line below, a unit beside them or on the next line, a telephone of the house's."""
    assert name in cleaned(WHO + ASKED + foot).fields[FieldName.REFERRER]


def test_a_mobile_below_a_signature_is_the_staff_s() -> None:
    """A relative's stays theirs."""
    signed = "Hälsar\nHeikki Lauronen, distriktsläkare\nTel 0980-319 212, mobil 070-174 06 98\n"
    foot = f"Sonen nås på 070-174 06 97.\n\n{signed}"
    told = cleaned(f"{WHO}{ASKED}{foot}").fields
    assert told[FieldName.CALL_BACK] == "0980-319 212"
    assert "97" not in "\n".join(told.values())


def test_a_list_that_is_counted_begins_anew_with_each_line() -> None:
    """What stood below a relative went with them, and the next count was taken for the end of a telephone."""
    text = (
        "1. ID: 19410622-9828, Torbjörn Lindqvist\n2. Anhörig: hustru Birgit; son Fredrik i Enköping\n"
        "3. VA-ECMO (Cardiohelp, Getinge) sedan i natt\n4. Us: DT hjärna\n5. Fråga: Blödning?\n"
        "6. Remittent: öl Jakob Rydbeck, tel 018-76 000\n7. Accession: UAS-2611-5501\n8. Enhet: CIVA Akademiska\n"
    )
    clean = cleaned(text)
    assert "VA-ECMO (Cardiohelp, Getinge)" in clean.fields[FieldName.HISTORY]
    assert clean.accessions == ("UAS-2611-5501",)
    assert "Birgit" not in "\n".join(clean.fields.values())


def test_whoever_may_not_answer_is_the_patient() -> None:
    """ "... om hon inte svarar på 070-..." was printed as the number to call back."""
    text = "Ring maken Yonas på 070-174 06 62 om hon inte svarar på 0701740663. Jag själv har jourtelefon ankn 1 92 07."
    told = cleaned(f"{WHO}{ASKED}{text}\nEnhet: Akuten NÄL\n").fields
    assert told[FieldName.CALL_BACK] == "ankn 1 92 07"
    assert "0701740663" not in "\n".join(told.values())


def test_a_home_ends_where_the_staff_begins() -> None:
    """Cells below a home in its column were the home's: the doctor was masked as an address everywhere."""
    text = (
        "20101005-9853    Svantesson, Oliver\nHem: Bredgatan 50, Åhus     Skola: Wendesgymnasiet\n"
        "Remissnr KR/1611/7734     Acc CSK-US-2611-0401\nUrologjour Bodil Träd, kirurgakuten      DECT 5-4450\n"
    )
    told = cleaned(f"{text}{ASKED}").fields
    assert "Bodil Träd" in told[FieldName.REFERRER]
    assert told[FieldName.CALL_BACK] == "DECT 5-4450"


def test_orthopaedics_cut_short_is_no_town() -> None:
    """ "Ort" heads a town in a form; before a ward it is one."""
    told = cleaned(f"{WHO}{ASKED}Ort CSK avd 54, Fredrika Lind sök 90344\n").fields
    assert told[FieldName.UNIT].startswith("Ort CSK avd 54")


def test_an_order_s_number_is_nobody_s() -> None:
    """ "26-1114-0071" was a newborn's number, and every sample of that day lost its date."""
    clean = cleaned(f"{WHO}Remissnr: 26-1114-0071\n{ASKED}Kreatinin: 57 2026-11-14{FOOT}")
    assert "2026-11-14" in clean.fields[FieldName.KIDNEY]


def test_lines_that_were_ended_early_stay_lines() -> None:
    """A terse note was one sentence, and a town of one line was taken for the home of another."""
    lines = (
        "drän hö tömmer grumligt sedan kl 20, ca 300 ml, illaluktande och tjockt",
        "bott ensam i Bromölla",
        "jfr MR prostata 2025-06-10 Helsingborg",
    )
    told = cleaned(f"{WHO}{chr(10).join(lines)}\nUs: DT buk\nFråga: Läckage?{FOOT}").fields[FieldName.HISTORY]
    assert "Helsingborg" in told
    assert "Bromölla" not in told


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("kir CSK Ronja Malmgren, 90226\n", "90226"),
        ("IVA CSK, Tobias Hellgård 5-4115\n", "5-4115"),
        ("Öl Gyllenspets 5533\n", "5533"),
        ("Gynakuten Akademiska, Vera Hallonsten, 15 611.\n", "15 611"),
        ("Dr         Louise Grenander\nDECT       5-4683\n", "5-4683"),
        ("Beställare: Leg läk Bo Ek\nÅterkontakt: 040-628 04 11\n", "040-628 04 11"),
    ],
)
def test_a_number_of_the_house_s_is_called_back(line: str, number: str) -> None:
    """At the end of a terse line, behind its label; not one that the patient's block says not to use."""
    private = "Telefon: endast via avdelningen, EJ privata numret 0701740618\n"
    told = cleaned(f"{WHO}{private}{ASKED}{line}").fields
    assert told[FieldName.CALL_BACK] == number


def test_a_label_that_is_not_the_field_s_own_goes_along() -> None:
    """ "Diabetes: typ 2, Jardiance" was printed as "typ 2, Jardiance"."""
    told = cleaned(f"{WHO}{ASKED}Diabetes: typ 2, Jardiance{FOOT}").fields
    assert "Diabetes: typ 2, Jardiance" in "\n".join(told.values())


def test_a_weight_in_a_cell_of_its_own_is_one() -> None:
    """Beside age and sex, without any label."""
    assert cleaned(f"{WHO}Pojke, 16 år       72 kg\n{ASKED}{FOOT}").fields[FieldName.WEIGHT] == "72 kg"


def test_a_mail_s_sender_may_tell_their_unit() -> None:
    """ "Från: Andreas Lövgren, Infektionskliniken, Falu lasarett"."""
    head = "Till: rtg-jour\nFrån: Andreas Lövgren, Infektionskliniken, Falu lasarett\n\n"
    told = cleaned(f"{head}{WHO}{ASKED}Svara på DECT 91 602.\n").fields
    assert told[FieldName.REFERRER] == "Andreas Lövgren"
    assert told[FieldName.UNIT] == "Infektionskliniken, Falu lasarett"


def test_an_implant_s_day_is_nobody_s_birth() -> None:
    """ "TIPS-stent Gore Viatorr 2024-11-05" was somebody born in 2024."""
    told = cleaned(f"{WHO}{ASKED}Implantat: TIPS-stent Gore Viatorr 2024-11-05{FOOT}").fields
    assert told[FieldName.IMPLANT] == "TIPS-stent Gore Viatorr 2024-11-05"
