"""An installation that `heard check` has nearly nothing to say of, and ways to make it worse, one by one."""

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from sqlalchemy import delete, update

from casework.councils import Council, Line, Relaxation, Role, Staff
from casework.messages import Channel, Post
from run import check
from run.check import How
from run.check.found import Found
from run.config import Settings, load_council
from store import audit, copies, inbox, migrations, people, sealing, tables
from store.database import Connection, Database
from tests.wire.loopback import HOST

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
KEY = b"ab" * 32
STAFF = (
    Staff("mina", "Mina Shaw", frozenset({Role.CO}), "mina@larkhaven.gov.uk"),
    Staff("dan", "Dan Marsh", frozenset({Role.CM}), "dan@larkhaven.gov.uk", deputy="hal"),
    Staff("hal", "Hal Grey", frozenset({Role.HOS}), "hal@larkhaven.gov.uk"),
    Staff("rhea", "Rhea Cole", frozenset({Role.RM}), "rhea@larkhaven.gov.uk"),
    Staff("dee", "Dee Lowe", frozenset({Role.DCS}), "dee@larkhaven.gov.uk"),
    Staff("lena", "Lena Dow", frozenset({Role.LADO}), "lena@larkhaven.gov.uk"),
    Staff("lou", "Lou Fry", frozenset({Role.LADO}), "lou@larkhaven.gov.uk"),
)


@cache
def profile() -> Council:
    """A council's own profile: its own numbers, rung last week, and somebody on the rota."""
    base = load_council("bnes")
    ours = Line("the duty team", "0117 496 0200", "duty@larkhaven.gov.uk")
    return replace(
        base,
        team=replace(base.team, phone="0117 496 0100", email="tell@larkhaven.gov.uk", web_url="larkhaven.gov.uk/tell"),
        safety_lines=replace(
            base.safety_lines, front_door=ours, night_team=replace(ours, name="the night team"),
            checked=date(2026, 2, 23), rota=("mina", "dan"),
        ),
        advocacy_providers=(replace(base.advocacy_providers[0], phone="0117 496 0400", email="a@shout.org.uk"),),
        other_routes=replace(base.other_routes, sendiass_phone="0117 496 0300", monitoring_email="m@larkhaven.gov.uk"),
    )  # fmt: skip


@dataclass(slots=True)
class Place:
    """An installation of which `heard check` has nothing to say but that no mail server is named."""

    folder: Path
    council: Council
    said: dict[str, Any] = field(default_factory=dict)
    free: int = 10_000_000_000

    def sets(self, key: str, value: object) -> None:
        """A setting by its dotted name."""
        *sections, last = key.split(".")
        here = self.said
        for each in sections:
            here = here.setdefault(each, {})
        here[last] = str(value) if isinstance(value, Path) else value

    def writes(self, name: str, text: str = "hush", mode: int = 0o600) -> Path:
        """A file beside the database."""
        (self.folder / name).write_text(text)
        (self.folder / name).chmod(mode)
        return self.folder / name

    def keeps(self, work: Callable[[Connection], object]) -> None:
        """Something done to its store."""

        async def done() -> None:
            async with Database(self.said["store"]["url"], sealing.under([KEY])) as database:
                await database.transact(work)

        asyncio.run(done())

    def found(self) -> list[Found]:
        """What is found wrong with it."""

        async def all_of_it() -> list[Found]:
            told = check.everything(
                Settings.model_validate(self.said), self.council, now=lambda: NOW,
                outbox=self.folder / "outbox", free=lambda _: self.free,
            )  # fmt: skip
            return [each async for each in told if each.how is not How.WELL]

        return asyncio.run(all_of_it())


def recorded(db: Connection, at: datetime) -> None:
    """Something done, in the record."""
    audit.record(db, council="bnes", who="the machine's keeper", did="anything", about="", at=at)


def touched_up(place: "Place") -> None:
    """Somebody went round the database's refusal and put another in the place of who did it."""
    import sqlite3

    for hours in (3, 2, 1):
        place.keeps(partial(recorded, at=NOW - timedelta(hours=hours)))
    with sqlite3.connect(place.folder / "heard.db") as db:
        db.executescript("drop trigger audit_no_update; update audit set who = 'dan' where number = 2")
    db.close()


Plant = Callable[[Place], object]


def setting(**said: object) -> Plant:
    """Settings, `__` for the dot."""

    def plant(place: Place) -> None:
        for key, value in said.items():
            place.sets(key.replace("__", "."), value)

    return plant


def in_profile(**said: Any) -> Plant:
    return lambda place: setattr(place, "council", replace(place.council, **said))


def in_section(section: str, **said: Any) -> Plant:
    def plant(place: Place) -> None:
        changed = replace(getattr(place.council, section), **said)
        place.council = replace(place.council, **{section: changed})

    return plant


def secret(key: str, mode: int = 0o644, **also: object) -> Plant:
    """A secret that everybody on the machine may read."""

    def plant(place: Place) -> None:
        place.sets(key, place.writes("secret", mode=mode))
        setting(**also)(place)

    return plant


def person(one: Staff) -> Plant:
    return lambda place: place.keeps(lambda db: people.add(db, "bnes", one))


def without(who: str) -> Plant:
    return lambda place: place.keeps(lambda db: people.remove(db, "bnes", who, NOW))


def altered(who: str) -> Plant:
    """Somebody, or a disk, wrote past the store."""
    rows = tables.staff
    return lambda place: place.keeps(lambda db: db.execute(update(rows).where(rows.c.id == who).values(data=b"?")))


def takes_nothing(place: Place) -> None:
    """What is there can be read, and nothing comes to it, as on a disk that has filled."""
    full = "create trigger full before insert on sources begin select raise(fail, 'full'); end"
    place.keeps(lambda db: db.exec_driver_sql(full))


def emptied_page(place: Place) -> None:
    """The disk gives back zeros where the record stood."""
    import sqlite3

    place.keeps(partial(recorded, at=NOW))
    path = place.folder / "heard.db"
    with sqlite3.connect(path) as db:
        ((page,),) = db.execute("select rootpage from sqlite_master where name = 'audit'")
        ((size,),) = db.execute("pragma page_size")
    db.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(bytes(size))


def version(number: str) -> Plant:
    """The database of another version of the program."""
    import sqlite3

    def plant(place: Place) -> None:
        with sqlite3.connect(place.folder / "heard.db") as db:
            db.execute("update alembic_version set version_num = ?", (number,))
        db.close()

    return plant


def another_key(place: Place) -> None:
    place.writes("keys/heard.key", "cd" * 32 + "\n")


def nobody_yet(place: Place) -> None:
    """A mail was kept before anybody had an account."""

    def work(db: Connection) -> None:
        db.execute(delete(tables.staff))
        inbox.keep(db, Post("post/1", "bnes", Channel.EMAIL, "mailbox", "1", NOW, b"My worker never came."))

    place.keeps(work)


def key_beside(place: Place) -> None:
    place.sets("store.key_file", shutil.copy(place.folder / "keys" / "heard.key", place.folder))


def no_folder(place: Place) -> None:
    place.writes("outbox")


def old_copy(place: Place) -> None:
    with_no_copy(place)
    place.keeps(partial(copies.noted, at=NOW - timedelta(days=3)))


def with_no_copy(place: Place) -> None:
    migrations.migrate(f"sqlite:///{place.folder}/new.db")
    place.sets("store.url", f"sqlite:///{place.folder}/new.db")


def calendar(last: date, name: str = "EW") -> Plant:
    def plant(place: Place) -> None:
        ends = replace(place.council.calendars[name], last=last)
        place.council = replace(place.council, calendars={**place.council.calendars, name: ends})

    return plant


def calendar_from(first: date) -> Plant:
    """All that is known is still to come: the machine lives in another year."""

    def plant(place: Place) -> None:
        later = replace(place.council.calendars["EW"], first=first)
        place.council = replace(place.council, calendars={**place.council.calendars, "EW": later})

    return plant


def without_days(year: int) -> Plant:
    """A calendar to which nobody added that year's holidays."""

    def plant(place: Place) -> None:
        kept = place.council.calendars["EW"]
        few = replace(kept, holidays={day: name for day, name in kept.holidays.items() if day.year != year})
        place.council = replace(place.council, calendars={**place.council.calendars, "EW": few})

    return plant


def in_force(name: str) -> Plant:
    """Times still relaxed on the day."""
    one = Relaxation(name, date(2026, 1, 1), date(2026, 6, 30), "flu", "the director", date(2025, 12, 20), closed=True)
    return lambda place: setattr(place, "council", replace(place.council, relaxations={name: one}))


def broken_model(place: Place) -> None:
    (place.folder / "none").mkdir()
    (place.folder / "none" / "meta.json").write_text("{")


def mail(**said: object) -> Plant:
    """A mail server that is not asked, for another setting is wrong with it already."""
    return setting(outbox__smtp__host=HOST, outbox__smtp__port=1, outbox__smtp__tls="off", **said)


def both(*plants: Plant) -> Plant:
    """One after the other."""

    def plant(place: Place) -> None:
        for each in plants:
            each(place)

    return plant
