"""`python -m service.training OUT ...`: draws pages, trains Debian's net on them, writes OUT/swe_fax.traineddata."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Final

from ocr import text
from service.training import nets, packs, sheets, texts
from service.training.texts import Stock

# Pages in a file: the trainer holds whole files in memory and takes a line from each in turn.
GROUP: Final = 10


def main(arguments: Sequence[str] | None = None) -> int:
    """Makes the net; hours, most of them the trainer's. Raises FileExistsError if OUT was used before."""
    given = _parser().parse_args(arguments)
    pieces, drawn, states = (given.out / name for name in ("net", "packs", "states"))
    for folder in (pieces, drawn, states):
        # Never an older run's: the trainer would go on from where that ended.
        folder.mkdir(parents=True)
    net = nets.unpacked(nets.found(), pieces)
    stock = texts.read(given.words, given.lines, pieces / nets.UNICHARSET)
    made = list(_packs(stock, given.pages, drawn, Random(given.seed)))
    _say(f"training on {given.samples} lines")
    state = nets.trained(net, made, given.samples, states)
    finished = given.out / f"{text.FAX}.traineddata"
    nets.finished(net, state, finished)
    _say(f"written: {finished}")
    return 0


def _packs(stock: Stock, count: int, folder: Path, chance: Random) -> Iterator[Path]:
    """So many pages, drawn and packed."""
    faces = sheets.faces()
    for start in range(0, count, GROUP):
        group = range(start, min(count, start + GROUP))
        worn = [packs.prepared(sheets.drawn(stock, faces, chance), chance) for _ in group]
        kept = [page for page in worn if page is not None]
        if kept:
            yield packs.packed(kept, folder / f"{start // GROUP:04}")
        _say(f"{group.stop} of {count} pages drawn, {len(kept)} of the last {len(group)} packed")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m service.training", description=__doc__)
    parser.add_argument("out", metavar="OUT", type=Path, help="folder that is made")
    word_lists = "one to three word lists: the language, the field, another language (UTF-8 or Latin-1)"
    parser.add_argument("--words", metavar="FILE", type=Path, nargs="+", required=True, help=word_lists)
    lines = "text of which pieces are drawn, such as the tests' corpus"
    parser.add_argument("--lines", metavar="FILE", type=Path, nargs="+", required=True, help=lines)
    parser.add_argument("--pages", type=_ten_or_more, default=500, help="pages that are drawn (%(default)s)")
    parser.add_argument("--samples", type=_ten_or_more, default=20_000, help="lines that are learnt (%(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    return parser


def _ten_or_more(word: str) -> int:
    """A number; to the trainer, none at all would mean without end."""
    if (number := int(word)) < GROUP:
        raise argparse.ArgumentTypeError("at least ten")
    return number


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
