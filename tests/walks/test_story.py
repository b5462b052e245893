"""`make run`: the fortnight that a newcomer is shown is played to its end, and the desk's link in it opens."""

import re
import time
import urllib.request
from pathlib import Path

import pytest

from tests.wire.loopback import HOST, free_ports
from tests.wire.process import Process


@pytest.mark.slow
def test_make_run_plays_its_fortnight_and_gives_a_link_to_the_desk(tmp_path: Path) -> None:
    door, desk, health, form = free_ports(4)
    ports = {"INTAKE__SMTP_DOOR__PORT": door, "DESK__PORT": desk, "FORM__PORT": form, "RUN__HEALTH__PORT": health}
    (tmp_path / "config.yaml").write_text("council: bnes\n")
    said = {f"HEARD_{name}": str(port) for name, port in ports.items()}
    with Process("run", "run", "--story", folder=tmp_path, environment=said) as program:
        end = time.monotonic() + 90
        while "Ctrl-C ends it." not in program.said() and program.running and time.monotonic() < end:
            time.sleep(0.2)
        told = program.said()
        assert "Ctrl-C ends it." in told
        assert "still waiting" not in told
        for owed in ("answered at once", "takes 1 alarm", "decides: a complaint", "Due in 3 working days"):
            assert owed in told
        link = re.search(rf"http://{HOST}:{desk}(/sign-in/\S+)", told)
        assert link is not None
        with urllib.request.urlopen(f"http://{HOST}:{desk}{link[1]}", timeout=10) as page:
            assert "<button" in page.read().decode()
        assert program.stop() == 0
        assert "Heard has stopped." in program.said()
