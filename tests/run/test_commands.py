"""Every command as a person calls it: 0 when it is done, 1 when something is wrong and said, 2 for wrong use."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from casework.messages import Address, Channel
from run import keeping
from run.__main__ import COMMANDS, read
from store import outbox, people
from store.database import Connection, Database
from tests.run.asking import Answered, called, heard

pytestmark = pytest.mark.slow  # each is a process

LETTER = b"From: Alex <alex@family.example>\r\nSubject: visits\r\n\r\nNobody came.\r\n"


def no_traceback(answered: Answered) -> None:
    assert "Traceback" not in answered.wrong, answered


@pytest.mark.parametrize("name", [row.name for row in COMMANDS])
def test_every_command_says_what_it_does(name: str) -> None:
    answered = heard(name, "--help")
    assert answered.code == 0, answered
    assert "--config" in answered.out


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("nonsense",),
        ("parse",),
        ("deadlines", "--council", "bnes"),
        ("staff", "promote", "mina"),
        ("staff", "add"),
        ("run", "mail,kitchen"),
        ("run", "mail,"),
        ("bench", "kitchen"),
        ("chat", "--scrip"),
    ],
    ids=" ".join,
)
def test_wrong_use_is_two(words: tuple[str, ...]) -> None:
    answered = heard(*words)
    assert answered.code == 2, answered
    assert not answered.out
    no_traceback(answered)


@pytest.mark.parametrize(
    ("words", "taken"),
    [
        ("audit export --config other.yaml record.jsonl", {"do": "export", "file": "record.jsonl"}),
        ("staff link --new-phone mina", {"do": "link", "id": "mina", "new_phone": True}),
        ("run --config other.yaml mail,bot", {"parts": "mail,bot"}),
        ("import --council bnes ledger", {"folder": "ledger", "council": "bnes"}),
    ],
)
def test_options_may_stand_before_behind_or_between_the_rest(words: str, taken: dict[str, object]) -> None:
    assert taken.items() <= vars(read(words.split())).items()


def test_a_part_that_there_is_not_is_named_with_those_there_are() -> None:
    there = "there are: mail, bot, desk, form, sweeps\n"
    assert heard("run", "mail,kitchen").wrong == f"there is no part called kitchen; {there}"
    none = heard("run", "")
    assert none.code == 2 and none.wrong == f"there is no part called nothing; {there}", "an unset variable is not all"


def test_a_deadline_is_one_object() -> None:
    asked = ("deadlines", "--council", "bnes", "--clock", "s1_statutory", "--start", "2026-03-02")
    (found,) = heard(*asked).objects
    assert (found["clock"], found["day_0"], found["due"]) == ("s1_statutory", "2026-03-02", "2026-03-16")
    assert found["rule"] and found["source"] and len(found["counted"]) == 10
    (later,) = heard(*asked, "--extended").objects
    assert later["due"] == "2026-03-30"


@pytest.mark.parametrize(
    ("given", "code", "says"),
    [
        (("--council", "atlantis", "--clock", "s1_statutory", "--start", "2026-03-02"), 2, "there are:"),
        (("--council", "bnes", "--clock", "grandfather", "--start", "2026-03-02"), 2, "grandfather"),
        (("--council", "bnes", "--clock", "s1_statutory", "--start", "the day before yesterday"), 2, "is not a date"),
        (("--council", "bnes", "--clock", "s1_statutory", "--start", "2026-02-30"), 2, "is not a date"),
        (("--council", "bnes", "--clock", "s1_statutory", "--start", "2026-03-02", "--paused-days", "-1"), 2, "paused"),
        (("--council", "bnes", "--clock", "s1_statutory", "--start", "2199-03-02"), 1, "calendar"),
    ],
    ids=lambda value: value[-1] if isinstance(value, tuple) else "",
)
def test_a_deadline_that_cannot_be_worked_out_says_why(given: tuple[str, ...], code: int, says: str) -> None:
    answered = heard("deadlines", *given)
    assert answered.code == code, answered
    assert says in answered.wrong and not answered.out
    no_traceback(answered)


def test_mails_are_parsed_in_the_order_given_whatever_they_are(tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(LETTER)
    (tmp_path / "two.eml").write_bytes(b"\x00\xff\xfe no mail at all")
    answered = heard("parse", tmp_path / "one.eml", "-", tmp_path / "two.eml", typed=LETTER.replace(b"came", b"rang"))
    assert answered.code == 0, answered
    assert [each["text"] for each in answered.objects[:2]] == ["Nobody came.", "Nobody rang."]
    assert len(answered.objects) == 3


def test_a_mail_that_is_not_there_is_named_and_the_others_are_parsed(tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(LETTER)
    answered = heard("parse", tmp_path / "none.eml", tmp_path, tmp_path / "one.eml")
    assert answered.code == 1
    assert [each["text"] for each in answered.objects] == ["Nobody came."]
    assert "none.eml: No such file" in answered.wrong and "Is a directory" in answered.wrong
    no_traceback(answered)


def test_an_opinion_on_every_line_that_is_a_message_and_the_others_named(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "a", "channel": "email", "subject": "visits", "text": "My social worker never came."}),
        "no json at all",
        "",
        json.dumps({"id": "b", "text": None}),
        json.dumps(["a", "list"]),
        "[" * 100_000,
        json.dumps({"id": 7, "text": "half a \ud83d smile"}),
        json.dumps({"id": "c", "text": ""}),
    ]
    (tmp_path / "some.jsonl").write_bytes("\n".join(lines).encode() + b'\n{"id": "d", "text": "caf\xe9"}\n')
    answered = heard("suggest", tmp_path / "some.jsonl")
    assert answered.code == 1
    assert [each["id"] for each in answered.objects] == ["a", 7, "c"]
    assert [line.partition(":")[0] for line in answered.wrong.splitlines()] == [
        "line 2", "line 4", "line 5", "line 6", "line 9"
    ]  # fmt: skip
    no_traceback(answered)
    first = answered.objects[0]
    assert {"kind", "procedure", "sender", "flags", "scores", "second", "unsure", "because"} <= set(first)


def test_opinions_come_from_standard_input_too() -> None:
    answered = heard("suggest", "-", typed=b'{"id": "a", "channel": "telegram", "text": "thank you so much"}\n')
    assert answered.code == 0, answered
    assert [each["id"] for each in answered.objects] == ["a"]


@pytest.mark.parametrize("command", ["suggest", "evaluate"])
def test_a_file_that_is_not_there_is_said(command: str) -> None:
    answered = heard(command, "none.jsonl")
    assert (answered.code, answered.wrong) == (1, "none.jsonl: there is no such file\n")


def test_a_folder_in_the_place_of_a_file_is_said(tmp_path: Path) -> None:
    answered = heard("suggest", tmp_path)
    assert (answered.code, answered.wrong) == (1, f"{tmp_path}: Is a directory\n")


DEADLINE = "deadlines --council bnes --clock s3_ack --start 2026-03-02"


@pytest.mark.parametrize("words", [DEADLINE, "staff list"])
def test_no_room_for_the_answer_is_said(tmp_path: Path, words: str) -> None:
    (tmp_path / "config.yaml").write_text("council: bnes\n")
    assert heard("staff", "add", "mina", *"--name M --email m@c.example --roles CO".split(), folder=tmp_path).code == 0
    answered = called(f"{words} >/dev/full", tmp_path)
    assert (answered.code, answered.wrong) == (1, "what was found: No space left on device\n")


@pytest.mark.parametrize("words", ["parse - <&-", f"{DEADLINE} >&-", "parse none.eml 2>&-"])
def test_standard_input_output_or_error_may_be_closed(tmp_path: Path, words: str) -> None:
    answered = called(words, tmp_path)
    assert (answered.code, answered.wrong) == (1 if "none" in words else 0, "")


def test_staff_come_and_go(tmp_path: Path) -> None:
    def staff(*words: str) -> Answered:
        answered = heard("staff", *words, folder=tmp_path)
        no_traceback(answered)
        return answered

    (tmp_path / "config.yaml").write_text("council: bnes\n")
    mina = ("add", "mina", "--name", "Mina Shaw", "--email", "mina@council.example")
    assert staff(*mina, "--roles", "CO,KING").code == 2
    assert "KING" in staff(*mina, "--roles", "CO,KING").wrong
    assert staff(*mina).code == 2
    nowhere = staff(*mina[:-1], "mina", "--roles", "CO")
    assert (nowhere.code, "no address that a letter can go to" in nowhere.wrong) == (2, True)
    assert staff(*mina, "--roles", "CO", "--manager", "nobody").code == 1
    assert staff(*mina, "--roles", "CO").code == 0
    assert staff("list").out == "mina\tCO\tMina Shaw\n"
    assert staff(*mina, "--roles", "CO,CM").out.startswith("mina is changed")
    assert staff("list").out == "mina\tCM,CO\tMina Shaw\n"
    link = staff("link", "mina").out.strip()
    assert link.startswith("http://127.0.0.1:8080/sign-in/") and link != staff("link", "mina").out.strip()
    assert staff("link", "nobody").code == 1
    assert staff("remove", "nobody").code == 1
    assert staff("remove", "mina").code == 0
    assert staff("list").out == ""
    assert staff("link", "mina").code == 1
    assert staff(*mina, "--roles", "CO").code == 1, "a name that was somebody's stays theirs"


@pytest.mark.parametrize(
    "then", [("add", "mina", "--name", "Mina", "--email", "m@c.example", "--roles", "CM"), ("remove", "mina")]
)
def test_another_role_or_none_ends_a_linked_chat_and_the_chat_is_told(tmp_path: Path, then: tuple[str, ...]) -> None:
    (tmp_path / "config.yaml").write_text("council: bnes\n")
    assert (
        heard("staff", "add", "mina", "--name", "Mina", "--email", "m@c.example", "--roles", "CO", folder=tmp_path).code
        == 0
    )
    url = f"sqlite:///{tmp_path}/var/heard.db"
    asyncio.run(_in(url, _link))
    assert heard("staff", *then, folder=tmp_path).code == 0
    assert asyncio.run(_in(url, _told)) == ["staff.unlinked"]


def _link(db: Connection) -> list[str]:
    now = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    code = people.issue_link(db, "bnes", "mina", now, people.Purpose.CHAT)
    assert people.link_chat(db, "bnes", code, now, chat="77")
    return []


def _told(db: Connection) -> list[str]:
    assert people.by_chat(db, "bnes", "77") is None
    return [each.words for each in outbox.in_chat(db, "bnes", Address(Channel.TELEGRAM, "77"))]


async def _in(url: str, work: Callable[[Connection], list[str]]) -> list[str]:
    async with Database(url, keeping.keys(Path(url.removeprefix("sqlite:///")).with_name("heard.key"))) as database:
        return await database.transact(work)


def test_migrating_makes_the_tables_and_doing_it_again_is_no_harm(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("store: {url: 'sqlite:///here/heard.db'}\n")
    (tmp_path / "here").mkdir()
    for _ in range(2):
        answered = heard("migrate", folder=tmp_path)
        assert answered.code == 0 and answered.out.startswith("the database has the tables"), answered
    assert (tmp_path / "here" / "heard.db").stat().st_size > 0


@pytest.mark.parametrize(
    ("command", "settings", "says"),
    [
        ("run", "council: atlantis\n", "council"),
        ("migrate", "desk: {prot: 80}\n", "prot"),
        ("staff list", "desk: {port: 80000}\n", "desk.port"),
        ("run", "intake: {smtp_door: {host: 192.0.2.1}}\n", "smtp_door.host"),
        ("run", "store: {url: 'mysql://root:hunter2@db/heard'}\n", "store.url"),
        ("run", "store: {url: 'postgresql://heard:hunter2@127.0.0.1:1/heard'}\n", "cannot be opened"),
        ("migrate", "store: {url: 'postgresql://heard:hunter2@127.0.0.1:1/heard'}\n", "cannot be opened"),
        ("run", "store: {key_file: /proc/none/heard.key}\n", "cannot be made"),
        ("staff list", "store: {url: 'sqlite:////proc/none/heard.db'}\n", "cannot be opened"),
        ("run", "bot: {token_file: none.token}\n", "none.token: the secret cannot be read"),
    ],
)
def test_what_is_misconfigured_is_said_in_a_line_and_no_password_with_it(
    tmp_path: Path, command: str, settings: str, says: str
) -> None:
    (tmp_path / "config.yaml").write_text(settings)
    answered = heard(*command.split(), folder=tmp_path)
    assert answered.code == 1, answered
    assert says in answered.wrong, answered
    assert "hunter2" not in str(answered) and answered.wrong.count("\n") == 1
    no_traceback(answered)
