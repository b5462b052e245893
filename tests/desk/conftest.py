"""The office that most tests of the desk need, with a store of its own."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store import migrations
from tests.conftest import Moment
from tests.desk import office as place
from tests.desk.chats import THREE_LEFT, Telephones, a_case
from tests.desk.office import Office


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables in it, to be copied."""
    folder = tmp_path_factory.mktemp("desk")
    migrations.migrate(place.url_of(folder))
    return folder / "heard.db"


@pytest.fixture
def url(tmp_path: Path, blank: Path) -> str:
    """The address of a store nobody else uses."""
    shutil.copy(blank, tmp_path / "heard.db")
    return place.url_of(tmp_path)


@pytest.fixture
async def office(url: str, now: Moment) -> AsyncIterator[Office]:
    """The desk, served on a port of this machine, on Monday 2 March 2026, half past nine."""
    async with place.opened(url, now) as opened:
        yield opened


@pytest.fixture
async def phones(office: Office) -> Telephones:
    """A case that is due in three working days; everybody was chased by email, Tom in a chat too."""
    phones = Telephones(office)
    await phones.linked("tom")
    await a_case(office)
    await phones.chased(THREE_LEFT)
    return phones
