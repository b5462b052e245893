"""Each misconfiguration of a list is planted and found by `heard check`, in a line that says what to do; an
installation that has none of them is all well.
"""

import re
import shutil
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from outbox import library
from outbox.library import FOLDER, Words
from run import keeping
from run.check import How, dates, files, stored, words
from run.config import Misconfigured, Settings
from run.config.plainly import NOT_TEXT
from store import copies, migrations, people
from store.server import Server
from tests.run.planted_far import FAR
from tests.run.planted_here import HERE
from tests.run.planting import (
    KEY,
    NOW,
    STAFF,
    Place,
    profile,
    secret,
    setting,
)  # fmt: skip
from tests.wire.dovecot import Dovecot
from tests.wire.loopback import HOST
from tests.wire.smtp import SmtpSink


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with four people in it, that was copied last night."""
    made = Place(tmp_path_factory.mktemp("kept"), profile())
    made.sets("store.url", f"sqlite:///{made.folder}/heard.db")
    migrations.migrate(made.said["store"]["url"])
    made.keeps(lambda db: [people.add(db, "bnes", each) for each in STAFF])
    made.keeps(partial(copies.noted, at=NOW - timedelta(hours=7)))
    return made.folder / "heard.db"


@pytest.fixture
def place(tmp_path: Path, kept: Path) -> Place:
    """One of its own, its key elsewhere, and no model: loading that takes longer than all the rest."""
    made = Place(tmp_path, profile())
    shutil.copy(kept, tmp_path / "heard.db")
    (tmp_path / "heard.db").chmod(0o600)
    (tmp_path / "keys").mkdir()
    made.writes("keys/heard.key", KEY.decode() + "\n")
    made.sets("store.url", f"sqlite:///{tmp_path}/heard.db")
    made.sets("store.key_file", tmp_path / "keys" / "heard.key")
    made.sets("classifier.model", tmp_path / "none")
    made.sets("outbox.siren.webhook", "https://on-call.larkhaven.gov.uk/ring")
    return made


LINES = {**HERE, **FAR}


@pytest.mark.parametrize("planted", LINES)
def test_each_planted_misconfiguration_is_found(place: Place, planted: str) -> None:
    plant, says = LINES[planted]
    plant(place)
    found = [f"{each.how} {each.what}: {each.says}" for each in place.found()]
    assert any(says in each for each in found), found
    assert "hunter2" not in str(found) and "hush" not in str(found)


def test_no_key_is_made_in_the_place_of_one_that_sealed_what_is_stored(place: Place) -> None:
    (place.folder / "keys" / "heard.key").unlink()
    with pytest.raises(Misconfigured, match="put the kept copy back"):
        keeping.key_of(Settings.model_validate(place.said).store)
    assert not (place.folder / "keys" / "heard.key").exists()


def test_there_are_more_than_thirty() -> None:
    assert len(LINES) >= 95


@pytest.mark.requires("dovecot")
def test_an_installation_that_has_none_of_them_is_all_well(place: Place) -> None:
    mailbox = "tell@larkhaven.gov.uk"
    del place.said["classifier"]
    with Dovecot({mailbox: "hush"}) as imap, SmtpSink() as sink:
        secret("intake.imap.password_file", 0o600, intake__imap__host=HOST, intake__imap__port=imap.port)(place)
        setting(intake__imap__tls="off", intake__imap__user=mailbox)(place)
        setting(outbox__smtp__host=HOST, outbox__smtp__port=sink.port, outbox__smtp__tls="off")(place)
        setting(outbox__smtp__from=mailbox, desk__address="https://d.uk", desk__second_step="required")(place)
        assert place.found() == []


def test_a_database_server_that_is_old_or_in_another_time_is_said() -> None:
    old, away = Server(13, NOW), Server(16, NOW - timedelta(minutes=2))
    assert [(each.how, each.what) for each in stored.server_lines(old, NOW)] == [(How.TO_DO, "database")]
    assert [(each.how, each.what) for each in stored.server_lines(away, NOW)] == [(How.WRONG, "time of day")]
    assert [*stored.server_lines(Server(16, NOW), NOW), *stored.server_lines(None, NOW)] == []


def test_a_machine_that_lives_by_other_hours_is_said_and_one_by_universal_time_is_not() -> None:
    away, here = timezone(timedelta(hours=-5), "EST"), datetime(2026, 7, 1, 12, tzinfo=UTC)
    (line,) = dates.of_the_machine(here, here.astimezone(away))
    assert (line.how, line.what) == (How.TO_DO, "time zone") and "EST" in line.says
    for same in (UTC, ZoneInfo("Europe/London")):
        assert list(dates.of_the_machine(here, here.astimezone(same))) == []


HEAD = "Audience: young people\nChannel: Telegram\nWhen: first\n\n"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("bot.welcome", HEAD + "Hello {naem}.", "nobody knows {naem}"),
        ("bot.welcome", "Audience: young people\n\nHello.", "the lines above the first empty line must stay"),
        ("bot.welcome", HEAD, "says nothing"),
        ("bot.welcome", None, "has no bot.welcome"),
    ],
)  # fmt: skip
def test_words_that_could_never_be_sent_are_found_by_their_file(
    tmp_path: Path, name: str, text: str | None, says: str
) -> None:
    folder = tmp_path / "words"
    shutil.copytree(FOLDER, folder)
    shutil.copy(FOLDER.with_name(words.FACTS), tmp_path)
    assert [each.how for each in words.found(folder)] == [How.WELL]
    path = folder / f"{name}.txt"
    path.unlink() if text is None else path.write_text(text, encoding="utf-8")
    found = [f"{each.how} {each.says}" for each in words.found(folder)]
    assert len(found) == 1 and found[0].startswith("WRONG") and says in found[0], found


def test_words_that_notepad_saved_are_read_and_those_that_are_no_plain_text_are_to_be_saved_anew(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "words"
    shutil.copytree(FOLDER, folder)
    shutil.copy(FOLDER.with_name(words.FACTS), tmp_path)
    path = folder / "bot.welcome.txt"
    text = path.read_text(encoding="utf-8")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert [each.how for each in words.found(folder)] == [How.WELL]
    path.write_bytes(text.encode("utf-16"))
    assert [each.says for each in words.found(folder)] == [f"bot.welcome.txt: {NOT_TEXT}"]


def test_the_list_of_facts_is_of_those_that_the_words_ask_for() -> None:
    asked = {name for each in library.every().values() for name in re.findall(r"\{\??(\w+)", "\n".join(_all(each)))}
    assert asked == set(re.findall(r"\w+", FOLDER.with_name(words.FACTS).read_text().partition("\n\n")[2]))


def _all(one: Words) -> tuple[str, ...]:
    return (*one.paragraphs, one.subject, *one.buttons)


def test_a_password_in_settings_that_everybody_may_read_is_said_and_not_said_back(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("store: {url: 'postgresql://heard:hunter2@db/heard'}\n")
    settings = Settings.model_validate({"store": {"url": "postgresql://heard:hunter2@db/heard"}})
    path.chmod(0o644)
    (line,) = files.of_settings(path, settings)
    assert line.how is How.WRONG and "chmod 640" in line.says and "hunter2" not in line.says
    path.chmod(0o640)
    assert list(files.of_settings(path, settings)) == []
