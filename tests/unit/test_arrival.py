"""Mails taken apart: documents on every level by their bytes, text whatever its charset claims, and nothing raises."""

from __future__ import annotations

import base64
import email.policy
import io
import struct
import time
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from hypothesis import given, settings
from hypothesis import strategies as st

from inbound import arrival, winmail, wrapped
from inbound.arrival import Letter

PDF = b"%PDF-1.4\nfax\n%%EOF\n"
TIFF = b"II*\0" + b"\1\2\3" * 30
TOKEN = "abcdefghijklmnopqrstuvwxyz"


def mail(*files: tuple[bytes, str, str], body: str = "Se bilaga.", **heads: str) -> EmailMessage:
    """A mail with files: bytes, MIME type, name."""
    made = EmailMessage(policy=email.policy.SMTP)
    for name, value in ({"From": "Fax <fax@fax.example>", "Subject": "Fax"} | heads).items():
        made[name.replace("_", "-")] = value
    made.set_content(body)
    for data, kind, name in files:
        main, _, sub = kind.partition("/")
        made.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return made


def found(letter: Letter) -> list[tuple[str, bytes]]:
    """The documents by format."""
    return [(part.format, part.data) for part in letter.parts]


def test_a_document_is_known_by_its_bytes() -> None:
    """A TIFF called octet-stream, a PDF called a text or a picture; each is what it is."""
    letter = arrival.unpack(
        mail(
            (TIFF, "application/octet-stream", "x.bin"), (PDF, "image/tiff", "x.tif"), (PDF, "text/plain", "x.txt")
        ).as_bytes()
    )
    assert found(letter) == [("tiff", TIFF), ("pdf", PDF), ("pdf", PDF)]
    assert (letter.sender, letter.text.strip()) == ("fax@fax.example", "Se bilaga.")


def test_a_mail_that_is_the_document() -> None:
    """No multipart at all."""
    raw = b"From: a@b.example\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + PDF
    assert found(arrival.unpack(raw)) == [("pdf", PDF)]


def test_forwarded_twice_as_a_message() -> None:
    """A colleague forwarded the forwarded fax mail: the fax, the words and the inner heads are there."""
    inner = mail((TIFF, "image/tiff", "fax.tif"), Message_ID=f"<X.1.{TOKEN}@nal.example>")
    for _ in range(2):
        outer = mail(body="Vidarebefordrat.")
        outer.add_attachment(inner)
        inner = outer
    letter = arrival.unpack(inner.as_bytes())
    assert found(letter) == [("tiff", TIFF)]
    assert f"<X.1.{TOKEN}@nal.example>" in letter.message_ids
    assert letter.tokens == (TOKEN,)
    assert letter.text.count("Vidarebefordrat.") == 2


def test_what_nobody_can_open_is_still_a_part() -> None:
    """An archive, an own format: named, kept, of unknown kind; a mail's own signature is none."""
    letter = arrival.unpack(mail((b"PK\3\4" + b"\0" * 40, "application/zip", "svar.zip")).as_bytes())
    assert [(part.name, part.format) for part in letter.parts] == [("svar.zip", "unknown")]
    signed = mail((TIFF, "image/tiff", "fax.tif"), (b"0\x82\1\2", "application/pkcs7-signature", "smime.p7s"))
    assert found(arrival.unpack(signed.as_bytes())) == [("tiff", TIFF)]


def test_a_link_in_place_of_a_fax_is_told() -> None:
    """An answer by link alone has no part, and says so; so has one in HTML alone."""
    link = arrival.unpack(mail(body="Hämta ditt fax: https://fax.example/1").as_bytes())
    assert (link.parts, link.has_link) == ((), True)
    assert not arrival.unpack(mail(body="Inget svar i natt.").as_bytes()).has_link


def tnef(*attributes: tuple[int, int, bytes]) -> bytes:
    """A winmail.dat of these attributes: level, name, value."""
    rows = [struct.pack("<BII", level, name, len(value)) + value + b"\0\0" for level, name, value in attributes]
    return b"\x78\x9f\x3e\x22\1\0" + b"".join(rows)


def test_what_outlook_wraps_is_unwrapped() -> None:
    """The fax, its name and the words within a winmail.dat; cut off, what came before the cut."""
    whole = tnef(
        (1, 0x2800C, b"Se faxet.\0"), (2, 0x69002, b"\0" * 14), (2, 0x18010, b"fax 1.tif\0"), (2, 0x6800F, TIFF),
        (2, 0x69002, b"\0" * 14), (2, 0x18010, b"2.pdf\0"), (2, 0x6800F, PDF),
    )  # fmt: skip
    letter = arrival.unpack(mail((whole, "application/ms-tnef", "winmail.dat")).as_bytes())
    assert [(part.name, part.format) for part in letter.parts] == [("fax 1.tif", "tiff"), ("2.pdf", "pdf")]
    assert "Se faxet." in letter.text
    cut = arrival.unpack(mail((whole[:-60], "application/ms-tnef", "winmail.dat")).as_bytes())
    assert found(cut)[0] == ("tiff", TIFF)
    empty = arrival.unpack(mail((tnef(), "application/ms-tnef", "winmail.dat")).as_bytes())
    assert [(part.name, part.format) for part in empty.parts] == [("winmail.dat", "unknown")]


def test_a_link_that_only_a_button_holds_is_told() -> None:
    """Its place is no word of the page; a page without one says so."""
    page = (
        b"Content-Type: text/html\r\n\r\n<p>Du har ett fax.</p><a class=\"knapp\" href='https://fax.example/1'>Visa</a>"
    )
    letter = arrival.unpack(page)
    assert (letter.has_link, "https" in letter.text) == (True, False)
    assert not arrival.unpack(page.replace(b"https:", b"mailto:")).has_link


@pytest.mark.parametrize("coding", ["", "Content-Transfer-Encoding: BASE64 \r\n", "Content-Transfer-Encoding: x-b\r\n"])
@pytest.mark.parametrize("kind", ["image/tiff", "text/plain", "application/octet-stream"])
def test_a_fax_in_base64_whatever_its_header_says(coding: str, kind: str) -> None:
    """The coding misspelled, unknown or left out; words that look like code are words."""
    long = TIFF * 4
    raw = f"Content-Type: {kind}\r\n{coding}\r\n".encode() + base64.encodebytes(long)
    assert found(arrival.unpack(raw)) == [("tiff", long)]
    assert arrival.unpack(raw.replace(b"SUkq", b"QQQQ")).parts == ()


@pytest.mark.parametrize("kind", ["application/octet-stream", "message/rfc822", "application/x-mail"])
def test_a_mail_attached_as_any_file(kind: str) -> None:
    """In base64, whatever it calls itself: the fax and the words in it are there."""
    inner = base64.encodebytes(mail((TIFF, "image/tiff", "fax.tif"), body="Inre ord.").as_bytes()).decode()
    head = f"Content-Type: {kind}; name=fax.eml\r\nContent-Transfer-Encoding: base64\r\n"
    raw = f"Content-Type: multipart/mixed; boundary=yy\r\n\r\n--yy\r\n{head}\r\n{inner}\r\n--yy--\r\n".encode()
    letter = arrival.unpack(raw)
    assert found(letter) == [("tiff", TIFF)]
    assert "Inre ord." in letter.text


@pytest.mark.parametrize("coding", [serialization.Encoding.DER, serialization.Encoding.SMIME])
def test_a_mail_signed_in_one_piece(coding: serialization.Encoding) -> None:
    """S/MIME as Outlook sends it: the fax lies within the signature's own structure, or before it."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Fax")])
    day = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = x509.CertificateBuilder(name, name, key.public_key(), 7, day, day.replace(year=2027)).sign(
        key, hashes.SHA256()
    )
    inner = mail((TIFF * 40, "image/tiff", "fax.tif")).as_bytes()
    builder = pkcs7.PKCS7SignatureBuilder().set_data(inner).add_signer(certificate, key, hashes.SHA256())
    if coding is serialization.Encoding.SMIME:
        raw = builder.sign(coding, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary])
    else:
        made = builder.sign(coding, [pkcs7.PKCS7Options.Binary])
        raw = mail((made, "application/pkcs7-mime", "smime.p7m")).as_bytes()
        assert found(arrival.unpack(mail((made[:-2500], "application/pkcs7-mime", "smime.p7m")).as_bytes()))
    assert found(arrival.unpack(raw)) == [("tiff", TIFF * 40)]


def archive(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, data in files:
            made.writestr(name, data)
    return out.getvalue()


def test_an_archive_is_opened_and_one_that_cannot_be_is_still_a_part() -> None:
    """Its files are parts, those that are no fax too; a bomb, a torso and an office document stay what they are."""
    both = archive(("1/fax.tif", TIFF), ("läs mig.txt", b"hej"))
    letter = arrival.unpack(mail((both, "application/zip", "svar.zip")).as_bytes())
    assert [(part.name, part.format) for part in letter.parts] == [("1/fax.tif", "tiff"), ("läs mig.txt", "text")]
    bomb = archive(("fax.tif", TIFF + b"\0" * 50_000_000))
    office = archive(("[Content_Types].xml", b"<x/>"), ("word/media/1.tif", TIFF))
    for odd in (bomb, both[:-30], office, archive(), archive(*((f"{number}.tif", TIFF) for number in range(300)))):
        letter = arrival.unpack(mail((odd, "application/zip", "svar.zip")).as_bytes())
        assert [(part.name, part.format) for part in letter.parts] == [("svar.zip", "unknown")]


@given(st.binary(max_size=300), st.sampled_from([b"PK\3\4", b"0\x82\x01\x00\x06\x09*\x86H\x86\xf7\r\x01\x07\x01"]))
def test_a_broken_archive_or_signature_raises_nothing(rest: bytes, start: bytes) -> None:
    """Whatever stands behind the first signs."""
    wrapped.files(start + rest, 1000)
    wrapped.signed(start + rest)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]),
    st.lists(st.tuples(st.integers(4, 400), st.integers(0, 255)), min_size=1, max_size=6),
)
def test_a_damaged_archive_is_still_a_part_however_it_was_packed(
    method: int, damages: Sequence[tuple[int, int]]
) -> None:
    """Each method has faults of its own; none gets out, and the archive is a file that a person sees."""
    data = bytearray(archive(("fax.tif", TIFF + bytes(range(256))), method=method))
    for at, value in damages:
        data[at % len(data)] = value
    data[:4] = wrapped.ZIP
    letter = arrival.unpack(mail((bytes(data), "application/zip", "svar.zip")).as_bytes())
    assert len(letter.parts) == 1


@pytest.mark.parametrize(
    ("charset", "data"),
    [
        ("utf-16", "Hämta ditt fax".encode("latin-1")), ("utf-8", "Hämta ditt fax".encode("latin-1")),
        ("us-ascii", "Hämta ditt fax".encode()), ("utf-16", "Hämta ditt fax".encode("utf-16")),
        ("iso-8859-1", "Hämta ditt fax".encode()),
    ],
)  # fmt: skip
def test_words_are_read_whatever_charset_they_claim(charset: str, data: bytes) -> None:
    """What is UTF-8 is that; what is no UTF-16 at all is not read as it."""
    coded = base64.encodebytes(data)
    raw = f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode() + coded
    assert arrival.unpack(raw).text.strip() == "Hämta ditt fax"


def test_a_mark_before_the_heads_hides_none() -> None:
    """Some editors put a byte order mark before the first line of a saved mail."""
    raw = mail((TIFF, "image/tiff", "=?iso-8859-1?Q?f=E5x.tif?=")).as_bytes()
    letter = arrival.unpack(b"\xef\xbb\xbf" + raw)
    assert [(part.name, part.format) for part in letter.parts] == [("fåx.tif", "tiff")]
    assert letter.subject == "Fax"


@given(st.binary(max_size=400))
def test_a_broken_wrapping_raises_nothing(rest: bytes) -> None:
    """Whatever stands behind the signature."""
    winmail.opened(winmail.SIGNATURE + rest)


def test_a_wrapping_of_nothings_costs_no_time() -> None:
    """A million empty attributes."""
    begun = time.monotonic()
    winmail.opened(winmail.SIGNATURE + b"\1\0" + struct.pack("<BIIH", 1, 7, 0, 0) * 1_000_000)
    assert time.monotonic() - begun < 10


def picture(side: int) -> bytes:
    """The beginning of a PNG of so many dots, which is all that anybody looks at here."""
    return b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">II", side, 60) + b"\0" * 30


def test_a_letterhead_is_no_fax_and_a_page_in_the_text_is_one() -> None:
    """A small picture that the text shows is passed over; a large one is a page, and so is any that is attached."""
    for side, count in ((240, 0), (1728, 1)):
        shown = mail()
        shown.add_attachment(picture(side), maintype="image", subtype="png", disposition="inline", cid="<x@y.example>")
        assert len(arrival.unpack(shown.as_bytes()).parts) == count
    assert len(arrival.unpack(mail((picture(240), "image/png", "logo.png")).as_bytes()).parts) == 1


def test_html_is_read_as_a_person_sees_it() -> None:
    """A tag in the midst of a sentence tears nothing apart, and letters written as entities are letters."""
    raw = b"Content-Type: text/html\r\n\r\n<p>Faxet\r\n blev <b>inte</b> s&auml;nt</p><td>Status</td><td>upptaget</td>"
    assert arrival.unpack(raw).text.splitlines() == ["Faxet blev inte sänt", "Status upptaget"]


@pytest.mark.parametrize("charset", ["idna", "undefined", "x\0y", "base64", "punycode", "no-such", "utf-16", "utf-7"])
def test_a_charset_that_lies_costs_no_fax(charset: str) -> None:
    """The text is read as well as can be, and what is attached is there."""
    raw = mail((TIFF, "image/tiff", "fax.tif")).as_bytes().replace(b'"utf-8"', charset.encode())
    assert charset.encode() in raw
    assert found(arrival.unpack(raw)) == [("tiff", TIFF)]


@pytest.mark.parametrize("name", ["../../x.tif", "=?utf-8?q?a=0d=0ab.tif?=", "x\0.tif", "å" * 300])
def test_a_name_is_no_path_and_no_line(name: str) -> None:
    """Kept for people's eyes only: short, and without control signs."""
    raw = mail((TIFF, "image/tiff", "NAMN")).as_bytes().replace(b'"NAMN"', f'"{name}"'.encode())
    (part,) = arrival.unpack(raw).parts
    assert part.data == TIFF
    assert len(part.name) <= 200
    assert part.name.isprintable()


@pytest.mark.parametrize("charset", ["x\0", "idna", "no-such"])
def test_a_name_in_an_odd_charset_costs_no_fax(charset: str) -> None:
    """A file name that the library stumbles over is only a name."""
    raw = mail((TIFF, "image/tiff", "NAMN")).as_bytes().replace(b'="NAMN"', f"*={charset}''%E5%FF".encode())
    assert found(arrival.unpack(raw)) == [("tiff", TIFF)]


def test_what_is_broken_is_said() -> None:
    """A missing end and bad base64 leave what there is, with defects named."""
    raw = mail((TIFF, "image/tiff", "fax.tif")).as_bytes()
    letter = arrival.unpack(raw[: raw.rindex(b"--")])
    assert found(letter) == [("tiff", TIFF)]
    assert letter.defects


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: x\r\n" * 20000, b"Content-Type: text/html\r\n\r\n" + b"<" * 3_000_000, b"\0" * 100_000,
        b"Content-Type: message/rfc822\r\n\r\n" * 5000, b"a" * 5_000_000, b"",
        b"".join(b"Content-Type: multipart/mixed; Boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000)),
        b"To: " + b"a@b.example, " * 20000 + b"\r\n\r\nx",
        b"Content-Type: text/html\r\n\r\n" + b"<br" * 1_000_000,
    ],
    ids=["heads", "html", "zeros", "nested", "line", "empty", "boundaries", "addresses", "breaks"],
)  # fmt: skip
def test_hostile_mails_end_soon(raw: bytes) -> None:
    """Whatever was built to tire the parser gives a letter within seconds."""
    begun = time.monotonic()
    assert isinstance(arrival.unpack(raw), Letter)
    assert time.monotonic() - begun < 8


HEAD = st.sampled_from(
    [
        b"Content-Type: multipart/mixed; boundary=b\r\n", b"Content-Type: text/html; charset=", b"Subject: =?utf-8?b?",
        b"Content-Type: message/rfc822\r\n", b"Content-Transfer-Encoding: base64\r\n", b"\r\n--b\r\n", b"\r\n--b--\r\n",
        b"Content-Disposition: attachment; filename*=", b"Message-ID: <[", b"Content-Transfer-Encoding: x-uuencode\r\n",
        b"Content-Type: message/delivery-status\r\n", b"From: ", b"\r\n\r\n", b"Content-Type: ", PDF, TIFF,
        b"begin 644 x\r\n",
    ]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(HEAD, st.binary(max_size=30)), max_size=14).map(b"".join))
def test_nothing_raises(raw: bytes) -> None:
    """Any bytes are a letter."""
    letter = arrival.unpack(raw)
    assert all(isinstance(part.data, bytes) for part in letter.parts)


@settings(max_examples=100, deadline=None)
@given(st.binary(min_size=1, max_size=300), st.booleans())
def test_attachments_come_home_byte_for_byte(data: bytes, nested: bool) -> None:
    """Whatever follows a TIFF's first signs is carried unchanged, nested or not."""
    made = mail((TIFF + data, "image/tiff", "fax.tif"))
    if nested:
        outer = mail()
        outer.add_attachment(made)
        made = outer
    assert found(arrival.unpack(made.as_bytes())) == [("tiff", TIFF + data)]
