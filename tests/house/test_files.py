"""No file outgrows its noun, and none says where it was written."""

import re
from pathlib import Path

from tests.house import sources

LONGEST = 300


def text_of(path: Path) -> str:
    raw = path.read_bytes()
    return "" if b"\0" in raw else raw.decode(errors="replace")


def test_no_python_file_is_longer_than_three_hundred_lines() -> None:
    long = {str(path.relative_to(sources.ROOT)): len(text_of(path).splitlines()) for path in sources.python()}
    assert not {name: lines for name, lines in long.items() if lines > LONGEST}


def test_no_file_names_a_path_of_the_machine_it_was_written_on() -> None:
    here = [re.compile(r"(?<![/\w])" + re.escape(str(place)) + r"(/|\b)") for place in (sources.ROOT, Path.home())]
    found = [path for path in sources.kept() if any(place.search(text_of(path)) for place in here)]
    assert not found


def test_no_file_names_the_host_that_packages_come_from() -> None:
    hosts = re.compile("|".join(rf"\b{'py'}{name}[.]org\b" for name in ("pi", "thonhosted")))
    assert [path for path in sources.kept() if hosts.search(text_of(path))] == []


def test_the_lock_files_pin_every_package_by_hash_and_name_no_address() -> None:
    for lock in sources.ROOT.glob("requirements*.txt"):
        lines = lock.read_text().replace("\\\n", " ").splitlines()
        wanted = [line for line in lines if line and not line.startswith("#")]
        assert wanted and all(re.match(r"[a-z0-9._\[\]-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line) for line in wanted)
        assert "://" not in lock.read_text()


def test_every_package_has_its_promise_on_its_first_line() -> None:
    without = [path for path in sources.python() if text_of(path) and not text_of(path).startswith(('"""', 'r"""'))]
    assert not without


def test_every_value_is_made_the_same_way() -> None:
    in_rooms = [path for room in sources.rooms() for path in sources.python(below=room)]
    assert in_rooms
    assert [path for path in in_rooms if re.search(r"@dataclass\([^)]*\bfrozen=True", text_of(path))] == []
