"""`reservfax reference`: fresh references, for trials or reserved for the paper kit by the fax machine."""

from __future__ import annotations

import argparse
from pathlib import Path

from config.faults import Faults
from ocr import codes
from outbound import sheets
from service import cli, house
from service.house import House
from service.sending import intake, kit
from service.surroundings import Surroundings


def reference(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Prints references, one a line. Only reserved ones are kept from being drawn again."""
    opened = house.enter(around.settings(), around.site())
    if arguments.reserve is None:
        print(*intake.fresh_references(opened, arguments.count), sep="\n")
        return cli.DONE
    if arguments.kit is not None and not arguments.kit.is_dir():
        raise Faults((f"--kit: {arguments.kit} must be a folder",))
    for text in kit.reserve(opened, arguments.reserve):
        if arguments.kit is not None:
            _print_kit(opened, text, arguments.kit)
        print(text)
    return cli.DONE


def _print_kit(opened: House, text: str, folder: Path) -> None:
    """Cover, referral and answer sheet with this reference, to be filled in by hand."""
    fax = sheets.typeset(
        None,
        reference=codes.Reference.parse(text),
        site=opened.site,
        image_route="",
        printed_at=opened.now(),
        blank=True,
    )
    from ocr import pages

    (folder / f"{text}.pdf").write_bytes(pages.image_pdf(fax.tiff))
