"""The ledger on a real database: moves that win or lose, the chain, leases, clocks. On both, see test_postgresql.py."""

from __future__ import annotations

import threading
from pathlib import Path

import houses
import pytest
from django.db import connections

from config.faults import Faults
from service import blobs, cases, keys, ledger, models, steps
from service.cases import CaseState
from service.house import House


@pytest.fixture
def house(folder: Path) -> House:
    """A house at half past one at night."""
    return houses.enter(folder, clock=houses.Clock())


def opened(house: House, letters: str = "KXTR-PNDA", state: str = CaseState.RECEIVED) -> models.Case:
    """A case."""
    return house.ledger.open_case(
        now=house.now(),
        by="prov",
        reference=f"{house.site.prefix}-{letters}",
        state=state,
        source="file",
        source_sha="0" * 64,
    )


def running(house: House) -> set[str]:
    """The kinds of the clocks that nobody has stopped."""
    return set(models.Clock.objects.filter(site=house.row, stopped_at__isnull=True).values_list("kind", flat=True))


def test_a_move_writes_its_event_in_the_same_breath(house: House) -> None:
    """A case that moved has an event that says who moved it and from where."""
    case = house.ledger.move(opened(house), "hold", now=house.now(), by="Eva", facts={"reasons": ["preview/"]})
    event = models.Event.objects.filter(case=case).order_by("-number")[0]
    assert (case.state, case.version) == (CaseState.HELD, 1)
    assert (event.kind, event.by, event.facts["from"], event.facts["to"]) == ("hold", "Eva", "received", "held")
    assert house.ledger.verify() == ()


def test_of_two_people_one_wins_and_the_other_is_told_who(house: House) -> None:
    """Release and cancel race: one is done, the other learns who did what, and nothing is half done."""
    seen = house.ledger.move(opened(house), "hold", now=house.now(), by="drafter")
    house.ledger.move(seen, "release", now=house.now(), by="Eva")
    before = models.Event.objects.filter(site=house.row).count()
    with pytest.raises(ledger.Stale) as told:
        house.ledger.move(seen, "cancel", now=house.now(), by="Olle")
    assert (told.value.by, told.value.state) == ("Eva", CaseState.READY)
    assert models.Event.objects.filter(site=house.row).count() == before


def test_a_move_from_the_wrong_state_changes_nothing(house: House) -> None:
    """A closed case is not sent."""
    case = house.ledger.move(opened(house), "cancel", now=house.now(), by="Eva")
    with pytest.raises(cases.Forbidden):
        house.ledger.move(case, "intend", now=house.now(), by="sender")
    assert models.Case.objects.get(pk=case.pk).state == CaseState.CANCELLED


@pytest.mark.parametrize("change", [{"by": "Mallory"}, {"facts": {"from": "held"}}, {"kind": "release"}])
def test_a_changed_event_breaks_the_chain(house: House, change: dict[str, object]) -> None:
    """Whoever changes the log afterwards is found out."""
    house.ledger.move(opened(house), "hold", now=house.now(), by="Eva")
    first = models.Event.objects.filter(site=house.row).order_by("number")[0]
    models.Event.objects.filter(pk=first.pk).update(**change)
    assert house.ledger.verify() == ("event 1 is not as it was written",)


def test_a_removed_event_breaks_the_chain(house: House) -> None:
    """So is whoever removes the middle or the end of it."""
    house.ledger.move(opened(house), "hold", now=house.now(), by="Eva")
    models.Event.objects.filter(site=house.row, number=2).delete()
    assert house.ledger.verify()
    models.Event.objects.filter(site=house.row).delete()
    assert house.ledger.verify()


def test_every_row_is_given_to_one_worker_alone(house: House) -> None:
    """Forty due cases, four workers: each case is claimed once."""
    for number in range(40):
        opened(house, f"A{number:03d}-AAAA")
    claimed, lock = list[int](), threading.Lock()

    def work(name: str) -> None:
        try:
            while rows := house.ledger.claim(models.Case, [CaseState.RECEIVED], lease=name, seconds=60, limit=3):
                with lock:
                    claimed.extend(row.pk for row in rows)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == len(set(claimed)) == 40


def test_a_lease_that_ran_out_is_taken_up_by_another(house: House) -> None:
    """What a dead worker held comes back; what a living one holds does not."""
    case = opened(house)
    assert house.ledger.claim(models.Case, [CaseState.RECEIVED], lease="dead", seconds=-1)
    assert house.ledger.claim(models.Case, [CaseState.RECEIVED], lease="alive", seconds=60)
    assert not house.ledger.claim(models.Case, [CaseState.RECEIVED], lease="third", seconds=60)
    assert house.ledger.renew(case, "alive", 60)
    assert not house.ledger.renew(case, "dead", 60)


def test_every_state_that_waits_has_a_clock(house: House) -> None:
    """A held case rings; once it is released it does not."""
    case = steps.take(house, opened(house), "hold", by="drafter")
    assert running(house) == {"held"}
    steps.take(house, case, "release", by="Eva")
    assert running(house) == {"channel"}


def test_the_vault_opens_for_its_own_case_alone_and_every_opening_is_written(house: House) -> None:
    """A sealed identity moved to another case does not open; who opened one, and why, stands in the log."""
    one, other = opened(house), opened(house, "AAAA-AAAA")
    house.vault.keep(one, {"identity": {"names": ["x"]}}, house.now())
    assert house.vault.open(one, by="Eva", why="print", now=house.now()) == {"identity": {"names": ["x"]}}
    assert models.Event.objects.filter(site=house.row, kind="identity_opened", by="Eva").count() == 1
    models.Identity.objects.filter(case=one).update(case=other)
    with pytest.raises(blobs.Missing):
        house.vault.peek(other)


def test_a_missing_or_strange_key_stops_the_start(folder: Path) -> None:
    """Without its keys a ledger stays shut, and no new ones are made in their place."""
    house = houses.enter(folder)
    opened(house)
    site = folder / "site.toml"
    kept = (house.settings.keys / "documents").read_text()
    (house.settings.keys / "documents").unlink()
    with pytest.raises(Faults, match="documents is missing"):
        houses.enter(folder, site=site)
    keys.make(house.settings.keys, lambda length: b"\1" * length)
    with pytest.raises(Faults, match="documents is not the one"):
        houses.enter(folder, site=site)
    (house.settings.keys / "documents").write_text(kept)
    (house.settings.keys / "documents").chmod(0o644)
    with pytest.raises(Faults, match="only its owner"):
        houses.enter(folder, site=site)


def test_a_stored_document_is_unreadable_without_its_key_and_noticed_when_changed(house: House) -> None:
    """The disk holds nothing in plain text; a flipped bit is not shown as a page."""
    sha = house.store.put(b"Remiss: hemlig")
    path = next((house.settings.data / "store").glob("??/*.enc"))
    assert b"hemlig" not in path.read_bytes()
    assert house.store.get(sha) == b"Remiss: hemlig"
    sealed = bytearray(path.read_bytes())
    sealed[-1] ^= 1  # a zero written over it changed nothing when the byte was one already: one time in 256
    path.write_bytes(sealed)
    with pytest.raises(blobs.Missing):
        house.store.get(sha)


def test_a_damaged_document_is_mended_by_the_next_that_has_it(house: House) -> None:
    """A file of its name alone says nothing: what `put` has taken can be had again."""
    name = house.store.put(b"Remiss")
    (sealed,) = house.store.folder.rglob(f"{name}.enc")
    sealed.write_bytes(sealed.read_bytes()[:-1])
    assert house.store.put(b"Remiss") == name
    assert house.store.get(name) == b"Remiss"
