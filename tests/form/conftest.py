"""The form that most tests of it need, with a store of its own."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store import migrations
from tests.conftest import Moment
from tests.form import porch as place
from tests.form.porch import Porch, url_of


@pytest.fixture(scope="session")
def blank_form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables in it, to be copied."""
    folder = tmp_path_factory.mktemp("form")
    migrations.migrate(url_of(folder))
    return folder / "heard.db"


@pytest.fixture
def url(tmp_path: Path, blank_form: Path) -> str:
    """The address of a store nobody else uses."""
    shutil.copy(blank_form, tmp_path / "heard.db")
    return url_of(tmp_path)


@pytest.fixture
async def porch(url: str, now: Moment) -> AsyncIterator[Porch]:
    """The form, served on a port of this machine, on Monday 2 March 2026, half past nine."""
    async with place.opened(url, now) as opened:
        yield opened
