"""What every answer carries: nothing is kept by the browser, nothing loaded from elsewhere, Swedish unless chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import translation

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; media-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
LANGUAGES: Final = ("sv", "en")
COOKIE: Final = "language"


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Sets language before, and headers after, each request. A browser's own language says nothing about the ward's."""

    def answer(request: HttpRequest) -> HttpResponse:
        with translation.override(language(request)):
            response = get_response(request)
        response["Content-Security-Policy"] = POLICY
        response["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        if not request.path.startswith("/static/"):
            response["Cache-Control"] = "no-store"
        return response

    return answer


def language(request: HttpRequest) -> str:
    """The language chosen in this browser; Swedish until then."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]
