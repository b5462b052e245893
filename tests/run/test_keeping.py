"""What an installation keeps beside its database."""

import threading
from pathlib import Path

from run import keeping
from store.sealing import Keys

TOGETHER = 8


def test_of_keys_that_are_added_at_once_none_takes_the_place_of_another(tmp_path: Path) -> None:
    path, ready = tmp_path / "keys" / "heard.key", threading.Barrier(TOGETHER)
    first, sealed = keeping.key(path), []

    def add() -> None:
        ready.wait()
        sealed.append(keeping.add_key(path).seal(b"hello", "words"))

    added = [threading.Thread(target=add) for _ in range(TOGETHER)]
    for each in added:
        each.start()
    for each in added:
        each.join()
    everything: Keys = keeping.keys(path)
    assert [everything.open(each, "words") for each in sealed] == [b"hello"] * TOGETHER
    assert keeping.key(path) == first, "what was signed stays good"
    assert [each.name for each in path.parent.iterdir()] == [path.name]
