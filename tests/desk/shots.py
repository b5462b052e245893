"""Pictures of every page, as a desktop and as a telephone shows it, into var/shots: `make shots`."""

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

from store import migrations
from tests.conftest import Moment
from tests.desk import day
from tests.desk.chromium import DESKTOP, TELEPHONE, at_the_desk, chromium
from tests.desk.office import opened, url_of

SHOTS = Path(__file__).parents[2] / "var" / "shots"
PAGES = {
    "tray": "/tray",
    "contact": f"/contacts/{day.WAITING}",
    "alarm": f"/contacts/{day.ALARMED}",
    "cases": "/cases",
    "case": f"/cases/{day.DUE}",
    "task": f"/cases/{day.DUE}/respond",
    "safety": "/safety",
    "register": "/register",
    "entry": f"/register/{day.ODILE}",
    "type-in": "/type-in",
    "search": "/search",
    "service": "/service",
    "profile": "/profile",
    "learning": "/learning",
    "thoughts": "/thoughts",
    "reports": "/reports",
    "report": "/reports/look?period=2025-26-Q4&reader=inside",
    "missing": "/cases/BN-0000",
}


async def take(folder: Path) -> None:
    """All of them. Nothing of anybody: the day is made up."""
    with tempfile.TemporaryDirectory() as kept:
        url = url_of(Path(kept))
        migrations.migrate(url)
        async with opened(url, Moment()) as office, chromium() as browser:
            await day.filled(office)
            for name, size in (("desktop", DESKTOP), ("phone", TELEPHONE)):
                page = await at_the_desk(browser, office, "mina", size)
                for shown, path in PAGES.items():
                    await page.goto(path)
                    await page.screenshot(path=folder / f"{shown}-{name}.png", full_page=True)
                await page.goto(f"/contacts/{day.WAITING}")
                await page.get_by_role("button", name="Confirm and open").click()
                await page.screenshot(path=folder / f"contact-wrong-{name}.png", full_page=True)
                await page.goto(f"/cases/{day.DUE}")
                await page.locator("details.clock > summary").first.click()
                await page.screenshot(path=folder / f"case-open-{name}.png", full_page=True)
                stranger = await at_the_desk(browser, office, "", size)
                await stranger.goto("/sign-in")
                await stranger.screenshot(path=folder / f"sign-in-{name}.png", full_page=True)
                await stranger.goto(f"/sign-in/{await office.link('mina')}")
                await stranger.screenshot(path=folder / f"link-{name}.png", full_page=True)


if __name__ == "__main__":
    shutil.rmtree(SHOTS, ignore_errors=True)
    SHOTS.mkdir(parents=True)
    asyncio.run(take(SHOTS))
    sys.stdout.write(f"{len(list(SHOTS.glob('*.png')))} pictures in {SHOTS.relative_to(Path.cwd())}\n")
