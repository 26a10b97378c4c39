"""kill -9 of the service in a night: at random moments, and aimed between the intent of a hand-over and its outcome.

The stand-ins' own logs, synced before each 250, are the truth.

One night a process (`python -m service.bench.kill SEED`), since a process knows only one ledger.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

from config import settings as installations
from config import site as sites
from service import framework
from service.demo import referrals, stage, standins

if TYPE_CHECKING:
    from service.house import House

ROOT: Final = Path(__file__).parents[2]
KILLS: Final = 5
DROPS: Final = 4
PATIENCE: Final = 150.0
# How long an aimed kill waits for a hand-over.
AIMED: Final = 60.0
# Where a drop may stand when the night is over: a person has the next word, or the reader has the fax.
_ENDED: Final = frozenset({"closed", "held", "answered", "acknowledged", "unknown"})
_ALARMED: Final = frozenset({"held", "unknown"})


@dataclass(frozen=True, slots=True)
class Night:
    """What one night came to. `faults` are broken promises; there must be none."""

    seed: int
    # Kills of a living service, and those of them that left a hand-over begun and not ended.
    kills: int
    between: int
    states: Mapping[str, int]
    accepted: int
    arrivals: int
    seconds: float
    faults: tuple[str, ...]


def nights(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Plays so many nights, each in a process of its own, and gives what each came to."""
    for number in range(seed, seed + count):
        done = subprocess.run(
            [sys.executable, "-m", "service.bench.kill", str(number)],
            cwd=ROOT, env=surroundings({}), capture_output=True, text=True, timeout=600, check=False,
        )  # fmt: skip
        lines = done.stdout.strip().splitlines()
        yield json.loads(lines[-1]) if lines else {"seed": number, "faults": [done.stderr[-400:] or "no answer"]}


def play(seed: int) -> Night:
    """One night with KILLS kills: every second one is aimed, the others fall when `seed` says."""
    chance, begun = Random(seed), time.monotonic()
    with stage.folder() as folder:
        site, inbound = stage.site_file(folder), stage.inbound(folder)
        quick = ["--acknowledge-after", "0.5", "--report-after", "1.5", "--forms", "paper", "--wear", "clean"]
        with standins.at_work(folder, site=site, receipts=str(inbound), answers=str(inbound), far_end=quick) as players:
            environ = stage.environment(folder, site, players.port) | {"RESERVFAX_WEB_PORT": str(free_port())}
            opened = _entered(environ)
            kills, between = _killed(folder, environ, chance)
            return _judged(seed, kills, between, folder, opened, begun)


def _entered(environ: Mapping[str, str]) -> House:
    """The house that the services of this night work in: its ledger tells when to aim."""
    settings = installations.read(environ)
    framework.start(settings)
    from service import house

    return house.enter(settings, sites.read(settings.site_file))


def _killed(folder: Path, environ: Mapping[str, str], chance: Random) -> tuple[int, int]:
    """Drops, then kills and starts anew, again and again; the last start stays until all is quiet.

    How many kills met a living service, and how many fell between intent and outcome.
    """
    kills, between = 0, set[int]()
    for number in range(DROPS):
        made = referrals.made("hl7" if number % 2 else "text", chance, datetime.now(UTC))
        (folder / "data" / "outbound" / f"{number}{Path(made.file_name).suffix}").write_bytes(made.data)
    for number in range(KILLS):
        running = service(environ)
        if number % 2:
            _wait_for_intent(running)
        else:
            time.sleep(chance.uniform(1.0, 9.0))
        kills += running.poll() is None
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        between |= _intended()
    last = service(environ)
    try:
        _until_quiet(environ)
    finally:
        os.killpg(last.pid, signal.SIGTERM)
        last.wait(timeout=60)
    return kills, len(between)


def _wait_for_intent(running: subprocess.Popen[bytes]) -> None:
    """Until a hand-over is under way, the service has died, or patience is at its end."""
    end = time.monotonic() + AIMED
    before = _intended()
    while not _intended() - before and running.poll() is None and time.monotonic() < end:
        time.sleep(0.02)


def _intended() -> set[int]:
    """The hand-overs that are begun and not ended."""
    from service import models

    return set(models.Attempt.objects.filter(state="intended").values_list("pk", flat=True))


def service(environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """`reservfax run` in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "service.cli", "run"],
        cwd=environ["HOME"], env=surroundings(environ), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def surroundings(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of a child: ours without this machine's own installation."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("RESERVFAX_")}
    return (
        own
        | {"PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1", "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}
        | dict(environ)
    )


def _until_quiet(environ: Mapping[str, str]) -> None:
    """Until every case stands where it may stand, nothing is being read and the folders are empty."""
    end = time.monotonic() + PATIENCE
    time.sleep(3)
    while time.monotonic() < end and not _is_quiet(Path(environ["RESERVFAX_DATA"])):
        time.sleep(0.5)


def _is_quiet(data: Path) -> bool:
    from service import models

    cases = list(models.Case.objects.values_list("state", flat=True))
    reading = models.Arrival.objects.filter(state__in=("new", "reading")).exists()
    answered = set(models.Arrival.objects.filter(state="to_review").values_list("case_id", flat=True))
    waiting = models.Case.objects.filter(state="acknowledged").exclude(pk__in=answered).exists()
    left = any(path.is_file() for name in ("outbound", "inbound") for path in (data / name).iterdir())
    return len(cases) == DROPS and not reading and not left and not waiting and set(cases) <= _ENDED


def _judged(seed: int, kills: int, between: int, folder: Path, opened: House, begun: float) -> Night:
    """The ledger held against the stand-ins' logs."""
    from service import models

    cases = list(models.Case.objects.all())
    accepted = _rows(folder / "gateway" / "gateway.jsonl", "accepted")
    returned = _rows(folder / "farend" / "farend.jsonl", "returned")
    known = set(models.Arrival.objects.values_list("sha", flat=True))
    faults = [
        *(f"{case.reference} ended {case.state}" for case in cases if case.state not in _ENDED),
        *([] if len(cases) == DROPS else [f"{len(cases)} cases of {DROPS} drops"]),
        *_without_alarm(cases),
        *_twice(accepted),
        *(f"answer {row['number']} is no item" for row in returned if row.get("sha256") and row["sha256"] not in known),
        *opened.ledger.verify(),
    ]
    states = dict(Counter(case.state for case in cases))
    seconds = round(time.monotonic() - begun, 1)
    return Night(seed, kills, between, states, len(accepted), len(known), seconds, tuple(faults))


def _without_alarm(cases: list[Any]) -> Iterator[str]:
    """A case that waits for a person must have a clock that rings."""
    from service import models

    for case in cases:
        if case.state in _ALARMED and not models.Clock.objects.filter(case=case, stopped_at__isnull=True).exists():
            yield f"{case.reference} is {case.state} and nothing rings"


def _twice(accepted: list[dict[str, Any]]) -> Iterator[str]:
    """At most one unmarked copy of each case was accepted; nobody resent anything in this night."""
    copies = Counter(str(row["subject"]).split()[0] for row in accepted)
    yield from (f"{reference} was accepted {count} times" for reference, count in copies.items() if count > 1)


def _rows(log: Path, event: str) -> list[dict[str, Any]]:
    if not log.is_file():
        return []
    rows = [json.loads(line) for line in log.read_text("utf-8").splitlines() if line.strip()]
    return [row for row in rows if row["event"] == event]


def free_port() -> int:
    """A port that nobody has now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    print(json.dumps(asdict(play(int(sys.argv[1])))))
