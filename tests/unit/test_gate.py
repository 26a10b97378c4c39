"""The gate, on real pages that were typeset, rastered and read anew by Tesseract."""

from __future__ import annotations

import dataclasses
import functools
import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config import site as sites
from ocr import codes
from outbound import gate, sheets
from outbound.anonymise import Clean
from outbound.gate import numbers, stream
from outbound.referral import FieldName, Identity

SITE = sites.read(Path(__file__).parents[2] / "config" / "site.example.toml")
NOW = datetime(2026, 1, 15, 1, 14, tzinfo=UTC)
REFERENCE = codes.draw(random.Random(7).choice, "NAL")
ACCESSION = "SENAL0001857973"
UNIT = "Akutmottagningen NÄL"
PHONE = "031-390 06 10"
QUESTION = "Blödning? Färsk infarkt? Tecken till förhöjt tryck?"
EXPECTED = {"age": "84 år", "question": QUESTION, "unit": UNIT, "phone": PHONE, "accession": ACCESSION}

PATIENT: gate.Identity = (
    ("name", "Torbjörn Karl-Gustav Lindqvist"),
    ("name", "Tobbe"),
    ("name", "Bo Ek"),
    ("name", "Maj Sten"),
    ("name", "Öyvind Çelik Åkerström"),
    ("name", "Szczepańska"),
    ("name", "Nguyễn"),
    ("name", "Björk"),
    ("name", "Hadžihasanović"),
    ("name", "O’Brien"),
    ("number", "19410622-9812"),
    ("number", "450829K088"),
    ("number", "199308619935"),
    ("number", "22930829AB12"),
    ("birth_date", "1941-06-22"),
    ("phone", "070-174 06 05"),
    ("phone", "+46 31 390 06 71"),
    ("address", "Slåttervägen 14 B lgh 1203, 461 57 Trollhättan"),
    ("address", "Björkbackens äldreboende"),
    ("email", "torbjorn.lindqvist@example.se"),
    ("other", "RID-77412093"),
)  # fmt: skip

# One a line, each holding exactly one trace of the patient or something shaped like an identifier.
INJECTED = (
    "Torbjörn har haft ont sedan igår",
    "Pat Lindqvist kräks",
    "Lindqvists besvär har ökat",
    "Herr LINDQVIST är trött",
    "hustrun säger att lindqvist ramlade",
    "Karl-Gustav orienterad",
    "Kallas Tobbe av personalen",
    "Tobbes hustru ringde",
    "Tidigare opererad enl Gustav själv",
    "Lindqvistbarnet väger 3 kg",
    "Torbjorn Lindqvist utan prickar",
    "Lindkvist felstavat",
    "Lindqvsit omkastat",
    "Enligt Bo själv inga besvär",
    "Ek inkommer med ambulans",
    "Maj är allergisk",
    "Pat Sten söker akut",
    "Stens smärta är värst nattetid",
    "Önskar svar om Öyvind snarast",
    "Oyvind utan ring",
    "Celik är yrsel",
    "Åkerström fastar",
    "Akerstrom fastar",
    "Szczepańska har feber",
    "Szczepanska har feber",
    "Nguyen har kontrastallergi",
    "Björk är stabil",
    "Hadzihasanovic gick hem",
    "Hadžihasanović gick hem",
    "O’Brien svimmade",
    "Pnr 19410622-9812 i armbandet",
    "Pnr 410622-9812 i armbandet",
    "Pnr 4106229812 i armbandet",
    "Pnr 1941 06 22 98 12",
    "Nummer 410622 9812 uppgivet",
    "Nummer 41O622-98l2 handskrivet",
    "Armband 410622-9813 felskrivet",
    "Fyra sista 9812 enl dottern",
    "Reservnr 450829K088",
    "Reservnr 19450829K088",
    "Samordning 930861-9935",
    "NRID 22930829AB12",
    "Född 1941-06-22 i Norge",
    "Född 22 juni 1941",
    "Född den 22/6 1941",
    "Född 22/6 -41 hemma",
    "Född -41 enl uppgift",
    "Fött 410622",
    "Enligt leg 1941/6/22",
    "Enligt leg 1941 juni 22",
    "Enligt leg 22 juni, 1941",
    "Inkom 220641 enl leg",
    "Frun till bo ek ringde",
    "Nu mår maj sten illa",
    "Armband 9812, vaken",
    "Mobil 070-1740605",
    "Mobil 070 174 06 05",
    "Tel +46701740605",
    "Tel 0046 70 174 06 05",
    "Ring 031-390 06 71 till sonen",
    "Bor Slåttervägen 14",
    "Bor på Slåttervägen",
    "Postnr 461 57",
    "Kommer från Trollhättan",
    "Bor på Björkbackens boende",
    "Post torbjorn.lindqvist@example.se",
    "Skriv till x@y.se",
    "Skriv ut file:///srv/H%C3%A5llborg.html",
    "Remiss RID-77412093",
    "Remiss 77412093 enl journal",
    # Not the patient's own: shaped like somebody's.
    "Systern 550312-9874 är donator",
    "Maken 19430101-9882 ringer",
    "Sonen nås på 070-1740699",
    "Granne 0520-123456",
    "Journal 1234567890",
    "Okänd man 20010230T123",
    "LMA 12-345678",
    "Barn 2024-02-30 9991",
    "Barn 05.06.2024 9991",
    "Dottern +4915112345678",
)

CLEAN = (
    "Tidigare frisk man som vaknar 02:15 med svår huvudvärk. NIHSS 8 kl 02.40. BT 178/95, puls 88 regelbunden.",
    "Fall i hemmet 2026-01-14. Waran, PK 2,8. Slog i bakhuvudet, amnesi. RLS 2. Pupiller lika, ljusstela: nej.",
    "Buksmärta sedan 2 dygn, diffus peritonit. CRP 187, LPK 18,4. Laktat 3,2. Gallsten känd sedan 2019.",
    "Njurstensanfall vänster? Stick 3+ för blod. Smärta 8/10 trots diklofenak 75 mg im x 2.",
    "Misstänkt lungemboli: takypné, sat 88 % på luft, D-dimer 4,1. Wells 7,5. Opererad höft 2025-12-28.",
    "Trauma larm 1: bilolycka 90 km/h, airbag utlöst. GCS 13. Instabil bröstkorg höger, revben 4-7.",
    "Aortadissektion? Rivande smärta mellan skulderbladen, skillnad i BT hö/vä arm 165/90 resp 120/80.",
    "Cauda equina: urinretention 900 ml, ridbyxanestesi. Känd spinal stenos L4-L5, MR 2024-03-02 med diskbråck.",
    "Krea 84, 92, 110 och 135 de senaste dagarna. eGFR 58 (2026-01-14). Metformin utsatt 2026-01-13.",
    "Postop dag 3 efter Hartmann. Feber 39,2, stigande CRP 212 -> 305. Läckage? Abscess? Fri gas?",
    "Ileus? Kräkningar sedan i går kl 18. Inga avgångar. Appendektomi 1987, brok op 2011.",
    "Gravid v 31+2. Plötslig dyspné. Fostret välmående enl CTG. Mage mjuk, inga sammandragningar.",
    "Barn 4 mån, föll från skötbord 80 cm. Kräkts x 3. Fontanell ua. Somnolent sedan 23.30.",
    "Skalltrauma, fallit från häst. Medvetslös 2 min. Står på Eliquis 5 mg 1x2. Senaste dos 20:00.",
    "Collumfraktur höger, går ej att belasta. Förkortat, utåtroterat ben. Pacemaker sedan 2018, MR-säker.",
    "Stroke larm: hö sidig hemipares, afasi. Senast frisk 22:50. mRS 0. Basilaris? Trombektomi aktuell.",
    "Kontrastreaktion 2015: urtikaria, fick Betapred 0,5 mg 8 st. Vikt 92 kg, längd 178 cm. Ingen astma.",
    "Cancer coli med levermetastaser, DT 2025-11-20 visade progress. Nu ikterus, bilirubin 180. Stent?",
    "Hosta, hemoptys ca 50 ml. Tidigare TBC i lungan 1998. Smitta: MRSA negativ 2025-12-01.",
    "Septisk chock, noradrenalin 0,3. Fokus? Njure med hydronefros? Provtagning 2026-01-15 00.40. Temp 40,1.",
    "Testistorsion uteslutet ul. Nu svullnad i ljumsken, inklämt bråck? Senaste måltid kl 19:30, fastar.",
    "Vertebralisdissektion? Nacksmärta efter kiropraktor, yrsel, dubbelseende. Modifierad Rankin 1.",
    "Stark smärta i magen till vänster. Frisk för övrigt. Klara urinvägssymtom saknas. Maj 2025: kolit.",
    "Kontroll 09.05.2024 05:35 utan anmärkning. Opererad 03.12.2023. Tidigare DT 01.02.2022, 07.08.2023.",
    "Prover: Hb 98, TPK 245, Na 138, K 4,1, ALAT 0,45, ASAT 0,52, ALP 1,9, amylas 0,8, troponin 12 och 14.",
)  # fmt: skip


def clean_referral(history: str = CLEAN[0], **more: str) -> Clean:
    """An anonymised referral with an ordinary head and this history."""
    fields = {
        FieldName.EXAMINATION: "DT hjärna utan kontrast", FieldName.QUESTION: QUESTION, FieldName.HISTORY: history,
        FieldName.UNIT: UNIT, FieldName.CALL_BACK: PHONE, FieldName.EXAM_TIME: "2026-01-15 01:50",
    }  # fmt: skip
    return Clean(
        fields=fields | {FieldName(name): value for name, value in more.items()},
        identity=Identity((), (), (), (), (), (), ()), accessions=(ACCESSION,), age="84 år", sex="kvinna",
        removed={}, reasons=(),
    )  # fmt: skip


def printed(clean: Clean) -> sheets.Fax:
    """The fax of a referral."""
    return sheets.typeset(clean, sheets.Printing(REFERENCE, SITE, NOW, "teleradiology"))


@functools.cache
def ordinary() -> sheets.Fax:
    """One clean fax, printed once."""
    return printed(clean_referral())


def judged(
    data: bytes, *, identity: gate.Identity = PATIENT, expected: Mapping[str, str] = EXPECTED,
    wording: Sequence[str] = ("DT hjärna utan kontrast", "kvinna", *CLEAN),
) -> gate.Verdict:  # fmt: skip
    """The gate's verdict with everything as it should be, but for what is given."""
    return gate.examine(
        data, reference=str(REFERENCE), identity=identity, expected=expected, wording=wording,
        excepted=(*sheets.printed(SITE), str(REFERENCE), ACCESSION, PHONE),
    )  # fmt: skip


def codes_of(verdict: gate.Verdict) -> set[str]:
    """The codes of the objections."""
    return {objection.code for objection in verdict.objections}


def test_ordinary_referrals_pass() -> None:
    """Twenty-four referrals with lab values, dates, times and doses raise no alarm, whoever the patient is."""
    verdict = judged(
        printed(clean_referral("\n".join(CLEAN))).tiff, identity=[pair for pair in PATIENT if pair[1] != "Maj Sten"]
    )
    assert verdict.objections == ()
    assert verdict.passed


def test_nothing_but_a_passed_verdict_makes_a_clean_fax() -> None:
    """Neither by hand, nor by putting other bytes into one that passed."""
    data = ordinary().tiff
    fax = gate.release(data, judged(data))
    for made in (
        lambda: gate.CleanFax(data, fax.sha256, object()),
        lambda: dataclasses.replace(fax, data=b"other"),
        lambda: gate.release(b"other", judged(data)),
    ):
        with pytest.raises((gate.Held, ValueError, TypeError)):
            made()


def test_an_ordinary_referral_takes_one_page() -> None:
    """Beside cover and answer sheet: each further page is a minute on the line and one more that can be lost."""
    story = "Fallit från stege cirka två meter, ömmar över halsryggen i medellinjen. " * 5
    facts = {
        "date": "2026-01-15 01:30", "priority": "AKUT", "modality": "DT", "referrer": "Per Nordahl",
        "status": "Nedsatt kraft vid handledssträckning höger. Övrig neurologi utan anmärkning.",
        "allergy": "Nej", "pregnancy": "Ej aktuellt", "weight": "66 kg",
    }  # fmt: skip
    assert printed(clean_referral(story, **facts)).pages == 3


def test_a_unit_of_two_lines_keeps_its_town() -> None:
    """The patient lives there too; in the story the town is the patient's."""
    unit = "Akuten Visby lasarett\nAkuten rum 3"
    at_home = functools.partial(judged, identity=[("address", "621 41 Visby")], expected={"unit": unit})
    assert at_home(printed(clean_referral(unit=unit)).tiff).objections == ()
    told = printed(clean_referral("Fallit hemma i Visby i kväll, ömmar över halsryggen.", unit=unit))
    assert codes_of(at_home(told.tiff)) == {"identifier_found"}
    assert "identifier_found" in codes_of(at_home(told.tiff, expected={"unit": "Akuten rum 3\nVisby"}))


def test_a_unit_that_the_sheet_breaks_keeps_its_town() -> None:
    """The second line stands behind the label in English, and is no place of the patient's."""
    unit = "Akutmottagningen, Blekingesjukhuset Karlskrona"
    at_home = functools.partial(judged, identity=[("address", "371 95 Karlskrona")], expected={"unit": unit})
    assert at_home(printed(clean_referral(unit=unit)).tiff).objections == ()
    told = printed(clean_referral("Fallit hemma i Karlskrona i kväll, ömmar över halsryggen.", unit=unit))
    assert codes_of(at_home(told.tiff)) == {"identifier_found"}


def test_a_micro_is_read_as_u() -> None:
    """Tesseract knows no µ in Swedish; what it makes of one is no unread ink."""
    assert stream.skeleton("µmol/L") == stream.skeleton("umol/L")
    assert judged(printed(clean_referral(kidney="56 µmol/L, eGFR 105")).tiff).objections == ()


def test_every_identifier_put_back_is_caught() -> None:
    """Each line of the page holds one trace of a patient; every line is objected to, at its place."""
    fax = printed(clean_referral("\n".join(INJECTED)))
    lines = {
        (objection.page, round(objection.box.top + objection.box.height / 2) // 12)
        for objection in judged(fax.tiff).objections
        if objection.code == "identifier_found" and objection.box
    }
    rows = sorted(lines)
    distinct = [
        row
        for before, row in zip([(0, -9), *rows], rows, strict=False)
        if row[0] != before[0] or row[1] - before[1] > 1
    ]
    assert len(distinct) >= len(INJECTED)


def test_one_more_nought_hides_nothing() -> None:
    """The accession as OCR sees it is known; a changed or glued number is not, and the patient's own is found."""
    pattern = stream.spelled("SENAL0001857973")
    assert pattern is not None
    for seen in ("SENAL0001857973", "SENALO0001857973", "SENALO001857973", "SENAL 0001857973"):
        assert stream.masked(f"Acc {seen} DT", [pattern]) == f"Acc {stream.MASK * len(seen)} DT"
    for other in ("SENAL00001857974", "SENAL00018579730", "SENAL000001857973", "1SENAL0001857973", "SENAL0001857937"):
        assert stream.masked(f"Acc {other} DT", [pattern]) == f"Acc {other} DT"
    beside = stream.masked("SENALO0001857973 19410622-9812", [pattern])
    assert list(numbers.own(beside, "19410622-9812", printed=("0001857973",)))
    within = stream.spelled("VG19410622981")
    assert within is not None
    assert list(numbers.own("VG194106229812", "19410622-9812", printed=("19410622981",)))


def test_a_date_of_birth_is_known_by_the_number_alone() -> None:
    """The number holds it, so nobody need tell the gate, however it is spelled."""
    told = "Enligt leg 1941-06-22. Fyllde år 22 juni 1941. Armband 410622."
    seen = judged(printed(clean_referral(told)).tiff, identity=(("number", "19410622-9812"),), wording=(told,))
    assert sum(objection.code == "identifier_found" for objection in seen.objections) == 3
