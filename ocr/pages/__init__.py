"""Documents as pages of pixels: opened in the jail, made upright, drawn as fax dots. Home of pypdf and pdf2image."""

from PIL import Image

from ocr.pages.document import Document, Format, Page, open_document, sniff
from ocr.pages.fax import FAX_DPI, FAX_SIZE, examined, fax, fax_pages, image_pdf, pdf_of, png, printed_text, rasterise
from ocr.pages.preparing import Sheet, guess, lain, levelled, prepare, settled, upright
from ocr.pages.wholeness import is_whole
from ocr.text import Unreadable, UnreadableCode

__all__ = [
    "FAX_DPI",
    "FAX_SIZE",
    "Document",
    "Format",
    "Image",
    "Page",
    "Sheet",
    "Unreadable",
    "UnreadableCode",
    "examined",
    "fax",
    "fax_pages",
    "guess",
    "image_pdf",
    "is_whole",
    "lain",
    "levelled",
    "open_document",
    "pdf_of",
    "png",
    "prepare",
    "printed_text",
    "rasterise",
    "settled",
    "sniff",
    "upright",
]
