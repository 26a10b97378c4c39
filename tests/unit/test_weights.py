"""How much each thing weighs against the others."""

from __future__ import annotations

from typing import get_args

import pytest

from inbound.matching import weights
from inbound.matching.values import Code

TOLD: tuple[Code, ...] = ("age", "examination", "modality", "side", "sex", "unit")
AROUND: tuple[Code, ...] = ("recent", "sender")


def of(*codes: Code) -> float:
    """What these weigh together."""
    return sum(weights.weigh(code).weight for code in codes)


def test_everything_that_can_be_seen_has_a_weight() -> None:
    """A code without one would stop the reader at the first page that shows it."""
    assert {weights.weigh(code).code for code in get_args(Code)} == set(get_args(Code))


def test_what_tells_whose_it_is_outweighs_all_that_fits_by_accident() -> None:
    """So that the case whose number or reference is on the page stands first."""
    assert of("accession") > of(*TOLD, *AROUND)
    assert of("symbol") > of("reference") > of("reference_scored") > of("accession", "accession_twice")
    assert of("accession") > of("reference_near") > of("accession_near")


@pytest.mark.parametrize("code", ["wrong_age", "wrong_sex", "wrong_region", "closed"])
def test_a_plain_contradiction_outweighs_the_rest_of_the_report(code: Code) -> None:
    """Somebody else of the same night is no candidate for it."""
    assert of(code, *TOLD) < 0


def test_what_is_seen_by_half_weighs_less() -> None:
    """By the part of the body alone; a digit or two wrong."""
    assert weights.weigh("examination", less=0.5).weight == weights.weigh("examination").weight / 2
    assert 0 < weights.weigh("accession_near", less=2).weight < weights.weigh("accession_near", less=1).weight
