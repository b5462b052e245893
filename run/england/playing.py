"""The days of the year, one after another, in every council at once: what comes in, what time does, what staff decide.

Mail lies in the inbox before anybody reads it, in all the councils together: that is the backlog. Then each council
reads, answers, and lets the classifier look, some of them side by side. Nothing waits for a clock on the wall.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from time import perf_counter

from bot.terminal.script import OwnTime
from casework import days, names
from casework.messages import Channel, Post
from intake import worker
from intake.mailbox.collection import BATCH
from run import parts
from run.england import counts, mail
from run.england.counts import AFTERNOON, FIRST, MORNING, Course
from run.england.figures import Figures
from run.england.office import Refused
from run.england.sink import Matter
from run.england.town import Due, Town
from run.progress import Tell
from scheduler.sweeps import SWEEPS
from store import contacts, inbox
from store.database import Connection

A_ROUND, DIGESTS, FULL = SWEEPS
NIGHT, OPENS, DECIDED, CLOSES = time(3, 10), time(9, 2), time(14, 30), time(17, 10)
"""When the nightly round, the first round of a working day, what staff decide, and the last round are. *Taste*: really
there is a round each minute.
"""

AT_ONCE = 6
"""Councils that work side by side in one process: what they write shares commits. *Taste.*"""

Done = Callable[[], Awaitable[None]]


async def play(
    towns: Sequence[Town],
    own_time: OwnTime,
    figures: Figures,
    matters: dict[str, Matter],
    *,
    weeks: int,
    tell: Tell | None,
) -> None:
    """All of it. `own_time` is the time of day that every part of every service sees."""
    every = list(days.every(FIRST, FIRST + timedelta(weeks=weeks) - days.DAY))
    for number, day in enumerate(every, start=1):
        working = days.is_working(day, towns[0].service.council.calendars["EW"])
        with figures.quarter((number - 1) * 4 // len(every)):
            for moment, what in _agenda(towns, own_time, figures, matters, day, working=working):
                own_time.at = days.at(day, moment)
                await what()
        if tell:
            tell(number, len(every))
    for town in towns:
        await _reckon(town, figures)
    _answered(figures, matters)


def _agenda(
    towns: Sequence[Town], own_time: OwnTime, figures: Figures, matters: dict[str, Matter], day: date, *, working: bool
) -> Iterator[tuple[time, Done]]:
    def swept(which: int, what: str) -> Done:
        return partial(_each, towns, figures, what, partial(_swept, figures, which))

    yield NIGHT, swept(2, "the nightly round")
    if working:
        yield time(8, 31), swept(1, "the morning's letters")
        yield OPENS, swept(0, "rounds")
    yield MORNING, partial(_comes_in, towns, own_time, figures, matters, day)
    yield MORNING, partial(_each, towns, figures, "alarms", partial(_alarms, figures))
    yield AFTERNOON, partial(_comes_in, towns, own_time, figures, matters, day)
    if working:
        yield DECIDED, partial(_each, towns, figures, "decisions", partial(_decided, figures, day))
    yield CLOSES, swept(0, "rounds")


async def _each(towns: Sequence[Town], figures: Figures, what: str, work: Callable[[Town], Awaitable[None]]) -> None:
    """In every council, some of them side by side."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(town: Town) -> None:
        async with room:
            await work(town)

    with figures.timed(what):
        await asyncio.gather(*(one(town) for town in towns))


async def _swept(figures: Figures, which: int, town: Town) -> None:
    done = await town.service.sweep(SWEEPS[which])
    figures.counted["missed by the hint"] += done if SWEEPS[which] is FULL else 0
    if done or SWEEPS[which] is A_ROUND:  # what may leave only now has been waiting for a round
        await _sent(town)


async def _comes_in(
    towns: Sequence[Town], own_time: OwnTime, figures: Figures, matters: dict[str, Matter], day: date
) -> None:
    """All that came since: kept, then read and answered, then looked at by the classifier."""
    began, moment = perf_counter(), own_time.at
    before = figures.counted["mails"]
    await _each(towns, figures, "keeping mail", partial(_kept, own_time, figures, matters, day))
    figures.waiting[moment] += figures.counted["mails"] - before
    await _each(towns, figures, "reading and answering mail", _read)
    figures.answered[moment] = perf_counter() - began
    await _each(towns, figures, "the classifier's look", _looked_at)


async def _kept(own_time: OwnTime, figures: Figures, matters: dict[str, Matter], day: date, town: Town) -> None:
    with figures.mine():
        posts = list(_posts(town, own_time, matters, day))
    for start in range(0, len(posts), BATCH):
        await town.service.database.transact(partial(_keep, posts=posts[start : start + BATCH]))
    figures.counted["mails"] += len(posts)
    town.service.to_read.set()


def _keep(db: Connection, *, posts: Sequence[Post]) -> None:
    """As a mailbox is emptied: so many in one piece of work, and how far it has been read."""
    for post in posts:
        inbox.keep(db, post)
    inbox.set_progress(db, posts[-1].council, posts[-1].source, posts[-1].place)


def _posts(town: Town, own_time: OwnTime, matters: dict[str, Matter], day: date) -> Iterator[Post]:
    moment = own_time.at
    for course in town.arrivals[day][MORNING if days.at(day, MORNING) == moment else AFTERNOON]:
        town.written += 1
        address = f"{town.service.council.name}.{town.written}@family.example"
        matter = Matter(perf_counter())
        if not course.machine:
            matters[address] = matter
        _planned(town, course, matter, address, day)
        yield _post(town, course, address, town.written, moment)
    if days.at(day, MORNING) == moment:
        for due in [each for each in town.due.get(day, ()) if each.step is None]:
            yield _post(town, due.course, due.address, due.number, moment, again=True)


def _planned(town: Town, course: Course, matter: Matter, address: str, day: date) -> None:
    """What will be done about it, and when: working days after the one on which somebody could see it."""
    calendar = town.service.council.calendars["EW"]
    came = days.on_or_after(day, calendar)
    for step in counts.steps_in_order(course):
        town.due[days.add(came, step.after, calendar) if step.after else came].append(
            Due(matter, address, town.written, course, step)
        )
    if course.again:
        town.due[days.add(came, course.again, calendar)].append(Due(matter, address, town.written, course))


def _post(town: Town, course: Course, address: str, number: int, at: datetime, *, again: bool = False) -> Post:
    council = town.service.council
    raw = mail.raw(course, address=address, number=number, to=council.team.email, at=at, again=again)
    digest = names.name("england", address, str(again))
    return Post(digest, council.name, Channel.EMAIL, "england", digest, at, raw)


async def _read(town: Town) -> None:
    service = town.service
    heard, readers = parts.outcry(service), parts.readers(service)
    while await worker.work_through(
        transact=service.database.transact, look=service.database.look, council=service.council.name, readers=readers,
        receive=service.receive, together=service.receive_together, now=service.now, outcry=heard,
    ):  # fmt: skip
        pass
    await _sent(town)


async def _looked_at(town: Town) -> None:
    service, council = town.service, town.service.council.name
    while found := await service.database.look(partial(contacts.unconsidered, council=council, limit=48)):
        failed = await asyncio.gather(*(parts.considered(service, found[hand::3]) for hand in range(3)))
        if any(failed):
            raise RuntimeError("no opinion could be had of somebody")
    await _sent(town)


async def _sent(town: Town) -> None:
    """What may leave leaves, if anybody said that there is something: as the courier waits for it."""
    if town.service.to_send.is_set():
        town.service.to_send.clear()
        await town.service.deliver()
        await town.sink.reckon(town.service.council.name)


async def _alarms(figures: Figures, town: Town) -> None:
    figures.counted["alarms"] += await town.office.takes_alarms()


async def _decided(figures: Figures, day: date, town: Town) -> None:
    due = sorted(
        (each for each in town.due.pop(day, ()) if each.step), key=lambda each: each.step.at if each.step else ""
    )
    await town.office.opens(((each.step, each.matter.reference) for each in due if each.step), figures)
    for each in due:
        if each.step and each.matter.reference:
            try:
                await town.office.does(each.step, each.matter.reference, figures)
            except Refused as refused:
                figures.refused[f"{each.course.name}: {refused}"] += 1
            else:
                figures.counted["decisions"] += 1
    await _sent(town)


async def _reckon(town: Town, figures: Figures) -> None:
    """Whether anything was left."""
    council, look = town.service.council.name, town.service.database.look
    figures.counted["not read"] += await look(partial(inbox.unread_count, council=council))
    figures.counted["for a person"] += len(await look(partial(inbox.unread_by_machine, council=council)))
    figures.counted["contacts"] += town.written


def _answered(figures: Figures, matters: dict[str, Matter]) -> None:
    figures.counted["receipts"] = sum(each.receipts for each in matters.values())
    figures.counted["two receipts"] = sum(each.receipts > 1 for each in matters.values())
    figures.counted["not answered"] = sum(not each.reference for each in matters.values())
