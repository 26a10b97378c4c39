"""`reservfax bench`: measured figures, each beside what makes it comparable."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from config.faults import Unusable
from service import cli
from service.bench import anonymise, burst, kill, misreading, read, speed, symbols
from service.surroundings import Surroundings


def bench(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Runs one bench, or tells which there are."""
    del around  # a bench has an installation of its own
    chosen = BENCHES.get(arguments.name or "")
    if chosen is None:
        raise Unusable((f"reservfax bench {{{' | '.join(BENCHES)}}}: välj en / choose one",))
    return chosen(arguments)


def _kill(arguments: argparse.Namespace) -> int:
    """Nights with kill -9; a broken promise is a fault."""
    rows = list[dict[str, Any]]()
    for row in kill.nights(arguments.nights, arguments.seed):
        rows.append(row)
        _say(f"natt {row['seed']}: {row.get('states')} {row.get('seconds')} s {'; '.join(row['faults']) or 'ok'}")
    faults = sum(bool(row["faults"]) for row in rows)
    states = [state for row in rows for state, count in row.get("states", {}).items() for _ in range(count)]
    summary = {
        "nights": len(rows), "kills": sum(row.get("kills", 0) for row in rows),
        "between": sum(row.get("between", 0) for row in rows), "nights_with_faults": faults,
        "states": {state: states.count(state) for state in sorted(set(states))}, "rows": rows,
    }  # fmt: skip
    _show(arguments.json, summary)
    return cli.FAULT if faults else cli.DONE


def _speed(arguments: argparse.Namespace) -> int:
    """Times, idle CPU and memory of a running service."""
    figures = speed.measured(arguments.seed)
    _show(arguments.json, figures)
    return cli.FAULT if "fault" in figures else cli.DONE


def _anonymise(arguments: argparse.Namespace) -> int:
    """Leaks, facts kept, holds and times; an identifier on a released document is a fault."""
    figures = anonymise.measured(arguments.seed, _say, compare=arguments.compare)
    _show(arguments.json, figures)
    leaks = sum(value for name, value in figures.items() if name.endswith("leaks_released"))
    return cli.FAULT if leaks else cli.DONE


def _misreading(arguments: argparse.Namespace) -> int:
    """Misread references and accession numbers against open cases; a wrong match is a fault."""
    figures = misreading.run(arguments.count or 1_000_000, arguments.seed)
    _show(arguments.json, figures)
    return cli.FAULT if figures["false"] else cli.DONE


def _read(arguments: argparse.Namespace) -> int:
    """Returned faxes read and matched; a wrong match is a fault."""
    figures = read.run(arguments.count or 80, arguments.seed, compare=arguments.compare)
    _show(arguments.json, figures)
    return cli.FAULT if figures["false"] else cli.DONE


def _burst(arguments: argparse.Namespace) -> int:
    """Many pages at once; pages of the service that answer late are a fault."""
    figures = burst.measured(arguments.count or burst.PAGES, arguments.seed)
    _show(arguments.json, figures)
    return cli.FAULT if "fault" in figures or figures["burst"]["p95_ms"] >= burst.SOON_MS else cli.DONE


def _codes(arguments: argparse.Namespace) -> int:
    """Printed codes on worn pages; one read as another is a fault."""
    figures = symbols.run(arguments.count or 3000, arguments.seed)
    _show(arguments.json, figures)
    return cli.FAULT if figures["wrong"] else cli.DONE


def _show(as_json: bool, figures: Mapping[str, Any]) -> None:
    if as_json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        if isinstance(value, dict):
            for group, row in cast(dict[str, Any], value).items():
                print(f"  {group:36} {row}")
        elif name != "rows":
            print(f"{name:32} {value}")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


BENCHES: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = {
    "anonymise": _anonymise,
    "burst": _burst,
    "codes": _codes,
    "kill": _kill,
    "misreading": _misreading,
    "read": _read,
    "speed": _speed,
}
