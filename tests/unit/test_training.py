"""The way to the net that reads returned fax pages: its weights, its lines, its pages, and the files of them."""

from __future__ import annotations

import subprocess
from pathlib import Path
from random import Random

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageStat

from ocr import digit_row, digits
from service.demo import paper
from service.training import convolved, digit_rows, nets, numbers, packs, perceptron, sheets, texts, weights
from service.training.texts import Stock

WORDS = (("lunga", "njure", "ÄRENDE"), ("pneumotorax", "hydronefros"), ("findings", "without"))
SIGNS = frozenset("abcdefghijklmnopqrstuvwxyzåäöABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ0123456789.,:;-/()'\"?")
STOCK = Stock(WORDS, ("Inga tecken till blödning, färsk infarkt \u2013 eller expansiv process\u201d.",), SIGNS)


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Debian's net with floating weights, in a folder with its pieces."""
    return nets.unpacked(nets.found(), tmp_path_factory.mktemp("net"))


def read(picture: Path, folder: Path) -> str:
    """What a net `swe` of that folder reads on a picture of one line."""
    command = ["tesseract", str(picture), "-", "--psm", "7", "--oem", "1", "-l", "swe", "--tessdata-dir", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_floating_weights_read_as_whole_ones_do(net: Path, tmp_path: Path) -> None:
    """Nothing is lost before the training begins."""
    words = "Referens: 12 mm stor förkalkning i höger njure, övrigt u.a. Ärende (3/4)"
    page = Image.new("L", (3200, 140), 255)
    ImageDraw.Draw(page).text((40, 30), words, font=paper.font(paper.SANS, 11), fill=0)
    picture = tmp_path / "line.png"
    page.resize((2400, 105)).save(picture, dpi=(300, 300))
    assert net.stat().st_size > 2 * nets.found().stat().st_size
    assert read(picture, net.parent) == read(picture, nets.found().parent) == words


def test_other_nets_are_refused(net: Path, tmp_path: Path) -> None:
    """No net half understood is trained on for hours."""
    subprocess.run(["combine_tessdata", "-u", str(nets.found()), str(tmp_path / "swe.")], check=True)
    whole, floating = (tmp_path / "swe.lstm").read_bytes(), net.with_suffix(".lstm").read_bytes()
    assert weights.floated(whole) == floating
    unknown = whole.replace(b"SummLSTM", b"SummLSTN")
    rubbish = Random(1).randbytes(4000)
    huge = whole[:1] + b"\xff" * 40
    for other in (b"", whole[:-1], whole[:9000], whole + b"\0", floating, unknown, rubbish, huge, b"\0" + whole):
        with pytest.raises(ValueError):  # noqa: PT011
            weights.floated(other)


def test_lines_are_drawn_by_seed_of_known_signs() -> None:
    """Two with one seed are equal; no sign stands in one that the net could not answer."""
    first, second = ([texts.line(STOCK, chance) for _ in range(2000)] for chance in (Random(7), Random(7)))
    assert first == second
    assert set("".join(first)) <= SIGNS | {" "}
    assert len(set(first)) > 1000
    assert any("infarkt - eller expansiv process." in line for line in first)
    assert all(line == " ".join(line.split()) and len(line) > 1 for line in first)


def test_lists_are_read_as_they_come(net: Path, tmp_path: Path) -> None:
    """Latin-1 or UTF-8, without comments, marks, headings and short lines; the signs are those of Debian's net."""
    old, new, corpus = (tmp_path / name for name in ("old", "new", "corpus"))
    old.write_bytes("lunga\nöga\n".encode("latin-1"))
    new.write_text("# inga ord\nödem stas\n", "utf-8")
    corpus.write_text("=== rubrik | som är mycket lång\nkort\n<<Njure>> med  {{ödem, inga stenar}} idag\n", "utf-8")
    stock = texts.read([old, new], [corpus], net.parent / nets.UNICHARSET)
    assert stock.words == (("lunga", "öga"), ("ödem", "stas"))
    assert stock.lines == ("Njure med ödem, inga stenar idag",)
    assert set("Åäö9/(") <= stock.signs
    with pytest.raises(ValueError, match="none of them empty"):
        texts.read([], [corpus], net.parent / nets.UNICHARSET)


def test_boxes_lie_on_the_ink() -> None:
    """Each line's box holds its dots, and outside the boxes there are none."""
    page = sheets.drawn(STOCK, sheets.faces(), Random(3))
    assert len(page.rows) > 20
    left = page.image.copy()
    for row in page.rows:
        edges = (row.box.left, row.box.top, row.box.right, row.box.bottom)
        assert 0.02 < 1 - ImageStat.Stat(page.image.crop(edges)).mean[0] / 255 < 0.6, row
        left.paste(255, edges)
    assert left.getextrema() == (255, 255)


def test_a_page_is_packed_line_by_line(tmp_path: Path) -> None:
    """Tesseract finds every line of a worn page where it is said to be; nothing else is left in the folder."""
    chance = Random(2)
    page = sheets.drawn(STOCK, sheets.faces(), chance)
    prepared = packs.prepared(page, chance)
    assert prepared is not None
    pack = packs.packed([prepared], tmp_path / "0000")
    assert [path.name for path in tmp_path.iterdir()] == [pack.name] == ["0000.lstmf"]
    # The file begins with the number of its lines.
    assert int.from_bytes(pack.read_bytes()[:4], "little") == len(prepared.rows) == len(page.rows)


def test_windows_of_numbers_are_drawn_by_seed() -> None:
    """Every digit and what is none, each dark where a sign is; faces with digits of two heights are left out."""
    faces = numbers.faces()
    # A page that comes back unreadable has none; which ones do hangs on the faces that a machine has.
    seed = next(seed for seed in range(8) if any(True for _ in numbers.windows(faces, Random(seed))))
    first, second = (list(numbers.windows(faces, Random(seed))) for _ in range(2))
    answers = [answer for _, answer in first]
    assert len(first) > 1500
    assert [answer for _, answer in second] == answers
    assert all(np.array_equal(one, other) for (one, _), (other, _) in zip(first, second, strict=True))
    assert set(answers) == set(range(digits.NONE + 1))
    assert {window.shape for window, _ in first} == {(digits.ACROSS * digits.DOWN,)}


def test_a_net_learns_to_tell_strokes_apart() -> None:
    """Upright from level ones, in a few rounds, and the same net from the same seed."""
    chance = np.random.default_rng(1)
    dots = chance.integers(0, 120, (perceptron.BATCH * 4, 8, 8), np.uint8)
    answers = chance.integers(0, 2, len(dots))
    dots[answers == 0, :, 3] = 255
    dots[answers == 1, 3, :] = 255
    first, second = (perceptron.trained(dots.reshape(len(dots), -1), answers, (64, 8, 2), 40, 1) for _ in range(2))
    assert all(np.array_equal(one, other) for one, other in zip(first, second, strict=True))
    signals = np.maximum(dots.reshape(len(dots), -1) / 255 @ first[0] + first[1], 0)
    assert ((signals @ first[2] + first[3]).argmax(1) == answers).mean() > 0.95


def test_rows_of_numbers_are_drawn_with_what_each_cell_shows() -> None:
    """Now and then a cell off: then the letter before the digits is none."""
    faces = numbers.faces()
    rows = next(rows for seed in range(8) if (rows := list(digit_rows.strips(faces, Random(seed)))))
    for strip, answers in rows:
        cells = len(answers) + digit_row.BEFORE + digit_row.BEHIND
        assert strip.shape == (digit_row.DOWN, cells * digit_row.ACROSS)
    assert {answer for _, answers in rows for answer in answers} == set(range(digits.NONE + 1))
    assert any(answers[0] == digits.NONE and digits.NONE not in answers[1:] for _, answers in rows)


def test_a_net_of_rows_is_told_its_faults_rightly() -> None:
    """Each slope is what a small step of that weight does to the fault."""
    chance = np.random.default_rng(2)
    strips, answers = chance.random((2, digit_row.DOWN, 5 * digit_row.ACROSS)), chance.integers(0, 11, (2, 2))
    layers = [layer.astype(np.float64) for layer in convolved.drawn(chance)]
    slopes = convolved.slopes(layers, strips, answers)
    for layer, slope in zip(layers, slopes, strict=True):
        at = np.unravel_index(np.abs(slope).argmax(), slope.shape)
        ends = list[float]()
        for step in (1e-5, -2e-5):
            layer[at] += step
            shares = digit_row.told(strips, layers)
            ends.append(-float(np.take_along_axis(shares, answers[..., None], 2).mean()))
        assert (ends[0] - ends[1]) / 2e-5 == pytest.approx(slope[at], rel=1e-3)


def test_a_net_of_rows_learns_by_seed() -> None:
    """Where there is ink and where none."""
    answers = np.random.default_rng(3).integers(0, 2, (convolved.BATCH * 2, 2))
    strips = np.zeros((len(answers), digit_row.DOWN, 5 * digit_row.ACROSS), np.uint8)
    strips[:, 8:24, 32:64] = np.repeat(answers[:, None] * 255, 16, axis=2)
    first, second = (convolved.trained({2: (strips, answers)}, 10, 1) for _ in range(2))
    assert all(np.array_equal(one, other) for one, other in zip(first, second, strict=True))
    assert (digit_row.told(strips / 255, first).argmax(2) == answers).mean() > 0.95
