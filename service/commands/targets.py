"""Files that a command writes: never one that it reads, never two in one, and never what an earlier run left there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

from config.faults import Faults, Unusable


def cleared(source: Path, targets: Sequence[Path]) -> None:
    """Takes away what an earlier run left, since it may be another patient's. Raises Unusable before that, Faults."""
    apart(source, targets)
    for target in filter(Path.is_file, targets):
        try:
            target.resolve().unlink()
        except OSError as fault:
            raise _unwritten(target, fault) from None


def apart(source: Path, targets: Sequence[Path]) -> None:
    """Raises Unusable where a target is the source, or two of them are one file."""
    for target in targets:
        if _are_one(source, target):
            raise Unusable((f"{target}: är filen som läses, välj ett annat namn / is the file that is read",))
    for one, other in combinations(targets, 2):
        if _are_one(one, other):
            raise Unusable((f"{one}: två svar kan inte skrivas i samma fil / two answers can't be one file",))


def write(path: Path, data: bytes) -> None:
    """The file, written. Raises Faults where it can't be."""
    try:
        path.write_bytes(data)
    except OSError as fault:
        raise _unwritten(path, fault) from None


def _are_one(one: Path, other: Path) -> bool:
    """Whether two names lead to the same file, by links too. What is no file (`/dev/null`) holds nothing to lose."""
    try:
        if one.exists() and other.exists():
            return one.is_file() and one.samefile(other)
        return one.resolve() == other.resolve()
    except OSError:
        return False


def _unwritten(path: Path, fault: OSError) -> Faults:
    return Faults((f"{path}: kan inte skrivas / can't be written: {fault.strerror}",))
