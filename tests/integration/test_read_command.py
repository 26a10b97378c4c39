"""`reservfax read`: one object on standard output, whatever the files are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import paper as sheets
import pytest

from service import cli
from service.demo import paper

CLEAN = paper.Wear(196, 0.1, 0.0005, 0, 2.0)
NUMBER = "510214-9829"


def read(capsys: pytest.CaptureFixture[str], folder: Path, *files: Path) -> tuple[int, dict[str, Any]]:
    """The exit status and the object of the command, with one open case."""
    cases = folder / "cases.jsonl"
    cases.write_text('{"case": "1", "reference": "NAL-KXTR-PNDA"}\n')
    status = cli.main(["read", *map(str, files), "--cases", str(cases), "--json"])
    return status, dict(json.loads(capsys.readouterr().out))


def test_what_tells_who_somebody_is_never_leaves_in_the_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The number is pointed at, and masked in the text and in each part; the rest of the report is there."""
    lines = (
        f"Undersökning: Höger fot, {NUMBER}", "Utlåtande: Ingen fraktur. Svullnad över fotryggen, 8 mm.",
        f"Bedömning: Patient {NUMBER} utan skelettskada.", "Dr Ahlstedt, radiolog",
    )  # fmt: skip
    fax = folder / "fax.tif"
    fax.write_bytes(paper.tiff([paper.faxed(sheets.drawn(None, lines), 7, CLEAN)]))
    status, answer = read(capsys, folder, fax)
    (document,) = answer["documents"]
    (page,) = document["pages"]
    assert status == cli.HELD
    assert {seen["category"] for seen in document["identifiers"]} == {"personal_number"}
    assert all(len(seen["box"]) == 4 for seen in document["identifiers"])
    assert NUMBER not in json.dumps(answer)
    assert NUMBER[:6] not in json.dumps(answer)
    assert page["text"].count("[···]") == 2
    assert page["parts"]["findings"].startswith("Ingen fraktur")
    assert "[···]" in page["parts"]["conclusion"]


def test_a_file_that_fails_costs_itself_alone(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the fault, the other files of the batch are read."""
    good, bad = folder / "good.tif", folder / "bad.tif"
    good.write_bytes(paper.tiff([paper.faxed(sheets.drawn(None), 7, CLEAN)]))
    bad.write_bytes(good.read_bytes())

    def fails(file: Path) -> bytes:
        if file == bad:
            raise ZeroDivisionError
        return file.read_bytes()

    monkeypatch.setattr("service.commands.documents.bytes_of", fails)
    status, answer = read(capsys, folder, bad, good)
    assert status == cli.USAGE  # the worst: nobody has read it
    assert [row["status"] for row in answer["documents"]] == ["unreadable", "unmatched"]
    assert answer["documents"][0]["reason"] == "damaged"
