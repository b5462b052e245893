"""`heard import`, `heard export` and `heard report`, as somebody at a terminal meets them."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from run.__main__ import main
from tests.reports import ledgers
from tests.reports.ledgers import Record

Heard = Callable[..., int]
YEAR = ("--from", "2020-04-01", "--to", "2021-03-31")


@pytest.fixture
def heard(tmp_path: Path) -> Heard:
    """The command, with a store of its own."""
    config = tmp_path / "config.yaml"
    config.write_text(f"store: {{url: 'sqlite:///{tmp_path}/heard.db', key_file: {tmp_path}/key}}\n")

    def run(*words: str) -> int:
        return main([words[0], "--config", str(config), *words[1:]])

    return run


def brought(tmp_path: Path, files: dict[str, list[Record]] | None = None, name: str = "ledger") -> str:
    return str(ledgers.write(tmp_path / name, files or ledgers.make(2, 120)))


def test_a_ledger_goes_in_comes_out_the_same_and_makes_four_faces(
    heard: Heard, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert heard("import", brought(tmp_path), "--council", "bnes") == 0
    assert json.loads(capsys.readouterr().out)["files"]["stages"] == {"lines": 120, "new": 120, "changed": 0}
    assert heard("export", str(tmp_path / "out"), "--council", "bnes") == 0
    for path in (tmp_path / "ledger").iterdir():
        assert path.read_bytes() == (tmp_path / "out" / path.name).read_bytes()
    assert heard("import", str(tmp_path / "out"), "--council", "bnes") == 0
    assert '"changed": 1' not in capsys.readouterr().out
    assert heard("report", "--council", "bnes", *YEAR, "--out", str(tmp_path / "report")) == 0
    faces = {path.name for path in (tmp_path / "report").iterdir()}
    assert faces == {"tables.json", "report.html", "report.docx", "report.xlsx", "made.json", "csv"}
    assert len(list((tmp_path / "report" / "csv").iterdir())) == 36
    whole = json.loads((tmp_path / "report" / "tables.json").read_text())
    assert (whole["council"], whole["from"], whole["to"], len(whole["tables"])) == (
        "bnes",
        "2020-04-01",
        "2021-03-31",
        36,
    )
    assert all(set(table) == {"title", "columns", "rows", "base", "notes"} for table in whole["tables"].values())
    assert whole["checks"] and all(check["holds"] for check in whole["checks"])


@pytest.mark.rule("R807")
def test_the_same_ledger_gives_the_same_bytes(heard: Heard, tmp_path: Path) -> None:
    heard("import", brought(tmp_path), "--council", "bnes")
    for name in ("one", "two"):
        assert heard("report", "--council", "bnes", *YEAR, "--public", "--out", str(tmp_path / name)) == 0
    for path in (path for path in (tmp_path / "one").rglob("*") if path.is_file()):
        assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes(), path.name


def test_a_folder_with_bad_cells_is_not_taken_and_each_is_named(
    heard: Heard, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = ledgers.make(2, 40)
    files["stages"][3]["outcome"], files["requests"][0]["received"] = "Upheld", "yesterday"
    assert heard("import", brought(tmp_path, files), "--council", "bnes") == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "requests.csv:2: received: " in said.err and ": outcome: " in said.err and "2 bad cells" in said.err
    heard("export", str(tmp_path / "out"), "--council", "bnes")
    assert json.loads(capsys.readouterr().out)["files"]["stages"] == 0


def test_a_sum_that_does_not_hold_ends_in_one_and_nothing_public_is_written(
    heard: Heard, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = ledgers.make(2, 120)
    one = next(line for line in files["stages"] if "2020-04" < line["closed"] < "2021-04" and line["stage"] == "stage3")
    one["closure"] = ""
    heard("import", brought(tmp_path, files), "--council", "bnes")
    capsys.readouterr()
    assert heard("report", "--council", "bnes", *YEAR, "--out", str(tmp_path / "inside")) == 1
    said = capsys.readouterr()
    assert "does not hold (R816): Table 1, Stage 3" in said.err and one["case"] in said.err
    whole = json.loads((tmp_path / "inside" / "tables.json").read_text())
    assert [check["rule"] for check in whole["checks"] if not check["holds"]] == ["R816", "R816"]
    assert "does not add up" in (tmp_path / "inside" / "report.html").read_text()
    assert heard("report", "--council", "bnes", *YEAR, "--public", "--out", str(tmp_path / "outside")) == 1
    assert not (tmp_path / "outside").exists()


def test_another_report_is_set_beside_this_one(heard: Heard, tmp_path: Path) -> None:
    heard("import", brought(tmp_path), "--council", "bnes")
    before = ("--from", "2019-04-01", "--to", "2020-03-31", "--out", str(tmp_path / "before"))
    assert heard("report", "--council", "bnes", *before) == 0
    now = (*YEAR, "--out", str(tmp_path / "now"), "--compare", str(tmp_path / "before"))
    assert heard("report", "--council", "bnes", *now) == 0
    assert "The same table: bnes, 2019-04-01 to 2020-03-31" in (tmp_path / "now" / "report.html").read_text()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("report", "--council", "nowhere", *YEAR, "--out", "x"), "no council is called nowhere"),
        (
            ("report", "--council", "bnes", "--from", "April", "--to", "2021-03-31", "--out", "x"),
            "--from: expected a date",
        ),
        (
            ("report", "--council", "bnes", "--from", "0003-04-01", "--to", "0004-03-31", "--out", "x"),
            "--from: expected a date from 1900-01-01 on",
        ),
        (("report", "--council", "bnes", "--from", "2021-03-31", "--to", "2020-04-01", "--out", "x"), "before --from"),
        (("report", "--council", "bnes", *YEAR, "--out", "x", "--compare", "nothing"), "no tables.json"),
        (("import", "nothing-there", "--council", "bnes"), "there is no such folder"),
    ],
)
def test_what_cannot_be_asked_so_is_said(
    heard: Heard, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    assert heard(*words) == 2
    assert says in capsys.readouterr().err


def test_a_folder_without_a_ledger_is_an_empty_one_and_that_is_said(
    heard: Heard, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "wrong folder").mkdir()
    assert heard("import", str(tmp_path / "wrong folder"), "--council", "bnes") == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["files"] == {} and "nothing of a ledger is in it" in said.err


def test_the_bench_measures_a_report(heard: Heard, capsys: pytest.CaptureFixture[str]) -> None:
    assert heard("bench", "report", "--count", "60") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["bench"] == "report" and said["stage rows"] == 60 and said["report and its faces, s"] > 0


def test_what_a_command_writes_is_read_by_no_other_account_of_the_machine(heard: Heard, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        assert heard("import", brought(tmp_path), "--council", "bnes") == 0
        assert heard("export", str(tmp_path / "out"), "--council", "bnes") == 0
        assert heard("audit", "export", str(tmp_path / "record")) == 0
        assert heard("report", "--council", "bnes", *YEAR, "--out", str(tmp_path / "faces")) == 0
        (tmp_path / "by hand").touch()
    finally:
        os.umask(before)
    written = [tmp_path / "record", *(tmp_path / "out").rglob("*"), *(tmp_path / "faces").rglob("*")]
    assert len(written) > 3 and not [each for each in written if each.stat().st_mode & 0o077]
    assert (tmp_path / "by hand").stat().st_mode & 0o044, "what others do in that process afterwards is theirs"
