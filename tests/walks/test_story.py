"""`make run`: the fortnight that a newcomer is shown is played to its end, and the desk's link in it opens."""

import re
import socket
import time
import urllib.request
from pathlib import Path

import pytest

from tests.wire.loopback import HOST, free_ports
from tests.wire.process import Process

pytestmark = pytest.mark.slow

PLACES = ("INTAKE__SMTP_DOOR__PORT", "DESK__PORT", "FORM__PORT", "RUN__HEALTH__PORT")


def _program(folder: Path) -> tuple[Process, dict[str, int]]:
    """What `make run` starts, not yet started, and where it is to listen."""
    ports = dict(zip(PLACES, free_ports(len(PLACES)), strict=True))
    (folder / "config.yaml").write_text("council: bnes\n")
    said = {f"HEARD_{name}": str(port) for name, port in ports.items()}
    return Process("run", "run", "--story", folder=folder, environment=said), ports


def _until(program: Process, told: str) -> str:
    """What it has said once it said that, has ended, or took too long."""
    end = time.monotonic() + 90
    while told not in program.said() and program.running and time.monotonic() < end:
        time.sleep(0.2)
    return program.said()


def test_make_run_plays_its_fortnight_and_gives_a_link_to_the_desk(tmp_path: Path) -> None:
    program, ports = _program(tmp_path)
    desk = ports["DESK__PORT"]
    with program:
        told = _until(program, "Ctrl-C ends it.")
        assert "Ctrl-C ends it." in told
        assert "still waiting" not in told
        for owed in ("answered at once", "takes 1 alarm,", "decides: a complaint", "Due in 3 working days"):
            assert owed in told
        assert told.partition("That was a made-up fortnight")[0].count("Due in 3 working days") == 3
        link = re.search(rf"http://{HOST}:{desk}(/sign-in/\S+)", told)
        assert link is not None
        with urllib.request.urlopen(f"http://{HOST}:{desk}{link[1]}", timeout=10) as page:
            assert "<button" in page.read().decode()
        assert program.stop() == 0
        assert "Heard has stopped." in program.said()


def test_make_run_says_which_port_another_program_has_and_plays_to_nobody_else(tmp_path: Path) -> None:
    program, ports = _program(tmp_path)
    with socket.create_server((HOST, ports["DESK__PORT"])), program:
        told = _until(program, "nothing more")
        assert f"desk: port {ports['DESK__PORT']} is taken by another program" in told and "(desk.port)" in told
        assert "answered at once" not in told and "something of ours broke" not in told
        assert program.stop() == 1
