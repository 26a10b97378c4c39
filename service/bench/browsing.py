"""A person at the pages of a running service: logs in and looks at what is there, as a browser would ask for it."""

from __future__ import annotations

import re
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import urlencode

_SECONDS: Final = 60.0
_PICTURE: Final = re.compile(r'src="(/[^"]+\.png)"')


class Browser:
    """One person's browser: an address on loopback and the cookies that it was given."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._cookies = SimpleCookie()

    def log_in(self, name: str, password: str) -> None:
        """Through the door."""
        self.get("/login")
        token = self._cookies["csrftoken"].value
        words = {"username": name, "password": password, "csrfmiddlewaretoken": token}
        self._ask("POST", "/login", urlencode(words), {"Content-Type": "application/x-www-form-urlencoded"})

    def look(self, path: str) -> int:
        """Opens a page with its pictures; how many there were."""
        pictures = _PICTURE.findall(self.get(path).decode("utf-8", "replace"))
        for picture in pictures:
            self.get(picture)
        return len(pictures)

    def get(self, path: str) -> bytes:
        """What stands at an address."""
        return self._ask("GET", path)

    def _ask(self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> bytes:
        cookies = "; ".join(f"{name}={one.value}" for name, one in self._cookies.items())
        door = HTTPConnection("127.0.0.1", self.port, timeout=_SECONDS)
        door.request(method, path, body or None, {"Cookie": cookies, **(headers or {})})
        answer = door.getresponse()
        self._keep(answer)
        content = answer.read()
        door.close()
        return content

    def _keep(self, answer: HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie", []):
            self._cookies.load(line)
