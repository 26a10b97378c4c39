"""The house's own rules: floors, one home for each outside library, sizes, and nothing of any one computer in it.

Each rule is a function from a source to its faults, so that the tests below can show that every rule can fail.
"""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ocr import identifiers

HOUSE = Path(__file__).parent.parent
FLOORS = {"config": 0, "ocr": 1, "inbound": 2, "outbound": 2, "service": 3}

# Outside library -> the modules that may import it. A library with one home is changed in one place.
HOMES = {
    # the card's six
    "imapclient": ("inbound.mailbox",),
    "pypdf": ("ocr.pages",),
    "pytesseract": ("ocr.text",),
    "pdf2image": ("ocr.pages",),
    "dotenv": ("config.settings",),
    "watchdog": ("inbound.folder",),
    # ledger, web
    "django": ("service",),
    "whitenoise": ("service.framework",),
    "waitress": ("service.web",),
    "sqlcipher3": ("service.framework",),
    "cryptography": ("service.blobs", "service.vault", "service.keys", "service.sealing"),
    "structlog": ("service",),
    # paper
    "rapidocr": ("ocr.second_reader",),
    "typst": ("outbound.sheets", "service.demo"),
    "fontTools": ("outbound.sheets",),
    "zxingcpp": ("ocr.codes",),
    "segno": ("ocr.codes", "service.demo"),
    "reedsolo": ("ocr.codes",),
    "numpy": ("ocr", "inbound.report", "outbound.opinion", "service.demo", "service.training"),
    "PIL": ("ocr", "inbound.report", "outbound.sheets", "outbound.gate", "service"),
    "rapidfuzz": ("inbound.matching", "outbound.anonymise", "outbound.referral", "service.bench"),
    "phonenumbers": ("config.site", "ocr.identifiers", "outbound.gateway"),
    "hl7": ("outbound.referral",),
    # the demo plays the gateway and the far end
    "aiosmtpd": ("service.demo",),
    # the two doors: mail leaves by one and enters by the other
    "smtplib": ("outbound.mail", "service.demo"),
    "imaplib": ("inbound.mailbox", "service.demo"),
}
# What the house itself never needs; the bench asks its own pages on loopback.
RARE = {
    **dict.fromkeys(("http.client", "urllib.request"), ("service.bench",)),
    **dict.fromkeys(("ftplib", "pickle", "shelve", "marshal", "telnetlib"), ()),
}
# What of a referral's reading imports only those before it.
STOREYS = ("values", "words", "page", "form", "sender", "patient", "fields", "documents")
ORDERED = ("outbound.referral", "outbound.anonymise")
GATE_MAY = ("ocr.pages", "ocr.text", "ocr.codes", "outbound.gate")
LONGEST_FILE = 400
LONGEST_FUNCTION = 40

# Places that a tracked file may name: this computer itself, the routine's own, reserved examples, XML name spaces.
KNOWN_HOSTS = re.compile(r"(^|\.)(teleconsult\.net|vgregion\.se|w3\.org|example\.(com|org|net|se)|y\.se)$")
HOST = re.compile(r"(?:(?<=//)|(?<![\w./-]))(?:[a-z0-9-]+\.)+(?:org|com|net|io|dev|se)(?![\w(.-])")
MACHINE = re.compile(r"(?<![\w.*-])/(?:work|root|home/\w+)(?:/|\b)")

PERSON = re.compile(r"(?<![\w.+])(?:19|20)?(\d{2})(\d{2})(\d{2})[-+ ]?(\d{4})(?!\w)")
MOBILE = re.compile(r"(?<!\w)(?:\+46[ -]?(?:\(0\))?|0)(7[02369](?:[ -]?\d){7})(?!\w)")


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file: its dotted name ("outbound.gate.words"), whether it is a folder's __init__, and its text."""

    module: str
    text: str
    package: bool = False

    @property
    def tree(self) -> ast.Module:
        """The file as Python reads it."""
        return ast.parse(self.text)


def tracked() -> list[Path]:
    """Every file of the house that git knows or would take."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=HOUSE, capture_output=True, check=True,
    ).stdout.decode()  # fmt: skip
    return sorted({path for name in listed.split("\0") if name and (path := HOUSE / name).is_file()})


def sources() -> Iterator[Source]:
    """The Python files of the five packages and the tests, but for migrations, which Django writes."""
    for path in tracked():
        if path.suffix == ".py" and "migrations" not in path.parts:
            parts = path.relative_to(HOUSE).with_suffix("").parts
            package = parts[-1] == "__init__"
            yield Source(".".join(parts[:-1] if package else parts), path.read_text("utf-8"), package)


def inside(module: str, homes: tuple[str, ...]) -> bool:
    """Whether the module is one of these or lies in one of these."""
    return any(module == home or module.startswith(f"{home}.") for home in homes)


def imports(source: Source) -> Iterator[str]:
    """The full name of everything imported, wherever in the file: `from ocr import text` gives ocr.text."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(source, node)
            yield from (f"{base}.{each.name}" for each in node.names)


def _base(source: Source, node: ast.ImportFrom) -> str:
    if node.level == 0:
        return node.module or ""
    here = source.module.split(".")
    up = here[: len(here) - node.level + source.package]
    return ".".join([*up, *([node.module] if node.module else [])])


def floors(source: Source) -> Iterator[str]:
    """Imports go down only, and the two sides never meet."""
    own = source.module.split(".")[0]
    for name in imports(source) if own in FLOORS else ():
        other = name.split(".")[0]
        if other in FLOORS and other != own and FLOORS[other] >= FLOORS[own]:
            yield f"{source.module} imports {name}: imports go down only"


def storeys(source: Source) -> Iterator[str]:
    """The parts that read a referral build on each other one way: words, pages, forms, people, fields."""
    own = _storey(source.module)
    if own is None:
        return
    for name in imports(source):
        other = _storey(name)
        if other is not None and other > own:
            yield f"{source.module} imports {name}: that is built on it"


def _storey(module: str) -> int | None:
    part = module.removeprefix("outbound.referral.").split(".")[0]
    return STOREYS.index(part) if module.startswith("outbound.referral.") and part in STOREYS else None


def homes(source: Source) -> Iterator[str]:
    """Each outside library has its home; some have none."""
    if source.module.split(".")[0] not in FLOORS:
        return
    for name in imports(source):
        library = name.split(".")[0]
        if library in HOMES and not inside(source.module, HOMES[library]):
            yield f"{source.module} imports {name}: its home is {', '.join(HOMES[library])}"
        yield from (
            f"{source.module} imports {name}: nothing here needs it"
            for rare, where in RARE.items()
            if inside(name, (rare,)) and not inside(source.module, where)
        )


def gate(source: Source) -> Iterator[str]:
    """No pattern of the anonymiser can blind the gate: it shares nothing with it."""
    for name in imports(source) if inside(source.module, ("outbound.gate",)) else ():
        if name.split(".")[0] in FLOORS and not inside(name, GATE_MAY):
            yield f"{source.module} imports {name}: the gate has its own eyes"


def sizes(source: Source) -> Iterator[str]:
    """Files of at most 400 lines, functions of at most 40."""
    if (lines := source.text.count("\n")) > LONGEST_FILE:
        yield f"{source.module} has {lines} lines"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            long = (node.end_lineno or node.lineno) - node.lineno + 1
            if long > LONGEST_FUNCTION:
                yield f"{source.module}.{node.name} has {long} lines"


def order(source: Source) -> Iterator[str]:
    """Where a referral is read and made anonymous: constants on top, but for tables of functions; public ones first."""
    if not inside(source.module, ORDERED):
        return
    defined, private = set[str](), False
    for node in source.tree.body:
        if isinstance(node, ast.FunctionDef):
            if private and not node.name.startswith("_"):
                yield f"{source.module}.{node.name} stands below what it uses"
            defined, private = defined | {node.name}, private or node.name.startswith("_")
        named = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
        if isinstance(node, ast.Assign | ast.AnnAssign) and defined and defined.isdisjoint(named):
            yield f"{source.module}:{node.lineno} is a constant below functions"


def nets(source: Source) -> Iterator[str]:
    """Only a worker, which must outlive what it does, may catch everything."""
    if inside(source.module, ("service.workers",)):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            if any(map(_everything, caught)):
                yield f"{source.module}:{node.lineno} catches everything"
        if isinstance(node, ast.Call) and _name(node.func) == "suppress" and any(map(_everything, node.args)):
            yield f"{source.module}:{node.lineno} suppresses everything"


def promises(source: Source) -> Iterator[str]:
    """Nothing is left for later in the code, and no test is skipped."""
    for word in ("raise NotImpl" + "emented", "TO" + "DO", "FIX" + "ME", "pytest.sk" + "ip", "mark.x" + "fail"):
        if word in source.text:
            yield f"{source.module} says {word}"


def documented(source: Source) -> Iterator[str]:
    """Every module, and every public function and class of it, says what it is."""
    if source.text.strip() and not ast.get_docstring(source.tree):
        yield f"{source.module} says nothing of itself"
    for node in source.tree.body:
        defined = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if defined and not node.name.startswith("_") and not ast.get_docstring(node):
            yield f"{source.module}.{node.name} says nothing of itself"


def _everything(node: ast.expr | None) -> bool:
    return node is None or _name(node) in ("Exception", "BaseException")


def _name(node: ast.expr) -> str:
    """The last part of a name: contextlib.suppress gives suppress."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def traces(name: str, text: str) -> Iterator[str]:
    """No host is named but the routine's own, and no folder of the computer that it was written on."""
    for found in HOST.finditer(text):
        if not KNOWN_HOSTS.search(found.group()):
            yield f"{name} names the host {found.group()}"
    for found in MACHINE.finditer(text):
        yield f"{name} names the folder {found.group()}"


def persons(name: str, text: str) -> Iterator[str]:
    """Numbers of persons that may live: personal numbers outside 980-999, mobile numbers outside the invented range."""
    for found in PERSON.finditer(text):
        year, month, day, last = found.groups()
        dated = 1 <= int(month) <= 12 and (1 <= int(day) <= 31 or 61 <= int(day) <= 91)
        if dated and identifiers.checks(year + month + day + last) and int(last[:3]) < 980:
            yield f"{name} holds a personal number that may be somebody's"
    for found in MOBILE.finditer(text):
        if not re.fullmatch(r"7017406(?:0[5-9]|[1-9]\d)", re.sub(r"\D", "", found[1])):
            yield f"{name} holds a mobile number that may be somebody's"


RULES: tuple[Callable[[Source], Iterator[str]], ...] = (
    floors,
    storeys,
    order,
    homes,
    gate,
    sizes,
    nets,
    promises,
    documented,
)

BROKEN = [
    (floors, Source("ocr.text", "from outbound import gate")),
    (floors, Source("inbound.report", "import outbound.mail")),
    (floors, Source("outbound.draft", "def late():\n    from service import models")),
    (floors, Source("ocr.pages", "from ...inbound import report", package=True)),
    (storeys, Source("outbound.referral.words.labels", "from outbound.referral.page import grid")),
    (storeys, Source("outbound.referral.sender", "from outbound.referral.patient.identity import of", package=True)),
    (order, Source("outbound.anonymise.names", "def of(): ...\n_LEAST = 1")),
    (order, Source("outbound.referral.page.grid", "def _cut(): ...\ndef cells(): ...")),
    (homes, Source("service.sending.drafting", "import smtplib")),
    (homes, Source("ocr.pages.document", "from pytesseract import image_to_string")),
    (homes, Source("inbound.folder", "from django.db import models")),
    (homes, Source("inbound.mailbox", "import urllib.request")),
    (gate, Source("outbound.gate.words", "from outbound import lexicon")),
    (gate, Source("outbound.gate", "from ocr import identifiers", package=True)),
    (gate, Source("outbound.gate", "from .. import anonymise", package=True)),
    (sizes, Source("config.site", "x = 1\n" * 401)),
    (sizes, Source("config.site", "def long():\n" + "    x = 1\n" * 40)),
    (nets, Source("outbound.mail", "try:\n    x\nexcept Exception:\n    pass")),
    (nets, Source("outbound.mail", "try:\n    x\nexcept:\n    pass")),
    (nets, Source("outbound.mail", "try:\n    x\nexcept (OSError, BaseException):\n    pass")),
    (nets, Source("outbound.mail", "with contextlib.suppress(Exception):\n    x")),
    (promises, Source("ocr.text", "# TO" + "DO")),
    (documented, Source("ocr.text", "import re")),
    (documented, Source("ocr.text", '"""Text."""\ndef read():\n    pass')),
]
SOUND = [
    Source("service.sending.drafting", "from outbound import draft\nfrom inbound import report\nimport structlog"),
    Source("ocr.pages", "from .opening import values\nimport pypdf", package=True),
    Source("outbound.gate.words", "from ocr import codes\nfrom . import looking\nimport re"),
    Source("service.workers.reading", "try:\n    x\nexcept Exception:\n    pass"),
    Source("config.site", "x = 1\n" * 400 + "def long():\n".replace("def", "#")),
    Source("inbound.report.html", "import hl7x, djangolike"),
]
NAMED = [
    "see https://packages.host" + ".org/simple", "mirror.host" + ".io", "/ro" + "ot/.cache", "cd /wo" + "rk/main",
]  # fmt: skip
UNNAMED = [
    "http://127.0.0.1:8025/", "nu.radiologen.administratorer@vgregion.se", "urgent@teleconsult.net", "fax.example",
    "io.BytesIO(data)", "service/worker/root", "xmlns='http://www.w3.org/2000/svg'", "network/", "postgresql://db/",
]  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_house(rule: Callable[[Source], Iterator[str]]) -> None:
    """The house keeps its own rules."""
    assert [fault for source in sources() for fault in rule(source)] == []


@pytest.mark.parametrize("rule", [traces, persons], ids=lambda rule: rule.__name__)
def test_no_trace(rule: Callable[[str, str], Iterator[str]]) -> None:
    """A hospital can read every file without finding another computer, an outside host or a living person in it."""
    faults: list[str] = []
    for path in tracked():
        try:
            faults += rule(path.relative_to(HOUSE).as_posix(), path.read_text("utf-8"))
        except UnicodeDecodeError:
            continue  # a picture or a sound
    assert faults == []


@pytest.mark.parametrize(
    "text", ["1212" + "12-1212", "191212" + "121212", "070-" + "123 45 67", "+46 73" + "-123 45 67"]
)
def test_persons_are_found(text: str) -> None:
    """A number that the population register may hold, or a telephone network, is found."""
    assert list(persons("x", text))


def test_pinned_packages() -> None:
    """Every package is pinned with hashes, and from whichever index the machine has: none is named."""
    for name in ("requirements.txt", "requirements-test.txt"):
        lines = [line for line in (HOUSE / name).read_text("utf-8").splitlines() if not line.lstrip().startswith("#")]
        packages = [line for line in lines if line and not line.startswith(" ")]
        assert packages
        assert all(re.fullmatch(r"[a-z0-9-]+==[\w.]+ \\", line) for line in packages)
        assert all(line.strip().startswith("--hash=sha256:") for line in lines if line.startswith(" "))


def test_every_library_is_pinned() -> None:
    """Nothing is imported that the house does not install, and nothing has a home that it doesn't need."""
    listed = re.findall(r"^[A-Za-z][\w.-]*", (HOUSE / "requirements.in").read_text("utf-8"), re.MULTILINE)
    called = {"Django": "django", "Pillow": "PIL", "python-dotenv": "dotenv", "zxing-cpp": "zxingcpp"}
    called |= {"fonttools": "fontTools"}
    without_import = {"psycopg", "argon2-cffi", "Babel", "onnxruntime"}  # Django's, the launcher's, RapidOCR's choice
    standard = {"smtplib", "imaplib"}
    assert {called.get(name, name) for name in listed if name not in without_import} == HOMES.keys() - standard


@pytest.mark.parametrize(("rule", "source"), BROKEN, ids=lambda value: getattr(value, "module", None))
def test_rule_can_fail(rule: Callable[[Source], Iterator[str]], source: Source) -> None:
    """A rule that can't fail protects nobody."""
    assert list(rule(source))


@pytest.mark.parametrize("source", SOUND, ids=lambda source: source.module)
def test_rule_lets_sound_code_be(source: Source) -> None:
    """A rule that cries at sound code is soon switched off."""
    assert [fault for rule in (floors, homes, gate, nets, promises) for fault in rule(source)] == []


@pytest.mark.parametrize("text", NAMED)
def test_traces_are_found(text: str) -> None:
    """A host or a folder of another computer is found."""
    assert list(traces("x", text))


@pytest.mark.parametrize("text", UNNAMED)
def test_ordinary_words_are_no_traces(text: str) -> None:
    """The routine's own addresses and ordinary code are let be."""
    assert list(traces("x", text)) == []


def test_papers_name_what_exists() -> None:
    """Who looks up a line of the routine finds the file and the test that it points to."""
    folders, dropped_into = (*FLOORS, "tests", "docs"), {"outbound/waiting", "outbound/status"}
    for paper in ("README.md", "docs/routine.md", "docs/handbok.md", "docs/decisions.md"):
        text = (HOUSE / paper).read_text("utf-8")
        named = [name for name in re.findall(r"[`(]((?:[\w.-]+/)+[\w.-]*)[`)]", text) if name.split("/")[0] in folders]
        assert named
        assert [name for name in named if name.rstrip("/") not in dropped_into and not (HOUSE / name).exists()] == []
