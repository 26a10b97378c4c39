"""A table of earlier examinations is told as such, whatever its heads are labels of elsewhere."""

from __future__ import annotations

import pytest
from cleaning import FOOT, HEAD, cleaned

from outbound.referral import FieldName
from outbound.referral.page import earlier_examinations, grid

TABLE = """Datum         Undersökning      Plats
2022-03-15    PET-DT helkropp   Sunderbyn
2023-04-20    DT thorax-buk     Sunderbyn
"""
TOLD = "2022-03-15 PET-DT helkropp, Sunderbyn; 2023-04-20 DT thorax-buk, Sunderbyn"


@pytest.mark.parametrize("over", ["", "Tidigare bilddiagnostik\n"])
def test_what_was_made_before_is_not_asked_for(over: str) -> None:
    """With a heading or without."""
    fields = cleaned(f"{HEAD}\n{over}{TABLE}{FOOT}").fields
    assert fields[FieldName.EXAMINATION] == "DT buk"
    assert fields[FieldName.EARLIER] == TOLD
    assert FieldName.DATE not in fields


@pytest.mark.parametrize(
    ("heads", "made"),
    [
        (("Datum", "Undersökning", "Plats / resultat"), True),
        (("Us.datum", "Modalitet", "Svar"), True),
        (("Tidigare undersökning", "När"), True),
        (("Datum", "Undersökning", "Frågeställning"), False),
        (("Undersökning", "Plats"), False),
        (("Datum", "Plats"), False),
    ],
)
def test_what_heads_such_a_table(heads: tuple[str, ...], made: bool) -> None:
    """A day and what was made, and nothing that is asked."""
    assert earlier_examinations.is_head(heads) is made


def test_one_row_that_does_not_say_so_is_a_form() -> None:
    """Labels over their values ask for an examination today."""
    rows = grid.from_text("Datum         Undersökning      Enhet\n2026-11-22    DT buk            Akuten NÄL\n")
    assert earlier_examinations.told(rows) == list(rows)


def test_an_examination_is_not_taken_from_earlier_ones() -> None:
    """Where nothing asks for one, a person looks."""
    head = HEAD.replace("Undersökning: DT buk", "Organ: Tarm")
    page = f"{head}Tidigare undersökning: 2025-10-30 UL buk, normalt\n{FOOT}"
    assert FieldName.EXAMINATION not in cleaned(page).fields


def test_a_town_of_the_unit_stays_behind_what_was_made_there() -> None:
    """The patient may live there too: it is printed beside the unit in any case."""
    page = f"{HEAD}Adress: Kvarnbygatan 3, 431 34 Mölndal\nTid us: Flebografi 1998 Mölndal, DVT\n{FOOT}"
    page = page.replace("Remitterande enhet: Akutmottagningen NÄL", "Remitterande enhet: Akuten Mölndal")
    clean = cleaned(page)
    assert clean.fields[FieldName.EARLIER] == "Flebografi 1998 Mölndal, DVT"


@pytest.mark.parametrize("apart", [" ", "    "])
def test_days_below_their_label_are_one_list(apart: str) -> None:
    """What was found may look like a label: "… KONTRAST: NORMAL" parted the list, and its days were lost."""
    below = f"2026-11-12{apart}DT hjärna utan kontrast: normal\n2022-07-19{apart}Ultraljud halskärl: ua\n"
    fields = cleaned(f"{HEAD}\nTidigare undersökningar\n{below}{FOOT}").fields
    told = fields[FieldName.EARLIER]
    assert told == "2026-11-12 DT hjärna utan kontrast: normal; 2022-07-19 Ultraljud halskärl: ua"
