"""The log: whatever a library says, only closed words and references are written."""

from __future__ import annotations

import io
import json
import logging
import sys
import threading
from collections.abc import Generator
from random import Random
from typing import Any

import pytest
import structlog
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from django.utils.log import log_response

from ocr import codes
from service import log

SECRET = "Ester Prov"
REFERENCE = str(codes.draw(Random(1).choice, "NAL"))


@pytest.fixture
def stream() -> Generator[io.StringIO]:
    """Where everything is logged to from now on; all is as before afterwards."""
    root, made = logging.getLogger(), io.StringIO()
    before = (root.handlers[:], root.level, threading.excepthook, sys.excepthook)
    log.start(lambda: made)
    yield made
    root.handlers[:], root.level, threading.excepthook, sys.excepthook = before
    structlog.reset_defaults()


def told(stream: io.StringIO) -> dict[str, Any]:
    """The one line that was written, in which nothing of the patient stands."""
    assert SECRET not in stream.getvalue()
    (line,) = stream.getvalue().splitlines()
    return dict(json.loads(line))


def failing() -> None:
    """A fault as PostgreSQL words it."""
    raise IntegrityError(f"DETAIL: Key (name)=({SECRET}) already exists.")


def asked(path: str) -> HttpRequest:
    """A request that Django has found a page for."""
    request = HttpRequest()
    request.path = path
    request.resolver_match = resolve(path, "service.web.urls")
    return request


def test_a_fault_of_a_page_is_told_without_its_words(stream: io.StringIO) -> None:
    """Django's own line on a failed request: the kind of fault and where, the page's pattern, the reference."""
    try:
        failing()
    except IntegrityError as fault:
        log_response(
            "%s: %s", "Internal Server Error", SECRET, response=HttpResponse(status=500),
            request=asked(f"/case/{REFERENCE}"),
            exception=fault,  # pyright: ignore[reportCallIssue]  # the stubs are of an older Django
        )  # fmt: skip
    line = told(stream)
    assert (line["source"], line["fault"]) == ("django.request", "IntegrityError")
    assert line["at"].startswith("tests/unit/test_log.py:")
    assert (line["page"], line["reference"]) == ("case/<str:reference>", REFERENCE)


def test_an_address_that_is_no_reference_is_not_written(stream: io.StringIO) -> None:
    """Somebody typed a name where a reference belongs."""
    request = asked(f"/case/{SECRET}")
    logging.getLogger("django.request").warning("Not Found: %s", SECRET, extra={"request": request})
    line = told(stream)
    assert line["page"] == "case/<str:reference>"
    assert "reference" not in line


def test_a_thread_that_dies_is_told_without_its_words(stream: io.StringIO) -> None:
    """Python would print the whole fault."""
    thread = threading.Thread(target=failing, name="prov")
    thread.start()
    thread.join()
    line = told(stream)
    assert (line["event"], line["thread"], line["fault"]) == ("thread_died", "prov", "IntegrityError")
