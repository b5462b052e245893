"""A copy is made while the store is in use, is whole or not there, and fills an empty store of either kind."""

import gc
import os
import resource
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select, text

from casework.messages import Channel, Post
from store import audit, changes, copies, engines, inbox, migrations, one_file
from store.copies import NoCopy
from store.tables import metadata
from tests.build import opened, profile

LEAF = 13
"""What a page of SQLite's begins with that holds rows."""

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def post(number: int, size: int = 100) -> Post:
    return Post(f"mail/{number}", "bnes", Channel.EMAIL, "mailbox", str(number), NOON, b"x\x00\xff" * size)


def lived_in(engine: Engine) -> None:
    """A store with mail, one of 12 MB, a case and a record."""
    with engine.begin() as db:
        for number in range(700):
            inbox.keep(db, post(number))
        inbox.keep(db, post(900, 4_000_000))
        changes.save(db, opened(profile("bnes")), NOON)
        for number in range(3):
            audit.record(db, council="bnes", who="mina", did="looked", about=f"BN-{number}", at=NOON)


def lived_in_at(url: str) -> None:
    there = engines.writing(engines.parse(url))
    lived_in(there)
    there.dispose()


def everything(url: str) -> dict[str, list[Any]]:
    engine = engines.reading(engines.parse(url))
    with engine.begin() as db:
        found = {table.name: sorted(map(repr, db.execute(select(table)))) for table in metadata.sorted_tables}
    engine.dispose()
    return found


def test_what_comes_back_is_what_was_there_and_it_can_be_gone_on_with(engine: Engine, url: str, tmp_path: Path) -> None:
    lived_in(engine)
    counts = copies.back_up(url, tmp_path / "copy")
    assert (counts["posts"], counts["raws"], counts["audit"]) == (701, 701, 3)
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir() if "part" in each.name] == []
    fresh = f"sqlite:///{tmp_path / 'fresh' / 'heard.db'}"
    assert copies.restore(tmp_path / "copy", fresh) == counts
    assert everything(fresh) == everything(url)


@pytest.mark.requires("postgres")
def test_a_council_goes_from_a_file_to_postgresql_and_new_rows_get_numbers_of_their_own(
    sqlite_url: str, postgresql_url: str, tmp_path: Path
) -> None:
    lived_in_at(sqlite_url)
    copies.back_up(sqlite_url, tmp_path / "copy")
    copies.restore(tmp_path / "copy", postgresql_url)
    assert everything(postgresql_url) == everything(sqlite_url)
    here = engines.writing(engines.parse(postgresql_url))
    with here.begin() as db:
        assert inbox.keep(db, post(901))
        audit.record(db, council="bnes", who="mina", did="looked", about="BN-9", at=NOON)
        assert audit.verify(db, "bnes") is None
    here.dispose()


def test_a_copy_is_of_one_moment_while_others_go_on_writing(engine: Engine, url: str, tmp_path: Path) -> None:
    lived_in(engine)
    more = iter(range(1000, 9000))

    def goes_on(done: int, whole: int) -> None:
        with engine.begin() as db:
            inbox.keep(db, post(next(more)))

    counts = copies.back_up(url, tmp_path / "copy", goes_on)
    assert counts["posts"] == counts["raws"] == 701 and next(more) > 1001


def test_what_a_copy_that_was_killed_left_goes_and_two_do_not_write_into_one_file(
    engine: Engine, url: str, tmp_path: Path
) -> None:
    lived_in(engine)
    folder = tmp_path / "copies"
    folder.mkdir()
    for left in (".copy.part", ".copy.part-wal", ".copy.part-journal"):
        (folder / left).write_bytes(b"half of it")
    refused: list[str] = []

    def a_second(done: int, whole: int) -> None:
        if not refused:
            with pytest.raises(NoCopy, match="another is at work") as why:
                copies.back_up(url, folder / "copy")
            refused.append(str(why.value))

    counts = copies.back_up(url, folder / "copy", a_second)
    assert refused and [each.name for each in folder.iterdir()] == ["copy"]
    assert copies.restore(folder / "copy", f"sqlite:///{tmp_path / 'fresh.db'}") == counts


def test_where_there_is_no_room_for_a_copy_a_line_says_so_and_the_older_one_stays(
    engine: Engine, url: str, tmp_path: Path
) -> None:
    lived_in(engine)
    (tmp_path / "copies").mkdir()
    (tmp_path / "copies" / "copy").write_bytes(b"the older one")
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, usual[1]))
    try:
        with pytest.raises(NoCopy, match=r"SQLite could not read it, or not write it|no room for it"):
            copies.back_up(url, tmp_path / "copies" / "copy")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert [each.read_bytes() for each in (tmp_path / "copies").iterdir()] == [b"the older one"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a cursor that nobody could close
@pytest.mark.requires("postgres")
def test_where_postgresql_breaks_off_in_the_middle_a_line_says_so(postgresql_url: str, tmp_path: Path) -> None:
    there = engines.writing(engines.parse(postgresql_url))
    lived_in(there)

    def breaks(done: int, whole: int) -> None:
        with there.begin() as db:
            db.execute(text("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"))

    with pytest.raises(NoCopy, match="the database broke off in the middle"):
        copies.back_up(postgresql_url, tmp_path / "copy", breaks)
    there.dispose()
    gc.collect()
    assert list(tmp_path.iterdir()) == []


def test_how_far_it_is_is_said_from_the_beginning_to_the_end(engine: Engine, url: str, tmp_path: Path) -> None:
    lived_in(engine)
    told: list[tuple[int, int]] = []
    copies.back_up(url, tmp_path / "copy", lambda *each: told.append(each))
    assert told[-1][0] == told[-1][1] > 0 and all(done <= whole for done, whole in told)
    told.clear()
    copies.restore(tmp_path / "copy", f"sqlite:///{tmp_path / 'fresh.db'}", lambda *each: told.append(each))
    assert told[-1][0] == told[-1][1] > 0 and all(done <= whole for done, whole in told)


def test_of_a_damaged_store_no_copy_is_made_and_the_older_one_stays(sqlite_url: str, tmp_path: Path) -> None:
    lived_in_at(sqlite_url)
    copies.back_up(sqlite_url, tmp_path / "copy")
    good = (tmp_path / "copy").read_bytes()
    with (tmp_path / "heard.db").open("r+b") as store:
        store.seek(store.seek(0, 2) // 3)
        store.write(b"\xff" * 400_000)
    with pytest.raises(NoCopy, match="damaged"):
        copies.back_up(sqlite_url, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == good


def test_a_store_in_which_one_page_lies_in_the_place_of_another_is_not_copied(sqlite_url: str, tmp_path: Path) -> None:
    lived_in_at(sqlite_url)
    store = tmp_path / "heard.db"
    with closing(sqlite3.connect(store)) as db:
        db.execute("pragma journal_mode=delete")
    pages = [store.read_bytes()[at : at + 4096] for at in range(0, store.stat().st_size, 4096)]
    one, other = [at for at, page in enumerate(pages) if page[0] == LEAF and page.count(b"x\x00\xff" * 100) > 1][:2]
    pages[one], pages[other] = pages[other], pages[one]
    store.write_bytes(b"".join(pages))
    with pytest.raises(NoCopy, match="damaged"):
        copies.back_up(sqlite_url, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_told_to_stop_while_a_copy_is_brought_back_it_leaves_nothing(sqlite_url: str, tmp_path: Path) -> None:
    lived_in_at(sqlite_url)
    copies.back_up(sqlite_url, tmp_path / "copy")
    (tmp_path / "new").mkdir()

    def stop(done: int, whole: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copies.restore(tmp_path / "copy", f"sqlite:///{tmp_path / 'new' / 'heard.db'}", stop)
    assert [each.name for each in (tmp_path / "new").iterdir()] == ["heard.db"]
    assert not any(everything(f"sqlite:///{tmp_path / 'new' / 'heard.db'}").values())


def test_a_store_that_somebody_has_open_is_not_replaced_under_them(sqlite_url: str, tmp_path: Path) -> None:
    lived_in_at(sqlite_url)
    copies.back_up(sqlite_url, tmp_path / "copy")
    fresh = f"sqlite:///{tmp_path / 'fresh.db'}"
    migrations.migrate(fresh)
    somebody = engines.reading(engines.parse(fresh))
    with somebody.begin() as db:
        db.execute(select(metadata.tables["posts"])).all()
        with pytest.raises(NoCopy, match="has the store open"):
            copies.restore(tmp_path / "copy", fresh)
    somebody.dispose()
    assert not any(everything(fresh).values())
    assert copies.restore(tmp_path / "copy", fresh)["posts"] == 701


def test_nothing_is_written_over(engine: Engine, url: str, tmp_path: Path) -> None:
    lived_in(engine)
    copies.back_up(url, tmp_path / "copy")
    before = everything(url)
    with pytest.raises(NoCopy, match="not empty"):
        copies.restore(tmp_path / "copy", url)
    assert everything(url) == before


def bytes_gone(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def no_copy(file: Path) -> None:
    file.write_text("Dear council, …")


def one_bit_of_a_mail_gone(file: Path) -> None:
    there = bytearray(file.read_bytes())
    there[there.rindex(b"x\x00\xff" * 100)] ^= 1
    file.write_bytes(there)


def a_page_emptied(file: Path) -> None:
    with file.open("r+b") as there:
        there.seek(there.seek(0, 2) // 2)
        there.write(bytes(4096))


def touched_up(file: Path) -> None:
    altered(file, "drop trigger audit_no_update; update audit set who = 'dan' where number = 2")


def newer(file: Path) -> None:
    altered(file, "update alembic_version set version_num = '9999'")


def without_its_digest(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 4096 * 4096)


def altered(file: Path, script: str) -> None:
    """By somebody who knows how, and stamps it anew."""
    without_its_digest(file)
    with closing(sqlite3.connect(file)) as db:
        db.executescript(script)
    one_file.stamp(file)


def test_a_store_whose_record_is_broken_costs_no_older_copy_and_what_is_in_it_is_kept_beside(
    sqlite_url: str, tmp_path: Path
) -> None:
    lived_in_at(sqlite_url)
    file = tmp_path / "copies" / "2026-03-02.db"
    file.parent.mkdir()
    copies.back_up(sqlite_url, file)
    good = file.read_bytes()
    touched_up(tmp_path / "heard.db")
    for _ in range(2):
        with pytest.raises(NoCopy, match="broken at entry 2 of bnes"):
            copies.back_up(sqlite_url, file)
    assert file.read_bytes() == good
    assert [each.name for each in sorted(file.parent.iterdir())] == ["2026-03-02.broken.db", "2026-03-02.db"]
    assert everything(f"sqlite:///{copies.broken(file)}") == everything(sqlite_url)
    fresh = f"sqlite:///{tmp_path / 'fresh.db'}"
    assert copies.restore(file, fresh)["posts"] == 701


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (bytes_gone, "damaged"), (no_copy, "damaged"), (one_bit_of_a_mail_gone, "damaged"),
        (a_page_emptied, "damaged"), (without_its_digest, "an older version made it"),
        (touched_up, "broken at entry 2"), (newer, "newer version"),
    ],
)  # fmt: skip
def test_a_copy_that_is_not_sound_is_refused_and_the_store_stays_empty(
    sqlite_url: str, tmp_path: Path, harm: Any, says: str
) -> None:
    lived_in_at(sqlite_url)
    copies.back_up(sqlite_url, tmp_path / "copy")
    harm(tmp_path / "copy")
    fresh = f"sqlite:///{tmp_path / 'fresh.db'}"
    with pytest.raises((NoCopy, migrations.WrongVersion), match=says):
        copies.restore(tmp_path / "copy", fresh)
    assert migrations.at_version(fresh) is migrations.Version.EMPTY or not any(everything(fresh).values())
