"""`heard check`: load everything, try each far end, and say what is wrong and what to do, one line each.

What would stop the service or lose a message is WRONG (exit 1); what a council must still settle before it goes
live is TO DO.
"""

import asyncio
import os
import sys
from argparse import Namespace
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from casework import days, numbers
from casework.councils import Council, Role
from casework.questions import CHOICES
from classifier.suggest import load as load_model
from desk.signing import Codes
from desk.signing.provider import NotReached, Provider, is_here, is_safe
from intake.mailbox import Trouble, try_once
from outbox import catalogues, render
from outbox.outcomes import TryLater
from run import farends, keeping, models, time_of_day
from run.config import DeskSettings, Misconfigured, Settings, load, load_council
from run.config.safety import load_signs
from store import people
from store.database import Connection

AHEAD = timedelta(days=365)
"""How long before the calendar ends somebody should add the next years' holidays. *Taste.*"""

DUTY = (Role.CO, Role.CM)


class How(StrEnum):
    """How a thing is."""

    WELL = "well"
    TO_DO = "TO DO"
    WRONG = "WRONG"


@dataclass(frozen=True, slots=True)
class Found:
    """One line: what was tried, how it is, and what to do about it."""

    what: str
    how: How
    says: str


def command(arguments: Namespace) -> int:
    """Print what was found as it is found."""
    return asyncio.run(_printed(Path(arguments.config)))


async def _printed(path: Path) -> int:
    worst = 0
    async for found in _everything(path):
        sys.stdout.write(f"{found.how:<6} {found.what}: {found.says}\n")
        sys.stdout.flush()
        worst = max(worst, int(found.how is How.WRONG))
    return worst


async def _everything(path: Path) -> AsyncIterator[Found]:
    try:
        settings = load(path, os.environ)
        council = load_council(settings.council)
        load_signs()
    except Misconfigured as wrong:
        for line in str(wrong).splitlines():
            yield Found("settings", How.WRONG, line)
        return
    yield Found("settings", How.WELL, f"{path} and the profile of {council.title} are understood")
    for found in (*_profile(council), *languages(council.languages)):
        yield found
    yield classifier(models.in_use(settings))
    yield _words()
    key = _key(Path(settings.store.key_file))
    yield key
    if key.how is How.WELL:
        async for found in _store(settings):
            yield found
    async for found in _far_ends(settings):
        yield found


def _profile(council: Council) -> Iterator[Found]:
    """R719, R403: numbers that nobody has rung, a rota that is empty, a calendar that ends."""
    lines = council.safety_lines
    if lost := numbers.missing(council):
        yield Found(
            "safety numbers", How.WRONG, f"none for {' and '.join(lost)}: somebody in danger would be sent to it"
        )
    if numbers.to_be_rung(council, days.today(time_of_day.now())):
        says = f"ring every number in councils/{council.name}.yaml, then write the day into safety_lines.checked (R719)"
        yield Found("safety numbers", How.TO_DO, says)
    if not lines.rota:
        yield Found("safety rota", How.TO_DO, "nobody is on it: put staff ids into safety_lines.rota (R706)")
    ends = council.calendars["EW"].last
    if days.today(time_of_day.now()) + AHEAD > ends:
        yield Found(
            "bank holidays", How.TO_DO, f"the calendar ends on {ends}: add the next years to councils/england.yaml"
        )


def languages(spoken: Sequence[str]) -> Iterator[Found]:
    """2.12: what a council has switched on and nobody has approved is said in English."""
    for language in spoken:
        lines = catalogues.catalogue(language).values()
        drafts = sum(not line.approved for line in lines)
        if language != render.ENGLISH and not lines:
            says = f"nothing is there in {language}: whoever writes in it is answered in English"
            yield Found("languages", How.TO_DO, says)
        elif drafts:
            says = f"{drafts} of {len(lines)} lines in {catalogues.name(language)} are drafts and go in English: "
            yield Found(
                "languages", How.TO_DO, f"{says}a native speaker approves them in words/languages/{language}.po"
            )


def classifier(folder: Path) -> Found:
    """Whether the model that suggests is there, and whole."""
    try:
        model = load_model(folder)
    except Exception as fault:  # noqa: BLE001 a broken model file fails in many ways
        return Found("classifier", How.WRONG, f"it does not load ({type(fault).__name__}); run `heard train`")
    return Found("classifier", How.WELL, f"model {model.digest}")


def _words() -> Found:
    lost = sorted(set(CHOICES) - set(render.library()))
    if lost:
        return Found("words", How.WRONG, f"outbox/words has no {', '.join(lost)}")
    return Found("words", How.WELL, f"{len(render.library())} letters")


def _key(path: Path) -> Found:
    try:
        keeping.key(path)
    except Misconfigured as wrong:
        return Found("key", How.WRONG, str(wrong))
    return Found("key", How.WELL, f"{path}: keep a copy elsewhere than the database's")


async def _store(settings: Settings) -> AsyncIterator[Found]:
    try:
        keeping.ready(settings.store.url)
        async with keeping.opened(settings.store) as database:
            staff = await database.transact(lambda db: _staff(db, settings.council))
    except keeping.REFUSED as wrong:
        yield Found("database", How.WRONG, str(wrong))
        return
    except Exception as fault:  # noqa: BLE001 whatever the driver raises; it may quote what it was given
        yield Found("database", How.WRONG, f"it cannot be written to ({type(fault).__name__}): is the disk full?")
        return
    yield Found("database", How.WELL, "it opens, and can be written to")
    missing = [role for role in DUTY if role not in staff]
    if missing:
        yield Found(
            "staff", How.TO_DO, f"nobody is {' or '.join(missing)}: heard staff add … --roles {','.join(missing)}"
        )


def _staff(db: Connection, council: str) -> frozenset[Role]:
    return frozenset(role for each in people.staff(db, council) for role in each.roles)


async def _far_ends(settings: Settings) -> AsyncIterator[Found]:
    try:
        box = farends.mailbox(settings.intake.imap, time_of_day.now)
        farends.door(settings.intake.smtp_door)
        farends.webhook_secret(settings.bot)
        own = farends.own_sign_in(settings.desk, time_of_day.now)
        ways = farends.senders(settings, key=b"check", now=time_of_day.now)
    except Misconfigured as wrong:
        yield Found("far ends", How.WRONG, str(wrong))
        return
    if box:
        trouble: Trouble | None = await try_once(box)
        yield Found("mailbox", How.WRONG if trouble else How.WELL, trouble.value if trouble else "it can be read")
    scanner = farends.scanner(settings.intake.clamav)
    if scanner:
        there = await asyncio.to_thread(scanner.answers)
        says = "it looks through files" if there else "it does not answer: see intake.clamav, and that clamd runs"
        yield Found("virus scanner", How.WELL if there else How.WRONG, says)
    async for way_in in _desk(settings.desk, own):
        yield way_in
    if ways.smtp:
        yield await _tried("mail server", ways.smtp.check, "outbox.smtp")
    else:
        yield Found("mail server", How.TO_DO, "none is named: letters are files under var/outbox (outbox.smtp.host)")
    if ways.telegram:
        yield await _tried("Telegram", ways.telegram.check, "bot.token_file and bot.api")
    found = settings.outbox.siren
    if not (found.email or found.telegram or found.webhook):
        yield Found("siren", How.TO_DO, "nobody hears an alarm when all else is down: set outbox.siren (R715)")
    elif not found.webhook:
        yield Found(
            "siren", How.TO_DO, "no one is rung by telephone: set outbox.siren.webhook, or promise no call at night"
        )
    await ways.close()


async def _desk(settings: DeskSettings, own: Provider | None) -> AsyncIterator[Found]:
    """How staff get in, and whether whoever is on the way could read what they see."""
    if own:
        try:
            await own.check()
        except NotReached as fault:
            yield Found("council's sign-in", How.WRONG, f"{fault}; see desk.oidc")
        else:
            yield Found("council's sign-in", How.WELL, "it answers, and its keys can be read")
    if not is_safe(settings.found_at) or (not settings.address and not is_here(settings.host)):
        says = "others on the network can read what staff see: put TLS before it, and write its https:// address there"
        yield Found("desk.address", How.TO_DO, says)
    from_elsewhere = settings.found_at.startswith("https://") or not is_here(settings.host)
    if from_elsewhere and not own and settings.second_step is not Codes.REQUIRED:
        says = "whoever gets hold of a link is in: set desk.second_step to required, or desk.oidc"
        yield Found("second step", How.TO_DO, says)


async def _tried(what: str, check: Callable[[], Awaitable[object]], keys: str) -> Found:
    try:
        await check()
    except TryLater as trouble:
        return Found(what, How.WRONG, f"{trouble.why}; see {keys}")
    return Found(what, How.WELL, "it lets us in")
