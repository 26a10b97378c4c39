"""The log: JSON lines of references and closed words on standard error, whoever writes them.

Libraries write what they were given: a row's values, an address as it was typed. Of what they say only this passes: who
says it, the kind of fault and where in our code, the pattern of the page that was asked for, and its reference.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final, TextIO

import structlog

from ocr import codes

_HOUSE: Final = Path(__file__).parents[1]


def start(stream: Callable[[], TextIO] = lambda: sys.stderr) -> None:
    """From now on everything that is logged or that ends a thread is a line on what is this stream by then."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: structlog.PrintLogger(stream()),
    )
    logging.basicConfig(level=logging.WARNING, handlers=[_Closed()], force=True)
    threading.excepthook = _thread_died
    sys.excepthook = _died


class _Closed(logging.Handler):
    """What a library logs, without its words."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line. Django hands over the request that it speaks of."""
        fault = record.exc_info[1] if record.exc_info else None
        told = dict(_fault(fault)) | dict(_asked(getattr(record, "request", None)))
        structlog.get_logger().log(record.levelno, "library", source=record.name, **told)


def _fault(fault: BaseException | None) -> Iterator[tuple[str, str]]:
    """The kind of fault, and the innermost place in our own code that it came from."""
    if fault is None:
        return
    yield "fault", type(fault).__name__
    place = _place(fault.__traceback__)
    if place:
        yield "at", place


def _place(trace: TracebackType | None) -> str:
    place = ""
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.is_relative_to(_HOUSE) and ".venv" not in file.parts:
            place = f"{file.relative_to(_HOUSE)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _asked(request: Any) -> Mapping[str, str]:
    """The pattern of the page that was asked for, and the reference if it is one; never the address as it was typed."""
    match = getattr(request, "resolver_match", None)
    if match is None:
        return {}
    reference = codes.typed(str(match.kwargs.get("reference", "")))
    return {"page": str(match.route)} | ({"reference": str(reference)} if reference else {})


def _thread_died(about: threading.ExceptHookArgs) -> None:
    name = about.thread.name if about.thread else ""
    structlog.get_logger().error("thread_died", thread=name, **dict(_fault(about.exc_value)))


def _died(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    del kind, trace
    structlog.get_logger().error("died", **dict(_fault(fault)))
