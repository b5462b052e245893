"""The store copied and brought back by command, and the record of who did what proved or written out."""

import json
import resource
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from casework.messages import Channel, Post
from run import keeping
from store import engines, inbox
from tests.reports import ledgers
from tests.run.asking import heard
from tests.store.examples import NOON
from tests.wire.process import ROOT

pytestmark = pytest.mark.slow  # each is a process


def store(folder: Path) -> dict[str, str]:
    return {"HEARD_STORE__URL": f"sqlite:///{folder / 'heard.db'}", "HEARD_STORE__KEY_FILE": str(folder / "key")}


def test_a_store_is_copied_brought_back_elsewhere_and_its_record_is_unbroken(tmp_path: Path) -> None:
    old, new, copy = store(tmp_path / "old"), store(tmp_path / "new"), str(tmp_path / "copy")
    assert (
        heard(
            "staff",
            "add",
            "mina",
            "--name",
            "Mina Shaw",
            "--email",
            "mina@council.example",
            "--roles",
            "CO",
            environment=old,
        ).code
        == 0
    )
    (made,) = heard("backup", copy, environment=old).objects
    assert made["tables"]["staff"] == 1 and made["rows"] >= 2
    assert "copies:" not in heard("check", environment=old).out, "it is known when the last was made"
    without = heard("restore", copy, environment=store(tmp_path / "keyless"))
    assert without.code == 1 and "put that there first" in without.wrong
    assert not (tmp_path / "keyless" / "key").exists(), "no other key is made in its place"
    folder = heard("restore", str(tmp_path), environment=old)
    assert folder.code == 1 and "is a folder" in folder.wrong
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "key").write_text("ab" * 32)
    (tmp_path / "new" / "key").chmod(0o600)
    with_another = heard("restore", copy, environment=new)
    assert with_another.code == 1 and "not in store.key_file" in with_another.wrong
    shutil.copy(tmp_path / "old" / "key", tmp_path / "new" / "key")
    (back,) = heard("restore", copy, environment=new).objects
    sealed = {"sources": 1}  # it is noted that all of it was found sealed
    assert back["tables"] == made["tables"] | sealed
    assert "mina" in heard("staff", "list", environment=new).out
    again = heard("restore", copy, environment=new)
    assert again.code == 1 and "not empty" in again.wrong
    (record,) = heard("audit", "verify", environment=new).objects
    assert record["entries"] == made["tables"]["audit"] + 1
    (written,) = heard("audit", "export", str(tmp_path / "record"), environment=new).objects
    lines = [json.loads(line) for line in (tmp_path / "record").read_text().splitlines()]
    assert len(lines) == written["entries"] and lines[-1]["digest"] == record["newest"]


def test_new_keys_seal_all_that_is_stored_and_the_old_ones_still_open_older_copies(tmp_path: Path) -> None:
    here, copy = store(tmp_path), str(tmp_path / "copy")
    heard("staff", "add", "mina", "--name", "Mina Shaw", "--email", "mina@council.example", "--roles", "CO",
          environment=here)  # fmt: skip
    heard("backup", copy, environment=here)
    (done,) = heard("keys", "rotate", environment=here).objects
    lines = (tmp_path / "key").read_text().split()
    assert done["rows"] == 1 and len(set(lines)) == 2 and (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert "mina" in heard("staff", "list", environment=here).out
    (tmp_path / "heard.db").rename(tmp_path / "before.db")
    assert heard("restore", copy, environment=here).code == 0
    assert "mina" in heard("staff", "list", environment=here).out
    (tmp_path / "key").write_text(lines[0] + "\n")
    assert "mina" in heard("staff", "list", environment=here).out, "what came back was sealed under the new key too"
    (tmp_path / "key").unlink()
    gone = heard("keys", "rotate", environment=here)
    assert gone.code == 1 and "put the kept copy back" in gone.wrong
    assert not (tmp_path / "key").exists(), "no other key is made in its place"


def test_keys_that_cannot_be_changed_to_the_end_say_that_the_new_one_is_needed_all_the_same(tmp_path: Path) -> None:
    here = store(tmp_path)
    for name in ("dan", "mina"):
        called = ("--name", name, "--email", f"{name}@council.example", "--roles", "CO")
        heard("staff", "add", name, *called, environment=here)
    with closing(sqlite3.connect(tmp_path / "heard.db")) as db, db:
        db.execute("update staff set data = cast(substr(data, 1, 40) || x'00' as blob) where id = 'mina'")
    stopped = heard("keys", "rotate", environment=here)
    assert stopped.code == 1 and "altered by something that is not Heard" in stopped.wrong
    assert "has a new key all the same" in stopped.wrong and len((tmp_path / "key").read_text().split()) == 2


def test_a_record_that_was_touched_up_is_found(tmp_path: Path) -> None:
    here = store(tmp_path)
    for name in ("mina", "dan"):
        heard(
            "staff",
            "add",
            name,
            "--name",
            name,
            "--email",
            f"{name}@council.example",
            "--roles",
            "CO",
            environment=here,
        )
    with closing(sqlite3.connect(tmp_path / "heard.db")) as db:
        db.executescript("drop trigger audit_no_update; update audit set who = 'nobody' where number = 1")
    found = heard("audit", "verify", environment=here)
    assert found.code == 1 and "broken at entry 1" in found.wrong
    copied = heard("backup", str(tmp_path / "copy"), environment=here)
    assert copied.code == 1 and "broken at entry 1" in copied.wrong
    assert "TO DO  copies: none was ever made" in heard("check", environment=here).out, "it counts for no good copy"


def test_what_somebody_altered_past_us_is_found_by_whoever_has_the_record_proved(tmp_path: Path) -> None:
    here = store(tmp_path)
    heard("staff", "list", environment=here)
    keys = keeping.keys(tmp_path / "key")
    with engines.writing(engines.parse(here["HEARD_STORE__URL"]), keys).begin() as db:
        for key in "12":
            inbox.keep(db, Post(f"post/{key}", "bnes", Channel.EMAIL, "mailbox", key, NOON, b"My worker never came."))
    assert heard("audit", "verify", environment=here).code == 0
    with closing(sqlite3.connect(tmp_path / "heard.db")) as other:
        other.executescript("update raws set raw = x'00' where seq = 2")
    found = heard("audit", "verify", environment=here)
    assert (found.code, found.out) == (1, "")
    assert found.wrong == "In raws 1 of what is stored was altered, or moved, by something that is not Heard.\n"


def test_a_record_with_its_end_cut_off_or_made_anew_does_not_go_on_from_what_was_written_out(tmp_path: Path) -> None:
    here, kept = store(tmp_path), str(tmp_path / "record.jsonl")
    for name in ("mina", "dan"):
        called = ("--name", name, "--email", f"{name}@council.example", "--roles", "CO")
        heard("staff", "add", name, *called, environment=here)
    heard("audit", "export", kept, environment=here)
    heard("staff", "remove", "dan", environment=here)
    assert heard("audit", "verify", kept, environment=here).code == 0
    with closing(sqlite3.connect(tmp_path / "heard.db")) as db:
        db.executescript("drop trigger audit_no_delete; delete from audit where number >= 2")
    assert heard("audit", "verify", environment=here).code == 0, "by itself it cannot tell"
    found = heard("audit", "verify", kept, environment=here)
    assert found.code == 1 and "does not go on" in found.wrong and "entry 2" in found.wrong
    (tmp_path / "other").write_text("[]\n")
    assert "is no record" in heard("audit", "verify", str(tmp_path / "other"), environment=here).wrong


def test_the_record_goes_through_a_pipe_and_a_copy_does_not(tmp_path: Path) -> None:
    here = store(tmp_path)
    called = ("--name", "Mina", "--email", "mina@council.example", "--roles", "CO")
    heard("staff", "add", "mina", *called, environment=here)
    elsewhere = ("--config", ROOT / "config.yaml")
    written = heard("audit", "export", "-", *elsewhere, folder=tmp_path, environment=here)
    assert [entry["did"] for entry in written.objects] == ["account added"]
    assert heard("audit", "verify", "-", typed=written.out.encode(), environment=here).code == 0
    forged = written.out.replace('"digest": "', '"digest": "00').encode()
    assert heard("audit", "verify", "-", typed=forged, environment=here).code == 1
    for command in ("backup", "restore"):
        answered = heard(command, "-", *elsewhere, folder=tmp_path, environment=here)
        assert answered.code == 2 and "name a file" in answered.wrong
    assert not (tmp_path / "-").exists()


@pytest.mark.parametrize(("kilobytes", "says"), [(8, "cannot be opened"), (40, "It cannot be done: ")])
def test_a_disk_that_is_full_is_a_line_and_no_traceback(tmp_path: Path, kilobytes: int, says: str) -> None:
    here = store(tmp_path)
    taken = ("import", ledgers.write(tmp_path / "ledger", ledgers.make(2, 120)), "--council", "bnes")
    assert heard("migrate", environment=here).code == 0
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, hard))  # no file takes more: so a disk ends, too
    try:
        answered = heard(*taken, environment=here)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert answered.code == 1 and len(answered.wrong.splitlines()) == 1 and says in answered.wrong, str(answered)
    (done,) = heard(*taken, environment=here).objects
    assert done["files"]["stages"]["new"] == 120, "nothing of it was kept"


def test_what_cannot_be_copied_or_brought_back_is_said_in_a_line(tmp_path: Path) -> None:
    here = store(tmp_path)
    for words in (("restore", str(tmp_path / "none")), ("backup", str(tmp_path / "heard.db" / "copy"))):
        answered = heard(*words, environment=here)
        assert answered.code == 1 and answered.wrong.count("\n") == 1 and "Traceback" not in answered.wrong
    assert heard("audit", "export", environment=here).code == 2
