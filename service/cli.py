"""The command line: words in, exit status out. Which there are stands in `service.commands.grammar`, what each does
in the module that `HOMES` names.

Exit status: 0 done, 1 fault, 2 usage or unreadable input, 3 held or not matched (of several: the worst).
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Callable, Sequence
from typing import Final

from django.db import DatabaseError

from config import faults
from service import framework, log, scratch, surroundings
from service.commands import grammar

DONE: Final = 0
FAULT: Final = 1
USAGE: Final = 2
HELD: Final = 3

Command = Callable[[argparse.Namespace, surroundings.Surroundings], int]

# Command -> the module that carries it out, imported only when its command is asked for: Django's models can't be
# imported before Django is set up, and `reservfax read` needs neither.
HOMES: Final = {
    "anonymise": "service.commands.documents",
    "layout": "service.commands.layouts",
    "fields": "service.commands.layouts",
    "read": "service.commands.documents",
    "reference": "service.commands.references",
    "words": "service.commands.words",
    "demo": "service.commands.demo",
    "bench": "service.commands.bench",
    "run": "service.commands.running",
    "check": "service.commands.check",
    "backup": "service.commands.backup",
    "restore": "service.commands.backup",
    "user": "service.commands.users",
    "drop": "service.commands.cases",
    "new": "service.commands.cases",
    "release": "service.commands.cases",
    "cases": "service.commands.lists",
    "queue": "service.commands.lists",
    "events": "service.commands.lists",
    "verify": "service.commands.lists",
    "report": "service.commands.lists",
}


# These need no ledger to begin with: demo and bench make one of their own, a restore puts one in place, and a check
# goes on past whatever is wrong.
_WITHOUT_LEDGER: Final = frozenset({"anonymise", "layout", "fields", "read", "demo", "bench", "restore", "check"})
JSON: Final = "--json"


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    words = sys.argv[1:] if argv is None else list(argv)
    log.start()
    with scratch.entered(os.environ):
        try:
            status = _run(words)
            sys.stdout.flush()
        except BrokenPipeError:  # whoever read our answer has gone (`reservfax cases | head`)
            return _unheard()
    return status


def _run(words: Sequence[str]) -> int:
    """One command; what stands in its way is told in the one form of all commands."""
    try:
        arguments = grammar.parser().parse_args(words)
        around = surroundings.Surroundings.of(os.environ)
        if arguments.command not in _WITHOUT_LEDGER:
            framework.start(around.settings())
        run: Command = getattr(importlib.import_module(HOMES[arguments.command]), arguments.command)
        return run(arguments, around)
    except faults.Unusable as unusable:
        return _refused(unusable.lines, USAGE, words)
    except faults.Faults as faulty:
        return _refused(faulty.lines, FAULT, words)
    except DatabaseError as fault:
        return _refused((framework.plain(fault),), FAULT, words)
    except KeyboardInterrupt:
        return _refused(("avbruten / interrupted",), FAULT, words)


def _refused(lines: Sequence[str], status: int, words: Sequence[str]) -> int:
    """Why nothing was done: lines on standard error and, where JSON was asked for, one object on standard output."""
    for line in lines:
        print(line, file=sys.stderr)
    if JSON in words:
        print(json.dumps({"faults": list(lines)}, ensure_ascii=False))
    return status


def _unheard() -> int:
    """Nobody listens any more: what is still to be written when Python ends goes nowhere, without a complaint."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
    return FAULT


if __name__ == "__main__":
    raise SystemExit(main())
