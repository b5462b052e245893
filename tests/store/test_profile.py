"""The profile as it is in force: with who works here at this moment, and nobody of another council."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, update

from casework.councils import Council, Expert, Role, Staff
from store import bench, people, profile, tables, values
from tests import build
from tests.store.examples import NOON

MINA = Staff("mina", "Mina Shaw", frozenset({Role.CO}), "mina@council.example", chat="777")
DAN = Staff("dan", "Dan Okoye", frozenset({Role.CM}), "dan@council.example")
ODILE = Expert("EX-7K4Q", "Odile Marsh", frozenset({Role.IP}))
ADA = Expert("EX-9K4Q", "ada Quill", frozenset({Role.IO}))


def bare() -> Council:
    return replace(build.profile("bnes"), staff=(), experts=())


def test_everybody_who_works_here_and_everybody_on_the_register_in_order_and_nobody_elses(engine: Engine) -> None:
    with engine.connect() as db:
        for each in (MINA, DAN):
            people.add(db, "bnes", each)
            people.add(db, "dorset", replace(each, id="other"))
        for expert in (ODILE, ADA):
            bench.keep(db, "bnes", expert)
        found = profile.in_force(db, bare())
        assert found.staff == people.staff(db, "bnes") == (DAN, MINA)
        assert found.experts == bench.listed(db, "bnes") == (replace(ADA, version=1), replace(ODILE, version=1))


def test_with_the_same_people_it_is_the_very_same_profile_and_with_others_another(engine: Engine) -> None:
    base = bare()
    with engine.connect() as db:
        people.add(db, "bnes", MINA)
        before = profile.in_force(db, base)
        assert profile.in_force(db, base) is before
        people.change(db, "bnes", replace(MINA, deputy="dan"))
        assert profile.in_force(db, base).staff == (replace(MINA, deputy="dan"),)
        people.remove(db, "bnes", "mina", NOON)
        assert profile.in_force(db, base).staff == ()


def test_somebody_whose_row_cannot_be_read_is_left_out_and_is_there_again_once_it_can(engine: Engine) -> None:
    base = bare()
    with engine.connect() as db:
        for each in (MINA, DAN):
            people.add(db, "bnes", each)
        for expert in (ODILE, ADA):
            bench.keep(db, "bnes", expert)
        whole = profile.in_force(db, base)
        for table, which in ((tables.staff, "dan"), (tables.experts, ODILE.id)):
            db.execute(update(table).where(table.c.id == which).values(data=b"no value"))
        found, everybody = profile.read(db, base)
        assert found.staff == people.staff(db, "bnes") == (MINA,) and found.experts == (replace(ADA, version=1),)
        assert not everybody and people.unread(db, "bnes") == ("dan",)
        assert profile.in_force(db, base) is found, "with the same people the very same one"
        people.change(db, "bnes", MINA)
        db.execute(update(tables.staff).where(tables.staff.c.id == "dan").values(data=values.of_staff("bnes", DAN)))
        db.execute(update(tables.experts).where(tables.experts.c.id == ODILE.id).values(data=values.encode(ODILE)))
        mended, everybody = profile.read(db, base)
        assert everybody and mended.staff == whole.staff and not people.unread(db, "bnes")


def test_where_nobodys_row_can_be_read_it_is_the_key_and_nobody_goes_on_without_staff(engine: Engine) -> None:
    with engine.connect() as db:
        for each in (MINA, DAN):
            people.add(db, "bnes", each)
        db.execute(update(tables.staff).values(data=b"no value"))
        for asked in (lambda: people.staff(db, "bnes"), lambda: profile.in_force(db, bare())):
            with pytest.raises(ValueError, match="JSON"):
                asked()
