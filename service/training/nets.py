"""Nets by Debian's own tools: taken apart, put together with floating weights, trained, and made small again."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from service.training import weights

NAME: Final = "swe"
UNICHARSET: Final = f"{NAME}.lstm-unicharset"
# A fifth of the trainer's own rate: the net reads well already.
RATE: Final = 0.0002
# The last tenth of the samples is learnt at a quarter of it, so that the weights come to rest.
LAST_RATE: Final = 0.00005
LAST_PART: Final = 10


def found() -> Path:
    """Debian's Swedish net. Raises FileNotFoundError if it is not installed."""
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True).stdout
    named = re.search(r'"(.+)"', listed)
    net = Path(named[1]) / f"{NAME}.traineddata" if named else None
    if net is None or not net.is_file():
        raise FileNotFoundError("Tesseract's Swedish net is not installed")
    return net


def unpacked(net: Path, folder: Path) -> Path:
    """The net's pieces in the folder with floating weights, and the whole net of them, whose path is given.

    Raises ValueError if its weights are not whole numbers, and CalledProcessError.
    """
    pieces = folder / f"{NAME}."
    subprocess.run(["combine_tessdata", "-u", str(net), str(pieces)], capture_output=True, check=True)
    lstm = folder / f"{NAME}.lstm"
    lstm.write_bytes(weights.floated(lstm.read_bytes()))
    subprocess.run(["combine_tessdata", str(pieces)], capture_output=True, check=True)
    return folder / f"{NAME}.traineddata"


def trained(net: Path, packs: Sequence[Path], samples: int, folder: Path) -> Path:
    """Trains an unpacked net on so many lines (at least LAST_PART); the trainer's last state, in the folder.

    The folder must be empty: the trainer goes on from any state that it finds there. It tells how far it is on stderr.
    Raises CalledProcessError.
    """
    listed, last = folder / "packs.txt", samples // LAST_PART
    listed.write_text("".join(f"{pack}\n" for pack in packs), "utf-8")
    first = _trained(net, net.with_suffix(".lstm"), folder / "first", listed, RATE, samples - last)
    # Under a name of its own: a state that the trainer finds again keeps its old rate.
    return _trained(net, first, folder / "last", listed, LAST_RATE, last)


def finished(net: Path, state: Path, made: Path) -> None:
    """Writes a state of the trainer with the other pieces of the net as a net of whole numbers.

    Raises CalledProcessError, and FileNotFoundError if nothing was written.
    """
    _lstmtraining(net, made, state, "--stop_training", "--convert_to_int")
    # The trainer says that it went well even when it could not write.
    made.stat()


def _trained(net: Path, start: Path, base: Path, listed: Path, rate: float, samples: int) -> Path:
    _lstmtraining(
        net, base, start, "--train_listfile", str(listed), "--learning_rate", f"{rate:f}", "--reset_learning_rate",
        "--max_iterations", str(samples), "--debug_interval", "0",
    )  # fmt: skip
    return base.with_name(f"{base.name}_checkpoint")


def _lstmtraining(net: Path, output: Path, start: Path, *options: str) -> None:
    """Runs the trainer on one thread, so that the other processors are free for hours."""
    command = ["lstmtraining", "--traineddata", str(net), "--model_output", str(output), "--continue_from", str(start)]
    subprocess.run([*command, *options], env={**os.environ, "OMP_THREAD_LIMIT": "1"}, check=True)
