"""What came in, on the screen: what it is where it can't be read, never its bytes; a form as it was typed."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from service.web import originals

NAME = "Ester Prov"


def packed(name: str) -> bytes:
    """A packed document that holds a file of that name, and a patient's name."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, NAME)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (packed("word/document.xml"), "Word-dokument (.docx)"),
        (packed("xl/workbook.xml"), "Excel"),
        (packed("bilder/a.bin"), "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NAME.encode() + b"\0" * 90, ".doc"),
        (b"\0\0\0\x18ftypheic\0\0\0\0" + b"\0" * 90, "HEIC"),
        (b"{\\rtf1\\ansi " + NAME.encode() + b"\\par}", "RTF"),
        (b" \r\n\t\n", "tom fil"),
        (b"\0\1\2" * 400, "okänt slag"),
    ],
    ids=["docx", "xlsx", "zip", "doc", "heic", "rtf", "blank", "unknown"],
)
def test_a_file_that_cannot_be_read_is_told_by_kind_and_size(data: bytes, kind: str) -> None:
    """Four such cases must be told apart, and no bytes are shown."""
    seen = originals.words(data, "sv")
    assert kind in seen["kind"]
    assert seen["size"] > 0
    assert "text" not in seen


@pytest.mark.parametrize(
    "data", ["Frågeställning: fraktur?".encode(), b"MSH|^~\\&|RIS\rPID|1\r", b"BMI 24"], ids=["text", "hl7", "bm"]
)
def test_text_is_shown_as_it_reads(data: bytes) -> None:
    """Text and HL7 are read, and shown."""
    assert set(originals.words(data, "sv")) == {"text"}


def test_a_form_is_shown_by_its_labels_in_its_order() -> None:
    """Whatever the order of the keys: no key of the program's own is shown."""
    rows = originals.typed(json.dumps({"kidney": "88", "history": "Ont.", "name": NAME}).encode())["rows"]
    assert [value for _, value in rows] == [NAME, "88", "Ont."]
    assert "kidney" not in " ".join(str(label) for label, _ in rows)
