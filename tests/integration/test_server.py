"""The server of the pages: where it binds, and how it ends."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import houses
import pytest


def test_a_name_with_two_addresses_is_one_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian gives `localhost` both 127.0.0.1 and ::1; the pages are at the first, and tell their port."""
    looked_up = socket.getaddrinfo

    def both(host: str | None, port: int, family: int = 0, *further: int) -> list[object]:
        found: list[object] = list(looked_up("127.0.0.1", port, family, *further))
        if host == "localhost" and family == socket.AF_UNSPEC:
            found.append((socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", port, 0, 0)))
        return found

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with houses.served(houses.enter(tmp_path), "localhost") as port:
        assert port > 0


def test_closed_from_elsewhere_it_ends_and_lets_go_of_its_port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop's thread ends of itself, without having waited at a socket that is gone."""
    faults = list[threading.ExceptHookArgs]()
    monkeypatch.setattr(threading, "excepthook", faults.append)
    with houses.served(houses.enter(tmp_path), "127.0.0.1") as port:
        pass
    assert faults == []
    with socket.socket() as anew:
        anew.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        anew.bind(("127.0.0.1", port))
