"""Letters that are files are taken away when they are forgotten: those, and no others."""

import json
from pathlib import Path

from outbox.unkept import take_away


def line(name: str) -> str:
    return json.dumps({"file": f"{name}.eml", "to": "sam@family.example"}) + "\n"


def test_only_the_letters_that_are_forgotten_go_and_their_lines_with_them(tmp_path: Path) -> None:
    for name in ("letter.one", "letter.two"):
        (tmp_path / f"{name}.eml").write_text("Dear Sam")
    (tmp_path / ".letter.one.eml.part").write_text("Dear S")
    (tmp_path / "index.jsonl").write_text(line("letter.one") + "half a li\n" + line("letter.two"))
    assert take_away(tmp_path, ["letter/one", "letter/never"]) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index.jsonl", "letter.two.eml"]
    assert (tmp_path / "index.jsonl").read_text() == "half a li\n" + line("letter.two")
    assert take_away(tmp_path, ["letter/one"]) == 0


def test_what_a_file_gives_up_is_written_over_first(tmp_path: Path) -> None:
    outbox, disk = tmp_path / "outbox", tmp_path / "disk"
    outbox.mkdir()
    disk.mkdir()
    (outbox / "letter.one.eml").write_text("Dear Sam")
    (outbox / "index.jsonl").write_text(line("letter.one"))
    for name in ("letter.one.eml", "index.jsonl"):
        (disk / name).hardlink_to(outbox / name)
    take_away(outbox, ["letter/one"])
    assert {byte for path in disk.iterdir() for byte in path.read_bytes()} == {0}


def test_where_letters_are_no_files_there_is_nothing_to_do(tmp_path: Path) -> None:
    assert take_away(tmp_path / "outbox", ["letter/one"]) == 0
    assert take_away(tmp_path, []) == 0
