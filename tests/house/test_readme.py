"""The README's tour leads only to what is there."""

import re

from tests.house.sources import ROOT

NAMED = re.compile(r"`((?:casework|councils|store|classifier|intake|outbox|bot|desk|scheduler|run)/[\w/]*(?:\.\w+)?)`")


def test_every_file_and_folder_that_the_readme_names_is_there() -> None:
    named = NAMED.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(named) > 15
    assert [name for name in named if not (ROOT / name).exists()] == []
