"""The paper on threats is true: each row has a test that exists. And two things that hold of the program as a whole."""

import ast
import io
import json
import logging
import re

from run import logs
from run.logs import ROOMS
from tests.house.sources import ROOT, python

TEXT = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")
ROWS = [line for line in TEXT.splitlines() if re.match(r"\| [STRIDE] \|", line)]
DOORS = ("In:", "Desk", "Time", "Out:", "Store and keys", "The machine")


def test_every_threat_has_what_stands_against_it_and_a_test_that_is_there() -> None:
    known = {
        f"{path.relative_to(ROOT)}::{node.name}"
        for path in python(below="tests")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert len(ROWS) > 60
    for row in ROWS:
        _, _, threat, against, test, _ = (cell.strip() for cell in row.split("|"))
        assert threat and against and test.strip("`") in known, row


def test_every_door_is_looked_at_by_all_that_can_happen_at_it() -> None:
    parts = re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]
    assert [part for door in DOORS for part in parts if part.startswith(door)] == parts[: len(DOORS)]
    for part in parts[:2]:
        assert set(re.findall(r"^\| ([STRIDE]) \|", part, re.MULTILINE)) == set("STRIDE"), part[:40]


WIRES = {
    "urllib",
    "http",
    "aiohttp",
    "httpx",
    "requests",
    "aioimaplib",
    "aiosmtplib",
    "smtplib",
    "imaplib",
    "socket",
    "ftplib",
}
"""What speaks to another machine."""

SPEAK = {
    "bot/files.py": "the Bot API that the settings name, and no place to which it would lead on",
    "intake/mailbox/alive.py": "nobody: it has the system ask after the mailbox's own line",
    "intake/mailbox/wire.py": "the mailbox that the settings name",
    "intake/pages.py": "a process of its own, over sockets that have no address",
    "intake/page_by_page.py": "whoever began it, over the socket that it was given",
    "intake/viruses.py": "clamd that the settings name",
    "outbox/email.py": "the mail server that the settings name",
    "outbox/asking.py": "on-call service, sign-in and giver of tokens that the settings name; what the sign-in names",
}
"""Of the rooms that handle what came in. Telegram's own library speaks to `bot.api` alone; `run` reads settings, and no
message passes through it.
"""


def test_only_these_files_speak_to_other_machines_and_each_to_what_the_settings_name() -> None:
    found = set()
    for path in python():
        name = str(path.relative_to(ROOT))
        if name.split("/")[0] not in set(ROOMS) - {"run"}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(each.split(".")[0] in WIRES and each not in HARMLESS for each in modules):
                found.add(name)
    assert found == set(SPEAK) | PAIR


PAIR = {"intake/pages.py", "intake/page_by_page.py"}
"""They speak with one another, through two sockets that are joined and lead nowhere else."""


def test_two_processes_of_ours_that_speak_with_one_another_reach_no_other_machine() -> None:
    for name in PAIR:
        source = (ROOT / name).read_text(encoding="utf-8")
        assert "socket" in source
        assert not re.search(r"connect|bind|listen|INET|sendto|getaddrinfo", source), name


HARMLESS = {"urllib.parse", "urllib.error", "http", "http.client", "http.cookies"}
"""They take words apart, or name what went wrong."""


def test_nothing_that_came_in_begins_a_line_of_the_log() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Names())
    hostile = 'x\n{"level": "info", "says": "all is well"}\r\u2028'
    record = logging.LogRecord("intake.worker", logging.ERROR, "", 0, "post failed", None, None)
    vars(record)["kind"] = hostile
    handler.emit(record)
    (line,) = stream.getvalue().splitlines()
    assert json.loads(line)["kind"] == hostile and json.loads(line)["level"] == "error"
