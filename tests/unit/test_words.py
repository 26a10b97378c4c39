"""Every word of the pages has its Swedish, and no Swedish stands there for words that are gone."""

from __future__ import annotations

import io
import re
from pathlib import Path

from babel.messages import extract, pofile
from django.utils.translation.template import templatize

WEB = Path(__file__).parents[2] / "service" / "web"
CATALOGUE = WEB.parent / "locale" / "sv" / "LC_MESSAGES" / "django.po"
_GETTEXT = extract.DEFAULT_KEYWORDS | {"gettext_lazy": None}
_HOLE = re.compile(r"%\(\w+\)s|%[sd]")


def asked() -> set[str]:
    """The words that templates and code ask Django to translate."""
    pages = [templatize(path.read_text("utf-8")) for path in WEB.rglob("*.html")]
    code = [path.read_text("utf-8") for path in WEB.rglob("*.py")]
    found = [
        message[1]
        for source in (*pages, *code)
        for message in extract.extract("python", io.BytesIO(source.encode()), _GETTEXT)
    ]
    return {words[0] if isinstance(words, tuple) else words for words in found}


def swedish() -> dict[tuple[str, ...], tuple[str, ...]]:
    """The catalogue: words, and their Swedish; two forms each where a number is told."""
    with CATALOGUE.open("rb") as file:
        read = pofile.read_po(file, "sv", abort_invalid=True)
    return {_forms(row.id): _forms(row.string or "") for row in read if row.id}


def _forms(words: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def test_the_swedish_is_complete_and_nothing_else() -> None:
    """Swedish is what a nurse sees: no English word slips through on a page."""
    assert len(asked()) > 100
    assert asked() == {forms[0] for forms in swedish()}


def test_no_translation_is_empty_or_lacks_a_value() -> None:
    """What stands in the sentence in English stands in it in Swedish."""
    for source, told in swedish().items():
        assert all(told), source
        holes = set(_HOLE.findall(" ".join(source)))
        assert all(set(_HOLE.findall(form)) <= holes for form in told), source
        assert holes == set(_HOLE.findall(" ".join(told))), source
