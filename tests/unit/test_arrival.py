"""Mails taken apart: documents on every level by their bytes, text whatever its charset claims, and nothing raises."""

from __future__ import annotations

import email.policy
import time
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbound import arrival
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
    """winmail.dat, an archive, an own format: named, kept, of unknown kind; an answer by link alone has no part."""
    letter = arrival.unpack(mail((b"\x78\x9f\x3e\x22" + b"\0" * 40, "application/ms-tnef", "winmail.dat")).as_bytes())
    assert [(part.name, part.format) for part in letter.parts] == [("winmail.dat", "unknown")]
    link = arrival.unpack(mail(body="Hämta ditt fax: https://fax.example/1").as_bytes())
    assert (link.parts, "fax.example" in link.text) == ((), True)


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
