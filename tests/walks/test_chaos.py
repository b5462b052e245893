"""The short form of `make chaos`: whatever fails, at random, what came in is there once and was answered once."""

from pathlib import Path

import pytest

from tests.walks.chaos import opened, play, table

MESSAGES = 150


@pytest.mark.slow
@pytest.mark.requires("postgres")
@pytest.mark.requires("dovecot")
def test_whatever_fails_nothing_is_lost_and_nothing_doubled(tmp_path: Path) -> None:
    with opened(tmp_path, seed=20261122) as scene:
        found = play(scene, messages=MESSAGES, seconds=60, pace=2, rounds=12)
        assert (found.lost, found.doubled) == ([], []), table(scene, found, 0)
        assert sum(scene.made.values()) >= 5
