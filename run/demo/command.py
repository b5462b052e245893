"""`heard demo [--weeks N]`: an empty store of its own, the weeks played, a report, and how to look around.

It never touches the configured store, and a folder in which there is anything is left as it is. The profile is the
configured one: a council's complaints manager sees their own words and limits, and is told what its rules refused.
"""

import asyncio
import logging
import os
import sys
from argparse import Namespace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from bot.terminal.script import OwnTime
from casework import days
from run import aside, keeping, logs, service, time_of_day, until_stopped
from run.config import BotSettings, OutboxSettings, Settings, load
from run.demo import ending, rows
from run.demo.ending import Ended
from run.demo.playing import play
from run.demo.stage import Played
from run.progress import bar
from run.start import PARTS
from store import people

FEWEST, MOST = 1, 52
WHO = "dan"
"""Who looks around: the complaints manager."""


def command(arguments: Namespace) -> int:
    """Play, tell, and stay if asked to. 1 if it could not be done, saying why; 2 for weeks that nobody can play."""
    folder = Path(arguments.folder)
    if not FEWEST <= arguments.weeks <= MOST:
        return _sorry(f"--weeks: from {FEWEST} to {MOST}", 2)
    try:
        until = _end_of(arguments.until) if arguments.until else time_of_day.now()
    except ValueError:
        return _sorry("--until: a day such as 2026-03-13", 2)
    logs.to(sys.stderr, logging.CRITICAL)
    try:
        settings = load(Path(arguments.config), os.environ)
        if folder.exists() and any(folder.iterdir()):
            return _sorry(_there(folder), 1)
        folder.mkdir(parents=True, exist_ok=True)
        asyncio.run(_played(settings, folder, arguments.weeks, arguments.seed, until))
        written = CONFIG.format(council=settings.council, folder=folder)
        (folder / "config.yaml").write_text(written, encoding="utf-8")
        return asyncio.run(_stay(settings, folder)) if arguments.stay else 0
    except (*keeping.REFUSED, keeping.AlreadyRunning) as wrong:
        return _sorry(str(wrong), 1)


def _there(folder: Path) -> str:
    return (
        f"{folder} holds something already, and is left as it is.\n"
        f"to look at it:    heard run --config {folder / 'config.yaml'}\n"
        f"to begin afresh:  remove {folder}, then heard demo"
    )


def _end_of(day: str) -> datetime:
    """When people go home on that day."""
    return days.at(date.fromisoformat(day), time(17, 30))


async def _played(settings: Settings, folder: Path, weeks: int, seed: int, until: datetime) -> None:
    found = rows.load()
    began, own_time = time_of_day.now(), OwnTime(until)
    own = _apart(settings, folder)
    with bar(f"playing {weeks} weeks") as tell:
        async with service.opened(own, now=own_time) as opened:
            told = await play(opened, own_time, found, weeks=weeks, seed=seed, folder=folder, tell=tell)
            last, came = days.today(own_time()), told.references.values()
            ended = await ending.ended(opened, came, last - timedelta(weeks=weeks), last, folder / "report")
    _tell(told, ended, weeks, (time_of_day.now() - began).total_seconds())
    _to_try(told, ended, folder, settings)


CONFIG = """# Written by `heard demo`: a made-up council's weeks. Remove this folder when you have seen enough.
council: {council}
store:
  url: sqlite:///{folder}/heard.db
  key_file: {folder}/heard.key
"""


def _apart(settings: Settings, folder: Path) -> Settings:
    """The same profile, and nothing else of the installation: nobody outside hears of it, and no port is taken."""
    store = settings.store.model_copy(update={"url": f"sqlite:///{folder}/heard.db", "key_file": f"{folder}/heard.key"})
    here = {"host": "127.0.0.1"}
    door = settings.intake.smtp_door.model_copy(update={**here, "port": aside.free()})
    return settings.model_copy(
        update={
            "store": store,
            "outbox": OutboxSettings(),
            "bot": BotSettings(),
            "intake": settings.intake.model_copy(update={"smtp_door": door}),
            "desk": settings.desk.model_copy(update={**here, "port": aside.free()}),
            "form": settings.form.model_copy(update={**here, "port": aside.free()}),
        }
    )


async def _stay(settings: Settings, folder: Path) -> int:
    """The service over what was made, at the configured ports, until somebody says stop."""
    own = load(folder / "config.yaml", {})
    own = own.model_copy(
        update={"desk": settings.desk, "form": settings.form, "run": settings.run, "intake": settings.intake}
    )
    async with keeping.opened(own.store) as database:
        link = await database.transact(lambda db: people.issue_link(db, own.council, WHO, time_of_day.now()))
    sys.stdout.write(f"\nHeard is running. The desk: {own.desk.found_at}/sign-in/{link}\n")
    sys.stdout.write(
        f"Another link, for anybody: heard staff link {WHO} --config {folder / 'config.yaml'}\nCtrl-C ends it.\n"
    )
    sys.stdout.flush()
    return await until_stopped.serve(own, PARTS, folder / "config.yaml")


def _tell(told: Played, ended: Ended, weeks: int, seconds: float) -> None:
    failed = [each for each in ended.snapshot.checks if not each.holds]
    came = {name: count for name, count in told.said.items() if name != "decisions"}
    by = [f"{count} by {name.replace('_', ' ')}" for name, count in sorted(came.items())]
    made = f"{weeks} made-up weeks in {seconds:.0f} seconds: {sum(came.values())} came in ({', '.join(by)})"
    lines = [
        f"{made}, {told.said['decisions']} decisions.",
        "",
        f"Now: {ended.waiting} waiting in the tray, {ended.alarms} alarms open. Open cases:",
        *(f"  {count:>3}  {where}" for where, count in sorted(ended.stages.items())),
        "",
        f"The report: {ended.report}; {len(ended.snapshot.checks)} sums"
        + (" hold." if not failed else f", of which {len(failed)} do not hold:"),
        *(f"  {each.rule}: {each.says}" for each in failed),
    ]
    if told.refused:
        lines += ["", "What this council's rules did not allow:", *(f"  {each}" for each in told.refused)]
    sys.stdout.write("\n".join(lines) + "\n")


def _to_try(told: Played, ended: Ended, folder: Path, settings: Settings) -> None:
    """What to do now, in order, each with its address."""
    desk, config = settings.desk.found_at, folder / "config.yaml"
    shown = [each for each in ending.TRY if not each.story or each.story in told.references]
    lines = [
        "",
        f"To look around: heard run --config {config}",
        f"Then a link to sign in: heard staff link {WHO} --config {config} (or dee, priya, mina, lena, duty, pat)",
        "",
        "To try, in ten minutes:",
        *(
            f"  {number:>2}. {desk}{each.place.format(told.references.get(each.story, ''))}\n      {each.what}"
            for number, each in enumerate(shown, start=1)
        ),
        f"  {len(shown) + 1:>2}. {_address(settings)}\n      write as a young person would; then find it in the tray",
    ]
    if ended.unseen:
        lines += ["", f"No case has come to: {'; '.join(ended.unseen)}. More weeks show more."]
    sys.stdout.write("\n".join(lines) + "\n")


def _address(settings: Settings) -> str:
    return f"http://{settings.form.host}:{settings.form.port}"


def _sorry(text: str, code: int) -> int:
    sys.stderr.write(text + "\n")
    return code
