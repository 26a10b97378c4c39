"""Referrals from every source: what is carried, who the patient is, and what holds."""

from __future__ import annotations

import io
import json
import re

import pypdf
import pytest
import typst
from corpus import printed, referrals
from PIL import Image

from ocr import pages
from outbound import referral
from outbound.referral import FieldName, Referral
from service.demo import paper

TODAY = referrals.TODAY
MESSAGE = "\r".join(
    (
        "MSH|^~\\&|ORDER|NAL|RIS|NAL|202611230130||ORM^O01|4411|P|2.3.1||||||{charset}",
        "PID|1||194106229828^^^SKV^NNSE||Åkerström^Åsa||19410622|F|||Slåttervägen 14^^Trollhättan^^46157"
        "||070-174 06 33",
        "NK1|1|Åkerström^Gun|ANH||031-390 06 71",
        "ORC|NW|R4411||||||||||SE2321000131-E1^Ekdahl^Karin||031-390 06 10|||||||Akutmottagningen NÄL",
        "OBR|1|R4411||DTB^DT buk|S|202611230120|||||||Gun ringde. Ont i buken.|||||SENAL0001857001|||||||||||||^Ileus?",
        "OBX|1|TX|KREA^Kreatinin||98|umol/L|||||F",
    )
)
TEXT = "Namn: {}\nPersonnummer: 19410622-9828\nUndersökning: DT buk\nFrågeställning: Ileus?\nAnamnes: Kräkts.\n"
STAFF = "Remitterande enhet: Akutmottagningen NÄL\nTelefon remittent: 031-390 06 10\n"


def read(data: bytes | str, name: str = "remiss.txt") -> Referral:
    """A document read on the day of the tests."""
    return referral.read(data.encode() if isinstance(data, str) else data, name, today=TODAY)


def codes_of(source: Referral) -> set[str]:
    """The codes of the reasons."""
    return {reason.code for reason in source.reasons}


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("UNICODE UTF-8", "utf-8"),
        ("8859/1", "iso-8859-1"),
        ("8859/1", "utf-8"),
        ("UNICODE UTF-8", "iso-8859-1"),
        ("", "utf-8-sig"),
    ],
)
@pytest.mark.parametrize("ends", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize("frame", [(b"", b""), (b"\x0b", b"\x1c\r")])
def test_orders(charset: str, encoding: str, ends: str, frame: tuple[bytes, bytes]) -> None:
    """Whatever MSH-18 says, however lines end, framed or not: the same referral."""
    text = MESSAGE.format(charset=charset).replace("\r", ends) + ends
    source = read(frame[0] + text.encode(encoding) + frame[1], "order.hl7")
    assert source.source == "hl7"
    assert source.identity.names == ("Åkerström Åsa", "Åkerström Gun")
    assert source.fields[FieldName.QUESTION] == "Ileus?"
    assert source.fields[FieldName.UNIT] == "Akutmottagningen NÄL"
    assert source.fields[FieldName.CALL_BACK] == "031-390 06 10"
    assert source.fields[FieldName.KIDNEY] == "98 umol/L"
    assert (source.accessions, source.age, source.sex) == (("SENAL0001857001",), "85 år", "kvinna")
    assert not codes_of(source)


def test_notes_of_an_order_tell_whom_to_call() -> None:
    """Where no field does; two examinations in OBR-4 are both told, and a ward's hospital behind it."""
    order = MESSAGE.format(charset="").replace("031-390 06 10", "").replace("DTB^DT buk", "DT buk artär^DT buk venfas")
    order = order.replace("Akutmottagningen NÄL", "") + "\rPV1|1|I|Avd 25^^^Falu lasarett"
    # The patient's own telephone, and one of somebody near, are nobody's of the staff.
    order += "\rNTE|1||Ring gärna 070-174 06 33.\rNTE|2||Dottern ringer ofta 070-1740606."
    source = read(f"{order}\rNTE|3||Kirurgavd 25 ringsvar 031-390 06 24", "order.hl7")
    assert source.fields[FieldName.CALL_BACK] == "031-390 06 24"
    assert source.fields[FieldName.EXAMINATION] == "DT buk artär, DT buk venfas"
    assert source.fields[FieldName.UNIT] == "Avd 25, Falu lasarett"


def test_a_note_in_the_place_of_its_source_is_a_note() -> None:
    """Some systems leave NTE-2 out (HL7 v2.5, 2.15.10) and write the note there: it had gone without a word."""
    order = f"{MESSAGE.format(charset='')}\rNTE|1|Pacemaker Medtronic, MR-villkorad, inlagd 2021."
    assert "MR-villkorad" in read(order, "order.hl7").fields[FieldName.OTHER]
    assert "L\n" not in read(f"{order}\rNTE|2|L|Syrgas 2 l.", "order.hl7").fields[FieldName.OTHER]


@pytest.mark.parametrize("kind", ["OMI^O23", "REF^I12"])
def test_other_messages(kind: str) -> None:
    """Imaging orders and referral messages are read as orders are."""
    source = read(MESSAGE.format(charset="").replace("ORM^O01", kind), "order.hl7")
    assert source.fields[FieldName.EXAMINATION] == "DT buk"
    assert source.identity.numbers == ("194106229828",)


def test_two_orders_and_conflicting_accessions_are_held() -> None:
    """All numbers are shown, and a person looks."""
    message = MESSAGE.format(charset="")
    second = message.split("\r")[4].replace("OBR|1", "OBR|2").replace("857001", "857002")
    assert "several_orders" in codes_of(read(f"{message}\r{second}", "o.hl7"))
    conflict = read(message + "\rIPC|SENAL0001857009|1|1.2.3|4", "o.hl7")
    assert "accession_conflict" in codes_of(conflict)
    assert set(conflict.accessions) == {"SENAL0001857009", "SENAL0001857001"}
    assert "several_referrals" in codes_of(read(f"{message}\r{message}", "o.hl7"))


def test_two_referrals_in_one_file_are_held() -> None:
    """Of one patient as well as of two."""
    one = TEXT.format("Torbjörn Lindqvist") + STAFF
    assert "several_referrals" in codes_of(read(f"{one}\n{one}"))
    other = one.replace("19410622-9828", "19770707-9887")
    assert {"several_referrals", "several_patients"} & codes_of(read(f"{one}\n{other}"))
    assert not codes_of(read(one))


def test_footers_are_no_addresses() -> None:
    """Who printed it and how many pages it has say nothing of the patient."""
    foot = "Utskriven av: Emma Sjögren   Sida 1 av 1\nRemiss-id: R123 AKUT\n"
    source = read(TEXT.format("Torbjörn Lindqvist") + STAFF + foot)
    assert source.identity.addresses == ()
    assert source.identity.names == ("Torbjörn Lindqvist",)
    assert not codes_of(source)


def test_telephones_side_by_side() -> None:
    """The first is the patient's, the last the referrer's."""
    both = "Telefon pat/telefon remittent: 070-174 06 33 / 031-390 06 18\nRemitterande enhet: IVA\n"
    source = read(TEXT.format("Torbjörn Lindqvist") + both)
    assert source.fields[FieldName.CALL_BACK] == "031-390 06 18"
    assert source.identity.phones == ("070-174 06 33",)


def pdf(**about: str) -> bytes:
    """A generated referral as a PDF with words about itself."""
    (document,) = referrals.documents(1, 1)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(printed.file(document, "pdf", 1)[1]))
    writer.add_metadata({f"/{key}": value for key, value in about.items()})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_who_printed_is_not_the_patient() -> None:
    """The author of a PDF is staff; its title may well be the patient."""
    assert not any("Lundmark" in name for name in read(pdf(Author="Sara Lundmark"), "r.pdf").identity.names)
    assert any("Lundmark" in name for name in read(pdf(Title="Remiss Sara Lundmark"), "r.pdf").identity.names)


def test_a_file_name_tells_the_patient() -> None:
    """A number or a name in it is the patient's; a scanner's time stamp is not."""
    text = TEXT.format("Torbjörn Lindqvist") + STAFF
    assert "19770707-9887" in read(text, "19770707-9887.txt").identity.numbers
    assert any("Zahra" in name for name in read(text, "Zahra_Karlsson.txt").identity.names)
    assert read(text, "Skanning_20261123_0130_411.txt").identity.numbers == ("19410622-9828",)


def locked() -> bytes:
    """A PDF that asks for a password."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.encrypt("hemligt", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def blank() -> bytes:
    """A scan of an empty sheet."""
    out = io.BytesIO()
    Image.new("L", (1240, 1754), 250).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.txt", "empty"), (b" \n\n", "a.txt", "empty"), (bytes(range(256)) * 40, "a.bin", "unknown_format"),
        (locked(), "a.pdf", "encrypted"), (blank(), "a.png", "no_text"), (b"%PDF-1.7\nnonsense", "a.pdf", "damaged"),
    ],
)  # fmt: skip
def test_unreadable(data: bytes, name: str, code: str) -> None:
    """Each kind of unreadable input says which it is."""
    with pytest.raises(pages.Unreadable) as caught:
        read(data, name)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Personnummer", "Personnumer"), ("Frågeställning", "Frågeställnig"), ("Undersökning", "Undersöknng"),
        ("Remitterande enhet", "Remiterande enhet"), ("Telefon remittent", "Telefon remitent"),
    ],
)  # fmt: skip
def test_misspelled_labels(right: str, wrong: str) -> None:
    """A label a sign off is still that label."""
    text = TEXT.format("Torbjörn Lindqvist") + STAFF
    assert read(text.replace(right, wrong)).fields == read(text).fields


FORM = b"""#set page(paper: "a4", margin: 18mm)
#set text(font: "DejaVu Sans", size: 10pt)
#let rows = json(bytes(sys.inputs.data))
#for (label, value) in rows {
  block(width: 100%, stroke: (bottom: 0.6pt), inset: (bottom: 0.4mm), [#text(size: 8pt)[#label:] #value])
}
"""


def test_a_ruled_form_is_read() -> None:
    """Lines that touch the words above them lose no words: number, examination and telephone are read."""
    rows = [line.split(": ", 1) for line in (TEXT.format("Torbjörn Lindqvist") + STAFF).splitlines()]
    form = typst.Compiler(
        font_paths=["/usr/share/fonts/truetype/dejavu"], ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(rows)},
    ).compile(FORM)  # fmt: skip
    assert isinstance(form, bytes)
    (sheet,) = pages.rasterise(form, 2480, 3508)
    out = io.BytesIO()
    paper.copied(sheet, (1654, 2339), skew=0.8, seed=3).save(out, "PDF", resolution=200)
    source = read(out.getvalue(), "skanning.pdf")
    assert source.identity.numbers == ("19410622-9828",)
    assert source.fields[FieldName.CALL_BACK] == "031-390 06 10"
    assert source.fields[FieldName.EXAMINATION] == "DT buk"


@pytest.mark.parametrize("missing", ["Namn: Torbjörn Lindqvist\n", "Personnummer: 19410622-9828\n"])
def test_half_an_identity_is_held(missing: str) -> None:
    """Without a name, or without any number or date of birth, a person looks: something may not have been read."""
    text = TEXT.format("Torbjörn Lindqvist") + STAFF
    assert "no_identity" in codes_of(read(text.replace(missing, "")))


@pytest.mark.parametrize(
    ("told", "age", "sex"),
    [
        ("Ålder: 3 mån\nKön: pojke", "3 månader", "man"),
        ("Ålder: 14 dagar", "14 dagar", ""),
        ("Ålder: 6 veckor\nKön: K", "6 veckor", "kvinna"),
        ("Ålder: 67", "67 år", ""),
        ("Anamnes: Op för 10 år sedan. 62-årig man med hosta.", "62 år", "man"),
        ("Anamnes: Rökt i 40 år. Nu 71 år gammal kvinna.", "71 år", "kvinna"),
        ("Anamnes: 6-veckors kontroll, kvinna 34 år.", "34 år", "kvinna"),
        ("Anamnes: 3-månaders flicka med kräkningar.", "3 månader", "kvinna"),
        ("Anamnes: Ont sedan 5 år tillbaka, kontroll efter 10 år.", "", ""),
    ],
)
def test_an_age_without_a_number_is_told_in_its_own_unit(told: str, age: str, sex: str) -> None:
    """Months are no years, and how long ago something was is nobody's age."""
    made = read(f"Undersökning: DT hjärna\n{told}\nFrågeställning: Blödning?\n", "x.txt")
    assert (made.age, made.sex) == (age, sex)


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_is_read_whatever_it_was_saved_as(charset: str) -> None:
    """Notepad's "Unicode" as well, with its mark or without."""
    made = read((TEXT.format("Åkerström, Åsa") + STAFF).replace("\n", "\r\n").encode(charset))
    assert made.identity.names == ("Åkerström Åsa",)
    assert made.fields[FieldName.QUESTION] == "Ileus?"


def test_two_numbers_of_the_filler_are_a_conflict() -> None:
    """ORC-3 and OBR-3 are one number by the standard: where they differ both are shown, and a person asks."""
    message = MESSAGE.format(charset="").replace("SENAL0001857001", "")
    filled = re.sub(r"(ORC\|[^|]*\|[^|]*\|)[^|\r]*", r"\g<1>SE7948A26", message)
    filled = re.sub(r"(OBR\|[^|]*\|[^|]*\|)[^|\r]*", r"\g<1>SE7948A28", filled)
    source = read(filled, "o.hl7")
    assert "accession_conflict" in codes_of(source)
    assert {"SE7948A26", "SE7948A28"} <= set(source.accessions)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_half_a_picture_is_no_referral(kind: str) -> None:
    """What its lower half said nobody knows."""
    out = io.BytesIO()
    Image.effect_noise((800, 1100), 90).save(out, kind)
    with pytest.raises(pages.Unreadable, match="damaged"):
        read(out.getvalue()[: len(out.getvalue()) // 2], "foto.bin")


def test_what_a_browser_prints_at_a_page_is_no_part_of_it() -> None:
    """Its address leaves with its line, and tells who the patient is, whatever signs it is spelled in."""
    foot = "file:///srv/utskrift/Remiss%20Lindstr%C3%B6m%20Torbj%C3%B6rn.html    1/1\n"
    made = read("Undersökning: DT buk\nFrågeställning: Ileus?\nAnamnes: Kräkts.\n" + STAFF + foot)
    assert "Lindström Torbjörn" in " ".join(made.identity.names)
    assert not any("file" in text or "1/1" in text for text in made.fields.values())


def test_every_allergy_of_a_message_is_carried() -> None:
    """By its name where it has a code too, and with what it did: a contrast reaction is what the reader asks for."""
    told = "AL1|1|DA|91936005^Penicillin^SCT|MO|utslag\rAL1|2|DA|^Jodkontrast|SV\rAL1|3|FA|Jordnötter|MO"
    source = read(MESSAGE.format(charset="") + "\r" + told, "o.hl7")
    assert source.fields[FieldName.ALLERGY].splitlines() == ["Penicillin", "utslag", "Jodkontrast", "Jordnötter"]
