"""What a piece of work costs: processor seconds of this process, its finished children and the second reader."""

from __future__ import annotations

import os
import resource
from pathlib import Path

from ocr import second_reader


def cpu() -> float:
    """Seconds of processor so far. The second reader outlives its pages, so its own are read while it runs."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used) + _running(second_reader.process())


def _running(process: int | None) -> float:
    """Of a process that runs still: fields 14 and 15 of its stat, in clock ticks (proc(5))."""
    if process is None:
        return 0.0
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
