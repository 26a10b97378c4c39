"""From a page's dots to what a person sees of it: identity pointed at, and what may be confirmed as a report."""

from __future__ import annotations

from collections.abc import Generator

import nights
import paper as sheets
import pytest
from django.template.loader import render_to_string
from nights import Night

from service import item, models, rights
from service.demo import paper
from service.returning import deciding, reading

CLEAN = paper.Wear(196, 0.1, 0.0005, 0, 2.0)
NUMBER = "510214-9829"
REPORT = (
    "Röntgen höger fot, två projektioner.",
    "Ingen fraktur. Svullnad över fotryggen, 8 mm.",
    f"Patient {NUMBER}",
    "Dr Ahlstedt, radiolog",
)


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Generator[Night]:
    """One house for the whole file."""
    folder = tmp_path_factory.mktemp("read")
    folder.chmod(0o700)
    with nights.begun(folder) as begun:
        yield begun


def arrived(night: Night, *lines: str) -> models.Arrival:
    """A page of the reader's own paper with these lines, read."""
    page = paper.faxed(sheets.drawn(None, lines), 7, CLEAN)
    return nights.arrived(night.house, paper.tiff([page]))


def test_identity_on_a_page_is_marked_and_a_text_is_ready_for_the_reader(night: Night) -> None:
    """A box lies on the line with the number; the page says so in both languages and never repeats the number."""
    arrival = arrived(night, *REPORT)
    (page,) = reading.kept(night.house, arrival)
    (mark,) = page["identifiers"]
    assert mark["category"] == "personal_number"
    across, down = page["size"]
    # The third line stands 900 + 2 * 105 dots down a page drawn at 408 to the inch, some two dozen high.
    top, bottom = (mark["box"]["top"] / down, (mark["box"]["top"] + mark["box"]["height"]) / down)
    line = (900 + 2 * 105) / paper.SIZE[1]
    assert line - 0.02 < top < bottom < line + 0.04
    assert 0 < mark["box"]["left"] < mark["box"]["left"] + mark["box"]["width"] < across
    seen = item.of(night.house, arrival, "sv")
    assert seen.tells
    shown = render_to_string("item.html", {"item": seen, "numbers": [1]})
    assert f'<rect x="{mark["box"]["left"]}"' in shown
    assert "Ert svar" in shown
    assert "Your report" in shown
    assert NUMBER not in shown
    assert "[···]" in shown
    assert "Dr Ahlstedt, radiolog" in shown[shown.index("Undertecknat") :][:200]


def test_a_page_without_identity_says_nothing_of_it(night: Night) -> None:
    """No mark, no text."""
    seen = item.of(night.house, arrived(night, *REPORT[:2], *REPORT[3:]), "sv")
    assert not seen.tells
    assert "<svg" not in render_to_string("item.html", {"item": seen, "numbers": [1]})


def test_a_person_may_say_that_an_unknown_page_is_a_report_but_not_a_note(night: Night) -> None:
    """Wordings that no rule knows must not leave a report without a way to its case."""
    case = nights.sent(night.house, seed=41)
    note = arrived(night, "Vi kan tyvärr inte läsa remissen, skicka på nytt.")
    assert note.kinds == ["cannot_be_read"]
    with pytest.raises(rights.NotAllowed):
        deciding.confirm(night.house, note, case, by="Eva")
    odd = arrived(night, "Mjälten är delad i två med läckage.", "Kirurg kontaktad i telefon.")
    assert odd.kinds == ["unknown"]
    assert item.of(night.house, odd, "sv").is_report
    assert deciding.confirm(night.house, odd, case, by="Eva", reason="ringt granskaren").case == case
