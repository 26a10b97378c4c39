"""Real servers on loopback for tests: Dovecot, PostgreSQL, an SMTP server that misbehaves on demand, certificates."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import TypedDict, Unpack

PASSWORD = "hemligt-prov"
NOBODY = "nobody"
_DOVECOT = Template("""\
protocols = imap
listen = 127.0.0.1
base_dir = $folder/run
state_dir = $folder/state
log_path = $folder/log
ssl = no
disable_plaintext_auth = no
default_internal_user = $user
default_login_user = $user
default_internal_group = $group
mail_location = maildir:$folder/mail
first_valid_uid = 1
mail_uid = $user
mail_gid = $group
passdb {
  driver = passwd-file
  args = $folder/users
}
userdb {
  driver = static
  args = uid=$user gid=$group home=$folder/mail
}
service imap-login {
  chroot =
  inet_listener imap {
    port = $port
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
namespace inbox {
  inbox = yes
  separator = /
}
""")


def free_port() -> int:
    """A port that nobody has now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(done: Callable[[], bool], seconds: float = 20.0) -> None:
    """Waits until it is so; fails if it does not become so."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def answers(port: int) -> bool:
    """Whether something listens there."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@dataclass(slots=True)
class Dovecot:
    """A mail server with one mailbox, "fax"."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it, wholly as an account without rights."""
        self.process = subprocess.Popen(
            ["/usr/sbin/dovecot", "-F", "-c", str(self.folder / "dovecot.conf")],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, user=_user(), group=_group(),
        )  # fmt: skip
        wait_for(lambda: answers(self.port))

    def kill(self) -> None:
        """Ends it and its children at once, as a power cut does."""
        assert self.process is not None
        subprocess.run(["/usr/bin/pkill", "-9", "-g", str(self.process.pid)], check=False)
        self.process.wait(timeout=10)
        wait_for(lambda: not answers(self.port))

    def signal(self, what: int) -> None:
        """Sends a signal to the server and all its children."""
        assert self.process is not None
        os.killpg(self.process.pid, what)

    def stop(self) -> None:
        """Ends it as an administrator does: the master by itself, its children when they notice."""
        assert self.process is not None
        self.process.terminate()
        self.process.wait(timeout=20)
        wait_for(lambda: not answers(self.port))

    def forget(self) -> None:
        """Loses its indexes: the mailbox comes back with another UIDVALIDITY."""
        for name in (
            "dovecot.index",
            "dovecot.index.log",
            "dovecot.index.cache",
            "dovecot-uidlist",
            "dovecot-uidvalidity",
        ):
            for path in (self.folder / "mail").rglob(name + "*"):
                path.unlink()

    def mails(self, box: str = "") -> list[Path]:
        """The mails that lie in a folder of the mailbox; "" is the inbox."""
        base = self.folder / "mail" / (f".{box}" if box else "")
        return sorted(path for sub in ("new", "cur") for path in (base / sub).glob("*"))


@contextmanager
def dovecot(*lines: str) -> Generator[Dovecot]:
    """A running Dovecot on a free port, its mailbox empty; `lines` are added to its configuration."""
    with tempfile.TemporaryDirectory(prefix="dovecot-", dir="/tmp") as name:
        folder = Path(name)
        server = Dovecot(folder, free_port())
        (folder / "dovecot.conf").write_text("\n".join((_configuration(folder, server.port), *lines, "")), "utf-8")
        (folder / "users").write_text(f"fax:{{PLAIN}}{PASSWORD}::::::\n", "utf-8")
        for sub in ("mail/new", "mail/cur", "mail/tmp", "run", "state"):
            (folder / sub).mkdir(parents=True)
        _give(folder)
        server.start()
        try:
            yield server
        finally:
            server.kill()


def _configuration(folder: Path, port: int) -> str:
    user = pwd.getpwuid(_user_id()).pw_name
    return _DOVECOT.substitute(folder=folder, port=port, user=user, group=_group_name())


def _user_id() -> int:
    return pwd.getpwnam(NOBODY).pw_uid if os.geteuid() == 0 else os.geteuid()


def _user() -> int | None:
    return _user_id() if os.geteuid() == 0 else None


def _group() -> int | None:
    return pwd.getpwnam(NOBODY).pw_gid if os.geteuid() == 0 else None


def _group_name() -> str:
    import grp

    return grp.getgrgid(pwd.getpwuid(_user_id()).pw_gid).gr_name


def _give(folder: Path) -> None:
    """The folder to the account that the server runs as."""
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, NOBODY, _group_name())


@dataclass(slots=True)
class Smtp:
    """An SMTP server that answers as it is told. `taken` are the mails that it has, answered or not.

    `drop` and `hang` name where it hangs up or falls silent: "connect", a command, "body" or ".".
    """

    port: int
    replies: dict[str, str] = field(default_factory=dict[str, str])
    drop: str = ""
    hang: str = ""
    delay: float = 0.0
    implicit: bool = False
    taken: list[bytes] = field(default_factory=list[bytes])
    commands: list[str] = field(default_factory=list[str])
    tls: ssl.SSLContext | None = None
    extensions: tuple[str, ...] = ("SIZE 10000000",)


class Manners(TypedDict, total=False):
    """What an SMTP server may be told, as in `Smtp`."""

    replies: dict[str, str]
    drop: str
    hang: str
    delay: float
    implicit: bool
    tls: ssl.SSLContext
    extensions: tuple[str, ...]


@contextmanager
def smtp(**how: Unpack[Manners]) -> Generator[Smtp]:
    """A running server; `replies` by command word ("MAIL", "DATA", "." …), `drop` the command at which it hangs up."""
    server = Smtp(free_port(), **how)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    made = asyncio.run_coroutine_threadsafe(
        asyncio.start_server(
            lambda read, write: _talk(server, read, write),
            "127.0.0.1",
            server.port,
            limit=2**26,
            ssl=server.tls if server.implicit else None,
        ),
        loop,
    ).result(10)
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(_close(made), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=5)
        loop.close()


async def _close(listening: asyncio.Server) -> None:
    """No more listening, and no conversation left, hanging ones neither."""
    listening.close()
    await asyncio.sleep(0.05)
    talks = asyncio.all_tasks() - {asyncio.current_task()}
    for talk in talks:
        talk.cancel()
    await asyncio.gather(*talks, return_exceptions=True)


async def _talk(server: Smtp, read: asyncio.StreamReader, write: asyncio.StreamWriter) -> None:
    """One conversation, word for word by the table."""
    try:
        await _pause(server, "connect")
        await _say(write, server.replies.get("connect", "220 prov"))
        while line := (await read.readline()).decode("ascii", "replace").strip():
            word = line.split(" ")[0].upper()
            server.commands.append(word)
            await _pause(server, word)
            if server.drop == word:
                break
            if word == "DATA" and server.replies.get("DATA", "354").startswith("354"):
                await _say(write, "354 go on")
                if server.drop == "body":
                    await read.readexactly(100)
                    break
                data = await read.readuntil(b"\r\n.\r\n")
                server.taken.append(data[:-5].replace(b"\r\n..", b"\r\n."))
                await _pause(server, ".")
                if server.drop == ".":
                    break
                await _say(write, server.replies.get(".", "250 queued as 1"))
                continue
            if word == "EHLO" and "EHLO" not in server.replies:
                tls = ("STARTTLS",) if server.tls and not write.get_extra_info("ssl_object") else ()
                lines = ("prov", *server.extensions, *tls)
                await _say(write, "\r\n".join(f"250{'-' if one != lines[-1] else ' '}{one}" for one in lines))
                continue
            usual = {"QUIT": "221 bye", "STARTTLS": "220 go on"}.get(word, "250 ok")
            await _say(write, server.replies.get(word, usual))
            if word == "STARTTLS" and server.tls and word not in server.replies:
                await write.start_tls(server.tls)
    except (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError):
        pass
    finally:
        write.close()


async def _pause(server: Smtp, at: str) -> None:
    """As slow as it was told to be; silent for good where it hangs."""
    await asyncio.sleep(30 if server.hang == at else server.delay)


async def _say(write: asyncio.StreamWriter, text: str) -> None:
    write.write(text.encode() + b"\r\n")
    await write.drain()


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server context with a certificate for 127.0.0.1 that nobody but its own file vouches for."""
    key, made = folder / "key.pem", folder / "certificate.pem"
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    command = ["openssl", *words.split(), "-keyout", str(key), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    return context, made


@contextmanager
def postgresql() -> Generator[str]:
    """A running PostgreSQL with an empty database; its address."""
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"))
    with tempfile.TemporaryDirectory(prefix="postgres-", dir="/tmp") as name:
        folder, port = Path(name), free_port()
        _give(folder)
        data = folder / "data"

        def run(program: str, *words: str | Path, check: bool = True) -> None:
            command = [programs / program, *words]
            subprocess.run(command, check=check, user=_user(), group=_group(), cwd="/", capture_output=True)

        run("initdb", "-D", data, "-A", "trust", "-U", "prov")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        run("pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", options, "start")
        try:
            run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "prov", "reservfax")
            yield f"postgresql://prov@127.0.0.1:{port}/reservfax"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop", check=False)
