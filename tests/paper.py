"""Paper for tests: a printed page with our symbols, and what a worn fax machine makes of it (service.demo.paper)."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw

from ocr import codes, pages
from service.demo import paper
from service.demo.paper import BOLD, INCH, SANS, SIZE, Wear

PROSE = """Datortomografi av hjärnan utan intravenös kontrast. Jämförelse saknas.
Inga tecken till blödning, färsk infarkt eller expansiv process. Normalvida
ventriklar och fåror för åldern. Medellinjen är inte förskjuten. Vanlig grå och
vit substans. Skelettet utan säker fraktur. Lätt slemhinnesvullnad i höger
maxillarsinus. Hjärtat är lätt förstorat med lite vätska i båda pleurasäckarna.
Lungorna är luftförande utan förtätningar. Ingen pneumotorax. Levern har jämn
yta och normal storlek; gallvägarna är inte vidgade. Njurarna utsöndrar kontrast
på båda sidor. Ingen fri gas i buken. Appendix mäter 6 mm och är reaktionslös.
Sammanfattning: ingen akut intrakraniell blödning påvisas. Kontakta jour vid
ändrad klinik. Svaret är givet per telefon klockan tre på natten."""


def drawn(mark: codes.Mark | None, lines: Sequence[str] = (), *, capitals: bool = False) -> Image.Image:
    """A page in grey with the symbol in two corners, the reference as text and lines of print, at 408 to the inch."""
    page = Image.new("L", SIZE, 255)
    draw = ImageDraw.Draw(page)
    if mark:
        for corner in ((SIZE[0] - 700, 200), (260, SIZE[1] - 640)):
            page.paste(_symbol(mark), corner)
        draw.text((300, 260), f"Referens {mark.reference}", font=paper.font(BOLD, 22), fill=0)
    for number, line in enumerate(lines or PROSE.splitlines()):
        text = line.upper() if capitals else line
        draw.text((300, 900 + 105 * number), text, font=paper.font(SANS, 10 if capitals else 12), fill=0)
    return page


def _symbol(mark: codes.Mark) -> Image.Image:
    rows = codes.symbol(mark)
    small = Image.new("L", (len(rows), len(rows)))
    small.putdata([0 if dark else 255 for row in rows for dark in row])
    side = round(len(rows) * codes.MODULE_MM / 25.4 * INCH)
    return small.resize((side, side), Image.Resampling.NEAREST)


def worn(
    page: Image.Image, seed: int, *, rows: float = 196, skew: float = 0.0, specks: float = 0.002, lost: int = 0,
    soft: float = 2.5,
) -> pages.Page:  # fmt: skip
    """The page after a scanner and a line: askew, soft, cut at a threshold, specks, lost rows."""
    return pages.Page.of(paper.faxed(page, seed, Wear(rows, skew, specks, lost, soft)), (204, rows))
