"""What a night's mixture of ordinary referrals showed: clubs, authorities, last fours, free notes, odd layouts."""

from __future__ import annotations

import pytest
from cleaning import cleaned, codes, history

from outbound import lexicon
from outbound.referral import FieldName
from outbound.referral.words import kinds, units

HEAD = "Namn: Torbjörn Lindqvist\nPersonnummer: 19410622-9828\nUndersökning: DT buk\nFrågeställning: Ileus?\n"
FOOT = "\nRemitterande enhet: Akutmottagningen NÄL\nTelefon remittent: 031-390 06 10\n"
NOTE = (
    "Det gäller Torbjörn Lindqvist, 19410622-9828, med buksmärta och kräkningar sedan i går. {asked} "
    "Jag undrar ileus?\nKreatinin 98. Ring svaret till kirurgjouren NÄL, 031-390 06 10.\n"
)


@pytest.mark.parametrize(
    ("story", "secret"),
    [
        ("Ramlade på träning med Surte BK i kväll.", "BK"),
        ("Svetsar sedan länge. Enligt GKN Aerospace föll han.", "GKN"),
        ("Lastade varor på Wargön Innovation\nOnt i foten.", "Innovation"),
        ("Boende på Restad Gård, hus 7, sedan i våras.", "hus"),
        ("Orosanmälan till socialjouren i Trollhättan gjord.", "Trollhättan"),
        ("Till yrket kantor i Bengtsfors pastorat.", "kantor"),
        ("Personnummer nittonhundraåttioett noll fem tolv streck 9848 enligt kortet.", "noll"),
        ("Född första januari -97 enligt kortet.", "första"),
        ("Uppger fyra sista 4711 i telefon.", "4711"),
        ("Enligt partner ove illamående.", "ove"),
        ("Hoppade från bryggan vid Sandvikens badplats.", "badplats"),
        ("Ramlade av hästen på Hunnebo ridklubb.", "ridklubb"),
        ("Sparkad utanför nattklubben Palladium.", "nattklubb"),
        ("Saknar bostad, c/o Stadsmissionen i väntan på annat.", "Stadsmissionen"),
        ("Driver själv Svens Plåt & Bil i Brålanda.", "Bil"),
        ("Jagade älg med Skällsäters jaktlag.", "jaktlag"),
        ("Jobbar som truckförare på kex-lagret sedan i våras.", "kex"),
        ("Spelar i ifk trollhättan, fick en boll i magen.", "trollhättan"),
        ("Hemskickad från kronans skola i dag.", "kronans"),
        ("Fyllde år i går (22 juni), åt mycket på festen.", "22"),
        ("Pat TL har ont i magen.", "TL"),
    ],
)
def test_what_tells_who_goes(story: str, secret: str) -> None:
    """Clubs, firms and authorities with the words that belong to them; numbers said in words."""
    assert secret not in cleaned(f"{HEAD}Anamnes: {story}{FOOT}").fields[FieldName.HISTORY]


@pytest.mark.parametrize(
    "story",
    [
        "Svimmade utanför Konsum i Brålanda.",
        "Känd patient på Öppenvård Kronhjorten.",
        "Match i Slättbergshallen.",
        "Festade i Kuröd.",
    ],
)
def test_what_is_known_to_be_a_place_makes_nobody_look(story: str) -> None:
    """Shops and out-patient clinics are removed for what they are, not as words that nobody knows."""
    clean = cleaned(f"{HEAD}Anamnes: {story}{FOOT}")
    assert not clean.reasons
    assert story.split()[-1].strip(".") not in clean.fields[FieldName.HISTORY]


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


def test_a_whole_address_goes_without_a_label() -> None:
    """The home in an address that no label introduces is removed wherever it stands, in whatever case."""
    text = HEAD.replace("Undersökning", "Granlidens äldreboende, Parkgatan 40, 462 36 Vänersborg\nUndersökning")
    clean = cleaned(f"{text}Anamnes: Föll i korridoren på Granliden i kväll.{FOOT}")
    assert "Granliden" not in clean.fields[FieldName.HISTORY]
    assert not clean.reasons


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("**Kreatinin:** 57", FieldName.KIDNEY, "57"),
        ("Eventuell graviditet      Nej", FieldName.PREGNANCY, "Nej"),
        ("Info/text: Kräkts sedan i går.", FieldName.HISTORY, "Kräkts sedan i går."),
        ("Allergier: Inga", FieldName.ALLERGY, "Inga"),
        ("DBS: Ja, bilateral 2017", FieldName.IMPLANT, "Ja, bilateral 2017"),
        ("S: Kräkts sedan i går.\nB: Frisk.\nA: Blek.", FieldName.HISTORY, "Blek."),
        ("Smitta: [ ] Ja  [x] Nej", FieldName.INFECTION, "Nej"),
        ("Undersökning 1: MR rygg", FieldName.EXAMINATION, "MR rygg"),
        ("Vad hände: Cyklade in i en lastbil.", FieldName.HISTORY, "Cyklade in i en lastbil."),
        ("Tidigare: DT buk 2024-05-02", FieldName.EARLIER, "DT buk 2024-05-02"),
    ],
)
def test_labels_are_known(text: str, field: FieldName, value: str) -> None:
    """Bold print, a word before a label, two labels in turn, and "Inga", which is a name elsewhere."""
    assert value in cleaned(f"{HEAD}{text}\n").fields[field]


def test_a_letter_is_a_label_only_with_a_colon() -> None:
    """An initial before a surname labels nothing."""
    text = HEAD.replace("Namn: Torbjörn", "A").replace("\nPersonnummer:", "")
    assert "Lindqvist" not in cleaned(f"{text}Anamnes: Lindqvist har ont.{FOOT}").fields[FieldName.HISTORY]


def test_the_sender_of_a_mail_is_no_patient() -> None:
    """The unit's own mailbox is nothing that the gate looks for on a sheet with the unit's name."""
    clean = cleaned(f"Från: Akuten <akut.nal@example.org>\n{HEAD}E-post: bo@example.org\nAnamnes: Ont.{FOOT}")
    assert clean.identity.emails == ("bo@example.org",)


def test_a_home_without_a_street_goes() -> None:
    """A line above the form that names a home is where the patient lives."""
    text = HEAD.replace("Undersökning", "Solängens demensboende, Brålanda\nUndersökning")
    clean = cleaned(f"{text}Anamnes: Personalen på Solängen ringde.{FOOT}")
    assert "Solängen" not in clean.fields[FieldName.HISTORY]
    assert not clean.reasons


def test_a_name_some_words_before_its_number() -> None:
    """ "heter N. N. och har personnummer" is told as people talk."""
    text = NOTE.format(asked="Vill ha DT buk.").replace(", 19410622", " och har personnummer 19410622")
    assert not codes(text)


def test_boxes_take_nothing_beside_them() -> None:
    """An empty box's word goes; what stands a column further stays."""
    clean = cleaned(f"[x] Akut  [ ] Elektiv   Kreatinin: 90\n{HEAD}Anamnes: Ont.{FOOT}")
    assert "90" in clean.fields[FieldName.KIDNEY]
    assert not any("Elektiv" in text for text in clean.fields.values())


def test_a_wish_ends_with_its_sentence() -> None:
    """ "Önskar" opens a note as a label would; what follows the wish is the story, and its questions are found."""
    text = (
        "Stig Rosengren, 19480715-9951. Krampat två gånger.\nÖnskar DT hjärna. Blödning? Han bor med sonen Rickard.\n"
    )
    clean = cleaned(f"{text}Neurologjouren NÄL, dr Kvist, 031-390 06 50.\n")
    assert clean.fields[FieldName.EXAMINATION] == "DT hjärna"
    assert "Blödning?" in clean.fields[FieldName.QUESTION]
    assert "sonen [namn]" in clean.fields[FieldName.HISTORY]
    assert not clean.reasons


def test_a_relative_is_nobody_to_call_back() -> None:
    """ "Kontakt: hustru ..." is private whatever stands before it; nobody telephones her with the answer."""
    text = HEAD.replace("Undersökning", "Hemland: Tyskland\nKontakt: hustru Heike, 070-174 06 55\nUndersökning")
    clean = cleaned(f"{text}Anamnes: Huvudvärk.{FOOT}")
    assert clean.fields[FieldName.CALL_BACK] == "031-390 06 10"
    assert clean.identity.phones == ("070-174 06 55",)


def test_a_patient_who_goes_on_is_a_story() -> None:
    """ "Patient" opens a sentence as well as a form: what follows name and number is carried."""
    text = (
        "Remiss från Akutmottagningen NÄL, dr Wahlin, tel 031-390 06 10.\nPatient Torbjörn Lindqvist, 19410622-9828. "
        "Jag önskar röntgen bäcken. Ramlade på gårdsplanen i dag och kan inte stödja. Fraktur?\n"
    )
    clean = cleaned(text)
    assert "gårdsplanen" in clean.fields[FieldName.HISTORY]
    assert clean.fields[FieldName.EXAMINATION] == "röntgen bäcken"
    assert "Lindqvist" not in clean.fields[FieldName.HISTORY]


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


def test_a_mothers_number_is_explained_for_a_small_child_only() -> None:
    """It is removed, it makes nobody look, and the age stays the child's; a grown-up's relative makes somebody look."""
    text = f"Moderns pnr: 19930418-9984\n{HEAD}Anamnes: Oroligt andad.{FOOT}"
    small = text.replace("19410622-9828", "20261120-9806")
    assert "other_person" in codes(text)
    assert "other_person" not in codes(small)
    assert cleaned(small).age == "3 dagar"


def test_a_note_that_tells_all_is_understood() -> None:
    """Running text with a name by its number, an outright wish, a question, a unit and a telephone needs no label."""
    assert not codes(NOTE.format(asked="Önskar DT buk med kontrast."))
    clean = cleaned(NOTE.format(asked="Önskar DT buk med kontrast."))
    assert clean.fields[FieldName.UNIT] == "kirurgjouren NÄL"
    assert clean.fields[FieldName.EXAMINATION] == "DT buk med kontrast"


@pytest.mark.parametrize("asked", ["Gjorde ultraljud i Bäckefors 2026-11-23.", "Röntgen är vidtalad."])
def test_a_note_that_asks_for_nothing_outright_is_held(asked: str) -> None:
    """What was made once, or only named, is no wish that a machine may read out of a text."""
    assert "unknown_layout" in codes(NOTE.format(asked=asked))


def test_a_note_with_a_wrong_number_is_held() -> None:
    """Without a sound number nothing tells whose name stands beside it."""
    assert codes(NOTE.format(asked="Önskar DT buk.").replace("9828", "9821"))


def test_what_was_made_is_not_what_is_asked_for() -> None:
    """A line of its own with a date behind it is an earlier examination."""
    assert kinds.what("DT thorax/buk 2026-09-01") == "story"
    assert kinds.what("DT hjärna med kontrast") == "examination"
    assert kinds.requested("Ultraljud 2026-11-23. Vill ha en DT buk med kontrast.") == "DT buk med kontrast"


def test_banners_are_left_behind() -> None:
    """The heading that a system prints over its form tells nothing of the patient."""
    assert kinds.what("Millennium - Beställning bild- och funktionsmedicin") == "banner"


@pytest.mark.parametrize(
    "text", ["Barn- och ungdomsakuten NÄL", "Onkologiavdelningen Uddevalla", "Strålbehandlingsavd Uddevalla"]
)
def test_units_with_their_hospital(text: str) -> None:
    """A unit ends with its hospital, and may begin with half a word."""
    assert units.first(f"Tfn till {text}, 031-390 06 10") == text or units.in_prose(text) == text


def test_where_the_writer_sits() -> None:
    """A mail tells the unit by where its writer is, not by where the patient once was."""
    assert units.written_at("Vårdad på IVA NÄL i maj. Vi på Gynakuten NÄL har en patient.") == "Gynakuten NÄL"


def test_words_put_together_by_the_field_are_known() -> None:
    """Cut-off fields, numbers, accents and English prose are no names."""
    for word in ("gynkonsult", "diarienr", "benparés", "småcellig", "tearing", "staging"):
        assert lexicon.is_familiar(word)
    assert not lexicon.is_familiar("kvirpedu")


@pytest.mark.parametrize(
    "kept",
    [
        "PVK hö armveck, EKG FF, trombolyslarm 01:21.",
        "Har fått kontrast i England 2022 utan problem.",
        "Kontroll 24 Jan 2026 utan anmärkning.",
    ],
)
def test_what_was_found_and_made_stays(kept: str) -> None:
    """Fibrillation is no club, a month nobody's name, and another country tells of what was made there."""
    assert kept in history(kept)


@pytest.mark.parametrize(
    ("told", "gone"),
    [
        ("Kom från Asmara 2015 och fick kontrast.", "Asmara"),
        ("Bor granne med 12 Andersson 1945 på gatan.", "Andersson"),
        ("Halkade utanför jobbet (Humanisten).", "Humanisten"),
        ("Ont under pass på gym (Nordic Prova Haninge).", "Nordic Prova Haninge"),
        ("Svägerskan som bor intill (Hallviken 230) är med.", "Hallviken 230"),
        ("Permanent adress 14 Mill Lane, Ludlow SY8 4BT.", "Mill Lane, Ludlow SY8 4BT"),
        ("Städerska på Samhall, svullen vad.", "Samhall"),
        ("Pojke född den nittonde april tvåtusentjugofyra.", "tvåtusentjugofyra"),
    ],
)
def test_where_somebody_comes_from_works_and_is_born_goes(told: str, gone: str) -> None:
    """However it is told: by flight, in brackets, in English, by a trade, in words."""
    assert gone not in history(told)


def test_a_road_and_a_dose_are_nobodys() -> None:
    """ "E4" is no works, and "7500x2" no number of a file."""
    assert "på E4" in history("Krockade med truck på E4, jobbar natt.")
    assert "Fragmin 7500x2" in history("Fått Fragmin 7500x2 sedan i går.")


def test_units_of_a_drug_are_no_initial() -> None:
    """ "5000 E." before the patient's name."""
    assert "Fragmin 5000 E. [namn]" in history("Fragmin 5000 E. Torbjörn är orolig.")
