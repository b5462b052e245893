"""The weeks themselves: what comes in, what staff decide and what time does, in the order of the calendar, until it is
today. Everything is done when its moment has come, and nothing waits: there is no clock on the wall in here.
"""

import random
from collections.abc import Awaitable, Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from bot.terminal.script import OwnTime
from casework import days, names
from casework.contacts import Contact
from casework.frozen import replace
from casework.letters import Posted
from casework.messages import Address, Channel
from run.demo import stage as stages
from run.demo.desk import ALARMS, Refused
from run.demo.rows import Demo, Step, Story, Way
from run.demo.stage import Played, Stage
from run.progress import Tell
from run.service import Service
from scheduler.sweeps import SWEEPS
from store import chance, contacts

ROUNDS = (time(8, 31), time(12, 5), time(17, 10))
"""When the made-up council's service looks for what is due, on a working day. *Taste*: really it is each minute."""

A_ROUND, DIGESTS = SWEEPS[0], SWEEPS[1]

FORTNIGHT = 10
"""Working days after which something that comes often comes again."""

LISTENING = timedelta(minutes=14)
"""After what comes in, somebody on duty has read what it rang: within the rules' fifteen minutes (R706)."""

WATCH = (
    ("lena", {"came_of": "LADO", "outcome": "Read it, and rang the home's manager. It is looked into."}),
    ("duty", {"came_of": "passed to the front door", "outcome": "Read it, and rang the worker who knows them."}),
)
"""Who answers alarms, whose rows say nothing else, and what they write down: an allegation is the LADO's."""

Act = Callable[[], Awaitable[None]]


async def play(
    service: Service, own_time: OwnTime, rows: Demo, *, weeks: int, seed: int, folder: Path, tell: Tell | None
) -> Played:
    """From the Monday so many weeks ago until now. The same seed and the same day give the same weeks."""
    now = own_time.at
    draw = random.Random(seed).randrange
    await service.database.transact(lambda db: chance.known(db, draw))
    first = days.today(now) - timedelta(weeks=weeks)
    first -= timedelta(days=first.weekday())
    own_time.at = days.at(first, time(7))
    stages.letters_into(service, folder)
    await service.database.transact(partial(stages.engaged, rows=rows, council=service.council.name))
    async with stages.opened(service, own_time) as stage:
        agenda = sorted(_agenda(stage, rows, first, now), key=lambda each: each[0])
        for number, (moment, act) in enumerate(agenda, start=1):
            if days.today(moment) != days.today(own_time.at):
                stage.staffed.goes_home()
            own_time.at = max(own_time.at, moment)
            await act()
            await _settled(stage)
            if tell:
                tell(number, len(agenda))
        own_time.at = max(own_time.at, now)
        await _look(stage)
        return stage.played


def _add(service: Service, day: date, working_days: int) -> date:
    return days.add(day, working_days, service.council.calendars["EW"])


def _agenda(stage: Stage, rows: Demo, first: date, now: datetime) -> Iterator[tuple[datetime, Act]]:
    """Everything that happens, with its moment; nothing before the first day or after now."""
    today = days.today(now)
    every = (*_stories(stage, rows, first, today), *_absences(stage, rows, today), *_rounds(stage, first, today))
    begins = days.at(first, time(7))
    for moment, act in every:  # what comes in today has come, however early somebody looks
        happens = min(moment, now) if days.today(moment) == today else moment
        if begins <= happens <= now:
            yield happens, act


def _stories(stage: Stage, rows: Demo, first: date, today: date) -> Iterator[tuple[datetime, Act]]:
    for number, story in enumerate(_told(stage, rows, first, today)):
        came = _add(stage.service, days.on_or_after(today, stage.service.council.calendars["EW"]), -story.ago)
        if story.ago == 0:
            came = today
        if came < first:
            continue
        yield _at(came, story.at), partial(_comes_in, stage, story, number)
        if not any(step.does == ALARMS and not step.facts for step in story.steps):  # one that is left to be seen
            yield _at(came, story.at) + LISTENING, partial(_on_watch, stage)
        for step in story.steps:
            yield (
                _at(_add(stage.service, came, step.after) if step.after else came, step.at),
                partial(_decided, stage, story, step),
            )


def _told(stage: Stage, rows: Demo, first: date, today: date) -> Iterator[Story]:
    """Every story; and those that come often again for each fortnight before, from somebody else."""
    yield from rows.stories
    most = days.between(first, today, stage.service.council.calendars["EW"])
    others = iter(range(10**6))
    for story in rows.stories:
        for ago in range(story.ago + FORTNIGHT, most, FORTNIGHT) if story.often else ():
            number = next(others)
            who = rows.others[number % len(rows.others)]
            yield replace(
                story, ago=ago, name=f"{story.name} ({number})", who=who, address=f"other{number}@family.example",
                text=story.text.replace(story.who.split()[0], who.split()[0]),
            )  # fmt: skip


def _absences(stage: Stage, rows: Demo, today: date) -> Iterator[tuple[datetime, Act]]:
    for each in rows.absences:
        first, last = (_add(stage.service, today, day) for day in (each.first, each.last))
        boxes = {
            f"{name}-{box}": str(value)
            for name, day in (("first", first), ("last", last))
            for box, value in (("day", day.day), ("month", day.month), ("year", day.year))
        }
        yield days.at(first, time(8, 45)), partial(_away, stage, each.staff, boxes)


def _rounds(stage: Stage, first: date, today: date) -> Iterator[tuple[datetime, Act]]:
    """What time does: a round some times a day, the morning's letters on working days."""
    for day in days.every(first, today):
        working = days.is_working(day, stage.service.council.calendars["EW"])
        for hour in ROUNDS if working else ROUNDS[1:2]:
            yield days.at(day, hour), partial(_look, stage)


def _at(day: date, hour: str) -> datetime:
    return days.at(day, time.fromisoformat(hour))


async def _look(stage: Stage) -> None:
    await stage.service.sweep(A_ROUND)
    await stage.service.sweep(DIGESTS)


async def _settled(stage: Stage) -> None:
    """What came in is read and looked at, what may leave has left."""
    await stage.behind.work()
    await stage.behind.consider()
    await stage.behind.deliver()


async def _comes_in(stage: Stage, story: Story, number: int) -> None:
    before = await _waiting(stage)
    match story.way:
        case Way.EMAIL:
            await stage.doors.email(story, number)
        case Way.CHAT:
            await stage.doors.chat(story, number)
        case Way.FORM:
            await stage.doors.submitted(story)
        case Way.TELEPHONE | Way.LETTER | Way.IN_PERSON:
            await _typed_in(stage, story)
    await _settled(stage)
    stage.played.said[story.way] += 1
    new = [each for each in await _waiting(stage) if each.id not in {one.id for one in before}]
    if new:
        stage.played.references[story.name] = new[-1].reference
    if story.bounces and new:
        await _came_back(stage, story, new[-1])


async def _typed_in(stage: Stage, story: Story) -> None:
    typed = {"channel": story.way.value, "said": story.text, "who": story.who, "had_on": "@0"}
    day = days.today(stage.time.at)
    await stage.staffed.sends("ola", "/type-in", "/type-in", stage.staffed.typed(typed, day))


async def _came_back(stage: Stage, story: Story, contact: Contact) -> None:
    to = Address(Channel.EMAIL, story.address)
    one = await stage.service.database.look(lambda db: contacts.one(db, contact.council, contact.id))
    said = [each for each in one.said if each.to == to and each.posted is Posted.SENT] if one else []
    if said:
        await stage.doors.bounced(story, names.message_id(said[0].name, story.address.partition("@")[2]))


async def _waiting(stage: Stage) -> list[Contact]:
    council = stage.service.council.name
    return await stage.service.database.look(lambda db: contacts.tray(db, council, limit=500))


async def _decided(stage: Stage, story: Story, step: Step) -> None:
    """What somebody decides. What this council's rules refuse is told at the end, and the weeks go on."""
    reference, day = stage.played.references.get(story.name, ""), days.today(stage.time.at)
    if not reference and step.does != ALARMS:
        return
    try:
        await stage.staffed.does(step.by, step.does, reference, step.facts, day, step.stage)
    except Refused as refused:
        stage.played.refused.append(f"{story.name}: {step.does}: {refused}")
    else:
        stage.played.said["decisions"] += 1


async def _on_watch(stage: Stage) -> None:
    """Whoever is on duty takes what nobody has, and writes down what came of it."""
    council = stage.service.council.name
    for who, came_of in WATCH:
        rung = await stage.service.database.look(lambda db: contacts.open_alarms(db, council))
        alone = {each.name.partition("/")[2] for each in rung if each.acknowledged is None}
        if alone:
            await stage.staffed.takes(who, came_of, alone)


async def _away(stage: Stage, who: str, typed: dict[str, str]) -> None:
    try:
        await stage.staffed.sends(who, "/away", "/away", {"who": who, **typed})
    except Refused as refused:
        stage.played.refused.append(f"away: {refused}")
