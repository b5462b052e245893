"""What lists keep between two looks is never older than the store: they show what somebody else just did."""

from dataclasses import replace
from datetime import date

import pytest

from casework.alarms import Level
from casework.changes import Change
from casework.contacts import Standing
from desk.running import Running
from store import changes, people
from store.database import Connection
from tests.build import a_case, a_decision, at, moved
from tests.desk.office import Office, a_contact, an_alarm, council


async def test_a_list_shows_what_somebody_else_decided_a_moment_ago(office: Office) -> None:
    await office.keeps(a_case(council()))
    dan = await office.signed_in("dan")
    assert "BN-7K4Q" in (await dan.get("/cases")).words
    case = await office.case()
    change = moved(case, a_decision("withdraw", "2026-03-05 10:00", why="they said so"), council())
    await office.keeps(change)
    assert "No case is open" in (await dan.get("/cases")).words


@pytest.mark.rule("R602")
@pytest.mark.parametrize("joined", [False, True])
async def test_whoever_an_alarm_names_sees_the_case_in_no_list_from_the_moment_it_rings(
    office: Office, joined: bool
) -> None:
    contact = a_contact(standing=Standing.DECIDED)
    other = a_contact("There is more.", id="contact/other", reference="BN-3H2P", standing=Standing.DECIDED)
    case = replace(a_case(council(), contact), joined=(other.id,))
    await office.keeps(contact, other, case)
    mina = await office.signed_in("mina")
    assert "BN-7K4Q" in (await mina.get("/cases")).words
    await office.keeps(an_alarm(other if joined else contact, Level.STAFF, excluded=frozenset({"mina"})))
    assert "BN-7K4Q" not in (await mina.get("/cases")).words
    assert "BN-7K4Q" not in (await mina.get("/tray")).words
    assert "BN-7K4Q" in (await (await office.signed_in("dan")).get("/cases")).words


@pytest.mark.rule("R601")
async def test_what_is_owed_is_on_the_deputys_page_as_soon_as_somebody_is_away(office: Office) -> None:
    office.now.at = at("2026-03-13 10:00")
    await office.keeps(a_case(council()))
    tom = await office.signed_in("tom")
    before = (await tom.get("/today")).all("tbody th")
    priya = next(each for each in council().staff if each.id == "priya")
    gone = replace(priya, away=((date(2026, 3, 12), date(2026, 3, 20)),), deputy="tom")
    await office.database.transact(lambda db: people.change(db, "bnes", gone))
    assert len((await tom.get("/today")).all("tbody th")) > len(before)


async def test_only_what_has_changed_is_read_again(office: Office) -> None:
    one = replace(a_case(council()), messages=())
    first, second = (replace(one, reference=each, contact=f"contact/{each}") for each in ("BN-7K4Q", "BN-3H2P"))
    contacts = [a_contact(str(number), reference=f"BN-{number}222", id=f"contact/{number}") for number in (3, 4)]
    await office.keeps(*contacts, first, second)
    running = Running()
    before = await office.database.look(lambda db: running.now(db, "bnes"))
    waiting = await office.database.look(lambda db: running.waiting(db, "bnes", limit=10))

    def work(db: Connection) -> None:
        changed = replace(before[1].about, handler="tom")
        changes.save(db, Change(cases=(changed,)), office.now())

    await office.database.transact(work)
    after = await office.database.look(lambda db: running.now(db, "bnes"))
    assert after[0] is before[0]
    assert after[1].about.handler == "tom"
    again = await office.database.look(lambda db: running.waiting(db, "bnes", limit=10))
    assert [each is other for each, other in zip(again, waiting, strict=True)] == [True, True]
