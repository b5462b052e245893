"""Values: what stands in a set, how another is made of one, and that mypy lets nobody change one."""

import dataclasses
import subprocess
import sys
from dataclasses import field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.frozen import frozen, replace


@frozen
class _Bag:
    """A value of every sort of field: needed, with a default, made anew for each, hidden, not part of what it is."""

    name: str
    size: int = 3
    things: list[str] = field(default_factory=list, compare=False)
    secret: str = field(default="", repr=False)


@frozen
class _Alone:
    """A value of one field."""

    only: tuple[int, ...]


@frozen
class _Called:
    """A value that says itself what it is counted as."""

    name: str

    def __hash__(self) -> int:
        return 7


CHANGES = st.fixed_dictionaries(
    {}, optional={"name": st.text(), "size": st.integers(), "things": st.lists(st.text()), "secret": st.text()}
)


@given(st.text(), st.integers(), CHANGES)
def test_another_is_made_as_the_library_would(name: str, size: int, changes: dict[str, object]) -> None:
    one = _Bag(name, size, ["kept"], "unseen")
    ours, theirs = replace(one, **changes), dataclasses.replace(one, **changes)  # type: ignore[arg-type]
    assert dataclasses.astuple(ours) == dataclasses.astuple(theirs)
    assert one == _Bag(name, size, ["kept"], "unseen")
    assert type(ours) is _Bag


def test_one_field_is_replaced_too() -> None:
    assert replace(_Alone((1, 2)), only=(3,)) == _Alone((3,))


def test_a_field_that_is_not_there_is_refused() -> None:
    changes = {"colour": "red"}
    with pytest.raises(KeyError, match="colour"):
        replace(_Bag("one"), **changes)  # type: ignore[arg-type]


def test_values_stand_in_a_set_by_what_they_are() -> None:
    assert len({_Bag("one"), _Bag("one"), _Bag("two")}) == 2
    assert hash(_Called("x")) == 7


def test_what_is_hidden_is_not_told() -> None:
    assert "unseen" not in repr(_Bag("one", secret="unseen"))


def test_there_is_no_room_for_a_field_that_nobody_declared() -> None:
    with pytest.raises(AttributeError):
        object.__setattr__(_Bag("one"), "colour", "red")


def test_mypy_refuses_whoever_changes_one(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "from casework.frozen import frozen, replace\n\n\n@frozen\nclass A:\n    size: int\n\n\n"
        "one = A(1)\none.size = 2\nreplace(one, size='two')\nreplace(one, colour='red')\n"
    )
    root = str(Path(__file__).parents[2])
    told = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(wrong)],
        capture_output=True,
        text=True,
        cwd=root,
        check=False,
    ).stdout
    assert [line.split(":")[1] for line in told.splitlines() if ": error:" in line] == ["10", "11", "12"]
