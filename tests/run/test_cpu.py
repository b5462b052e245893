"""What a process began counts with it; what PostgreSQL takes beside us is known too."""

import os
import subprocess
import sys
from pathlib import Path

from run import cpu


def _a_process(proc: Path, number: int, name: str, parent: int, *ticks: int) -> None:
    (proc / str(number)).mkdir(parents=True)
    (proc / str(number) / "comm").write_text(name)
    before = f"{number} ({name}) S {parent} 1 1 0 -1 4194304 100 0 0 0"
    (proc / str(number) / "stat").write_text(f"{before} {' '.join(map(str, ticks))} 20 0")


def test_what_we_took_is_our_own_time_and_that_of_those_we_began_those_that_ended_too(tmp_path: Path) -> None:
    us = os.getpid()
    _a_process(tmp_path, us, "heard run (all)", 1, 100, 50, 20, 30)
    _a_process(tmp_path, us + 1, "python", us, 300, 0, 0, 500)
    _a_process(tmp_path, us + 2, "python", 1, 9000, 0, 0, 0)
    assert cpu.of_us(tmp_path) == 1000 / os.sysconf("SC_CLK_TCK")


def test_what_has_ended_is_not_forgotten() -> None:
    before = cpu.of_us()
    subprocess.run([sys.executable, "-c", "import time\nwhile time.process_time() < 0.2: pass"], check=True)
    assert cpu.of_us() - before > 0.15, "the system counts in hundredths of a second, and rounds each figure"


def test_what_the_server_took_is_its_own_time_and_that_of_its_processes_those_that_ended_too(tmp_path: Path) -> None:
    _a_process(tmp_path, 10, "postgres", 1, 100, 0, 500, 0)
    _a_process(tmp_path, 11, "postgres", 10, 200, 100, 7, 7)
    _a_process(tmp_path, 12, "postgres: (walwriter)", 10, 100, 0, 7, 7)
    _a_process(tmp_path, 13, "python", 1, 9000, 0, 0, 0)
    assert cpu.of_server(11, tmp_path) == 1000 / os.sysconf("SC_CLK_TCK")
    assert cpu.of_server(13, tmp_path) == 0.0  # the server is elsewhere, and its number is somebody else's here
    assert cpu.of_server(14, tmp_path) == 0.0
