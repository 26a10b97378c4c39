"""Forms that were filled in, exported or numbered, and what a page tells against its own labels."""

from __future__ import annotations

import pytest
from cleaning import read

from outbound.referral import FieldName, Referral

TOLD = {FieldName.EXAMINATION: "DT buk", FieldName.QUESTION: "Ileus?", FieldName.UNIT: "Akutmottagningen NÄL"}
RULED = """Namn ____Torbjörn Lindqvist____________
Personnummer ____19410622-9828______________
Telefon ___070-174 06 11____________________
Remitterande klinik ___Akutmottagningen NÄL____
Läkare ___Vera Zander_______________________
Telefon ___031-390 06 10____________________
Önskad undersökning ___DT buk_________
Frågeställning ___Ileus?_________________________
Krea ___66___  Vikt ___72 kg___
Anamnes: Ont i buken sedan i går.
"""
QUOTED = """"Namn","Torbjörn Lindqvist"
"Personnummer","19410622-9828"
"Beställande enhet","Akutmottagningen NÄL"
"Svarstelefon","031-390 06 10"
"Undersökning","DT buk"
"Frågeställning","Ileus?"
"Anamnes","Ont i buken sedan i går, kräks.
Säger ""som knivar""."
"""
RECORDS = """remissid;pnr;efternamn;fornamn;enhet;us;fraga;anamnes;krea;svartel
4409;19410622-9828;Lindqvist;Torbjörn;Akutmottagningen NÄL;DT buk;Ileus?;"Ont i buken sedan i går; öm";6;031-390 06 10
"""
NUMBERED = """01 PNR     19410622-9828
02 NAMN    LINDQVIST, TORBJÖRN
03 TEL     0701740611
10 ENHET   Akutmottagningen NÄL
12 RINGSV  031-390 06 10
20 US      DT buk
30 ANAMN   Ont i buken sedan i går.
40 FRÅGA   Ileus?
"""
PARTED = """1. Patientens identitet
   1.1 Namn            Torbjörn Lindqvist
   1.2 Personnummer    19410622-9828
2. Avsändare
   2.1 Enhet           Akutmottagningen NÄL
   2.2 Svarstelefon    031-390 06 10
3. Begäran
   3.1 Undersökning    DT buk
   3.2 Sjukhistoria    Ont i buken sedan i går.
   3.3 Frågeställning  Ileus?
"""
SLASHED = """NAMN/ Torbjörn Lindqvist
PNR/ 19410622-9828
ENHET/ Akutmottagningen NÄL
RING/ 031-390 06 10
US/ DT buk
ANAMNES/ Ont i buken sedan i går.
FRÅGA/ Ileus?
"""
POINTED = SLASHED.replace("/ ", "   » ")
ROUND = """(patient)     Torbjörn Lindqvist
(nr)          19410622-9828
(enhet)       Akutmottagningen NÄL
(läkare)      Vera Zander
(tel)         031-390 06 10
(us)          DT buk
(fråga)       Ileus?
Ont i buken sedan i går.
"""
ANSWERED = """Vem är patienten?            Svar: Torbjörn Lindqvist, 19410622-9828
Vem beställer?               Svar: Vera Zander
Vilken enhet?                Svar: Akutmottagningen NÄL
Vilket nummer ska ringas?    Svar: 031-390 06 10
Undersökning?                Svar: DT buk
Vad har hänt?                Svar: Ont i buken sedan i går.
Vad undrar ni?               Svar: Ileus?
"""
JOINED = """Pnr/Namn/Tel: 19410622-9828 / Torbjörn Lindqvist / 070-174 06 11
Läkare/Enhet/Svarstelefon: Vera Zander / Akutmottagningen NÄL / 031-390 06 10
Us: DT buk
Anamnes: Ont i buken sedan i går.
Fråga: Ileus?
"""
BOXED = """┌───────────────────────────────┐
│ Lindqvist, Torbjörn Emanuel   │
│ 19410622-9828                 │
└───────────────────────────────┘
Enhet: Akutmottagningen NÄL
Svarstelefon: 031-390 06 10
Us begärd:
  DT buk
Sjukhistoria:
  Ont i buken sedan i går.
Frågeställning:
  Ileus?
"""
PLAIN = """Patient: Torbjörn Lindqvist
Personnummer: 19410622-9828
Enhet: Akutmottagningen NÄL
Läkare: Vera Zander
Svarstelefon: 031-390 06 10
Undersökning: DT buk
Fråga: Ileus?
Anamnes: Ont i buken sedan i går.
"""


def codes(found: Referral) -> set[str]:
    """The codes of the reasons that hold a referral."""
    return {reason.code for reason in found.reasons}


@pytest.mark.parametrize(
    "page", [RULED, QUOTED, RECORDS, NUMBERED, PARTED, SLASHED, POINTED, ROUND, JOINED, BOXED, PLAIN]
)
def test_every_form_tells_the_same(page: str) -> None:
    """What is asked for, why, by whom, where to call, and who the patient is: whole, and each in its place."""
    found = read(page)
    assert {name: found.fields.get(name) for name in TOLD} == TOLD
    assert found.fields[FieldName.CALL_BACK] == "031-390 06 10"
    assert found.fields[FieldName.HISTORY].startswith("Ont i buken sedan i går")
    assert any("lindqvist" in name.lower() for name in found.identity.names)
    assert found.identity.numbers == ("19410622-9828",)
    assert not codes(found) & {"unknown_layout", "no_identity", "several_patients", "unit_missing"}


def test_a_form_that_answers_questions() -> None:
    """ "Svar:" behind a question is no telephone to answer to."""
    found = read(ANSWERED)
    assert found.fields[FieldName.CALL_BACK] == "031-390 06 10"
    assert (found.fields[FieldName.EXAMINATION], found.fields[FieldName.QUESTION]) == ("DT buk", "Ileus?")
    assert found.identity.numbers == ("19410622-9828",)


def test_a_cross_stands_for_the_head_above_it() -> None:
    """ "Pacemaker        X" tells the reader neither yes nor no."""
    page = f"{PLAIN}Checklista MR     Ja    Nej\nPacemaker               X\nKlaustrofobi      X\n"
    assert read(page).fields[FieldName.IMPLANT] == "Pacemaker: Nej\nKlaustrofobi: Ja"


def test_labels_below_their_values_are_not_believed() -> None:
    """A paper form with the label under the line would put the telephone where the wish belongs."""
    rows = (
        ("Torbjörn Lindqvist", "patientens namn"), ("19410622-9828", "personnummer"), ("Storgatan 4", "adress"),
        ("DT buk", "önskad undersökning"), ("Akut", "prioritet"), ("031-390 06 10", "avsändande enhet"),
        ("Ont i buken", "sjukhistoria"), ("Ileus?", "frågeställning"), ("070-1740611", "telefon"),
    )  # fmt: skip
    page = "\n".join(f"{value}\n............................\n{label}" for value, label in rows)
    assert "unknown_layout" in codes(read(page))


def test_a_form_for_the_referrer_to_fill_in_tells_the_patient() -> None:
    """ "Ifylles av remittent" over the patient's own lines made the patient the referrer."""
    found = read(f"Ifylles av remittent\n{PLAIN}")
    assert found.fields[FieldName.REFERRER] == "Vera Zander"
    assert found.identity.names == ("Torbjörn Lindqvist",)


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("Var: Nygatan 30, 2 tr, Bengtsfors", FieldName.UNIT),
        ("Beställning nr: 8830-0112", FieldName.CALL_BACK),
        ("Order: 990-1772-3", FieldName.EXAMINATION),
        ("Rem: LN25118", FieldName.REFERRER),
    ],
)
def test_a_value_of_another_kind_is_left_behind(line: str, field: FieldName) -> None:
    """A street behind "Var", and what the sending system numbered, are nothing that the reader needs."""
    told = line.partition(": ")[2]
    assert told not in read(f"{line}\n{PLAIN}").fields.get(field, "")


def test_who_is_told_by_the_value() -> None:
    """ "Avser" may stand before the examination, and the one who orders behind what looks like it."""
    page = PLAIN.replace("Undersökning:", "Avser:").replace("Enhet:", "Beställer:")
    assert {name: read(page).fields.get(name) for name in TOLD} == TOLD


def test_a_number_behind_somebody_near_is_theirs() -> None:
    """A newborn's referral has the mother's number on her line: one patient, and two people."""
    page = PLAIN.replace("19410622-9828", "20251118-9801")
    assert not codes(read(f"{page}Moder: Eva Lindqvist   pnr 19880120-9803\n")) & {"several_patients", "other_person"}
    assert not codes(read(f"{page}mor Eva Lindqvist 880120-9803\n")) & {"several_patients", "other_person"}


def test_the_time_of_printing_is_nobodys_number() -> None:
    """Day, hour and minute together may be a newborn's number by the check digit; behind "Tryckt" it is a time."""
    day, time = "20251108", "0315"
    stamp = f"{day} {time}"
    assert "other_person" in codes(read(f"Röntgenremiss        {stamp}\n{PLAIN}"))
    assert "other_person" not in codes(read(f"Röntgenremiss        tryckt {stamp}\n{PLAIN}"))


def test_a_town_with_a_hospital_is_nobodys_name() -> None:
    """Beside the number it was taken for a part of the name, and the unit lost its town."""
    page = PLAIN.replace("Akutmottagningen NÄL", "Akuten Visby").replace("Lindqvist\n", "Lindqvist, Visby\n")
    found = read(page)
    assert found.fields[FieldName.UNIT] == "Akuten Visby"
    assert found.identity.names == ("Torbjörn Lindqvist",)


def test_staff_below_the_referrer() -> None:
    """Who, from where and by which telephone on three lines are three things, and the telephone is the staff's."""
    page = PLAIN.replace("Enhet: Akutmottagningen NÄL\n", "").replace("Svarstelefon: 031-390 06 10\n", "")
    staff = "Remittent:  Läkare Vera Zander\n            Akutmottagningen NÄL\n            tel 070-174 06 12\n"
    found = read(page.replace("Läkare: Vera Zander\n", "") + staff)
    assert found.fields[FieldName.CALL_BACK] == "070-174 06 12"
    assert (found.fields[FieldName.UNIT], found.fields[FieldName.REFERRER]) == (
        "Akutmottagningen NÄL",
        "Läkare Vera Zander",
    )


@pytest.mark.parametrize(
    "line",
    [
        "Nyckel finns hos: Elsa Ek, nedre botten",
        "Arbetar för: Baltic Fönstermontage",
        "Rör: Torbjörn Lindqvist, 19410622-9828",
        "Bostadskommun: Hallstahammar",
    ],
)
def test_how_somebody_lives_is_left_behind_without_a_word(line: str) -> None:
    """A label that no list has, before what is somebody's own: nothing for the reader, and nothing to look at."""
    found = read(f"{PLAIN}{line}\n")
    assert "unknown_label" not in codes(found)
    told = line.partition(": ")[2].split(",")[0]
    assert not any(told in text for text in found.fields.values())


def test_an_unknown_label_before_a_fact_is_carried() -> None:
    """What nobody knows may be what the reader needs."""
    assert "Kompressor: CRP 312" in read(f"Kompressor: CRP 312\n{PLAIN}").fields[FieldName.OTHER]


def test_labels_in_two_tongues() -> None:
    """One label with a stroke in it; a name before a stroke and a label is none."""
    page = PLAIN.replace("Läkare:", "Referred by / Läkare:").replace("Undersökning:", "Examination / Undersökning:")
    found = read(page)
    assert (found.fields[FieldName.REFERRER], found.fields[FieldName.EXAMINATION]) == ("Vera Zander", "DT buk")
    joined = read(
        PLAIN.replace("Lindqvist\nPersonnummer", "Lindqvist / Personnummer").replace("NÄL\nLäkare", "NÄL / Läkare")
    )
    assert joined.fields[FieldName.UNIT] == "Akutmottagningen NÄL"


def test_the_sending_systems_number_beside_the_accession() -> None:
    """Two numbers behind two labels on one line: only the RIS's own may be printed."""
    found = read(f"{PLAIN}Numret på remissen / accession: RM4419-0027 / USOE992817\n")
    assert found.accessions == ("USOE992817",)
    assert read(f"{PLAIN}Accession: USOE992817, akuten, telefon 031-390 06 18, Dr Ek. Ring ej.\n").accessions == (
        "USOE992817",
    )


def test_what_a_form_asks_is_no_question() -> None:
    """The form asks its writer, and the writer asks the radiologist."""
    page = PLAIN.replace("Undersökning:", "Hur bråttom är det?\nHalvakut\nUndersökning:")
    assert read(page).fields[FieldName.QUESTION] == "Ileus?"


def test_a_story_below_the_question_is_the_story() -> None:
    """Where no label tells it: "Fråga: DVT?", and the day below."""
    page = PLAIN.replace(
        "Fråga: Ileus?", "Fråga:  Ileus?\n        Ont sedan i går, kräks. Opererad 2019 för hjärnblödning."
    )
    page = "\n".join(line for line in page.splitlines() if not line.startswith("Anamnes"))
    found = read(f"{page}\n")
    assert found.fields[FieldName.QUESTION] == "Ileus?"
    assert "Opererad 2019" in found.fields[FieldName.HISTORY]


def test_what_a_form_is_called_is_no_story() -> None:
    """Above its first label; a line that tells something is."""
    found = read(f"Sectra RIS / Arbetslista natt / Detaljvy     skriv ut: F9\n{PLAIN}")
    assert "Detaljvy" not in " ".join(found.fields.values())


def test_urgency_before_a_dash_is_no_label_of_its_own() -> None:
    """ "Brådskande – nu" is one value, behind a label or alone."""
    found = read(f"{PLAIN}Prioritet      Brådskande – nu\n")
    assert found.fields[FieldName.PRIORITY].startswith("Brådskande")


@pytest.mark.parametrize("unit", ["Urologsektionen, Kungälvs sjukhus / Vera Zander", "Akutmottagningen NÄL"])
def test_who_orders_is_the_unit(unit: str) -> None:
    """Behind "Beställer", which stands before a wish as well; told twice, it is printed once."""
    page = PLAIN.replace("Enhet: Akutmottagningen NÄL\nLäkare: Vera Zander", f"Beställer: {unit}\nRemittent: {unit}")
    found = read(page)
    assert found.fields[FieldName.UNIT].startswith(unit.partition(" / ")[0])
    assert FieldName.REFERRER not in found.fields or unit not in found.fields[FieldName.REFERRER]
    assert "sektionen" not in found.fields[FieldName.EXAMINATION]


def test_keys_of_an_export_are_labels_also_when_empty() -> None:
    """ "exam_2=" has no value, and is none of the one above; names stand behind "pat_lastname"."""
    found = read(
        "[EXPORT]\nsource=RIS-1\npat_id=19410622-9828\npat_lastname=Lindqvist\npat_firstname=Torbjörn\n"
        "ref_unit=Akutmottagningen NÄL\nref_phone=031-390 06 10\nexam_1=DT buk\nexam_2=\nside=VÄ\n"
        "question=Ileus?\nanamnesis=Ont i buken sedan i går.\ncrea=98\n"
    )
    assert found.fields[FieldName.EXAMINATION].splitlines() == ["DT buk", "VÄ"]
    assert "right" in read(f"{PLAIN}Side: right\n").fields[FieldName.EXAMINATION]
    assert {"Lindqvist", "Torbjörn"} <= set(" ".join(found.identity.names).split())
    assert not codes(found) & {"no_identity", "unknown_label"}


@pytest.mark.parametrize(
    ("told", "field", "carried"),
    [
        ("Remisstyp: Akut", FieldName.PRIORITY, "Akut"),
        ("Beräknat GFR\n49", FieldName.KIDNEY, "49"),
        ("Smittrisk\nVRE-bärare", FieldName.INFECTION, "VRE-bärare"),
        ("IMPL: Pacemaker Boston Scientific 2021", FieldName.IMPLANT, "Boston Scientific 2021"),
        ("Plats: CIVA NÄL, sal 3 plats 2", FieldName.OTHER, "sal 3 plats 2"),
    ],
)
def test_what_other_systems_call_it(told: str, field: FieldName, carried: str) -> None:
    """However a label is put, above its value or before it."""
    assert carried in read(f"{PLAIN}{told}\n").fields[field]


def test_a_call_back_behind_when_an_answer_is_wanted_is_no_priority() -> None:
    """ "Svar önskas: Tel …"; "Prio: nu." before somebody's telephone is one."""
    page = PLAIN.replace("Svarstelefon: 031-390 06 10", "Svar önskas: Tel 031-390 06 10, nattssk Vera")
    found = read(page)
    assert "031-390 06 10" in found.fields[FieldName.CALL_BACK]
    assert FieldName.PRIORITY not in found.fields


def test_where_the_patient_lives_stays_behind_however_it_is_cut_short() -> None:
    """ "Bef.adr" tells where somebody is registered."""
    found = read(f"{PLAIN}Bef.adr: Vivallaringen 51\n")
    assert "Vivallaringen" not in " ".join(found.fields.values())
    assert any("Vivallaringen 51" in address for address in found.identity.addresses)


def test_the_staffs_telephone_below_its_hospital() -> None:
    """In a column of the staff's beside the patient's, which has a telephone of its own."""
    found = read(
        "REMISS - AKUT\n\n"
        "PATIENT                               REMITTENT\n"
        "Lindqvist, Torbjörn                   Neurologen avd 27\n"
        "19410622-9828                         Gävle sjukhus\n"
        "Mejerivägen 64                        Vera Zander, vik underläkare\n"
        "802 66 Gävle                          Tel 031-390 06 10\n"
        "031-3900638                           Datum 2026-02-16 21:30\n\n"
        "UNDERSÖKNING                          FRÅGESTÄLLNING\n"
        "MR hjärna                             Sinustrombos?\n"
        "PRIORITET                             PLATS\n"
        "Akut                                  avd 27 rum 4\n\n"
        "ANAMNES\nHuvudvärk och dubbelseende sedan i går.\n"
    )
    assert found.fields[FieldName.CALL_BACK] == "031-390 06 10"
    assert found.fields[FieldName.UNIT] == "Neurologen avd 27, Gävle sjukhus"
    assert found.fields[FieldName.REFERRER] == "Vera Zander, vik underläkare"
    assert "Gävle" not in found.fields[FieldName.HISTORY]
    assert found.fields[FieldName.PRIORITY] == "Akut"
    assert "avd 27 rum 4" in found.fields[FieldName.OTHER]
    assert "031-3900638" not in " ".join(found.fields.values())
