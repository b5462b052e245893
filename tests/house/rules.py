"""Rules of the rulebook that no test names. A test names one with `@pytest.mark.rule("R408")`, as a parameter's id, or,
where it is an edge case, in its own name: `test_x26_danger_in_a_chaser…`.

`python -m tests.house.rules` says how many; `--list` says which, in the rulebook's words.
"""

import ast
import re
import sys
from collections.abc import Iterator

from tests.house import sources

RULEBOOK = sources.ROOT / "casework" / "RULEBOOK.md"
NUMBER = r"(?:R[BD]?|W|X)\d{1,3}[a-z]?"
_ROW = re.compile(rf"^[\s|#*-]*({NUMBER})\b[\s|*:.]*(.*)$")
_CITED = re.compile(rf"\b({NUMBER.replace('{1,3}', '{2,3}')})\b")


def written() -> dict[str, str]:
    """Every rule of the rulebook that has a line of its own, with what it says."""
    found = (_ROW.match(line) for line in RULEBOOK.read_text().splitlines())
    return {row[1]: row[2].replace("**", "").strip(" |") for row in found if row}


def tested() -> set[str]:
    """Every rule that a test names: a text that is nothing but its number, or an edge case in the test's name."""
    tests = [path.read_text() for path in sources.python(below="tests")]
    numbers = {text for code in tests for text in _texts(code) if re.fullmatch(NUMBER, text)}
    return numbers | edge_cases()


def edge_cases() -> set[str]:
    """Every edge case that a test bears in its name: `test_x26_danger_in_a_chaser…`."""
    tests = (path.read_text() for path in sources.python(below="tests"))
    return {f"X{number}" for code in tests for number in re.findall(r"def test_x(\d\d)_", code)}


def cited() -> set[str]:
    """Every rule that the program's code cites."""
    return {
        number
        for path in sources.python()
        if path.relative_to(sources.ROOT).parts[0] != "tests"
        for number in _CITED.findall(path.read_text())
    }


def _texts(code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def main() -> None:
    """Say how many rules have a test; with --list, which have none."""
    rules, named = written(), tested()
    without = [number for number in rules if number not in named]
    if "--list" in sys.argv[1:]:
        for number in without:
            sys.stdout.write(f"{number:6} {rules[number][:110]}\n")
    sys.stdout.write(f"{len(rules) - len(without)} of {len(rules)} rules have a test that names them\n")


if __name__ == "__main__":
    main()
