"""Which side a text names: by words that mean one where they stand, and by no plain word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from matches import CASES, matched, page, told

from inbound.matching import sides

BODY = "\nIngen fraktur. Inga expansiva förändringar. Bedömning: normala fynd."


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Röntgen handled vänster", "vänster"), ("X-ray hip. right", "höger"),
        ("Ultrasound of the left leg", "vänster"),
        ("Rtg hand hö :", "höger"), ("Rtg hö knä efter fall", "höger"), ("hö. knä", "höger"), ("Fotled vå", "vänster"),
        ("Handled va", "vänster"), ("Rtg hoft ho |", "höger"), ("Röntgen handled sin Gipskontroll", "vänster"),
        ("Ultraljud vener ben dx", "höger"), ("Sida: Hö", "höger"), ("vä sida", "vänster"),
        ("Hö", "höger"), ("V", "vänster"), ("dx", "höger"), ("Hö höft, föll i sin bostad", "höger"),
        ("Sida: [ ] Hö [x] Vä | Handled hö", ""), ("höger och vänster", ""), ("handled dx och sin", ""),
        ("föll i sin bostad", ""), ("ont i sin höft", ""), ("har slagit handen sin", ""),
        ("av i sin proximala del", ""),
        ("benet va svullet", ""), ("höft va ua", ""), ("va bra", ""), ("Ho inkom", ""), ("REF: VÄ CX", ""),
        ("DX hand", ""), ("Dx: pneumonia", ""), ("drain left in place", ""), ("She left the ward", ""),
        ("all right", ""),
    ],
)  # fmt: skip
def test_a_side_is_named_by_what_means_one(text: str, named: str) -> None:
    """In Swedish, English and Latin, in full and in short beside a part of the body; alone in its own field."""
    assert sides.sole(text) == named


@pytest.mark.parametrize("words", ["föll i sin bostad", "va pigg i går", "had left the ward"])
def test_a_plain_word_settles_no_match_and_vetoes_none(words: str) -> None:
    """A number beside an open one a digit away stays a person's; a reference for the other side stays matched."""
    left = replace(CASES[0], examination="DT höft vänster", sex="", birth_year=None)
    number = left.accessions[0]
    (found,) = matched(page(f"{number}\nPatienten {words}.{BODY}", second=number), cases=[left, *CASES[1:]])
    assert (found.status, "side" in told(found)) == ("unsure", False)
    right = replace(left, examination="DT höft höger")
    (found,) = matched(
        page(f"Referens: {right.reference}\nDT höft\nPatienten {words}.{BODY}"), cases=[right, *CASES[1:]]
    )
    assert (found.status, found.case) == ("matched", right.case)


def test_the_other_side_in_short_is_a_veto() -> None:
    """As it is in full."""
    case = replace(CASES[0], examination="Röntgen handled hö", modality="DX", sex="", birth_year=None)
    (found,) = matched(page(f"Referens: {case.reference}\nRtg handled vä{BODY}"), cases=[case, *CASES[1:]])
    assert (found.status, "wrong_side" in told(found)) == ("unsure", True)
