"""`reservfax reference`: fresh references, for trials or reserved for the paper kit by the fax machine."""

from __future__ import annotations

import argparse
from pathlib import Path

from config.faults import Unusable
from ocr import codes
from outbound import sheets
from service import cli, house
from service.house import House
from service.sending import intake, kit
from service.surroundings import Surroundings


def reference(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Prints references, one a line. Only reserved ones are kept from being drawn again."""
    if arguments.kit is not None:
        _ready(arguments.kit, arguments.reserve)
    opened = house.enter(around.settings(), around.site())
    if arguments.reserve is None:
        print(*intake.fresh_references(opened, arguments.count), sep="\n")
        return cli.DONE
    for text in kit.reserve(opened, arguments.reserve):
        if arguments.kit is not None:
            _print_kit(opened, text, arguments.kit)
        print(text)
    return cli.DONE


def _ready(folder: Path, amount: int | None) -> None:
    """The kit's folder, made where it isn't there. Raises Unusable: paper bears reserved references alone."""
    if amount is None:
        raise Unusable(("--kit: reservpapper trycks bara med --reserve N / the kit is printed with --reserve N alone",))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise Unusable((f"--kit: {folder}: ska vara en mapp / must be a folder: {fault.strerror}",)) from None


def _print_kit(opened: House, text: str, folder: Path) -> None:
    """Cover, referral and answer sheet with this reference, to be filled in by hand."""
    fax = sheets.typeset(None, sheets.Printing(codes.Reference.parse(text), opened.site, opened.now()))
    from ocr import pages

    (folder / f"{text}.pdf").write_bytes(pages.image_pdf(fax.tiff))
