"""A process that dies leaves nothing of what was in its memory, keys and words, on the disk."""

import signal
import subprocess
import sys
from pathlib import Path

from tests.house.sources import ROOT

DIES = """
import os, resource, sys
_, hard = resource.getrlimit(resource.RLIMIT_CORE)
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
sys.path.insert(0, sys.argv[1])
from run.__main__ import main
main(["parse", sys.argv[2]])
print(resource.getrlimit(resource.RLIMIT_CORE)[0], file=sys.stderr)
os.abort()
"""


def test_a_crash_writes_no_memory_to_the_disk_whatever_the_shell_allows(tmp_path: Path) -> None:
    mail = ROOT / "tests" / "post" / "only-words.eml"
    asked = [sys.executable, "-c", DIES, str(ROOT), str(mail)]
    done = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr.split("\n")[0]) == (-signal.SIGABRT, "0")
    assert not list(tmp_path.iterdir())
