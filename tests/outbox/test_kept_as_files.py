"""Letters by email where no mail server is named."""

import json
from pathlib import Path

import pytest

from casework.letters import Letter
from outbox.kept_as_files import Files
from outbox.outcomes import TryLater
from outbox.render import Rendered, render
from tests.conftest import Moment
from tests.outbox.samples import a_letter

US, KEY = "Larkhaven Council <hello@larkhaven.example>", b"a key of our own"


def a_mail(once: str = "") -> tuple[Letter, Rendered]:
    letter = a_letter(once=once)
    return letter, render(letter, choices={})


async def test_with_no_server_named_each_letter_is_a_file_and_a_line(tmp_path: Path) -> None:
    files = Files(tmp_path / "outbox", sender=US, key=KEY, now=Moment())
    for once in ("one", "two"):
        await files.send(*a_mail(once))
    name = await files.send(*a_mail("two"))
    kept = sorted(path.name for path in (tmp_path / "outbox").iterdir())
    lines = [json.loads(line) for line in (tmp_path / "outbox" / "index.jsonl").read_text("utf-8").splitlines()]
    assert len(kept) == 3 and name in kept and len(lines) == 2
    assert lines[1]["file"] == name and lines[1]["to"] == "jay@example.test"
    assert b"Message-ID: <letter." in (tmp_path / "outbox" / name).read_bytes()


async def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("in the way")
    with pytest.raises(TryLater):
        await Files(tmp_path / "outbox", sender=US, key=KEY, now=Moment()).send(*a_mail())
