"""`heard chat --script`, whole: the program itself, in a store and a time of its own (contract.md section 2)."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.updates import Json

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


def played(folder: Path, *turns: Json) -> tuple[list[Json], str, int]:
    """What it printed, what it complained of, and how it ended."""
    script = "".join(json.dumps(turn) + "\n" for turn in turns)
    ended = subprocess.run(
        [sys.executable, "-m", "run", "chat", "--config", str(ROOT / "config.yaml"), "--script", "-"],
        input=script,
        capture_output=True,
        text=True,
        timeout=120,
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        check=False,
    )
    return [json.loads(line) for line in ended.stdout.splitlines()], ended.stderr, ended.returncode


def test_a_young_person_is_heard_asked_and_answered(tmp_path: Path) -> None:
    printed, complaint, code = played(
        tmp_path,
        {"text": "hi"},
        {"text": "my social worker keeps cancelling and nobody listens to me"},
        {"press": "Young person or care leaver"},
        {"text": "Kayleigh"},
        {"press": "Yes please"},
        {"press": "Make it a complaint"},
        {"wait": "1d"},
        {"text": "my foster dad hits me"},
    )
    assert (complaint, code) == ("", 0)
    said = [str(line["heard"]) for line in printed if "heard" in line]
    assert said[0].startswith("Thank you for telling us.")
    assert [line[:6] for line in said if line[1:5] == " of "] == ["1 of 4", "2 of 4", "3 of 4", "4 of 4"]
    assert printed[-2]["buttons"] == [
        "I'm not safe",
        "I'm safe for now",
        "I'd rather not say",
        "That's not what I meant",
    ]
    end = printed[-1]["end"]
    assert isinstance(end, dict)
    assert str(end.pop("case")) in said[0]
    assert end == {
        "kind": "complaint",
        "wants_advocate": True,
        "name": "Kayleigh",
        "anonymous": False,
        "alarm": "immediate_risk",
    }
    assert list(tmp_path.iterdir()) == []


def test_a_script_that_cannot_be_played_says_which_line_and_why(tmp_path: Path) -> None:
    printed, complaint, code = played(tmp_path, {"text": "my worker never comes"}, {"press": "Nowhere"})
    assert code == 1
    assert complaint.startswith("line 2: there is no button “Nowhere”")
    assert printed[0] == {"you": "my worker never comes"}


def test_told_to_stop_it_leaves_no_store_behind(tmp_path: Path) -> None:
    playing = subprocess.Popen(
        [sys.executable, "-m", "run", "chat", "--config", str(ROOT / "config.yaml"), "--script", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "TMPDIR": str(tmp_path)},
        cwd=tmp_path,
        text=True,
    )
    with playing:
        assert playing.stdin and playing.stdout
        playing.stdin.write(json.dumps({"text": "hi"}) + "\n")
        playing.stdin.flush()
        assert playing.stdout.readline()
        assert list(tmp_path.iterdir()), "while it plays it has a store of its own"
        playing.send_signal(signal.SIGTERM)
        assert playing.wait(60) == 128 + signal.SIGTERM
    assert not list(tmp_path.iterdir())
